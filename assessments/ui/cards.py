"""What the cards of a page show: a chart with its table, an explanation of a figure, a state with nothing in it yet."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

Mark = Literal["line", "dash", "circle", "square", "diamond", "triangle", "cross", "dot", "point", "open", "block"]
Height = Literal[180, 220, 260, 300, 340, 380]


@dataclass(frozen=True)
class Column:
    """A column of a table; numbers are set to the right."""

    label: str
    is_number: bool = False


@dataclass(frozen=True)
class DataTable:
    """Figures as a table, every cell a text ready to read; the first cell of a row is its heading."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def lines(self) -> Iterator[list[tuple[str, bool]]]:
        """The rows again, each cell with whether it is a number."""
        return ([(cell, column.is_number) for cell, column in zip(row, self.columns, strict=True)] for row in self.rows)


@dataclass(frozen=True)
class Sourced:
    """A line of an explanation, with where it leads if it leads anywhere."""

    text: str
    value: str = ""
    url: str = ""


@dataclass(frozen=True)
class Explanation:
    """ "How we got this": what a figure was made of. Empty parts are left out."""

    formula: str = ""
    inputs: tuple[Sourced, ...] = ()
    sources: tuple[Sourced, ...] = ()
    assumptions: tuple[str, ...] = ()
    method_url: str = ""


@dataclass(frozen=True)
class EmptyState:
    """What will stand here, why it is useful, and the one thing to do."""

    sentence: str
    action: str = ""
    url: str = ""


@dataclass(frozen=True)
class LegendKey:
    """An entry of a legend in HTML; `series` is c1 to c6, c-mute, k-ember, k-brand, k-tol, k-mute or k-open."""

    label: str
    series: str
    mark: Mark = "line"


@dataclass(frozen=True, kw_only=True)
class ChartCard:
    """A chart: the question it answers, the finding in a sentence, the picture, where it comes from and its table.

    `figure` is what a function of `assessments.ui.figures` returned; with `data_url` the page fetches it instead.
    `description` tells who cannot see the chart its type, extremes and limit. `key` is the card's id in the page.
    """

    key: str
    question: str
    finding: str
    description: str
    table: DataTable
    source: str
    figure: dict[str, Any] | None = None
    data_url: str = ""
    height: Height = 300
    legend: tuple[LegendKey, ...] = ()
    is_legend_for_phones: bool = False
    csv_url: str = ""
    stale_since: str = ""
    recalculate_url: str = ""
    explanation: Explanation | None = None
    empty: EmptyState | None = field(default=None)

    @property
    def figure_id(self) -> str:
        """The id of the element that holds the figure's JSON."""
        return f"{self.key}-figure"
