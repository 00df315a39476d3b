"""The plan as a workbook: real numbers with units, one sheet for each register, text that never becomes a formula."""

import io
import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

import xlsxwriter

from assessments.ui.words import currency_sign
from continuity.exports.payload import cover
from continuity.plans.blocks import Cell, Column, Message, Missing, StepTable, Table, Value, plain, table
from continuity.plans.characters import printable
from continuity.plans.document import Document
from continuity.plans.printed import printed

SHEETS: Final = (
    "Activities",
    "Scenarios",
    "Actions",
    "Dependencies",
    "Runbook steps",
    "Messages",
    "Contacts",
    "Inputs and assumptions",
    "Sources",
)
LIMIT: Final = "At most, characters"
LONG_TEXTS: Final = "Long texts"
CELL_LIMIT: Final = 32_767
KEPT: Final = 32_000
NARROWEST, HEAD_WIDEST, WIDEST = 9.0, 18.0, 60.0
LINE_HEIGHT, TALLEST = 15.0, 409.0
A4: Final = 9
FORBIDDEN_IN_NAMES: Final = re.compile(r"[\[\]:*?/\\']")
LONGEST_NAME: Final = 31
LIKE_A_FORMULA: Final = re.compile(r"^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]")
WHOLE_NUMBER: Final = "#,##0"
ANY_NUMBER: Final = "#,##0.##"
Place = tuple[int, int]
"""A cell: row and column, counted from zero."""


def render(document: Document) -> bytes:
    """The plan as an XLSX file."""
    return _Workbook(document).written()


@dataclass(frozen=True, slots=True)
class LongText:
    """A text that does not fit into one cell, and the cell it belongs to."""

    place: str
    text: str


