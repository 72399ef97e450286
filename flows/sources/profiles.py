"""What the columns of a batch hold, in figures without any value: the facts by which drift and odd batches are seen."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flows.landing.columns import quoted

if TYPE_CHECKING:
    import duckdb

# Kinds of values and what a column without a type holds are told from so many rows, spread evenly over the batch.
SAMPLED_ROWS = 10_000


@dataclass(frozen=True)
class ColumnProfile:
    """One column of one reading of a stream; shares are 0 to 1 and None where there is nothing to divide by.

    `is_here` says whether the column stood in the header; `kind` is what most values of a column of plain text look
    like, and `kind_share` how many of them do; `average` is that of the values of a decimal column.
    """

    name: str
    is_declared: bool
    is_here: bool
    filled_share: float | None = None
    refused_share: float | None = None
    kind: str | None = None
    kind_share: float | None = None
    average: float | None = None


def profile_columns(
    connection: duckdb.DuckDBPyConnection,
    good: str,
    problems: str,
    types: Mapping[str, str],
    came: Iterable[str],
    extra: Sequence[str] = (),
) -> tuple[ColumnProfile, ...]:
    """Measure the columns of the good rows of one reading.

    Args:
        connection: holds the two relations.
        good: good rows, a column of text for each declared column, those unknown to the format as JSON in `_extra`.
        problems: refused values, with `file`, `row`, `column_name` and `value`.
        types: the declared columns with their types.
        came: the declared columns that stood in a header.
        extra: the other columns that did.
    """
    here = set(came)
    rows, facts = _measure(connection, good, types)
    refused = _refused(connection, problems)
    kinds = _kinds(connection, good, rows, [name for name, kind in types.items() if kind == "text"])
    declared = tuple(
        ColumnProfile(
            name=name,
            is_declared=True,
            is_here=name in here,
            filled_share=_share(facts[name][0], rows),
            refused_share=_share(refused.get(name, 0), facts[name][0] + refused.get(name, 0)),
            kind=kinds.get(name, (None, None))[0],
            kind_share=kinds.get(name, (None, None))[1],
            average=facts[name][1],
        )
        for name in types
    )
    return declared + _extra(connection, good, rows, extra)


def _measure(
    connection: duckdb.DuckDBPyConnection, good: str, types: Mapping[str, str]
) -> tuple[int, dict[str, tuple[int, float | None]]]:
    """Rows, and by column how many are filled and, of decimals, their average."""
    asked = ["count(*)"]
    for name, kind in types.items():
        column = quoted(name)
        average = f"avg(try_cast({column} as decimal(38, 8)))" if kind == "decimal" else "null::double"
        asked += [f"count({column})", average]
    rows, *found = connection.execute(f"select {', '.join(asked)} from {good}").fetchall()[0]
    pairs = zip(found[::2], found[1::2], strict=True)
    return rows, {name: (filled, average) for name, (filled, average) in zip(types, pairs, strict=True)}


def _refused(connection: duckdb.DuckDBPyConnection, problems: str) -> dict[str, int]:
    found = connection.execute(
        f"select column_name, count(distinct (file, row)) from {problems} "
        "where column_name is not null and value <> '' group by column_name"
    ).fetchall()
    return dict(found)


def _kinds(
    connection: duckdb.DuckDBPyConnection, good: str, rows: int, names: Sequence[str]
) -> dict[str, tuple[str | None, float | None]]:
    if not names:
        return {}
    asked = ", ".join(f"histogram({_kind(quoted(name))})" for name in names)
    counted = connection.execute(f"select {asked} from {_sample(good, rows)}").fetchall()[0]
    return {name: _commonest(histogram or {}) for name, histogram in zip(names, counted, strict=True)}


def _extra(
    connection: duckdb.DuckDBPyConnection, good: str, rows: int, names: Sequence[str]
) -> tuple[ColumnProfile, ...]:
    if not names:
        return ()
    found = connection.execute(f"""
        select entry.key, count(nullif(entry.value ->> '$', '')), histogram({_kind("nullif(entry.value ->> '$', '')")})
        from {_sample(good, rows)} as sampled, json_each(sampled._extra) as entry
        group by entry.key
    """).fetchall()
    sampled = connection.execute(f"select count(*) from {_sample(good, rows)}").fetchall()[0][0]
    by_name = {name: (filled, histogram or {}) for name, filled, histogram in found}
    profiles = []
    for name in names:
        filled, histogram = by_name.get(name, (0, {}))
        kind, share = _commonest(histogram)
        profiles.append(ColumnProfile(name, False, True, _share(filled, sampled), None, kind, share))
    return tuple(profiles)


def _sample(good: str, rows: int) -> str:
    step = math.ceil(rows / SAMPLED_ROWS)
    return f"(select * from {good} where _origin_row % {step} = 0)" if step > 1 else good


def _kind(value: str) -> str:
    return (
        f"case when {value} is null then null "
        rf"when regexp_full_match({value}, '[+-]?\d+') then 'whole numbers' "
        rf"when regexp_full_match({value}, '[+-]?\d*[.,]\d+') then 'decimal numbers' "
        rf"when regexp_full_match({value}, '\d{{4}}-\d\d-\d\d([T ].*)?') then 'dates' "
        f"when lower({value}) in ('true', 'false', 'yes', 'no') then 'yes or no' else 'text' end"
    )


def _commonest(histogram: Mapping[str, int]) -> tuple[str | None, float | None]:
    if not histogram:
        return None, None
    kind = max(sorted(histogram), key=lambda name: histogram[name])
    return kind, _share(histogram[kind], sum(histogram.values()))


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 6) if whole else None
