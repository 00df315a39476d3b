"""The best mix of channels under what a person assumes of them, and how sure that is. Nothing is stored.

The engine looks for the mix whose worst year in twenty brings most; only what TikTok carries is moved. What is printed
is a mix in tenths of a point, weighed again as it is printed. docs/methods/diversification.md.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from assessments.engine.channels import Channels, Response
from assessments.engine.diversification import Mix, Outcome, diversify, frontier, outcome_of, stability
from assessments.scoring.diversify import MOST_MOVED
from assessments.scoring.evaluate import seed_of
from assessments.scoring.trials.joint import SAME, Failing, failing
from assessments.scoring.trials.places import LEAST_POINTS, WHOLE, Place, Places
from assessments.scoring.trials.present import KEPT, Present

Floats = NDArray[np.float64]
LEVEL = 0.95
STEPS = 9
"""Mixes on the line from nothing moved to everything that may be."""
STEP_TOLERANCE = 1e-6
TRADES = 5
DRAWS = 5
MAY_FALL = 0.5
"""Points of income by which an average year may be worse. Working assumption."""
TENTHS = 10.0
FEW = 1e-9
TRIFLE = 0.01
"""Part of what the best mix gains that a steadier one may fall short of it."""


@dataclass(frozen=True)
class Assumed:
    """What is assumed of a channel: how often it fails, how much of 100 moved comes in there, points it can take on."""

    is_on: bool
    often: str = SAME
    arrives: float = WHOLE
    most: float = WHOLE


@dataclass(frozen=True)
class Assumptions:
    """What is assumed of every channel, by its key, and the limits of the whole, in points of income."""

    channels: tuple[tuple[str, Assumed], ...]
    most_moved: float = MOST_MOVED
    may_fall: float = MAY_FALL

    def of(self, place: Place) -> Assumed:
        """What is assumed of a channel: one in use may take on more, another may not unless somebody says so."""
        return dict(self.channels).get(place.key, Assumed(is_on=place.is_used))


@dataclass(frozen=True, eq=False)
class Spread:
    """Today's mix and the best, by the places that take part; amounts in points, results in money a year.

    `best` is what is printed: `exact`, or a steadier mix that is as good, in tenths of a point. `steps` are the best mixes
    by how much is moved, `trade` those by what an average year brings; `drawings` the best mixes (1 + draws, places) of
    these years and of years drawn again, `behind` how much better each of the latter is there than `exact`.
    """

    places: tuple[Place, ...]
    unit: float
    now: Outcome
    best: Outcome
    exact: Mix
    steps: tuple[Mix, ...]
    trade: tuple[Mix, ...]
    drawings: Floats
    behind: Floats
    most: Floats
    most_moved: float
    full: float

    @property
    def today(self) -> Floats:
        """Points of each place today."""
        return self.now.amounts

    @property
    def room(self) -> float:
        """Points that could be taken off TikTok if any number could be moved in a year."""
        return float(min(self.today[0], (self.most - self.today)[1:].sum()))

    @property
    def moved(self) -> float:
        """Points that the best mix takes off TikTok."""
        return float(self.today[0] - self.best.amounts[0])

    @property
    def gap(self) -> float:
        """By how much the worst years of any other allowed mix could at most be better than those of `best`."""
        return max(0.0, self.exact.proven - self.best.worst_mean)

    def missing(self, result: float) -> float:
        """What a result falls short of a year of today's mix in which nothing fails."""
        return self.full - result

    def worth(self, place: int) -> float:
        """What one more point there instead of on TikTok adds to the worst years."""
        return float(self.best.marginal[place] - self.best.marginal[0])


@lru_cache(maxsize=KEPT * 4)
def spread_of(present: Present, places: Places, assumptions: Assumptions) -> Spread:
    """The best mix under these assumptions."""
    found = failing(present, places)
    part, channels = channels_for(found, assumptions)
    now = outcome_of(channels, [place.today for place in part], LEVEL)
    least = now.mean - found.unit * assumptions.may_fall - FEW * found.unit * channels.budget
    exact = diversify(channels, LEVEL, least)
    drawn = stability(channels, exact, seed_of(present.profile), LEVEL, DRAWS)
    drawings = np.vstack([exact.amounts[None], drawn.amounts])
    return Spread(
        places=part,
        unit=found.unit,
        now=now,
        best=_printed(channels, exact, drawings, now, least),
        exact=exact,
        steps=_steps(channels, least),
        trade=frontier(channels, LEVEL, TRADES, STEP_TOLERANCE).mixes,
        drawings=drawings,
        behind=np.maximum(drawn.worst_means - drawn.kept, 0.0),
        most=channels.of_each("most"),
        most_moved=assumptions.most_moved,
        full=found.unit * channels.budget,
    )


