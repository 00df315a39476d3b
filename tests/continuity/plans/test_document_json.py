"""The JSON file is the tree: it comes back without loss, and other files are refused in plain words."""

import json
from datetime import date

import pytest

from continuity.plans import document_json
from tests.factories.plan_documents import beauty_plan


def test_a_plan_comes_back_as_it_was():
    plan = beauty_plan()
    again = document_json.read(document_json.render(plan))
    assert again == plan
    assert isinstance(again.issued_on, date)
    assert type(again.card) is type(plan.card)


def test_the_file_names_its_format_and_holds_no_other_time_than_the_plans():
    whole = json.loads(document_json.render(beauty_plan()))
    assert whole["schema"] == "ballast/plan/1"
    assert whole["plan"]["issued_on"] == {"is": "date", "on": "2026-11-22"}
    assert set(whole) == {"schema", "plan"}


def test_the_same_plan_gives_the_same_bytes():
    assert document_json.render(beauty_plan()) == document_json.render(beauty_plan())


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "not JSON"),
        (b"\xff\xfe", "not JSON"),
        (b"[]", "does not say that it is ballast/plan/1"),
        (b'{"schema": "ballast/profile/1"}', "does not say that it is ballast/plan/1"),
        (b'{"schema": "ballast/plan/1"}', "the part “plan” is missing"),
        (b'{"schema": "ballast/plan/1", "plan": {"is": "Engine"}}', "calls itself 'Engine'"),
        (b'{"schema": "ballast/plan/1", "plan": {"is": "Run", "colour": "red"}}', "calls itself 'Run'"),
        (b'{"schema": "ballast/plan/1", "plan": {"is": "Cell", "value": NaN}}', "never nan"),
        (b'{"schema": "ballast/plan/1", "plan": {"is": "Run", "text": 5}}', "text is not str"),
        (b"[" * 200_000, "too deep"),
        (b'{"schema": "ballast/plan/1", "plan": {"is": "date", "on": "soon"}}', "cannot be read"),
        (b'{"schema": "ballast/plan/1", "plan": {"is": "Run", "text": "x"}}', "the part “plan” is missing"),
    ],
)
def test_a_file_that_is_no_plan_is_refused_in_plain_words(content, sentence):
    with pytest.raises(document_json.NotAPlan, match=sentence):
        document_json.read(content)
