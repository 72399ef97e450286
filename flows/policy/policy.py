"""Reads the policy: the default CSV files, overlaid by the files of the same names in a company's folder."""

import csv
import difflib
import io
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from flows.errors import ConfigurationError, shown
from flows.files import write_atomically
from flows.policy.alerts import check_alerts
from flows.policy.care import check_care, shipped_care
from flows.policy.catalogues import check_catalogues
from flows.policy.health import check_health
from flows.policy.journey import check_journey, shipped_journey
from flows.policy.kinds import COLUMN_KINDS, check_table, check_value
from flows.policy.signals import check_signals
from flows.policy.surveys import check_surveys
from flows.policy.write_back import check_write_back
from flows.settings import DEFAULT_POLICY

# What people save tables as: all but plain CSV is told rather than passed over.
TABLES = (".csv", ".csv.gz", ".parquet", ".xlsx", ".xls", ".ods", ".tsv")
LARGEST_TABLE = 20_000_000

Row = dict[str, str]

# What the tables may not say of one another, a subject each.
CHECKS = (check_alerts, check_care, check_health, check_journey, check_surveys, check_write_back)
# The same of tables whose names the models must know: those of the shipped ones.
NAME_CHECKS = (check_catalogues, check_signals)

# Files of which a company names only the rows that it changes, with the columns that tell rows apart.
OVERLAID = {"settings": ("name",), "segment_thresholds": ("product", "name")}


@dataclass(frozen=True)
class Policy:
    """Every policy table by name, each a list of rows of texts; an empty text is a value not set."""

    tables: Mapping[str, list[Row]]
    overridden: tuple[str, ...] = ()

    @property
    def settings(self) -> dict[str, str]:
        """The settings by name."""
        return {row["name"]: row["value"] for row in self.tables["settings"]}

    def text(self, name: str) -> str:
        """A setting as it is written."""
        return self.settings[name]

    def day(self, name: str) -> date:
        """A setting that is a date."""
        return date.fromisoformat(self.settings[name])

    def count(self, name: str) -> int:
        """A setting that is a whole number."""
        return int(self.settings[name])

    def number(self, name: str) -> Decimal:
        """A setting that is a number."""
        return Decimal(self.settings[name])

    def write(self, folder: Path) -> None:
        """Write every table as a CSV file, for the warehouse to load."""
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        for name, rows in self.tables.items():
            text = io.StringIO()
            writer = csv.DictWriter(text, fieldnames=list(_header(DEFAULT_POLICY / f"{name}.csv")), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
            write_atomically(folder / f"{name}.csv", text.getvalue().encode())


def load_policy(folder: Path | None = None, only: str | None = None) -> Policy:
    """The shipped policy, overlaid by a company's own folder.

    Args:
        folder: the company's folder; None for the shipped policy.
        only: the one table of the folder that is read, when the others may be wrong.

    Raises:
        ConfigurationError: the folder or a file in it is missing, unknown or holds an unusable value.
    """
    tables = {path.stem: _read(path) for path in sorted(DEFAULT_POLICY.glob("*.csv"))}
    shipped = dict(tables)
    overridden: list[str] = []
    if folder is not None:
        if not folder.is_dir():
            raise ConfigurationError(f"--policy {folder}: no such folder; name one that holds policy CSV files.")
        for path in _own_files(folder):
            if only not in {None, path.stem}:
                continue
            if path.stem not in tables or path.suffix != ".csv":
                raise ConfigurationError(
                    f"{shown(path.name)} is no policy file{_suggestion(path.stem, tables)}; "
                    f"known are {', '.join(f'{name}.csv' for name in tables)}."
                )
            tables[path.stem] = _overlaid(path, tables[path.stem])
            overridden.append(path.stem)
    tables |= shipped_care(tables, overridden) | shipped_journey(tables, overridden)
    policy = Policy(tables, tuple(overridden))
    for row in policy.tables["settings"]:
        check_value("settings", row["name"], row["value"], row["kind"])
    for name, rows in tables.items():
        check_table(name, rows)
    for check in CHECKS:
        check(tables)
    for check_names in NAME_CHECKS:
        check_names(tables, shipped)
    return policy


def _own_files(folder: Path) -> list[Path]:
    """The files of a company's folder that are meant as policy; notes and hidden files may stand beside them.

    Raises:
        ConfigurationError: one is no plain file, or larger than any policy.
    """
    found = sorted(path for path in folder.iterdir() if path.name.casefold().endswith(TABLES))
    found = [path for path in found if not path.name.startswith((".", "~"))]
    for path in found:
        if not path.is_file():
            raise ConfigurationError(f"{shown(path.name)} is no plain file; put one there.")
        if (size := path.stat().st_size) > LARGEST_TABLE:
            raise ConfigurationError(
                f"{shown(path.name)} has {size:,} bytes; a policy file has at most {LARGEST_TABLE:,}, so shorten it."
            )
    return found


def _overlaid(path: Path, defaults: list[Row]) -> list[Row]:
    rows = _read(path)
    columns = _header(DEFAULT_POLICY / path.name)
    keys = OVERLAID.get(path.stem)
    kinds = COLUMN_KINDS.get(path.stem, {})
    optional = {column for column in columns if kinds.get(column, "").startswith("optional_")}
    needed = (*keys, "value") if keys else [column for column in columns if column not in optional]
    for column in needed:
        if rows and column not in rows[0] and column != "product":
            raise ConfigurationError(f"{path.name} has no column '{column}'; it needs {', '.join(needed)}.")
    if keys is None:
        return [{column: row.get(column, "") for column in columns} for row in rows]
    changed: dict[tuple[str, ...], str] = {}
    for row in rows:
        if (named := tuple(row.get(key, "") for key in keys)) in changed:
            raise ConfigurationError(f"{path.name}: '{row['name']}' stands twice; keep one row of it.")
        changed[named] = row["value"]
    known = {row["name"] for row in defaults}
    for key in changed:
        if key[-1] not in known:
            raise ConfigurationError(f"{path.name}: '{key[-1]}' is no name it knows{_suggestion(key[-1], known)}.")
    merged = [{**row, "value": changed.pop(tuple(row[key] for key in keys), row["value"])} for row in defaults]
    described = {row["name"]: row for row in defaults}
    return merged + [
        {**described[key[-1]], **dict(zip(keys, key, strict=True)), "value": value} for key, value in changed.items()
    ]


def _read(path: Path) -> list[Row]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            rows = [{name.strip(): (value or "").strip() for name, value in row.items() if name} for row in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise ConfigurationError(f"{path.name} cannot be read as UTF-8 CSV ({error}); save it as such.") from error
    return rows


def _header(path: Path) -> tuple[str, ...]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return tuple(next(csv.reader(file)))


def _suggestion(name: str, known: Mapping[str, object] | set[str]) -> str:
    close = difflib.get_close_matches(name, list(known), n=1)
    return f" (did you mean '{close[0]}'?)" if close else ""
