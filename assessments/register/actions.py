"""Changes of one row or one activity, made to the answer it stands in: everything is saved through the questionnaire."""

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError

from assessments.accounts.models import User
from assessments.organisations.models import Organisation
from assessments.questionnaires import actions, queries
from assessments.questionnaires.actions import AnswerChanged, Refused, Saved
from assessments.questionnaires.asking.filled import Filled, fields_of
from assessments.questionnaires.asking.form_fields import Fields, FormFields
from assessments.questionnaires.bank import bank
from assessments.questionnaires.queries import Sheet
from assessments.questionnaires.reading.tables import ROW_ID
from assessments.ui.submit import Conflict

ACTIVITIES = "USE-02"
WHOLE = "value"
ROW = re.compile(r"^row-\d+-")
FORM_ROW = 0
"""Number of the row in the form of a single row."""
TRIES = 3
"""How often a change is made anew when other rows of the same list change at the same moment."""


class Gone(LookupError):
    """The row or the activity is not there (any more)."""


class RowChanged(Conflict):
    """Somebody else changed this row since the page was opened: `by` whom."""

    def __init__(self, by: str) -> None:
        super().__init__(f"{by} changed this since you opened the page. Load it again to see what it says now.")
        self.by = by


class AlreadyThere(ValidationError):
    """The activity is in the list already."""


def save_row(
    *, organisation: Organisation, by: User, question: str, row: str, fields: Fields, seen: str, today: date
) -> Saved:
    """The answer with this row as its form says, or with a new row if `row` is empty.

    `seen` is the mark of the row that the page showed: other rows may have changed meanwhile, this one may not.
    """

    def change(sheet: Sheet, filled: Filled) -> Filled:
        if not FormFields(fields).row_numbers():
            raise Refused({WHOLE: "Fill in at least the first field"})
        number = _number(sheet, question, row, seen) if row else _next_row(filled)
        mark = {f"row-{number}-id": [row]}
        return {**_without(filled, number), **mark, **moved(fields, FORM_ROW, number)}

    return _save(organisation, by, question, today, change)


def remove_row(*, organisation: Organisation, by: User, question: str, row: str, seen: str, today: date) -> Saved:
    """The answer without this row."""

    def change(sheet: Sheet, filled: Filled) -> Filled:
        return _without(filled, _number(sheet, question, row, seen))

    return _save(organisation, by, question, today, change)


def add_function(*, organisation: Organisation, by: User, key: str, fields: Fields, today: date) -> Saved:
    """The activities with one more at the end: one of the catalogue, or the organisation's own if `key` is empty."""

    def change(sheet: Sheet, filled: Filled) -> Filled:
        if not key:
            number = _next_row(filled)
            return {**filled, **moved(fields, FORM_ROW, number), f"row-{number}-id": [""]}
        if key in filled.get("value", []):
            raise AlreadyThere("This activity is in your list already.")
        return {**filled, "value": [*filled.get("value", []), key]}

    return _save(organisation, by, ACTIVITIES, today, change)


def edit_function(*, organisation: Organisation, by: User, key: str, fields: Fields, seen: str, today: date) -> Saved:
    """The activities with this one renamed, and for one of the organisation's own with what it uses and is like."""

    def change(sheet: Sheet, filled: Filled) -> Filled:
        _entry(sheet, key, seen)
        if key in bank().vocabulary.functions:
            return {**filled, f"label-{key}": list(fields.get("label", ()))}
        number = next(n for n in FormFields(filled).all_rows() if filled[f"row-{n}-id"] == [key])
        place = {f"row-{number}-place": filled[f"row-{number}-place"], f"row-{number}-id": [key]}
        return {**_without(filled, number), **moved(fields, FORM_ROW, number), **place}

    return _save(organisation, by, ACTIVITIES, today, change)


def move_function(*, organisation: Organisation, by: User, key: str, up: bool, today: date) -> Saved:
    """The activities with this one a place higher or lower; at the end of the list it stays."""

    def change(sheet: Sheet, filled: Filled) -> Filled:
        keys = [activity.key for activity in sheet.profile.activities]
        if key not in keys:
            raise Gone(key)
        place = keys.index(key)
        other = max(0, place - 1) if up else min(len(keys) - 1, place + 1)
        keys[place], keys[other] = keys[other], keys[place]
        return _with_places(filled, keys)

    return _save(organisation, by, ACTIVITIES, today, change)


