"""What stands in a loop, solved window by window: the least fixed point at several coming times at once.

Between two openings of buffers inside the loop, the loss at every time is a fixed point of its own, so a window of
times is iterated together. Each pass uses what the last one gave; from time to time the present geometric growth is
continued to its end (Aitken's leap). Method and proofs: docs/methods/cascade.md.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from assessments.engine.checks import Flags, Floats, Integers
from assessments.engine.errors import NotSettled
from assessments.engine.graph import Graph
from assessments.engine.graph_plan import Core, Layer

SETTLED = 1e-13  # largest change of any inoperability at which a fixed point counts as reached
SETTLED_ON_BINS = 1e-9  # enough where buffers run out at the edges of bins anyway
FIRST_LEAP = 3  # passes until two changes give the ratio of a geometric growth; then after 6, 12, 24, ...
FIRST_LEAP_AT_LARGE = 48  # large cores settle as fast as losses travel through them: only for loops that amplify
FIRST_LEAP_WITH_POOLS = 192  # there a leap could end above the least solution: only for loops that hardly settle
LEAST_LEAP = 1e-9  # changes below it are too full of rounding to extrapolate
MOST_PASSES = 100_000
ROUNDING = 1e-12  # part of a buffer that sums of many intervals may miss: less than that left counts as used up
CALM, USED = 0.9, 0.6  # widen the window if so many rows had no opening, narrow it if less of it could be used
WINDOW = 30_000  # links x rows x times to begin with in one window: below it, calls cost more than numbers


@dataclass(frozen=True, eq=False)
class CoreSolution:
    """Knots (R, K') with all openings inside, the old interval of each, the course (m, R, K') and openings (L, R)."""

    knots: Floats
    position: Integers
    pressure: Floats
    inoperability: Floats
    opened_h: Floats


@dataclass(frozen=True, eq=False)
class _Window:
    """Coming times of every row (R, W): ``column`` of the known knots, ``start`` and ``end`` hours, ``real`` or past."""

    column: Integers
    start: Floats
    end: Floats
    real: Flags


@dataclass(eq=False)
class CoreSolver:
    """Solves one core for all rows. Arrays by member (m, R, K) and by link inside (L, R, 1) or (L, R).

    ``outside``: loss that own outages and links from outside bring to each node; ``left``: what workarounds leave of
    links and members at some hours; ``fixed``: the course of all other nodes, for pools with members outside.
    """

    graph: Graph
    core: Core
    knots: Floats
    outside: Floats
    weight: Floats
    buffer_h: Floats
    left: Callable[[Floats], tuple[Floats | None, Floats | None]]
    fixed: Floats
    opening: str

    def run(self) -> CoreSolution:
        """Return the course of the core. Cost O(windows x passes x L R W)."""
        rows, count = self.knots.shape
        links = self.weight.shape[0]
        self.opened = np.where(self.buffer_h > 0, np.inf, 0.0)
        self.closed = np.nonzero(self.buffer_h > 0)
        self.used = np.zeros((self.core.members.size, rows))
        self.last = np.zeros_like(self.used)
        column, now = np.zeros(rows, dtype=np.int64), self.knots[:, 0].copy()
        width = least = int(np.clip(WINDOW // max(links * rows, 1), 1, count))
        kept: list[tuple[_Window, Floats, Floats]] = []
        while (column < count).any():
            window = self._window(column, now, width)
            pressure, q = self._settled(window)
            edges = self._used(window, q)
            cut = self._open(window, q, edges)
            done = window.real & (window.start < cut[:, None])
            kept.append((_Window(window.column, window.start, window.end, done), pressure, q))
            column, now = self._advance(window, q, edges, cut)
            if np.isinf(cut).mean() > CALM:
                width = min(2 * width, count)
            elif done.sum() < USED * window.real.sum():
                width = max(least, width // 2)
        return self._joined(kept)

    def _window(self, column: Integers, now: Floats, width: int) -> _Window:
        count = self.knots.shape[1]
        ahead = column[:, None] + np.arange(width)
        real, ahead = ahead < count, np.minimum(ahead, count - 1)
        start = np.take_along_axis(self.knots, ahead, axis=1)
        start[:, 0] = np.maximum(now, start[:, 0])
        end = np.take_along_axis(self.knots, np.minimum(ahead + 1, count - 1), axis=1)
        return _Window(ahead, start, end, real)

    def _settled(self, window: _Window) -> tuple[Floats, Floats]:
        """Return pressure and inoperability (m, R, W) of the least fixed point at the times of the window."""
        weight = self.weight * (self.opened[:, :, None] <= window.start)
        links, nodes = self.left(window.start)
        if links is not None:
            weight *= links
        outside = self._outside(window.column)
        shape = (self.core.members.size, *window.start.shape)
        # without workarounds nothing ever falls, and what was reached before is a start from below
        q = np.zeros(shape) if links is not None or nodes is not None else np.repeat(self.last[:, :, None], shape[2], 2)
        flat = (-1,) if q[0].size == 1 else (q.shape[0], -1)
        spread = None if nodes is None else nodes.reshape(nodes.shape[0], *flat[1:])
        solved = _Sweeps(self, weight.reshape(weight.shape[0], *flat[1:]), outside.reshape(outside.shape[0], *flat[1:]))
        pressure, q = solved.settle(q.reshape(flat), spread, self._from_outside(window))
        return pressure.reshape(shape), q.reshape(shape)

    def _outside(self, column: Integers) -> Floats:
        """Return what comes from outside at these columns (m, R, W): a view where all rows are at the same ones."""
        first, width = int(column[0, 0]), column.shape[1]
        if (column == np.arange(first, first + width)).all():
            return self.outside[:, :, first : first + width]
        return np.take_along_axis(self.outside, column[None], axis=2)

    def _from_outside(self, window: _Window) -> list[Floats]:
        """Return, for each pool of the core, what its members outside carry (B,)."""
        carried: list[Floats] = []
        inside = set(self.core.members.tolist()) if self.core.pools else set()
        for pool in self.core.pools:
            one = self.graph.pools[pool]
            total = np.zeros(window.start.shape)
            for member, share in zip(one.members, one.shares, strict=True):
                if member not in inside:
                    total += share * (1.0 - np.take_along_axis(self.fixed[member], window.column, axis=1))
            carried.append(total.ravel())
        return carried

    def _used(self, window: _Window, q: Floats) -> Floats:
        """Return what is used up at the edges of the window (m, R, W + 1)."""
        edges = np.empty((*q.shape[:2], q.shape[2] + 1))
        edges[:, :, 0] = self.used
        np.cumsum(q * (window.end - window.start), axis=2, out=edges[:, :, 1:])
        edges[:, :, 1:] += self.used[:, :, None]
        return edges

    def _open(self, window: _Window, q: Floats, edges: Floats) -> Floats:
        """Open the links whose buffers run out first in each row, and return that hour (R,), infinity if none does."""
        link, row = self.closed
        # what is used up never falls: the end of the window tells which buffers run out, and those few are looked into
        enough = self.buffer_h[link, row] * (1 - ROUNDING)
        emptied = edges[self.core.sources[link], row, -1] >= enough
        link, row, enough = link[emptied], row[emptied], enough[emptied]
        source, buffer_h = self.core.sources[link], self.buffer_h[link, row]
        at = (edges[source, row, 1:] >= enough[:, None]).argmax(axis=1)
        if self.opening == "exact":
            lacking, speed = buffer_h - edges[source, row, at], q[source, row, at]
            lasts = np.divide(lacking, speed, out=np.zeros_like(speed), where=speed > 0)
            hours = np.minimum(window.start[row, at] + np.maximum(lasts, 0.0), window.end[row, at])
        else:
            hours = (window.start if self.opening == "early" else window.end)[row, at]
        cut = np.full(self.knots.shape[0], np.inf)
        np.minimum.at(cut, row, hours)
        first = hours <= cut[row]
        self.opened[link[first], row[first]] = hours[first]
        still = np.isinf(self.opened[self.closed])
        self.closed = (self.closed[0][still], self.closed[1][still])
        return cut

    def _advance(self, window: _Window, q: Floats, edges: Floats, cut: Floats) -> tuple[Integers, Floats]:
        """Return where each row goes on, column and hour, and keep what it has used up by then."""
        row, width = np.arange(cut.size), window.start.shape[1]
        inside = np.isfinite(cut)
        at = np.clip((window.start <= cut[:, None]).sum(axis=1) - 1, 0, width - 1)
        # an opening at the end of the window is met by the first time of the next one; one at the horizon, which has
        # no length, is met by the horizon itself
        through = (cut >= window.end[:, -1]) & (cut > window.start[:, -1])
        since = np.where(inside, cut, 0.0) - window.start[row, at]
        partly = edges[:, row, at] + q[:, row, at] * since
        self.used = np.where(through, edges[:, :, -1], partly)
        self.last = q[:, row, np.where(through, width - 1, at)]
        column = np.where(through, window.column[:, 0] + width, window.column[row, at])
        following = self.knots[row, np.minimum(column, self.knots.shape[1] - 1)]
        # rows that were through before stay so
        column = np.where(window.real[:, 0], column, self.knots.shape[1])
        return column, np.where(through, following, np.where(inside, cut, following))

    def _joined(self, kept: list[tuple[_Window, Floats, Floats]]) -> CoreSolution:
        """Return the accepted times of all windows in one course, padded at the end with the last of them."""
        if all((window.real == window.real[:1]).all() for window, _, _ in kept):
            kept = [_compressed(*part) for part in kept]
        start = np.concatenate([window.start for window, _, _ in kept], axis=1)
        column = np.concatenate([window.column for window, _, _ in kept], axis=1)
        real = np.concatenate([window.real for window, _, _ in kept], axis=1)
        counts = real.sum(axis=1, keepdims=True)
        if real.all():
            pressure, q = (np.concatenate([part[which] for part in kept], axis=2) for which in (1, 2))
            return self._solution(start, column, pressure, q)
        # the accepted stand in order already: bring them to the front, then repeat the last
        order = np.argsort(~real, axis=1, kind="stable")[:, : int(counts.max())]
        order = np.where(np.arange(order.shape[1]) < counts, order, np.take_along_axis(order, counts - 1, axis=1))
        knots, position = (np.take_along_axis(table, order, axis=1) for table in (start, column))
        pressure, q = (
            np.take_along_axis(np.concatenate([part[which] for part in kept], axis=2), order[None], axis=2)
            for which in (1, 2)
        )
        return self._solution(knots, position, pressure, q)

    def _solution(self, knots: Floats, position: Integers, pressure: Floats, q: Floats) -> CoreSolution:
        unchanged = np.array_equal(knots, self.knots)
        return CoreSolution(self.knots if unchanged else knots, position, pressure, q, self.opened)


class _Sweeps:
    """Passes over the core at fixed times: arrays (m, B) and (L, B), or (m,) and (L,) for a single time."""

    def __init__(self, solver: CoreSolver, weight: Floats, outside: Floats) -> None:
        self.core, self.graph, self.weight, self.outside = solver.core, solver.graph, weight, outside
        self.settled = SETTLED if solver.opening == "exact" else SETTLED_ON_BINS
        self.local = {int(member): number for number, member in enumerate(self.core.members)} if self.core.pools else {}
        self.leap_after = FIRST_LEAP if len(self.core.passes) > 1 else FIRST_LEAP_AT_LARGE
        if self.core.pools or self.graph.rule == "max":
            self.leap_after = FIRST_LEAP_WITH_POOLS

    def settle(self, q: Floats, kept: Floats | None, carried: list[Floats]) -> tuple[Floats, Floats]:
        """Return pressure and inoperability at the least fixed point above q, which must not lie above it."""
        change, leap_after = np.zeros_like(q), self.leap_after
        for number in range(1, MOST_PASSES):
            before, last = q, change
            q = q.copy()
            pressure = q if kept is None else np.empty_like(q)
            for layer in self.core.passes:
                self._pass(layer, q, pressure, kept, carried)
            change = q - before
            if max(change.max(initial=0.0), -change.min(initial=0.0)) <= self.settled:
                return pressure, q
            # ever rarer, so that a leap that misleads cannot keep plain passes from settling
            if number == leap_after:
                leap_after *= 2
                q = _leap(q, last, change)
        raise NotSettled("A loop of dependencies did not settle: its links feed each other almost without loss.")

    def _pass(self, layer: Layer, q: Floats, pressure: Floats, kept: Floats | None, carried: list[Floats]) -> None:
        intake = layer.intake
        if intake.nodes.size:
            begin, place = intake.links.start - self.core.links.start, intake.place
            arriving = q.take(intake.sources, axis=0)
            arriving *= self.weight[begin : begin + intake.sources.size]
            pressure[place] = intake.combined(self.graph.rule, self.outside[place], arriving)
            if kept is not None:
                q[place] = pressure[place] * kept[place]
        for pool in layer.pools:
            one, number = self.graph.pools[pool], self.local[self.graph.nodes + pool]
            total = carried[self.core.pools.index(pool)]
            for member, share in zip(one.members, one.shares, strict=True):
                if member in self.local:
                    total = total + share * (1.0 - q[self.local[member]])
            pressure[number] = q[number] = np.maximum(0.0, 1.0 - total).reshape(q[number].shape)


def _compressed(window: _Window, pressure: Floats, q: Floats) -> tuple[_Window, Floats, Floats]:
    """Return the window with only its accepted times, the same for every row."""
    real = window.real[0]
    if real.all():
        return window, pressure, q
    table = _Window(window.column[:, real], window.start[:, real], window.end[:, real], window.real[:, real])
    return table, pressure[:, :, real], q[:, :, real]


def _leap(q: Floats, last: Floats, change: Floats) -> Floats:
    """Return q moved to where its present geometric change would end (Aitken), between 0 and 1.

    Under "or" and "sum" without pools the map is concave, so where anything arrives at all it has one fixed point: a
    leap past it comes back down to the same one. With pools it may settle above the least solution, never below.
    """
    ratio = np.divide(change, last, out=np.zeros_like(change), where=np.abs(last) > LEAST_LEAP)
    shrinking = (ratio > 0) & (ratio < 1)
    leap = np.divide(change * ratio, 1 - ratio, out=np.zeros_like(change), where=shrinking)
    return np.where((ratio >= 1) & (change > 0), 1.0, np.clip(q + leap, 0.0, 1.0))
