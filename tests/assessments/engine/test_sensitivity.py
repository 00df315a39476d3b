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
