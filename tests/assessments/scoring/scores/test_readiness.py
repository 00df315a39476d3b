"""Readiness 0 to 5: the proof each level needs, in every domain."""

import pytest

from assessments.scoring.evaluate import evaluate
from assessments.scoring.scores.readiness import Domain
from tests.factories.profiles import profile_with

STANDARD = {"PRO-02": "p10_49", "USE-01": ["shop", "organic"], "DEP-05": ["buyers", "warehouse"]}
EXERCISE = {"date": "2026-03-11", "kind": "contact_test", "actions_open": 2, "actions_overdue": 0, "review_months": 12}


def domain(key: str, answers=None, functions=None, **top) -> Domain | None:
    found = evaluate(profile_with({**STANDARD, **(answers or {})}, functions, **top))
    return next((it for it in found.readiness.domains if it.key == key), None)


NAMED = {"GOV-02": {"owner": "Ruth", "deputy": "Sam"}}


@pytest.mark.parametrize(
    ("answers", "level"),
    [
        ({"GOV-01": "none"}, 0),
        ({"GOV-01": {"unknown": True}}, 0),
        ({"GOV-01": "notes"}, 1),
        ({"GOV-01": "written"}, 2),
        ({"GOV-01": "approved", **NAMED}, 3),
        ({"GOV-01": "approved"}, 2),
        ({"GOV-01": "approved", "GOV-02": {"owner": "Ruth"}}, 2),
        ({"GOV-01": "exercised", **NAMED}, 3),
        ({"GOV-01": "exercised", **NAMED, "GOV-06": EXERCISE}, 4),
        ({"GOV-01": "exercised", **NAMED, "GOV-06": {**EXERCISE, "date": "2025-11-01"}}, 3),
    ],
)
def test_governance_needs_an_approved_plan_people_and_for_level_4_a_dated_exercise(answers, level):
    assert domain("governance", answers).level == level


@pytest.mark.parametrize(
    ("ticked", "level"),
    [
        (["none"], 0),
        ({"unknown": True}, 0),
        (["leavers"], 1),
        (["two_admins", "two_factor", "roles"], 2),
        (["two_factor", "company_contact", "recovery", "roles", "leavers"], 2),
        (["two_admins", "two_factor", "company_contact", "recovery", "roles"], 3),
    ],
)
def test_accounts_are_in_place_with_two_people_two_steps_and_most_of_the_rest(ticked, level):
    assert domain("accounts", {"GOV-03": ticked}).level == level


GOOD_RULE = {
    "metric": "orders",
    "normal": 100,
    "failed": 0,
    "threshold": 50,
    "direction": "below",
    "every_min": 1,
    "lasts_min": 0,
    "fastest_min": 30,
    "react_min": 5,
    "notify": "Ruth",
}
LATE_RULE = {**GOOD_RULE, "every_min": 60, "fastest_min": 3}


@pytest.mark.parametrize(
    ("answers", "level"),
    [
        ({"DET-01": ["none"]}, 0),
        ({"DET-01": ["customers", "staff"]}, 1),
        ({"DET-01": ["tracker"]}, 2),
        ({"DET-01": ["own_alerts"], "DET-03": "always", "DET-04": [LATE_RULE]}, 2),
        ({"DET-01": ["own_alerts"], "DET-03": "office", "DET-04": [GOOD_RULE]}, 2),
        ({"DET-01": ["own_alerts"], "DET-03": "always", "DET-04": [GOOD_RULE]}, 3),
    ],
)
def test_detection_is_in_place_when_alerts_speak_in_time_and_somebody_is_there(answers, level):
    assert domain("detection", answers).level == level


def ready(**changes):
    return {
        "FUN-02": 100,
        "FUN-04": 50,
        "IMP-01": "d3",
        "IMP-04": 0,
        "FUN-05": 1,
        "WRK-01": "s3",
        "WRK-02": "h4",
        "WRK-03": 80,
        "WRK-04": "m1",
        "WRK-05": "2026-06-01",
        **changes,
    }


@pytest.mark.parametrize(
    ("function", "level"),
    [
        ({"WRK-01": "s0"}, 0),
        (ready(**{"WRK-01": "s1", "WRK-05": {"unknown": True}}), 1),
        (ready(**{"WRK-01": "s2", "WRK-05": {"unknown": True}}), 2),
        (ready(), 4),
    ],
)
def test_alternatives_are_proven_only_by_a_dated_use_or_test(function, level):
    answers = {"DET-02": 1, "PRO-07": 10_000_000}
    assert domain("alternatives", answers, {"social_commerce": function}).level == level


def test_an_alternative_said_to_be_tested_without_a_date_is_in_place_and_not_proven():
    """In the quick depth nobody is asked for the date."""
    function = {"FUN-02": 100, "IMP-01": "d3", "WRK-01": "s4", "WRK-02": "now"}
    assert domain("alternatives", {"PRO-02": "p2_9"}, {"social_commerce": function}).level == 3


def channel(kind, used="this_week"):
    return {"channel": kind, "audience": 900, "last_used": used}


