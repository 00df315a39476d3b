"""One control for each type of value, filled from the fields of a form."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from assessments.questionnaires.asking.filled import has_own_unknown
from assessments.questionnaires.asking.form_fields import FormFields
from assessments.questionnaires.bank_schema import Cell, Question
from assessments.questionnaires.profile import Profile
from assessments.ui import widgets, words

COUNTRIES = "countries"
"""Id of the list of countries that a page offers to text fields."""
TIME_UNITS = {"min": "minutes", "h": "hours", "d": "days", "w": "weeks"}
FEW_OPTIONS = 5
LONG_TEXT = 200
Naming = Mapping[str, str]


@dataclass(frozen=True)
class Controls:
    """Makes the controls of one form."""

    profile: Profile
    form: FormFields
    errors: Mapping[str, str]

    def of(self, item: Question | Cell, name: str, naming: Naming, *, in_row: bool = False) -> widgets.Input:
        """The control for a value of this type; in a row, options are a list to open."""
        common: dict[str, Any] = {"name": name, "error": self.errors.get(name, ""), **naming}
        make: dict[str, Callable[[], widgets.Input]] = {
            "single": lambda: self._options(item, common, in_row=in_row),
            "multi": lambda: self._boxes(item, common),
            "scale": lambda: self._scale(item, common),
            "date": lambda: self._date(item, common),
            "duration": lambda: self._duration(common),
            "number_with_unit": lambda: self._quantity(common),
            "flag": lambda: self._list(common, (("yes", "Yes"), ("no", "No")), layout="stack"),
            "time_band": lambda: self._list(common, tuple(self.profile.bank.vocabulary.band_labels.items())),
            "function_ref": lambda: self._list(common, self._activities()),
            "function_or_party_ref": lambda: self._list(common, (*self._activities(), *self._parties())),
            "function_refs": lambda: self._activity_boxes(common),
        }
        return make[item.type]() if item.type in make else self._line(item, common)

    def cell(self, cell: Cell, name: str) -> widgets.Cell:
        """The control of a column in a row, with "I don't know" where the column has it and no option says so."""
        control = self.of(cell, name, {"label": cell_label(cell)}, in_row=True)
        may_be_unknown = cell.unknown and not has_own_unknown(cell)
        return widgets.Cell(control, may_be_unknown, is_unknown=self.form.is_ticked(f"{name}-unknown"))

    def _line(self, item: Question | Cell, common: dict[str, Any]) -> widgets.TextInput:
        """A line of text, with its sign before it and its unit after it."""
        limit = item.max_length if isinstance(item, Cell) else None
        options: dict[str, Any] = {"max_length": limit}
        # A line of text would lose the breaks of a text that has some, from a file.
        if item.type == "list_of_text" or (limit or 0) > LONG_TEXT or "\n" in self.form.text(common["name"]):
            options |= {"rows": 4 if item.type == "list_of_text" else 3}
        elif item.type == "money":
            options = {"prefix": words.currency_sign(self.profile.currency).strip(), "input_mode": "decimal"}
            options |= {"suffix": (item.unit or "").removeprefix("currency").strip(), "width": "medium"}
        elif item.type == "percent":
            options = {"suffix": "%", "input_mode": "decimal", "width": "short"}
        elif item.type == "number":
            options = {"suffix": "×" if item.unit == "x" else item.unit or "", "input_mode": "decimal"}
            options["width"] = "short" if len(options["suffix"]) < 8 else "medium"
        elif item.type == "country":
            options = {"suggestions": COUNTRIES}
        return widgets.TextInput(value=self.form.text(common["name"]), **options, **common)

    def _options(self, item: Question | Cell, common: dict[str, Any], *, in_row: bool) -> widgets.ChoiceInput:
        options = tuple((option.code, option.label) for option in self.profile.bank.options(item))
        is_part = isinstance(item, Cell)
        layout = "select" if in_row or (is_part and len(options) > FEW_OPTIONS) else "stack"
        return self._list(common, options, layout=layout)

    def _boxes(self, item: Question | Cell, common: dict[str, Any]) -> widgets.ChoiceInput:
        ticked = self.form.texts(common["name"])
        exclusive = item.exclusive if isinstance(item, Question) else ()
        choices = tuple(
            widgets.Choice(option.code, option.label, is_chosen=option.code in ticked)
            for option in self.profile.bank.options(item)
        )
        return widgets.ChoiceInput(choices=choices, is_multiple=True, exclusive=exclusive, **common)

    def _activity_boxes(self, common: dict[str, Any]) -> widgets.ChoiceInput:
        ticked = self.form.texts(common["name"])
        options = (*self._activities(), ("all", "All activities"))
        choices = tuple(widgets.Choice(key, label, is_chosen=key in ticked) for key, label in options)
        return widgets.ChoiceInput(choices=choices, is_multiple=True, exclusive=("all",), **common)

    def _scale(self, item: Question | Cell, common: dict[str, Any]) -> widgets.ChoiceInput:
        assert isinstance(item, Question) and isinstance(item.validation.max, float)
        points = range(int(item.validation.min or 0), int(item.validation.max) + 1)
        return self._list(common, tuple((str(point), str(point)) for point in points), layout="scale")

    def _date(self, item: Question | Cell, common: dict[str, Any]) -> widgets.DateInput:
        parts = {part: self.form.text(f"{common['name']}-{part}") for part in ("day", "month", "year")}
        return widgets.DateInput(is_month_enough=item.month_ok, **parts, **common)

    def _duration(self, common: dict[str, Any]) -> widgets.QuantityInput:
        unit = self._unit(common) or "h"
        units = tuple(widgets.Choice(code, label) for code, label in TIME_UNITS.items())
        return widgets.QuantityInput(value=self.form.text(common["name"]), unit=unit, units=units, **common)

    def _quantity(self, common: dict[str, Any]) -> widgets.QuantityInput:
        if "label" in common:
            common = {**common, "hint": "A number and what it counts, such as 340 orders"}
        return widgets.QuantityInput(value=self.form.text(common["name"]), unit=self._unit(common), **common)

    def _unit(self, common: Mapping[str, Any]) -> str:
        return self.form.text("unit" if common["name"] == "value" else f"{common['name']}-unit")

    def _list(
        self, common: dict[str, Any], options: tuple[tuple[str, str], ...], *, layout: Any = "select"
    ) -> widgets.ChoiceInput:
        chosen = self.form.text(common["name"])
        choices = tuple(widgets.Choice(code, label, is_chosen=code == chosen) for code, label in options)
        return widgets.ChoiceInput(choices=choices, layout=layout, **common)

    def _activities(self) -> tuple[tuple[str, str], ...]:
        return tuple((activity.key, activity.label) for activity in self.profile.activities)

    def _parties(self) -> tuple[tuple[str, str], ...]:
        question = self.profile.bank.questions["DEP-05"]
        options = self.profile.bank.options(question)
        return tuple((option.code, option.label) for option in options if option.code not in question.exclusive)


def cell_label(cell: Cell) -> str:
    """The label of a column; what may stay empty says so."""
    return cell.label if cell.required or cell.identifies else f"{cell.label} (optional)"
