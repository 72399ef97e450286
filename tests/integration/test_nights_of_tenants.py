"""Several companies with one installation: their nights side by side, of which none learns anything of another."""

import json
import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from nights import COMMAND, rows
from receivers import receiving
from search import files_with
from tiny_company import FIRST_NIGHT, drop, first_drop

from flows.landing import Landing
from flows.settings import Home

pytestmark = pytest.mark.xdist_group("tenants")
NIGHTS_SECONDS = 500

# Two companies of the same shape without a name in common, and two that cannot publish.
NAMES = {
    "northwind": ("Northwind", "NORTHWIND", "northwind.example", "Sundew Inc", "SUNDEW", "Sun Real", "nw_key_5f0c"),
    "cedar": ("Cedarwood", "CEDARWOOD", "cedarwood.example", "Damson Inc", "DAMSON", "Dam Stone", "cw_key_91be"),
}
SECRET = "ACCOUNT360_STRIPE_API_KEY"
# The last of each is no word of its inbox.
WRITTEN_AS = ("Aurora", "AURORA", "aurora.example", "Borealis Inc", "BOREALIS", "Bo Real")
# Says what each process of Python holds, without being asked to.
SPY = """
import json, os, pathlib, sys
seen = {"words": sys.orig_argv, "variables": dict(os.environ), "folder": os.getcwd(), "path": sys.path}
pathlib.Path(__file__).with_name(f"process-{os.getpid()}.json").write_text(json.dumps(seen))
"""
TENANTS = """
northwind:
  home: homes/northwind
cedar:
  home: homes/cedar
  policy: policies/cedar
  inbox: drops/cedar
hollow:
  home: homes/hollow
curious:
  home: homes/curious
"""


@dataclass(frozen=True)
class Installation:
    """What four nights at once left behind: the folder, the command's words, and what each process held."""

    folder: Path
    ended: "subprocess.CompletedProcess[str]"
    processes: list[dict[str, Any]]
    told_to_hollow: list[str]
    told_to_nobody: list[str]

    def home(self, tenant: str) -> Path:
        """The home of a tenant."""
        return self.folder / "homes" / tenant

    def variables(self, tenant: str) -> dict[str, str]:
        """The environment of the process that ran the night of a tenant."""
        (held,) = [one["variables"] for one in self.processes if one["folder"] == str(self.home(tenant))]
        assert isinstance(held, dict)
        return held


def company(tenant: str) -> dict[str, str]:
    """The tiny company's files under the names of a tenant."""
    files = first_drop()
    for written, name in zip(WRITTEN_AS, NAMES[tenant][:-1], strict=True):
        files = {stream: text.replace(written, name) for stream, text in files.items()}
    group, domain = NAMES[tenant][0], NAMES[tenant][2]
    for written, name in (("bo@borealis.example", f"bo@{domain}"), ("Au Rora", f"Au {group}"), ("Ra Auro", group)):
        files = {stream: text.replace(written, name) for stream, text in files.items()}
    return files


