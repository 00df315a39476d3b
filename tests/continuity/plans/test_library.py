"""The runbook library agrees with itself, with the catalogue and with the question bank."""

import copy

import pytest
from pydantic import ValidationError

from assessments.catalogue.vocabulary import vocabulary
from assessments.questionnaires.bank import bank
from continuity.plans.library import SIZES, TOOL_KINDS, Library, library, raw


@pytest.fixture
def data():
    return copy.deepcopy(raw())


def refused(data):
    with pytest.raises(ValidationError) as refusal:
        Library.model_validate(data)
    return str(refusal.value)


def test_the_library_loads_and_names_its_version():
    assert library().version == "2026.11.5"
    assert sum(1 for _ in library().steps()) == 198


def test_scenarios_functions_and_parties_are_those_of_the_catalogue_and_the_bank():
    codes = {option.code for option in bank().questions["DEP-05"].options}
    assert [scenario.id for scenario in library().scenarios] == list(vocabulary().scenarios)
    assert set(library().function_steps) == set(vocabulary().functions)
    assert set(library().parties) == codes - {"nobody"}


def test_tools_sizes_and_ready_messages_are_codes_of_the_bank():
    questions = bank().questions
    assert {option.code for option in questions["DEP-01"].options} - {"none"} == TOOL_KINDS
    assert {option.code for option in questions["PRO-02"].options} == set(SIZES)
    assert {party.ready for party in library().parties.values()} <= {
        option.code for option in questions["GOV-05"].options
    }


def test_every_role_ends_with_the_decision_maker():
    for role in library().roles:
        seen = [role.id]
        while seen[-1] != "decision_maker":
            seen.append(library().falls_to[seen[-1]])
            assert len(seen) == len(set(seen)), seen


def test_two_steps_with_one_id_are_refused(data):
    data["core_steps"][1]["id"] = data["core_steps"][0]["id"]
    assert "the step C01 stands twice" in refused(data)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"role": "captain"}, "the role captain does not exist"),
        ({"template": "poem"}, "the message poem does not exist"),
        ({"t": "t9"}, "the time box t9 does not exist"),
        ({"source": "S99"}, "the source S99 does not exist"),
        ({"scenarios": ["flood"]}, "the scenario flood does not exist"),
        ({"except": ["flood"]}, "the scenario flood does not exist"),
        ({"only_if": "uses.jetpack"}, "the fact uses.jetpack does not exist"),
        ({"only_if": {"any": ["party.aunts"]}}, "the fact party.aunts does not exist"),
        ({"stage": "encore"}, "the stage encore does not exist"),
        ({"do": "Look at {nothing}."}, "names the list nothing"),
        ({"lists": {"all": [{"text": "ads", "only_if": "uses.ads"}]}}, "can be empty"),
    ],
)
def test_a_step_that_names_what_does_not_exist_is_refused(data, change, sentence):
    data["core_steps"][0] |= change
    assert sentence in refused(data)


def test_a_message_that_outgrows_its_channel_is_refused(data):
    data["templates"][0]["text"] = "x" * 481
    assert "1 characters too long" in refused(data)


def test_an_unknown_placeholder_is_refused(data):
    data["templates"][0]["text"] += " {weather}"
    assert "the placeholder weather does not exist" in refused(data)


def test_a_misspelt_key_is_refused(data):
    data["core_steps"][0]["onlyif"] = "team"
    assert "Extra inputs are not permitted" in refused(data)
