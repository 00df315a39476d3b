"""A snapshot as the pages read it: its parts by key, and its amounts and ratings in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from math import log10
from typing import Any

from assessments.scoring.pages.answers import Answers
from assessments.scoring.pages.wording import NOTHING
from assessments.scoring.queries import MOST_SNAPSHOTS, Snapshot
from assessments.ui import words
from assessments.ui.cards import Explanation

Part = Mapping[str, Any]
HOURS = {"h1": "1", "h4": "4", "h8": "8", "h24": "24", "d3": "72", "w1": "168", "w2": "336", "m1": "720"}
"""Time bands with the keys under which losses by length stand in the results."""
UNACCEPTABLE = 4
SHARE_DIGITS = 2
"""Decimals of amounts that are a share of a year's income, where they have to add up."""


@dataclass(frozen=True)
class Result:
    """A snapshot with the words that go with its figures."""

    snapshot: Snapshot

    @property
    def data(self) -> Part:
        """The results file."""
        return self.snapshot.results

    @property
    def background(self) -> Part:
        """Ranges, swings and points beyond the results file."""
        return self.snapshot.background

    @cached_property
    def explained(self) -> dict[tuple[str, str], Explanation]:
        """The short explanations made so far, by organisation and path: forgotten together with the results."""
        return {}

    @cached_property
    def answers(self) -> Answers:
        """The answers that the results come from."""
        return Answers(self.snapshot.profile)

    @property
    def functions(self) -> Sequence[Part]:
        """The activities, most urgent first."""
        functions: Sequence[Part] = self.data["functions"]
        return functions

    @property
    def scenarios(self) -> Sequence[Part]:
        """The scenarios, ranked."""
        scenarios: Sequence[Part] = self.data["scenarios"]
        return scenarios

    def function(self, key: str) -> Part | None:
        """The activity of a key, None if there is none."""
        return next((function for function in self.functions if function["key"] == key), None)

    def scenario(self, key: str) -> Part | None:
        """The scenario of a key, None if there is none."""
        return next((scenario for scenario in self.scenarios if scenario["key"] == key), None)

    @cached_property
    def names(self) -> Mapping[str, str]:
        """The activities' names by key."""
        return {function["key"]: function["name"] for function in self.functions}

    @property
    def is_first_impression(self) -> bool:
        """Whether too little is known for more than a first impression."""
        return bool(self.data["headline"]["confidence"] == "D")

    # ------------------------------------------------------------------------------------------------------- money
    @property
    def currency(self) -> str | None:
        """What amounts are printed in: the currency, or a share of a year's income where income is not known."""
        if self.data["money"]["basis"] == "share":
            return words.SHARE_OF_INCOME
        currency: str | None = self.data["organisation"]["currency"]
        return currency

    def money(self, amount: float) -> str:
        """An amount in a sentence."""
        return words.money(amount if abs(amount) >= NOTHING else 0.0, self.currency)

    def money_range(self, low: float, high: float) -> str:
        """Two amounts in a sentence, what they are a share of said once."""
        first, last = (amount if abs(amount) >= NOTHING else 0.0 for amount in (low, high))
        return words.money_range(first, last, self.currency)

    def exactly(self, amount: float) -> str:
        """An amount to the last unit, where what is printed has to add up."""
        if self.currency == words.SHARE_OF_INCOME:
            return f"{amount:.{SHARE_DIGITS}f}% of a year's income".replace("-", "−")
        return words.money(float(round(amount)), self.currency, exact=True)

    def short(self, amount: float) -> str:
        """An amount in a table or a chart."""
        if 0 < abs(amount) < NOTHING:
            amount = 0.0
        return words.short_money(amount, self.currency)

    @cached_property
    def has_money(self) -> bool:
        """Whether an outage costs any money at all."""
        return any(function["loss_at_h"]["720"] >= NOTHING for function in self.functions)

    def consists_of(self, hours: str) -> str:
        """What an outage of this length costs: "lost margin and credits"."""
        return words.listed(self.background["consists_of"][hours])

    @property
    def basis(self) -> str:
        """What the amounts are, for the foot of a table or chart."""
        currency = self.data["organisation"]["currency"]
        money = self.data["money"]
        if money["basis"] == "share":
            return "Amounts are a share of a year's income"
        unit = f" in {currency}" if currency else ""
        if money["basis"] == "margin":
            return f"Amounts are margin ({money['margin_percent']:g}% of income){unit}"
        return f"Amounts are income{unit}, not profit"

    @property
    def not_counted(self) -> str:
        """What no figure counts, in a sentence for the head of each page; "" if there is no such thing."""
        flags: Sequence[Mapping[str, str]] = self.data["flags"]
        return next((flag["sentence"] for flag in flags if flag["code"] == "fees_go_on"), "")

    @property
    def unit(self) -> str:
        """The unit of amounts, for the head of a column: "GBP, margin"."""
        currency = self.data["organisation"]["currency"]
        basis = {"margin": "margin", "revenue": "income", "share": "% of a year's income"}[self.data["money"]["basis"]]
        return basis if basis.startswith("%") or not currency else f"{currency}, {basis}"

    # ------------------------------------------------------------------------------------------------- an outage
    def outage_loss(self, hours: float) -> float:
        """What an outage of this length costs with nothing done about it."""
        outage = self.background["outage"]
        return float(outage["loss"][outage["hours"].index(hours)])

    def outage_range(self, hours: float) -> tuple[float, float]:
        """The range around it from what is not known exactly."""
        outage = self.background["outage"]
        place = outage["hours"].index(hours)
        return float(outage["low"][place]), float(outage["high"][place])

    # --------------------------------------------------------------------------------------------- a single event
    @property
    def single(self) -> Part | None:
        """What one event of a year may do; None in results from before it was calculated."""
        found: Part | None = self.background.get("single")
        return found

    def too_long(self, key: str) -> float | None:
        """The chance that an event of the year stops an activity for too long; None without a limit, or not calculated."""
        return None if self.single is None else self.single["too_long"].get(key)

    @cached_property
    def limit(self) -> float:
        """The loss that the organisation calls severe."""
        return float(self.data["losses"]["limit"])

    @cached_property
    def is_own_limit(self) -> bool:
        """Whether the organisation gave the limit itself: nobody should read "your limit" of an amount of ours."""
        return all(one["input"] != "profile.severe_loss" for one in self.data["assumptions"])

    @property
    def whose_limit(self) -> str:
        """Whose limit it is, at the start of a sentence or beside a line."""
        return "Your limit" if self.is_own_limit else "The limit we propose"

    @cached_property
    def limit_passed_h(self) -> float | None:
        """After how many hours an outage passes the limit; None if not within a month."""
        outage = self.background["outage"]
        points = list(zip(outage["hours"], outage["loss"], strict=True))
        if self.limit <= 0 or points[-1][1] < self.limit:
            return None
        for (hours, loss), (next_hours, next_loss) in pairwise(points):
            if loss < self.limit <= next_loss:
                share = (self.limit - loss) / (next_loss - loss)
                return float(10 ** (log10(hours) + share * (log10(next_hours) - log10(hours))))
        return float(points[0][0])

    def worst_rating(self, hours: str) -> tuple[int, str, str]:
        """The highest rating at a length of time, with the category and the activity that reach it."""
        band = next(band for band, key in HOURS.items() if key == hours)
        found = [
            (row[band], category, function["name"])
            for function in self.functions
            for category, row in function["impact"].items()
        ]
        rating, category, name = max(found, key=lambda one: one[0], default=(0, "", ""))
        return rating, category, name


@lru_cache(maxsize=MOST_SNAPSHOTS)
def result_of(snapshot: Snapshot) -> Result:
    """The snapshot as the pages read it, the same for every page that shows it."""
    return Result(snapshot)
