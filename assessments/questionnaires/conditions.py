"""Conditions of the bank (`show_if`, `escalate_if`): parsed once, asked of any set of answers."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

Lookup = Callable[[str], Any]
"""Gives the value of a question, or None while it is unanswered, hidden or "I don't know"."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """One answer, or one cell of a table with fixed rows, held against a value."""

    question: str
    operator: str
    operand: Any
    row: str | None = None
    column: str | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Several conditions joined: all of them, any of them, or the denial of the only one."""

    join: str
    parts: tuple["Condition", ...]


Condition = Comparison | Group


def parse_condition(raw: dict[str, Any]) -> Condition:
    """The condition written in a bank file; ValueError names what is not understood."""
    for join in ("all", "any"):
        if join in raw and len(raw) == 1:
            return Group(join, tuple(parse_condition(part) for part in raw[join]))
    if "not" in raw and len(raw) == 1:
        return Group("not", (parse_condition(raw["not"]),))
    operators = [key for key in raw if key in _COMPARISONS]
    if "q" not in raw or len(operators) != 1 or set(raw) - {"q", "row", "column", *operators}:
        msg = f"a condition needs q and one operator, not {raw!r}"
        raise ValueError(msg)
    return Comparison(raw["q"], operators[0], raw[operators[0]], raw.get("row"), raw.get("column"))


def holds(condition: Condition | None, lookup: Lookup) -> bool:
    """Whether the condition is true; no condition is true, and a test of a missing answer is false."""
    if condition is None:
        return True
    if isinstance(condition, Group):
        results = (holds(part, lookup) for part in condition.parts)
        return {"all": all, "any": any, "not": lambda parts: not next(parts)}[condition.join](results)
    value = lookup(condition.question)
    if value is None:
        return False
    if condition.row is not None:
        value = _cell(value, condition.row, str(condition.column))
        if value is None:
            return False
    return _compare(value, condition.operator, condition.operand)


def questions_named(condition: Condition | None) -> Iterator[str]:
    """The ids of the questions a condition looks at."""
    if isinstance(condition, Comparison):
        yield condition.question
    elif condition is not None:
        for part in condition.parts:
            yield from questions_named(part)


def _cell(rows: Any, code: str, column: str) -> Any:
    """The cell of a table with fixed rows: a row left out counts as 0, a cell not known as missing."""
    for row in rows:
        if row.get("code") == code:
            cell = row.get(column)
            return None if isinstance(cell, dict) and cell.get("unknown") else cell
    return 0


def _compare(value: Any, operator: str, operand: Any) -> bool:
    return bool(_COMPARISONS[operator](value, operand))


def _codes(value: Any) -> list[Any]:
    if not isinstance(value, list):
        return [value]
    return [entry["key"] if isinstance(entry, dict) and "key" in entry else entry for entry in value]


_COMPARISONS: dict[str, Callable[[Any, Any], Any]] = {
    "answered": lambda value, _: bool(value) if isinstance(value, list) else True,
    "count_gte": lambda value, count: len(_codes(value)) >= count,
    "is": lambda value, wanted: value == wanted,
    "in": lambda value, allowed: value in allowed,
    "has": lambda value, code: code in _codes(value),
    "has_any": lambda value, codes: not set(codes).isdisjoint(_codes(value)),
    "gte": lambda value, least: float(value) >= least,
    "lte": lambda value, most: float(value) <= most,
    "gt": lambda value, bound: float(value) > bound,
    "lt": lambda value, bound: float(value) < bound,
}
