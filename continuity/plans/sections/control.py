"""P1 Document control and P2 Purpose, scope, objectives and assumptions."""

from collections.abc import Iterator

from assessments.questionnaires.reading.countries import country_names
from assessments.ui import words
from assessments.ui.words import day
from continuity.plans.basis import Basis
from continuity.plans.blocks import (
    BulletList,
    Callout,
    Column,
    Columns,
    Heading,
    KeyValues,
    Missing,
    Paragraph,
    Runs,
    said,
    strong,
    table,
)
from continuity.plans.document import Block, Section

MOST_ASSUMPTIONS = {"quick": 6, "standard": 12, "full": 40}


def control(basis: Basis) -> Section:
    """P1: version, status, author, endorser, distribution, changes, next review."""
    standing = basis.standing
    blocks: list[Block] = [KeyValues(tuple(fact for fact in _facts(basis) if fact[1]))]
    if not standing.endorser:
        why = "Without a name and a date it stays a draft."
        blocks.append(Missing("who approves this plan", why, "Plan document, approval"))
    if standing.distribution:
        blocks.append(Paragraph(said(strong("Goes to: "), words.listed(standing.distribution), ".")))
    elif basis.facts.size != "p1":
        why = "People can only follow a plan they have."
        blocks.append(Missing("who gets a copy", why, "Plan document, distribution"))
    if standing.exceptions:
        blocks += [
            Heading("Approved with these exceptions"),
            BulletList(tuple(said(exception) for exception in standing.exceptions)),
        ]
    if standing.changes:
        columns: Columns = [
            Column("Version", share=0.5),
            Column("Date", "date", 0.8),
            Column("What changed", share=3),
            "By",
        ]
        blocks.append(table("Changes", columns, [[it.version, it.on, it.what, it.by] for it in standing.changes]))
    return Section("P1", "Document control", tuple(blocks))


def _facts(basis: Basis) -> Iterator[tuple[str, Runs]]:
    """What the first page says already is repeated only in plans long enough to be taken apart."""
    standing = basis.standing
    if not basis.is_brief:
        yield "Version", said(standing.version)
        yield "Status", said("Approved" if standing.status == "approved" else "Draft, not approved")
        yield "Date", said(day(standing.issued_on))
        yield "Prepared by", said(standing.author)
        if standing.endorser and standing.endorsed_on:
            yield "Approved by", said(f"{standing.endorser} on {day(standing.endorsed_on)}")
        if standing.next_review:
            yield "Next review", said(day(standing.next_review))
    yield "Answers as of", said(day(basis.profile.as_of))
    yield "Question bank, catalogue, method", said(_versions(basis))


def _versions(basis: Basis) -> str:
    results = basis.results
    return f"{results['bank_version']}, {results['catalogue_version']}, {results['method_version']}"


def scope(basis: Basis) -> Section:
    """P2: what the plan is for, what it covers, and what it rests on."""
    names = [str(function["name"]) for function in basis.functions]
    count = words.count_word(len(names))
    purpose = (
        f"This plan keeps “{names[0]}” going"
        if len(names) == 1
        else f"This plan keeps {count} activities of {basis.profile.name} going"
    )
    blocks: list[Block] = [
        Paragraph(
            said(
                purpose,
                " when TikTok, or your access to it, fails. It says who acts, in which order, with what, and how you return.",
            )
        ),
        KeyValues(tuple(_scope(basis))),
        *_duties(basis),
        Heading("What the plan assumes"),
        BulletList(tuple(_assumptions(basis))),
    ]
    return Section("P2", "Purpose, scope and assumptions", tuple(blocks))


def _scope(basis: Basis) -> Iterator[tuple[str, Runs]]:
    yield "Activities", said("; ".join(str(function["name"]) for function in basis.functions))
    used = [
        basis.vocabulary.capabilities[key] for key in basis.vocabulary.capabilities if key in basis.profile.capabilities
    ]
    if used:
        yield "Parts of TikTok in use", said("; ".join(used))
    if basis.facts.markets:
        yield "Markets", said(", ".join(country_names()[code] for code in basis.facts.markets))
    unused = set(basis.vocabulary.capabilities) - set(basis.profile.capabilities)
    if unused and used:
        names = [label for key, label in basis.vocabulary.capabilities.items() if key in unused]
        yield "Not covered, because you do not use it", said("; ".join(names))
    left_out = [it for key, it in basis.vocabulary.scenarios.items() if key not in basis.scenario_keys]
    if left_out:
        yield "Not covered, because it cannot hit you", said("; ".join(left_out))


def _duties(basis: Basis) -> Iterator[Block]:
    duties = [words.lower_first(label) for label in basis.labels("GOV-08") if not label.startswith("None")]
    if duties:
        yield Callout("info", "Duties from outside", said(f"This plan also serves: {'; '.join(duties)}."))


def _assumptions(basis: Basis) -> Iterator[Runs]:
    """The assumptions that matter most first; what is a default or not known is said as such."""
    order = {"high": 0, "medium": 1, "low": 2}
    of_answers = [it for it in basis.results["assumptions"] if not it["input"].startswith("scenarios.")]
    weight = sorted(of_answers, key=lambda it: order[it["effect"]])
    yield said(
        "How often each scenario happens and how long it lasts is taken from past incidents; section 16 says from which."
    )
    for assumption in weight[: MOST_ASSUMPTIONS[basis.depth]]:
        yield said(assumption["sentence"])
    left = len(weight) - MOST_ASSUMPTIONS[basis.depth]
    if left > 0:
        stand = "stands" if left == 1 else "stand"
        yield said(f"{words.count_word(left).capitalize()} more of little effect {stand} in the workbook.")
