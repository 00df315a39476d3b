"""The inputs of a questionnaire as plain values: who asks fills them, `{% answer %}` draws them, no row is read here.

Names of the fields that a form posts (autosave sends the same names, each with a list of texts):

    value                        single, multi (once for each tick), scale, text, number, percent, money
    value, unit                  number with unit, duration
    value-day, -month, -year     date
    part-<key>                   a field of a form or a person; a date or quantity in it takes its suffixes as above;
                                 part-<key>-unknown for "I don't know"
    row-<n>-<column>, row-<n>-id a table, n from 0; suffixes as above; row-<n>-<column>-unknown for "I don't know"
    value, place-<key>           the ranked picker: ticked keys and their places; label-<key> renames one;
                                 row-<n>-label, -caps, -like, -place are activities of one's own
    cell-<row>-<column>          a grid, its reason in cell-<row>-<column>-reason; empty means "as the time before"
                                 (cell-<scenario>-likelihood, and its reason in cell-<scenario>-reason)
    unknown                      "yes" if the whole answer is not known
    grade, source, note          how sure, where from, what a reviewer should know
    evidence                     where it can be checked: file names, links, one a line
    add-row, remove-row          the button pressed without JavaScript, the second with the row's number

The id of a control is its name with `id_` before it: errors link to it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Literal

Width = Literal["", "short", "medium", "long"]


@dataclass(frozen=True)
class Choice:
    """An option to choose."""

    value: str
    label: str
    hint: str = ""
    is_chosen: bool = False


@dataclass(frozen=True, kw_only=True)
class Input:
    """Anything that can be filled in; without a label of its own, the heading with the id `labelled_by` names it."""

    template: ClassVar[str]
    name: str = "value"
    label: str = ""
    labelled_by: str = ""
    hint: str = ""
    hint_id: str = ""
    error: str = ""

    @property
    def id(self) -> str:
        """The id of the control, or of the first one."""
        return f"id_{self.name}"

    @property
    def described_by(self) -> str:
        """The ids of hint and error, for aria-describedby."""
        hint = self.hint_id or (f"{self.id}_hint" if self.hint else "")
        return " ".join(part for part in (hint, f"{self.id}_error" if self.error else "") if part)


@dataclass(frozen=True, kw_only=True)
class TextInput(Input):
    """A line of text, or a box of several rows; numbers and amounts are texts too, so that "12k" can be typed.

    `suggestions` is the id of a <datalist> on the page with texts to choose from.
    """

    template: ClassVar[str] = "components/inputs/text.html"
    suggestions: str = ""
    value: str = ""
    rows: int = 1
    max_length: int | None = None
    input_mode: Literal["", "numeric", "decimal"] = ""
    prefix: str = ""
    suffix: str = ""
    autocomplete: str = "off"
    width: Width = ""


@dataclass(frozen=True, kw_only=True)
class QuantityInput(Input):
    """A number and its unit: chosen from `units`, or typed if there are none. Durations are quantities of time."""

    template: ClassVar[str] = "components/inputs/quantity.html"
    value: str = ""
    unit: str = ""
    units: tuple[Choice, ...] = ()

    @property
    def unit_name(self) -> str:
        """The name of the unit's field: beside `value` it is `unit`."""
        return "unit" if self.name == "value" else f"{self.name}-unit"


@dataclass(frozen=True, kw_only=True)
class DateInput(Input):
    """A date as day, month and year; with `is_month_enough` the day may stay empty."""

    template: ClassVar[str] = "components/inputs/date.html"
    day: str = ""
    month: str = ""
    year: str = ""
    is_month_enough: bool = False

    @property
    def id(self) -> str:
        """The id of the first of the three fields."""
        return f"id_{self.name}-day"

    @property
    def fields(self) -> Iterator[tuple[str, str, str]]:
        """Name, label and value of each field."""
        for key, label, value in (
            ("day", "Day", self.day),
            ("month", "Month", self.month),
            ("year", "Year", self.year),
        ):
            yield f"{self.name}-{key}", label, value


@dataclass(frozen=True, kw_only=True)
class ChoiceInput(Input):
    """Radios, checkboxes, the points of a scale in one line, or a list to open for more than ten known names."""

    template: ClassVar[str] = "components/inputs/choices.html"
    choices: tuple[Choice, ...]
    is_multiple: bool = False
    layout: Literal["stack", "scale", "select"] = "stack"
    exclusive: tuple[str, ...] = ()
    ends: tuple[str, str] | None = None

    @property
    def id(self) -> str:
        """The id of the first option, or of the list."""
        return f"id_{self.name}" if self.layout == "select" else f"id_{self.name}_0"


