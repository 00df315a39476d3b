"""The pages of scenarios: whom a case reaches within its length, and how lengths and groups are said."""

import copy

import pytest

from assessments.scoring.pages.links import Links
from assessments.scoring.pages.scenarios import about_hours, scenario_page, scenarios_page
from tests.factories.assessments import result_of
from tests.factories.examples import NAMES

LINKS = Links("northlight")


def page_of(name, key):
    """The page of one scenario of an example."""
    result = result_of(name)
    return scenario_page(result, LINKS, result.scenario(key))


@pytest.mark.parametrize("name", NAMES)
def test_a_case_reaches_nobody_after_it_is_over(name):
    result = result_of(name)
    for scenario in result.scenarios:
        page = scenario_page(result, LINKS, scenario)
        within = [key for key, hit in scenario["functions"].items() if hit["first_hit_h"] < scenario["severe_h"]]
        assert len(page.hits) == len(within), scenario["key"]
        assert ("If it lasted longer" in page.reach) == (len(within) < len(scenario["functions"])), scenario["key"]


def test_who_would_follow_if_the_case_lasted_longer_is_told():
    reach = page_of("parcel_warehouse", "third_party_failure").reach
    assert reach == (
        "In a severe case of 3 days. If it lasted longer it would also reach: Sellers or merchants you serve; Returns desk"
    )


def test_a_group_outside_is_named_from_where_the_reader_stands():
    names = [hit.name for hit in page_of("agency", "policy_change").hits]
    assert "Clients who pay you to deliver on TikTok" in names


@pytest.mark.parametrize(
    ("hours", "said"), [(0.25, "15 minutes"), (6.7, "7 hours"), (47.2, "47 hours"), (369.6, "15 days"), (60, "2 days")]
)
def test_a_length_that_was_worked_out_is_said_as_exactly_as_it_is_known(hours, said):
    assert about_hours(hours) == said


def test_the_costliest_scenario_leads_and_where_no_money_is_lost_the_worst_one():
    with_money, without = (scenarios_page(result_of(name), LINKS).statement for name in ("beauty_brand", "cafe"))
    assert with_money.before == "“Your account, shop or ad account is lost” costs most: "
    assert without.after == ", and it would cost no money."


def test_an_impact_set_by_a_person_stands_for_both_lengths():
    result = result_of("beauty_brand")
    scenarios = copy.deepcopy(list(result.scenarios))
    scenarios[0]["impact"] = 2
    changed = result_of("beauty_brand", scenarios=scenarios)
    facts = {label: note for label, _, note in scenario_page(changed, LINKS, changed.scenarios[0]).facts}
    assert facts["Impact"].startswith("2 in a typical case, 2 in a severe one")


def test_an_activity_that_is_over_its_longest_stop_and_loses_nothing_is_explained():
    """Which account is lost decides who is hit: the losses told are those of one of them."""
    result = result_of("beauty_brand")
    page = scenario_page(result, LINKS, result.scenario("account_loss"))
    assert any(hit.is_over and hit.loss.text == "£0" for hit in page.hits)
    assert "Losses are those of the one case that costs most" in page.reach
    other = scenario_page(result, LINKS, result.scenario("cascading_outage"))
    assert "one case" not in other.reach
