"""Points, ranges, bands, tornado."""

import numpy as np
import pytest
from scipy import stats
from scipy.stats import qmc

from assessments.engine import uncertainty
from assessments.engine.errors import InvalidInput
from assessments.engine.uncertainty import (
    band_errors,
    bands,
    expert_values,
    moving_together,
    one_at_a_time,
    sobol_points,
    swings,
)


def test_without_scrambling_the_points_are_those_of_joe_and_kuo():
    """Against the independent implementation of scipy, as sets of points in all 48 dimensions."""
    dimensions, count = uncertainty.MOST_DIMENSIONS, 256
    index = np.arange(count)
    plain = np.zeros((count, dimensions), dtype=np.int64)
    for dimension in range(dimensions):
        for bit, column in enumerate(uncertainty._columns(dimension)[:8]):
            plain[:, dimension] ^= np.where(index >> bit & 1, column, 0)
    peer = qmc.Sobol(dimensions, scramble=False, bits=uncertainty.BITS).random(count)
    assert set(map(tuple, (plain / 2.0**uncertainty.BITS).tolist())) == set(map(tuple, peer.tolist()))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_scrambled_points_stay_a_net(seed):
    """In every pair of dimensions used here, each elementary box of the (t, m, 2)-net holds its share of points."""
    points = sobol_points(256, 12, seed)
    assert (points > 0).all() and (points < 1).all()
    for dimension in range(12):
        assert np.bincount((points[:, dimension] * 256).astype(int), minlength=256).tolist() == [1] * 256
    boxes = (points[:, 0] * 16).astype(int) * 16 + (points[:, 1] * 16).astype(int)
    assert np.bincount(boxes, minlength=256).tolist() == [1] * 256


def test_points_are_the_same_for_the_same_seed_and_unbiased_over_seeds():
    assert np.array_equal(sobol_points(64, 5, 7), sobol_points(64, 5, 7))
    assert not np.array_equal(sobol_points(64, 5, 7), sobol_points(64, 5, 8))
    means = [(sobol_points(16, 3, seed) ** 2).prod(axis=1).mean() for seed in range(300)]
    assert np.mean(means) == pytest.approx(1 / 27, abs=4 * np.std(means) / np.sqrt(300))


def test_a_mean_is_found_with_far_fewer_points_than_by_chance():
    def mean(points):
        return np.prod(1 + (points - 0.5) / np.arange(1, 11), axis=1).mean()

    sobol = np.std([mean(sobol_points(256, 10, seed)) for seed in range(20)])
    chance = np.std([mean(np.random.Generator(np.random.PCG64(seed)).random((256, 10))) for seed in range(20)])
    assert sobol < chance / 30


def test_expert_ranges_follow_pert():
    chances = np.linspace(0.05, 0.95, 19)[:, None]
    peer = stats.beta(1 + 4 * 0.2, 1 + 4 * 0.8, loc=1, scale=5).ppf(chances[:, 0])
    assert expert_values([1.0], [2.0], [6.0], chances)[:, 0] == pytest.approx(peer)
    assert expert_values(3.0, 3.0, 3.0, 0.7) == 3.0


def test_bands_are_quantiles_over_the_points():
    values = np.outer(np.arange(101.0), [1.0, 2.0])
    assert bands(values).tolist() == [[5.0, 10.0], [50.0, 100.0], [95.0, 190.0]]


def test_a_tornado_moves_one_input_at_a_time_and_orders_by_width():
    points = one_at_a_time([0.0, 1.0, 5.0], [1.0, 2.0, 5.0], [4.0, 3.0, 5.0])
    assert points.shape == (7, 3)
    assert (points[0] == [1.0, 2.0, 5.0]).all()
    assert ((points != points[0]).sum(axis=1) <= 1).all()
    found = swings(points @ np.array([1.0, 10.0, 3.0]))
    assert found.order.tolist() == [1, 0, 2]
    assert found.at_low[2] == found.at_high[2] == found.base


def test_inputs_that_move_together_keep_their_ranges_and_have_their_correlation():
    wanted = np.array([[1.0, 0.8, -0.5], [0.8, 1.0, 0.0], [-0.5, 0.0, 1.0]])
    moved = moving_together(sobol_points(4096, 3, seed=9), wanted)
    assert np.corrcoef(stats.norm.ppf(moved).T) == pytest.approx(wanted, abs=0.01)
    assert np.quantile(moved, [0.1, 0.5, 0.9], axis=0) == pytest.approx(
        np.array([[0.1], [0.5], [0.9]]) * np.ones(3), abs=0.01
    )


def test_the_stated_error_of_a_band_covers_its_true_error_and_not_by_much():
    true = stats.norm.ppf([0.05, 0.5, 0.95])
    runs = [stats.norm.ppf(sobol_points(256, 3, seed)).sum(axis=1) / np.sqrt(3) for seed in range(24)]
    actual = np.sqrt(np.mean([(bands(run) - true) ** 2 for run in runs], axis=0))
    stated = np.mean([band_errors(run) for run in runs], axis=0)
    assert (stated >= 0.9 * actual).all()
    assert (stated <= 0.2).all()


@pytest.mark.parametrize(
    ("make", "name"),
    [
        (lambda: sobol_points(100, 2, 1), "count"),
        (lambda: sobol_points(64, 49, 1), "dimensions"),
        (lambda: expert_values([3.0], [2.0], [6.0], [[0.5]]), "mode"),
        (lambda: expert_values([1.0], [2.0], [6.0], [[1.5]]), "chances[0, 0]"),
        (lambda: swings([1.0, 2.0]), "results"),
        (lambda: band_errors(np.ones(40)), "values"),
        (lambda: moving_together([[0.5, 0.5]], [[1.0, 0.2], [0.3, 1.0]]), "correlation"),
        (lambda: moving_together([[0.5] * 3], [[1, 0.9, -0.9], [0.9, 1, 0.9], [-0.9, 0.9, 1]]), "correlation"),
        (lambda: moving_together([[0.5, 1.0]], np.eye(2)), "points[0, 1]"),
    ],
)
def test_a_wrong_value_is_refused_by_name(make, name):
    with pytest.raises(InvalidInput) as refused:
        make()
    assert refused.value.name == name


def test_ranges_of_tables_that_do_not_fit_are_named():
    with pytest.raises(InvalidInput, match=r"^high is of shape \(3,\): it must be of a shape that spreads to \(2,\)"):
        expert_values([1.0, 2.0], [1.0, 2.0], [3.0, 3.0, 3.0], [[0.5, 0.5]])
    assert expert_values(0.0, 1.0, 2.0, [0.5, 1e-300]) == pytest.approx([1.0, 0.0], abs=1e-9)
