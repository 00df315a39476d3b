"""What knowing would be worth, as the pages say it."""

import copy
from dataclasses import replace

import pytest

from assessments.scoring.pages.knowing import knowing, knowing_table
from assessments.scoring.pages.links import Links
from assessments.scoring.pages.result import Result
from tests.factories.assessments import result_of
from tests.factories.examples import NAMES

LINKS = Links("northlight")


def worth_with(name, **each):
    """An example's results with other worths of knowing; the others are nothing."""
    result = result_of(name)
    background = copy.deepcopy(dict(result.background))
    found = background["worth"]["knowing"]
    for key in found["each"]:
        worth = float(each.get(key, 0.0))
        found["each"][key] = {"worth": worth, "low": worth, "high": worth}
    return Result(replace(result.snapshot, background=background))


def test_an_answer_that_is_worth_most_is_named_with_its_money():
    found = knowing(worth_with("beauty_brand", dependency=1234.0, lengths=300.0), LINKS)
    assert found.sentence == (
        "Knowing “Output that stops” exactly could save up to about £1,200 a year by choosing better; "
        "nothing else you could find out is worth more."
    )
    assert [(one.label, one.text.text, one.changes_nothing) for one in found.rows[:3]] == [
        ("Output that stops", "up to about £1,200 a year", False),
        ("How long events last", "up to about £300 a year", False),
        (found.rows[2].label, "nothing", True),
    ]
    assert found.rows[0].url and not found.rows[1].url


def test_what_nobody_can_answer_is_told_beside_the_answer_that_is_worth_most():
    found = knowing(worth_with("beauty_brand", lengths=300.0, dependency=20.0), LINKS)
    assert "Of your own answers, “Output that stops” is worth most: up to about £20 a year." in found.sentence
    alone = knowing(worth_with("beauty_brand", lengths=300.0), LINKS)
    assert alone.sentence.endswith("None of your own answers, known exactly, would change what to do.")


def test_nothing_is_said_honestly():
    found = knowing(result_of("scheduling_software"), LINKS)
    assert found.sentence == "Knowing any of this exactly would not change what to do, so it would save no money."
    assert "this one is worth its cost" in found.choice
    assert all(one.changes_nothing for one in found.rows)


def test_less_than_a_unit_of_money_is_nothing():
    assert all(one.changes_nothing for one in knowing(worth_with("beauty_brand", lengths=0.4), LINKS).rows)


@pytest.mark.parametrize("name", NAMES)
def test_results_from_before_it_was_worked_out_still_open(name):
    result = result_of(name)
    old = {key: part for key, part in result.background.items() if key not in ("worth", "moved")}
    old_result = Result(replace(result.snapshot, background=old))
    assert knowing(old_result, LINKS) is None
    assert knowing_table(old_result).rows == ()
