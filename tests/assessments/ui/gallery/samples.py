"""Made-up values for every component: the numbers of the reference screens, which agree with each other."""

import math

from assessments.ui.cards import ChartCard, Column, DataTable, EmptyState, Explanation, LegendKey, Sourced
from assessments.ui.figures import bars, choices, outages, years

HOURS = [4, 24, 72, 168, 336, 720]
LOSS = [4_000, 25_000, 82_000, 212_000, 460_000, 980_000]
FUNCTIONS = [
    ("TikTok Shop orders", [900, 9_000, 27_000, 66_000, 137_000, 240_000]),
    ("Paid acquisition", [600, 7_000, 23_000, 58_000, 124_000, 210_000]),
    ("Creator and affiliate sales", [300, 3_000, 12_000, 34_000, 81_000, 170_000]),
    ("Live shopping", [500, 2_500, 9_000, 22_000, 44_000, 90_000]),
    ("Organic reach and community", [100, 1_000, 5_000, 18_000, 50_000, 140_000]),
]
OTHERS = [50, 500, 6_000, 14_000, 28_000, 60_000]
LOSSES = [round(10_000 * 1.12**step) for step in range(50)]


def _chances(scale: float) -> list[float]:
    return [round(0.78 * math.exp(-((loss / scale) ** 0.72)), 4) for loss in LOSSES]


def _table(caption, columns, rows):
    return DataTable(caption, tuple(Column(name, place > 0) for place, name in enumerate(columns)), tuple(rows))


EXPLANATION = Explanation(
    formula="Income lost in each hour, less what customers buy later, added up over the length of the outage.",
    inputs=(
        Sourced("Share of sales made on TikTok", "38%", "#"),
        Sourced("Sales a year", "£2.4m", "#"),
        Sourced("Bought later in the first day", "33%"),
    ),
    assumptions=("Influenced income halves in 10 days.", "Half of normal output is bearable for a week."),
    sources=(Sourced("Outage of 21 January 2025", "status page, read on 3 Nov 2026", "#"),),
    method_url="#",
)


def exposure() -> ChartCard:
    band = ([value * 0.7 for value in LOSS], [value * 1.4 for value in LOSS])
    return ChartCard(
        key="exposure",
        question="What would an outage cost?",
        finding="Likely £148,000 to £297,000 after 7 days. You pass your £160,000 limit after 5 days.",
        description="Line chart. Loss grows from £25,000 after 1 day to £212,000 after 7 days.",
        figure=outages.exposure(
            HOURS, LOSS, currency="GBP", band=band, limit=outages.Limit(160_000, 128), chosen_h=168
        ),
        table=_table("Loss by length", ["Length", "Loss"], [("1 day", "£25,000"), ("7 days", "£212,000")]),
        source="Shaded: 80% of outcomes; time on a log scale",
        height=260,
        csv_url="#",
        explanation=EXPLANATION,
    )


def by_function() -> ChartCard:
    lines = [outages.Line(name, values, place) for place, (name, values) in enumerate(FUNCTIONS)]
    marks = ("circle", "square", "diamond", "triangle", "cross", "dot")
    series = ("c1", "c2", "c3", "c4", "c5", "c-mute")
    names = [*(name for name, _ in FUNCTIONS), "2 others"]
    return ChartCard(
        key="by-function",
        question="Which activities lose most as time passes?",
        finding="Shop orders and paid acquisition make up most of the loss in week one; creator sales catch up after.",
        description="Line chart of loss by function. TikTok Shop orders reach £137,000 after 14 days.",
        figure=outages.by_function(HOURS, [*lines, outages.Line("2 others", OTHERS, None)], currency="GBP"),
        table=_table("Loss by activity", ["Activity", "7 days"], [(name, f"£{row[3]:,}") for name, row in FUNCTIONS]),
        source="Cumulative loss without workarounds; time on a log scale",
        legend=tuple(LegendKey(name, one, mark) for name, one, mark in zip(names, series, marks, strict=True)),
        is_legend_for_phones=True,
        csv_url="#",
    )


def exceedance() -> ChartCard:
    now, plan = years.Exceedance(LOSSES, _chances(130_000)), years.Exceedance(LOSSES, _chances(60_000))
    return ChartCard(
        key="exceedance",
        question="How bad could a year get?",
        finding="The plan cuts the chance of passing your limit from 10% to 2%.",
        description="Loss exceedance curve. Chance of losing more than £400,000 in a year: 8% now, 2% with the plan.",
        figure=years.exceedance(now, currency="GBP", plan=plan, limit=400_000),
        table=_table("Chance of losing more", ["Loss", "Now"], [("£100,000", "34%"), ("£400,000", "8%")]),
        source="All 9 scenarios together; loss on a log scale",
        csv_url="#",
    )


