"""Who is asked what: the walkthroughs of the bank, and what an answer changes in the rest of the course."""

from datetime import date
from pathlib import Path

import pytest
import yaml

from assessments.questionnaires.bank import bank
from assessments.questionnaires.course import Course
from assessments.questionnaires.profile import Answer, Profile

WALKTHROUGHS = yaml.safe_load((Path(__file__).parent / "data" / "walkthroughs.yaml").read_text())["walkthroughs"]
AS_OF = date(2026, 11, 22)


def profile_with(answers, functions=("social_commerce",), depth=None):
    """A profile from plain values: organisation answers by id, function answers the same for every activity."""
    scopes = {key: bank().questions[key].scope for key in answers}
    organisation = {key: Answer(value) for key, value in answers.items() if scopes[key] == "organisation"}
    organisation.setdefault("USE-02", Answer([{"key": key} for key in functions]))
    each = {key: Answer(value) for key, value in answers.items() if scopes[key] == "function"}
    return Profile(
        bank(), AS_OF, "Test", "GBP", organisation, {key: dict(each) for key in functions}, stated_depth=depth
    )


@pytest.mark.parametrize("walk", WALKTHROUGHS, ids=lambda walk: walk["name"])
def test_a_respondent_meets_as_many_questions_as_the_bank_says(walk):
    answers = dict(walk["answers"])
    named = answers.pop("USE-02", None) or list(bank().vocabulary.functions)[: walk["functions"]]
    course = Course(profile_with(answers, named, walk["depth"]))
    steps = list(course.steps())
    counts = {
        "organisation": sum(step.function is None for step in steps),
        "function": sum(step.function == named[0] for step in steps),
        "table": int(walk["depth"] == "quick" and len(named) > 1),
    }
    assert counts == walk["expect"]


def test_a_hidden_answer_is_kept_and_not_used():
    profile = profile_with({"PRO-01": "agency", "CR-02": "5000"})
    course = Course(profile)
    assert list(course.hidden_answers()) == [("CR-02", None)]
    assert course.used("CR-02") is None
    assert profile.answer("CR-02") == Answer("5000")


def test_a_condition_on_an_unknown_answer_is_false_and_its_denial_true():
    profile = profile_with({"PRO-01": "ecommerce", "USE-01": ["ads"]}, depth="standard")
    profile = profile.with_changes({"MON-04": Answer(unknown=True)})
    course = Course(profile)
    assert not course.exists("MON-05")  # show_if: MON-04 > 0
    assert course.exists("DIV-06")  # show_if: not MON-04 <= 0


def test_a_row_left_out_of_an_answered_table_counts_as_zero():
    shop = {"PRO-01": "creator", "USE-01": ["shop"], "CR-01": [{"code": "payouts", "share": 100}]}
    assert not Course(profile_with(shop)).exists("DIV-04")
    assert Course(profile_with({"PRO-01": "creator", "USE-01": ["shop"]})).exists("DIV-04")


def test_minutes_left_fall_with_every_answer_and_reach_zero_only_at_the_end():
    profile = profile_with({"PRO-01": "services_local", "USE-01": ["organic"]}, depth="quick")
    before = Course(profile).minutes_left()
    while open_steps := [step for step in Course(profile).steps() if not Course(profile).is_done(step)]:
        step = open_steps[0]
        answer = {step.question.id: Answer(unknown=True)}
        profile = (
            profile.with_changes(answer)
            if step.function is None
            else profile.with_changes(functions={step.function: answer})
        )
        after = Course(profile).minutes_left()
        assert after <= before
        before = after
    assert before == 0


def test_the_depth_follows_from_the_size_unless_it_is_stated():
    assert profile_with({"PRO-02": "p1"}).depth == "quick"
    assert profile_with({"PRO-02": "p50_249"}).depth == "standard"
    assert profile_with({"PRO-02": "p250"}).depth == "full"
    assert profile_with({"PRO-02": "p250"}, depth="quick").depth == "quick"
    assert profile_with({}).depth == "quick"  # the stand-in is 2 to 9 people


def test_activities_that_are_not_named_have_the_stand_in_of_the_bank():
    with_answers = Profile(bank(), AS_OF, "T", "GBP", {}, {"customer_care": {"FUN-02": Answer(50)}})
    assert [activity.key for activity in with_answers.activities] == ["customer_care"]
    by_capability = Profile(bank(), AS_OF, "T", "GBP", {"USE-01": Answer(["live"])}, {})
    assert [activity.key for activity in by_capability.activities] == ["live_selling"]


def test_an_activity_of_ones_own_has_the_capabilities_it_names_or_those_it_is_like():
    entries = [{"key": "clips", "label": "Clips", "like": "social_publishing"}, {"key": "own", "label": "Own"}]
    profile = profile_with({"USE-01": ["organic", "ads"], "USE-02": entries}, functions=("clips", "own"))
    caps = {activity.key: activity.caps for activity in profile.activities}
    assert caps == {"clips": ("organic",), "own": ("ads", "organic")}