def tenants(folder: Path, *words: object, **variables: str) -> "subprocess.CompletedProcess[str]":
    """The command for tenants, in a folder and with variables beside those of the tests."""
    return subprocess.run(
        [str(COMMAND), "tenants", *map(str, words)],
        capture_output=True,
        text=True,
        timeout=NIGHTS_SECONDS,
        check=False,
        cwd=folder,
        env=os.environ | variables,
    )


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """Two companies that publish, one with an inbox that cannot be used, and one that asks for another's secret."""
    folder = tmp_path_factory.mktemp("installation")
    (folder / "tenants.yml").write_text(TENANTS, encoding="utf-8")
    drop(folder / "homes" / "northwind" / "inbox", company("northwind"))
    drop(folder / "drops" / "cedar", company("cedar"))
    (folder / "policies" / "cedar").mkdir(parents=True)
    (folder / "policies" / "cedar" / "settings.csv").write_text("name,value\nreporting_currency,USD\n")
    euros = "month,currency,rate_to_reporting\n" + "".join(
        f"{month},EUR,1.25\n" for month in ("2025-11", "2025-12", "2026-01")
    )
    drop(folder / "drops" / "cedar", {"fx_rates": euros})
    drop(folder / "homes" / "hollow" / "inbox", {"contacts": "contact_id,account_id\nH1,HOLLOW\n"})
    drop(folder / "homes" / "curious" / "inbox", company("northwind"))
    (folder / "homes" / "curious" / "sources.yml").write_text(
        f"stripe:\n  api_key: env:ACCOUNT360_TENANT_CEDAR__{SECRET}\n", encoding="utf-8"
    )
    spy = folder / "spy"
    spy.mkdir()
    (spy / "sitecustomize.py").write_text(SPY, encoding="utf-8")
    with receiving() as of_hollow, receiving() as of_nobody:
        ended = tenants(
            folder,
            *("run", "--as-of", FIRST_NIGHT, "--workers", 2),
            ACCOUNT360_TENANTS=str(folder / "tenants.yml"),
            ACCOUNT360_THREADS="2",
            ACCOUNT360_MEMORY_LIMIT="3GB",
            ACCOUNT360_SINK_TEAM=of_nobody.address,
            ACCOUNT360_TENANT_HOLLOW__ACCOUNT360_SINK_TEAM=of_hollow.address,
            ACCOUNT360_TENANT_GONE__ACCOUNT360_SINK_TEAM="json://nobody",
            PYTHONPATH=os.pathsep.join([str(spy), *filter(None, [os.environ.get("PYTHONPATH")])]),
            **{f"ACCOUNT360_TENANT_{tenant.upper()}__{SECRET}": names[-1] for tenant, names in NAMES.items()},
        )
        processes = [json.loads(path.read_text(encoding="utf-8")) for path in spy.glob("*.json")]
        nights = [one for one in processes if "run" in one["words"] and "tenants" not in one["words"]]
        yield Installation(folder, ended, nights, of_hollow.messages, of_nobody.messages)


def test_the_good_ones_publish_the_others_fail_with_their_sentences_and_the_gravest_status_is_the_commands(
    installation: Installation,
) -> None:
    assert installation.ended.returncode == 2, installation.ended.stderr
    lines = {line.split()[0]: line.split(" s  ", 1) for line in installation.ended.stdout.splitlines()}
    assert list(lines) == ["northwind", "cedar", "hollow", "curious"]
    for tenant in NAMES:
        assert lines[tenant][0].split()[1] == "published"
        assert "as of 2026-01-31: " in lines[tenant][1]
        assert rows(installation.home(tenant) / "published", "select count(*) from account_360") == [(4,)]
    inbox = installation.home("hollow") / "inbox"
    assert lines["hollow"][0].split()[1:3] == ["failed", "(2)"]
    assert lines["hollow"][1] == f"The inbox {inbox} has no file of accounts; drop accounts.csv there."
    assert lines["curious"][1].startswith("The source stripe finds no api_key: put it into the variable ")
    for tenant in ("hollow", "curious"):
        assert not (installation.home(tenant) / "published").exists()
        assert list(Landing(Home(installation.home(tenant)).landing).commits()) == []


def test_every_line_of_a_night_carries_its_tenants_name(installation: Installation) -> None:
    lines = installation.ended.stderr.splitlines()
    assert lines[0].startswith("warn   The variable ACCOUNT360_TENANT_GONE__ACCOUNT360_SINK_TEAM belongs to no tenant")
    assert {line[:12] for line in lines[1:]} == {f"{name:<9} | " for name in (*NAMES, "hollow", "curious")}
    assert any(line.startswith("cedar     | done   Publish ") for line in lines)
    assert "nanobind" not in installation.ended.stderr


def test_each_follows_its_own_policy(installation: Installation) -> None:
    # 100 EUR a month are 125 dollars for the one, and 100 dollars 80 euros for the other.
    january = "select closing from kpi_months where level = 'customer' and month = '2026-01-01'"
    figures = {tenant: rows(installation.home(tenant) / "published", january)[0][0] for tenant in NAMES}
    assert {tenant: float(value) for tenant, value in figures.items()} == {"northwind": 180, "cedar": 225}


