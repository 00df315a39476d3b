"""What stands between a draft and its approval, by the rules of the house: named, placed, and whether it can be excepted."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from continuity.plans import messages
from continuity.plans.basis import Basis, Result
from continuity.plans.document import Document
from continuity.plans.lint import lint

URGENT_TIERS: Final = "AB"
ALONE: Final = "p1"
GARBLED: Final = frozenset({"text", "character", "empty"})
SETTLED_BY_APPROVAL: Final = "Plan document, approval"
WHO_ACTS: Final = "who acts"


@dataclass(frozen=True, slots=True)
class Obstacle:
    """One thing that is missing: in which section, where it is mended, and whether the plan may be approved without it."""

    what: str
    section: str
    mend: str
    is_blocking: bool


def obstacles(basis: Basis, document: Document) -> tuple[Obstacle, ...]:
    """Everything that is missing, what blocks first; what does not block may be approved as a named exception."""
    found = [*_of_urgent_activities(basis, document), *_messages(basis), *_of_lint(document)]
    return tuple(sorted(dict.fromkeys(found), key=lambda it: not it.is_blocking))


def _of_lint(document: Document) -> Iterator[Obstacle]:
    """The findings of the lint, each place once: the workbook repeats what a section says already."""
    findings = lint(document)
    places = {finding.mend for finding in findings if not finding.section.startswith("Sheet ")}
    for finding in findings:
        repeated = finding.section.startswith("Sheet ") and finding.mend in places
        if finding.mend != SETTLED_BY_APPROVAL and not repeated:
            is_blocking = finding.kind in GARBLED or finding.what.startswith(WHO_ACTS)
            what = f"{finding.what[:1].upper()}{finding.what[1:]}"
            yield Obstacle(what, finding.section, finding.mend, is_blocking)


def _of_urgent_activities(basis: Basis, document: Document) -> Iterator[Obstacle]:
    """What activities of tiers A and B need; one person alone needs no owner, deputy or phone number of themselves."""
    for function in basis.functions:
        if function["tier"] in URGENT_TIERS:
            if basis.facts.size != ALONE:
                yield from _people(basis, function)
            if not _has_strategy(basis, function):
                what = f"Nobody has decided what “{function['name']}” does without TikTok: accept an action, or accept the risk by name."
                yield Obstacle(what, "7  Strategies", "Mitigation", True)
            if not any(table.function == function["key"] for table in document.runbooks()):
                what = f"“{function['name']}” has no steps of its own. Add at least one."
                yield Obstacle(what, "8  Runbooks", "Plan document, runbooks", True)


def _people(basis: Basis, function: Result) -> Iterator[Obstacle]:
    stated = basis.activity(function["key"])
    name = function["name"]
    if not stated.owner:
        yield Obstacle(f"“{name}” has no owner.", "5  Priorities", "Questionnaire, FUN-01", True)
        return
    if basis.facts.is_staffed and not stated.deputy:
        yield Obstacle(f"“{name}” has no deputy.", "4  Roles and authority", "Questionnaire, FUN-01", True)
    if not basis.standing.reach(stated.owner):
        who = stated.owner.partition(",")[0]
        what = f"There is no phone number or e-mail address for {who}, who owns “{name}”."
        yield Obstacle(what, "Contacts", "Plan document, contacts", True)


def _has_strategy(basis: Basis, function: Result) -> bool:
    """Whether there is an alternative today, or a decision: an action accepted for it, or a risk accepted by name."""
    if basis.activity(function["key"]).alternative.exists:
        return True
    decided = basis.recommendations("accepted", "in_place", "rejected")
    return any(function["key"] in item["functions"] for item in decided)


def _messages(basis: Basis) -> Iterator[Obstacle]:
    for key in sorted(basis.facts.parties or ()):
        party = basis.library.parties.get(key)
        if party and not messages.for_party(basis.library, basis.facts, key):
            what = f"No prepared message fits {party.label}. Write your own before the day."
            yield Obstacle(what, "9  Communications", "Plan document, messages", False)
