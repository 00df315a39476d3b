"""P14 Exercises: what is tried in the next twelve months, on days on which people can come."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from assessments.scoring.stated.timing import Peak
from assessments.ui import words
from assessments.ui.words import day
from continuity.plans.basis import Basis
from continuity.plans.blocks import Column, Paragraph, Rows, said, table
from continuity.plans.conditions import Joined, holds
from continuity.plans.document import Section
from continuity.plans.sections.activation import times

MONTH = 30.44
SATURDAY = 5
REST = timedelta(days=14)
"""Kept free after a peak: the backlog comes first, and those who carried it rest."""
LONGEST_AVOIDED = timedelta(days=60)
"""A longer season cannot be waited for."""
BEFORE_A_PEAK = timedelta(days=21)
PREPARED = frozenset({"s2", "s3", "s4"})
"""Answers of WRK-01 that stand for an alternative somebody has prepared."""
SELLS_GOODS = Joined(any=("uses.shop", "function.order_fulfilment", "industry.fashion_beauty", "industry.ecommerce"))


@dataclass(frozen=True, slots=True, order=True)
class Exercise:
    """One line of the calendar; `is_fixed` if it comes before a peak and may not be put off."""

    on: date
    kind: str
    what: str
    who: str
    is_fixed: bool = False


def exercises(basis: Basis) -> Section:
    """P14: the calendar of the next twelve months, and what is still open from the last exercise."""
    rows: Rows = [[_free_day(basis, it), it.kind, it.what, it.who] for it in _calendar(basis)]
    columns = [
        Column("Date", "date", 0.8),
        Column("Kind", share=1),
        Column("What", share=2.6),
        Column("Who", share=1.2),
    ]
    in_order = sorted(rows, key=lambda row: str(row[0]))
    last = basis.statement.course.known("GOV-06") or {}
    closing = "No exercise has been held yet. An alternative nobody has tried counts as unproven."
    if last.get("date"):
        closing = _last(last)
    return Section(
        "P14", "Exercises", (table("Exercises of the next twelve months", columns, in_order), Paragraph(said(closing)))
    )


def _last(last: dict[str, object]) -> str:
    sentence = f"Last exercise: {day(date.fromisoformat(str(last['date'])))}."
    if last.get("actions_open"):
        sentence += f" {words.plural(round(float(str(last['actions_open']))), 'action is', 'actions are')} still open"
        overdue = last.get("actions_overdue")
        sentence += f", {round(float(str(overdue)))} overdue." if overdue else "."
    return sentence


def _free_day(basis: Basis, exercise: Exercise) -> date:
    """The first working day clear of the stated peaks; the last one before, for what prepares for a peak."""
    peaks = basis.statement.timing.stated_peaks
    busy = [(it.start, it.end + REST) for it in peaks if it.end - it.start <= LONGEST_AVOIDED]
    on = exercise.on
    while on.weekday() >= SATURDAY or (not exercise.is_fixed and any(start <= on <= end for start, end in busy)):
        on += timedelta(days=-1 if exercise.is_fixed else 1)
    return on


def _calendar(basis: Basis) -> Iterator[Exercise]:
    """The default calendar, fitted: what the organisation does not have is left out, and one person needs half of it."""
    start = basis.profile.as_of
    alone = basis.facts.size == "p1"
    named = any(holder.person for holder in basis.roster.holders)
    everyone = "you" if alone else "everyone named in section 4" if named else "everyone who would act"
    outage = "how you notice, what you decide" if alone else "who notices, who decides"
    yield Exercise(_month(start, 1), "Discussion", f"A short outage: {outage}, what is said first", everyone)
    if not alone:
        what = "Reach everyone on the contact pages without TikTok and without office systems"
        yield Exercise(_month(start, 3), "Contact test", what, everyone)
    if "account_loss" in basis.scenario_keys:
        what = "Your main account is lost: recovery, evidence, telling people"
        yield Exercise(_month(start, 5), "Walk-through", what, everyone)
    urgent = next((it for it in basis.functions if it["tier"] in "AB" and _can_be_tried(basis, it["key"])), None)
    if urgent is not None:
        what = f"Run “{urgent['name']}” on its alternative for two hours"
        yield Exercise(_month(start, 7), "Live switch", what, _owner(basis, urgent["key"]))
    for peak in basis.statement.timing.stated_peaks:
        if start < peak.start - BEFORE_A_PEAK:
            yield _surge(basis, peak, everyone)
    others = "you" if alone else _named(basis, ("decision_maker", "finance_lead", "legal_lead")) or everyone
    what = "A ban in your largest market: what is rebuilt, reduced or closed"
    yield Exercise(_month(start, 11), "Discussion", what, others)
    what = "Results of the year, open actions, new version of this plan"
    yield Exercise(_month(start, 12), "Review", what, everyone)


def _surge(basis: Basis, peak: Peak, everyone: str) -> Exercise:
    """The test before a peak, of what the organisation has that a peak strains."""
    strained = ["your own time" if basis.facts.size == "p1" else "who is on duty"]
    if holds(SELLS_GOODS, basis.facts.holds):
        strained.append("stock")
    if "own_alerts" in basis.statement.noticing.methods:
        strained.append("alerts")
    what = f"Before “{peak.name}”: {words.listed(strained)} at {times(peak.factor)} a normal day"
    return Exercise(peak.start - BEFORE_A_PEAK, "Surge test", what, everyone, is_fixed=True)


def _can_be_tried(basis: Basis, key: str) -> bool:
    """Whether there is an alternative to switch to that does not run every week anyway."""
    alternative = basis.activity(key).alternative
    return alternative.exists and alternative.status_code in PREPARED and not alternative.is_running


def _named(basis: Basis, roles: Sequence[str]) -> str:
    """The people who hold the roles, each once; "" if nobody is named for any of them."""
    people = [basis.roster.holder(role).person for role in roles]
    return ", ".join(dict.fromkeys(person.name for person in people if person and person.name))


def _month(start: date, months: int) -> date:
    return start + timedelta(days=round(months * MONTH))


def _owner(basis: Basis, key: str) -> str:
    return basis.activity(key).owner or "the owner of the activity"
