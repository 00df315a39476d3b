"""Durations learned from what was seen: a published survival table, independent fits, derivatives."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import optimize, stats

from assessments.engine.duration_fits import Observations, fit, fitted, log_likelihood, survival
from assessments.engine.errors import InvalidInput, NotSettled
from tests.assessments.engine.situations import few

REMISSION_WEEKS = [6, 6, 6, 7, 10, 13, 16, 22, 23, 6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
REMISSION_ENDED = [True] * 9 + [False] * 12


def test_the_published_remission_times_give_the_published_survival():
    """D1: Freireich et al. 1963 (6-MP), product-limit estimate and Greenwood errors of Klein & Moeschberger, table 4.1."""
    found = survival(Observations(REMISSION_WEEKS, REMISSION_ENDED))
    assert found.hours.tolist() == [6, 7, 10, 13, 16, 22, 23]
    assert found.longer == pytest.approx([0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448], abs=6e-4)
    assert found.error == pytest.approx([0.076, 0.087, 0.096, 0.107, 0.114, 0.128, 0.135], abs=6e-4)
    assert found.left == found.longer[-1]
    assert float(found.duration().reaches(23.0)) == pytest.approx(found.longer[-2])


def test_an_event_listed_only_if_long_is_at_risk_only_from_there_on():
    found = survival(Observations([2.0, 5.0, 8.0], listed_from_h=[0.0, 4.0, 0.0]))
    assert found.longer == pytest.approx([1 / 2, 1 / 4, 0.0])


@pytest.mark.parametrize(("family", "peer"), [("lognormal", stats.lognorm), ("weibull", stats.weibull_min)])
def test_a_censored_fit_is_what_an_independent_solver_finds(family, peer):
    hours, ended = np.array(REMISSION_WEEKS, float), np.array(REMISSION_ENDED)
    shape, _, scale = peer.fit(stats.CensoredData.right_censored(hours, ~ended), floc=0)
    found = fit(Observations(hours, ended), family)
    spread = shape if family == "lognormal" else 1 / shape
    assert (np.exp(found.centre), found.spread) == pytest.approx((scale, spread), rel=1e-4)
    plain = peer.logpdf(hours[ended], shape, 0, scale).sum() + peer.logsf(hours[~ended], shape, 0, scale).sum()
    assert found.log_likelihood == pytest.approx(plain, rel=1e-9)


@pytest.mark.parametrize(("family", "peer"), [("lognormal", stats.lognorm), ("weibull", stats.weibull_min)])
def test_a_list_without_short_events_is_corrected_for_them(family, peer):
    hours = np.array([1.1, 1.4, 1.9, 2.5, 3.0, 4.4, 6.0, 9.5, 14.0, 40.0])

    def loss(at):
        shape = np.exp(at[1]) if family == "lognormal" else np.exp(-at[1])
        return -(peer.logpdf(hours, shape, 0, np.exp(at[0])) - peer.logsf(1.0, shape, 0, np.exp(at[0]))).sum()

    best = optimize.minimize(loss, [1.0, 0.0], method="Nelder-Mead", options={"xatol": 1e-9, "fatol": 1e-12})
    found = fit(Observations(hours, listed_from_h=1.0), family)
    assert (found.centre, np.log(found.spread)) == pytest.approx(best.x, abs=1e-5)
    assert found.centre < fit(Observations(hours), family).centre


def test_complete_lognormal_hours_have_their_textbook_errors():
    y = np.linspace(-1.0, 2.0, 50)
    found = fit(Observations(np.exp(y)))
    assert (found.centre, found.spread) == pytest.approx((y.mean(), y.std()))
    assert found.errors == pytest.approx((y.std() / np.sqrt(50), y.std() / np.sqrt(100)))
    low, high = found.quantile_interval(0.5)
    assert np.log([low, high]) == pytest.approx(y.mean() + np.array([-1, 1]) * 1.6448536 * y.std() / np.sqrt(50))


@few
@given(
    family=st.sampled_from(["lognormal", "weibull"]),
    at=st.tuples(st.floats(-1, 3), st.floats(-1.5, 1.5)),
    data=st.data(),
)
def test_slope_and_curvature_are_those_of_the_likelihood(family, at, data):
    hours = np.array(data.draw(st.lists(st.floats(1.0, 90.0), min_size=3, max_size=6)))
    ended = np.arange(hours.size) % 3 != 1
    seen = Observations(
        hours, ended, listed_from_h=[0.5, *[0.0] * (hours.size - 1)], weights=[0.5, *[1.0] * (hours.size - 1)]
    )
    _, slope, curve = log_likelihood(seen, family, np.array(at))
    for axis in (0, 1):
        step = 1e-5 * (np.arange(2) == axis)
        (up, up_slope, _), (down, down_slope, _) = (
            log_likelihood(seen, family, np.array(at) + s) for s in (step, -step)
        )
        scale = 1e-5 * (1 + abs(up) + np.abs(curve).max())
        assert slope[axis] == pytest.approx((up - down) / 2e-5, abs=scale)
        assert curve[axis] == pytest.approx((up_slope - down_slope) / 2e-5, abs=scale)


def test_old_events_count_as_little_as_their_weight():
    doubled = fit(Observations([2.0, 2.0, 5.0, 11.0]))
    weighed = fit(Observations([2.0, 5.0, 11.0], weights=[2.0, 1.0, 1.0]))
    assert (weighed.centre, weighed.spread) == pytest.approx((doubled.centre, doubled.spread))
    assert weighed.events == 4.0


def test_a_weibull_is_offered_only_for_many_events_that_follow_it_clearly():
    chance = (np.arange(60) + 0.5) / 60
    weibull_hours = 20.0 * (-np.log1p(-chance)) ** (1 / 3.0)
    assert fitted(Observations(weibull_hours)).family == "weibull"
    assert fitted(Observations(weibull_hours[::4])).family == "lognormal"
    assert fitted(Observations(np.exp(stats.norm.ppf(chance)))).family == "lognormal"


def test_hours_without_a_most_likely_spread_say_so():
    with pytest.raises(NotSettled):
        fit(Observations([1.0, 1.0000001, 50.0, 50.0, 50.0], listed_from_h=[1.0, 1.0, 49.9, 49.9, 49.9]))


@pytest.mark.parametrize(
    ("make", "name"),
    [
        (lambda: Observations([]), "hours"),
        (lambda: Observations([0.0]), "hours[0]"),
        (lambda: Observations([1.0], ended=2), "ended"),
        (lambda: Observations([1.0, 2.0], listed_from_h=1.5), "listed_from_h[0]"),
        (lambda: Observations([1.0, 2.0], weights=[1.0] * 3), "weights"),
        (lambda: survival(Observations([1.0], ended=False)), "ended"),
        (lambda: fit(Observations([3.0, 3.0])), "ended"),
        (lambda: fit(Observations([3.0, 4.0]), "gamma"), "family"),
        (lambda: fit(Observations([3.0, 4.0])).quantile_interval(0.0), "chance"),
        (lambda: fit(Observations([3.0, 4.0])).quantile_interval(0.5, 1.0), "level"),
    ],
)
def test_a_wrong_value_is_refused_by_name(make, name):
    with pytest.raises(InvalidInput) as refused:
        make()
    assert refused.value.name == name


def test_events_that_count_for_nothing_are_no_steps_of_the_survival():
    found = survival(Observations([2.0, 3.0, 5.0], weights=[0.0, 1.0, 1.0]))
    assert found.hours.tolist() == [3.0, 5.0]
    assert found.longer.tolist() == [0.5, 0.0]


def test_a_weight_that_only_rounding_can_make_is_refused():
    with pytest.raises(InvalidInput, match=r"^weights\[1\] is 1e-300: it must be 0, or 1e-09 to 1e\+09\.$"):
        Observations([2.0, 3.0], weights=[1.0, 1e-300])
