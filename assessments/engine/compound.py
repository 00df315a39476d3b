"""The sum of all events of a year on a grid of losses: one pair of Fourier transforms, exact but for the grid.

Rows of the same group (see `frequency`) are added before they are transformed, so that a year of independent events
costs a single transform whatever their number. Source: Gruebel & Hermesmeier 1999; Embrechts & Frei 2009.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy import fft
from numpy.typing import ArrayLike

from assessments.engine import checks
from assessments.engine.checks import Floats
from assessments.engine.errors import InvalidInput
from assessments.engine.frequency import OWN, Frequency, Values
from assessments.engine.severity import GridChances

ROUNDING = 1e-9  # of chances on a grid of millions of cells, which are differences
LARGEST_TILT = 30.0  # beyond it round-off spoils the right end


def grouped(frequency: Frequency, chances: GridChances, cells: int) -> tuple[Floats, Floats]:
    """Return the expected events a year of each group and cell (G, n): of ordinary rows, then of absorbing ones."""
    groups, size = frequency.group, frequency.group_shapes.size
    if not frequency.ends:
        return chances.summed(frequency.rates, groups, size, cells), np.zeros((size, 1))
    ordinary, absorbing = frequency.rates * ~frequency.absorbing, frequency.rates * frequency.absorbing
    return chances.summed(ordinary, groups, size, cells), chances.summed(absorbing, groups, size, cells)


def transformed(
    frequency: Frequency, ordinary: Floats, absorbing: Floats, tilt: float = 0.0
) -> tuple[Values, Values, Floats]:
    """Return the arguments of `Frequency.generating` on the frequencies of the grid, and the weights of the tilt (n,).

    Chances that do not add up to 1 have lost the rest beyond the grid; the full rate stands in the exponent all the
    same. ``tilt`` weighs cell k by exp(-tilt k/n), which shortens the range needed.
    """
    cells = ordinary.shape[1]
    weight = np.exp(-tilt / cells * np.arange(cells)) if tilt else np.ones(1)
    own = fft.rfft(ordinary * weight if tilt else ordinary)
    own -= frequency.summed(np.ones(frequency.rates.size))[:, None]
    ending = fft.rfft(absorbing * weight) if frequency.ends else np.zeros((1, 1), dtype=np.complex128)
    return own, ending, weight


def checked_tilt(tilt: ArrayLike) -> float:
    """Return a tilt that round-off allows, as a number."""
    return checks.alone(checks.within, "tilt", tilt, 0.0, LARGEST_TILT, f"between 0 and {LARGEST_TILT:g}")


def _chances(name: str, value: ArrayLike) -> Floats:
    """Return the chances of one event on the grid (n,): round-off may take them below 0, the grid may cut some off."""
    chances = checks.within(name, value, -ROUNDING, 1.0 + ROUNDING, "chances between 0 and 1")
    if chances.ndim != 1 or not chances.size:
        raise InvalidInput(name, f"of shape {chances.shape}", "a list of chances, at least one")
    checks.within(f"the sum of {name}", float(chances.sum()), 0.0 - ROUNDING, 1.0 + ROUNDING, "at most 1")
    return chances


def year_mass(frequency: Frequency, ordinary: Floats, absorbing: Floats, tilt: float = 0.0) -> Floats:
    """Return the chances (n,) of a year's loss of 0, h, 2h, ... from what `grouped` gives."""
    own, ending, weight = transformed(frequency, ordinary, absorbing, tilt)
    mass = fft.irfft(frequency.generating(own, ending), ordinary.shape[1])
    # round-off leaves -1e-17 here and there
    return np.maximum(mass / weight if tilt else mass, 0.0, out=mass)


def compound(
    chances: Sequence[Floats],
    rates: ArrayLike,
    shapes: ArrayLike = np.inf,
    tilt: float = 0.0,
    drivers: ArrayLike = OWN,
    absorbing: ArrayLike = False,
) -> Floats:
    """Return the chances (n,) of a year's loss of 0, h, 2h, ... from those of single events, (n,) for each row.

    Rates, shapes, drivers and absorbing rows as in `Frequency`; ``tilt`` 0 mostly, never above 30.

    >>> severity = np.zeros(64); severity[[1, 2, 3]] = [1.9 / 3, 0.8 / 3, 0.3 / 3]
    >>> round(float(compound([severity], [3.0])[2]), 6)  # Klugman, Panjer & Willmot, example 9.9
    0.129695
    """
    tilt = checked_tilt(tilt)
    if not isinstance(chances, (list, tuple, np.ndarray)) or not len(chances):
        raise InvalidInput("chances", chances, "a list of chances for each row, at least one")
    rows = [_chances(f"chances[{row}]", one) for row, one in enumerate(chances)]
    if len({row.size for row in rows}) > 1:
        raise InvalidInput(
            "chances", f"of {sorted({row.size for row in rows})} cells", "of the same cells for all rows"
        )
    table = np.asarray(rows)
    frequency = Frequency.of(len(chances), rates, shapes, drivers, absorbing)
    ordinary = frequency.summed(table, ~frequency.absorbing)
    return year_mass(frequency, ordinary, frequency.summed(table, frequency.absorbing), tilt)


def compound_counts(single: Floats, counts: ArrayLike) -> Floats:
    """Return the chances (n,) of a sum of 0, 1, 2, ... events with these chances (N,), each costing ``single`` (n,).

    For a count that is neither Poisson nor negative binomial: the same transform in the count's generating function.

    >>> compound_counts(np.array([0.0, 1.0, 0.0, 0.0]), [0.5, 0.25, 0.25]).round(6).tolist()
    [0.5, 0.25, 0.25, 0.0]
    """
    chance = checks.share("counts", counts)
    if chance.ndim != 1:
        raise InvalidInput("counts", f"of shape {chance.shape}", "a list of chances of 0, 1, 2, ... events")
    checks.within("the sum of counts", chance.sum(), 1 - 1e-9, 1 + 1e-9, "1")
    event = _chances("single", single)
    one = fft.rfft(event)
    total = np.zeros_like(one)
    for share in chance[::-1]:  # Horner's rule
        total = total * one + share
    return np.maximum(fft.irfft(total, event.size), 0.0)
