"""The fields on which it is said what is assumed of each channel, with what was typed and what is wrong with it."""

from dataclasses import dataclass

from assessments.scoring.pages.spread_words import counted_points, whose
from assessments.scoring.pages.what_if import Field, field_of
from assessments.scoring.trials.places import Place, Places
from assessments.scoring.trials.settings import Entered, Group
from assessments.scoring.trials.spread_settings import LIMITS, Asked


@dataclass(frozen=True)
class ChannelFields:
    """A channel with its fields; one that belongs to TikTok's owner fails with it, so that nobody says how often."""

    key: str
    name: str
    about: str
    use: Field
    often: Field | None
    arrives: Field
    most: Field

    @property
    def fields(self) -> tuple[Field, ...]:
        """All of them."""
        return tuple(field for field in (self.use, self.often, self.arrives, self.most) if field is not None)


@dataclass(frozen=True)
class Form:
    """The limits of the whole, and the channels: those in use first, then those that fit."""

    limits: tuple[Field, ...]
    used: tuple[ChannelFields, ...]
    fitting: tuple[ChannelFields, ...]
    changed: int

    @property
    def channels(self) -> tuple[ChannelFields, ...]:
        """All channels."""
        return (*self.used, *self.fitting)

    @property
    def mistakes(self) -> tuple[tuple[str, Field], ...]:
        """What cannot be used, with the channel it was typed for."""
        named = [("", field) for field in self.limits]
        named += [(channel.name, field) for channel in self.channels for field in channel.fields]
        return tuple((name, field) for name, field in named if field.error)


def form_of(places: Places, asked: Asked) -> Form:
    """The fields as they stand."""
    groups = {group.key: group for group in asked.groups}
    channels = {place.key: _channel(place, groups[place.key], asked.entered) for place in places.others}
    return Form(
        limits=tuple(field_of(setting, asked.entered) for setting in groups[LIMITS].settings),
        used=tuple(channels[place.key] for place in places.others if place.is_used),
        fitting=tuple(channels[place.key] for place in places.others if not place.is_used),
        changed=len({*asked.entered.values, *asked.entered.mistakes}),
    )


def _channel(place: Place, group: Group, entered: Entered) -> ChannelFields:
    fields = {setting.name.partition(".")[0]: field_of(setting, entered) for setting in group.settings}
    return ChannelFields(
        place.key, place.label, _about(place), fields["use"], fields.get("often"), fields["arrives"], fields["most"]
    )


def _about(place: Place) -> str:
    """Whose it is and what it carries today."""
    said = "not used today" if not place.is_used else "share not stated"
    if place.is_stated:
        said = f"{counted_points(place.today)} today"
    return ", ".join(part for part in (whose(place), said) if part)
