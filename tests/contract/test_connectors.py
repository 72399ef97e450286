"""Adding a connector is adding folders: what each folder must hold, and that the lists agree with one another."""

import importlib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from flows.runs import ask
from flows.settings import DBT_PROJECT, PROJECT_ROOT
from flows.sources import connectors, has_systems, named_connectors
from flows.sources.files.streams import load_streams
from flows.sources.staged import written

AS_FILES = {"sql"}
FOLDERS = sorted(path.parent.name for path in (PROJECT_ROOT / "flows" / "sources").glob("*/__init__.py"))
# Sources that give the files' own streams land as files.
STAGED = [name for name in FOLDERS if name not in AS_FILES]
STAGING = DBT_PROJECT / "models" / "staging"
# What a staged row carries beside the columns of its stream.
BOOKKEEPING = {"other_columns", "_source", "_origin_file", "_origin_row", "_row_key", "is_deleted"}


def read_yaml(path: Path) -> dict[str, Any]:
    """The content of a YAML file."""
    content: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return content


def staged_columns(source: str) -> dict[str, list[str]]:
    """The columns of each staging model of a source, as its YAML describes them."""
    files = sorted((STAGING / source).glob("_*__models.yml"))
    models = [model for file in files for model in read_yaml(file)["models"]]
    return {model["name"]: [column["name"] for column in model["columns"]] for model in models}


def test_every_folder_is_a_connector_and_is_found() -> None:
    assert FOLDERS
    assert sorted(connectors()) == FOLDERS


def test_without_sources_of_its_own_a_company_has_its_files(tmp_path: Path) -> None:
    request = ask(tmp_path / "home", as_of=date(2026, 6, 30))
    assert not has_systems(request)
    assert list(named_connectors(request)) == ["files"]


def test_a_company_has_the_systems_that_sources_yml_names(tmp_path: Path) -> None:
    (tmp_path / "sources.yml").write_text("delighted:\n", encoding="utf-8")
    assert list(named_connectors(ask(tmp_path, as_of=date(2026, 6, 30)))) == ["delighted"]


@pytest.mark.parametrize("name", FOLDERS)
def test_a_folder_offers_a_connector_of_its_own_name_with_streams(name: str) -> None:
    connector = importlib.import_module(f"flows.sources.{name}").connector
    assert connector.name == name
    streams = connector.streams()
    assert streams
    for stream, columns in streams.items():
        assert columns, stream
        assert len(set(columns)) == len(columns), stream


@pytest.mark.parametrize("name", STAGED)
def test_every_stream_is_a_source_table(name: str) -> None:
    streams = set(connectors()[name].streams())
    (source,) = read_yaml(STAGING / name / f"_{name}__sources.yml")["sources"]
    assert {table["name"] for table in source["tables"]} == streams
    assert {table["identifier"] for table in source["tables"]} == {f"{name}__{stream}" for stream in streams}


@pytest.mark.parametrize("name", STAGED)
def test_what_a_source_stages_is_what_the_list_of_entities_says(name: str) -> None:
    entities = read_yaml(DBT_PROJECT / "dbt_project.yml")["vars"]["canonical_sources"]
    models = {f"stg_{name}__{entity}" for entity, sources in entities.items() if name in sources}
    assert {path.stem for path in (STAGING / name).glob("*.sql")} == models
    assert set(staged_columns(name)) == models


@pytest.mark.parametrize("name", [name for name in STAGED if name != "files"])
def test_what_dbt_is_told_of_a_source_is_written_anew_from_its_connector(name: str) -> None:
    for path, text in written(name).items():
        assert path.read_text(encoding="utf-8") == text, f"python -m flows.sources.staged {name}"


def test_no_staging_folder_lacks_its_connector() -> None:
    # What the runs leave on record is staged too, and no connector brings it.
    assert sorted(path.name for path in STAGING.iterdir() if path.is_dir()) == sorted([*STAGED, "runs"])


def test_canonical_entities_name_only_staging_models_that_exist() -> None:
    entities = read_yaml(DBT_PROJECT / "dbt_project.yml")["vars"]["canonical_sources"]
    for entity, sources in entities.items():
        assert sources, entity
        for source in sources:
            assert (STAGING / source / f"stg_{source}__{entity}.sql").exists(), (source, entity)


def test_files_and_models_agree_on_the_system_whose_ids_a_stream_may_hold() -> None:
    systems = read_yaml(DBT_PROJECT / "dbt_project.yml")["vars"]["stream_systems"]
    assert systems == {name: stream.system for name, stream in load_streams().items() if stream.system}
    assert set(systems.values()) == set(load_streams()["system_accounts"].columns["system"].choices)


@pytest.mark.parametrize("stream", sorted(load_streams()))
def test_a_staged_file_has_the_declared_columns_and_its_bookkeeping(stream: str) -> None:
    staged = staged_columns("files")[f"stg_files__{stream}"]
    assert len(set(staged)) == len(staged)
    declared = set(load_streams()[stream].columns)
    assert set(staged) - BOOKKEEPING == declared
    assert set(staged) & (BOOKKEEPING - {"other_columns"}) == BOOKKEEPING - {"other_columns"}


@pytest.mark.parametrize("stream", sorted(load_streams()))
def test_a_declared_key_a_date_and_references_name_things_that_are_there(stream: str) -> None:
    declared = load_streams()[stream]
    assert set(declared.key) <= set(declared.columns)
    assert declared.dated_by is None or declared.columns[declared.dated_by].type in {"date", "timestamp", "month"}
    for column in declared.columns.values():
        assert column.references is None or column.references in load_streams()


def test_a_connector_that_nobody_lists_anywhere_is_still_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "registers"
    package.mkdir()
    (package / "__init__.py").write_text("class connector:\n    name = 'registers'\n", encoding="utf-8")
    import flows.sources

    monkeypatch.setattr(flows.sources, "__path__", [*flows.sources.__path__, str(tmp_path)])
    assert sorted(connectors()) == sorted([*FOLDERS, "registers"])


@pytest.mark.parametrize("name", FOLDERS)
def test_every_source_says_how_to_reach_it_and_is_listed(name: str) -> None:
    readme = PROJECT_ROOT / "flows" / "sources" / name / "README.md"
    assert readme.exists()
    listed = (PROJECT_ROOT / "docs" / "sources.md").read_text(encoding="utf-8")
    assert f"(../flows/sources/{name}/README.md)" in listed
