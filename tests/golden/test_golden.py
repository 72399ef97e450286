"""Cases worked out by hand: what is put into an inbox must come out of the published marts to the cent."""

import csv
from collections import Counter, defaultdict
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

import duckdb
import pytest
from nights import night
from properties.warehouse import built_from_inbox

from flows.runs import ask, open_run

# One worker runs each company once for all its cases.
pytestmark = pytest.mark.xdist_group("golden")

CASES = sorted(folder.parent for folder in Path(__file__).parent.glob("*/given"))
EXPECTATIONS = [file for case in CASES for file in sorted((case / "expect").glob("*.csv"))]
OWNERS = ("account_id", "customer_id")
RATIO_DECIMALS = 6

Row = dict[str, str]


def rows_of(file: Path) -> list[Row]:
    with file.open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))


def as_of(case: Path) -> str:
    return (case / "expect" / "as_of.txt").read_text(encoding="utf-8").strip()


def write_company(cases: list[Path], inbox: Path) -> None:
    """One inbox of several cases: their files one under the other, a row that two of them share once."""
    streams: defaultdict[str, list[Row]] = defaultdict(list)
    for file in (file for case in cases for file in sorted((case / "given").glob("*.csv"))):
        streams[file.stem] += [row for row in rows_of(file) if row not in streams[file.stem]]
    inbox.mkdir(parents=True)
    for stream, rows in streams.items():
        columns = dict.fromkeys(column for row in rows for column in row)
        with (inbox / f"{stream}.csv").open("w", encoding="utf-8", newline="") as text:
            writer = csv.DictWriter(text, fieldnames=list(columns), restval="")
            writer.writeheader()
            writer.writerows(rows)


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory, compiled_project: Path) -> "Published":
    return Published(tmp_path_factory.mktemp("golden"), compiled_project)


def night_of(case: Path) -> tuple[str, str]:
    """The date and the policy that a case is run with, which the cases of one company share."""
    policy = case / "given" / "policy"
    rules = [f"{file.name}\n{file.read_text(encoding='utf-8')}" for file in sorted(policy.glob("*.csv"))]
    return as_of(case), "".join(rules)


class Published:
    """What the companies of the cases come to, each when the first of its cases asks for it.

    The company of the most cases goes through a whole night. The others are read, landed and built alike, by the same
    SQL, without the gates, the report and dbt around it.
    """

    def __init__(self, folder: Path, compiled_project: Path) -> None:
        self.folder = folder
        self.compiled_project = compiled_project
        self.of_night = cache(self._run)
        self.fullest, _ = Counter(map(night_of, CASES)).most_common(1)[0]

    def _run(self, as_of: str, rules: str) -> Path:
        cases = [case for case in CASES if night_of(case) == (as_of, rules)]
        home = self.folder / cases[0].name
        write_company(cases, home / "inbox")
        day, policy = date.fromisoformat(as_of), cases[0] / "given" / "policy" if rules else None
        if (as_of, rules) == self.fullest:
            night(home, day, policy=policy)
            return home / "published" / "account360.duckdb"
        return built_from_inbox(open_run(ask(home, as_of=day, policy=policy)), self.compiled_project)


def comparable(value: object) -> object:
    if isinstance(value, float):
        return round(value, RATIO_DECIMALS)
    return value.normalize() if isinstance(value, Decimal) else value


def published_rows(database: Path, expected: Path) -> tuple[list[tuple[object, ...]], list[tuple[object, ...]]]:
    """The rows a case expects, typed as the mart types them, and those that the mart has for it."""
    mart, columns = expected.stem, list(rows_of(expected)[0])
    owner = next((column for column in OWNERS if column in columns), None)
    accounts = [row["account_id"] for row in rows_of(expected.parents[1] / "given" / "accounts.csv")]
    with duckdb.connect(str(database), read_only=True) as connection:
        described = connection.execute(f"describe {mart}").fetchall()
        types = {name: kind for name, kind, *_ in described}
        wanted = ", ".join(f"cast({column} as {types[column]})" for column in columns)
        read = connection.execute(f"select {wanted} from read_csv($file, all_varchar = true)", {"file": str(expected)})
        expects = read.fetchall()
        chosen = f"where {owner} in (select unnest($accounts))" if owner else ""
        query = f"select {', '.join(columns)} from {mart} {chosen}"
        finds = connection.execute(query, {"accounts": accounts} if owner else {}).fetchall()
    return _in_order(expects), _in_order(finds)


def _in_order(rows: list[tuple[object, ...]]) -> list[tuple[object, ...]]:
    return sorted((tuple(comparable(value) for value in row) for row in rows), key=repr)


@pytest.mark.parametrize("expected", EXPECTATIONS, ids=lambda file: f"{file.parents[1].name}-{file.stem}")
def test_the_published_mart_holds_what_was_worked_out_by_hand(expected: Path, published: Published) -> None:
    expects, finds = published_rows(published.of_night(*night_of(expected.parents[1])), expected)

    assert finds == expects


def test_every_case_has_its_working_and_accounts_of_its_own() -> None:
    owners = [(row["account_id"], night_of(case)) for case in CASES for row in rows_of(case / "given" / "accounts.csv")]

    assert len(owners) == len(set(owners))
    assert all((case / "README.md").exists() and any((case / "expect").glob("*.csv")) for case in CASES)
