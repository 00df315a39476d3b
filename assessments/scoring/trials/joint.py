"""What a point of income brings through every channel in each of many equally likely years, in which channels fail together.

TikTok's years are those of the results: the exact distribution of the income it would lose, a ban included. No source
says how often other channels fail, so that a person says how theirs compare; what can happen to them is what happens
to TikTok in this organisation's model, without what can only happen to TikTok. docs/methods/diversification.md.
"""

import copy
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from assessments.engine.annual import AnnualLoss, annual_loss
from assessments.engine.joint_years import failing_together
from assessments.engine.uncertainty import sobol_points
from assessments.scoring.evaluate import seed_of
from assessments.scoring.model import Model, Run
from assessments.scoring.trials.places import WHOLE, Kind, Places
from assessments.scoring.trials.present import KEPT, Present

Floats = NDArray[np.float64]
YEARS = 4096
SAME = "same"
OFTEN = {"never": 0.0, "half": 0.5, SAME: 1.0, "twice": 2.0}
"""How often another channel fails, in terms of TikTok: the choices that a person has."""
ONLY_TIKTOK = ("market_ban",)
"""Aimed at one company by name. Where a state bars several at once, the frequency can be set higher."""
BY_SOMEBODY_ELSE = ("account_loss", "policy_change", "api_change")
"""What the company behind a channel does to those who use it. Nobody does it to a channel of one's own."""
LEFT_OUT: dict[Kind, tuple[str, ...]] = {
    "tiktok": (),
    "platform": ONLY_TIKTOK,
    "own": (*ONLY_TIKTOK, *BY_SOMEBODY_ELSE),
}


@dataclass(frozen=True, eq=False)
class Failing:
    """How the channels of one organisation fail; `unit` is the money that a point brings in a year without any failure."""

    places: Places
    run: Run
    model: Model
    unit: float

    @cached_property
    def at_stake(self) -> float:
        """The money that TikTok carries in a year."""
        return self.unit * self.places.tiktok.today

    @cached_property
    def _kept(self) -> dict[tuple[Kind, str], AnnualLoss]:
        return {}

    def loss(self, kind: Kind, often: str) -> AnnualLoss:
        """The yearly loss of a channel that carries as much as TikTok does and fails so often."""
        if (kind, often) not in self._kept:
            factors = [0.0 if event.scenario in LEFT_OUT[kind] else OFTEN[often] for event in self.run.events]
            rated = replace(self.run, rates=self.run.rates * np.array(factors))
            self._kept[kind, often] = annual_loss(rated.annual(self.model.season))
        return self._kept[kind, often]

    def shares_lost(self, kind: Kind, often: str, chances: Floats) -> Floats:
        """The share (0-1) that such a channel loses in years at these chances (N,) of a smaller loss."""
        if often == "never":
            return np.zeros_like(chances)
        return np.minimum(self.loss(kind, often).quantile(chances) / self.at_stake, 1.0)

    def returns(self, often: Mapping[str, str]) -> Floats:
        """What a point brings (years, channels), by how often each channel fails; TikTok always as in the results.

        The channels of one company have their bad years together, each at its own frequency.
        """
        fates = list(dict.fromkeys(place.fate for place in self.places.all))
        chances = sobol_points(YEARS, len(fates), seed_of(self.model.statement.profile))
        groups: list[Hashable] = []
        lost: dict[Hashable, Floats] = {}
        for place in self.places.all:
            rated = SAME if place.kind == "tiktok" else often.get(place.key, SAME)
            group = (place.fate, place.kind, rated)
            groups.append(group)
            if group not in lost:
                lost[group] = self.shares_lost(place.kind, rated, chances[:, fates.index(place.fate)])
        return failing_together(np.full(len(groups), self.unit), groups, lost)


def unit_of(present: Present) -> float:
    """The money that a point of income brings in a year: margin where it is known, else income, else a share of it."""
    organisation = present.statement.organisation
    return organisation.income.number * organisation.margin_factor / WHOLE


@lru_cache(maxsize=KEPT)
def failing(present: Present, places: Places) -> Failing:
    """How the channels fail, from the part of the loss that grows and shrinks with what TikTok carries.

    Costs that go on and penalties are the same wherever income comes from, so that they are left out.
    """
    model = copy.copy(present.model)
    money = present.model.money
    model.money = replace(money, cost_per_h=np.zeros_like(money.cost_per_h), penalties=())
    return Failing(places, model.run(), model, unit_of(present))
