"""From a statement to the engine and back: the one place where stated units become hours, shares and money per hour.

Every activity is three nodes of the engine's graph: its route to TikTok, which an event takes away; the work that stands
idle with the route (costs and credits hang on it); and the activity itself, which stops with the share of its output that
depends on the route. An alternative relieves the two links from the route; links between activities join the third nodes.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from assessments.engine.annual import AnnualModel, expected_losses
from assessments.engine.cascade import Cascade, Conditions, Workarounds, solve
from assessments.engine.curves import CurveBatch
from assessments.engine.durations import Duration
from assessments.engine.graph import Graph, Rule, links_of
from assessments.engine.losses import event_losses, loss_so_far, outgoings
from assessments.engine.season import Peak as EnginePeak
from assessments.engine.season import Season, season_of
from assessments.scoring.cases import AS_STATED, Case, Variation
from assessments.scoring.events import Event
from assessments.scoring.money import HOURS_A_YEAR, Money, money_of
from assessments.scoring.stated.dependencies import Link
from assessments.scoring.stated.timing import Peak
from assessments.scoring.statement import Statement

Floats = NDArray[np.float64]
YEAR_DAYS = 365


@dataclass(frozen=True, eq=False)
class Run:
    """A solved batch: rows are cases x events, case by case; columns the activities."""

    events: tuple[Event, ...]
    cases: int
    income: CurveBatch
    other: CurveBatch
    durations: tuple[Duration, ...]
    rates: Floats
    cascade: Cascade

    @cached_property
    def losses(self) -> CurveBatch:
        """Income lost and other losses together."""
        return self.income.plus(self.other)

    def expected_losses(self) -> Floats:
        """Expected loss a year (cases, events, activities)."""
        expected = expected_losses(AnnualModel(self.losses, self.durations, self.rates))
        return expected.reshape(self.cases, len(self.events), -1)

    def case(self, number: int) -> "Run":
        """One case of the batch as a run of its own."""
        size = len(self.events)
        rows = slice(number * size, (number + 1) * size)
        return replace(
            self,
            cases=1,
            income=_rows(self.income, rows),
            other=_rows(self.other, rows),
            durations=self.durations[rows],
            rates=self.rates[rows],
        )

    def annual(self, season: Season | None = None) -> AnnualModel:
        """The events of a single case as a year's model, split by the season in which they start."""
        if season is None or len(season.peaks) == 1:
            return AnnualModel(self.losses, self.durations, self.rates)
        classes = season.spread(self.income)
        other = self.other.on_knots(classes[0].knots_h)
        spread = [curves.plus(other) for curves in classes]
        joined = CurveBatch(
            np.concatenate([curves.knots_h for curves in spread]),
            np.concatenate([curves.left for curves in spread]),
            np.concatenate([curves.right for curves in spread]),
        )
        rates = np.concatenate([self.rates * chance for chance in season.chances])
        return AnnualModel(joined, self.durations * len(spread), rates)


def _rows(curves: CurveBatch, rows: slice) -> CurveBatch:
    return CurveBatch(curves.knots_h[rows], curves.left[rows], curves.right[rows])


