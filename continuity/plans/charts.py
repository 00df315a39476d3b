"""Charts in plain numbers, each with the sentence it proves and the table that says the same."""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from assessments.ui.words import SHARE_OF_INCOME, hours
from continuity.plans.blocks import Cell, Column, EmptyBlock, Kind, Table, Value, need, table

Tone = Literal["now", "plan", "series"]


@dataclass(frozen=True, slots=True)
class Point:
    """A point of a line, with the edges of its band if there is one."""

    x: float
    y: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Series:
    """A line: `now` is what could be lost today, `plan` the same with the plan in place, `series` one of several."""

    label: str
    points: tuple[Point, ...]
    tone: Tone = "series"


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar with its number, and the mark it should reach if there is one."""

    label: str
    value: float
    target: float | None = None


@dataclass(frozen=True, slots=True)
class Chart:
    """A figure in plain numbers with the sentence it proves.

    `curve`: x in hours on a log scale, y in `kind`. `exceedance`: x in money on a log scale, y a chance from 0 to 1.
    `bars`: values in `kind` from zero. `limit` is a value of y in a curve, of x in an exceedance chart.
    """

    form: Literal["curve", "exceedance", "bars"]
    title: str
    finding: str
    alt: str
    x_label: str
    y_label: str
    kind: Kind = "money"
    currency: str = ""
    series: tuple[Series, ...] = ()
    bars: tuple[Bar, ...] = ()
    limit: float | None = None
    limit_label: str = ""
    source: str = ""

    def __post_init__(self) -> None:
        """Refuse a chart without data, words or finite numbers."""
        if self.form == "bars":
            need(self.bars, f"the chart {self.title!r} without bars")
        elif not self.series or any(not series.points for series in self.series):
            msg = f"the chart {self.title!r} without points"
            raise EmptyBlock(msg)
        need(self.finding and self.alt, f"the chart {self.title!r} without a finding and a text alternative")
        if not all(math.isfinite(number) for number in _numbers(self)):
            msg = f"the chart {self.title!r} holds a number that is none"
            raise ValueError(msg)


def _numbers(chart: Chart) -> Iterable[float]:
    for series in chart.series:
        for point in series.points:
            yield from (number for number in (point.x, point.y, point.low, point.high) if number is not None)
    for bar in chart.bars:
        yield from (number for number in (bar.value, bar.target) if number is not None)
    if chart.limit is not None:
        yield chart.limit


def risk_matrix(
    caption: str,
    likelihoods: Sequence[str],
    impacts: Sequence[str],
    risks: Iterable[tuple[str, int, int]],
    severity: Callable[[int, int], int],
) -> Table:
    """A matrix of risks as a table, severest impact on top.

    `risks` are (label, likelihood 1-n, impact 1-n); `severity` gives the shade 1-5 of a (likelihood, impact) cell.
    """
    inside: dict[tuple[int, int], list[str]] = {}
    for label, likelihood, impact in risks:
        inside.setdefault((likelihood, impact), []).append(label)
    rows = [
        [
            Cell(f"{impact} {impacts[impact - 1]}"),
            *(
                Cell(", ".join(inside.get((likelihood, impact), [])), severity(likelihood, impact))
                for likelihood in range(1, len(likelihoods) + 1)
            ),
        ]
        for impact in range(len(impacts), 0, -1)
    ]
    columns = ["Impact", *(f"{number} {label}" for number, label in enumerate(likelihoods, 1))]
    return table(caption, columns, rows)


def chart_table(chart: Chart) -> Table:
    """The same figures as a table: the equivalent of the chart for reading, and for formats without pictures.

    The finding is not among its notes; a format that shows no picture prints it above the table.
    """
    if chart.form == "bars":
        return _bars_table(chart)
    is_exceedance = chart.form == "exceedance"
    columns = [amount_column(chart.x_label, chart.currency) if is_exceedance else Column(chart.x_label)]
    for series in chart.series:
        labels = [series.label, *(f"{series.label}, {edge}" for edge in ("low", "high") if _has_band(series))]
        columns += [Column(label, "percent") if is_exceedance else _column(chart, label) for label in labels]
    rows: dict[float, list[Value]] = {x: [] for series in chart.series for x in (point.x for point in series.points)}
    scale = 100 if is_exceedance else 1
    for series in chart.series:
        at = {point.x: point for point in series.points}
        for x, row in rows.items():
            point = at.get(x)
            row.append(None if point is None else point.y * scale)
            if _has_band(series):
                row.extend([None, None] if point is None else [point.low, point.high])
    heads: list[Value] = [x if is_exceedance else hours(x) for x in sorted(rows)]
    body = [[head, *rows[x]] for head, x in zip(heads, sorted(rows), strict=True)]
    return table(chart.title, columns, body, notes=_notes(chart))


def amount_column(label: str, currency: str, share: float = 1.0) -> Column:
    """A column of amounts; without an income they are percentages of it, which its label says."""
    if currency == SHARE_OF_INCOME:
        return Column(f"{label}, % of a year's income", "number", share)
    return Column(label, "money", share, currency)


def _column(chart: Chart, label: str) -> Column:
    return amount_column(label, chart.currency) if chart.kind == "money" else Column(label, chart.kind)


def _bars_table(chart: Chart) -> Table:
    has_target = any(bar.target is not None for bar in chart.bars)
    columns = [Column(chart.x_label), _column(chart, chart.y_label)]
    if has_target:
        columns.append(_column(chart, "Target"))
    rows = [[bar.label, bar.value, *([bar.target] if has_target else [])] for bar in chart.bars]
    return table(chart.title, columns, rows, notes=_notes(chart))


def _has_band(series: Series) -> bool:
    return any(point.low is not None for point in series.points)


def _notes(chart: Chart) -> list[str]:
    return [note for note in (chart.limit_label, chart.source) if note]
