"""Reading of whole answers: short or long form, by the type of the question."""

from collections.abc import Mapping
from typing import Any

from assessments.questionnaires.bank_schema import Question
from assessments.questionnaires.profile import Answer
from assessments.questionnaires.reading import scalars
from assessments.questionnaires.reading.activities import read_activities
from assessments.questionnaires.reading.cells import (
    is_empty,
    note_small_percent,
    read_cell,
    read_number_with_unit,
    read_option,
)
from assessments.questionnaires.reading.context import Reading, is_unknown
from assessments.questionnaires.reading.matrices import read_matrix
from assessments.questionnaires.reading.mistakes import Unreadable, one_of, shown
from assessments.questionnaires.reading.tables import read_table

LONG_FORM = frozenset({"value", "unknown", "grade", "source", "note", "evidence"})
GRADES = ("A", "B", "C", "D")
NOTE_LIMIT = 2000


def read_answer(question: Question, raw: Any, reading: Reading, path: str) -> Answer | None:
    """The answer in its canonical form; None when nothing was given or a mistake was noted in the report."""
    with reading.report.collecting(path):
        if isinstance(raw, Mapping) and raw and set(raw) <= LONG_FORM and {"value", "unknown"} & set(raw):
            return _long(question, raw, reading, path)
        value = _value(question, raw, reading, path)
        return None if value is None else Answer(value)
    return None


def _long(question: Question, raw: Mapping[str, Any], reading: Reading, path: str) -> Answer | None:
    notes = _notes(question, raw)
    if raw.get("unknown") is True:
        if "value" in raw:
            raise Unreadable("wrong_form", "Both a value and “I don't know” are given", "Give one of them")
        if not question.unknown:
            raise Unreadable("unknown_not_allowed", "This question cannot be left open", "Give an answer")
        return Answer(unknown=True, **notes)
    if "unknown" in raw:
        raise Unreadable("wrong_form", f"unknown is “{shown(raw['unknown'])}”", "Write unknown: true, or leave it out")
    value = _value(question, raw["value"], reading, path)
    return None if value is None else Answer(value, **notes)


def _notes(question: Question, raw: Mapping[str, Any]) -> dict[str, Any]:
    notes: dict[str, Any] = {}
    if (grade := raw.get("grade")) is not None:
        if grade not in GRADES:
            raise Unreadable("invalid_choice", f"“{shown(grade)}” is not a grade", one_of(list(GRADES)))
        notes["grade"] = grade
    limit = question.note_field.max_length if question.note_field else NOTE_LIMIT
    for key in ("source", "note"):
        if not is_empty(raw.get(key)):
            notes[key] = scalars.read_text(raw[key], limit)
    if not is_empty(raw.get("evidence")):
        given = raw["evidence"] if isinstance(raw["evidence"], list) else [raw["evidence"]]
        notes["evidence"] = tuple(text for entry in given if (text := scalars.read_text(entry, NOTE_LIMIT)))
    return notes


def _value(question: Question, raw: Any, reading: Reading, path: str) -> Any:
    if is_empty(raw):
        return None
    if is_unknown(raw):
        raise Unreadable("unknown_not_allowed", "This question cannot be left open", "Give an answer")
    return _READERS[question.type](question, raw, reading, path)


def _single(question: Question, raw: Any, reading: Reading, _path: str) -> str:
    return read_option(raw, reading.bank.options(question))


def _multi(question: Question, raw: Any, reading: Reading, path: str) -> Any:
    given = raw if isinstance(raw, list) else [raw]
    if question.allow_custom:
        return read_activities(question, given, reading, path)
    if not given:
        return None if question.id == "USE-01" else [question.exclusive[0]]
    options = reading.bank.options(question)
    chosen = {read_option(code, options) for code in given}
    _refuse_conflicts(question, chosen, reading)
    return [option.code for option in options if option.code in chosen]


def _refuse_conflicts(question: Question, chosen: set[str], reading: Reading) -> None:
    labels = reading.bank.labels(question)
    for code in question.exclusive:
        if code in chosen and len(chosen) > 1:
            raise Unreadable(
                "exclusive", f"“{labels[code]}” is ticked together with others", "Tick it alone or leave it out"
            )
    for group in question.at_most_one:
        both = [code for code in group if code in chosen]
        if len(both) > 1:
            named = " and ".join(f"“{labels[code]}”" for code in both)
            raise Unreadable("at_most_one", f"{named} cannot both be true", "Tick one of them")


