"""What has happened since a decision is told to whoever looks at it again."""

from datetime import date

from continuity.plans.models import Measure
from continuity.plans.since_decided import Unit, notices

State = Measure.State
TODAY = date(2026, 11, 22)
GBP = Unit("GBP")


def told(state, *, now=1000.0, then=1000.0, unit="GBP", **values):
    seen = {"removes": then, "unit": unit, "as_of": "2026-05-04"}
    measure = Measure(key="a", state=state, seen=seen, **values)
    return [(notice.text, notice.is_pressing) for notice in notices(measure, {"removes_per_year": now}, GBP, TODAY)]


def test_an_effect_that_moved_by_more_than_a_quarter_is_news():
    assert told(State.ACCEPTED, now=1340.0) == [
        ("Its effect has changed: it removed £1,000 a year by the answers of 4 May 2026, and £1,340 now.", False)
    ]
    assert told(State.ACCEPTED, now=1330.0) == []
    assert told(State.REJECTED, now=740.0)[0][0].endswith("and £740 now.")
    assert told(State.REJECTED, now=760.0) == []


def test_an_effect_that_vanished_is_said_in_words():
    assert "and next to nothing now" in told(State.ACCEPTED, now=0.0)[0][0]
    assert "it removed next to nothing a year" in told(State.ACCEPTED, then=0.0)[0][0]


def test_amounts_of_another_kind_are_not_compared():
    assert told(State.ACCEPTED, now=9.0, unit="%") == []
    assert told(State.ACCEPTED, now=9.0, unit="EUR") == []


def test_what_is_marked_as_in_place_does_not_count_while_the_answers_miss_it():
    assert told(State.IN_PLACE) == [("Does not count yet: your answers still say that it is missing.", True)]


def test_dates_that_passed_press():
    assert told(State.ACCEPTED, due_on=date(2026, 11, 21)) == [("Was due on 21 Nov 2026.", True)]
    assert told(State.ACCEPTED, due_on=TODAY) == []
    assert told(State.DEFERRED, until=TODAY) == [("Was put off until 22 Nov 2026: decide again.", True)]
    assert told(State.DEFERRED, until=date(2026, 11, 23)) == []
    assert told(State.REJECTED, until=date(2026, 1, 1)) == [("Was to be looked at again on 1 Jan 2026.", True)]


def test_a_decision_that_was_taken_back_has_no_news():
    assert told(State.PROPOSED, now=9000.0) == []
