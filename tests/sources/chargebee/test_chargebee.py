"""What Chargebee's connector makes of long invoices, both catalogues, months, stale answers and its settings."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from flows.errors import ConfigurationError
from flows.extraction.configuration import read_settings
from flows.policy import Policy
from flows.settings import Home
from flows.sources.chargebee.settings import ChargebeeSettings
from sources.chargebee.replay import EPOCH, ChargebeeReplay
from sources.harness import configure, hasty_policy, landed_versions, read_night, standing
from sources.replay import Replay, Request, Response, served

DAY = 86_400


@pytest.fixture
def policy(tmp_path: Path) -> Policy:
    return hasty_policy(tmp_path / "policy")


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


@pytest.fixture
def system(home: Home, monkeypatch: pytest.MonkeyPatch) -> Iterator[Replay]:
    with served(ChargebeeReplay()) as replay:
        for name, value in replay.secrets.items():
            monkeypatch.setenv(name, value)
        configure(home, {"chargebee": replay.section()})
        yield replay


def asked(replay: Replay, path: str) -> list[Request]:
    """The requests for one path."""
    return [request for _, request in replay.asked if request.path == path]


def test_lines_that_a_list_leaves_out_are_fetched(system: Replay, home: Home, policy: Policy) -> None:
    invoice = system.make(1)
    (line,) = invoice["line_items"]
    invoice["line_items"] = [{**line, "id": f"li_{number:02d}"} for number in range(27)]
    system.objects = {"invoices": [invoice]}
    read_night(home, policy, "chargebee", 1)
    (landed,) = standing(home, "chargebee", "invoices").values()
    assert [entry["id"] for entry in landed["line_items"]] == [f"li_{number:02d}" for number in range(27)]
    assert "line_items_next_offset" not in landed
    assert len(asked(system, "/api/v2/invoices/1")) == 2


def test_plans_and_addons_stand_for_items_in_the_older_catalogue(system: Replay, home: Home, policy: Policy) -> None:
    configure(home, {"chargebee": {**system.section(), "product_catalog": "1.0"}})
    plan = {"id": "gold", "name": "Gold", "updated_at": EPOCH}
    system.objects = {"plans": [plan], "addons": [{"id": "extra", "name": "Extra", "updated_at": EPOCH}]}
    read_night(home, policy, "chargebee", 1)
    items, prices = (standing(home, "chargebee", stream) for stream in ("items", "item_prices"))
    assert {name: item["type"] for name, item in items.items()} == {"gold": "plan", "extra": "addon"}
    assert prices["gold"]["item_id"] == "gold"
    assert not asked(system, "/api/v2/items")
    system.objects["plans"] = [{**plan, "name": "Gold Plus", "updated_at": EPOCH + 60}]
    read_night(home, policy, "chargebee", 2)
    assert standing(home, "chargebee", "items")["gold"]["name"] == "Gold Plus"
    assert asked(system, "/api/v2/plans")[-1].query["updated_at[after]"] == str(EPOCH - 3_601)


def test_deleted_objects_are_asked_for_and_kept_as_gone(system: Replay, home: Home, policy: Policy) -> None:
    customers: list[dict[str, Any]] = [{"id": f"cus_{number}", "updated_at": EPOCH} for number in range(2)]
    system.objects = {"customers": customers}
    read_night(home, policy, "chargebee", 1)
    customers[0] |= {"deleted": True, "updated_at": EPOCH + 60}
    read_night(home, policy, "chargebee", 2)
    assert list(standing(home, "chargebee", "customers")) == ["cus_1"]
    assert landed_versions(home, "chargebee", "customers") == 3


def test_an_older_version_never_replaces_a_newer_one(system: Replay, home: Home, policy: Policy) -> None:
    newer = {**system.make(1, 10), "resource_version": 1_000 * EPOCH + 600_500}
    system.objects = {"invoices": [newer]}
    read_night(home, policy, "chargebee", 1)
    # The same second, half a second earlier, as a replica that lags gives it.
    system.objects = {"invoices": [{**newer, "total": 1, "resource_version": 1_000 * EPOCH + 600_000}]}
    read_night(home, policy, "chargebee", 2)
    assert standing(home, "chargebee", "invoices")["1"]["total"] == newer["total"]


def test_documents_are_listed_by_month_each_once(system: Replay, home: Home, policy: Policy) -> None:
    configure(home, {"chargebee": {**system.section(), "start_date": date(2026, 1, 1)}})
    february = EPOCH + 31 * DAY
    days = {1: EPOCH - 1, 2: EPOCH, 3: february - 1, 4: february}
    system.objects = {"invoices": [{**system.make(number), "date": day} for number, day in days.items()]}
    _, batch = read_night(home, policy, "chargebee", 1)
    assert sorted(standing(home, "chargebee", "invoices")) == ["2", "3", "4"]
    assert batch is not None
    assert len(asked(system, "/api/v2/invoices")) == 3


def test_a_site_of_the_other_catalogue_is_told_how_to_be_set(
    system: Replay, home: Home, policy: Policy, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = system.answer

    def older(request: Request) -> Response:
        refusal = {"api_error_code": "configuration_incompatible", "message": "Product catalog 1.0"}
        return Response(refusal, 400) if "/item" in request.path else answer(request)

    monkeypatch.setattr(system, "answer", older)
    system.objects = {"invoices": [system.make(1)]}
    run, _ = read_night(home, policy, "chargebee", 1)
    assert [stale["stream"] for stale in run.record.stale] == ["items", "item_prices"]
    assert "answered with status 400, configuration_incompatible when asked for items" in str(
        run.record.stale[0]["sentence"]
    )
    assert list(standing(home, "chargebee", "invoices")) == ["1"]


def test_a_site_is_an_address_and_one_of_both_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACCOUNT360_CHARGEBEE_API_KEY", "live_key")
    settings = read_settings("chargebee", {"site": "acme"}, ChargebeeSettings)
    assert settings.base_address() == "https://acme.chargebee.com/api/v2"
    with pytest.raises(ConfigurationError, match="it needs the setting site, such as acme of acme.chargebee.com"):
        read_settings("chargebee", {}, ChargebeeSettings)
