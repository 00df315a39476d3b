"""The two tables that are charts: likelihood by impact, and what each scenario costs each activity."""

from dataclasses import dataclass

from assessments.scoring.pages.links import Links
from assessments.scoring.pages.result import Part, Result
from assessments.scoring.pages.tables import Column, Table
from assessments.scoring.pages.wording import NOTHING, Figure, chance, likelihood_word, rating_word, yearly_chance
from assessments.ui import words

STEPS = {"low": 1, "moderate": 2, "high": 4, "severe": 5}
"""The colour step of each band of the matrix."""
LEVELS = (1, 2, 3, 4, 5)
EDGES = (0.1, 0.3, 1.0, 3.0)
"""Edges of the five bins of the heat table, as shares of the limit: those of the money rating."""


@dataclass(frozen=True)
class Mark:
    """A scenario in a cell of the matrix, at its severe or its typical length."""

    rank: int
    name: str
    url: str
    is_typical: bool


@dataclass(frozen=True)
class Cell:
    """A cell of the matrix with its colour step."""

    step: int
    marks: tuple[Mark, ...]


@dataclass(frozen=True)
class Row:
    """A row of the matrix: one impact rating."""

    rating: int
    word: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Matrix:
    """Scenarios by likelihood and impact, the worst impact on top, with the finding and what is not in it."""

    finding: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    outside: tuple[str, ...]
    table: Table


@dataclass(frozen=True)
class HeatCell:
    """What a scenario costs one activity, with its colour step; 0 is none."""

    text: str
    step: int


@dataclass(frozen=True)
class HeatRow:
    """One scenario in the heat table."""

    rank: int
    name: str
    url: str
    cells: tuple[HeatCell, ...]
    total: Figure
    chance: Figure


@dataclass(frozen=True)
class Heat:
    """What a severe case of each scenario costs each activity."""

    finding: str
    columns: tuple[str, ...]
    rows: tuple[HeatRow, ...]
    edges: tuple[str, ...]
    table: Table


def matrix(result: Result, links: Links) -> Matrix:
    """The matrix of a snapshot with both points of each scenario."""
    columns = tuple(likelihood_word(level) for level in LEVELS)
    rows = tuple(
        Row(rating, rating_word(rating), tuple(_cell(result, links, level, rating) for level in LEVELS))
        for rating in reversed(LEVELS)
    )
    outside = tuple(scenario["label"] for scenario in result.scenarios if not scenario["impact"])
    table = Table(
        "matrix",
        "Scenarios by likelihood and impact",
        (
            Column("Rank", "number"),
            Column("Scenario"),
            Column("Chance a year", "chance"),
            Column("Likelihood 1 to 5", "number"),
            Column("Impact, typical case", "number"),
            Column("Impact, severe case", "number"),
            Column("Band"),
        ),
        tuple(_matrix_row(result, scenario) for scenario in result.scenarios),
    )
    return Matrix(_matrix_finding(result), columns, rows, outside, table)


def _matrix_row(result: Result, scenario: Part) -> tuple[int, str, float, int, int, int, str]:
    typical, severe = points(result, scenario)
    rate = yearly_chance(scenario["rate_per_year"])
    return scenario["rank"], scenario["label"], rate, scenario["likelihood"], typical, severe, scenario["band"]


def points(result: Result, scenario: Part) -> tuple[int, int]:
    """The impact ratings at the typical and at the severe length; an impact set by a person stands for both."""
    found = result.background["scenarios"][scenario["key"]]
    typical, severe = found["typical"], found["severe"]
    if max(typical, severe) != scenario["impact"]:
        return scenario["impact"], scenario["impact"]
    return typical, severe


def _cell(result: Result, links: Links, level: int, rating: int) -> Cell:
    marks = []
    for scenario in result.scenarios:
        if scenario["likelihood"] != level:
            continue
        typical, severe = points(result, scenario)
        url = links.scenario(scenario["key"])
        if severe == rating:
            marks.append(Mark(scenario["rank"], scenario["label"], url, is_typical=False))
        elif typical == rating:
            marks.append(Mark(scenario["rank"], scenario["label"], url, is_typical=True))
    return Cell(STEPS[band_of(level, rating)], tuple(marks))


def band_of(likelihood: int, impact: int) -> str:
    """The band of a cell: by the product, and never below high at the highest impact."""
    product = likelihood * impact
    band = "low" if product < 5 else "moderate" if product < 10 else "high" if product < 15 else "severe"
    return "high" if impact == LEVELS[-1] and band in ("low", "moderate") else band


