"""Method, assumptions, sensitivity: values with their units, ranges that hold the result, sentences that are true."""

import json
from dataclasses import replace

import pytest

from assessments.scoring.pages.links import Links
from assessments.scoring.pages.method import method_page, sensitivity_page
from assessments.scoring.pages.result import Result
from assessments.scoring.pages.sureness import sureness
from assessments.scoring.pages.swings import short_label, tornado
from assessments.scoring.pages.wording import NOTHING
from tests.factories.assessments import result_of
from tests.factories.examples import NAMES

LINKS = Links("northlight")


def assumed(name):
    """What is shown of the assumptions of an example: value and range by the input they are about."""
    result = result_of(name)
    shown = {one.sentence: (one.value, one.range) for one in method_page(result, LINKS).assumptions}
    return {one["input"]: shown[one["sentence"]] for one in result.data["assumptions"]}


VALUES = [
    ("beauty_brand", "method.day_cost", "£182 per working day", "£91 to £364"),
    ("beauty_brand", "method.influenced_half_life_h", "10 days", "5 days to 20 days"),
    ("beauty_brand", "method.recovery", "99%", ""),
    ("beauty_brand", "method.horizon", "24 months", ""),
    ("beauty_brand", "method.overlap", "3.5%", "0% to 3.5%"),
    ("beauty_brand", "method.knock_on", "£52,400 a year", "£51,800 to £53,300"),
    ("cafe", "scenarios.market_ban.rate_per_year", "1 in 110 years", "1 in 28,000 years to 1 in 28 years"),
    ("cafe", "functions.site_traffic.sustain", "1 month or longer", ""),
    ("cafe", "functions.site_traffic.mbco", "50% of output", "30% to 70%"),
    ("cafe", "profile.runway_weeks", "2 weeks", "2 to 26"),
]


@pytest.mark.parametrize(("name", "path", "value", "span"), VALUES)
def test_an_assumption_is_shown_with_its_unit_and_its_range(name, path, value, span):
    assert assumed(name)[path] == (value, span)


def test_a_length_that_was_chosen_by_name_has_its_range_in_lengths_too():
    first = result_of("cafe").data["assumptions"][0]
    chosen = {**first, "value": "w2", "unit": None, "range": [72, 336], "from": "unknown"}
    page = method_page(result_of("cafe", assumptions=[chosen]), LINKS)
    assert [(one.value, one.range) for one in page.assumptions] == [("2 weeks", "3 days to 14 days")]


@pytest.mark.parametrize("name", NAMES)
def test_what_would_narrow_the_result_spans_the_result_itself(name):
    result = result_of(name)
    expected = result.short(result.data["losses"]["expected_annual"])
    swings = {swing["key"]: swing for swing in result.background["swings"]}
    for key, one in zip(result.background["narrowing"], sureness(result, LINKS).narrowing, strict=True):
        ends = (swings[key]["low"], swings[key]["base"], swings[key]["high"])
        assert one.range == f"expected loss {result.short(min(ends))} to {result.short(max(ends))} a year"
        assert min(ends) <= result.data["losses"]["expected_annual"] * (1 + 1e-6) or expected in one.range


ANSWERED = [
    ({"asked": 20, "answered": 20, "unknown": 0}, "20 of 20 questions answered."),
    ({"asked": 20, "answered": 18, "unknown": 0}, "18 of 20 questions answered. What is missing widens the ranges."),
    (
        {"asked": 20, "answered": 20, "unknown": 1},
        "20 of 20 questions answered, one of them “I don't know”. What is not known widens the ranges.",
    ),
    (
        {"asked": 20, "answered": 18, "unknown": 2},
        "18 of 20 questions answered, two of them “I don't know”. What is missing or not known widens the ranges.",
    ),
]


@pytest.mark.parametrize(("answers", "sentence"), ANSWERED)
def test_only_what_is_missing_or_unknown_is_said_to_widen_the_ranges(answers, sentence):
    result = result_of("cafe")
    result.background["answers"].update(answers)
    assert sureness(result, LINKS).sentence == sentence


def test_a_contradiction_leads_to_the_questions_it_is_about():
    paths = ["answers.MON-01", "functions.site_traffic.FUN-02", "answers.DEP-02[3].days_to_replace"]
    result = result_of("cafe", contradictions=[{"sentence": "These do not fit.", "answers": paths}])
    (found,) = method_page(result, LINKS).contradictions
    assert [question.url.removeprefix("/o/northlight/questionnaire/") for question in found.questions] == [
        "MON-01/",
        "FUN-02/site_traffic/",
        "DEP-02/",
    ]


@pytest.mark.parametrize("name", NAMES)
def test_the_tornado_names_what_moves_the_result_furthest(name):
    result = result_of(name)
    chart = tornado(result)
    ends = {short_label(one): (one["low"], one["base"], one["high"]) for one in result.background["swings"]}
    reach = {label: max(losses) - min(losses) for label, losses in ends.items()}
    assert (chart.draw is None) == (not chart.table.rows) == (max(reach.values(), default=0) < NOTHING)
    if chart.draw is not None:
        assert chart.finding.startswith(f"“{max(reach, key=reach.__getitem__)}” moves it most: from ")


def test_a_range_of_shares_says_once_what_they_are_a_share_of():
    result = result_of("agency")
    file = json.loads(result.snapshot.file)
    file["money"]["basis"] = "share"
    shares = Result(replace(result.snapshot, file=json.dumps(file).encode()))
    page = sensitivity_page(shares, LINKS)
    assert page.statement.figure.text.count("of a year's income") == 1
    assert page.chart.finding.count("of a year's income") == 1
