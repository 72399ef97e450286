"""The one tree of errors: each is a sentence for a person, and knows the exit status of the command.

Account360Error
├── InputError            2  a file, a mapping or a record is wrong
├── ConfigurationError    2  a setting, a policy file or a command argument is wrong
├── SourceError           3  a source could not be read after its retries
├── GateRefused           1  a quality gate is red; the last good version stands
├── BuildError            1  a model failed; the last good version stands
├── ErasureIncomplete     1  a person was erased, but not from every file
├── WriteBackIncomplete   1  some fields could not be written to the CRM; the others were
├── StorageError          1  a disk is full or cannot be written; the last good version stands
└── WarehouseBusy         4  another run holds the warehouse
"""

# What `account360 run` may end with; docs/runbooks has a page for each.
PUBLISHED = 0
INTERRUPTED = 130
EXIT_STATUSES = (PUBLISHED, 1, 2, 3, 4, INTERRUPTED)
SHOWN_CHARACTERS = 80


class Account360Error(Exception):
    """Something a person can understand and act upon: what is wrong, where, and what to do."""

    exit_status = 1


class InputError(Account360Error):
    """Raised when a file, its mapping or what stands in it cannot be used."""

    exit_status = 2


class ConfigurationError(Account360Error):
    """Raised when a setting, a policy file or an argument is missing or wrong."""

    exit_status = 2


class SourceError(Account360Error):
    """Raised when a source could not be read after its retries.

    `may_pass` tells whether another try may help, `retry_after` how many seconds the source asks to wait before it, and
    `of_stream` that only the stream that was read is concerned, and `status` with which status it answered, if any.
    """

    exit_status = 3

    def __init__(
        self,
        message: str,
        *,
        may_pass: bool = True,
        retry_after: float = 0.0,
        of_stream: bool = False,
        status: int | None = None,
    ) -> None:
        super().__init__(message)
        self.may_pass, self.retry_after, self.of_stream, self.status = may_pass, retry_after, of_stream, status


class GateRefused(Account360Error):
    """Raised when a quality gate is red, so that nothing may be published."""

    exit_status = 1


class BuildError(Account360Error):
    """Raised when a model of the warehouse could not be built."""

    exit_status = 1


class ErasureIncomplete(Account360Error):
    """Raised when files hold an erased person that only a hand can take out."""

    exit_status = 1


class WriteBackIncomplete(Account360Error):
    """Raised when a CRM took some of what was written back and not all of it."""

    exit_status = 1


class StorageError(Account360Error):
    """Raised when a disk is full or takes no writing."""

    exit_status = 1


class WarehouseBusy(Account360Error):
    """Raised when another run holds the warehouse of the same home."""

    exit_status = 4


def exit_status_of(error: BaseException) -> int:
    """The exit status of a run that ended with an error; 130 when somebody stopped it."""
    if isinstance(error, KeyboardInterrupt):
        return INTERRUPTED
    return error.exit_status if isinstance(error, Account360Error) else Account360Error.exit_status


def plain_sentence(error: BaseException) -> str:
    """What may be said of an error before other people: its sentence, or of an unexpected one its kind only."""
    if isinstance(error, KeyboardInterrupt):
        return "Somebody stopped the run."
    if isinstance(error, Account360Error):
        return str(error)
    return f"It ended with an unexpected {type(error).__name__}; the record of the run and work/logs say more."


def shown(text: str) -> str:
    """A value fit for one line of a message: control characters escaped, long text cut."""
    beginning = text[: SHOWN_CHARACTERS + 1]
    line = "".join(character if character.isprintable() else repr(character)[1:-1] for character in beginning)
    return line if len(line) <= SHOWN_CHARACTERS else line[: SHOWN_CHARACTERS - 1] + "…"
