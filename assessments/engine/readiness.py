"""How ready, and what that is worth: levels 0 to 5 with the proof they need, and how far a control may be counted.

Effect of a control: ceiling x maturity x evidence x freshness. Controls act on the parameters of the model (weights,
buffers, workarounds, durations), never on a loss (`controls`); the engine is then run again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from assessments.engine import checks
from assessments.engine.errors import InvalidInput

HIGHEST_LEVEL = 5
HIGHEST_UNPROVEN = 3  # in place: what can be said without dated proof
PROOF_MONTHS = 12.0
FRESH_HALF_LIFE_MONTHS = 18.0
LEAST_FRESH = 0.5
LARGEST_CEILING = 0.95
EVIDENCE_WEIGHT = {"stated": 0.6, "documented": 0.8, "tested": 1.0}

Evidence = Literal["stated", "documented", "tested"]


def supported_level(claimed: int, report_months: float | None = None, review_months: float | None = None) -> int:
    """Return the level that the proof supports: 4 needs a dated report of the last 12 months, 5 a dated review as well.

    ``report_months``: age of the newest report of an exercise or real use; ``review_months``: age of the newest
    management review that changed the plan; None where there is none. Without dated proof no level is above 3.

    >>> supported_level(4), supported_level(4, report_months=3), supported_level(5, report_months=3)
    (3, 4, 4)
    """
    level = checks.whole("claimed", claimed, 0, HIGHEST_LEVEL, "a level between 0 and 5")
    proven, reviewed = _recent("report_months", report_months), _recent("review_months", review_months)
    highest = HIGHEST_LEVEL if proven and reviewed else HIGHEST_LEVEL - 1 if proven else HIGHEST_UNPROVEN
    return min(level, highest)


def _recent(name: str, months: float | None) -> bool:
    return months is not None and checks.alone(checks.amount, name, months) <= PROOF_MONTHS


def overall(levels: Mapping[str, int]) -> tuple[str, float]:
    """Return the domain with the lowest level (first of equals in the order given) and the mean level.

    >>> overall({"governance": 3, "detection": 1, "exercising": 1})
    ('detection', 1.6666666666666667)
    """
    checks.made("levels", levels, Mapping)
    if not levels:
        raise InvalidInput("levels", "empty", "at least one domain")
    for domain, level in levels.items():
        checks.alone(checks.within, f"levels of {domain}", level, 0, HIGHEST_LEVEL, "a level between 0 and 5")
    return min(levels, key=lambda domain: levels[domain]), sum(levels.values()) / len(levels)


def maturity(answers: Sequence[float], weights: Sequence[float] | None = None) -> float:
    """Return the share 0 to 1 that answers 0 (absent) to 4 (tested in the last 12 months) reach of their most.

    >>> maturity([4, 2], weights=[1, 3])
    0.625
    """
    given = checks.within("answers", answers, 0, 4, "between 0 and 4")
    weight = np.ones_like(given) if weights is None else checks.amount("weights", weights)
    if given.shape != weight.shape or not weight.sum() > 0:
        raise InvalidInput("weights", f"{weight.tolist()}", "one for each answer, at least one above 0")
    return float((weight * given).sum() / (4 * weight.sum()))


def control_effect(ceiling: float, mature: float, evidence: Evidence, age_months: float) -> float:
    """Return how far a control may be counted, 0 to 0.95: ceiling x maturity x evidence x freshness.

    Freshness halves every 18 months down to one half.

    >>> round(control_effect(0.8, 0.5, "documented", 18.0), 3)
    0.16
    """
    most = checks.alone(checks.within, "ceiling", ceiling, 0.0, LARGEST_CEILING, f"between 0 and {LARGEST_CEILING}")
    return most * counted(mature, evidence, age_months)


def counted(mature: float, evidence: Evidence, age_months: float) -> float:
    """Return the part of a control's ceiling that counts, 0 to 1: maturity x evidence x freshness."""
    checks.one_of("evidence", evidence, list(EVIDENCE_WEIGHT))
    fresh = max(LEAST_FRESH, 2.0 ** (-checks.alone(checks.amount, "age_months", age_months) / FRESH_HALF_LIFE_MONTHS))
    return checks.alone(checks.share, "mature", mature) * EVIDENCE_WEIGHT[evidence] * fresh


def readiness_index(parts: ArrayLike, worths: ArrayLike = 1.0) -> float:
    """Return the readiness 0 to 100: the parts of controls that count (`counted`), weighed by what each would take away.

    ``worths`` (C,): expected loss a year that each control alone would remove at its ceiling; equal by default. 0 where no
    control would remove anything.

    >>> readiness_index([1.0, 0.2], worths=[9_000.0, 1_000.0])
    92.0
    """
    part = np.atleast_1d(checks.share("parts", parts))
    worth = checks.shaped("worths", checks.amount("worths", worths), part.shape)
    return float(100.0 * (worth * part).sum() / worth.sum()) if worth.sum() > 0 else 0.0


def joint_effect(by_family: Mapping[str, Sequence[float]]) -> float:
    """Return the effect of several controls on one parameter: the best of each family, families one after another.

    >>> round(joint_effect({"channel": [0.5, 0.3], "stock": [0.2]}), 3)
    0.6
    """
    checks.made("by_family", by_family, Mapping)
    left = 1.0
    for family in sorted(by_family, key=str):
        effects = checks.share(f"effects of {family}", by_family[family])
        left *= 1.0 - float(effects.max(initial=0.0))
    return 1.0 - left


def sooner(slow_h: float, fast_h: float, effect: float) -> float:
    """Return when a workaround starts: between slow and fast on a logarithmic scale, slow^(1-e) fast^e hours."""
    slow, fast = checks.alone(checks.positive, "slow_h", slow_h), checks.alone(checks.positive, "fast_h", fast_h)
    e = checks.alone(checks.share, "effect", effect)
    return float(slow ** (1 - e) * fast**e)
