"""Reading of single values: numbers, money, percentages, durations, dates, countries and text."""

import math
import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from assessments.questionnaires.reading.countries import SIGNS_AT_HOME, country_codes, currency_symbols
from assessments.questionnaires.reading.mistakes import Unreadable, shown
from assessments.ui import words
from assessments.ui.dates import FIRST_YEAR, LAST_YEAR

LARGEST = Decimal("1e15")
"""Largest amount that is stored; far above any organisation's income."""
TEXT_LIMIT = 2000
MULTIPLIERS = {"k": Decimal(1000), "m": Decimal(1_000_000)}
NUMBER = re.compile(
    r"(?P<sign>[+-]?)(?P<whole>\d{1,3}(?P<gap>[ ,\u00a0\u202f])\d{3}(?:(?P=gap)\d{3})*|\d+)"
    r"(?P<part>\.\d+)?\s*(?P<times>[km]?)",
    re.IGNORECASE,
)
NUMBER_ALLOWED = "Enter a number, such as 5000, 5,000, 5 000 or 5k"
UNIT_HOURS = {"min": 1 / 60, "h": 1.0, "d": 24.0, "w": 168.0}
DURATION = re.compile(r"(?P<number>[\d.]+)\s*(?P<unit>min|h|d|w)(?:s|ours?|ays?|eeks?|utes?)?", re.IGNORECASE)
DURATION_ALLOWED = "Enter a length of time, such as 15 min, 6 h, 2 d or 1 w"
DATE_ALLOWED = "Enter a date as year, month and day, such as 2026-11-27"


def read_number(raw: Any, allowed: str = NUMBER_ALLOWED) -> Decimal:
    """The number as written, exactly; groups of three by space or comma, decimals by point, k and m understood."""
    if isinstance(raw, bool) or raw is None:
        raise Unreadable("not_a_number", f"“{shown(raw)}” is not a number", allowed)
    if isinstance(raw, float) and not math.isfinite(raw):
        raise Unreadable("not_a_number", "This is not a number", allowed)
    is_number = isinstance(raw, int | float | Decimal)
    number = Decimal(str(raw)) if is_number else _number_in(str(raw).strip(), allowed)
    if abs(number) > LARGEST:
        raise Unreadable("out_of_range", f"{shown(raw)} is too large", "The largest number that can be kept is 1e15")
    return number


def _number_in(text: str, allowed: str) -> Decimal:
    match = NUMBER.fullmatch(text)
    if match is None:
        raise Unreadable("not_a_number", f"“{shown(text)}” is not a number", allowed)
    whole = re.sub(r"\D", "", match["whole"])
    return Decimal(match["sign"] + whole + (match["part"] or "")) * MULTIPLIERS.get(match["times"].lower(), Decimal(1))


def plain(number: Decimal) -> int | float:
    """The number as JSON writes it: whole numbers without a point."""
    return int(number) if number == number.to_integral_value() else float(number)


def amount_text(number: Decimal) -> str:
    """An amount of money as it is kept: exact decimal text without trailing zeros."""
    return format(number.normalize(), "f")


def within(
    number: Decimal, low: float | None, high: float | None, unit: str | None = None, *, whole: bool = False
) -> Decimal:
    """The number itself if it lies inside the limits (units are named in the sentence)."""
    gap = "" if unit == "%" else " "
    tail = f"{gap}{unit}" if unit else ""
    if whole and number != number.to_integral_value():
        raise Unreadable("not_integer", f"{plain(number)} is not a whole number", "Enter a whole number")
    if (low is not None and number < Decimal(str(low))) or (high is not None and number > Decimal(str(high))):
        if low is not None and high is not None:
            allowed = f"Enter a number from {low:g} to {high:g}{tail}"
        else:
            allowed = f"Enter {low:g}{tail} or more" if high is None else f"Enter {high:g}{tail} or less"
        raise Unreadable("out_of_range", f"{plain(number)}{tail} is outside the range", allowed)
    return number


def read_percent(raw: Any) -> Decimal:
    """A percentage, with or without its sign."""
    if isinstance(raw, str):
        raw = raw.strip().removesuffix("%").strip()
    return read_number(raw, "Enter a percentage, such as 38 or 38%")


def read_money(raw: Any, currency: str | None) -> Decimal:
    """An amount in the organisation's own currency; another currency is refused rather than converted."""
    allowed = "Enter an amount, such as 5000, 5,000 or 5k"
    if isinstance(raw, Mapping):
        if set(raw) - {"amount", "currency"} or "amount" not in raw:
            raise Unreadable("wrong_form", "An amount has the parts amount and currency", allowed)
        given = raw.get("currency")
        if given is not None and currency is not None and given != currency:
            raise Unreadable(
                "other_currency", f"{shown(given)} is not the currency of the organisation", f"Enter it in {currency}"
            )
        raw = raw["amount"]
    if isinstance(raw, str):
        raw = _without_currency(raw.strip(), currency)
    return read_number(raw, allowed)


