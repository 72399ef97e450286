"""prefect.yaml: what a schedule, a worker and a person who paused the night rely on."""

import importlib
import inspect
from typing import Any

import yaml

from flows.settings import PROJECT_ROOT

DECLARED: dict[str, Any] = yaml.safe_load((PROJECT_ROOT / "prefect.yaml").read_text(encoding="utf-8"))
(NIGHTLY,) = [deployment for deployment in DECLARED["deployments"] if deployment["name"] == "nightly"]


def flow_of(deployment: dict[str, Any]) -> Any:
    """The flow that a deployment's entrypoint names."""
    path, _, name = deployment["entrypoint"].partition(":")
    assert (PROJECT_ROOT / path).exists()
    return getattr(importlib.import_module(path.removesuffix(".py").replace("/", ".")), name)


def test_every_entrypoint_is_a_flow_of_the_deployments_name() -> None:
    from prefect import Flow

    for deployment in DECLARED["deployments"]:
        found = flow_of(deployment)
        assert isinstance(found, Flow)
        assert found.name == deployment["name"]


def test_every_parameter_is_one_of_the_flow_and_none_holds_a_path() -> None:
    for deployment in DECLARED["deployments"]:
        known = inspect.signature(flow_of(deployment).fn).parameters
        assert set(deployment["parameters"]) <= set(known)
        assert not any(isinstance(value, str) for value in deployment["parameters"].values())


def test_the_night_begins_at_two_in_helsinki_under_a_name_that_stays() -> None:
    (schedule,) = NIGHTLY["schedules"]
    assert schedule == {"cron": "0 2 * * *", "timezone": "Europe/Helsinki", "slug": "every-night", "active": True}


def test_only_the_night_begins_by_itself_and_a_write_back_writes_only_when_told_to() -> None:
    scheduled = [deployment["name"] for deployment in DECLARED["deployments"] if deployment.get("schedules")]
    assert scheduled == ["nightly"]
    (write_back,) = [deployment for deployment in DECLARED["deployments"] if deployment["name"] == "write-back"]
    assert write_back["parameters"]["apply"] is False
    assert write_back["parameters"]["target"] is None


def test_one_night_at_a_time() -> None:
    assert NIGHTLY["concurrency_limit"] == {"limit": 1, "collision_strategy": "CANCEL_NEW"}
    assert NIGHTLY["work_pool"] == {"name": "account360"}


def test_the_version_of_prefect_is_the_locked_one() -> None:
    locked = (PROJECT_ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    assert any(line.split()[0] == f"prefect=={DECLARED['prefect-version']}" for line in locked if line.strip())
