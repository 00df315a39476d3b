"""Writing a plan: every section from one snapshot, the summary, the action card and the workbook's sheets."""

from assessments.questionnaires.reading.countries import country_in_a_sentence
from assessments.ui import words
from continuity.plans.basis import Basis
from continuity.plans.blocks import said
from continuity.plans.document import Document, Figure
from continuity.plans.lint import with_open_places
from continuity.plans.registers import registers
from continuity.plans.sections.activation import activation, contacts, people
from continuity.plans.sections.appendix import appendix, with_words
from continuity.plans.sections.control import control, scope
from continuity.plans.sections.exercising import exercises
from continuity.plans.sections.priorities import dependencies, priorities
from continuity.plans.sections.response import action_card, communications, full_runbook, response
from continuity.plans.sections.roadmap import resources, roadmap
from continuity.plans.sections.strategies import strategies
from continuity.plans.sections.upkeep import maintenance, recovery
from continuity.plans.sections.watching import detection

SECTIONS = (
    control, scope, activation, people, contacts, priorities, dependencies, strategies, response, communications, detection,
    roadmap, resources, recovery, exercises, maintenance, appendix,
)  # fmt: skip


def plan_of(basis: Basis) -> Document:
    """The plan of an organisation as one document, from which every format is made."""
    standing = basis.standing
    headline = basis.results["headline"]["sentence"]
    document = Document(
        title="Continuity plan for the loss of TikTok",
        organisation=basis.profile.name,
        version=standing.version,
        status=standing.status,
        issued_on=standing.issued_on,
        author=standing.author,
        confidentiality=standing.confidentiality,
        sections=(*(section(basis) for section in SECTIONS), *full_runbook(basis)),
        card=action_card(basis),
        currency=basis.profile.currency or "",
        amounts=basis.amounts,
        endorser=standing.endorser,
        endorsed_on=standing.endorsed_on,
        next_review=standing.next_review,
        scope=_scope(basis),
        statement=said(headline),
        figures=_figures(basis),
        registers=registers(basis),
        brief=basis.is_brief,
    )
    return with_open_places(with_words(document))


def _scope(basis: Basis) -> str:
    count = words.plural(len(basis.functions), "activity", "activities")
    names = [country_in_a_sentence(code) for code in basis.facts.markets or ()]
    markets = f" in {words.listed(names)}" if names else ""
    return f"{count}{markets}"


def _figures(basis: Basis) -> tuple[Figure, ...]:
    """The four figures of the summary; those of money only where money is at stake."""
    losses, readiness = basis.results["losses"], basis.results["scores"]["readiness"]
    met = sum(it["gap"]["status"] in ("Covered", "Tight", "Unproven") for it in basis.functions)
    figures = [
        Figure("Activities recoverable in time", f"{met} of {len(basis.functions)}", "with what exists today"),
        Figure("Readiness", f"{readiness['level']} of 5", f"held back by {words.lower_first(readiness['lowest'])}"),
    ]
    if not basis.has_amounts:
        return tuple(figures)
    low, high = (basis.money(bound) for bound in losses["expected_annual_range"])
    return (
        Figure("Expected loss a year", basis.money(losses["expected_annual"]), f"{low} to {high}"),
        Figure(
            "1-in-20 bad year",
            basis.money(losses["var"]["0.95"]),
            f"limit {basis.money(losses['limit'])}; chance of passing it {words.chance(losses['chance_over_limit'])}",
        ),
        *figures,
    )
