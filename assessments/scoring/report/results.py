"""The results file (`ballast/results/1`): one dictionary, and its bytes, the same for the same profile, versions and seed."""

import json
import math
from datetime import date
from typing import Any

from assessments.questionnaires.profile_checks import answer_path
from assessments.questionnaires.profile_export import profile_hash
from assessments.questionnaires.reading.mistakes import Notice
from assessments.scoring.evaluate import Evaluation
from assessments.scoring.report import advice_parts, figures, notes, sentences
from assessments.scoring.report.trace import trace_part

SCHEMA = "ballast/results/1"
METHOD_VERSION = "2026.11.5"
DIGITS = 9
"""Significant figures kept: far more than any figure deserves, few enough that round-off of the last bits never shows."""


def results_of(evaluation: Evaluation, notices: list[Notice]) -> dict[str, Any]:
    """The results as plain data, numbers rounded to nine significant figures."""
    warnings = [*notices, *evaluation.overrides.notices()]
    results = {
        **_origin(evaluation),
        "headline": {
            "sentence": sentences.headline_sentence(evaluation),
            "score": evaluation.overall.score,
            "band": evaluation.overall.band,
            "reasons": sentences.headline_reasons(evaluation),
            "confidence": evaluation.uncertainty.grade,
        },
        "money": figures.money_part(evaluation),
        "at_stake": figures.at_stake(evaluation),
        "credits": figures.credits_part(evaluation),
        "scores": figures.scores_part(evaluation),
        "functions": figures.functions_part(evaluation),
        "scenarios": figures.scenarios_part(evaluation),
        "losses": figures.losses_part(evaluation.yearly, evaluation.uncertainty.band),
        "without_measures": figures.losses_part(
            evaluation.without_measures, evaluation.uncertainty.band_without_measures
        ),
        "concentration": figures.concentration_part(evaluation),
        "recommendations": advice_parts.recommendations_part(evaluation),
        "diversification": advice_parts.diversification_part(evaluation),
        "what_if": advice_parts.what_if_part(evaluation),
        "overrides": [figures.override_part(entry) for entry in evaluation.overrides.in_order],
        "enough": evaluation.enough,
        "assumptions": notes.assumptions_part(evaluation),
        "contradictions": [{"answers": list(c.answers), "sentence": c.sentence} for c in evaluation.contradictions],
        "flags": notes.flags_part(evaluation),
        "warnings": [{"path": n.path, "code": n.code, "sentence": n.sentence} for n in warnings],
        "trace": trace_part(evaluation),
    }
    return {key: rounded(value) for key, value in results.items()}


def _origin(evaluation: Evaluation) -> dict[str, Any]:
    """Whose results they are, and of which versions, input and day."""
    profile = evaluation.profile
    return {
        "schema": SCHEMA,
        "method_version": METHOD_VERSION,
        "bank_version": profile.bank.name,
        "catalogue_version": evaluation.statement.library.version,
        "input_hash": profile_hash(profile),
        "seed": evaluation.seed,
        "as_of": profile.as_of.isoformat(),
        "organisation": {
            "name": profile.name,
            "currency": profile.currency,
            "depth": profile.depth,
            "industry": profile.industry,
        },
    }


def results_bytes(results: dict[str, Any]) -> bytes:
    """The results as a file: keys sorted, UTF-8, one line at the end."""
    return (json.dumps(results, sort_keys=True, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()


def rounded(value: Any) -> Any:
    """Plain data with numbers rounded, numpy and dates turned into what JSON knows, infinities into null."""
    if isinstance(value, dict):
        return {str(key): rounded(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [rounded(part) for part in value]
    if isinstance(value, bool) or value is None or isinstance(value, str | int):
        return value
    if isinstance(value, date):
        return value.isoformat()
    number = float(value)
    if not math.isfinite(number):
        return None
    kept = float(f"{number:.{DIGITS}g}")
    return int(kept) if kept.is_integer() and abs(kept) < 1e15 else kept


def explain(evaluation: Evaluation) -> dict[str, list[str]]:
    """Which answers were used, hidden, missing, defaulted and unknown, for `assess --explain`."""
    course = evaluation.statement.course
    hidden = [answer_path(question, function) for question, function in course.hidden_answers()]
    used: list[str] = []
    unknown: list[str] = []
    for question, function, answer in course.profile.stated():
        path = answer_path(question, function)
        if path not in hidden:
            (unknown if answer.unknown else used).append(path)
    missing = [
        answer_path(step.question.id, step.function)
        for step in course.steps()
        if step.question.required and not course.is_done(step)
    ]
    defaulted = [q.name for q in evaluation.statement.quantities.values() if q.origin == "default"]
    return {"used": used, "hidden": hidden, "missing": missing, "defaulted": sorted(defaulted), "unknown": unknown}
