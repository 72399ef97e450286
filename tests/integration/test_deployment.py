"""The nightly deployment as docs/schedule.md describes it: a server, a work pool, a worker and one run of it."""

import contextlib
import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from nights import STAGES, manifest, rows
from receivers import TOKEN, receiving
from tiny_company import drop, first_drop

from flows.notify.delivery import Delivery, delivering
from flows.settings import PROJECT_ROOT, quiet_tools

pytestmark = pytest.mark.xdist_group("deployment")
PREFECT = Path(sys.executable).with_name("prefect")
SERVER_SECONDS = 120
COMMAND_SECONDS = 180


@dataclass(frozen=True)
class Server:
    """A Prefect server of the test's own."""

    url: str
    environment: dict[str, str]

    def ask(self, path: str, body: object = None) -> Any:
        """One request of its API; a body makes it a POST."""
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.url}{path}", data, {"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)

    def prefect(self, *words: str) -> str:
        """The prefect command, which must succeed; returns what it said."""
        ended = subprocess.run(
            [str(PREFECT), *words],
            cwd=PROJECT_ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=COMMAND_SECONDS,
            check=False,
        )
        assert ended.returncode == 0, ended.stdout + ended.stderr
        return ended.stdout + ended.stderr


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with a profile and a database of its own, with the work pool and every deployment."""
    quiet_tools()
    folder = tmp_path_factory.mktemp("prefect")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}/api"
    environment = os.environ | {"PREFECT_HOME": str(folder), "PREFECT_API_URL": url}
    process = subprocess.Popen(
        [str(PREFECT), "server", "start", "--host", "127.0.0.1", "--port", str(port)],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        found = Server(url, environment)
        wait_for(found, process)
        found.prefect("work-pool", "create", "account360", "--type", "process")
        found.prefect("--no-prompt", "deploy", "--all")
        yield found
    finally:
        process.terminate()
        process.wait(30)


def wait_for(server: Server, process: "subprocess.Popen[bytes]") -> None:
    """Wait until the server answers."""
    patience = time.monotonic() + SERVER_SECONDS
    while time.monotonic() < patience:
        assert process.poll() is None, "the server ended"
        with contextlib.suppress(OSError):
            if server.ask("/health") is True:
                return
        time.sleep(0.2)
    raise AssertionError("the server does not answer")


def test_the_deployment_is_scheduled_limited_and_parametrised(server: Server) -> None:
    deployed = server.ask("/deployments/name/nightly/nightly")
    (schedule,) = deployed["schedules"]
    assert (schedule["slug"], schedule["active"]) == ("every-night", True)
    assert (schedule["schedule"]["cron"], schedule["schedule"]["timezone"]) == ("0 2 * * *", "Europe/Helsinki")
    assert deployed["global_concurrency_limit"]["limit"] == 1
    assert deployed["concurrency_options"]["collision_strategy"] == "CANCEL_NEW"
    assert deployed["work_pool_name"] == "account360"
    assert deployed["parameters"] == {
        "home": None,
        "inbox": None,
        "policy": None,
        "source": None,
        "full_refresh": False,
        "backfill_from": None,
    }
    assert {"home", "inbox", "as_of", "policy", "source", "full_refresh", "backfill_from"} == set(
        deployed["parameter_openapi_schema"]["properties"]
    )


def test_the_write_back_is_deployed_without_a_schedule_and_writes_nothing_as_it_stands(server: Server) -> None:
    deployed = server.ask("/deployments/name/write-back/write-back")
    assert deployed["schedules"] == []
    assert deployed["parameters"]["apply"] is False


def test_the_next_deploy_switches_the_one_schedule_on_again_as_the_file_says(server: Server) -> None:
    deployed = server.ask("/deployments/name/nightly/nightly")
    (schedule,) = deployed["schedules"]
    server.prefect("deployment", "schedule", "pause", "nightly/nightly", schedule["id"])
    server.prefect("--no-prompt", "deploy", "--all")
    (schedule,) = server.ask("/deployments/name/nightly/nightly")["schedules"]
    assert (schedule["slug"], schedule["active"]) == ("every-night", True)


def test_each_tenant_is_a_deployment_and_their_nights_run_side_by_side(server: Server, tmp_path: Path) -> None:
    names = ("northwind", "cedar")
    file = tmp_path / "tenants.yml"
    file.write_text("".join(f"{name}:\n  home: {name}\n" for name in names), encoding="utf-8")
    server.prefect("work-pool", "create", "tenants", "--type", "process")
    server.prefect("work-pool", "set-concurrency-limit", "tenants", "2")
    for name in names:
        server.prefect(
            *("--no-prompt", "deploy", "flows/tenants/flow.py:tenant_night", "--name", name, "--pool", "tenants"),
            *("--param", f"tenant={name}", "--param", f"tenants={file}", "--param", "nights_at_a_time=2"),
            *("--cron", "0 2 * * *", "--timezone", "Europe/Helsinki"),
            *("--concurrency-limit", "1", "--collision-strategy", "CANCEL_NEW"),
        )
        deployed = server.ask(f"/deployments/name/tenant/{name}")
        assert deployed["parameters"] == {"tenant": name, "tenants": str(file), "nights_at_a_time": 2}
        assert [schedule["schedule"]["cron"] for schedule in deployed["schedules"]] == ["0 2 * * *"]
        assert deployed["global_concurrency_limit"]["limit"] == 1
        server.prefect("deployment", "run", f"tenant/{name}")
    server.prefect("worker", "start", "--pool", "tenants", "--run-once")

    wanted = {"work_pools": {"name": {"any_": ["tenants"]}}, "flow_runs": {"state": {"type": {"any_": ["FAILED"]}}}}
    runs = sorted(server.ask("/flow_runs/filter", wanted), key=lambda run: run["start_time"])
    # An inbox without accounts ends a night early; that is enough to see whose it was.
    for name in names:
        sentence = f"{name}: The inbox {tmp_path / name / 'inbox'} has no file of accounts; drop accounts.csv there."
        assert sum(sentence in run["state"]["message"] for run in runs) == 1
    # A night that ends so early may be over before the other one's process has begun: both were sent off before that.
    sent = [
        state["timestamp"]
        for run in runs
        for state in server.ask(f"/flow_run_states/?flow_run_id={run['id']}")
        if state["type"] == "PENDING"
    ]
    assert len(sent) >= 2
    assert max(sent) < min(run["end_time"] for run in runs)
    logged = {entry["message"] for entry in server.ask("/logs/filter", {"limit": 200})}
    assert all(any(line.startswith(f"{name} | account360: The inbox ") for line in logged) for name in names)


BLOCKS = """
import sys
from prefect.blocks.notifications import CustomWebhookNotificationBlock
from prefect.blocks.system import Secret
Secret(value=sys.argv[1]).save("team-mail")
CustomWebhookNotificationBlock(
    name="chat", url=sys.argv[2], json_data={"message": "{{body}}"}, secrets={}
).save("team-chat")
"""


def test_alerts_go_to_blocks_of_prefect_and_a_missing_one_is_said(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("PREFECT_HOME", "PREFECT_API_URL"):
        monkeypatch.setenv(name, server.environment[name])
    monkeypatch.setenv("ACCOUNT360_SINK_TEAM", "prefect:secret/team-mail")
    message = {"title": "The night failed", "body": "Nothing was published."}
    with receiving() as receiver:
        webhook = f"http://127.0.0.1:{receiver.server_port}/{TOKEN}"
        subprocess.run(
            [sys.executable, "-c", BLOCKS, receiver.address, webhook], env=server.environment, check=True, timeout=60
        )
        for sink in ("team", "prefect:custom-webhook/team-chat"):
            with delivering(sink, 10, 1) as deliver:
                assert deliver(message) == Delivery(True)
        with delivering("prefect:slack-webhook/nobody", 10, 1) as deliver:
            assert deliver(message) == Delivery(False, "Prefect has no block slack-webhook/nobody")
    assert receiver.messages == ["Nothing was published."] * 2


def test_a_worker_runs_the_night_and_its_pages_show_what_it_did(server: Server, tmp_path: Path) -> None:
    drop(tmp_path / "inbox", first_drop())
    server.prefect("deployment", "run", "nightly/nightly", "--param", f"home={tmp_path}", "--param", "as_of=2026-01-31")
    server.prefect("worker", "start", "--pool", "account360", "--run-once")

    of_night = {"flows": {"name": {"any_": ["nightly"]}}}
    begun = {"flow_runs": {"state": {"type": {"not_any_": ["SCHEDULED"]}}}}
    (flow_run,) = server.ask("/flow_runs/filter", of_night | begun)
    assert flow_run["state"]["type"] == "COMPLETED", flow_run["state"]["message"]
    assert rows(tmp_path / "published", "select count(*) from account_360") == [(4,)]

    tasks = server.ask("/task_runs/filter", of_night | {"sort": "EXPECTED_START_TIME_ASC"})
    assert {task["name"].rsplit("-", 1)[0] for task in tasks} == set(STAGES)
    of_run = {"flow_run_id": {"any_": [flow_run["id"]]}}
    found = server.ask("/artifacts/filter", {"artifacts": of_run})
    artifacts = {artifact["key"]: artifact["data"] for artifact in found}
    assert set(artifacts) == {"rows-per-stream", "gate-results", "source-freshness", "run-summary"}
    per_stream = {row["stream"]: row["rows_read"] for row in json.loads(artifacts["rows-per-stream"])}
    assert (per_stream["accounts"], per_stream["invoice_lines"]) == (4, 3)
    gates = json.loads(artifacts["gate-results"])
    assert {row["gate"] for row in gates} == {"incoming", "marts"}
    holds = [row["outcome"] == "passed" for row in gates]
    assert holds == sorted(holds)
    assert all(row["since"] and row["what to do"] for row in gates if row["outcome"] != "passed")
    behind = {row["stream"]: row["days behind"] for row in json.loads(artifacts["source-freshness"])}
    assert next(iter(behind)) == "invoices"
    run_id, marts = manifest(tmp_path / "published")["run_id"], manifest(tmp_path / "published")["marts"]
    assert artifacts["run-summary"].startswith(f"# Run {run_id}: published")
    assert f"| account_360 | {marts['account_360']['rows']} |" in artifacts["run-summary"]
    logged = [entry["message"] for entry in server.ask("/logs/filter", {"logs": of_run, "limit": 200})]
    assert any(message.startswith("done   Publish") for message in logged)
