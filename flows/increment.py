"""What a night takes over from the one before: a warehouse built to its end, of which it renews what has changed."""

from __future__ import annotations

import contextlib
import hashlib
import json
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import duckdb

from flows.capacity import MEBIBYTE, landed_text_bytes
from flows.constraints import Condition, Key
from flows.files import sync_file, write_atomically
from flows.landing.columns import quoted
from flows.parsed_models import parsed_file
from flows.policy import Policy
from flows.runs import Run
from flows.settings import SPARK

if TYPE_CHECKING:
    from dbt.contracts.graph.nodes import ModelNode

KEPT = "increment.json"
Constraint = TypeVar("Constraint", Key, Condition)
# The columns that tell whose a row is, the first of them that a table has.
SUBJECTS = ("account_id", "customer_id", "source_account_id")


@dataclass(frozen=True)
class Increment:
    """What a night goes on from.

    Attributes:
        after: the run that built the warehouse.
        nights: how many nights in a row have gone on from another one by then.
        landed: by path below the landing, the run that landed each file and its checksum, as the warehouse has them.
        policy: a digest of each table of the policy it was built by.
        project: what the models, dbt and DuckDB were.
    """

    after: str
    nights: int
    landed: Mapping[str, list[str]]
    policy: Mapping[str, str]
    project: str

    def open_books(self, connection: duckdb.DuckDBPyConnection, run: Run, views: Iterable[str]) -> None:
        """Begin the books of a night: of the policy and of the landing it is known already how much has changed.

        Args:
            connection: the warehouse.
            run: the night.
            views: the views of the landing.
        """
        connection.execute("create or replace table increment.extents (name varchar, extent varchar)")
        connection.execute("create or replace table increment.changes (name varchar, id varchar)")
        policy = _fingerprints(run.policy)
        extents = [(f"policy.{name}", "none") for name, content in policy.items() if self.policy.get(name) == content]
        grown = {"__".join(path.split("/")[:2]) for path in _landed(run) if path not in self.landed}
        extents += [(f"landing.{view}", "some" if view in grown else "none") for view in views]
        names, states = zip(*extents, strict=True)
        connection.execute("insert into increment.extents select unnest(?), unnest(?)", [names, states])

    def in_doubt(self, connection: duckdb.DuckDBPyConnection, stated: Iterable[Constraint]) -> Iterator[Constraint]:
        """Of what held of all tables the night before, what may not of changed ones, and of which rows where we know.

        Args:
            connection: the warehouse.
            stated: keys or conditions.
        """
        books = "increment.extents left join increment.models using (name)"
        found = connection.execute(f"select name, extent, subject from {books}").fetchall()
        changed = {name: subject if extent == "some" else None for name, extent, subject in found if extent != "none"}
        for one in stated:
            _, name = one.relation.replace('"', "").split(".", 1)
            if name not in changed:
                continue
            subject = changed[name]
            if subject is not None and one.is_decided_within(subject):
                theirs = f"select id from increment.changes where name = '{name}'"
                yield replace(one, rows=f"coalesce({quoted(subject)}, '') in ({theirs})")
            else:
                yield one

    def variables(self, run: Run) -> dict[str, Any]:
        """What the models are told of it."""
        with contextlib.closing(duckdb.connect(str(run.warehouse), read_only=True)) as connection:
            ids = connection.execute("select count(distinct id) from increment.links").fetchall()[0][0]
        share = float(run.policy.number("increment_share"))
        return {"increment_after": self.after, "increment_ids": max(ids, 1), "increment_share": share}


def taken_over(run: Run, *, is_asked_for: bool) -> Increment | None:
    """Take over the warehouse of the night before, or clear it away where it cannot serve.

    It serves when it was built to its end by the same project and DuckDB, what had landed by then stands as it stood,
    and neither the policy nor the caller asks for a whole night. A night that is killed leaves one that does not.

    Args:
        run: the night.
        is_asked_for: False when it must be cleared away in any case.

    Returns:
        What there is to go on from; None when the warehouse must be built from nothing.
    """
    kept = run.workshop / KEPT
    before = _read(kept)
    # From now on the warehouse is neither what it was nor what it will be.
    kept.unlink(missing_ok=True)
    if not is_asked_for or before is None or not _serves(run, before):
        shutil.rmtree(run.workshop, ignore_errors=True)
        run.workshop.mkdir(parents=True)
        return None
    return before


