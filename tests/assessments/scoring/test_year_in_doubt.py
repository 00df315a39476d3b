"""How sure a bad year is: ranges that hold the printed figures, come from the same points, and close where all is known."""

import numpy as np
import pytest

from assessments.engine.annual import annual_loss
from assessments.engine.uncertainty import sobol_points
from assessments.scoring import year_in_doubt as subject
from assessments.scoring.cases import Case, Variation
from assessments.scoring.doubt import BAND, BARE_POINTS, doubts_of, variations_at
from assessments.scoring.evaluate import evaluate
from tests.factories.examples import evaluation_of
from tests.factories.profiles import profile_with


@pytest.fixture(scope="module")
def evaluation():
    return evaluation_of("creator")


@pytest.mark.parametrize("name", ["creator", "scheduling_software", "cafe"])
def test_both_ranges_hold_the_printed_figure(name):
    one = evaluation_of(name)
    found = subject.year_in_doubt(one)
    for (low, high), printed in (
        (found["bad_year"], one.yearly.quantiles["0.95"]),
        (found["over_limit"], one.yearly.chance_over_limit),
    ):
        assert low <= printed <= high


def test_the_range_is_that_of_the_years_at_the_points_of_the_expected_loss_each_solved_alone(evaluation):
    model = evaluation.model
    doubts = doubts_of(model)
    varied = variations_at(doubts, sobol_points(BARE_POINTS, len(doubts), evaluation.seed))
    alone = [annual_loss(model.run([Case(model.events, one)]).annual(model.season)) for one in varied]
    found = subject.year_in_doubt(evaluation)
    assert found["bad_year"] == pytest.approx(np.quantile([float(one.quantile(0.95)) for one in alone], BAND), rel=1e-3)
    passing = [float(one.chance_over(evaluation.yearly.limit)) for one in alone]
    assert found["over_limit"] == pytest.approx(np.quantile(passing, BAND), rel=1e-3)


def test_where_nothing_varies_the_range_is_the_figure(evaluation, monkeypatch):
    monkeypatch.setattr(subject, "variations_at", lambda *_: [Variation()] * BARE_POINTS)
    low, high = subject.year_in_doubt(evaluation)["bad_year"]
    assert high - low < 1e-3 * high  # the printed figure stands on finer cells


def test_without_a_limit_there_is_no_chance_of_passing_it():
    nothing = evaluate(profile_with({"PRO-04": 0, "MON-01": 0}))
    assert nothing.yearly.limit == 0
    assert subject.year_in_doubt(nothing)["over_limit"] == [0, 0]
