"""What a page proposes where other answers suggest one: shown in the form and said so, stated only once it is saved."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from pydantic import TypeAdapter

from assessments.catalogue.files import CatalogueEntry, read_yaml
from assessments.questionnaires.asking.filled import Filled, fields_of, number_text
from assessments.questionnaires.course import Course
from assessments.ui import words

DATA = Path(__file__).parent.parent / "data"
SEVERE_SHARE = Decimal("0.25")
"""Share of a month's income that we propose as a severe loss; working assumption of the bank (PRO-07)."""


class ProposedLink(CatalogueEntry):
    """A way in which a stop usually spreads; a working assumption that the organisation corrects."""

    source: str
    target: str
    starts_after: str


@dataclass(frozen=True)
class Proposal:
    """Fields filled in beforehand, and the sentence that says where they come from."""

    fields: Filled = field(default_factory=dict)
    sentence: str = ""


@lru_cache(maxsize=1)
def proposed_links() -> tuple[ProposedLink, ...]:
    """The links that are usual between activities and parties."""
    return tuple(TypeAdapter(list[ProposedLink]).validate_python(read_yaml(DATA / "proposals.yaml")["links"]))


def proposal(course: Course, question: str) -> Proposal:
    """What to fill in while the question is not answered; empty where nothing suggests anything."""
    if course.bank.questions[question].prefill:
        return Proposal(sentence="Leave a line empty to keep what the library says.")
    makers = {"PRO-07": _severe_loss, "DEP-02": _tools, "DEP-06": _links, "DIV-01": _channels}
    return makers[question](course) if question in makers else Proposal()


def copied(course: Course, question: str, source: str) -> Proposal:
    """The answer of another activity, to be saved for this one too."""
    answer = course.profile.answer(question, source)
    if answer is None:
        return Proposal()
    label = course.profile.activity(source).label
    return Proposal(fields_of(course.bank.questions[question], answer, course.bank), f"Copied from “{label}”.")


def _severe_loss(course: Course) -> Proposal:
    income = course.known("PRO-04")
    if income is None or not Decimal(income):
        return Proposal()
    amount = words.significant(float(Decimal(income) / 12 * SEVERE_SHARE), 2)
    return Proposal(
        {"value": [number_text(amount)]}, "We propose a quarter of a month’s income. Change it, or save it as it is."
    )


def _tools(course: Course) -> Proposal:
    kinds = [code for code in course.known("DEP-01") or () if code != "none"]
    fields: Filled = {f"row-{number}-kind": [code] for number, code in enumerate(kinds)}
    return Proposal(fields, "There is a row for each kind you ticked before. Add the names.") if kinds else Proposal()


def _channels(course: Course) -> Proposal:
    if not course.profile.uses_tiktok_itself:
        return Proposal()
    return Proposal({"row-0-channel": ["tiktok"]}, "TikTok is filled in as the first channel. Add the others.")


def _links(course: Course) -> Proposal:
    fields: Filled = {}
    for number, (source, link, target) in enumerate(_fitting_links(course)):
        prefix = f"row-{number}-"
        fields |= {f"{prefix}from": [source], f"{prefix}to": [target], f"{prefix}starts_after": [link.starts_after]}
        fields[f"{prefix}share-unknown"] = ["yes"]
    sentence = "We propose the links that are usual for your activities. Correct or remove them, then save."
    return Proposal(fields, sentence) if fields else Proposal()


def _fitting_links(course: Course) -> Iterator[tuple[str, ProposedLink, str]]:
    """The usual links whose two ends this organisation has: activities of these kinds, parties that it ticked."""
    by_kind = {activity.kind: activity.key for activity in reversed(course.profile.activities)}
    parties = course.known("DEP-05") or ()
    for link in proposed_links():
        target = by_kind.get(link.target) or (link.target if link.target in parties else None)
        if link.source in by_kind and target is not None:
            yield by_kind[link.source], link, target
