"""The channels over which income may be spread: those in use with what they carry today, and those that fit and are not used."""

from dataclasses import dataclass
from typing import Literal

from assessments.catalogue.vocabulary import vocabulary
from assessments.scoring.scores.concentration import ChannelUse, channels_of, tiktok_share
from assessments.scoring.spread import fitting_channels
from assessments.scoring.statement import Statement

Kind = Literal["tiktok", "platform", "own"]
TIKTOK = "tiktok"
OWN = "own"
SAME_OWNER = (TIKTOK, "bytedance")
"""Who owns TikTok: another channel of theirs fails with it."""
WHOLE = 100.0
LEAST_POINTS = 0.05
"""Shares of income smaller than this, in per cent of it, are nothing: they would be printed as 0."""


@dataclass(frozen=True)
class Place:
    """One channel: `today` is what it carries, in points (per cent of a year's income).

    `fate` is what it shares with others that fail in the same year: the company behind it, or itself where it is the
    organisation's own. `owner` is that company as people know it, empty for a channel of one's own.
    """

    key: str
    label: str
    kind: Kind
    fate: str
    owner: str
    today: float
    is_stated: bool
    is_used: bool


@dataclass(frozen=True)
class Places:
    """TikTok first, then the channels in use, then those that fit; `scaled` says that stated shares were cut to fit."""

    all: tuple[Place, ...]
    scaled: bool

    @property
    def tiktok(self) -> Place:
        """TikTok."""
        return self.all[0]

    @property
    def others(self) -> tuple[Place, ...]:
        """Every channel but TikTok."""
        return self.all[1:]

    @property
    def total(self) -> float:
        """Points that all of them carry today."""
        return sum(place.today for place in self.all)


def places_of(statement: Statement) -> Places | None:
    """The channels of an organisation; None where channels of its own make no sense for it."""
    used = channels_of(statement.resolver)
    if used is None:
        return None
    carried = min(WHOLE, tiktok_share(statement))
    others = [use for use in used if use.channel != TIKTOK]
    stated = sum(use.value_share or 0.0 for use in others)
    factor = min(1.0, (WHOLE - carried) / stated) if stated > 0 else 1.0
    name = next((use.label for use in used if use.channel == TIKTOK), "TikTok")
    found = [Place(TIKTOK, name, "tiktok", TIKTOK, "TikTok", carried, is_stated=True, is_used=True)]
    keys = {TIKTOK}
    for use in others:
        key = _free(use.channel, keys)
        keys.add(key)
        found.append(_used(key, use, factor))
    fitting = [one["channel"] for one in fitting_channels(statement) or () if not one["is_used"]]
    found += [_unused(channel) for channel in fitting if channel not in keys]
    return Places(tuple(found), scaled=factor < 1 - 1e-9)


def _free(channel: str, taken: set[str]) -> str:
    """The channel's id, with a number where an organisation has several of one kind."""
    names = (channel, *(f"{channel}-{number}" for number in range(2, 100)))
    return next(name for name in names if name not in taken)


def _used(key: str, use: ChannelUse, factor: float) -> Place:
    kind, fate, owner = _fate(key, use.owner_group)
    today = (use.value_share or 0.0) * factor
    return Place(key, use.label, kind, fate, owner, today, is_stated=use.value_share is not None, is_used=True)


def _unused(channel: str) -> Place:
    entry = vocabulary().channels[channel]
    kind, fate, owner = _fate(channel, entry.owner_group)
    return Place(channel, entry.label, kind, fate, owner, 0.0, is_stated=False, is_used=False)


def _fate(key: str, group: str) -> tuple[Kind, str, str]:
    """Whose channel it is, and with what it fails: the channels of one company together, those of one's own each alone."""
    known = group.strip().casefold()
    if known in SAME_OWNER:
        return "tiktok", TIKTOK, "TikTok"
    if known == OWN:
        return "own", f"{OWN}.{key}", ""
    return "platform", known, vocabulary().owner_name(group)
