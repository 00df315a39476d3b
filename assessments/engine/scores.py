"""Risk on one scale: a score whose 25 points are ten times the loss, and a matrix that never contradicts the money.

The score is a logarithm, published and invertible. The matrix has steps of equal width on both logarithmic axes, so
that a cell's sum of levels follows the expected loss; `consistency` says of any matrix whether a risk in its lowest
band can be larger than one in its highest (Cox 2008, Risk Anal. 28(2)). A matrix is a view; order risks by the money.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from assessments.engine import checks
from assessments.engine.checks import Floats, Integers
from assessments.engine.errors import InvalidInput

POINTS_PER_TENFOLD = 25.0
LOWEST_SHARE = 1e-4  # of the yearly margin: a loss up to this scores 0, ten thousand times as much (all of it) 100
TENFOLDS = 4.0


def risk_score(loss: ArrayLike, margin: ArrayLike) -> Floats:
    """Return the score 0 to 100 of losses beside a yearly margin above 0: 25 log10(loss / (margin / 10 000)), clipped.

    >>> risk_score([0.0, 1_000.0, 10_000.0, 2_000_000.0], 1_000_000.0).round(6).tolist()
    [0.0, 25.0, 50.0, 100.0]
    """
    lost, earned = checks.amount("loss", loss), checks.positive("margin", margin)
    checks.together(loss=lost, margin=earned)
    share = lost / earned
    return POINTS_PER_TENFOLD * np.clip(np.log10(np.maximum(share, LOWEST_SHARE) / LOWEST_SHARE), 0.0, TENFOLDS)


def loss_at_score(score: ArrayLike, margin: ArrayLike) -> Floats:
    """Return the loss that has a score 0 to 100: at 0 the largest that still scores 0, at 100 the smallest that does.

    >>> float(loss_at_score(50.0, 1_000_000.0))
    10000.0
    """
    points = checks.within("score", score, 0.0, 100.0, "between 0 and 100")
    earned = checks.positive("margin", margin)
    checks.together(score=points, margin=earned)
    return earned * LOWEST_SHARE * 10.0 ** (points / POINTS_PER_TENFOLD)


@dataclass(frozen=True, eq=False)
class RiskMatrix:
    """Cells of likelihood x impact. ``rates``, ``losses``: ascending edges between levels; ``bands`` (a, b) from 0 up.

    Rates are events a year, losses any money or share; the lowest level begins at 0, the highest has no end. On an
    edge the higher level counts. Raises `InvalidInput`.
    """

    rates: ArrayLike
    losses: ArrayLike
    bands: ArrayLike

    def __post_init__(self) -> None:
        for name in ("rates", "losses"):
            edges = checks.positive(name, getattr(self, name))
            if edges.ndim != 1 or (np.diff(edges) <= 0).any():
                raise InvalidInput(name, edges.tolist(), "ascending")
        table = checks.within("bands", self.bands, 0, 99, "between 0 and 99")
        if table.shape != (np.size(self.rates) + 1, np.size(self.losses) + 1) or (table != np.round(table)).any():
            raise InvalidInput("bands", table.tolist(), "a whole number for each cell")

    @cached_property
    def table(self) -> Integers:
        """Return the bands (a, b)."""
        return np.array(self.bands, dtype=np.int64)

    def band(self, rates: ArrayLike, losses: ArrayLike) -> Integers:
        """Return the band of risks by rate and loss of an event, of any shape that spreads together."""
        rate, loss = checks.amount("rates", rates), checks.amount("losses", losses)
        checks.together(rates=rate, losses=loss)
        level = [
            np.searchsorted(np.asarray(edges, dtype=np.float64), at, side="right")
            for edges, at in ((self.rates, rate), (self.losses, loss))
        ]
        return np.asarray(self.table[level[0], level[1]])


# steps of the square root of ten on both axes: a cell one level up and one to the left has the same expected loss
REFERENCE_MATRIX = RiskMatrix(
    rates=10.0 ** np.array([-1.5, -1.0, -0.5, 0.0]),
    losses=10.0 ** np.array([-2.8, -2.3, -1.8, -1.3]),  # of the yearly margin: 0.158, 0.5, 1.58 and 5 %
    bands=np.searchsorted([5, 7, 9], np.add.outer(np.arange(1, 6), np.arange(1, 6)), side="right"),
)


@dataclass(frozen=True, eq=False)
class Consistency:
    """What a matrix can get wrong: by band (bands,) the smallest and the largest expected loss a year in it.

    ``is_weak``: every risk of the highest band is larger than every one of the lowest (weak consistency).
    ``is_between``: no step from a lowest cell to a neighbour up, right or both ends in the highest (betweenness).
    ``overlaps``: pairs of bands (lower, higher) at least two apart of which the lower can hold the larger risk; with
    levels that have no end there are always some.
    """

    smallest: Floats
    largest: Floats
    is_weak: bool
    is_between: bool
    overlaps: tuple[tuple[int, int], ...]


def consistency(matrix: RiskMatrix) -> Consistency:
    """Return what a matrix can get wrong, by going through all cells.

    >>> found = consistency(REFERENCE_MATRIX)
    >>> found.is_weak, found.is_between, found.largest[:1].round(6).tolist(), found.smallest[2:].round(6).tolist()
    (True, True, [0.000501], [0.001585, 0.015849])
    """
    checks.made("matrix", matrix, RiskMatrix)
    edges = [np.asarray(part, dtype=np.float64) for part in (matrix.rates, matrix.losses)]
    low = np.multiply.outer(*(np.append(0.0, part) for part in edges))
    high = np.multiply.outer(*(np.append(part, np.inf) for part in edges))
    names = np.unique(matrix.table)
    smallest = np.array([low[matrix.table == name].min() for name in names])
    largest = np.array([high[matrix.table == name].max() for name in names])
    lowest, highest = matrix.table == names[0], matrix.table == names[-1]
    padded = np.pad(highest, ((0, 1), (0, 1)))
    beside = padded[1:, :-1] | padded[:-1, 1:] | padded[1:, 1:]
    several = names.size > 1
    return Consistency(
        smallest=smallest,
        largest=largest,
        is_weak=bool(not several or largest[0] <= smallest[-1]),
        is_between=bool(not several or not (lowest & beside).any()),
        overlaps=tuple(
            (int(names[a]), int(names[b]))
            for a in range(names.size)
            for b in range(a + 2, names.size)
            if largest[a] > smallest[b]
        ),
    )


def misordered(matrix: RiskMatrix, rates: ArrayLike, losses: ArrayLike) -> tuple[int, int, int]:
    """Return of all pairs of these risks (n,) how many the matrix puts in the wrong order, in one band, and all.

    By expected loss a year, rate x loss; pairs of equal risks are left out.

    >>> misordered(REFERENCE_MATRIX, [5.0, 0.9, 0.01], [0.001, 0.1, 0.9])
    (0, 1, 3)
    """
    rate, loss = checks.amount("rates", rates), checks.amount("losses", losses)
    checks.made("matrix", matrix, RiskMatrix)
    if rate.ndim != 1 or loss.shape != rate.shape:
        raise InvalidInput("losses", f"of shape {loss.shape}", f"one for each of the rates {rate.shape}")
    worth, band = rate * loss, matrix.band(rate, loss)
    larger = worth[:, None] > worth[None, :]
    wrong = larger & (band[:, None] < band[None, :])
    tied = larger & (band[:, None] == band[None, :])
    return int(wrong.sum()), int(tied.sum()), int(larger.sum())
