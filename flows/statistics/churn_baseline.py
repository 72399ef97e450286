"""A statistical baseline for health: logistic regression on the same components, which never sees a later outcome."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from flows.statistics.life_table import Vector

if TYPE_CHECKING:
    import pyarrow

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
        accounts: the accounts, by their ids or by numbers that stand for these.
        months: number of the month; consecutive months have consecutive numbers.
        months_to_churn: months until the account churned; 0 when it has not.
        values: one column per component of health, NaN where it cannot be known.
    """

    accounts: NDArray[Any]
    months: Numbers
    months_to_churn: Numbers
    values: Vector

    @classmethod
    def from_batches(
        cls, batches: "Iterable[pyarrow.RecordBatch]", rows: int, account_ids: "pyarrow.Array"
    ) -> "Observations":
        """From a table that comes piece by piece, so that a large one is not held twice.

        Args:
            batches: its pieces in order; every column that is not one of OTHER_COLUMNS is a component.
            rows: how many rows there are in all.
            account_ids: every account once; its place there is the number by which it is observed.
        """
        import pyarrow.compute

        accounts, months, to_churn = (np.empty(rows, dtype=np.int64) for _ in OTHER_COLUMNS)
        values: Vector = np.empty((rows, 0))
        start = 0
        for batch in batches:
            components = [name for name in batch.schema.names if name not in OTHER_COLUMNS]
            if not start:
                values = np.empty((rows, len(components)))
            place = slice(start, start + batch.num_rows)
            accounts[place] = pyarrow.compute.index_in(batch["account_id"], account_ids)
            months[place], to_churn[place] = batch["month_number"], batch["months_to_churn"]
            for column, name in enumerate(components):
                values[place, column] = batch[name].to_numpy(zero_copy_only=False)
            start += batch.num_rows
        return cls(accounts, months, to_churn, values)

    def churned_within(self, horizon: int) -> NDArray[np.bool_]:
        """Whether each account churned within so many months."""
        return np.asarray((self.months_to_churn > 0) & (self.months_to_churn <= horizon))


def predictions(
    observations: Observations, horizons: Sequence[int], policy: BaselinePolicy
) -> Iterator[dict[str, NDArray[Any]]]:
    """The chance of each account to churn within each horizon, foretold by fits to earlier months.

    Yields:
        A horizon's block of months, as columns by the names of PREDICTION_COLUMNS with the account as it is observed;
        months before the first possible fit have no rows.
    """
    for horizon in horizons:
        yield from _walk_forward(observations, horizon, policy)


def _walk_forward(
    observations: Observations, horizon: int, policy: BaselinePolicy
) -> Iterator[dict[str, NDArray[Any]]]:
    """Predict block after block of months, each by what had been observed to the end when the block began."""
    months = observations.months
    if not len(months):
        return
    outcomes = observations.churned_within(horizon)
    for start in range(int(months.min()), int(months.max()) + 1, policy.refit_months):
        train = _thinned(np.flatnonzero(months + horizon <= start), months, policy.rows_maximum)
        churned = int(outcomes[train].sum())
        churned_accounts = len(set(observations.accounts[train[outcomes[train]]]))
        predicted = np.flatnonzero((months >= start) & (months < start + policy.refit_months))
        if churned_accounts < policy.churns_minimum or churned == len(train) or not len(predicted):
            continue
        yield {
            "account_id": observations.accounts[predicted],
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
