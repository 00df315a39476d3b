"""Real incidents on an organisation: which reach it, what they take, what they cost by the hour and by what way."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from assessments.catalogue.incidents import incidents
from assessments.catalogue.scenarios import scenario_library
from assessments.questionnaires.profile import Answer as Stated
from assessments.scoring.trials.outcome import Changes, Outage
from assessments.scoring.trials.present import present_of
from assessments.scoring.trials.replays import (
    Course,
    all_courses,
    course_of,
    replayed,
    scenario_of,
    severity_of,
)
from tests.factories.examples import NAMES, TODAY, profile_of


@pytest.fixture(scope="module")
def brand():
    return present_of(profile_of("beauty_brand"))


@pytest.mark.parametrize("name", NAMES)
def test_every_incident_either_reaches_an_organisation_or_says_why_not(name):
    reaching, others = all_courses(present_of(profile_of(name)))
    assert len(reaching) + len(others) == len(incidents())
    assert all(sentence.endswith(".") for _, sentence in others)
    assert all(0 < course.part <= 1 and course.length_h > 0 for course in reaching)


def test_an_incident_is_a_case_of_the_scenario_that_counts_it():
    for entry in scenario_library().scenarios:
        for key in entry.frequency.counted:
            assert scenario_of(incidents()[key]) is entry


@pytest.mark.parametrize(
    ("key", "scenario"),
    [
        ("TT-2020-10-PK", "regional_outage"),
        ("TT-2022-03-RU", "market_ban"),
        ("TT-2026-03-25-API", "api_change"),
        ("TT-2025-09-RAPI", "partial_degradation"),
        ("TT-2025-01-APPSTORE", None),
        ("NM-2023-MT", None),
        ("CF-2025-09-NP", None),
    ],
)
def test_one_that_none_counts_goes_by_its_kind_and_length(key, scenario):
    found = scenario_of(incidents()[key])
    assert (found.id if found else None) == scenario


def test_a_block_takes_everything_and_a_stop_of_some_parts_takes_these_altogether():
    ban, shop, muted = (incidents()[key] for key in ("TT-2020-06-IN", "TT-2023-10-ID-SHOP", "TT-2024-01-UMG"))
    taken = [severity_of(incident, scenario_of(incident)) for incident in (ban, shop, muted)]
    assert set(taken[0].values()) == {1.0}
    assert set(taken[1]) == {"shop", "live", "ads", "creators"}
    assert set(taken[1].values()) == {1.0}
    assert taken[2] == {"organic": 0.3}


def test_a_country_where_nobody_watches_is_not_hit(brand):
    assert course_of(brand, incidents()["TT-2020-06-IN"]) == "None of your countries was hit."
    assert isinstance(course_of(brand, incidents()["TT-2022-11-UK"]), Course)
    answers = {question: answer for question, answer in brand.profile.answers.items() if question != "PRO-03"}
    anywhere = present_of(replace(brand.profile, answers=answers))
    assert isinstance(course_of(anywhere, incidents()["TT-2020-06-IN"]), Course)


def test_an_incident_reaches_through_a_tool_only_if_the_tool_talks_to_what_it_hit():
    """Posts stuck in TikTok's inbox stop a scheduler and leave what passes on orders alone."""
    stuck, profile = incidents()["TT-2026-03-25-API"], profile_of("parcel_warehouse")
    for kind, reached in (("scheduler", True), ("shop_connector", False), ("fulfilment", False)):
        tools = [{**profile.value("DEP-02")[0], "kind": kind}]
        present = present_of(profile.with_changes({"DEP-01": Stated([kind]), "DEP-02": Stated(tools)}))
        assert isinstance(course_of(present, stuck), Course) == reached, kind
    unknown = present_of(profile.with_changes({"DEP-01": Stated(unknown=True), "DEP-02": Stated(unknown=True)}))
    assert course_of(unknown, stuck) == "It hit parts of TikTok that you do not use."


def test_a_whole_outage_replayed_costs_what_the_same_what_if_costs(brand):
    """Two hours worldwide, in an ordinary week: the event of the scenario at the length that was reported."""
    found = replayed(brand, course_of(brand, incidents()["TT-2023-03-09"]))
    same = brand.outcome(Changes(), Outage("short_outage", 2.0, TODAY)).outage
    assert found.total_now == pytest.approx(same.loss_normal_week, rel=1e-12)
    assert found.course.length_h == 2


def test_the_loss_only_grows_and_alternatives_never_add_to_it(brand):
    for course in all_courses(brand)[0]:
        found = replayed(brand, course)
        assert all(before <= after + 1e-9 for before, after in pairwise(found.now)), course.incident.id
        assert np.all(found.now <= found.bare + 1e-9)
        assert found.total_now <= found.total_bare + 1e-9
        assert found.hours[-1] == course.length_h
        assert sum(found.by_activity.values()) == pytest.approx(found.total_now)


def test_the_way_leads_from_the_parts_of_tiktok_to_who_feels_it(brand):
    found = replayed(brand, course_of(brand, incidents()["TT-2023-03-09"]))
    direct = next(one for one in found.arrivals if one.key == "social_commerce")
    assert (direct.after_h, direct.through) == (0.0, ("social_commerce",))
    assert "shop" in direct.parts
    assert [one.after_h for one in found.arrivals] == sorted(one.after_h for one in found.arrivals)
    long = replayed(brand, course_of(brand, incidents()["TT-2026-03-12-API"]))
    assert all(arrival.through[-1] == arrival.key for arrival in long.arrivals)


def test_a_length_nobody_gives_is_assumed_and_a_span_gives_two_amounts(brand):
    unknown = course_of(brand, incidents()["TT-2022-09-15"])
    assert (unknown.is_assumed, unknown.length_h) == (True, pytest.approx(7.06))
    spread = replayed(brand, course_of(brand, incidents()["TT-2026-03-12-API"]))
    low, high = spread.total_range
    assert low < spread.total_now < high


def test_from_a_day_in_a_busy_period_it_costs_what_the_period_makes_of_it(brand):
    course = course_of(brand, incidents()["TT-2023-03-09"])
    peak = brand.statement.timing.strongest
    calm, busy = replayed(brand, course), replayed(brand, course, peak.start)
    same = brand.outcome(Changes(), Outage("short_outage", course.length_h, peak.start)).outage
    assert busy.total_now == pytest.approx(same.loss, rel=1e-12)
    assert busy.peak == same.peak == peak
    assert busy.ordinary == calm.total_now == pytest.approx(same.loss_normal_week, rel=1e-12)
    assert busy.total_now > calm.total_now
    assert busy.now[-1] > calm.now[-1]
    assert busy.arrivals == calm.arrivals


def test_what_failed_in_part_is_never_taken_for_the_whole_service():
    """Videos, log-ins and uploads failed for many on 6 July 2021 while the service ran."""
    partial = [one for one in incidents().values() if one.kind == "technical" and "partial" in one.scope]
    assert "TT-2021-07-06" in {one.id for one in partial}
    for incident in partial:
        entry = scenario_of(incident)
        assert entry.id in ("partial_degradation", "cascading_outage"), incident.id
        assert max(severity_of(incident, entry).values(), default=0.0) < 1, incident.id
