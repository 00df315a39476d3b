"""Years on a time line: the sum is the exact distribution's, and no hour counts twice."""

from dataclasses import replace

import numpy as np
import pytest

from assessments.engine.annual import AnnualModel, annual_loss, expected_losses, overlap_share
from assessments.engine.curves import Curve, batch_of, stacked
from assessments.engine.durations import Point
from assessments.engine.errors import InvalidInput
from assessments.engine.overlap import drawn_years
from tests.assessments.engine.reference_models import dev_1

LINE = batch_of([Curve.from_points([(0, 0), (8760, 8760)])])


@pytest.mark.parametrize(
    "model",
    [
        dev_1(),
        replace(dev_1(), shapes=[2.0, 2.0, np.inf], drivers=[0, 0, -1]),
        replace(dev_1(), absorbing=[False, False, True]),
    ],
    ids=["poisson", "waves", "an end"],
)
def test_the_sum_of_the_drawn_years_is_the_exact_distribution(model):
    drawn, loss = drawn_years(model, 100_000, seed=5), annual_loss(model, 1 << 14)
    assert abs(drawn.summed.mean() - expected_losses(model).sum()) < 4 * drawn.summed.std() / np.sqrt(100_000)
    for level in (0.5, 0.95):
        below = (drawn.summed <= float(loss.quantile(level))).mean()
        assert abs(below - level) < 4.5 * np.sqrt(level * (1 - level) / 100_000)
    assert (drawn.once <= drawn.summed * (1 + 1e-12)).all()


def test_hours_counted_once_are_the_share_of_the_year_under_disruption():
    """The part covered at hour t is 1 - e^(-rate x what of the last d hours lies in the year)."""
    model = AnnualModel(LINE, [Point(876.0)], [2.0])
    drawn = drawn_years(model, 50_000, seed=2)
    rate, d = 2.0 / 8760, 876.0
    free = 2 * (1 - np.exp(-rate * d)) / rate + (8760 - d) * np.exp(-rate * d)
    union = 8760 + d - free
    assert drawn.once.mean() == pytest.approx(union, rel=0.01)
    over, error = drawn.overstated()
    assert over <= overlap_share(model) / 2 + 3 * error
    ratio = drawn.summed.mean() / drawn.once.mean()
    spread = (drawn.summed - ratio * drawn.once).std() / np.sqrt(50_000)
    assert (over, error) == pytest.approx((ratio - 1, spread / drawn.once.mean()))
    part = np.quantile(drawn.once, 0.9) / np.quantile(drawn.summed, 0.9)
    assert drawn.corrected(0.9, 1000.0) == pytest.approx(1000.0 * part)
    assert part < 1


def test_functions_that_no_common_event_hits_do_not_shorten_each_other():
    none = np.zeros_like(LINE.left)
    one = LINE.left[0]
    left = np.stack([np.concatenate([one, none[0]]), np.concatenate([none[0], one])])
    apart = AnnualModel(replace(stacked([LINE, LINE]), left=left, right=left), [Point(5000.0)] * 2, [1.0, 1.0])
    together = AnnualModel(stacked([LINE, LINE]), [Point(5000.0)] * 2, [1.0, 1.0])
    same = drawn_years(apart, 5000, seed=1)
    assert same.once.mean() > drawn_years(together, 5000, seed=1).once.mean()
    assert np.array_equal(same.once, drawn_years(apart, 5000, seed=1).once)


def test_hours_inside_an_earlier_disruption_add_nothing():
    """Long outages cover nearly the whole year: of 50 short ones only those before the first long one count."""
    both = stacked([LINE, LINE])
    lasting = [Point(8760.0), Point(0.5)]
    alone = drawn_years(AnnualModel(both, lasting, [40.0, 0.0]), 300, seed=4)
    more = drawn_years(AnnualModel(both, lasting, [40.0, 50.0]), 300, seed=4)
    added = (more.once - alone.once).mean()
    assert 0.0 < added < 2.0
    assert (more.summed - alone.summed).mean() == pytest.approx(25.0, rel=0.1)


def test_rows_without_a_driver_have_a_factor_of_their_own():
    """One event costs 1: the variance is that of three independent negative binomial counts, 3 (2 + 2^2 / 0.5)."""
    model = AnnualModel(stacked([LINE] * 3), [Point(1.0)] * 3, [2.0] * 3, shapes=0.5, drivers=[0, -1, -1])
    assert drawn_years(model, 40_000, seed=3).summed.var() == pytest.approx(30.0, rel=0.1)


def test_a_limit_of_the_year_holds_for_its_function():
    drawn = drawn_years(AnnualModel(LINE, [Point(100.0)], [5.0]), 2000, seed=1, most_a_year=250.0)
    assert drawn.once.max() == 250.0
    assert drawn.summed.max() > 250.0


def test_years_without_events_cost_nothing():
    quiet = drawn_years(AnnualModel(LINE, [Point(5.0)], [0.0]), 10, seed=1)
    assert (quiet.summed.tolist(), quiet.overstated()) == ([0.0] * 10, (0.0, 0.0))


@pytest.mark.parametrize(
    ("make", "name"),
    [
        (lambda: drawn_years(dev_1(), 0, 1), "years"),
        (lambda: drawn_years(dev_1(), 9, 1, [1.0, 1.0]), "most_a_year"),
        (lambda: drawn_years(dev_1(), 9, 1, -1.0), "most_a_year"),
        (lambda: drawn_years(dev_1(), 9, 1).corrected(1.5, 1.0), "level"),
    ],
)
def test_a_wrong_value_is_refused_by_name(make, name):
    with pytest.raises(InvalidInput) as refused:
        make()
    assert refused.value.name == name
