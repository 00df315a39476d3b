"""A form says exactly what a profile file says, for every question of the bank and every answer to it."""

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessments.questionnaires.asking.filled import single_fields
from assessments.questionnaires.asking.posted import Posted
from assessments.questionnaires.bank import bank
from assessments.questionnaires.profile import Answer, Profile
from assessments.questionnaires.reading.answers import read_answer
from assessments.questionnaires.reading.context import Reading
from tests.assessments.questionnaires.asking.strategies import FUNCTIONS, answers
from tests.factories.answers import TODAY
from tests.factories.forms import sent_for

QUESTIONS = list(bank().questions.values())
ACTIVITIES = [{"key": "social_commerce"}, {"key": "live_selling"}, {"key": "own_thing", "label": "Own thing"}]
PROFILE = Profile(bank(), TODAY, "Test", "GBP", {"USE-02": Answer(ACTIVITIES)}, {})


def reading():
    return Reading(bank(), TODAY, "GBP", FUNCTIONS)


def posted(question, fields, stored=None):
    """What a form says: the answer, and the sentence for each control."""
    form = Posted(bank().questions[question], fields, reading(), stored)
    answer = form.answer()
    return answer, form.errors(form.reading.report.mistakes)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.id)
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_saving_a_page_unchanged_keeps_the_answer_as_the_file_gave_it(question, data):
    raw = data.draw(answers(question))
    from_file = read_answer(question, raw, reading(), question.id)
    assert from_file is not None
    function = "social_commerce" if question.scope == "function" else None
    profile = (
        PROFILE.with_changes({question.id: from_file}) if function is None and question.id != "USE-02" else PROFILE
    )
    fields = sent_for(question, from_file, profile, function)
    assert posted(question.id, fields, stored=from_file) == (from_file, {})


