"""A date in three fields as a field of Django's forms."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from assessments.ui import words
from assessments.ui.dates import FIRST_YEAR, LAST_YEAR, PARTS, NoDate, read_parts
from assessments.ui.widgets import DateInput


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
