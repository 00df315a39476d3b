"""Single events on the grid: exact mean, bounds from both sides, atoms."""

import numpy as np
import pytest
from hypothesis import given
from scipy import integrate

from assessments.engine.curves import Curve
from assessments.engine.duration_fits import Empirical
from assessments.engine.durations import Lognormal, Point
from assessments.engine.errors import InvalidInput
from assessments.engine.severity import Severities, chance_above, limited_loss, masses
from tests.assessments.engine.situations import durations, loss_curves, modest


@modest
@given(curve=loss_curves(), duration=durations)
def test_the_mean_of_a_loss_survives_the_grid_and_the_bounds_hold(curve, duration):
    cells = 512
    step = max(curve.top, 1.0) / 300
    grid = np.arange(cells) * step
    mean, floor, ceil = (masses(curve, duration, step, cells, kind) for kind in ("mean", "floor", "ceil"))
    for chances in (mean, floor, ceil):
        assert chances.sum() == pytest.approx(1.0, abs=1e-12)
        assert chances.min() > -1e-10
    expected = float(limited_loss(curve, duration, curve.top))
    assert (mean * grid).sum() == pytest.approx(expected, rel=1e-10, abs=1e-9)
    # stochastic order: floor <= X <= ceil at every edge of the grid
    below = 1.0 - chance_above(curve, duration, grid)
    assert (np.cumsum(floor) >= below - 1e-12).all()
    assert (np.cumsum(ceil) <= below + 1e-12).all()


@modest
@given(curve=loss_curves(), duration=durations)
def test_the_limited_loss_is_the_area_of_the_chances_above(curve, duration):
    losses = np.linspace(0, max(curve.top, 1.0) * 1.1, 4001)
    middle = (losses[1:] + losses[:-1]) / 2
    area = np.concatenate([[0.0], np.cumsum(chance_above(curve, duration, middle) * np.diff(losses))])
    slack = 2 * losses[1] * (1 + 12)  # a step of the grid at each place where the chance jumps
    assert np.abs(area - limited_loss(curve, duration, losses)).max() <= slack


@modest
@given(curve=loss_curves(), duration=durations)
def test_the_chance_of_any_loss_is_the_chance_of_more_than_none(curve, duration):
    assert Severities.of(curve, duration).any_loss.tolist() == [float(chance_above(curve, duration, 0.0))]


@pytest.mark.parametrize(
    ("points", "chance"),
    [
        ([(0, 0), (0, 5), (9, 5)], 1.0),  # costs at once
        ([(0, 0), (9, 5)], 1.0),  # climbs at once
        ([(0, 0), (2, 0), (2, 5)], 0.75),  # jumps at two hours, which three of four last
        ([(0, 0), (2, 0), (9, 5)], 0.5),  # climbs after two hours, which two of four outlast
        ([(0, 0), (9, 0)], 0.0),
    ],
)
def test_the_chance_of_any_loss_by_how_the_curve_leaves_nothing(points, chance):
    seen = Empirical.of([1.0, 2.0, 4.0, 9.0])
    assert Severities.of(Curve.from_points(points), seen).any_loss.tolist() == [chance]


def test_an_atom_of_the_duration_gives_an_atom_of_the_loss():
    curve = Curve.from_points([(0, 0), (2, 0), (2, 10), (6, 30)])
    seen = Empirical.of([1.0, 2.0, 4.0, 9.0])
    assert chance_above(curve, seen, [0.0, 9.99, 10.0, 20.0, 29.99, 30.0]).tolist() == [
        0.75,
        0.75,
        0.5,
        0.25,
        0.25,
        0.0,
    ]
    assert masses(curve, seen, 10.0, 8).tolist() == pytest.approx([0.25, 0.25, 0.25, 0.25, 0, 0, 0, 0])
    assert masses(curve, Point(2.0), 10.0, 4).tolist() == pytest.approx([0, 1, 0, 0])


def test_the_limited_loss_of_a_smooth_curve_matches_numerical_integration():
    curve, duration = Curve.from_points([(0, 0), (5, 0), (100, 950)]), Lognormal.from_median(20.0, 1.0)
    area, _ = integrate.quad(lambda x: float(chance_above(curve, duration, x)), 0, 700, limit=200)
    assert float(limited_loss(curve, duration, 700.0)) == pytest.approx(area, rel=1e-9)


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        (lambda curve: masses(curve, Point(2.0), 1.0, 16, "nonsense"), "kind"),
        (lambda curve: masses(curve, Point(2.0), 0.0, 16), "step"),
        (lambda curve: masses(curve, Point(2.0), 1.0, 16.5), "cells"),
        (lambda curve: limited_loss(curve, Point(2.0), "1"), "losses"),
        (lambda curve: chance_above(curve, Point(2.0), ["1"]), "losses"),
        (lambda curve: chance_above(curve, 2.0, 1.0), "duration"),
        (lambda curve: chance_above(9.0, Point(2.0), 1.0), "curve"),
    ],
)
def test_a_wrong_value_is_refused_by_name(asked, name):
    with pytest.raises(InvalidInput) as refused:
        asked(Curve.from_points([(0, 0), (9, 9)]))
    assert refused.value.name == name


def test_no_losses_asked_for_give_no_figures():
    curve = Curve.from_points([(0, 0), (9, 9)])
    assert limited_loss(curve, Point(2.0), []).tolist() == chance_above(curve, Point(2.0), []).tolist() == []
