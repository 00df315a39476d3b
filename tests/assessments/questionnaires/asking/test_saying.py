"""Answers in words."""

import re

import pytest

from assessments.questionnaires.asking.saying import said, said_with_notes
from assessments.questionnaires.bank import bank
from assessments.questionnaires.profile import Answer
from tests.factories.answers import EXAMPLES, example_profile

PROFILE = example_profile("beauty_brand")


def words(question, function=None):
    return said(bank().questions[question], PROFILE.answer(question, function), PROFILE)


@pytest.mark.parametrize(
    ("question", "function", "text"),
    [
        ("PRO-01", None, "Fashion or beauty brand"),
        ("PRO-03", None, "United Kingdom; share of TikTok value: 82%\nIreland; share of TikTok value: 18%"),
        ("PRO-04", None, "£9,600,000 per year"),
        ("PRO-06", None, "14 weeks"),
        ("MON-05", None, "2.3 revenue per 1 spent"),
        ("DET-02", None, "5 hours"),
        ("DEP-03", None, "Yes, for part of it"),
        (
            "TIM-01",
            None,
            "Black Friday week; first day: 23 Nov 2026; last day: 30 Nov 2026; times normal: 3.2\n"
            "Spring set launch; first day: 8 Mar 2027; last day: 14 Mar 2027; times normal: 2.1",
        ),
        ("GOV-02", None, "Helen Marsh, managing director; deputy Dev Patel, head of commerce; may spend up to £15,000"),
        ("EC-02", None, "Hours from order to carrier: 2 days\nCost of each late order or parcel: £3 per order"),
        (
            "RSK-03",
            None,
            "Your account, shop or ad account is lost: 4 Likely (one restriction and three notices this year)",
        ),
        ("FUN-03", "product_launch", "I don’t know"),
        ("FUN-03", "social_commerce", "910 orders"),
        (
            "IMP-03",
            "live_selling",
            "Reputation and visibility: 2 after 24 hours, 3 after 1 week\n"
            "Customers and audience: 1 after 24 hours, 3 after 3 days, 4 after 1 week\n"
            "People and livelihoods: 2 after 3 days, 3 after 1 week",
        ),
        ("WRK-05", "paid_acquisition", "1 Apr 2026"),
        ("CR-02", None, "Not answered"),
    ],
)
def test_an_answer_reads_as_a_person_would_say_it(question, function, text):
    assert words(question, function) == text


def test_activities_come_with_their_numbers_and_their_own_names():
    assert words("USE-02").splitlines()[2] == "3. Thursday LIVE shows"


def test_an_empty_table_says_none_and_notes_are_told_with_the_value():
    question = bank().questions["TIM-01"]
    assert said(question, Answer([]), PROFILE) == "None"
    noted = Answer([], grade="A", source="calendar", note="quiet year", evidence=("a.pdf",))
    assert (
        said_with_notes(question, noted, PROFILE) == "None\nGrade: A\nFrom: calendar\nNote: quiet year\nEvidence: a.pdf"
    )
    assert said_with_notes(question, None, PROFILE) == "Not answered"


def test_a_reason_and_a_rating_not_known_are_told():
    question = bank().questions["IMP-03"]
    value = {"legal": {"d3": 3, "w1": {"rating": 2, "reason": "the fine is paid"}, "w2": {"unknown": True}}}
    text = "Legal and contracts: 3 after 3 days, 2 (the fine is paid) after 1 week, not known after 2 weeks"
    assert said(question, Answer(value), PROFILE) == text


@pytest.mark.parametrize("name", [path.stem for path in EXAMPLES])
def test_no_answer_of_any_sample_shows_how_it_is_stored(name):
    profile = example_profile(name)
    for question, _, answer in profile.stated():
        text = said(bank().questions[question], answer, profile)
        assert text
        assert not re.search(r"[{}\[\]]|_row|'unknown'|\bTrue\b|\bFalse\b", text), (question, text)
