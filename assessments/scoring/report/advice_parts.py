"""The parts of the results that say what to do: recommendations, diversification, what-ifs."""

from typing import Any

from assessments.scoring.advice.library import OPTIONS
from assessments.scoring.advice.recommend import Recommendation, due
from assessments.scoring.evaluate import Evaluation
from assessments.scoring.what_if import WhatIfResult


def recommendations_part(evaluation: Evaluation) -> list[dict[str, Any]]:
    """The recommendations, ranked."""
    return [_recommendation(evaluation, found) for found in evaluation.recommendations]


def _recommendation(evaluation: Evaluation, found: Recommendation) -> dict[str, Any]:
    entry = found.entry
    due_days, due_on = due(evaluation.situation.statement.profile.as_of, found.finding, entry)
    return {
        "key": found.key,
        "rank": found.rank,
        "title": found.finding.title or entry.title,
        "why": found.finding.why,
        "already": found.finding.already,
        "removes_per_year": found.removes,
        "removes_range": list(found.removes_range),
        "cost_year": found.cost_year,
        "effort_days": found.effort_days,
        "closes": list(found.closes),
        "scenarios": list(found.scenarios),
        "functions": list(found.finding.functions),
        "option": OPTIONS[entry.option],
        "phase": entry.phase,
        "owner_role": entry.owner_role,
        "due_days": due_days,
        "due_on": due_on,
        "evidence_kind": found.evidence_kind,
    }


def diversification_part(evaluation: Evaluation) -> dict[str, Any] | None:
    """Shares by channel today and at the target, and what the difference is worth."""
    found = evaluation.diversification
    if found is None:
        return None
    return {
        "current": found.current,
        "target": found.target,
        "expected_annual_loss_before": found.expected_before,
        "expected_annual_loss_after": found.expected_after,
        "tail_before": found.tail_before,
        "tail_after": found.tail_after,
        "frontier": [
            {"tiktok_share": share, "expected_annual_loss": expected, "tail": tail}
            for share, expected, tail in found.frontier
        ],
        "moves": [{"from": "TikTok", "to": move.to, "points": move.points, "why": move.why} for move in found.moves],
    }


def what_if_part(evaluation: Evaluation) -> list[dict[str, Any]]:
    """The what-ifs in the order in which they were asked."""
    return [_what_if(result) for result in evaluation.what_ifs]


def _what_if(result: WhatIfResult) -> dict[str, Any]:
    return {
        "name": result.asked.name,
        "start_on": result.asked.start_on.isoformat(),
        "peak": None if result.peak is None else {"name": result.peak.name, "factor": result.peak.factor},
        "scenario": result.asked.scenario,
        "duration_h": result.duration_h,
        "loss": result.loss,
        "loss_normal_week": result.loss_normal_week,
        "commitments_hit": [
            {"what": c.what, "date": c.on.isoformat(), "value": c.value, "can_move_h": c.can_move_h}
            for c in result.commitments
        ],
        "functions": {
            key: {"loss": loss, "over_mtpd": result.over_mtpd[key], "gap_status": result.gap_status[key]}
            for key, loss in result.losses.items()
        },
    }
