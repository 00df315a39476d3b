"""Numbers as people type them: "12,5" and "48.000,50" are what a German or a Pole writes; "48.000" could be either."""

import re
from decimal import Decimal

from assessments.questionnaires.reading.mistakes import Unreadable, shown

CENT = Decimal("0.01")
TWO_WAYS = re.compile(r"\D*(?P<number>[1-9]\d{0,2}\.\d{3})(?!\s*[km]\b)\D*", re.IGNORECASE)
"""One point with three figures after it: thousands to some, a fraction to others."""
CONTINENTAL = re.compile(
    r"(?P<before>\D*)(?P<whole>[1-9]\d{0,2}(?:(?P<gap>[. \u00a0\u202f])\d{3})(?:(?P=gap)\d{3})*|\d+)"
    r"(?:,(?P<part>\d{1,2}))?(?P<after>\D*)"
)


def typed_number(text: str) -> str:
    """The text with its number as `reading` takes it; Unreadable where it could be a thousand times more or less.

    Only what people type comes here. In a file a point is always a decimal point and a comma never a decimal one.
    """
    if match := TWO_WAYS.fullmatch(text):
        small, large = Decimal(match["number"]), Decimal(match["number"].replace(".", ""))
        smaller = f"{small.quantize(CENT).normalize():f}"
        raise Unreadable("two_ways", f"“{shown(text)}” could be {large:,} or {smaller}", f"Enter {large}, or {smaller}")
    match = CONTINENTAL.fullmatch(text)
    if match is None or not _is_continental(match):
        return text
    part = f".{match['part']}" if match["part"] else ""
    return match["before"] + re.sub(r"\D", "", match["whole"]) + part + match["after"]


def typed_percent(text: str) -> str:
    """The same for a percentage; "12.500" is none of thousands, so its point is a decimal one."""
    return text if TWO_WAYS.fullmatch(text) else typed_number(text)


def _is_continental(match: re.Match[str]) -> bool:
    return match["part"] is not None or match["whole"].count(".") > 1
