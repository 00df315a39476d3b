"""The charts of the result pages: each with its finding in a sentence, its table, and a picture drawn when it is asked for."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from assessments.scoring.pages.result import HOURS, Part, Result
from assessments.scoring.pages.tables import Column, JustBefore, Table, Value
from assessments.scoring.pages.wording import NOTHING, category_word, chance, rating_word
from assessments.ui import words
from assessments.ui.cards import ChartCard, EmptyState, Explanation, Height, LegendKey
from assessments.ui.figures import outages, years
from assessments.ui.figures.layout import Json

LENGTHS = {1: "24", 3: "72", 7: "168", 30: "720"}
"""The lengths in days that the overview offers, with the keys under which their losses stand."""
DRAWN_FROM_H = 4
DESCRIBED_FROM_H = 12
LINES = 5
SERIES = (("c1", "circle"), ("c2", "square"), ("c3", "diamond"), ("c4", "triangle"), ("c5", "cross"), ("c-mute", "dot"))
NEARLY_ALL = 0.85
"""Part of the chance of passing the limit from which one event is said to do it nearly always."""
SMALL = 0.01
"""A chance below this is told as under 1%, without a range."""
SAME = 0.05
"""Two curves nearer to each other than this share are drawn as one."""
JUMP_H = 0.15
"""Two lengths of a curve nearer to each other than this are the two sides of a jump, where a payment falls due."""
BAND_TICKS = ("1 h", "4 h", "8 h", "1 day", "3 days", "7 days", "14 days", "30 days")


@dataclass(frozen=True, kw_only=True)
class Chart:
    """A chart before it is put on a page; `how` is the result path that explains its figures."""

    name: str
    question: str
    finding: str
    description: str
    table: Table
    source: str
    how: str
    draw: Callable[[], Json] | None
    height: Height = 300
    legend: tuple[LegendKey, ...] = ()
    is_legend_for_phones: bool = False
    empty: EmptyState | None = None

    def card(self, result: Result, figure_url: str, csv_url: str, explanation: Explanation | None = None) -> ChartCard:
        """The chart as the page's component shows it."""
        return ChartCard(
            key=self.name,
            question=self.question,
            finding=self.finding,
            description=self.description,
            table=self.table.shown(result),
            source=self.source,
            data_url=figure_url,
            height=self.height,
            legend=self.legend,
            is_legend_for_phones=self.is_legend_for_phones,
            csv_url=csv_url,
            explanation=explanation,
            empty=self.empty if self.draw is None else None,
        )


# ---------------------------------------------------------------------------------------------------------- an outage
def exposure(result: Result, days: int) -> Chart:
    """What an outage of the whole service costs by its length, the chosen length marked; ratings where no money is lost."""
    if not result.has_money:
        return _worst_ratings(result)
    outage = result.background["outage"]
    rows = tuple(zip(outage["hours"], outage["loss"], outage["low"], outage["high"], strict=True))
    drawn = [row for row in rows if row[0] >= DRAWN_FROM_H]
    hours, loss, low, high = (list(values) for values in zip(*drawn, strict=True))
    first = next(place for place, length in enumerate(hours) if length >= DESCRIBED_FROM_H)
    limit = outages.Limit(result.limit, result.limit_passed_h, result.whose_limit) if result.limit >= NOTHING else None

    def draw() -> Json:
        return outages.exposure(
            hours, loss, currency=result.currency, band=(low, high), limit=limit, chosen_h=float(LENGTHS[days])
        )

    return Chart(
        name="exposure",
        question="Exposure if TikTok stops today",
        finding=exposure_finding(result, days),
        description=f"Line chart. The loss grows from {result.money(loss[first])} after {words.hours(hours[first])} to "
        f"{result.money(loss[-1])} after {words.hours(hours[-1])}. {_limit_words(result)}",
        table=Table(
            "exposure",
            "What an outage of the whole service costs, with nothing done about it",
            (Column("Length", "hours"), Column("Loss", "money"), Column("Low", "money"), Column("High", "money")),
            tuple((length, *row[1:]) for length, row in zip(_lengths(outage["hours"]), rows, strict=True)),
        ),
        source="Shaded: 80% of outcomes, from what is not known exactly. Nothing done about the outage. Log scale.",
        how=f"outage.{LENGTHS[days]}",
        draw=draw,
        height=300,
    )


