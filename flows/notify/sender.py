"""The process that delivers: reads an order and messages as lines of JSON, answers each in one line, and says no more.

Of what goes wrong it says one of a few fixed sentences; what libraries say of it may hold the address, and stays here.
"""

import json
import logging
import os
import re
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flows.notify.delivery import DELIVERED, READY
from flows.settings import BLOCK_PREFIX, quiet_tools, sink_address, sink_variable

if TYPE_CHECKING:
    from pydantic import SecretStr

Send = Callable[[str, str], bool]

NOT_REACHED = "it could not be reached"
BROKEN_OFF = "it did not answer, or broke the connection off"
NOT_TAKEN = "it did not take the message"
# Only what surely was not taken is sent again at once; what got no answer may have arrived.
ANSWERED = re.compile(r"\berror=(\d{3})\b|\b([45]\d\d) (?:Server|Client) Error|Error code (\d{3})")
UNREACHABLE = re.compile(
    r"refused|resolve|name or service|unreachable|no route|ConnectTimeout|nodename|getaddrinfo", re.IGNORECASE
)
PASSING_ANSWERS = {408, 425, 429, *range(500, 600)}
SILENT = re.compile(r"timed out|timeout|reset by peer|RemoteDisconnected|aborted|closed|EOF", re.IGNORECASE)


class Unusable(Exception):
    """A receiver whose address cannot be used; the sentence holds nothing of it."""


def main() -> None:
    """Take an order from standard input, then deliver every message that follows it."""
    order = json.loads(sys.stdin.readline())
    with _only_answers() as answer:
        heard = _listen()
        try:
            send = _receiver(order["sink"], order["seconds"])
        except Unusable as error:
            answer(str(error))
            return
        answer(READY)
        for line in sys.stdin:
            answer(_deliver(send, json.loads(line), order["tries"], heard))


def _deliver(send: Send, message: dict[str, str], tries: int, heard: list[str]) -> str:
    reason = NOT_TAKEN
    for attempt in range(tries):
        heard.clear()
        try:
            if send(message["title"], message["body"]):
                return DELIVERED
        except Exception as error:
            heard.append(f"{type(error).__name__} {error}")
        reason, is_passing = reason_of("\n".join(heard))
        if not is_passing:
            break
        if attempt + 1 < tries:
            time.sleep(2.0**attempt / 2)
    return reason


def reason_of(heard: str) -> tuple[str, bool]:
    """Why a message was not taken, and whether another try at once is sound."""
    if found := ANSWERED.search(heard):
        status = int(next(filter(None, found.groups())))
        return f"it answered {status}", status in PASSING_ANSWERS
    if UNREACHABLE.search(heard):
        return NOT_REACHED, True
    return (BROKEN_OFF if SILENT.search(heard) else NOT_TAKEN), False


def _receiver(sink: str, seconds: int) -> Send:
    import apprise

    # Blocks of Prefect send by apprise too.
    apprise.URLBase.socket_connect_timeout = apprise.URLBase.socket_read_timeout = float(seconds)
    address = sink_address(sink)
    # A variable may name a block too, so that the policy's names stay when the addresses move into Prefect.
    if (named := address.get_secret_value()).startswith(BLOCK_PREFIX):
        return _block(named.removeprefix(BLOCK_PREFIX))
    return _address(address, sink_variable(sink))


def _address(address: "SecretStr", place: str) -> Send:
    """What sends to an address of apprise; a new client for each message, since one waits between two of its own."""
    import apprise

    asset = apprise.AppriseAsset(
        app_id="account360", app_desc="account360", app_url="", storage_mode=apprise.PersistentStoreMode.MEMORY
    )

    def client() -> Any:
        made = apprise.Apprise(asset=asset)
        if not made.add(address.get_secret_value()) or len(made) != 1:
            raise Unusable(f"{place} holds no address that can be used, or more than one; see docs/notifications.md")
        return made

    client()
    return lambda title, body: bool(client().notify(body=body, title=title, body_format=apprise.NotifyFormat.TEXT))


def _block(name: str) -> Send:
    quiet_tools()
    from prefect.blocks.abstract import NotificationBlock
    from prefect.blocks.core import Block
    from prefect.blocks.system import Secret
    from pydantic import SecretStr

    try:
        block: Any = Block.load(name)
    except ValueError:
        raise Unusable(f"Prefect has no block {name}") from None
    except Exception:
        raise Unusable(f"Prefect could not be asked for the block {name}") from None
    if isinstance(block, Secret):
        return _address(SecretStr(str(block.get())), f"the block {name}")
    if not isinstance(block, NotificationBlock):
        raise Unusable(f"the block {name} is neither a notification nor a secret")

    def send(title: str, body: str) -> bool:
        with block.raise_on_failure():
            _: Any = block.notify(body, title)
        return True

    return send


def _listen() -> list[str]:
    """Keep what the libraries say in memory, for judging why a message was not taken, and let none of it out."""
    heard: list[str] = []

    class Listener(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            heard.append(record.getMessage())

    root = logging.getLogger()
    root.handlers = [Listener()]
    root.setLevel(logging.DEBUG)
    logging.getLogger("apprise").setLevel(logging.DEBUG)
    return heard


@contextmanager
def _only_answers() -> Iterator[Callable[[str], None]]:
    """Standard output for the answers alone: whatever else is printed goes nowhere."""
    with (
        os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8") as answers,
        Path(os.devnull).open("w") as nowhere,
    ):
        os.dup2(nowhere.fileno(), sys.stdout.fileno())
        yield lambda line: print(line, file=answers, flush=True)


if __name__ == "__main__":
    main()
