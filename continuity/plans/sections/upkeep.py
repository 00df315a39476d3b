"""P13 Recovery and stand-down, P15 Maintenance."""

from collections.abc import Iterator

from assessments.ui import words
from continuity.plans import messages
from continuity.plans.basis import Basis
from continuity.plans.blocks import (
    BulletList,
    Heading,
    NumberedList,
    Paragraph,
    Runs,
    said,
    strong,
)
from continuity.plans.document import Block, Section
from continuity.plans.sections.watching import until_known

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
    how = "write down within two working days" if basis.facts.size == "p1" else "debrief within two working days"
    learn = f"{how}: cause, contributing factors, why it was not noticed earlier, what to change."
    blocks.append(Paragraph(said(strong("Learn: "), learn)))
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
    whoever = "you report or bill" if basis.facts.size == "p1" else "anyone reports or bills"
    yield said(f"Check data before {whoever} from it; mark the period in every report.")
    yield said("Make good what was promised, in the order of deadlines, and write down who got what.")


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
    yield said(f"{until_known(basis)}: {words.hours(basis.results['scores']['detection']['delay_h'])}.")
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
