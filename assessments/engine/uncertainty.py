"""What the result does not know: scrambled Sobol points, expert ranges, bands and one-at-a-time swings.

What chance does inside a year belongs to `annual`; here is only what people are unsure of. Both are kept apart: a
band says how far an exact result moves as the inputs move within their ranges. The engine is run once for every
point, as rows of one batch. Sources: Sobol 1967; Joe & Kuo 2008 (direction numbers new-joe-kuo-6); Matousek 1998
(scrambling).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr, ndtri

from assessments.engine import checks
from assessments.engine.checks import Floats, Integers
from assessments.engine.durations import beta_quantile
from assessments.engine.errors import InvalidInput

BITS = 30
BANDS = (0.05, 0.5, 0.95)
TORNADO_CHANCES = (0.1, 0.9)
BLOCKS = 16  # consecutive parts of the points from which the error of a band is read
SINGULAR = 1e-9
POWERS = "a power of two between 1 and 2^20"

# for each dimension from the second on: primitive polynomial as a binary number, then the odd initial numbers
# fmt: off
DIRECTIONS = (
    (3, 1), (7, 1, 3), (11, 1, 3, 1), (13, 1, 1, 1), (19, 1, 1, 3, 3), (25, 1, 3, 5, 13), (37, 1, 1, 5, 5, 17),
    (41, 1, 1, 5, 5, 5), (47, 1, 1, 7, 11, 19), (55, 1, 1, 5, 1, 1), (59, 1, 1, 1, 3, 11), (61, 1, 3, 5, 5, 31),
    (67, 1, 3, 3, 9, 7, 49), (91, 1, 1, 1, 15, 21, 21), (97, 1, 3, 1, 13, 27, 49), (103, 1, 1, 1, 15, 7, 5),
    (109, 1, 3, 1, 15, 13, 25), (115, 1, 1, 5, 5, 19, 61), (131, 1, 3, 7, 11, 23, 15, 103),
    (137, 1, 3, 7, 13, 13, 15, 69), (143, 1, 1, 3, 13, 7, 35, 63), (145, 1, 3, 5, 9, 1, 25, 53),
    (157, 1, 3, 1, 13, 9, 35, 107), (167, 1, 3, 1, 5, 27, 61, 31), (171, 1, 1, 5, 11, 19, 41, 61),
    (185, 1, 3, 5, 3, 3, 13, 69), (191, 1, 1, 7, 13, 1, 19, 1), (193, 1, 3, 7, 5, 13, 19, 59),
    (203, 1, 1, 3, 9, 25, 29, 41), (211, 1, 3, 5, 13, 23, 1, 55), (213, 1, 3, 7, 3, 13, 59, 17),
    (229, 1, 3, 1, 3, 5, 53, 69), (239, 1, 1, 5, 5, 23, 33, 13), (241, 1, 1, 7, 7, 1, 61, 123),
    (247, 1, 1, 7, 9, 13, 61, 49), (253, 1, 3, 3, 5, 3, 55, 33), (285, 1, 3, 1, 15, 31, 13, 49, 245),
    (299, 1, 3, 5, 15, 31, 59, 63, 97), (301, 1, 3, 1, 11, 11, 11, 77, 249), (333, 1, 3, 1, 11, 27, 43, 71, 9),
    (351, 1, 1, 7, 15, 21, 11, 81, 45), (355, 1, 3, 7, 3, 25, 31, 65, 79), (357, 1, 3, 1, 1, 19, 11, 3, 205),
    (361, 1, 1, 5, 9, 19, 21, 29, 157), (369, 1, 3, 7, 11, 1, 33, 89, 185), (391, 1, 3, 3, 3, 15, 9, 79, 71),
    (397, 1, 3, 7, 11, 15, 39, 119, 27),
)
# fmt: on
MOST_DIMENSIONS = len(DIRECTIONS) + 1


def sobol_points(count: int, dimensions: int, seed: int) -> Floats:
    """Return ``count`` (a power of two) evenly spread points (count, dimensions) in the open unit cube.

    Every power of two of points is a scrambled digital net: each coordinate has exactly one point in each of
    ``count`` equal intervals, and the mean of any function is unbiased over seeds. Same seed, same points, on every
    machine. Put the inputs that matter most first. Cost O(count x dimensions x 30).

    >>> points = sobol_points(8, 2, seed=1)
    >>> sorted((points[:, 1] * 8).astype(int).tolist())
    [0, 1, 2, 3, 4, 5, 6, 7]
    """
    dimensions = checks.whole("dimensions", dimensions, 1, MOST_DIMENSIONS, f"between 1 and {MOST_DIMENSIONS}")
    wanted, count = count, checks.whole("count", count, 1, 1 << 20, POWERS)
    if count & (count - 1):
        raise InvalidInput("count", wanted, POWERS)
    chance = np.random.Generator(np.random.PCG64(checks.seed(seed)))
    used = count.bit_length() - 1  # columns that any index of a point has a digit for
    points = np.empty((count, dimensions))
    for dimension in range(dimensions):
        columns = _scrambled(_columns(dimension), used, chance)
        digits = np.array([int(chance.integers(1 << BITS))], dtype=np.int64)
        for column in columns:  # the second half of the first 2^(k+1) points is the first, moved by column k
            digits = np.concatenate([digits, digits ^ column])
        points[:, dimension] = (digits + 0.5) / (1 << BITS)
    return points


@cache
def _columns(dimension: int) -> list[int]:
    """Return the direction numbers of a dimension as integers of 30 bits, most significant digit first."""
    if dimension == 0:
        return [1 << (BITS - 1 - k) for k in range(BITS)]
    polynomial, *odd = DIRECTIONS[dimension - 1]
    degree = len(odd)
    for k in range(degree, BITS):
        following = odd[k - degree] ^ (odd[k - degree] << degree)
        for step in range(1, degree):
            if polynomial >> (degree - step) & 1:
                following ^= odd[k - step] << step
        odd.append(following)
    return [number << (BITS - 1 - k) for k, number in enumerate(odd[:BITS])]


def _scrambled(columns: list[int], used: int, chance: np.random.Generator) -> list[int]:
    """Return the first columns times a random lower triangular matrix of bits with ones on its diagonal."""
    rows = [int(chance.integers(1 << k)) << (BITS - k) | 1 << (BITS - 1 - k) for k in range(BITS)]
    return [
        sum(((column & row).bit_count() & 1) << (BITS - 1 - k) for k, row in enumerate(rows))
        for column in columns[:used]
    ]


def expert_values(
    low: ArrayLike, mode: ArrayLike, high: ArrayLike, chances: ArrayLike, weight: ArrayLike = 4.0
) -> Floats:
    """Return the values (N, k) that an expert's ranges (k,) reach with these chances (N, k), by PERT.

    ``weight`` 4 by convention, 2 for low confidence; a range of no width gives its value. Raises `InvalidInput`
    unless low <= mode <= high.

    >>> expert_values([1.0, 5.0], [2.0, 5.0], [6.0, 5.0], [[0.5, 0.5]]).round(4).tolist()
    [[2.3834, 5.0]]
    """
    lowest, highest = checks.finite("low", low), checks.finite("high", high)
    likely, u = checks.finite("mode", mode), checks.share("chances", chances)
    w = checks.within("weight", weight, 0.01, 1000.0, "between 0.01 and 1000")
    shape = checks.together(mode=likely, low=lowest, high=highest)
    checks.together(low=lowest, mode=likely, high=highest, weight=w, chances=u)
    if not ((lowest <= likely) & (likely <= highest)).all():
        raise InvalidInput("mode", likely.tolist(), "between low and high")
    width = highest - lowest
    position = np.divide(likely - lowest, width, out=np.full(shape, 0.5), where=width > 0)
    return np.asarray(lowest + width * beta_quantile(1 + w * position, 1 + w * (1 - position), u))


def moving_together(points: ArrayLike, correlation: ArrayLike) -> Floats:
    """Return the chances (N, k) with these correlations (k, k) of their normal scores: a Gaussian copula.

    For inputs that go up and down together without being the same (those that are share one column instead). The first
    column stays as it is. Raises `InvalidInput` unless the matrix is one of correlations.

    >>> moving_together([[0.5, 0.5], [0.9, 0.5]], [[1.0, 1.0], [1.0, 1.0]]).round(6).tolist()
    [[0.5, 0.5], [0.9, 0.9]]
    """
    chances = checks.within("points", points, 1e-300, 1 - 1e-16, "above 0 and below 1")
    wanted = checks.within("correlation", correlation, -1.0, 1.0, "between -1 and 1")
    if not chances.ndim:
        raise InvalidInput("points", points, "points x inputs")
    inputs = chances.shape[-1]
    if wanted.shape != (inputs, inputs) or (wanted != wanted.T).any() or (wanted.diagonal() != 1).any():
        raise InvalidInput("correlation", f"of shape {wanted.shape}", "symmetric, with ones on its diagonal")
    root = np.zeros_like(wanted)
    for j in range(inputs):
        left = wanted[:, j] - (root[:, :j] * root[j, :j]).sum(axis=1)
        scale = np.sqrt(max(left[j], 0.0))
        if left[j] < -SINGULAR or (scale <= np.sqrt(SINGULAR) and (np.abs(left[j:]) > np.sqrt(SINGULAR)).any()):
            raise InvalidInput("correlation", wanted.tolist(), "such that all of it can hold at once")
        root[j:, j] = left[j:] / scale if scale > np.sqrt(SINGULAR) else 0.0
    scores = np.einsum("...k,jk->...j", ndtri(chances), root)
    return np.asarray(np.where(np.arange(inputs) == 0, chances, ndtr(scores)))


def bands(values: ArrayLike, levels: ArrayLike = BANDS) -> Floats:
    """Return the quantiles (levels, ...) of results (N, ...) over the points.

    >>> bands([1.0, 2.0, 3.0, 4.0, 5.0], [0.5]).tolist()
    [3.0]
    """
    given, asked = checks.finite("values", values), checks.share("levels", levels)
    if not given.ndim or not given.size:
        raise InvalidInput("values", f"of shape {given.shape}", "a result for each of one or more points")
    if asked.ndim > 1:
        raise InvalidInput("levels", f"of shape {asked.shape}", "a chance or a list of chances")
    return np.asarray(np.quantile(given, asked, axis=0))


def band_errors(values: ArrayLike, levels: ArrayLike = BANDS) -> Floats:
    """Return the standard errors (levels, ...) of `bands`, from leaving out each of 16 consecutive blocks of points.

    Blocks of a net are nets, whose errors partly cancel: what is stated is rather too much than too little. ``values``
    (N, ...) with N a multiple of 16, at least 64.
    """
    given = checks.finite("values", values)
    if not given.ndim or len(given) % BLOCKS or len(given) < 4 * BLOCKS:
        raise InvalidInput(
            "values", f"of shape {given.shape}", f"a multiple of {BLOCKS} results, at least {4 * BLOCKS}"
        )
    blocks = np.split(given, BLOCKS)
    without = np.stack([bands(np.concatenate(blocks[:b] + blocks[b + 1 :]), levels) for b in range(BLOCKS)])
    return np.asarray(np.sqrt(((without - without.mean(axis=0)) ** 2).sum(axis=0) * (BLOCKS - 1) / BLOCKS))


def one_at_a_time(low: ArrayLike, mode: ArrayLike, high: ArrayLike, weight: ArrayLike = 4.0) -> Floats:
    """Return the inputs (2k + 1, k) of a tornado: all at their mode, then each in turn at its P10 and its P90.

    >>> one_at_a_time([0.0], [5.0], [10.0]).round(3).tolist()
    [[5.0], [2.466], [7.534]]
    """
    likely = np.atleast_1d(checks.finite("mode", mode))
    if likely.ndim != 1:
        raise InvalidInput("mode", f"of shape {likely.shape}", "one for each input")
    for name, part in (("low", low), ("high", high), ("weight", weight)):
        checks.shaped(name, checks.finite(name, part), likely.shape)
    ends = expert_values(low, likely, high, np.array(TORNADO_CHANCES)[:, None], weight)
    points = np.tile(likely, (2 * likely.size + 1, 1))
    for k in range(likely.size):
        points[1 + 2 * k, k], points[2 + 2 * k, k] = ends[0, k], ends[1, k]
    return points


@dataclass(frozen=True, eq=False)
class Swings:
    """How far each input alone moves the result: ``order`` (k,) widest first, results at P10 and P90 (k,), base."""

    order: Integers
    at_low: Floats
    at_high: Floats
    base: float


def swings(results: ArrayLike) -> Swings:
    """Return the tornado of the results (2k + 1,) of `one_at_a_time`; inputs of equal width keep their order.

    >>> swings([10.0, 9.0, 11.0, 4.0, 18.0]).order.tolist()
    [1, 0]
    """
    given = checks.finite("results", results)
    if given.ndim != 1 or given.size % 2 == 0 or given.size < 3:
        raise InvalidInput("results", f"of shape {given.shape}", "one base and two for each input")
    low, high = given[1::2], given[2::2]
    return Swings(np.argsort(-np.abs(high - low), kind="stable").astype(np.int64), low, high, float(given[0]))
