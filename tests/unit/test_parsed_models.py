"""The parsed project is used again only while nothing that parsing looks at has changed."""

from pathlib import Path

import pytest
from dbt.cli.main import dbtRunner, dbtRunnerResult
from dbt.contracts.graph.manifest import Manifest

from flows import parsed_models
from flows.parsed_models import described, keep_parsed, load_parsed, parsed_file

PROJECT = {
    "dbt_project.yml": "name: small\nprofile: small\nversion: 1.0.0\nseed-paths: [\"{{ env_var('SMALL_SEEDS') }}\"]\n",
    "profiles.yml": "small: {target: t, outputs: {t: {type: duckdb, path: ':memory:'}}}\n",
    "models/doubled_prices.sql": "select 2 * price as price from {{ ref('prices') }} -- {{ var('day', 'no day') }}\n",
    "seeds/prices.csv": "price\n3\n",
}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small dbt project, parsed once and kept in `cache` beside it."""
    folder = tmp_path / "project"
    for name, text in PROJECT.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    monkeypatch.setattr(parsed_models, "DBT_PROJECT", folder)
    monkeypatch.setenv("SMALL_SEEDS", str(folder / "seeds"))
    parsed = dbt(folder, "parse")
    assert parsed.success, parsed.exception
    keep_parsed(parsed_file(tmp_path / "cache", folder / "seeds"), tmp_path / "target")
    return folder


def dbt(folder: Path, *words: str, manifest: Manifest | None = None) -> dbtRunnerResult:
    places = ["--project-dir", str(folder), "--profiles-dir", str(folder)]
    written = ["--target-path", str(folder.parent / "target"), "--log-path", str(folder.parent / "logs")]
    return dbtRunner(manifest=manifest).invoke([*words, *places, *written, "--log-level", "none"])


def test_nothing_is_used_again_before_anything_was_kept(tmp_path: Path, project: Path) -> None:
    assert load_parsed(parsed_file(tmp_path / "elsewhere", project / "seeds"), project / "seeds") is None


def test_what_was_kept_loads_the_seeds_of_another_folder(tmp_path: Path, project: Path) -> None:
    other = tmp_path / "policy"
    other.mkdir()
    (other / "prices.csv").write_text("price\n4\n", encoding="utf-8")
    kept = load_parsed(parsed_file(tmp_path / "cache", other), other)
    assert kept is not None
    assert kept.nodes["seed.small.prices"].original_file_path == str(other / "prices.csv")
    shown = dbt(project, "build", "--vars", "{day: monday}", manifest=kept)
    assert shown.success
    compiled = (tmp_path / "target/compiled/small/models/doubled_prices.sql").read_text(encoding="utf-8")
    assert compiled.strip().endswith("-- monday")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("models/doubled_prices.sql", "select 3 * price as price from {{ ref('prices') }}\n"),
        ("models/prices.yml", "models: [{name: doubled_prices, description: Twice the price.}]\n"),
        ("macros/twice.sql", "{% macro twice() %}2{% endmacro %}\n"),
        ("seeds/discounts.csv", "discount\n1\n"),
    ],
)
def test_a_changed_or_new_file_makes_the_next_night_parse_anew(
    tmp_path: Path, project: Path, name: str, text: str
) -> None:
    assert load_parsed(parsed_file(tmp_path / "cache", project / "seeds"), project / "seeds") is not None
    (project / name).parent.mkdir(exist_ok=True)
    (project / name).write_text(text, encoding="utf-8")
    assert load_parsed(parsed_file(tmp_path / "cache", project / "seeds"), project / "seeds") is None


def test_other_prices_need_no_new_parsing(tmp_path: Path, project: Path) -> None:
    (project / "seeds/prices.csv").write_text("price\n5\n", encoding="utf-8")
    assert load_parsed(parsed_file(tmp_path / "cache", project / "seeds"), project / "seeds") is not None


def test_only_what_was_parsed_last_is_kept(tmp_path: Path, project: Path) -> None:
    (project / "models/doubled_prices.sql").write_text("select 1 as price\n", encoding="utf-8")
    keep_parsed(parsed_file(tmp_path / "cache", project / "seeds"), tmp_path / "target")
    assert len(list((tmp_path / "cache").iterdir())) == 1


@pytest.mark.parametrize("left", [0, 1, 1000, -1])
def test_what_was_kept_by_half_is_parsed_anew(tmp_path: Path, project: Path, left: int) -> None:
    kept = parsed_file(tmp_path / "cache", project / "seeds")
    kept.write_bytes(kept.read_bytes()[:left])
    assert load_parsed(kept, project / "seeds") is None
    keep_parsed(kept, tmp_path / "target")
    assert load_parsed(kept, project / "seeds") is not None


def test_a_mart_is_described_with_its_own_key_though_a_seed_has_its_name(compiled_project: Path) -> None:
    project = Manifest.from_msgpack((compiled_project / "partial_parse.msgpack").read_bytes())
    assert described(project)["churn_signals"].key == ("account_id", "signal", "subject", "first_seen")