def remove_function(*, organisation: Organisation, by: User, key: str, seen: str, today: date) -> Saved:
    """The activities without this one; what was said about it is kept and comes back with it."""

    def change(sheet: Sheet, filled: Filled) -> Filled:
        _entry(sheet, key, seen)
        if len(sheet.profile.activities) == 1:
            raise Refused({"value": "This is your only activity. Add another one before you remove it."})
        if key in bank().vocabulary.functions:
            gone = {f"place-{key}", f"label-{key}"}
            kept = {name: texts for name, texts in filled.items() if name not in gone}
            return {**kept, "value": [one for one in filled["value"] if one != key]}
        return _without(filled, next(n for n in FormFields(filled).all_rows() if filled[f"row-{n}-id"] == [key]))

    return _save(organisation, by, ACTIVITIES, today, change)


def mark_of(row: Mapping[str, Any]) -> str:
    """A short mark of what a row says: it changes with every change of the row."""
    return hashlib.sha256(json.dumps(row, sort_keys=True).encode()).hexdigest()[:16]


def moved(fields: Fields, number: int, to: int) -> Filled:
    """The fields of one row under the names of another one."""
    start = f"row-{number}-"
    return {
        f"row-{to}-{name.removeprefix(start)}": list(texts) for name, texts in fields.items() if name.startswith(start)
    }


def _save(
    organisation: Organisation, by: User, question: str, today: date, change: Callable[[Sheet, Filled], Filled]
) -> Saved:
    """The answer with the change; if another row was changed at the same moment, the change is made to what is there now."""
    tries = TRIES
    while True:
        try:
            return _save_once(organisation, by, question, today, change)
        except AnswerChanged as changed:
            tries -= 1
            if not tries:
                raise RowChanged(changed.by) from changed


def _save_once(
    organisation: Organisation, by: User, question: str, today: date, change: Callable[[Sheet, Filled], Filled]
) -> Saved:
    sheet = queries.sheet_of(organisation, as_of=today)
    stated = sheet.profile.answer(question)
    filled = fields_of(bank().questions[question], stated, bank()) if stated and not stated.unknown else {}
    try:
        return actions.save_answer(
            organisation=organisation,
            by=by,
            question=question,
            fields=change(sheet, filled),
            seen_version=sheet.version(question),
            today=today,
        )
    except Refused as refused:
        # What is stored is in order, so whatever is wrong is in the row that came with the form.
        raise Refused({ROW.sub(f"row-{FORM_ROW}-", name): text for name, text in refused.errors.items()}) from None


def _rows(sheet: Sheet, question: str) -> list[Mapping[str, Any]]:
    return list(sheet.profile.value(question) or ())


def _number(sheet: Sheet, question: str, row: str, seen: str) -> int:
    """The number of a row in the form of the whole answer; RowChanged if it is not what the page showed."""
    for number, stored in enumerate(_rows(sheet, question)):
        if stored.get(ROW_ID) == row:
            _same(sheet, question, stored, seen)
            return number
    raise Gone(row)


def _entry(sheet: Sheet, key: str, seen: str) -> Mapping[str, Any]:
    entry = next((row for row in _rows(sheet, ACTIVITIES) if row["key"] == key), None)
    if entry is None:
        raise Gone(key)
    _same(sheet, ACTIVITIES, entry, seen)
    return entry


def _same(sheet: Sheet, question: str, stored: Mapping[str, Any], seen: str) -> None:
    if mark_of(stored) != seen:
        raise RowChanged(sheet.kept[(question, "")].by)


def _next_row(filled: Filled) -> int:
    return max(FormFields(filled).all_rows(), default=-1) + 1


def _without(filled: Filled, number: int) -> Filled:
    return {name: texts for name, texts in filled.items() if not name.startswith(f"row-{number}-")}


def _with_places(filled: Filled, keys: list[str]) -> Filled:
    """The form of the activities with their places in this order."""
    numbers = {filled[f"row-{number}-id"][0]: number for number in FormFields(filled).all_rows()}
    places = {
        f"row-{numbers[key]}-place" if key in numbers else f"place-{key}": [str(place)]
        for place, key in enumerate(keys, start=1)
    }
    return {**filled, **places}
