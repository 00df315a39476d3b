"""Which measures may be taken together: costs, what needs what, what excludes what.

A set of measures is a whole number whose bit m says whether measure m is taken: sets are compared, kept and looked up
by the million.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from assessments.engine import checks
from assessments.engine.checks import Flags, Floats
from assessments.engine.errors import InvalidInput

ROUNDING = 1e-9  # of the budget: costs that meet it but for rounding


@dataclass(frozen=True, eq=False)
class Measures:
    """M measures and their ``costs`` (M,), 0 or more, in the unit of the budget.

    ``needs``: pairs (a, b), measure a is of use only with b in place. ``excludes``: pairs that cannot both be taken.
    Raises `InvalidInput`. Sets are asked about by the million: they are trusted to hold no other measures, and budgets
    to be 0 or more.

    >>> three = Measures([5.0, 3.0, 4.0], needs=[(0, 1)], excludes=[(1, 2)])
    >>> [three.allows(taken, budget=8.0) for taken in (0b011, 0b001, 0b110, 0b100)]
    [True, False, False, True]
    """

    costs: ArrayLike
    needs: Sequence[tuple[int, int]] = ()
    excludes: Sequence[tuple[int, int]] = ()

    def __post_init__(self) -> None:
        costs = checks.amount("costs", self.costs)
        if costs.ndim != 1 or not costs.size:
            raise InvalidInput("costs", f"of shape {costs.shape}", "one for each measure, at least one")
        for name, pairs in (("needs", self.needs), ("excludes", self.excludes)):
            allowed = f"two different measures between 0 and {costs.size - 1}"
            for pair in pairs if isinstance(pairs, Sequence) else [pairs]:
                two = list(pair) if isinstance(pair, (Sequence, np.ndarray)) else []
                known = [isinstance(m, (int, np.integer)) and 0 <= m < costs.size for m in two]
                if known != [True, True] or two[0] == two[1]:
                    raise InvalidInput(name, pair, allowed)

    @cached_property
    def cost(self) -> Floats:
        """Return the cost of each measure (M,)."""
        return np.array(self.costs, dtype=np.float64)

    @property
    def count(self) -> int:
        """Return the number of measures M."""
        return int(self.cost.size)

    @cached_property
    def with_needs(self) -> tuple[int, ...]:
        """Return for each measure the set of it and all it needs, directly or not."""
        return self._closure([(a, b) for a, b in self.needs])

    @cached_property
    def with_needing(self) -> tuple[int, ...]:
        """Return for each measure the set of it and all that need it, directly or not."""
        return self._closure([(b, a) for a, b in self.needs])

    def _closure(self, pairs: Sequence[tuple[int, int]]) -> tuple[int, ...]:
        sets = [1 << m for m in range(self.count)]
        for _ in range(self.count):
            before = list(sets)
            for a, b in pairs:
                sets[a] |= sets[b]
            if sets == before:
                break
        return tuple(sets)

    @cached_property
    def rivals(self) -> tuple[int, ...]:
        """Return for each measure the set that it excludes."""
        sets = [0] * self.count
        for a, b in self.excludes:
            sets[a] |= 1 << b
            sets[b] |= 1 << a
        return tuple(sets)

    def members(self, taken: int) -> Iterator[int]:
        """Iterate over the measures of a set, ascending."""
        while taken:
            lowest = taken & -taken
            yield lowest.bit_length() - 1
            taken ^= lowest

    def cost_of(self, taken: int) -> float:
        """Return what a set costs."""
        return float(sum(self.cost[m] for m in self.members(taken)))

    def allows(self, taken: int, budget: float) -> bool:
        """Return whether a set lies within the budget, has all that it needs and nothing that excludes another."""
        if self.cost_of(taken) > budget * (1 + ROUNDING):
            return False
        has_needs = not self.needs or all(self.with_needs[m] & ~taken == 0 for m in self.members(taken))
        return has_needs and self.is_peaceful(taken)

    def is_peaceful(self, taken: int) -> bool:
        """Return whether no measure of a set excludes another."""
        return all(not (taken >> a & 1 and taken >> b & 1) for a, b in self.excludes)

    def flags(self, sets: Sequence[int]) -> Flags:
        """Return the measures of each set as flags (B, M)."""
        return np.array([[taken >> m & 1 for m in range(self.count)] for taken in sets], dtype=bool).reshape(
            len(sets), self.count
        )
