"""P11 Diversification roadmap and P12 Resources."""

from collections.abc import Iterator, Sequence

from assessments.scoring.statement import own_cap
from assessments.ui import words
from continuity.plans.basis import Basis, Result
from continuity.plans.blocks import (
    BulletList,
    Column,
    Heading,
    KeyValues,
    Missing,
    Paragraph,
    Runs,
    Table,
    said,
    strong,
    table,
)
from continuity.plans.document import Block, Section

DAY_COST = "method.day_cost"
REMOVES_NOTE = (
    "Removes a year: the expected loss that the action alone would take away; effects of several do not add up. "
    "A dash: it helps in ways the losses do not count, such as certainty, duties or people."
)
PHASES = ((30, "Within 30 days"), (90, "Within 90 days"), (180, "Within 180 days"), (365, "Within a year"))
EVIDENCE = {
    "measured": "measured",
    "case": "cases",
    "judgement": "judgement",
}


def roadmap(basis: Basis) -> Section:
    """P11: target mix, then the actions by when they are due, with effect, cost and owner."""
    blocks: list[Block] = []
    if basis.results["enough"]:
        blocks.append(Paragraph(said(basis.results["enough"]), "statement"))
    spread = basis.results["diversification"]
    if spread:
        blocks += [*_mix(basis, spread)]
    accepted, proposed = (list(basis.recommendations(state)) for state in ("accepted", "proposed"))
    if accepted:
        blocks += [Heading("Accepted"), *_phases(basis, accepted)]
    if proposed:
        blocks += [Heading("Proposed, not decided yet" if accepted else "Actions"), *_phases(basis, proposed)]
    if accepted or proposed:
        blocks.append(Paragraph(said(REMOVES_NOTE), "note"))
        blocks += [Paragraph(said(sentence), "note") for sentence in _costs_said(basis, [*accepted, *proposed])]
    elif not basis.results["enough"]:
        blocks.append(Paragraph(said("Every action proposed has been decided; see “What is accepted”.")))
    return Section("P11", "Roadmap", tuple(blocks))


def _costs_said(basis: Basis, actions: Sequence[Result]) -> Iterator[str]:
    """What the cost of an action is made of, and whether all of them together are more than there is to lose."""
    costs = sum(item["cost_year"] or 0 for item in actions)
    rate = next((it["value"] for it in basis.results["assumptions"] if it["input"] == DAY_COST), None)
    if not costs or not rate:
        return
    yield (
        "Cost a year, unless somebody stated it: working time to set an action up and to keep it up, "
        f"at {basis.money(rate)} a day, which is half of your income a head and working day. "
        "What has to be bought comes on top."
    )
    expected = basis.results["losses"]["expected_annual"]
    if not basis.results["enough"] and expected is not None and len(actions) > 1 and costs > expected:
        each = "" if basis.currency == words.SHARE_OF_INCOME else " a year"
        yield (
            f"All of them together would cost about {basis.money(costs)}{each}, more than the {basis.money(expected)}{each} "
            "to be expected in losses. Begin with those that cost least, and leave out what is not worth it to you."
        )


def _mix(basis: Basis, spread: Result) -> Iterator[Block]:
    tiktok = 100 * spread["current"].get("TikTok", 0)
    goal = 100 * spread["target"].get("TikTok", 0)
    if round(goal) < round(tiktok):
        yield Paragraph(said(_goal(basis, tiktok, goal)))
    rows = [
        [channel, 100 * spread["current"].get(channel, 0), 100 * spread["target"].get(channel, 0)]
        for channel in sorted(spread["target"], key=lambda name: -spread["target"][name])
    ]
    yield table(
        "Where income comes from",
        [Column("Channel", share=2), Column("Now", "percent"), Column("Target", "percent")],
        rows,
    )


def _goal(basis: Basis, tiktok: float, goal: float) -> str:
    """What the share of TikTok is to become, whether that is the limit already, and why another share stands elsewhere."""
    limit, is_own = own_cap(basis.statement)
    whose, stake = "your own limit" if is_own else "the limit we propose", basis.results["at_stake"]
    step = f"a step towards {words.percent(limit)}, " if round(goal) > round(limit) else ""
    sentence = f"Bring the share of TikTok from {words.percent(tiktok)} to {words.percent(goal)}, {step}{whose} for one platform."
    depends = stake["direct"]["share"] + stake["influenced"]["share"]
    if round(depends) > round(tiktok):
        sentence += (
            f" These are the shares you gave by channel for the last 30 days; {words.percent(depends)} of a year depends on TikTok, "
            "because some of what comes in elsewhere would fade without it."
        )
    return sentence


