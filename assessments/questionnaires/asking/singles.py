"""Single values as a form posts them: a line of text, a number with its unit, a date in three fields, a country by its name."""

from difflib import get_close_matches
from functools import lru_cache
from typing import Any

from assessments.questionnaires.asking.form_fields import FormFields
from assessments.questionnaires.asking.typed_numbers import typed_number, typed_percent
from assessments.questionnaires.reading import scalars
from assessments.questionnaires.reading.countries import country_codes, country_names, own_names
from assessments.questionnaires.reading.mistakes import Unreadable, shown
from assessments.ui import dates

ALSO_CALLED = {"uk": "GB", "great britain": "GB", "usa": "US", "america": "US", "uae": "AE", "holland": "NL"}
"""Names that people type and the list of countries does not have."""
ALIKE = 0.75
"""How like a name has to be before it is offered; at 0.6 "Deutschland" is offered the Netherlands."""


def raw_single(kind: str, form: FormFields, name: str, *, month_ok: bool = False) -> Any:
    """What a control of this type says, in the forms of a profile file; None if it is empty, Unreadable if it cannot be."""
    if kind == "date":
        return _date(form, name, month_ok=month_ok)
    if kind in ("number_with_unit", "duration"):
        number, unit = form.text(name), form.text("unit" if name == "value" else f"{name}-unit")
        return _duration(number, unit) if kind == "duration" else _quantity(number, unit)
    if kind == "function_refs":
        keys = form.texts(name)
        return "all" if "all" in keys else keys or None
    text = form.text(name)
    special = {"country": country_code, "money": typed_number, "number": typed_number, "percent": typed_percent}
    return (special[kind](text) if kind in special else text) if text else None


def _quantity(number: str, unit: str) -> dict[str, str] | None:
    if not number and unit:
        raise Unreadable("not_a_number", f"The number of {shown(unit)} is missing", "Enter a number, such as 340")
    return {"number": typed_number(number), "unit": unit} if number else None


def _duration(number: str, unit: str) -> str | None:
    """The text that the reading of durations takes; a number that is none is refused here, before its unit is added."""
    if not number:
        return None
    length = scalars.read_number(typed_number(number), "Enter a number, such as 6 or 1.5")
    if unit not in scalars.UNIT_HOURS:
        raise Unreadable("wrong_form", "The unit of time is missing", "Choose minutes, hours, days or weeks")
    if length < 0:
        raise Unreadable("out_of_range", f"{shown(number)} is below zero", "Enter 0 or more")
    return f"{length:f} {unit}"


def _date(form: FormFields, name: str, *, month_ok: bool) -> str | None:
    day, month, year = (form.text(f"{name}-{part}") for part in dates.PARTS)
    try:
        found = dates.read_parts(day, month, year, is_month_enough=month_ok)
    except dates.NoDate as problem:
        raise Unreadable("date_invalid", shown(problem.what), problem.allowed) from problem
    return found.isoformat()[: None if day else 7] if found else None


@lru_cache(maxsize=1)
def _codes_by_name() -> dict[str, str]:
    return {name.casefold(): code for code, name in country_names().items()} | ALSO_CALLED


def country_code(text: str) -> str:
    """The code of a country given by its code, its English name, or its name in a language that its people speak."""
    if text.upper() in country_codes():
        return text.upper()
    if code := _codes_by_name().get(text.casefold()) or own_names().get(text.casefold()):
        return code
    near = get_close_matches(text.casefold(), _codes_by_name(), n=1, cutoff=ALIKE)
    hint = f"Did you mean {country_names()[_codes_by_name()[near[0]]]}?" if near else "Choose one from the list"
    raise Unreadable("invalid_choice", f"“{shown(text)}” is not a country we know", hint)
