"""Who carries which role of the response: people named in the answers, folded together by size of organisation."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

from assessments.ui import words
from continuity.plans.blocks import Column, Missing, Table, table
from continuity.plans.conditions import holds
from continuity.plans.facts import Facts, Person
from continuity.plans.library import Library
from continuity.plans.library_schema import Role

TO_BE_NAMED = "to be named"
FINAL_ROLE = "decision_maker"
ALONE = "p1"


@dataclass(frozen=True, slots=True)
class Holder:
    """One position of the response: the words printed for it, the person if one is named, and the roles in it."""

    title: str
    person: Person | None
    roles: tuple[str, ...]

    @property
    def name(self) -> str:
        """The person's name, or that one is still to be named."""
        return self.person.name if self.person else TO_BE_NAMED


@dataclass(frozen=True, slots=True)
class Roster:
    """Every role with its holder; `warnings` are sentences about deputies and roles nobody is named for."""

    holders: tuple[Holder, ...]
    warnings: tuple[str, ...]

    def holder(self, role: str) -> Holder:
        """Who carries a role."""
        return next(holder for holder in self.holders if role in holder.roles)


def assign(library: Library, facts: Facts) -> Roster:
    """The roster of an organisation, in which every role has a holder and no position stands that nobody holds.

    A position without a name is folded into the one that `falls_to` leads to. The decision maker alone may stand
    without a name, marked as to be named; in a firm of one person every role is theirs.
    """
    named = _named(library, facts)
    seats = _seats(library, facts)
    if facts.size == ALONE:
        title, roles = seats[0]
        return Roster((Holder(title, next(iter(named.values()), Person("")), roles),), ())
    people = {title: next((named[role] for role in roles if role in named), None) for title, roles in seats}
    carried: dict[str, list[str]] = {title: [] for title, _ in seats}
    for title, roles in seats:
        carried[_folded(title, seats, people, library, facts)].extend(roles)
    order = [role.id for role in library.roles]
    holders = tuple(
        Holder(title, people[title], tuple(sorted(carried[title], key=order.index)))
        for title, _ in seats
        if carried[title]
    )
    return Roster(holders, tuple(_warnings(library, facts, holders)))


def roster_table(library: Library, facts: Facts, roster: Roster) -> Table | Missing:
    """Roles, people, deputies and authority for section P4, without any contact details."""
    if not any(holder.person for holder in roster.holders):
        return Missing("who acts", "Nobody can start a response that names no one.", "Questionnaire, GOV-02 and FUN-01")
    does = {role.id: role.does for role in _needed_roles(library, facts)}
    rows = [
        [
            holder.title,
            holder.name or holder.title,
            ", ".join(holder.person.deputies if holder.person else ()) or "nobody named",
            "; ".join(does[role] for role in holder.roles if role in does),
            (holder.person.authority if holder.person else "") or "not stated",
        ]
        for holder in roster.holders
        if does.keys() & set(holder.roles)
    ]
    wide = [Column("Does", share=2), Column("May decide or spend", share=1.4)]
    return table("Who does what in a response", ["Role", "Person", "Stands in", *wide], rows)


Seats = list[tuple[str, tuple[str, ...]]]


def _seats(library: Library, facts: Facts) -> Seats:
    """The positions of an organisation of this size with the roles put together in each, before anyone is looked up."""
    everyone = tuple(role.id for role in library.roles)
    seats: Seats = [
        (position.label, everyone if position.holds == "all" else position.holds)
        for position in library.positions.get(facts.size, ())
    ]
    placed = set(chain.from_iterable(roles for _, roles in seats))
    return [*seats, *((role.label, (role.id,)) for role in library.roles if role.id not in placed)]


def _named(library: Library, facts: Facts) -> dict[str, Person]:
    """People by role: those named for it, else the owner of the first activity that leads to it."""
    named = {role: person for role, person in facts.people.items() if person.name}
    for function in facts.functions:
        role = library.leads.get(function.like or function.key)
        if role and function.owner and function.owner.name:
            named.setdefault(role, function.owner)
    return named


def _folded(title: str, seats: Seats, people: Mapping[str, Person | None], library: Library, facts: Facts) -> str:
    """The position whose holder acts for `title`."""
    at = {role: seat for seat, roles in seats for role in roles}
    first = {seat: roles[0] for seat, roles in seats}
    final = at[FINAL_ROLE]
    seat = title
    while people[seat] is None and seat != final:
        role = library.falls_to[first[seat]]
        while at[role] == seat:
            role = library.falls_to[role]
        seat = at[role]
    if people[seat] is None and title != final:
        seat = next((other for other, person in people.items() if person), final)
    small = not facts.is_staffed
    return next((other for other in people if people[other] == people[seat]), seat) if small and people[seat] else seat


def _warnings(library: Library, facts: Facts, holders: tuple[Holder, ...]) -> Iterator[str]:
    needed = library.deputies[facts.size]
    short: dict[str, list[str]] = {}
    for holder in holders:
        if holder.person is None:
            yield f"Nobody is named as {holder.title.lower()}. Name who may declare a disruption and approve spending."
        elif len(holder.person.deputies) < needed:
            lacking = "no deputy" if not holder.person.deputies else "only one deputy"
            short.setdefault(lacking, []).append(f"{holder.title} ({holder.name})")
    for lacking, who in short.items():
        has = "has" if len(who) == 1 else "have"
        yield f"{words.listed(who)} {has} {lacking}; an organisation of your size needs {_count(needed)}{'' if len(who) == 1 else ' for each'}."
    if not facts.is_staffed:
        return
    labels = {role.id: role.label for role in _needed_roles(library, facts)}
    if len({holder.name for holder in holders}) == 1:
        yield "One person holds every role of the response. Share them out: nobody can lead, decide and write at once."
        return
    for holder in holders:
        extra = [labels[role] for role in holder.roles if role in labels and labels[role] != holder.title]
        if len(extra) > 2 and holder.person:
            yield f"{holder.name} also carries {words.listed(extra)}, since nobody else is named for them."


def _needed_roles(library: Library, facts: Facts) -> tuple[Role, ...]:
    return tuple(role for role in library.roles if holds(role.only_if, facts.holds) is not False)


def _count(needed: int) -> str:
    return {1: "one", 2: "two"}[needed]
