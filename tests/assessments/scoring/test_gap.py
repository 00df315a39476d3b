"""The five statuses of an alternative, each branch, and the sentence that goes with it."""

import pytest

from assessments.engine.gaps import Status
from assessments.scoring.events import achievable_h, events_of
from assessments.scoring.gap import Gap, gaps_of
from assessments.scoring.impact import impacts_of
from assessments.scoring.model import Model
from assessments.scoring.overrides import Overrides
from assessments.scoring.statement import state
from tests.factories.profiles import profile_with

BASE = {"PRO-07": 10_000_000, "DET-02": 5, "DET-03": "always", "DEP-01": ["none"], "PRO-06": 52}
NEED = {
    "FUN-02": 100,
    "FUN-04": 50,
    "FUN-05": 1,
    "IMP-01": "d3",
    "IMP-04": 6,
    "IMP-03": {"customer": {"d3": 4}},
}  # RTO 18 h, MBCO 50
READY = {"WRK-01": "s3", "WRK-02": "h8", "WRK-03": 60, "WRK-04": "m1", "WRK-05": "2026-06-01"}


def gap(alternative, answers=None, **top) -> Gap:
    """The gap of one activity that needs 18 hours and half its output."""
    function = {k: v for k, v in {**NEED, **alternative}.items() if v is not None}
    profile = profile_with({**BASE, **(answers or {})}, {"social_commerce": function}, **{"depth": "standard", **top})
    statement, overrides = state(profile), Overrides(profile)
    events = events_of(statement, overrides)
    impacts = impacts_of(Model(statement, events), overrides)
    assert impacts[0].rto_h == 18
    return gaps_of(statement, impacts, events, overrides)[0]


def with_(**changes):
    return {**READY, **{question.replace("_", "-"): value for question, value in changes.items()}}


@pytest.mark.parametrize(
    ("alternative", "status", "sentence"),
    [
        (READY, Status.COVERED, "You can do this today and have shown it."),  # 5 + 1 + 8 = 14 h, under 14.4
        (with_(WRK_03=54), Status.TIGHT, "It fits, with little room."),
        (with_(WRK_05="2025-11-21"), Status.UNPROVEN, "It should work. Nobody has tried it lately."),
        (with_(WRK_05="2025-11-22"), Status.COVERED, "You can do this today and have shown it."),
        (with_(WRK_05={"unknown": True}), Status.UNPROVEN, "It should work. Nobody has tried it lately."),
        (with_(WRK_05=None), Status.UNPROVEN, "It should work. Nobody has tried it lately."),
        (with_(WRK_01="s2", WRK_05=None), Status.UNPROVEN, "It should work. Nobody has tried it lately."),
        (with_(WRK_02="h24"), Status.GAP, "You need 18 hours; today it takes 30 hours."),
        (with_(WRK_03=40), Status.GAP, "You need 50% of normal output; the alternative reaches 40%."),
        (with_(WRK_04="d3"), Status.GAP, "It must last 7 days; the alternative lasts 3 days."),
        (with_(WRK_01="s1", WRK_05=None), Status.GAP, "It would be improvised; nothing is prepared."),
        ({"WRK-01": "s0"}, Status.NOTHING, "There is no alternative today."),
        ({"WRK-01": {"unknown": True}}, Status.NOTHING, "No alternative is known today."),
        ({}, Status.NOTHING, "No alternative is known today."),
    ],
)  # fmt: skip
def test_a_status_says_whether_what_exists_is_enough(alternative, status, sentence):
    found = gap(alternative)
    assert (found.status, found.sentence) == (status, sentence)


def test_several_things_that_lack_are_all_named():
    found = gap(with_(WRK_02="d3", WRK_03=20))
    assert (
        found.sentence
        == "You need 18 hours; today it takes 3.2 days. You need 50% of normal output; the alternative reaches 20%."
    )


def test_achievable_time_at_four_fifths_of_the_target_is_covered_and_above_it_tight():
    """8 h to switch, 1 h to decide: noticing in 5.4 h makes 14.4 h, exactly 80% of 18."""
    assert gap(READY, {"DET-02": 5.4}).status is Status.COVERED
    assert gap(READY, {"DET-02": 5.5}).status is Status.TIGHT
    assert gap(READY, {"DET-02": 9}).status is Status.TIGHT
    assert gap(READY, {"DET-02": 9.1}).status is Status.GAP


def test_an_improvised_alternative_may_do_for_what_is_not_urgent():
    slow = {**NEED, "IMP-01": "m1", "IMP-03": {"customer": {"m1": 1}}, "IMP-04": 0}
    profile = profile_with(BASE, {"social_commerce": {**slow, **with_(WRK_01="s1", WRK_05=None)}}, depth="standard")
    statement, overrides = state(profile), Overrides(profile)
    events = events_of(statement, overrides)
    impacts = impacts_of(Model(statement, events), overrides)
    assert impacts[0].tier == "D"
    assert gaps_of(statement, impacts, events, overrides)[0].status is Status.UNPROVEN


