"""Durations when few were seen: exact updating, prediction, and the approximation where events are unfinished."""

import numpy as np
import pytest
from scipy import stats

from assessments.engine.duration_beliefs import LognormalBelief
from assessments.engine.duration_fits import Observations, log_likelihood
from assessments.engine.durations import Lognormal
from assessments.engine.errors import InvalidInput
from assessments.engine.uncertainty import sobol_points

USUAL = LognormalBelief.of_class(6.0, 1.2)
HOURS = [2.0, 5.0, 9.0, 30.0]


def test_one_event_after_another_teaches_the_same_as_all_at_once():
    step_by_step = USUAL
    for hours in HOURS:
        step_by_step = step_by_step.after(Observations([hours]))
    at_once = USUAL.after(Observations(HOURS))
    assert vars(step_by_step) == pytest.approx(vars(at_once))
    assert (at_once.k, at_once.a, at_once.events) == (5.0, 4.0, 4.0)
    assert USUAL.after(Observations(HOURS, weights=0.0)) is USUAL


def test_the_belief_is_the_posterior_by_bayes_rule():
    after, mu, sigma = USUAL.after(Observations(HOURS)), np.array([1.0, 2.2]), np.array([0.7, 1.4])

    def log_density(belief):
        spread = stats.invgamma.logpdf(sigma**2, belief.a, scale=belief.b)
        return spread + stats.norm.logpdf(mu, belief.m, sigma / np.sqrt(belief.k))

    given = stats.norm.logpdf(np.log(HOURS)[:, None], mu, sigma).sum(axis=0)
    assert np.diff(log_density(after)) == pytest.approx(np.diff(log_density(USUAL) + given))


def test_what_is_predicted_is_what_the_draws_mix():
    after = USUAL.after(Observations(HOURS))
    points = sobol_points(4096, 2, seed=2)
    mu, sigma = after.draws(points)
    for chance in (0.1, 0.5, 0.9):
        hours = float(after.predicted(chance))
        assert stats.norm.cdf(np.log(hours), mu, sigma).mean() == pytest.approx(chance, abs=2e-3)
    assert mu.mean() == pytest.approx(after.m, abs=2e-3)
    assert (1 / sigma**2).mean() == pytest.approx(after.a / after.b, rel=2e-3)


def test_from_twenty_events_on_the_single_lognormal_serves():
    assert not USUAL.after(Observations([4.0] * 19)).is_enough
    many = USUAL.after(Observations([4.0] * 20))
    assert many.is_enough
    assert (many.plug_in.mu, many.plug_in.sigma) == (many.m, np.sqrt(many.b / many.a))


@pytest.mark.parametrize("listed_from_h", [0.0, 1.0])
def test_unfinished_events_are_drawn_from_the_true_posterior(listed_from_h):
    hours = [2.0, 4.0, 5.0, 9.0, 14.0, 30.0, 60.0]
    seen = Observations(hours, ended=[1, 1, 1, 1, 1, 1, 0], listed_from_h=listed_from_h)
    mu, log_sigma = np.meshgrid(np.linspace(-4.0, 6.0, 91), np.linspace(-1.5, 2.5, 61), indexing="ij")
    belief = np.array(
        [log_likelihood(seen, "lognormal", np.array(at))[0] for at in zip(mu.ravel(), log_sigma.ravel(), strict=True)]
    ).reshape(mu.shape)
    belief += stats.invgamma.logpdf(np.exp(2 * log_sigma), USUAL.a, scale=USUAL.b) + 2 * log_sigma
    belief += stats.norm.logpdf(mu, USUAL.m, np.exp(log_sigma) / np.sqrt(USUAL.k))
    weight = np.exp(belief - belief.max())
    weight /= weight.sum()
    drawn_mu, drawn_sigma = USUAL.draws_after(seen, sobol_points(1024, 2, seed=5))
    for drawn, grid in ((drawn_mu, mu), (np.log(drawn_sigma), log_sigma)):
        mean = (weight * grid).sum()
        spread = np.sqrt((weight * (grid - mean) ** 2).sum())
        assert drawn.mean() == pytest.approx(mean, abs=0.03 * spread)
        assert drawn.std() == pytest.approx(spread, rel=0.03)


def test_complete_events_are_drawn_exactly_and_one_that_goes_on_longer_is_worse():
    points = sobol_points(16, 2, seed=1)
    exact, drawn = USUAL.after(Observations(HOURS)).draws(points), USUAL.draws_after(Observations(HOURS), points)
    assert np.array_equal(exact, drawn)
    medians = [
        USUAL.draws_after(Observations([*HOURS, hours], ended=[1, 1, 1, 1, 0]), points)[0].mean() for hours in (10, 90)
    ]
    assert medians[0] < medians[1]


@pytest.mark.parametrize(
    ("make", "name"),
    [
        (lambda: LognormalBelief.of_class(0.0), "median_h"),
        (lambda: LognormalBelief.of_class(6.0, 0.0), "spread"),
        (lambda: LognormalBelief(0.0, 0.0, 1.0, 1.0), "k"),
        (lambda: USUAL.after(Observations([2.0], ended=False)), "ended[0]"),
        (lambda: USUAL.after(Observations([2.0], listed_from_h=1.0)), "listed_from_h[0]"),
        (lambda: USUAL.predicted(1.0), "chance"),
        (lambda: USUAL.draws([[0.5, 0.5, 0.5]]), "points"),
        (lambda: USUAL.draws([[0.0, 0.5]]), "points[0, 0]"),
    ],
)
def test_a_wrong_value_is_refused_by_name(make, name):
    with pytest.raises(InvalidInput) as refused:
        make()
    assert refused.value.name == name


def test_every_draw_is_a_lognormal_that_may_be():
    mu, sigma = LognormalBelief.of_class(6.0).draws([[1 - 1e-12, 0.5], [1e-12, 0.5], [0.5, 0.5]])
    made = [Lognormal(*pair) for pair in zip(mu, sigma, strict=True)]
    assert [made[0].sigma, made[2].sigma] == pytest.approx([10.0, 0.772], abs=1e-3)
