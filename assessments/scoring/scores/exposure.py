"""Exposure: how much stops or fades without TikTok. Rises with income shares, dependency, people locked out and sole reach."""

from assessments.scoring.phrases import hedged
from assessments.scoring.scores.parts import Part, Score, clamped, make_score
from assessments.scoring.statement import Statement
from assessments.ui import words

FULL_INCOME = 60.0
"""Direct share plus half the influenced share, in per cent of income, at which the income part is full."""
REACH = {
    "ME-01": (50.0, "of the people you reach are reached only on TikTok"),
    "SA-04": (40.0, "of paying customers have connected only TikTok"),
    "LG-01": (60.0, "of the parcels begin as TikTok orders"),
}


def exposure_score(statement: Statement) -> Score:
    """The exposure score; follower counts play no part in it."""
    return make_score(
        "exposure", [_income(statement), _activities(statement), _locked_in(statement), _reach(statement)]
    )


def _income(statement: Statement) -> Part | None:
    organisation = statement.organisation
    if not organisation.earns_income:
        return None
    direct, influenced = organisation.direct.number, organisation.influenced.number
    level = clamped((direct + influenced / 2) / FULL_INCOME)
    stops = "stops at once" if organisation.is_lost_by_the_hour else "depends on TikTok working"
    parts = [f"{words.percent(direct)} of income {stops}"] if direct else []
    parts += [f"{words.percent(influenced)} {'' if direct else 'of income '}would fade"] if influenced else []
    reason = f"{' and '.join(parts)}." if parts else "No income depends on TikTok."
    return Part(
        "income",
        "Income that depends on TikTok",
        50,
        level,
        hedged(organisation.direct if direct else organisation.influenced, reason),
        (*organisation.direct.sources, *organisation.influenced.sources),
    )


def _activities(statement: Statement) -> Part:
    """Mean dependency of the activities, those ranked first by the user counting most."""
    weights = [1 / activity.rank for activity in statement.activities]
    shares = [activity.dependency.number for activity in statement.activities]
    mean = sum(weight * share for weight, share in zip(weights, shares, strict=True)) / sum(weights)
    worst = max(statement.activities, key=lambda activity: (activity.dependency.number, -activity.rank))
    reason = (
        f"“{worst.activity.label}” would lose {words.percent(worst.dependency.number)} of its output on the first day."
    )
    sources = tuple(source for activity in statement.activities for source in activity.dependency.sources)
    said = hedged(worst.dependency, reason)
    return Part("activities", "Activities that would stop", 30, clamped(mean / 100), said, sources)


def _locked_in(statement: Statement) -> Part | None:
    share = statement.dependencies.locked_in_users
    if share is None or share.value is None:
        return None
    reason = f"{words.percent(share.number)} of your users can sign in only with TikTok."
    return Part("locked_in", "Users locked out", 10, clamped(share.number / 50), hedged(share, reason), share.sources)


def _reach(statement: Statement) -> Part | None:
    for question, (full, whom) in REACH.items():
        share = statement.resolver.resolve(question)
        if share is not None and share.value is not None:
            reason = f"{words.percent(share.number)} {whom}."
            level = clamped(share.number / full)
            return Part("reach", "Reached only through TikTok", 10, level, hedged(share, reason), share.sources)
    return None
