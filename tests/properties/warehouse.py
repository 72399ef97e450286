"""A warehouse in memory: the models' own compiled SQL over a book of a few rows, in a fraction of a second."""

import contextlib
import importlib.util
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Protocol

import duckdb

from flows.dbt_calls import call_dbt
from flows.landing.columns import CARRIED, quoted
from flows.nightly import take_in
from flows.parsed_models import keep_parsed, load_parsed, parsed_file
from flows.policy import load_policy
from flows.runs import Run
from flows.settings import DBT_PROJECT, DEFAULT_POLICY, cache_folder
from flows.sources import connectors
from flows.sources.files.streams import load_streams
from flows.warehouse import prepare_warehouse
from properties.books import literal

# Stands in the compiled SQL wherever the knowledge date does, and nowhere else.
PLACEHOLDER_DATE = "1987-06-05"
SCHEMAS = ("landing", "policy", "staging", "intermediate", "main", "semantic")


@dataclass(frozen=True)
class Model:
    """One compiled model, with the names of what it reads."""

    name: str
    relation: str
    sql: str
    reads: tuple[str, ...]
    # A model in Python has a file of its own and no SQL.
    file: Path | None = None


class Project:
    """The compiled models and the policy's tables by their unique ids, and the tie-outs over them by name."""

    def __init__(self, models: Mapping[str, Model], tie_outs: Mapping[str, Model] | None = None) -> None:
        self.models = models
        self.tie_outs = tie_outs or {}

    def needed_for(self, names: Iterable[str]) -> list[Model]:
        """The models of these names and everything they rest on, in an order in which they can be built."""
        wanted = set(names)
        ordered: dict[str, Model] = {}
        for key, model in self.models.items():
            if model.name in wanted:
                self._add_with_ancestors(key, ordered)
        missing = wanted - {model.name for model in ordered.values()}
        if missing:
            raise LookupError(f"No compiled model is named {', '.join(sorted(missing))}.")
        return list(ordered.values())

    def _add_with_ancestors(self, key: str, ordered: dict[str, Model]) -> None:
        if key in ordered or key not in self.models:
            return
        for ancestor in self.models[key].reads:
            self._add_with_ancestors(ancestor, ordered)
        ordered[key] = self.models[key]

    def resting_on(self, name: str, wanted: Iterable[str]) -> list[Model]:
        """Of the models that some marts need, those that read a model or anything made of it, in order."""
        changed = {key for key, model in self.models.items() if model.name == name}
        found = []
        keys = {model.name: key for key, model in self.models.items()}
        for model in self.needed_for(wanted):
            if changed.intersection(model.reads):
                changed.add(keys[model.name])
                found.append(model)
        return found

    @cached_property
    def empty_landing(self) -> str:
        """Statements that make an empty landing of dropped files."""
        streams = {name: [*stream.columns, "_extra"] for name, stream in load_streams().items()}
        streams["refused_rows"] = ["stream", "column_name", "value", "expected", "raw"]
        return "; ".join(
            f"create table landing.files__{name} ({_typed_columns(columns)})" for name, columns in streams.items()
        )


class Books(Protocol):
    """What a company has landed, the date at which it is looked at, and the settings of its own."""

    @property
    def as_of(self) -> date:
        """The date at which the company is looked at."""

    @property
    def policy(self) -> Mapping[str, str]:
        """Settings that are not the shipped ones, by name."""

    def land(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Fill the empty landing of a warehouse in memory."""


class Warehouse:
    """What a book became."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, day: str) -> None:
        self.connection = connection
        self.day = day

    def records(self, relation: str) -> list[dict[str, Any]]:
        """The rows of a relation as dicts, in the order of all their columns."""
        found = self.connection.execute(f"select * from {relation} order by all")
        names = [column[0] for column in found.description or ()]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]

    def remake(self, models: Iterable[Model], project: Project) -> None:
        """Build some models again, after what they read has been changed by hand."""
        for model in models:
            self.connection.execute(f"drop table {model.relation}")
            _make(self.connection, project, model, self.day)

    def broken(self, tie_out: Model) -> list[tuple[Any, ...]]:
        """The rows with which a tie-out fails; none when it holds."""
        return self.connection.execute(tie_out.sql.replace(PLACEHOLDER_DATE, self.day)).fetchall()


