"""Open actions stand in the stretch of time in which their day lies; what is late comes first."""

from datetime import date, timedelta

import pytest

from continuity.plans.mitigation import due_on
from continuity.plans.mitigation_timeline import LATE, LATER, UNDATED, finding, timeline
from tests.continuity.plans.test_mitigation import TODAY, State, brand, keys, measure


def stretch_of(stretches, key):
    return next(((it.label, entry) for it in stretches for entry in it.entries if entry.action.key == key), None)


@pytest.mark.parametrize(
    ("days", "label"),
    [
        (-1, LATE),
        (0, "Within 30 days"),
        (30, "Within 30 days"),
        (31, "Within 90 days"),
        (91, "Within 180 days"),
        (181, "Within a year"),
        (365, "Within a year"),
        (366, LATER),
    ],
)
def test_an_accepted_action_stands_where_its_day_lies(days, label):
    (first,) = keys(0)
    on = TODAY + timedelta(days=days)
    found, entry = stretch_of(timeline(brand(measure(first, State.ACCEPTED, due_on=on)), today=TODAY), first)
    assert (found, entry.on, entry.note) == (label, on, "")


def test_proposed_ones_stand_on_the_day_we_suggest_and_those_put_off_on_the_day_they_come_back():
    first, second = keys(0, 1)
    board = brand(measure(second, State.DEFERRED, until=date(2027, 1, 10)))
    stretches = timeline(board, today=TODAY)
    assert stretch_of(stretches, first)[1].on == due_on(board.action(first), board.as_of, TODAY)
    assert stretch_of(stretches, first)[1].note == "proposed"
    assert stretch_of(stretches, second)[1].on == date(2027, 1, 10)


def test_what_is_done_or_will_not_be_done_is_left_out_and_every_other_stands_once_in_order():
    first, second = keys(0, 1)
    board = brand(measure(first, State.IN_PLACE), measure(second, State.REJECTED, until=date(2027, 11, 1)))
    entries = [entry for it in timeline(board, today=TODAY) for entry in it.entries]
    assert [entry.on for entry in entries] == sorted(entry.on for entry in entries)
    assert sorted(entry.action.key for entry in entries) == sorted(
        action.key for action in board.actions if action.key not in (first, second)
    )


def test_an_own_action_without_a_day_stands_last():
    stretches = timeline(brand(measure("own_1", State.ACCEPTED, is_own=True, title="Ask the bank")), today=TODAY)
    assert (stretches[-1].label, stretches[-1].entries[0].action.key) == (UNDATED, "own_1")


def test_the_sentence_says_first_what_is_late():
    first, second = keys(0, 1)
    late = [measure(key, State.ACCEPTED, due_on=TODAY - timedelta(days=1)) for key in (first, second)]
    assert finding(timeline(brand(late[0]), today=TODAY)) == "1 action is past the day that was set."
    assert finding(timeline(brand(*late), today=TODAY)) == "2 actions are past the day that was set."
    assert finding(timeline(brand(), today=TODAY)).endswith("open actions. Nothing is late.")
    assert finding(()) == "Nothing is open."
