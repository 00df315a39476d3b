"""Reading of the two matrices: impact by category and time (IMP-03), likelihood by scenario (RSK-03)."""

from collections.abc import Mapping
from typing import Any

from assessments.questionnaires.bank_schema import Question
from assessments.questionnaires.reading import scalars
from assessments.questionnaires.reading.cells import is_empty
from assessments.questionnaires.reading.context import UNKNOWN, Reading, is_unknown
from assessments.questionnaires.reading.mistakes import Unreadable, one_of, shown

REASON_LIMIT = 200


def read_matrix(question: Question, raw: Any, reading: Reading, path: str) -> dict[str, Any] | None:
    """The matrix with the cells that were given; None when there are none."""
    if not isinstance(raw, Mapping):
        raise Unreadable("wrong_form", "This answer is a matrix", "Give {row: {column: value}}")
    words = reading.bank.vocabulary
    if question.id == "RSK-03":
        return _rows(raw, list(words.scenarios), _likelihood, reading, path)
    return _rows(raw, list(words.categories), _impact_row, reading, path)


def _rows(raw: Mapping[str, Any], known: list[str], read: Any, reading: Reading, path: str) -> dict[str, Any] | None:
    rows: dict[str, Any] = {}
    for key, given in raw.items():
        if key not in known:
            reading.report.mistake(
                f"{path}.{key}", "unknown_field", f"There is no row {shown(key)}", one_of(known, key)
            )
            continue
        with reading.report.collecting(f"{path}.{key}"):
            row = None if is_empty(given) else read(given, reading, f"{path}.{key}")
            if row:
                rows[key] = row
    return {key: rows[key] for key in known if key in rows} or None


def _impact_row(given: Any, reading: Reading, path: str) -> dict[str, Any]:
    bands = list(reading.bank.vocabulary.band_hours)
    if not isinstance(given, Mapping):
        raise Unreadable("wrong_form", "A row gives a rating for each time", "Give {time band: rating}")
    row: dict[str, Any] = {}
    for band, raw in given.items():
        if band not in bands:
            reading.report.mistake(
                f"{path}.{band}", "unknown_field", f"There is no time band {shown(band)}", one_of(bands, band)
            )
            continue
        with reading.report.collecting(f"{path}.{band}"):
            if not is_empty(raw):
                row[band] = _rating(raw)
    return {band: row[band] for band in bands if band in row}


def _rating(raw: Any) -> Any:
    if is_unknown(raw):
        return dict(UNKNOWN)
    if not isinstance(raw, Mapping):
        return _level(raw, 0, 5)
    if set(raw) - {"rating", "reason"} or "rating" not in raw:
        raise Unreadable("wrong_form", "A rating has the parts rating and reason", "Give a number from 0 to 5")
    reason = "" if is_empty(raw.get("reason")) else scalars.read_text(raw["reason"], REASON_LIMIT)
    level = _level(raw["rating"], 0, 5)
    return {"rating": level, "reason": reason} if reason else level


def _likelihood(given: Any, _reading: Reading, _path: str) -> dict[str, Any]:
    if is_unknown(given):
        return {}
    raw = given if isinstance(given, Mapping) else {"likelihood": given}
    if set(raw) - {"likelihood", "reason"}:
        raise Unreadable(
            "unknown_field", "A likelihood has the parts likelihood and reason", "Give a number from 1 to 5"
        )
    if is_unknown(raw.get("likelihood")) or is_empty(raw.get("likelihood")):
        return {}
    entry: dict[str, Any] = {"likelihood": _level(raw["likelihood"], 1, 5)}
    if not is_empty(raw.get("reason")):
        entry["reason"] = scalars.read_text(raw["reason"], REASON_LIMIT)
    return entry


def _level(raw: Any, low: int, high: int) -> int:
    return int(
        scalars.within(scalars.read_number(raw, f"Give a whole number from {low} to {high}"), low, high, whole=True)
    )
