"""Rates from counts: published intervals, posteriors, levels."""

import numpy as np
import pytest
from scipy import stats

from assessments.engine.errors import InvalidInput
from assessments.engine.likelihood import (
    Rate,
    class_prior,
    likelihood_level,
    never_seen_bound,
    poisson_interval,
    rate_from,
    yearly_chance,
)


def test_f1_exact_interval_of_a_count():
    """F1: k = 0 gives (0, 3.689), k = 10 gives (4.80, 18.39) at 95 % (epitools; Garwood 1936)."""
    assert poisson_interval(0, 1.0) == pytest.approx((0, 3.689), abs=5e-4)
    assert poisson_interval(10, 1.0) == pytest.approx((4.80, 18.39), abs=5e-3)
    assert poisson_interval(10, 2.5)[1] == pytest.approx(18.3904 / 2.5, rel=1e-4)


def test_three_events_in_21_months():
    """Worked by hand: a0 = b0 = .5, n = 3, T = 1.75."""
    rate = rate_from(3, 1.75, Rate(0.5, 0.5))
    assert rate.mean() == pytest.approx(1.5556, abs=5e-5)
    assert rate.interval(0.9) == pytest.approx([0.4816, 3.1260], abs=5e-5)
    assert rate.chance_of_any() == pytest.approx(0.7239, abs=5e-5)


def test_counts_of_the_coming_year_are_negative_binomial():
    rate = rate_from(4, 3.0)
    counts = np.arange(200)
    peer = stats.nbinom(rate.shape, rate.years / (rate.years + 1)).pmf(counts)
    assert rate.count_chance(counts) == pytest.approx(peer, rel=1e-9)
    assert rate.count_chance(counts).sum() == pytest.approx(1.0)
    assert rate.count_chance(0) == pytest.approx(1 - rate.chance_of_any())


def test_intervals_match_the_gamma_distribution():
    rate = rate_from(2, 4.0, class_prior(0.8))
    peer = stats.gamma(rate.shape, scale=1 / rate.years)
    assert rate.interval(0.8) == pytest.approx(peer.ppf([0.1, 0.9]), rel=1e-10)


def test_a_class_prior_keeps_the_rate_of_its_class():
    assert class_prior(0.25).mean() == pytest.approx(0.25)


def test_none_seen_in_ten_years_allows_three_in_ten():
    assert never_seen_bound(10.0) == pytest.approx(0.29957, abs=1e-5)


def test_chances_and_levels_at_the_thresholds_people_read():
    assert yearly_chance(0.5) == pytest.approx(0.393469, abs=1e-6)
    assert likelihood_level([0.0, 0.0199, 0.02, 0.0999, 0.1, 0.3999, 0.4, 0.8999, 0.9, 1.0]).tolist() == [
        1,
        1,
        2,
        2,
        3,
        3,
        4,
        4,
        5,
        5,
    ]


@pytest.mark.parametrize(
    ("make", "name"),
    [
        (lambda: rate_from(-1, 2.0), "events"),
        (lambda: rate_from(1, 0.0), "years"),
        (lambda: poisson_interval(1, 0.0), "years"),
        (lambda: likelihood_level(1.2), "chance"),
        (lambda: Rate(0.0, 1.0), "shape"),
        (lambda: class_prior(0.0), "rate_per_year"),
    ],
)
def test_a_wrong_value_is_refused_by_name(make, name):
    with pytest.raises(InvalidInput) as refused:
        make()
    assert refused.value.name == name
