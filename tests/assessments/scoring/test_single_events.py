"""What one event of a year may do: the lengths that break a limit and their chances, beside the plain clock and drawn years."""

import numpy as np
import pytest

from assessments.engine.annual import annual_loss
from assessments.scoring.evaluate import evaluate
from assessments.scoring.scenario_results import unmet_hours
from assessments.scoring.single_events import breaking_hours, single_events_of, too_long_of
from assessments.scoring.yearly import CELLS, RETURN_YEARS
from tests.factories.examples import evaluation_of
from tests.factories.profiles import profile_with

ASIDE = 1e-6
YEARS = 40_000


def evaluated(name):
    return evaluation_of(name)


@pytest.fixture(scope="module", params=["beauty_brand", "creator", "scheduling_software"])
def evaluation(request):
    return evaluated(request.param)


def test_an_event_of_the_breaking_length_uses_up_exactly_what_the_activity_can_bear(evaluation):
    broken, found = breaking_hours(evaluation), 0
    by_key = {impact.key: impact for impact in evaluation.impacts}
    impacts = [by_key[key] for key in evaluation.model.keys]
    for row, event in enumerate(evaluation.run.events):
        for place, impact in enumerate(impacts):
            hours = broken[row, place]
            if np.isfinite(hours):
                before, after = (
                    unmet_hours(evaluation.model, evaluation.run.cascade, row, impacts, event, hours * by)[place]
                    for by in (1 - ASIDE, 1 + ASIDE)
                )
                assert before <= impact.normal.mtpd_h * (1 + ASIDE)
                assert after > impact.normal.mtpd_h * (1 - ASIDE)
                found += 1
    assert found > 5


def test_the_chance_of_a_stop_that_is_too_long_is_that_of_drawn_years(evaluation):
    run, broken = evaluation.run, breaking_hours(evaluation)
    rng = np.random.default_rng(11)
    hit = np.zeros((YEARS, broken.shape[1]), dtype=bool)
    for row, (rate, duration) in enumerate(zip(run.rates, run.durations, strict=True)):
        year = np.repeat(np.arange(YEARS), rng.poisson(rate, YEARS))
        hit |= _years_with(year, duration.quantile(rng.random(year.size)), broken[row])
    chances = too_long_of(evaluation)
    for key, drawn in zip(evaluation.model.keys, hit.mean(axis=0), strict=True):
        assert chances[key] == pytest.approx(drawn, abs=5 * np.sqrt(drawn * (1 - drawn) / YEARS) + 1e-9)


def _years_with(year, lengths, broken):
    hit = np.zeros((YEARS, broken.size), dtype=bool)
    for place, hours in enumerate(broken):
        hit[year[lengths >= hours], place] = True
    return hit


def test_the_largest_event_never_costs_more_than_the_year_and_its_chance_is_never_higher(evaluation):
    found = single_events_of(evaluation)
    sums = [loss for loss, _ in evaluation.yearly.exceedance]
    cell = annual_loss(evaluation.run.annual(evaluation.model.season), CELLS).step
    assert (np.array(found["largest"]) <= np.array(sums) + cell).all()
    assert np.diff(found["largest"]).min() >= 0
    assert len(found["largest"]) == len(RETURN_YEARS)
    assert 0 < found["over_limit"] <= evaluation.yearly.chance_over_limit + 1e-6


def test_the_chance_falls_with_a_longer_limit_and_with_an_alternative_that_delivers_enough():
    def chance(**function):
        stated = {"FUN-02": 100, "WRK-01": "s0", "IMP-01": "d3", **function}
        return too_long_of(evaluate(profile_with({}, {"social_commerce": stated})))["social_commerce"]

    assert chance() > chance(**{"IMP-01": "w2"}) > 0
    ready = {"WRK-01": "s4", "WRK-02": "now", "WRK-03": 95, "WRK-04": "m1"}
    assert chance(**ready) < chance()


def test_an_activity_without_a_limit_has_no_such_chance():
    found = evaluated("cafe")
    assert [impact.normal.mtpd_h for impact in found.impacts] == [None]
    assert too_long_of(found) == {}
    assert single_events_of(found)["over_limit"] == 0
