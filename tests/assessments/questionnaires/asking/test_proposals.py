"""What pages propose."""

import pytest

from assessments.questionnaires.asking.proposals import copied, proposal, proposed_links
from assessments.questionnaires.bank import bank
from assessments.questionnaires.course import Course
from assessments.questionnaires.profile import Answer
from tests.assessments.questionnaires.test_course import profile_with
from tests.factories.answers import example_profile


def of(question, answers, functions=("social_commerce",)):
    return proposal(Course(profile_with(answers, functions)), question)


def test_a_severe_loss_is_a_quarter_of_a_months_income_in_round_figures():
    assert of("PRO-07", {"PRO-04": "58000"}).fields == {"value": ["1200"]}
    assert of("PRO-07", {}).fields == of("PRO-07", {"PRO-04": "0"}).fields == {}


def test_each_kind_of_tool_ticked_before_has_a_row():
    assert of("DEP-02", {"DEP-01": ["scheduler", "fulfilment"]}).fields == {
        "row-0-kind": ["scheduler"],
        "row-1-kind": ["fulfilment"],
    }
    assert of("DEP-02", {"DEP-01": ["none"]}).sentence == ""


def test_tiktok_is_the_first_channel_of_those_who_use_it():
    assert of("DIV-01", {"USE-01": ["organic"]}).fields == {"row-0-channel": ["tiktok"]}
    assert of("DIV-01", {"USE-01": ["none_direct"]}).fields == {}


def test_usual_links_are_proposed_between_things_the_organisation_has():
    offered = of("DEP-06", {"DEP-05": ["warehouse"]}, ("social_commerce", "influencer_partnerships"))
    pairs = [(offered.fields[f"row-{n}-from"][0], offered.fields[f"row-{n}-to"][0]) for n in range(2)]
    assert pairs == [("influencer_partnerships", "social_commerce"), ("social_commerce", "warehouse")]
    assert offered.fields["row-0-share-unknown"] == ["yes"]
    assert "row-2-from" not in offered.fields


def test_nothing_is_proposed_where_nothing_suggests_it():
    assert of("MON-01", {}).fields == {}
    assert of("RSK-03", {}).sentence == "Leave a line empty to keep what the library says."


@pytest.mark.parametrize("link", proposed_links(), ids=lambda link: f"{link.source}-{link.target}")
def test_every_link_names_things_of_the_bank(link):
    known, words = bank(), bank().vocabulary
    parties = {option.code for option in known.options(known.questions["DEP-05"])}
    assert link.source in words.functions
    assert link.target in parties | set(words.functions)
    assert link.starts_after in words.band_hours


def test_the_answer_of_another_activity_can_be_copied():
    course = Course(example_profile("beauty_brand"))
    offered = copied(course, "FUN-02", "paid_acquisition")
    assert (offered.fields, offered.sentence) == ({"value": ["90"]}, "Copied from “Winning customers with ads”.")
    empty = Course(course.profile.with_changes(functions={"paid_acquisition": {"FUN-02": Answer(unknown=True)}}))
    assert copied(empty, "FUN-02", "paid_acquisition").fields == {"unknown": ["yes"]}
    assert copied(course, "WRK-05", "social_commerce").fields == {}
