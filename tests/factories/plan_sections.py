"""The sections of the sample plan, with every kind of block in them."""

from datetime import date

from continuity.plans import messages, roles, runbooks
from continuity.plans.blocks import (
    BulletList,
    Callout,
    Cell,
    Column,
    Group,
    Heading,
    KeyValues,
    Missing,
    NumberedList,
    Paragraph,
    Run,
    Table,
    emphasis,
    said,
    strong,
    table,
)
from continuity.plans.charts import risk_matrix
from continuity.plans.document import Block, Section
from continuity.plans.fitting import lines_that_hold
from continuity.plans.library import library
from tests.factories.plan_charts import bad_year, income_bars, loss_curve
from tests.factories.plan_facts import beauty_brand

SCENARIOS = ("short_outage", "partial_degradation", "cascading_outage", "account_loss", "market_ban")
LIKELIHOODS = ("Rare", "Unlikely", "Possible", "Likely", "Expected")
IMPACTS = ("Slight", "Moderate", "Serious", "Severe", "Critical")


def sections() -> list[Section]:
    """P1 to P16."""
    return [
        _control(), _scope(), _activation(), _roles(), contacts(), priorities(), dependencies(), _strategies(),
        _runbooks(), _communications(), _detection(), roadmap(), _resources(), _recovery(), _exercises(),
        _maintenance(), _appendix(),
    ]  # fmt: skip


def _control() -> Section:
    changes = [
        ["1.0", date(2026, 3, 9), "First version, for Shop and ads only", "Maya Lind"],
        ["1.1", date(2026, 6, 3), "Own checkout tested; recovery time of Shop orders cut", "Tom Reyes"],
        ["1.2", date(2026, 11, 22), "Friday LIVE and creators added", "Maya Lind"],
    ]
    blocks: tuple[Block, ...] = (
        Callout(
            "info",
            "",
            said("This draft is not approved. Two findings stand open; they are listed with the last section."),
        ),
        table(
            "Changes",
            [Column("Version", share=0.5), Column("Date", "date", 0.8), Column("What changed", share=3), "By"],
            changes,
        ),
        Missing("who approves this plan", "Without an endorser it stays a draft.", "Review, approvers"),
    )
    return Section("P1", "Document control", blocks)


def _scope() -> Section:
    return Section(
        "P2",
        "Purpose, scope and assumptions",
        (
            Paragraph(
                said("This plan keeps ", strong("six activities"), " going when TikTok, or our access to it, fails.")
            ),
            BulletList(
                (
                    said(
                        "In scope: orders, LIVE shows, ads, creators, customer care and publishing in ",
                        strong("GB and IE"),
                        ".",
                    ),
                    said("Out of scope: wholesale, since none of it depends on TikTok."),
                    said(
                        "We follow ",
                        Run("the public status page", href="https://status.example.org/tiktok"),
                        " but do not wait for it.",
                    ),
                )
            ),
            Heading("What we assumed"),
            NumberedList(
                (
                    said("A third of the first day's sales is late, not lost ", emphasis("(working assumption)"), "."),
                    said("Half of the normal output of an activity is bearable for a week."),
                    said("The order feed stores events for ", Run("72 h", "code"), "."),
                )
            ),
        ),
    )


def _activation() -> Section:
    facts = beauty_brand()
    parts: list[Block] = [
        Paragraph(said("Confirm by two sources and on two networks before raising a level.")),
        runbooks.level_table(library(), facts),
    ]
    for scenario in SCENARIOS:
        parts.append(Heading(library().scenario(scenario).name, 2))
        starts = lines_that_hold(library().scenario(scenario).activate_when, facts)
        parts.append(BulletList(tuple(said(line) for line in starts)))
    return Section("P3", "When the plan starts", tuple(parts))


def _roles() -> Section:
    facts = beauty_brand()
    roster = roles.assign(library(), facts)
    warnings = BulletList(tuple(said(warning) for warning in roster.warnings))
    return Section(
        "P4", "Roles and authority", (roles.roster_table(library(), facts, roster), Heading("To settle"), warnings)
    )


