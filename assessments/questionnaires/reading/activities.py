"""Reading of USE-02: the list of activities, most important first, with renamed ones and ones of the organisation's own."""

import re
from collections.abc import Mapping
from typing import Any

from assessments.questionnaires.bank_schema import Question
from assessments.questionnaires.reading import scalars
from assessments.questionnaires.reading.cells import is_empty
from assessments.questionnaires.reading.context import Reading
from assessments.questionnaires.reading.mistakes import Unreadable, one_of, shown

KEY = re.compile(r"[a-z0-9_]{1,40}")
LABEL_LIMIT = 80
PARTS = ("key", "label", "caps", "like")


def read_activities(question: Question, given: list[Any], reading: Reading, path: str) -> list[dict[str, Any]] | None:
    """The activities in the user's order; None when the list is empty or holds a mistake."""
    entries: list[dict[str, Any]] = []
    for number, raw in enumerate(given, start=1):
        with reading.report.collecting(f"{path}[{number}]"):
            entry = _entry(raw, reading)
            if any(entry["key"] == other["key"] for other in entries):
                raise Unreadable("twice", f"{entry['key']} is named twice", "Name each activity once")
            entries.append(entry)
    most = question.validation.max
    if isinstance(most, float) and len(entries) > most:
        raise Unreadable("too_many_rows", f"{len(entries)} activities are too many", f"At most {most:g} activities")
    return entries or None


def activity_keys(raw: Any) -> tuple[str, ...]:
    """The keys named in a raw USE-02 answer, as far as they can be read: other answers refer to them."""
    if isinstance(raw, Mapping) and "value" in raw:
        raw = raw["value"]
    entries = raw if isinstance(raw, list) else [raw]
    keys = (entry.get("key") if isinstance(entry, Mapping) else entry for entry in entries)
    return tuple(dict.fromkeys(key for key in keys if isinstance(key, str) and KEY.fullmatch(key)))


def _entry(raw: Any, reading: Reading) -> dict[str, Any]:
    kinds = reading.bank.vocabulary.functions
    if not isinstance(raw, Mapping):
        if raw not in kinds:
            raise Unreadable(
                "invalid_choice", f"“{shown(raw)}” is not an activity of the catalogue", _hint(raw, list(kinds))
            )
        return {"key": raw}
    if unknown := sorted(str(key) for key in set(raw) - set(PARTS)):
        raise Unreadable(
            "unknown_field", f"An activity has no part {shown(unknown[0])}", one_of(list(PARTS), unknown[0])
        )
    key = raw.get("key")
    if not isinstance(key, str) or not KEY.fullmatch(key):
        raise Unreadable(
            "wrong_form", f"“{shown(key)}” cannot be a key", "Use small letters, digits and _, at most 40 characters"
        )
    if is_empty(raw.get("label")) and key not in kinds:
        raise Unreadable("required", f"The activity {key} has no label", "Say what people call it")
    entry: dict[str, Any] = {"key": key}
    if not is_empty(raw.get("label")):
        entry["label"] = scalars.read_text(raw["label"], LABEL_LIMIT)
    if not is_empty(raw.get("caps")):
        entry["caps"] = _caps(raw["caps"], reading)
    if not is_empty(raw.get("like")):
        if raw["like"] not in kinds:
            raise Unreadable(
                "invalid_choice", f"“{shown(raw['like'])}” is not in the catalogue", one_of(list(kinds), raw["like"])
            )
        entry["like"] = raw["like"]
    return entry


def _caps(raw: Any, reading: Reading) -> list[str]:
    known = list(reading.bank.vocabulary.capabilities)
    given = raw if isinstance(raw, list) else [raw]
    for code in given:
        if code not in known:
            raise Unreadable("invalid_choice", f"“{shown(code)}” is not a part of TikTok", one_of(known, code))
    return [code for code in known if code in given]


def _hint(raw: Any, kinds: list[str]) -> str:
    return one_of(kinds, raw) + ". For one of your own give key and label"
