"""How an answer is kept: in the columns of its row, and whole in each revision."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from assessments.questionnaires.models import Answer
from assessments.questionnaires.profile import Answer as Stated
from assessments.questionnaires.reading.tables import ROW_ID

COLUMNS = ("value", "is_unknown", "grade", "source", "note", "evidence")


def stated_in(row: Answer) -> Stated | None:
    """What a row states; None if the answer was taken back."""
    return stated_of({name: getattr(row, name) for name in COLUMNS})


def columns_of(stated: Stated | None) -> dict[str, Any]:
    """The columns of a row that hold this answer; empty ones for an answer that was taken back."""
    held = stated or Stated()
    return {
        "value": held.value,
        "is_unknown": held.unknown,
        "grade": held.grade or "",
        "source": held.source or "",
        "note": held.note or "",
        "evidence": list(held.evidence),
    }


def content_of(stated: Stated | None) -> dict[str, Any] | None:
    """The answer as a revision keeps it."""
    return None if stated is None else columns_of(stated)


def stated_of(content: Mapping[str, Any] | None) -> Stated | None:
    """The answer that a revision, or the columns of a row, keeps; None if it was taken back."""
    if content is None or (content["value"] is None and not content["is_unknown"]):
        return None
    return Stated(
        value=content["value"],
        unknown=content["is_unknown"],
        grade=content["grade"] or None,
        source=content["source"] or None,
        note=content["note"] or None,
        evidence=tuple(content["evidence"]),
    )


def with_row_ids(stated: Stated | None, version: int, *, earlier: Stated | None = None) -> Stated | None:
    """The answer with an id for each row of a table: its own, that of the row in its place before, or a new one.

    A new id is the version that made the row, and its number.
    """
    if stated is None or not isinstance(stated.value, list):
        return stated
    before = earlier.value if earlier and isinstance(earlier.value, list) else []
    marks = [row.get(ROW_ID) if isinstance(row, Mapping) else None for row in before]
    rows = [
        row
        if not isinstance(row, Mapping) or {ROW_ID, "code", "key"} & set(row)
        else {ROW_ID: (marks[place] if place < len(marks) else None) or f"{version}-{place + 1}", **row}
        for place, row in enumerate(stated.value)
    ]
    return replace(stated, value=rows)


def without_row_ids(stated: Stated | None) -> Stated | None:
    """The answer as somebody states it, without what only tells its rows apart in the database."""
    if stated is None or not isinstance(stated.value, list):
        return stated
    rows = [
        {key: cell for key, cell in row.items() if key != ROW_ID} if isinstance(row, Mapping) else row
        for row in stated.value
    ]
    return replace(stated, value=rows)
