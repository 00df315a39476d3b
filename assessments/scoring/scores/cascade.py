"""Cascade: how far a stop spreads. Rises with links, their share, an early start and parties without an agreement."""

from assessments.scoring.phrases import as_you, hedged
from assessments.scoring.scores.parts import Part, Score, clamped, make_score
from assessments.scoring.statement import Statement
from assessments.ui import words

EARLY = ((4.0, 1.0), (8.0, 0.85), (24.0, 0.65), (72.0, 0.4), (168.0, 0.25), (336.0, 0.15), (720.0, 0.1))
MANY_PARTIES = 6
AGREED = frozenset({"names_platform", "alt_platform", "time_shift", "payment_rule"})
BOUND = frozenset({"clients", "sellers", "creators", "sponsors"})


def cascade_score(statement: Statement) -> Score:
    """The cascade score of the parts that were asked."""
    return make_score(
        "cascade", [_spread(statement), _parties(statement), _agreements(statement), _creators(statement)]
    )


def earliness(hours: float) -> float:
    """How much an early start counts: 1 within 4 hours, a tenth after a month."""
    return next((weight for edge, weight in EARLY if hours <= edge), 0.1)


def _spread(statement: Statement) -> Part | None:
    """Links joined as independent causes: share times earliness, so that each further link adds and none counts twice."""
    if statement.course.used("DEP-06") is None:
        return None
    links = statement.dependencies.links
    missed = 1.0
    for link in links:
        missed *= 1 - link.share * earliness(link.starts_after_h)
    if not links:
        return Part("spread", "How far a stop spreads", 50, 0.0, "", ("answers.DEP-06",))
    names = {activity.key: activity.activity.label for activity in statement.activities}
    parties = statement.course.bank.labels(statement.course.bank.questions["DEP-05"])
    worst = max(links, key=lambda link: (link.share * earliness(link.starts_after_h), link.source, link.target))
    target = f"“{names[worst.target]}”" if worst.target in names else as_you(words.lower_first(parties[worst.target]))
    after = words.hours(worst.starts_after_h)
    share = f"{100 * worst.share:.3g}%"
    reason = f"When “{names[worst.source]}” stops, {share} of the work of {target} is hit after {after}."
    return Part("spread", "How far a stop spreads", 50, clamped(1 - missed), reason, ("answers.DEP-06",))


def _parties(statement: Statement) -> Part:
    count = len(statement.dependencies.parties)
    reason = (
        f"{words.count_word(count).capitalize()} {'group' if count == 1 else 'groups'} would feel it within three days."
    )
    return Part(
        "parties", "Who is hit next", 30, clamped(count / MANY_PARTIES), reason, ("answers.DEP-05", "answers.DEP-06")
    )


def _agreements(statement: Statement) -> Part | None:
    """Parties with a contract that says nothing about a platform failing."""
    bound = BOUND & set(statement.dependencies.parties)
    terms = statement.course.used("GOV-07")
    if not bound or terms is None:
        return None
    agreed = set() if terms.unknown else AGREED & set(terms.value)
    reason = "Contracts with those who depend on you say little about a platform that fails."
    return Part(
        "agreements", "Parties without an agreement", 20, 1 - len(agreed) / len(AGREED), reason, ("answers.GOV-07",)
    )


def _creators(statement: Statement) -> Part | None:
    share = statement.resolver.resolve("DEP-07")
    if share is None or share.value is None:
        return None
    reason = f"{share.number:.3g}% of your creators could be reached only through TikTok."
    return Part(
        "creators", "Creators on one channel", 15, clamped(share.number / 100), hedged(share, reason), share.sources
    )
