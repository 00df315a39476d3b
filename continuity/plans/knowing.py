"""What an organisation's answers and results say to its plan: the facts that runbooks, roles and messages are fitted to."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, cast

from assessments.questionnaires.course import Course
from assessments.scoring.stated.activities import StatedActivity
from assessments.scoring.statement import Statement
from assessments.ui import words
from continuity.plans.facts import Facts, FunctionFacts, Person, Size
from continuity.plans.library import library
from continuity.plans.roles import TO_BE_NAMED, assign
from continuity.plans.standing import Standing

SOCIAL = ("instagram", "youtube", "facebook", "snapchat", "pinterest", "x", "linkedin", "reddit", "twitch")
"""Channels on which a post, a piece for a client or a show can take the place of one on TikTok, in no order."""
RECENT = ("this_week", "this_month")


def facts_of(statement: Statement, results: Mapping[str, Any], standing: Standing) -> Facts:
    """The facts of an organisation for its plan."""
    course, profile = statement.course, statement.profile
    by_key = {function["key"]: function for function in results["functions"]}
    facts = Facts(
        organisation=profile.name,
        size=cast(Size, profile.size),
        industry=profile.industry,
        capabilities=profile.capabilities,
        tools=_tools(statement),
        parties=None if course.known("DEP-05") is None else frozenset(statement.dependencies.parties),
        markets=_markets(course),
        has_duty=_has_duty(course),
        functions=tuple(_function(statement, by_key[key], standing) for key in by_key),
        people=_people(statement, standing),
        filled={**_known_places(course), **standing.filled},
        edits=standing.edits,
    )
    return _with_speaker(facts)


def _tools(statement: Statement) -> frozenset[str] | None:
    ticked = statement.course.known("DEP-01")
    if ticked is None:
        return None
    return frozenset({*ticked, *(tool.kind for tool in statement.dependencies.tools)}) - {"none"}


def _markets(course: Course) -> tuple[str, ...] | None:
    rows = course.known("PRO-03")
    return None if rows is None else tuple(row["country"] for row in rows)


def _has_duty(course: Course) -> bool | None:
    duties = course.known("GOV-08")
    if duties is None:
        return None if course.asks(course.bank.questions["GOV-08"]) else False
    return bool(set(duties) - {"none"})


def _function(statement: Statement, result: Mapping[str, Any], standing: Standing) -> FunctionFacts:
    stated = statement.activity(result["key"])
    limits = result["mtpd_h"]
    peak = limits["peak"] if limits["peak"] != limits["normal"] else None
    return FunctionFacts(
        key=result["key"],
        label=result["name"],
        like=stated.activity.kind,
        owner=_person(stated.owner, stated.deputy, "", standing) if stated.owner else None,
        rto=words.hours(result["rto_h"]),
        mtpd=words.hours(limits["normal"]),
        mtpd_peak=words.hours(peak) if peak is not None else "",
        workaround=workaround(statement, stated),
        contacts=tuple(_tool_contacts(statement, result["key"])),
    )


def workaround(statement: Statement, stated: StatedActivity) -> str:
    """What can be done today without TikTok, in one line; nothing where there is nothing."""
    alternative = stated.alternative
    if not alternative.exists:
        return ""
    question = statement.profile.bank.questions["WRK-01"]
    answer = statement.course.used("WRK-01", stated.key)
    line = statement.profile.bank.labels(question)[alternative.status_code]
    if answer is not None and answer.note:
        line = f"{line}: {answer.note.rstrip('.')}"
    if alternative.is_running:
        return f"{line}; runs already"
    parts = [f"delivers {words.hours(alternative.operate_h)} after the decision"]
    if alternative.output is not None:
        parts.append(f"{words.percent(alternative.output.number)} of normal output")
    return f"{line}; {'; '.join(parts)}"


def _tool_contacts(statement: Statement, key: str) -> Iterator[str]:
    for tool in statement.dependencies.tools:
        if tool.contact and key in tool.functions:
            yield f"{tool.label}: {tool.contact}"


def _people(statement: Statement, standing: Standing) -> dict[str, Person]:
    person = statement.course.known("GOV-02")
    if not person or not person.get("owner"):
        return {}
    limit = person.get("limit")
    authority = "may declare a disruption"
    if limit is not None:
        authority += f" and spend up to {words.money(float(limit), statement.profile.currency, exact=True)}"
    return {"decision_maker": _person(person["owner"], person.get("deputy"), authority, standing)}


def _person(name: str, deputy: str | None, authority: str, standing: Standing) -> Person:
    known_as, _, post = name.partition(",")
    return Person(
        name=known_as.strip(),
        deputies=(deputy.partition(",")[0].strip(),) if deputy else (),
        authority="; ".join(part for part in (post.strip(), authority) if part),
        reach=standing.reach(name),
        deputy_reach=standing.reach(deputy) if deputy else "",
    )


def _known_places(course: Course) -> dict[str, str]:
    """Places in messages that the answers settle: the channel that is alive and could take a piece meant for TikTok."""
    rows = [row for row in course.known("DIV-01") or () if row["channel"] in SOCIAL and row.get("last_used") in RECENT]
    if not rows:
        return {}
    best = max(rows, key=lambda row: row["audience"] if isinstance(row.get("audience"), int | float) else 0)
    labels = {channel.id: channel.label for channel in course.bank.vocabulary.catalogue.channels}
    return {"alt_platform": labels[best["channel"]]}


def _with_speaker(facts: Facts) -> Facts:
    holder = assign(library(), facts).holder("comms_lead")
    if "speaker" in facts.filled or not holder.name or holder.name == TO_BE_NAMED:
        return facts
    speaker = holder.name if facts.size == "p1" else f"{holder.name}, {holder.title}"
    return replace(facts, filled={**facts.filled, "speaker": speaker})
