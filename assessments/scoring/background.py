"""What the pages show beyond the results file: ranges by length, what moves the result, what that would be worth to know.

It is calculated with the results and frozen with them; nothing here changes a figure of the results file.
"""

from collections import Counter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assessments.engine.losses import loss_so_far
from assessments.engine.ratings import BANDS_H
from assessments.engine.uncertainty import sobol_points
from assessments.questionnaires.outline import Outline
from assessments.scoring.cases import Case, Variation
from assessments.scoring.doubt import BAND, FEW_POINTS, Swing, doubts_of, variations_at
from assessments.scoring.evaluate import Evaluation
from assessments.scoring.mixes import mixes_of
from assessments.scoring.moved import Before, moved
from assessments.scoring.report.results import rounded
from assessments.scoring.report.sentences import components
from assessments.scoring.scenario_results import ScenarioResult
from assessments.scoring.sectors import sector_ripple
from assessments.scoring.single_events import single_events_of
from assessments.scoring.spread import fitting_channels
from assessments.scoring.statement import own_cap
from assessments.scoring.trials.alone import alone_of
from assessments.scoring.unproven import unproven_of
from assessments.scoring.waves import waves_of
from assessments.scoring.ways import ways_of
from assessments.scoring.worth import worth_of
from assessments.scoring.year_in_doubt import year_in_doubt

Floats = NDArray[np.float64]
CURVE_HOURS = (1, 2, 4, 6, 8, 12, 18, 24, 36, 48, 72, 96, 120, 168, 240, 336, 480, 720)
"""Lengths at which the curve of an outage is drawn: the eight time bands and points between them."""
JUST_BEFORE_H = 0.1
"""A payment that falls due makes the curve jump; it is drawn from this long before."""
NOT_IN_AN_OUTAGE = ("lengths", "switching", "output")
"""Doubts that, like how often something comes, do not move what an outage of a known length costs with nothing done about it."""


def background_of(evaluation: Evaluation, before: Before | None = None) -> dict[str, Any]:
    """The background as plain data, numbers rounded like those of the results; `before` is the assessment before."""
    cap, is_own = own_cap(evaluation.statement)
    background = {
        "consists_of": {f"{hours:g}": components(evaluation, band) for band, hours in enumerate(BANDS_H)},
        "largest_share": {"percent": cap, "is_own": is_own},
        "peak": _peak(evaluation),
        "answers": _answers(evaluation),
        "outage": _outage(evaluation),
        **swings_of(evaluation),
        "scenarios": {scenario.key: _points(scenario) for scenario in evaluation.scenarios},
        "worth": worth_of(evaluation),
        "mixes": mixes_of(evaluation),
        "fitting_channels": fitting_channels(evaluation.statement),
        "single": single_events_of(evaluation),
        "year": year_in_doubt(evaluation),
        "ways": ways_of(evaluation),
        "waves": waves_of(evaluation),
        "unproven": unproven_of(evaluation),
        "alone": alone_of(evaluation.statement, evaluation.model),
        "ripple": sector_ripple(evaluation.profile.industry),
        "moved": None if before is None else moved(before, evaluation),
    }
    return {key: rounded(value) for key, value in background.items()}


def swings_of(evaluation: Evaluation) -> dict[str, Any]:
    """What moves the expected loss, widest first, and the keys of the answers that would narrow its range most."""
    return {
        "swings": [_swing(swing) for swing in evaluation.uncertainty.swings],
        "narrowing": [swing.doubt.key for swing in evaluation.uncertainty.narrowing],
    }


def _peak(evaluation: Evaluation) -> dict[str, Any] | None:
    peak = evaluation.statement.timing.strongest
    if peak is None:
        return None
    return {"name": peak.name, "start": peak.start, "factor": peak.factor, "is_example": peak.is_example}


def _answers(evaluation: Evaluation) -> dict[str, Any]:
    """How many questions are asked and answered, counted as the questionnaire does, and how good the evidence is."""
    course = evaluation.statement.course
    outline = Outline(course)
    counted = [answer for question, function, answer in course.profile.stated() if course.exists(question, function)]
    grades = Counter(evaluation.statement.resolver.grade_of(answer) for answer in counted if not answer.unknown)
    return {
        "asked": len(outline.stops),
        "answered": outline.done,
        "unknown": sum(answer.unknown for answer in counted),
        "grades": {grade: grades.get(grade, 0) for grade in "ABCD"},
    }


def _outage(evaluation: Evaluation) -> dict[str, Any]:
    """What a whole outage costs by its length with nothing done about it, and the range from what is not known exactly."""
    hours = _hours(evaluation)
    moving = [
        doubt for doubt in doubts_of(evaluation.model) if not doubt.scenario and doubt.key not in NOT_IN_AN_OUTAGE
    ]
    points = sobol_points(FEW_POINTS, len(moving), evaluation.seed) if moving else np.zeros((0, 0))
    totals = _outage_totals(evaluation, [Variation(), *variations_at(moving, points)], hours)
    base, varied = totals[0], totals[1:] if len(totals) > 1 else totals
    low, high = (np.quantile(varied, chance, axis=0) for chance in BAND)
    return {
        "hours": hours,
        "loss": base.tolist(),
        "low": np.minimum(low, base).tolist(),
        "high": np.maximum(high, base).tolist(),
    }


def _hours(evaluation: Evaluation) -> list[float]:
    """The lengths of the curve, with both sides of every jump."""
    jumps = [
        credit.after_h for credit in evaluation.statement.contracts.credits if 1 < credit.after_h <= CURVE_HOURS[-1]
    ]
    return sorted({*CURVE_HOURS, *jumps, *(round(hours - JUST_BEFORE_H, 3) for hours in jumps)})


def _outage_totals(evaluation: Evaluation, variations: list[Variation], hours: list[float]) -> Floats:
    """Money of all activities together (variations, hours)."""
    model = evaluation.model
    cases = [Case(model.events[:1], variation) for variation in variations]
    cascade = model.whole_outage(variations)
    income = loss_so_far(cascade, model.functions, model.money.income_terms(cases), hours)
    other = loss_so_far(cascade, model.idle, model.money.other_terms(cases), hours)
    return np.asarray((income + other).sum(axis=1))


def _swing(swing: Swing) -> dict[str, Any]:
    return {
        "key": swing.doubt.key,
        "label": swing.doubt.label,
        "grade": swing.doubt.grade,
        "sources": list(swing.doubt.sources),
        "is_answer": swing.doubt.is_answer,
        "low": swing.low,
        "high": swing.high,
        "base": swing.base,
        "shown_low": swing.shown_low,
        "shown_high": swing.shown_high,
        "effect": swing.effect,
        "matters": swing.matters,
    }


def _points(scenario: ScenarioResult) -> dict[str, Any]:
    """The rating at the typical and at the severe length, and where the worst one comes from."""
    return {
        "typical": scenario.impact_typical,
        "severe": scenario.impact_severe,
        "function": scenario.worst_function,
        "category": scenario.worst_category,
    }