def _phases(basis: Basis, actions: Sequence[Result]) -> Iterator[Block]:
    """One table for each stretch of time in which actions fall due."""
    before = 0
    for days, label in PHASES:
        due = [
            item for item in actions if before < item["due_days"] <= days or (before == 0 and item["due_days"] <= days)
        ]
        before = days
        if due:
            yield action_table(basis, due, label)


def action_table(basis: Basis, actions: Sequence[Result], caption: str) -> Table:
    """Actions with why, owner, effect and cost; with the date of those that have one."""
    has_dates = any(basis.standing.decision(item["key"]).due_on for item in actions)
    rows = [
        [
            item["title"],
            item["why"],
            owner(basis, item),
            *([basis.standing.decision(item["key"]).due_on] if has_dates else []),
            basis.rounded(item["removes_per_year"]),
            basis.rounded(item["cost_year"]),
        ]
        for item in actions
    ]
    columns = [
        Column("Action", share=1.7),
        Column("Why", share=2.4),
        Column("Owner", share=1),
        *([Column("Done by", "date", 0.8)] if has_dates else []),
        basis.amount_column("Removes a year", 0.9),
        basis.amount_column("Cost a year", 0.9),
    ]
    return table(caption, columns, rows)


def owner(basis: Basis, item: Result) -> str:
    """Who does an action: the person decided on, else whoever holds the role."""
    decided = basis.standing.decision(item["key"]).owner
    if decided:
        return decided
    holder = basis.roster.holder(item["owner_role"])
    return holder.name if holder.person and holder.person.name else holder.title


def resources(basis: Basis) -> Section:
    """P12: people, access, originals and data copies, stock, money."""
    blocks: list[Block] = [KeyValues(tuple(_resources(basis)))]
    costs = list(_daily_costs(basis))
    if costs:
        blocks += [Heading("Cost of the alternatives"), BulletList(tuple(costs))]
    missing = _missing_people(basis)
    if missing is not None:
        blocks.append(missing)
    return Section("P12", "Resources", tuple(blocks))


def _resources(basis: Basis) -> Iterator[tuple[str, Runs]]:
    organisation = basis.statement.organisation
    thin = [
        stated.activity.label for stated in basis.statement.activities if stated.people and stated.people.value == 1
    ]
    if thin and organisation.people > 1:
        yield "Only one person can do", said("; ".join(thin))
    protections = basis.labels("GOV-03")
    if protections or basis.profile.uses_tiktok_itself:
        yield "Access to accounts", said("; ".join(protections) or "no protection is in place yet")
    originals = basis.label("WRK-06")
    if originals:
        yield "Original videos kept outside TikTok", said(originals)
    buffer_days = basis.statement.course.known("WRK-07")
    if isinstance(buffer_days, int | float):
        yield "Ready content", said(f"lasts {words.plural(round(buffer_days), 'day')}")
    copies = basis.label("GOV-09")
    if copies:
        yield "Copies of your data", said(copies)
    stock = basis.statement.course.known("DIV-05")
    if isinstance(stock, int | float) and stock:
        yield "Stock only TikTok can ship", said(words.percent(stock))
    runway = organisation.runway_weeks
    if runway is not None and runway.value is not None:
        how_long = "a year or longer" if runway.number >= 52 else words.plural(round(runway.number), "week")
        yield "Fixed costs can be paid without TikTok income for", said(how_long)
    insurance = basis.label("GOV-10")
    if insurance:
        yield "Insurance for an outage of a platform you do not own", said(insurance)


def _daily_costs(basis: Basis) -> Iterator[Runs]:
    for stated in basis.statement.activities:
        cost = stated.alternative.cost_day
        if stated.alternative.exists and cost is not None and cost.value:
            yield said(strong(stated.activity.label), f": {basis.money(cost.number)} a day while the alternative runs.")


def _missing_people(basis: Basis) -> Missing | None:
    unknown = [stated.activity.label for stated in basis.statement.activities if stated.people is None]
    if basis.depth == "quick" or not unknown or basis.facts.size == "p1":
        return None
    why = "A plan that rests on one person stops with that person."
    return Missing(f"how many people can do {words.listed(unknown)}", why, "Questionnaire, FUN-05")
