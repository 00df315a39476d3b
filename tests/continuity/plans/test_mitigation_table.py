"""What is shown and in which order stands in the address, and an address that makes no sense is not obeyed."""

from datetime import date

import pytest

from continuity.plans.mitigation import Around, board
from continuity.plans.mitigation_table import ORDERS, Filters, sorted_actions
from tests.factories.examples import results_of_example

RESULTS = results_of_example("beauty_brand")
LABELS = {it["key"]: it["name"] for it in RESULTS["functions"]}
HOLDERS = {it["owner_role"]: it["owner_role"].title() for it in RESULTS["recommendations"]}
BOARD = board(RESULTS, [], Around(date(2026, 11, 22), labels=LABELS, holders=HOLDERS))


def test_actions_are_narrowed_to_an_activity_and_an_owner():
    activity, owner = "Thursday LIVE shows", BOARD.actions[1].owner
    filters = Filters.read({"activity": activity, "owner": owner}, BOARD)
    shown = filters.narrowed(BOARD).actions
    assert shown
    assert all(activity in action.functions and action.owner == owner for action in shown)
    assert [option.label for option in filters.activity_options if option.is_current] == [activity]
    assert [option.label for option in filters.owner_options if option.is_current] == [owner]


def test_an_address_that_names_nothing_shows_everything():
    filters = Filters.read({"view": "calendar", "activity": "Mining", "owner": "<script>"}, BOARD)
    assert (filters.view, filters.activity, filters.owner) == ("board", "", "")
    assert filters.narrowed(BOARD).actions == BOARD.actions


def test_each_choice_keeps_the_others():
    filters = Filters.read({"view": "table", "activity": "Thursday LIVE shows"}, BOARD)
    assert filters.view == "table"
    assert all("view=table" in option.url for option in filters.activity_options)
    assert all("activity=Thursday" in option.url for option in filters.views)
    assert next(option.url for option in filters.views if option.label == "Board") == "?activity=Thursday+LIVE+shows"


@pytest.mark.parametrize("name", ORDERS)
def test_every_heading_sorts_both_ways(name):
    up, down = (sorted_actions(BOARD.actions, f"{sign}{name}") for sign in ("", "-"))
    keys = [ORDERS[name](action) for action in up]
    assert keys == sorted(keys)
    assert [ORDERS[name](action) for action in down] == sorted(keys, reverse=True)


def test_an_unknown_order_is_that_of_the_rank():
    assert sorted_actions(BOARD.actions, "password") == list(BOARD.actions)