def contacts() -> Section:
    """The pages that a shared copy leaves out."""
    rows = [
        ["Ruth Okafor", "Managing director", "+44 7700 900101", "ruth@northlight.example"],
        ["Maya Lind", "Marketing lead", "+44 7700 900103", "maya@northlight.example"],
        ["StockLink support desk", "Order connector", "+44 20 7946 0000", "support@stocklink.example"],
    ]
    return Section(
        "contacts", "Contacts", (table("Reached without TikTok", ["Name", "For", "Phone", "Email"], rows),), True
    )


def priorities() -> Section:
    """P5."""
    columns = (
        Column("Activity", share=2.1),
        Column("Tier", share=0.5),
        Column("Normal", "hours", 0.9),
        Column("In a peak", "hours", 0.9),
        Column("Time to recover (RTO)", "hours", 1.0),
        Column("Minimum level", "percent", 0.9),
        Column("Margin at stake a year", "money", 1.1, "GBP"),
        Column("Today", share=1.1),
    )
    rows = [
        ("Answering customers", "B", 8, 4, 7, 60, None, "Covered"),
        ("TikTok Shop orders", "B", 24, 12, 18, 50, 412_000, "Gap"),
        ("Friday LIVE", "B", 24, 8, 20, 50, 188_000, "Unproven"),
        ("Winning customers with ads", "C", 72, None, 48, 40, 226_000, "Covered"),
        ("Creator and affiliate partnerships", "C", 168, None, 144, 50, 97_000, "Nothing"),
        ("Social media management and content scheduling", "C", 168, None, 120, 50, None, "Tight"),
    ]
    priorities = Table(
        "Activities in the order in which they come back",
        columns,
        tuple(tuple(Cell(value) for value in row) for row in rows),
        groups=(Group("", 2), Group("Longest stop (MTPD)", 2), Group("", 4)),
        notes=("The longest stop of Shop orders is set by Customers: orders late by more than 24 hours.",),
    )
    return Section("P5", "Priorities", (priorities, loss_curve()))


def dependencies() -> Section:
    """P6."""
    rows = [
        ["StockLink", "Shop connector", "Shop orders", "no promise", 10, "Export orders by hand each evening"],
        ["PostPilot", "Scheduling tool", "Publishing", "99.5% a month", 2, "Post directly in the app"],
        ["@northlightskin", "Profile, 2 administrators", "all", "–", 21, "Appeal, then second account"],
        ["Parcel partner", "Delivery", "Shop orders, LIVE", "dispatch next day", 5, "Second carrier on call"],
    ]
    columns = [
        "What",
        "Kind",
        "Needed by",
        "Promise",
        Column("Days to replace", "number", 0.7),
        Column("Way out", share=1.4),
    ]
    return Section(
        "P6", "Dependencies", (table("What stands between us and our customers", columns, rows), income_bars())
    )


def _strategies() -> Section:
    rows = [
        [
            "Whole service down for hours",
            "Hold, prepare the switch",
            "Own checkout, email list",
            "Own",
            6,
            "Up to 8 hours of lost LIVE sales",
        ],
        [
            "Your account, shop or ad account is lost",
            "Two administrators, recovery codes",
            "Appeal; Instagram shop",
            "Reduce",
            72,
            "Two weeks at half of normal orders",
        ],
        [
            "Banned or withdrawn in a market",
            "Grow the email list to 20,000",
            "Move ads and creators within 30 days",
            "Reduce",
            720,
            "A smaller Irish business",
        ],
    ]
    columns = [
        Column("Scenario", share=1.3),
        "Before",
        "During",
        Column("Kind", share=0.6),
        Column("Works after", "hours", 0.8),
        "What we accept",
    ]
    return Section("P7", "Strategies", (table("What we do, and what we accept", columns, rows),))


