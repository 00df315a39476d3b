"""How figures read in a plan: money, shares, lengths of time and dates as a person would write them."""

from datetime import date
from typing import Final

from continuity.plans.blocks import Kind, Value

SYMBOLS: Final = {"GBP": "£", "EUR": "€", "USD": "$", "JPY": "¥", "CNY": "CN¥", "INR": "₹", "KRW": "₩"}
DOES_NOT_APPLY: Final = "–"
MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


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
        return day(value)
    if kind == "money":
        return money(value, currency)
    return {"percent": percent, "hours": hours}.get(kind, number)(value)


def day(value: date) -> str:
    """A date in its short form.

    >>> day(date(2026, 9, 18))
    '18 Sep 2026'
    """
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def number(value: float) -> str:
    """A number with commas and at most two decimals.

    >>> number(3360), number(0.5)
    ('3,360', '0.5')
    """
    text = f"{value:,.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text.replace("-", "−")


def money(amount: float, currency: str) -> str:
    """An amount with its currency before it; pence only under 100.

    >>> money(4.5, "GBP"), money(-1234.6, "EUR"), money(900, "CHF"), money(7, "")
    ('£4.50', '−€1,235', 'CHF 900', '7')
    """
    size = abs(amount)
    digits = f"{size:,.2f}" if size < 100 and round(size, 2) != round(size) else f"{size:,.0f}"
    return ("−" if amount < 0 and digits.strip("0.") else "") + _with_currency(digits, currency)


def short_money(amount: float, currency: str) -> str:
    """An amount for a chart: two significant figures, thousands and millions by letter.

    >>> short_money(212_000, "GBP"), short_money(1_240_000, "EUR"), short_money(0, "GBP"), short_money(996_000, "GBP")
    ('£210k', '€1.2m', '£0', '£1m')
    """
    size = float(f"{abs(amount):.2g}")
    for unit, letter in ((1e9, "bn"), (1e6, "m"), (1e3, "k")):
        if size >= unit:
            digits = f"{size / unit:.1f}".removesuffix(".0") + letter
            break
    else:
        digits = f"{size:g}"
    return ("−" if amount < 0 and size else "") + _with_currency(digits, currency)


def percent(value: float) -> str:
    """A share given from 0 to 100 as a whole number of per cent.

    >>> percent(38.2), percent(0), percent(0.2)
    ('38%', '0%', 'under 1%')
    """
    if 0 < value < 1:
        return "under 1%"
    digits = f"{value:.0f}"
    return "0%" if digits == "-0" else f"{digits}%".replace("-", "−")


def hours(value: float) -> str:
    """A length of time given in hours, in the unit people would use.

    >>> hours(0.25), hours(1), hours(18.5), hours(60), hours(720)
    ('15 minutes', '1 hour', '18.5 hours', '2.5 days', '30 days')
    """
    if 0 < value < 1:
        return _count(round(value * 60), "minute")
    if value < 48:
        return _count(value, "hour")
    return _count(round(value / 24, 1), "day")


def _count(amount: float, unit: str) -> str:
    digits = f"{amount:.1f}".removesuffix(".0")
    return f"{digits} {unit}" if digits == "1" else f"{digits} {unit}s"


def _with_currency(digits: str, currency: str) -> str:
    symbol = SYMBOLS.get(currency)
    if symbol:
        return symbol + digits
    return f"{currency} {digits}" if currency else digits
