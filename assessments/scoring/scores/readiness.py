"""Readiness 0-5 in eight domains, each level with the proof it rests on; without dated proof no level is above 3."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from assessments.engine import readiness
from assessments.engine.gaps import Status
from assessments.scoring.gap import Gap
from assessments.scoring.impact import Impact
from assessments.scoring.resolver import as_date
from assessments.scoring.scores.concentration import channels_of, warm_alternatives
from assessments.scoring.scores.detection import RuleVerdict
from assessments.scoring.statement import Statement
from assessments.ui import words

MONTH_DAYS = 30.4
OWN_WATCH = frozenset({"own_alerts", "api_checks", "webhooks"})
OUTSIDE_WATCH = frozenset({"status_page", "tracker", "rep"})
MESSAGE_FOR = {
    "buyers": "customers", "followers": "customers", "clients": "clients", "sellers": "clients", "creators": "creators",
    "staff": "staff", "warehouse": "partners", "suppliers": "partners", "retail": "partners", "sponsors": "clients", "public": "press",
}  # fmt: skip
PLANS = {
    0: "There is no written plan.",
    1: "There are notes or a draft, not a plan.",
    2: "A plan is written and not approved.",
    3: "A plan is approved.",
    4: "A plan is approved and practised.",
}
NAMES = {
    "governance": "Governance",
    "accounts": "Protection of accounts",
    "detection": "Detection",
    "alternatives": "Working alternatives",
    "diversification": "Diversification",
    "communication": "Communication",
    "third_parties": "Third parties",
    "exercising": "Exercising and improvement",
}


@dataclass(frozen=True, slots=True)
class Domain:
    """One domain: the level its proof supports, and that proof in words."""

    key: str
    level: int
    proof: str

    @property
    def name(self) -> str:
        """The domain as people read it."""
        return NAMES[self.key]


@dataclass(frozen=True)
class Readiness:
    """The profile; the lowest domain is what the headline names."""

    domains: tuple[Domain, ...]

    @property
    def lowest(self) -> Domain | None:
        """The domain with the lowest level, the first of equals."""
        return min(self.domains, key=lambda domain: domain.level, default=None)

    @property
    def mean(self) -> float:
        """The mean level, a secondary figure."""
        return sum(domain.level for domain in self.domains) / len(self.domains) if self.domains else 0.0


def readiness_of(
    statement: Statement, impacts: Sequence[Impact], gaps: Sequence[Gap], verdicts: Sequence[RuleVerdict]
) -> Readiness:
    """The readiness profile; a domain of which nothing was asked is left out."""
    found = [
        _governance(statement),
        _accounts(statement),
        _detection(statement, verdicts),
        _alternatives(statement, impacts, gaps),
        _diversification(statement),
        _communication(statement),
        _third_parties(statement),
        _exercising(statement),
    ]
    return Readiness(tuple(domain for domain in found if domain is not None))


def exercise(statement: Statement) -> tuple[date | None, dict[str, Any]]:
    """Date and details of the last exercise."""
    form = statement.course.known("GOV-06") or {}
    return as_date(form.get("date")), form


def months_since(statement: Statement, day: date | None) -> float | None:
    """Months between a day and the assessment, None for no day."""
    return None if day is None else max(0.0, (statement.profile.as_of - day).days / MONTH_DAYS)


def _governance(statement: Statement) -> Domain | None:
    plan = statement.resolver.resolve("GOV-01")
    if plan is None or plan.value is None:
        return None
    claimed = int(statement.course.bank.option_value("GOV-01", plan.value) or 0)
    authority = statement.course.used("GOV-02")
    person = {} if authority is None or authority.unknown else authority.value
    asked = statement.course.asks(statement.course.bank.questions["GOV-02"])
    named = bool(person.get("owner")) and (bool(person.get("deputy")) or statement.organisation.people < 10)
    if claimed >= 3 and asked and not named:
        return Domain("governance", 2, "A plan exists; who may decide, and who stands in, is not named.")
    day, _ = exercise(statement)
    months = months_since(statement, day)
    level = readiness.supported_level(claimed, months if claimed >= 4 else None)
    known = plan.origin == "entered"
    proof = PLANS[claimed] if known else "It is not known whether there is a plan."
    return Domain(
        "governance", level, proof if level < 4 or day is None else f"{proof} Last practised on {words.day(day)}."
    )


def _accounts(statement: Statement) -> Domain | None:
    answer = statement.course.used("GOV-03")
    if answer is None:
        return None
    ticked = set() if answer.unknown else set(answer.value) - {"none"}
    both = {"two_admins", "two_factor"} <= ticked
    level = 0 if not ticked else 1 if len(ticked) <= 2 else 2 if len(ticked) <= 4 or not both else 3
    total = len(statement.course.bank.options(statement.course.bank.questions["GOV-03"])) - 1
    is_one = len(ticked) <= 1
    subject = _part_of(len(ticked), total, "protections")
    return Domain("accounts", level, f"{subject} {'is' if is_one else 'are'} in place.")


def _part_of(count: int, total: int, many: str) -> str:
    """So many of several things as the subject of a sentence: not one, some, all of them."""
    if count == 0:
        return f"Not one of {total} {many}"
    return f"All {total} {many}" if count == total else f"{count} of {total} {many}"


def _detection(statement: Statement, verdicts: Sequence[RuleVerdict]) -> Domain:
    methods = set(statement.noticing.methods)
    own, outside = methods & OWN_WATCH, methods & OUTSIDE_WATCH
    if "none" in methods:
        return Domain("detection", 0, "Nothing in particular would tell you.")
    if not own and not outside:
        return Domain("detection", 1, "You would hear of it from customers or while working.")
    speaks = bool(verdicts) and all(verdict.is_in_time for verdict in verdicts)
    if own and speaks and statement.noticing.cover in ("always", "peaks", "extended"):
        return Domain("detection", 3, "Alerts of your own speak in time, and somebody is there to act.")
    return Domain("detection", 2, "Alerts or notices exist; not all of them would speak in time or find somebody.")


def _alternatives(statement: Statement, impacts: Sequence[Impact], gaps: Sequence[Gap]) -> Domain:
    urgent = [(i, g) for i, g in zip(impacts, gaps, strict=True) if i.tier in "AB"] or list(
        zip(impacts, gaps, strict=True)
    )
    statuses = [gap.status for _, gap in urgent]
    prepared = [impact.stated.alternative.status for impact, _ in urgent]
    enough = sum(status in (Status.COVERED, Status.TIGHT) for status in statuses)
    which = "urgent activity" if any(impact.tier in "AB" for impact in impacts) else "activity"
    subject = _part_of(enough, len(urgent), which.replace("ity", "ities"))
    has = f"{subject} {'has' if enough <= 1 else 'have'} an"
    if len(urgent) == 1:
        has = f"Your {which} has {'an' if enough else 'no'}"
    proof = f"{has} alternative that is enough and has been shown."
    if not any(prepared):
        return Domain("alternatives", 0, f"No {which} has an alternative.")
    if max(prepared) <= 1:
        return Domain("alternatives", 1, "Alternatives would be improvised.")
    if enough < len(urgent):
        return Domain("alternatives", 2, proof)
    dated = [impact.stated.alternative.proven_on for impact, _ in urgent]
    oldest = max((months_since(statement, day) or 0.0 for day in dated), default=0.0)
    return Domain("alternatives", readiness.supported_level(4, None if None in dated else oldest), proof)


def _diversification(statement: Statement) -> Domain | None:
    channels = channels_of(statement.resolver)
    if channels is None:
        return None
    warm = warm_alternatives(channels)
    owners = {use.owner_group for use in warm}
    owned = any(use.owner_group == "own" for use in warm)
    level = 0 if not warm else 1 if len(warm) == 1 else 2 if len(owners) < 2 or not owned else 3
    if not warm:
        return Domain("diversification", level, "No other channel was used in the last 30 days.")
    count, owner = _counted(len(warm), "channel"), _counted(len(owners), "owner")
    used = f"{count} was used" if len(warm) == 1 else f"{count} of {owner} were used"
    return Domain("diversification", level, f"Besides TikTok, {used} in the last 30 days.")


def _counted(number: int, what: str) -> str:
    return f"{words.count_word(number)} {what}{'' if number == 1 else 's'}"


def _communication(statement: Statement) -> Domain | None:
    contacts, messages = statement.course.used("GOV-04"), statement.course.used("GOV-05")
    if contacts is None and messages is None:
        return None
    ready = set() if messages is None or messages.unknown else set(messages.value) - {"none"}
    needed = {MESSAGE_FOR[party] for party in statement.dependencies.parties} or {"customers"}
    reachable = contacts is not None and not contacts.unknown and contacts.value in ("yes_checked", "yes_old")
    have = len(needed & ready)
    level = 0 if not have and not reachable else 1 if not have or not reachable else 2 if have < len(needed) else 3
    said = "contacts can be reached without your systems" if reachable else "contacts could not all be reached"
    groups = "the one group" if len(needed) == 1 else f"the {words.count_word(len(needed))} groups"
    some = f"Messages are ready for {have} of {words.plural(len(needed), 'group')}"
    if have in (0, len(needed)):
        some = f"{'No messages' if not have else 'Messages'} are ready for {groups} to be told"
    return Domain("communication", level, f"{some}; {said}.")


def _third_parties(statement: Statement) -> Domain | None:
    tools = statement.dependencies.tools
    if not tools:
        return None
    promised = sum(tool.has_promise for tool in tools)
    fallback = statement.dependencies.direct_fallback
    way_round = fallback in ("full", "part")
    level = (
        0
        if not promised and not way_round
        else 1
        if not promised or not way_round
        else 2
        if promised < len(tools)
        else 3
    )
    said = "work could go on directly in TikTok" if way_round else "nobody could do the work directly in TikTok"
    comes = f"{_part_of(promised, len(tools), 'tools')} {'comes' if promised <= 1 else 'come'} with"
    if len(tools) == 1:
        comes = f"Your tool comes {'with' if promised else 'without'}"
    return Domain("third_parties", level, f"{comes} a service promise; {said}.")


def _exercising(statement: Statement) -> Domain | None:
    if not statement.course.asks(statement.course.bank.questions["GOV-06"]) and statement.course.used("GOV-06") is None:
        return None
    day, form = exercise(statement)
    if day is None:
        return Domain("exercising", 0, "No exercise has been held.")
    months = months_since(statement, day)
    overdue = form.get("actions_overdue") or 0
    answer = statement.course.used("GOV-06")
    reviewed = isinstance(form.get("review_months"), int | float) and form["review_months"] <= 12 and not overdue
    learned = bool((statement.course.known("RSK-02") or {}).get("changed"))
    # the bank does not ask for the date of a review: the report attached to the exercise stands for its record
    recorded = answer is not None and bool(answer.evidence)
    claimed = 5 if reviewed and learned and recorded else 4 if not overdue else 3
    level = readiness.supported_level(claimed, months, months if claimed == 5 else None)
    level = level if months is not None and months <= readiness.PROOF_MONTHS else 1
    late = f"; {words.plural(round(overdue), 'action')} {'is' if overdue == 1 else 'are'} overdue" if overdue else ""
    learnt = "; what was learnt has changed the plan, with a report" if level == readiness.HIGHEST_LEVEL else ""
    return Domain("exercising", level, f"Last exercise on {words.day(day)}{late}{learnt}.")
