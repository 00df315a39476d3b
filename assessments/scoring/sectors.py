"""How far sales that an organisation does not make travel through other industries: an order of magnitude, no more.

By the inoperability input-output model on the sector table, for each sector that its line of business belongs to. Small
losses add up in proportion, so that everything is given for one unit of sales. docs/methods/ripple.md.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from assessments.catalogue.industries import industry_catalogue
from assessments.catalogue.sectors import FINER, sector_catalogue
from assessments.catalogue.vocabulary import vocabulary
from assessments.engine.ripple import Economy, adaptation_rates, ripple, time_back

Floats = NDArray[np.float64]
ADAPTS_IN_D = 30.0
"""Days in which an industry by itself adapts to 99 %. Working assumption."""
OUTAGE_D = 7.0
MOST_KEPT = 8
NOTE: Final = re.compile(r"\s*\([^)]*\)")
"""What stands in brackets in the name of a sector."""
TINY = 1e-6
"""Share of a sector's demand that is taken away to measure the ripple of one unit."""


def sector_ripple(industry: str) -> dict[str, Any] | None:
    """The ripple of a line of business as plain data; None where the table has no sector for it.

    For each unit of sales lost for good: the output that others do not make, at least and at most (`low`, `high`), and
    by industry (`each`, a mean over the sectors of that line of business). `in_a_week` is the part of it that shows in
    the week of the loss itself, `back_d` the days after which all have recovered from such a week.
    """
    found = _ripple(_codes(industry))
    return None if found is None else dict(found)


@lru_cache(maxsize=32)
def _ripple(codes: tuple[str, ...]) -> Mapping[str, Any] | None:
    if not codes:
        return None
    table = sector_catalogue().tables[FINER]
    economy = Economy.of_coefficients(table.inputs, table.outputs)
    lost = np.zeros((len(codes), economy.output.size))
    for row, code in enumerate(codes):
        lost[row, table.codes.index(code)] = 1.0
    each = economy.settled(TINY * lost) * economy.output
    each = each / (TINY * lost * economy.output).sum(axis=1, keepdims=True) - lost
    mean = each.mean(axis=0)
    order = np.argsort(-mean, kind="stable")
    in_a_week, back_d = _course(economy, TINY * lost.mean(axis=0), 1.0 + float(mean.sum()))
    names = [NOTE.sub("", sector.name).strip() for sector in table.sectors]
    return {
        "sectors": [names[table.codes.index(code)] for code in codes],
        "low": float(each.sum(axis=1).min()),
        "high": float(each.sum(axis=1).max()),
        "in_a_week": in_a_week,
        "back_d": back_d,
        "each": [[names[place], float(mean[place])] for place in order[:MOST_KEPT]],
        "all": float(mean.sum()),
    }


def _codes(industry: str) -> tuple[str, ...]:
    """The sectors of the finer table that the most usual business of this kind belongs to."""
    kinds = vocabulary().crosswalk["industries_to_industries"].get(industry, ())
    entries = {entry.id: entry for entry in industry_catalogue().industries}
    known = sector_catalogue().tables[FINER].codes
    return tuple(code for code in entries[kinds[0]].io_sector if code in known) if kinds else ()


def _course(economy: Economy, demand: Floats, multiplier: float) -> tuple[float, float]:
    """The part of what is lost in the end that shows in the first week, and the days until all is back after that week."""
    rates = adaptation_rates(ADAPTS_IN_D, own=np.diag(economy.table))
    course = ripple(economy, rates, [OUTAGE_D], demand_lost=demand)
    in_the_end = float((demand * economy.output).sum()) * OUTAGE_D * multiplier
    back = time_back(economy, rates, np.clip(course.inoperability[-1], 0.0, 1.0))
    return float(course.lost[-1].sum()) / in_the_end, back
