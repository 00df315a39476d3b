"""What is kept of a year under a cover per event, with a limit on what is paid in the year: exact but for a grid.

Without a limit of the year, what the events leave is a year of its own. With one, what is kept depends on two sums at
once: what all events leave, and what they are paid up to the limit. Their joint distribution is that of a compound
law in two dimensions, by one pair of Fourier transforms. docs/methods/insurance.md.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy import fft
from numpy.typing import ArrayLike

from assessments.engine import checks
from assessments.engine.annual import CELLS, AnnualLoss, AnnualModel, annual_loss, expected_losses, loss_range
from assessments.engine.checks import Flags, Floats
from assessments.engine.curves import CurveBatch
from assessments.engine.errors import InvalidInput
from assessments.engine.insurance import Cover
from assessments.engine.severity import sums

PLANE_CELLS = 1 << 18  # of the plane of what is kept and what is paid
LEAST_CELLS = 64  # along either of the two
WRAPPED = 1e-7  # chance that a sum exceeds its range of the plane
EVEN = 12  # the limit of a year is so many steps or a multiple: half of it, or a third, is then a line of the plane too
CUTS = np.geomspace(1e-5, 1.0, 256)  # losses, as parts of the largest, at which durations are cut into cells


@dataclass(frozen=True, eq=False)
class InsuredYears:
    """A year's events under a cover per event; of rows that are not ``insured`` (R,) nothing is paid.

    ``most_a_year``: the most that is paid in a year, money, infinity for no limit. Once it is used up, nothing more is
    paid in that year. ``cells``: those of `annual_loss`, for all that depends on one sum only. Raises `InvalidInput`.

    >>> from assessments.engine.curves import Curve, batch_of
    >>> from assessments.engine.durations import Point
    >>> line = AnnualModel(batch_of([Curve.from_points([(0, 0), (100, 1000)])]), [Point(8.0)], [0.5])
    >>> year = InsuredYears(line, Cover(deductible=20.0), True)
    >>> year.paid_on_average(), round(year.kept.mean(), 6), round(year.chance_of_payment(), 6)
    (30.0, 10.0, 0.393469)
    """

    model: AnnualModel
    cover: Cover
    insured: ArrayLike
    most_a_year: float = np.inf
    cells: int = CELLS

    def __post_init__(self) -> None:
        checks.made("model", self.model, AnnualModel)
        checks.made("cover", self.cover, Cover)
        checks.alone(checks.within, "most_a_year", self.most_a_year, 0.0, np.inf, "0 or more (infinity for none)")
        flags = checks.within("insured", self.insured, 0, 1, "true or false")
        checks.shaped("insured", flags, (len(self.model.durations),))
        if (flags != np.floor(flags)).any():
            raise InvalidInput("insured", self.insured, "true or false, not in between")

    @cached_property
    def paid(self) -> AnnualModel:
        """Return the payments as events of their own, before the limit of the year."""
        return self._divided(self.cover)[0]

    @cached_property
    def _within(self) -> tuple[AnnualModel, AnnualModel]:
        """Return payments, none above the limit of the year, and what the events then leave."""
        if not self.cover.share or np.isinf(self.most_a_year):
            return self._divided(self.cover)
        return self._divided(replace(self.cover, limit=min(self.cover.limit, self.most_a_year / self.cover.share)))

    @cached_property
    def _totals(self) -> CurveBatch:
        curves = self.model.curves
        return CurveBatch(curves.knots_h, *(side.sum(axis=1, keepdims=True) for side in (curves.left, curves.right)))

    @property
    def _is_insured(self) -> Flags:
        return checks.shaped("insured", np.asarray(self.insured, dtype=np.float64), (len(self.model.durations),)) > 0

    def _divided(self, cover: Cover) -> tuple[AnnualModel, AnnualModel]:
        """Return what is paid and what is kept under a cover, on the same knots."""
        paid, kept = cover.divided(self._totals)
        whole = self._totals.on_knots(paid.knots_h)
        insured = self._is_insured[:, None, None]
        paid_left, paid_right = (np.where(insured, side, 0.0) for side in (paid.left, paid.right))
        left, right = np.where(insured, kept.left, whole.left), np.where(insured, kept.right, whole.right)
        return (
            replace(self.model, curves=CurveBatch(paid.knots_h, paid_left, paid_right)),
            replace(self.model, curves=CurveBatch(paid.knots_h, left, right)),
        )

    def paid_by_row(self) -> Floats:
        """Return what is paid a year on average for the events of each row (R,), before the limit of the year; closed form."""
        return np.asarray(expected_losses(self.paid).sum(axis=1))

    @cached_property
    def paid_in_year(self) -> AnnualLoss:
        """Return the distribution of a year's payments, none above the limit of the year, before they are added up to it."""
        return annual_loss(self._within[0], self.cells)

    def paid_on_average(self) -> float:
        """Return what is paid a year on average; closed form without a limit of the year, else exact but for the grid."""
        if not self.most_a_year:
            return 0.0
        if not self.is_limited:
            return float(self.paid_by_row().sum())
        losses = np.arange(self.paid_in_year.mass.size) * self.paid_in_year.step
        return float((self.paid_in_year.mass * np.minimum(losses, self.most_a_year)).sum())

    def chance_of_payment(self) -> float:
        """Return the exact chance that anything is paid in a year."""
        return 1.0 - self.paid.none if self.most_a_year > 0 else 0.0

    def chance_of_limit(self) -> float:
        """Return the chance that a year's payments would be more than its limit, were there none."""
        return float(annual_loss(self.paid, self.cells).chance_over(self.most_a_year)) if self.is_limited else 0.0

    @cached_property
    def is_limited(self) -> bool:
        """Return whether the limit of the year is ever met: a year's payments may pass it."""
        paid = self._within[0]
        is_paying = self.most_a_year > 0 and float(paid.severities.tops.max(initial=0.0)) > 0
        return is_paying and loss_range(paid) > self.most_a_year

    @cached_property
    def kept(self) -> AnnualLoss:
        """Return the distribution of what is kept in a year, the premium not counted.

        Cost of `annual_loss`; with a limit of the year that can be met, a transform of 2^18 cells and about
        rows x 500 chances, and hundreds of times as much where yearly factors meet an event that ends the year.
        """
        paid, kept = self._within
        if not self.is_limited:
            return annual_loss(kept, self.cells)
        return _joint_kept(paid, kept, self.most_a_year, self.cells, self.model.none)


