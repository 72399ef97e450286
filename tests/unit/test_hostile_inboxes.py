"""Inboxes, mappings, policies and paths made to read another's files, to reach SQL or never to end do none of it."""

import os
import socket
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import pytest

from flows.errors import ConfigurationError, InputError
from flows.files import as_pattern
from flows.landing import Landing, Loading
from flows.landing.columns import landed_rows
from flows.policy import load_policy
from flows.runs import ask
from flows.settings import Home, RunRequest
from flows.sources.files import connector
from flows.sources.files.reader import open_inbox

ACCOUNTS = "account_id,account_name\nA1,Alpha\n"
SECRET = "account_id,account_name\nX1,Not yours\n"
LEADS_OUT = "is ignored: it is a link that leads out of the inbox; put the file itself there."


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """An inbox with accounts, beside a folder that is none of its business."""
    (tmp_path / "private").mkdir()
    (tmp_path / "private" / "contacts.csv").write_text(SECRET)
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox" / "accounts.csv").write_text(ACCOUNTS)
    return tmp_path / "inbox"


def test_a_link_out_of_the_inbox_is_not_followed_and_named(inbox: Path) -> None:
    (inbox / "contacts.csv").symlink_to("../private/contacts.csv")
    (inbox / "users.csv").symlink_to("/etc/passwd")
    (inbox / "usage").symlink_to(inbox.parent / "private", target_is_directory=True)
    (inbox / "costs.csv").symlink_to("costs.csv")
    (inbox / "tickets.csv").symlink_to("nowhere.csv")
    found = open_inbox(inbox)
    assert set(found.streams) == {"accounts"}
    assert found.warnings == (
        f"contacts.csv {LEADS_OUT}",
        f"costs.csv {LEADS_OUT}",
        "tickets.csv is ignored: it is no plain file; put one there.",
        f"usage/contacts.csv {LEADS_OUT}",
        f"users.csv {LEADS_OUT}",
    )


def test_a_link_within_the_inbox_and_an_inbox_behind_a_link_are_followed(inbox: Path) -> None:
    (inbox / "exports").mkdir()
    (inbox / "exports" / "people.csv").write_text("contact_id,account_id\nP1,A1\n")
    (inbox / "contacts.csv").symlink_to("exports/people.csv")
    (inbox.parent / "link").symlink_to(inbox)
    assert set(open_inbox(inbox.parent / "link").streams) == {"accounts", "contacts"}


def test_a_pattern_of_the_mapping_does_not_reach_out_through_a_link(inbox: Path) -> None:
    (inbox / "elsewhere").symlink_to(inbox.parent / "private", target_is_directory=True)
    (inbox / "mapping.yml").write_text("streams: {contacts: {files: ['elsewhere/*.csv', elsewhere/contacts.csv]}}\n")
    found = open_inbox(inbox)
    assert set(found.streams) == {"accounts"}
    assert f"elsewhere/contacts.csv {LEADS_OUT}" in found.warnings


def test_what_is_no_file_is_named_and_never_opened(inbox: Path) -> None:
    os.mkfifo(inbox / "contacts.csv")
    (inbox / "users.csv").mkdir()
    (inbox / "usage" / "deeper").mkdir(parents=True)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(inbox / "tickets.csv"))
        found = open_inbox(inbox)
    assert set(found.streams) == {"accounts"}
    assert found.warnings == (
        "contacts.csv is ignored: it is no plain file; put one there.",
        "tickets.csv is ignored: it is no plain file; put one there.",
        "usage/deeper is ignored: it is a folder where a file should be; move its files up.",
        "users.csv is ignored: it is a folder where a file should be; move its files up.",
    )


