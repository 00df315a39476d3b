"""Small linear programmes that are solved again and again while rows are added, with a bound that holds by itself.

The simplex method (HiGHS) begins each solve at the last basis. What it returns is only as good as its tolerances;
`LinearProgramme.bound` is not: it follows from the duals by weak duality, in which any mistake of theirs costs sharpness but
never validity (Neumaier & Shcherbina 2004, Math. Program. 99). One thread, so the same bytes everywhere.
"""

from __future__ import annotations

from dataclasses import dataclass

import highspy
import numpy as np

from assessments.engine.checks import Flags, Floats
from assessments.engine.errors import EngineError

TOLERANCE = 1e-9  # of rows and reduced costs; the callers scale their columns to about 1
OPTIONS: dict[str, bool | int | str] = {
    "output_flag": False,
    "threads": 1,
    "parallel": "off",
    "presolve": "off",
    "random_seed": 0,
}


@dataclass(frozen=True, eq=False)
class Solved:
    """The best columns ``x`` (n,), their cost ``value``, and the dual of every row (m,), all to the solver's tolerance."""

    x: Floats
    value: float
    duals: Floats


class LinearProgramme:
    """min cost x columns, with ``lower <= rows x columns <= upper`` and ``low <= columns <= high``, all bounds finite.

    >>> shop = LinearProgramme(np.array([-3.0, -2.0]), np.zeros(2), np.array([4.0, 5.0]))
    >>> shop.add(np.array([[1.0, 1.0]]), -np.inf, 6.0)
    >>> solved = shop.solve()
    >>> solved.x.tolist(), solved.value, round(shop.bound(solved.duals), 6)
    ([4.0, 2.0], -16.0, -16.0)
    """

    def __init__(self, cost: Floats, low: Floats, high: Floats) -> None:
        self._low, self._high = low, high
        self._rows: list[Floats] = []  # put together where they are asked for: most are added one by one
        self._lower: list[float] = []
        self._upper: list[float] = []
        self._columns = np.arange(cost.size, dtype=np.int32)
        self._solver = highspy.Highs()
        for name, value in OPTIONS.items():
            self._solver.setOptionValue(name, value)
        for name in ("primal_feasibility_tolerance", "dual_feasibility_tolerance"):
            self._solver.setOptionValue(name, TOLERANCE)
        self._solver.addVars(cost.size, low, high)
        self.aim(cost)

    @property
    def rows(self) -> int:
        """Return the number of rows."""
        return len(self._rows)

    def add(self, rows: Floats, lower: float, upper: float) -> None:
        """Add rows (m, n), each with the same bounds."""
        for row in rows:
            self._solver.addRow(lower, upper, row.size, self._columns, row)
            self._rows.append(row)
            self._lower.append(lower)
            self._upper.append(upper)

    def limit_row(self, row: int, lower: float, upper: float) -> None:
        """Move the bounds of a row."""
        self._lower[row], self._upper[row] = lower, upper
        self._solver.changeRowBounds(row, lower, upper)

    def limit_columns(self, low: Floats, high: Floats) -> None:
        """Move the bounds of all columns."""
        self._low, self._high = low, high
        self._solver.changeColsBounds(low.size, self._columns, low, high)

    def remove(self, gone: Flags) -> None:
        """Remove the rows flagged (m,)."""
        places = np.flatnonzero(gone).astype(np.int32)
        self._solver.deleteRows(places.size, places)
        kept = np.flatnonzero(~gone).tolist()
        self._rows = [self._rows[row] for row in kept]
        self._lower, self._upper = ([bounds[row] for row in kept] for bounds in (self._lower, self._upper))

    def aim(self, cost: Floats) -> None:
        """Replace the cost of the columns."""
        self._cost = cost
        self._solver.changeColsCost(cost.size, self._columns, cost)

    def solve(self) -> Solved | None:
        """Return the least cost and where it is reached, or None if no columns meet every row.

        Raises `EngineError` if the solver gives up.
        """
        self._solver.run()
        status = self._solver.getModelStatus()
        if status == highspy.HighsModelStatus.kInfeasible:
            return None
        if status != highspy.HighsModelStatus.kOptimal:
            raise EngineError(f"The linear programme was not solved: {self._solver.modelStatusToString(status)}.")
        found = self._solver.getSolution()
        x = np.minimum(np.maximum(found.col_value, self._low), self._high)
        return Solved(x, self._solver.getObjectiveValue(), np.array(found.row_dual))

    def bound(self, duals: Floats) -> float:
        """Return the lower bound of the least cost that these duals (m,) prove, whatever they are.

        For all y: cost x = y (rows x) + (cost - y rows) x, and each part is at least its least value within its
        bounds. A dual that leans on a bound at infinity counts as 0, and so does that of a row added since. Rounding
        is taken off at the end.
        """
        lower, upper = np.array(self._lower), np.array(self._upper)
        y = np.append(duals, np.zeros(self.rows - duals.size))
        y = np.where(np.isfinite(np.where(y > 0, lower, upper)), y, 0.0)
        at_rows = y * np.where(y > 0, lower, np.where(y < 0, upper, 0.0))
        weighed = y[:, None] * np.array(self._rows).reshape(y.size, -1)
        reduced = self._cost - weighed.sum(axis=0)
        at_columns = np.minimum(reduced * self._low, reduced * self._high)
        largest = np.maximum(np.abs(self._low), np.abs(self._high))
        size = np.abs(at_rows).sum() + ((np.abs(self._cost) + np.abs(weighed).sum(axis=0)) * largest).sum()
        slack = 4 * (y.size + self._cost.size) * np.finfo(np.float64).eps * size
        return float(at_rows.sum() + at_columns.sum() - slack)
