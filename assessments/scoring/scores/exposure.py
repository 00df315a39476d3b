"""Exposure: how much stops or fades without TikTok. Rises with income shares, dependency, people locked out and sole reach."""

from assessments.scoring.scores.parts import Part, Score, clamped, make_score
from assessments.scoring.statement import Statement

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
    reason = f"{direct:.3g}% of income {stops} and {influenced:.3g}% would fade."
    return Part(
        "income",
        "Income that depends on TikTok",
        50,
        level,
        reason,
        (*organisation.direct.sources, *organisation.influenced.sources),
    )


def _activities(statement: Statement) -> Part:
    """Mean dependency of the activities, those ranked first by the user counting most."""
    weights = [1 / activity.rank for activity in statement.activities]
    shares = [activity.dependency.number for activity in statement.activities]
    mean = sum(weight * share for weight, share in zip(weights, shares, strict=True)) / sum(weights)
    worst = max(statement.activities, key=lambda activity: (activity.dependency.number, -activity.rank))
    reason = f"{worst.activity.label} would lose {worst.dependency.number:.3g}% of its output on the first day."
    sources = tuple(source for activity in statement.activities for source in activity.dependency.sources)
    return Part("activities", "Activities that would stop", 30, clamped(mean / 100), reason, sources)


def _locked_in(statement: Statement) -> Part | None:
    share = statement.dependencies.locked_in_users
    if share is None or share.value is None:
        return None
    reason = f"{share.number:.3g}% of your users can sign in only with TikTok."
    return Part("locked_in", "Users locked out", 10, clamped(share.number / 50), reason, share.sources)


def _reach(statement: Statement) -> Part | None:
    for question, (full, words) in REACH.items():
        share = statement.resolver.resolve(question)
        if share is not None and share.value is not None:
            reason = f"{share.number:.3g}% {words}."
            return Part("reach", "Reached only through TikTok", 10, clamped(share.number / full), reason, share.sources)
    return None
