"""What a run leaves in Prefect's pages: row counts, gate results and a summary, under keys that stay the same."""

from flows.runs import Run, RunRecord
from flows.stages import inside_flow_run


def record_artifacts(run: Run) -> None:
    """Create the artifacts of a run; nothing when Prefect is not running it."""
    if not inside_flow_run():
        return
    from prefect.artifacts import create_markdown_artifact, create_table_artifact

    record = run.record
    if record.streams:
        create_table_artifact(key="rows-per-stream", table=record.streams, description=f"Run {record.run_id}")
    if record.gates:
        create_table_artifact(key="gate-results", table=record.gates, description=f"Run {record.run_id}")
    create_markdown_artifact(key="run-summary", markdown=summary(record), description=f"Run {record.run_id}")


def summary(record: RunRecord) -> str:
    """A run in Markdown: how it ended, what came in and what went out."""
    lines = [
        f"# Run {record.run_id}: {record.outcome}",
        "",
        f"Knowledge date {record.as_of}, started {record.started_at}, ended {record.finished_at or 'not'}.",
    ]
    if record.message:
        lines += ["", f"> {record.message}"]
    lines += [f"* {warning}" for warning in record.warnings]
    lines += ["", "| stream | read | new | changed | deleted | refused |", "|---|---|---|---|---|---|"]
    lines += [
        f"| {row['stream']} | {row['rows_read']} | {row['rows_new']} | {row['rows_changed']} | {row['rows_deleted']} "
        f"| {row['rows_refused']} |"
        for row in record.streams
    ]
    lines += ["", "| mart | rows |", "|---|---|"]
    lines += [f"| {name} | {rows} |" for name, rows in record.marts.items()]
    return "\n".join(lines)
