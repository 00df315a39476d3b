"""The range of a year: no loss of note lies beyond it, and it is no wider than the losses that are met."""

from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from assessments.engine.annual import AnnualModel, annual_loss, certified_quantiles, expected_losses, loss_range
from assessments.engine.curves import Curve, batch_of, stacked
from assessments.engine.durations import Lognormal, Point, Weibull
from assessments.engine.many_years import many_years

HOUR_BY_HOUR = batch_of([Curve.from_points([(0, 0), (8760, 8760)])])
SMALL = batch_of([Curve.from_points([(0, 0), (100, 1000), (8760, 1000)])])
BAN = batch_of([Curve.from_points([(0, 0), (0, 2e6), (8760, 2e6)])])


def _seconds(**ties):
    """Return ten thousand stops of a second a year on a curve that goes on for a year."""
    return AnnualModel(HOUR_BY_HOUR, [Lognormal.from_median(1 / 3600, 1.2)], [1e4], **ties)


def _banned(rate, others=100.0, **ties):
    durations = [Lognormal.from_median(6.0, 1.2), Lognormal.from_median(100.0, 1.0)]
    return AnnualModel(stacked([SMALL, BAN]), durations, [others, rate], absorbing=[False, True], **ties)


def test_thousands_of_stops_of_seconds_do_not_need_the_range_of_a_year():
    """Forty thousand simulated years: 5.99 at 99 %, 6.03 in the worst 1 %; the default grid spreads losses a little."""
    year = annual_loss(_seconds())
    assert year.step * year.mass.size < 12.0
    assert float(year.quantile(0.99)) == pytest.approx(5.99, rel=0.015)
    assert float(year.tail_mean(0.99)) == pytest.approx(6.03, rel=0.015)
    low, high = certified_quantiles(_seconds(), 0.99)
    assert low <= 5.99 <= high <= 12.0
    together = many_years([_seconds(), replace(_seconds(), rates=[1.0])])
    assert together.quantiles[0] == pytest.approx(annual_loss(_seconds(), 2048).quantile([0.95, 0.99]), rel=1e-9)


def test_a_ban_that_is_certain_is_met_once_in_the_range():
    year = annual_loss(_banned(1000.0), 1 << 14)
    assert year.step * year.mass.size < 3e6
    assert float(year.quantile(0.99)) == pytest.approx(2e6, rel=1e-3)
    assert float(year.quantile(0.001)) == pytest.approx(2e6, rel=1e-3)


def test_a_ban_next_to_never_met_does_not_widen_the_range():
    for ties in ({}, {"shapes": 2.0}):
        assert loss_range(_banned(1e-12, **ties)) == pytest.approx(loss_range(_banned(0.0, **ties)), rel=0.2)


@pytest.mark.parametrize(
    "model",
    [
        _seconds(),
        _seconds(shapes=0.5),
        _banned(0.1),
        _banned(1000.0),
        _banned(3.0, shapes=0.5, drivers=4),
        _banned(3.0, shapes=[np.inf, 2.0]),
        AnnualModel(stacked([SMALL, BAN, BAN]), [Point(50.0)] * 3, [3.0, 0.4, 2.0], 1.5, [1, 1, -1], [0, 1, 1]),
        AnnualModel(stacked([HOUR_BY_HOUR] * 2), [Point(1 / 3600), Lognormal(2.0, 1.0)], [1e4, 1e-5]),
    ],
)
def test_next_to_no_year_exceeds_its_range(model):
    end = loss_range(model)
    twice = annual_loss(model, 1 << 15, largest=2.0 * end)
    assert twice.mean() == pytest.approx(expected_losses(model).sum(), rel=1e-8, abs=1e-9 * end)
    assert float(twice.chance_over(end)) <= 1.1e-9


def test_a_rare_long_event_beside_thousands_of_seconds_stays_within_the_range():
    """Once in a hundred years 1000 hours: cut off, it would leave nothing of the tail."""
    model = AnnualModel(stacked([HOUR_BY_HOUR] * 2), [Lognormal(-8.0, 1.0), Point(1000.0)], [1e4, 0.02])
    assert loss_range(model) > 1000.0
    assert float(annual_loss(model).quantile(0.99)) == pytest.approx(1000.0 + 1e4 * np.exp(-7.5) / 2, rel=0.01)


@pytest.mark.parametrize("rate", [300.0, 1e4])
def test_bounds_hold_where_losses_rounded_up_add_up_to_more_than_the_grid(rate):
    """Equal losses of 1 on cells that are wider: rounded up, their sum goes around the grid more than once."""
    once = batch_of([Curve.from_points([(0, 0), (0, 1), (8760, 1)])])
    model = AnnualModel(once, [Point(1.0)], [rate])
    for cells in (64, 1 << 10, 1 << 13):
        low, high = certified_quantiles(model, [0.5, 0.99], cells)
        exact = stats.poisson(rate).ppf([0.5, 0.99])
        assert (low <= exact).all()
        assert (exact <= high).all()


@pytest.mark.parametrize(
    ("duration", "points"),
    [
        (Weibull(0.5, 1.0), [(0, 0), (1498, 0), (1529, 10), (8760, 10)]),
        (Lognormal.from_median(0.5, 1.0), [(0, 0), (465, 0), (8760, 5000)]),
    ],
)
def test_what_rounding_leaves_of_a_chance_next_to_none_gives_no_range_below_nothing(duration, points):
    model = AnnualModel(batch_of([Curve.from_points(points)]), [duration], [0.02])
    assert 0.0 < loss_range(model) <= points[-1][1] * 1.5
    assert many_years([model]).quantiles.tolist() == [[0.0, 0.0]]
