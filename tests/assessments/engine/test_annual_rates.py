"""The year for any rates: the same distribution as a run of its own, on the grid of the largest rates."""

from dataclasses import replace

import numpy as np
import pytest

from assessments.engine.annual import annual_loss, loss_range
from assessments.engine.annual_rates import YearsByRate
from assessments.engine.errors import InvalidInput
from tests.assessments.engine.reference_models import dev_1

WAVES = replace(dev_1(), shapes=[2.0, 2.0, np.inf], drivers=[0, 0, -1], absorbing=[False, False, True])


@pytest.mark.parametrize("model", [dev_1(), dev_1(2.5), WAVES], ids=["poisson", "own factors", "waves and an end"])
def test_a_year_by_rate_is_the_year_of_those_rates(model):
    years = YearsByRate(model, 1 << 10, most=2.0)
    largest = loss_range(replace(model, rates=np.maximum(2.0 * model.rate, 1.0)))
    for rates in (model.rate, model.rate * 0.3, np.array([8.0, 0.0, 1.0])):
        other = annual_loss(replace(model, rates=rates), 1 << 10, largest=largest)
        found = years.loss(rates)
        assert found.step == pytest.approx(other.step, rel=1e-12)
        assert np.abs(found.mass - other.mass).max() < 1e-13
        assert found.none == pytest.approx(other.none, rel=1e-12)


@pytest.mark.parametrize(
    ("make", "name"),
    [
        (lambda: YearsByRate(dev_1(), cells=4), "cells"),
        (lambda: YearsByRate(dev_1(), most=0.5), "most"),
        (lambda: YearsByRate(dev_1(), 64).loss([1.0, 1.5, 0.1]), "rates[1]"),
        (lambda: YearsByRate(dev_1(), 64).loss([-1.0, 0.5, 0.1]), "rates[0]"),
    ],
)
def test_a_wrong_value_is_refused_by_name(make, name):
    with pytest.raises(InvalidInput) as refused:
        make()
    assert refused.value.name == name
