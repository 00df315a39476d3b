"""Many durations at once give what each gives by itself."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from assessments.engine.duration_rows import DurationRows
from assessments.engine.durations import Capped, Lognormal, Mixture, Point
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
