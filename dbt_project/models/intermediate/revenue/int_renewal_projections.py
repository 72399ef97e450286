"""Retention as observed, and as the shifted-beta-geometric model projects it."""

from typing import Any


def model(dbt: Any, session: Any) -> Any:
    """One row per segment, term and period, as a PyArrow table with the columns of PROJECTION_COLUMNS."""
    import pyarrow

    from flows.statistics import PROJECTION_COLUMNS, History, ProjectionPolicy, project

    columns = "segment, term_months, first_period, last_period, is_lost, customers"
    histories = [History(*row) for row in dbt.ref("int_renewal_histories").project(columns).fetchall()]
    names = "minimum_n, projection_years, discount_rate, projection_confidence"
    settings = dbt.ref("int_renewal_settings").project(names).fetchall()[0]
    rows = project(histories, ProjectionPolicy(*settings))
    schema = pyarrow.schema([(name, pyarrow.type_for_alias(kind)) for name, kind in PROJECTION_COLUMNS.items()])
    return pyarrow.Table.from_pylist(rows, schema=schema)