def _lengths(hours: Sequence[float]) -> list[Value]:
    """The lengths of a curve, the near side of each jump said as such."""
    told: list[Value] = [JustBefore(now, then) if then - now < JUMP_H else now for now, then in pairwise(hours)]
    return [*told, hours[-1]]


def exposure_finding(result: Result, days: int) -> str:
    """How sure the amount is, and how it stands to the limit."""
    low, high = result.outage_range(float(LENGTHS[days]))
    span = words.money_range(low, high, result.currency)
    likely = f"Likely {span} (shaded, 80% of outcomes) if nothing is done about it."
    if result.money(low) == result.money(high):
        likely = "That is with nothing done about it."
    return f"{likely} {_limit_words(result)}".strip()


def _limit_words(result: Result) -> str:
    if result.limit < NOTHING:
        return ""
    if result.limit_passed_h is None:
        return f"A month of it stays below {limit_named(result)}."
    return f"You pass {limit_named(result)} after {about(result.limit_passed_h)}."


def limit_named(result: Result) -> str:
    """The limit with its amount: your limit of £160,000; the limit we propose (£160,000)."""
    amount = result.money(result.limit)
    return f"your limit of {amount}" if result.is_own_limit else f"the limit we propose ({amount})"


def about(hours: float) -> str:
    """A length of time that was worked out, as coarsely as it deserves."""
    return words.hours(round(hours)) if hours < 48 else words.plural(round(hours / 24), "day")


def _worst_ratings(result: Result) -> Chart:
    ratings = [result.worst_rating(key) for key in HOURS.values()]
    rating, _, name = ratings[list(HOURS.values()).index("168")]
    return Chart(
        name="exposure",
        question="Exposure if TikTok stops today",
        finding="No income is lost, so the chart shows the highest impact rating of any activity, 0 to 5.",
        description=f"Step chart of the highest impact rating by length of outage. After 7 days it is {rating} of 5, "
        f"{rating_word(rating).lower()}{f', in {name}' if rating else ''}.",
        table=Table(
            "exposure",
            "Highest impact rating by length of outage, with nothing done about it",
            (Column("Length", "hours"), Column("Rating", "number"), Column("Effect on"), Column("Activity")),
            tuple((float(hours), *_rating_row(found)) for hours, found in zip(HOURS.values(), ratings, strict=True)),
        ),
        source="Rated by you, 0 no effect to 5 critical, with nothing done about it",
        how="rating.168",
        draw=lambda: outages.impact_steps(BAND_TICKS, [found[0] for found in ratings]),
        height=260,
    )


def _rating_row(found: tuple[int, str, str]) -> tuple[int, str, str]:
    rating, category, name = found
    return (rating, category_word(category), name) if rating else (0, "–", "–")


# ---------------------------------------------------------------------------------------------------------- functions
def curves(result: Result) -> Chart:
    """What each activity loses as time passes, the five largest by name and the others together."""
    by_loss = sorted(result.functions, key=lambda function: (-function["loss_at_h"]["720"], function["key"]))
    losing = [function for function in by_loss if function["loss_at_h"]["720"] >= NOTHING]
    named, rest = (losing, []) if len(losing) <= LINES + 1 else (losing[:LINES], losing[LINES:])
    hours = [float(key) for key in HOURS.values() if float(key) >= DRAWN_FROM_H]
    lines = [outages.Line(one["name"], _losses(one), place) for place, one in enumerate(named)]
    if rest:
        totals = [sum(values) for values in zip(*(_losses(one) for one in rest), strict=True)]
        lines.append(outages.Line(f"{len(rest)} others", totals, None))
    return Chart(
        name="curves",
        question="Which activities lose most as time passes?",
        finding=_curves_finding(result, losing),
        description="Line chart of the loss of each activity by length of outage. "
        + " ".join(f"{one['name']}: {result.money(one['loss_at_h']['720'])} after 30 days." for one in named[:3]),
        table=Table(
            "curves",
            "Loss of each activity by length of outage, in a normal week, with nothing done about it",
            (Column("Activity"), *(Column(label, "money") for label in BAND_TICKS)),
            tuple((one["name"], *(one["loss_at_h"][key] for key in HOURS.values())) for one in result.functions),
        ),
        source=f"{result.basis}. Whole service down, nothing done about it. Log scale.",
        how="functions.loss_at_h",
        draw=(lambda: outages.by_function(hours, lines, currency=result.currency)) if lines else None,
        height=340,
        legend=tuple(
            LegendKey(line.name, *SERIES[place if line.place is not None else LINES])  # type: ignore[arg-type]
            for place, line in enumerate(lines)
        ),
        is_legend_for_phones=True,
        empty=EmptyState(
            "No activity loses money while TikTok is down. Their impact ratings stand on their own pages."
        ),
    )


