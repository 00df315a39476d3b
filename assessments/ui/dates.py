"""A date as people enter it, in three fields for day, month and year: how they are read, and the field of Django's forms."""

from calendar import month_name, monthrange
from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from assessments.ui import words
from assessments.ui.widgets import DateInput

FIRST_YEAR, LAST_YEAR = 1990, 2100
PARTS = ("day", "month", "year")
ALLOWED = "Enter a day, a month and a year, such as 27 11 2026"
MONTH_ALLOWED = "Enter a month and a year, such as 11 2026; the day may stay empty"


class NoDate(ValueError):
    """What was typed is no date: what is wrong with it, and what is allowed."""

    def __init__(self, what: str, allowed: str) -> None:
        super().__init__(f"{what}. {allowed}.")
        self.what, self.allowed = what, allowed


def read_parts(day: str, month: str, year: str, *, is_month_enough: bool = False) -> date | None:
    """The date that the three texts say, its first day if only a month is given; None if all are empty, or NoDate."""
    texts = {"day": day, "month": month, "year": year}
    if not any(texts.values()):
        return None
    allowed = MONTH_ALLOWED if is_month_enough else ALLOWED
    missing = [f"the {part}" for part, text in texts.items() if not text and not (part == "day" and is_month_enough)]
    if missing:
        said = words.listed(missing)
        raise NoDate(f"{said[0].upper()}{said[1:]} {'is' if len(missing) == 1 else 'are'} missing", allowed)
    for part, text in texts.items():
        if text and not is_count(text):
            raise NoDate(f"“{text[:20]}” is not a {part}", allowed)
    if len(year) != 4:
        raise NoDate(f"The year {year} is not clear", "Write it with four figures, like 2026")
    if not FIRST_YEAR <= int(year) <= LAST_YEAR:
        raise NoDate(f"The year {year} is too far away", f"Enter a year from {FIRST_YEAR} to {LAST_YEAR}")
    return _existing(int(day or 1), int(month), int(year))


def is_count(text: str) -> bool:
    """Whether a text is a plain whole number of at most four figures."""
    return text.isascii() and text.isdigit() and len(text) < 5


def _existing(day: int, month: int, year: int) -> date:
    if not 1 <= month <= 12:
        raise NoDate(f"There is no month {month}", "Enter a month from 1 to 12")
    longest = monthrange(year, month)[1]
    if not 1 <= day <= longest:
        raise NoDate(
            f"There is no {day} {month_name[month]} {year}", f"Enter a day from 1 to {longest}, or another month"
        )
    return date(year, month, day)


class DayWidget(forms.Widget):
    """The three fields, as the questionnaire has them; what was typed comes back as it was."""

    use_fieldset = True

    def id_for_label(self, id_: str | None) -> str:
        """The id of the first of them: where a link to the field leads."""
        return f"{id_}-day" if id_ else ""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> tuple[str, ...]:
        """What stands in the three fields."""
        return tuple(str(data.get(f"{name}-{part}") or "").strip() for part in PARTS)

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        """Whether none of the three was sent."""
        return not any(f"{name}-{part}" in data for part in PARTS)

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        """The fields beside each other; legend, hint and error are the form's."""
        if isinstance(value, date):
            value = (str(value.day), str(value.month), str(value.year))
        day, month, year = value or ("", "", "")
        error = "yes" if (attrs or {}).get("aria-invalid") else ""
        shown = DateInput(name=name, day=day, month=month, year=year, error=error)
        return render_to_string("components/inputs/_day_month_year.html", {"input": shown})


class DayField(forms.Field):
    """A date in three fields, between two days if they are given; the sentence says between which."""

    widget = DayWidget

    def __init__(self, *, first: date | None = None, last: date | None = None, empty: str = "", **options: Any) -> None:
        super().__init__(error_messages={"required": empty} if empty else {}, **options)
        self.first, self.last = first or date(FIRST_YEAR, 1, 1), last or date(LAST_YEAR, 12, 31)

    def to_python(self, value: tuple[str, str, str] | None) -> date | None:
        """The date, None while all three are empty."""
        try:
            return read_parts(*value) if value else None
        except NoDate as problem:
            raise ValidationError(str(problem)) from problem

    def validate(self, value: date | None) -> None:
        """Refuse a day outside the limits."""
        super().validate(value)
        if value and not self.first <= value <= self.last:
            raise ValidationError(f"Choose a day from {words.day(self.first)} to {words.day(self.last)}")
