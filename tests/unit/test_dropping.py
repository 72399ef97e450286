"""A table is dropped when its last reader is done, not before, and only if it is what the project states of it."""

import contextlib
from pathlib import Path

import duckdb
import pytest
from dbt.contracts.graph.manifest import Manifest

from flows import dropping
from flows.constraints import Key
from flows.dropping import Dropping
from flows.errors import BuildError

# Read by a model and by a test.
INVITATIONS = "model.account360.int_survey_invitations"
READERS = ("model.account360.int_surveys", "test.account360.assert_every_answer_counts_or_is_excluded")


@pytest.fixture(scope="module")
def project(compiled_project: Path) -> Manifest:
    """The project as dbt parsed it."""
    return Manifest.from_msgpack((compiled_project / "partial_parse.msgpack").read_bytes())


@pytest.fixture
def invitations(project: Manifest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> duckdb.DuckDBPyConnection:
    """A warehouse under construction that holds nothing but two invitations."""
    node = project.nodes[INVITATIONS]
    connection = duckdb.connect(str(tmp_path / f"{node.database}.duckdb"))
    connection.execute(f"create schema {node.schema}")
    connection.execute(f"create table {node.relation_name} as select * from (values ('R1'), ('R2')) as t (response_id)")
    monkeypatch.setattr(dropping, "warehouse_under_way", lambda: contextlib.closing(connection.cursor()))
    return connection


def stands(connection: duckdb.DuckDBPyConnection) -> bool:
    return ("int_survey_invitations",) in connection.execute("select table_name from duckdb_tables()").fetchall()


def test_a_table_goes_when_its_last_reader_is_done(project: Manifest, invitations: duckdb.DuckDBPyConnection) -> None:
    tables = Dropping(project, kept=())
    for done in (INVITATIONS, *READERS):
        assert stands(invitations)
        tables.note_success(done)
    assert not stands(invitations)
    key = Key("int_survey_invitations", str(project.nodes[INVITATIONS].relation_name), ("response_id",))
    other = Key("kpi_months", "kpi_months", ("month", "level"))
    assert list(tables.left([key, other])) == [other]


def test_a_table_that_is_read_afterwards_stays(project: Manifest, invitations: duckdb.DuckDBPyConnection) -> None:
    tables = Dropping(project, kept=("int_survey_invitations",))
    for done in (INVITATIONS, *READERS):
        tables.note_success(done)
    assert stands(invitations)


def test_a_table_that_breaks_its_key_stays_and_is_named(
    project: Manifest, invitations: duckdb.DuckDBPyConnection
) -> None:
    invitations.execute(f"insert into {project.nodes[INVITATIONS].relation_name} values ('R1')")
    tables = Dropping(project, kept=())
    for done in (*READERS, INVITATIONS):
        tables.note_success(done)
    assert stands(invitations)
    with pytest.raises(BuildError, match=r"int_survey_invitations has not one row for each \(response_id\): \(R1\)\."):
        tables.left([])