def compile_project(folder: Path) -> None:
    """Let dbt compile every model into a folder, with the placeholder as the knowledge date."""
    # In a process of its own, so that it can go on beside whatever the worker does with dbt.
    command = [sys.executable, "-m", "properties.warehouse", str(folder)]
    done = subprocess.run(
        command,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[1])},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"The models do not compile: {done.stdout}{done.stderr}")


def _compile(folder: Path) -> None:
    seeds = folder / "policy"
    load_policy().write(seeds)
    # The parsed project, which the nights of the tests take over, names the database after the file.
    os.environ |= {"ACCOUNT360_SEEDS": str(seeds), "ACCOUNT360_WAREHOUSE": str(folder / "warehouse.duckdb")}
    kept = parsed_file(cache_folder() or folder, seeds)
    places = ["--project-dir", DBT_PROJECT, "--profiles-dir", DBT_PROJECT, "--target-path", folder]
    known = {"as_of": PLACEHOLDER_DATE, "landed_sources": ["files"]}
    command = ["compile", "--no-populate-cache", "--quiet", "--vars", json.dumps(known), *map(str, places)]
    result = call_dbt(command, load_parsed(kept, seeds), folder / "dbt.log")
    keep_parsed(kept, folder)
    if not result.success:
        raise SystemExit((folder / "dbt.log").read_text(encoding="utf-8")[-4000:])


def read_project(folder: Path, policy: Path | None = None) -> Project:
    """What `compile_project` left in a folder; the policy is the shipped one unless a folder is named."""
    nodes = _nodes(folder)
    seeds = {
        key: _seed(node, policy or DEFAULT_POLICY) for key, node in nodes.items() if node["resource_type"] == "seed"
    }
    compiled = {key: node for key, node in nodes.items() if node.get("language") == "sql"}
    models = {key: _model(node) for key, node in nodes.items() if node["resource_type"] == "model" and _is_made(node)}
    tie_outs = {node["name"]: _model(node) for node in compiled.values() if node["name"].startswith("assert_")}
    return Project({**seeds, **models}, tie_outs)


@cache
def _nodes(folder: Path) -> dict[str, Any]:
    nodes: dict[str, Any] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["nodes"]
    return nodes


@contextmanager
def build(
    project: Project, book: Books, *marts: str, as_of: date | None = None, threads: int = 1
) -> Iterator[Warehouse]:
    """Build some marts, and what they rest on, from a book as it is known at a date (its own when not given)."""
    day = (as_of or book.as_of).isoformat()
    with duckdb.connect(":memory:", config={"threads": threads}) as connection:
        connection.execute("set TimeZone = 'UTC'")
        connection.execute("; ".join(f"create schema if not exists {schema}" for schema in SCHEMAS))
        connection.execute(project.empty_landing)
        book.land(connection)
        for model in project.needed_for(marts):
            _make(connection, project, model, day)
            if model.name == "settings":
                _apply_policy(connection, model, book.policy)
        yield Warehouse(connection, day)


def build_everything(project: Project, warehouse: Path, day: date) -> None:
    """Build every model in a file whose landing is there already."""
    with contextlib.closing(duckdb.connect(str(warehouse))) as connection:
        connection.execute("set TimeZone = 'UTC'")
        connection.execute("; ".join(f"create schema if not exists {schema}" for schema in SCHEMAS))
        for model in project.needed_for(model.name for model in project.models.values()):
            _make(connection, project, model, day.isoformat())


