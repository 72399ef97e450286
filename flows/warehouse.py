"""Building the models: the landed files become views, and one dbt call makes everything else of them."""

import contextlib
import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from flows.audit import add_results, fill_audit
from flows.constraints import TESTED_HERE, refuse_broken, stated_conditions, stated_keys, take_out_tests
from flows.databases import OUT_OF_MEMORY, hold_to_limits, literal, too_little_memory
from flows.dbt_calls import call_dbt
from flows.dropping import Dropping
from flows.errors import BuildError, ConfigurationError, InputError
from flows.increment import Increment, keep_for_next, taken_over
from flows.landing import register_landing
from flows.lineage import LINEAGE_FILE, write_lineage
from flows.parsed_models import Described, described, keep_parsed, load_parsed, parsed_file
from flows.progress import note
from flows.runs import Run
from flows.settings import DBT_PROJECT, SPARK, cache_folder
from flows.sources import connector_names

if TYPE_CHECKING:
    from dbt.contracts.graph.manifest import Manifest

DBT_FOLDER = "dbt"
# Its landing may be empty: every union has at least this part.
ALWAYS_STAGED = "files"
# The mart that tells what the gates found, the gate of the marts themselves among them.
RESULTS_MART = "data_quality_results"
# The model that names input on which no correct number can be built.
FATAL_PROBLEMS = "int_fatal_problems"
# What is read of the tables besides the marts when all are built.
READ_AFTERWARDS = (FATAL_PROBLEMS, "int_refused_rows")


def open_database(path: Path, run: Run) -> duckdb.DuckDBPyConnection:
    """A DuckDB file opened for writing within the run's memory and threads; `:memory:` too."""
    connection = duckdb.connect(str(path))
    hold_to_limits(connection, run.request.memory_limit, run.request.threads)
    connection.execute("set TimeZone = 'UTC'")
    # Nothing of the warehouse is read after a crash.
    connection.execute("set fsync_mode = 'NONE'")
    return connection


def prepare_warehouse(
    run: Run, streams: Mapping[str, Mapping[str, Sequence[str]]], *, keeps_tables: bool = True
) -> Increment | None:
    """Start a warehouse over the committed landing: an empty one, or that of the night before where it can serve.

    Args:
        run: the run.
        streams: the columns of each stream of each source.
        keeps_tables: whether the disk can hold every table, those that only later nights read among them.

    Returns:
        What there is to go on from; None when the warehouse is empty.
    """
    increment = taken_over(run, is_asked_for=keeps_tables)
    if not keeps_tables:
        note(
            "The disk cannot hold every table: those are dropped that nothing reads any more, so that the next night "
            "builds everything anew."
        )
    run.policy.write(run.workshop / "policy")
    with contextlib.closing(open_database(run.warehouse, run)) as connection:
        connection.execute("drop schema if exists audit cascade")
        views = register_landing(connection, run.landing, streams)
        fill_audit(connection, run)
        if increment:
            increment.open_books(connection, run, views)
    return increment