class _Workbook:
    """Writes the sheets of one plan; cells keep their types, and nothing is cut without a note."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.target = io.BytesIO()
        as_text = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
        self.book = xlsxwriter.Workbook(self.target, {"in_memory": True, **as_text})
        self.formats: dict[tuple[str, bool], Any] = {}
        self.long_texts: list[LongText] = []

    def written(self) -> bytes:
        """The finished file."""
        issued = self.document.issued_on
        self.book.set_properties(
            {
                "title": printable(self.document.title),
                "author": printable(self.document.author),
                "subject": printable(self.document.organisation),
                "created": datetime(issued.year, issued.month, issued.day),  # noqa: DTZ001 - the format has no zone
            }
        )
        self._sheet("Summary", _summary(self.document))
        registers = {register.name: register.content for register in self.document.registers}
        own = {"Runbook steps": _steps(self.document.runbooks()), "Messages": _messages(self.document.messages())}
        for name in dict.fromkeys((*SHEETS, *registers)):
            content = registers.get(name) or own.get(name)
            if content is None and name == "Contacts":
                continue
            self._sheet(name, content or _nothing(name))
        if self.long_texts:
            self._long_texts()
        self.book.close()
        return self.target.getvalue()

    def _sheet(self, name: str, content: Table | Missing) -> None:
        sheet = self.book.add_worksheet(sheet_name(name))
        if isinstance(content, Missing):
            sheet.set_column(0, 0, WIDEST * 1.6)
            self._text(sheet, (0, 0), content.sentence, name)
            return
        labels = _labels(content)
        widths = [min(_width(label), HEAD_WIDEST) for label in labels]
        for position, label in enumerate(labels):
            self._text(sheet, (0, position), label, f"{name}, heads", is_head=True)
        for number, row in enumerate(content.rows, 1):
            for position, (cell, column) in enumerate(zip(row, content.columns, strict=True)):
                self._cell(sheet, (number, position), cell, column, f"{name}, row {number + 1}, {column.label}")
                words = printed(cell.value, column.kind, column.currency)
                widths[position] = min(max(widths[position], _width(words)), WIDEST)
        for position, width in enumerate(widths):
            sheet.set_column(position, position, width)
        self._heights(sheet, content, widths)
        self._printing(sheet)
        sheet.freeze_panes(1, 1 if content.row_headers else 0)
        sheet.autofilter(0, 0, len(content.rows), len(labels) - 1)
        for number, note in enumerate(content.notes, len(content.rows) + 2):
            self._text(sheet, (number, 0), note, f"{name}, notes")

    @staticmethod
    def _heights(sheet: Any, content: Table, widths: Sequence[float]) -> None:
        """Rows as high as their longest text needs: not every program works that out by itself."""
        for number, row in enumerate(content.rows, 1):
            texts = zip((cell.value for cell in row), widths, strict=True)
            lines = max(_lines(value, width) for value, width in texts)
            if lines > 1:
                sheet.set_row(number, min(lines * LINE_HEIGHT, TALLEST))

    @staticmethod
    def _printing(sheet: Any) -> None:
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        sheet.set_footer("&L&A&RPage &P of &N")

    def _cell(self, sheet: Any, at: Place, cell: Cell, column: Column, place: str) -> None:
        value = cell.value
        if value is None:
            return
        if isinstance(value, str):
            self._text(sheet, at, value, place)
        elif isinstance(value, date):
            moment = datetime(value.year, value.month, value.day)  # noqa: DTZ001 - the format has no zone
            sheet.write_datetime(*at, moment, self._format("d mmm yyyy"))
        else:
            amount = value / 100 if column.kind == "percent" else value
            sheet.write_number(*at, amount, self._format(_number_format(column, value)))

    def _text(self, sheet: Any, at: Place, text: str, place: str, *, is_head: bool = False) -> None:
        shown = printable(text)
        if _units(shown) > CELL_LIMIT:
            self.long_texts.append(LongText(place, shown))
            head = _first_units(shown, KEPT)
            shown = f"{head} … (continues on the sheet “{LONG_TEXTS}”, text {len(self.long_texts)})"
        look = "head" if is_head else "text"
        sheet.write_string(*at, shown, self._format(look, quoted=bool(LIKE_A_FORMULA.match(shown))))

    def _format(self, look: str, *, quoted: bool = False) -> Any:
        if (look, quoted) not in self.formats:
            options: dict[str, Any] = {"valign": "top", "text_wrap": look in {"text", "head"}, "quote_prefix": quoted}
            if look == "head":
                options |= {"bold": True, "bg_color": "#F1EFE9", "bottom": 1, "bottom_color": "#85877F"}
            elif look != "text":
                options["num_format"] = look
            self.formats[look, quoted] = self.book.add_format(options)
        return self.formats[look, quoted]

    def _long_texts(self) -> None:
        """Every long text whole, in as many rows as it needs."""
        rows: list[list[Value]] = []
        for number, long in enumerate(self.long_texts, 1):
            rest, part = long.text, 1
            while rest:
                piece = _first_units(rest, KEPT)
                rows.append([number, part, long.place, piece])
                rest, part = rest[len(piece) :], part + 1
        numbers = [Column("Text", "number"), Column("Part", "number")]
        self._sheet(LONG_TEXTS, table("Texts longer than a cell", [*numbers, "Belongs to", "Words"], rows))


def sheet_name(name: str) -> str:
    """The name as a workbook allows it: 31 characters, none of them reserved."""
    return FORBIDDEN_IN_NAMES.sub(" ", " ".join(printable(name).split()))[:LONGEST_NAME].strip() or "Sheet"


def _summary(document: Document) -> Table:
    facts: list[Sequence[Value]] = [["Organisation", document.organisation], ["Plan", document.title]]
    facts += [[name, text] for name, text in cover(document)]
    if document.statement:
        facts.append(["In one sentence", plain(document.statement)])
    facts += [[f.label, f"{f.value} ({f.comparison})" if f.comparison else f.value] for f in document.figures]
    facts += [["Note", text] for text in (document.amounts, document.notice) if text]
    return table("Summary", ["Subject", "Value"], facts)


def _steps(runbooks: Iterable[StepTable]) -> Table | Missing:
    labels = ["Runbook", "Scenario id", "Activity id", "No.", "Time box", "Step", "Done when", "Role", "Person"]
    labels += ["Kind", "Messages", "Limits", "Step id"]
    columns = [Column(label, "number" if label == "No." else "text") for label in labels]
    rows: list[list[Value]] = []
    for book in runbooks:
        boxes = {box.id: box.label for box in book.boxes}
        for step in book.steps:
            kinds = [
                word
                for word, holds in (
                    ("decision", step.is_decision),
                    ("if it applies", step.is_uncertain),
                    ("own step", step.is_own),
                )
                if holds
            ]
            start: list[Value] = [book.caption, book.scenario, book.function, step.number, boxes[step.box]]
            who: list[Value] = [step.what, step.done, step.role, step.person, ", ".join(kinds)]
            rows.append([*start, *who, "; ".join(step.messages), step.limits, step.id])
    return table("Runbook steps", columns, rows, row_headers=False) if rows else _nothing("Runbook steps")


def _messages(messages: Iterable[Message]) -> Table | Missing:
    rows: list[list[Value]] = [
        [
            message.title,
            message.audience,
            message.stage,
            ", ".join(message.channels),
            plain(message.text),
            message.max_chars,
            "; ".join(opening.label for opening in message.openings if opening.where),
            "; ".join(opening.label for opening in message.openings if not opening.where),
            message.note,
        ]
        for message in messages
    ]
    labels = ["Message", "To", "When", "By", "Text", LIMIT, "Fill in now", "Fill in on the day", "Note"]
    columns = [Column(label, "number" if label == LIMIT else "text") for label in labels]
    return table("Messages", columns, rows) if rows else _nothing("Messages")


def _nothing(name: str) -> Missing:
    return Missing(name.lower(), "The plan holds nothing for this sheet yet.", "Plan document")


def _labels(content: Table) -> list[str]:
    """Column labels with the label of their group and their unit, since a sheet has one head row."""
    groups = [group.label for group in content.groups for _ in range(group.span)] or [""] * len(content.columns)
    units = {"hours": " (hours)", "percent": ""}
    return [
        (f"{group}: {column.label}" if group else column.label) + units.get(column.kind, "")
        for group, column in zip(groups, content.columns, strict=True)
    ]


def _number_format(column: Column, value: float) -> str:
    whole = float(value).is_integer()
    if column.kind == "percent":
        return "0%" if whole else "0.0%"
    if column.kind == "money":
        symbol = currency_sign(column.currency)
        digits = WHOLE_NUMBER if whole or abs(value) >= 100 else "#,##0.00"
        return f'"{symbol}"{digits}' if symbol else digits
    return WHOLE_NUMBER if whole else ANY_NUMBER


def _units(text: str) -> int:
    """The length as office programs count it, in which an emoji counts two."""
    return len(text) + sum(character > "\uffff" for character in text)


def _first_units(text: str, limit: int) -> str:
    if _units(text) <= limit:
        return text
    piece = text[:limit]
    while _units(piece) > limit:
        piece = piece[: len(piece) - (_units(piece) - limit + 1) // 2]
    return piece


def _width(text: str) -> float:
    return max(NARROWEST, max(len(line) for line in text[:400].split("\n")) * 1.05 + 2)


def _lines(value: Value, width: float) -> int:
    if not isinstance(value, str):
        return 1
    return sum(math.ceil(max(len(line), 1) / (width - 1)) for line in value.split("\n"))
