"""What other channels can stand in for, from the catalogue of alternatives."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from assessments.catalogue.alternatives import alternatives
from assessments.catalogue.vocabulary import vocabulary


@dataclass(frozen=True)
class StandIn:
    """The parts of TikTok and the activities for which a channel is an alternative."""

    capabilities: frozenset[str]
    functions: frozenset[str]


@lru_cache(maxsize=1)
def stand_ins() -> dict[str, StandIn]:
    """What each channel of the questionnaire can stand in for; channels of which the catalogue says nothing are left out."""
    words = vocabulary()
    found = {}
    for channel, ids in words.crosswalk["channels_to_alternatives"].items():
        replaced = {target for id_ in ids for target in alternatives()[id_].replaces}
        capabilities = _reached(words.crosswalk["capabilities_to_surfaces"], replaced)
        functions = _reached(words.crosswalk["functions_to_industry_functions"], replaced)
        found[channel] = StandIn(capabilities, functions)
    return found


def _reached(table: Mapping[str, tuple[str, ...]], replaced: set[str]) -> frozenset[str]:
    """Our ids for which one of the finer ids is replaced."""
    return frozenset(key for key, finer in table.items() if not replaced.isdisjoint(finer))