@dataclass(frozen=True, eq=False)
class _Plane:
    """A grid of what is kept by what is paid: cells and steps along both; the limit of the year is ``limit`` steps."""

    kept_cells: int
    paid_cells: int
    kept_step: float
    paid_step: float
    limit: int


def _joint_kept(paid: AnnualModel, kept: AnnualModel, most: float, cells: int, no_loss: float) -> AnnualLoss:
    """Return the distribution of what is kept with what exceeds the limit of the year.

    The plane says by how much what exceeds the limit lowers the chance of keeping no more than an amount; that is taken
    off the chance for what the events leave by themselves, which is known on a line of many more cells.
    """
    ranges = loss_range(kept, WRAPPED) if kept.severities.tops.any() else 0.0, loss_range(paid, WRAPPED)
    plane = _plane(*ranges, most)
    alone = annual_loss(kept, cells, largest=sum(ranges) - plane.limit * plane.paid_step + plane.paid_step)
    mass = _joint(paid, kept, plane)
    step = max(plane.kept_step, plane.paid_step)
    rest = np.maximum(np.arange(plane.paid_cells) - plane.limit, 0) * plane.paid_step
    left: Floats = np.arange(plane.kept_cells, dtype=np.float64)[:, None] * plane.kept_step
    size = int((left[-1, 0] + rest[-1]) / step) + 2
    whole = _on_line((left + rest) / step, mass, size)
    at_none = float(mass[0, plane.limit + 1 :].sum())
    # years without any loss keep nothing for sure, others may be too near to that for the plane to tell
    none = min(max(kept.none - at_none, no_loss), kept.none)
    if step <= alone.step:
        return AnnualLoss(step, whole, none, WRAPPED)
    lowered = np.cumsum(_on_line(left / step, mass.sum(axis=1, keepdims=True), size) - whole)
    places = np.concatenate([[0.0], (np.arange(size) + 0.5) * step])
    edges = (np.arange(cells) + 0.5) * alone.step
    below = np.clip(alone.below - np.interp(edges, places, np.concatenate([[at_none], lowered])), none, 1.0)
    # the two grids round in ways of their own, but the chance of keeping no more than an amount never falls with it
    below = (np.maximum.accumulate(below) + np.minimum.accumulate(below[::-1])[::-1]) / 2
    return AnnualLoss(alone.step, np.diff(below, prepend=0.0), none, WRAPPED)


