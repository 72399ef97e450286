"""The shifted-beta-geometric model of Fader and Hardie (2007): customers differ in their lasting chance of leaving.

Each customer leaves at every renewal with a chance of its own, spread over customers as beta(alpha, beta). All
functions take scalars or vectors of alpha and beta; periods are renewals, counted from 1.
"""

import numpy as np
from numpy.typing import ArrayLike

from flows.statistics.life_table import LifeTable, Vector


def retention(alpha: ArrayLike, beta: ArrayLike, periods: int) -> Vector:
    """Share of those still there who renew, at renewals 1 to `periods` (last axis): r(t) = (b+t-1)/(a+b+t-1)."""
    a, b = _columns(alpha, beta)
    renewed = np.arange(periods)
    return np.asarray((b + renewed) / (a + b + renewed), dtype=np.float64)


def survival(alpha: ArrayLike, beta: ArrayLike, periods: int) -> Vector:
    """Share still there after 0 to `periods` renewals (last axis): S(t) = r(1) * ... * r(t)."""
    kept = np.cumprod(retention(alpha, beta, periods), axis=-1)
    return np.concatenate((np.ones((*kept.shape[:-1], 1)), kept), axis=-1)


def log_likelihood(alpha: ArrayLike, beta: ArrayLike, table: LifeTable) -> Vector:
    """Log-likelihood of a life table, of the shape of alpha.

    Losses contribute ln(1 - r(t)) and renewals ln r(t), each at its own t. A customer thus counts from the renewal at
    which it came under observation to its loss or its last known renewal, which is the likelihood of left-truncated
    and right-censored lives.
    """
    a, b = _columns(alpha, beta)
    renewed = np.arange(len(table.lost))
    total = np.log(a + b + renewed)
    terms = table.lost * (np.log(a) - total) + (table.at_risk - table.lost) * (np.log(b + renewed) - total)
    return np.asarray(terms.sum(axis=-1), dtype=np.float64)


def score(alpha: float, beta: float, table: LifeTable) -> tuple[float, float]:
    """Derivatives of the log-likelihood with respect to alpha and beta."""
    renewed = np.arange(len(table.lost))
    shared = float((table.at_risk / (alpha + beta + renewed)).sum())
    by_alpha = float(table.lost.sum()) / alpha - shared
    by_beta = float(((table.at_risk - table.lost) / (beta + renewed)).sum()) - shared
    return by_alpha, by_beta


def discounted_lifetime(alpha: ArrayLike, beta: ArrayLike, discount_rate: float, renewals: ArrayLike) -> Vector:
    """Discounted expected residual lifetime in terms: equation 6 of Fader and Hardie (2010), with m renewals made.

    It is the value just before the next renewal of one unit per renewed term, that renewal's own undiscounted;
    `discount_rate` is per term. Without discounting it is (b+m)/(a-1), and infinite up to a = 1. The arguments are
    broadcast against each other.
    """
    a, b = np.asarray(alpha, dtype=np.float64), np.asarray(beta, dtype=np.float64) + np.asarray(renewals)
    if discount_rate <= 0:
        with np.errstate(divide="ignore"):
            return np.asarray(b / np.maximum(a - 1, 0), dtype=np.float64)
    return np.asarray(b / (a + b) * _hypergeometric(b + 1, a + b + 1, discount_rate), dtype=np.float64)


def expected_terms(alpha: float, beta: float, renewals: ArrayLike, horizon: int) -> Vector:
    """Of the next `horizon` terms, undiscounted, how many a customer is expected to renew; shape of renewals."""
    kept = np.cumprod(retention(alpha, beta + np.asarray(renewals, dtype=np.float64), horizon), axis=-1)
    return np.asarray(kept.sum(axis=-1), dtype=np.float64)


def _hypergeometric(b: Vector, c: Vector, discount_rate: float) -> Vector:
    """2F1(1, b; c; 1/(1+d)) by Gauss's continued fraction, from its tail inwards.

    SciPy's hyp2f1 returns NaN or wrong values here for large b and c, or for z near 1; the fraction's error shrinks
    by exp(-2 sqrt(1 - z)) with each step, for any b and c.
    """
    z = 1 / (1 + discount_rate)
    tail = np.ones(np.shape(c))
    for k in range(int(20 / np.sqrt(1 - z)) + 20, 0, -1):
        odd = z * (b + k) * (c + k - 1) / ((c + 2 * k - 1) * (c + 2 * k))
        even = z * k * (c - b + k - 1) / ((c + 2 * k - 2) * (c + 2 * k - 1))
        tail = 1 - even / (1 - odd / tail)
    return np.asarray(1 / (1 - z * b / c / tail), dtype=np.float64)


def _columns(alpha: ArrayLike, beta: ArrayLike) -> tuple[Vector, Vector]:
    return np.asarray(alpha, dtype=np.float64)[..., None], np.asarray(beta, dtype=np.float64)[..., None]
