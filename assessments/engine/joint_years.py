"""Years in which channels fail together: what every channel brings in each of many equally likely years.

Channels of one owner lose the same share in the same year; owners fail independently of one another, except for what
is common to all (no internet, no power). The years are scrambled Sobol points sent through the exact distribution
of each owner's yearly loss, so a few thousand of them give the tail that a hundred times as many random ones would.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence

import numpy as np
from numpy.typing import ArrayLike

from assessments.engine import checks
from assessments.engine.annual import AnnualLoss
from assessments.engine.checks import Floats
from assessments.engine.errors import InvalidInput
from assessments.engine.uncertainty import sobol_points


def shares_lost(losses: Sequence[AnnualLoss], at_stake: ArrayLike, years: int, seed: int) -> Floats:
    """Return the share of what is at stake that each cause takes in each year, (years, G), between 0 and 1.

    ``losses``: the yearly loss of each of G causes (an owner's platforms, or what is common to all), in the money of
    ``at_stake`` (a number or (G,), above 0). ``years`` is a power of two. Causes are independent. Cost O(years x G).
    """
    checks.listed("losses", losses, AnnualLoss)
    if not losses:
        raise InvalidInput("losses", "empty", "at least one cause")
    most = checks.shaped("at_stake", checks.positive("at_stake", at_stake), (len(losses),))
    years = checks.whole("years", years, 1, 1 << 20, "a power of two between 1 and 2^20")
    points = sobol_points(years, len(losses), seed)
    lost = [loss.quantile(points[:, cause]) for cause, loss in enumerate(losses)]
    return np.minimum(np.stack(lost, axis=1) / most, 1.0)


def failing_together(
    returns: ArrayLike, owners: Sequence[Hashable], lost: Mapping[Hashable, ArrayLike], common: ArrayLike = 0.0
) -> Floats:
    """Return what a unit in each channel brings in each year, (N, K): its usual ``returns`` (K,) less what is lost.

    ``owners`` (K,) names the owner of each channel, ``lost`` the share (N,) lost in each year by owner; an owner who
    is not named loses nothing of his own. ``common`` (N,) is lost by all, of what is left. Raises `InvalidInput`.

    >>> failing_together([1.0, 0.8, 0.5], ["meta", "meta", "own"], {"meta": [0.0, 0.25]}).tolist()
    [[1.0, 0.8, 0.5], [0.75, 0.6000000000000001, 0.5]]
    """
    checks.made("owners", owners, Sequence)
    checks.made("lost", lost, Mapping)
    for place, owner in enumerate(owners):
        checks.made(f"owners[{place}]", owner, Hashable)
    usual = np.atleast_1d(checks.finite("returns", returns))
    if usual.ndim != 1 or len(owners) != usual.size:
        raise InvalidInput("owners", f"{len(owners)} for {usual.size} channels", "one for each channel")
    strangers = sorted(str(owner) for owner in lost if owner not in set(owners))
    if strangers:
        raise InvalidInput("lost", f"given for {', '.join(strangers)}", "given for owners of channels only")
    shares = {owner: np.atleast_1d(checks.share(f"lost of {owner}", part)) for owner, part in lost.items()}
    everybody = np.atleast_1d(checks.share("common", common))
    counts = {part.size for part in (everybody, *shares.values())} - {1}
    if len(counts) > 1 or any(part.ndim != 1 for part in (everybody, *shares.values())):
        raise InvalidInput("lost", f"for {', '.join(map(str, sorted(counts)))} years", "and common for the same years")
    years = (counts.pop() if counts else 1,)
    left = np.ones((*years, usual.size))
    for channel, owner in enumerate(owners):
        left[:, channel] = (1.0 - shares.get(owner, np.zeros(1))) * (1.0 - everybody)
    return usual * left
