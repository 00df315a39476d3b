"""What changed between two results: the headline figures, the answers behind them, the versions."""

import copy
from dataclasses import replace

import pytest

from assessments.scoring.pages.changes import changed_answers, changes, delta, trend
from assessments.scoring.pages.links import Links
from assessments.scoring.pages.result import Result
from assessments.scoring.report.results import METHOD_VERSION
from tests.factories.assessments import result_of

LINKS = Links("northlight")


def with_answers(result, **answers):
    """The result with other answers of the organisation in its profile; None takes an answer away."""
    content = copy.deepcopy(dict(result.snapshot.profile))
    for key, value in answers.items():
        question = key.replace("_", "-")
        if value is None:
            content["answers"].pop(question)
        else:
            content["answers"][question] = value
    return Result(replace(result.snapshot, profile=content))


@pytest.fixture
def before():
    """The results before."""
    return result_of("beauty_brand")


def with_expected(result, factor):
    """The result with another expected loss a year."""
    losses = copy.deepcopy(result.data["losses"])
    losses["expected_annual"] *= factor
    return result_of("beauty_brand", number=2, losses=losses)


def test_nothing_changed_says_so(before):
    assert not changes(result_of("beauty_brand", number=2), before, LINKS).are_any


def test_a_figure_that_moved_is_told_with_both_values_and_the_answer_behind_it(before):
    now = with_answers(with_expected(before, 1.2), MON_01={**before.snapshot.profile["answers"]["MON-01"], "value": 30})
    found = changes(now, before, LINKS)
    (figure,) = found.figures
    old, new = (result.short(result.data["losses"]["expected_annual"]) for result in (before, now))
    assert (figure.label, figure.before, figure.after, figure.is_worse) == ("Expected loss a year", old, new, True)
    (answer,) = found.behind
    assert (answer.before, answer.after) == ("21%", "30%")
    assert answer.url == "/o/northlight/questionnaire/MON-01/"


def test_an_answer_that_moved_nothing_is_told_apart(before):
    found = changes(with_answers(before, GOV_09="daily"), before, LINKS)
    assert (found.figures, found.behind) == ((), ())
    assert [(one.before, one.after) for one in found.others] == [("Weekly", "Daily")]


def test_an_answer_given_or_taken_back_says_that_it_was_not_there(before):
    (gone,) = changes(with_answers(before, GOV_09=None), before, LINKS).others
    assert (gone.before, gone.after) == ("Weekly", "Not answered")
    (unknown,) = changes(with_answers(before, GOV_09={"unknown": True}), before, LINKS).others
    assert unknown.after == "I don’t know"


def test_a_change_that_rounding_hides_is_no_news(before):
    assert changes(with_expected(before, 1.0001), before, LINKS).figures == ()


def test_a_change_of_the_method_is_named(before):
    now = result_of("beauty_brand", number=2, method_version="2027.1.1")
    assert changes(now, before, LINKS).versions == (f"The method changed from version {METHOD_VERSION} to 2027.1.1.",)


def test_the_arrow_of_a_figure_says_how_far_it_moved_and_whether_that_is_worse(before):
    up, down = with_expected(before, 1.5), with_expected(before, 0.5)
    half = before.short(before.data["losses"]["expected_annual"] / 2)
    assert delta(up, before, "losses.expected_annual").text == f"▲ {half}"
    assert delta(up, before, "losses.expected_annual").is_worse
    assert delta(down, before, "losses.expected_annual").text == f"▼ {half}"
    assert not delta(down, before, "losses.expected_annual").is_worse
    assert delta(up, None, "losses.expected_annual") is None


def test_amounts_of_another_kind_are_not_compared(before):
    money = {**before.data["money"], "basis": "revenue"}
    now = result_of("beauty_brand", number=2, money=money, losses=with_expected(before, 2).data["losses"])
    assert delta(now, before, "losses.expected_annual") is None
    assert trend(now, before, "account_loss") is None
    assert "Expected loss a year" not in [figure.label for figure in changes(now, before, LINKS).figures]


def test_a_scenario_rises_falls_or_is_steady(before):
    def with_loss(factor):
        scenarios = copy.deepcopy(list(before.scenarios))
        scenarios[0]["expected_annual_loss"] *= factor
        return result_of("beauty_brand", number=2, scenarios=scenarios)

    key = before.scenarios[0]["key"]
    said = [trend(with_loss(factor), before, key) for factor in (1.2, 0.8, 1.01)]
    assert said == [("▲ rising", "worse"), ("▼ falling", "better"), ("steady", "")]


def test_the_date_alone_is_no_changed_answer(before):
    content = {**before.snapshot.profile, "as_of": "2027-01-01"}
    assert changed_answers(content, before.snapshot.profile) == 0
    assert changed_answers(with_answers(before, MON_01=30).snapshot.profile, before.snapshot.profile) == 1
