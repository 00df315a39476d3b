"""How long disruptions last here: the library's usual length, corrected by how long the organisation's own ones lasted.

The library's median is known to within `SPREAD_OF_LENGTHS`, which counts like a dozen disruptions seen; the organisation's
own of the last two years (RSK-01, hours of service lost) are added to them. One that goes on is a length not yet ended.
docs/methods/durations.md.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from assessments.catalogue.scenarios import LognormalPart, ScenarioEntry
from assessments.engine.duration_beliefs import centre_after
from assessments.engine.duration_fits import Observations
from assessments.engine.durations import Duration, Lognormal, Mixture

SPREAD_OF_LENGTHS = 0.35
"""Standard error of the logarithm of a median duration: between 0.2 and 0.53 in durations.yaml. Working assumption."""
SHORTEST_H = 0.25
"""A disruption shorter than this counts as lasting so long: the lists behind the library begin there."""
HOURS_A_DAY = 24.0
NINE_IN_TEN = 1.2816
"""90% quantile of the standard normal distribution."""


@dataclass(frozen=True)
class OwnLengths:
    """Own disruptions of one scenario whose length is known, and what follows: the factor on the library's median.

    `low` and `high` enclose the factor with 10 and 90%; `counts_like` is the number of disruptions that the library's
    length is taken to rest on.
    """

    ended: tuple[float, ...]
    going_on: tuple[float, ...]
    counts_like: float
    factor: float
    low: float
    high: float

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.ended) + len(self.going_on)


def own_lengths(entry: ScenarioEntry, rows: Sequence[Mapping[str, object]], as_of: date) -> OwnLengths | None:
    """What own disruptions (rows of RSK-01 that count for this scenario) say of its length; None without a known one.

    A scenario with several regimes (a ban that is lifted in days or stays for a year) is left as it is: one length does not
    say which of them it belongs to.
    """
    seen = [found for found in (_hours(row, as_of) for row in rows) if found is not None]
    if len(entry.duration.parts) > 1 or not seen:
        return None
    part = entry.duration.parts[0]
    usual = Lognormal.from_median(part.median_h, part.sigma)
    lengths = [min(max(hours, SHORTEST_H), entry.horizon_h) for hours, _ in seen]
    ended = [has_ended for _, has_ended in seen]
    centre, error = centre_after(usual, SPREAD_OF_LENGTHS, Observations(lengths, ended))
    factor, reach = math.exp(centre - usual.mu), math.exp(NINE_IN_TEN * error)
    return OwnLengths(
        ended=tuple(hours for hours, has_ended in zip(lengths, ended, strict=True) if has_ended),
        going_on=tuple(hours for hours, has_ended in zip(lengths, ended, strict=True) if not has_ended),
        counts_like=(part.sigma / SPREAD_OF_LENGTHS) ** 2,
        factor=factor,
        low=factor / reach,
        high=factor * reach,
    )


def _hours(row: Mapping[str, object], as_of: date) -> tuple[float, bool] | None:
    """Hours without service, and whether they are over; None where they are not known, or none were lost."""
    hours, goes_on = row.get("hours_down"), row.get("ongoing") is True
    began = row.get("date")
    if goes_on and not isinstance(hours, int | float) and isinstance(began, str):
        hours = (as_of - date.fromisoformat(began)).days * HOURS_A_DAY
    return (float(hours), not goes_on) if isinstance(hours, int | float) and hours > 0 else None


@lru_cache(maxsize=4096)
def duration_of(parts: tuple[LognormalPart, ...], factor: float = 1.0) -> Duration:
    """The engine's distribution of the length of an event; made once, since most variants ask for the same."""
    made = [Lognormal.from_median(part.median_h * factor, part.sigma) for part in parts]
    return made[0] if len(made) == 1 else Mixture(tuple(part.weight for part in parts), tuple(made))
