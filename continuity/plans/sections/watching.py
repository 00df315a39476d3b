"""P10 Detection and monitoring."""

from collections.abc import Iterator, Mapping
from typing import Any

from assessments.ui import words
from continuity.plans.basis import Basis
from continuity.plans.blocks import (
    BulletList,
    Column,
    Columns,
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

VERDICTS = {"in_time": "in time", "late": "late", "never": "never", "not_checked": "not checked, counts as late"}
COVER = {
    "office": "office hours on weekdays",
    "extended": "extended hours or weekends too",
    "peaks": "round the clock in peak periods only",
    "always": "round the clock",
    "nobody": "nobody in particular",
}
LADDER = (
    ("Status notices", ("status_page", "rep")),
    ("Outage tracker or status service", ("tracker",)),
    ("API or log-in health check", ("api_checks",)),
    ("Alert on your own numbers", ("own_alerts",)),
    ("Webhook notices", ("webhooks",)),
)
"""The monitoring ladder of the domain guide, with the ways of noticing of DET-01 that stand on each rung."""
API_ONLY = frozenset({"api_checks", "webhooks"})


def detection(basis: Basis) -> Section:
    """P10: how trouble is noticed, by whom, when, and whether the alert rules would speak in time."""
    score = basis.results["scores"]["detection"]
    noticing = basis.statement.noticing
    facts: list[tuple[str, Runs]] = [(until_known(basis), said(words.hours(score["delay_h"])))]
    if noticing.cover:
        facts.append(("Watched hours", said(COVER[noticing.cover])))
    if noticing.triage_is_known:  # else it is only assumed that nothing is agreed
        facts.append(("Telling the cause", said(basis.label("DET-05"))))
    blocks: list[Block] = [KeyValues(tuple(facts)), _ladder(basis)]
    rules = score["rules"]
    if rules:
        blocks.append(rule_table(rules))
        if advice := list(_advice(rules)):
            blocks.append(BulletList(tuple(advice)))
    elif "own_alerts" in noticing.methods:
        why = "A rule that was never checked may speak too late."
        blocks.append(Missing("your alert rules", why, "Questionnaire, DET-04"))
    if noticing.triage != "written":
        check = "Agree the five-minute check on the action card with everybody who may see trouble first."
        if basis.facts.size == "p1":
            check = "Try the five-minute check on the action card once, so that you know it when it counts."
        blocks.append(Paragraph(said(check), "note"))
    return Section("P10", "Detection and monitoring", tuple(blocks))


def until_known(basis: Basis) -> str:
    """What the time to notice is called; who works alone has all the authority there is."""
    return "Time until you know" if basis.facts.size == "p1" else "Time until somebody with authority knows"


def _ladder(basis: Basis) -> Table:
    methods = set(basis.statement.noticing.methods)
    rungs = [
        (label, codes)
        for label, codes in LADDER
        if not API_ONLY.issuperset(codes) or "api" in basis.profile.capabilities
    ]
    rows = [[label, "working" if methods & set(codes) else "none"] for label, codes in rungs]
    return table("Monitoring ladder", [Column("Way of noticing", share=2), "Status"], rows)


def rule_table(rules: list[Mapping[str, Any]]) -> Table:
    """The alert rules with the verdict of the checker, in minutes from the start of the change."""
    rows = [
        [
            rule["metric"],
            VERDICTS[rule["verdict"]],
            None if rule["fires_at_min"] is None else words.hours(rule["fires_at_min"] / 60),
            _against(rule["against_failure_min"]),
        ]
        for rule in rules
    ]
    columns: Columns = [Column("Rule", share=2), "Verdict", "Speaks after", "Against the failure"]
    return table("Alert rules, checked", columns, rows)


def _against(minutes: float | None) -> str | None:
    if minutes is None:
        return None
    if minutes == 0:
        return "at the failure"
    return f"{words.hours(abs(minutes) / 60)} {'before' if minutes > 0 else 'after'}"


def _advice(rules: list[Mapping[str, Any]]) -> Iterator[Runs]:
    for rule in rules:
        if rule["verdict"] != "in_time" and rule["advice"]:
            yield said(strong(rule["metric"]), f": {rule['advice'][0]}")
