"""The nine scenarios here: both lengths, over which limits they push, in which order they stand."""

from dataclasses import replace

import numpy as np
import pytest

from assessments.scoring.evaluate import evaluate
from assessments.scoring.overrides import Overrides
from assessments.scoring.scenario_results import ScenarioResult, _ranked, equivalent_hours, unmet_hours
from tests.factories.profiles import profile_with

BASE = {"DEP-01": ["none"], "RSK-01": [], "PRO-07": 1_000_000, "USE-01": ["shop"]}


def scenarios(answers=None, functions=None, **top) -> dict[str, ScenarioResult]:
    found = evaluate(profile_with({**BASE, **(answers or {})}, functions, **top))
    return {scenario.key: scenario for scenario in found.scenarios}


def test_what_breaks_a_limit_and_is_likely_enough_comes_first_then_expected_loss_then_rating():
    blank = next(iter(scenarios().values()))

    def made(key, likelihood, over, expected, impact):
        return replace(
            blank, key=key, likelihood=likelihood, over_mtpd=over, expected_annual={"x": expected}, impact=impact
        )

    listed = [
        made("dear", 5, (), 900.0, 2),
        made("rare", 2, ("x",), 800.0, 5),
        made("likely", 3, ("x",), 1.0, 1),
        made("cheap", 4, (), 900.0, 4),
    ]
    order = [it.key for it in _ranked(listed, Overrides(profile_with({})))]
    assert order == ["likely", "cheap", "dear", "rare"]


def test_an_activity_half_stopped_for_a_day_has_lost_half_a_day():
    """A scenario that takes 40% of Shop runs the clock of the activity at 40%, whatever share of its output stops."""
    for dependency in (100, 35):
        found = evaluate(profile_with(BASE, {"social_commerce": {"FUN-02": dependency, "WRK-01": "s0"}}))
        row = next(i for i, event in enumerate(found.run.events) if event.scenario == "partial_degradation")
        assert equivalent_hours(found.model, found.run.cascade, row, 24.0) == pytest.approx([9.6])


def test_the_clock_never_runs_faster_than_time_however_much_comes_over_links():
    links = {"DEP-06": [{"from": "social_commerce", "to": "customer_care", "starts_after": "h1", "share": 90}]}
    functions = {"social_commerce": {"FUN-02": 100, "WRK-01": "s0"}, "customer_care": {"FUN-02": 5, "WRK-01": "s0"}}
    found = evaluate(profile_with({**BASE, **links, "USE-01": ["shop", "inbox"]}, functions, depth="standard"))
    for row in range(len(found.run.events)):
        lost = equivalent_hours(found.model, found.run.cascade, row, 100.0)
        assert (lost <= 100 + 1e-9).all()
    short = next(i for i, event in enumerate(found.run.events) if event.scenario == "short_outage")
    assert equivalent_hours(found.model, found.run.cascade, short, 100.0) == pytest.approx([100, 100])


@pytest.mark.parametrize(("share", "expected"), [(49, True), (50, False), (90, False)])
def test_the_clock_stands_still_while_the_alternative_delivers_the_minimum_level(share, expected):
    """A regional outage of 72 hours against a limit of 24: over it, unless half the output goes on from hour 8."""
    function = {
        "FUN-02": 100,
        "IMP-01": "d3",
        "FUN-04": 50,
        "WRK-01": "s3",
        "WRK-02": "h4",
        "WRK-03": share,
        "WRK-04": "m1",
        "WRK-05": "2026-09-01",
    }
    found = scenarios({"DET-02": 3}, {"social_commerce": function}, depth="standard")
    assert bool(found["regional_outage"].over_mtpd) is expected


def test_an_alternative_that_ends_lets_the_clock_run_again():
    function = {
        "FUN-02": 100,
        "IMP-01": "w1",
        "FUN-04": 50,
        "WRK-01": "s3",
        "WRK-02": "h4",
        "WRK-03": 80,
        "WRK-04": "w1",
        "WRK-05": "2026-09-01",
    }
    found = scenarios({"DET-02": 3}, {"social_commerce": function}, depth="standard")
    assert found["cascading_outage"].over_mtpd == ()  # seven days at 60%, bridged
    assert found["account_loss"].over_mtpd == ("social_commerce",)  # a month, bridged for a week