def _losses(function: Part) -> list[float]:
    return [function["loss_at_h"][key] for key in HOURS.values() if float(key) >= DRAWN_FROM_H]


def _curves_finding(result: Result, losing: Sequence[Part]) -> str:
    week = sorted((f for f in losing if f["loss_at_h"]["168"] >= NOTHING), key=lambda f: -f["loss_at_h"]["168"])
    if not week:
        return "An outage costs no money."
    total = sum(function["loss_at_h"]["168"] for function in week)
    top = week[0]
    if len(week) == 1:
        return f"All of the loss falls on {top['name']}: {result.money(total)} in a week."
    share = 100 * top["loss_at_h"]["168"] / total
    return f"{top['name']} makes up {words.percent(share)} of the {result.money(total)} that a week would cost."


def function_loss(result: Result, function: Part) -> Chart:
    """What a stop of one activity costs by its length, in a normal week and from the busiest period on."""
    key, peak = function["key"], function["loss_at_h_peak"]
    hours = [float(h) for h in HOURS.values() if float(h) >= DRAWN_FROM_H]
    views = [("Normal week", function["loss_at_h"])]
    period = result.background["peak"]
    if peak is not None and period is not None and peak["720"] >= NOTHING:
        name = "In a busy period (example)" if period["is_example"] else f"From {period['name']} on"
        views.append((name, peak))
    lines = [outages.Line(name, [view[str(int(h))] for h in hours], place) for place, (name, view) in enumerate(views)]
    is_money = function["loss_at_h"]["720"] >= NOTHING
    said = [(result.money(view["168"]), name) for name, view in views]
    week = ", ".join(f"{amount} {_view_words(name)}" for amount, name in said)
    if len({amount for amount, _ in said}) == 1:
        week = said[0][0] if len(said) == 1 else f"{said[0][0]} at any time of the year"
    columns = (Column("Length", "hours"), *(Column(name, "money") for name, _ in views))
    return Chart(
        name=f"loss-{key}",
        question="What does a stop cost?",
        finding=f"A stop of 7 days costs {week}, with nothing done about it." if is_money else "A stop costs no money.",
        description=f"Line chart of the loss of {function['name']} by length of outage. After 30 days it is "
        f"{result.money(function['loss_at_h']['720'])} in a normal week.",
        table=Table(
            f"loss-{key}",
            f"Loss of {function['name']} by length of outage",
            columns,
            tuple((float(h), *(view[h] for _, view in views)) for h in HOURS.values()),
        ),
        source=f"{result.basis}. Nothing done about the outage. Log scale.",
        how=f"functions.{key}.loss_at_h",
        draw=(lambda: outages.by_function(hours, lines, currency=result.currency)) if is_money else None,
        height=260,
        legend=tuple(LegendKey(name, *SERIES[place]) for place, (name, _) in enumerate(views)),  # type: ignore[arg-type]
        is_legend_for_phones=True,
        empty=EmptyState(
            "This activity brings in no money itself. What its stop does otherwise stands in the table below."
        ),
    )


def _view_words(name: str) -> str:
    return "in a normal week" if name == "Normal week" else name[0].lower() + name[1:]


