"""How bad, and until when it can be borne: impact ratings, the limit MTPD, the target RTO, tiers and ranks.

The rules are those users read (docs/methods/ratings-and-gaps.md); every threshold stands here once. Hours are upper
edges of the eight time bands; "under 1 hour" is planned as half an hour, "longer than 1 month" has no number (None).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from assessments.engine import checks
from assessments.engine.checks import Flags, Integers
from assessments.engine.errors import InvalidInput

BANDS_H = (1.0, 4.0, 8.0, 24.0, 72.0, 168.0, 336.0, 720.0)
RATIO_STEPS = (0.10, 0.30, 1.00, 3.00)  # of the severe-loss amount: lower ends of ratings 2 to 5
HIGHEST_RATING = 5
INTOLERABLE = 4  # rating from which an effect is not acceptable, unless 3 was chosen for a category
UNDER_AN_HOUR_H = 0.5
SHORTEST_TARGET_H = 0.25
MONTH_H = 720.0
FALLBACK_H = 24.0  # planning value where nothing was stated and nothing can be calculated
TIER_EDGES_H = (4.0, 24.0, 168.0)

Tier = Literal["A", "B", "C", "D"]


def loss_ratings(losses: ArrayLike, severe_loss: float, beyond_means: ArrayLike = False) -> Integers:
    """Return the rating 0 to 5 of each loss measured by the organisation's severe-loss amount (> 0).

    0 without loss, 1 under 10 %, 2 under 30 %, 3 under 100 %, 4 under 300 %, else 5; 5 too where ``beyond_means``
    (flags that spread to the losses) says that it outlasts the cash at hand.

    >>> loss_ratings([0, 3_999, 6_000, 21_000, 60_000, 120_000], 40_000).tolist()
    [0, 1, 2, 3, 4, 5]
    """
    lost = checks.amount("losses", losses)
    ratio = lost / checks.alone(checks.positive, "severe_loss", severe_loss)
    beyond = checks.within("beyond_means", beyond_means, 0, 1, "true or false")
    checks.together(losses=lost, beyond_means=beyond)
    # a ratio that is 0.1 but for rounding belongs to the band from 10 % on
    rating = np.searchsorted(np.array(RATIO_STEPS) * (1 - 1e-12), ratio, side="right") + 1
    return np.where(beyond > 0, HIGHEST_RATING, np.where(ratio > 0, rating, 0)).astype(np.int64)


@dataclass(frozen=True)
class Limit:
    """The longest time a function may stand still: planning hours, or None for longer than 1 month.

    ``band``: position of the first band that is not acceptable (8 if none is). ``category``: row of the grid that
    set it, None
    if it was stated. ``between_h``: hours between which the true limit lies, None for an open end.
    """

    band: int
    category: int | None = None

    def __post_init__(self) -> None:
        if not isinstance(self.band, (int, np.integer)) or not 0 <= self.band <= len(BANDS_H):
            raise InvalidInput("band", self.band, f"a whole number between 0 and {len(BANDS_H)}")

    @property
    def hours(self) -> float | None:
        """Return the planning value: the upper edge of the last acceptable band, half an hour before the first."""
        if self.band >= len(BANDS_H):
            return None
        return BANDS_H[self.band - 1] if self.band else UNDER_AN_HOUR_H

    @property
    def between_h(self) -> tuple[float, float | None]:
        """Return the hours between which the true limit lies."""
        low = BANDS_H[self.band - 1] if self.band else 0.0
        return low, BANDS_H[self.band] if self.band < len(BANDS_H) else None


def limit_of_grid(ratings: ArrayLike, thresholds: ArrayLike = INTOLERABLE) -> Limit:
    """Return the limit an impact grid implies: the band before the first with any rating at or above its threshold.

    ``ratings`` (categories, 8) 0 to 5; ``thresholds`` a number or (categories,). Of several categories in that band
    the first with the highest rating is named.

    >>> money = [0, 0, 0, 2, 3, 4, 4, 4]
    >>> customers = [0, 0, 1, 2, 4, 4, 4, 4]
    >>> limit_of_grid([money, customers])
    Limit(band=4, category=1)
    >>> limit_of_grid([money, customers]).hours
    24.0
    """
    grid = np.atleast_2d(checks.within("ratings", ratings, 0, HIGHEST_RATING, "a rating between 0 and 5"))
    if grid.ndim != 2 or grid.shape[1] != len(BANDS_H):
        raise InvalidInput("ratings", f"of shape {grid.shape}", f"one for each of {len(BANDS_H)} bands")
    threshold = checks.within("thresholds", thresholds, 1, HIGHEST_RATING, "a rating between 1 and 5")
    over: Flags = grid >= checks.shaped("thresholds", threshold, (grid.shape[0],))[:, None]
    bands = np.flatnonzero(over.any(axis=0))
    if not bands.size:
        return Limit(len(BANDS_H))
    band = int(bands[0])
    return Limit(band, int(np.where(over[:, band], grid[:, band], -1).argmax()))


@dataclass(frozen=True)
class SettledLimit:
    """The limit the plan uses and whether people still have to settle it: two or more bands apart, or nothing known."""

    hours: float | None
    used: Limit | None
    calculated: Limit | None
    stated: Limit | None
    to_be_settled: bool


def settle(calculated: Limit | None, stated: Limit | None) -> SettledLimit:
    """Return the limit to plan with from the calculated and the stated one (None: not known); the shorter counts.

    Two or more bands apart they are still to be settled. With neither, 24 hours, to be settled.

    >>> settle(Limit(4, 1), Limit(7)).hours, settle(Limit(4, 1), Limit(7)).to_be_settled
    (24.0, True)
    """
    for name, given in (("calculated", calculated), ("stated", stated)):
        if given is not None:
            checks.made(name, given, Limit)
    known = [limit for limit in (calculated, stated) if limit is not None]
    if not known:
        return SettledLimit(FALLBACK_H, None, calculated, stated, to_be_settled=True)
    used = min(known, key=lambda limit: limit.band)
    apart = abs(known[0].band - known[-1].band)
    return SettledLimit(used.hours, used, calculated, stated, to_be_settled=apart >= 2)


def proposed_target(limit_h: float | None, catch_up_work_h: float = 0.0, people: float = 1.0) -> float:
    """Return the proposed RTO in hours: the limit (None: 720) less the time to catch up, rounded down.

    Catch-up is hours of work divided by people. Rounded to a quarter of an hour below 1 hour, to a whole hour up to
    3 days, to a whole day above; never under 15 minutes and never over the limit.

    >>> proposed_target(24.0, catch_up_work_h=6.0), proposed_target(0.5), proposed_target(None, 10.0)
    (18.0, 0.5, 696.0)
    """
    limit = MONTH_H if limit_h is None else checks.alone(checks.positive, "limit_h", limit_h)
    work = checks.alone(checks.amount, "catch_up_work_h", catch_up_work_h)
    left = limit - work / checks.alone(checks.positive, "people", people)
    unit = SHORTEST_TARGET_H if left < 1 else 1.0 if left <= 72 else 24.0
    rounded = unit * np.floor(left / unit + 1e-9)
    return float(min(limit, max(SHORTEST_TARGET_H, rounded)))


def tier(target_h: float) -> Tier:
    """Return the tier of a recovery target: A up to 4 hours, B up to a day, C up to a week, D longer."""
    hours = checks.alone(checks.hours, "target_h", target_h)
    tiers: tuple[Tier, ...] = ("A", "B", "C", "D")
    return tiers[int(np.searchsorted(TIER_EDGES_H, hours, side="left"))]


@dataclass(frozen=True)
class Standing:
    """What decides the place of one function among the others."""

    target_h: float
    limit_h: float | None
    rating_24h: int
    loss_24h: float
    own_rank: int
    informs_public: bool = False

    def __post_init__(self) -> None:
        checks.alone(checks.hours, "target_h", self.target_h)
        if self.limit_h is not None:
            checks.alone(checks.hours, "limit_h", self.limit_h)
        checks.whole("rating_24h", self.rating_24h, 0, HIGHEST_RATING, "a rating between 0 and 5")
        checks.alone(checks.amount, "loss_24h", self.loss_24h)
        checks.alone(checks.finite, "own_rank", self.own_rank)


def ranking(functions: Sequence[Standing]) -> list[int]:
    """Return the positions of the functions, most urgent first; the same whatever order they come in.

    By tier, then shorter limit (urgent public information first among equals), higher rating at 24 hours, larger
    loss at 24 hours, and the user's own rank.

    >>> day, week = Standing(18.0, 24.0, 2, 6_000.0, 1), Standing(120.0, 168.0, 1, 9_000.0, 2)
    >>> ranking([week, day])
    [1, 0]
    """

    checks.listed("functions", functions, Standing)

    def key(position: int) -> tuple[str, float, bool, int, float, int]:
        it = functions[position]
        limit = np.inf if it.limit_h is None else it.limit_h
        return (tier(it.target_h), limit, not it.informs_public, -it.rating_24h, -it.loss_24h, it.own_rank)

    return sorted(range(len(functions)), key=key)
