"""The chance that an account churns, as a statistical model fitted to earlier months has it."""

from typing import Any

SETTINGS = "refit_months, rows_maximum, baseline_churns_minimum, penalty"
ROWS_AT_A_TIME = 1_000_000


def model(dbt: Any, session: Any) -> Any:
    """One row per account, month and horizon, as a stream of PyArrow batches with the columns of PREDICTION_COLUMNS."""
    import pyarrow

    from flows.statistics import PREDICTION_COLUMNS, BaselinePolicy, Observations, predictions

    features = dbt.ref("int_baseline_features")
    horizons = dbt.ref("backtest_horizons").order("horizon_months").fetchall()
    settings = dbt.ref("int_health_settings").project(SETTINGS).fetchall()[0]
    account_ids = features.project("account_id").distinct().to_arrow_table()["account_id"].combine_chunks()
    ordered = features.order("month_number, account_id")
    rows = features.count("*").fetchall()[0][0]
    observations = Observations.from_batches(ordered.to_arrow_reader(ROWS_AT_A_TIME), rows, account_ids)
    schema = pyarrow.schema([(name, pyarrow.type_for_alias(kind)) for name, kind in PREDICTION_COLUMNS.items()])

    def batches() -> Any:
        for part in predictions(observations, [months for (months,) in horizons], BaselinePolicy(*settings)):
            named = {**part, "account_id": account_ids.take(pyarrow.array(part["account_id"]))}
            yield pyarrow.record_batch([named[name] for name in schema.names], schema=schema)

    return pyarrow.RecordBatchReader.from_batches(schema, batches())
