"""P5 Priorities and P6 Dependencies."""

from collections.abc import Iterator

from assessments.scoring.stated.activities import StatedActivity
from assessments.ui import words
from continuity.plans.basis import Basis, Result
from continuity.plans.blocks import (
    BulletList,
    Cell,
    Column,
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

LONGER = "longer than 1 month"


def priorities(basis: Basis) -> Section:
    """P5: the activities in order, with the three tolerances: time, service level, data."""
    blocks: list[Block] = [
        Paragraph(said("Recover in this order. Times count from the moment the fault began.")),
        priority_table(basis),
    ]
    settle = [flag["sentence"] for flag in basis.results["flags"] if flag["code"] == "mtpd_to_settle"]
    if settle:
        blocks += [Heading("To be settled"), BulletList(tuple(said(sentence) for sentence in settle))]
    return Section("P5", "Priorities", tuple(blocks))


def priority_table(basis: Basis) -> Table:
    """Activity, tier, longest stop, time to recover, lowest level, data age, owner, what set the limit, status today."""
    has_peak = any(it["mtpd_h"]["peak"] != it["mtpd_h"]["normal"] for it in basis.functions)
    has_age = any(it["rpo_h"] is not None for it in basis.functions)
    columns = [
        Column("Activity", share=1.9),
        Column("Tier", share=0.5),
        Column("Longest you can stop (MTPD)", share=1.1),
        *([Column("In a peak", share=0.9)] if has_peak else []),
        Column("Recover in (RTO)", share=0.9),
        Column("Lowest level (MBCO)", share=1.3),
        *([Column("Oldest data (RPO)", share=0.9)] if has_age else []),
        Column("Owner", share=1.1),
        Column("Limit set by", share=1.3),
        Column("Today", share=0.9),
    ]
    rows = []
    for function in basis.functions:
        stated = basis.activity(function["key"])
        age = function["rpo_h"]
        rows.append(
            [
                function["name"],
                function["tier"],
                tolerance(function["mtpd_h"]["normal"]),
                *([tolerance(function["mtpd_h"]["peak"])] if has_peak else []),
                words.hours(function["rto_h"]),
                lowest_level(function, stated),
                *([Cell(None if age is None else words.hours(age))] if has_age else []),
                stated.owner or ("you" if basis.facts.size == "p1" else "nobody named"),
                set_by(basis, function),
                function["gap"]["status"],
            ]
        )
    return table("Activities in order of urgency", columns, rows)


def tolerance(hours: float | None) -> str:
    """How long an activity can stop, or how soon it has to run again; the planning value of half an hour is under one."""
    if hours is None:
        return LONGER
    return "under 1 hour" if hours < 1 else words.hours(hours)


def lowest_level(function: Result, stated: StatedActivity) -> str:
    """The minimum level in per cent and, where a volume is known, in its own unit."""
    level = words.percent(function["mbco_percent"])
    if not stated.volume or not isinstance(stated.volume.get("number"), int | float):
        return level
    normal = stated.volume["number"]
    least = words.significant(normal * function["mbco_percent"] / 100)
    if least != round(least):
        return f"{level} of {normal:,.10g} {stated.volume['unit']} a week"
    return f"{level}: {least:,.10g} of {normal:,.10g} {stated.volume['unit']} a week"


def set_by(basis: Basis, function: Result) -> str:
    """What decided the longest stop: the category and the time from which it is too much, or the stated limit."""
    cause = function["mtpd_set_by"]
    if not cause or not cause.get("category"):
        return "your own limit" if function.get("stated_mtpd_h") is not None else "nothing yet"
    category = basis.vocabulary.categories.get(cause["category"])
    if category is None:
        return "your own limit"
    band = basis.vocabulary.band_labels.get(cause.get("band") or "", "")
    return f"{category}, after {band}" if band else category


def dependencies(basis: Basis) -> Section:
    """P6: what each activity needs, tools and accounts, promises, what spreads, what has no second."""
    blocks: list[Block] = [_needs(basis), _accounts(basis)]
    tools = _tools(basis)
    if tools:
        blocks.append(tools)
    spread = list(_spread(basis))
    if spread:
        blocks += [Heading("How a stop spreads"), BulletList(tuple(spread))]
    points = basis.results["concentration"]["single_points"]
    if points:
        blocks += [
            Heading("Single points of failure"),
            BulletList(tuple(said(strong(_point_name(basis, point)), f": {point['why']}.") for point in points)),
        ]
    owed = list(_owed(basis))
    if owed:
        blocks += [Heading("What you owe when you are late"), BulletList(tuple(owed))]
    return Section("P6", "Dependencies", tuple(blocks))


def _point_name(basis: Basis, point: Result) -> str:
    name: str = point["name"]
    return basis.vocabulary.owner_name(name) if point["kind"] == "owner" else name


def _needs(basis: Basis) -> Table:
    labels = basis.vocabulary.capabilities
    rows = []
    for function in basis.functions:
        stated = basis.activity(function["key"])
        tools = [tool.label for tool in basis.statement.dependencies.tools if stated.key in tool.functions]
        rows.append(
            [
                function["name"],
                "; ".join(labels[cap] for cap in stated.activity.caps if cap in labels) or "nothing of TikTok directly",
                "; ".join(tools) or "none",
                words.percent(stated.dependency.number),
                _who_can(basis, stated),
            ]
        )
    columns = [
        Column("Activity", share=1.4),
        Column("Parts of TikTok", share=2),
        Column("Tools and partners", share=1.6),
        Column("Stops without TikTok", share=0.8),
        Column("Who can do it", share=0.8),
    ]
    return table("What each activity needs", columns, rows)


def _who_can(basis: Basis, stated: StatedActivity) -> str:
    if stated.people is None:
        return "you" if basis.facts.size == "p1" else "not stated"
    return words.plural(round(stated.people.number), "person", "people")


def _tools(basis: Basis) -> Table | None:
    names = {function["key"]: function["name"] for function in basis.functions}
    rows = []
    for tool in basis.statement.dependencies.tools:
        served = [names[key] for key in tool.functions if key in names]
        rows.append(
            [
                tool.label,
                tool.promise,
                words.plural(round(tool.days_to_replace), "day"),
                "all activities" if len(served) == len(names) else "; ".join(served) or "none",
                tool.owner_group or "not known",
            ]
        )
    if not rows:
        return None
    columns = [
        Column("Tool or partner", share=1.4),
        Column("Service promise", share=0.9),
        Column("Time to replace", share=0.9),
        Column("Used by", share=2),
        Column("Owner group", share=1),
    ]
    return table("Tools and partners", columns, rows)


def _accounts(basis: Basis) -> Table | Missing | Paragraph:
    rows = basis.statement.course.known("USE-03")
    if not rows:
        if not basis.profile.uses_tiktok_itself:
            return Paragraph(said("You use TikTok through others only, so no account of your own is listed."))
        why = "The loss of one account is likelier than a long outage; a list of them saves the first hour."
        return Missing("the accounts you rely on", why, "Questionnaire, USE-03")
    question = basis.profile.bank.questions["USE-03"]
    cells = {cell.key: basis.profile.bank.labels(cell) for cell in question.table.columns}  # type: ignore[union-attr]
    body = [
        [
            row["name"],
            cells["kind"].get(row["kind"], row["kind"]),
            row["market"] if isinstance(row.get("market"), str) else "not stated",
            words.plural(round(row["admins"]), "person", "people")
            if isinstance(row.get("admins"), int | float)
            else "not known",
            cells["registered_to"].get(str(row.get("registered_to")), "not known"),
        ]
        for row in rows
    ]
    return table("Accounts", ["Account", "Kind", "Market", "Full rights", Column("Registered to", share=1.4)], body)


def _spread(basis: Basis) -> Iterator[Runs]:
    for link in basis.statement.dependencies.links:
        share = words.percent(100 * link.share)
        after = words.hours(link.starts_after_h)
        yield said(
            f"When “{basis.name(link.source)}” stops, {share} of the work of {_named(basis, link.target)} is hit after {after}."
        )


def _named(basis: Basis, key: str) -> str:
    name = basis.name(key)
    return f"“{name}”" if any(function["key"] == key for function in basis.functions) else name


def _owed(basis: Basis) -> Iterator[Runs]:
    for credit in basis.results["credits"]:
        sentence, leaving = credit["sentence"], credit["exit"]
        if leaving and leaving["income_year"]:
            sentence += f" It is {basis.money(leaving['income_year'])} a year."
        yield said(sentence)
