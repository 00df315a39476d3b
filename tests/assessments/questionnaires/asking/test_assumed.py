"""What "I don't know" stands for is said beside every tick, in words for people."""

import re

import pytest

from assessments.questionnaires.asking.assumed import assumed, unit_word
from assessments.questionnaires.bank import bank
from assessments.questionnaires.course import Course
from assessments.questionnaires.profile import Answer
from tests.factories.answers import example_profile

QUESTIONS = [question for question in bank().questions.values() if question.unknown]
COURSE = Course(example_profile("beauty_brand"))


def sentence(question, course=COURSE):
    asked = bank().questions[question]
    return assumed(course, asked, "social_commerce" if asked.scope == "function" else None)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.id)
def test_each_tick_has_a_whole_sentence_without_codes(question):
    text = sentence(question.id)
    assert text[0].isupper()
    assert text.endswith(".")
    assert not re.search(r"[A-Z]{2,3}-\d|flagged|\bderived\b|_", text), text


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("PRO-06", "We then use 2 weeks, the cautious end of 2 to 26."),
        ("MON-01", "We then use 40%, the cautious end of 5% to 40%."),
        ("MON-04", "We then use 10% of a month’s income, the cautious end of 1% to 10%."),
        ("DIV-02", "We then use 0.5% of your TikTok audience, the cautious end of 0.5% to 10%."),
        ("FUN-05", "We then use 1 person, the cautious end of 1 to 4."),
        ("DET-02", "We then use 24 hours, the cautious end of 1 hour to 24 hours."),
        ("WRK-02", "We then take “1 week”, to be on the safe side."),
        ("GOV-11", "We then use 1, the cautious end of 1 to 3."),
    ],
)
def test_the_cautious_end_of_the_bank_is_named(question, text):
    assert sentence(question) == text


def test_a_range_that_hangs_on_an_answer_not_given_yet_is_not_made_up():
    profile = COURSE.profile.with_changes(functions={"social_commerce": {"WRK-01": Answer(unknown=True)}})
    assert sentence("WRK-03", Course(profile)) == "We then use the cautious end of what is plausible."


def test_a_unit_goes_with_its_number_also_where_it_is_per_something():
    assert [unit_word("hours per outage day", number) for number in (1, 2, 0.5)] == [
        "hour per outage day", "hours per outage day", "hours per outage day",
    ]  # fmt: skip
    assert (unit_word("people", 1), unit_word("% of fee", 1), unit_word(None, 1)) == ("person", "% of fee", "")


def test_a_question_that_must_be_answered_says_nothing_of_the_kind():
    assert assumed(COURSE, bank().questions["PRO-01"]) == ""
