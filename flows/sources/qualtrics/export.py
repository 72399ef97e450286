"""An export of Qualtrics: a zip with one CSV whose three header rows name, label and identify its columns."""

import csv
import io
import json
import zipfile
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from flows.errors import SourceError
from flows.extraction.answers import answered, with_answers

PAGE = 5_000
HEADERS = 3
RECORD = "_recordId"
# What Qualtrics itself says of a response, by the ids of its columns.
META = {
    "startDate": True,
    "endDate": True,
    "status": True,
    "finished": True,
    "progress": True,
    "duration": True,
    "recordedDate": True,
    RECORD: True,
    "recipientEmail": True,
    "externalDataReference": True,
    "distributionChannel": True,
    "userLanguage": True,
    # Where people are, and their names, is nobody's concern here.
    "ipAddress": False,
    "locationLatitude": False,
    "locationLongitude": False,
    "recipientFirstName": False,
    "recipientLastName": False,
}
MOMENTS = ("startDate", "endDate", "recordedDate")
Fault = Callable[[str], SourceError]


def responses_of(packed: bytes, survey: str, largest: int, fault: Fault) -> Iterator[list[dict[str, Any]]]:
    """The responses of an export, page by page.

    Args:
        packed: the zip.
        survey: the survey's id.
        largest: bytes that the unpacked export may have.
        fault: makes the error of a sentence about this source.

    Raises:
        SourceError: it is no such export, or too large.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(packed)) as archive:
            (name,) = archive.namelist()
            if archive.getinfo(name).file_size > largest:
                raise fault(
                    "gave an export that is larger, unpacked, than largest_answer_mb in settings.csv; raise it, or set "
                    "start_date so that months are exported one by one"
                )
            with archive.open(name) as file:
                yield from _pages(io.TextIOWrapper(file, encoding="utf-8-sig", newline=""), survey, fault)
    except (zipfile.BadZipFile, ValueError, csv.Error, NotImplementedError, RuntimeError):
        raise fault(
            "gave an export that is no zip with one CSV; run again, and tell its maker if it stays so"
        ) from None


def _pages(lines: Iterator[str], survey: str, fault: Fault) -> Iterator[list[dict[str, Any]]]:
    rows = csv.reader(lines)
    headers = list(islice(rows, HEADERS))
    columns = _columns(headers[2]) if len(headers) == HEADERS else []
    if RECORD not in columns:
        raise fault("gave an export without the third header row, which identifies its columns; tell its maker")
    page: list[dict[str, Any]] = []
    for row in rows:
        page.append(_response(columns, row, survey))
        if len(page) == PAGE:
            yield page
            page = []
    yield page


def _columns(header: Sequence[str]) -> list[str]:
    return [str(json.loads(cell).get("ImportId", "")) for cell in header]


def _response(columns: Sequence[str], row: Sequence[str], survey: str) -> dict[str, Any]:
    """A response with what is said of it by its columns' ids, and every other column as an answer."""
    cells = {column: cell for column, cell in zip(columns, row, strict=True) if cell != ""}
    about: dict[str, Any] = {column: cells.get(column) for column, is_read in META.items() if is_read}
    about |= {column: _in_utc(about[column]) for column in MOMENTS if about[column]}
    answers = [_answer(column, cell) for column, cell in cells.items() if column not in META]
    kept = {**about, "id": about[RECORD], "survey_id": survey, "respondent_email": about["recipientEmail"]}
    return with_answers(kept, answers)


def _answer(column: str, cell: str) -> dict[str, Any]:
    """A cell as a score when it is a whole number, and as words in any case."""
    digits = cell.strip().lstrip("-")
    return answered(column, cell.strip() if digits.isascii() and digits.isdigit() else None, cell)


def _in_utc(moment: str) -> str:
    """A moment of an export, which has no offset and is in UTC, in ISO 8601."""
    try:
        found = datetime.fromisoformat(moment)
    except ValueError:
        return moment
    return f"{found.replace(tzinfo=found.tzinfo or UTC):%Y-%m-%dT%H:%M:%S%z}"
