"""Stripe's connector against localstripe, a server that others wrote, which answers with the objects of 2017."""

import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests

from flows.policy import Policy
from flows.settings import PROJECT_ROOT, Home
from sources.harness import configure, hasty_policy, landed_versions, read_night, standing

PEER = PROJECT_ROOT / ".venv-peers" / "bin" / "python"
LAUNCHER = Path(__file__).parent / "localstripe_server.py"
KEY = "sk_test_localstripe"
STREAMS = ("customers", "products", "subscriptions", "invoices", "charges", "refunds")
MISSING = ("prices", "credit_notes", "invoice_payments")
# Customers with a contract, and those without one, which fill a second page of the list.
SIGNED, CUSTOMERS = 30, 105
DAY = 86_400


class Account:
    """The account on the peer, spoken to as any program would."""

    def __init__(self, address: str) -> None:
        self.address = address
        self._session = requests.Session()
        self._session.auth = (KEY, "")

    def post(self, path: str, **data: Any) -> dict[str, Any]:
        """Create or change something; a declined card is no error here."""
        answer = self._session.post(f"{self.address}/{path}", data=data)
        assert answer.status_code in (200, 402), answer.text
        made: dict[str, Any] = answer.json()
        return made

    def delete(self, path: str) -> None:
        """Delete or cancel something."""
        assert self._session.delete(f"{self.address}/{path}").status_code == 200

    def listed(self, path: str) -> list[dict[str, Any]]:
        """What the server itself lists, in one page."""
        answer = self._session.get(f"{self.address}/{path}", params={"limit": "1000", "status": "all"})
        if answer.status_code != 200:
            answer = self._session.get(f"{self.address}/{path}", params={"limit": "1000"})
        entries: list[dict[str, Any]] = answer.json()["data"]
        return entries


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A server of its own."""
    if not PEER.exists():
        pytest.skip("localstripe is not installed in .venv-peers (requirements-peers.lock)")
    with subprocess.Popen([str(PEER), str(LAUNCHER)], stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        yield f"http://127.0.0.1:{server.stdout.readline().strip()}/v1"
        server.kill()


@pytest.fixture(scope="module")
def account(address: str) -> Account:
    """A year of customers, contracts, changes of plan, cancellations, invoices and refunds."""
    account = Account(address)
    product = account.post("products", name="Base", type="service")["id"]
    plans = [
        account.post("plans", product=product, amount=amount, currency="eur", interval=interval)["id"]
        for amount, interval in ((1_000, "month"), (9_900, "year"), (2_500, "month"))
    ]
    for number in range(CUSTOMERS):
        customer = account.post("customers", name=f"Customer {number}", email=f"{number}@customer.example")["id"]
        if number < SIGNED:
            _sign(account, customer, number, plans)
    for number, charge in enumerate(account.listed("charges")):
        if number % 9 == 2 and charge["status"] == "succeeded":
            account.post("refunds", charge=charge["id"], amount=500)
    return account


def _sign(account: Account, customer: str, number: int, plans: list[str]) -> None:
    """Give a customer a contract; every eleventh has a card that is declined."""
    card = {"card[number]": "4000000000000341" if number % 11 == 5 else "4242424242424242"}
    card |= {"card[exp_month]": "12", "card[exp_year]": "2040", "card[cvc]": "123"}
    method = account.post("payment_methods", type="card", **card)["id"]
    account.post(f"payment_methods/{method}/attach", customer=customer)
    account.post(f"customers/{customer}", **{"invoice_settings[default_payment_method]": method})
    # One first invoice has more lines than an object embeds.
    for line in range(12 if number == 3 else 0):
        account.post("invoiceitems", customer=customer, amount=100 + line, currency="eur")
    started = int(time.time()) - number * 9 * DAY
    items = {"items[0][plan]": plans[number % 3], "items[0][quantity]": 1 + number % 4}
    subscription = account.post("subscriptions", customer=customer, backdate_start_date=started, **items).get("id")
    if number % 10 == 0:
        account.post(f"subscriptions/{subscription}", **{"items[0][plan]": plans[1 if number % 3 != 1 else 0]})
    if number % 7 == 1:
        account.delete(f"subscriptions/{subscription}")
    elif number % 5 == 4:
        account.post("invoiceitems", customer=customer, amount=4_200, currency="eur")
        account.post("invoices", customer=customer)


@dataclass(frozen=True)
class FirstNight:
    """What the first reading landed, what it said of its streams, and what the server listed at that time."""

    home: Home
    policy: Policy
    landed: dict[str, dict[str, dict[str, Any]]]
    listed: dict[str, list[dict[str, Any]]]
    stale: dict[str, str]


@pytest.fixture(scope="module")
def night(account: Account, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FirstNight]:
    """The account, read once."""
    folder = tmp_path_factory.mktemp("localstripe")
    home, policy = Home(folder / "home"), hasty_policy(folder / "policy")
    configure(home, {"stripe": {"address": account.address}})
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("ACCOUNT360_STRIPE_API_KEY", KEY)
        run, _ = read_night(home, policy, "stripe", 1)
        yield FirstNight(
            home,
            policy,
            {stream: standing(home, "stripe", stream) for stream in STREAMS},
            {stream: account.listed(stream) for stream in STREAMS},
            {str(stale["stream"]): str(stale["sentence"]) for stale in run.record.stale},
        )


def sums(invoices: list[dict[str, Any]]) -> tuple[Counter[str], Counter[str]]:
    """How many invoices stand in each status, and what they come to."""
    totals: Counter[str] = Counter()
    for invoice in invoices:
        totals[invoice["status"]] += invoice["total"]
    return Counter(invoice["status"] for invoice in invoices), totals


def test_what_lands_is_what_the_server_lists(night: FirstNight) -> None:
    for stream in STREAMS:
        assert night.landed[stream].keys() == {item["id"] for item in night.listed[stream]}, stream
    assert len(night.landed["customers"]) == CUSTOMERS
    invoices = list(night.landed["invoices"].values())
    assert sums(invoices) == sums(night.listed["invoices"])
    assert {"paid", "open", "draft"} <= sums(invoices)[0].keys()
    statuses = Counter(item["status"] for item in night.landed["subscriptions"].values())
    assert statuses == Counter(item["status"] for item in night.listed["subscriptions"])
    assert statuses["canceled"] == len(range(1, SIGNED, 7))
    assert sum(item["amount"] for item in night.landed["refunds"].values()) == 500 * len(night.listed["refunds"]) > 0


def test_invoices_hold_all_their_lines_also_those_that_are_not_embedded(night: FirstNight) -> None:
    invoices = night.landed["invoices"].values()
    lines = [line for invoice in invoices for line in invoice["lines"]["data"]]
    assert max(len(invoice["lines"]["data"]) for invoice in invoices) == 13
    assert sum(line["amount"] for line in lines) == sum(item["subtotal"] for item in night.listed["invoices"])
    assert any(line["proration"] for line in lines)


def test_what_the_server_does_not_have_leaves_only_its_stream_as_it_stood(night: FirstNight) -> None:
    assert sorted(night.stale) == sorted(MISSING)
    assert "The source stripe at 127.0.0.1 does not give its prices (status 404)" in night.stale["prices"]
    assert "give its key Read on Prices" in night.stale["prices"]


def test_a_second_reading_lands_nothing_and_a_third_only_what_changed(account: Account, night: FirstNight) -> None:
    home, policy = night.home, night.policy
    before = {stream: landed_versions(home, "stripe", stream) for stream in STREAMS}
    read_night(home, policy, "stripe", 2)
    assert {stream: landed_versions(home, "stripe", stream) for stream in STREAMS} == before

    active = [item for item in night.listed["subscriptions"] if item["status"] == "active"]
    changed, cancelled = [item for item in active if item["plan"]["interval"] == "month"][:2]
    plan = account.post("plans", product=changed["plan"]["product"], amount=5_000, currency="eur", interval="year")
    account.post(f"subscriptions/{changed['id']}", **{"items[0][plan]": plan["id"]})
    account.delete(f"subscriptions/{cancelled['id']}")
    read_night(home, policy, "stripe", 3)
    landed = standing(home, "stripe", "subscriptions")
    assert landed[changed["id"]]["items"]["data"][0]["plan"]["id"] == plan["id"]
    assert landed[cancelled["id"]]["status"] == "canceled"
    assert landed_versions(home, "stripe", "subscriptions") - before["subscriptions"] == 2
    # The change of plan made one invoice, with what was unused before and what is charged anew.
    assert landed_versions(home, "stripe", "invoices") - before["invoices"] == 1
