"""A first result while the questions are being answered: the headline, how sure it is, what would narrow it most."""

from dataclasses import dataclass
from typing import Any

from assessments.scoring.pages.links import Links
from assessments.scoring.pages.sureness import Narrowing, question_of
from assessments.scoring.pages.wording import CONFIDENCE, NOTHING
from assessments.ui import words

FIRST_ANSWERS = 6
"""From this many answers on there is something to say."""


@dataclass(frozen=True)
class SoFar:
    """What can be said so far; without a sentence these answers cannot be calculated together.

    `missing` is how many more answers it takes before there is anything.
    """

    sentence: str = ""
    grade: str = ""
    words: str = ""
    narrowing: tuple[Narrowing, ...] = ()
    missing: int = 0


def too_early(answers: int) -> SoFar | None:
    """What is shown before the sixth answer; None from then on."""
    return SoFar(missing=FIRST_ANSWERS - answers) if answers < FIRST_ANSWERS else None


def so_far_page(found: dict[str, Any], links: Links) -> SoFar:
    """What is shown of `extract_of`."""
    if not found:
        return SoFar()
    currency = found["currency"]
    narrowing = []
    for swing in found["narrowing"]:
        low, *_, high = sorted((swing["low"], swing["base"], swing["high"]))
        if high - low < NOTHING:
            continue
        span = f"expected loss {words.short_money(low, currency)} to {words.short_money(high, currency)} a year"
        narrowing.append(Narrowing(swing["label"], span, question_of(swing["sources"], links), ""))
    return SoFar(found["sentence"], found["grade"], CONFIDENCE[found["grade"]], tuple(narrowing))
