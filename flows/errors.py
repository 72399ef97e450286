"""The one tree of errors: each is a sentence for a person, and knows the exit status of the command.

Account360Error
├── InputError            2  a file, a mapping or a record is wrong
├── ConfigurationError    2  a setting, a policy file or a command argument is wrong
├── SourceError           3  a source could not be read after its retries
├── GateRefused           1  a quality gate is red; the last good version stands
├── BuildError            1  a model failed; the last good version stands
├── StorageError          1  a disk is full or cannot be written; the last good version stands
└── WarehouseBusy         4  another run holds the warehouse
"""


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
    """Raised when a source could not be read after its retries."""

    exit_status = 3


class GateRefused(Account360Error):
    """Raised when a quality gate is red, so that nothing may be published."""

    exit_status = 1


class BuildError(Account360Error):
    """Raised when a model of the warehouse could not be built."""

    exit_status = 1


class StorageError(Account360Error):
    """Raised when a disk is full or takes no writing."""

    exit_status = 1


class WarehouseBusy(Account360Error):
    """Raised when another run holds the warehouse of the same home."""

    exit_status = 4
