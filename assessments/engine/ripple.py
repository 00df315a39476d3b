"""How far a loss of demand or output travels through the sectors of an economy: an order of magnitude, no more.

The inoperability input-output model: q = A* q + c*, where q_i is the share of its output that sector i does not
produce, A*_ij the share of i's output that j buys, and c*_i the share of i's output for final users that is not
wanted. In time, dq/dt = K (A* q + c* - q): each sector adapts at its own rate; a sector with stock passes nothing on
until the stock is used up. Annual coefficients, fixed prices, no substitution: for short shocks an upper bound. Time is
in any one unit, outputs are money in that unit of time. Sources: Haimes & Jiang 2001; Santos & Haimes 2004; Lian &
Haimes 2006; Barker & Santos 2010; Miller & Blair 2009. docs/methods/ripple.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from assessments.engine import checks
from assessments.engine.checks import Floats
from assessments.engine.errors import InvalidInput

SETTLED = 1e-14
MOST_SWEEPS = 100_000
LARGEST_RADIUS = 0.9999  # of A*: beyond, sectors would need all of each other's output
TERMS = 18  # of the exponential series, once its argument is below a half: the rest is below 1e-22
HALVINGS = 60
SCAN, EARLIEST = 256, 1e-9  # times looked at, evenly in their logarithm from this part of the last one on


def _outputs(outputs: ArrayLike) -> Floats:
    produced = checks.positive("outputs", outputs)
    if produced.ndim != 1 or not produced.size:
        raise InvalidInput("outputs", f"of shape {produced.shape}", "one for each of one or more sectors")
    return produced


@dataclass(frozen=True, eq=False)
class Economy:
    """n sectors: ``outputs`` (n,) above 0 and ``interdependency`` A* (n, n) of 0 or more; raises `InvalidInput`.

    >>> pair = Economy([1.0, 1.0], [[0.0, 0.8], [0.2, 0.0]])
    >>> pair.settled([0.0, 0.6]).round(3).tolist()  # Haimes & Jiang 2001
    [0.571, 0.714]
    """

    outputs: ArrayLike
    interdependency: ArrayLike

    def __post_init__(self) -> None:
        outputs = _outputs(self.outputs)
        table = checks.amount("interdependency", self.interdependency)
        if table.shape != (outputs.size, outputs.size):
            raise InvalidInput(
                "interdependency", f"of shape {table.shape}", f"sectors x sectors for {outputs.size} outputs"
            )
        radius = float(np.abs(np.linalg.eigvals(table)).max())
        checks.within(
            "the spectral radius of interdependency", radius, 0.0, LARGEST_RADIUS, f"at most {LARGEST_RADIUS}"
        )

    @classmethod
    def of_flows(cls, flows: ArrayLike, outputs: ArrayLike) -> Economy:
        """Return the economy in which sector i sells ``flows[i, j]`` to sector j: A*_ij = Z_ij / x_i."""
        sold, produced = checks.amount("flows", flows), _outputs(outputs)
        return cls(produced, sold / checks.shaped("outputs", produced[:, None], sold.shape))

    @classmethod
    def of_coefficients(cls, inputs: ArrayLike, outputs: ArrayLike) -> Economy:
        """Return the economy in which a unit of output of sector j needs ``inputs[i, j]`` of sector i."""
        needed, produced = checks.amount("inputs", inputs), _outputs(outputs)
        return cls.of_flows(needed * checks.shaped("outputs", produced, needed.shape), produced)

    @cached_property
    def output(self) -> Floats:
        """Return the outputs (n,)."""
        return np.array(self.outputs, dtype=np.float64)

    @cached_property
    def table(self) -> Floats:
        """Return A* (n, n)."""
        return np.array(self.interdependency, dtype=np.float64)

    def outputs_for(self, demand: ArrayLike) -> Floats:
        """Return the outputs (n,) that a final demand (n,) needs in all: Leontief's (I - A)^-1 f."""
        wanted = checks.shaped("demand", checks.amount("demand", demand), self.output.shape)
        return np.asarray(self.output * np.linalg.solve(np.eye(self.output.size) - self.table, wanted / self.output))

    def settled(self, lost: ArrayLike) -> Floats:
        """Return the inoperability (..., n) that a lasting loss c* (..., n) of demand ends in, never above 1.

        The least solution of q = min(1, A* q + c*).
        """
        c = checks.share("lost", lost)
        if c.shape[-1:] != self.output.shape:
            raise InvalidInput("lost", f"of shape {c.shape}", f"a share for each of {self.output.size} sectors")
        q = c
        for _ in range(MOST_SWEEPS):
            before, q = q, np.minimum(1.0, np.einsum("ij,...j->...i", self.table, q) + c)
            if (q - before).max(initial=0.0) <= SETTLED:
                break
        return q


