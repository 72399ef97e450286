"""What is told of people: every place that names one is tagged, and nobody but the readers meant can read it."""

import contextlib
import csv
import re
import shutil
import stat
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import duckdb
import pytest
import yaml

from flows.parsed_models import Described, described, load_parsed, parsed_file
from flows.policy import Policy, load_policy
from flows.publish import write_calendars
from flows.publish.marts import ANONYMOUS_DATABASE, DATABASE, write_marts
from flows.report import write_report
from flows.runs import Run, RunRecord, ask
from flows.settings import DBT_PROJECT, Home, cache_folder
from flows.workbook import WORKBOOK, Edition, write_workbook

pytestmark = pytest.mark.xdist_group("demo")

AS_OF = date(2026, 6, 30)
# The demo's files and the columns that lead to a person; words that people wrote are made up alike and are no sign.
NAMES = {"contacts": ("name",), "users": ("name",)}
IDS = {"contacts": ("contact_id",), "users": ("user_id",), "surveys": ("response_id",)}
ADDRESSES = {"contacts": ("email",), "system_accounts": ("email", "phone"), "accounts": ("phone",)}
WORDS = {"commitments": ("promise",), "feature_requests": ("wish",), "projects": ("project_name",)}
SWITCHES = ("published_names", "published_emails", "published_free_text")


def values(home: Path, *sources: Mapping[str, tuple[str, ...]]) -> set[str]:
    """What stands in some columns of the inbox."""
    found: set[str] = set()
    for stream, columns in ((stream, columns) for source in sources for stream, columns in source.items()):
        with (home / "inbox" / f"{stream}.csv").open(encoding="utf-8", newline="") as file:
            found.update(row[column] for row in csv.DictReader(file) for column in columns)
    return found - {""}


def mentions(database: Path, wanted: set[str], harmless: Mapping[tuple[str, str], str]) -> Iterator[str]:
    """Table, column and value of every text in which something wanted occurs.

    Args:
        database: a published file.
        wanted: what to look for, within longer texts too.
        harmless: by table and column, the condition of the rows to look at; a column that is not named in all rows.
    """
    pattern = re.compile("|".join(re.escape(word) for word in sorted(wanted, key=len, reverse=True)))
    with contextlib.closing(duckdb.connect(str(database), read_only=True)) as connection:
        columns = connection.execute("""
            select table_name, column_name from duckdb_columns() where not internal and data_type like '%VARCHAR%'
        """).fetchall()
        for table, column in columns:
            rows = harmless.get((table, column), "true")
            texts = f'select distinct "{column}"::varchar from "{table}" where "{column}" is not null and {rows}'
            for (text,) in connection.execute(texts).fetchall():
                if pattern.search(text):
                    yield f"{table}.{column}: {text}"


@pytest.fixture(scope="module")
def models(demo_home: Path) -> dict[str, Described]:
    """What the project says of each model, as the demo's night parsed it."""
    seeds = demo_home / "work" / "current" / "policy"
    cache_of_tests = cache_folder()
    assert cache_of_tests is not None
    project = load_parsed(parsed_file(cache_of_tests, seeds), seeds)
    assert project is not None
    return described(project)


def test_every_column_that_names_a_person_is_tagged_in_those_rows(
    demo_home: Path, models: dict[str, Described]
) -> None:
    people = values(demo_home, NAMES, IDS, ADDRESSES)
    assert len(people) > 200
    harmless = {
        (mart, column): f"not ({personal.where or 'true'})"
        for mart, model in models.items()
        for column, personal in model.personal.items()
    }
    assert list(mentions(demo_home / "published" / DATABASE, people, harmless)) == []


def test_the_file_without_personal_data_holds_every_row_and_nobody(demo_home: Path) -> None:
    published = demo_home / "published"
    people = values(demo_home, NAMES, IDS, ADDRESSES, WORDS)
    assert list(mentions(published / ANONYMOUS_DATABASE, people, {})) == []
    # A file may still hold what no row shows; a share of the words is enough to tell.
    content = (published / ANONYMOUS_DATABASE).read_bytes()
    assert [word for word in sorted(values(demo_home, NAMES, ADDRESSES))[::10] if word.encode() in content] == []
    assert counted(published / ANONYMOUS_DATABASE) == counted(published / DATABASE)


