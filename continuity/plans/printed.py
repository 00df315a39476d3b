"""How a value of a table reads in a plan; the words are those of the pages."""

from datetime import date
from typing import Final

from assessments.ui import words
from continuity.plans.blocks import Kind, Value

DOES_NOT_APPLY: Final = "–"


def printed(value: Value, kind: Kind = "text", currency: str = "") -> str:
    """A value of a table in words; text stays as it is, and a value that does not apply (None) is a dash.

    >>> printed(212000, "money", "GBP"), printed(0.4, "percent"), printed(72, "hours")
    ('£212,000', 'under 1%', '3 days')
    """
    if value is None:
        return DOES_NOT_APPLY
    if isinstance(value, str):
        return value
    if isinstance(value, date):
        return words.day(value)
    if kind == "money":
        return words.money(value, currency)
    if kind == "hours":
        return words.hours(value)
    return words.percent(value) if kind == "percent" else number(value)


def number(value: float) -> str:
    """A number with commas and at most two decimals.

    >>> number(3360), number(0.5)
    ('3,360', '0.5')
    """
    text = f"{value:,.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text.replace("-", "−")
