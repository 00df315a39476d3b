"""Rates from counts: published intervals, posteriors, levels."""

import numpy as np
import pytest
from scipy import stats

from assessments.engine.errors import InvalidInput
from assessments.engine.likelihood import (
    Rate,
    class_prior,
    faded,
    judged_rate,
    likelihood_level,
    never_seen_bound,
    poisson_interval,
    pooled_prior,
    rate_from,
    yearly_chance,
)


def test_f1_exact_interval_of_a_count():
    """F1: k = 0 gives (0, 3.689), k = 10 gives (4.80, 18.39) at 95 % (epitools; Garwood 1936)."""
    assert poisson_interval(0, 1.0) == pytest.approx((0, 3.689), abs=5e-4)
    assert poisson_interval(10, 1.0) == pytest.approx((4.80, 18.39), abs=5e-3)
    assert poisson_interval(1, 1.0) == pytest.approx((0.0253, 5.572), abs=5e-4)
    assert poisson_interval(10, 2.5)[0] == pytest.approx(4.7954 / 2.5, rel=1e-4)
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
    assert class_prior(0.25) == Rate(0.5, 2.0)  # half an event in half the usual time
    assert rate_from(0, 4.0) == Rate(0.5, 4.0)  # and without a class half an event in no time (Jeffreys)


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


def test_counts_are_told_up_to_a_thousand_a_year():
    busy = Rate(4000.0, 4.0)
    assert busy.count_interval() == busy.count_interval(0.9)
    assert busy.count_interval()[0] < 1000 < busy.count_interval()[1]
    with pytest.raises(InvalidInput, match="at most 1000 a year"):
        Rate(4000.4, 4.0).count_interval()


def test_next_years_count_lies_in_its_interval_with_at_least_the_chance_asked_for():
    for rate in (Rate(0.5, 4.0), Rate(3.5, 2.25), Rate(40.0, 2.0)):
        low, high = rate.count_interval(0.9)
        chances = rate.count_chance(np.arange(200))
        assert chances[:low].sum() <= 0.05 < chances[: low + 1].sum()
        assert chances[:high].sum() < 0.95 <= chances[: high + 1].sum()


def test_a_rate_leans_on_its_prior_until_as_much_time_was_watched():
    prior = Rate(0.5, 2.0)
    assert rate_from(1, 1.9, prior).leans_on(prior)
    assert not rate_from(1, 2.0, prior).leans_on(prior)


def test_similar_histories_make_a_strong_prior_and_differing_ones_a_weak_one():
    """Buehlmann and Straub by hand: between = (sum w (x - mean)^2 - (n - 1) mean) / (w - sum w^2 / w)."""
    events, years = np.array([0.0, 12.0, 2.0]), np.array([4.0, 6.0, 4.0])
    between = ((years * (events / years - 1.0) ** 2).sum() - 2.0) / (14.0 - 68.0 / 14.0)
    differing = pooled_prior(events, years)
    assert (differing.mean(), differing.years) == pytest.approx((1.0, 1.0 / between))
    for counts in (
        [10, 16],
        [3, 6],
    ):  # hardly more apart than by chance, and just as far: worth all their years, not more
        assert pooled_prior(counts, [1.0, 1.0]) == Rate(sum(counts), 2.0)
    random = np.random.Generator(np.random.PCG64(3))
    true = random.gamma(4.0, 0.5, 3000)
    drawn = pooled_prior(random.poisson(true * 10.0), np.full(3000, 10.0))
    assert (drawn.mean(), drawn.shape) == pytest.approx((2.0, 4.0), rel=0.1)


def test_a_judged_rate_has_the_mean_and_spread_of_the_expert_and_quiet_years_lower_it():
    ban = judged_rate(0.02, 0.05, 0.20)
    mean = (0.02 + 4 * 0.05 + 0.20) / 6
    assert ban.mean() == pytest.approx(mean)
    assert ban.shape / ban.years**2 == pytest.approx((mean - 0.02) * (0.20 - mean) / 7)
    assert judged_rate(0.02, 0.05, 0.20, quiet_years=8.0).mean() < ban.mean()


def test_old_events_and_old_years_fade_alike():
    assert faded([0.0, 5.0, 10.0], 10.0) == pytest.approx((1.75, 5.0 / np.log(2) * 0.75))
    assert faded([], 1e-3)[1] == pytest.approx(1e-3, rel=1e-3)


@pytest.mark.parametrize(
    ("make", "name"),
    [
        (lambda: rate_from(-1, 2.0), "events"),
        (lambda: rate_from(1, 0.0), "years"),
        (lambda: poisson_interval(1, 0.0), "years"),
        (lambda: never_seen_bound(1.0, level=1.0), "level"),
        (lambda: likelihood_level(1.2), "chance"),
        (lambda: Rate(0.0, 1.0), "shape"),
        (lambda: class_prior(0.0), "rate_per_year"),
        (lambda: pooled_prior([1.0], [1.0]), "events"),
        (lambda: pooled_prior([1.0, 2.0], [1.0, 1.0, 1.0]), "events"),
        (lambda: pooled_prior([0.0, 0.0], [1.0, 1.0]), "the events of all histories"),
        (lambda: judged_rate(0.1, 0.05, 0.2), "likely"),
        (lambda: judged_rate(0.1, 0.1, 0.1), "high"),
        (lambda: faded([3.0], 2.0), "ages[0]"),
        (lambda: Rate(1e6, 1.0).count_interval(), "the mean rate"),
    ],
)
def test_a_wrong_value_is_refused_by_name(make, name):
    with pytest.raises(InvalidInput) as refused:
        make()
    assert refused.value.name == name