def build_models(run: Run, increment: Increment | None = None, *, keeps_tables: bool = True) -> dict[str, Described]:
    """Run dbt once over the whole project.

    Args:
        run: the run, whose warehouse has been prepared.
        increment: what there is to go on from; every model is made anew without it.
        keeps_tables: whether the disk can hold every table; otherwise those are dropped that nothing reads any more.

    Returns:
        What the project says of each model, by its name.

    Raises:
        InputError: the input contradicts itself so that no correct number can be built.
        BuildError: a model or a test of the warehouse failed.
    """
    target = run.home.work / DBT_FOLDER
    seeds = run.workshop / "policy"
    parsed = parsed_file(cache_folder() or target, seeds)
    os.environ |= {
        "ACCOUNT360_WAREHOUSE": str(run.warehouse),
        "ACCOUNT360_SEEDS": str(seeds),
        "ACCOUNT360_THREADS": str(run.request.threads),
        "ACCOUNT360_MEMORY_LIMIT": run.request.memory_limit,
    }
    on_spark = run.request.engine == SPARK
    # A night that cannot be published need not be built to its end.
    # A night that cannot be published need not be built to its end.
    command = ["build", "--fail-fast", "--exclude-resource-type", "unit_test"]
    # A test that reads what is left out among other tables is not left out with it.
    command += ["--indirect-selection", "cautious"]
    landed, absent = _landed_sources(run)
    # dbt would write all it knows of the project as a JSON that nobody reads.
    told = {"as_of": run.as_of.isoformat(), "landed_sources": landed}
    renewed = told | (increment.variables(run) if increment else {})
    options = ["--no-write-json", "--project-dir", str(DBT_PROJECT), "--profiles-dir", str(DBT_PROJECT)]
    options += ["--target-path", str(target), "--vars"]
    log = run.home.work / "logs" / "dbt.log"
    project = load_parsed(parsed, seeds)
    if project is None and not keeps_tables:
        # What reads what must be known before the first table is built.
        call_dbt(["parse", *options, json.dumps(told)], None, log)
        keep_parsed(parsed, target)
        project = _kept_project(parsed, seeds)
    dropping = None if keeps_tables or project is None else Dropping(project, READ_AFTERWARDS, absent)
    # DuckDB tests keys and conditions in one go, of which dbt would make a statement each.
    tests = take_out_tests(project) if project and not on_spark else {}
    excluded = [] if on_spark or tests else [f"test_name:{test}" for test in TESTED_HERE]
    excluded += [f"fqn:staging.{source}" for source in absent]
    command += ["--exclude", *excluded] if excluded else []
    if on_spark:
        _build_on_spark(run, command, [*options, json.dumps(told)], log)
        # What the gate of the marts finds is added to this one by the query of DuckDB.
        command = ["run", "--select", f"+{RESULTS_MART}"]
    note_success = dropping.note_success if dropping else None
    result = call_dbt([*command, *options, json.dumps(renewed)], project, log, note_success)
    keep_parsed(parsed, target)
    refuse_too_little_memory(run, result)
    if not result.success:
        # What the input got wrong may have broken a mart before the model that names it was built.
        # A project that a call was given is not fit for a second one.
        call_dbt(["run", "--select", f"+{FATAL_PROBLEMS}", *options, json.dumps(told)], load_parsed(parsed, seeds), log)
    refuse_fatal_problems(run)
    if not result.success:
        raise BuildError(_failure(result))
    _keep_query(run, result)
    project = project or _kept_project(parsed, seeds)
    project.nodes.update(tests)
    if not on_spark:
        _refuse_unsound(run, project, absent, increment, dropping)
    write_lineage(project, run.as_of, run.workshop / LINEAGE_FILE)
    if dropping:
        _write_compactly(run)
    else:
        keep_for_next(run, _models_of(result), increment)
    return described(project)


def _kept_project(parsed: Path, seeds: Path) -> "Manifest":
    project = load_parsed(parsed, seeds)
    if project is None:
        raise BuildError(f"dbt left no parsed project in {parsed}; see that folder's permissions and run again.")
    return project


def _refuse_unsound(
    run: Run, project: "Manifest", absent: Sequence[str], increment: Increment | None, dropping: Dropping | None
) -> None:
    """Stop at a table that breaks what the project states of it; see `refuse_broken`."""
    keys, conditions = stated_keys(project, absent), stated_conditions(project, absent)
    with contextlib.closing(open_database(run.warehouse, run)) as connection:
        if increment:
            keys, conditions = increment.in_doubt(connection, keys), increment.in_doubt(connection, conditions)
        if dropping:
            keys, conditions = dropping.left(keys), dropping.left(conditions)
        refuse_broken(connection, keys, conditions)


def _write_compactly(run: Run) -> None:
    """Write the warehouse anew without the room that dropped tables leave behind in its file."""
    compact = run.workshop / "compact.duckdb"
    compact.unlink(missing_ok=True)
    with contextlib.closing(open_database(Path(":memory:"), run)) as connection:
        connection.execute("set temp_directory = $folder", {"folder": str(run.workshop / "spill")})
        connection.execute(f"attach {literal(run.warehouse)} as whole (read_only)")
        connection.execute(f"attach {literal(compact)} as compact (recovery_mode no_wal_writes)")
        connection.execute("copy from database whole to compact")
    compact.replace(run.warehouse)


def _build_on_spark(run: Run, command: Sequence[str], options: Sequence[str], log: Path) -> None:
    from flows.spark.night import build_on_spark

    result = build_on_spark(run, command, ["run", "--select", f"+{FATAL_PROBLEMS}"], options, log)
    refuse_fatal_problems(run)
    if not result.success:
        raise BuildError(_failure(result))


def _landed_sources(run: Run) -> tuple[list[str], list[str]]:
    """The sources that have ever landed, files always among them, and those that need not be staged."""
    landed = {origin.split("/")[0] for commit in run.landing.commits() for origin in commit.origins}
    # A source that gives the files' own streams lands as files, and has no staging models of its own.
    names = [name for name in connector_names() if (DBT_PROJECT / "models" / "staging" / name).is_dir()]
    here = [name for name in names if name in landed or name == ALWAYS_STAGED]
    return here, [name for name in names if name not in here]