def adaptation_rates(times: ArrayLike, own: ArrayLike = 0.0, left: ArrayLike = 0.01) -> Floats:
    """Return the rate k at which a sector by itself falls to the part ``left`` of its inoperability within its time.

    ln(1/left) / (time (1 - own)), ``own`` = A*_ii. What others still miss slows it down: see `time_back`.

    >>> adaptation_rates(60.0).round(7).tolist()  # Santos et al. 2014: 99 % in 60 days
    0.0767528
    """
    within = checks.positive("times", times)
    part = checks.within("left", left, 1e-12, 1 - 1e-12, "a share between 0 and 1, ends excluded")
    self_use = checks.within("own", own, 0.0, 1 - 1e-9, "a share below 1")
    checks.together(times=within, own=self_use, left=part)
    return np.asarray(-np.log(part) / (within * (1 - self_use)))


@dataclass(frozen=True, eq=False)
class Ripple:
    """What happens at ``times`` (T,): ``inoperability`` (T, n), and the output ``lost`` (T, n) in money by then.

    ``passed_on`` (n,): when each sector's stock was used up, 0 without stock, infinity if it lasts.
    """

    times: Floats
    inoperability: Floats
    lost: Floats
    passed_on: Floats


@dataclass(frozen=True, eq=False)
class _Flow:
    """dq/dt = K (A* D q + c - q), D the sectors whose stock is used up: solved exactly by the matrix exponential."""

    motion: Floats
    end: Floats

    @classmethod
    def of(cls, economy: Economy, rates: Floats, demand: Floats, through: Floats) -> _Flow:
        felt = np.eye(economy.output.size) - economy.table * through
        return cls(rates[:, None] * felt, np.asarray(np.linalg.solve(felt, demand), dtype=np.float64))

    def after(self, span: float, start: Floats) -> tuple[Floats, Floats]:
        """Return q after a span of time and its integral over the span."""
        away = start - self.end
        left = np.einsum("ij,j->i", _decay(self.motion, span), away)
        return self.end + left, self.end * span + np.linalg.solve(self.motion, away - left)


def ripple(
    economy: Economy,
    rates: ArrayLike,
    times: ArrayLike,
    *,
    demand_lost: ArrayLike = 0.0,
    start: ArrayLike = 0.0,
    stock: ArrayLike = 0.0,
) -> Ripple:
    """Return the course at ``times`` (T,), ascending, after a shock at time 0; exact, no time step.

    ``rates`` (n,) of `adaptation_rates`; ``demand_lost`` c* (n,) lasting from time 0; ``start`` q(0) (n,), shares;
    ``stock`` (n,) in units of time of full output. Raises `InvalidInput`, also for a loss of demand that some sector
    could not bear with all of its output. Cost O(T n^3).

    >>> pair = Economy([1.0, 1.0], [[0.15, 0.5], [0.1, 0.05]])
    >>> ripple(pair, 0.2, [99.0], demand_lost=[0.0, 0.1]).inoperability.round(3).tolist()  # Lian & Haimes 2006
    [[0.066, 0.112]]
    """
    checks.made("economy", economy, Economy)
    shape = economy.output.shape
    speed = checks.shaped("rates", checks.positive("rates", rates), shape)
    at = np.atleast_1d(checks.amount("times", times))
    if at.ndim != 1 or not at.size or (np.diff(at) < 0).any():
        raise InvalidInput("times", at.tolist()[:6], "a list in ascending order, at least one")
    demand = checks.shaped("demand_lost", checks.share("demand_lost", demand_lost), shape)
    first = checks.shaped("start", checks.share("start", start), shape)
    stocks = checks.shaped("stock", checks.hours("stock", stock), shape)
    largest = float(np.linalg.solve(np.eye(shape[0]) - economy.table, demand).max())
    checks.within("inoperability by demand_lost", largest, -1e-9, 1 + 1e-9, "at most 1 in every sector")
    passed_on = np.where(stocks > 0, np.inf, 0.0)
    rows, integrals = np.empty((at.size, *shape)), np.empty((at.size, *shape))
    now, q, used = 0.0, first, np.zeros(shape)
    while True:
        flow = _Flow.of(economy, speed, demand, np.isfinite(passed_on).astype(np.float64))
        span = _until_used(flow, q, used, np.where(np.isfinite(passed_on), np.inf, stocks), float(at[-1]) - now)
        for place in np.flatnonzero((at >= now) & (at <= now + span)):
            rows[place], added = flow.after(float(at[place]) - now, q)
            integrals[place] = used + added
        q, added = flow.after(span, q)
        now, used = now + span, used + added
        passed_on = np.where(np.isinf(passed_on) & (used >= stocks * (1 - 1e-12)), now, passed_on)
        if now >= at[-1]:
            return Ripple(at, rows, integrals * economy.output, passed_on)


