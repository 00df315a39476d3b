"""Durations when few were seen: exact updating, prediction, and the approximation where events are unfinished."""

import numpy as np
import pytest
from scipy import stats

from assessments.engine.duration_beliefs import LognormalBelief, centre_after
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


CLASS = Lognormal.from_median(6.0, 1.2)


def test_with_a_known_spread_the_centre_is_the_weighted_mean_of_what_was_believed_and_what_was_seen():
    worth = (1.2 / 0.35) ** 2
    centre, error = centre_after(CLASS, 0.35, Observations(HOURS))
    assert centre == pytest.approx((worth * np.log(6.0) + np.log(HOURS).sum()) / (worth + 4), rel=1e-12)
    assert error == pytest.approx(1.2 / np.sqrt(worth + 4), rel=1e-12)


@pytest.mark.parametrize("seen", [[500.0], [0.3, 500.0], [6.0] * 20, [2.0, 5.0, 9.0, 3000.0, 7000.0]])
def test_events_that_go_on_are_counted_as_bayes_rule_counts_them(seen):
    ended = [True] * (len(seen) - 1) + [False]
    centre, error = centre_after(CLASS, 0.35, Observations(seen, ended))
    mu = np.linspace(CLASS.mu - 6, CLASS.mu + 12, 200_001)
    density = stats.norm.logpdf(mu, CLASS.mu, 0.35) + stats.norm.logsf(np.log(seen[-1]), mu, 1.2)
    for hours in seen[:-1]:
        density = density + stats.norm.logpdf(np.log(hours), mu, 1.2)
    weight = np.exp(density - density.max())
    mean = (weight * mu).sum() / weight.sum()
    assert centre == pytest.approx(mean, abs=1e-6)
    assert error == pytest.approx(np.sqrt((weight * (mu - mean) ** 2).sum() / weight.sum()), rel=1e-5)


def test_an_unfinished_event_moves_the_centre_further_than_one_that_has_just_ended_and_the_longer_the_further():
    ended = [centre_after(CLASS, 0.35, Observations([hours]))[0] for hours in (1.0, 10.0, 100.0, 1000.0)]
    going_on = [centre_after(CLASS, 0.35, Observations([hours], [False]))[0] for hours in (1.0, 10.0, 100.0, 1000.0)]
    assert ended == sorted(ended) and going_on == sorted(going_on)
    assert all(open_one > over for open_one, over in zip(going_on, ended, strict=True))
    assert going_on[0] > CLASS.mu > ended[0]


def test_short_events_that_were_not_listed_are_not_held_against_the_centre():
    whole, cut = Observations([5.0, 9.0]), Observations([5.0, 9.0], listed_from_h=4.0)
    assert centre_after(CLASS, 0.35, cut)[0] < centre_after(CLASS, 0.35, whole)[0]


@pytest.mark.parametrize(
    ("usual", "error", "seen", "named"),
    [
        (6.0, 0.35, Observations([1.0]), "usual"),
        (CLASS, 0.0, Observations([1.0]), "standard_error"),
        (CLASS, 0.35, [1.0], "seen"),
    ],
)
def test_what_a_centre_cannot_be_made_of_is_named(usual, error, seen, named):
    with pytest.raises(InvalidInput, match=named):
        centre_after(usual, error, seen)
