"""Reading of tables: free rows, or rows fixed by the bank."""

from collections.abc import Mapping
from typing import Any

from assessments.questionnaires.bank_schema import Cell, Question, TableShape
from assessments.questionnaires.reading.cells import is_empty, read_cell
from assessments.questionnaires.reading.context import Reading
from assessments.questionnaires.reading.mistakes import Unreadable, one_of, shown

MAY_REPEAT = frozenset({"marketplace_other", "other"})
"""Channels of which an organisation may have several, under different names."""
ROW_ID = "_row"
"""Key of the stable id that rows keep in the database; files do not carry it."""


def read_table(question: Question, raw: Any, reading: Reading, path: str) -> list[dict[str, Any]] | None:
    """The rows in canonical form; None when the table counts as not answered."""
    shape = question.table
    assert shape is not None
    if not isinstance(raw, list):
        raise Unreadable("wrong_form", "This answer is a table", "Give a list of rows")
    if not raw:
        return [] if shape.min_rows == 0 and not shape.fixed_rows else None
    most = len(shape.fixed_rows) or shape.max_rows
    if len(raw) > most:
        raise Unreadable("too_many_rows", f"{len(raw)} rows are too many", f"At most {most} rows")
    rows = []
    for number, given in enumerate(raw, start=1):
        row = _row(shape, given, reading, f"{path}[{number}]")
        if row is not None:
            rows.append(row)
    _refuse_twice(question, rows)
    return rows


def _row(shape: TableShape, given: Any, reading: Reading, path: str) -> dict[str, Any] | None:
    if not isinstance(given, Mapping):
        reading.report.mistake(path, "wrong_form", "A row is a list of cells with their names", "Give {column: cell}")
        return None
    cells = {cell.key: cell for cell in shape.columns}
    row: dict[str, Any] = {ROW_ID: given[ROW_ID]} if isinstance(given.get(ROW_ID), str) else {}
    if shape.fixed_rows:
        with reading.report.collecting(path):
            row["code"] = _fixed_code(shape, given.get("code"))
    known = {*cells, ROW_ID, *(["code"] if shape.fixed_rows else [])}
    for key in given:
        if key not in known:
            reading.report.mistake(
                f"{path}.{key}", "unknown_field", f"There is no column {shown(key)}", one_of(list(cells), key)
            )
    for key, cell in cells.items():
        with reading.report.collecting(f"{path}.{key}"):
            value = _cell(cell, given.get(key), row, reading, f"{path}.{key}")
            if value is not None:
                row[key] = value
    return row


def _cell(cell: Cell, raw: Any, row: Mapping[str, Any], reading: Reading, path: str) -> Any:
    value = read_cell(cell, raw, reading, path)
    if value is None and cell.identifies:
        raise Unreadable("required", f"{cell.label} is missing", "Without it the row says nothing")
    if value is not None and cell.only_rows and row.get("code", row.get("channel")) not in cell.only_rows:
        reading.report.notice(
            path, "cell_not_used", f"{cell.label} does not apply to this row; it is kept and not used."
        )
    return value


def _fixed_code(shape: TableShape, code: Any) -> str:
    codes = [row.code for row in shape.fixed_rows]
    if code not in codes:
        raise Unreadable("invalid_choice", f"“{shown(code)}” is not a row of this table", one_of(codes, code))
    return str(code)


def _refuse_twice(question: Question, rows: list[dict[str, Any]]) -> None:
    seen: set[tuple[Any, ...]] = set()
    for row in rows:
        identity = _identity(question, row)
        if identity is None:
            continue
        if identity in seen:
            raise Unreadable("twice", f"{shown(identity[0])} stands in two rows", "Give each one row")
        seen.add(identity)


def _identity(question: Question, row: Mapping[str, Any]) -> tuple[Any, ...] | None:
    """What may stand once only in a table, None where repetition is meant."""
    if "code" in row:
        return (row["code"],)
    if question.id == "DIV-01" and (channel := row.get("channel")):
        return (channel, row.get("name")) if channel in MAY_REPEAT else (channel,)
    if question.id == "PRO-03" and not is_empty(row.get("country")):
        return (row["country"],)
    return None
