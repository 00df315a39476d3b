"""What a single event may do within a year: stop an activity for longer than it can bear, or cost more than the limit.

The yearly loss adds up all events of a year; a longest stop, and a limit named for one disruption, are passed by one.
docs/methods/assemble.md.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from assessments.engine.annual import AnnualModel, breach_chances, occurrence_chance
from assessments.engine.exceedance import occurrence_quantile
from assessments.scoring.evaluate import Evaluation
from assessments.scoring.impact import Impact
from assessments.scoring.scenario_results import paces_of
from assessments.scoring.yearly import RETURN_YEARS

Floats = NDArray[np.float64]
SAME = 1e-9
"""Relative difference up to which a stop is as long as the limit, not longer."""


def single_events_of(evaluation: Evaluation) -> dict[str, Any]:
    """Plain data, chances in the next 12 months with what is in place.

    `over_limit` that one event costs more than the limit, `largest` the loss of the year's largest event at the return
    periods of the yearly loss, `too_long` by activity that one event stops it for longer than it can bear.
    """
    limit, year = evaluation.yearly.limit, evaluation.run.annual(evaluation.model.season)
    return {
        "over_limit": float(occurrence_chance(year, [limit])[0]) if limit > 0 else 0.0,
        "largest": occurrence_quantile(year, 1 / RETURN_YEARS).tolist(),
        "too_long": too_long_of(evaluation),
    }


def too_long_of(evaluation: Evaluation) -> dict[str, float]:
    """By activity with a limit the chance that an event of the year stops it for longer, in a normal week."""
    run = evaluation.run
    chances = breach_chances(AnnualModel(run.losses, run.durations, run.rates), breaking_hours(evaluation))
    limited = {impact.key for impact in evaluation.impacts if impact.normal.mtpd_h is not None}
    return {key: float(it) for key, it in zip(evaluation.model.keys, chances, strict=True) if key in limited}


def breaking_hours(evaluation: Evaluation) -> Floats:
    """Length of event (events, activities), hours, beyond which an activity has stopped for too long; infinite: never."""
    model, run = evaluation.model, evaluation.run
    by_key = {impact.key: impact for impact in evaluation.impacts}
    found = np.full((len(run.events), model.count), np.inf)
    for row, event in enumerate(run.events):
        knots, paces = run.cascade.knots_h[row], paces_of(model, run.cascade, row)
        for place, key in enumerate(model.keys):
            if event.route[key] > 0:
                relief = event.relief.get(key)
                serves = relief is not None and relief.share >= by_key[key].stated.mbco.number / 100
                served = (relief.start_h, relief.start_h + relief.lasts_h) if relief and serves else (np.inf, np.inf)
                found[row, place] = _broken_at(knots, paces[place], served, by_key[key])
    return found


def _broken_at(knots: Floats, pace: Floats, served: tuple[float, float], impact: Impact) -> float:
    """When the clock of one activity passes its limit; it stands still while the alternative delivers enough."""
    limit = impact.normal.mtpd_h
    if limit is None:
        return np.inf
    edges = np.union1d(knots, np.clip(served, knots[0], knots[-1]))
    middle = (edges[1:] + edges[:-1]) / 2
    runs = np.where((middle > served[0]) & (middle < served[1]), 0.0, pace[np.searchsorted(knots, middle) - 1])
    clock = np.concatenate([[0.0], np.cumsum(runs * np.diff(edges))])
    over = clock > limit * (1 + SAME)
    if not over.any():
        return np.inf
    at = int(over.argmax())
    return float(edges[at] - (clock[at] - limit) / runs[at - 1])
