"""What the plan still wants from its people: numbers of those it names, and words for the places in its messages."""

from collections.abc import Iterator
from dataclasses import dataclass

from assessments.ui import words
from continuity.plans import messages
from continuity.plans.basis import Basis
from continuity.plans.blocks import Message
from continuity.plans.library_schema import PLACEHOLDER
from continuity.plans.roles import TO_BE_NAMED

NOT_ASKED = frozenset({"org"})
HINTS = {
    "contact": "Such as an address or a number that somebody answers, with the hours",
    "where": "Such as your site, another channel with its name, or the door of a shop",
    "alt_platform": "Such as Instagram",
    "makegood": "Such as 10% off the next order, or an extra piece without charge",
    "pay_rule": "Such as: work done is paid in full, work not begun is moved or cancelled without cost",
    "speaker": "Such as a name with the post of the person",
}
"""What could stand in a place of a message, for whoever fills it in."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Somebody whom the plan names and nobody can reach yet, and for what they stand in the plan."""

    name: str
    purpose: str


@dataclass(frozen=True, slots=True)
class PlaceToFill:
    """A place in the messages: its key, its words, and what could stand there."""

    key: str
    label: str
    hint: str


def people_without_reach(basis: Basis) -> tuple[Wanted, ...]:
    """The people named in the plan without a phone number or an e-mail address, each once."""
    found: dict[str, list[str]] = {}
    for name, purpose in _named(basis):
        if name and name != TO_BE_NAMED and not basis.standing.reach(name):
            found.setdefault(name, []).append(purpose)
    return tuple(Wanted(name, "; ".join(list(dict.fromkeys(purposes))[:3])) for name, purposes in found.items())


def support(basis: Basis) -> tuple[tuple[str, str], ...]:
    """The support of tools and partners, as the answers give it."""
    return tuple((tool.label, tool.contact) for tool in basis.statement.dependencies.tools if tool.contact)


def places(basis: Basis) -> tuple[PlaceToFill, ...]:
    """The places of this organisation's messages that can be settled before the day."""
    texts = [text for key in _templates(basis) for text in basis.library.template(key).texts]
    used = [place for text in texts for place in PLACEHOLDER.findall(text)]
    found = []
    for key, place in basis.library.placeholders.items():
        count = sum(key in PLACEHOLDER.findall(" ".join(basis.library.template(it).texts)) for it in _templates(basis))
        if key in used and place.when == "now" and key not in NOT_ASKED:
            found.append(
                PlaceToFill(key, place.label, f"{_hint(basis, key)}. Used in {words.plural(count, 'message')}")
            )
    return tuple(found)


def written_messages(basis: Basis) -> tuple[Message, ...]:
    """Every message as it reads now, those of the short plan that stand in the workbook included."""
    return messages.for_plan(basis.library, basis.facts, basis.cited.templates)


def _templates(basis: Basis) -> list[str]:
    return [message.id for message in written_messages(basis)]


def _hint(basis: Basis, key: str) -> str:
    settled = basis.facts.filled.get(key)
    if settled and key not in basis.standing.filled:
        return f"“{settled}” by your answers; write here only to say something else"
    return HINTS.get(key, "As it is to stand in the messages")


def _named(basis: Basis) -> Iterator[tuple[str, str]]:
    if basis.facts.size == "p1":
        person = basis.roster.holders[0].person
        yield from ((deputy, "stands in for you") for deputy in (person.deputies if person else ()))
        return
    for holder in basis.roster.holders:
        if holder.person:
            yield holder.person.name, words.lower_first(holder.title)
            yield from (
                (deputy, f"stands in as {words.lower_first(holder.title)}") for deputy in holder.person.deputies
            )
    for function in basis.facts.functions:
        if function.owner:
            yield function.owner.name, f"owns “{function.label}”"
            yield from ((deputy, f"stands in for “{function.label}”") for deputy in function.owner.deputies)
