"""Money per hour of each activity: income by how it is earned, costs that go on, credits that fall due."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from assessments.engine.losses import LossTerms, Lump
from assessments.scoring.cases import Case, column
from assessments.scoring.statement import Statement

Floats = NDArray[np.float64]
HOURS_A_YEAR = 8760.0
WEEK_H = 168.0
HALF_VOLUME = 0.5
"""LG-03 asks what is owed when volume falls by half; a smaller fall is taken in proportion."""


@dataclass(frozen=True, eq=False)
class Money:
    """What each activity earns and owes; arrays have one entry an activity, in the user's order."""

    direct_per_h: Floats
    influenced_per_h: Floats
    recapture: float
    half_life_h: Floats
    cost_per_h: Floats
    fees_due: tuple[Lump, ...]
    penalties: tuple[Lump, ...]
    recovery_h: Floats
    whole_per_h: Floats
    """All income that runs through an activity's share: the most direct and influenced may add up to."""

    def income_terms(self, cases: Sequence[Case]) -> LossTerms:
        """Income of every row of a batch; direct and influenced together never exceed what there is."""
        batch = list(cases)
        scale = column(batch, "income") * column(batch, "margin")
        direct = np.minimum(self.whole_per_h, self.direct_per_h * column(batch, "direct"))
        influenced = np.minimum(self.whole_per_h - direct, self.influenced_per_h * column(batch, "influenced"))
        kept = np.clip(1.0 - self.recapture * column(batch, "recapture"), 0.0, 1.0) * column(batch, "unrecaptured")
        return LossTerms(
            direct_per_h=direct * scale,
            influenced_per_h=influenced * scale,
            recapture=1.0 - kept,
            fade_half_life_h=self.half_life_h,
            recovery_h=self.recovery_h,
        )

    def other_terms(self, cases: Sequence[Case]) -> LossTerms:
        """Costs and credits of every row of a batch; credits of the fee grow and shrink with what clients pay."""
        batch = list(cases)
        paid = (column(batch, "income") * column(batch, "direct") * column(batch, "credits"))[:, 0]
        fees = [replace(lump, amount=np.asarray(lump.amount) * paid) for lump in self.fees_due]
        return LossTerms(
            direct_per_h=0.0, cost_per_h=self.cost_per_h * column(batch, "cost"), lumps=(*fees, *self.penalties)
        )


def money_of(statement: Statement, recovery_h: Sequence[float]) -> Money:
    """The money of a statement; `recovery_h` are the recovery targets of the activities."""
    organisation = statement.organisation
    shares = np.array([activity.income_share.number / 100 for activity in statement.activities])
    per_hour = organisation.income.number * organisation.margin_factor / HOURS_A_YEAR * shares
    direct = organisation.direct.number / 100 if organisation.is_lost_by_the_hour else 0.0
    influenced = organisation.influenced.number / 100 if organisation.earns_income else 0.0
    return Money(
        direct_per_h=per_hour * direct,
        influenced_per_h=per_hour * influenced,
        recapture=organisation.recapture.number / 100,
        half_life_h=_half_lives(statement),
        cost_per_h=_costs(statement),
        fees_due=_fees_due(statement),
        penalties=_penalties(statement),
        recovery_h=np.asarray(recovery_h, dtype=float),
        whole_per_h=per_hour,
    )


def _half_lives(statement: Statement) -> Floats:
    """Hours in which half of the influenced income fades: by how it is charged, the industry, and for dated launches."""
    table, organisation = statement.library.influenced_half_life_h, statement.organisation
    by_mode = table["recurring"] if organisation.income_mode == "recurring" else None
    general = by_mode or table.get(organisation.industry, table["default"])
    is_launch = [activity.activity.kind == "product_launch" for activity in statement.activities]
    return np.where(is_launch, min(table["launch"], general), general)


def _costs(statement: Statement) -> Floats:
    """Costs that go on: shared like the income, equally where there is none; what falls short of agreed volume on top."""
    activities = statement.activities
    day = statement.organisation.cost_day.number if statement.organisation.cost_day is not None else 0.0
    shares = np.array([activity.income_share.number for activity in activities])
    part = shares / shares.sum() if shares.sum() > 0 else np.full(len(activities), 1 / len(activities))
    is_hit = np.array([activity.dependency.number > 0 for activity in activities])
    owed, position = volume_shortfall(statement)
    costs = day / 24 * part * is_hit
    costs[position] += owed
    return np.asarray(costs)


def volume_shortfall(statement: Statement) -> tuple[float, int]:
    """What minimum-volume terms cost per hour, and the activity that owes it."""
    owed, share = statement.resolver.resolve("LG-03"), statement.resolver.resolve("LG-01")
    position = next((i for i, a in enumerate(statement.activities) if a.activity.kind == "order_fulfilment"), 0)
    if owed is None or owed.value is None or statement.organisation.basis == "share":
        return 0.0, position
    fall = 1.0 if share is None else share.number / 100
    return owed.number / WEEK_H * min(1.0, fall / HALF_VOLUME), position


def _fees_due(statement: Statement) -> tuple[Lump, ...]:
    """Credits of the fee as lumps of the activities that owe them, shared like their income."""
    keys = [activity.key for activity in statement.activities]
    shares = {activity.key: activity.income_share.number for activity in statement.activities}
    owing = next((credit.functions for credit in statement.contracts.credits if credit.is_fee), ())
    total = sum(shares[key] for key in owing)
    return tuple(
        Lump(keys.index(key), hours, amount * shares[key] / total)
        for hours, amount in statement.contracts.fees_due()
        for key in owing
    )


def _penalties(statement: Statement) -> tuple[Lump, ...]:
    """Penalties for late orders as lumps of the activity that dispatches them."""
    keys = [activity.key for activity in statement.activities]
    return tuple(
        Lump(keys.index(key), hours, credit.amount / len(credit.functions))
        for credit in statement.contracts.credits
        if not credit.is_fee
        for hours in credit.dates_h
        for key in credit.functions
    )