@pytest.mark.parametrize(
    ("rows", "level"),
    [
        ([channel("tiktok")], 0),
        ([channel("tiktok"), channel("instagram", "this_year")], 0),
        ([channel("tiktok"), channel("instagram")], 1),
        ([channel("tiktok"), channel("instagram"), channel("facebook")], 2),
        ([channel("tiktok"), channel("instagram"), channel("youtube")], 2),
        ([channel("tiktok"), channel("instagram"), channel("email")], 3),
    ],
)
def test_diversification_needs_warm_channels_of_several_owners_one_of_them_your_own(rows, level):
    assert domain("diversification", {"DIV-01": rows}).level == level


@pytest.mark.parametrize(
    ("contacts", "messages", "level"),
    [
        ("unreachable", ["none"], 0),
        ("yes_checked", ["none"], 1),
        ("unreachable", ["customers"], 1),
        ("yes_old", ["customers"], 2),
        ("yes_checked", ["customers", "partners"], 3),
        ({"unknown": True}, {"unknown": True}, 0),
    ],
)
def test_communication_needs_reachable_contacts_and_a_message_for_each_group(contacts, messages, level):
    assert domain("communication", {"GOV-04": contacts, "GOV-05": messages}).level == level


def tool(name, promise):
    return {"name": name, "kind": "scheduler", "functions": "all", "commitment": promise, "days_to_replace": 5}


@pytest.mark.parametrize(
    ("tools", "fallback", "level"),
    [
        ([tool("A", "no_contract")], "cannot", 0),
        ([tool("A", "contract_with_times")], "slow", 1),
        ([tool("A", "no_contract")], "full", 1),
        ([tool("A", "contract_with_times"), tool("B", "contract_without_times")], "part", 2),
        ([tool("A", "contract_with_times")], "part", 3),
    ],
)
def test_third_parties_need_a_promise_and_a_way_round(tools, fallback, level):
    answers = {"DEP-01": ["scheduler"], "DEP-02": tools, "DEP-03": fallback}
    assert domain("third_parties", answers).level == level


def test_proof_is_said_as_people_say_it():
    """One of one, none and all have their own words; "0 of 1 activity have" is nobody's English."""
    alone = domain("third_parties", {"DEP-01": ["scheduler"], "DEP-02": [tool("A", "no_contract")], "DEP-03": "full"})
    assert alone.proof == "Your tool comes without a service promise; work could go on directly in TikTok."
    two = {"DEP-01": ["scheduler"], "DEP-02": [tool("A", "no_contract"), tool("B", "no_contract")], "DEP-03": "cannot"}
    assert domain("third_parties", two).proof.startswith("Not one of 2 tools comes with a service promise;")
    assert domain("accounts", {"GOV-03": ["none"]}).proof == "Not one of 6 protections is in place."
    assert domain("accounts", {"GOV-03": ["two_admins"]}).proof == "1 of 6 protections is in place."
    gap = {"social_commerce": {"FUN-02": 100, "WRK-01": "s2", "WRK-02": "m1"}}
    assert domain("alternatives", {}, gap).proof.startswith("Your activity has no alternative")
    one_channel = domain("diversification", {"DIV-01": [channel("tiktok"), channel("instagram")]})
    assert one_channel.proof == "Besides TikTok, one channel was used in the last 30 days."


def test_where_nobody_depends_on_you_customers_are_still_told():
    nobody = {"DEP-05": ["nobody"], "GOV-04": "yes_checked"}
    assert domain("communication", {**nobody, "GOV-05": ["none"]}).level == 1
    ready = domain("communication", {**nobody, "GOV-05": ["customers"]})
    assert (ready.level, ready.proof.split(";")[0]) == (3, "Messages are ready for the one group to be told")


REPORT = {"value": {**EXERCISE, "actions_overdue": 0}, "evidence": "report-2026-03.pdf"}
INCIDENT = [{"date": "2026-01", "kind": "short_outage", "hours_down": 3, "hours_to_normal": 4}]


@pytest.mark.parametrize(
    ("answers", "level"),
    [
        ({}, 0),
        ({"GOV-06": {**EXERCISE, "date": "2025-11-01"}}, 1),
        ({"GOV-06": {**EXERCISE, "actions_overdue": 1}}, 3),
        ({"GOV-06": EXERCISE}, 4),
        ({"GOV-06": EXERCISE, "RSK-01": INCIDENT, "RSK-02": {"changed": "two people check"}}, 4),
        ({"GOV-06": REPORT, "RSK-01": INCIDENT, "RSK-02": {"changed": "two people check"}}, 5),
        ({"GOV-06": REPORT}, 4),
    ],
)
def test_practice_counts_for_a_year_and_improving_needs_a_report_and_a_lesson(answers, level):
    assert domain("exercising", answers).level == level


def test_the_profile_names_its_lowest_domain_and_leaves_out_what_was_not_asked():
    quick = evaluate(profile_with({"PRO-02": "p1", "GOV-01": "approved", "GOV-03": ["two_factor"]}))
    assert {it.key for it in quick.readiness.domains} & {"communication", "exercising"} == set()
    assert quick.readiness.lowest.level == min(it.level for it in quick.readiness.domains)
