"""What a policy says: each term with what it is at first, its limits, and how a typed value is read."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from assessments.questionnaires.asking.typed_numbers import typed_number, typed_percent
from assessments.questionnaires.reading.mistakes import Unreadable
from assessments.questionnaires.reading.scalars import read_number
from assessments.scoring.trials.insuring import NO_LIMIT, WHOLE, Policy
from assessments.scoring.trials.present import Present
from assessments.scoring.trials.settings import USUAL_SCENARIO, Entered, Group, Setting, Value, read
from assessments.ui import words

KINDS, EVENT, YEAR = "kinds", "event", "year"
LOOKED_AT = "look"
NO, YES = "no", "on"
LONGEST_WAIT_H = 8760.0
MOST_MONEY = 1e12
MOST_SHARE = 1000.0
"""Per cent of a year's income, where amounts are a share of it."""


@dataclass(frozen=True)
class AmountSetting(Setting):
    """An amount of money; what is left empty is what it is at first, of a limit no limit."""

    @property
    def shown(self) -> str:
        """What stands in its field at first; nothing where there is no limit."""
        return "" if math.isinf(float(self.start)) else exact(float(self.start))

    def read(self, text: str) -> float:
        """The amount that was typed; ValueError with a sentence for people if it cannot be used."""
        empty = ", or leave it empty for no limit" if math.isinf(float(self.start)) else ""
        refusal = f"Enter an amount from 0 to {self.high:,.0f}{empty}."
        is_share = self.unit == words.SHARE_OF_INCOME
        typed, sign = text.strip(), words.currency_sign(self.unit)
        # $ alone is what people type for US$
        bare = typed.removesuffix("%") if is_share else typed.removeprefix(sign).removeprefix(sign[-1:])
        try:
            number = float(read_number((typed_percent if is_share else typed_number)(bare.strip()))) + 0.0
        except Unreadable as mistake:
            # "12.500" could be a thousand times more or less: which of the two is asked in its own words
            raise ValueError(str(mistake) if mistake.code == "two_ways" else refusal) from None
        if not 0 <= number <= self.high:
            raise ValueError(refusal)
        return number


@dataclass(frozen=True)
class Asked:
    """What was asked for: the groups of terms, what was typed, the policy that follows, and the kind of event looked at."""

    groups: tuple[Group, ...]
    entered: Entered
    policy: Policy
    look: str

    @property
    def changed(self) -> dict[str, str]:
        """What differs from how it is at first, as an address holds it."""
        return {name: _in_address(value) for name, value in self.entered.values.items()}


def settings_of(present: Present) -> tuple[Group, ...]:
    """Everything a policy can say, in the order of the page."""
    labels = present.statement.course.bank.vocabulary.scenarios
    kinds = tuple(Setting(f"pays.{key}", labels[key], "flag", True) for key in present.touched)
    options = tuple((key, labels[key]) for key in present.touched)
    usual = USUAL_SCENARIO if USUAL_SCENARIO in present.touched else present.touched[0]
    look = Setting(LOOKED_AT, "Show outages of this kind", "choice", usual, options=options)
    return (
        Group(KINDS, "It pays for", kinds),
        Group(EVENT, "For each event", tuple(_of_an_event(present))),
        Group(YEAR, "In a year", tuple(_of_a_year(present))),
        Group(LOOKED_AT, "", (look,)),
    )


def _of_an_event(present: Present) -> Iterator[Setting]:
    yield Setting("waiting", "Waiting time", "number", 0.0, unit="hours", high=LONGEST_WAIT_H)
    yield _amount(present, "excess", "Excess you bear yourself", 0.0)
    yield _amount(present, "most", "Most it pays", NO_LIMIT)
    yield Setting("share", "Share it pays", "number", WHOLE, unit="%", high=WHOLE)


def _of_a_year(present: Present) -> Iterator[Setting]:
    yield _amount(present, "year", "Most it pays in a year", NO_LIMIT)
    yield _amount(present, "premium", "Premium", 0.0)


def _amount(present: Present, name: str, label: str, start: float) -> AmountSetting:
    """An amount in what the organisation's figures are in."""
    is_share = present.currency == words.SHARE_OF_INCOME
    unit = "%" if is_share else present.currency or ""
    about = "of a year’s income" if is_share else ""
    return AmountSetting(
        name, label, "number", start, unit=unit, high=MOST_SHARE if is_share else MOST_MONEY, about=about
    )


def asked_of(present: Present, raw: Mapping[str, str]) -> Asked:
    """What was asked for; what is left empty is as at first, a name that is no term is passed over."""
    groups = settings_of(present)
    entered = read(groups, {name: text for name, text in raw.items() if text.strip()})
    look = str(entered.values.get(LOOKED_AT, groups[-1].settings[0].start))
    return Asked(groups, entered, _policy(present, entered.values), look)


def _policy(present: Present, values: Mapping[str, Value]) -> Policy:
    def number(name: str, start: float) -> float:
        return float(values.get(name, start))

    return Policy(
        scenarios=tuple(key for key in present.touched if values.get(f"pays.{key}", True)),
        waiting_h=number("waiting", 0.0),
        excess=number("excess", 0.0),
        most=number("most", NO_LIMIT),
        share=number("share", WHOLE),
        most_a_year=number("year", NO_LIMIT),
        premium=number("premium", 0.0),
    )


def exact(number: float) -> str:
    """A number as it is typed, to the hundredth, without a decimal where it is whole."""
    return f"{number:.2f}".rstrip("0").rstrip(".")


def _in_address(value: Value) -> str:
    return NO if value is False else YES if value is True else value if isinstance(value, str) else exact(value)
