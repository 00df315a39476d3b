"""P3 When the plan starts, P4 Roles and authority, and the contact pages that a shared copy leaves out."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from assessments.ui import words
from assessments.ui.words import day
from continuity.plans import roles, runbooks
from continuity.plans.basis import Basis
from continuity.plans.blocks import (
    BulletList,
    Column,
    Columns,
    Heading,
    Missing,
    Paragraph,
    Runs,
    Table,
    said,
    strong,
    table,
)
from continuity.plans.document import Block, Section
from continuity.plans.fitting import lines_that_hold

HALF_OF_RTO, PART_OF_MTPD = 0.5, 0.75
"""Level 2 after this part of the shortest time to recover, level 3 after this part of the shortest longest stop."""
SHOWN_IN_QUICK = 3
SUPPORT = (
    "TikTok: through the help centre of the account, shop, ad account or developer app concerned, "
    "and your account manager if you have one."
)
LOST_FOR_GOOD = {
    "account_loss": "an account you depend on is lost",
    "market_ban": "a ban is adopted in one of your markets",
}
"""Scenarios that are level 3 from the first minute, as far as they can hit the organisation."""
LEGAL = {
    "in_force": "A ban or block is in force in one of your markets: treat that market as lost.",
    "proposed": "A ban or forced sale is before a court or parliament: level 2 when it is decided, level 3 when it is adopted.",
    "age_rules": "Age rules cut part of your audience: level 1 when a date is set.",
    "official_devices": "Work devices may not carry TikTok: keep the check and the posting on separate devices.",
    "data_rules": "Data rules limit your use: level 1 when a new ruling names your markets.",
    "ad_shop_rules": "Limits on ads or selling in your category: level 1 when a date is set.",
}


def activation(basis: Basis) -> Section:
    """P3: triggers, levels, who may declare, legal triggers, peaks and dated work, the end."""
    blocks: list[Block] = [
        Paragraph(said("Confirm by two sources and on two networks before raising a level.")),
        runbooks.level_table(basis.library, basis.facts),
        BulletList(tuple(_numbers(basis))),
    ]
    keys = [scenario["key"] for scenario in basis.scenarios]
    shown = keys[:SHOWN_IN_QUICK] if basis.depth == "quick" else keys
    if shown:
        blocks.append(_triggers(basis, shown))
    if len(keys) > len(shown):
        names = [words.lower_first(basis.library.scenario(key).name) for key in keys[len(shown) :]]
        blocks.append(
            Paragraph(said(f"Also possible: {'; '.join(names)}. The steps are the same until you know more."))
        )
    if legal := [said(LEGAL[code]) for code in basis.statement.course.known("RSK-04") or () if code in LEGAL]:
        blocks += [Heading("Legal triggers"), BulletList(tuple(legal))]
    if dates := list(_dates(basis)):
        blocks += [Heading("Peaks and fixed dates"), BulletList(tuple(dates))]
    who = "you stand" if basis.facts.size == "p1" else "the decision maker stands"
    end = f"The level falls when the exit signs of the scenario hold; {who} the response down."
    blocks.append(Paragraph(said(strong("The end: "), end)))
    return Section("P3", "When the plan starts", tuple(blocks))


def _triggers(basis: Basis, scenarios: Sequence[str]) -> Table:
    rows = []
    for key in scenarios:
        scenario = basis.library.scenario(key)
        starts = "; ".join(lines_that_hold(scenario.activate_when, basis.facts))
        rows.append([scenario.name, scenario.looks_like, starts])
    columns = [
        Column("Scenario", share=1.2),
        Column("How it looks", share=2),
        Column("The response starts when", share=2.4),
    ]
    return table("What starts the response", columns, rows)


def _numbers(basis: Basis) -> Iterator[Runs]:
    """The default triggers with this organisation's own times; what goes on elsewhere anyway sets no clock."""
    waiting = [it for it in basis.functions if it["achievable_h"] != 0 or it["gap"]["status"] != "Covered"]
    if waiting:
        shortest = min(waiting, key=lambda function: function["rto_h"])
        why = f"half of the time to recover “{shortest['name']}”"
        yield said(strong("Level 2 "), _clock(basis, shortest["rto_h"] * HALF_OF_RTO, why))
    limits = [function for function in waiting if function["mtpd_h"]["normal"] is not None]
    if limits:
        first = min(limits, key=lambda function: function["mtpd_h"]["normal"])
        why = f"three quarters of the time for which “{first['name']}” can stop"
        yield said(strong("Level 3 "), _clock(basis, first["mtpd_h"]["normal"] * PART_OF_MTPD, why))
    losses = [text for key, text in LOST_FOR_GOOD.items() if key in basis.scenario_keys]
    if losses:
        yield said(f"Level 3 at once when {words.listed(losses, 'or')}.")