def _scale(question: Question, raw: Any, _reading: Reading, _path: str) -> int:
    limits = question.validation
    high = None if limits.max == "today" else limits.max
    return int(scalars.within(scalars.read_number(raw), limits.min, high, whole=True))


def _percent(question: Question, raw: Any, reading: Reading, path: str) -> int | float:
    limits = question.validation
    low = 0.0 if limits.min is None else limits.min
    high = 100.0 if limits.max in (None, "today") else float(limits.max)
    number = scalars.within(scalars.read_percent(raw), low, high, "%")
    note_small_percent(number, reading, path)
    return scalars.plain(number)


def _number(question: Question, raw: Any, _reading: Reading, _path: str) -> int | float:
    limits = question.validation
    high = None if limits.max == "today" else limits.max
    # "such as 5000" helps nobody who is asked for weeks.
    is_small = high is not None and high < 1000
    allowed = f"Enter a number from {limits.min or 0:g} to {high:g}" if is_small else scalars.NUMBER_ALLOWED
    number = scalars.read_number(raw, allowed)
    return scalars.plain(scalars.within(number, limits.min, high, question.unit, whole=limits.integer))


def _money(question: Question, raw: Any, reading: Reading, _path: str) -> str:
    return scalars.amount_text(scalars.within(scalars.read_money(raw, reading.currency), question.validation.min, None))


def _duration(question: Question, raw: Any, reading: Reading, _path: str) -> int | float:
    limits = question.validation
    bands = reading.bank.vocabulary.band_hours if question.bands else None
    high = None if limits.max == "today" else limits.max
    return scalars.plain(scalars.within(scalars.read_duration(raw, bands), limits.min, high, "hours"))


def _date(question: Question, raw: Any, reading: Reading, _path: str) -> str:
    last = reading.as_of if question.validation.max == "today" else None
    return scalars.read_date(raw, month_ok=question.month_ok, last=last)


def _person(question: Question, raw: Any, reading: Reading, path: str) -> dict[str, Any] | None:
    fields = list(question.person_fields)
    given = raw if isinstance(raw, Mapping) else {"owner": raw}
    if unknown := sorted(set(given) - set(fields)):
        raise Unreadable("unknown_field", f"There is no field {shown(unknown[0])}", one_of(fields, unknown[0]))
    person: dict[str, Any] = {}
    for key in ("owner", "deputy"):
        with reading.report.collecting(f"{path}.{key}"):
            if not is_empty(given.get(key)):
                person[key] = scalars.read_text(given[key], 120)
    with reading.report.collecting(f"{path}.limit"):
        if not is_empty(given.get("limit")):
            limit = scalars.within(scalars.read_money(given["limit"], reading.currency), 0, None)
            person["limit"] = scalars.amount_text(limit)
    return person or None


def _form(question: Question, raw: Any, reading: Reading, path: str) -> dict[str, Any] | None:
    if not isinstance(raw, Mapping):
        if question.short_field is None:
            raise Unreadable(
                "wrong_form", "This answer has several fields", one_of([cell.key for cell in question.form])
            )
        raw = {question.short_field: raw}
    cells = {cell.key: cell for cell in question.form}
    form: dict[str, Any] = {}
    for key, given in raw.items():
        if key not in cells:
            reading.report.mistake(
                f"{path}.{key}", "unknown_field", f"There is no field {shown(key)}", one_of(list(cells), key)
            )
            continue
        with reading.report.collecting(f"{path}.{key}"):
            value = read_cell(cells[key], given, reading, f"{path}.{key}")
            if value is not None:
                form[key] = value
    return form


_READERS = {
    "single": _single,
    "multi": _multi,
    "scale": _scale,
    "percent": _percent,
    "number": _number,
    "number_with_unit": lambda _question, raw, reading, path: read_number_with_unit(raw, reading, path),
    "money": _money,
    "duration": _duration,
    "date": _date,
    "person": _person,
    "form": _form,
    "table": read_table,
    "matrix": read_matrix,
}
