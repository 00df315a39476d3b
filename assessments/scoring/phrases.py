"""Turns of phrase that sentences about an organisation share."""

from assessments.scoring.quantity import Quantity
from assessments.ui import words

_ONE = {"people": "person", "launches": "launch", "pieces": "piece"}
_TURNED = {"we": "you", "We": "You", "our": "your", "Our": "Your", "us": "you", "ourselves": "yourselves"}
_NOT_STATED = {
    "unknown": "You do not know this yet",
    "missing": "This is not answered yet",
    "default": "You were not asked this",
}


def hedged(quantity: Quantity | None, sentence: str) -> str:
    """The sentence as it is where its figure was stated, marked as an assumption where it was not."""
    if quantity is None or quantity.origin not in _NOT_STATED:
        return sentence
    return f"{_NOT_STATED[quantity.origin]}, so we assume: {words.lower_first(sentence)}"


def as_you(text: str) -> str:
    """Words in which the organisation speaks of itself, turned round: "our own checkout" becomes "your own checkout"."""
    return " ".join(_TURNED.get(word, word) for word in text.split(" "))


def measured(value: float, unit: str, currency: str | None = None) -> str:
    """A number with its unit as a sentence says it: £16 per day, 3 days, 1 person, 20% of stock; "x" counts times."""
    kind, _, rest = unit.partition(" ")
    if kind == "currency":
        return f"{words.money(value, currency)} {rest}".strip()
    if unit == "hours":
        return words.hours(value)
    if kind == "%" or unit == "x":
        return f"{value:,.10g}{unit.removesuffix('x')}"
    counted = _ONE.get(kind, kind.removesuffix("s")) if value == 1 else kind
    return f"{value:,.10g} {counted} {rest}".strip()