def publish_results(run: Run) -> None:
    """Add what the gate of the marts found to the mart of results, which was built before the gate could judge it."""
    if run.answers_the_past:
        return
    with contextlib.closing(open_database(run.warehouse, run)) as connection:
        add_results(connection, [run.record], "marts")
        connection.execute(f"delete from main.{RESULTS_MART}")
        connection.execute(f"insert into main.{RESULTS_MART} {_kept_query(run).read_text(encoding='utf-8')}")


def _keep_query(run: Run, result: Any) -> None:
    queries = [item.node.compiled_code for item in result.result if item.node.name == RESULTS_MART]
    _kept_query(run).write_text("".join(queries), encoding="utf-8")


def _models_of(result: Any) -> list[Any]:
    return [item.node for item in result.result if item.node.resource_type == "model"]


def _kept_query(run: Run) -> Path:
    return run.workshop / f"{RESULTS_MART}.sql"


def refuse_fatal_problems(run: Run) -> None:
    """Stop at input on which no correct number can be built: a missing rate, a wrong parent, a link by hand to nobody.

    Raises:
        InputError: there is such input; the sentence names it.
    """
    with contextlib.closing(duckdb.connect(str(run.warehouse), read_only=True)) as connection:
        try:
            rows = connection.execute(
                f"select problem, subject, detail from intermediate.{FATAL_PROBLEMS} order by all"
            ).fetchall()
        except duckdb.CatalogException:
            return
    if rows:
        raise InputError(_fatal_sentence(rows))


def _fatal_sentence(rows: list[tuple[str, str, str | None]]) -> str:
    by_problem: dict[str, list[tuple[str, str | None]]] = {}
    for problem, subject, detail in rows:
        by_problem.setdefault(problem, []).append((subject, detail))
    sentences = []
    if rates := by_problem.get("missing_rate"):
        listed = ", ".join(f"{currency} in {(month or '')[:7]}" for currency, month in rates[:12])
        sentences.append(f"No exchange rate is known for {listed}{_more(rates, 12)}; add month-end rates to fx_rates.")
    if parents := by_problem.get("unknown_parent"):
        listed = ", ".join(f"{account} (parent {parent})" for account, parent in parents[:12])
        sentences.append(f"Accounts name a parent that is no account: {listed}{_more(parents, 12)}; correct accounts.")
    if cycle := by_problem.get("parent_cycle"):
        listed = ", ".join(account for account, _ in cycle[:12])
        sentences.append(f"Accounts are their own ancestors: {listed}{_more(cycle, 12)}; correct their parents.")
    if mixed := by_problem.get("second_currency"):
        listed = ", ".join(f"{contract} ({detail})" for contract, detail in mixed[:12])
        sentences.append(
            f"Contracts are billed in two currencies for the same days: {listed}{_more(mixed, 12)}; correct "
            f"invoice_lines or change the setting contract_in_two_currencies."
        )
    if links := by_problem.get("unknown_link"):
        listed = ", ".join(f"{customer} and {account or 'no account'}" for customer, account in links[:12])
        sentences.append(f"identity_links.csv names ids that nobody has: {listed}{_more(links, 12)}; correct its rows.")
    if links := by_problem.get("two_confirmed_links"):
        listed = ", ".join(f"{customer} and {account}" for customer, account in links[:12])
        sentences.append(f"identity_links.csv confirms two accounts for one customer: {listed}; keep one row of them.")
    return " ".join(sentences)


def _more(items: Sequence[object], shown: int) -> str:
    return f" and {len(items) - shown} more" if len(items) > shown else ""


def refuse_too_little_memory(run: Run, result: Any) -> None:
    """Say so when DuckDB could not build a model for want of memory, which is no fault of the model.

    Raises:
        ConfigurationError: it could not.
    """
    for item in result.result or ():
        if OUT_OF_MEMORY in str(item.message):
            raise ConfigurationError(too_little_memory(f"Building {item.node.name}", run.request.memory_limit))


def _failure(result: Any) -> str:
    if result.exception is not None and not getattr(result, "result", None):
        return f"The models could not be built: {' '.join(str(result.exception).split())}"
    failed = [node for node in result.result if str(node.status) in {"error", "fail", "runtime error"}]
    named = "; ".join(f"{node.node.name} ({' '.join(str(node.message).split())})" for node in failed[:5])
    more = _more(failed, 5)
    return f"The warehouse refused its own result: {named}{more}. Nothing was published; see work/logs/dbt.log."