@pytest.mark.parametrize("dependency", [25, 80])
def test_the_clock_is_cut_where_an_alternative_starts_and_ends_even_if_it_changes_nothing(dependency):
    """Minimum level 0, output 0: it delivers from its start for a week, and the clock stands still exactly so long."""
    function = {"FUN-02": dependency, "IMP-01": "w1", "FUN-04": 0, "WRK-01": "s3", "WRK-02": "h4", "WRK-03": 0}
    profile = profile_with(BASE, {"social_commerce": {**function, "WRK-04": "w1"}}, depth="standard")
    found = evaluate(profile)
    row = next(i for i, event in enumerate(found.run.events) if event.scenario == "account_loss")
    event = found.run.events[row]
    relief, course = event.relief["social_commerce"], found.run.cascade
    unmet = unmet_hours(found.model, course, row, found.impacts, event, 720.0)[0]
    assert relief.share == 0
    assert unmet == pytest.approx(event.route["social_commerce"] * (720 - relief.lasts_h))


def test_both_lengths_are_judged_and_the_worse_one_counts():
    found = scenarios(
        functions={"social_commerce": {"FUN-02": 100, "IMP-03": {"customer": {"h4": 2, "h24": 4}}, "WRK-01": "s0"}}
    )
    assert (
        found["short_outage"].impact_typical,
        found["short_outage"].impact_severe,
        found["short_outage"].impact,
    ) == (2, 4, 4)


@pytest.mark.parametrize(
    ("likelihood", "impact", "band"),
    [
        (1, 4, "low"),
        (5, 1, "moderate"),
        (3, 3, "moderate"),
        (2, 5, "high"),
        (1, 5, "high"),
        (4, 3, "high"),
        (3, 5, "severe"),
        (5, 5, "severe"),
    ],
)
def test_bands_follow_the_product_and_the_worst_impact_is_never_below_high(likelihood, impact, band):
    blank = next(iter(scenarios().values()))
    assert replace(blank, likelihood=likelihood, impact=impact).band == band


def test_a_market_not_served_is_not_touched_by_what_happens_there():
    """S31: a United States incident does not touch a firm with viewers in Great Britain only."""
    found = evaluate(profile_with({**BASE, "PRO-03": [{"country": "GB"}]}))
    assert {event.subject for event in found.model.events if event.entry.scope == "market"} == {"GB"}


def test_an_event_counts_whole_and_never_more_than_the_income_of_its_hours():
    found = scenarios({"MON-01": 100, "MON-02": 0, "MON-06": 0, "PRO-04": 365_000, "MON-07": 0})
    assert found["market_ban"].loss_severe == pytest.approx(1000 / 24 * 17_520)
    assert found["short_outage"].loss_severe <= 1000 / 24 * 14 * (1 + 1e-9)


def test_rates_are_shown_with_their_range():
    for scenario in scenarios().values():
        low, high = scenario.rate_range
        assert low <= scenario.rate <= high
        assert np.isfinite(high)


def test_a_limit_broken_by_any_of_its_events_is_broken_by_the_scenario():
    """Two tools, each for one activity: the one that costs more decides the losses, the other still breaks a limit."""
    tools = [
        {"name": "Cart", "kind": "shop_connector", "functions": ["social_commerce"], "commitment": "no_contract"},
        {"name": "Planner", "kind": "scheduler", "functions": ["social_publishing"], "commitment": "no_contract"},
    ]
    answers = {"DEP-01": ["shop_connector", "scheduler"], "DEP-02": tools, "USE-01": ["shop", "organic"]}
    functions = {
        "social_commerce": {"FUN-02": 100, "FUN-06": 90, "IMP-01": "m1", "WRK-01": "s0"},
        "social_publishing": {"FUN-02": 100, "FUN-06": 0, "IMP-01": "h8", "WRK-01": "s0"},
    }
    found = scenarios(answers, functions, depth="standard")["third_party_failure"]
    assert {event.subject for event in found.events} == {"Cart", "Planner"}
    assert found.event.subject == "Cart"
    assert found.over_mtpd == ("social_publishing",)
    assert set(found.first_hit_h) >= {"social_commerce", "social_publishing"}
