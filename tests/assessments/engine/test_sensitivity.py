"""What moves the result most: the published function, honest intervals, inputs that do nothing."""

import numpy as np
import pytest
from scipy.special import gammaincinv

from assessments.engine.errors import InvalidInput
from assessments.engine.sensitivity import indices_with_factors, sensitivity_points, sobol_indices


def ishigami(chances):
    x = np.pi * (2 * chances - 1)
    return np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])


@pytest.mark.parametrize("seed", [1, 2])
def test_t1_the_ishigami_function_has_its_published_indices(seed):
    """T1: a = 7, b = .1: first .3139 .4424 0, total .5576 .4424 .2437 (Ishigami & Homma 1990)."""
    found = sobol_indices(ishigami(sensitivity_points(8192, 3, seed)), 3)
    assert found.first == pytest.approx([0.3139, 0.4424, 0.0], abs=5e-3)
    assert found.total == pytest.approx([0.5576, 0.4424, 0.2437], abs=5e-3)
    assert (np.abs(found.first - [0.3139, 0.4424, 0.0]) <= found.first_error + 1e-4).all()
    assert (np.abs(found.total - [0.5576, 0.4424, 0.2437]) <= found.total_error + 1e-4).all()
    assert (float(found.mean), float(found.variance)) == pytest.approx((3.5, 13.8446), rel=0.01)


def test_of_a_sum_each_input_has_its_share_and_what_does_nothing_none():
    u = sensitivity_points(1024, 3, seed=4)
    results = np.stack([2.0 * u[:, 0] + u[:, 1], np.full(len(u), 7.0)], axis=1)
    found = sobol_indices(results, 3)
    assert found.first[:, 0] == pytest.approx([0.8, 0.2, 0.0], abs=0.01)
    assert found.total[:, 0] == pytest.approx([0.8, 0.2, 0.0], abs=0.01)
    assert found.total[2, 0] == 0.0
    assert found.total[:, 1].tolist() == found.first[:, 1].tolist() == [0.0, 0.0, 0.0]


def test_the_intervals_come_from_leaving_out_each_of_sixteen_blocks():
    """The jackknife written out, with Student's 97.5 % point of 15 degrees of freedom (2.1314)."""
    results = ishigami(sensitivity_points(64, 3, seed=1))
    runs = results.reshape(5, 16, 4)
    a, b, mixed = runs[0] - runs[:2].mean(), runs[1] - runs[:2].mean(), runs[2:] - runs[:2].mean()

    def indices(kept):
        spread = ((a[kept] ** 2).mean() + (b[kept] ** 2).mean()) / 2
        first = [(b[kept] * (m[kept] - a[kept])).mean() / spread for m in mixed]
        return first, [((a[kept] - m[kept]) ** 2).mean() / 2 / spread for m in mixed]

    found = sobol_indices(results, 3)
    blocks = np.arange(16)
    assert np.array([found.first, found.total]) == pytest.approx(np.array(indices(blocks)))
    without = np.array([indices(np.delete(blocks, block)) for block in blocks])
    error = np.sqrt(15 * without.var(axis=0)) * 2.131450
    assert np.array([found.first_error, found.total_error]) == pytest.approx(error, rel=1e-5)
    assert (found.mean, found.variance) == pytest.approx((runs[:2].mean(), runs[:2].var()))


@pytest.mark.parametrize(
    ("make", "name"),
    [
        (lambda: sensitivity_points(64, 25, 1), "inputs"),
        (lambda: sensitivity_points(32, 3, 1), "count"),
        (lambda: sensitivity_points(100, 3, 1), "count"),
        (lambda: sobol_indices(np.ones(100), 3), "results"),
        (lambda: sobol_indices(np.full(320, np.nan), 3), "results[0]"),
    ],
)
def test_a_wrong_value_is_refused_by_name(make, name):
    with pytest.raises(InvalidInput) as refused:
        make()
    assert refused.value.name == name


# ------------------------------------------------------------------------------------------------ groups and factors
def test_inputs_of_one_group_have_the_index_of_both_together():
    points = sensitivity_points(4096, 3, seed=5, groups=[0, 1, 1])
    x = 2 * points - 1
    found = sobol_indices(x[:, 0] + 2 * x[:, 1] + 3 * x[:, 1] * x[:, 2], inputs=2)
    # variances 1/3, 4/3 and 9/9: the last two are of the group and of nothing else
    assert found.first == pytest.approx([1 / 8, 7 / 8], abs=0.02)
    assert found.total == pytest.approx([1 / 8, 7 / 8], abs=0.02)


