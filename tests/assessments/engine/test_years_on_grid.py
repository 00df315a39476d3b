"""Reading a year from its grid: quantiles and tail means by hand, row by row."""

import numpy as np
import pytest

from assessments.engine.years_on_grid import YearsOnGrid

# a smooth year, one that ends in its last cell, one with an atom in the middle, one without any loss
MASS = np.array([[0.4, 0.3, 0.2, 0.1], [0.1, 0.2, 0.3, 0.4], [0.2, 0.0, 0.7999, 0.0001], [1.0, 0.0, 0.0, 0.0]])
YEARS = YearsOnGrid(np.array([10.0, 1.0, 5.0, 7.0]), MASS, np.array([0.25, 0.0, 0.1, 1.0]))


def test_a_quantile_lies_in_its_cell_as_far_as_the_chance_has_come():
    found = YEARS.quantiles(np.array([0.2, 0.3, 0.55, 0.95]))
    assert found[0] == pytest.approx([0.0, 0.5 * 0.05 / 0.15 * 10, (0.5 + 0.5) * 10, (2.5 + 0.5) * 10])
    assert found[1] == pytest.approx([0.5 + 0.5, 0.5 + 1.0, 1.5 + 0.25 / 0.3, 3.0])  # past the last cell is nothing
    assert found[2] == pytest.approx([0.5 * 5, 10.0, 10.0, 10.0])
    assert found[3].tolist() == [0.0] * 4


def test_a_tail_mean_counts_what_lies_beyond_and_the_rest_of_its_cell():
    found = YEARS.tail_means(np.array([0.0, 0.55, 0.95]))
    assert found[0] == pytest.approx([10.0, (0.15 * 10 + 0.2 * 20 + 0.1 * 30) / 0.45, 30.0])
    assert found[1] == pytest.approx([2.0, (0.05 * 2 + 0.4 * 3) / 0.45, 3.0])
    assert found[2, 1] == pytest.approx((0.4499 * 10 + 0.0001 * 15) / 0.45)
    assert found[3].tolist() == [0.0] * 3
