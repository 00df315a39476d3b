"""One activity: what its stop does and costs, what sets its limits, whether its alternative is enough in each scenario."""

from collections.abc import Iterator
from dataclasses import dataclass

from assessments.catalogue.vocabulary import vocabulary
from assessments.scoring.pages.charts import Chart, function_loss
from assessments.scoring.pages.functions import (
    OPEN,
    TIERS,
    OverrideRow,
    PriorityRow,
    override_rows,
    peak_words,
    priority,
    says_span,
    set_by,
)
from assessments.scoring.pages.links import Links
from assessments.scoring.pages.result import HOURS, Part, Result
from assessments.scoring.pages.tables import Column, Table, Value
from assessments.scoring.pages.wording import (
    GAP_ICONS,
    GAP_TAGS,
    NOTHING,
    Figure,
    Statement,
    category_word,
    chance,
    limit_words,
)
from assessments.ui import words


@dataclass(frozen=True)
class ImpactRow:
    """A category of the impact grid with its rating at each length."""

    category: str
    ratings: tuple[int, ...]


@dataclass(frozen=True)
class GapRow:
    """Whether the alternative is enough in one scenario."""

    scenario: str
    url: str
    status: str
    tag: str
    icon: str


@dataclass(frozen=True)
class FunctionPage:
    """Everything the page of one activity shows."""

    row: PriorityRow
    statement: Statement
    facts: tuple[tuple[str, Figure, str], ...]
    chart: Chart
    impact: tuple[ImpactRow, ...]
    bands: tuple[str, ...]
    impact_sentence: str
    impact_path: str
    gaps: tuple[GapRow, ...]
    overrides: tuple[OverrideRow, ...]
    table: Table


def function_page(result: Result, links: Links, function: Part) -> FunctionPage:
    """The page of one activity."""
    row = priority(result, links, function)
    return FunctionPage(
        row=row,
        statement=_function_statement(function, row),
        facts=tuple(_facts(result, function, row)),
        chart=function_loss(result, function),
        impact=tuple(ImpactRow(category_word(category), ratings) for category, ratings in graded(function)),
        bands=tuple(vocabulary().band_labels[band] for band in HOURS),
        impact_sentence=_impact_sentence(function),
        impact_path=f"functions.{function['key']}.impact",
        gaps=tuple(_gap_rows(result, links, function)),
        overrides=override_rows(result, function["overrides"]),
        table=impact_table(function),
    )


def _function_statement(function: Part, row: PriorityRow) -> Statement:
    limit = function["mtpd_h"]["normal"]
    stop = f"“{function['name']}” can stop for {limit_words(limit)}"
    if function["achievable_h"] is None:
        return Statement(f"{stop}; ", Figure("there is no alternative", row.achievable.path), " today.")
    if function["achievable_h"] == 0:
        return Statement(f"{stop}; its ", Figure("alternative runs already", row.achievable.path), ".", "gain")
    kind = "amount" if function["gap"]["status"] in OPEN else "gain"
    if kind == "amount" and (limit is None or function["achievable_h"] <= limit):
        return Statement(f"{stop}; today only part of it would be back after ", row.achievable, ".", kind)
    return Statement(f"{stop}; today it would be back after ", row.achievable, ".", kind)


def _facts(result: Result, function: Part, row: PriorityRow) -> Iterator[tuple[str, Figure, str]]:
    path, low_high = f"functions.{function['key']}", function["mtpd_range"]
    low, high = low_high
    between = f"between {words.hours(low)} and {words.hours(high)}" if high is not None else "longer than 1 month"
    set_how = row.set_by if says_span(function) else f"{between}; {row.set_by}"
    yield "Longest it can stop (MTPD)", row.limit, set_how
    too_long = result.too_long(function["key"])
    if too_long is not None:
        note = "in the next 12 months, with what is in place"
        yield "Chance of a longer stop", Figure(chance(too_long), f"{path}.too_long"), note
    if function["mtpd_h"]["peak"] != function["mtpd_h"]["normal"]:
        yield "In a busy period", Figure(row.peak, f"{path}.mtpd_h"), peak_words(result)
    yield "Time to recover (RTO)", row.target, f"tier {function['tier']}: {TIERS[function['tier']]}"
    yield "Minimum level", row.minimum, "of normal output"
    if function["rpo_h"] is not None:
        yield "Oldest data you can accept", Figure(words.hours(function["rpo_h"]), f"{path}.rpo_h"), ""
    yield "Alternative delivers", row.achievable, "noticing, deciding and switching"
    share = Figure(words.percent(function["income_share"]), f"{path}.income_share")
    yield "Share of TikTok income", share, "of what depends on TikTok"
    expected = Figure(result.money(function["expected_annual_loss"]), f"{path}.expected_annual_loss")
    tail = Figure(words.percent(100 * function["tail_share"]), f"{path}.tail_share")
    if function["expected_annual_loss"] >= NOTHING:
        yield "Expected loss a year", expected, "over all scenarios, with what is in place"
        yield "Share of the worst years", tail, "of what the worst year in twenty costs"


def _impact_sentence(function: Part) -> str:
    if not function["impact"]:
        return "Nothing is rated for this activity yet."
    return f"The longest stop is {limit_words(function['mtpd_h']['normal'])}: {set_by(function)}."


def _gap_rows(result: Result, links: Links, function: Part) -> Iterator[GapRow]:
    by_scenario = function["gap"]["by_scenario"]
    for scenario in result.scenarios:
        status = by_scenario.get(scenario["key"])
        if status is not None:
            yield GapRow(
                scenario["label"], links.scenario(scenario["key"]), status, GAP_TAGS[status], GAP_ICONS[status]
            )


def graded(function: Part) -> Iterator[tuple[str, tuple[int, ...]]]:
    """The rated categories in the order of the scale, each with its ratings in the order of time.

    A results file has its keys sorted by name, which is neither order.
    """
    for category in vocabulary().categories:
        if category in function["impact"]:
            yield category, tuple(function["impact"][category][band] for band in HOURS)


def impact_table(function: Part) -> Table:
    """The impact grid of an activity, for a file."""
    labels = vocabulary().band_labels
    rows: tuple[tuple[Value, ...], ...] = tuple((category_word(name), *ratings) for name, ratings in graded(function))
    columns = (Column("Effect on"), *(Column(labels[band], "number", "0 to 5") for band in HOURS))
    return Table(f"impact-{function['key']}", f"Impact ratings of {function['name']}", columns, rows)