def test_a_group_for_each_input_changes_nothing():
    assert (sensitivity_points(64, 4, seed=2, groups=[0, 1, 2, 3]) == sensitivity_points(64, 4, seed=2)).all()


@pytest.mark.parametrize("groups", [[0, 2, 2], [1, 1, 1], [0, 0], [0, -1, 1]])
def test_groups_with_a_gap_or_of_another_length_are_refused(groups):
    with pytest.raises(InvalidInput, match="groups"):
        sensitivity_points(64, 3, seed=1, groups=groups)


def costs(points):
    """Two parts that two inputs move, one of them only together with the other."""
    x = points[:, 0], points[:, 1]
    return np.stack([1 + x[0] + x[0] * x[1], 2 + 4 * x[1]], axis=1)


def test_factors_have_the_indices_that_their_formulas_give():
    variances = np.array([2.0, 0.5])
    found = indices_with_factors(costs(sensitivity_points(4096, 2, seed=3)), variances, inputs=2)
    # moments of c1 = 1 + x + xy and c2 = 2 + 4y for x, y even on 0 to 1
    mean = np.array([1.75, 4.0])
    second = np.array([1 + 1 / 3 + 1 / 9 + 2 * (0.5 + 0.25 + 1 / 6), 4 + 8 + 16 / 3])
    both = 2 + 1 + 0.5 + 2 + 1 + 2 / 3  # E[c1 c2]
    variance = second.sum() + 2 * both - mean.sum() ** 2 + variances @ second
    by_x = (1.5**2) / 12  # of E[c1 + c2 | x] = 1 + 1.5 x + 4
    by_y = (4.5**2) / 12
    assert found.variance == pytest.approx(variance, rel=0.005)
    assert found.first == pytest.approx([by_x, by_y, *(variances * mean**2)] / variance, abs=0.005)
    assert found.total[2:] == pytest.approx(variances * second / variance, abs=0.005)


def test_factors_that_are_drawn_as_inputs_have_the_same_indices():
    shapes = np.array([0.8, 3.0])
    points = sensitivity_points(1 << 15, 4, seed=11)
    factors = gammaincinv(shapes, points[:, 2:]) / shapes
    drawn = sobol_indices((costs(points) * factors).sum(axis=1), inputs=4)
    exact = indices_with_factors(costs(sensitivity_points(1024, 2, seed=11)), 1 / shapes, inputs=2)
    assert exact.first == pytest.approx(drawn.first, abs=0.015)
    assert exact.total == pytest.approx(drawn.total, abs=0.015)
    assert exact.variance == pytest.approx(drawn.variance, rel=0.02)


def test_factors_that_never_vary_leave_the_indices_of_the_inputs():
    parts = costs(sensitivity_points(256, 2, seed=8))
    plain, found = sobol_indices(parts.sum(axis=1), inputs=2), indices_with_factors(parts, [0.0, 0.0], inputs=2)
    for name in ("first", "total", "first_error", "total_error"):
        assert getattr(found, name)[:2] == pytest.approx(getattr(plain, name))
        assert (getattr(found, name)[2:] == 0).all()


def test_the_interval_of_what_factors_leave_to_the_inputs_holds_the_truth():
    truth = indices_with_factors(costs(sensitivity_points(1 << 14, 2, seed=1)), [0.3, 0.2], inputs=2)
    held = []
    for seed in range(40):
        found = indices_with_factors(costs(sensitivity_points(64, 2, seed=seed)), [0.3, 0.2], inputs=2)
        held.append(np.abs(found.first - truth.first) <= found.first_error)
    assert np.mean(held) > 0.9


@pytest.mark.parametrize(
    ("parts", "variances", "name"),
    [
        (np.ones((100, 2)), [1.0, 1.0], "parts"),
        (np.ones(192), [1.0], "parts"),
        (np.ones((192, 2)), [1.0, -1.0], "variances"),
        (np.ones((192, 2)), [1.0, 1.0, 1.0], "variances"),
    ],
)
def test_parts_that_do_not_fit_are_refused(parts, variances, name):
    with pytest.raises(InvalidInput, match=name):
        indices_with_factors(parts, variances, inputs=1)