def _without_currency(text: str, currency: str | None) -> str:
    own_sign = currency_symbols().get(currency or "", "")
    for sign in (
        own_sign,
        currency or "",
        SIGNS_AT_HOME.get(currency or "", ""),
        *(character for character in own_sign if unicodedata.category(character) == "Sc"),
    ):
        if sign:
            text = text.removeprefix(sign).removesuffix(sign).strip()
    is_foreign = any(unicodedata.category(character) == "Sc" for character in text)
    if is_foreign or re.fullmatch(r"[A-Z]{3}\s*[\d ,.]+[km]?|[\d ,.]+[km]?\s*[A-Z]{3}", text):
        raise Unreadable(
            "other_currency", f"“{shown(text)}” is in another currency", f"Enter it in {currency or 'one currency'}"
        )
    return text


def read_duration(raw: Any, bands: Mapping[str, float] | None = None) -> Decimal:
    """Hours, from a number of hours, a text with a unit, or the code of a time band (its upper edge)."""
    if isinstance(raw, str):
        text = raw.strip()
        if bands and text in bands:
            return Decimal(str(bands[text]))
        if match := DURATION.fullmatch(text):
            return _duration(read_number(match["number"], DURATION_ALLOWED), match["unit"].lower())
    return read_number(raw, DURATION_ALLOWED)


def _duration(number: Decimal, unit: str) -> Decimal:
    if unit == "min":
        return (number / 60).quantize(Decimal("1e-9")).normalize()
    return number * Decimal(str(UNIT_HOURS[unit]))


def read_date(raw: Any, *, month_ok: bool = False, last: date | None = None) -> str:
    """The date as YYYY-MM-DD; a month counts as its first day where that is allowed."""
    allowed = DATE_ALLOWED + (" (a month such as 2026-11 is enough)" if month_ok else "")
    text = raw.isoformat() if isinstance(raw, date) else str(raw).strip()
    if month_ok and re.fullmatch(r"\d{4}-\d{2}", text):
        text += "-01"
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        raise Unreadable("date_invalid", f"“{shown(raw)}” is not a date", allowed)
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise Unreadable("date_invalid", f"There is no day {text}", allowed) from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise Unreadable(
            "date_out_of_range", f"The year {day:%Y} is too far away", f"Enter a year from {FIRST_YEAR} to {LAST_YEAR}"
        )
    if last is not None and day > last:
        raise Unreadable(
            "date_out_of_range",
            f"{words.day(day)} lies after the date of the assessment",
            f"Enter {words.day(last)} or an earlier day",
        )
    return text


def read_country(raw: Any) -> str:
    """The ISO 3166 code of two capitals."""
    text = str(raw).strip()
    if text.upper() in country_codes() and not isinstance(raw, bool):
        if text == text.upper():
            return text
        raise Unreadable(
            "invalid_choice", f"“{shown(raw)}” is not a country code", f"Enter it in capitals: {text.upper()}"
        )
    raise Unreadable(
        "invalid_choice", f"“{shown(raw)}” is not a country code", "Enter an ISO 3166 code of two capitals, such as GB"
    )


def read_flag(raw: Any) -> bool:
    """Yes or no."""
    if isinstance(raw, bool):
        return raw
    answer = {"true": True, "yes": True, "on": True, "false": False, "no": False, "": False}.get(
        str(raw).strip().lower()
    )
    if answer is None:
        raise Unreadable("wrong_form", f"“{shown(raw)}” is neither yes nor no", "Enter true or false")
    return answer


def read_text(raw: Any, limit: int | None = None) -> str:
    """The text without leading and trailing blanks; numbers are read as text."""
    if isinstance(raw, bool | Mapping | list):
        raise Unreadable("wrong_form", "This is not a text", "Enter a text")
    text = str(raw).replace("\r\n", "\n").replace("\r", "\n").strip()
    for character in text:
        if character == "\0":
            raise Unreadable("null_char", "The text contains a null character", "Remove it and try again")
        if "\ud800" <= character <= "\udfff":
            raise Unreadable("surrogate", "The text contains half a character", "Remove it and try again")
        if (unicodedata.category(character) == "Cc" and character not in "\n\t") or character in "\ufffe\uffff":
            raise Unreadable("control_char", "The text contains a control character", "Remove it and try again")
    allowed = limit or TEXT_LIMIT
    if len(text) > allowed:
        raise Unreadable(
            "too_long", f"The text has {len(text):,} characters", f"At most {allowed:,} characters are kept"
        )
    return text
