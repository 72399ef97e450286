"""The statistical baseline on hand-made books: it finds what is there, nothing that is not, and nothing early."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow
import pytest
from numpy.typing import NDArray

from flows.statistics import PREDICTION_COLUMNS, BaselinePolicy, Observations, predictions

POLICY = BaselinePolicy(refit_months=3, rows_maximum=50_000, churns_minimum=5, penalty=1.0)
MONTHS = 24
ACCOUNTS = 120
HORIZON = 3


def book(seed: int = 1, *, is_told: bool = True) -> Observations:
    """Accounts of which every third churns in a month of its own; use tells so two months ahead, payment nothing."""
    draw = np.random.default_rng(seed)
    churn_month = np.where(np.arange(ACCOUNTS) % 3 == 0, draw.integers(4, MONTHS + 6, ACCOUNTS), 10_000)
    rows = [(month, account) for month in range(MONTHS) for account in range(ACCOUNTS) if month < churn_month[account]]
    months, accounts = np.array(rows).T
    ahead = churn_month[accounts] - months
    use = np.where((ahead <= HORIZON) & is_told, 10.0, 80.0) + draw.normal(0, 5, len(rows))
    payment = np.where(draw.random(len(rows)) < 0.2, np.nan, draw.normal(50, 10, len(rows)))
    ids = np.array([f"A{account:03d}" for account in accounts], dtype=object)
    known = np.where(churn_month[accounts] <= MONTHS, ahead, 0)
    return Observations(ids, months, known, np.column_stack((use, payment)))


def gathered(
    observations: Observations, horizons: Sequence[int] = (HORIZON,), policy: BaselinePolicy = POLICY
) -> dict[str, NDArray[Any]]:
    """The columns of all predictions."""
    parts = list(predictions(observations, horizons, policy))
    return {name: np.concatenate([np.array([]), *(part[name] for part in parts)]) for name in PREDICTION_COLUMNS}


def by_key(observations: Observations, policy: BaselinePolicy = POLICY) -> dict[tuple[str, int], float]:
    made = gathered(observations, policy=policy)
    keys = zip(made["account_id"], made["month_number"], strict=True)
    return dict(zip(keys, made["probability"], strict=True))


def area_under_curve(observations: Observations, chances: dict[tuple[str, int], float]) -> float:
    """The share of pairs in order, over months whose horizon has ended."""
    keys = zip(observations.accounts, observations.months, observations.churned_within(HORIZON), strict=True)
    judged = [
        (chances[account, month], is_lost)
        for account, month, is_lost in keys
        if (account, month) in chances and month + HORIZON <= MONTHS
    ]
    lost = np.array([chance for chance, is_lost in judged if is_lost])
    kept = np.array([chance for chance, is_lost in judged if not is_lost])
    return float((lost[:, None] > kept).mean() + (lost[:, None] == kept).mean() / 2)


def test_what_tells_everything_is_found() -> None:
    observations = book()
    chances = by_key(observations)

    assert area_under_curve(observations, chances) > 0.999
    assert all(0 <= chance <= 1 for chance in chances.values())


def test_what_tells_nothing_is_not_found() -> None:
    areas = [area_under_curve(made, by_key(made)) for made in (book(seed, is_told=False) for seed in range(1, 7))]

    assert abs(np.mean(areas) - 0.5) < 0.06


def test_outcomes_dealt_to_other_accounts_are_not_foretold() -> None:
    areas = []
    for seed in range(6):
        observations = book()
        ids, place = np.unique(observations.accounts, return_inverse=True)
        churned_in = np.zeros(len(ids), dtype=np.int64)
        is_lost = observations.months_to_churn > 0
        churned_in[place[is_lost]] = (observations.months + observations.months_to_churn)[is_lost]
        dealt = np.random.default_rng(seed).permutation(churned_in)[place]
        ahead = dealt - observations.months
        shuffled = replace(observations, months_to_churn=np.where(ahead > 0, ahead, 0))
        areas.append(area_under_curve(shuffled, by_key(shuffled)))

    assert abs(np.mean(areas) - 0.5) < 0.08


@pytest.mark.parametrize("last", [9, 14, 20])
def test_a_fit_never_sees_a_later_outcome(last: int) -> None:
    observations = book()
    kept = observations.months <= last
    # Nobody knows at the end of the last month who will churn afterwards.
    to_churn = observations.months_to_churn[kept]
    is_known = observations.months[kept] + to_churn <= last
    early = Observations(
        observations.accounts[kept],
        observations.months[kept],
        np.where(is_known, to_churn, 0),
        observations.values[kept],
    )

    then = by_key(early)
    now = {key: chance for key, chance in by_key(observations).items() if key[1] <= last}

    assert then == now
    assert then


def test_the_first_months_have_no_chance_since_nothing_had_happened() -> None:
    made = gathered(book(), [HORIZON, 12])
    first = {
        horizon: min(made["month_number"][made["horizon_months"] == horizon].tolist()) for horizon in (HORIZON, 12)
    }

    assert first[HORIZON] >= HORIZON
    assert first[12] >= 12
    assert all(month % POLICY.refit_months == 0 for month in first.values())


def test_too_few_churned_accounts_are_no_ground_for_a_fit() -> None:
    made = gathered(book(), policy=replace(POLICY, churns_minimum=1000))

    assert {name: len(values) for name, values in made.items()} == dict.fromkeys(PREDICTION_COLUMNS, 0)


def test_a_book_without_months_has_no_chances() -> None:
    empty = Observations(
        np.array([], dtype=object), np.array([], dtype=np.int64), np.array([], dtype=np.int64), np.zeros((0, 2))
    )

    assert list(predictions(empty, [HORIZON], POLICY)) == []


def test_the_same_book_gives_the_same_chances_and_a_large_one_is_thinned() -> None:
    observations = book()
    made = gathered(observations, policy=replace(POLICY, rows_maximum=200))

    assert max(made["rows_fitted"]) <= 200
    assert min(made["rows_fitted"]) > 50
    assert by_key(observations) == by_key(observations)


def test_pieces_of_a_table_become_values_and_unknowns() -> None:
    table = pyarrow.table(
        {
            "account_id": ["a", "b", "a"],
            "month_number": [1517, 1517, 1518],
            "months_to_churn": [2, 0, 1],
            "payment": [40.0, None, 30.0],
            "contact": [10.0, 20.0, 5.0],
        }
    )
    names = pyarrow.array(["b", "a"])
    observations = Observations.from_batches(table.to_batches(max_chunksize=2), 3, names)

    assert observations.accounts.tolist() == [1, 0, 1]
    assert observations.months.tolist() == [1517, 1517, 1518]
    assert np.array_equal(observations.values, [[40.0, 10.0], [np.nan, 20.0], [30.0, 5.0]], equal_nan=True)
    assert observations.churned_within(1).tolist() == [False, False, True]
    assert observations.churned_within(2).tolist() == [True, False, True]
    assert Observations.from_batches([], 0, names).values.shape == (0, 0)
