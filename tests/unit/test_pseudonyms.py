"""Personal data in what is published: what the switches hide, and pseudonyms that stay the same and tell nothing."""

import contextlib
import hashlib
import hmac
import os
import stat
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from flows.errors import ConfigurationError, InputError
from flows.parsed_models import Described, Personal
from flows.policy import Policy, load_policy
from flows.publish.marts import ANONYMOUS_DATABASE, DATABASE, write_marts
from flows.publish.personal_data import define_pseudonyms, pseudonym_key
from flows.runs import Run, RunRecord
from flows.settings import Home, RunRequest

COLUMNS = {
    "person": Personal("person_id"),
    "who": Personal("staff_id", "what = 'owner'"),
    "name": Personal("name"),
    "email": Personal("email"),
    "said": Personal("free_text", "what not in ('owner')"),
}
PEOPLE = {"people": Described("People.", {name: f"The {name}." for name in COLUMNS} | {"what": "What."}, COLUMNS)}
ROWS = [
    ("P1", "owner", "U1", "Ann One", "ann@a.example", "kept"),
    ("P2", "segment", "A", None, None, "I am Ben"),
    ("", "owner", "ALL", None, None, None),
    (None, None, "U1", None, None, "Who knows"),
]


def a_run(root: Path, **switches: str) -> Run:
    """A run whose warehouse holds one mart of people, and whose policy has these settings."""
    shipped = load_policy().tables["settings"]
    policy = Policy({"settings": [{**row, "value": switches.get(row["name"], row["value"])} for row in shipped]})
    request = RunRequest(Home(root), root / "inbox", date(2026, 1, 31), datetime(2026, 2, 1, tzinfo=UTC), threads=1)
    run = Run(request, policy, "000001", False, RunRecord("000001", "2026-01-31", ""))
    run.warehouse.parent.mkdir(parents=True)
    with contextlib.closing(duckdb.connect(str(run.warehouse))) as connection:
        connection.execute("create table people (person text, what text, who text, name text, email text, said text)")
        connection.executemany("insert into people values (?, ?, ?, ?, ?, ?)", ROWS)
    return run


def read(database: Path) -> list[tuple[Any, ...]]:
    """The rows of the mart of people: the one with a name first, then by what it is about."""
    query = "select person, what, who, name, email, said from people order by what nulls last, who desc"
    with contextlib.closing(duckdb.connect(str(database), read_only=True)) as connection:
        return connection.execute(query).fetchall()


def comments(database: Path) -> dict[str, str]:
    """What the file says of its columns."""
    query = "select column_name, comment from duckdb_columns() where not internal"
    with contextlib.closing(duckdb.connect(str(database), read_only=True)) as connection:
        return dict(connection.execute(query).fetchall())


def pseudonym(root: Path, kind: str, name: str) -> str:
    """The pseudonym as Python reckons it from the home's key."""
    key = (root / "work" / "pseudonyms.key").read_bytes()
    return f"{kind}-{hmac.new(key, name.encode(), hashlib.sha256).hexdigest()[:24]}"


def test_readers_see_names_and_words_but_no_addresses_as_shipped(tmp_path: Path) -> None:
    write_marts(a_run(tmp_path / "home"), tmp_path / "v", PEOPLE)
    assert read(tmp_path / "v" / DATABASE) == [
        ("P1", "owner", "U1", "Ann One", None, "kept"),
        ("", "owner", "ALL", None, None, None),
        ("P2", "segment", "A", None, None, "I am Ben"),
        (None, None, "U1", None, None, "Who knows"),
    ]
    assert comments(tmp_path / "v" / DATABASE)["email"] == (
        "The email. Not published: published_emails is off in settings.csv, so that it is NULL."
    )


def test_a_switched_off_kind_is_null_where_it_is_personal_or_may_be(tmp_path: Path) -> None:
    run = a_run(tmp_path / "home", published_names="off", published_emails="on", published_free_text="off")
    write_marts(run, tmp_path / "v", PEOPLE)
    hidden = [
        ("P1", "owner", "U1", None, "ann@a.example", "kept"),
        ("", "owner", "ALL", None, None, None),
        ("P2", "segment", "A", None, None, None),
        (None, None, "U1", None, None, None),
    ]
    assert read(tmp_path / "v" / DATABASE) == hidden
    with contextlib.closing(duckdb.connect(":memory:")) as connection:
        parquet = connection.execute(
            f"from '{tmp_path}/v/parquet/people.parquet' order by what nulls last, who desc"
        ).fetchall()
    assert parquet == hidden
    assert comments(tmp_path / "v" / DATABASE)["said"] == (
        "The said. Not published in rows with what not in ('owner'): published_free_text is off in settings.csv, "
        "so that it is NULL."
    )


