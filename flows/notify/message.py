"""One message out of several alerts: plain text that no receiver takes for markup, a mention or a second header."""

import re
from collections.abc import Sequence

from flows.notify.alerts import Alert, Rule

LINE_LENGTH = 400
# Chat programs read these as links and mentions, whoever has put them into an account's name.
TAMED = str.maketrans({"<": "\u2039", ">": "\u203a", "@": "(at)"})
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")


def plain(text: str) -> str:
    """A text of others as one line without markup."""
    line = CONTROL.sub(" ", text).translate(TAMED).strip()
    return line if len(line) <= LINE_LENGTH else f"{line[: LINE_LENGTH - 1]}…"


def compose(rule: Rule, alerts: Sequence[Alert], origin: str, report: str | None) -> dict[str, str]:
    """The title and the body of one message.

    Args:
        rule: names the subject, the hint, and how many alerts are listed.
        alerts: what is told, the most important first.
        origin: the run that tells it.
        report: where the report stands; None before the first publication.
    """
    lines = [f"- {plain(alert.line)}" for alert in alerts[: rule.listed_at_most]]
    if (more := len(alerts) - rule.listed_at_most) > 0:
        lines.append(f"and {more} more")
    if rule.hint:
        lines += ["", plain(rule.hint)]
    lines += ["", f"{origin}. Report: {report}" if report else f"{origin}."]
    return {"title": plain(rule.subject), "body": "\n".join(lines)}