def time_back(economy: Economy, rates: ArrayLike, start: ArrayLike, left: float = 0.01) -> float:
    """Return the time after which no sector misses more than the part ``left`` of the largest start, shares (n,).

    Longer than the times the rates were made from, because sectors wait for one another.
    """
    checks.made("economy", economy, Economy)
    shape = economy.output.shape
    first = checks.shaped("start", checks.share("start", start), shape)
    speed = checks.shaped("rates", checks.positive("rates", rates), shape)
    limit = checks.alone(checks.within, "left", left, 1e-9, 1.0, "a share between 0 and 1") * float(first.max())
    flow = _Flow.of(economy, speed, np.zeros(shape), np.ones(shape))

    def misses(at: float) -> bool:
        return bool(flow.after(at, first)[0].max() > limit)

    if not limit:
        return 0.0
    # a loss of at most m times `most` stays so while m falls at the rate `decay`: by the end all is back
    most = np.linalg.solve(np.eye(first.size) - economy.table, np.ones(shape))
    decay = float((speed / most).min())
    end = float(np.log((first / most).max() * most.max() / limit)) / decay + 1.0 / decay
    # a sector that buys much from others may be below the limit first and above it later: the last time counts
    scan = np.append(0.0, end * np.geomspace(EARLIEST, 1.0, SCAN))
    late = np.flatnonzero([misses(float(at)) for at in scan])
    if not late.size:
        return 0.0
    low, high = scan[late[-1]], scan[late[-1] + 1]
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if misses(middle) else (low, middle)
    return float(high)


def _until_used(flow: _Flow, q: Floats, used: Floats, stocks: Floats, span: float) -> float:
    """Return the time until the first stock is used up, at most the span."""

    def is_used(at: float) -> bool:
        return bool((used + flow.after(at, q)[1] >= stocks).any())

    if np.isinf(stocks).all() or not is_used(span):
        return span
    low, high = 0.0, span
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (low, middle) if is_used(middle) else (middle, high)
    return high


def _decay(motion: Floats, span: float) -> Floats:
    """Return e^(-motion x span); as its off-diagonal is never positive, the series has no term below 0 to cancel."""
    fastest = float(motion.diagonal().max())
    growth = (fastest * np.eye(len(motion)) - motion) * span
    squarings = max(0, int(np.ceil(np.log2(max(float(growth.sum(axis=1).max()), 1e-300)))) + 1)
    small = growth / 2.0**squarings
    power = np.eye(len(motion))
    for term in range(TERMS, 0, -1):
        power = np.eye(len(motion)) + np.einsum("ij,jk->ik", small, power) / term
    power = power * np.exp(-fastest * span / 2.0**squarings)
    for _ in range(squarings):
        power = np.einsum("ij,jk->ik", power, power)
    return power
