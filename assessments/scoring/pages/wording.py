"""Figures, statements and states as people read them."""

from dataclasses import dataclass
from math import exp

from assessments.catalogue.vocabulary import vocabulary
from assessments.ui import words

NOTHING = 1e-6
"""Amounts and chances below this are nothing: what is left of rounding is not shown as "under 1"."""
CONFIDENCE = {
    "A": "from records",
    "B": "good estimates",
    "C": "rough estimates or library values",
    "D": "a first impression",
}
GAP_TAGS = {"Covered": "ok", "Tight": "ok", "Unproven": "warn", "Gap": "bad", "Nothing": "bad"}
GAP_ICONS = {
    "Covered": "check-circle-fill",
    "Tight": "check-circle-fill",
    "Unproven": "exclamation-triangle-fill",
    "Gap": "x-octagon-fill",
    "Nothing": "x-octagon-fill",
}


@dataclass(frozen=True)
class Figure:
    """A figure as people read it, with the result path under which it is explained."""

    text: str
    path: str


@dataclass(frozen=True)
class Statement:
    """A sentence with one figure in it."""

    before: str
    figure: Figure
    after: str
    kind: str = "amount"


def limit_words(hours: float | None) -> str:
    """How long an activity can stop, in a table: "under 1 hour" for the planning value of half an hour."""
    if hours is None:
        return "over 1 month"
    return "under 1 hour" if hours < 1 else words.hours(hours)


def achievable_words(hours: float | None) -> str:
    """How soon the alternative of today delivers."""
    if hours is None:
        return "none"
    return "runs already" if hours == 0 else words.hours(hours)


def chance(probability: float) -> str:
    """A chance, with what rounding leaves of nothing shown as nothing."""
    return words.chance(probability if probability >= NOTHING else 0.0)


def amount(money: float, currency: str | None) -> str:
    """An amount in a sentence, with what rounding leaves of nothing shown as nothing."""
    return words.money(money if money >= NOTHING else 0.0, currency)


def unit_of(currency: str | None) -> str:
    """The unit of amounts in the heading of a file."""
    return "% of a year's income" if currency == words.SHARE_OF_INCOME else currency or "amount"


def yearly_chance(rate: float) -> float:
    """The chance of at least one event in a year at this rate."""
    return 1 - exp(-rate)


def how_often(rate: float) -> str:
    """A rate as people say it: 1.7 a year, 1 in 24 years."""
    return f"{rate:.2g} a year" if rate >= 1 else f"1 in {words.significant(1 / rate, 2):,g} years"


def rating_word(rating: int) -> str:
    """The word of an impact rating, 0 to 5; "None" would read like something missing."""
    if not rating:
        return "No effect"
    return next(level.label for level in vocabulary().scales.impact_rating if level.value == rating)


def likelihood_word(level: int) -> str:
    """The word of a likelihood level, 1 to 5."""
    return next(entry.label for entry in vocabulary().scales.likelihood if entry.value == level)


def category_word(category: str) -> str:
    """The words of an impact category."""
    return vocabulary().categories[category]


def counted(number: int, word: str, many: str | None = None) -> str:
    """A small number in words with its noun: one answer, three answers, 14 answers."""
    return f"{words.count_word(number)} {word if number == 1 else many or word + 's'}"


def capitalised(text: str) -> str:
    """The text with a capital first letter and nothing else changed."""
    return text[:1].upper() + text[1:]
