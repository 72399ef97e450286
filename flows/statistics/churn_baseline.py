"""A statistical baseline for health: logistic regression on the same components, which never sees a later outcome."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from flows.statistics.life_table import Vector

Numbers = NDArray[np.int64]

PREDICTION_COLUMNS: dict[str, str] = {
    "account_id": "string",
    "month_number": "int64",
    "horizon_months": "int64",
    "probability": "double",
    "rows_fitted": "int64",
    "churned_fitted": "int64",
}
# Digits that do not depend on the order in which a processor adds up.
DIGITS = 6
OTHER_COLUMNS = ("account_id", "month_number", "months_to_churn")


@dataclass(frozen=True)
class BaselinePolicy:
    """What the company decides.

    Attributes:
        refit_months: months for which one fit predicts before the next is made.
        rows_maximum: most rows that a fit reads.
        churns_minimum: churned accounts below which no fit is made.
        penalty: weight of the penalty on the squares of the coefficients, for values in standard deviations.
    """

    refit_months: int
    rows_maximum: int
    churns_minimum: int
    penalty: float


@dataclass(frozen=True)
class Observations:
    """Accounts at month ends, ordered by month and account.

    Attributes:
        account_ids: the accounts.
        months: number of the month; consecutive months have consecutive numbers.
        months_to_churn: months until the account churned; 0 when it has not.
        values: one column per component of health, NaN where it cannot be known.
    """

    account_ids: NDArray[Any]
    months: Numbers
    months_to_churn: Numbers
    values: Vector

    @classmethod
    def from_columns(cls, columns: Mapping[str, Any]) -> "Observations":
        """From columns by name; every column that is not one of OTHER_COLUMNS is a component."""
        components = [np.ma.filled(columns[name], np.nan) for name in columns if name not in OTHER_COLUMNS]
        return cls(
            np.asarray(columns["account_id"]),
            np.asarray(columns["month_number"], dtype=np.int64),
            np.asarray(columns["months_to_churn"], dtype=np.int64),
            np.column_stack(components).astype(np.float64),
        )

    def churned_within(self, horizon: int) -> NDArray[np.bool_]:
        """Whether each account churned within so many months."""
        return np.asarray((self.months_to_churn > 0) & (self.months_to_churn <= horizon))


def predictions(observations: Observations, horizons: Sequence[int], policy: BaselinePolicy) -> dict[str, Any]:
    """The chance of each account to churn within each horizon, foretold by fits to earlier months.

    Returns:
        Columns by the names of PREDICTION_COLUMNS; months before the first possible fit have no rows.
    """
    parts = [part for horizon in horizons for part in _walk_forward(observations, horizon, policy)]
    return {name: np.concatenate([part[name] for part in parts]) if parts else [] for name in PREDICTION_COLUMNS}


def _walk_forward(observations: Observations, horizon: int, policy: BaselinePolicy) -> Iterator[dict[str, Any]]:
    """Predict block after block of months, each by what had been observed to the end when the block began."""
    months = observations.months
    if not len(months):
        return
    outcomes = observations.churned_within(horizon)
    for start in range(int(months.min()), int(months.max()) + 1, policy.refit_months):
        train = _thinned(np.flatnonzero(months + horizon <= start), months, policy.rows_maximum)
        churned = int(outcomes[train].sum())
        churned_accounts = len(set(observations.account_ids[train[outcomes[train]]]))
        predicted = np.flatnonzero((months >= start) & (months < start + policy.refit_months))
        if churned_accounts < policy.churns_minimum or churned == len(train) or not len(predicted):
            continue
        yield {
            "account_id": observations.account_ids[predicted],
            "month_number": months[predicted],
            "horizon_months": np.full(len(predicted), horizon),
            "probability": _fit_and_predict(observations, outcomes, train, predicted, policy.penalty),
            "rows_fitted": np.full(len(predicted), len(train)),
            "churned_fitted": np.full(len(predicted), churned),
        }


def _thinned(rows: NDArray[np.intp], months: Numbers, most: int) -> NDArray[np.intp]:
    """At most so many rows: every second, third, ... month back from the newest one, then every n-th account."""
    if len(rows) <= most:
        return rows
    step = -(-len(rows) // most)
    kept = rows[(months[rows[-1]] - months[rows]) % step == 0]
    return np.asarray(kept[:: max(1, -(-len(kept) // most))])


def _fit_and_predict(
    observations: Observations,
    outcomes: NDArray[np.bool_],
    train: NDArray[np.intp],
    predicted: NDArray[np.intp],
    penalty: float,
) -> Vector:
    from sklearn.linear_model import LogisticRegression
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

    known = np.ma.masked_invalid(observations.values[train])
    mean = np.ma.filled(known.mean(axis=0), 0.0)
    deviation = np.ma.filled(known.std(axis=0), 0.0)
    scale = np.where(deviation > 0, deviation, np.inf)

    def features(rows: NDArray[np.intp]) -> Vector:
        # What cannot be known stands at the mean, beside a column that says so.
        values = observations.values[rows]
        is_unknown = np.isnan(values)
        return np.hstack((np.where(is_unknown, 0.0, (values - mean) / scale), is_unknown))

    # Newton's steps end at the one maximum, without random numbers; one thread adds up in one order.
    regression = LogisticRegression(C=1 / penalty, solver="newton-cholesky")
    with threadpool_limits(1):
        regression.fit(features(train), outcomes[train])
        return np.asarray(regression.predict_proba(features(predicted))[:, 1].round(DIGITS))