def built_from_inbox(run: Run, compiled_project: Path) -> Path:
    """Read, land and build what lies in an inbox by the night's own SQL, without the gates, the report and dbt around.

    Returns:
        The warehouse, which the next run of the home begins anew.
    """
    take_in(run)
    prepare_warehouse(run, {name: source.streams() for name, source in connectors().items()})
    build_everything(read_project(compiled_project, run.workshop / "policy"), run.warehouse, run.as_of)
    return run.warehouse


def _make(connection: duckdb.DuckDBPyConnection, project: Project, model: Model, day: str) -> None:
    if model.file:
        _run_python(connection, project, model, model.file)
    else:
        connection.execute(f"create table {model.relation} as {model.sql.replace(PLACEHOLDER_DATE, day)}")


def published(
    project: Project, book: Books, *marts: str, as_of: date | None = None, threads: int = 1
) -> dict[str, Any]:
    """The rows of some marts by their names: what two builds are compared by."""
    with build(project, book, *marts, as_of=as_of, threads=threads) as warehouse:
        # Two marts go by the names of tables of the policy, and are made by models of other names.
        relations = {model.name: model.relation for model in project.models.values()}
        return {mart: warehouse.records(relations[mart]) for mart in marts}


class _Dbt:
    """What a model in Python asks of dbt: the relations that it reads."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, project: Project) -> None:
        self._connection = connection
        self._relations = {model.name: model.relation for model in project.models.values()}

    def ref(self, name: str) -> duckdb.DuckDBPyRelation:
        return self._connection.sql(f"select * from {self._relations[name]}")


@cache
def _python_model(file: Path) -> Callable[[_Dbt, duckdb.DuckDBPyConnection], Any]:
    specification = importlib.util.spec_from_file_location(file.stem, file)
    if specification is None or specification.loader is None:
        raise LookupError(f"{file} is no module.")
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    built: Callable[[_Dbt, duckdb.DuckDBPyConnection], Any] = module.model
    return built


def _run_python(connection: duckdb.DuckDBPyConnection, project: Project, model: Model, file: Path) -> None:
    made = _python_model(file)(_Dbt(connection, project), connection)
    connection.register("made_in_python", made)
    connection.execute(f"create table {model.relation} as select * from made_in_python")
    connection.unregister("made_in_python")


def _typed_columns(columns: Iterable[str]) -> str:
    typed = {**dict.fromkeys(columns, "varchar"), **CARRIED}
    return ", ".join(f"{quoted(name)} {kind}" for name, kind in typed.items())


def _relation(node: Mapping[str, Any]) -> str:
    return f"{quoted(node['schema'])}.{quoted(node['alias'])}"


def _portable(node: Mapping[str, Any]) -> str:
    # The file that dbt was pointed at is another database than the one the SQL is run in.
    return str(node["compiled_code"]).replace(f"{quoted(node['database'])}.", "")


def _is_made(node: Mapping[str, Any]) -> bool:
    """Whether a night over files makes it: what other systems give is not staged then."""
    return node["fqn"][1] != "staging" or node["fqn"][2] in {"files", "runs"}


def _model(node: Mapping[str, Any]) -> Model:
    if node.get("language") == "python":
        file = DBT_PROJECT / node["original_file_path"]
        return Model(node["name"], _relation(node), "", tuple(node["depends_on"]["nodes"]), file)
    return Model(node["name"], _relation(node), _portable(node), tuple(node["depends_on"]["nodes"]))


def _seed(node: Mapping[str, Any], policy: Path) -> Model:
    file = policy / f"{node['name']}.csv"
    kinds = ", ".join(f"{literal(name)}: {literal(kind)}" for name, kind in node["config"]["column_types"].items())
    sql = f"select * from read_csv({literal(str(file))}, header = true, types = {{{kinds}}})"
    return Model(node["name"], _relation(node), sql, ())


def _apply_policy(connection: duckdb.DuckDBPyConnection, settings: Model, policy: Mapping[str, str]) -> None:
    for name, value in policy.items():
        connection.execute(
            f"update {settings.relation} set value = $value where name = $name", {"name": name, "value": value}
        )


if __name__ == "__main__":
    _compile(Path(sys.argv[1]))
