"""What recommendations are worth: the calculation run again, never a gain that is none, and when no more is needed."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessments.engine.gaps import Status
from assessments.scoring.advice.levers import Change, alternative_with, case_with
from assessments.scoring.advice.library import library
from assessments.scoring.advice.recommend import due, findings_of
from assessments.scoring.evaluate import Evaluation, evaluate
from assessments.scoring.gap import alternative_of
from tests.factories.examples import evaluation_of
from tests.factories.profiles import EXAMPLES, generated, profile_with

few = settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
SELL = {"FUN-02": 100, "FUN-04": 50, "FUN-05": 3, "IMP-01": "d3", "IMP-04": 0, "WRK-01": "s0"}
SHOP = {"DIV-04": ["nowhere"], "DET-01": ["staff"], "GOV-03": ["two_factor"], "DEP-01": ["none"], "MON-02": 0}


def evaluated(answers=None, function=None, **top) -> Evaluation:
    return evaluate(profile_with({**SHOP, **(answers or {})}, {"social_commerce": {**SELL, **(function or {})}}, **top))


def named(found: Evaluation, key: str):
    return next(it for it in found.recommendations if it.key == key)


def test_what_a_recommendation_removes_is_the_difference_of_two_calculations():
    """A second checkout that replaces a fifth to a half of what stops, from the day after a decision."""
    found = evaluated()
    advice = named(found, "alt_checkout")
    entry = library()["alt_checkout"]
    low, mode, high = (1 - end for end in (entry.left.high, entry.left.mode, entry.left.low))
    for share, removed in ((mode, advice.removes), (low, advice.removes_range[0]), (high, advice.removes_range[1])):
        # the same as answering that such an alternative is there: it delivers 24 h after noticing (4 h) and deciding (1 h)
        event = found.model.events[0]
        relief = {
            key: replace(old, share=share, start_h=29.0, lasts_h=float("inf")) for key, old in event.relief.items()
        }
        with_it = found.model.run(
            [
                replace(
                    found.model.without_measures(), events=tuple(replace(e, relief=relief) for e in found.model.events)
                )
            ]
        )
        assert removed == pytest.approx(found.yearly.expected - float(with_it.expected_losses().sum()), rel=1e-6)


@pytest.mark.parametrize("name", ["beauty_brand", "agency", "parcel_warehouse"])
def test_every_scenario_from_which_a_recommendation_takes_something_worth_telling_is_named_with_it(name):
    found = evaluation_of(name)
    model = found.model
    before = model.run().expected_losses()[0].sum(axis=1)
    for one in found.recommendations:
        if not one.is_counted or one.removes <= 0:
            continue
        case = case_with(Change(found.situation, one.finding, one.entry, one.left[1], one.entry.lever), model.events)
        taken = before - model.run([case]).expected_losses()[0].sum(axis=1)
        for scenario in {event.scenario for event in model.events}:
            amount = sum(it for event, it in zip(model.events, taken, strict=True) if event.scenario == scenario)
            assert amount < 0.02 * one.removes or scenario in one.scenarios, (one.key, scenario)


@few
@given(seed=st.integers(0, 10_000))
def test_recommendations_are_ranked_by_what_they_remove_and_never_make_things_worse(seed):
    found = evaluate(generated(seed)[0])
    removed = [round(it.removes, 2) for it in found.recommendations]
    assert removed == sorted(removed, reverse=True)
    assert [it.rank for it in found.recommendations] == list(range(1, len(removed) + 1))
    for it in found.recommendations:
        low, high = it.removes_range
        assert 0 <= low <= it.removes <= high <= found.yearly.expected * (1 + 1e-9) + 1e-6
        assert set(it.closes) <= {gap.key for gap in found.gaps if gap.is_open}


@few
@given(seed=st.integers(0, 10_000))
def test_an_alternative_with_a_recommendation_in_place_is_never_judged_worse(seed):
    found = evaluate(generated(seed)[0])
    situation = found.situation
    for finding in findings_of(situation):
        entry = library()[finding.key]
        if entry.lever is None:
            continue
        change = Change(situation, finding, entry, entry.left.mode, entry.lever)
        for activity in situation.statement.activities:
            before, after = activity.alternative, alternative_with(change, activity.key)
            if before.exists and (before.output is None or before.output.number > 0):  # one that makes nothing is none
                assert after is not None
                assert (after.output or 100) >= min(100.0, before.output.number if before.output else 0) - 1e-9
                assert after.endurance_h is None or after.endurance_h >= min(720.0, before.endurance_h) - 1e-9


def test_a_control_helps_only_activities_that_use_what_it_makes_up_for():
    functions = {
        "social_commerce": SELL,
        "customer_care": {**SELL, "WRK-01": "s2", "WRK-02": "w1", "WRK-03": 20, "WRK-04": "w1"},
    }
    found = evaluate(
        profile_with(
            {**SHOP, "USE-01": ["shop", "inbox", "organic"], "USE-02": list(functions)}, functions, depth="standard"
        )
    )
    finding = next(it for it in findings_of(found.situation) if it.key == "second_channel_live")
    entry = library()["second_channel_live"]
    change = Change(found.situation, finding, entry, entry.left.mode, entry.lever)
    case = case_with(change, found.model.events)
    assert [event.relief for event in case.events] == [event.relief for event in found.model.events]


def test_a_new_channel_does_not_make_a_short_lived_alternative_last():
    """Half of what stops for two weeks: with a second channel beside it, that part still ends after two weeks."""
    function = {"WRK-01": "s2", "WRK-02": "h24", "WRK-03": 50, "WRK-04": "w2"}
    found = evaluated({"DIV-04": ["nowhere"]}, function, depth="standard")
    advice = named(found, "alt_checkout")
    alone = evaluated({"DIV-04": ["nowhere"]}, {"WRK-01": "s0"}, depth="standard")
    assert advice.removes <= named(alone, "alt_checkout").removes * (1 + 1e-9)


def test_effort_lies_in_its_range_by_the_size_of_the_organisation():
    low, high = library()["alt_checkout"].effort
    days = [
        named(evaluated({"PRO-02": size}), "alt_checkout").effort_days
        for size in ("p1", "p2_9", "p10_49", "p50_249", "p250")
    ]
    assert days == pytest.approx([low + (high - low) * part for part in (0, 0.25, 0.5, 0.75, 1)])


def test_terms_for_an_outage_remove_a_part_of_the_credits():
    answers = {
        "PRO-01": "agency",
        "USE-01": ["organic"],
        "MON-09": "recurring",
        "DEP-05": ["clients"],
        "GOV-07": ["none"],
        "MON-07": 0,
        "AG-04": {"credit_percent": 10, "after_hours": 2, "period": "month"},
    }
    found = evaluate(profile_with(answers, {"client_services": SELL}, depth="standard"))
    advice = named(found, "client_sla")
    assert advice.removes == pytest.approx(0.5 * found.yearly.expected, rel=1e-6)  # all of the loss is credits
    assert advice.removes_range == pytest.approx((0.1 * found.yearly.expected, 0.8 * found.yearly.expected), rel=1e-6)
    assert advice.evidence_kind == "judgement"


def test_a_gap_is_closed_when_the_alternative_it_brings_is_enough():
    """A limit of a week and a level of 20%: a second checkout is enough, where nothing was there before."""
    found = evaluated(function={"IMP-01": "w2", "FUN-04": 20}, depth="standard")
    assert found.gaps[0].status is Status.NOTHING
    assert named(found, "alt_checkout").closes == ("social_commerce",)
    assert named(evaluated(function={"IMP-01": "h8", "FUN-04": 20}, depth="standard"), "alt_checkout").closes == ()


# ------------------------------------------------------------------------------------------------- enough is enough
RUNNING = {"FUN-02": 30, "IMP-01": "never", "WRK-01": "s4", "WRK-02": "now"}


def test_where_no_more_is_needed_it_is_said_and_only_the_basics_are_left():
    found = evaluate(profile_with({**SHOP, "MON-01": 0, "MON-02": 5, "PRO-02": "p2_9"}, {"social_commerce": RUNNING}))
    assert found.enough.startswith("You need no more than this. Your activity has an alternative that is enough")
    assert {it.key for it in found.recommendations} <= {"access_hardening", "plan_write"}
    larger = evaluate(
        profile_with(
            {**SHOP, "MON-01": 0, "MON-02": 5, "PRO-02": "p50_249"}, {"social_commerce": RUNNING}, depth="quick"
        )
    )
    assert larger.enough
    assert all(it.effort_days <= 1.5 or it.key in ("access_hardening", "plan_write") for it in larger.recommendations)


@pytest.mark.parametrize(
    ("answers", "function"),
    [
        ({}, {"WRK-01": "s0"}),
        ({}, {"WRK-01": "s1", "WRK-02": "w2"}),
        ({"PRO-07": 10, "MON-01": 90}, {"WRK-02": "h24", "WRK-01": "s4"}),
    ],
)
def test_with_an_open_gap_or_a_loss_that_matters_more_is_needed(answers, function):
    assert evaluate(profile_with({**SHOP, **answers}, {"social_commerce": {**RUNNING, **function}})).enough is None


def test_the_cafe_is_told_that_it_needs_no_more():
    path = next(path for path in EXAMPLES if path.stem == "cafe")
    assert (
        evaluation_of(path.stem).enough
        == "You need no more than this. Your activity has an alternative that is enough."
    )


def test_enough_and_untested_is_said_to_be_untested():
    path = next(path for path in EXAMPLES if path.stem == "regional_broadcaster")
    enough = evaluation_of(path.stem).enough
    assert enough.endswith("All three activities have an alternative that is enough, one of them untested.")


def test_a_late_rule_is_said_to_be_late_by_how_much():
    rule = {"metric": "load", "normal": 85, "failed": 100, "threshold": 95, "direction": "above", "lasts_min": 0}
    cases = {
        ("every_min", 5): "The rule on “load” would speak 2 minutes after a failure that takes 3 minutes.",
        ("react_min", 10): "before a failure is complete; you need 10 minutes to react.",
        ("threshold", 200): "The rule on “load” would never speak in a failure that takes 3 minutes.",
        ("every_min", None): "The rule on “load” could not be checked and counts as late.",
    }
    for (key, value), said in cases.items():
        row = {
            **rule,
            "every_min": 1,
            "fastest_min": 3,
            "notify": "Ruth",
            key: {"unknown": True} if value is None else value,
        }
        profile = profile_with({"DET-01": ["own_alerts"], "DET-04": [row]}, depth="standard")
        why = next(it.why for it in findings_of(evaluate(profile).situation) if it.key == "alerting_rules")
        assert why.endswith(said)


@pytest.mark.parametrize("key", ["status_watch", "deputies"])
def test_noticing_and_deciding_sooner_is_counted_once(key):
    """The delay itself is shortened where the gap is judged; the alternative must not start sooner as well."""
    found = evaluated(function={"WRK-01": "s2", "WRK-02": "h24", "WRK-03": 50, "WRK-04": "w2"}, depth="standard")
    entry = library()[key]
    change = Change(found.situation, findings_of(found.situation)[0], entry, entry.left.mode, entry.lever)
    stated = found.situation.statement.activity("social_commerce")
    assert alternative_with(change, "social_commerce") == alternative_of(stated)


@pytest.mark.parametrize(
    ("start", "days"), [("2027-03-08", 30), ("2026-12-12", 19), ("2026-11-24", 1), ("2026-11-23", 1), ("2026-11-20", 1)]
)
def test_what_prepares_for_a_peak_is_due_before_it_begins(start, days):
    peak = {"name": "P", "start": start, "end": "2027-03-20", "factor": 2.5}
    found = evaluated({"TIM-01": [peak]}, depth="standard")
    advice, today = named(found, "peak_freeze"), found.statement.profile.as_of
    assert due(today, advice.finding, advice.entry) == (days, (today + timedelta(days)).isoformat())


def test_the_peak_that_is_named_is_the_next_one_and_none_that_runs():
    peaks = [{"name": "Now", "start": "2026-11-20", "end": "2026-11-30", "factor": 3}]
    peaks.append({"name": "Next", "start": "2026-12-20", "end": "2026-12-24", "factor": 2})
    advice = named(evaluated({"TIM-01": peaks}, depth="standard"), "peak_freeze")
    assert "“Next” from 20 Dec 2026" in advice.finding.why


def test_credits_that_fall_due_too_early_name_the_activity_that_is_late_and_no_other():
    found = evaluation_of("scheduling_software")
    assert [gap.achievable_h < 3.65 for gap in found.gaps] == [True, False]
    why = named(found, "client_sla").finding.why
    assert why == "Credits fall due after 3.7 hours, before an alternative for “TikTok reports for customers” delivers."
