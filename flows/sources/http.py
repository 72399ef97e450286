"""What every connector to an API reads through: limits of time and size, patience with faults, silence on secrets."""

import json
import logging
import math
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from pydantic import SecretStr

from flows.errors import SourceError
from flows.patience import Patience, patience_of, try_again
from flows.policy import Policy
from flows.settings import now

if TYPE_CHECKING:
    import httpx

TOO_MANY = 429
# Statuses of a server that is busy, restarting or behind a broken gateway.
PASSING = (408, TOO_MANY, 500, 502, 503, 504)
REFUSING = (401, 403)
SUCCESS = range(200, 300)
MEGABYTE = 1_000_000


@dataclass(frozen=True)
class AnswerLimits:
    """Seconds within which a source must have answered one request in full, and bytes that its answer may have."""

    seconds: float
    size: int


def answer_limits(policy: Policy) -> AnswerLimits:
    """The limits of one answer that a policy sets."""
    return AnswerLimits(float(policy.number("source_answer_seconds")), policy.count("largest_answer_mb") * MEGABYTE)


class SourceClient:
    """One source's API over HTTP; no error and no log line holds a header, a query or a path."""

    def __init__(self, source: str, base_url: str, policy: Policy, headers: Mapping[str, SecretStr] | None = None):
        import httpx

        # These libraries log every address with its query, in which some systems take their tokens.
        for library in ("httpx", "httpcore"):
            logging.getLogger(library).setLevel(logging.WARNING)
        self.source, self.host = source, urlsplit(base_url).hostname or ""
        self._patience: Patience = patience_of(policy)
        self._limits = answer_limits(policy)
        self._client = httpx.Client(
            base_url=base_url,
            headers={name: value.get_secret_value() for name, value in (headers or {}).items()},
            timeout=self._limits.seconds,
        )

    def __enter__(self) -> "SourceClient":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def get_json(self, path: str, parameters: Mapping[str, str | int] | None = None) -> Any:
        """One answer, asked for again while its fault may pass.

        Raises:
            SourceError: there was none after the retries, or one that no retry mends.
        """
        try:
            return try_again(self._patience, lambda: self._answer(path, parameters))
        except SourceError as error:
            wait = f" It asks to wait {error.retry_after:,.0f} seconds." if error.retry_after else ""
            # Its retries are used up: the stage must not begin them again.
            raise SourceError(f"{error}{wait}", may_pass=False) from None

    def _answer(self, path: str, parameters: Mapping[str, str | int] | None) -> Any:
        import httpx

        try:
            with self._client.stream("GET", path, params=parameters) as answer:
                self._judge(answer)
                body = self._body(answer)
        except httpx.TimeoutException:
            raise self._fault(f"did not answer within {self._limits.seconds:g} seconds") from None
        except httpx.ConnectError:
            raise self._fault("cannot be reached") from None
        except (httpx.HTTPError, httpx.InvalidURL):
            raise self._fault("broke off its answer") from None
        try:
            return json.loads(body)
        except ValueError:
            raise self._fault("gave an answer that is no JSON") from None

    def _judge(self, answer: "httpx.Response") -> None:
        if answer.status_code in PASSING:
            raise self._fault(f"answered with status {answer.status_code}", retry_after=retry_after(answer.headers))
        if answer.status_code not in SUCCESS:
            hint = "; check its token" if answer.status_code in REFUSING else ""
            raise self._fault(f"answered with status {answer.status_code}{hint}", may_pass=False)

    def _body(self, answer: "httpx.Response") -> bytes:
        """The whole body; a trickle that keeps every single wait short is given up too."""
        began, body = time.monotonic(), bytearray()
        for piece in answer.iter_bytes():
            body += piece
            if len(body) > self._limits.size:
                raise self._fault("gave a larger answer than largest_answer_mb in settings.csv", may_pass=False)
            if time.monotonic() - began > self._limits.seconds:
                raise self._fault(f"did not end its answer within {self._limits.seconds:g} seconds")
        return bytes(body)

    def _fault(self, what: str, *, may_pass: bool = True, retry_after: float = 0.0) -> SourceError:
        return SourceError(
            f"The source {self.source} at {self.host} {what}.", may_pass=may_pass, retry_after=retry_after
        )


def retry_after(headers: Mapping[str, str]) -> float:
    """Seconds that an answer asks to wait, by its number or its date; 0 when it asks for nothing that can be read."""
    text = headers.get("Retry-After", "")
    try:
        seconds = float(text)
    except ValueError:
        try:
            until = parsedate_to_datetime(text)
        except ValueError:
            return 0.0
        aware = until if until.tzinfo else until.replace(tzinfo=UTC)
        seconds = (aware - now()).total_seconds()
    return 0.0 if math.isnan(seconds) else max(seconds, 0.0)
