"""What Stripe's connector makes of long lists, deletions, old cursors, months and missing permissions."""

import json
import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from flows.policy import Policy
from flows.settings import PROJECT_ROOT, Home
from flows.sources.stripe.streams import STREAMS
from sources.harness import configure, hasty_policy, landed_versions, read_night, standing
from sources.replay import Replay, Request, Response, served
from sources.stripe.golden import at, embedded
from sources.stripe.replay import EPOCH, KINDS, StripeReplay

DAY = 86_400
FIXTURES = Path(os.environ.get("ACCOUNT360_SHARED_DATA", PROJECT_ROOT.parent / "shared" / "data"))


@pytest.fixture
def policy(tmp_path: Path) -> Policy:
    return hasty_policy(tmp_path / "policy")


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


@pytest.fixture
def system(home: Home, monkeypatch: pytest.MonkeyPatch) -> Iterator[StripeReplay]:
    with served(StripeReplay()) as replay:
        assert isinstance(replay, StripeReplay)
        for name, value in replay.secrets.items():
            monkeypatch.setenv(name, value)
        configure(home, {"stripe": replay.section()})
        yield replay


def asked(replay: Replay, path: str) -> list[Request]:
    """The requests for one path."""
    return [request for _, request in replay.asked if request.path == path]


def event(kind: str, name: str, item: dict[str, Any], moment: int) -> dict[str, Any]:
    """An event about an object."""
    return {"id": f"evt_{name}_{moment}", "type": name, "created": moment, "data": {"object": {**item, "object": kind}}}


def test_entries_that_are_not_embedded_are_fetched(system: StripeReplay, home: Home, policy: Policy) -> None:
    invoice = system.make(1)
    (line,) = invoice["lines"]["data"]
    invoice["lines"]["data"] = [{**line, "id": f"il_{number}"} for number in range(213)]
    items = [{"id": f"si_{number}"} for number in range(14)]
    subscription = {"id": "sub_1", "customer": "cus_1", "status": "canceled", "created": EPOCH}
    system.objects = {"invoices": [invoice], "subscriptions": [{**subscription, "items": embedded(*items)}]}
    read_night(home, policy, "stripe", 1)
    landed = standing(home, "stripe", "invoices")[invoice["id"]]["lines"]
    assert [entry["id"] for entry in landed["data"]] == [f"il_{number}" for number in range(213)]
    assert landed["has_more"] is False
    assert len(standing(home, "stripe", "subscriptions")["sub_1"]["items"]["data"]) == 14


def test_what_an_event_calls_deleted_is_kept_as_gone_with_what_it_was(
    system: StripeReplay, home: Home, policy: Policy
) -> None:
    customers = [{"id": f"cus_{number}", "name": f"Name {number}", "created": EPOCH} for number in range(3)]
    system.objects = {"customers": list(customers)}
    read_night(home, policy, "stripe", 1)
    del system.objects["customers"][1]
    # Events come newest first: what was said before the deletion does not call it back.
    night = at(3, 2)
    system.events = [
        event("customer", "customer.deleted", customers[1], night),
        event("customer", "customer.updated", customers[1], night),
        event("customer", "customer.updated", customers[1], night - 60),
    ]
    read_night(home, policy, "stripe", 2)
    assert sorted(standing(home, "stripe", "customers")) == ["cus_0", "cus_2"]
    assert landed_versions(home, "stripe", "customers") == 4
    assert not asked(system, "/v1/customers/cus_1")


def test_what_is_no_longer_there_is_gone_though_no_event_says_so(
    system: StripeReplay, home: Home, policy: Policy
) -> None:
    draft = {**system.make(1), "status": "draft"}
    system.objects = {"invoices": [draft, system.make(2)]}
    read_night(home, policy, "stripe", 1)
    system.objects["invoices"].remove(draft)
    system.events = [event("invoice", "invoice.updated", draft, at(3, 2))]
    run, _ = read_night(home, policy, "stripe", 2)
    assert list(standing(home, "stripe", "invoices")) == ["in_000002"]
    assert run.record.stale == []


def test_a_cancellation_is_no_deletion_and_an_invoice_speaks_of_its_subscription(
    system: StripeReplay, home: Home, policy: Policy
) -> None:
    def subscription(identifier: str, status: str) -> dict[str, Any]:
        return {"id": identifier, "customer": "cus_1", "status": status, "created": EPOCH, "items": embedded()}

    system.objects = {"subscriptions": [subscription("sub_1", "active"), subscription("sub_2", "active")]}
    read_night(home, policy, "stripe", 1)
    cancelled, overdue = subscription("sub_1", "canceled"), subscription("sub_2", "past_due")
    system.objects = {"subscriptions": [cancelled, overdue]}
    invoice = {"id": "in_1", "parent": {"subscription_details": {"subscription": "sub_2"}}}
    system.events = [
        event("subscription", "customer.subscription.deleted", cancelled, at(3, 2)),
        event("invoice", "invoice.payment_failed", invoice, at(3, 2)),
    ]
    read_night(home, policy, "stripe", 2)
    landed = standing(home, "stripe", "subscriptions")
    assert {name: item["status"] for name, item in landed.items()} == {"sub_1": "canceled", "sub_2": "past_due"}


