"""What Stripe's connector makes of long lists, deletions, old cursors, months and missing permissions."""

import json
import os
from collections import Counter
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


def paths(replay: Replay) -> list[str]:
    """The paths of all requests, sorted."""
    return sorted(request.path for _, request in replay.asked)


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
    invoice = {**system.make(1), "parent": {"subscription_details": {"subscription": "sub_2"}}}
    system.events = [
        event("subscription", "customer.subscription.deleted", cancelled, at(3, 2)),
        event("invoice", "invoice.payment_failed", invoice, at(3, 2)),
    ]
    run, _ = read_night(home, policy, "stripe", 2)
    assert run.record.stale == []
    landed = standing(home, "stripe", "subscriptions")
    assert {name: item["status"] for name, item in landed.items()} == {"sub_1": "canceled", "sub_2": "past_due"}


def test_many_changed_objects_cost_no_more_requests_than_the_events_that_hold_them(
    system: StripeReplay, home: Home, policy: Policy
) -> None:
    system.objects = {"invoices": [system.make(number) for number in range(1_000)]}
    read_night(home, policy, "stripe", 1)
    system.asked.clear()
    # After the first reading, which began 300 minutes after the moment from which the replay counts.
    for number in range(0, 1_000, 8):
        system.objects["invoices"][number] = system.make(number, 400)
    read_night(home, policy, "stripe", 2)
    # 125 events stand on two pages.
    assert paths(system) == ["/v1/events", "/v1/events"]
    totals = Counter(item["total"] for item in standing(home, "stripe", "invoices").values())
    assert totals == {10_400: 125, 10_000: 875}
    assert landed_versions(home, "stripe", "invoices") == 1_125


def test_what_an_event_does_not_hold_of_its_object_is_fetched(system: StripeReplay, home: Home, policy: Policy) -> None:
    ids = embedded({"type": "eu_vat", "value": "FI12345671"})
    customer = {"id": "cus_1", "name": "Before", "created": EPOCH, "tax_ids": ids}
    system.objects = {"customers": [customer], "invoices": [system.make(1), system.make(2)]}
    read_night(home, policy, "stripe", 1)
    system.asked.clear()
    long, gone = system.make(1, 400), system.make(2, 400)
    for invoice in (long, gone):
        (line,) = invoice["lines"]["data"]
        invoice["lines"]["data"] = [{**line, "id": f"il_{number}"} for number in range(13)]
    renamed = {**customer, "name": "After"}
    system.objects = {"customers": [renamed], "invoices": [long]}
    system.events = [
        event("customer", "customer.updated", renamed, at(3, 2)),
        event("invoice", "invoice.updated", gone, at(3, 2)),
    ]
    run, _ = read_night(home, policy, "stripe", 2)
    assert run.record.stale == []
    assert paths(system) == [
        "/v1/customers/cus_1",
        "/v1/events",
        "/v1/invoices/in_000001/lines",
        "/v1/invoices/in_000002",
        "/v1/invoices/in_000002/lines",
    ]
    landed = standing(home, "stripe", "customers")["cus_1"]
    assert (landed["name"], landed["tax_ids"]["data"]) == ("After", ids["data"])
    # The second was deleted after its event, before its lines were asked for.
    (invoice,) = standing(home, "stripe", "invoices").values()
    assert [entry["id"] for entry in invoice["lines"]["data"]] == [f"il_{number}" for number in range(13)]
    assert (invoice["total"], invoice["lines"]["has_more"]) == (10_400, False)


def test_objects_are_fetched_where_a_version_is_asked_for_in_which_events_do_not_show_them(
    system: StripeReplay, home: Home, policy: Policy
) -> None:
    configure(home, {"stripe": {**system.section(), "api_version": "2024-06-20"}})
    system.objects = {"invoices": [system.make(1)]}
    read_night(home, policy, "stripe", 1)
    system.objects["invoices"][0] = {**system.make(1), "total": 77}
    system.events = [event("invoice", "invoice.updated", {**system.make(1), "total": 66}, at(3, 2))]
    read_night(home, policy, "stripe", 2)
    assert len(asked(system, "/v1/invoices/in_000001")) == 1
    assert standing(home, "stripe", "invoices")["in_000001"]["total"] == 77