@pytest.mark.parametrize(
    ("question", "fields", "control", "words"),
    [
        ("PRO-04", {"value": ["about five"]}, "value", "not a number"),
        ("PRO-04", {"value": ["$5,000"]}, "value", "another currency"),
        ("PRO-04", {"value": ["1_000"]}, "value", "not a number"),
        ("PRO-04", {"value": ["1e30"]}, "value", "not a number"),
        ("PRO-04", {"value": ["9" * 40]}, "value", "too large"),
        ("MON-01", {"value": ["140"]}, "value", "0 to 100"),
        ("MON-01", {"value": ["-1"]}, "value", "0 to 100"),
        ("MON-01", {"value": ["NaN"]}, "value", "not a number"),
        ("MON-01", {"value": ["38"], "unknown": ["yes"]}, "value", "both a value and a tick"),
        ("MON-01", {"note": ["from the survey"]}, "value", "a note but no answer"),
        ("MON-01", {"value": ["38"], "grade": ["E"]}, "value", "not a grade"),
        ("MON-01", {"value": ["38"], "note": ["x" * 2001]}, "value", "2,001 characters. At most 2,000"),
        ("GOV-11", {"value": ["6"]}, "value", "1 to 5"),
        ("GOV-11", {"value": ["3.5"]}, "value", "whole number"),
        ("PRO-01", {"value": ["bakery"]}, "value", "not one of the answers"),
        ("DEP-01", {"value": ["none", "scheduler"]}, "value", "Tick it alone"),
        ("DET-06", {"value": ["token_refresh", "token_schedule"]}, "value", "cannot both be true"),
        ("DET-02", {"value": ["soon"], "unit": ["h"]}, "value", "not a number"),
        ("DET-02", {"value": ["6"], "unit": [""]}, "value", "unit of time is missing"),
        ("DET-02", {"value": ["-4"], "unit": ["h"]}, "value", "below zero"),
        ("DET-02", {"value": ["9"], "unit": ["years"]}, "value", "unit of time is missing"),
        ("FUN-03", {"value": [""], "unit": ["orders"]}, "value", "number of orders is missing"),
        (
            "WRK-05",
            {"value-day": ["30"], "value-month": ["2"], "value-year": ["2026"]},
            "value",
            "There is no 30 February 2026. Enter a day from 1 to 28",
        ),
        (
            "WRK-05",
            {"value-day": ["1"], "value-month": ["13"], "value-year": ["2026"]},
            "value",
            "There is no month 13",
        ),
        ("WRK-05", {"value-month": ["3"], "value-year": ["26"]}, "value", "four figures"),
        ("WRK-05", {"value-day": ["1"], "value-year": ["2026"]}, "value", "The month is missing"),
        ("WRK-05", {"value-day": ["1"], "value-month": ["1"], "value-year": ["0001"]}, "value", "too far away"),
        ("WRK-05", {"value-day": ["1"], "value-month": ["1"], "value-year": ["9999"]}, "value", "too far away"),
        (
            "WRK-05",
            {"value-day": ["23"], "value-month": ["11"], "value-year": ["2026"]},
            "value",
            "Enter 22 Nov 2026 or an earlier day",
        ),
        ("WRK-05", {"value-day": ["²"], "value-month": ["1"], "value-year": ["2026"]}, "value", "“²” is not a day"),
        ("GOV-02", {"part-owner": ["Ruth"], "part-limit": ["lots"]}, "part-limit", "not a number"),
        ("AG-04", {"part-credit_percent": ["140"]}, "part-credit_percent", "0 to 100"),
        ("AG-04", {"part-period": ["week"], "part-period-unknown": ["yes"]}, "part-period", "both a value"),
        ("PRO-03", {"row-2-country": ["Narnia"]}, "row-2-country", "not a country we know"),
        ("PRO-03", {"row-0-country": ["Untied Kingdom"]}, "row-0-country", "Did you mean United Kingdom?"),
        ("PRO-03", {"row-0-country": ["Netterdalia"]}, "row-0-country", "Choose one from the list."),
        ("PRO-04", {"value": ["48.000"]}, "value", "“48.000” could be 48,000 or 48. Enter 48000, or 48."),
        ("DIV-01", {"row-0-channel": ["x"], "row-0-audience": ["2.500"]}, "row-0-audience", "2,500 or 2.5"),
        ("DET-02", {"value": ["1.500"], "unit": ["h"]}, "value", "1,500 or 1.5"),
        ("GOV-02", {"part-owner": ["Ruth"], "part-limit": ["5.000"]}, "part-limit", "5,000 or 5"),
        ("MON-01", {"value": ["120"]}, "value", "120% is outside the range. Enter a number from 0 to 100%."),
        ("PRO-06", {"value": ["sechs"]}, "value", "Enter a number from 0 to 52"),
        ("PRO-03", {"row-0-share": ["80"]}, "row-0-country", "Country is missing"),
        ("PRO-03", {"row-0-country": ["GB"], "row-1-country": ["UK"]}, "value", "stands in two rows"),
        (
            "USE-03",
            {"row-0-name": ["@a"], "row-0-kind": ["shop"], "row-0-admins": ["many"]},
            "row-0-admins",
            "not a number",
        ),
        ("USE-03", {"row-0-name": ["@a"], "row-0-kind": ["boat"]}, "row-0-kind", "not one of the answers"),
        (
            "DEP-02",
            {"row-0-name": ["A"], "row-0-kind": ["scheduler"], "row-0-functions": ["other"]},
            "row-0-functions",
            "not one of the activities",
        ),
        ("TIM-01", {"row-0-name": ["x" * 61], "row-0-start-year": ["2026"]}, "row-0-name", "61 characters"),
        ("IMP-03", {"cell-customer-d3": ["6"]}, "cell-customer-d3", "0 to 5"),
        (
            "RSK-03",
            {"cell-account_loss-reason": ["two notices"]},
            "cell-account_loss-likelihood",
            "a reason but no value",
        ),
        ("USE-02", {"value": ["no_such"]}, "label-no_such", "has no label"),
        ("USE-02", {"value": ["live_selling"], "place-live_selling": ["first"]}, "place-live_selling", "not a place"),
        ("USE-02", {"value": ["live_selling"], "place-live_selling": ["²"]}, "place-live_selling", "not a place"),
        ("USE-02", {"row-0-label": ["Boxes"], "row-0-place": ["9" * 5000]}, "row-0-place", "not a place"),
        ("USE-02", {"row-0-caps": ["shop"]}, "row-0-label", "has no name"),
        ("WRK-05", {"value-month": ["9" * 5000], "value-year": ["2026"]}, "value", "is not a month"),
        ("USE-02", {"row-0-label": ["x" * 81]}, "row-0-label", "81 characters"),
        ("MON-01", {"value": ["38"], "note": ["a\x00b"]}, "value", "null character"),
        ("MON-01", {"value": ["38"], "note": ["\ud800"]}, "value", "half a character"),
        ("MON-01", {"value": ["38"], "note": ["a\x0bb"]}, "value", "control character"),
    ],
)
def test_a_mistake_is_said_beside_the_control_it_is_in(question, fields, control, words):
    answer, errors = posted(question, fields)
    assert answer is None
    assert words in errors[control]


