"""A night over systems: a CRM, billing, support and surveys side by side, one of which refuses its key."""

import contextlib
import json
import os
import subprocess
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from nights import COMMAND, COMMAND_SECONDS, rows
from sources.harness import replay_of
from sources.replay import served
from tiny_company import drop

pytestmark = pytest.mark.xdist_group("systems")
SYSTEMS = ("salesforce", "stripe", "zendesk", "delighted", "typeform")
AS_OF = "2026-03-31"
RATES = "month,currency,rate_to_reporting\n" + "".join(
    f"2026-{month:02}-01,{currency},{rate}\n"
    for month in (1, 2, 3)
    for currency, rate in (("USD", "0.90"), ("JPY", "0.006"))
)


@dataclass(frozen=True)
class Systems:
    """The home, what its first night said, and what was said of each system before it."""

    home: Path
    status: int
    said: str
    tried: str
    tried_status: int


@pytest.fixture(scope="module")
def systems(tmp_path_factory: pytest.TempPathFactory) -> Systems:
    """One night over the golden objects of every system; Typeform's key has expired."""
    home = tmp_path_factory.mktemp("systems") / "home"
    drop(home / "inbox", {"fx_rates": RATES})
    with contextlib.ExitStack() as serving:
        sections: dict[str, dict[str, Any]] = {}
        secrets: dict[str, str] = {}
        for name in SYSTEMS:
            replay = serving.enter_context(served(replay_of(name)))
            replay.objects |= replay.golden()
            sections[name] = replay.section()
            secrets |= replay.secrets
        secrets |= dict.fromkeys(replay_of("typeform").secrets, "expired")
        (home / "sources.yml").write_text(yaml.safe_dump(sections), encoding="utf-8")
        environment = {**os.environ, **secrets}
        tried = _said(environment, "sources", "--home", str(home))
        night = _said(environment, "run", "--home", str(home), "--as-of", AS_OF)
    return Systems(home, night.returncode, night.stdout + night.stderr, tried.stdout, tried.returncode)


def _said(environment: dict[str, str], *words: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [str(COMMAND), *words], env=environment, capture_output=True, text=True, timeout=COMMAND_SECONDS, check=False
    )


def test_each_system_is_tried_and_the_one_that_is_wrong_is_told_in_a_line(systems: Systems) -> None:
    assert systems.tried_status == 3
    lines = [line.split(maxsplit=2) for line in systems.tried.splitlines()]
    verdicts = {name: verdict for name, verdict, _ in lines}
    assert verdicts["typeform"] == "wrong"
    assert {verdicts[name] for name in SYSTEMS if name != "typeform"} == {"ok"}
    assert verdicts["hubspot"] == "-"
    (told,) = [rest for name, _, rest in lines if name == "typeform"]
    assert "refused its key (status 401)" in told and "ACCOUNT360_TYPEFORM" in told


def test_the_others_go_on_and_readers_are_told_which_part_is_stale(systems: Systems) -> None:
    assert systems.status == 0, systems.said
    assert "Stale     typeform: The source typeform at 127.0.0.1 refused its key" in systems.said
    manifest = json.loads((systems.home / "published" / "manifest.json").read_text(encoding="utf-8"))
    assert [(one["source"], one["stream"]) for one in manifest["stale"]] == [("typeform", None)]
    notice = (systems.home / "published" / "report" / "data" / "notice.js").read_text(encoding="utf-8")
    assert "typeform is stale" in notice
    assert "expired" not in systems.said + notice + json.dumps(manifest)


def test_the_customer_of_one_system_is_that_of_the_others(systems: Systems) -> None:
    published = systems.home / "published"
    linked = rows(
        published,
        "select system, system_account_id, account_name, method from account_links where is_linked order by all",
    )
    # The CRM's account has the website www.acme.example, billing's customer and support's organization its domain.
    assert linked == [("billing", "cus_acme", "Acme Oy", "domain"), ("support", "41", "Acme Oy", "domain")]
    # January: 310.00 for the plan, less 210.00 and plus 420.00 for 21 of 31 days, that is 310 and 620 a month, less a
    # correction of 31.00: 310 - 310 + 620 - 31 = 589.00.
    january = "select account_name, mrr_months.mrr from mrr_months inner join account_360 using (account_id)"
    assert rows(published, f"{january} where month = '2026-01-01'") == [("Acme Oy", Decimal("589.00"))]


def test_everything_that_landed_is_in_the_figures_or_explained(systems: Systems) -> None:
    published = systems.home / "published"
    query = "select stream, rows_landed - rows_staged, amount_unexplained from load_reconciliation order by stream"
    reconciled = {stream: found for stream, *found in rows(published, query)}
    assert {"accounts", "activities", "invoices", "invoice_lines", "tickets", "surveys"} <= set(reconciled)
    assert {rows_left for rows_left, _ in reconciled.values()} == {0}
    assert reconciled["invoices"][1] == reconciled["invoice_lines"][1] == Decimal("0.00")
