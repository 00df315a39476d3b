"""What can be assumed of the channels: each thing with what it is at first, its limits, and how a typed value is read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from assessments.scoring.diversify import MOST_MOVED
from assessments.scoring.trials.joint import SAME
from assessments.scoring.trials.places import WHOLE, Place, Places
from assessments.scoring.trials.settings import Entered, Group, Setting, Value, read, written
from assessments.scoring.trials.spreading import MAY_FALL, Assumed, Assumptions

OFTEN_OPTIONS = (
    ("never", "Never"),
    ("half", "Half as often as TikTok"),
    (SAME, "As often as TikTok"),
    ("twice", "Twice as often as TikTok"),
)
NO, YES = "no", "on"
LIMITS = "limits"


@dataclass(frozen=True)
class Asked:
    """What was asked for: the groups of settings, what was typed, and the assumptions that follow."""

    groups: tuple[Group, ...]
    entered: Entered
    assumptions: Assumptions

    @property
    def changed(self) -> dict[str, str]:
        """What differs from how it is at first, as an address holds it."""
        return {name: _in_address(value) for name, value in self.entered.values.items()}


def settings_of(places: Places) -> tuple[Group, ...]:
    """Everything that can be set: the limits of the whole, then channel by channel."""
    return (
        Group(LIMITS, "Limits", tuple(_limits(places))),
        *(Group(place.key, place.label, tuple(_of_channel(place, places))) for place in places.others),
    )


def _limits(places: Places) -> Iterator[Setting]:
    most = _shown(min(MOST_MOVED, places.tiktok.today))
    yield Setting("moved", "Most points moved in a year", "number", most, unit="points", high=WHOLE)
    yield Setting("fall", "An average year may bring less by", "number", MAY_FALL, unit="points", high=WHOLE)


def _of_channel(place: Place, places: Places) -> Iterator[Setting]:
    key = place.key
    yield Setting(f"use.{key}", "May take on more", "flag", place.is_used)
    if place.kind != "tiktok":
        yield Setting(f"often.{key}", "How often it fails", "choice", SAME, options=OFTEN_OPTIONS)
    yield Setting(f"arrives.{key}", "Arrives there of 100 moved", "number", WHOLE)
    most = _shown(places.tiktok.today)
    yield Setting(f"most.{key}", "Most it can take on", "number", most, unit="points", high=WHOLE)


def _shown(points: float) -> float:
    return float(f"{points:.4g}")


def asked_of(places: Places, raw: Mapping[str, str]) -> Asked:
    """What was asked for; a limit left empty is none, a name that is no setting is passed over."""
    groups = settings_of(places)
    entered = read(groups, {name: text for name, text in raw.items() if text.strip() or not name.startswith("most.")})
    return Asked(groups, entered, _assumptions(places, entered.values))


def _assumptions(places: Places, values: Mapping[str, Value]) -> Assumptions:
    found = []
    for place in places.others:
        start = Assumed(is_on=place.is_used, most=places.tiktok.today)
        assumed = Assumed(
            is_on=bool(values.get(f"use.{place.key}", start.is_on)),
            often=str(values.get(f"often.{place.key}", start.often)),
            arrives=float(values.get(f"arrives.{place.key}", start.arrives)),
            most=float(values.get(f"most.{place.key}", start.most)),
        )
        found.append((place.key, assumed))
    moved = float(values.get("moved", min(MOST_MOVED, places.tiktok.today)))
    return Assumptions(tuple(found), moved, float(values.get("fall", MAY_FALL)))


def _in_address(value: Value) -> str:
    return NO if value is False else written(value)
