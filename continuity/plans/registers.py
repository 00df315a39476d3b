"""The sheets of the workbook: activities, scenarios, actions, dependencies, contacts, inputs and assumptions."""

from collections.abc import Iterator

from assessments.questionnaires.profile import Answer
from assessments.ui import words
from continuity.plans.basis import Basis
from continuity.plans.blocks import Cell, Column, Columns, Missing, Table, Value, table
from continuity.plans.document import Register
from continuity.plans.sections import roadmap

HOURS = ("1", "4", "8", "24", "72", "168", "336", "720")
HOUR_LABELS = ("1 hour", "4 hours", "8 hours", "24 hours", "3 days", "1 week", "2 weeks", "1 month")
FROM = {
    "default": "default",
    "unknown": "not known",
    "missing": "missing",
    "catalogue": "catalogue",
    "derived": "derived",
}


def registers(basis: Basis) -> tuple[Register, ...]:
    """The sheets made from the results; runbooks, messages and sources come from the document itself."""
    return (
        Register("Activities", _functions(basis)),
        Register("Scenarios", _scenarios(basis)),
        Register("Actions", _actions(basis)),
        Register("Dependencies", _dependencies(basis)),
        Register("Contacts", _contacts(basis), personal=True),
        Register("Inputs and assumptions", _inputs(basis)),
    )


def _functions(basis: Basis) -> Table:
    columns: Columns = [
        Column("Activity", share=2),
        "Key",
        Column("Rank", "number"),
        "Tier",
        "Owner",
        "Deputy",
        Column("Share of TikTok income", "percent"),
        Column("MTPD normal", "hours"),
        Column("MTPD peak", "hours"),
        Column("RTO", "hours"),
        Column("MBCO", "percent"),
        Column("RPO", "hours"),
        Column("Achievable today", "hours"),
        "Status",
        Column("Reason", share=2),
        *(basis.amount_column(f"Loss after {label}") for label in HOUR_LABELS),
        basis.amount_column("Expected loss a year"),
    ]
    alone = "you" if basis.facts.size == "p1" else None
    rows: list[list[Value | Cell]] = []
    for it in basis.functions:
        stated = basis.activity(it["key"])
        rows.append(
            [
                it["name"], it["key"], it["rank"], it["tier"], stated.owner or alone, stated.deputy, it["income_share"],
                it["mtpd_h"]["normal"], it["mtpd_h"]["peak"], it["rto_h"], it["mbco_percent"], it["rpo_h"],
                it["achievable_h"], it["gap"]["status"], it["gap"]["sentence"],
                *(it["loss_at_h"][hour] for hour in HOURS), it["expected_annual_loss"],
            ]
        )  # fmt: skip
    notes = ["An empty MTPD is longer than 1 month; an empty achievable time means that there is no alternative."]
    return table("Activities", columns, rows, notes=notes)


def _scenarios(basis: Basis) -> Table:
    columns = [
        Column("Scenario", share=2),
        Column("Rank", "number"),
        Column("Events a year", "number"),
        Column("Likelihood, 1 to 5", "number"),
        Column("Impact, 1 to 5", "number"),
        Column("Typical length", "hours"),
        Column("Severe length", "hours"),
        basis.amount_column("Typical loss"),
        basis.amount_column("Severe loss"),
        basis.amount_column("Expected loss a year"),
        Column("Passes the longest stop of", share=2),
    ]
    rows = [
        [
            it["label"], it["rank"], it["rate_per_year"], it["likelihood"], it["impact"], it["typical_h"], it["severe_h"],
            it["loss_typical"], it["loss_severe"], it["expected_annual_loss"],
            "; ".join(basis.name(key) for key in it["over_mtpd"]) or "none",
        ]
        for it in basis.results["scenarios"]
    ]  # fmt: skip
    return table("Scenarios", columns, rows)


