"""What has happened since somebody decided on an action: dates that passed, effects that moved, answers that disagree."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from assessments.ui import words
from assessments.ui.words import day
from continuity.plans.models import Measure

State = Measure.State
NEWS_FROM: Final = 0.25
"""An effect that moved by more than this part is news to whoever decided on the action."""
LEAST: Final = {True: 0.01, False: 1.0}
"""Effects smaller than this, in units of money or per cent of a year's income, are next to nothing."""


@dataclass(frozen=True, slots=True)
class Unit:
    """How amounts of an assessment are written; they may be percentages of a year's income."""

    currency: str | None

    @property
    def is_share(self) -> bool:
        """Whether amounts are percentages of income."""
        return self.currency == words.SHARE_OF_INCOME

    def said(self, amount: float) -> str:
        """An amount in a sentence."""
        return words.money(amount, self.currency)

    def is_nothing(self, amount: float) -> bool:
        """Whether an amount is too small to be told."""
        return abs(amount) < LEAST[self.is_share]


@dataclass(frozen=True, slots=True)
class Notice:
    """Something about a decision that somebody should look at; `is_pressing` where a date has passed."""

    text: str
    is_pressing: bool = False


def notices(measure: Measure, item: Mapping[str, Any], unit: Unit, today: date) -> Iterator[Notice]:
    """What has changed since the decision."""
    if measure.state == State.IN_PLACE:
        yield Notice("Does not count yet: your answers still say that it is missing.", is_pressing=True)
    yield from passed_dates(measure, today)
    then, now = measure.seen.get("removes"), item["removes_per_year"]
    if measure.state == State.PROPOSED or then is None or measure.seen.get("unit") != unit.currency:
        return
    moved = abs(now - then)
    if moved > NEWS_FROM * max(abs(then), abs(now)) and not unit.is_nothing(moved):
        when = day(date.fromisoformat(measure.seen["as_of"]))
        was = "next to nothing" if unit.is_nothing(then) else unit.said(then)
        is_now = "next to nothing" if unit.is_nothing(now) else unit.said(now)
        yield Notice(f"Its effect has changed: it removed {was} a year by the answers of {when}, and {is_now} now.")


def passed_dates(measure: Measure, today: date) -> Iterator[Notice]:
    """Dates that have passed."""
    if measure.state == State.ACCEPTED and measure.due_on and measure.due_on < today:
        yield Notice(f"Was due on {day(measure.due_on)}.", is_pressing=True)
    if measure.state == State.DEFERRED and measure.until and measure.until <= today:
        yield Notice(f"Was put off until {day(measure.until)}: decide again.", is_pressing=True)
    if measure.state == State.REJECTED and measure.until and measure.until <= today:
        yield Notice(f"Was to be looked at again on {day(measure.until)}.", is_pressing=True)
