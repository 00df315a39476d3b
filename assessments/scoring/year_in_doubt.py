"""How sure a bad year and the chance of passing the limit are: each read off the year at every point of what is not known.

What is not known exactly is kept apart from chance inside a year: every point has a whole distribution of its own, and the
range is that of what is read off them. The first half of the points of the expected loss. docs/methods/uncertainty.md.
"""

from typing import Any

import numpy as np

from assessments.engine.annual import annual_loss
from assessments.engine.uncertainty import sobol_points
from assessments.scoring.cases import Case
from assessments.scoring.doubt import BAND, BARE_POINTS, doubts_of, variations_at
from assessments.scoring.evaluate import Evaluation

BAD = 0.95


def year_in_doubt(evaluation: Evaluation) -> dict[str, Any]:
    """Plain data: 10th and 90th percentile of the 1-in-20 `bad_year` and of the chance `over_limit`.

    Both are widened where needed to hold the figure that is printed.
    """
    model, year = evaluation.model, evaluation.yearly
    doubts = doubts_of(model)
    points = sobol_points(BARE_POINTS, max(1, len(doubts)), evaluation.seed)
    runs = model.run([Case(model.events, one) for one in variations_at(doubts, points)])
    years = [annual_loss(runs.case(number).annual(model.season)) for number in range(len(points))]
    passing = [float(one.chance_over(year.limit)) if year.limit > 0 else 0.0 for one in years]
    return {
        "bad_year": _range([float(one.quantile(BAD)) for one in years], year.quantiles[f"{BAD:g}"]),
        "over_limit": _range(passing, year.chance_over_limit),
    }


def _range(varied: list[float], printed: float) -> list[float]:
    low, high = np.quantile(varied, BAND)
    return [min(float(low), printed), max(float(high), printed)]
