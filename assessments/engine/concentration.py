"""How much hangs on how few: the Herfindahl-Hirschman index of shares, and what it means as a number of equals.

Source: Herfindahl 1950, Hirschman 1945; scale 0 to 10 000 and bands 1 000 and 1 800 of the US merger guidelines
2023, here for display only.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from assessments.engine import checks
from assessments.engine.errors import InvalidInput


@dataclass(frozen=True)
class Concentration:
    """``index`` 0 to 10 000, ``normalised`` 0 (all equal) to 1 (all in one), ``effective`` number of equal shares."""

    index: float
    normalised: float
    effective: float


def concentration(amounts: ArrayLike) -> Concentration:
    """Return the concentration of amounts (any scale, at least one above 0); amounts of 0 count as absent.

    Published: shares 30, 30, 20, 20 give 2 600 (US Department of Justice).

    >>> concentration([30, 30, 20, 20]).index
    2600.0
    """
    held = checks.amount("amounts", amounts).ravel()
    held = np.sort(held[held > 0])  # sorted, so that the order of the rows cannot move the last digit
    if not held.size:
        raise InvalidInput("amounts", "all 0", "above 0 at least once")
    shares = held / held.sum()
    sum_of_squares = float((shares**2).sum())
    others = held.size - 1
    normalised = (sum_of_squares - 1 / held.size) / (1 - 1 / held.size) if others else 1.0
    return Concentration(round(10_000 * sum_of_squares, 9), max(normalised, 0.0), 1 / sum_of_squares)


def by_owner(amounts: Mapping[str, float], owners: Mapping[str, str]) -> dict[str, float]:
    """Return the share of each owner group, largest first; who has no owner stands for himself.

    Channels of one owner fail together, so they count as one (requirement R36).

    >>> by_owner({"tiktok": 40, "instagram": 25, "facebook": 20, "mail": 15}, {"instagram": "meta", "facebook": "meta"})
    {'meta': 0.45, 'tiktok': 0.4, 'mail': 0.15}
    """
    groups: dict[str, list[float]] = {}
    for name, amount in amounts.items():
        groups.setdefault(owners.get(name, name), []).append(float(checks.amount(f"amount of {name}", amount)))
    summed = {group: sum(sorted(parts)) for group, parts in groups.items()}
    total = sum(sorted(summed.values()))
    if total <= 0:
        raise InvalidInput("amounts", "all 0", "above 0 at least once")
    ordered: Sequence[str] = sorted(summed, key=lambda group: (-summed[group], group))
    return {group: summed[group] / total for group in ordered}