class Model:
    """The engine's view of a statement and of the events that may hit it."""

    def __init__(
        self, statement: Statement, events: tuple[Event, ...], recovery_h: Sequence[float] | None = None
    ) -> None:
        """Prepare graph and money; `recovery_h` are the recovery targets of the activities, in their order."""
        self.statement = statement
        self.events = events
        self.keys = [activity.key for activity in statement.activities]
        self.parties = list(statement.dependencies.parties)
        self.money: Money = money_of(statement, recovery_h if recovery_h is not None else [0.0] * len(self.keys))

    @property
    def count(self) -> int:
        """Number of activities."""
        return len(self.keys)

    @property
    def functions(self) -> list[int]:
        """The nodes that are the activities themselves."""
        return list(range(2 * self.count, 3 * self.count))

    @property
    def idle(self) -> list[int]:
        """The nodes that stand for work that cannot happen."""
        return list(range(self.count, 2 * self.count))

    def node(self, key: str) -> int:
        """The node of an activity or a party."""
        if key in self.keys:
            return 2 * self.count + self.keys.index(key)
        return 3 * self.count + self.parties.index(key)

    @cached_property
    def links(self) -> list[Link]:
        """The links between what is in the model; one to an activity that was taken off the list is left out."""
        known = {*self.keys, *self.parties}
        return [link for link in self.statement.dependencies.links if {link.source, link.target} <= known]

    @cached_property
    def graph(self) -> Graph:
        """Routes to activities and idle work, then the links the organisation named."""
        count = self.count
        pairs = [(i, 2 * count + i) for i in range(count)] + [(i, count + i) for i in range(count)]
        pairs += [(self.node(link.source), self.node(link.target)) for link in self.links]
        targets, sources = links_of(pairs)
        return Graph(3 * count + len(self.parties), targets, sources)

    def run(self, cases: Sequence[Case] | None = None, rule: Rule | None = None) -> Run:
        """All events of all cases, solved together; by default the one case as stated.

        `rule` says how what arrives at an activity in several ways adds up; by default as if each were independent.
        """
        cases = cases or (Case(self.events),)
        cascade = self._solve(cases, rule=rule)
        income = event_losses(cascade, self.functions, self.money.income_terms(cases)).income
        other = outgoings(cascade, self.idle, self.money.other_terms(cases))
        joined = income.with_knots(other.knots_h)
        return Run(
            events=cases[0].events,
            cases=len(cases),
            income=joined,
            other=other.on_knots(joined.knots_h),
            durations=tuple(duration for case in cases for duration in case.durations),
            rates=np.array([rate for case in cases for rate in case.rates]),
            cascade=cascade,
        )

    def without_measures(self) -> Case:
        """The case in which nothing takes over what stops."""
        return Case(tuple(replace(event, relief={}) for event in self.events))

    def whole_outage(self, variations: Sequence[Variation] = (AS_STATED,)) -> Cascade:
        """The course of a whole service down in all markets with nothing done about it, a row for each variation."""
        event = replace(self.events[0], route=dict.fromkeys(self.keys, 1.0), relief={})
        return self._solve([Case((event,), variation) for variation in variations], HOURS_A_YEAR)

    def course_of(self, event: Event, horizon_h: float) -> Cascade:
        """The course of one event up to a horizon."""
        return self._solve((Case((event,)),), horizon_h)

    def loss_so_far(
        self, cascade: Cascade, hours: Sequence[float], factor_by_day: Floats | None = None
    ) -> tuple[Floats, Floats]:
        """Income lost and other losses (activities, hours) of a single course that still goes on."""
        cases = (Case(self.events[:1]),)
        income = loss_so_far(cascade, self.functions, self.money.income_terms(cases), hours, factor_by_day)
        other = loss_so_far(cascade, self.idle, self.money.other_terms(cases), hours)
        return income[0], other[0]

    def event_loss(
        self, cascade: Cascade, hours: float, factor_by_day: Floats | None = None, variation: Variation = AS_STATED
    ) -> tuple[Floats, Floats]:
        """Income lost and other losses (activities,) of a single course that ends after so many hours, with the way back."""
        cases = (Case(self.events[:1], variation),)
        income = event_losses(cascade, self.functions, self.money.income_terms(cases), factor_by_day).income
        other = outgoings(cascade, self.idle, self.money.other_terms(cases))
        return income.value_at([hours])[0, :, 0], other.value_at([hours])[0, :, 0]

    def losses_of(self, events: Sequence[Event], hours: Sequence[float]) -> tuple[Cascade, Floats]:
        """The courses of several events, solved together, and their losses (events, activities, hours) with the way back.

        Each is what `event_loss` says of it alone: what comes later changes nothing of what was lost before.
        """
        cases = (Case(tuple(events)),)
        cascade = self._solve(cases, max(hours) + 1.0)
        income = event_losses(cascade, self.functions, self.money.income_terms(cases)).income
        other = outgoings(cascade, self.idle, self.money.other_terms(cases))
        return cascade, np.asarray(income.value_at(hours) + other.value_at(hours))

    @cached_property
    def season(self) -> Season | None:
        """The start classes of the year; None without stated peaks or where they hold more than the year's income."""
        peaks = engine_peaks(self.statement.timing.stated_peaks, self.statement)
        factors: dict[int, float] = {}
        for peak in peaks:
            for day in range(peak.first_day, peak.last_day + 1):
                factors[day] = max(factors.get(day, 0.0), peak.factor)
        return season_of(peaks) if factors and sum(factors.values()) < YEAR_DAYS > len(factors) else None

    def _solve(self, cases: Sequence[Case], horizon_h: float | None = None, rule: Rule | None = None) -> Cascade:
        count, nodes = self.count, self.graph.nodes
        events = [event for case in cases for event in case.events]
        factors = [case.variation.dependency for case in cases for _ in case.events]
        outage = np.zeros((len(events), nodes))
        outage[:, :count] = [[event.route[key] for key in self.keys] for event in events]
        weight = np.ones((len(events), self.graph.links))
        dependency = np.array([activity.dependency.number / 100 for activity in self.statement.activities])
        weight[:, :count] = np.minimum(1.0, dependency * np.array(factors)[:, None])
        weight[:, 2 * count :] = [link.share for link in self.links]
        buffer = np.zeros(self.graph.links)
        buffer[2 * count :] = [link.starts_after_h for link in self.links]
        horizons = [event.entry.horizon_h if horizon_h is None else horizon_h for event in events]
        conditions = Conditions(outage, weight, buffer, by_link=self._workarounds(cases))
        graph = self.graph if rule is None else self.graph.ruled(rule)
        return solve(graph, conditions, horizon_h=horizons)

    def _workarounds(self, cases: Sequence[Case]) -> Workarounds:
        table = np.array([row for case in cases for row in case.reliefs(self.keys)])
        shape = (table.shape[0], self.graph.links)
        effect, start, end = np.zeros(shape), np.full(shape, np.inf), np.full(shape, np.inf)
        for first in (0, self.count):  # the activity and its idle work have the same alternative
            part = slice(first, first + self.count)
            effect[:, part], start[:, part] = table[..., 0], table[..., 1]
            end[:, part] = table[..., 1] + table[..., 2]
        return Workarounds(effect, start, end)


def engine_peaks(peaks: Sequence[Peak], statement: Statement) -> list[EnginePeak]:
    """The peaks as days after the assessment date, cut to the year that is looked at."""
    start, last = statement.profile.as_of.toordinal(), YEAR_DAYS - 1
    days = [(max(0, p.start.toordinal() - start), min(last, p.end.toordinal() - start), p.factor) for p in peaks]
    return [EnginePeak(first, end, factor) for first, end, factor in days if first <= end]
