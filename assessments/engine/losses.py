"""What a disruption costs each function, by its length: event loss curves from the course of the cascade.

Meanings are those of docs/methods/losses.md: direct income stops with the function and is partly
recaptured; influenced income fades with a half-life and comes back with the same; costs go on; lumps fall due at
fixed hours; direct income returns gradually after the end. The income part and the other part are kept apart,
because seasons change only the first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike

from assessments.engine import checks, timelines
from assessments.engine.cascade import Cascade
from assessments.engine.checks import Floats, Integers
from assessments.engine.curves import CurveBatch
from assessments.engine.errors import InvalidInput

RECAPTURE_STEPS = ((24.0, 1.0), (72.0, 0.3), (np.inf, 0.0))  # until hour, part of the first-day share
RECOVERED_AT_TARGET = 0.99  # share of direct income back when the recovery time is over
DAY_H = 24.0


@dataclass(frozen=True)
class Lump:
    """An amount that falls due for one function once the disruption has lasted ``after_h`` hours (credit, penalty).

    ``amount``: money, a number or (R,).
    """

    function: int
    after_h: float
    amount: ArrayLike


@dataclass(frozen=True, eq=False)
class LossTerms:
    """What F functions earn and owe; each table is a number, (F,) or (R, F).

    ``direct_per_h``, ``influenced_per_h``: income that passes through the function, money per hour. ``recapture``:
    share of direct income that is late, not lost, on the first day; 0.3 of it until 72 h, nothing after.
    ``fade_half_life_h``: hours in which half of the influenced income fades. ``cost_per_h``: what must still be
    paid for work that cannot happen, at full pressure. ``recovery_h``: hours after the end until 99 % of direct
    income is back. ``lumps``: see `Lump`.
    """

    direct_per_h: ArrayLike
    influenced_per_h: ArrayLike = 0.0
    recapture: ArrayLike = 0.0
    fade_half_life_h: ArrayLike = 240.0
    cost_per_h: ArrayLike = 0.0
    recovery_h: ArrayLike = 0.0
    lumps: Sequence[Lump] = field(default=())


@dataclass(frozen=True, eq=False)
class EventLosses:
    """Loss curves of R rows x F functions: ``income`` (direct, influenced, recovery) and ``other`` (costs and lumps).

    ``raised`` (R, F): by how much the running maximum lifted the income curve (a workaround may make it fall), 0
    mostly.
    """

    income: CurveBatch
    other: CurveBatch
    raised: Floats

    def combined(self) -> CurveBatch:
        """Return income and other losses together, on the knots of both."""
        return self.income.plus(self.other)


@dataclass(frozen=True, eq=False)
class _Course:
    """The checked tables on the knots of the loss curves: everything (R, F, K) holds on the interval after its knot."""

    knots: Floats  # (R, K)
    q: Floats
    pressure: Floats
    direct: Floats  # money per hour, day factor included
    influenced: Floats
    kept: Floats  # 1 - share recaptured
    cost: Floats
    half_life: Floats
    recovery: Floats  # (R, F, 1)
    lumps: Floats  # money due at each knot at full inoperability


def event_losses(
    cascade: Cascade, functions: Sequence[int], terms: LossTerms, factor_by_day: ArrayLike | None = None
) -> EventLosses:
    """Return the loss curves of the functions (F nodes of the graph) for every row of the cascade.

    ``factor_by_day`` (days,) multiplies the income of each day since the start (its last value holds from then on);
    for outages that start on a known date. Raises `InvalidInput` for negative money, shares outside 0..1 and
    unknown nodes. Income never exceeds the direct and influenced income of the hours of the disruption. Cost O(R F
    K).

    >>> from assessments.engine.cascade import Conditions, solve
    >>> from assessments.engine.graph import Graph
    >>> down = solve(Graph(2, targets=(1,), sources=(0,)), Conditions([1, 0]), horizon_h=8760.0)
    >>> losses = event_losses(down, [1], LossTerms(direct_per_h=100.0, recapture=0.33))
    >>> losses.income.value_at([24, 72]).round(6).tolist()  # 24 x 67, then 48 x 90.1
    [[[1608.0, 5932.8]]]
    """
    course = _course(cascade, functions, terms, np.empty(0), factor_by_day)
    slope = course.direct * course.kept * course.q + course.influenced * course.q
    lost = timelines.running_integral(slope, course.knots[:, None, :])
    tail = course.direct * course.kept * course.q / -np.log1p(-RECOVERED_AT_TARGET)
    recovering = np.minimum(course.recovery, course.knots[:, None, :])
    left, right = lost.copy(), lost + tail * recovering
    left[..., 1:] += tail[..., :-1] * recovering[..., 1:]
    earned = timelines.running_integral(course.direct + course.influenced, course.knots[:, None, :])
    income = CurveBatch(course.knots, left, right)
    if (np.maximum(left, right) > earned).any():
        income = income.lesser(CurveBatch(course.knots, earned, earned))
    income, raised = income.running_maximum()
    other = _outgoings(course)
    return EventLosses(income, other if income.knots_h is course.knots else other.on_knots(income.knots_h), raised)


def outgoings(cascade: Cascade, functions: Sequence[int], terms: LossTerms) -> CurveBatch:
    """Return the curves (R, F) of costs and lumps alone, for functions whose income stands elsewhere.

    The same as ``event_losses(...).other`` at a third of its cost.
    """
    return _outgoings(_course(cascade, functions, terms, np.empty(0), None))


def _outgoings(course: _Course) -> CurveBatch:
    spent = timelines.running_integral(course.cost * course.pressure, course.knots[:, None, :])
    due = np.cumsum(course.lumps * course.q, axis=2)
    before = np.concatenate([np.zeros_like(due[..., :1]), due[..., :-1]], axis=2)
    return CurveBatch(course.knots, spent + before, spent + due)


def loss_so_far(
    cascade: Cascade,
    functions: Sequence[int],
    terms: LossTerms,
    hours: ArrayLike,
    factor_by_day: ArrayLike | None = None,
) -> Floats:
    """Return what a disruption that still goes on has cost by each of (B,) hours, money (R, F, B).

    Direct income less recapture, influenced income as far as it has faded, costs, and lumps due by then; no
    recovery loss. Of the influenced income the lost share s follows ds/dt = (q - s) ln 2 / half-life, so s = 1 -
    2^(-t/half-life) while q = 1.

    >>> from assessments.engine.cascade import Conditions, solve
    >>> from assessments.engine.graph import Graph
    >>> down = solve(Graph(1), Conditions([1]), horizon_h=8760.0)
    >>> terms = LossTerms(direct_per_h=0.0, influenced_per_h=10.0, fade_half_life_h=24.0)
    >>> float(loss_so_far(down, [0], terms, [24.0])[0, 0, 0].round(4))  # 10 (24 - 24/ln 2 (1 - 1/2))
    66.8766
    """
    checks.made("cascade", cascade, Cascade)
    at_h = np.atleast_1d(checks.within("hours", hours, 0.0, float(cascade.knots_h[:, -1].min()), "within the horizon"))
    if at_h.ndim != 1:
        raise InvalidInput("hours", f"of shape {at_h.shape}", "a list of hours")
    course = _course(cascade, functions, terms, at_h, factor_by_day)
    spans = np.diff(course.knots, axis=1)[:, None, :]
    gone = course.direct * course.kept * course.q + course.cost * course.pressure
    gone = gone[..., :-1] * spans + course.influenced[..., :-1] * _faded(course, spans)
    lost = np.zeros_like(course.q)
    np.cumsum(gone, axis=2, out=lost[..., 1:])
    lost += np.cumsum(course.lumps * course.q, axis=2)
    position = (course.knots[:, None, :] <= at_h[:, None]).sum(axis=2) - 1
    return timelines.read(lost, position)


def _faded(course: _Course, spans: Floats) -> Floats:
    """Return the integral (R, F, K-1) of the faded share s over each interval, exact for piecewise-constant q."""
    pace = np.log(2) / course.half_life
    gone, behind = -np.expm1(-pace * spans), spans * _behind(pace * spans)
    share, total = np.zeros(course.q.shape[:2]), np.empty_like(spans * course.q[..., :-1])
    for k in range(total.shape[2]):
        q = course.q[..., k]
        # s' = pace (q - s): on average over the interval s stands between where it began and q
        total[..., k] = share * spans[..., k] + (q - share) * behind[..., k]
        share = share + (q - share) * gone[..., k]
    return total


def _behind(x: Floats) -> Floats:
    """Return 1 - (1 - e^-x)/x, by its series where the difference would lose digits."""
    some = np.maximum(x, 1e-3)
    return np.where(x < 1e-3, x / 2 - x**2 / 6 + x**3 / 24 - x**4 / 120, 1.0 + np.expm1(-some) / some)


def _course(
    cascade: Cascade, functions: Sequence[int], terms: LossTerms, hours: Floats, factor_by_day: ArrayLike | None
) -> _Course:
    nodes = _nodes(cascade, functions, terms)
    shape = (cascade.knots_h.shape[0], nodes.size)
    table = {
        name: checks.shaped(name, checks.amount(name, getattr(terms, name)), shape)
        for name in ("direct_per_h", "influenced_per_h", "cost_per_h", "recovery_h")
    }
    recapture = checks.shaped("recapture", checks.share("recapture", terms.recapture), shape)
    half_life = checks.shaped("fade_half_life_h", checks.positive("fade_half_life_h", terms.fade_half_life_h), shape)
    factor = None if factor_by_day is None else _by_day(factor_by_day)
    lump_h = [checks.alone(checks.hours, "after_h of a lump", lump.after_h) for lump in terms.lumps]
    edges = [edge for edge, _ in RECAPTURE_STEPS[:-1]] if recapture.any() else []
    days = [] if factor is None else [DAY_H * day for day in range(1, factor.size) if factor[day] != factor[day - 1]]
    shared = np.concatenate([hours, np.array(edges + days + lump_h)])
    wanted = np.concatenate([np.broadcast_to(shared, (shape[0], shared.size)), table["recovery_h"]], axis=1)
    knots, position = timelines.insert(cascade.knots_h, wanted)
    # nothing new happens at the very end: knots at the horizon belong to the last interval before it
    started = np.minimum(position, (cascade.knots_h < cascade.knots_h[:, -1:]).sum(axis=1, keepdims=True) - 1)
    begun = np.minimum(knots, np.where(knots < knots[:, -1:], knots, 0.0).max(axis=1, keepdims=True))
    by_day = (
        1.0 if factor is None else factor[np.minimum((begun // DAY_H).astype(np.int64), factor.size - 1)][:, None, :]
    )
    fading = np.select([begun < edge for edge, _ in RECAPTURE_STEPS], [part for _, part in RECAPTURE_STEPS])
    full = (*shape, knots.shape[1])
    return _Course(
        knots=knots,
        q=_on(cascade.inoperability, nodes, started),
        pressure=_on(cascade.pressure, nodes, started),
        direct=np.broadcast_to(table["direct_per_h"][:, :, None] * by_day, full),
        influenced=np.broadcast_to(table["influenced_per_h"][:, :, None] * by_day, full),
        kept=1.0 - recapture[:, :, None] * fading[:, None, :],
        cost=table["cost_per_h"][:, :, None],
        half_life=half_life[:, :, None],
        recovery=table["recovery_h"][:, :, None],
        lumps=_lumps(terms.lumps, knots, nodes.size),
    )


def _nodes(cascade: Cascade, functions: Sequence[int], terms: LossTerms) -> Integers:
    checks.made("cascade", cascade, Cascade)
    checks.made("terms", terms, LossTerms)
    checks.listed("lumps", terms.lumps, Lump)
    last = cascade.graph.nodes - 1
    return checks.places("functions", functions, last + 1, f"nodes between 0 and {last}")


def _by_day(factor_by_day: ArrayLike) -> Floats:
    factor = checks.amount("factor_by_day", factor_by_day)
    if factor.ndim != 1 or not factor.size:
        raise InvalidInput("factor_by_day", f"of shape {factor.shape}", "a factor for each of one or more days")
    return factor


def _on(values: Floats, nodes: Integers, position: Integers) -> Floats:
    """Return a course (R, n, K) for some nodes on finer knots, (R, F, K')."""
    return timelines.read(values[:, nodes], position)


def _lumps(lumps: Sequence[Lump], knots: Floats, functions: int) -> Floats:
    """Return the money (R, F, K) that falls due at each knot; lumps at or beyond the horizon are left out."""
    due = np.zeros((knots.shape[0], functions, knots.shape[1]))
    for lump in lumps:
        allowed = f"a position between 0 and {functions - 1}"
        function = checks.whole("function of a lump", lump.function, 0, functions - 1, allowed)
        amount = checks.shaped("amount of a lump", checks.amount("amount of a lump", lump.amount), knots.shape[:1])
        first = (knots < lump.after_h).sum(axis=1)
        inside = np.flatnonzero(lump.after_h < knots[:, -1])
        due[inside, function, first[inside]] += amount[inside]
    return due
