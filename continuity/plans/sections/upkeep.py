"""P13 Recovery and stand-down, P14 Exercises, P15 Maintenance."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from assessments.ui import words
from assessments.ui.words import day
from continuity.plans import messages
from continuity.plans.basis import Basis
from continuity.plans.blocks import (
    BulletList,
    Column,
    Heading,
    NumberedList,
    Paragraph,
    Rows,
    Runs,
    said,
    strong,
    table,
)
from continuity.plans.document import Block, Section

MONTH = 30.44
REVIEW_TRIGGERS = (
    "a new market, account, tool or activity",
    "an incident or an exercise",
    "a change of the TikTok share by more than 10 points",
    "a change of the people named in this plan",
    "a new rule or ruling about TikTok in one of your markets",
)


def recovery(basis: Basis) -> Section:
    """P13: when it is over, in which order to catch up, what to check, whom to tell, what to learn."""
    order = [said(function["name"]) for function in basis.functions]
    blocks: list[Block] = [
        Paragraph(said("Service being back is not work being back. Return in this order:")),
        NumberedList(tuple(order)),
        BulletList(tuple(_catch_up(basis))),
    ]
    back = [
        message.title for message in messages.for_plan(basis.library, basis.facts) if message.stage == "Service is back"
    ]
    if back:
        blocks.append(Paragraph(said(strong("Tell them: "), f"{'; '.join(back)} (section 9).")))
    blocks.append(
        Paragraph(
            said(
                strong("Learn: "),
                "debrief within two working days; cause, contributing factors, why it was not noticed earlier, what to change.",
            )
        )
    )
    return Section("P13", "Recovery and stand-down", tuple(blocks))


def _catch_up(basis: Basis) -> Iterator[Runs]:
    for stated in basis.statement.activities:
        hours = stated.catch_up_h
        if hours.value:
            people = (
                f", shared by {words.plural(round(stated.people.number), 'person', 'people')}"
                if stated.people and stated.people.value and stated.people.number > 1
                else ""
            )
            yield said(
                f"“{stated.activity.label}” needs {words.plural(round(hours.number), 'hour')} of extra work for each day it stood still{people}."
            )
    yield said("Check data before anyone reports or bills from it; mark the period in every report.")
    yield said("Make good what was promised, in the order of deadlines, and write down who got what.")


def exercises(basis: Basis) -> Section:
    """P14: the calendar of the next twelve months, and what is still open from the last exercise."""
    rows: Rows = [[when, kind, what, who] for when, kind, what, who in sorted(_calendar(basis))]
    columns = [
        Column("Date", "date", 0.8),
        Column("Kind", share=1),
        Column("What", share=2.6),
        Column("Who", share=1.2),
    ]
    blocks: list[Block] = [table("Exercises of the next twelve months", columns, rows)]
    last = basis.statement.course.known("GOV-06") or {}
    if last.get("date"):
        blocks.append(Paragraph(said(_last(last))))
    else:
        blocks.append(
            Paragraph(said("No exercise has been held yet. An alternative nobody has tried counts as unproven."))
        )
    return Section("P14", "Exercises", tuple(blocks))


def _last(last: dict[str, object]) -> str:
    sentence = f"Last exercise: {day(date.fromisoformat(str(last['date'])))}."
    if last.get("actions_open"):
        sentence += f" {words.plural(round(float(str(last['actions_open']))), 'action is', 'actions are')} still open"
        overdue = last.get("actions_overdue")
        sentence += f", {round(float(str(overdue)))} overdue." if overdue else "."
    return sentence


def _calendar(basis: Basis) -> Iterator[tuple[date, str, str, str]]:
    """The default calendar, fitted: what the organisation does not have is left out, and one person needs half of it."""
    start = basis.profile.as_of
    alone = basis.facts.size == "p1"
    everyone = "you" if alone else "everyone named in section 4"
    yield _month(start, 1), "Discussion", "A short outage: who notices, who decides, what is said first", everyone
    if not alone:
        yield (
            _month(start, 3),
            "Contact test",
            "Reach everyone on the contact pages without TikTok and without office systems",
            everyone,
        )
    if "account_loss" in basis.scenario_keys:
        yield (
            _month(start, 5),
            "Walk-through",
            "Your main account is lost: recovery, evidence, telling people",
            everyone,
        )
    urgent = next((it for it in basis.functions if it["tier"] in "AB" and it["gap"]["status"] != "Nothing"), None)
    if urgent is not None:
        yield (
            _month(start, 7),
            "Live switch",
            f"Run “{urgent['name']}” on its alternative for two hours",
            _owner(basis, urgent["key"]),
        )
    for peak in basis.statement.timing.stated_peaks:
        before = peak.start - timedelta(days=21)
        if start < before:
            yield (
                before,
                "Surge test",
                f"Before “{peak.name}”: cover, stock and alerts at {peak.factor:g} times a normal day",
                everyone,
            )
    others = "you" if alone else _named(basis, ("decision_maker", "finance_lead", "legal_lead")) or everyone
    yield _month(start, 11), "Discussion", "A ban in your largest market: what is rebuilt, reduced or closed", others
    yield _month(start, 12), "Review", "Results of the year, open actions, new version of this plan", everyone


def _named(basis: Basis, roles: Sequence[str]) -> str:
    """The people who hold the roles, each once; "" if nobody is named for any of them."""
    people = [basis.roster.holder(role).person for role in roles]
    return ", ".join(dict.fromkeys(person.name for person in people if person and person.name))


def _month(start: date, months: int) -> date:
    return start + timedelta(days=round(months * MONTH))


def _owner(basis: Basis, key: str) -> str:
    return basis.activity(key).owner or "the owner of the activity"


def maintenance(basis: Basis) -> Section:
    """P15: what triggers a review, what to watch, duties from outside, lessons learnt."""
    blocks: list[Block] = [
        Paragraph(said("Review once a year, and after any of these:")),
        BulletList(tuple(said(trigger) for trigger in REVIEW_TRIGGERS)),
        Heading("What to watch"),
        BulletList(tuple(_indicators(basis))),
    ]
    if lessons := list(_lessons(basis)):
        blocks += [Heading("Learnt from the worst incident"), BulletList(tuple(lessons))]
    return Section("P15", "Maintenance", tuple(blocks))


def _indicators(basis: Basis) -> Iterator[Runs]:
    stake = basis.results["at_stake"]
    share = stake["direct"]["share"] + stake["influenced"]["share"]
    limit = basis.statement.course.known("DIV-07")
    if share:
        goal = f"; your limit for one platform is {words.percent(limit)}" if isinstance(limit, int | float) else ""
        yield said(f"Share of income that depends on TikTok: {words.percent(share)}{goal}.")
    covered = sum(it["gap"]["status"] in ("Covered", "Tight") for it in basis.functions)
    yield said(f"Activities that can be recovered in time, and have shown it: {covered} of {len(basis.functions)}.")
    yield said(
        f"Time until somebody with authority knows: {words.hours(basis.results['scores']['detection']['delay_h'])}."
    )
    readiness = basis.results["scores"]["readiness"]
    yield said(f"Readiness: level {readiness['level']} of 5, held back by {words.lower_first(readiness['lowest'])}.")


def _lessons(basis: Basis) -> Iterator[Runs]:
    learnt = basis.statement.course.known("RSK-02") or {}
    labels = (
        ("primary_cause", "Primary cause"),
        ("contributing", "Contributing"),
        ("not_caught", "Why it was not caught earlier"),
        ("test_gap", "What tests did not cover"),
        ("changed", "Changed since"),
    )
    for key, label in labels:
        value = learnt.get(key)
        if value:
            text = "; ".join(value) if isinstance(value, list) else str(value)
            yield said(strong(f"{label}: "), text)