def _on_line(place: Floats, chances: Floats, cells: int) -> Floats:
    """Return chances (cells,) on a line, each spread over the two cells beside its place, which keeps the mean."""
    low = np.floor(place).astype(np.int64)
    part = (place - low).ravel()
    one, cell = chances.ravel(), low.ravel()
    return sums(cell, one * (1.0 - part), cells) + sums(cell + 1, one * part, cells)


def _plane(kept: float, paid: float, most: float) -> _Plane:
    """Return the plane for these ranges: as many cells along each as its range asks for, the limit on a line of it."""
    if kept <= 0:
        columns, rows = 1 << 12, 1
    else:
        ratio = np.sqrt(PLANE_CELLS * paid / kept)
        columns = 1 << int(np.clip(np.round(np.log2(ratio)), np.log2(LEAST_CELLS), np.log2(PLANE_CELLS / LEAST_CELLS)))
        rows = PLANE_CELLS // columns
    while columns * most < EVEN * paid:  # the limit is a few steps at least, however many events pass it
        columns *= 2
    limit = EVEN * int(columns * most / paid / EVEN)
    return _Plane(rows, columns, kept / rows, most / limit, limit)


def _joint(paid: AnnualModel, kept: AnnualModel, plane: _Plane) -> Floats:
    """Return the chances (kept cells, paid cells) of what a year's events leave and are paid."""
    frequency = kept.frequency
    row, chance, at_kept, at_paid = _cells(paid, kept)
    weight = chance * frequency.rates[row]
    events = np.zeros((2, frequency.group_shapes.size, plane.kept_cells, plane.paid_cells))
    kind = frequency.absorbing[row] * frequency.group_shapes.size + frequency.group[row]
    i, in_i = _split(at_kept, plane.kept_step, plane.kept_cells)
    j, in_j = _split(at_paid, plane.paid_step, plane.paid_cells)
    for up, part in ((0, 1.0 - in_i), (1, in_i)):
        for over, other in ((0, 1.0 - in_j), (1, in_j)):
            flat = (kind * plane.kept_cells + (i + up) % plane.kept_cells) * plane.paid_cells
            flat += (j + over) % plane.paid_cells
            events += sums(flat, weight * part * other, events.size).reshape(events.shape)
    own = fft.rfft2(events[0])
    own -= frequency.summed(np.ones(frequency.rates.size))[:, None, None]
    ending = fft.rfft2(events[1]) if frequency.ends else np.zeros((1, 1, 1), dtype=np.complex128)
    mass = fft.irfft2(frequency.generating(own, ending), (plane.kept_cells, plane.paid_cells))
    return np.asarray(np.maximum(mass, 0.0))


def _split(values: Floats, step: float, cells: int) -> tuple[checks.Integers, Floats]:
    """Return the cell below each value and how far it lies towards the next (0-1)."""
    if cells == 1:
        return np.zeros(values.shape, dtype=np.int64), np.zeros(values.shape)
    at = values / step
    below = np.floor(at).astype(np.int64)
    return below, at - below


def _cells(paid: AnnualModel, kept: AnnualModel) -> tuple[checks.Integers, Floats, Floats, Floats]:
    """Return cells of duration of all rows, flat (N,): row, exact chance, and what is kept and paid at its mean hour.

    Both are linear in a cell, so that their means are exact. Cells are cut at the knots and where the loss passes parts
    of its largest, so that next to nothing of the spread is lost.
    """
    both = CurveBatch(
        paid.curves.knots_h,
        np.concatenate([kept.curves.left, paid.curves.left], axis=1),
        np.concatenate([kept.curves.right, paid.curves.right], axis=1),
    )
    whole = replace(paid, curves=both).severities
    fine = both.with_knots(whole.hours_at(whole.tops[:, None] * CUTS))
    knots = fine.knots_h
    reach, _, limited = whole.rows.tails(knots.ravel(), knots.shape[1])
    reach, limited = reach.reshape(knots.shape), limited.reshape(knots.shape)
    chance = -np.diff(reach, axis=1, append=0.0)
    summed = np.diff(limited - knots * reach, axis=1, append=0.0)
    summed[:, -1] = knots[:, -1] * chance[:, -1]
    mean = np.divide(summed, chance, out=knots.copy(), where=chance > 1e-290)
    since = np.clip(mean, knots, np.concatenate([knots[:, 1:], knots[:, -1:]], axis=1)) - knots
    climb = np.concatenate([fine.slopes, np.zeros((*fine.left.shape[:2], 1))], axis=2)
    values = fine.right + climb * since[:, None, :]
    row = np.repeat(np.arange(knots.shape[0]), knots.shape[1])
    return row, chance.ravel(), values[:, 0].ravel(), values[:, 1].ravel()
