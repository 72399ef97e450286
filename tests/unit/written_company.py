"""A company with a CRM behind a server on loopback, and versions of which it is told."""

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from published_home import policy_folder, publish
from sources.crms import CrmReplay

from flows.settings import Home
from flows.write_back.run import Outcomes, Request, write_back
from flows.write_back.summary import refuse_incomplete, summary_lines

NOW = "2026-07-01T06:00:00Z"
# Waits that a test can wait for.
HASTY = {
    "source_retries": "2",
    "source_wait_seconds": "0.01",
    "source_longest_wait_seconds": "2",
    "source_answer_seconds": "5",
}
MARTS = ("sync_salesforce_accounts", "sync_hubspot_companies")
# Account number, segment, health score, next care date, top signal.
Row = tuple[int, str, float | None, str | None, str | None]


@dataclass
class Company:
    """The home, the CRM, and the folder of the policy."""

    home: Home
    crm: CrmReplay
    policy: Path
    versions: int = 0

    def publish(self, *rows: Row, as_of: str = "2026-06-30") -> str:
        """A version that says this of accounts, and the same to both CRMs."""
        self.versions += 1
        told = [(self.crm.identity(number), *values) for number, *values in rows]
        more = "".join(_table(mart, told, as_of) for mart in MARTS)
        return publish(self.home, self.versions, as_of, more=more)

    def decide(self, **settings: int | str) -> None:
        """Other settings than the shipped ones."""
        policy_folder(self.policy, **HASTY, **settings)

    def write_back(self, *, apply: bool = True, **options: Any) -> Outcomes:
        """One write-back in this process."""
        return write_back(Request(self.home, self.crm.source, self.policy, apply, **options))

    def said(self, *, apply: bool = True, **options: Any) -> list[str]:
        """What one write-back says, the sentence of its error last."""
        outcomes = self.write_back(apply=apply, **options)
        lines = list(summary_lines(outcomes))
        try:
            refuse_incomplete(outcomes)
        except Exception as error:
            lines.append(str(error))
        return lines

    def log(self, *outcomes: str) -> list[tuple[Any, ...]]:
        """The lines of the log of these outcomes: account number, column, old and new value, outcome, reason."""
        lines = map(json.loads, self.log_file.read_text(encoding="utf-8").splitlines())
        return [
            (self.number(line["account_id"]), *(line[name] for name in ("column", "old", "new", "outcome", "reason")))
            for line in lines
            if line["outcome"] in outcomes
        ]

    @property
    def log_file(self) -> Path:
        """The log itself."""
        return self.home.write_back / "log.jsonl"

    def number(self, account: str) -> int:
        """The number of an account of this id."""
        return int(account.removeprefix("001").removesuffix("AAA")) % 1_000

    def held(self, number: int) -> tuple[Any, ...]:
        """What the CRM holds of an account, in the order of a row."""
        values = self.crm.present[self.crm.identity(number)]
        score = values.get("health_score")
        parts = (values.get("segment"), None if score is None else float(score))
        return (*parts, values.get("next_care_date"), values.get("top_signal"))


def company_of(folder: Path, crm: CrmReplay, accounts: int, monkeypatch: pytest.MonkeyPatch) -> Company:
    """A company whose CRM holds so many accounts without values."""
    home = Home(folder / "home")
    home.root.mkdir(parents=True)
    (home.root / "sources.yml").write_text(yaml.safe_dump({crm.source: crm.section()}), encoding="utf-8")
    crm.present = {crm.identity(number): {} for number in range(1, accounts + 1)}
    for name, value in {**crm.environment, "ACCOUNT360_NOW": NOW}.items():
        monkeypatch.setenv(name, value)
    company = Company(home, crm, folder / "policy")
    company.decide()
    return company


def environment(company: Company) -> dict[str, str]:
    """The environment of the command for a company."""
    return {**os.environ, **company.crm.environment, "ACCOUNT360_NOW": NOW}


def _table(mart: str, rows: list[tuple[Any, ...]], as_of: str) -> str:
    values = ", ".join(f"({', '.join(map(_literal, row))}, date '{as_of}')" for row in rows)
    columns = "account_id, segment, health_score, next_care_date, top_signal, as_of"
    types = (
        "account_id varchar, segment varchar, health_score double, next_care_date date, top_signal varchar, as_of date"
    )
    filled = f"insert into {mart} ({columns}) values {values};" if rows else ""
    return f"create table {mart} ({types}); {filled}"


def _literal(value: object) -> str:
    return "null" if value is None else f"'{value}'"