def keep_for_next(run: Run, models: Iterable[ModelNode], increment: Increment | None) -> None:
    """Enter into the books how every table was made, and say that the warehouse was built to its end.

    Args:
        run: the run that has built it.
        models: the models that were built, as dbt compiled them.
        increment: what this run itself went on from.
    """
    if run.answers_the_past or not _is_wanted(run):
        return
    with contextlib.closing(duckdb.connect(str(run.warehouse))) as connection:
        subjects = _subjects(connection)
        connection.execute("create schema if not exists increment")
        connection.execute("create or replace table increment.links (id varchar, other_id varchar)")
        connection.execute(
            "create or replace table increment.models (name varchar, statement varchar, subject varchar, ties varchar)"
        )
        entries = [
            (
                f"{model.schema}.{model.alias}",
                hashlib.md5((model.compiled_code or "").encode(), usedforsecurity=False).hexdigest(),
                subjects.get((model.schema, model.alias)),
                _ties(model),
            )
            for model in models
        ]
        if entries:
            columns = [list(column) for column in zip(*entries, strict=True)]
            connection.execute(
                "insert into increment.models select unnest(?::varchar[]), unnest(?::varchar[]), unnest(?::varchar[]), "
                "unnest(?::varchar[])",
                columns,
            )
        for *_, ties in entries:
            if ties:
                connection.execute(ties)
    # It was built without waiting for the disk; what says that it is whole must not outlive it.
    sync_file(run.warehouse)
    nights = increment.nights + 1 if increment else 0
    state = Increment(run.run_id, nights, _landed(run), _fingerprints(run.policy), _project(run))
    write_atomically(run.workshop / KEPT, json.dumps(asdict(state)).encode())


def _read(kept: Path) -> Increment | None:
    try:
        return Increment(**json.loads(kept.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        # There was no night before, or it was killed, or another release kept other things.
        return None


def _is_wanted(run: Run) -> bool:
    """Whether DuckDB builds the models, and the company is so large that comparing costs less than building."""
    if run.request.engine == SPARK:
        return False
    from_bytes = MEBIBYTE * run.policy.count("increment_from_mb")
    return run.policy.count("increment_nights") > 0 and landed_text_bytes(run) >= from_bytes


def _serves(run: Run, before: Increment) -> bool:
    too_many = before.nights >= run.policy.count("increment_nights")
    if run.answers_the_past or run.request.full_refresh or too_many or not run.warehouse.exists():
        return False
    landed = _landed(run)
    stands = all(landed.get(path) == content for path, content in before.landed.items())
    # What lands later has a later run's number.
    later = all(path in before.landed or run_id > before.after for path, (run_id, _) in landed.items())
    return stands and later and before.project == _project(run) and _is_wanted(run)


def _landed(run: Run) -> dict[str, list[str]]:
    """The run that landed each file, and the checksum of the file, by its path below the landing."""
    return {file.path: [commit.run_id, file.sha256] for commit in run.landing.commits() for file in commit.files}


def _project(run: Run) -> str:
    """What the models, dbt and DuckDB are."""
    return f"{duckdb.__version__} {parsed_file(Path(), run.workshop / 'policy').name}"


def _fingerprints(policy: Policy) -> dict[str, str]:
    """A digest of each table of a policy by its name; dbt writes over the files that it loads them from."""
    return {name: hashlib.sha256(json.dumps(rows).encode()).hexdigest() for name, rows in policy.tables.items()}


def _subjects(connection: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], str]:
    """By schema and table, the column that tells whose a row is."""
    columns = connection.execute(
        "select table_schema, table_name, column_name from information_schema.columns where column_name in ?",
        [SUBJECTS],
    ).fetchall()
    return {
        (schema, table): column
        for schema, table, column in sorted(columns, key=lambda row: SUBJECTS.index(row[2]), reverse=True)
    }


def _ties(model: ModelNode) -> str | None:
    """The statement that enters which ids two columns of a model tie to each other; None when it ties none."""
    columns = model.config.meta.get("ties")
    if not columns:
        return None
    one, other = (quoted(column) for column in columns)
    return (
        f"insert into increment.links select distinct unnest([{one}, {other}]), unnest([{other}, {one}]) "
        f"from {model.relation_name} where {one} is not null and {other} is not null"
    )