def counted(database: Path) -> dict[str, int]:
    """Rows by mart, and of the marts with a key of pseudonyms the different keys."""
    with contextlib.closing(duckdb.connect(str(database), read_only=True)) as connection:
        names = [name for (name,) in connection.execute("select table_name from duckdb_tables()").fetchall()]
        return {
            name: connection.execute(f"select count(*) from (select distinct {key(name)} from {name})").fetchall()[0][0]
            for name in names
        }


@cache
def keys() -> dict[str, list[str]]:
    found = {}
    for file in (DBT_PROJECT / "models" / "marts").rglob("*.yml"):
        for model in yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader).get("models", []):
            name = model.get("config", {}).get("alias", model["name"])
            found[name] = next(test["primary_key"]["arguments"]["columns"] for test in model["data_tests"])
    return found


def key(mart: str) -> str:
    """The key of a mart as a list in SQL."""
    return ", ".join(f'"{column}"' for column in keys()[mart])


def test_a_pseudonym_is_one_person_in_every_mart(demo_home: Path) -> None:
    published = demo_home / "published"
    query = """
        select count(*), count(distinct signals.subject) from churn_signals as signals
        inner join (select distinct contact_id from weekly_contacts) as met on signals.subject = met.contact_id
    """
    found = []
    for database in (DATABASE, ANONYMOUS_DATABASE):
        with contextlib.closing(duckdb.connect(str(published / database), read_only=True)) as connection:
            found.append(connection.execute(query).fetchall())
    assert found[0] == found[1]
    assert found[0][0][0] > 0


def test_nothing_published_holds_what_the_policy_switches_off(
    demo_home: Path, tmp_path: Path, models: dict[str, Described]
) -> None:
    policy = switched_off()
    request = replace(ask(demo_home, as_of=AS_OF), threads=2)
    write_marts(Run(request, policy, "000009", False, RunRecord("000009", AS_OF.isoformat(), "")), tmp_path, models)
    write_report(tmp_path, AS_OF, policy)
    write_calendars(tmp_path, AS_OF)
    write_workbook(tmp_path, Edition(AS_OF, "EUR"))
    shutil.unpack_archive(tmp_path / WORKBOOK, tmp_path / "workbook", "zip")

    people = values(demo_home, NAMES, ADDRESSES, WORDS)
    assert list(mentions(tmp_path / DATABASE, people, {})) == []
    unreadable = {".duckdb", ".parquet", ".xlsx"}
    pages = [path for path in tmp_path.rglob("*") if path.is_file() and path.suffix not in unreadable]
    assert len(pages) > 10
    pattern = re.compile("|".join(map(re.escape, people)))
    assert [path.name for path in pages if pattern.search(path.read_text(encoding="utf-8"))] == []
    with contextlib.closing(duckdb.connect(":memory:")) as connection:
        weekly = f"from '{tmp_path / 'parquet' / 'weekly_contacts.parquet'}'"
        assert connection.execute(f"select count(*) > 0, count(contact_name) {weekly}").fetchall() == [(True, 0)]


def switched_off() -> Policy:
    """The shipped policy with every switch of personal data off."""
    shipped = load_policy()
    settings = [{**row, "value": "off"} if row["name"] in SWITCHES else row for row in shipped.tables["settings"]]
    return Policy({**shipped.tables, "settings": settings})


def test_the_group_reads_what_is_published_and_nothing_else(demo_home: Path) -> None:
    home = Home(demo_home)
    readers = {home.versions, *home.versions.rglob("*")}
    own = {path for folder in (home.work, home.landing) for path in (folder, *folder.rglob("*"))}
    assert {mode(path) for path in readers if path.is_dir()} == {0o750}
    assert {mode(path) for path in readers if path.is_file()} == {0o640}
    assert {mode(path) for path in own if path.is_dir()} == {0o700}
    assert {mode(path) for path in own if path.is_file()} == {0o600}
    assert mode(home.root) & 0o050 == 0o050


def mode(path: Path) -> int:
    """The permissions of a file or folder."""
    return stat.S_IMODE(path.stat().st_mode)
