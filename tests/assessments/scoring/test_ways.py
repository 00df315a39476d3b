"""By which way a stop arrives: through the activity that hands it on first, told beside when it arrives."""

import pytest

from assessments.scoring.evaluate import evaluate
from assessments.scoring.pages.links import Links
from assessments.scoring.pages.scenarios import scenario_page
from assessments.scoring.ways import ways_of
from tests.factories.assessments import result_of
from tests.factories.examples import NAMES
from tests.factories.profiles import profile_with

CHAIN = [
    {"from": "social_commerce", "to": "order_fulfilment", "starts_after": "h24", "share": 60},
    {"from": "order_fulfilment", "to": "warehouse", "starts_after": "h24", "share": 50},
]


def chained(links):
    functions = {
        "social_commerce": {"FUN-02": 100, "WRK-01": "s0"},
        "order_fulfilment": {"FUN-02": 0, "WRK-01": "s0"},
    }
    return evaluate(profile_with({"DEP-05": ["warehouse"], "DEP-06": links}, functions))


def test_what_is_reached_through_two_others_names_both_in_their_order():
    found = ways_of(chained(CHAIN))["short_outage"]
    assert found["order_fulfilment"] == ["social_commerce"]
    assert found["warehouse"] == ["social_commerce", "order_fulfilment"]
    assert "social_commerce" not in found


def test_of_two_ways_the_one_by_which_it_arrives_first_is_named():
    sooner = {"from": "social_commerce", "to": "warehouse", "starts_after": "h4", "share": 10}
    assert ways_of(chained([*CHAIN, sooner]))["short_outage"]["warehouse"] == ["social_commerce"]


@pytest.mark.parametrize("name", NAMES)
def test_whoever_is_outside_and_reached_has_a_way_and_it_is_told(name):
    result = result_of(name)
    for scenario in result.scenarios:
        ways = result.background["ways"][scenario["key"]]
        outside = [key for key in scenario["functions"] if key not in result.names]
        assert set(outside) <= set(ways)
        for hit in scenario_page(result, Links("northlight"), scenario).hits:
            assert bool(hit.way) or hit.url


def test_the_page_says_through_whom_the_warehouse_is_reached():
    result = result_of("beauty_brand")
    page = scenario_page(result, Links("northlight"), result.scenario("cascading_outage"))
    told = {hit.name: hit.way for hit in page.hits}
    assert told["Warehouse or delivery partners"] == "“Selling through TikTok Shop”"
    assert told["Selling through TikTok Shop"] == ""
