"""The history of an account: what it says of a past day is what the night of that day said."""

from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest
from nights import rows
from properties.warehouse import built_from_inbox
from tiny_company import drop

from flows.runs import ask, open_run

# The models, which two other groups of tests compile too, are compiled by one worker for all its tests.
pytestmark = pytest.mark.xdist_group("golden")
FIRST, SECOND = date(2026, 1, 31), date(2026, 2, 28)

HEADER = "account_id,account_name,segment,owner_id,csm_id,executive_sponsor_id,relationship_stage,is_key_account\n"
ACCOUNTS = {
    FIRST: """A,Alder Oy,C,U1,C1,,first_steps,false
B,Birch Oy,,U1,C1,,first_steps,
D,Dogwood Oy,A,U2,,X1,partner,true
""",
    # Alder changes hands and is set to A; Birch has no manager any more; the company leaves Dogwood's segment to the
    # computation, and names a manager for it; Cedar is new.
    SECOND: """A,Alder Oy,A,U2,C1,X1,partner,true
B,Birch Oy,,U1,,,first_steps,
C,Cedar Oy,B,U2,,,first_steps,
D,Dogwood Oy,,U2,C2,X1,partner,true
""",
}
# Birch has earned us 900 and Alder at most 200, so that Alder has more than 0.8 before it: Birch is A, Alder B.
LINES = """invoice_id,line_id,account_id,invoice_date,currency,amount,service_start,service_end,line_type,product
I1,1,A,2026-01-01,EUR,200,2026-01-01,2026-02-28,recurring,Suite
I2,1,B,2026-01-01,EUR,900,2026-01-01,2026-01-31,recurring,Suite
"""
ATTRIBUTES = {
    "owner_id": "owner",
    "csm_id": "csm",
    "segment": "segment",
    "abc_class": "abc_class",
    "relationship_stage": "relationship_stage",
}


class Nights(NamedTuple):
    """What the last night made, and what each night did."""

    published: Path
    of_date: dict[date, Path]


@pytest.fixture(scope="module")
def nights(tmp_path_factory: pytest.TempPathFactory, compiled_project: Path) -> Nights:
    """Two nights of one home, up to where their marts stand; what the earlier one made is kept."""
    home = tmp_path_factory.mktemp("history") / "home"
    of_date = {}
    for as_of, accounts in ACCOUNTS.items():
        drop(home / "inbox", {"accounts": HEADER + accounts, "invoice_lines": LINES})
        of_date[as_of] = home / as_of.isoformat()
        warehouse = built_from_inbox(open_run(ask(home, as_of=as_of)), compiled_project)
        of_date[as_of].mkdir()
        warehouse.rename(of_date[as_of] / "account360.duckdb")
    return Nights(of_date[SECOND], of_date)


def _of_history(published: Path, day: date, attribute: str) -> list[tuple[object, ...]]:
    return rows(
        published,
        f"""
        select account_id, value from account_history
        where attribute = '{attribute}'
            and coalesce(valid_from <= date '{day}', true) and coalesce(valid_to >= date '{day}', true)
        order by account_id
        """,
    )


@pytest.mark.parametrize("day", ACCOUNTS)
@pytest.mark.parametrize(("column", "attribute"), ATTRIBUTES.items())
def test_the_history_of_a_day_is_what_the_night_of_that_day_said(
    nights: Nights, day: date, column: str, attribute: str
) -> None:
    said = rows(nights.of_date[day], f"select account_id, {column} from account_360 order by account_id")
    known = {account for account, _ in said}

    assert said
    # An account that was read later has a first version without a beginning: only those known then are asked for.
    assert [row for row in _of_history(nights.published, day, attribute) if row[0] in known] == said


def test_changes_are_events_of_their_day(nights: Nights) -> None:
    changes = rows(
        nights.published,
        """
        select account_id, kind, title, event_date from account_events
        where kind like '%\\_changed' escape '\\' and kind <> 'segment_changed' order by event_date, account_id, kind
        """,
    )

    assert changes == [
        ("A", "executive_sponsor_changed", "Executive sponsor changed from nothing to X1", "2026-02-28"),
        ("A", "is_key_account_changed", "Key account changed from false to true", "2026-02-28"),
        ("A", "owner_changed", "Owner changed from U1 to U2", "2026-02-28"),
        ("A", "relationship_stage_changed", "Relationship stage changed from first_steps to partner", "2026-02-28"),
        ("B", "csm_changed", "Customer-success manager changed from C1 to nothing", "2026-02-28"),
        ("D", "csm_changed", "Customer-success manager changed from nothing to C2", "2026-02-28"),
    ]


def test_a_night_knows_nothing_of_what_came_after(nights: Nights) -> None:
    first = nights.of_date[FIRST]

    assert rows(first, "select count(*), count(valid_to) from account_history where attribute = 'owner'") == [(3, 0)]
    assert rows(first, "select count(*) from account_events where event_date > date '2026-01-31'") == [(0,)]
