"""Fitting the shifted-beta-geometric model by maximum likelihood, with the parameters that the data do not exclude."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from flows.statistics.life_table import LifeTable, Vector, observed_survival
from flows.statistics.shifted_beta_geometric import (
    discounted_lifetime,
    expected_terms,
    log_likelihood,
    retention,
    score,
    survival,
)

# The search runs over x = ln(alpha / beta) and y = ln(alpha + beta): where customers lie, and how alike they are.
# At the upper end of y all customers share one rate to four digits; at the lower end they leave at once or never.
LOWEST = np.array([-15.0, np.log(1e-3)])
HIGHEST = np.array([15.0, np.log(1e4)])
DIRECTIONS = 180
HALVINGS = 50


@dataclass(frozen=True)
class Refusal:
    """Why no model may be fitted."""

    reason: str


@dataclass(frozen=True)
class Fit:
    """A fitted model.

    Attributes:
        alpha, beta: the estimates.
        customers: customers the fit rests on (n).
        log_likelihood: its maximum, over all customers.
        mean_absolute_error: between observed and fitted survival over the periods observed; None when survival from
            the start was not observed.
        is_constant_rate: no difference between customers is visible, so that all share one rate of loss.
        region_alpha, region_beta: the edge of the likelihood region.
    """

    alpha: float
    beta: float
    customers: int
    log_likelihood: float
    mean_absolute_error: float | None
    is_constant_rate: bool
    region_alpha: Vector
    region_beta: Vector

    @property
    def log_likelihood_per_customer(self) -> float:
        """The maximum divided by the customers, for comparison with published fits."""
        return self.log_likelihood / self.customers

    def survival(self, periods: int) -> tuple[Vector, Vector, Vector]:
        """Share still there after 0 to `periods` renewals, and its low and high (shape of each: periods + 1)."""
        edge = survival(self.region_alpha, self.region_beta, periods)
        value = survival(self.alpha, self.beta, periods)
        return value, np.minimum(value, edge.min(axis=0)), np.maximum(value, edge.max(axis=0))

    def retention(self, periods: int) -> Vector:
        """Share of those still there who renew, at renewals 1 to `periods`."""
        return retention(self.alpha, self.beta, periods)

    def discounted_lifetime(self, discount_rate: float, renewals: int) -> tuple[Vector, Vector, Vector]:
        """Discounted expected residual lifetime in terms, and its low and high, given 0 to `renewals` renewals made.

        The rate is per term. Infinite values are possible without discounting.
        """
        made = np.arange(renewals + 1)
        value = discounted_lifetime(self.alpha, self.beta, discount_rate, made)
        edge = discounted_lifetime(self.region_alpha[:, None], self.region_beta[:, None], discount_rate, made)
        return value, np.minimum(value, edge.min(axis=0)), np.maximum(value, edge.max(axis=0))

    def expected_terms(self, renewals: int, horizon: int) -> Vector:
        """Terms expected to be renewed of the next `horizon`, undiscounted, given 0 to `renewals` renewals made."""
        return expected_terms(self.alpha, self.beta, np.arange(renewals + 1), horizon)


def fit(table: LifeTable, minimum_customers: int, confidence: float) -> Fit | Refusal:
    """Fit by maximum likelihood, without random numbers: the same table gives the same fit.

    Args:
        table: the renewals under observation.
        minimum_customers: customers below which no fit is made.
        confidence: level of the likelihood region, 0 to 1.

    Returns:
        The fit, or why there is none: too few customers, nobody lost, nobody renewed, one renewal only, or losses
        that stop at once, from which no later rate can be learnt.
    """
    if reason := _reason_against(table, minimum_customers):
        return Refusal(reason)
    best = _maximum(table)
    if best[1] <= LOWEST[1]:
        return Refusal("The losses stop after the first renewal observed, so that no later rate can be learnt.")
    alpha, beta = (float(value) for value in _parameters(best))
    edge = _region(table, best, confidence)
    region_alpha, region_beta = _parameters(edge.T)
    return Fit(
        alpha=alpha,
        beta=beta,
        customers=table.customers,
        log_likelihood=float(log_likelihood(alpha, beta, table)),
        mean_absolute_error=_mean_absolute_error(table, alpha, beta),
        is_constant_rate=bool(best[1] >= HIGHEST[1]),
        region_alpha=region_alpha,
        region_beta=region_beta,
    )


def _reason_against(table: LifeTable, minimum_customers: int) -> str | None:
    if table.customers < minimum_customers:
        return f"Only {table.customers} customers have met a renewal; the policy's minimum_n is {minimum_customers}."
    if not table.customers:
        return "No customer has met a renewal."
    if not table.lost.sum():
        return "No customer has been lost."
    if not table.renewals:
        return "No customer has renewed."
    if np.count_nonzero(table.at_risk) == 1:
        return "Only one renewal was observed; two parameters need two."
    return None


def _parameters(point: Vector) -> tuple[Vector, Vector]:
    share = 1 / (1 + np.exp(-point[0]))
    total = np.exp(point[1])
    return np.asarray(share * total), np.asarray((1 - share) * total)


def _maximum(table: LifeTable) -> Vector:
    """The point (x, y) of the greatest likelihood: the best of a coarse grid, followed uphill."""
    from scipy.optimize import minimize

    grid = np.stack(np.meshgrid(*np.linspace(LOWEST, HIGHEST, 25).T), axis=0).reshape(2, -1)
    start = grid[:, int(np.argmax(log_likelihood(*_parameters(grid), table)))]

    def downhill(point: Vector) -> tuple[float, Vector]:
        alpha, beta = (float(value) for value in _parameters(point))
        by_alpha, by_beta = score(alpha, beta, table)
        shift = alpha * beta / (alpha + beta)
        slope = np.array([(by_alpha - by_beta) * shift, by_alpha * alpha + by_beta * beta])
        return -float(log_likelihood(alpha, beta, table)) / table.customers, -slope / table.customers

    bounds = list(zip(LOWEST, HIGHEST, strict=True))
    options = {"ftol": 1e-15, "gtol": 1e-10, "maxiter": 1000}
    found = minimize(downhill, start, jac=True, method="L-BFGS-B", bounds=bounds, options=options)
    return np.asarray(found.x, dtype=np.float64)


def _region(table: LifeTable, best: Vector, confidence: float) -> Vector:
    """Points (x, y) on the edge of the likelihood region, one per direction from the maximum.

    The region holds the parameters whose log-likelihood is less than half a chi-square quantile (one degree of
    freedom) below the maximum: the range of any one figure over it is that figure's profile-likelihood interval.
    """
    from scipy.special import chdtri

    floor = float(log_likelihood(*_parameters(best), table)) - float(chdtri(1, 1 - confidence)) / 2
    angles = np.arange(DIRECTIONS) * 2 * np.pi / DIRECTIONS
    # Rounded, since a ray along a limit of the search must not lean out of it by the rounding of a sine.
    rays = np.stack((np.cos(angles), np.sin(angles)), axis=1).round(12)

    def inside(points: Vector) -> Vector:
        return np.asarray(log_likelihood(*_parameters(points.T), table) >= floor)

    # Rays fan out evenly over an ellipse as wide and as high as the region, so that a long one is not missed.
    quarter = DIRECTIONS // 4
    reach = np.linalg.norm(_edge(best, rays[::quarter], inside) - best, axis=1)
    stretched = rays * np.maximum(np.maximum(reach[:2], reach[2:]), 1e-12)
    return _edge(best, stretched, inside)


def _edge(centre: Vector, rays: Vector, inside: Callable[[Vector], Vector]) -> Vector:
    """The last point inside along each ray, by halving between the centre and the limits of the search."""
    with np.errstate(divide="ignore", invalid="ignore"):
        to_limit = np.where(rays > 0, (HIGHEST - centre) / rays, np.where(rays < 0, (LOWEST - centre) / rays, np.inf))
    near = np.zeros(len(rays))
    far = np.maximum(to_limit.min(axis=1), 0.0)
    near = np.where(inside(centre + far[:, None] * rays), far, near)
    for _ in range(HALVINGS):
        middle = (near + far) / 2
        is_inside = inside(centre + middle[:, None] * rays)
        near, far = np.where(is_inside, middle, near), np.where(is_inside, far, middle)
    return np.asarray(centre + near[:, None] * rays, dtype=np.float64)


def _mean_absolute_error(table: LifeTable, alpha: float, beta: float) -> float | None:
    observed = observed_survival(table)[1:]
    known = ~np.isnan(observed)
    if not known.any():
        return None
    fitted = survival(alpha, beta, len(observed))[1:]
    return float(np.abs(observed - fitted)[known].mean())
