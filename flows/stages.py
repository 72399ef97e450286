"""A stage of the night: a Prefect task inside a flow run, and the same function with the same retries outside one."""

import functools
from collections.abc import Callable, Sequence
from typing import ParamSpec, TypeVar

from flows.databases import within_memory
from flows.patience import is_passing
from flows.progress import stage_line
from flows.settings import memory_limit

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")

# Seconds to wait before each further try of a stage that reads or writes outside the process.
INPUT_OUTPUT_RETRIES = (2.0, 10.0, 60.0)


def stage(
    title: str, retry_delays: Sequence[float] = ()
) -> Callable[[Callable[Parameters, Result]], Callable[Parameters, Result]]:
    """Make a function a stage with a title that people see, tried again after each delay while its error may pass."""

    def decorate(function: Callable[Parameters, Result]) -> Callable[Parameters, Result]:
        @functools.wraps(function)
        def shown(*args: Parameters.args, **kwargs: Parameters.kwargs) -> Result:
            with stage_line(title), within_memory(f'The stage "{title}"', memory_limit()):
                return function(*args, **kwargs)

        @functools.wraps(function)
        def called(*args: Parameters.args, **kwargs: Parameters.kwargs) -> Result:
            run = _as_task(shown, title, retry_delays) if inside_flow_run() else _retried(shown, retry_delays)
            return run(*args, **kwargs)

        return called

    return decorate


def inside_flow_run() -> bool:
    """Whether Prefect is running this code as part of a flow run."""
    from prefect.context import FlowRunContext

    return FlowRunContext.get() is not None


def _as_task(
    function: Callable[Parameters, Result], title: str, retry_delays: Sequence[float]
) -> Callable[Parameters, Result]:
    from prefect import task
    from prefect.cache_policies import NO_CACHE

    make_task = task(
        name=title,
        cache_policy=NO_CACHE,
        retries=len(retry_delays),
        retry_delay_seconds=list(retry_delays),
        retry_condition_fn=lambda _task, _run, state: is_passing(_error_of(state)),
    )
    return make_task(function)


def _error_of(state: object) -> BaseException:
    data = getattr(state, "data", None)
    return data if isinstance(data, BaseException) else Exception()


def _retried(function: Callable[Parameters, Result], retry_delays: Sequence[float]) -> Callable[Parameters, Result]:
    from tenacity import Retrying, retry_if_exception, stop_after_attempt, wait_chain, wait_fixed

    waits = [wait_fixed(delay) for delay in retry_delays] or [wait_fixed(0)]
    retrying = Retrying(
        stop=stop_after_attempt(len(retry_delays) + 1),
        wait=wait_chain(*waits),
        retry=retry_if_exception(is_passing),
        reraise=True,
    )
    return functools.partial(retrying, function)