def _runbooks() -> Section:
    facts = beauty_brand()
    parts: list[Block] = []
    for scenario in ("partial_degradation", "account_loss"):
        book = runbooks.assemble(library(), facts, scenario=scenario, function=None)
        parts += [Heading(book.title), *runbooks.runbook_blocks(book)]
    for function in facts.functions:
        own = runbooks.assemble_own(library(), facts, function=function, scenarios=SCENARIOS)
        if own:
            parts += [Heading(own.title), *runbooks.runbook_blocks(own)]
    return Section("P8", "Runbooks", tuple(parts), new_page=True)


def _communications() -> Section:
    parts: list[Block] = [BulletList(tuple(said(line) for line in library().principles))]
    parts += messages.for_plan(library(), beauty_brand())
    return Section("P9", "Messages", tuple(parts), new_page=True)


def _detection() -> Section:
    ladder = [
        ["Status notices", "working", "Lewis Grant"],
        ["Own alerts on orders", "tested", "Tom Reyes"],
        ["API checks", "none", "–"],
    ]
    return Section(
        "P10", "Noticing trouble", (table("The ladder of monitoring", ["Step", "State", "Who receives it"], ladder),)
    )


def roadmap() -> Section:
    """P11."""
    rows = [
        ["Test the own checkout under Friday load", "Tom Reyes", date(2026, 12, 15), 1200, 21_000],
        ["Second administrator for the ad account", "Dev Patel", date(2026, 11, 30), 0, 9000],
        ["Contract clause for creators: second channel", "Aisha Bello", date(2027, 2, 28), 5000, 14_500],
    ]
    columns = [
        Column("Action", share=2.2), Column("Owner", share=1), Column("Due", "date", 0.9),
        Column("Cost a year", "money", 0.8, "GBP"), Column("Removes a year", "money", 0.9, "GBP"),
    ]  # fmt: skip
    return Section("P11", "What we change, by when", (table("Actions", columns, rows),))


def _resources() -> Section:
    pairs = KeyValues(
        (
            ("Originals", said("92% of videos, on the office store and with Lewis Grant")),
            ("Cash", said("11 weeks of fixed costs")),
        ),
        "What we hold ready",
    )
    return Section("P12", "Resources", (pairs,))


def _recovery() -> Section:
    steps = (
        "Confirm the return by the same check as at the start.",
        "Work off orders by dispatch deadline.",
        "Check data before anyone reports from it.",
    )
    return Section("P13", "Back to normal", (NumberedList(tuple(said(step) for step in steps)),))


def _exercises() -> Section:
    return Section(
        "P14",
        "Exercises",
        (Missing("a date for the first exercise", "A plan nobody has tried works half as often.", "Exercises"),),
    )


def _maintenance() -> Section:
    return Section(
        "P15", "Keeping the plan current", (Paragraph(said("Reviewed every six months, and after each incident.")),)
    )


def _appendix() -> Section:
    risks = [("R1", 2, 5), ("R2", 3, 4), ("R3", 4, 2), ("R4", 3, 2), ("R5", 2, 3)]
    matrix = risk_matrix(
        "Scenarios by chance and impact",
        LIKELIHOODS,
        IMPACTS,
        risks,
        lambda chance, impact: min(5, 1 + (chance * impact - 1) // 5),
    )
    heat = table(
        "Loss if it happens, by scenario and activity",
        [
            "Scenario",
            Column("Shop orders", "money", currency="GBP"),
            Column("Ads", "money", currency="GBP"),
            Column("LIVE", "money", currency="GBP"),
        ],
        [
            ["R1 Banned or withdrawn in a market", Cell(412_000, 5), Cell(226_000, 4), Cell(125_000, 3)],
            ["R2 Account lost", Cell(108_000, 3), Cell(102_000, 3), Cell(51_000, 2)],
            ["R3 Some features broken", Cell(8000, 1), Cell(5000, 1), Cell(None)],
        ],
        notes=("Shades: 1 up to £20k, 2 up to £60k, 3 up to £150k, 4 up to £300k, 5 above.",),
    )
    sources = BulletList(
        tuple(said(f"{key}: ", Run(source.about, href=source.url)) for key, source in library().sources.items())
    )
    return Section("P16", "Appendix", (matrix, heat, bad_year(), Heading("Sources"), sources), new_page=True)
