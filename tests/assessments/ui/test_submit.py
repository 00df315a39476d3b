"""How a form meets an action."""

import pytest
from django import forms
from django.core.exceptions import ValidationError

from assessments.ui.submit import submit


class NumberForm(forms.Form):
    number = forms.IntegerField()


class TooLarge(ValidationError):
    """The number is too large."""


def double(*, number, by):
    if number > 9:
        raise TooLarge({"number": "The number must be 9 or less"})
    if number < 0:
        raise TooLarge("There is nothing to double")
    if number == 0:
        raise TooLarge({"somewhere else": ["No", "Never"]})
    return (number * 2, by)


@pytest.mark.parametrize(
    ("typed", "answer", "errors"),
    [
        ("4", (8, "Olive"), {}),
        ("four", None, {"number": ["Enter a whole number."]}),
        ("12", None, {"number": ["The number must be 9 or less"]}),
        ("-1", None, {"__all__": ["There is nothing to double"]}),
        ("0", None, {"__all__": ["No", "Never"]}),
    ],
)
def test_the_action_answers_or_its_refusal_stands_in_the_form(typed, answer, errors):
    form = NumberForm({"number": typed})
    assert submit(form, double, by="Olive") == answer
    assert form.errors == errors


def test_a_form_that_nobody_sent_asks_no_action():
    form = NumberForm(None)
    assert submit(form, double, by="Olive") is None
    assert not form.errors
