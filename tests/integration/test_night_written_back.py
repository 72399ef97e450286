"""The write-back on a home that a real night has published: the command, a CRM on loopback, and every account in it."""

import contextlib
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml
from nights import COMMAND, COMMAND_SECONDS, rows
from sources.crms import HubSpotReplay, SalesforceReplay
from sources.replay import served

pytestmark = pytest.mark.xdist_group("demo")

# The demo's night is of 30 June 2026.
NOW = "2026-07-01T06:00:00Z"
WANTED = """
    select account_id, segment, health_score, next_contact_due, top_signal from account_360 where not is_deleted
    order by account_id
"""


def write_back(home: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    """The command on a home."""
    return subprocess.run(
        [str(COMMAND), "write-back", "--home", str(home), *words],
        env={**os.environ, **SalesforceReplay.environment, "ACCOUNT360_NOW": NOW},
        capture_output=True,
        text=True,
        timeout=COMMAND_SECONDS,
        check=False,
    )


def test_ids_of_files_are_not_taken_for_those_of_a_crm_unless_the_policy_says_so(demo_home: Path) -> None:
    ended = write_back(demo_home, "--target", "salesforce")
    assert ended.returncode == 2
    assert "holds no account of salesforce; read it as a source, or set crm_of_files" in ended.stderr


def test_every_account_of_a_night_is_written_as_the_account_view_has_it(demo_home: Path, tmp_path: Path) -> None:
    crm = HubSpotReplay()
    home, expected = published_with_ids_of(crm, demo_home, tmp_path)
    with served(crm):
        section = {"hubspot": crm.section()}
        (home / "sources.yml").write_text(yaml.safe_dump(section), encoding="utf-8")
        first = write_back(home, "--target", "hubspot", "--apply")
        second = write_back(home, "--target", "hubspot", "--apply")
    assert (first.returncode, second.returncode) == (0, 0), first.stderr + second.stderr
    names = ("segment", "health_score", "next_care_date", "top_signal")
    held = {key: tuple(values.get(name) for name in names) for key, values in crm.present.items()}
    assert held == expected
    assert len(crm.batches) == 1
    assert "Wrote 0 fields of 0 accounts" in second.stdout
    assert f"{len(expected)} accounts unchanged" in second.stdout


def published_with_ids_of(crm: HubSpotReplay, demo_home: Path, folder: Path) -> tuple[Path, dict[str, tuple[Any, ...]]]:
    """A copy of what the demo published whose accounts have the CRM's ids, and what the CRM is to hold, as texts."""
    home = folder / "home"
    (home / "versions").mkdir(parents=True)
    version = (demo_home / "published").resolve()
    shutil.copytree(version, home / "versions" / version.name)
    (home / "published").symlink_to(Path("versions") / version.name)
    wanted = rows(home / "published", WANTED)
    ids = {account: crm.identity(number) for number, (account, *_) in enumerate(wanted, start=1)}
    with contextlib.closing(duckdb.connect(str(home / "published" / "account360.duckdb"))) as connection:
        connection.execute("create table ids (account_id varchar, crm_id varchar)")
        connection.executemany("insert into ids values (?, ?)", list(ids.items()))
        connection.execute("""
            insert into sync_hubspot_companies
                select crm_id, segment, health_band, top_signal, health_score, next_contact_due, date '2026-06-30'
                from account_360 join ids using (account_id)
        """)
    crm.present = {identity: {} for identity in ids.values()}
    texts = ((key, segment, score if score is None else f"{score:.1f}", *rest) for key, segment, score, *rest in wanted)
    return home, {ids[key]: tuple(values) for key, *values in texts}
