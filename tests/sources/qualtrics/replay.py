"""Qualtrics' API as its documentation describes it: surveys, and exports that are asked for, waited for and fetched."""

import csv
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sources.replay import Replay, Request, Response

TOKEN = "qualtrics-test-token"
EPOCH = 1_767_225_600  # 2026-01-01T00:00:00Z
# The columns of an export: their names, their labels (in the language of the user) and their ids.
COLUMNS = (
    ("StartDate", "Anfangsdatum", "startDate"),
    ("EndDate", "Enddatum", "endDate"),
    ("Status", "Antworttyp", "status"),
    ("IPAddress", "IP-Adresse", "ipAddress"),
    ("Progress", "Aktueller Stand", "progress"),
    ("Duration (in seconds)", "Dauer (in Sekunden)", "duration"),
    ("Finished", "Beendet", "finished"),
    ("RecordedDate", "Erfassungsdatum", "recordedDate"),
    ("ResponseId", "Antwort-ID", "_recordId"),
    ("RecipientLastName", "Nachname", "recipientLastName"),
    ("RecipientEmail", "E-Mail", "recipientEmail"),
    ("ExternalReference", "Externe Datenreferenz", "externalDataReference"),
    ("Q1_NPS_GROUP", "Wie wahrscheinlich\nist es? - Gruppe", "QID1_NPS_GROUP"),
    ("Q1", "Wie wahrscheinlich\nist es?", "QID1"),
    ("Q2", "Warum?", "QID2_TEXT"),
)


def moment(minute: int) -> str:
    """So many minutes into 2026, as an export writes moments."""
    return f"{datetime.fromtimestamp(EPOCH + 60 * minute, UTC):%Y-%m-%d %H:%M:%S}"


@dataclass
class Exports:
    """The jobs under way: what each is to hold, and how often it has been asked for."""

    contents: dict[str, bytes] = field(default_factory=dict)
    polls: dict[str, int] = field(default_factory=dict)


class QualtricsReplay(Replay):
    """A brand with two surveys on two pages; an export is ready when it is asked for the second time."""

    source, stream, number_field = "qualtrics", "responses", "status"
    surveys = ("SV_1", "SV_2")

    def __init__(self) -> None:
        super().__init__(
            secrets={"ACCOUNT360_QUALTRICS_API_TOKEN": TOKEN},
            policy={"source_surveys.csv": ["qualtrics,,QID1,NPS,,email,,QID2_TEXT"]},
        )
        self.exports = Exports()

    def section(self) -> dict[str, Any]:
        """Its section of sources.yml."""
        return {"address": self.address, "poll_seconds": 0.001}

    def make(self, number: int, minute: int = 0) -> dict[str, Any]:
        """One response, by the ids of the columns."""
        return {
            "survey": "SV_1",
            "startDate": moment(minute),
            "endDate": moment(minute),
            "status": "0",
            "ipAddress": "192.0.2.1",
            "progress": "100",
            "duration": "38",
            "finished": "1",
            "recordedDate": moment(minute),
            "_recordId": f"R_{number}",
            "recipientLastName": "Virtanen",
            "recipientEmail": f"person{number}@acme.example",
            "externalDataReference": f"A{number % 3}",
            "QID1": str(number % 11),
            "QID2_TEXT": f"Comment {number}",
        }

    def golden(self) -> dict[str, list[dict[str, Any]]]:
        """A promoter late in the evening, a preview, an imported anonymous answer, and one without a score."""
        promoter = {**self.make(1, 22 * 60 + 1), "_recordId": "R_P", "QID1": "10", "QID1_NPS_GROUP": "3"}
        promoter["QID2_TEXT"] = 'Simple, "fast",\nkind'
        preview = {**self.make(2, 5), "_recordId": "R_V", "status": "1"}
        imported = {**self.make(3, 6), "_recordId": "R_I", "status": "4", "survey": "SV_2", "QID1": "0"}
        imported |= {"recipientEmail": "", "externalDataReference": "", "QID2_TEXT": ""}
        silent = {**self.make(4, 7), "_recordId": "R_S", "QID1": ""}
        return {self.stream: [promoter, preview, imported, silent]}

    def is_authorised(self, request: Request) -> bool:
        """The token in a header of its own."""
        return request.headers.get("X-API-TOKEN") == TOKEN

    def answer(self, request: Request) -> Response:
        """The surveys, a job that was begun, how far it is, or its file."""
        parts = request.path.removeprefix("/API/v3/surveys").strip("/").split("/")
        if parts == [""]:
            place = int(request.query.get("offset", 0))
            following = f"{self.address}/API/v3/surveys?offset={place + 1}" if place + 1 < len(self.surveys) else None
            found = [{"id": self.surveys[place], "name": "How are we doing?", "isActive": place == 0}]
            return Response({"result": {"elements": found, "nextPage": following}, "meta": {}})
        if request.method == "POST":
            return self._begun(parts[0], request.body)
        if parts[-1] == "file":
            return Response(self.exports.contents[parts[2].removeprefix("file-")], headers={"Content-Type": "zip"})
        job = parts[2]
        self.exports.polls[job] = self.exports.polls.get(job, 0) + 1
        if self.exports.polls[job] == 1:
            return Response({"result": {"percentComplete": 40.0, "status": "inProgress"}, "meta": {}})
        return Response(
            {"result": {"percentComplete": 100.0, "status": "complete", "fileId": f"file-{job}"}, "meta": {}}
        )

    def _begun(self, survey: str, asked: Mapping[str, Any]) -> Response:
        if asked.get("format") != "csv" or asked.get("useLabels") is not False:
            return Response({"meta": {"error": {"errorCode": "BRE_0"}}}, 400)
        first, last = (_plain(asked.get(name, other)) for name, other in (("startDate", "0"), ("endDate", "9")))
        found = [
            item
            for item in self.objects.get(self.stream, [])
            if item["survey"] == survey and first <= item["recordedDate"] < last
        ]
        job = f"ES_{len(self.exports.contents)}"
        self.exports.contents[job] = packed(found)
        return Response({"result": {"progressId": job, "percentComplete": 0.0, "status": "inProgress"}, "meta": {}})


def packed(found: Sequence[Mapping[str, Any]]) -> bytes:
    """An export of responses: a zip with a CSV with three header rows."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([name for name, _, _ in COLUMNS])
    writer.writerow([label for _, label, _ in COLUMNS])
    writer.writerow([json.dumps({"ImportId": place}) for _, _, place in COLUMNS])
    writer.writerows([item.get(place, "") for _, _, place in COLUMNS] for item in found)
    return zipped(text.getvalue().encode())


def zipped(content: bytes) -> bytes:
    """A zip with one CSV."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("How are we doing.csv", content)
    return archive.getvalue()


def _plain(moment_asked: str) -> str:
    return moment_asked.replace("T", " ").removesuffix("Z")


def replay() -> Replay:
    """An empty brand."""
    return QualtricsReplay()