@pytest.mark.parametrize("name", ["accounts.zip", "contacts.csv.zip", "usage.tar.gz", "users.csv.bz2", "costs.json"])
def test_a_file_that_is_not_read_is_named_with_what_to_do(inbox: Path, name: str) -> None:
    (inbox / name).write_bytes(b"PK\x03\x04")
    (warning,) = open_inbox(inbox).warnings
    assert warning.startswith(f"{name} is ignored: ")
    if not name.endswith("json"):
        assert warning.endswith("an archive is not read; unpack it into the inbox.")


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (os.mkfifo, "mapping.yml is no plain file; put one there, or remove it."),
        (lambda path: path.mkdir(), "mapping.yml is no plain file; put one there, or remove it."),
        (lambda path: path.symlink_to("/etc/passwd"), "mapping.yml is a link that leads out of the inbox; "),
        (lambda path: path.symlink_to("nowhere"), "mapping.yml is no plain file; put one there, or remove it."),
        (lambda path: path.write_bytes(b"#" * 1_000_001), "mapping.yml has 1,000,001 bytes; a mapping has at most "),
        (
            lambda path: path.write_text("streams: !!python/object/apply:os.system [x]"),
            "mapping.yml, streams: ",
        ),
        (lambda path: path.write_text("defaults: !include /etc/passwd"), "mapping.yml, defaults: expected keys "),
        (lambda path: path.write_text(laughs()), "mapping.yml: 'a' is not known here; "),
        (lambda path: path.write_text("defaults: &a\n  delimiter: *a\n"), "mapping.yml"),
        (lambda path: path.write_text("{" * 3000), "mapping.yml"),
        (
            lambda path: path.write_text("".join(f"k{number}: 1\n" for number in range(20_000))),
            "mapping.yml: 'k0' is not known here; ",
        ),
        (
            lambda path: path.write_text("streams: {users: {files: 'a\\0b.csv'}}"),
            "mapping.yml, streams.users.files: 'a\\0b.csv' leaves the inbox; ",
        ),
        (lambda path: path.write_text("streams: {users: {files: 'C:/x.csv'}}"), "mapping.yml, streams.users.files: "),
        (lambda path: path.write_text("streams: {users: {files: '**/x.csv'}}"), "mapping.yml, streams.users.files: "),
        (lambda path: path.write_text("defaults: {timezone: ../../etc/passwd}"), "mapping.yml, defaults.timezone: "),
    ],
)
def test_a_hostile_mapping_is_refused_in_one_sentence(inbox: Path, make: Callable[[Path], object], said: str) -> None:
    make(inbox / "mapping.yml")
    with pytest.raises(InputError) as raised:
        open_inbox(inbox)
    assert str(raised.value).startswith(said)
    assert str(raised.value).isprintable() and len(str(raised.value)) < 500


def laughs() -> str:
    """A billion laughs: each line names the one before ten times."""
    lines = ["a: &a [" + ", ".join(["lol"] * 10) + "]"]
    for before, name in zip("abcdefgh", "bcdefghi", strict=True):
        lines.append(f"{name}: &{name} [" + ", ".join([f"*{before}"] * 10) + "]")
    return "\n".join(lines)


def test_nothing_that_stands_in_a_mapping_or_a_file_is_run_as_sql(inbox: Path) -> None:
    odd = "x'); drop table good_contacts; --"
    (inbox / 'it\'s [a] "file"; --.csv').write_text(f'"{odd}","co""l",when\nP1,A1,03.01.2026\n')
    (inbox / "mapping.yml").write_text(f"""
defaults: {{date_format: "%d.%m.%Y"}}
streams:
  contacts:
    files: ["it's [[]a] \\"file\\"; --.csv"]
    columns: {{contact_id: "{odd}", account_id: "co\\"l", left_date: when}}
    constants: {{name: "{odd}", email: "{{{{ 7*7 }}}}$1"}}
    values: {{account_id: {{"{odd}": "{odd}"}}}}
""")
    assert landed(inbox, "contacts", "contact_id, account_id, left_date, name, email, _origin_file") == [
        ("P1", "A1", "2026-01-03", odd, "{{ 7*7 }}$1", 'it\'s [a] "file"; --.csv')
    ]


def landed(inbox: Path, stream: str, columns: str) -> list[tuple[object, ...]]:
    home = Home(inbox.parent / "home")
    request = RunRequest(home, inbox, date(2026, 6, 30), datetime(2026, 7, 1, tzinfo=UTC), threads=1)
    loading = Loading(Landing(home.landing), "000001-x", request.started_at, request.as_of)
    batch = connector.extract(request, load_policy(), loading)
    (file,) = [file for file in batch.files if file.stream == stream]
    return duckdb.execute(f"select {columns} from read_parquet('{home.landing / file.path}')").fetchall()