@pytest.mark.parametrize(
    ("question", "fields", "value"),
    [
        ("PRO-04", {"value": ["£12 000"]}, "12000"),
        ("PRO-04", {"value": [" 12k "]}, "12000"),
        ("MON-01", {"value": ["38%"]}, 38),
        ("MON-01", {"value": ["0"]}, 0),
        ("PRO-04", {"value": ["48.000,50 £"]}, "48000.5"),
        ("PRO-04", {"value": ["1.200.000"]}, "1200000"),
        ("MON-01", {"value": ["12,5 %"]}, 12.5),
        ("MON-01", {"value": ["12.125"]}, 12.125),
        ("DET-02", {"value": ["1,5"], "unit": ["h"]}, 1.5),
        ("FUN-03", {"value": ["2.500,5"], "unit": ["orders"]}, {"number": 2500.5, "unit": "orders"}),
        ("GOV-02", {"part-owner": ["Ruth"], "part-limit": ["1.500,00"]}, {"owner": "Ruth", "limit": "1500"}),
        ("PRO-03", {"row-4-country": ["Deutschland"], "row-5-country": ["Polska"]}, [{"country": "DE"}, {"country": "PL"}]),
        ("DET-02", {"value": ["1,200"], "unit": ["min"]}, 20),
        ("WRK-05", {"value-month": ["3"], "value-year": ["2026"]}, "2026-03-01"),
        ("PRO-03", {"row-4-country": ["united kingdom"]}, [{"country": "GB"}]),
        ("PRO-03", {"row-4-country": ["uk"], "row-5-country": [" "], "row-5-share": [""]}, [{"country": "GB"}]),
        ("TIM-01", {}, []),
        ("RSK-01", {"row-0-ongoing": ["no"], "row-0-kind-unknown": ["yes"]}, [{"kind": {"unknown": True}, "ongoing": False}]),
        ("DEP-06", {"row-0-from": ["live_selling"], "row-0-to": ["buyers"]}, [{"from": "live_selling", "to": "buyers"}]),
        ("MON-01", {"value": ["<script>alert(1)</script>"]}, None),
    ],
)  # fmt: skip
def test_what_people_type_is_understood(question, fields, value):
    answer, _ = posted(question, fields)
    assert (answer.value if answer else None) == value


@given(number=st.decimals(0, 10**7, places=3), question=st.sampled_from(["PRO-04", "PRO-06", "MON-01"]))
def test_a_number_shown_in_a_field_means_the_same_when_it_is_sent_again(number, question):
    kept = number if question == "PRO-04" else number % 50
    shown = single_fields(bank().questions[question].type, "value", str(kept))["value"]
    answer, errors = posted(question, {"value": shown})
    assert not errors
    assert Decimal(str(answer.value)) == kept


@pytest.mark.parametrize(
    "question", ["PRO-04", "DEP-01", "AG-04", "GOV-02", "IMP-03", "RSK-03", "USE-02", "PRO-03", "WRK-05"]
)
def test_an_empty_form_is_no_answer(question):
    assert posted(question, {"value": ["  "], "row-0-id": ["1-1"], "note": [""]}) == (None, {})


def test_text_that_looks_like_markup_is_kept_as_text():
    answer, _ = posted("USE-03", {"row-0-name": ["<script>alert(1)</script>"], "row-0-kind": ["shop"]})
    assert answer.value[0]["name"] == "<script>alert(1)</script>"


def test_rows_keep_their_ids_whatever_happens_to_their_neighbours():
    stored = Answer([{"_row": mark, "country": code} for mark, code in (("1-1", "GB"), ("1-2", "IE"), ("2-3", "FR"))])
    fields = {"row-0-id": ["1-1"], "row-0-country": ["GB"], "row-2-id": ["2-3"], "row-2-country": ["DE"]}
    answer, _ = posted("PRO-03", fields, stored)
    assert [(row["_row"], row["country"]) for row in answer.value] == [("1-1", "GB"), ("2-3", "DE")]


def test_a_row_that_was_saved_before_the_page_knew_its_id_is_found_by_its_place():
    stored = Answer([{"_row": "1-1", "country": "GB"}, {"_row": "2-2", "country": "IE"}])
    fields = {"row-0-id": ["1-1"], "row-0-country": ["GB"], "row-1-id": [""], "row-1-country": ["Ireland"]}
    assert posted("PRO-03", fields, stored)[0].value == stored.value


def test_an_id_that_nobody_gave_out_is_not_taken():
    answer, _ = posted("PRO-03", {"row-0-id": ["my own"], "row-0-country": ["GB"]})
    assert answer.value == [{"country": "GB"}]


def test_an_activity_of_ones_own_keeps_its_key_while_its_name_is_typed():
    first, _ = posted("USE-02", {"row-0-label": ["Clips and more"], "row-0-id": [""]})
    assert first.value == [{"key": "clips_and_more", "label": "Clips and more"}]
    second, _ = posted("USE-02", {"row-0-label": ["Clips"], "row-0-id": [""]}, first)
    assert second.value == [{"key": "clips_and_more", "label": "Clips"}]
    other, _ = posted(
        "USE-02", {"row-0-label": ["Clips"], "row-0-id": ["clips_and_more"], "row-1-label": ["Clips"]}, first
    )
    assert [entry["key"] for entry in other.value] == ["clips_and_more", "clips"]


def test_the_places_decide_the_order_of_activities():
    fields = {"value": ["live_selling", "social_commerce"], "place-live_selling": ["2"], "place-social_commerce": ["1"]}
    fields |= {"row-0-label": ["Own"], "row-0-place": ["1"], "row-1-label": ["東京"]}
    answer, _ = posted("USE-02", fields)
    assert [entry["key"] for entry in answer.value] == ["social_commerce", "own", "live_selling", "activity"]
