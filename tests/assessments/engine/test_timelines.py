"""Grids of hours: knots, insertion, integrals."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from assessments.engine import timelines
from tests.assessments.engine.situations import modest

rows = st.lists(st.lists(st.integers(0, 30), min_size=3, max_size=3), min_size=1, max_size=4)


@modest
@given(first=rows, second=rows)
def test_inserting_hours_keeps_order_ends_and_positions(first, second):
    count = min(len(first), len(second))
    end = np.full(count, 25.0)
    knots = timelines.knots_of(np.array(first[:count], dtype=float), end)
    finer, position = timelines.insert(knots, np.array(second[:count], dtype=float))
    for row in range(count):
        wanted = sorted({0.0, 25.0} | {float(h) for h in first[row] + second[row] if 0 < h < 25})
        assert np.unique(finer[row]).tolist() == wanted
        assert (np.diff(finer[row]) >= 0).all()
        assert (knots[row][position[row]] <= finer[row]).all()
        inside = finer[row] < 25.0
        following = np.minimum(position[row] + 1, knots.shape[1] - 1)
        assert (finer[row][inside] < knots[row][following][inside]).all()


def test_nothing_new_leaves_the_knots_as_they_are():
    knots = np.array([[0.0, 4.0, 9.0]])
    finer, position = timelines.insert(knots, np.array([[4.0, 9.0, np.inf]]))
    assert finer is knots
    assert position.tolist() == [[0, 1, 2]]
