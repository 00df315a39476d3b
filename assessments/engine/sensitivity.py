"""What moves the result most: first-order and total Sobol indices of the inputs, with honest intervals.

The first-order index is the part of the result's variance that would go if the input were known; the total index the
part that stays if all others were known. Points are one scrambled digital net; its consecutive blocks are nets
themselves, so what differs from block to block bounds the error (jackknife). Sources: Sobol 1993; Saltelli et al. 2010,
Comput. Phys. Commun. 181 (estimators); Owen 1997. docs/methods/uncertainty.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import stdtrit

from assessments.engine import checks
from assessments.engine.checks import Floats
from assessments.engine.errors import InvalidInput
from assessments.engine.uncertainty import MOST_DIMENSIONS, sobol_points

MOST_INPUTS = MOST_DIMENSIONS // 2
BLOCKS = 16
LEAST_POINTS = 4 * BLOCKS
CONFIDENCE = 0.95


@dataclass(frozen=True, eq=False)
class Indices:
    """Parts of the variance (k,) or (k, m) by input, each with the half width of its 95 % interval.

    ``first`` lies below ``total`` but for error; both are 0 where the result never changes. ``mean`` and ``variance`` of
    the result. Not clipped: an index of no input may come out a little below 0.
    """

    first: Floats
    total: Floats
    first_error: Floats
    total_error: Floats
    mean: Floats
    variance: Floats


def sensitivity_points(count: int, inputs: int, seed: int, groups: Sequence[int] | None = None) -> Floats:
    """Return the chances (count x (inputs + 2), inputs) at which to run the model, for up to 24 inputs.

    ``count``: a power of two, 64 or more. Two independent nets A and B, then A with each column in turn from B.
    ``groups`` (inputs,): numbers from 0 on, without a gap; inputs of one number are taken from B together and have one
    index, so that the rows are count x (groups + 2).

    >>> sensitivity_points(64, 3, seed=1).shape, sensitivity_points(64, 3, seed=1, groups=[0, 1, 1]).shape
    ((320, 3), (256, 3))
    """
    inputs = checks.whole("inputs", inputs, 1, MOST_INPUTS, f"between 1 and {MOST_INPUTS}")
    checks.whole("count", count, LEAST_POINTS, 1 << 20, f"a power of two between {LEAST_POINTS} and 2^20")
    group = np.arange(inputs) if groups is None else np.asarray(groups)
    if group.shape != (inputs,) or sorted(set(group.tolist())) != list(range(int(group.max()) + 1)):
        raise InvalidInput("groups", f"{group.tolist()}", "a number from 0 on for each input, without a gap")
    both = sobol_points(count, 2 * inputs, seed)
    a, b = both[:, :inputs], both[:, inputs:]
    mixed = [np.where(group == k, b, a) for k in range(int(group.max()) + 1)]
    return np.concatenate([a, b, *mixed])


def sobol_indices(results: ArrayLike, inputs: int) -> Indices:
    """Return the indices from the results (count x (inputs + 2),) or (..., m) at the `sensitivity_points`.

    First order by Saltelli's estimator, total by Jansen's; the interval by leaving out each of 16 blocks in turn.

    Published: the Ishigami function, first .3139 .4424 0, total .5576 .4424 .2437.

    >>> x = np.pi * (2 * sensitivity_points(8192, 3, seed=1) - 1)
    >>> found = sobol_indices(np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0]), 3)
    >>> bool(np.abs(found.first - [0.3139, 0.4424, 0.0]).max() < 0.01)
    True
    >>> bool(np.abs(found.total - [0.5576, 0.4424, 0.2437]).max() < 0.01)
    True
    """
    inputs = checks.whole("inputs", inputs, 1, MOST_INPUTS, f"between 1 and {MOST_INPUTS}")
    given = checks.finite("results", results)
    runs = inputs + 2
    if given.ndim not in (1, 2) or len(given) % (runs * BLOCKS) or len(given) < runs * LEAST_POINTS:
        raise InvalidInput("results", f"of shape {given.shape}", f"one row for each of the points of {inputs} inputs")
    blocks = given.reshape(runs, BLOCKS, -1, *given.shape[1:])
    mean = blocks[:2].mean(axis=(0, 1, 2))
    a, b, mixed = blocks[0] - mean, blocks[1] - mean, blocks[2:] - mean
    spread = ((a**2 + b**2) / 2).mean(axis=1)
    alone = (b * (mixed - a)).mean(axis=2)
    rest = ((a - mixed) ** 2).mean(axis=2) / 2
    first, first_error = _ratio(alone, spread)
    total, total_error = _ratio(rest, spread)
    return Indices(first, total, first_error, total_error, mean, spread.mean(axis=0))


def indices_with_factors(parts: ArrayLike, variances: ArrayLike, inputs: int) -> Indices:
    """Return the indices of the inputs, then of the factors, of results sum_j r_j c_j: independent factors r of mean 1.

    ``parts`` (count x (inputs + 2), m): the c at the `sensitivity_points` of the inputs; ``variances`` (m,) of the factors,
    0 or more. What the factors do is worked out exactly and needs no run of its own: V = Var(sum_j c_j) + sum_j v_j E[c_j^2],
    the first index of a factor is v_j E[c_j]^2 / V and its total v_j E[c_j^2] / V. Raises `InvalidInput`.

    >>> found = indices_with_factors(np.ones((3 * 64, 2)), [3.0, 1.0], inputs=1)
    >>> found.first.tolist(), found.total.tolist(), float(found.variance)
    ([0.0, 0.75, 0.25], [0.0, 0.75, 0.25], 4.0)
    """
    inputs = checks.whole("inputs", inputs, 1, MOST_INPUTS, f"between 1 and {MOST_INPUTS}")
    given = checks.finite("parts", parts)
    runs = inputs + 2
    if given.ndim != 2 or len(given) % (runs * BLOCKS) or len(given) < runs * LEAST_POINTS:
        raise InvalidInput("parts", f"of shape {given.shape}", f"one row for each of the points of {inputs} inputs")
    varied = checks.shaped("variances", checks.amount("variances", variances), (given.shape[1],))
    each = given.reshape(runs, BLOCKS, -1, given.shape[1])
    whole = each.sum(axis=3)
    mean = whole[:2].mean()
    a, b, mixed = whole[0] - mean, whole[1] - mean, whole[2:] - mean
    square = (each[:2] ** 2).mean(axis=(0, 2)) * varied
    spread = ((a**2 + b**2) / 2).mean(axis=1) + square.sum(axis=1)
    moved = ((each[0] - each[2:]) ** 2).mean(axis=2) @ varied
    alone = [(b * (mixed - a)).mean(axis=2), (each[0].mean(axis=1) * each[1].mean(axis=1) * varied).T]
    rest = [(((a - mixed) ** 2).mean(axis=2) + moved) / 2, square.T]
    first, first_error = _ratio(np.concatenate(alone), spread)
    total, total_error = _ratio(np.concatenate(rest), spread)
    return Indices(first, total, first_error, total_error, mean, spread.mean())


def _ratio(parts: Floats, spread: Floats) -> tuple[Floats, Floats]:
    """Return sums over blocks of parts (k, blocks, ...) over those of the spread (blocks, ...), and the half width."""
    above, below = parts.sum(axis=1), spread.sum(axis=0)
    whole = np.divide(above, below, out=np.zeros_like(above), where=below > 0)
    less = below - spread
    without = np.divide(above[:, None] - parts, less, out=np.zeros_like(parts), where=less > 0)
    scatter = ((without - without.mean(axis=1, keepdims=True)) ** 2).sum(axis=1)
    error = np.sqrt(scatter * (BLOCKS - 1) / BLOCKS)
    return whole, error * float(stdtrit(BLOCKS - 1, (1 + CONFIDENCE) / 2))