def _matrix_finding(result: Result) -> str:
    urgent = [one for one in result.scenarios if one["likelihood"] >= 3 and one["over_mtpd"]]
    if not urgent:
        return "No scenario that is at least possible pushes an activity over the longest it can stop."
    ranks = sorted(scenario["rank"] for scenario in urgent)
    is_run = len(ranks) > 2 and ranks[-1] - ranks[0] == len(ranks) - 1
    listed = f"{ranks[0]} to {ranks[-1]}" if is_run else words.listed([str(rank) for rank in ranks])
    verb = "is possible or likelier and pushes" if len(ranks) == 1 else "are possible or likelier and push"
    return f"{'Scenario' if len(ranks) == 1 else 'Scenarios'} {listed} {verb} an activity over the longest it can stop."


# --------------------------------------------------------------------------------------------------- the heat table
def heat(result: Result, links: Links) -> Heat:
    """The heat table of a snapshot: losses of a severe case with what is in place."""
    functions = [function for function in result.functions if _is_touched(result, function["key"])]
    edges = [edge * _measure(result) for edge in EDGES]
    rows = tuple(_heat_row(result, links, scenario, functions, edges) for scenario in result.scenarios)
    table = Table(
        "scenarios",
        "What a severe case of each scenario costs each activity, with what is in place",
        (
            Column("Rank", "number"),
            Column("Scenario"),
            Column("Severe case", "hours"),
            *(Column(function["name"], "money") for function in functions),
            Column("Total", "money"),
            Column("Expected loss a year", "money"),
            Column("Chance a year", "chance"),
        ),
        tuple(_raw_row(scenario, functions) for scenario in result.scenarios),
    )
    names = tuple(function["name"] for function in functions)
    return Heat(_heat_finding(result), names, rows, tuple(result.short(edge) for edge in edges), table)


def _is_touched(result: Result, key: str) -> bool:
    return any(_loss(scenario, key) >= NOTHING for scenario in result.scenarios)


def _loss(scenario: Part, key: str) -> float:
    return float(scenario["functions"].get(key, {}).get("loss_severe", 0.0))


def _measure(result: Result) -> float:
    """What the bins are shares of: the limit, or a third of the largest loss where there is none."""
    if result.limit >= NOTHING:
        return result.limit
    return max((scenario["loss_severe"] for scenario in result.scenarios), default=0.0) / 3


def _heat_row(result: Result, links: Links, scenario: Part, functions: list[Part], edges: list[float]) -> HeatRow:
    path = f"scenarios.{scenario['key']}"
    losses = [_loss(scenario, function["key"]) for function in functions]
    return HeatRow(
        rank=scenario["rank"],
        name=scenario["label"],
        url=links.scenario(scenario["key"]),
        cells=tuple(_heat_cell(result, loss, edges) for loss in losses),
        total=Figure(result.short(scenario["loss_severe"]), f"{path}.loss_severe"),
        chance=Figure(chance(yearly_chance(scenario["rate_per_year"])), f"{path}.rate_per_year"),
    )


def _heat_cell(result: Result, loss: float, edges: list[float]) -> HeatCell:
    if loss < NOTHING:
        return HeatCell("–", 0)
    return HeatCell(result.short(loss), 1 + sum(loss >= edge for edge in edges))


def _raw_row(scenario: Part, functions: list[Part]) -> tuple[str | float | int, ...]:
    losses = [_loss(scenario, function["key"]) for function in functions]
    rate = yearly_chance(scenario["rate_per_year"])
    rank, name = scenario["rank"], scenario["label"]
    total, expected = scenario["loss_severe"], scenario["expected_annual_loss"]
    return (rank, name, scenario["severe_h"], *losses, total, expected, rate)


def _heat_finding(result: Result) -> str:
    worst = max(result.scenarios, key=lambda scenario: scenario["loss_severe"])
    if worst["loss_severe"] < NOTHING:
        return "With what is in place no severe case costs money."
    mean = max(result.scenarios, key=lambda scenario: scenario["expected_annual_loss"])
    largest = f"The largest single loss is “{worst['label']}” with {result.money(worst['loss_severe'])}"
    if mean["key"] == worst["key"]:
        return f"{largest}; it also costs most in an average year."
    return f"{largest}; “{mean['label']}” costs most in an average year, because it is likelier."
