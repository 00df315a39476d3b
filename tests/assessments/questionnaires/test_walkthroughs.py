"""Every question of the bank on its page, and the way through all of them by "Save and continue"."""

import gzip
import json
import re
from uuid import uuid4

import pytest

from assessments.questionnaires.addresses import question_address
from assessments.questionnaires.bank import bank
from assessments.questionnaires.course import Course
from assessments.questionnaires.outline import Outline
from tests.assessments.questionnaires.test_course import WALKTHROUGHS
from tests.factories.answers import EXAMPLES, canonical, example_profile, make_sample, unsay
from tests.factories.forms import sent_for
from tests.factories.pages import LARGEST_PAGE, MOST_QUERIES, profile, words_of

QUESTIONS = list(bank().questions.values())
NOT_IN_SAMPLES = {"DEP-04": 20}


def example_of(question):
    """The profile of a sample that answers the question with a value, and the activity it is about."""
    if question.id in NOT_IN_SAMPLES:
        return "scheduling_software", None
    for path in EXAMPLES:
        for asked, function, answer in example_profile(path.stem).stated():
            if asked == question.id and not answer.unknown and answer.value != []:
                return path.stem, function
    raise AssertionError(f"no example answers {question.id}")


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.id)
@pytest.mark.parametrize("way", ["form", "script"])
def test_an_answer_saved_on_its_page_is_the_one_a_file_gives(question, way, owner, client_for):
    name, function = example_of(question)
    organisation = make_sample(name, owner=owner)
    wanted = example_profile(name).answer(question.id, function)
    if question.id in NOT_IN_SAMPLES:
        wanted = canonical(organisation, question.id, NOT_IN_SAMPLES[question.id])
    fields = sent_for(question, wanted, profile(organisation), function)
    unsay(organisation, question.id, function or "")
    address = question_address(organisation.slug, question.id, function, saves=way == "script")
    client = client_for(owner)
    if way == "form":
        response = client.post(address, {**fields, "version": "0"})
        assert response.status_code == 302, words_of(response)
    else:
        body = {"key": str(uuid4()), "version": 0, "fields": fields}
        response = client.post(address, json.dumps(body), content_type="application/json")
        assert response.status_code == 200, response.content
    kept = profile(organisation).answer(question.id, function)
    assert without_ids(kept) == without_ids(wanted)


def without_ids(answer):
    text = json.dumps(
        [answer.value, answer.unknown, answer.grade, answer.source, answer.note, answer.evidence], sort_keys=True
    )
    value = re.sub(r'"_row": "[^"]*",? ?', "", text)
    # An activity of one's own that is new to the organisation gets its key from its name.
    return re.sub(r'"key": "\w+", "label"', '"key": "…", "label"', value)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.id)
def test_a_page_is_light_and_asks_little_of_the_database(question, owner, client_for, django_assert_max_num_queries):
    name, function = example_of(question)
    organisation = make_sample(name, owner=owner)
    client = client_for(owner)
    with django_assert_max_num_queries(MOST_QUERIES):
        response = client.get(question_address(organisation.slug, question.id, function))
    assert len(gzip.compress(response.content)) <= LARGEST_PAGE
    assert not re.search(r'"None"|"nan"|\{\{|\{%', response.content.decode())


# -------------------------------------------------------------------------------------------------------- walkthroughs
@pytest.mark.parametrize("walk", WALKTHROUGHS, ids=lambda walk: walk["name"])
def test_a_respondent_who_follows_the_pages_meets_the_questions_of_the_bank(walk, organisation, owner, client_for):
    """From the welcome to the check page by "Save and continue" alone, with the answers of the walkthrough."""
    answers = dict(walk["answers"])
    named = answers.pop("USE-02", None) or list(bank().vocabulary.functions)[: walk["functions"]]
    client = client_for(owner)
    response = client.post(f"/o/{organisation.slug}/questionnaire/depth/", {"depth": walk["depth"], "return": "start"})
    met = {"organisation": 0, "function": 0, "table": 0}
    for _ in range(200):
        address = response.headers["Location"]
        if address.endswith("/check/"):
            break
        if address.endswith("/others/"):
            met["table"] += 1
            response = client.post(address, _table_fields(organisation))
            continue
        question, function = re.search(r"questionnaire/([A-Z]+-\d+)/(?:(\w+)/)?$", address).groups()
        met["function" if function else "organisation"] += function in (None, named[0])
        raw = answers.get(question, named if question == "USE-02" else _something(question))
        response = client.post(address, {**_fields(organisation, question, raw, function), "version": "0"})
        assert response.status_code == 302, (question, words_of(response))
    assert response.headers["Location"].endswith("/check/")
    assert met == walk["expect"]
    outline = Outline(Course(profile(organisation)))
    assert outline.done == len(outline.stops)
    assert client.get(response.headers["Location"]).status_code == 200


def _fields(organisation, question, raw, function):
    answer = canonical(organisation, question, raw)
    return sent_for(bank().questions[question], answer, profile(organisation), function)


def _something(question):
    """An answer to a question that the walkthrough leaves open: not known, or the least that can be said."""
    if bank().questions[question].unknown:
        return {"unknown": True}
    return {
        "PRO-02": "p1",
        "PRO-03": [{"country": "GB"}],
        "TIM-02": [],
        "DEP-06": [],
        "RSK-02": {"primary_cause": "x"},
    }.get(question, {"kind": "discussion"})


def _table_fields(organisation):
    from assessments.questionnaires.asking.others import filled_table

    return {**filled_table(Course(profile(organisation))), "version": "0"}
