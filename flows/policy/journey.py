"""What the tables of the journey may not say: names that no other table knows, and steps that could never be done."""

from collections.abc import Iterator, Mapping, Sequence

from flows.errors import ConfigurationError

Row = Mapping[str, str]
Tables = Mapping[str, Sequence[Row]]

# What the models tell apart; a company may describe these, and drop events, but invent none.
STAGES = ("prospect", "start", "growth", "renewal", "churned")
EVENTS = {
    "ticket": ("ticket", "complaint", "ticket_solved"),
    "survey": ("survey_sent", "survey_answer"),
    "invoice": ("invoice_issued", "invoice_overdue"),
    "usage": ("first_use", "use"),
    "contract": ("contract_signed", "contract_started", "contract_renewed", "notice", "contract_ended"),
    "opportunity": ("opportunity_opened", "opportunity_won", "opportunity_lost"),
}
ACTIVITY = "activity"
FAILURES = ("complaint", "late_solution", "low_score", "care_missed", "late_payment", "hand_over_late")
NAMED_EVIDENCE = ("activity", "ticket_solved", "project_done")


def shipped_journey(
    tables: Mapping[str, list[dict[str, str]]], overridden: Sequence[str]
) -> dict[str, list[dict[str, str]]]:
    """The shipped events and failures, by file, without those of touchpoints that a company does not have."""
    known = {row["touchpoint"] for row in tables["touchpoint_types"]}
    shipped = [file for file in ("touchpoint_sources", "touchpoint_failures") if file not in overridden]
    return {file: [row for row in tables[file] if row["touchpoint"] in known] for file in shipped}


def check_journey(tables: Tables) -> None:
    """Refuse rows of the journey that name what no table holds, and steps that nothing could show to be done.

    Raises:
        ConfigurationError: there is one; the sentence names its file and row, row 1 being the header.
    """
    for problem in (*_touchpoint_problems(tables), *_stage_problems(tables), *_step_problems(tables)):
        raise ConfigurationError(problem)


def _touchpoint_problems(tables: Tables) -> Iterator[str]:
    touchpoints = [row["touchpoint"] for row in tables["touchpoint_types"]]
    for place, row in _placed("touchpoint_sources", tables):
        yield from _unknown(place, "source", row["source"], (ACTIVITY, *EVENTS))
        if row["source"] != ACTIVITY:
            yield from _unknown(place, "event", row["event"], EVENTS.get(row["source"], ()))
        yield from _unknown(place, "touchpoint", row["touchpoint"], touchpoints, "touchpoint_types.csv")
    for place, row in _placed("touchpoint_failures", tables):
        yield from _unknown(place, "failure", row["failure"], FAILURES)
        yield from _unknown(place, "touchpoint", row["touchpoint"], touchpoints, "touchpoint_types.csv")


def _stage_problems(tables: Tables) -> Iterator[str]:
    for place, row in _placed("lifecycle_stages", tables):
        yield from _unknown(place, "stage", row["stage"], STAGES)
    described = {row["stage"] for row in tables["lifecycle_stages"]}
    for stage in STAGES:
        if stage not in described:
            yield f"lifecycle_stages.csv has no row of the stage '{stage}'; add one, for accounts may be in it."
    for place, row in _placed("lifecycle_transitions", tables):
        for column in ("stage_before", "stage"):
            yield from _unknown(place, column, row[column], STAGES)


def _step_problems(tables: Tables) -> Iterator[str]:
    for place, row in _placed("onboarding_plan", tables):
        needs_name = row["evidence"] in NAMED_EVIDENCE
        if needs_name and not row["name"]:
            yield (
                f"{place} step '{row['step']}' needs a name; write which {row['evidence'].split('_')[0]} shows that it "
                "is done."
            )
        if row["name"] and not needs_name:
            yield (
                f"{place} step '{row['step']}' has the name '{row['name']}', which {row['evidence']} does not read; "
                "leave it empty."
            )


def _unknown(place: str, column: str, written: str, known: Sequence[str], holder: str = "") -> Iterator[str]:
    if written not in known:
        where = f", which {holder} does not hold" if holder else ""
        yield f"{place} {column} is '{written}'{where}; write one of {', '.join(known)}."


def _placed(file: str, tables: Tables) -> Iterator[tuple[str, Row]]:
    return ((f"{file}.csv, row {number}:", row) for number, row in enumerate(tables[file], start=2))
