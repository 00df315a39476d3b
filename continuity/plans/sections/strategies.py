"""P7 Strategies: what each activity does without TikTok, what each scenario asks, and what is accepted."""

from collections.abc import Iterator

from assessments.scoring.stated.activities import StatedActivity
from assessments.ui import words
from assessments.ui.words import day
from continuity.plans.basis import Basis, Result
from continuity.plans.blocks import BulletList, Cell, Column, Heading, Paragraph, Runs, Table, said, strong, table
from continuity.plans.document import Block, Section
from continuity.plans.fitting import lines_that_hold

OPTION = {"reduce": "reduces", "own": "own", "supplier": "supplier"}
OPTIONS_NOTE = (
    "In brackets, the kind of action: “reduces” the dependency, an arrangement of your “own”, or one of a “supplier”."
)
DURING = {
    "on": "Goes on elsewhere, as it does today",
    "switch": "Switch",
    "part": "Switch as far as it goes",
    "hold": "Prepare the switch at once, and switch if it lasts longer than usual",
    "stop": "Stop and tell people",
}
"""What an activity does in a disruption, in the order in which it is printed."""
MOST_ACTIONS = {"quick": 1, "standard": 2, "full": 3}


def strategies(basis: Basis) -> Section:
    """P7: alternatives by activity, what happens before, during and after by scenario, what was accepted and by whom."""
    blocks: list[Block] = [
        Paragraph(said("What each activity does without TikTok. Only what exists today is counted.")),
        alternatives(basis),
        Heading("By scenario"),
        scenario_table(basis),
        Paragraph(said(OPTIONS_NOTE), "note"),
    ]
    accepted = list(_accepted(basis))
    blocks.append(Heading("What is accepted"))
    if accepted:
        blocks.append(BulletList(tuple(accepted)))
    else:
        gaps = [f"“{it['name']}”" for it in basis.functions if it["gap"]["status"] in ("Gap", "Nothing")]
        text = "No risk has been accepted by name yet."
        if gaps:
            stands = "gap of {} stands" if len(gaps) == 1 else "gaps of {} stand"
            text += f" Until the actions are done, the {stands.format(words.listed(gaps))}."
        blocks.append(Paragraph(said(text)))
    return Section("P7", "Strategies", tuple(blocks))


def alternatives(basis: Basis) -> Table:
    """The alternative of each activity: time to operate, output, endurance, cost, last proof, status."""
    rows = []
    for function in basis.functions:
        stated = basis.activity(function["key"])
        rows.append([function["name"], *_alternative(basis, function, stated), function["gap"]["status"]])
    columns = [
        Column("Activity", share=1.4),
        Column("What it does instead", share=2.2),
        Column("Delivers after", share=0.9),
        Column("Output", share=0.7),
        Column("Lasts", share=0.9),
        basis.amount_column("Cost a day", 0.8),
        Column("Last proven", "date", 0.9),
        Column("Status", share=0.8),
    ]
    return table(
        "Alternatives that exist today", columns, rows, notes=["Delivers after: noticing, deciding and switching."]
    )


def _alternative(basis: Basis, function: Result, stated: StatedActivity) -> list[Cell]:
    alternative = stated.alternative
    if not alternative.exists:
        sentence = "nothing today" if alternative.is_known else "not known"
        return [Cell(sentence), Cell("–"), Cell("–"), Cell("–"), Cell(None), Cell(None)]
    question = basis.profile.bank.questions["WRK-01"]
    what = basis.profile.bank.labels(question)[alternative.status_code]
    answer = basis.statement.course.used("WRK-01", stated.key)
    if answer is not None and answer.note:
        what = answer.note
    reached = function["achievable_h"]
    cost = alternative.cost_day
    return [
        Cell(what),
        Cell("at once" if reached == 0 else words.hours(reached)),
        Cell("not stated" if alternative.output is None else words.percent(alternative.output.number)),
        Cell("a month or longer" if alternative.endurance_is_open else words.hours(alternative.endurance_h)),
        Cell(None if cost is None or cost.value is None else cost.number),
        Cell(alternative.proven_on),
    ]


def scenario_table(basis: Basis) -> Table:
    """What is done before, during and after each scenario that can hit the organisation, in the order of their rank."""
    rows = [
        [
            basis.library.scenario(it["key"]).name,
            f"{words.hours(it['typical_h'])}; severe {words.hours(it['severe_h'])}",
            _before(basis, it["key"]),
            _during(basis, it["key"]),
            _after(basis, it["key"]),
        ]
        for it in basis.scenarios
    ]
    columns = [
        Column("Scenario", share=1.2),
        Column("Length", share=0.9),
        Column("Before", share=2.1),
        Column("During", share=2.1),
        Column("After: over when", share=1.7),
    ]
    return table("Before, during and after", columns, rows)


def _before(basis: Basis, scenario: str) -> str:
    actions = [
        f"{item['title']} ({OPTION[item['option']]})"
        for item in basis.recommendations("accepted", "in_place", "proposed")
        if scenario in item["scenarios"] and item["phase"] == "before"
    ]
    shown = actions[: MOST_ACTIONS[basis.depth]]
    if len(actions) > len(shown):
        shown.append(f"{words.count_word(len(actions) - len(shown))} more in section 11")
    return "; ".join(shown) or "nothing special to prepare"


def _during(basis: Basis, scenario: str) -> str:
    """What each activity that is hit does in the usual case; section 8 says when to think again."""
    result = next(it for it in basis.scenarios if it["key"] == scenario)
    by_kind: dict[str, list[str]] = {kind: [] for kind in DURING}
    for function in basis.functions:
        status = function["gap"]["by_scenario"].get(scenario)
        if function["key"] in result["functions"] and status is not None:
            by_kind[_kind(function, status, result["typical_h"])].append(function["name"])
    parts = [
        f"{DURING[kind]}: {words.listed([f'“{name}”' for name in names])}" for kind, names in by_kind.items() if names
    ]
    return "; ".join(parts) or "Follow the runbook; decide with the facts of the day"


def _kind(function: Result, status: str, typical_h: float) -> str:
    """Held is a switch that would come too late for the usual fault, where that is over before the activity has to run."""
    reached = function["achievable_h"]
    if status == "Nothing":
        return "stop"
    if reached == 0:
        return "on"
    if reached is not None and typical_h <= min(reached, function["rto_h"]):
        return "hold"
    return "switch" if status in ("Covered", "Tight", "Unproven") else "part"


def _after(basis: Basis, scenario: str) -> str:
    return "; ".join(lines_that_hold(basis.library.scenario(scenario).exit_when, basis.facts))


def _accepted(basis: Basis) -> Iterator[Runs]:
    for item in basis.recommendations("rejected", "deferred"):
        decision = basis.standing.decision(item["key"])
        is_rejected = decision.state == "rejected"
        what = "not done" if is_rejected else "put off"
        until = f" until {day(decision.until)}" if decision.until and not is_rejected else ""
        by = f" Accepted by {decision.by}." if decision.by else ""
        again = f" To be looked at again on {day(decision.until)}." if decision.until and is_rejected else ""
        yield said(strong(item["title"]), f": {what}{until}. {decision.reason.rstrip('.')}.{by}{again}")
