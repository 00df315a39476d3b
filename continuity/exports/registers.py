"""A register of the plan as CSV: numbers as numbers, and no text that a spreadsheet would run."""

import csv
import io
from datetime import date

from assessments.ui.spreadsheet import harmless
from continuity.plans.blocks import Missing, Value
from continuity.plans.document import Document, Register

BYTE_ORDER_MARK = "\ufeff"
"""Tells spreadsheets that the file is UTF-8."""


def key_of(register: Register) -> str:
    """The register's name as it stands in an address.

    >>> key_of(Register("Inputs and assumptions", Missing("inputs", "", "")))
    'inputs-and-assumptions'
    """
    return register.name.lower().replace(" ", "-")


def register_with(document: Document, key: str) -> Register | None:
    """The register with this key."""
    return next((register for register in document.registers if key_of(register) == key), None)


def as_csv(register: Register) -> str:
    """The register as text, its heads in the first line; what is missing is said in the place of rows."""
    target = io.StringIO()
    writer = csv.writer(target)
    if isinstance(register.content, Missing):
        writer.writerow([harmless(register.content.sentence)])
    else:
        writer.writerow(
            [harmless(_head(column.label, column.kind, column.currency)) for column in register.content.columns]
        )
        writer.writerows([_cell(cell.value) for cell in row] for row in register.content.rows)
    return BYTE_ORDER_MARK + target.getvalue()


def _head(label: str, kind: str, currency: str) -> str:
    """The label with its unit, since the cells hold bare numbers."""
    unit = {"hours": "hours", "percent": "%", "money": currency}.get(kind, "")
    return f"{label} ({unit})" if unit else label


def _cell(value: Value) -> str | int | float:
    if value is None:
        return ""
    if isinstance(value, str):
        return harmless(value)
    return value.isoformat() if isinstance(value, date) else value
