"""Many durations at once give what each gives by itself."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.engine.duration_fits import Empirical
from assessments.engine.duration_rows import DurationRows
from assessments.engine.durations import Capped, Lognormal, Mixture, Pert, Point, Weibull
from tests.assessments.engine.situations import durations, modest

blends = st.builds(
    lambda one, two, three: Mixture((0.25, 0.75), (one, Mixture((0.5, 0.5), (two, three)))),
    *[st.builds(Lognormal.from_median, st.floats(0.5, 200), st.floats(0.2, 2.0))] * 3,
)


@modest
@given(
    rows=st.lists(st.one_of(durations, blends, st.just(Capped(Point(9.0), 4.0))), min_size=1, max_size=5),
    counts=st.lists(st.integers(0, 4), min_size=5, max_size=5),
)
def test_rows_agree_with_their_distributions_one_by_one(rows, counts):
    hours = [np.geomspace(0.3, 900.0, count) * (count > 1) for count in counts[: len(rows)]]
    evaluated = DurationRows(rows).tails(np.concatenate(hours), np.array(counts[: len(rows)]))
    single = [
        np.concatenate([ask(row, at) for row, at in zip(rows, hours, strict=True)])
        for ask in (lambda d, h: d.reaches(h), lambda d, h: 1 - d.cdf(h), lambda d, h: d.limited_mean(h))
    ]
    for found, expected in zip(evaluated, single, strict=True):
        assert np.abs(found - expected).max(initial=0.0) < 1e-10 * (1 + np.abs(expected).max(initial=0.0))
    assert np.array_equal(
        DurationRows(rows).chances(np.concatenate(hours), np.array(counts[: len(rows)]))[0], evaluated[0]
    )


def test_what_lasts_longer_is_exact_where_it_is_next_to_never():
    rows = [
        Weibull(1.0, 8.0),
        Pert(1.0, 2.0, 5.0),
        Capped(Weibull(1.0, 8.0), 500.0),
        Mixture((1.0,), (Weibull(1.0, 8.0),)),
    ]
    reach, beyond = DurationRows(rows).chances(np.array([400.0, 4.99999, 400.0, 400.0]), 1)
    assert reach[[0, 2, 3]] == pytest.approx(np.exp(-50.0), rel=1e-9)
    assert beyond == pytest.approx(reach, rel=1e-9, abs=0)
    assert (beyond > 0).all()


def test_where_a_duration_jumps_reaching_an_hour_is_not_exceeding_it():
    rows = [
        Point(4.0),
        Empirical.of([4.0, 8.0]),
        Capped(Weibull(1.0, 8.0), 4.0),
        Mixture((0.5, 0.5), (Point(4.0),) * 2),
    ]
    reach, beyond = DurationRows(rows).chances(np.full(4, 4.0), 1)
    assert reach == pytest.approx([1.0, 1.0, np.exp(-0.5), 1.0])
    assert beyond.tolist() == [0.0, 0.5, 0.0, 0.0]
