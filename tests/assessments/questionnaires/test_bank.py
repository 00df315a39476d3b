"""The question bank holds together: its parts fit, its mapping is the published one, its words are whole."""

from pathlib import Path

import pytest
import yaml

from assessments.questionnaires.bank import IDENTITY, bank
from assessments.questionnaires.conditions import questions_named

DATA = Path(__file__).parent / "data"
QUESTIONS = list(bank().questions.values())


def test_the_mapping_made_from_the_bank_is_the_published_one():
    published = yaml.safe_load((DATA / "mapping.yaml").read_text())["mapping"]
    assert bank().mapping == published


def test_every_question_but_the_identity_may_be_left_open_if_it_is_required():
    closed = {question.id for question in QUESTIONS if question.required and not question.unknown}
    assert closed == set(IDENTITY)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.id)
def test_an_unknown_answer_stands_for_a_range_with_a_cautious_end_or_for_a_sentence(question):
    source = question.unknown_range
    if source is None:
        assert not question.unknown
    elif source.none is None:
        assert source.use in ("low", "high", "likely")
        assert (source.low is not None and source.high is not None) or source.values


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.id)
def test_required_cells_may_be_left_open_unless_they_say_what_the_row_is_about(question):
    cells = question.table.columns if question.table else question.form
    assert [cell.key for cell in cells if cell.required and not cell.unknown and not cell.identifies] == []


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.id)
def test_a_condition_compares_with_codes_that_exist(question):
    for condition in (question.show_if, question.escalate_if):
        for named in questions_named(condition):
            assert named in bank().questions


def test_an_industry_wording_belongs_to_an_industry():
    industries = {option.code for option in bank().options(bank().questions["PRO-01"])}
    for question in QUESTIONS:
        assert set(question.variants) <= industries
        assert set(question.help_variants) <= industries


@pytest.mark.parametrize("industry", ["agency", "saas", "logistics"])
@pytest.mark.parametrize("question", ["MON-01", "MON-02"])
def test_help_goes_with_the_wording_of_the_industry(question, industry):
    asked = bank().questions[question]
    assert industry in asked.variants
    assert asked.help_for(industry) != asked.help
    assert asked.help_for("ecommerce") == asked.help


def test_options_from_a_question_leave_out_its_exclusive_ones():
    kinds = next(cell for cell in bank().questions["DEP-02"].table.columns if cell.key == "kind")
    codes = [option.code for option in bank().options(kinds)]
    assert "scheduler" in codes
    assert "none" not in codes