# ------------------------------------------------------------------------------------------------ it already runs
def test_an_alternative_that_already_carries_everything_needs_no_time_at_all():
    """Nobody has to notice, decide or switch; output and endurance count as all of it and a month where not asked."""
    function = {"FUN-02": 100, "IMP-01": "h1", "WRK-01": "s4", "WRK-02": "now"}
    statement = state(profile_with({"DET-01": ["none"]}, {"social_commerce": function}))
    activity = statement.activities[0]
    assert achievable_h(statement, activity) == 0
    assert (activity.alternative.output.number, activity.alternative.endurance_h, activity.alternative.is_proven) == (
        100,
        720,
        True,
    )
    assert statement.quantities["functions.social_commerce.sustain"].sentence == (
        "Selling through TikTok Shop: the alternative already carries everything, so “1 month or longer” is assumed."
    )


def test_one_that_runs_every_week_but_needs_a_switch_counts_like_any_other():
    assert gap(with_(WRK_01="s4", WRK_02="h24")).achievable_h == 30
    assert gap(with_(WRK_01="s4", WRK_02="now", WRK_03=60)).achievable_h == 0


def test_at_once_without_running_every_week_counts_as_an_hour():
    assert gap(with_(WRK_02="now")).achievable_h == 5 + 1 + 1


# ------------------------------------------------------------------------------------------------- by scenario
def test_endurance_is_judged_by_the_severe_length_of_each_scenario():
    """A two-week alternative lasts through every outage and not through a lost account, a ban or new rules."""
    found = gap(with_(WRK_04="w2"))
    assert found.status is Status.COVERED
    assert {key: status for key, status in found.by_scenario.items() if status is Status.GAP}.keys() == {
        "account_loss", "policy_change", "market_ban",
    }  # fmt: skip
    assert found.sentence.startswith("You can do this today and have shown it. It lasts 14 days: too short")
    lasting = gap(with_(WRK_04="m1"))
    assert set(lasting.by_scenario.values()) == {Status.COVERED}


# --------------------------------------------------------------------------------------- noticing and deciding
@pytest.mark.parametrize(
    ("methods", "hours"),
    [
        (["own_alerts"], 1),
        (["api_checks", "customers"], 1),
        (["tracker"], 4),
        (["rep"], 8),
        (["customers"], 8),
        (["none"], 24),
        ({"unknown": True}, 8),
    ],
)
def test_noticing_takes_as_long_as_the_fastest_way_of_finding_out(methods, hours):
    assert state(profile_with({"DET-01": methods})).noticing.delay_h.number == hours


def test_noticing_that_is_not_known_takes_a_day_and_what_was_said_counts():
    assert (
        state(
            profile_with({"DET-01": ["own_alerts"], "DET-02": {"unknown": True}}, depth="standard")
        ).noticing.delay_h.number
        == 24
    )
    assert state(profile_with({"DET-01": ["none"], "DET-02": "15 min"})).noticing.delay_h.number == 0.25


@pytest.mark.parametrize(
    ("cover", "hours"), [("always", 1), ("extended", 3), ("office", 16), ("peaks", 16), ("nobody", 24)]
)
def test_a_decision_takes_an_hour_or_until_the_next_watched_hour(cover, hours):
    assert state(profile_with({"DET-01": ["staff"], "DET-03": cover})).noticing.decision_h.number == hours
    # who said when somebody with authority knows has counted that wait already
    assert state(profile_with({"DET-02": 6, "DET-03": cover})).noticing.decision_h.number == 1


# -------------------------------------------------------------------------------------------- set by a person
def override(path, to, **more):
    text = "We tried this with the whole team in October and it held."
    return {
        "set": path,
        "to": to,
        "reason": "better_evidence",
        "text": text,
        "by": "Ruth Okafor",
        "until": "2027-05-31",
        **more,
    }


def test_a_status_set_for_one_scenario_reaches_the_status_as_a_whole():
    path = "functions.social_commerce.gap.by_scenario.short_outage"
    found = gap(READY, overrides=[override(path, "Gap")])
    assert found.by_scenario["short_outage"] is Status.GAP
    assert found.status is Status.GAP
    assert found.sentence == "Set to Gap by a person; calculated: Covered."
    for_a_ban = gap(READY, overrides=[override("functions.social_commerce.gap.by_scenario.market_ban", "Gap")])
    assert for_a_ban.status is Status.COVERED  # a lasting loss is not sat out


def test_a_status_set_as_a_whole_counts():
    found = gap({"WRK-01": "s0"}, overrides=[override("functions.social_commerce.gap.status", "Tight")])
    assert (found.status, found.sentence) == (Status.TIGHT, "Set to Tight by a person; calculated: Nothing.")