@dataclass(frozen=True, kw_only=True)
class GroupInput(Input):
    """Several inputs that are answered in one breath: the fields of a form, a person and the deputy.

    The parts named in `may_be_unknown` have "I don't know" beside them, ticked for those in `unknown`.
    """

    template: ClassVar[str] = "components/inputs/group.html"
    parts: tuple[Input, ...]
    may_be_unknown: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The id of the first part."""
        return self.parts[0].id


@dataclass(frozen=True)
class Cell:
    """One input of a row, with "I don't know" where the column has it."""

    input: Input
    may_be_unknown: bool = False
    is_unknown: bool = False


@dataclass(frozen=True)
class Row:
    """A row of a table: its stable id, empty for a new one, and its cells named row-<n>-<column>."""

    number: int
    id: str
    cells: tuple[Cell, ...]
    title: str = ""
    is_fixed: bool = False


@dataclass(frozen=True, kw_only=True)
class RowsInput(Input):
    """A table with rows to add and remove. `blank` is a row numbered `BLANK_ROW`, copied by the page's script."""

    template: ClassVar[str] = "components/inputs/rows.html"
    BLANK_ROW: ClassVar[int] = 999
    rows: tuple[Row, ...]
    item: str
    blank: Row | None = None
    max_rows: int = 30

    @property
    def id(self) -> str:
        """The id of the first cell of the first row, or of the button that adds one."""
        return self.rows[0].cells[0].input.id if self.rows else f"id_{self.name}_add"

    @property
    def may_grow(self) -> bool:
        """Whether there may be one row more."""
        return self.blank is not None and len(self.rows) < self.max_rows


@dataclass(frozen=True)
class RankedChoice:
    """An activity to tick and put in its place; `renamed` is what the organisation calls it."""

    value: str
    label: str
    hint: str = ""
    place: int | None = None
    renamed: str = ""


@dataclass(frozen=True, kw_only=True)
class RankedInput(Input):
    """Activities to tick, the most important first: the ticked ones with a place, then the others; and one's own."""

    template: ClassVar[str] = "components/inputs/ranking.html"
    choices: tuple[RankedChoice, ...]
    most: int = 12
    own: RowsInput | None = None

    @property
    def chosen(self) -> tuple[RankedChoice, ...]:
        """The ticked activities in their order."""
        return tuple(sorted((one for one in self.choices if one.place is not None), key=lambda one: one.place or 0))

    @property
    def others(self) -> tuple[RankedChoice, ...]:
        """The activities not ticked."""
        return tuple(one for one in self.choices if one.place is None)


@dataclass(frozen=True)
class Anchor:
    """What a rating means: its number, its word and, in one category, an example."""

    value: int
    word: str
    text: str = ""


@dataclass(frozen=True)
class GridCell:
    """The rating after one length of time ("3 days", short "3 d"); `carried` is what counts while the cell is empty."""

    column: str
    label: str
    short: str
    value: int | None = None
    carried: int = 0
    is_unknown: bool = False
    error: str = ""
    needs_reason: bool = False
    reason: str = ""


@dataclass(frozen=True)
class GridGroup:
    """One category of the impact grid: a rating for each length of time."""

    key: str
    label: str
    anchors: tuple[Anchor, ...]
    cells: tuple[GridCell, ...]
    hint: str = ""
    summary: str = ""
    is_open: bool = False

    @property
    def has_error(self) -> bool:
        """Whether anything in the category is wrong."""
        return any(cell.error for cell in self.cells)


@dataclass(frozen=True, kw_only=True)
class ImpactGrid(Input):
    """How bad each length of outage is, category by category; `preview` is the sentence under the picture of it."""

    template: ClassVar[str] = "components/inputs/impact.html"
    groups: tuple[GridGroup, ...]
    preview: str = ""

    @property
    def id(self) -> str:
        """The id of the first rating of the first category."""
        return f"id_cell-{self.groups[0].key}-{self.groups[0].cells[0].column}_0"

    @property
    def worst(self) -> list[tuple[str, int]]:
        """For each length of time its short label and the worst rating in any category."""
        columns = zip(*(group.cells for group in self.groups), strict=True)
        return [(column[0].short, max(cell.carried for cell in column)) for column in columns]


@dataclass(frozen=True)
class LikelihoodRow:
    """A scenario with its likelihood, what the library says, and the reason for another value."""

    key: str
    label: str
    value: int | None
    library: int
    note: str = ""
    reason: str = ""
    error: str = ""


@dataclass(frozen=True, kw_only=True)
class LikelihoodGrid(Input):
    """How likely each scenario is, starting from the library's value."""

    template: ClassVar[str] = "components/inputs/likelihood.html"
    rows: tuple[LikelihoodRow, ...]
    anchors: tuple[Anchor, ...]

    @property
    def id(self) -> str:
        """The id of the first point of the first scenario."""
        return f"id_cell-{self.rows[0].key}-likelihood_0"


@dataclass(frozen=True)
class Evidence:
    """How sure somebody is of an answer, where it comes from, where it can be checked and what a reviewer should know."""

    grades: tuple[Choice, ...] = ()
    source: str = ""
    note: str = ""
    proof: str = ""
    has_source: bool = True
    has_note: bool = True
    has_proof: bool = False
    summary: str = "How sure are you, and where is this from?"

    @property
    def is_given(self) -> bool:
        """Whether anything is filled in, so that the part is open from the start."""
        return bool(self.source or self.note or self.proof or any(choice.is_chosen for choice in self.grades))


@dataclass(frozen=True, kw_only=True)
class Answer:
    """A question's input with all that goes with it. `assumed` says what we take if the answer is not known."""

    input: Input
    may_be_unknown: bool = False
    is_unknown: bool = False
    unknown_label: str = "I don’t know"
    assumed: str = ""
    evidence: Evidence | None = None