def channels_for(found: Failing, assumptions: Assumptions) -> tuple[tuple[Place, ...], Channels]:
    """The places that take part, TikTok first, and the engine's view of them: only what TikTok carries can be moved."""
    assumed = [assumptions.of(place) for place in found.places.all]
    returns = found.returns({place.key: one.often for place, one in zip(found.places.all, assumed, strict=True)})
    carried = found.places.tiktok.today
    rooms = [min(one.most, carried) if one.is_on else 0.0 for one in assumed]
    rooms[0] = 0.0
    taking = [0, *(n for n, place in enumerate(found.places.all) if n and (place.today > 0 or rooms[n] > 0))]
    part = tuple(found.places.all[n] for n in taking)
    today, room = np.array([place.today for place in part]), np.array([rooms[n] for n in taking])
    arrives = [assumed[n].arrives / WHOLE for n in taking]
    channels = Channels(
        returns[:, taking],
        budget=float(today.sum()),
        least=np.where(np.arange(len(part)) == 0, 0.0, today),
        most=today + room,
        today=today,
        most_moved=assumptions.most_moved,
        # what a channel carries today it brings in full; of what comes on top, the part that arrives. There is room for
        # more than `most` lets in, so that what a point beyond it would be worth can be said
        response=Response(np.stack([today, room + WHOLE], axis=1), np.stack([np.ones(len(part)), arrives], axis=1)),
    )
    return part, channels


def _steps(channels: Channels, least: float) -> tuple[Mix, ...]:
    """The best mixes from nothing moved to the best of all, beyond the year's limit too; none where none pays."""
    today, most = channels.of_each("today"), channels.of_each("most")

    def best(size: float) -> Mix:
        return diversify(replace(channels, most_moved=size), LEVEL, least, STEP_TOLERANCE)

    room = float(min(today[0], (most - today)[1:].sum()))
    if room < LEAST_POINTS:
        return ()
    last = best(room)
    if today[0] - last.amounts[0] < LEAST_POINTS:
        return ()
    sizes = np.linspace(0.0, float(today[0] - last.amounts[0]), STEPS)[:-1]
    return (*(best(float(size)) for size in sizes), last)


def _printed(channels: Channels, exact: Mix, drawings: Floats, now: Outcome, least: float) -> Outcome:
    """The mix in tenths of a point, weighed as it is printed; today's where that is as good.

    Channels that are much alike could take each other's part at next to no difference, and the exact best picks one of
    them. So the average of the best mixes of all drawings is taken, as long as it moves as much in all, keeps the limit of
    an average year, and is as good but for a trifle.
    """
    best = _in_tenths(channels, exact.amounts, now)
    steady = _in_tenths(channels, drawings.mean(axis=0), now)
    gain = best.worst_mean - now.worst_mean
    if gain <= FEW * abs(now.worst_mean):
        return now
    as_much = abs(steady.amounts[0] - best.amounts[0]) <= 1 / TENTHS + FEW and steady.mean >= least
    return steady if as_much and best.worst_mean - steady.worst_mean <= TRIFLE * gain else best


def _in_tenths(channels: Channels, amounts: Floats, now: Outcome) -> Outcome:
    """What a mix brings once what is gained is in tenths of a point."""
    room = channels.of_each("most") - now.amounts
    gained = in_tenths(np.maximum(amounts - now.amounts, 0.0)[1:], room[1:])
    moved = np.append(-gained.sum(), gained)
    return outcome_of(channels, np.maximum(now.amounts + moved, 0.0), LEVEL)


def in_tenths(points: Sequence[float] | Floats, room: Sequence[float] | Floats = ()) -> Floats:
    """The points in tenths, none of them moved up unless the total allows it: what is left over goes where most is cut off.

    Never beyond the `room` of each, where it is given: a mix with more than may be moved would beat the best that may be.
    """
    given = np.asarray(points, dtype=np.float64) * TENTHS
    whole = np.floor(given + 1e-4)
    left = math.floor(given.sum() + 1e-4) - int(whole.sum())
    cut = given - whole
    if len(room):
        cut[(whole + 1) / TENTHS > np.asarray(room) + FEW] = 0.0
    for place in np.argsort(-cut, kind="stable")[: max(left, 0)]:
        whole[place] += 1 if cut[place] > 1e-4 else 0
    return np.asarray(whole / TENTHS)
