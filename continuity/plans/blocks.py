"""The pieces a plan is made of: inline text, paragraphs, tables, runbook steps, messages, charts.

Everything here is frozen and knows nothing of pages, files or markup; the renderers of `continuity.exports` decide how
a block looks. Text is plain text: what a person typed stands in it as typed and is made safe by each renderer.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

Style = Literal["plain", "strong", "emphasis", "code", "open"]
Kind = Literal["text", "number", "money", "percent", "hours", "date"]
Value = str | int | float | date | None


class EmptyBlock(ValueError):
    """A block without content was built; print a `Missing` in its place."""


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one style; `open` marks something the reader still has to fill in."""

    text: str
    style: Style = "plain"
    href: str = ""


Runs = tuple[Run, ...]


def said(*parts: str | Run) -> Runs:
    """The parts as one line of inline text; plain strings are set plain."""
    return tuple(Run(part) if isinstance(part, str) else part for part in parts if part != "")


def strong(text: str) -> Run:
    """The text set bold."""
    return Run(text, "strong")


def emphasis(text: str) -> Run:
    """The text set in italics."""
    return Run(text, "emphasis")


def plain(runs: Runs) -> str:
    """The words of a line without its styles; open places stand in square brackets."""
    return "".join(f"[{run.text}]" if run.style == "open" else run.text for run in runs)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside a section; level 1 belongs to the section itself."""

    text: str
    level: Literal[2, 3] = 2


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; a `statement` is the one sentence a director could repeat, a `note` is small print."""

    runs: Runs
    tone: Literal["body", "statement", "note"] = "body"


@dataclass(frozen=True, slots=True)
class BulletList:
    """Points in no order."""

    items: tuple[Runs, ...]

    def __post_init__(self) -> None:
        """Refuse an empty list."""
        need(self.items, "a list without points")


@dataclass(frozen=True, slots=True)
class NumberedList:
    """Points in their order."""

    items: tuple[Runs, ...]

    def __post_init__(self) -> None:
        """Refuse an empty list."""
        need(self.items, "a list without points")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: what its values are decides how they are printed; `share` is its part of the width."""

    label: str
    kind: Kind = "text"
    share: float = 1.0
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A value in a table, a number as a number (money in units, percent as 0-100, hours); `severity` 1-5 shades it."""

    value: Value = None
    severity: int = 0

    def __post_init__(self) -> None:
        """Refuse what is not a number, since it would be printed as one."""
        if isinstance(self.value, float) and not math.isfinite(self.value):
            msg = "a cell holds a number or None, never nan or infinity"
            raise ValueError(msg)


@dataclass(frozen=True, slots=True)
class Group:
    """A label above several columns."""

    label: str
    span: int


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under columns, with at least one row; the first column heads its row unless said otherwise."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    row_headers: bool = True
    groups: tuple[Group, ...] = ()
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse an empty table and rows that do not fit the columns."""
        need(self.rows, f"the table {self.caption!r} without rows")
        if any(len(row) != len(self.columns) for row in self.rows):
            msg = f"a row of the table {self.caption!r} does not fit its {len(self.columns)} columns"
            raise ValueError(msg)
        if self.groups and sum(group.span for group in self.groups) != len(self.columns):
            msg = f"the groups of the table {self.caption!r} do not cover its columns"
            raise ValueError(msg)


Columns = list[str | Column]
"""Columns of a table, those of plain text by their label alone."""
Rows = list[list[Value | Cell]]
"""Rows of a table in plain values, or cells where a shade is wanted."""


def table(
    caption: str,
    columns: Sequence[str | Column],
    rows: Iterable[Sequence[Value | Cell]],
    *,
    row_headers: bool = True,
    notes: Sequence[str] = (),
) -> Table:
    """A table from plain labels and values."""
    return Table(
        caption=caption,
        columns=tuple(Column(column) if isinstance(column, str) else column for column in columns),
        rows=tuple(tuple(value if isinstance(value, Cell) else Cell(value) for value in row) for row in rows),
        row_headers=row_headers,
        notes=tuple(notes),
    )


@dataclass(frozen=True, slots=True)
class KeyValues:
    """Facts with a name each."""

    items: tuple[tuple[str, Runs], ...]
    title: str = ""

    def __post_init__(self) -> None:
        """Refuse an empty list."""
        need(self.items, "facts without a fact")


@dataclass(frozen=True, slots=True)
class Callout:
    """A remark set apart: information, or a warning."""

    kind: Literal["info", "warn"]
    title: str
    runs: Runs


@dataclass(frozen=True, slots=True)
class Missing:
    """One line in the place of a table or text that has no data yet."""

    what: str
    why: str
    where: str

    @property
    def sentence(self) -> str:
        """The whole line."""
        return f"Missing: {self.what}. {self.why} Enter it in: {self.where}."


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a runbook: who does what by when, and how to know that it is done."""

    id: str
    number: int
    box: str
    role: str
    person: str
    what: str
    done: str
    is_decision: bool = False
    is_uncertain: bool = False
    is_own: bool = False
    on_card: bool = False
    messages: tuple[str, ...] = ()
    limits: str = ""


@dataclass(frozen=True, slots=True)
class TimeBox:
    """A stretch of time in a runbook, counted from the beginning of the fault."""

    id: str
    label: str
    aim: str


@dataclass(frozen=True, slots=True)
class StepTable:
    """The steps of one runbook, grouped by time box, with a box to tick and a place for the time."""

    caption: str
    boxes: tuple[TimeBox, ...]
    steps: tuple[Step, ...]
    scenario: str = ""
    function: str = ""

    def __post_init__(self) -> None:
        """Refuse a runbook without steps, or a step outside the time boxes."""
        need(self.steps, f"the runbook {self.caption!r} without steps")
        if {step.box for step in self.steps} - {box.id for box in self.boxes}:
            msg = f"a step of the runbook {self.caption!r} has no time box"
            raise ValueError(msg)


@dataclass(frozen=True, slots=True)
class Opening:
    """A place left open in a message, and where it can be settled; places without `where` wait for the day."""

    label: str
    where: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """A message ready to send; what is still open is marked in the text and listed beside it."""

    id: str
    title: str
    audience: str
    stage: str
    channels: tuple[str, ...]
    text: Runs
    max_chars: int
    openings: tuple[Opening, ...] = ()
    note: str = ""

    @property
    def characters(self) -> int:
        """The length of what is written already; the open places count nothing."""
        return sum(len(run.text) for run in self.text if run.style != "open")


@dataclass(frozen=True, slots=True)
class Decider:
    """A person on the action card and how to reach them; the reach is left out of a shared copy."""

    role: str
    person: str
    deputy: str
    reach: str
    deputy_reach: str = ""


@dataclass(frozen=True, slots=True)
class ActionCard:
    """The first page: who decides, what to check, which level, the first steps, where to speak."""

    title: str
    deciders: tuple[Decider, ...]
    levels: Table
    steps: StepTable
    speak: tuple[Runs, ...] = ()
    notes: tuple[str, ...] = ()


def need(content: object, what: str) -> None:
    """Refuse a block without content."""
    if not content:
        msg = f"{what} cannot be printed; say what is missing instead"
        raise EmptyBlock(msg)
