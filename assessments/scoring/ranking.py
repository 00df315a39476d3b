"""The order of the activities: by urgency, unless somebody moved one with a reason."""

from collections.abc import Sequence
from typing import Protocol, TypeVar

from assessments.engine.ratings import BANDS_H, Standing, ranking
from assessments.scoring.gap import Gap
from assessments.scoring.impact import PUBLIC, Impact
from assessments.scoring.overrides import Overrides

BAND_AT_24H = BANDS_H.index(24.0)


class HasKey(Protocol):
    """Anything with a key."""

    @property
    def key(self) -> str:
        """The key."""


Keyed = TypeVar("Keyed", bound=HasKey)


def ranked_impacts(
    impacts: Sequence[Impact], gaps: Sequence[Gap], overrides: Overrides
) -> tuple[tuple[Impact, ...], tuple[Gap, ...]]:
    """Impacts and gaps, most urgent first."""
    standings = [
        Standing(
            target_h=impact.rto_h,
            limit_h=impact.normal.mtpd_h,
            rating_24h=impact.rating_24h,
            loss_24h=float(impact.normal.losses[BAND_AT_24H]),
            own_rank=impact.stated.rank,
            informs_public=impact.stated.activity.kind == PUBLIC,
        )
        for impact in impacts
    ]
    order = [impacts[position] for position in ranking(standings)]
    wanted = {
        impact.key: overrides.value(f"functions.{impact.key}.rank", place)
        for place, impact in enumerate(order, start=1)
    }
    moved = {key for key in wanted if overrides.is_active(f"functions.{key}.rank")}
    placed = move(order, wanted, moved)
    by_key = {gap.key: gap for gap in gaps}
    return tuple(placed), tuple(by_key[impact.key] for impact in placed)


def move(order: Sequence[Keyed], wanted: dict[str, int], moved: set[str]) -> list[Keyed]:
    """The order with the entries that somebody moved put where they were wanted; each entry has a `key`."""
    rest = [it for it in order if it.key not in moved]
    for it in sorted((it for it in order if it.key in moved), key=lambda it: wanted[it.key]):
        rest.insert(min(wanted[it.key] - 1, len(rest)), it)
    return rest
