"""Answers as people read them, from the content of a profile file."""

import copy

import pytest

from assessments.scoring.pages.answers import ABSENT, Answers, changed
from tests.factories.assessments import result_of
from tests.factories.examples import NAMES, profile_of

READ = [
    ("beauty_brand", "PRO-04", None, "£9,600,000 per year"),
    ("beauty_brand", "MON-01", None, "21%"),
    ("beauty_brand", "PRO-03", None, "United Kingdom 82%; Ireland 18%"),
    ("beauty_brand", "USE-03", None, "@northlight; Northlight UK Shop; Northlight Ads"),
    ("beauty_brand", "DEP-02", None, "StockBridge; Collabree; Postplan; Harrow Fulfilment; 1 more"),
    ("beauty_brand", "DIV-04", None, "Our own online checkout; Stores or resellers"),
    ("beauty_brand", "WRK-05", "customer_care", "20 Nov 2026"),
    ("creator", "CR-01", None, None),
    ("creator", "RSK-03", None, "I don’t know"),
    ("creator", "DEP-06", None, "None named"),
    ("creator", "WRK-08", "creator_income", "Not answered"),
]


def answers_of(name, **given):
    """The answers of an example, some of them given otherwise; None takes one away."""
    content = copy.deepcopy(dict(result_of(name).snapshot.profile))
    for key, value in given.items():
        content["answers"][key.replace("_", "-")] = value
    content["answers"] = {key: value for key, value in content["answers"].items() if value is not None}
    return Answers(content)


@pytest.mark.parametrize(("name", "question", "function", "text"), READ)
def test_an_answer_is_written_out_on_one_line(name, question, function, text):
    found = answers_of(name).text(question, function)
    if text is None:
        assert found.startswith("TikTok rewards, subscriptions 14%; LIVE gifts 9%; ")
    else:
        assert found == text


@pytest.mark.parametrize("name", NAMES)
def test_every_answer_of_every_example_has_words(name):
    answers = answers_of(name)
    for question, function, answer in profile_of(name).stated():
        text = answers.text(question, function)
        assert text not in ("", "Not answered"), question
        assert answer.unknown == (text == "I don’t know"), question
        assert not set("{}[]\n") & set(text), (question, text)
        assert answers.label(question, function).endswith(("?", ".")), question


def test_a_question_of_an_activity_names_the_activity_as_its_owner_calls_it():
    assert answers_of("beauty_brand").label("FUN-02", "live_selling").startswith("Thursday LIVE shows: ")


def test_a_question_is_asked_in_the_words_of_the_industry():
    assert "fees" in answers_of("agency").label("MON-01")


def test_a_grade_is_told_where_one_was_given():
    answers = answers_of("beauty_brand")
    assert answers.grade("PRO-04") == "A"
    assert answers.grade("MON-07") == answers.grade("OLD-01") == ""


@pytest.mark.parametrize(
    "broken",
    [
        {"OLD_01": 5},
        {"OLD_01": [{"name": "x"}], "GOV_09": "by carrier pigeon"},
        {"DEP_02": [{"name": "Postplan", "kind": "no such kind"}]},
    ],
)
def test_what_the_bank_cannot_read_any_more_is_left_out_and_the_rest_is_said(broken):
    answers = answers_of("cafe", **broken)
    assert answers.text("PRO-01") == answers_of("cafe").text("PRO-01") != "Not answered"
    for key in broken:
        assert answers.text(key.replace("_", "-")) == "Not answered"
    assert answers.label("OLD-01") == "OLD-01"


def test_a_part_beside_the_answers_that_cannot_be_read_does_not_hide_them():
    content = {**result_of("cafe").snapshot.profile, "bank": "another@1", "overrides": [{"set": "no.such.thing"}]}
    content["functions"] = {**content["functions"], "no_such_activity": {"FUN-02": 5}}
    assert Answers(content).text("PRO-01") == answers_of("cafe").text("PRO-01")


# ------------------------------------------------------------------------------------------------------------- changes
def test_of_a_changed_table_only_the_rows_that_changed_are_told():
    before = answers_of("beauty_brand")
    rows = copy.deepcopy(before.content["answers"]["DEP-02"])
    rows[1]["days_to_replace"] = 30
    old, new = changed(answers_of("beauty_brand", DEP_02=rows), before, "DEP-02", None)
    assert old.startswith("Collabree; ") and old.endswith("14 days")
    assert new == old.replace("14 days", "30 days")


def test_a_row_that_only_one_side_has_says_so():
    before = answers_of("beauty_brand")
    fewer = answers_of("beauty_brand", USE_01=before.content["answers"]["USE-01"][1:])
    assert changed(fewer, before, "USE-01", None) == ("Unpaid posts and reach", ABSENT)
    assert changed(before, fewer, "USE-01", None) == (ABSENT, "Unpaid posts and reach")


def test_a_grade_alone_is_a_change_that_can_be_read():
    before = answers_of("beauty_brand")
    now = answers_of("beauty_brand", PRO_04={**before.content["answers"]["PRO-04"], "grade": "C"})
    assert changed(now, before, "PRO-04", None) == ("Grade: A", "Grade: C")


def test_a_long_list_is_cut_with_a_count():
    before = answers_of("beauty_brand")
    told, gone = changed(answers_of("beauty_brand", USE_01=None), before, "USE-01", None)[::-1]
    assert told == "Not answered"
    assert gone.count("; ") == 4 and gone.endswith(" more lines")
