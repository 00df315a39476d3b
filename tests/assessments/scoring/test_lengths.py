"""How long the organisation's own disruptions lasted, and what that makes of the library's lengths."""

from datetime import date

import pytest

from assessments.catalogue.scenarios import scenario_library
from assessments.scoring.evaluate import evaluate
from assessments.scoring.events import lengths_here
from assessments.scoring.lengths import SPREAD_OF_LENGTHS, own_lengths
from assessments.scoring.report.notes import assumptions_part
from assessments.scoring.statement import state
from tests.factories.profiles import profile_with

TODAY = date(2026, 11, 1)
ENTRIES = {entry.id: entry for entry in scenario_library().scenarios}
SHORT = ENTRIES["short_outage"]
SELLING = {"DEP-01": ["none"], "PRO-07": 1_000_000, "USE-01": ["shop"]}


def row(hours=None, kind="short_outage", began="2026-05-01", **more):
    known = {} if hours is None else {"hours_down": hours, "hours_to_normal": hours}
    return {"date": began, "kind": kind, **known, **more}


def factor(*rows, entry=SHORT):
    found = own_lengths(entry, rows, TODAY)
    return None if found is None else found.factor


def test_an_own_disruption_counts_beside_as_many_as_the_standard_error_of_the_library_stands_for():
    part = SHORT.duration.parts[0]
    others = (part.sigma / SPREAD_OF_LENGTHS) ** 2
    assert factor(row(40.0)) == pytest.approx((40.0 / part.median_h) ** (1 / (others + 1)))
    assert factor(row(part.median_h)) == pytest.approx(1.0)
    assert factor(row(1.0)) < 1.0 < factor(row(40.0)) < factor(row(40.0), row(40.0))


def test_what_is_not_known_to_have_lasted_teaches_nothing():
    assert factor() is None
    assert factor(row()) is None
    assert factor(row({"unknown": True})) is None
    assert factor(row(0)) is None


def test_minutes_count_as_a_quarter_of_an_hour_and_years_as_the_longest_that_an_event_counts_for():
    assert factor(row(0.01)) == factor(row(0.25))
    assert factor(row(50_000.0)) == factor(row(SHORT.horizon_h))


def test_one_that_goes_on_counts_as_longer_than_one_that_is_over_and_its_hours_are_counted_from_its_first_day():
    assert factor(row(48.0, ongoing=True)) > factor(row(48.0))
    assert factor(row(began="2026-10-30", ongoing=True)) == factor(row(48.0, ongoing=True))
    assert factor(row(began={"unknown": True}, ongoing=True)) is None


def test_the_lengths_of_a_ban_stay_as_they_are():
    assert factor(row(100.0, kind="market_ban"), entry=ENTRIES["market_ban"]) is None


@pytest.mark.parametrize(
    ("one", "counts"),
    [
        (row(40.0), True),
        (row(40.0, market="JP"), True),
        (row(40.0, began="2023-05-01"), False),
        (row(40.0, kind="impersonation"), False),
        (row(40.0, kind="account_loss"), False),
    ],
)
def test_the_same_disruptions_count_for_how_long_as_for_how_often(one, counts):
    found = lengths_here(state(profile_with({**SELLING, "RSK-01": [one]})), SHORT)
    assert (found is not None) is counts


def test_longer_disruptions_cost_more_a_year_and_each_figure_says_what_it_rests_on():
    losses = []
    for hours in (1, 4, 12, 100):
        evaluation = evaluate(profile_with({**SELLING, "RSK-01": [row(hours)]}))
        losses.append(next(it.expected_annual_loss for it in evaluation.scenarios if it.key == "short_outage"))
    assert losses == sorted(losses) and losses[0] < losses[-1]
    said = {it["input"]: it for it in assumptions_part(evaluation)}
    assert said["scenarios.short_outage.median_h"]["sentence"] == (
        "Whole service down for hours: half of them are taken to be over within 4.6 hours. You had one, which lasted 4.2 days; "
        "the 3.6 hours of the library count like twelve more."
    )
    assert not any(name.endswith("median_h") for name in said if "short_outage" not in name)


@pytest.mark.parametrize(
    ("hours", "said"),
    [
        ((5, 5, 5), "You had three, which lasted 5 hours each;"),
        ((2, 9, 30), "You had three, which lasted 2 hours, 9 hours and 30 hours;"),
        ((9, 2, 3, 4, 30, 5), "You had six, which lasted 2 hours to 30 hours;"),
    ],
)
def test_many_lengths_are_not_listed_one_by_one_nor_the_same_one_twice(hours, said):
    rows = {"RSK-01": [row(length) for length in hours]}
    found = {it["input"]: it["sentence"] for it in assumptions_part(evaluate(profile_with({**SELLING, **rows})))}
    assert said in found["scenarios.short_outage.median_h"]


def test_several_and_unfinished_ones_are_listed():
    rows = [row(2), row(9), row(30, ongoing=True)]
    said = {it["input"]: it["sentence"] for it in assumptions_part(evaluate(profile_with({**SELLING, "RSK-01": rows})))}
    assert (
        "You had three: two lasted 2 hours and 9 hours, one has gone on for 30 hours so far;"
        in (said["scenarios.short_outage.median_h"])
    )
