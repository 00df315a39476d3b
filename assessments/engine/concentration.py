"""How much hangs on how few: the Herfindahl-Hirschman index of shares, and what it means as a number of equals.

The same index of tail shares (`allocation`) says how few functions or scenarios the bad years hang on. Sources:
Herfindahl 1950, Hirschman 1945; scale 0 to 10 000 and bands 1 000 and 1 800 of the US merger guidelines 2023, here for
display only; Rao 1982 (what fails together); Acemoglu et al. 2012, Econometrica 80(5) (influence).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from assessments.engine import checks
from assessments.engine.checks import Floats
from assessments.engine.errors import InvalidInput

MODERATE, HIGH = 1_000.0, 1_800.0  # index from which a market counts as moderately and as highly concentrated

Band = Literal["low", "moderate", "high"]


@dataclass(frozen=True)
class Concentration:
    """``index`` 0 to 10 000, ``normalised`` 0 (all equal) to 1 (all in one), ``effective`` number of equal shares."""

    index: float
    normalised: float
    effective: float

    @property
    def band(self) -> Band:
        """Return the band of the index, for display."""
        return "high" if self.index > HIGH else "moderate" if self.index >= MODERATE else "low"


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
    checks.made("amounts", amounts, Mapping)
    checks.made("owners", owners, Mapping)
    for name, owner in (*zip(amounts, amounts, strict=True), *owners.items()):
        if not isinstance(name, str) or not isinstance(owner, str):
            raise InvalidInput("amounts and owners", f"{name!r}: {owner!r}", "given by names")
    for name, amount in amounts.items():
        groups.setdefault(owners.get(name, name), []).append(checks.alone(checks.amount, f"amount of {name}", amount))
    summed = {group: sum(sorted(parts)) for group, parts in groups.items()}
    total = sum(sorted(summed.values()))
    if total <= 0:
        raise InvalidInput("amounts", "all 0", "above 0 at least once")
    ordered: Sequence[str] = sorted(summed, key=lambda group: (-summed[group], group))
    return {group: summed[group] / total for group in ordered}


def effective_channels(amounts: ArrayLike, together: ArrayLike) -> float:
    """Return how many independent channels of equal size would spread as well: 1 / sum of s_i c_ij s_j.

    ``amounts`` (K,) as for `concentration`; ``together`` (K, K): the part of what takes channel i that takes j as well,
    symmetric, 1 on the diagonal: 1 for channels of one owner, 0 for strangers, between for a shared cause.

    >>> effective_channels([40, 30, 30], [[1, 0, 0], [0, 1, 1], [0, 1, 1]])
    1.923076923076923
    """
    held = checks.amount("amounts", amounts).ravel()
    if not held.sum() > 0:
        raise InvalidInput("amounts", "all 0", "above 0 at least once")
    shared = checks.share("together", together)
    if shared.shape != (held.size, held.size) or (shared != shared.T).any() or (shared.diagonal() != 1).any():
        raise InvalidInput("together", f"of shape {shared.shape}", "symmetric, with ones on its diagonal")
    shares = held / held.sum()
    return float(1.0 / (shares[:, None] * shared * shares).sum())


@dataclass(frozen=True, eq=False)
class Influence:
    """How far a shock to each of n nodes is felt by all: ``shares`` (n,), which add up to 1.

    ``amplification``: how much more the whole swings than if all nodes counted the same, ||v|| sqrt(n), 1 or more; well
    above 1 shocks to single nodes do not average out.
    """

    shares: Floats
    amplification: float


def influence(weights: ArrayLike, own: float = 0.5) -> Influence:
    """Return the influence of the nodes of a network: v = own / n (I - (1 - own) W')^-1 1.

    ``weights`` (n, n): row i says how node i's inputs are shared out over the nodes it depends on; each row adds up to
    1, or less where part comes from outside. ``own``: part of a node's output that is its own work, above 0 to 1. Shares
    are scaled to add up to 1. Cost O(n^3).

    >>> star = influence([[0, 0, 0], [1, 0, 0], [1, 0, 0]])
    >>> star.shares.tolist(), round(star.amplification, 4)
    ([0.5, 0.25, 0.25], 1.0607)
    """
    table = checks.share("weights", weights)
    if table.ndim != 2 or table.shape[0] != table.shape[1] or not table.size:
        raise InvalidInput("weights", f"of shape {table.shape}", "nodes x nodes")
    checks.within("sums of weights", table.sum(axis=1), 0.0, 1.0 + 1e-9, "at most 1 for each node")
    alpha = checks.alone(checks.within, "own", own, 1e-6, 1.0, "above 0 and at most 1")
    nodes = len(table)
    felt = np.linalg.solve(np.eye(nodes) - (1.0 - alpha) * table.T, np.full(nodes, alpha / nodes))
    shares = felt / felt.sum()
    return Influence(shares, float(np.sqrt((shares**2).sum() * nodes)))
