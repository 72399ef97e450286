"""The one tree of errors: each is a sentence for a person, and knows the exit status of the command.

Account360Error
├── InputError            2  a file, a mapping or a record is wrong
├── ConfigurationError    2  a setting, a policy file or a command argument is wrong
├── SourceError           3  a source could not be read after its retries
├── GateRefused           1  a quality gate is red; the last good version stands
├── BuildError            1  a model failed; the last good version stands
└── WarehouseBusy         4  another run holds the warehouse
"""

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

    `may_pass` tells whether another try may help, `retry_after` how many seconds the source asks to wait before it.
    """

    exit_status = 3

    def __init__(self, message: str, *, may_pass: bool = True, retry_after: float = 0.0) -> None:
        super().__init__(message)
        self.may_pass, self.retry_after = may_pass, retry_after


class GateRefused(Account360Error):
    """Raised when a quality gate is red, so that nothing may be published."""

    exit_status = 1


class BuildError(Account360Error):
    """Raised when a model of the warehouse could not be built."""

    exit_status = 1


class WarehouseBusy(Account360Error):
    """Raised when another run holds the warehouse of the same home."""

    exit_status = 4


def shown(text: str) -> str:
    """A value fit for one line of a message: control characters escaped, long text cut."""
    beginning = text[: SHOWN_CHARACTERS + 1]
    line = "".join(character if character.isprintable() else repr(character)[1:-1] for character in beginning)
    return line if len(line) <= SHOWN_CHARACTERS else line[: SHOWN_CHARACTERS - 1] + "…"
