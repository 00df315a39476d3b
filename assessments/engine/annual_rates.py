"""The year for any rates: what a slider for "how often" needs, at the cost of one transform.

The losses of single events do not depend on how often they come, so their transforms are made once.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy import fft
from numpy.typing import ArrayLike

from assessments.engine import checks
from assessments.engine.annual import CELLS, AnnualLoss, AnnualModel, loss_range


class YearsByRate:
    """The year of a model for other rates up to ``most`` times its own (and up to 1 a year where its own is below).

    Memory 16 R n bytes / 2. The grid is that of the largest rates, so that years of different rates can be compared
    cell by cell, without noise.

    >>> from assessments.engine.curves import Curve, batch_of
    >>> from assessments.engine.durations import Point
    >>> model = AnnualModel(batch_of([Curve.from_points([(0, 0), (10, 100)])]), [Point(5.0)], [0.5])
    >>> years = YearsByRate(model)
    >>> [round(years.loss([rate]).mean(), 6) for rate in (0.1, 0.5, 1.0)]
    [5.0, 25.0, 50.0]
    """

    def __init__(self, model: AnnualModel, cells: int = CELLS, most: float = 2.0) -> None:
        checks.made("model", model, AnnualModel)
        cells = checks.whole("cells", cells, 16, 1 << 24, "between 16 and 2^24")
        most = checks.alone(checks.within, "most", most, 1.0, 1000.0, "between 1 and 1000")
        self._frequency, self._cells = model.frequency, cells
        self._largest = np.maximum(model.rate * most, 1.0)
        self._step = loss_range(replace(model, rates=self._largest)) / cells
        severities = model.severities
        single = fft.rfft(severities.on_grid(self._step, cells).dense(cells), axis=-1)
        absorbs = self._frequency.absorbing[:, None]
        # an absorbing event takes its chance away from the others, and brings its loss where the year ends
        self._own = single * ~absorbs - 1.0
        self._ending = single * absorbs
        self._hit = severities.any_loss[:, None]

    def loss(self, rates: ArrayLike) -> AnnualLoss:
        """Return the distribution of the year at these rates (R,), each between 0 and the largest prepared for.

        Cost O(R n + n log n): a tenth of a millisecond for five rows of 4096 cells.
        """
        rate = checks.shaped("rates", checks.amount("rates", rates), self._largest.shape)
        if (rate > self._largest).any():
            row = int(np.argmax(rate > self._largest))
            checks.within(f"rates[{row}]", rate[row], 0.0, self._largest[row], f"at most {self._largest[row]:g}")
        frequency = replace(self._frequency, rates=rate)
        own = frequency.summed(self._own)
        ending = frequency.summed(self._ending) if frequency.ends else own
        mass = np.maximum(fft.irfft(frequency.generating(own, ending), self._cells), 0.0)
        return AnnualLoss(self._step, mass, float(frequency.chance_of_none(self._hit)[0]))
