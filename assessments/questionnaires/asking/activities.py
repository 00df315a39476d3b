"""The ranked picker of activities as a form posts it: ticked ones of the catalogue, and the organisation's own."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from assessments.catalogue.vocabulary import FunctionKind
from assessments.questionnaires.asking.form_fields import FormFields, claim
from assessments.questionnaires.reading.mistakes import Report, Unreadable, shown
from assessments.ui.dates import is_count

LAST = 10_000
AT_CONTROL = "#"
"""How the path of a mistake begins that goes with one control, whichever activity that is."""
CARRIED = ("caps", "like")
"""Parts of an entry that the picker does not show for activities of the catalogue: they stay as they are."""
Kinds = Mapping[str, FunctionKind]
Entries = Sequence[Mapping[str, Any]]


def posted_activities(
    form: FormFields, kinds: Kinds, stored: Entries, report: Report
) -> tuple[list[dict[str, Any]], list[str]]:
    """The activities in the order of their places, and the name of the control that each came from.

    A mistake in a place, or a name that is missing, is reported at AT_CONTROL and the name of its control.
    """
    found: list[tuple[int, int, dict[str, Any], str]] = []

    def take(entry: dict[str, Any], place: str, label: str) -> None:
        with report.collecting(f"{AT_CONTROL}{place}"):
            found.append((_place(form, place), len(found), entry, label))

    for key in form.texts("value"):
        take(_ticked(form, key, stored), f"place-{key}", f"label-{key}")
    numbers = form.row_numbers()
    own_keys = [entry["key"] for entry in stored if entry["key"] not in kinds]
    taken = {*kinds, *own_keys}
    marks = claim([form.text(f"row-{number}-id") for number in numbers], own_keys)
    for number, mark in zip(numbers, marks, strict=True):
        label = f"row-{number}-label"
        with report.collecting(f"{AT_CONTROL}{label}"):
            entry = _own(form, number, mark, taken)
            taken.add(entry["key"])
            take(entry, f"row-{number}-place", label)
    ordered = sorted(found, key=lambda one: one[:2])
    return [entry for _, _, entry, _ in ordered], [control for _, _, _, control in ordered]


def key_for(label: str, taken: set[str]) -> str:
    """A key that nothing in `taken` has, made of the words of a label."""
    plain = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode().lower()
    stem = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:36].strip("_") or "activity"
    numbered = (stem if number == 1 else f"{stem}_{number}" for number in range(1, LAST))
    return next(key for key in numbered if key not in taken)


def _ticked(form: FormFields, key: str, stored: Entries) -> dict[str, Any]:
    entry: dict[str, Any] = {"key": key}
    if label := form.text(f"label-{key}"):
        entry["label"] = label
    before = next((row for row in stored if row["key"] == key), {})
    return {**entry, **{part: before[part] for part in CARRIED if part in before}}


def _own(form: FormFields, number: int, mark: str, taken: set[str]) -> dict[str, Any]:
    label = form.text(f"row-{number}-label")
    if not label:
        raise Unreadable("required", "An activity of your own has no name", "Enter what people call it")
    entry: dict[str, Any] = {"key": mark or key_for(label, taken), "label": label}
    if caps := form.texts(f"row-{number}-caps"):
        entry["caps"] = caps
    if like := form.text(f"row-{number}-like"):
        entry["like"] = like
    return entry


def _place(form: FormFields, name: str) -> int:
    text = form.text(name)
    if not text:
        return LAST
    if not is_count(text):
        raise Unreadable("not_integer", f"“{shown(text)}” is not a place", "Number the places 1, 2, 3")
    return int(text)