def tornado() -> ChartCard:
    swings = [
        bars.Swing("Days until sales recover elsewhere", "8 days", "30 days", 121_000, 226_000),
        bars.Swing("Share of new sales through TikTok", "30%", "46%", 132_000, 201_000),
        bars.Swing("Chance of a national ban in a year", "2%", "7%", 139_000, 202_000),
        bars.Swing("Creators who follow you elsewhere", "20%", "50%", 183_000, 150_000),
        bars.Swing("Outages per year", "1", "4", 160_000, 169_000),
    ]
    return ChartCard(
        key="tornado",
        question="What moves the answer most?",
        finding="How long sales take to recover elsewhere matters more than anything TikTok does.",
        description="Tornado chart of expected yearly loss. Days until sales recover elsewhere: £121,000 to £226,000.",
        figure=bars.tornado(swings, 164_000, currency="GBP"),
        table=_table("Swings", ["Input", "From", "To"], [(one.name, one.low_input, one.high_input) for one in swings]),
        source="Expected loss a year, one input changed at a time",
        legend=(LegendKey("Lowers the loss", "k-brand", "block"), LegendKey("Raises it", "k-ember", "block")),
    )


def frontier() -> ChartCard:
    best = [
        (0, 164e3),
        (1.2e3, 150e3),
        (4e3, 134e3),
        (9e3, 120e3),
        (18e3, 98e3),
        (26e3, 84e3),
        (35e3, 71e3),
        (58e3, 60e3),
    ]
    best += [(75e3, 50e3), (98e3, 44e3), (112e3, 38e3)]
    others = [(cost + 3e3 * (1 + k), left + 9e3 * (1 + k % 3)) for k in range(8) for cost, left in best]
    mixes = choices.Mixes(best, (0, 164e3), (35e3, 71e3), others, 40e3)
    return ChartCard(
        key="frontier",
        question="How much risk can each pound remove?",
        finding="Your plan is on the best line: no mix costs less and leaves less.",
        description="Efficient frontier. Today £164,000 at no cost. Your plan leaves £71,000 for £35,000.",
        figure=choices.frontier(mixes, currency="GBP"),
        table=_table("Best mixes", ["Cost", "Left"], [("£0", "£164,000"), ("£35,000", "£71,000")]),
        source="Other mixes of the 10 actions in grey",
        legend=(LegendKey("Best mix at each cost", "k-brand"),),
    )


def mix() -> ChartCard:
    channels = [("TikTok", 38, 24), ("Email and SMS", 14, 21), ("YouTube Shorts", 4, 9), ("Instagram Reels", 17, 20)]
    channels += [("Search and own site", 15, 15), ("Retail partners", 12, 11)]
    return ChartCard(
        key="mix",
        question="Where do sales come from?",
        finding="TikTok falls from 38% to 24% of sales by September 2027.",
        description="Share of sales by channel, today and target. TikTok 38% to 24%.",
        figure=choices.mix(channels),
        table=_table("Mix", ["Channel", "Today", "Target"], [(name, f"{a}%", f"{b}%") for name, a, b in channels]),
        source="Share of sales",
        legend=(LegendKey("Today", "k-open", "open"), LegendKey("Target", "k-brand", "point")),
    )


def others() -> list[ChartCard]:
    areas = [("People and roles", 82), ("Access and accounts", 71), ("Content backups", 68), ("Exercises", 48)]
    steps = [
        ("Second account", -14_000),
        ("E-mail list", -28_000),
        ("More LIVE shows", 6_000),
        ("Own checkout", -20_000),
    ]
    parts = [("Account lost", 50_000), ("Reach halves", 36_000), ("Shop closed", 17_000), ("Outage for a day", 7_000)]
    labels = ["1 h", "4 h", "8 h", "1 d", "3 d", "1 w", "2 w", "1 m"]
    made = [
        ("readiness", "How ready are we, by area?", bars.readiness(areas, 75), 220),
        ("largest", "Where do losses come from?", bars.largest(parts, currency="GBP"), 220),
        (
            "waterfall",
            "What does each action remove?",
            bars.waterfall(("Now", 164_000), steps, "Then", currency="GBP"),
            300,
        ),
        ("steps", "How does the impact grow?", outages.impact_steps(labels, [0, 1, 1, 2, 3, 4, 5, 5]), 180),
    ]
    table = _table("Figures", ["What", "How much"], [("One", "1")])
    return [
        ChartCard(
            key=key,
            question=question,
            finding="A sentence with the finding.",
            description=f"Bar chart: {question}",
            figure=figure,
            table=table,
            source="Made up",
            height=height,
        )
        for key, question, figure, height in made
    ]


def empty() -> ChartCard:
    sentence = "Answer 3 questions about Paid acquisition to see what it would lose."
    return ChartCard(
        key="nothing",
        question="What would paid acquisition lose?",
        finding="There is no figure yet.",
        description="",
        table=_table("", [], []),
        source="",
        height=220,
        empty=EmptyState(sentence, "Answer them", "#"),
    )


def broken() -> ChartCard:
    table = _table("Loss by length", ["Length", "Loss"], [("1 day", "£25,000")])
    return ChartCard(
        key="broken",
        question="What if the chart fails?",
        finding="The table has the figures.",
        description="Line chart.",
        table=table,
        source="Made up",
        data_url="/gallery/no-such-figure/",
    )


CARDS = [exposure, by_function, exceedance, tornado, frontier, mix, empty]
