"""The names and cities of every party, made comparable; legal forms are taken off as the policy lists them."""

from typing import Any

COLUMNS = {
    "system": "string",
    "party_id": "string",
    "core_name": "string",
    "joined_name": "string",
    "name_prefix": "string",
    "legal_kind": "string",
    "plain_city": "string",
}


def model(dbt: Any, session: Any) -> Any:
    """One row per party, as a PyArrow table."""
    import pyarrow

    from flows.identity import LegalForms, comparable_name, plain_words, shortened

    forms = LegalForms(dbt.ref("legal_forms").project("legal_form, kind, may_lead").fetchall())
    letters = dbt.ref("int_identity_settings").project("name_prefix").fetchall()[0][0]
    rows = []
    parties = dbt.ref("int_identity_parties").project("system, party_id, name, city").fetchall()
    for system, party_id, name, city in parties:
        compared = comparable_name(name, forms)
        joined = compared.joined if compared else None
        rows.append(
            {
                "system": system,
                "party_id": party_id,
                "core_name": compared and compared.words,
                "joined_name": joined,
                "name_prefix": joined and joined[:letters],
                "legal_kind": compared and compared.kind,
                "plain_city": " ".join(map(shortened, plain_words(city or ""))) or None,
            }
        )
    schema = pyarrow.schema([(column, pyarrow.type_for_alias(kind)) for column, kind in COLUMNS.items()])
    return pyarrow.Table.from_pylist(rows, schema=schema)
