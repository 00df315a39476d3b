"""What it would be worth to know: the value of perfect information, as a whole and for each input, in money.

The decision at hand is a choice between D options, each with a loss (its cost included) that depends on inputs nobody
knows exactly. Today the option with the least expected loss is taken. Whoever knew an input could take the best option
for it; the loss that this would save on average is the most an answer can be worth. If no answer changes the choice,
it is worth nothing for this decision. Sources: Howard 1966; Raiffa & Schlaifer 1961; Strong, Oakley & Brennan 2014,
Med. Decis. Making 34 (regression). docs/methods/information.md.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr

from assessments.engine import checks
from assessments.engine.checks import Floats
from assessments.engine.errors import InvalidInput
from assessments.engine.uncertainty import MOST_DIMENSIONS, sobol_points

DEGREES = (1, 2, 3, 4, 6)
LEAST_POINTS = 32

Run = Callable[[Floats], ArrayLike]


@dataclass(frozen=True, eq=False)
class Worth:
    """What knowing is worth for one decision, in the money of the losses.

    ``option``: position of the best option with what is known today, ``loss``: its expected loss. ``perfect``: worth of
    knowing everything; ``changes``: chance that another option is the better one. ``single`` (G,): worth of knowing
    each input or group of inputs, between ``low`` and ``high`` (G,) as far as the points can tell.
    """

    option: int
    loss: float
    perfect: float
    changes: float
    single: Floats
    low: Floats
    high: Floats


def normal_information(gain: ArrayLike, spread: ArrayLike) -> Floats:
    """Return the worth of knowing exactly by how much one option beats another, if that is normal; closed form.

    ``gain``: expected difference, ``spread``: its standard deviation, 0 or more. spread x [phi(z) - z (1 - Phi(z))],
    z = |gain| / spread (the unit normal loss integral, Raiffa & Schlaifer 1961).

    >>> normal_information([0.0, 1.0], 1.0).round(4).tolist()
    [0.3989, 0.0833]
    """
    mean, width = np.abs(checks.finite("gain", gain)), checks.amount("spread", spread)
    shape = checks.together(gain=mean, spread=width)
    with np.errstate(invalid="ignore", over="ignore"):  # so many spreads away that nothing is left
        z = np.divide(mean, width, out=np.full(shape, np.inf), where=width > 0)
        unit = np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi) - z * ndtr(-z)
    return np.where(np.isfinite(z), np.maximum(unit, 0.0) * width, 0.0)


def value_of_knowing(points: ArrayLike, losses: ArrayLike, groups: Sequence[Sequence[int]] | None = None) -> Worth:
    """Return the worth of knowing all inputs, and each group of them, from runs that were made for the bands anyway.

    ``points`` (N, k): the chances of `sobol_points` at which the inputs were set, 32 or more; ``losses`` (N, D) of each
    option there. ``groups``: inputs that one question settles together (each alone by default). The loss expected
    once a group is known is fitted by polynomials in its chances, of the degree that predicts points left out best.
    What the fit promises at the points it was made from is too much, what its choices would have saved at points left
    out too little: these are ``high`` and ``low``, ``single`` lies half-way. Cost O(G N D), no further run.

    >>> u = sobol_points(256, 2, seed=5)
    >>> found = value_of_knowing(u, np.stack([np.zeros(256), u[:, 0] - 0.5], axis=1))
    >>> round(found.perfect, 3), found.single.round(3).tolist()
    (0.125, [0.125, 0.0])
    """
    chances, table = _checked(points, losses)
    wanted = [[k] for k in range(chances.shape[1])] if groups is None else groups
    checks.listed("groups", wanted, Sequence)
    for place, group in enumerate(wanted):
        if not checks.places(f"groups[{place}]", group, chances.shape[1], "inputs that exist").size:
            raise InvalidInput(f"groups[{place}]", "empty", "at least one input")
    means = table.mean(axis=0)
    option = int(means.argmin())
    best = table.min(axis=1)
    bounds = np.array([_bounds(chances[:, list(group)], table, option) for group in wanted]).reshape(-1, 2)
    low, high = np.maximum(bounds, 0.0).min(axis=1), np.maximum(bounds, 0.0).max(axis=1)
    return Worth(
        option=option,
        loss=float(means[option]),
        perfect=float((table[:, option] - best).mean()),
        changes=float((best < table[:, option]).mean()),
        single=(low + high) / 2,
        low=low,
        high=high,
    )


def value_by_runs(
    run: Run, inputs: int, groups: Sequence[Sequence[int]], *, outer: int = 64, inner: int = 64, seed: int = 0
) -> Floats:
    """Return the worth (G,) of knowing each group of inputs by new runs: the reference for `value_of_knowing`.

    ``run`` takes chances (B, inputs) and returns losses (B, D). For each of ``outer`` settings of the group the same
    ``inner`` settings of all other inputs are averaged (powers of two). G x outer x inner runs. A little too large,
    by what the inner mean does not know: less than 1 % with 64 of each for smooth losses.
    """
    worth = []
    inputs = checks.whole("inputs", inputs, 1, MOST_DIMENSIONS, f"between 1 and {MOST_DIMENSIONS}")
    powers = "a power of two between 1 and 2^15"
    outer, inner = (checks.whole(name, n, 1, 1 << 15, powers) for name, n in (("outer", outer), ("inner", inner)))
    seed = checks.seed(seed)
    checks.answers("run", run, ["__call__"])
    checks.listed("groups", groups, Sequence)
    for place, group in enumerate(groups):
        known = sorted(set(checks.places(f"groups[{place}]", group, inputs, "inputs that exist").tolist()))
        if not known:
            raise InvalidInput(f"groups[{place}]", "empty", "at least one input")
        rest = [k for k in range(inputs) if k not in known]
        points = np.empty((outer, inner, inputs))
        points[:, :, known] = sobol_points(outer, len(known), seed)[:, None, :]
        if rest:
            points[:, :, rest] = sobol_points(inner, len(rest), seed + 1)
        losses = checks.finite("losses", run(points.reshape(-1, inputs)))
        if losses.ndim != 2 or len(losses) != outer * inner:
            raise InvalidInput("losses", f"of shape {losses.shape}", "points x options")
        expected = losses.reshape(outer, inner, -1).mean(axis=1)
        worth.append(expected.mean(axis=0).min() - expected.min(axis=1).mean())
    return np.array(worth)


def _checked(points: ArrayLike, losses: ArrayLike) -> tuple[Floats, Floats]:
    chances, table = checks.share("points", points), checks.finite("losses", losses)
    if chances.ndim != 2 or len(chances) < LEAST_POINTS:
        raise InvalidInput("points", f"of shape {chances.shape}", f"points x inputs, at least {LEAST_POINTS} points")
    if table.ndim != 2 or len(table) != len(chances) or not table.shape[1]:
        raise InvalidInput("losses", f"of shape {table.shape}", f"{len(chances)} points x options")
    return chances, table


def _bounds(chances: Floats, table: Floats, option: int) -> tuple[float, float]:
    """Return the worth of knowing a group, with the choice at each point made without it, and by the fit itself."""
    ahead = table - table[:, [option]]  # differences to today's option are smoother than losses
    fitted, left_out = np.zeros_like(ahead), np.zeros_like(ahead)
    for other in range(table.shape[1]):
        fitted[:, other], left_out[:, other] = _fit(chances, ahead[:, other])
    chosen = left_out.argmin(axis=1)
    saved = -np.take_along_axis(ahead, chosen[:, None], axis=1).mean()
    return float(saved), float(-fitted.min(axis=1).mean())


def _fit(chances: Floats, values: Floats) -> tuple[Floats, Floats]:
    """Return the polynomial fit at the points (N,), and what it predicts for each point left out (N,).

    Legendre polynomials of each input up to a degree, and products of the first of every two; a constant if that
    predicts best. Leaving a point out costs nothing: its residual grows by 1/(1 - leverage).
    """
    size = values.size
    constant = np.full(size, values.mean())
    kept = constant, (values.sum() - values) / (size - 1)
    least = ((values - kept[1]) ** 2).sum()
    x = 2 * chances - 1
    pairs = [x[:, i] * x[:, j] for i, j in combinations(range(x.shape[1]), 2)]
    for degree in DEGREES:
        basis = np.polynomial.legendre.legvander(x, degree)[:, :, 1:].reshape(size, -1)
        columns = np.column_stack([np.ones(size), basis, *pairs])
        if 2 * columns.shape[1] > size:
            break
        orthonormal = np.linalg.qr(columns)[0]
        fitted = (orthonormal * (orthonormal * values[:, None]).sum(axis=0)).sum(axis=1)
        leverage = np.minimum((orthonormal**2).sum(axis=1), 1 - 1e-9)
        left_out = values - (values - fitted) / (1 - leverage)
        misses = ((values - left_out) ** 2).sum()
        if misses < least:
            least, kept = misses, (fitted, left_out)
    return kept
