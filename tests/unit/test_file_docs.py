"""The page on file drops says what streams.yml says, and its example mapping reads the export it was written for."""

import re
import shutil
from datetime import date
from pathlib import Path

import pytest
import yaml

from flows.sources.files.check import StreamCheck, check_inbox
from flows.sources.files.describe import describe_streams, renewed
from flows.sources.files.mapping import load_mapping
from flows.sources.files.streams import load_streams

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "file-drop.md"
EXAMPLE = ROOT / "docs" / "examples" / "ravenstack"
EXPORT = ROOT.parent / "shared" / "data" / "ravenstack"


def test_the_page_on_file_drops_is_current() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert renewed(page) == page, "write it anew: python -m flows.sources.files.describe --write docs/file-drop.md"


def test_every_stream_and_column_is_described() -> None:
    described = describe_streams()
    for stream in load_streams().values():
        assert f"### {stream.name}\n\n{stream.description} Key: " in described
        assert all(f"| {column} | " in described for column in stream.columns)


def test_the_mapping_on_the_page_is_valid(tmp_path: Path) -> None:
    example = PAGE.read_text(encoding="utf-8").split("```yaml\n", 1)[1].split("```", 1)[0]
    (tmp_path / "mapping.yml").write_text(example, encoding="utf-8")
    assert set(yaml.safe_load(example)["streams"]) == {"subscriptions", "usage"}
    assert load_mapping(tmp_path)["usage"].combine == {"events": "sum", "active_users": "max"}


def test_keys_rules_and_references_name_declared_columns() -> None:
    streams = load_streams()
    for stream in streams.values():
        named = {*stream.key, *(rule.column for rule in stream.rules), *([stream.dated_by] if stream.dated_by else [])}
        assert named <= set(stream.columns)
        assert {column.references for column in stream.columns.values()} - {None} <= set(streams)
        assert all(column.choices for column in stream.columns.values() if column.type == "choice")


def test_the_example_mapping_reads_the_export_it_was_written_for(tmp_path: Path) -> None:
    if not EXPORT.is_dir():
        pytest.skip("the RavenStack export is not on this machine; its README says where to get it")
    for path in (*EXPORT.glob("*.csv"), EXAMPLE / "mapping.yml"):
        shutil.copy(path, tmp_path)
    report = check_inbox(tmp_path, earliest=date(2000, 1, 1), latest=date(2040, 12, 31))
    assert (report.problems, report.warnings) == ((), ())
    assert report.streams == {
        "accounts": StreamCheck(1, 500, 500, 0, 0),
        "subscriptions": StreamCheck(1, 5000, 5000, 0, 0),
        "tickets": StreamCheck(1, 2000, 2000, 0, 0),
        "surveys": StreamCheck(1, 2000, 2000, 0, 0),
        # Nine sessions fell on the account, day, product and feature of another one.
        "usage": StreamCheck(1, 25000, 24991, 0, 0),
        "churn_reasons": StreamCheck(1, 600, 600, 0, 0),
    }


def test_completeness_dates_the_streams_as_the_catalogue_does() -> None:
    macro = (ROOT / "dbt_project" / "macros" / "completeness.sql").read_text(encoding="utf-8")
    dated = dict(re.findall(r"'(\w+)': \('(\w+)', '", macro))

    assert dated == {stream.name: stream.dated_by for stream in load_streams().values() if stream.dated_by}
