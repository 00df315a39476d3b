"""Other channels that fit what an organisation does and that it does not use, or hardly: from the catalogue, no figure of ours."""

from typing import Any

from assessments.catalogue.alternatives import alternative_catalogue, alternatives
from assessments.catalogue.stand_ins import stand_ins
from assessments.catalogue.vocabulary import vocabulary
from assessments.scoring.scores.concentration import ChannelUse, channels_of
from assessments.scoring.statement import Statement

MOST = 4
SELLING = "shop"
MARKETPLACES = ("marketplace_amazon", "marketplace_other")
SIDE_CHANNELS = ("email", "sms")
"""Channels of which one is enough: who has either is not told to begin with the other."""


def fitting_channels(statement: Statement) -> list[dict[str, Any]] | None:
    """The channels as plain data, first those that do not fail with one in use; None where channels make no sense here."""
    used = channels_of(statement.resolver)
    if used is None:
        return None
    caps = {cap for activity in statement.activities for cap in activity.activity.caps}
    kinds = {activity.activity.kind for activity in statement.activities}
    at_work = {use.channel for use in used if use.is_warm}
    if at_work & set(SIDE_CHANNELS):
        at_work |= set(SIDE_CHANNELS)
    found = [
        _channel(key, used)
        for key, stand_in in stand_ins().items()
        if key not in at_work
        and (stand_in.functions & kinds or stand_in.capabilities & caps)
        and (key not in MARKETPLACES or SELLING in caps)
    ]
    return sorted(found, key=lambda it: (bool(it["fails_with"]), -it["portability"], it["label"]))[:MOST]


def _channel(key: str, used: tuple[ChannelUse, ...]) -> dict[str, Any]:
    entries = [alternatives()[one] for one in vocabulary().crosswalk["channels_to_alternatives"][key]]
    best = max(entries, key=lambda entry: entry.switch.portability)
    channel = vocabulary().channels[key]
    shared = [use.label for use in used if use.is_warm and use.owner_group == channel.owner_group != "own"]
    fate = [group for group in alternative_catalogue().shared_fate_groups if best.id in group.members]
    return {
        "channel": key,
        "label": channel.label,
        "is_used": any(use.channel == key for use in used),
        "portability": best.switch.portability,
        "setup_days": list(best.switch.setup_days),
        "ramp_weeks": list(best.switch.ramp_weeks),
        "fails_with": shared if fate else [],
    }