def _actions(basis: Basis) -> Table | Missing:
    states = {
        "proposed": "proposed",
        "accepted": "accepted",
        "in_place": "in place",
        "deferred": "put off",
        "rejected": "not done",
    }
    columns: Columns = [
        Column("Action", share=2), Column("Why", share=3), Column("Already in place", share=2), "State", "Owner",
        Column("Due", "number"), basis.amount_column("Removes a year"), basis.amount_column("Cost a year"),
        Column("Days of work", "number"), "Kind", "Phase", Column("Scenarios", share=2),
    ]  # fmt: skip
    rows = [
        [
            it["title"], it["why"], it["already"], states[basis.standing.decision(it["key"]).state], roadmap.owner(basis, it),
            it["due_days"], it["removes_per_year"], it["cost_year"], it["effort_days"], it["option"], it["phase"],
            "; ".join(basis.name(key) for key in it["scenarios"]),
        ]
        for it in basis.results["recommendations"]
    ]  # fmt: skip
    if not rows:
        return Missing("actions", basis.results["enough"] or "No condition for one is met.", "Mitigation")
    return table("Actions", columns, rows, notes=["Due: days from the date of the answers."])


def _dependencies(basis: Basis) -> Table:
    labels = basis.vocabulary.capabilities
    rows: list[list[Value | Cell]] = []
    for it in basis.functions:
        stated = basis.activity(it["key"])
        rows += [
            [it["name"], "Part of TikTok", labels[cap], None, None] for cap in stated.activity.caps if cap in labels
        ]
        rows += [
            [it["name"], "Tool or partner", tool.label, tool.promise, tool.days_to_replace]
            for tool in basis.statement.dependencies.tools
            if stated.key in tool.functions
        ]
    rows += [
        ["All", "Account", account.name, None, None]
        for account in basis.statement.dependencies.accounts
        if account.name
    ]
    if not rows:
        rows = [[it["name"], "None stated", "none", None, None] for it in basis.functions]
    columns: Columns = [
        Column("Activity", share=2),
        "Kind",
        Column("Needs", share=2),
        "Service promise",
        Column("Days to replace", "number"),
    ]
    return table("Dependencies", columns, rows, row_headers=False)


def _contacts(basis: Basis) -> Table | Missing:
    rows = [[it.name, it.purpose, it.phone, it.email] for it in basis.standing.contacts]
    rows += [[tool.label, "Support", "", tool.contact] for tool in basis.statement.dependencies.tools if tool.contact]
    if not rows:
        return Missing("contacts", "They are needed outside TikTok and your office systems.", "Plan document, contacts")
    return table(
        "Contacts", [Column("Name", share=1.5), Column("For", share=1.5), "Phone", Column("Email", share=1.5)], rows
    )


def _inputs(basis: Basis) -> Table:
    """What was answered and what was assumed, so that the workbook alone shows what the figures rest on."""
    rows: list[list[Value | Cell]] = [list(row) for row in _answers(basis)]
    for it in basis.results["assumptions"]:
        value = it["value"]
        shown = value if isinstance(value, str) or value is None else float(value)
        rows.append([it["input"], it["sentence"], _text(shown), it["unit"], FROM[it["from"]], ""])
    columns: Columns = [
        Column("Input", share=1.4), Column("Question or assumption", share=3.4), Column("Value", share=1.6), "Unit", "From",
        "Grade",
    ]  # fmt: skip
    return table("Inputs and assumptions", columns, rows)


def _answers(basis: Basis) -> Iterator[tuple[str, str, str, str, str, str]]:
    for question, function, answer in basis.profile.stated():
        asked = basis.profile.bank.questions[question]
        where = question if function is None else f"{question} · {basis.name(function)}"
        yield where, asked.text, answer_text(basis, question, answer), asked.unit or "", "entered", answer.grade or ""


def answer_text(basis: Basis, question: str, answer: Answer) -> str:
    """An answer in words, for a register."""
    if answer.unknown:
        return "not known"
    labels = basis.profile.bank.labels(basis.profile.bank.questions[question])
    return _in_words(answer.value, labels)


def _in_words(value: object, labels: dict[str, str]) -> str:
    if isinstance(value, dict):
        if value.get("unknown"):
            return "not known"
        return "; ".join(
            f"{key}: {_in_words(part, {})}" for key, part in value.items() if part is not None and key != "_row"
        )
    if isinstance(value, list | tuple):
        return " | ".join(_in_words(part, labels) for part in value) or "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    label = labels.get(str(value), _text(value))
    # "None of these" begins like a value that did not arrive; within a cell it can begin small.
    return words.lower_first(label) if label.startswith("None") else label


def _text(value: object) -> str:
    if value is None:
        return "longer than 1 month"
    return f"{value:,.6g}" if isinstance(value, float) else str(value)
