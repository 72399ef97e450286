"""The inbox in an object store, tried on moto's server in a process of its own."""

import contextlib
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import boto3  # type: ignore[import-untyped]
import duckdb
import pytest
import requests

from flows.errors import ConfigurationError, InputError, SourceError
from flows.intake import commit_batches, read_sources
from flows.landing import Landing
from flows.policy import Policy
from flows.runs import ask
from flows.settings import Home
from flows.sources import connectors, has_systems
from flows.sources.files import fetching
from sources.harness import configure, hasty_policy, open_night, read_night

BUCKET, PREFIX = "exports", "company"
LOCATION = f"s3://{BUCKET}/{PREFIX}"
KEY, SECRET = "AKIATEST4711", "secret-4711"
SECONDS = 30


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A server on loopback."""
    with socket.socket() as opened:
        opened.bind(("127.0.0.1", 0))
        port = opened.getsockname()[1]
    program = Path(sys.executable).with_name("moto_server")
    words = [str(program), "-H", "127.0.0.1", "-p", str(port)]
    with subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            _wait(f"http://127.0.0.1:{port}/moto-api/")
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()


def _wait(address: str) -> None:
    deadline = time.monotonic() + SECONDS
    while True:
        with contextlib.suppress(requests.ConnectionError):
            requests.get(address, timeout=5)
            return
        assert time.monotonic() < deadline
        time.sleep(0.1)


@pytest.fixture
def store(address: str, home: Home, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A client to a server with an empty bucket, which sources.yml names."""
    requests.post(f"{address}/moto-api/reset", timeout=5)
    monkeypatch.setenv("ACCOUNT360_FILES_KEY", KEY)
    monkeypatch.setenv("ACCOUNT360_FILES_SECRET", SECRET)
    configure(home, {"files": {"location": LOCATION, "endpoint_url": address, "region": "us-east-1"}})
    credentials = {"aws_access_key_id": KEY, "aws_secret_access_key": SECRET, "region_name": "us-east-1"}
    client = boto3.client("s3", endpoint_url=address, **credentials)
    client.create_bucket(Bucket=BUCKET)
    return client


@pytest.fixture
def policy(tmp_path: Path) -> Policy:
    return hasty_policy(tmp_path / "policy", source_retries="0")


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


def put(store: Any, **files: str) -> None:
    """Write files below the prefix; a double underscore stands for a point."""
    for name, content in files.items():
        store.put_object(Bucket=BUCKET, Key=f"{PREFIX}/{name.replace('__', '.')}", Body=content.encode())


