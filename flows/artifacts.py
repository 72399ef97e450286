"""What a run leaves in Prefect's pages: row counts, gate results and a summary, under keys that stay the same."""

from datetime import date

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
        failing = sum(gate["outcome"] != "passed" for gate in record.gates)
        told = f"Run {record.run_id}: {failing} of {len(record.gates)} checks do not hold"
        create_table_artifact(key="gate-results", table=gate_rows(record), description=told)
    if record.standing:
        create_table_artifact(
            key="source-freshness",
            table=freshness_rows(record),
            description=f"As of {record.as_of}, run {record.run_id}",
        )
    create_markdown_artifact(key="run-summary", markdown=summary(record), description=f"Run {record.run_id}")


def gate_rows(record: RunRecord) -> list[dict[str, str | int | None]]:
    """The gates' results, what does not hold first: refusals, then the longest failing; a table of few columns."""
    return [
        {
            "outcome": gate["outcome"],
            "severity": gate["severity"],
            "since": gate.get("failing_since"),
            "check": f"{gate['table']}: {gate['expectation']}",
            "observed": gate["observed"],
            "what to do": gate["remedy"] if gate["outcome"] != "passed" else None,
            "rows": gate["sample"] if gate["outcome"] != "passed" else None,
            "gate": gate["gate"],
            "suite": gate["suite"],
        }
        for gate in sorted(record.gates, key=_gravest_first)
    ]


def _gravest_first(gate: dict[str, str | int | None]) -> tuple[bool, bool, str]:
    return gate["outcome"] == "passed", gate["severity"] != "fail", str(gate.get("failing_since") or "")


def freshness_rows(record: RunRecord) -> list[dict[str, str | int | None]]:
    """How every stream stands after the run, the oldest first; streams without days last."""

    def behind(stream: dict[str, str | int | None]) -> int | None:
        newest = stream["newest_date"]
        return (date.fromisoformat(record.as_of) - date.fromisoformat(str(newest))).days if newest else None

    rows = [
        {
            "source": stream["source"],
            "stream": stream["stream"],
            "newest date": stream["newest_date"],
            "days behind": behind(stream),
            "rows read": stream["rows_read"],
            "refused": stream["rows_refused"],
            "rows standing": stream["rows_after"],
            "last changed by": stream["last_changed_run"],
        }
        for stream in record.standing
    ]
    return sorted(rows, key=lambda row: (row["days behind"] is None, -int(row["days behind"] or 0)))


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
    failing = [gate for gate in sorted(record.gates, key=_gravest_first) if gate["outcome"] != "passed"]
    if failing:
        lines += ["", "| does not hold | since | what to do |", "|---|---|---|"]
        lines += [
            f"| {gate['expectation']} ({gate['observed']}) | {gate.get('failing_since') or ''} | {gate['remedy']} |"
            for gate in failing
        ]
    lines += ["", "| mart | rows |", "|---|---|"]
    lines += [f"| {name} | {rows} |" for name, rows in record.marts.items()]
    return "\n".join(lines)
