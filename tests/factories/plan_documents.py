"""A whole continuity plan of the beauty brand, with every kind of block in it."""

from datetime import date

from continuity.plans import runbooks
from continuity.plans.blocks import (
    ActionCard,
    Column,
    Decider,
    Missing,
    Table,
    said,
    table,
)
from continuity.plans.document import Document, Figure, Register
from continuity.plans.library import library
from continuity.plans.lint import with_open_places
from tests.factories.plan_facts import beauty_brand
from tests.factories.plan_sections import contacts, dependencies, priorities, roadmap, sections


def beauty_plan() -> Document:
    """The plan of Northlight Skincare, version 1.2, a draft."""
    return with_open_places(
        Document(
            title="Continuity plan for the loss of TikTok",
            organisation="Northlight Skincare",
            version="1.2",
            status="draft",
            issued_on=date(2026, 11, 22),
            author="Maya Lind, marketing lead",
            endorser="",
            next_review=date(2027, 5, 22),
            confidentiality="Internal",
            scope="All TikTok activity in the United Kingdom and Ireland; the wholesale business is outside this plan.",
            currency="GBP",
            amounts="Amounts are lost margin in pounds sterling (GBP), for one year unless another time is given.",
            statement=said(
                "A week without TikTok would cost about £66,000. The plan halves that, and costs £14,200 a year."
            ),
            figures=(
                Figure("Expected loss a year", "£164,000", "£148,000 to £297,000"),
                Figure("1-in-20 bad year", "£680,000", "your limit is £400,000"),
                Figure("Chance of passing the limit", "10%", "3% with the plan"),
                Figure("Shortest time to recover", "7 hours", "answering customers"),
            ),
            card=action_card(),
            sections=tuple(sections()),
            registers=registers(),
        )
    )


def action_card() -> ActionCard:
    """The first page, for the most urgent activity."""
    facts = beauty_brand()
    book = runbooks.assemble(library(), facts, scenario="partial_degradation", function=facts.functions[0])
    return ActionCard(
        title="Northlight Skincare · first activity to save: TikTok Shop orders, within 18 hours",
        deciders=(
            Decider("Decision maker", "Ruth Okafor", "Daniel Shaw", "+44 7700 900101", "+44 7700 900102"),
            Decider("Incident lead", "Maya Lind", "Tom Reyes", "+44 7700 900103", "+44 7700 900104"),
            Decider("Commerce", "Tom Reyes", "Ana Price", "+44 7700 900104", "+44 7700 900105"),
        ),
        levels=runbooks.level_table(library(), facts),
        steps=runbooks.card_steps(book),
        speak=(
            said("Response channel: Signal group “Northlight incident”; phone list on the contact pages."),
            said("Customers: northlight.example and Instagram @northlightskin."),
        ),
    )


def registers() -> tuple[Register, ...]:
    """The sheets of the workbook."""
    plan = {section.id: section for section in (priorities(), dependencies(), roadmap(), contacts())}
    tables = {key: next(block for block in section.blocks if isinstance(block, Table)) for key, section in plan.items()}
    inputs = table(
        "Inputs and assumptions",
        ["Input", Column("Value", "number"), "Unit", "From", "What it does"],
        [
            ["MON-01 direct share", 38, "% of income", "entered, grade B", "sets income at stake"],
            ["MON-06 recapture", 33, "% of day one", "default", "lowers short outages"],
        ],
    )
    return (
        Register("Activities", tables["P5"]),
        Register("Scenarios", Missing("the scenario ranking", "It needs a calculated assessment.", "Scores")),
        Register("Actions", tables["P11"]),
        Register("Dependencies", tables["P6"]),
        Register("Contacts", tables["contacts"], personal=True),
        Register("Inputs and assumptions", inputs),
    )
