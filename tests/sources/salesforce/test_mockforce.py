"""The connector against simple-mockforce, a mock of Salesforce that nobody here wrote, in a process of its own."""

import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from flows.settings import PROJECT_ROOT, Home
from sources.harness import configure, hasty_policy, landed_versions, read_night, standing

PEERS = PROJECT_ROOT / ".venv-peers" / "bin" / "python"
OBJECTS = "/services/data/v60.0/sobjects/"


@pytest.fixture
def mock() -> Iterator[str]:
    if not PEERS.exists():
        pytest.skip("simple-mockforce stands in .venv-peers, which is not there")
    server = Path(__file__).with_name("mockforce_server.py")
    with subprocess.Popen([PEERS, server], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout
        try:
            yield f"http://127.0.0.1:{process.stdout.readline().strip()}"
        finally:
            process.terminate()


def create(address: str, name: str, **fields: Any) -> str:
    """Create a record, and say its id."""
    answer = requests.post(f"{address}{OBJECTS}{name}/", json=fields, timeout=10)
    assert answer.ok, answer.text
    return str(answer.json()["id"])


def test_what_the_mock_holds_is_what_lands_and_what_changes_there_comes_next(
    mock: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, policy = Home(tmp_path / "home"), hasty_policy(tmp_path / "policy")
    monkeypatch.setenv("ACCOUNT360_SALESFORCE_CLIENT_SECRET", "any")
    configure(home, {"salesforce": {"address": mock, "client_id": "any"}})
    accounts = [create(mock, "Account", Name=f"Account {number}", ParentId=None) for number in range(30)]
    task = create(mock, "Task", AccountId=accounts[0], ActivityDate="2026-02-01", Status="Completed")

    read_night(home, policy, "salesforce", 1)
    landed = standing(home, "salesforce", "accounts")
    assert {key: account["Name"] for key, account in landed.items()} == {
        key: f"Account {number}" for number, key in enumerate(accounts)
    }
    assert standing(home, "salesforce", "tasks")[task]["AccountId"] == accounts[0]

    assert requests.patch(f"{mock}{OBJECTS}Account/{accounts[1]}", json={"Name": "Renamed"}, timeout=10).ok
    assert requests.delete(f"{mock}{OBJECTS}Account/{accounts[2]}", timeout=10).ok
    new = create(mock, "Account", Name="New")
    read_night(home, policy, "salesforce", 2)
    landed = standing(home, "salesforce", "accounts")
    assert landed[accounts[1]]["Name"] == "Renamed"
    assert accounts[2] not in landed
    assert landed[new]["Name"] == "New"
    assert landed_versions(home, "salesforce", "accounts") == 33