# --------------------------------------------------------------------------------------------------------- the year
def exceedance(result: Result) -> Chart:
    """The chance of losing more than each amount in a year, now and with nothing in place."""
    now, bare = result.data["losses"], result.data["without_measures"]
    is_loss = now["exceedance"][-1][0] >= NOTHING or bare["exceedance"][-1][0] >= NOTHING
    differs = abs(bare["expected_annual"] - now["expected_annual"]) > SAME * max(now["expected_annual"], NOTHING)
    limit = result.limit if result.limit >= NOTHING else None

    def draw() -> Json:
        return years.exceedance(
            _curve(now),
            bare=_curve(bare) if differs else None,
            limit=limit,
            limit_name=result.whose_limit,
            currency=result.currency,
        )

    return Chart(
        name="exceedance",
        question="How bad could a year get?",
        finding=_exceedance_finding(result, differs=differs)
        if is_loss
        else "No scenario costs money, whatever is in place.",
        description=f"Loss exceedance curve. Chance of losing more than {result.money(result.limit)} in a year: "
        f"{chance(now['chance_over_limit'])} now, {chance(bare['chance_over_limit'])} with nothing in place.",
        table=_exceedance_table(now, bare, result.single),
        source=f"All {words.count_word(len(result.scenarios))} scenarios together, calculated exactly. {result.basis}. Log scale.",
        how="losses.exceedance",
        height=380,
        draw=draw if is_loss and now["exceedance"][-1][0] >= NOTHING else None,
        empty=EmptyState("No scenario costs money with what you have in place, so there is no curve to draw."),
    )


def _exceedance_table(now: Part, bare: Part, single: Part | None) -> Table:
    columns = (
        Column("Passed once in so many years", "number", "years"),
        Column("Chance a year", "chance"),
        Column("Loss now", "money"),
        *((Column("Largest single event", "money"),) if single else ()),
        Column("With nothing in place", "money"),
    )
    largest = [(loss,) for loss in single["largest"]] if single else [()] * len(now["exceedance"])
    rows = (
        (1 / share, share, loss, *one, other)
        for (loss, share), one, (other, _) in zip(now["exceedance"], largest, bare["exceedance"], strict=True)
    )
    return Table("exceedance", "Loss in a year by how rarely it is passed", columns, tuple(rows))


def _curve(part: Part) -> years.Exceedance:
    points = [(loss, share) for loss, share in part["exceedance"] if loss >= NOTHING]
    if points[0][0] < part["limit"] < points[-1][0]:
        points = sorted([*points, (part["limit"], part["chance_over_limit"])])
    return years.Exceedance([loss for loss, _ in points], [share for _, share in points])


def _exceedance_finding(result: Result, *, differs: bool) -> str:
    now, bare = result.data["losses"], result.data["without_measures"]
    passing = chance(now["chance_over_limit"])
    if result.limit < NOTHING:
        return "No loss is named as severe, so there is no limit to read the curve at."
    said = f"The chance of passing {limit_named(result)} in the next 12 months is {passing}{_likely(result)}"
    alone = _by_one_event(result, passing)
    if not differs:
        return f"{said}; what you have in place changes little.{alone}"
    return f"{said}; with nothing in place it would be {chance(bare['chance_over_limit'])}.{alone}"


def _likely(result: Result) -> str:
    """Between which chances it lies, as far as what goes into it is known; nothing where all of it is next to nothing."""
    low, high = result.background.get("year", {}).get("over_limit", (0.0, 0.0))
    return "" if high < SMALL or chance(low) == chance(high) else f" (likely {chance(low)} to {chance(high)})"


def _by_one_event(result: Result, passing: str) -> str:
    """How much of the chance of passing the limit is that of one event: the limit was asked for of one disruption."""
    if result.single is None or result.data["losses"]["chance_over_limit"] < NOTHING:
        return ""
    alone = chance(result.single["over_limit"])
    # two chances under 1% read the same however far apart they are
    is_nearly_all = result.single["over_limit"] >= NEARLY_ALL * result.data["losses"]["chance_over_limit"]
    return (
        " It is nearly always one event that does it."
        if alone == passing and is_nearly_all
        else f" One event alone passes it with a chance of {alone}."
    )
