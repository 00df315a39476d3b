"""The best mix of recommendations for a yearly budget, read off the mixes that were weighed with the results.

Costs, and what was decided meanwhile, are those of today: what is in place is part of every mix and costs nothing more,
what was put off or decided against is in none. No run of the engine is needed, so that any budget is answered at once.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

CLOSE = 0.001
"""Mixes whose losses differ by less than this share of today's loss count as one, and the cheaper is told."""
ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Mix:
    """Recommendations carried out together: what they cost a year, and the expected loss that is left."""

    keys: tuple[str, ...]
    cost: float
    left: float
    removes_range: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One recommendation of a mix put in place after those before it: what it then takes off, and what is left."""

    key: str
    takes: float
    left: float


class Mixes:
    """The weighed mixes at today's costs and decisions."""

    def __init__(
        self, stored: Mapping[str, Any], costs: Mapping[str, float], *, done: Collection[str], refused: Collection[str]
    ) -> None:
        """Take the mixes of a background; `costs` a year by key, what is `done` already, what was `refused`."""
        self._stored, self._keys = stored, tuple(stored["measures"])
        self._left = dict(zip(stored["sets"], stored["left"], strict=True))
        self._floor = dict(zip(stored["sets"], stored["floor"], strict=True))
        self._costs = [0.0 if key in done else costs[key] for key in self._keys]
        self._done = self._known(self._bits(done))
        self._refused = self._bits(refused)

    @property
    def today(self) -> Mix:
        """What is left of the expected loss with what is in place, and no more spent."""
        return self._mix(self._done)

    @property
    def counted(self) -> tuple[str, ...]:
        """What is marked as in place and therefore part of every mix."""
        return self._members(self._done)

    @cached_property
    def line(self) -> tuple[Mix, ...]:
        """The mixes that no cheaper one equals, cheapest first; the first is today's."""
        kept, best = [], float("inf")
        close = CLOSE * self._left[0]
        for mix in sorted(self.all, key=lambda it: (it.cost, it.left)):
            if mix.left < best - close:
                kept.append(mix)
                best = mix.left
        return tuple(kept)

    @cached_property
    def all(self) -> tuple[Mix, ...]:
        """Every mix that is allowed."""
        return tuple(
            self._mix(taken) for taken in self._left if taken & self._done == self._done and not taken & self._refused
        )

    @property
    def turn(self) -> Mix:
        """The mix after which a further unit of money removes less than it costs."""
        return min(self.line, key=lambda mix: (mix.left + mix.cost, mix.cost))

    def best(self, budget: float) -> Mix:
        """The mix that leaves least for at most this much a year."""
        return [mix for mix in self.line if mix.cost <= budget * (1 + ROUNDING)][-1]

    def next_after(self, mix: Mix) -> Mix | None:
        """The next dearer mix that leaves less; None if there is none."""
        return next((other for other in self.line if other.cost > mix.cost), None)

    def short_of_best(self, mix: Mix) -> float:
        """How much less any mix of this cost could leave at most, those with small recommendations among them."""
        within = (
            self._floor[self._bits(other.keys) | self._done]
            for other in self.all
            if other.cost <= mix.cost * (1 + ROUNDING)
        )
        return max(0.0, mix.left - min(within))

    def of(self, keys: Collection[str]) -> Mix | None:
        """The mix of these; of two that act in the same way the stronger, and None if nothing of it was weighed."""
        taken = self._known(self._bits(keys)) | self._done
        return self._mix(taken) if taken in self._left and taken != self._done else None

    def steps(self, mix: Mix) -> Iterator[Step]:
        """The recommendations of a mix one after the other, each time the one that takes most."""
        taken, waiting = self._done, [self._keys.index(key) for key in mix.keys]
        while waiting:
            ways = [m for m in waiting if taken | 1 << m in self._left]
            first = min(ways, key=lambda m: (self._left[taken | 1 << m], m))
            after = taken | 1 << first
            yield Step(self._keys[first], self._left[taken] - self._left[after], self._left[after])
            taken = after
            waiting.remove(first)

    def _known(self, bits: int) -> int:
        """The largest part of a set that was weighed: of two rivals the one that takes more stays."""
        while bits not in self._left:
            members = [m for m in range(len(self._keys)) if bits >> m & 1]
            smaller = [bits & ~(1 << m) for m in members]
            known = [part for part in smaller if part in self._left]
            bits = min(known, key=lambda part: (self._left[part], part)) if known else smaller[-1]
        return bits

    def _mix(self, taken: int) -> Mix:
        found = self._stored["ranges"].get(str(taken)) if not self._done else None
        return Mix(
            keys=self._members(taken & ~self._done),
            cost=sum(cost for m, cost in enumerate(self._costs) if taken >> m & 1),
            left=self._left[taken],
            removes_range=(found[0], found[1]) if found else None,
        )

    def _members(self, taken: int) -> tuple[str, ...]:
        return tuple(key for m, key in enumerate(self._keys) if taken >> m & 1)

    def _bits(self, keys: Collection[str]) -> int:
        return sum(1 << m for m, key in enumerate(self._keys) if key in keys)
