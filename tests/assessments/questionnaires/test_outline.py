"""The pages in their order."""

from dataclasses import replace

import pytest

from assessments.questionnaires.course import Course
from assessments.questionnaires.outline import FIRST_ACTIVITIES, FIRST_INDUSTRY, Outline
from assessments.questionnaires.profile import Answer
from tests.assessments.questionnaires.test_course import profile_with
from tests.factories.answers import EXAMPLES, example_profile


def outline(answers=None, functions=("social_commerce",), depth="quick"):
    return Outline(Course(profile_with(answers or {}, functions, depth)))


def chapter(of, section):
    return next(one for one in of.chapters if one.section.id == section)


def test_each_page_leads_to_the_next_and_back_from_the_first_to_the_last():
    whole = outline({"PRO-01": "creator"}, ("creator_income", "live_selling"))
    stops, stop = [], whole.stops[0]
    while stop is not None:
        stops.append(stop)
        stop = whole.after(stop)
    assert tuple(stops) == whole.stops
    assert [whole.before(stop) for stop in stops] == [None, *stops[:-1]]


def test_pages_stand_in_the_order_of_the_course():
    course = Course(profile_with({"PRO-01": "agency"}, ("client_services", "measurement"), "standard"))
    assert [(stop.question, stop.function) for stop in Outline(course).stops] == [
        (step.question.id, step.function) for step in course.steps()
    ]


def test_in_quick_depth_the_further_activities_share_a_table_after_the_first_ones_last_page():
    whole = outline(functions=("social_commerce", "live_selling", "measurement"))
    table = whole.table()
    assert whole.before(table).question == "WRK-01"
    assert whole.before(table).function == "social_commerce"
    assert {step.function for step in table.steps} == {"live_selling", "measurement"}
    assert {stop.function for stop in whole.stops if not stop.is_table} == {None, "social_commerce"}
    assert outline().table() is None
    assert outline(functions=("social_commerce", "live_selling"), depth="standard").table() is None


def test_questions_about_activities_wait_until_there_are_some():
    profile = replace(profile_with({}), answers={})
    whole = Outline(Course(profile))
    assert chapter(whole, "FUN").waits_for == FIRST_ACTIVITIES
    assert chapter(whole, "FUN").state == "cannot start"
    assert chapter(whole, "PK").waits_for == FIRST_INDUSTRY
    assert chapter(whole, "WRK").state == "not started"  # it also asks something once
    assert not any(stop.function for stop in whole.stops)


def test_a_section_says_how_far_it_is():
    whole = outline({"PRO-01": "ecommerce"})
    assert chapter(whole, "PRO").state == "in progress"
    assert chapter(whole, "MON").state == "not started"
    assert whole.next_open(chapter(whole, "PRO")).question == "PRO-02"
    answered = {question: Answer(unknown=True) for question in ("PRO-02", "PRO-03", "PRO-04", "PRO-06")}
    done = Outline(Course(whole.course.profile.with_changes(answered)))
    assert chapter(done, "PRO").state == "completed"
    assert chapter(done, "PRO").minutes == 0
    assert done.next_open(chapter(done, "PRO")) is None


def test_the_number_of_a_question_counts_within_its_activity():
    whole = outline(functions=("social_commerce", "live_selling"), depth="standard")
    stop = whole.find("FUN-02", "live_selling")
    part, number = whole.place_of(stop)
    assert (part.title, number, len(part.stops)) == ("LIVE shows and LIVE selling", 2, 6)
    assert whole.find("FUN-02") is None


@pytest.mark.parametrize("name", [path.stem for path in EXAMPLES])
def test_nothing_is_left_exactly_when_every_page_is_answered(name):
    whole = Outline(Course(example_profile(name)))
    assert (whole.minutes_left == 0) == (whole.done == len(whole.stops))


@pytest.mark.parametrize("depth", ["quick", "standard", "full"])
@pytest.mark.parametrize("industry", ["ecommerce", "agency", "saas"])
def test_the_minutes_promised_are_those_that_are_left_before_and_after_two_activities_are_named(depth, industry):
    about = {"PRO-01": industry, "PRO-02": "p2_9", "USE-01": ["organic", "ads"]}
    two = outline(about, ("social_publishing", "measurement"), depth)
    profile = two.course.profile
    none = Outline(Course(replace(profile, answers={k: v for k, v in profile.answers.items() if k != "USE-02"})))
    promised = profile.bank.head.depths[depth].target_minutes
    assert two.minutes_left == pytest.approx(promised, abs=6)
    assert none.minutes_left == pytest.approx(two.minutes_left, abs=10)