def fetched(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that are copied from now on."""
    names: list[str] = []
    get = fetching._Place.get

    def noted(self: Any, name: str, path: Path) -> None:
        names.append(name)
        get(self, name, path)

    monkeypatch.setattr(fetching._Place, "get", noted)
    return names


def accounts(home: Home) -> list[str]:
    """The accounts that ever landed."""
    files = [str(path) for path in Landing(home.landing).files("files", "accounts")]
    found = duckdb.execute("select account_id from read_parquet($1) order by all", [files]).fetchall()
    return [name for (name,) in found]


def test_files_are_read_under_their_mapping_and_unchanged_ones_are_not_fetched_again(
    store: Any, home: Home, policy: Policy, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = fetched(monkeypatch)
    mapping = "streams:\n  accounts:\n    files: crm-*.csv\n    columns: {account_id: Id, account_name: Name}\n"
    put(store, mapping__yml=mapping, **{"crm-1__csv": "Id,Name\nA1,Acme\n", "usage/u__csv": "account_id,date\n"})
    put(store, notes__txt="no stream", **{"crm-2__csv__part": "Id,Na", "a/b/accounts__csv": "deep"})
    run, batch = read_night(home, policy, "files", 1)
    assert batch is not None
    assert sorted(names) == ["crm-1.csv", "mapping.yml", "usage/u.csv"]
    assert accounts(home) == ["A1"]
    names.clear()
    _, batch = read_night(home, policy, "files", 2)
    assert batch is not None
    assert (names, sorted(batch.unchanged)) == ([], ["accounts", "usage"])
    put(store, **{"crm-1__csv": "Id,Name\nA2,Beta\n"})
    store.delete_object(Bucket=BUCKET, Key=f"{PREFIX}/usage/u.csv")
    read_night(home, policy, "files", 3)
    assert (names, accounts(home)) == (["crm-1.csv"], ["A1", "A1", "A2"])
    assert not list(home.fetched.rglob("u.csv"))
    assert not has_systems(run.request)


def test_the_command_may_name_the_place(store: Any, home: Home, policy: Policy, address: str) -> None:
    configure(home, {"files": {"endpoint_url": address, "region": "us-east-1"}})
    put(store, accounts__csv="account_id,account_name\nA1,Acme\n")
    assert ask(home.root, LOCATION, date(2026, 3, 1)).location == LOCATION
    run = open_night(home, policy, 1, location=LOCATION)
    commit_batches(run, read_sources(run, [connectors()["files"]]))
    assert accounts(home) == ["A1"]


def test_a_folder_may_stand_in_the_settings_too(tmp_path: Path, home: Home, policy: Policy) -> None:
    (tmp_path / "exports").mkdir()
    (tmp_path / "exports" / "accounts.csv").write_text("account_id,account_name\nA1,Acme\n", "utf-8")
    configure(home, {"files": {"location": str(tmp_path / "exports")}})
    read_night(home, policy, "files", 1)
    assert accounts(home) == ["A1"]


def test_a_place_that_changes_while_it_is_read_is_refused(
    store: Any, home: Home, policy: Policy, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(store, accounts__csv="account_id,account_name\nA1,Acme\n")
    get = fetching._Place.get

    def change(self: Any, name: str, path: Path) -> None:
        get(self, name, path)
        put(store, accounts__csv="account_id,account_name\nA1,Acme\nA2,Beta\n")

    monkeypatch.setattr(fetching._Place, "get", change)
    with pytest.raises(InputError, match=r"s3://exports/company changed while it was read: accounts\.csv; run again"):
        read_night(home, policy, "files", 1)


def test_a_bucket_that_is_not_there_is_told(store: Any, home: Home, policy: Policy, address: str) -> None:
    configure(home, {"files": {"location": "s3://elsewhere/x", "endpoint_url": address}})
    with pytest.raises(SourceError, match=r"The place s3://elsewhere/x of the source files is not there; correct its"):
        read_night(home, policy, "files", 1)


def test_an_empty_place_is_told_as_an_empty_inbox_is(store: Any, home: Home, policy: Policy) -> None:
    with pytest.raises(InputError, match=r"The inbox s3://exports/company has no file of accounts"):
        read_night(home, policy, "files", 1)


def test_a_wrong_key_is_told_without_it(store: Any, home: Home, policy: Policy, address: str) -> None:
    put(store, accounts__csv="account_id,account_name\nA1,Acme\n")
    requests.post(f"{address}/moto-api/reset-auth", data=b"0", timeout=5)
    try:
        with pytest.raises(SourceError, match=r"refused its key \(InvalidAccessKeyId\); put the right one") as told:
            read_night(home, policy, "files", 1)
    finally:
        requests.post(f"{address}/moto-api/reset-auth", data=b"inf", timeout=5)
    assert KEY not in str(told.value)
    assert SECRET not in str(told.value)


def test_a_key_that_may_not_read_is_told(
    store: Any, home: Home, policy: Policy, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(store, accounts__csv="account_id,account_name\nA1,Acme\n")
    people = boto3.client(
        "iam", endpoint_url=address, aws_access_key_id=KEY, aws_secret_access_key=SECRET, region_name="us-east-1"
    )
    people.create_user(UserName="reader")
    made = people.create_access_key(UserName="reader")["AccessKey"]
    monkeypatch.setenv("ACCOUNT360_FILES_KEY", made["AccessKeyId"])
    monkeypatch.setenv("ACCOUNT360_FILES_SECRET", made["SecretAccessKey"])
    requests.post(f"{address}/moto-api/reset-auth", data=b"0", timeout=5)
    try:
        with pytest.raises(SourceError, match=r"is not given to this key( \(AccessDenied\))?; allow it s3:ListBucket"):
            read_night(home, policy, "files", 1)
    finally:
        requests.post(f"{address}/moto-api/reset-auth", data=b"inf", timeout=5)


def test_a_store_that_is_away_is_told(store: Any, home: Home, policy: Policy) -> None:
    configure(home, {"files": {"location": LOCATION, "endpoint_url": "http://127.0.0.1:9"}})
    with pytest.raises(SourceError, match=r"The place s3://exports/company of the source files cannot be reached"):
        read_night(home, policy, "files", 1)


def test_an_address_that_nothing_reads_is_told(home: Home, policy: Policy) -> None:
    configure(home, {"files": {"location": "s4://exports"}})
    with pytest.raises(ConfigurationError, match=r"The place s4://exports of files is no address that can be read"):
        read_night(home, policy, "files", 1)
