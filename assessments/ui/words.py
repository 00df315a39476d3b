"""Numbers as people read them: money, lengths of time, percentages, counts and lists."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from itertools import pairwise
from math import floor, isfinite, log10

from babel import Locale

ENGLISH = Locale("en", "GB")
SHARE_OF_INCOME = "%"
"""Pseudo currency of amounts that are a percentage of yearly income."""
SMALL_NUMBERS = (
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def significant(number: float, digits: int = 3) -> float:
    """The number rounded to so many significant figures."""
    if number == 0 or not isfinite(number):
        return 0.0
    return round(number, digits - 1 - floor(log10(abs(number))))


@lru_cache(maxsize=64)
def currency_sign(currency: str | None) -> str:
    """The sign printed before an amount: £ for GBP, the code and a space where there is no sign."""
    if not currency:
        return ""
    sign = str(ENGLISH.currency_symbols.get(currency, currency))
    return sign if not sign[-1].isalpha() else f"{sign} "


def money(amount: float, currency: str | None, *, exact: bool = False) -> str:
    """The amount in a sentence: £212,000, three significant figures unless `exact`; a share of income as a percentage."""
    if currency == SHARE_OF_INCOME:
        return f"{percent(amount, fine=True)} of a year's income"
    rounded = amount if exact else significant(amount)
    digits = 2 if exact and rounded != round(rounded) else 0
    if not exact and 0 < abs(rounded) < 1:
        return f"under {currency_sign(currency)}1"
    return _with_minus(rounded, currency_sign(currency), f"{abs(rounded):,.{digits}f}")


def about(amount: str) -> str:
    """What stands before an estimate: "about ", and nothing before "under £1", which says it already."""
    return "" if amount.startswith("under ") else "about "


def money_range(low: float, high: float, currency: str | None) -> str:
    """Two amounts in a sentence, what they are a share of said once: £27,100 to £29,400."""
    if currency == SHARE_OF_INCOME:
        return f"{percent(low, fine=True)} to {money(high, currency)}"
    return f"{money(low, currency)} to {money(high, currency)}"


def short_money(amount: float, currency: str | None) -> str:
    """The amount in a table or on an axis: £212k, £1.2m."""
    if currency == SHARE_OF_INCOME:
        return percent(amount, fine=True)
    sign, size = currency_sign(currency), abs(amount)
    for limit, unit, suffix in ((1e9, 1e9, "bn"), (1e6, 1e6, "m"), (1e3, 1e3, "k")):
        if significant(size) >= limit:
            value = significant(size) / unit
            return _with_minus(amount, sign, (f"{value:.3g}" if value < 1000 else f"{value:,.0f}") + suffix)
    return _with_minus(amount, sign, f"{size:.0f}")


def short_amounts(amounts: Sequence[float], currency: str | None) -> list[str]:
    """Amounts that stand side by side, such as those of an axis, in their short form, with digits that tell them apart."""
    found = [short_money(amount, currency) for amount in amounts]
    if len(set(found)) == len(set(amounts)):
        return found
    apart = min(high - low for low, high in pairwise(sorted(set(amounts)))) / 50
    digits = next((count for count in range(12) if all(abs(round(it, count) - it) <= apart for it in amounts)), 2)
    before, after = ("", "%") if currency == SHARE_OF_INCOME else (currency_sign(currency), "")
    return [f"{_with_minus(amount, before, f'{abs(round(amount, digits)):,.12g}')}{after}" for amount in amounts]


def percent(share: float, *, fine: bool = False) -> str:
    """A percentage from a number of per cent: whole, "under 1%" below one; `fine` keeps two significant figures."""
    if fine and 0 < abs(share) < 0.01:
        return "under 0.01%"
    if fine:
        return _with_minus(share, "", f"{abs(significant(share, 2)):.10g}%")
    if 0 < share < 1:
        return "under 1%"
    return _with_minus(share, "", f"{abs(share):.0f}%")


def _with_minus(amount: float, sign: str, digits: str) -> str:
    """The digits with their sign, and a true minus unless they say nothing."""
    return f"{'−' if amount < 0 and digits.strip('0.%') else ''}{sign}{digits}"


def day(on: date) -> str:
    """A date in its short form: 18 Sep 2026."""
    return f"{on.day} {MONTHS[on.month - 1]} {on.year}"


def chance(probability: float) -> str:
    """A chance as a whole percentage, with both ends kept honest: nothing but certainty is 0% or 100%."""
    if probability <= 0 or probability >= 1:
        return "0%" if probability <= 0 else "100%"
    if probability > 0.99:
        return "over 99%"
    return percent(100 * probability)


def one_in(probability: float) -> str:
    """A chance as a frequency: one year in twenty."""
    if probability <= 0:
        return "no year"
    years = 1 / probability
    if years < 1.5:
        return "nearly every year"
    rounded = round(years) if years < 20 else int(significant(years, 2))
    return f"one year in {count_word(rounded)}"


def hours(length: float | None) -> str:
    """A length of time in the unit that reads best; None is longer than a month."""
    if length is None:
        return "longer than 1 month"
    if length <= 0:
        return "0 hours"
    if length < 1:
        return plural(round(length * 60), "minute")
    if length < 48:
        return _amount(length, "hour")
    if length < 24 * 60:
        return _amount(length / 24, "day")
    return _amount(length / 730, "month")


def seconds(length: int) -> str:
    """A length of time from seconds: 30 seconds, 5 minutes, 2.5 minutes, 3 hours."""
    if length < 60:
        return plural(length, "second")
    return hours(length / 3600) if length >= 3600 else _amount(length / 60, "minute")


def _amount(number: float, unit: str) -> str:
    shown = f"{number:.1f}".removesuffix(".0")
    return f"{shown} {unit}" if shown == "1" else f"{shown} {unit}s"


def work(days: float) -> str:
    """How much work an estimate in working days comes to: a few hours, about half a day, about a day, about 12 days."""
    if days < 0.35:
        return "a few hours"
    halves = round(2 * days) / 2
    if halves < 1:
        return "about half a day"
    if halves < 1.5:
        return "about a day"
    return f"about {halves if halves < 5 else round(days):g} days"


def plural(number: int, word: str, many: str | None = None) -> str:
    """The number with its word in the right form: 1 action, 2 actions."""
    return f"{number:,} {word}" if number == 1 else f"{number:,} {many or word + 's'}"


def count_word(number: int) -> str:
    """A small number as a word, a larger one as digits."""
    return (
        SMALL_NUMBERS[number]
        if 0 <= number < len(SMALL_NUMBERS)
        else {20: "twenty", 100: "a hundred"}.get(number, f"{number:,}")
    )


def lower_first(text: str) -> str:
    """The text to go on within a sentence: first letter small, unless it begins with an abbreviation or a name."""
    first = text.split(" ", 1)[0]
    is_name = (len(first) > 1 and first.isupper()) or text.startswith(("TikTok", "I "))
    return text if is_name else text[:1].lower() + text[1:]


def listed(words: Sequence[str], join: str = "and") -> str:
    """The words as a sentence lists them: A, B and C; with a comma before the last if one of them is a list: A, and B and C."""
    if len(words) < 2:
        return "".join(words)
    comma = "," if any(f" {join} " in word and not word.startswith("“") for word in words) else ""
    return f"{', '.join(words[:-1])}{comma} {join} {words[-1]}"