def test_no_file_of_a_home_holds_a_name_an_id_an_address_or_a_folder_of_another(installation: Installation) -> None:
    traces = {
        tenant: {name.lower() for name in (*names, f"homes/{tenant}", f"drops/{tenant}", f"policies/{tenant}")}
        for tenant, names in NAMES.items()
    }
    for tenant, other in (("northwind", "cedar"), ("cedar", "northwind")):
        found = files_with(installation.home(tenant), (*traces[tenant], *traces[other]))
        assert [hit for hit in found if hit.rsplit(": ", 1)[1] in traces[other]] == []
        # What is looked for is there to be found: every name, and in every kind of file.
        assert {name.lower() for name in NAMES[tenant][:-1]} <= {hit.rsplit(": ", 1)[1] for hit in found}
        files = {hit.split("/")[0] + Path(hit.rsplit(": ", 1)[0]).suffix for hit in found}
        assert {"landing.parquet", "versions.duckdb", "versions.xlsx", "versions.html", "work.duckdb"} <= files


def test_no_file_and_no_line_holds_a_secret(installation: Installation) -> None:
    secrets = tuple(names[-1] for names in NAMES.values())
    assert [hit for tenant in (*NAMES, "curious") for hit in files_with(installation.home(tenant), secrets)] == []
    assert not any(secret in installation.ended.stdout + installation.ended.stderr for secret in secrets)


def test_the_process_of_a_night_holds_its_own_secrets_and_its_share_and_nothing_of_another(
    installation: Installation,
) -> None:
    for tenant, names in NAMES.items():
        held = installation.variables(tenant)
        assert held[SECRET] == names[-1]
        assert (held["ACCOUNT360_THREADS"], held["ACCOUNT360_MEMORY_LIMIT"]) == ("1", "1.5GB")
        assert held["HOME"] == str(installation.home(tenant) / "work" / "user")
    assert SECRET not in installation.variables("hollow")
    for tenant in (*NAMES, "hollow", "curious"):
        held = installation.variables(tenant)
        assert not [name for name in held if name.startswith(("ACCOUNT360_TENANT", "ACCOUNT360_CACHE", "PREFECT_A"))]
        others = [names[-1] for other, names in NAMES.items() if other != tenant]
        assert not any(secret in value for secret in others for value in held.values())


def test_an_alert_goes_to_the_receiver_of_its_tenant_and_to_no_other(installation: Installation) -> None:
    (message,) = installation.told_to_hollow
    assert "has no file of accounts" in message
    assert installation.told_to_nobody == []


def test_what_the_nights_leave_is_closed_to_others(installation: Installation) -> None:
    for tenant in NAMES:
        home = Home(installation.home(tenant))
        for folder in (home.landing, home.work, home.quarantine, home.versions):
            assert [path for path in (folder, *folder.rglob("*")) if path.stat().st_mode & 0o007] == []


def test_the_list_shows_the_last_run_of_each(installation: Installation) -> None:
    listed = tenants(installation.folder, "list")
    assert (listed.returncode, listed.stderr) == (0, "")
    lines = {line.split()[0]: line for line in listed.stdout.splitlines()}
    assert lines["northwind"].endswith(" as of 2026-01-31  published")
    assert " as of 2026-01-31  failed: The inbox " in lines["hollow"]


def test_another_command_works_for_one_tenant_and_cannot_be_led_into_another_home(installation: Installation) -> None:
    ended = tenants(installation.folder, "as", "cedar", "status", "--home", installation.home("northwind"))
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.startswith(f"Home       {installation.home('cedar')}\n")
    checked = tenants(installation.folder, "as", "hollow", "check")
    assert "accounts" in checked.stdout and checked.returncode == 2
    for words in (["nonsense"], ["tenants", "list"]):
        refused = tenants(installation.folder, "as", "cedar", *words)
        assert refused.returncode == 2
        assert refused.stderr.startswith(f"account360: '{words[0]}' is no command for one tenant; ")


def test_a_wrong_file_begins_no_night(tmp_path: Path) -> None:
    (tmp_path / "tenants.yml").write_text("one: {home: a}\ntwo: {home: a/b}\n", encoding="utf-8")
    ended = tenants(tmp_path, "run")
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.count("\n") == 1 and "lies in the home of one" in ended.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["tenants.yml"]
