"""The gap score and the overall dependency risk: an ordering aid with its parts, no hidden weights."""

from collections.abc import Sequence

from assessments.engine.gaps import Status
from assessments.scoring.gap import Gap
from assessments.scoring.impact import Impact
from assessments.scoring.scores.parts import Part, Score, make_score
from assessments.ui import words

WEIGHTS = {"exposure": 30.0, "gap": 25.0, "concentration": 20.0, "detection": 15.0, "cascade": 10.0}
LABELS = {
    "exposure": "How much stops",
    "gap": "What is missing",
    "concentration": "How hard to replace",
    "detection": "How late you would know",
    "cascade": "How far it spreads",
}
TIER_WEIGHTS = {"A": 4.0, "B": 3.0, "C": 2.0, "D": 1.0}
STATUS_LEVELS = {Status.COVERED: 0.0, Status.TIGHT: 0.2, Status.UNPROVEN: 0.5, Status.GAP: 0.8, Status.NOTHING: 1.0}


def gap_score(impacts: Sequence[Impact], gaps: Sequence[Gap]) -> Score:
    """How much is missing, activity by activity; urgent tiers weigh more."""
    parts = [
        Part(
            impact.key,
            impact.stated.activity.label,
            TIER_WEIGHTS[impact.tier],
            STATUS_LEVELS[gap.status],
            f"“{impact.stated.activity.label}”: {words.lower_first(gap.sentence)}",
            (*impact.stated.alternative.sources, f"functions.{impact.key}.rto_h", f"functions.{impact.key}.WRK-05"),
        )
        for impact, gap in zip(impacts, gaps, strict=True)
    ]
    return make_score("gap", parts)


def overall_score(scores: Sequence[Score]) -> Score:
    """The five scores with their published weights."""
    parts = [
        Part(
            score.key,
            LABELS[score.key],
            WEIGHTS[score.key],
            score.score / 100,
            score.reasons[0] if score.reasons else "",
            score.sources,
        )
        for score in scores
    ]
    return make_score("overall", parts)