def test_events_are_asked_for_once_and_not_when_they_are_forgotten(
    system: StripeReplay, home: Home, policy: Policy
) -> None:
    configure(home, {"stripe": {**system.section(), "relist_days": 90}})
    system.objects = {"invoices": [system.make(1)]}
    read_night(home, policy, "stripe", 1)
    read_night(home, policy, "stripe", 2)
    assert len(asked(system, "/v1/events")) == 1
    assert len(asked(system, "/v1/invoices")) == 1
    # The last reading lies 31 days back, and Stripe keeps its events for 30.
    read_night(home, policy, "stripe", 33)
    assert len(asked(system, "/v1/events")) == 1
    assert len(asked(system, "/v1/invoices")) == 2


def test_dated_objects_are_listed_by_month_and_none_before_the_start(
    system: StripeReplay, home: Home, policy: Policy
) -> None:
    configure(home, {"stripe": {**system.section(), "start_date": date(2026, 1, 1)}})
    early = {**system.make(1, 200), "created": EPOCH - 1}
    edge = {**system.make(2, 200), "created": EPOCH + 31 * DAY}
    system.objects = {"invoices": [early, edge], "customers": [{"id": "cus_1", "created": EPOCH - 400 * DAY}]}
    read_night(home, policy, "stripe", 1)
    windows = [(r.query["created[gte]"], r.query.get("created[lt]")) for r in asked(system, "/v1/invoices")]
    february, march = EPOCH + 31 * DAY, EPOCH + 59 * DAY
    assert windows == [
        (str(EPOCH), str(february)),
        (str(february), str(march)),
        (str(march), None),
    ]
    assert list(standing(home, "stripe", "invoices")) == ["in_000002"]
    # A customer of before has contracts of today.
    assert list(standing(home, "stripe", "customers")) == ["cus_1"]
    # It was changed since, but a listing would not give it.
    system.told |= {"in_000001": 300, "in_000002": 300}
    read_night(home, policy, "stripe", 2)
    assert list(standing(home, "stripe", "invoices")) == ["in_000002"]


def test_a_version_is_asked_for_only_when_it_is_set(system: StripeReplay, home: Home, policy: Policy) -> None:
    read_night(home, policy, "stripe", 1)
    assert all("Stripe-Version" not in request.headers for _, request in system.asked)
    system.asked.clear()
    configure(home, {"stripe": {**system.section(), "api_version": "2024-06-20"}})
    read_night(home, policy, "stripe", 2)
    assert {request.headers["Stripe-Version"] for _, request in system.asked} == {"2024-06-20"}


def test_a_restricted_key_leaves_out_only_what_it_may_not_read(
    system: StripeReplay, home: Home, policy: Policy, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = system.answer

    def restricted(request: Request) -> Response:
        refusal = {"error": {"type": "invalid_request_error", "code": "more_permissions_required"}}
        return Response(refusal, 403) if "credit_notes" in request.path else answer(request)

    monkeypatch.setattr(system, "answer", restricted)
    system.objects = {"invoices": [system.make(1)]}
    run, _ = read_night(home, policy, "stripe", 1)
    (stale,) = run.record.stale
    assert stale["sentence"] == (
        "The source stripe at 127.0.0.1 does not give its credit_notes (status 403, more_permissions_required); "
        "give its key Read on Credit notes."
    )
    assert list(standing(home, "stripe", "invoices")) == ["in_000001"]


def test_objects_that_stripe_published_are_read_without_a_refusal(
    system: StripeReplay, home: Home, policy: Policy
) -> None:
    fixtures = FIXTURES / "stripe_openapi" / "fixtures3.json"
    if not fixtures.exists():
        pytest.skip(f"{fixtures} is not here; ACCOUNT360_SHARED_DATA names the folder of shared data")
    published = json.loads(fixtures.read_text(encoding="utf-8"))["resources"]
    system.objects = {stream: [published[kind]] for stream, kind in KINDS.items()}
    _, batch = read_night(home, policy, "stripe", 1)
    assert batch is not None
    assert {stream.stream: (stream.rows_read, stream.rows_refused) for stream in batch.streams} == {
        stream.name: (1, 0) for stream in STREAMS
    }
