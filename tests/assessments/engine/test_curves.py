"""Loss curves: values, jumps, inverse, caps, running maximum, batches."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.engine.curves import Curve, CurveBatch, batch_of, stacked
from assessments.engine.errors import InvalidInput
from tests.assessments.engine.situations import loss_curves, modest

DEV_2 = [(0, 0), (0.5, 0), (0.5, 500), (24, 10_000), (24, 30_000), (48, 30_000), (100, 60_000), (8760, 300_000)]
PROBES_H = np.array([0.0, 0.4999, 0.5, 10.0, 23.999, 24.0, 47.0, 48.0, 2000.0, 8760.0, 9000.0])


def test_a_jump_counts_from_its_hour_on():
    curve = Curve.from_points(DEV_2)
    assert curve.value_at([0.49999, 0.5, 23.99999999, 24, 48, 74]).round(3).tolist() == [
        0,
        500,
        10_000,
        30_000,
        30_000,
        45_000,
    ]


def test_the_inverse_is_taken_by_the_loss_across_jumps_and_flats():
    """Interpolating on a de-duplicated curve is wrong by 12 % here."""
    curve = Curve.from_points(DEV_2)
    found = curve.reach([0.0, 250.0, 500.0, 10_000.0, 20_000.0, 30_000.0, 300_000.0])
    assert found.hours.tolist() == pytest.approx([0.5, 0.5, 0.5, 24.0, 24.0, 48.0, 8760.0])
    assert found.below_top.tolist() == [True] * 6 + [False]


@modest
@given(curve=loss_curves(), losses=st.lists(st.integers(0, 30_000), min_size=1, max_size=8))
def test_the_inverse_is_the_last_hour_with_at_most_that_loss(curve, losses):
    found = curve.reach(np.array(losses, dtype=float))
    for loss, hour, inside in zip(losses, found.hours, found.below_top, strict=True):
        if inside:
            before = curve.value_at(hour * (1 - 1e-9) if hour > 0 else 0.0)
            assert hour == 0 or before <= loss + 1e-3
            assert curve.value_at(hour + 1e-3) > loss - 1e-6
        else:
            assert loss >= curve.top


@modest
@given(first=loss_curves(), second=loss_curves())
def test_sum_and_cap_are_exact_at_every_length(first, second):
    both = first.plus(second)
    assert both.value_at(PROBES_H) == pytest.approx(first.value_at(PROBES_H) + second.value_at(PROBES_H))
    capped = both.capped(3_333.0)
    assert capped.value_at(PROBES_H) == pytest.approx(np.minimum(both.value_at(PROBES_H), 3_333.0), abs=1e-6)


def _falling():
    """Return a batch of two curves, one of which falls at 10 hours and climbs past its old height at 25."""
    knots = np.array([[0.0, 10.0, 40.0]])
    left = np.array([[[0.0, 100.0, 160.0], [0.0, 10.0, 20.0]]])
    right = np.array([[[0.0, 40.0, 160.0], [0.0, 15.0, 20.0]]])
    return CurveBatch(knots, left, right)


def test_the_running_maximum_never_falls_and_says_what_it_added():
    curves, raised = _falling().running_maximum()
    assert raised.tolist() == [[60.0, 0.0]]
    assert curves.knots_h.tolist() == [[0.0, 10.0, 25.0, 40.0]]
    assert curves.value_at([5, 10, 20, 25, 32.5, 40])[0, 0].tolist() == [50, 100, 100, 100, 130, 160]
    assert curves.value_at([10, 25])[0, 1] == pytest.approx([15, 17.5])


def test_the_lesser_of_two_curves_is_exact_between_knots():
    knots = np.array([[0.0, 10.0]])
    up, flat = np.array([[[0.0, 10.0]]]), np.array([[[4.0, 4.0]]])
    lesser = CurveBatch(knots, up, up).lesser(CurveBatch(knots, flat, flat))
    assert lesser.knots_h.tolist() == [[0.0, 4.0, 10.0]]
    assert lesser.value_at([2, 4, 7])[0, 0].tolist() == [2, 4, 4]


@modest
@given(curves=st.lists(loss_curves(), min_size=1, max_size=4))
def test_a_batch_holds_the_same_curves(curves):
    batch = batch_of(curves)
    total = sum(curve.value_at(PROBES_H) for curve in curves)
    assert batch.curve(0).value_at(PROBES_H) == pytest.approx(total)
    for f, curve in enumerate(curves):
        assert batch.value_at(PROBES_H)[0, f] == pytest.approx(curve.value_at(PROBES_H))
        assert batch.with_knots(np.array([[3.0, 700.0]])).curve(0, f).value_at(PROBES_H) == pytest.approx(
            curve.value_at(PROBES_H)
        )


def test_stacked_rows_keep_their_values_past_a_jump_at_the_end():
    short = batch_of([Curve.from_points([(0, 0), (9, 9), (9, 12)])])
    long = batch_of([Curve.from_points([(0, 0), (4, 1), (9, 9)])])
    both = stacked([short, long])
    assert both.value_at([8.0, 9.0, 20.0])[:, 0].tolist() == [[8, 12, 12], [7.4, 9, 9]]
    assert both.curve(0).corners.tolist() == [0, 0, 9, 12, 12, 12]


def test_reweighting_with_ones_changes_nothing():
    batch = batch_of([Curve.from_points(DEV_2)])
    same = batch.reweighted(np.ones((1, 1, batch.knots_h.shape[1] - 1)), np.ones((1, 1, batch.knots_h.shape[1])))
    assert same.value_at(PROBES_H) == pytest.approx(batch.value_at(PROBES_H))


@pytest.mark.parametrize(
    ("points", "name"),
    [
        ([], "points"),
        ([(0, 0), (5, 4), (3, 5)], "points"),
        ([(1, 0), (5, 4)], "knots_h"),
        ([(0, 0), (5, 4), (6, 3)], "loss"),
        ([(0, 0), (5, np.inf)], "points[1, 1]"),
    ],
)
def test_an_impossible_curve_is_refused_by_name(points, name):
    with pytest.raises(InvalidInput) as refused:
        Curve.from_points(points)
    assert refused.value.name == name


ONE = Curve.from_points([(0, 0), (9, 9)])


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        (lambda: Curve([0, 4, 9], [0, 1], [0, 2, 5]), "left"),
        (lambda: Curve([0, 4, 9], [0, 1, 5], [[0, 2, 5]]), "right"),
        (lambda: batch_of([ONE]).with_knots([[np.nan]]), "hours[0, 0]"),
        (lambda: batch_of([ONE]).with_knots([[-1.0]]), "hours[0, 0]"),
        (lambda: batch_of([ONE]).curve(-1), "row"),
        (lambda: batch_of([ONE]).curve(0, -1), "function"),
        (lambda: batch_of([ONE]).curve(1), "row"),
        (lambda: batch_of([]), "curves"),
        (lambda: stacked(3), "batches"),
    ],
)
def test_a_wrong_value_is_refused_by_name(asked, name):
    with pytest.raises(InvalidInput) as refused:
        asked()
    assert refused.value.name == name
