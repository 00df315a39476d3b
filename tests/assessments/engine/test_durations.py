"""Durations against closed forms, published values and numerical integration."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import integrate, stats

from assessments.engine.duration_fits import Empirical
from assessments.engine.durations import Capped, Lognormal, Mixture, Pert, Point, Weibull
from assessments.engine.errors import InvalidInput
from tests.assessments.engine.situations import durations, modest

EVERY_KIND = [
    Lognormal.from_median(6.0, 1.2),
    Weibull(0.566, 17.17),
    Pert(2.0, 6.0, 48.0),
    Mixture((0.7, 0.3), (Lognormal(1.0, 0.8), Weibull(2.0, 40.0))),
    Capped(Lognormal.from_median(20.0, 2.0), 100.0),
]


@pytest.mark.parametrize("duration", EVERY_KIND, ids=lambda duration: type(duration).__name__)
def test_the_limited_mean_is_the_area_above_the_distribution_function(duration):
    """E[min(D, d)] = integral of P(D > u) from 0 to d, integrated numerically."""
    for hours in (0.5, 3.0, 30.0, 90.0):
        area, _ = integrate.quad(lambda u: 1.0 - float(duration.cdf(u)), 0, hours, limit=400, points=[hours / 2])
        assert float(duration.limited_mean(hours)) == pytest.approx(area, rel=1e-7)


@pytest.mark.parametrize("duration", EVERY_KIND, ids=lambda duration: type(duration).__name__)
def test_quantiles_undo_the_distribution_function(duration):
    chances = np.linspace(0.01, 0.9, 25)
    assert (duration.cdf(duration.quantile(chances)) >= chances - 1e-9).all()


def test_lognormal_weibull_and_pert_match_scipy():
    d = np.geomspace(0.01, 500, 40)
    assert Lognormal(1.954, 1.675).cdf(d) == pytest.approx(stats.lognorm(1.675, scale=np.exp(1.954)).cdf(d), rel=1e-12)
    assert Weibull(0.566, 17.17).cdf(d) == pytest.approx(stats.weibull_min(0.566, scale=17.17).cdf(d), rel=1e-12)
    peer = stats.beta(1 + 4 * 4 / 46, 1 + 4 * 42 / 46, loc=2, scale=46)
    assert Pert(2, 6, 48).cdf(d) == pytest.approx(peer.cdf(d), rel=1e-10)


def test_riskquant_published_expectations():
    """C7: README and tests of Netflix riskquant, 90 % of losses between two values, rate .10."""
    assert 0.1 * Lognormal.from_quantiles(1e5, 1e6, 0.05, 0.95).mean() == pytest.approx(40400.128269457266, rel=1e-12)
    assert 0.1 * Lognormal.from_quantiles(1, 10, 0.05, 0.95).mean() == pytest.approx(0.4040012826945718, rel=1e-12)
    assert round(0.1 * Lognormal.from_quantiles(1e7, 1e9, 0.05, 0.95).mean(), -5) == 26_600_000


def test_ten_and_ninety_percent_points_give_the_engine_formula():
    """mu = (ln a + ln b)/2, sigma = ln(b/a)/2.5631 for P10 = a, P90 = b."""
    d = Lognormal.from_quantiles(2.0, 50.0)
    assert d.mu == pytest.approx((np.log(2) + np.log(50)) / 2)
    assert d.sigma == pytest.approx(np.log(25) / 2.5631031, rel=1e-7)


@modest
@given(duration=durations, at=st.lists(st.floats(0, 2000), min_size=2, max_size=6).map(sorted))
def test_every_distribution_is_one(duration, at):
    below, mean = duration.cdf(at), duration.limited_mean(at)
    assert (np.diff(below) >= 0).all()
    assert (below >= 0).all() and (below <= 1).all()
    assert (np.diff(mean) >= -1e-9).all()
    assert (mean <= np.minimum(at, duration.mean()) + 1e-9 * (1 + np.array(at))).all()
    assert (duration.reaches(at) >= 1.0 - below - 1e-12).all()
    assert float(duration.reaches(0.0)) == 1.0


def test_an_observed_hour_counts_as_reached_at_that_hour():
    seen = Empirical.of([2.0, 6.0, 6.0, 20.0])
    assert seen.reaches([2.0, 6.0, 6.1]).tolist() == [1.0, 0.75, 0.25]
    assert seen.cdf([1.9, 2.0, 6.0]).tolist() == [0.0, 0.25, 0.75]
    assert seen.quantile([0.0, 0.25, 0.26, 1.0]).tolist() == [2.0, 2.0, 6.0, 20.0]


def test_a_capped_duration_stops_at_its_horizon():
    capped = Capped(Lognormal.from_median(1000.0, 2.0), 8760.0)
    assert float(capped.cdf(8760.0)) == 1.0
    assert 0 < float(capped.reaches(8760.0)) < 1
    assert float(capped.reaches(8760.1)) == 0.0
    assert capped.mean() == float(capped.inner.limited_mean(8760.0))
    assert float(capped.quantile(1.0)) == 8760.0


def test_infinite_hours_are_the_limit_not_an_error():
    for duration in (*EVERY_KIND, Point(3.0)):
        assert float(duration.limited_mean(np.inf)) == pytest.approx(duration.mean(), rel=1e-9)
        assert float(duration.cdf(np.inf)) == 1.0


@pytest.mark.parametrize(
    ("make", "name"),
    [
        (lambda: Lognormal(0.0, -1.0), "sigma"),
        (lambda: Lognormal(np.nan, 1.0), "mu"),
        (lambda: Lognormal.from_median(0.0, 1.0), "median_h"),
        (lambda: Lognormal.from_quantiles(5.0, 5.0), "high_h"),
        (lambda: Weibull(0.0, 1.0), "shape"),
        (lambda: Pert(5.0, 4.0, 9.0), "mode_h"),
        (lambda: Pert(5.0, 5.0, 5.0), "high_h"),
        (lambda: Point(-1.0), "at_h"),
        (lambda: Mixture((0.5, 0.4), (Point(1.0), Point(2.0))), "the sum of weights"),
        (lambda: Mixture((), ()), "weights"),
        (lambda: Capped(Point(1.0), 0.0), "horizon_h"),
        (lambda: Lognormal(0.0, 1.0).cdf(-1.0), "hours"),
        (lambda: Lognormal(0.0, 1.0).quantile(1.1), "chance"),
    ],
)
def test_a_wrong_value_is_named_with_what_is_allowed(make, name):
    with pytest.raises(InvalidInput) as refused:
        make()
    assert refused.value.name.startswith(name)
    assert "must be" in str(refused.value)


@pytest.mark.parametrize(
    ("duration", "peer"),
    [
        (Lognormal(1.0, 1.2), stats.lognorm(1.2, scale=np.e)),
        (Weibull(0.7, 8.0), stats.weibull_min(0.7, scale=8.0)),
        (Pert(1.0, 4.0, 40.0), stats.beta(1 + 4 * 3 / 39, 1 + 4 * 36 / 39, 1, 39)),
    ],
    ids=["lognormal", "weibull", "pert"],
)
def test_the_chance_of_the_longest_is_exact_however_small_it_is(duration, peer):
    hours = peer.isf([0.5, 1e-6, 1e-18])
    assert duration.reaches(hours) == pytest.approx(peer.sf(hours), rel=1e-9, abs=0)
    assert duration.reaches(hours) == pytest.approx([0.5, 1e-6, 1e-18], rel=1e-6, abs=0)


def test_a_judgement_has_a_quantile_for_the_smallest_of_chances():
    """Without a limit scipy gives no number here."""
    assert Pert(2.0, 4.0, 8.0).quantile([0.0, 1e-300, 1e-30, 1.0]) == pytest.approx([2.0, 2.0, 2.0, 8.0])


def test_quantiles_too_far_apart_are_named_as_they_were_given():
    with pytest.raises(InvalidInput, match=r"^high_h is 1e\+90: it must be such that the spread of ln D, now 80"):
        Lognormal.from_quantiles(1.0, 1e90)
