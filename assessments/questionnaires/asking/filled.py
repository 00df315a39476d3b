"""From an answer to the fields of its form: what a page shows, and what it posts again if nothing is changed."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from assessments.questionnaires.asking.typed_numbers import TWO_WAYS
from assessments.questionnaires.bank import Bank
from assessments.questionnaires.bank_schema import Cell, Question
from assessments.questionnaires.profile import Answer
from assessments.questionnaires.reading.context import is_unknown
from assessments.questionnaires.reading.countries import country_names
from assessments.questionnaires.reading.scalars import UNIT_HOURS
from assessments.questionnaires.reading.tables import ROW_ID

Filled = dict[str, list[str]]
FEW = 10_000
"""From here on a number is written with its thousands apart."""


def fields_of(question: Question, answer: Answer | None, bank: Bank) -> Filled:
    """The fields of the question's form as this answer fills them; none for no answer."""
    if answer is None:
        return {}
    fields: Filled = {"unknown": ["yes"]} if answer.unknown else _value_fields(question, answer.value, bank)
    notes = {"grade": answer.grade, "source": answer.source, "note": answer.note}
    fields |= {name: [text] for name, text in notes.items() if text}
    if answer.evidence:
        fields["evidence"] = ["\n".join(answer.evidence)]
    return fields


def number_text(number: float | str) -> str:
    """The number as people write it, exactly and so that it can mean nothing else: 12,500, 0.25 or 1.2340."""
    text = _exact(number)
    return f"{text}0" if TWO_WAYS.fullmatch(text) else text


def _exact(number: float | str) -> str:
    exact = Decimal(str(number))
    text = f"{exact:,f}" if abs(exact) >= FEW else f"{exact:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def duration_parts(hours: float) -> tuple[str, str]:
    """The length as a number and the unit that reads best, one that gives the same hours again."""
    exact = Decimal(str(hours))
    for unit in ("w", "d"):
        size = Decimal(str(UNIT_HOURS[unit]))
        if exact >= size and exact % size == 0:
            return number_text(float(exact / size)), unit
    minutes = exact * 60
    if 0 < exact < 1 and minutes == minutes.to_integral_value():
        return number_text(float(minutes)), "min"
    return number_text(hours), "h"


def single_fields(kind: str, name: str, value: Any) -> Filled:
    """The fields of one control of this type."""
    unit_name = "unit" if name == "value" else f"{name}-unit"
    match kind:
        case "number_with_unit":
            fields = {name: [number_text(value["number"])], unit_name: [value["unit"]]}
        case "duration":
            number, unit = duration_parts(value)
            fields = {name: [number], unit_name: [unit]}
        case "date":
            parts = zip(("year", "month", "day"), value.split("-"), strict=True)
            fields = {f"{name}-{part}": [str(int(text))] for part, text in parts}
        case "function_refs":
            fields = {name: ["all"] if value == "all" else list(value)}
        case _:
            fields = {name: [_line(kind, value)]}
    return fields


def _line(kind: str, value: Any) -> str:
    match kind:
        case "percent":
            return _exact(value)
        case "number" | "money" | "scale":
            return number_text(value)
        case "country":
            return country_names()[value]
        case "flag":
            return "yes" if value else "no"
        case "list_of_text":
            return "\n".join(value)
        case _:
            return str(value)


def has_own_unknown(cell: Cell) -> bool:
    """Whether "we do not know" is one of the options, so that it needs no tick of its own."""
    return any(option.code == "unknown" for option in cell.options)


def row_fields(cells: tuple[Cell, ...], prefix: str, row: Mapping[str, Any]) -> Filled:
    """The fields of a row, or of a form, whose controls have this prefix."""
    fields: Filled = {}
    for cell in cells:
        name = f"{prefix}{cell.key}"
        if cell.key not in row:
            continue
        if is_unknown(row[cell.key]):
            fields |= {name: ["unknown"]} if has_own_unknown(cell) else {f"{name}-unknown": ["yes"]}
        else:
            fields |= single_fields(cell.type, name, row[cell.key])
    return fields


def _value_fields(question: Question, value: Any, bank: Bank) -> Filled:
    match question.type:
        case "multi":
            fields = _activity_fields(value, bank) if question.allow_custom else {"value": list(value)}
        case "person":
            texts = {key: number_text(part) if key == "limit" else part for key, part in value.items()}
            fields = {f"part-{key}": [text] for key, text in texts.items()}
        case "form":
            fields = row_fields(question.form, "part-", value)
        case "table":
            fields = _table_fields(question, value)
        case "matrix":
            fields = _likelihood_fields(value) if question.prefill else _impact_fields(value)
        case _:
            fields = single_fields(question.type, "value", value)
    return fields


def _table_fields(question: Question, rows: list[Mapping[str, Any]]) -> Filled:
    shape = question.table
    assert shape is not None
    if shape.fixed_rows:
        given = {row["code"]: row for row in rows}
        rows = [given.get(fixed.code, {"code": fixed.code}) for fixed in shape.fixed_rows]
    fields: Filled = {}
    for number, row in enumerate(rows):
        fields[f"row-{number}-id"] = [str(row.get("code", row.get(ROW_ID, "")))]
        fields |= row_fields(shape.columns, f"row-{number}-", row)
    return fields


def _activity_fields(entries: list[Mapping[str, Any]], bank: Bank) -> Filled:
    fields: Filled = {"value": []}
    number = 0
    for place, entry in enumerate(entries, start=1):
        key = entry["key"]
        if key in bank.vocabulary.functions:
            fields["value"].append(key)
            fields[f"place-{key}"] = [str(place)]
            if "label" in entry:
                fields[f"label-{key}"] = [entry["label"]]
            continue
        prefix = f"row-{number}-"
        fields |= {f"{prefix}id": [key], f"{prefix}label": [entry["label"]], f"{prefix}place": [str(place)]}
        fields[f"{prefix}caps"] = list(entry.get("caps", ()))
        fields[f"{prefix}like"] = [entry.get("like", "")]
        number += 1
    return fields


def _impact_fields(rows: Mapping[str, Mapping[str, Any]]) -> Filled:
    fields: Filled = {}
    for category, row in rows.items():
        for band, cell in row.items():
            name = f"cell-{category}-{band}"
            if is_unknown(cell):
                fields[name] = ["unknown"]
            elif isinstance(cell, Mapping):
                fields |= {name: [str(cell["rating"])], f"{name}-reason": [cell["reason"]]}
            else:
                fields[name] = [str(cell)]
    return fields


def _likelihood_fields(rows: Mapping[str, Mapping[str, Any]]) -> Filled:
    fields: Filled = {}
    for scenario, row in rows.items():
        fields[f"cell-{scenario}-likelihood"] = [str(row["likelihood"])]
        if row.get("reason"):
            fields[f"cell-{scenario}-reason"] = [row["reason"]]
    return fields
