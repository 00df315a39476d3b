"""A date as people enter it, in three fields for day, month and year: how they are read."""

import re
from calendar import month_name, monthrange
from datetime import date

from assessments.ui import words

FIRST_YEAR, LAST_YEAR = 1990, 2100
PARTS = ("day", "month", "year")
ISO = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
ALLOWED = "Enter a day, a month and a year, such as 27 11 2026"
MONTH_ALLOWED = "Enter a month and a year, such as 11 2026; the day may stay empty"


class NoDate(ValueError):
    """What was typed is no date: what is wrong with it, and what is allowed."""

    def __init__(self, what: str, allowed: str) -> None:
        super().__init__(f"{what}. {allowed}.")
        self.what, self.allowed = what, allowed


def read_parts(day: str, month: str, year: str, *, is_month_enough: bool = False) -> date | None:
    """The date that the three texts say, its first day if only a month is given; None if all are empty, or NoDate."""
    texts = {"day": day, "month": month, "year": year}
    if not any(texts.values()):
        return None
    allowed = MONTH_ALLOWED if is_month_enough else ALLOWED
    missing = [f"the {part}" for part, text in texts.items() if not text and not (part == "day" and is_month_enough)]
    if missing:
        said = words.listed(missing)
        raise NoDate(f"{said[0].upper()}{said[1:]} {'is' if len(missing) == 1 else 'are'} missing", allowed)
    for part, text in texts.items():
        if text and not is_count(text):
            raise NoDate(f"“{text[:20]}” is not a {part}", allowed)
    if len(year) != 4:
        raise NoDate(f"The year {year} is not clear", "Write it with four figures, like 2026")
    if not FIRST_YEAR <= int(year) <= LAST_YEAR:
        raise NoDate(f"The year {year} is too far away", f"Enter a year from {FIRST_YEAR} to {LAST_YEAR}")
    return _existing(int(day or 1), int(month), int(year))


def parts_of(text: str) -> tuple[str, str, str]:
    """Day, month and year as they were typed, of 2026-11-27 or of 27/11/2026 with anything in place of the numbers.

    Three empty texts for any other text.
    """
    if ISO.fullmatch(text):
        year, month, day = text.split("-")
        return day.lstrip("0"), month.lstrip("0"), year
    parts = text.split("/")
    return (parts[0].strip(), parts[1].strip(), parts[2].strip()) if len(parts) == len(PARTS) else ("", "", "")


def is_count(text: str) -> bool:
    """Whether a text is a plain whole number of at most four figures."""
    return text.isascii() and text.isdigit() and len(text) < 5


def _existing(day: int, month: int, year: int) -> date:
    if not 1 <= month <= 12:
        raise NoDate(f"There is no month {month}", "Enter a month from 1 to 12")
    longest = monthrange(year, month)[1]
    if not 1 <= day <= longest:
        raise NoDate(
            f"There is no {day} {month_name[month]} {year}", f"Enter a day from 1 to {longest}, or another month"
        )
    return date(year, month, day)
