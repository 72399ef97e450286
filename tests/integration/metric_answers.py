"""Answers of MetricFlow to questions about metrics, all in one process, from a published file opened for reading."""

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, cast

import duckdb

from flows.parsed_models import load_parsed
from flows.settings import DEFAULT_POLICY

MONTH = "metric_time__month"


@dataclass(frozen=True)
class Metrics:
    """MetricFlow beside a connection: it writes the SQL, the connection answers."""

    engine: Any
    connection: duckdb.DuckDBPyConnection

    def answer(self, metrics: Sequence[str], by: Sequence[str] = ()) -> list[tuple[Any, ...]]:
        """The rows of a question: what it is grouped by, in the order asked, then the metrics in theirs."""
        from metricflow.engine.metricflow_engine import MetricFlowQueryRequest

        asked = MetricFlowQueryRequest.create(metric_names=list(metrics), group_by_names=list(by))
        found = self.connection.execute(self.engine.explain(asked).sql_statement.sql)
        names = [column[0] for column in found.description]
        places = [names.index(name) for name in (*by, *metrics)]
        return [tuple(_day(row[place]) for place in places) for row in found.fetchall()]

    def stated(self, sql: str) -> list[tuple[Any, ...]]:
        """The rows that the published marts themselves hold."""
        return self.connection.execute(sql).fetchall()


@contextlib.contextmanager
def open_metrics(published: Path, semantics: Path) -> Iterator[Metrics]:
    """MetricFlow over a published file, with the metrics that `write_semantics` wrote."""
    from metricflow.engine.metricflow_engine import MetricFlowEngine
    from metricflow.protocols.sql_client import SqlEngine
    from metricflow.sql.render.duckdb_renderer import DuckDbSqlPlanRenderer
    from metricflow_semantics.model.dbt_manifest_parser import parse_manifest_from_dbt_generated_manifest
    from metricflow_semantics.model.semantic_manifest_lookup import SemanticManifestLookup

    class Renderer:
        sql_engine_type = SqlEngine.DUCKDB
        sql_plan_renderer = DuckDbSqlPlanRenderer()

    known = parse_manifest_from_dbt_generated_manifest(semantics.read_text(encoding="utf-8"))
    engine = MetricFlowEngine(SemanticManifestLookup(known), cast(Any, Renderer()))
    with contextlib.closing(duckdb.connect()) as connection:
        connection.execute(f"attach '{published}' as warehouse (read_only)")
        connection.execute("use warehouse")
        yield Metrics(engine, connection)


def write_semantics(parsed: Path, target: Path) -> None:
    """Write what MetricFlow needs to know of the project, from the project as a night has parsed it."""
    from dbt.contracts.graph.semantic_manifest import SemanticManifest

    manifest = load_parsed(parsed, DEFAULT_POLICY)
    assert manifest is not None
    target.parent.mkdir(parents=True, exist_ok=True)
    SemanticManifest(manifest).write_json_to_file(str(target))


def _day(value: Any) -> Any:
    return value.date() if isinstance(value, datetime) else value
