"""A table of figures: as people read it on the page, and as raw numbers with their units in a CSV file."""

from collections.abc import Sequence
from dataclasses import dataclass

from assessments.scoring.pages.result import Result
from assessments.scoring.pages.wording import chance
from assessments.ui import words
from assessments.ui.cards import Column as ShownColumn
from assessments.ui.cards import DataTable
from assessments.ui.spreadsheet import as_csv


@dataclass(frozen=True)
class JustBefore:
    """A length of time in hours that ends just before something falls due, and when that is."""

    hours: float
    due_h: float


Value = str | float | int | JustBefore | None
Kind = str


@dataclass(frozen=True)
class Column:
    """A column: its heading, what its values are (text, money, exact, hours, chance, percent, number), its unit in a file."""

    label: str
    kind: Kind = "text"
    unit: str = ""


@dataclass(frozen=True)
class Table:
    """Rows of raw values under named columns; `basis` says what the amounts are."""

    name: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]

    def shown(self, result: Result) -> DataTable:
        """The table as texts ready to read."""
        columns = tuple(ShownColumn(column.label, column.kind != "text") for column in self.columns)
        rows = tuple(
            tuple(_shown(value, column, result) for value, column in zip(row, self.columns, strict=True))
            for row in self.rows
        )
        return DataTable(self.caption, columns, rows)

    def csv(self, result: Result) -> str:
        """The table as a CSV file (RFC 4180): raw numbers, units in the headings, no text a spreadsheet would run."""
        headings = [_heading(column, result) for column in self.columns]
        rows = ([value.hours if isinstance(value, JustBefore) else value for value in row] for row in self.rows)
        return as_csv([headings, *rows])


def _heading(column: Column, result: Result) -> str:
    unit = {"money": result.unit, "exact": result.unit, "hours": "hours", "chance": "0 to 1", "percent": "%"}.get(
        column.kind, column.unit
    )
    return f"{column.label} ({unit})" if unit else column.label


def _shown(value: Value, column: Column, result: Result) -> str:
    if value is None:
        return "–"
    if isinstance(value, str):
        return value
    if isinstance(value, JustBefore):
        return f"just before {words.hours(value.due_h)}"
    written = {
        "money": result.money,
        "exact": result.exactly,
        "hours": words.hours,
        "chance": chance,
        "percent": lambda number: words.percent(number, fine=True),
    }.get(column.kind)
    return (
        written(value) if written else f"{words.significant(value):,.10g}" if isinstance(value, float) else f"{value:,}"
    )


def named(tables: Sequence[Table], name: str) -> Table | None:
    """The table of a name, None if there is none."""
    return next((table for table in tables if table.name == name), None)