def test_two_events_of_one_second_are_believed_only_when_they_hold_the_same(
    system: StripeReplay, home: Home, policy: Policy
) -> None:
    system.objects = {"invoices": [system.make(1), system.make(2)]}
    read_night(home, policy, "stripe", 1)
    sold, paid = ({**system.make(1), "total": total} for total in (66, 77))
    alike = {**system.make(2), "total": 88}
    # What is fetched is told from what events hold by its total.
    system.objects = {"invoices": [{**system.make(1), "total": 78}, {**system.make(2), "total": 89}]}
    night = at(3, 2)
    system.events = [
        event("invoice", "invoice.paid", paid, night),
        event("invoice", "invoice.finalized", sold, night),
        event("invoice", "invoice.paid", alike, night),
        event("invoice", "invoice.payment_succeeded", alike, night),
        event("invoice", "invoice.finalized", {**alike, "total": 44}, night - 1),
    ]
    read_night(home, policy, "stripe", 2)
    landed = standing(home, "stripe", "invoices")
    assert {name: item["total"] for name, item in landed.items()} == {"in_000001": 78, "in_000002": 88}


def test_an_object_is_fetched_when_another_one_spoke_of_it_since_its_own_event(
    system: StripeReplay, home: Home, policy: Policy
) -> None:
    def subscription(number: int, status: str) -> dict[str, Any]:
        return {"id": f"sub_{number}", "customer": "c", "status": status, "created": EPOCH, "items": embedded()}

    system.objects = {"subscriptions": [subscription(number, "trialing") for number in range(3)]}
    read_night(home, policy, "stripe", 1)
    system.objects = {"subscriptions": [subscription(number, "past_due") for number in range(3)]}
    night = at(3, 2)
    for number, later in enumerate((1, 0, -1)):
        owner = event("subscription", "customer.subscription.updated", subscription(number, "active"), night)
        invoice = {**system.make(number), "subscription": f"sub_{number}"}
        system.events += [owner, event("invoice", "invoice.payment_failed", invoice, night + later)]
    read_night(home, policy, "stripe", 2)
    landed = standing(home, "stripe", "subscriptions")
    statuses = {name: item["status"] for name, item in landed.items()}
    assert statuses == {"sub_0": "past_due", "sub_1": "past_due", "sub_2": "active"}


def test_an_event_that_the_reading_before_may_have_seen_calls_nothing_older_back(
    system: StripeReplay, home: Home, policy: Policy
) -> None:
    # It changed without an event, after its event and before the first reading, which was at four in Helsinki.
    system.objects = {"invoices": [{**system.make(1), "total": 99}]}
    system.events = [event("invoice", "invoice.updated", {**system.make(1), "total": 66}, at(3, 1, 4) - 60)]
    read_night(home, policy, "stripe", 1)
    read_night(home, policy, "stripe", 2)
    assert standing(home, "stripe", "invoices")["in_000001"]["total"] == 99
    assert landed_versions(home, "stripe", "invoices") == 1


def test_a_preview_of_an_invoice_is_none(system: StripeReplay, home: Home, policy: Policy) -> None:
    system.objects = {"invoices": [system.make(1)]}
    read_night(home, policy, "stripe", 1)
    system.asked.clear()
    preview = {**system.make(2), "id": "upcoming_in_1", "status": "open", "subscription": "sub_1"}
    system.events = [event("invoice", "invoice.upcoming", preview, at(3, 2))]
    read_night(home, policy, "stripe", 2)
    assert list(standing(home, "stripe", "invoices")) == ["in_000001"]
    assert paths(system) == ["/v1/events", "/v1/subscriptions/sub_1"]


def test_many_objects_are_looked_for_in_their_list_for_as_long_as_that_costs_less(
    system: StripeReplay, home: Home, policy: Policy
) -> None:
    def name(numbers: range) -> None:
        """Let payments speak of invoices."""
        system.asked.clear()
        system.events = [
            event("payment_intent", f"payment_intent.{number}", {"invoice": f"in_{number:06d}"}, at(3, night))
            for number in numbers
        ]

    system.objects = {"invoices": [system.make(number) for number in range(1_000)]}
    read_night(home, policy, "stripe", 1)
    system.objects["invoices"] = [{**system.make(number), "total": 5} for number in range(1_000) if number != 300]
    # Every third of the newest 900: nine of the ten pages hold them all but the one that is gone, which is looked for.
    night = 2
    name(range(999, 99, -3))
    read_night(home, policy, "stripe", 2)
    assert Counter(paths(system)) == {"/v1/events": 3, "/v1/invoices": 10, "/v1/invoices/in_000300": 1}
    landed = standing(home, "stripe", "invoices")
    assert Counter(item["total"] for item in landed.values()) == {5: 299, 10_000: 700}
    # The twenty oldest stand on the last page, and two tries are all that may be lost on them.
    night = 3
    name(range(20))
    read_night(home, policy, "stripe", 3)
    assert len(asked(system, "/v1/invoices")) == 2
    assert len(system.asked) == 1 + 2 + 20
    assert Counter(item["total"] for item in standing(home, "stripe", "invoices").values()) == {5: 319, 10_000: 680}


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
