"""Tells the end of a run to whom the policy names: first everything is written down, then it is sent."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

import duckdb

from flows.errors import Account360Error
from flows.notify import alerts, news
from flows.notify.alerts import Alert, Ending, Rule, active_rules
from flows.notify.delivery import Deliver, delivering
from flows.notify.ledger import Ledger, Told, Waiting, opened_ledger, read_ledger, sole_sender
from flows.notify.message import compose
from flows.notify.news import Publication
from flows.policy import Policy
from flows.progress import note, stage_line
from flows.runs import read_records
from flows.settings import Home, has_sink, now

EVENTS_OF_A_PUBLICATION = ("churn_signal", "survey_answers", "care_due")


def tell(home: Home, policy: Policy, ending: Ending) -> list[str]:
    """Tell how a run ended and what it brought, each alert once; nothing is done when no receiver has an address.

    Returns:
        A sentence for each thing that could not be told. Nothing that goes wrong here is raised: it must not fail a
        run. No sentence holds an address.
    """
    rules = active_rules(policy.tables["alert_rules"], has_sink)
    if not rules:
        return []
    try:
        with stage_line("Send the alerts"):
            return list(_tell(home, policy, ending, rules))
    except Exception as error:
        return [
            f"The alerts of this run could not be made up ({type(error).__name__}); if it happens again, move "
            f"{home.alerts} away, and the next run begins anew."
        ]


def undelivered_lines(home: Home) -> Iterator[str]:
    """What has not arrived, or may not have, one line for each rule and receiver."""
    with read_ledger(home.alerts) as ledger:
        for rule, sink, state, count, since, reason in ledger.undelivered() if ledger else ():
            words = {"pending": "waiting", "claimed": "on their way", "uncertain": "may not have arrived"}[state]
            yield f"{rule} to {sink}: {count} {words} since {since}{f' ({reason})' if reason else ''}"


def _tell(home: Home, policy: Policy, ending: Ending, rules: Sequence[Rule]) -> Iterator[str]:
    today = now().date()
    with opened_ledger(home.alerts) as ledger:
        for rule in rules:
            try:
                _write_down(home, policy, ending, rule, rules, ledger, today)
            except (Account360Error, duckdb.Error, LookupError, TypeError, ValueError) as error:
                yield f"Nothing could be told by {rule.name} ({type(error).__name__})."
        with sole_sender(home.alerts, policy.count("notify_seconds")) as is_alone:
            if not is_alone:
                yield "Another run is sending alerts; those of this run wait for the next one."
                return
            yield from _left_over(ledger, today - timedelta(days=policy.count("notify_retry_days")))
            for sink in dict.fromkeys(rule.sink for rule in rules):
                waiting = {rule: found for rule in rules if rule.sink == sink and (found := ledger.pending(rule))}
                if waiting:
                    yield from _send(home, policy, ending, sink, waiting, ledger)


def _write_down(
    home: Home, policy: Policy, ending: Ending, rule: Rule, rules: Sequence[Rule], ledger: Ledger, today: date
) -> None:
    is_of_publication = rule.event in EVENTS_OF_A_PUBLICATION
    if is_of_publication and (ending.exit_status or ending.run_id is None or ending.as_of is None):
        return
    told = ledger.told(rule) or _told_before(home, ending, is_of_publication)
    found: Iterator[Alert] = iter(())
    if rule.event == "run_failed":
        found = alerts.of_failure(rule, ending, rules)
    elif rule.event == "gate_refused":
        found = alerts.of_refusal(ending)
    elif rule.event == "source_stale":
        found = alerts.of_stale(ending)
    elif rule.event == "gate_warning":
        until = told.run_id if told else ""
        found = alerts.of_warnings(
            ending, [one for one in read_records(home) if one.run_id <= until and not one.answers_the_past]
        )
    elif ending.as_of and ending.run_id:
        publication = _publication(home, policy, ending.as_of, told)
        if rule.event == "churn_signal":
            found = news.of_episodes(rule, publication)
        elif rule.event == "survey_answers":
            found = news.of_answers(publication, ending.run_id)
        else:
            found = news.of_care(rule, publication)
    ledger.write_down(rule, list(found), ending.run_id, ending.as_of, today)


def _told_before(home: Home, ending: Ending, is_published: bool) -> Told | None:
    """Where a rule that has told nothing yet begins: at the run before, so that it does not tell all that is known."""
    before = [
        record
        for record in read_records(home)
        if not record.answers_the_past
        and (ending.run_id is None or record.run_id < ending.run_id)
        and (record.outcome == "published" or not is_published)
    ]
    return Told(before[-1].run_id, date.fromisoformat(before[-1].as_of)) if before else None


def _publication(home: Home, policy: Policy, as_of: date, told: Told | None) -> Publication:
    folder = home.versions / told.run_id if told else None
    return Publication(
        folder=home.published,
        as_of=as_of,
        minimum_n=policy.count("minimum_n"),
        before=told.as_of if told else None,
        before_folder=folder if folder and (folder / "account360.duckdb").exists() else None,
    )


def _send(
    home: Home, policy: Policy, ending: Ending, sink: str, waiting: dict[Rule, list[Alert]], ledger: Ledger
) -> Iterator[str]:
    page = home.published / "report" / "index.html"
    report = policy.text("report_address") or (str(page) if page.exists() else None)
    with delivering(sink, policy.count("notify_seconds"), policy.count("notify_tries")) as deliver:
        for rule, found in waiting.items():
            message = compose(rule, found, ending.name, report)
            if reason := _send_one(rule, found, message, deliver, ledger):
                days = policy.count("notify_retry_days")
                yield (
                    f"{_counted(len(found))} of {rule.name} did not reach {sink}: {reason}; the runs of the next "
                    f"{days} days try again."
                )
            else:
                note(f"{_counted(len(found))} of {rule.name} to {sink}")


def _send_one(
    rule: Rule, found: Sequence[Alert], message: dict[str, str], deliver: Deliver, ledger: Ledger
) -> str | None:
    ledger.claim(rule, found)
    delivery = deliver(message)
    if delivery.is_delivered:
        ledger.confirm(rule, found)
        return None
    ledger.put_back(rule, found, delivery.reason)
    return delivery.reason


def _left_over(ledger: Ledger, oldest: date) -> Iterator[str]:
    for (rule, sink), count in _by_rule(ledger.leave_uncertain()):
        yield f"{_counted(count)} of {rule} may not have reached {sink}, since the run that sent it was killed."
    for (rule, sink), count in _by_rule(ledger.give_up(oldest)):
        yield f"{_counted(count)} of {rule} never reached {sink} and will not be sent any more; see the report."


def _by_rule(waiting: Sequence[Waiting]) -> Iterator[tuple[tuple[str, str], int]]:
    yield from Counter((rule, sink) for rule, sink, _, _ in waiting).items()


def _counted(count: int) -> str:
    return f"{count} alert{'' if count == 1 else 's'}"
