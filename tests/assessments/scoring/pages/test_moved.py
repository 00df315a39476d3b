"""What moved a figure, as the pages say it: printed parts that add up to the printed difference."""

import copy
from dataclasses import replace

import pytest

from assessments.scoring.pages.how import how_page
from assessments.scoring.pages.links import Links
from assessments.scoring.pages.moved import move_of, moved_chart, moves_of
from assessments.scoring.pages.result import Result
from tests.factories.assessments import result_of

LINKS = Links("northlight")
GROUPS = [
    {"kind": "section", "key": "MON", "label": "Money at stake", "answers": [["MON-01", None]]},
    {"kind": "activity", "key": "social_commerce", "label": "Selling", "answers": [["FUN-02", "social_commerce"]]},
    {"kind": "section", "key": "GOV", "label": "Readiness", "answers": [["GOV-09", None]]},
    {"kind": "time", "key": "", "label": "", "answers": []},
]


def result_with(parts, before=1000.0, **options):
    """The results of a shop, with these parts of a move of the expected loss."""
    result = result_of(options.pop("name", "one_person_shop"), number=2, **options)
    figure = {"before": before, "after": before + sum(parts), "parts": list(parts)}
    stated = {"answers": {"MON-01": 30}, "functions": {}}
    moved = {
        "since": 1,
        "stated": stated,
        "groups": copy.deepcopy(GROUPS[: len(parts)]),
        "figures": {"expected": figure},
    }
    return Result(replace(result.snapshot, background={**result.background, "moved": moved}))


@pytest.fixture
def result():
    return result_with([33.4, -12.4, 0.0, 33.4])


def test_the_printed_parts_add_up_to_the_difference_of_the_printed_figures(result):
    move = move_of(result, "expected")
    assert (move.before_text, move.after_text) == ("£1,000", "£1,054")
    assert sum(step.printed for step in move.steps) == 54
    assert [(step.label, step.text) for step in move.steps] == [
        ("Money at stake", "+£33"),
        ("The time that has passed", "+£33"),
        ("Selling", "−£12"),
    ]
    assert [step.label for step in move.still] == ["Readiness"]


def test_what_moves_less_than_a_unit_says_so():
    move = move_of(result_with([40.0, 0.2]), "expected")
    assert [step.text for step in move.steps] == ["+£40", "under £1"]


def test_shares_of_a_years_income_add_up_to_two_decimals():
    money = {**result_of("one_person_shop").data["money"], "basis": "share"}
    move = move_of(result_with([0.334, 0.334, 0.334], before=1.0, money=money), "expected")
    assert [step.text for step in move.steps] == ["+0.34% of a year's income", *["+0.33% of a year's income"] * 2]
    assert move.after_text == "2.00% of a year's income"


def test_the_picture_goes_from_the_figure_before_to_the_one_now(result):
    chart = moved_chart(result, "expected")
    (bar,) = chart.draw()["data"]
    assert bar["y"] == ["Now", "Selling", "The time that has passed", "Money at stake", "Before"]
    assert bar["x"][0] == 1054 and bar["x"][-1] == 1000
    assert chart.finding.startswith("It rose from £1,000 to £1,054; “Money at stake” moved it most: +£33.")
    rows = [row[1] for row in chart.table.rows]
    assert rows[0] + sum(rows[1:-1]) == rows[-1]
    assert "1,054" in dict(chart.table.shown(result).rows)["Now"]


def test_it_is_explained_with_the_answers_behind_it(result):
    found = how_page(result, LINKS, "moved.expected")
    assert found.name == "What moved the expected loss a year"
    assert [(line.label, line.value) for line in found.lines][-2:] == [("Readiness", "no effect"), ("Now", "£1,054")]
    assert [(group.step.label, group.step.text) for group in found.moved] == [
        ("Money at stake", "+£33"),
        ("Selling", "−£12"),
        ("Readiness", "no effect"),
    ]
    (money,) = found.moved[0].answers
    assert (money.before, money.after) == ("30%", result.answers.lines("MON-01")[0])
    assert money.url == "/o/northlight/questionnaire/MON-01/"
    assert found.moved[1].answers[0].before == "Not answered"
    assert how_page(result, LINKS, "moved.week") is None
    assert how_page(result_of("one_person_shop"), LINKS, "moved.expected") is None


def test_nothing_moved_has_no_steps_and_no_picture():
    still = result_with([0.0, 0.0])
    assert moves_of(still) == ()
    chart = moved_chart(still, "expected")
    assert chart.draw is None
    assert chart.finding == "Nothing that changed moved the expected loss a year: it was £1,000 and still is."
