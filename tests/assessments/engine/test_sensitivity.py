"""What moves the result most: the published function, honest intervals, inputs that do nothing."""

import numpy as np
import pytest

from assessments.engine.errors import InvalidInput
from assessments.engine.sensitivity import sensitivity_points, sobol_indices


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
