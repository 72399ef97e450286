"""How alike the names are of parties that share a fact."""

from typing import Any


def model(dbt: Any, session: Any) -> Any:
    """One row per pair of comparable names, as a PyArrow table with the columns of LIKENESS_COLUMNS."""
    import pyarrow

    from flows.identity import LIKENESS_COLUMNS, likenesses

    named = dbt.ref("int_identity_pairs").filter("system_name is not null and account_name is not null")
    pairs = named.project("system_name, account_name").distinct().order("system_name, account_name").fetchall()
    alike_from = dbt.ref("int_identity_settings").project("name_similarity").fetchall()[0][0]
    schema = pyarrow.schema([(name, pyarrow.type_for_alias(kind)) for name, kind in LIKENESS_COLUMNS.items()])
    return pyarrow.Table.from_pydict(likenesses(pairs, alike_from), schema=schema)