def test_a_mart_stands_in_the_order_of_its_key_and_of_pseudonyms_where_those_are_its_key(tmp_path: Path) -> None:
    run = a_run(tmp_path / "home")
    models = {
        "people": replace(PEOPLE["people"], key=("person",)),
        "visits": Described("Visits.", {}, {"guest": Personal("person_id")}, key=("place",)),
        "rooms": Described("Rooms.", {"size": "In metres."}, key=("room", "floor")),
    }
    people = [f"P{number}" for number in range(3, 40)]
    with contextlib.closing(duckdb.connect(str(run.warehouse))) as connection:
        connection.execute("delete from people")
        connection.execute("insert into people (person, what) select unnest($people), 'owner'", {"people": people})
        connection.execute("create table visits as from (values ('P1', 2), ('P2', 1), ('P3', 3)) as v (guest, place)")
        connection.execute(
            "create table rooms as from (values (1, 9, 'B'), (2, 7, 'A'), (1, 8, 'A')) as r (floor, size, room)"
        )
    write_marts(run, tmp_path / "v", models)

    for database in (DATABASE, ANONYMOUS_DATABASE):
        assert column(tmp_path / "v" / database, "place from visits") == [1, 2, 3]
        assert column(tmp_path / "v" / database, "size from rooms") == [8, 7, 9]
        assert comments(tmp_path / "v" / database)["size"] == "In metres."
    assert column(tmp_path / "v" / DATABASE, "person from people") == sorted(people)
    # In the order of the ids the place of a pseudonym would tell whose it is.
    anonymous = column(tmp_path / "v" / ANONYMOUS_DATABASE, "person from people")
    assert anonymous == sorted(pseudonym(tmp_path / "home", "person", person) for person in people)


def column(database: Path, what: str) -> list[Any]:
    """A column as it stands in a file."""
    with contextlib.closing(duckdb.connect(str(database), read_only=True)) as connection:
        return [value for (value,) in connection.execute(f"select {what}").fetchall()]


def test_the_file_without_personal_data_has_pseudonyms_of_the_homes_own_key(tmp_path: Path) -> None:
    home = tmp_path / "home"
    write_marts(a_run(home, published_emails="on"), tmp_path / "v", PEOPLE)
    assert read(tmp_path / "v" / ANONYMOUS_DATABASE) == [
        (pseudonym(home, "person", "P1"), "owner", pseudonym(home, "staff", "U1"), None, None, "kept"),
        ("", "owner", "ALL", None, None, None),
        (pseudonym(home, "person", "P2"), "segment", "A", None, None, None),
        (None, None, pseudonym(home, "staff", "U1"), None, None, None),
    ]
    said = comments(tmp_path / "v" / ANONYMOUS_DATABASE)
    assert said["who"] == (
        "The who. A pseudonym in rows with what = 'owner', the same in every mart and version of this file."
    )
    assert said["name"] == "The name. Personal, and therefore NULL in this file."


@pytest.mark.parametrize("name", ["Mäkinen", "", "x" * 200, "a'b;\u2028"])
def test_a_pseudonym_is_the_keyed_hash_that_python_knows(name: str) -> None:
    key = bytes(range(32))
    with contextlib.closing(duckdb.connect(":memory:")) as connection:
        define_pseudonyms(connection, key)
        found = connection.execute("select pseudonym('person', $name)", {"name": name}).fetchall()
    assert found == [(f"person-{hmac.new(key, name.encode(), hashlib.sha256).hexdigest()[:24]}",)]


def test_the_key_is_made_once_and_is_its_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "one" / "pseudonyms.key"
    before = os.umask(0)
    try:
        first = pseudonym_key(path)
    finally:
        os.umask(before)
    assert len(first) == 32
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert pseudonym_key(path) == first
    assert pseudonym_key(tmp_path / "other" / "pseudonyms.key") != first


def test_a_damaged_key_is_no_key(tmp_path: Path) -> None:
    path = tmp_path / "pseudonyms.key"
    path.write_bytes(b"short")
    with pytest.raises(InputError, match="holds no key for pseudonyms; restore it"):
        pseudonym_key(path)


def test_a_tag_of_no_known_kind_is_refused(tmp_path: Path) -> None:
    tagged = {"people": Described("People.", {}, {"name": Personal("nickname")})}
    with pytest.raises(ConfigurationError, match="Column name has the tag pii: nickname; write one of name,"):
        write_marts(a_run(tmp_path / "home"), tmp_path / "v", tagged)
