"""Who causes the tail: exact shares, against a certified example, symmetry and simulation."""

import numpy as np
import pytest
from hypothesis import given

from assessments.engine.allocation import tail_shares
from assessments.engine.annual import AnnualModel, annual_loss
from assessments.engine.curves import Curve, batch_of, stacked
from assessments.engine.durations import Point
from assessments.engine.errors import InvalidInput
from tests.assessments.engine.reference_models import dev_1
from tests.assessments.engine.situations import few
from tests.assessments.engine.test_annual import models


def test_dev_1_shares_of_the_worst_one_percent_of_years():
    """DEV-1: co-TVaR99 by function (230 064.2, 500 600.6, 317 040.0)."""
    model = dev_1()
    shares = tail_shares(model, annual_loss(model, 1 << 16), 0.99)
    assert shares.contributions.sum(axis=0) == pytest.approx([230_064.2, 500_600.6, 317_040.0], rel=3e-5)
    assert shares.gap < 2e-4


@few
@given(model=models())
def test_shares_are_never_negative_and_add_up_to_the_tail_mean(model):
    loss = annual_loss(model, 1 << 13)
    for level in (0.0, 0.9, 0.99):
        shares = tail_shares(model, loss, level)
        assert (shares.contributions >= -1e-9).all()
        assert shares.contributions.sum() == pytest.approx(float(loss.tail_mean(level)), rel=1e-9, abs=1e-9)


def test_two_scenarios_with_the_same_loss_share_by_their_rates():
    lump = batch_of([Curve.from_points([(0, 0), (1, 0), (1, 64), (8760, 64)])])
    model = AnnualModel(stacked([lump, lump]), [Point(2.0), Point(5.0)], [3.0, 1.0])
    shares = tail_shares(model, annual_loss(model, 4096, largest=4096.0), 0.95)
    assert shares.contributions[:, 0] / shares.contributions.sum() == pytest.approx([0.75, 0.25], rel=1e-6)
    assert shares.hours == pytest.approx([2.0, 5.0])
    assert shares.gap < 1e-9  # the atom at the quantile is split as the tail mean splits it


def _simulated(model, years, level, shapes, seed):
    """Return the mean loss of each function in the worst years of a plain simulation, with its standard error."""
    chance = np.random.Generator(np.random.PCG64(seed))
    functions = model.curves.left.shape[1]
    lost = np.zeros((functions, years))
    for row, (duration, rate) in enumerate(zip(model.durations, model.rate, strict=True)):
        rates = rate * (chance.gamma(shapes, 1 / shapes, years) if np.isfinite(shapes) else np.ones(years))
        counts = chance.poisson(rates)
        year = np.repeat(np.arange(years), counts)
        hours = duration.quantile(chance.random(year.size))
        for f in range(functions):
            lost[f] += np.bincount(year, model.curves.curve(row, f).value_at(hours), years)
    total = lost.sum(axis=0)
    worst = lost[:, total > np.quantile(total, level)]
    return worst.mean(axis=1), worst.std(axis=1) / np.sqrt(worst.shape[1])


@pytest.mark.parametrize("shapes", [np.inf, 0.8])
def test_simulated_shares_agree_within_their_standard_error(shapes):
    """A row whose rate is uncertain meets a year of shape + 1 (the size-biased year)."""
    model = dev_1(shapes=shapes)
    shares = tail_shares(model, annual_loss(model, 1 << 14), 0.95)
    mean, error = _simulated(model, 150_000, 0.95, shapes, seed=3)
    assert (np.abs(shares.contributions.sum(axis=0) - mean) < 5 * error).all()
    assert shares.gap < 1e-3  # the formula itself adds up, before it is scaled


def test_a_level_of_one_is_refused():
    with pytest.raises(InvalidInput, match="level"):
        tail_shares(dev_1(), annual_loss(dev_1()), 1.0)
