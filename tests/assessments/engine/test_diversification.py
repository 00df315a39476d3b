"""The mix whose worst years bring most: the published portfolio, the full linear programme, limits and proof."""

import numpy as np
import pytest
from scipy.optimize import linprog
from scipy.special import ndtri

from assessments.engine.channels import Channels, Response
from assessments.engine.diversification import (
    NoMixAllowed,
    diversify,
    frontier,
    outcome_of,
    stability,
    worst_years,
)
from assessments.engine.errors import InvalidInput
from assessments.engine.uncertainty import sobol_points

YEARS = np.random.Generator(np.random.PCG64(4)).lognormal(0.0, 0.4, (400, 5)) * [1.0, 1.1, 1.2, 1.3, 1.5]
YEARS[::17, 3:] *= 0.2


def full_programme(returns, level, least_mean):
    """Return the worst mean of the textbook programme (Rockafellar & Uryasev 2000), solved whole."""
    count, channels = returns.shape
    weight = 1 / ((1 - level) * count)
    cost = np.concatenate([np.zeros(channels), [1.0], np.full(count, weight)])
    rows = np.hstack([-returns, -np.ones((count, 1)), -np.eye(count)])
    rows = np.vstack([rows, np.concatenate([-returns.mean(axis=0), np.zeros(count + 1)])])
    found = linprog(
        cost,
        A_ub=rows,
        b_ub=np.append(np.zeros(count), -least_mean),
        A_eq=np.concatenate([np.ones(channels), np.zeros(count + 1)])[None],
        b_eq=[1.0],
        bounds=[(0, None)] * channels + [(None, None)] + [(0, None)] * count,
    )
    return -found.fun


def test_v3_the_published_portfolio():
    """V3: Rockafellar & Uryasev 2000, tables 1 to 4: three assets, mean return of at least .011."""
    mean = np.array([0.0101110, 0.0043532, 0.0137058])
    covariance = np.array(
        [
            [0.00324625, 0.00022983, 0.00420395],
            [0.00022983, 0.00049937, 0.00019247],
            [0.00420395, 0.00019247, 0.00764097],
        ]
    )
    normal = ndtri(sobol_points(8192, 3, seed=6))
    returns = mean + normal @ np.linalg.cholesky(covariance).T
    for level, published in ((0.90, 0.096975), (0.95, 0.115908)):
        mix = diversify(Channels(returns), level=level, least_mean=0.011)
        assert -mix.worst_mean == pytest.approx(published, rel=6e-3)
        assert mix.amounts == pytest.approx([0.452013, 0.115573, 0.432414], abs=0.04)
        assert mix.mean == pytest.approx(0.011, abs=1e-6)


@pytest.mark.parametrize(("level", "least_mean"), [(0.8, 0.0), (0.95, 1.3), (0.99, 1.2)])
def test_cuts_find_what_the_full_programme_finds_and_prove_it(level, least_mean):
    mix = diversify(Channels(YEARS), level=level, least_mean=least_mean)
    assert mix.worst_mean == pytest.approx(full_programme(YEARS, level, least_mean), abs=1e-7)
    assert 0 <= mix.proven - mix.worst_mean <= 1e-6
    assert mix.mean >= least_mean - 1e-9


def test_the_frontier_is_concave_and_each_of_its_mixes_is_the_best_for_its_mean():
    channels = Channels(YEARS)
    line = frontier(channels, count=8)
    slopes = np.diff(line.worst_means) / np.diff(line.means)
    assert (np.diff(slopes) <= 1e-6).all()
    assert (slopes <= 1e-9).all()
    assert line.worst_means[3] == pytest.approx(
        diversify(channels, least_mean=float(line.means[3])).worst_mean, abs=1e-6
    )
    assert float(line.means[-1]) == pytest.approx(YEARS.mean(axis=0).max(), rel=1e-6)
    half = (line.means[3] + line.means[4]) / 2
    assert float(line.worst_mean_at(half)) <= diversify(channels, least_mean=float(half)).worst_mean + 1e-9
    with pytest.raises(InvalidInput):
        line.worst_mean_at(line.means[-1] + 1.0)


