"""How often a loss is exceeded: the curve of losses against return periods, for a whole year and for single events.

Both curves of the trade are given: *aggregate* (the year's sum of losses exceeds x) and *occurrence* (the largest
single event of the year exceeds x). Vocabulary: OASIS LMF.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from assessments.engine import checks
from assessments.engine.annual import AnnualLoss, AnnualModel, occurrence_chance
from assessments.engine.checks import Floats
from assessments.engine.errors import InvalidInput

RETURN_YEARS = np.geomspace(1.1, 1000.0, 100)
HALVINGS = 24  # of a cell 2.7 % wide: the loss is then known to 2 parts in 10^9


@dataclass(frozen=True, eq=False)
class ExceedanceCurve:
    """Losses (T,) exceeded on average once in so many ``years`` (T,), that is with the yearly chance 1/years."""

    years: Floats
    chances: Floats
    aggregate: Floats
    occurrence: Floats


def exceedance_curve(model: AnnualModel, loss: AnnualLoss, years: ArrayLike = RETURN_YEARS) -> ExceedanceCurve:
    """Return the losses of return periods above 1 year, for the year's sum and for the largest event of the year."""
    asked = np.atleast_1d(checks.within("years", years, 1.0 + 1e-9, 1e9, "more than 1, at most 1e9"))
    if asked.ndim != 1 or not asked.size:
        raise InvalidInput("years", f"of shape {asked.shape}", "a list of return periods, at least one")
    checks.made("loss", loss, AnnualLoss)
    chances = 1.0 / asked
    return ExceedanceCurve(asked, chances, loss.quantile(1.0 - chances), occurrence_quantile(model, chances))


def occurrence_quantile(model: AnnualModel, chances: ArrayLike) -> Floats:
    """Return the smallest losses (T,) that the largest event of the year exceeds with at most these chances.

    Found on 512 losses and then by halving; 0 where even a year without any loss is likelier. Cost O(R x (512 + 40
    T)).
    """
    checks.made("model", model, AnnualModel)
    asked = np.atleast_1d(checks.share("chances", chances))
    if asked.ndim != 1 or not asked.size:
        raise InvalidInput("chances", f"of shape {asked.shape}", "a list of chances, at least one")
    top = max(curve.top for curve in model.totals)
    if top <= 0:
        return np.zeros_like(asked)
    grid = np.concatenate([[0.0], np.geomspace(top * 1e-6, top, 512)])
    over = occurrence_chance(model, grid)  # falls along the grid, 0 at its end
    at = np.clip(np.searchsorted(-over, -asked), 1, grid.size - 1)
    low, high = grid[at - 1], grid[at]
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        small = occurrence_chance(model, middle) <= asked
        low, high = np.where(small, low, middle), np.where(small, middle, high)
    return np.where(over[0] <= asked, 0.0, high)