def _clock(basis: Basis, hours: float, why: str) -> str:
    """By when a level is reached; a time that has passed before anybody knows is no time to act by."""
    if hours <= basis.results["scores"]["detection"]["delay_h"]:
        return f"as soon as you know of it: by then {why} is over."
    return f"at the latest {words.hours(hours)} after the start: {why}."


def times(factor: float) -> str:
    """How many times a normal day a peak is, in words where one word does.

    >>> times(2.0), times(2.4)
    ('twice', '2.4 times')
    """
    return "twice" if factor == 2 else f"{factor:g} times"


def _dates(basis: Basis) -> Iterator[Runs]:
    for peak in basis.statement.timing.stated_peaks:
        when = f"{day(peak.start)} to {day(peak.end)}"
        yield said(
            strong(peak.name),
            f", {when}, {times(peak.factor)} a normal day: start at level 2 and use the peak limits.",
        )
    for commitment in basis.statement.timing.commitments:
        alternative = basis.activity(commitment.function).alternative
        lead = alternative.operate_h if alternative.exists else 0.0
        latest = commitment.on - timedelta(hours=lead)
        can_move = (
            f" It can move by {words.hours(commitment.can_move_h)}." if commitment.can_move_h else " It cannot move."
        )
        decide = (
            f": decide by {day(latest)} whether it goes ahead on TikTok, moves or switches."
            if lead
            else ": decide on the day before whether it goes ahead or moves."
        )
        yield said(strong(commitment.what), f" on {day(commitment.on)}{decide}{can_move}")


def people(basis: Basis) -> Section:
    """P4: who does what, without contact details."""
    if basis.facts.size == "p1":
        return Section("P4", "Roles and authority", tuple(_alone(basis)))
    roster = roles.roster_table(basis.library, basis.facts, basis.roster)
    blocks: list[Block] = [roster]
    if basis.roster.warnings and not isinstance(roster, Missing):
        blocks += [Heading("To settle"), BulletList(tuple(said(warning) for warning in basis.roster.warnings))]
    return Section("P4", "Roles and authority", tuple(blocks))


def _alone(basis: Basis) -> Iterator[Block]:
    """For one person a table of roles says nothing; who could stand in says much."""
    person = basis.roster.holders[0].person
    yield Paragraph(said("You decide, act and speak for yourself. Write down the time of each decision."))
    if person and person.deputies:
        yield Paragraph(
            said(f"If you cannot act, {person.deputies[0]} stands in and needs the way into your accounts.")
        )
    else:
        why = "If you are ill or without your phone, nobody can reach your account or your buyers."
        yield Missing("somebody who could act for you", why, "Questionnaire, GOV-02")


def contacts(basis: Basis) -> Section:
    """The contact pages: people, tools and TikTok support, reached without TikTok."""
    columns: Columns = ["Name", Column("For", share=1.4), "Phone", Column("Email", share=1.4)]
    blocks: list[Block] = []
    if basis.standing.contacts:
        rows = [[it.name, it.purpose, it.phone, it.email] for it in basis.standing.contacts]
        blocks.append(table("People, reached without TikTok", columns, rows))
    else:
        why, whose = "On the day you need them on paper, outside TikTok and your office systems.", "of the people above"
        if basis.facts.size == "p1":
            why = "On the day you need them on paper, outside TikTok and your phone."
            whose = "of those you would have to reach, such as a carrier or your bank"
        blocks.append(Missing(f"phone numbers and addresses {whose}", why, "Plan document, contacts"))
    support = [[tool.label, tool.contact] for tool in basis.statement.dependencies.tools if tool.contact]
    if support:
        blocks.append(
            table("Support of your tools and partners", ["Tool or partner", Column("Contact", share=2)], support)
        )
    if basis.profile.uses_tiktok_itself:
        blocks.append(Paragraph(said(SUPPORT)))
    if basis.label("GOV-04") and basis.statement.course.known("GOV-04") != "yes_checked":
        advice = "Print these pages and check them twice a year: not everybody on them could be reached today."
        if basis.statement.course.known("GOV-04") == "yes_old":
            advice = "Check these pages twice a year: the last check is more than six months old."
        blocks.append(Paragraph(said(advice), "note"))
    return Section("contacts", "Contacts", tuple(blocks), personal=bool(basis.standing.contacts or support))
