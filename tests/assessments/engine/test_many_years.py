"""Many organisations at once: the figures of each are those it has alone."""

from dataclasses import replace

import numpy as np
import pytest

from assessments.engine.annual import AnnualModel, annual_loss, expected_losses
from assessments.engine.curves import Curve, batch_of, stacked
from assessments.engine.duration_fits import Empirical
from assessments.engine.durations import Lognormal, Mixture, Pert, Point
from assessments.engine.errors import InvalidInput
from assessments.engine.many_years import BLOCK, many_years
from tests.assessments.engine.reference_models import dev_1, dev_2

LEVELS = [0.0, 0.5, 0.95, 0.99]
LUMP = batch_of([Curve.from_points([(0, 0), (2, 0), (2, 500), (90, 500)])])
LINE = batch_of([Curve.from_points([(0, 0), (100, 1000)])])


def _different():
    """Models that share nothing: jumps, other numbers of knots and rows, every kind of duration and of frequency."""
    mixed = Mixture((0.5, 0.5), (Lognormal(1.0, 1.0), Lognormal(3.0, 0.5)))
    return [
        dev_1(),
        dev_2(),
        dev_1(2.5),  # rates known up to a factor
        replace(dev_1(), absorbing=[False, False, True]),
        replace(dev_1(), shapes=2.0, drivers=[0, 0, 0]),
        AnnualModel(LINE, [Point(50.0)], [0.0]),  # never
        AnnualModel(LINE.scaled(0.0), [Point(50.0)], [2.0]),  # for nothing
        AnnualModel(stacked([LINE, LUMP]), [Pert(1.0, 4.0, 40.0), Empirical.of([1.0, 2.0, 5.0])], [0.4, 3.0]),
        AnnualModel(stacked([LINE, LINE, LUMP]), [mixed, mixed, Lognormal(0.5, 1.0)], [1.0, 0.5, 6.0]),
        AnnualModel(LINE.scaled(1e6), [Lognormal(2.0, 1.5)], [25.0]),
        AnnualModel(LINE.scaled(1e6), [Lognormal(-8.0, 1.0)], [5000.0]),  # its range is far below its largest loss
        AnnualModel(stacked([LINE, LUMP]), [Lognormal(2.0, 1.0), Point(5.0)], [9.0, 40.0], [2.0, 3.0], -1, [0, 1]),
    ]


def test_each_has_the_figures_it_has_alone_whoever_else_is_in_the_block():
    models = _different()
    together = many_years([*models, *(models * (BLOCK // len(models) + 1))], LEVELS, cells=1024)
    assert together.quantiles.shape == (len(together.none), len(LEVELS))
    for place, model in enumerate(models):
        alone = annual_loss(model, 1024)
        for again in (place, place + len(models), place + BLOCK // len(models) * len(models)):
            assert together.quantiles[again] == pytest.approx(alone.quantile(LEVELS), rel=1e-9, abs=1e-9)
            assert together.tail_means[again] == pytest.approx(alone.tail_mean(LEVELS), rel=1e-9, abs=1e-9)
            assert together.none[again] == pytest.approx(model.none, rel=1e-12)
            assert together.expected[again] == pytest.approx(expected_losses(model).sum(), rel=1e-12)


def test_models_are_taken_one_by_one_and_only_as_many_as_a_block_at_a_time():
    asked = []

    def one_by_one():
        for number in range(2 * BLOCK + 1):
            asked.append(number)
            yield AnnualModel(LINE, [Point(float(number))], [1.0])

    years = many_years(one_by_one(), 0.9)
    assert asked == list(range(2 * BLOCK + 1))
    assert years.expected == pytest.approx(10.0 * np.arange(2 * BLOCK + 1))
    assert years.quantiles.shape == years.tail_means.shape == (2 * BLOCK + 1, 1)


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        (lambda: many_years([]), "models"),
        (lambda: many_years([dev_1()], [0.5, 1.0]), "levels"),
        (lambda: many_years([dev_1()], []), "levels"),
        (lambda: many_years([dev_1()], [[0.5], [0.9]]), "levels"),
        (lambda: many_years([dev_1()], cells=8), "cells"),
    ],
)
def test_a_wrong_value_is_named(asked, name):
    with pytest.raises(InvalidInput, match=name):
        asked()
