"""What an answer changes is said in words for everything that it reaches."""

import pytest

from assessments.questionnaires.asking.reach import names, reach_of
from assessments.questionnaires.bank import bank


@pytest.mark.parametrize("question", list(bank().questions))
def test_every_output_of_every_answer_has_a_name(question):
    reach = reach_of(bank(), question)
    assert reach.scores or reach.plan
    assert reach.weight >= len(reach.scores)


def test_no_name_stands_for_nothing():
    reached = list(bank().mapping.values())
    assert set(names().scores) == {score for reach in reached for score in reach["scores"]}
    assert set(names().plan) == {section for reach in reached for section in reach["plan"]}


def test_the_parts_of_the_plan_are_listed_in_a_sentence():
    reach = reach_of(bank(), "PRO-02")
    assert (reach.scores, reach.plan, reach.has_advice) == (("how ready you are",), "roles and contacts", False)