def test_limits_of_channels_and_owners_and_of_what_is_moved_are_kept():
    limited = Channels(
        YEARS, least=[0.1, 0, 0, 0, 0], most=0.4, owners=["a", "b", "b", "c", "c"], owner_most={"b": 0.3}
    )
    mix = diversify(limited)
    assert mix.amounts[0] >= 0.1 - 1e-9
    assert mix.amounts.max() <= 0.4 + 1e-9
    assert mix.amounts[1:3].sum() <= 0.3 + 1e-9
    today = [0.0, 0.0, 0.0, 0.0, 1.0]
    still = diversify(Channels(YEARS, today=today, most_moved=0.25))
    assert np.abs(still.amounts - today).sum() <= 0.5 + 1e-9
    assert still.worst_mean <= diversify(Channels(YEARS)).worst_mean
    dear = diversify(Channels(YEARS, today=today, cost_in=10.0))
    assert dear.amounts == pytest.approx(today, abs=1e-9)
    assert dear.cost == 0.0


def test_a_response_that_flattens_spreads_the_budget():
    response = Response([[0.5, 0.5], [1.0, 0.0]], [[1.0, 0.25], [1.0, 1.0]])
    flat = Channels([[2.0, 1.0], [2.0, 1.0]], response=response)
    assert diversify(flat).amounts == pytest.approx([0.5, 0.5], abs=1e-9)
    assert outcome_of(flat, [0.5, 0.5]).marginal.tolist() == [0.5, 1.0]
    assert outcome_of(flat, [0.4, 0.6]).marginal.tolist() == [2.0, 1.0]


def test_the_worst_years_are_weighed_to_the_part_of_a_year():
    outcomes = np.array([4.0, 1.0, 3.0, 2.0, 0.0])
    years, weights = worst_years(outcomes, 0.5)
    assert sorted(years.tolist()) == [1, 3, 4]
    assert float((outcomes[years] * weights).sum()) == pytest.approx((0.0 + 1.0 + 0.5 * 2.0) / 2.5)
    equal = outcome_of(Channels(YEARS), [0.2] * 5, 0.95)
    years_of_all = np.sort(YEARS.mean(axis=1))
    assert equal.worst_mean == pytest.approx(years_of_all[:20].mean())
    moved = outcome_of(Channels(YEARS), [0.201, 0.2, 0.2, 0.2, 0.2], 0.95).worst_mean
    assert (moved - equal.worst_mean) / 0.001 == pytest.approx(equal.marginal[0], rel=1e-3)


def test_stability_draws_the_years_again_and_is_the_same_for_the_same_seed():
    channels = Channels(YEARS)
    mix = diversify(channels)
    first, again = stability(channels, mix, seed=2, resamples=3), stability(channels, mix, seed=2, resamples=3)
    assert np.array_equal(first.amounts, again.amounts)
    assert (first.kept <= first.worst_means + 1e-7).all()
    assert first.amounts.sum(axis=1) == pytest.approx(np.ones(3))


def test_limits_that_contradict_each_other_say_so():
    for impossible in (Channels(YEARS, most=0.1), Channels(YEARS, least=0.4)):
        with pytest.raises(NoMixAllowed):
            diversify(impossible)
    with pytest.raises(NoMixAllowed):
        diversify(Channels(YEARS), least_mean=100.0)


@pytest.mark.parametrize(
    ("make", "name"),
    [
        (lambda: diversify(Channels(YEARS), level=1.0), "level"),
        (lambda: diversify(Channels(YEARS), least_mean=np.nan), "least_mean"),
        (lambda: diversify(Channels(YEARS), tolerance=0.0), "tolerance"),
        (lambda: frontier(Channels(YEARS), count=1), "count"),
        (lambda: outcome_of(Channels(YEARS), [0.5, 0.5]), "amounts"),
        (lambda: stability(Channels(YEARS), diversify(Channels(YEARS)), 1, resamples=0), "resamples"),
    ],
)
def test_a_wrong_value_is_refused_by_name(make, name):
    with pytest.raises(InvalidInput) as refused:
        make()
    assert refused.value.name == name


def test_channels_that_bring_nothing_cost_what_moving_costs():
    idle = Channels(np.zeros((8, 2)), today=[0.5, 0.5], least=[0.6, 0.0], cost_in=0.1, cost_out=0.2)
    mix = diversify(idle, level=0.5)
    assert mix.amounts == pytest.approx([0.6, 0.4], abs=1e-6)
    assert mix.worst_mean == pytest.approx(-0.03, abs=1e-6)
    assert mix.gap < 1e-6
