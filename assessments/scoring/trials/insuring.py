"""What an insurance would pay of what outages cost, and what it would leave. Nothing is stored.

Events and losses are those of the results, by the season in which they start; what is typed is the policy.
docs/methods/insurance.md.
"""

import math
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from assessments.engine.annual import AnnualLoss, AnnualModel, annual_loss, expected_losses
from assessments.engine.insurance import Cover
from assessments.engine.insured_years import InsuredYears
from assessments.scoring.trials.present import KEPT, Present
from assessments.scoring.yearly import CELLS

Floats = NDArray[np.float64]
NO_LIMIT = math.inf
WHOLE = 100.0
LEVELS = (0.95, 0.99)
TAIL = 0.95
LENGTHS_H = (8.0, 24.0, 72.0, 168.0, 720.0)
ROUND_YEARS = (2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0)
"""How rare the years are that stand in the table beside the curve."""
RETURN_YEARS = np.union1d(np.geomspace(2.0, 200.0, 33)[1:-1].round(6), ROUND_YEARS)


@dataclass(frozen=True)
class Policy:
    """The terms: kinds of event that are paid for, hours, money, per cent. `NO_LIMIT` where there is none."""

    scenarios: tuple[str, ...]
    waiting_h: float = 0.0
    excess: float = 0.0
    most: float = NO_LIMIT
    share: float = WHOLE
    most_a_year: float = NO_LIMIT
    premium: float = 0.0

    @property
    def cover(self) -> Cover:
        """The terms of one event as the engine has them: its limit is on the loss, before the share is taken of it."""
        part = self.share / WHOLE
        return Cover(self.excess, self.most / part if part > 0 else NO_LIMIT, part, self.waiting_h)

    @property
    def is_full(self) -> bool:
        """Whether it pays all of every event that is insured."""
        return self == Policy(self.scenarios, premium=self.premium)


@dataclass(frozen=True, eq=False)
class Uninsured:
    """An organisation's year without insurance: its events, its loss, and the scenario of every row."""

    model: AnnualModel
    loss: AnnualLoss
    scenarios: tuple[str, ...]

    @cached_property
    def expected(self) -> Floats:
        """What each row costs a year on average (R,)."""
        return np.asarray(expected_losses(self.model).sum(axis=1))

    @property
    def mean(self) -> float:
        """What an average year costs."""
        return float(self.expected.sum())

    def of(self, scenario: str, values: Floats) -> float:
        """The sum of what belongs to a scenario, of one value for each row."""
        return float(values[self.rows(scenario)].sum())

    def rows(self, scenario: str) -> NDArray[np.bool_]:
        """Which rows are of a scenario."""
        return np.array([one == scenario for one in self.scenarios])

    @cached_property
    def losses(self) -> Floats:
        """The loss of every row at the lengths that are looked at (R, lengths)."""
        return np.asarray(self.model.curves.value_at(LENGTHS_H).sum(axis=1))


@dataclass(frozen=True)
class Year:
    """Figures of the year in money, and the chance of passing the severe loss."""

    average: float
    bad: float
    very_bad: float
    tail: float
    over_limit: float


@dataclass(frozen=True)
class ByScenario:
    """A scenario in an average year: what it costs and what is paid for it before the limit of the year."""

    key: str
    lost: float
    paid: float
    is_insured: bool


@dataclass(frozen=True)
class Insured:
    """What a policy does: in an average year, in bad ones, by kind of event; premium included in `after` and `curve`.

    `curve` holds return period, loss without and loss with the policy; `by_length` hours, loss and payment of the kinds
    of event by their key.
    """

    policy: Policy
    before: Year
    after: Year
    paid: float
    pays: float
    used_up: float
    cut_off: float
    by_scenario: tuple[ByScenario, ...]
    by_length: dict[str, tuple[tuple[float, float, float], ...]]
    curve: tuple[tuple[float, float, float], ...]


@lru_cache(maxsize=KEPT)
def uninsured(present: Present) -> Uninsured:
    """The year of an organisation without insurance, as its results count it."""
    run = present.model.run()
    model = run.annual(present.model.season)
    names = [event.scenario for event in run.events]
    return Uninsured(model, annual_loss(model, CELLS), tuple(names * (len(model.durations) // len(names))))


@lru_cache(maxsize=KEPT * 4)
def insured_of(present: Present, policy: Policy) -> Insured:
    """What a policy would do."""
    bare = uninsured(present)
    flags = [scenario in policy.scenarios for scenario in bare.scenarios]
    years = InsuredYears(bare.model, policy.cover, flags, policy.most_a_year, CELLS)
    paid, by_row = years.paid_on_average(), years.paid_by_row()
    limit = present.statement.organisation.severe_loss.number
    before = _year(bare.mean, bare.loss, limit, 0.0)
    return Insured(
        policy=policy,
        before=before,
        after=_no_worse(_year(bare.mean - paid, years.kept, limit, policy.premium), before, policy.premium),
        paid=paid,
        pays=years.chance_of_payment(),
        used_up=years.chance_of_limit(),
        cut_off=max(float(by_row.sum()) - paid, 0.0),
        by_scenario=tuple(
            ByScenario(key, bare.of(key, bare.expected), bare.of(key, by_row), key in policy.scenarios)
            for key in present.touched
        ),
        by_length={key: _by_length(bare, years, key) for key in present.touched},
        curve=_curve(bare.loss, years.kept, policy.premium),
    )


def _year(average: float, loss: AnnualLoss, limit: float, premium: float) -> Year:
    """The figures of a year, with the premium on top."""
    bad, very_bad = loss.quantile(LEVELS)
    over = 1.0 if premium > limit else float(loss.chance_over(limit - premium))
    return Year(
        average=max(average, 0.0) + premium,
        bad=float(bad) + premium,
        very_bad=float(very_bad) + premium,
        tail=float(loss.tail_mean(TAIL)) + premium,
        over_limit=over if limit > 0 else 0.0,
    )


def _no_worse(after: Year, before: Year, premium: float) -> Year:
    """The year with the policy, never dearer than without it but for the premium: what the grid adds is taken off."""
    return Year(
        average=after.average,
        bad=min(after.bad, before.bad + premium),
        very_bad=min(after.very_bad, before.very_bad + premium),
        tail=min(after.tail, before.tail + premium),
        over_limit=after.over_limit if premium else min(after.over_limit, before.over_limit),
    )


def _by_length(bare: Uninsured, years: InsuredYears, scenario: str) -> tuple[tuple[float, float, float], ...]:
    """Loss and payment of one event of a scenario by its length: the mean of its rows by how often each comes."""
    of = bare.rows(scenario)
    weight = bare.model.rate * of
    weight = weight / weight.sum()
    paid = years.paid.curves.value_at(LENGTHS_H)[:, 0]
    return tuple(
        (hours, float(weight @ bare.losses[:, n]), float(weight @ paid[:, n])) for n, hours in enumerate(LENGTHS_H)
    )


def _curve(loss: AnnualLoss, kept: AnnualLoss, premium: float) -> tuple[tuple[float, float, float], ...]:
    """Loss by return period, without and with the policy."""
    levels = 1 - 1 / RETURN_YEARS
    without, left = loss.quantile(levels), kept.quantile(levels)
    left = np.minimum(left, without) + premium
    return tuple((float(years), float(a), float(b)) for years, a, b in zip(RETURN_YEARS, without, left, strict=True))
