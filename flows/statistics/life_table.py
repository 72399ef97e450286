"""The life table: how many customers faced each renewal, and how many were lost at it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float64]


class Lives(NamedTuple):
    """Lives of one history: under observation at the renewals `first_period` to `last_period`, both included.

    A life that came under observation late starts after renewal 1 (left truncation); one that is not lost is censored
    after `last_period`. A history that ends before it starts has met no renewal under observation yet.
    """

    first_period: int
    last_period: int
    is_lost: bool
    customers: int


@dataclass(frozen=True)
class LifeTable:
    """Sufficient statistics of renewal histories; index 0 of both vectors is renewal 1.

    Attributes:
        at_risk: customers under observation at each renewal.
        lost: of those, customers who did not renew.
        customers: customers who were under observation at one renewal at least.
    """

    at_risk: Vector
    lost: Vector
    customers: int

    @property
    def renewals(self) -> float:
        """Renewals made under observation, over all customers."""
        return float((self.at_risk - self.lost).sum())


def life_table(histories: Iterable[Lives]) -> LifeTable:
    """Count who was at risk and who was lost at each renewal; only the last renewal of a lost life is a loss."""
    observed = [lives for lives in histories if lives.last_period >= lives.first_period]
    periods = max((lives.last_period for lives in observed), default=0)
    at_risk, lost = np.zeros(periods), np.zeros(periods)
    for lives in observed:
        at_risk[lives.first_period - 1 : lives.last_period] += lives.customers
        if lives.is_lost:
            lost[lives.last_period - 1] += lives.customers
    return LifeTable(at_risk, lost, sum(lives.customers for lives in observed))


def observed_survival(table: LifeTable) -> Vector:
    """Kaplan-Meier estimate of the share that stays through 0, 1, 2, ... renewals (shape: periods + 1).

    NaN from the first renewal that nobody faced under observation: what follows it is known only of a part.
    """
    with np.errstate(invalid="ignore"):
        kept = 1 - table.lost / table.at_risk
    return np.concatenate(([1.0], np.cumprod(kept)))