@pytest.mark.parametrize("name", ["a[b]c", "a*c", "it's", "{{ 7*7 }}", "[!a]", "**", "é %20 💼", "[[]"])
def test_a_home_whose_name_is_a_pattern_reads_its_own_landing_and_no_other(tmp_path: Path, name: str) -> None:
    """Beside it stands the home of another company, which the name would fit if it were a pattern."""
    for folder, value in (("abc", "theirs"), ("b", "theirs"), ("axc", "theirs"), (name, "own")):
        (tmp_path / folder).mkdir(exist_ok=True)
        path = str(tmp_path / folder / "1.parquet").replace("'", "''")
        duckdb.execute(f"copy (select '{value}' as a) to '{path}' (format parquet)")
    query = f"select a from ({landed_rows(['a'], [str(tmp_path / name / '1.parquet')])})"
    assert duckdb.execute(query).fetchall() == [("own",)]


def test_only_what_is_special_in_a_path_is_marked() -> None:
    assert as_pattern(Path("/data/it's [1]*/x?.parquet")) == "/data/it's [[]1][*]/x[?].parquet"
    assert as_pattern("/data/plain.parquet") == "/data/plain.parquet"


@pytest.mark.parametrize("name", ["a?b", "a#b", "a\\b", "a\nb"])
def test_a_home_that_the_database_would_look_for_elsewhere_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ConfigurationError, match="has a meaning of its own to the database; name a folder without it"):
        ask(tmp_path / name)


@pytest.mark.parametrize(
    ("file", "content", "said"),
    [
        (
            "settings.csv",
            'name,value\ntimezone,"Europe/Helsinki\nx"\n',
            "settings.csv: timezone is 'Europe/Helsinki\\nx'",
        ),
        ("settings.csv", "name,value\nminimum_n,'; drop table marts; --\n", "settings.csv: minimum_n is "),
        ("settings.csv", "name,value\nwallet_care,1e999999999\n", "settings.csv: wallet_care is "),
        (
            "settings.csv",
            "name,value\nretention_grace_days," + "9" * 5000 + "\n",
            "settings.csv: retention_grace_days is ",
        ),
        ("settings.csv", "name,value\ntimezone,../../etc/passwd\n", "settings.csv: timezone is "),
        ("settings.csv", "name,value\nreporting_currency,{{ x }}\n", "settings.csv: reporting_currency is "),
        ("settings.csv", 'name,value\nhand_over_tag,"a\nb"\n', "settings.csv: hand_over_tag is 'a\\nb'; write "),
        ("../x.csv", "a\n1\n", ""),
    ],
)
def test_a_hostile_policy_is_refused_in_one_sentence(tmp_path: Path, file: str, content: str, said: str) -> None:
    folder = tmp_path / "policy"
    folder.mkdir()
    (folder / file).write_text(content)
    if not said:
        assert load_policy(folder).overridden == ()
        return
    with pytest.raises(ConfigurationError) as raised:
        load_policy(folder)
    assert str(raised.value).startswith(said)
    assert str(raised.value).isprintable() and len(str(raised.value)) < 400


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda folder: os.mkfifo(folder / "settings.csv"), "settings.csv is no plain file; put one there."),
        (lambda folder: (folder / "settings.csv").mkdir(), "settings.csv is no plain file; put one there."),
        (lambda folder: (folder / "setings.csv").write_text("a\n"), "setings.csv is no policy file"),
        (lambda folder: (folder / "settings.CSV").write_text("a\n"), "settings.CSV is no policy file"),
        (lambda folder: (folder / "settings.xlsx").write_text("a\n"), "settings.xlsx is no policy file"),
        (lambda folder: (folder / "settings.csv").write_bytes(b"name,value\n" * 2_000_000), "settings.csv has "),
    ],
)
def test_a_policy_folder_with_anything_else_in_it_is_refused(
    tmp_path: Path, make: Callable[[Path], object], said: str
) -> None:
    make(tmp_path)
    with pytest.raises(ConfigurationError) as raised:
        load_policy(tmp_path)
    assert str(raised.value).startswith(said)


def test_a_note_and_hidden_files_beside_the_policy_do_no_harm(tmp_path: Path) -> None:
    for name in ("README.md", ".git", "notes.txt", "~$settings.csv"):
        (tmp_path / name).write_text("x\n")
    assert load_policy(tmp_path).overridden == ()
