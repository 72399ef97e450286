"""One source's HTTP session: limits of time, size and pace, patience with faults, silence on secrets."""

import logging
import math
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

import requests
import urllib3

from flows.errors import SourceError
from flows.patience import Patience, patience_of, try_again
from flows.policy import Policy
from flows.settings import now

TOO_MANY = 429
KEY_REFUSED, NOT_ALLOWED, NOT_FOUND = 401, 403, 404
# Statuses of a server that is busy, restarting or behind a broken gateway.
PASSING = (408, TOO_MANY, 500, 502, 503, 504)
SUCCESS = range(200, 300)
ELSEWHERE = range(300, 400)
MEGABYTE = 1_000_000
PIECE_BYTES = 65_536
# Where systems name the kind of an error; what they say about it in words may quote keys or people.
ERROR_CODES = (("error", "code"), ("error", "type"), ("errorCode",), ("category",), ("api_error_code",), ("error",))
LONGEST_CODE = 60


@dataclass(frozen=True)
class AnswerLimits:
    """Seconds within which a source must have answered one request in full, and bytes that its answer may have."""

    seconds: float
    size: int


def answer_limits(policy: Policy) -> AnswerLimits:
    """The limits of one answer that a policy sets."""
    return AnswerLimits(float(policy.number("source_answer_seconds")), policy.count("largest_answer_mb") * MEGABYTE)


class Pace:
    """At most so many requests in so many seconds, kept by waiting before the one too many."""

    def __init__(self, requests_allowed: int, seconds: float) -> None:
        self._allowed, self._seconds = requests_allowed, seconds
        self._sent: list[float] = []

    def wait(self) -> None:
        """Return once one more request keeps the pace."""
        if len(self._sent) >= self._allowed:
            time.sleep(max(0.0, self._sent[-self._allowed] + self._seconds - time.monotonic()))
            del self._sent[: -self._allowed]
        self._sent.append(time.monotonic())


@dataclass(frozen=True)
class Remedies:
    """What a person can do when a source refuses: about its key, and about a permission that the key lacks."""

    key: str = "check its token"
    permission: str = "see that its token may read them"


