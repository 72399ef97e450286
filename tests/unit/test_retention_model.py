"""The retention model: Fader and Hardie's published results, and cases that can be worked out by hand."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.statistics import (
    PROJECTION_COLUMNS,
    Fit,
    History,
    LifeTable,
    Lives,
    ProjectionPolicy,
    Refusal,
    fit,
    life_table,
    observed_survival,
    project,
)
from flows.statistics.shifted_beta_geometric import (
    discounted_lifetime,
    expected_terms,
    log_likelihood,
    retention,
    score,
    survival,
)

# Fader and Hardie (2007), Table 1: percent alive by year, in years 0-12, and as the model fitted on years 0-7 has it.
REGULAR = [100, 63.1, 46.8, 38.2, 32.6, 28.9, 26.2, 24.1, 22.3, 20.7, 19.4, 18.3, 17.3]
REGULAR_FITTED = [100, 62.7, 47.4, 38.8, 33.2, 29.2, 26.2, 23.9, 22.0, 20.4, 19.1, 18.0, 17.0]
HIGH_END = [100, 86.9, 74.3, 65.3, 59.3, 55.1, 51.7, 49.1, 46.8, 44.5, 42.7, 40.9, 39.4]
HIGH_END_FITTED = [100, 85.1, 74.7, 67.0, 61.0, 56.2, 52.2, 48.9, 46.0, 43.6, 41.4, 39.5, 37.8]
YEARS_FITTED = 7

POLICY = ProjectionPolicy(minimum_customers=5, years=10, discount_rate=0.10, confidence=0.90)


def thousand(percent_alive: list[float]) -> LifeTable:
    alive = [round(10 * percent) for percent in percent_alive[: YEARS_FITTED + 1]]
    lost = [Lives(1, year, True, alive[year - 1] - alive[year]) for year in range(1, YEARS_FITTED + 1)]
    return life_table([*lost, Lives(1, YEARS_FITTED, False, alive[YEARS_FITTED])])


def fitted(table: LifeTable, confidence: float = 0.90) -> Fit:
    result = fit(table, minimum_customers=5, confidence=confidence)
    assert isinstance(result, Fit)
    return result


def refusal(*histories: Lives) -> str:
    result = fit(life_table(histories), minimum_customers=5, confidence=0.90)
    assert isinstance(result, Refusal)
    return result.reason


# 625 customers of whom every year keeps exactly four fifths: 625, 500, 400, 320, 256.
CONSTANT = life_table(
    [
        Lives(1, 1, True, 125),
        Lives(1, 2, True, 100),
        Lives(1, 3, True, 80),
        Lives(1, 4, True, 64),
        Lives(1, 4, False, 256),
    ]
)


@pytest.mark.parametrize(
    ("actual", "alpha", "beta", "per_customer"),
    [(HIGH_END, 0.668, 3.806, -1.6112), (REGULAR, 0.704, 1.182, -1.6803)],
)
def test_the_published_parameters_are_the_maximum(
    actual: list[float], alpha: float, beta: float, per_customer: float
) -> None:
    model = fitted(thousand(actual))
    assert (round(model.alpha, 3), round(model.beta, 3)) == (alpha, beta)
    assert round(model.log_likelihood_per_customer, 4) == per_customer
    assert model.customers == 1000
    assert not model.is_constant_rate


@pytest.mark.parametrize(("actual", "published"), [(HIGH_END, HIGH_END_FITTED), (REGULAR, REGULAR_FITTED)])
def test_survival_over_twelve_years_is_the_published_one(actual: list[float], published: list[float]) -> None:
    value, low, high = fitted(thousand(actual)).survival(12)
    assert [round(100 * share, 1) for share in value] == published
    assert (low <= value).all()
    assert (value <= high).all()


def test_the_log_likelihood_at_one_and_one_is_the_published_one() -> None:
    assert float(log_likelihood(1.0, 1.0, thousand(HIGH_END))) / 1000 == pytest.approx(-2.1155, abs=5e-5)


def test_a_value_in_circulation_for_the_regular_customers_is_not_the_maximum() -> None:
    table = thousand(REGULAR)
    assert float(log_likelihood(0.688, 1.182, table)) < fitted(table).log_likelihood


@pytest.mark.parametrize(("actual", "constant_rate", "mean_error"), [(REGULAR, 8.7, 0.015), (HIGH_END, 29.5, 0.028)])
def test_a_constant_rate_misses_the_twelfth_year_by_far(
    actual: list[float], constant_rate: float, mean_error: float
) -> None:
    extrapolated = 100 * (actual[YEARS_FITTED] / 100) ** (12 / YEARS_FITTED)
    assert round(extrapolated, 1) == constant_rate
    value, _, _ = fitted(thousand(actual)).survival(12)
    errors = [abs(100 * value[year] - actual[year]) / actual[year] for year in range(8, 13)]
    assert sum(errors) / 5 == pytest.approx(mean_error, abs=0.001)
    assert abs(100 * value[12] - actual[12]) < abs(extrapolated - actual[12]) / 5


def test_mean_absolute_error_is_the_mean_distance_from_what_was_observed() -> None:
    expected = sum(abs(a - b) for a, b in zip(HIGH_END[1:8], HIGH_END_FITTED[1:8], strict=True)) / 7 / 100
    assert fitted(thousand(HIGH_END)).mean_absolute_error == pytest.approx(expected, abs=0.0005)


def test_retention_grows_with_every_renewal_when_customers_differ() -> None:
    # alpha = beta = 1: r(t) = t / (t + 1), hence S(t) = 1 / (t + 1).
    assert retention(1.0, 1.0, 3) == pytest.approx([1 / 2, 2 / 3, 3 / 4])
    assert survival(1.0, 1.0, 3) == pytest.approx([1, 1 / 2, 1 / 3, 1 / 4])


def test_a_life_table_counts_each_renewal_of_lives_of_different_length() -> None:
    table = life_table([Lives(1, 2, True, 3), Lives(1, 1, True, 2), Lives(1, 3, False, 4), Lives(1, 0, False, 9)])
    assert table.at_risk.tolist() == [9, 7, 4]
    assert table.lost.tolist() == [2, 3, 0]
    assert table.customers == 9
    assert table.renewals == 7 + 4 + 4
    assert observed_survival(table) == pytest.approx([1, 7 / 9, 4 / 9, 4 / 9])


def test_a_customer_met_late_counts_only_from_then_on() -> None:
    # At alpha = beta = 1 a renewal t succeeds with t / (t + 1). One of three customers met after their second renewal
    # leaves at the third, two make the third and the fourth: 1/4 * (3/4)^2 * (4/5)^2 = 9 / 100.
    late = life_table([Lives(3, 3, True, 1), Lives(3, 4, False, 2)])
    assert late.at_risk.tolist() == [0, 0, 3, 2]
    assert float(log_likelihood(1.0, 1.0, late)) == pytest.approx(math.log(9 / 100))
    # One more, seen from the start, leaves at the second renewal: 1/2 * 1/3.
    both = life_table([Lives(3, 3, True, 1), Lives(3, 4, False, 2), Lives(1, 2, True, 1)])
    assert float(log_likelihood(1.0, 1.0, both)) == pytest.approx(math.log(9 / 600))


def test_leaving_out_late_entry_would_make_customers_look_more_loyal() -> None:
    # Of 1000 customers S(t) = 1 / (t + 1) stay; half of those there after two renewals were met only then.
    full = [Lives(1, 1, True, 500), Lives(1, 2, True, 167), Lives(1, 3, True, 83), Lives(1, 3, False, 250)]
    met_late = [Lives(3, 3, True, 83), Lives(3, 3, False, 250)]
    as_if_seen = [Lives(1, 3, True, 83), Lives(1, 3, False, 250)]
    right = fitted(life_table([*full, *met_late]))
    wrong = fitted(life_table([*full, *as_if_seen]))
    assert right.survival(1)[0][1] == pytest.approx(0.5, abs=0.001)
    assert wrong.survival(1)[0][1] > 0.6


def test_observed_survival_ends_where_nobody_was_watched_from_the_start() -> None:
    shares = observed_survival(life_table([Lives(2, 3, False, 8), Lives(2, 2, True, 2)]))
    assert shares[0] == 1
    assert np.isnan(shares[1:]).all()


def test_the_discounted_lifetime_of_one_and_one_has_a_closed_form() -> None:
    # S(t) = 1 / (t + 1) and v = 1/2: the sum of v^(t-1) / (t+1) is (-ln(1-v) - v) / v^2 = 4 ln 2 - 2.
    assert float(discounted_lifetime(1.0, 1.0, 1.0, 0)) == pytest.approx(4 * math.log(2) - 2)
    # After one renewal S(t) / S(1) = 2 / (t + 1), one term later: 2 * (-ln(1-v) - v - v^2/2) / v^3 = 16 ln 2 - 10.
    assert float(discounted_lifetime(1.0, 1.0, 1.0, 1)) == pytest.approx(16 * math.log(2) - 10)


def test_a_lifetime_without_discounting_is_finite_only_above_alpha_one() -> None:
    assert float(discounted_lifetime(2.0, 3.0, 0.0, 1)) == pytest.approx(4)
    assert math.isinf(float(discounted_lifetime(1.0, 3.0, 0.0, 1)))
    assert float(discounted_lifetime(2.0, 3.0, 1e-6, 1)) == pytest.approx(4, abs=0.001)


@settings(deadline=None, max_examples=60)
@given(
    alpha=st.floats(0.001, 5000),
    beta=st.floats(0.001, 5000),
    rate=st.floats(0.004, 1),
    renewals=st.integers(0, 150),
)
def test_the_discounted_lifetime_is_the_sum_it_stands_for(
    alpha: float, beta: float, rate: float, renewals: int
) -> None:
    terms = math.ceil(36 / math.log1p(rate))
    kept = survival(alpha, beta + renewals, terms)[1:]
    summed = float((kept * (1 + rate) ** -np.arange(float(terms))).sum())
    assert float(discounted_lifetime(alpha, beta, rate, renewals)) == pytest.approx(summed, rel=1e-9)


def test_expected_terms_stop_at_the_horizon() -> None:
    # After one renewal at alpha = beta = 1: 2/3, then 2/3 * 3/4 = 1/2.
    assert expected_terms(1.0, 1.0, [1], 2).tolist() == pytest.approx([2 / 3 + 1 / 2])


def test_customers_who_do_not_differ_are_worth_a_geometric_series() -> None:
    # 0.8 / (1 - 0.8 / 1.1) = 2.9333, however many renewals were made.
    model = fitted(CONSTANT)
    assert model.is_constant_rate
    assert model.alpha / (model.alpha + model.beta) == pytest.approx(0.2, abs=1e-4)
    value, low, high = model.discounted_lifetime(0.10, 3)
    assert value.tolist() == pytest.approx([2.9333] * 4, abs=0.005)
    assert (low < value).all()
    assert (value < high).all()


def test_the_derivatives_are_those_of_the_log_likelihood() -> None:
    table, step = thousand(HIGH_END), 1e-6
    by_alpha, by_beta = score(0.9, 2.5, table)
    rise = log_likelihood([0.9 + step, 0.9], [2.5, 2.5 + step], table)
    fall = log_likelihood([0.9 - step, 0.9], [2.5, 2.5 - step], table)
    assert [by_alpha, by_beta] == pytest.approx(((rise - fall) / (2 * step)).tolist(), rel=1e-5)


def test_the_range_is_that_of_every_model_the_likelihood_does_not_exclude() -> None:
    table = thousand(HIGH_END)
    model = fitted(table)
    # Half the 90 % quantile of chi-square with one degree of freedom: 1.6449^2 / 2.
    floor = model.log_likelihood - 1.6448536**2 / 2
    alpha, beta = np.meshgrid(np.linspace(0.4, 1.1, 400), np.linspace(2.2, 6.5, 400))
    inside = log_likelihood(alpha, beta, table) >= floor
    shares = survival(alpha[inside], beta[inside], 12)[:, 12]
    _, low, high = model.survival(12)
    assert [low[12], high[12]] == pytest.approx([shares.min(), shares.max()], abs=0.001)


def test_the_range_holds_on_both_sides_where_customers_do_not_differ() -> None:
    model = fitted(CONSTANT)
    floor = model.log_likelihood - 1.6448536**2 / 2
    share, total = np.meshgrid(np.linspace(0.15, 0.25, 400), np.exp(np.linspace(0, np.log(1e4), 400)))
    inside = log_likelihood(share * total, (1 - share) * total, CONSTANT) >= floor
    kept = 1 - share[inside]
    _, low, high = model.survival(1)
    assert [low[1], high[1]] == pytest.approx([kept.min(), kept.max()], abs=0.001)


def test_the_range_widens_with_the_level_and_closes_at_zero() -> None:
    narrow, wide = fitted(thousand(REGULAR), 0.5).survival(8), fitted(thousand(REGULAR), 0.99).survival(8)
    assert wide[1][8] < narrow[1][8] < narrow[2][8] < wide[2][8]
    value, low, high = fitted(thousand(REGULAR), 0.0).survival(8)
    assert low == pytest.approx(value, abs=1e-6)
    assert high == pytest.approx(value, abs=1e-6)


def test_the_same_counts_give_the_same_fit_in_any_order() -> None:
    histories = [Lives(1, 1, True, 30), Lives(1, 2, True, 12), Lives(2, 4, False, 20), Lives(1, 4, False, 40)]
    first, second = fitted(life_table(histories)), fitted(life_table(reversed(histories)))
    assert (first.alpha, first.beta, first.log_likelihood) == (second.alpha, second.beta, second.log_likelihood)
    assert first.region_alpha.tobytes() == second.region_alpha.tobytes()


@pytest.mark.parametrize(
    ("histories", "reason"),
    [
        (
            [Lives(1, 2, False, 2), Lives(1, 1, True, 2)],
            "Only 4 customers have met a renewal; the policy's minimum_n is 5.",
        ),
        ([Lives(1, 0, False, 50)], "Only 0 customers have met a renewal; the policy's minimum_n is 5."),
        ([Lives(1, 4, False, 50)], "No customer has been lost."),
        ([Lives(1, 1, True, 50)], "No customer has renewed."),
        ([Lives(1, 1, True, 10), Lives(1, 1, False, 40)], "Only one renewal was observed; two parameters need two."),
        (
            [Lives(1, 1, True, 10), Lives(1, 5, False, 40)],
            "The losses stop after the first renewal observed, so that no later rate can be learnt.",
        ),
    ],
)
def test_a_fit_is_refused_with_its_reason(histories: list[Lives], reason: str) -> None:
    assert refusal(*histories) == reason


def test_an_empty_table_is_refused_even_without_a_minimum() -> None:
    result = fit(life_table([]), minimum_customers=0, confidence=0.90)
    assert result == Refusal("No customer has met a renewal.")


def test_a_refused_segment_still_shows_what_was_observed() -> None:
    rows = project([History("A", 12, 1, 1, True, 1), History("A", 12, 1, 2, False, 3)], POLICY)
    assert [row["period"] for row in rows] == list(range(11))
    assert [row["survival_observed"] for row in rows[:4]] == [1.0, 0.75, 0.75, None]
    assert [(row["at_risk"], row["lost"]) for row in rows[:4]] == [(None, None), (4, 1), (3, 0), (None, None)]
    assert {row["alpha"] for row in rows} == {row["survival_projected"] for row in rows} == {None}
    assert {row["refused_reason"] for row in rows} == {
        "Only 4 customers have met a renewal; the policy's minimum_n is 5."
    }


def test_a_projection_reaches_as_far_as_the_policy_or_the_longest_history() -> None:
    annual = project([History("ALL", 12, 1, 12, False, 9), History("ALL", 12, 1, 3, True, 4)], POLICY)
    monthly = project([History("ALL", 1, 1, 12, False, 9), History("ALL", 1, 1, 3, True, 4)], POLICY)
    assert [len(annual), len(monthly)] == [13, 121]
    assert all(tuple(row) == tuple(PROJECTION_COLUMNS) for row in annual)
    assert annual[12]["survival_observed"] == pytest.approx(9 / 13)
    assert monthly[13]["survival_observed"] is None


def test_a_projection_discounts_each_term_by_its_length() -> None:
    assert POLICY.rate_per_term(12) == pytest.approx(0.10)
    assert POLICY.rate_per_term(1) == pytest.approx(1.1 ** (1 / 12) - 1)
    assert [POLICY.horizon(months) for months in (1, 5, 12, 36, 240)] == [120, 24, 10, 4, 1]


def test_customers_of_unknown_age_are_counted_and_left_out() -> None:
    known = [History("B", 12, 1, 1, True, 125), History("B", 12, 1, 2, True, 100), History("B", 12, 1, 2, False, 400)]
    rows = project([*known, History("B", 12, None, None, False, 7)], POLICY)
    assert {(row["n"], row["customers_of_unknown_age"]) for row in rows} == {(625, 7)}
    assert [row["at_risk"] for row in rows[:3]] == [None, 625, 500]


def test_segments_and_terms_are_fitted_apart() -> None:
    rows = project(
        [History(segment, term, 1, 1, True, 5) for segment in ("A", "B") for term in (12, 1)]
        + [History("A", 12, 1, 3, False, 20), History("A", 12, 1, 2, True, 4)],
        POLICY,
    )
    fitted_groups = {(row["segment"], row["term_months"]) for row in rows if row["alpha"] is not None}
    assert fitted_groups == {("A", 12)}
    assert {(row["segment"], row["term_months"]) for row in rows} == {("A", 1), ("A", 12), ("B", 1), ("B", 12)}


def test_a_lifetime_without_limit_is_unknown_and_not_infinite() -> None:
    undiscounted = ProjectionPolicy(minimum_customers=5, years=10, discount_rate=0.0, confidence=0.90)
    alive = thousand(HIGH_END)
    histories = [History("ALL", 12, 1, year + 1, True, int(lost)) for year, lost in enumerate(alive.lost)] + [
        History("ALL", 12, 1, YEARS_FITTED, False, 491)
    ]
    rows = project(histories, undiscounted)
    assert {row["discounted_terms"] for row in rows} == {None}
    assert rows[0]["survival_projected"] == 1.0
