"""The staging models of every source, held against rows that were worked out by hand from its API's documentation."""

import csv
from pathlib import Path

import duckdb
import pytest

from flows.settings import Home
from sources.harness import configure, hasty_policy, read_night, replay_of, replayed_sources
from sources.replay import served
from sources.staging import build_staging

pytestmark = pytest.mark.xdist_group("golden")
HERE = Path(__file__).parent
# Nights begin on 2026-03-01, so that everything is known at the end of the month.
AS_OF = "2026-03-31"
# Nights after those of the golden objects, a source a night, in which is read what has become of them.
LATER = 14
EXPECTED = sorted((path.parents[1].name, path.stem) for path in HERE.glob("*/expect/*.csv"))


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every source's golden objects, landed and staged."""
    folder = tmp_path_factory.mktemp("staging")
    home, policy, names = Home(folder / "home"), hasty_policy(folder / "policy"), replayed_sources()
    rules: dict[str, list[str]] = {}
    with pytest.MonkeyPatch.context() as patched:
        for name in names:
            replay = replay_of(name)
            replay.objects |= replay.golden()
            for file, lines in replay.policy.items():
                rules.setdefault(file, []).extend(lines)
            with served(replay):
                for variable, value in replay.secrets.items():
                    patched.setenv(variable, value)
                configure(home, {name: replay.section()})
                read_night(home, policy, name, 1 + names.index(name))
                if later := replay.later():
                    replay.objects |= later
                    read_night(home, policy, name, LATER + 1 + names.index(name), full_refresh=True)
        return build_staging(home, folder, names, AS_OF, rules)


@pytest.mark.parametrize(("source", "entity"), EXPECTED)
def test_staged_rows_are_those_worked_out_by_hand(warehouse: Path, source: str, entity: str) -> None:
    with (HERE / source / "expect" / f"{entity}.csv").open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        expected = [tuple(row.values()) for row in reader]
        columns = ", ".join(f"coalesce({name}::varchar, '')" for name in reader.fieldnames or ())
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        found = connection.execute(f"select {columns} from staging.stg_{source}__{entity} order by all").fetchall()
    assert found == sorted(expected)


def test_every_staging_model_of_a_replayed_source_is_worked_out_by_hand() -> None:
    staging = HERE.parents[1] / "dbt_project" / "models" / "staging"
    models = {
        (source, path.stem.split("__", 1)[1])
        for source in replayed_sources()
        for path in (staging / source).glob("stg_*.sql")
    }
    assert models == set(EXPECTED)


@pytest.mark.parametrize("source", replayed_sources())
def test_staging_models_have_the_canonical_columns_in_their_order(warehouse: Path, source: str) -> None:
    query = """
        select table_name.split('__')[2] as entity, list((column_name, data_type) order by ordinal_position)
        from information_schema.columns where table_schema = 'staging' and starts_with(table_name, $source)
        group by entity
    """
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        files = dict(connection.execute(query, {"source": "stg_files__"}).fetchall())
        own = dict(connection.execute(query, {"source": f"stg_{source}__"}).fetchall())
    assert own
    assert own == {entity: files[entity] for entity in own}
