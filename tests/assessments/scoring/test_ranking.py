"""The order of activities, through profiles: each key of the ranking rule decides where those before it are equal."""

import pytest

from assessments.scoring.ranking import move
from tests.factories.profiles import profile_with
from tests.factories.situations import situation_of

BASE = {"PRO-04": 365_000, "PRO-05": 100, "PRO-07": 10**9, "MON-02": 0, "MON-07": 0, "PRO-06": 52, "DEP-01": ["none"]}
MILD = {"operational": {"h24": 1}}
MINOR, MAJOR = {"operational": {"h24": 2}}, {"operational": {"h24": 3}}


def order(first, second, keys=("customer_care", "measurement"), **answers):
    """The activities' order, most urgent first, where `first` is what the organisation named first."""
    functions = dict(
        zip(keys, ({"WRK-01": "s0", "IMP-03": MILD, "IMP-04": 0, **given} for given in (first, second)), strict=True)
    )
    profile = profile_with({**BASE, "MON-01": 40, **answers}, functions, depth="standard")
    return [impact.key for impact in situation_of(profile).impacts]


@pytest.mark.parametrize(
    ("first", "second", "why"),
    [
        (
            {"IMP-01": "w1", "IMP-04": 0},
            {"IMP-01": "w1", "IMP-04": 20},
            "the shorter time to be back is the more urgent tier",
        ),
        ({"IMP-01": "w1"}, {"IMP-01": "d3"}, "the shorter limit"),
        ({"IMP-01": "w1", "IMP-03": MINOR}, {"IMP-01": "w1", "IMP-03": MAJOR}, "the higher rating after 24 hours"),
        ({"IMP-01": "w1", "FUN-02": 10}, {"IMP-01": "w1", "FUN-02": 90}, "the larger loss after 24 hours"),
    ],
)
def test_the_more_urgent_activity_comes_first_whichever_was_named_first(first, second, why):
    keys = ("customer_care", "measurement")
    assert order(first, second) == ["measurement", "customer_care"], why
    assert order(second, first, keys) == ["customer_care", "measurement"], why


def test_information_for_the_public_comes_first_among_equals():
    limit = {"IMP-01": "d3", "IMP-03": MAJOR}
    assert order(limit, {**limit, "IMP-03": MILD}, ("customer_care", "public_information"))[0] == "public_information"


def test_where_all_is_equal_the_order_of_the_organisation_holds():
    same = {"IMP-01": "w1", "FUN-02": 50}
    assert order(same, same) == ["customer_care", "measurement"]
    assert order(same, same, ("measurement", "customer_care")) == ["measurement", "customer_care"]


def test_an_activity_without_a_limit_comes_last():
    assert order({"IMP-01": "never"}, {"IMP-01": "m1"})[-1] == "customer_care"


class Entry:
    """Something with a key."""

    def __init__(self, key: str) -> None:
        self.key = key


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({"d": 1}, "dabc"),
        ({"a": 4}, "bcda"),
        ({"a": 99}, "bcda"),
        ({"a": 2, "d": 1}, "dabc"),
        ({}, "abcd"),
    ],
)
def test_entries_somebody_moved_stand_where_they_were_wanted(wanted, expected):
    entries = [Entry(key) for key in "abcd"]
    places = {entry.key: place for place, entry in enumerate(entries, start=1)}
    assert "".join(it.key for it in move(entries, {**places, **wanted}, set(wanted))) == expected