class SourceSession(requests.Session):
    """Sends requests to one source; no error holds a header, a query or a path."""

    def __init__(self, source: str, policy: Policy, pace: Pace | None = None, remedies: Remedies | None = None) -> None:
        super().__init__()
        # It logs every address with its query, in which some systems take their tokens.
        logging.getLogger("urllib3").setLevel(logging.WARNING)
        self.source, self.asked_for, self.permission = source, "", ""
        self.remedies = remedies or Remedies()
        # Statuses beside success that whoever asks judges for itself.
        self.accepts: frozenset[int] = frozenset()
        # Where an answer says how long to wait; the first that is there counts.
        self.wait_headers: tuple[str, ...] = ("Retry-After",)
        self.passes: Callable[[int, Any], bool] = lambda status, _body: status in PASSING
        self.refuses_key: Callable[[int, Any], bool] = lambda status, _body: status == KEY_REFUSED
        self._patience: Patience = patience_of(policy)
        self._limits = answer_limits(policy)
        self._pace = pace
        self.expects_json = True
        # Proxies are taken from the environment; a .netrc must not put its own credentials in place of the source's.
        self.auth = _keep_as_it_is

    def ask_for(self, stream: str, permission: str) -> None:
        """Say which stream is read from now on, and what its key must be given for it, so that errors can."""
        self.asked_for, self.permission = stream, permission

    def send(self, request: requests.PreparedRequest, **options: Any) -> requests.Response:
        """One answer, asked for again while its fault may pass.

        Raises:
            SourceError: there was none after the retries, or one that no retry mends.
        """
        options |= {"stream": True, "allow_redirects": False, "timeout": self._limits.seconds}
        try:
            return try_again(self._patience, lambda: self._answer(request, options))
        except SourceError as error:
            wait = f" It asks to wait {error.retry_after:,.0f} seconds." if error.retry_after else ""
            # Its retries are used up: the stage must not begin them again.
            told = f"{error}{wait}"
            raise SourceError(told, may_pass=False, of_stream=error.of_stream, status=error.status) from None

    def fault(
        self,
        what: str,
        *,
        may_pass: bool = False,
        retry_after: float = 0.0,
        of_stream: bool = False,
        host: str = "",
        status: int | None = None,
    ) -> SourceError:
        """The error that says what is wrong with this source."""
        place = f" at {host}" if host else ""
        told = f"The source {self.source}{place} {what}."
        return SourceError(told, may_pass=may_pass, retry_after=retry_after, of_stream=of_stream, status=status)

    def _answer(self, request: requests.PreparedRequest, options: dict[str, Any]) -> requests.Response:
        host = urlsplit(request.url or "").hostname or ""
        if self._pace:
            self._pace.wait()
        try:
            answer = super().send(request, **options)
            with answer:
                body = self._body(answer, host)
        except (requests.Timeout, urllib3.exceptions.ReadTimeoutError):
            raise self.fault(
                f"did not answer within {self._limits.seconds:g} seconds", may_pass=True, host=host
            ) from None
        except requests.exceptions.InvalidURL:
            raise self.fault("has an address that cannot be asked; correct it in sources.yml") from None
        except requests.ConnectionError as error:
            told = "broke off its answer" if _was_connected(error) else "cannot be reached"
            raise self.fault(told, may_pass=True, host=host) from None
        except (requests.RequestException, urllib3.exceptions.HTTPError):
            raise self.fault("broke off its answer", may_pass=True, host=host) from None
        _keep_body(answer, body)
        self._judge(answer, host)
        if self.expects_json and _json_or_none(answer) is None and body != b"null":
            raise self.fault("gave an answer that is no JSON", may_pass=True, host=host)
        return answer

    def _body(self, answer: requests.Response, host: str) -> bytes:
        """The whole body; a trickle that keeps every single wait short is given up too."""
        began, body = time.monotonic(), bytearray()
        for piece in answer.iter_content(PIECE_BYTES if _is_measured(answer) else 1024):
            body += piece
            if len(body) > self._limits.size:
                raise self.fault("gave a larger answer than largest_answer_mb in settings.csv", host=host)
            if time.monotonic() - began > self._limits.seconds:
                what = f"did not end its answer within {self._limits.seconds:g} seconds"
                raise self.fault(what, may_pass=True, host=host)
        return bytes(body)

    def _judge(self, answer: requests.Response, host: str) -> None:
        status, asked = answer.status_code, f" when asked for {self.asked_for}" if self.asked_for else ""
        if status in SUCCESS or status in self.accepts:
            return
        content = _json_or_none(answer)
        code = error_code(content)
        told = f"status {status}, {code}" if code else f"status {status}"
        if self.passes(status, content):
            wait = retry_after(answer.headers, self.wait_headers)
            raise self.fault(f"answered with {told}{asked}", may_pass=True, retry_after=wait, host=host)
        if self.refuses_key(status, content):
            raise self.fault(f"refused its key (status {status}){asked}; {self.remedies.key}", host=host)
        if status in {NOT_ALLOWED, NOT_FOUND}:
            remedy = f"give its key {self.permission}" if self.permission else self.remedies.permission
            what = f"does not give its {self.asked_for or 'data'} ({told}); {remedy}"
            raise self.fault(what, of_stream=True, host=host, status=status)
        hint = "; correct its address in sources.yml" if status in ELSEWHERE else ""
        raise self.fault(f"answered with {told}{asked}{hint}", of_stream=status not in ELSEWHERE, host=host)


def error_code(content: Any) -> str:
    """The kind of an error as a system's answer names it; empty when it names none in a word."""
    found = content[0] if isinstance(content, list) and content else content
    for path in ERROR_CODES:
        value = found
        for name in path:
            value = value.get(name) if isinstance(value, Mapping) else None
        if isinstance(value, str) and len(value) <= LONGEST_CODE and value.replace("_", "").isalnum():
            return value
    return ""


def retry_after(headers: Mapping[str, str], names: Sequence[str] = ("Retry-After",)) -> float:
    """Seconds that an answer asks to wait, by its number or its date; 0 when it asks for nothing that can be read."""
    text = next((headers[name] for name in names if name in headers), "")
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


def _keep_as_it_is(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request


def _is_measured(answer: requests.Response) -> bool:
    """Whether the answer says how long it is; one that does not is read in small pieces, so that none is waited for."""
    return "Content-Length" in answer.headers


def _was_connected(error: requests.ConnectionError) -> bool:
    inner = error.args[0] if error.args else None
    return isinstance(inner, urllib3.exceptions.ProtocolError)


def _keep_body(answer: requests.Response, body: bytes) -> None:
    """Let whoever reads the answer parse its body once and fast, however often they ask for it."""
    answer._content, answer._content_consumed = body, True  # type: ignore[attr-defined]
    parsed: list[Any] = []

    def parse(**_: Any) -> Any:
        import orjson

        if not parsed:
            parsed.append(orjson.loads(body))
        return parsed[0]

    answer.json = parse  # type: ignore[method-assign]


def _json_or_none(answer: requests.Response) -> Any:
    try:
        return answer.json()
    except ValueError:
        return None
