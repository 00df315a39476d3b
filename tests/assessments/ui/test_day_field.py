"""A date in three fields: what is read from them, what is refused in which words, and what comes back to the page."""

from datetime import date

import pytest
from django import forms
from django.core.exceptions import ValidationError

from assessments.ui.dates import NoDate, read_parts
from assessments.ui.day_field import DayField

DAY = DayField(first=date(2026, 11, 22), last=date(2027, 11, 22), empty="Enter a day")


class Form(forms.Form):
    due_on = DayField(label="Done by", first=date(2026, 11, 22), last=date(2027, 11, 22), empty="Enter a day")


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        (("30", "2", "2026"), "There is no 30 February 2026. Enter a day from 1 to 28, or another month."),
        (("0", "2", "2028"), "There is no 0 February 2028. Enter a day from 1 to 29, or another month."),
        (("1", "13", "2026"), "There is no month 13. Enter a month from 1 to 12."),
        (("1", "1", "0001"), "The year 0001 is too far away. Enter a year from 1990 to 2100."),
        (("1", "1", "9999"), "The year 9999 is too far away. Enter a year from 1990 to 2100."),
        (("1", "1", "26"), "The year 26 is not clear. Write it with four figures, like 2026."),
        (("1", "", "2026"), "The month is missing. Enter a day, a month and a year, such as 27 11 2026."),
        (("", "11", ""), "The day and the year are missing. Enter a day, a month and a year, such as 27 11 2026."),
        (("\x00", "1", "2026"), "“\x00” is not a day. Enter a day, a month and a year, such as 27 11 2026."),
        (("-1", "1", "2026"), "“-1” is not a day. Enter a day, a month and a year, such as 27 11 2026."),
        (("1", "Nov", "2026"), "“Nov” is not a month. Enter a day, a month and a year, such as 27 11 2026."),
        (("21", "11", "2026"), "Choose a day from 22 Nov 2026 to 22 Nov 2027"),
        (("", "", ""), "Enter a day"),
    ],
)
def test_what_is_no_day_or_out_of_reach_is_refused_in_a_sentence(written, sentence):
    with pytest.raises(ValidationError) as refusal:
        DAY.clean(written)
    assert refusal.value.messages == [sentence]


def test_days_are_read_with_and_without_a_nought_and_a_month_is_enough_where_it_is():
    assert DAY.clean(("22", "11", "2026")) == DAY.clean(("22", "11", "2026")) == date(2026, 11, 22)
    assert DAY.clean(("06", "02", "2027")) == DAY.clean(("6", "2", "2027")) == date(2027, 2, 6)
    assert DayField(required=False).clean(("", "", "")) is None
    assert read_parts("", "3", "2026", is_month_enough=True) == date(2026, 3, 1)
    with pytest.raises(NoDate, match="The month is missing"):
        read_parts("", "", "2026", is_month_enough=True)


def test_what_was_typed_comes_back_with_the_error_beside_it():
    form = Form({"due_on-day": " 30 ", "due_on-month": "2", "due_on-year": '"2026'})
    assert form.errors["due_on"][0].startswith('“"2026” is not a year.')
    shown = str(form["due_on"])
    assert [f'value="{text}"' in shown for text in ("30", "2", "&quot;2026")] == [True] * 3
    assert shown.count('aria-invalid="true"') == 3
    assert form["due_on"].id_for_label == "id_due_on-day"
    assert form["due_on"].use_fieldset


def test_the_day_a_form_begins_with_stands_in_the_three_fields():
    shown = str(Form(initial={"due_on": date(2027, 2, 6)})["due_on"])
    assert [f'value="{text}"' in shown for text in ("6", "2", "2027")] == [True] * 3
    assert "aria-invalid" not in shown
