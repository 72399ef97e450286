"""The chance that an account churns, as a statistical model fitted to earlier months has it."""

from typing import Any

SETTINGS = "refit_months, rows_maximum, baseline_churns_minimum, penalty"


def model(dbt: Any, session: Any) -> Any:
    """One row per account, month and horizon, as a PyArrow table with the columns of PREDICTION_COLUMNS."""
    import pyarrow

    from flows.statistics import PREDICTION_COLUMNS, BaselinePolicy, Observations, predictions

    rows = dbt.ref("int_baseline_features").order("month_number, account_id").fetchnumpy()
    horizons = dbt.ref("backtest_horizons").order("horizon_months").fetchall()
    settings = dbt.ref("int_health_settings").project(SETTINGS).fetchall()[0]
    observations = Observations.from_columns(rows)
    columns = predictions(observations, [months for (months,) in horizons], BaselinePolicy(*settings))
    schema = pyarrow.schema([(name, pyarrow.type_for_alias(kind)) for name, kind in PREDICTION_COLUMNS.items()])
    return pyarrow.Table.from_pydict(columns, schema=schema)
