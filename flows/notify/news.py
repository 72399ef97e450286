"""What a publication gives to tell: new episodes of churn signals, new survey answers, care that is due this week."""

import contextlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb

from flows.notify.alerts import Alert, Rule
from flows.report.language import rounded

MINUS = "\u2212"
SEVERITIES = ("high", "medium", "low")

EPISODES = """
    select signal_id, coalesce(account_name, account_id) as account, coalesce(segment, 'none') as segment, signal,
        severity, evidence, suggested_action, churn_signals.owner_id, alert_on
    from churn_signals
    inner join (select account_id, account_name, segment from account_360) as accounts using (account_id)
    where is_open and alert_on <= $as_of
    order by case severity when 'high' then 1 when 'medium' then 2 else 3 end, account, signal_id
"""
ANSWERS = """
    select survey_type, cast(sum(answered) as bigint) from survey_response_rates
    where segment = 'ALL' group by survey_type order by survey_type
"""
# The newest month of each type that has enough answers for a score.
SCORES = """
    select survey_type, month, value from survey_scores
    where segment = 'ALL' and value is not null
    qualify row_number() over (partition by survey_type order by month desc) = 1
"""
CARE = """
    select owner_id, segment, account_name, account_id, item, due_date, status from care_due
    where period in ('overdue', 'this_week')
    order by owner_id, due_date, account_id, item, uid
"""


@dataclass(frozen=True)
class Publication:
    """A published version that is read, and the one whose news were told before: its day, and its folder if kept."""

    folder: Path
    as_of: date
    minimum_n: int
    before: date | None
    before_folder: Path | None


def of_episodes(rule: Rule, publication: Publication) -> Iterator[Alert]:
    """Open episodes that the publication told of before did not hold; of the first one only those of its own day.

    An episode may begin on a day that was published before, when its facts came late: it is new as long as it is no
    older than the rule's within_days.
    """
    known = _published_signals(publication.before_folder)
    for row in _rows(publication.folder, EPISODES, {"as_of": publication.as_of}):
        if _passes(rule, row) and _is_new(rule, row, publication, known):
            owner = f" Owner: {row['owner_id']}." if row["owner_id"] else " It has no owner."
            signal = str(row["signal"]).replace("_", " ")
            action = f" {row['suggested_action']}" if row["suggested_action"] else ""
            yield Alert(
                str(row["signal_id"]),
                f"{row['account']}: {signal} ({row['severity']}) since {row['alert_on']}. "
                f"{str(row['evidence']).rstrip('.')}.{action}{owner}",
            )


def of_answers(publication: Publication, run_id: str) -> Iterator[Alert]:
    """How many answers have come in since, by survey type.

    A score is told only when at least minimum_n answers are new: from a score before and one after a single answer
    could be worked out.
    """
    if publication.before_folder is None:
        return
    answered = _answers(publication.folder)
    before = _answers(publication.before_folder)
    scores = {row["survey_type"]: row for row in _rows(publication.folder, SCORES)}
    for survey_type, count in answered.items():
        new = count - before.get(survey_type, 0)
        if new <= 0:
            continue
        line = f"{survey_type}: {new} new answer{'s' if new > 1 else ''}."
        if (score := scores.get(survey_type)) and new >= publication.minimum_n:
            line += f" Score of {score['month']:%Y-%m}: {str(rounded(score['value'], 1)).replace('-', MINUS)}."
        yield Alert(f"{survey_type}|{run_id}", line)


def of_care(rule: Rule, publication: Publication) -> Iterator[Alert]:
    """What is due this week and what is overdue, one alert for each owner and week."""
    year, week, _ = publication.as_of.isocalendar()
    by_owner: dict[str, list[Mapping[str, Any]]] = {}
    for row in _rows(publication.folder, CARE):
        if not rule.segments or (row["segment"] or "none") in rule.segments:
            by_owner.setdefault(row["owner_id"] or "", []).append(row)
    for owner, due in by_owner.items():
        late = sum(row["status"] == "overdue" for row in due)
        first = due[0]
        yield Alert(
            f"{year}-W{week:02}|{owner}",
            f"{owner or 'Nobody'}: {len(due) - late} due this week, {late} overdue; "
            f"first {first['due_date']} {first['account_name'] or first['account_id']} ({first['item']}).",
        )


def _passes(rule: Rule, row: Mapping[str, Any]) -> bool:
    least = SEVERITIES.index(rule.minimum_severity or SEVERITIES[-1])
    return (
        SEVERITIES.index(row["severity"]) <= least
        and (not rule.signals or row["signal"] in rule.signals)
        and (not rule.segments or row["segment"] in rule.segments)
    )


def _is_new(rule: Rule, row: Mapping[str, Any], publication: Publication, known: set[str] | None) -> bool:
    if publication.before is None:
        return bool(row["alert_on"] == publication.as_of)
    if known is None:
        return bool(row["alert_on"] > publication.before)
    too_old = publication.as_of - timedelta(days=rule.within_days)
    return row["signal_id"] not in known and row["alert_on"] > too_old


def _published_signals(folder: Path | None) -> set[str] | None:
    if folder is None:
        return None
    return {row["signal_id"] for row in _rows(folder, "select signal_id from churn_signals")}


def _answers(folder: Path) -> dict[str, int]:
    with _opened(folder) as connection:
        return dict(connection.execute(ANSWERS).fetchall())


def _rows(folder: Path, query: str, parameters: dict[str, object] | None = None) -> list[dict[str, Any]]:
    with _opened(folder) as connection:
        found = connection.execute(query, parameters or {})
        names = [column[0] for column in found.description or ()]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def _opened(folder: Path) -> contextlib.closing[duckdb.DuckDBPyConnection]:
    return contextlib.closing(duckdb.connect(str(folder / "account360.duckdb"), read_only=True))
