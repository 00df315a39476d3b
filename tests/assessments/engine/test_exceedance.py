"""Exceedance curves: the two curves of a year."""

import numpy as np
import pytest

from assessments.engine.annual import AnnualModel, annual_loss, occurrence_chance
from assessments.engine.curves import Curve, batch_of
from assessments.engine.durations import Point
from assessments.engine.exceedance import exceedance_curve, occurrence_quantile
from tests.assessments.engine.reference_models import dev_1, dev_2


def test_a_year_never_costs_less_than_its_largest_event():
    model = dev_1()
    curve = exceedance_curve(model, annual_loss(model, 1 << 14))
    assert (np.diff(curve.aggregate) >= 0).all() and (np.diff(curve.occurrence) >= 0).all()
    assert (curve.aggregate >= curve.occurrence * (1 - 1e-3) - 100).all()
    assert curve.chances == pytest.approx(1 / curve.years)
    assert curve.years[[0, -1]] == pytest.approx([1.1, 1000.0])


def test_the_largest_event_is_exceeded_with_the_chance_asked_for():
    model = dev_2()
    chances = np.array([0.5, 0.1, 0.01])
    found = occurrence_quantile(model, chances)
    assert (occurrence_chance(model, found) <= chances).all()
    assert (occurrence_chance(model, found * (1 - 1e-6)) >= chances - 1e-6).all()


def test_losses_that_never_happen_or_hardly_ever_are_zero():
    rare = AnnualModel(batch_of([Curve.from_points([(0, 0), (1, 50)])]), [Point(2.0)], [0.05])
    assert occurrence_quantile(rare, [0.1, 0.01]).tolist() == pytest.approx([0, 50])
    idle = AnnualModel(batch_of([Curve.from_points([(0, 0), (1, 0)])]), [Point(2.0)], [5.0])
    assert occurrence_quantile(idle, [0.5]).tolist() == [0]
