"""The blocks of a plan in Word: headings, lists, tables and runbooks in native styles."""

from collections.abc import Callable, Iterator
from typing import Any, Final

from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm, Pt
from docx.table import Table as WordTable
from docx.table import _Cell as WordCell
from docx.text.paragraph import Paragraph as WordParagraph

from continuity.exports import word
from continuity.exports.payload import NUMERIC
from continuity.plans.blocks import (
    BulletList,
    Callout,
    Group,
    Heading,
    KeyValues,
    Message,
    Missing,
    NumberedList,
    Paragraph,
    Runs,
    Step,
    StepTable,
    Table,
    TimeBox,
    plain,
    said,
    strong,
)
from continuity.plans.characters import printable
from continuity.plans.charts import Chart, chart_table
from continuity.plans.document import Block
from continuity.plans.links import safe_link
from continuity.plans.printed import printed

PAGE_WIDTH_CM: Final = 17.6
TICK_BOX: Final = "☐"


class Body:
    """Writes blocks one after the other into a Word file, and remembers the headings for the contents."""

    def __init__(self, file: WordDocument) -> None:
        self.word = file
        self.headings: list[tuple[int, str, str]] = []
        self.last_heading = ""
        self.writers: dict[type, Callable[[Any], None]] = {
            Heading: self._heading,
            Paragraph: self._paragraph,
            BulletList: lambda block: self.bullets(block.items),
            NumberedList: self._numbered,
            Table: self.table,
            KeyValues: self.pairs,
            Callout: self._callout,
            Missing: self._missing,
            StepTable: self._steps,
            Message: self._message,
            Chart: self._chart,
        }

    def write(self, block: Block) -> None:
        """Adds any block."""
        self.writers[type(block)](block)

    def headed(self, text: str, level: int) -> WordParagraph:
        """Adds a heading; the first two levels stand in the contents."""
        shown = " ".join(printable(text).split())
        heading = self.word.add_heading(shown, level)
        self.last_heading = text
        if level <= 2:
            bookmark = f"_Toc{len(self.headings) + 1:06d}"
            word.add_bookmark(heading, len(self.headings) + 1, bookmark)
            self.headings.append((level, shown, bookmark))
        return heading

    def _heading(self, block: Heading) -> None:
        self.headed(block.text, block.level)

    def _paragraph(self, block: Paragraph) -> None:
        if block.tone == "statement":
            self.statement(block.runs)
        else:
            self.line(block.runs, size=9 if block.tone == "note" else None)

    def statement(self, runs: Runs) -> None:
        """Adds the one sentence a director could repeat."""
        line = self.line(runs, size=17)
        for run in line.runs:
            run.font.name, run.font.bold = word.SERIF, True

    def note(self, text: str) -> None:
        """Adds small print."""
        self.line(said(text), size=9)

    def bullets(self, items: tuple[Runs, ...]) -> None:
        """Adds a bulleted list."""
        for item in items:
            _fill(self.word.add_paragraph(style="List Bullet"), item)

    def _numbered(self, block: NumberedList) -> None:
        """Numbers as text with a hanging indent: numbered paragraphs of one style would count on from list to list."""
        for number, item in enumerate(block.items, 1):
            line = self.line((*said(f"{number}.\t"), *item))
            line.paragraph_format.left_indent, line.paragraph_format.first_line_indent = Cm(0.8), Cm(-0.8)

    def pairs(self, block: KeyValues) -> None:
        """Adds facts with a name each."""
        if block.title:
            self._caption(block.title)
        grid = self.word.add_table(rows=0, cols=2)
        for name, runs in block.items:
            cells = grid.add_row().cells
            self._in_cell(cells[0], said(name))
            self._in_cell(cells[1], runs)
        _set_widths(grid, [1, 2.6])
        self._gap()

    def _callout(self, block: Callout) -> None:
        title = block.title or {"info": "Note", "warn": "Take care"}[block.kind]
        grid = self.word.add_table(rows=1, cols=1)
        cell = grid.rows[0].cells[0]
        word.shade(cell, f"{block.kind}-soft")
        _fill(cell.paragraphs[0], (strong(f"{title}: "), *block.runs))
        self._gap()

    def _missing(self, block: Missing) -> None:
        self.line((strong("Missing: "), *said(block.sentence.removeprefix("Missing: "))))

    def _message(self, block: Message) -> None:
        self.headed(block.title, 3)
        limit = f"At most {block.max_chars} characters"
        self.note(f"To: {block.audience} · When: {block.stage} · By: {', '.join(block.channels)} · {limit}")
        grid = self.word.add_table(rows=1, cols=1)
        cell = grid.rows[0].cells[0]
        word.shade(cell, "inset")
        _fill(cell.paragraphs[0], block.text)
        if block.note:
            self.note(block.note)
        self._gap()

    def _chart(self, block: Chart) -> None:
        self.headed(block.title, 3)
        self.line(said(block.finding))
        self.table(chart_table(block))

    def table(self, block: Table) -> None:
        """Adds a table with a repeated head."""
        self._caption(block.caption)
        grid = self._grid(block.caption, len(block.columns), block.row_headers)
        if block.groups:
            self._group_row(grid, block.groups)
        self._head_row(grid, [(column.label, column.kind in NUMERIC) for column in block.columns])
        for line in block.rows:
            row = grid.add_row()
            for target, cell, column in zip(row.cells, line, block.columns, strict=True):
                written = self._in_cell(target, said(printed(cell.value, column.kind, column.currency)))
                if column.kind in NUMERIC:
                    written.alignment = WD_ALIGN_PARAGRAPH.RIGHT
                if cell.severity:
                    word.shade(target, f"sev-{cell.severity}")
                    for run in written.runs:
                        run.font.color.rgb = word.colour(f"sev-{cell.severity}-ink")
            word.keep_whole(row)
        _set_widths(grid, [column.share for column in block.columns])
        for note in block.notes:
            self.note(note)
        self._gap()

    def _steps(self, block: StepTable) -> None:
        self._caption(block.caption)
        grid = self._grid(block.caption, 5, has_row_heads=False)
        self._head_row(grid, [("Tick", False), ("No.", False), ("Step", False), ("Who", False), ("Time done", False)])
        for box, steps in boxes_with_steps(block):
            self._box_row(grid, box)
            for step in steps:
                who = said(strong(step.person or step.role), _role(step))
                self._row(grid, [said(TICK_BOX), said(str(step.number)), step_words(step), who, ()])
        _set_widths(grid, [0.5, 0.5, 5.1, 1.6, 0.9])
        self._gap()

    def card_steps(self, block: StepTable) -> None:
        """The steps of the card, as short as they go: the card is one page."""
        grid = self._grid(block.caption, 4, has_row_heads=False)
        self._head_row(grid, [("Tick", False), ("No.", False), ("Step", False), ("Who", False)])
        for box, steps in boxes_with_steps(block):
            self._box_row(grid, box)
            for step in steps:
                words = said(step.what, strong(" Decision: log it.") if step.is_decision else "")
                self._row(grid, [said(TICK_BOX), said(str(step.number)), words, said(step.person or step.role)])
        _set_widths(grid, [0.45, 0.4, 6.6, 1.3])
        self._gap()

    def _caption(self, text: str) -> None:
        """The caption of a table, unless the heading above it says the same."""
        if text != self.last_heading:
            self.line(said(strong(text)), size=9.5).paragraph_format.keep_with_next = True

    def _gap(self) -> None:
        word.set_style(self.word.add_paragraph(), word.GAP)

    def line(self, runs: Runs, size: float | None = None) -> WordParagraph:
        """Adds a paragraph."""
        line = self.word.add_paragraph()
        _fill(line, runs, size)
        return line

    def _grid(self, caption: str, columns: int, has_row_heads: bool) -> WordTable:
        grid = self.word.add_table(rows=0, cols=columns)
        grid.style = self.word.styles[word.TABLE_STYLE]
        grid.autofit = False
        word.describe(grid, printable(caption))
        word.set_look(grid, has_row_heads)
        return grid

    def _head_row(self, grid: WordTable, labels: list[tuple[str, bool]]) -> None:
        """The head of a table: labels, each with whether its numbers stand at the right."""
        row = grid.add_row()
        for cell, (label, is_numeric) in zip(row.cells, labels, strict=True):
            line = self._in_cell(cell, said(strong(label)))
            if is_numeric:
                line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        word.repeat_header(row)
        word.keep_whole(row)

    def _group_row(self, grid: WordTable, groups: tuple[Group, ...]) -> None:
        row = grid.add_row()
        cells = row.cells
        start = 0
        for group in groups:
            merged = cells[start].merge(cells[start + group.span - 1])
            self._in_cell(merged, said(strong(group.label))).alignment = WD_ALIGN_PARAGRAPH.CENTER
            start += group.span
        word.repeat_header(row)

    def _box_row(self, grid: WordTable, box: TimeBox) -> None:
        row = grid.add_row()
        merged = row.cells[0].merge(row.cells[-1])
        word.shade(merged, "brand-soft")
        self._in_cell(merged, (strong(box.label), *said(f" · {box.aim}"))).paragraph_format.keep_with_next = True

    def _row(self, grid: WordTable, texts: list[Runs]) -> None:
        row = grid.add_row()
        for cell, runs in zip(row.cells, texts, strict=True):
            self._in_cell(cell, runs)
        word.keep_whole(row)

    def _in_cell(self, cell: WordCell, runs: Runs) -> WordParagraph:
        line = cell.paragraphs[0]
        word.set_style(line, word.TABLE_TEXT)
        _fill(line, runs)
        return line


def boxes_with_steps(block: StepTable) -> Iterator[tuple[TimeBox, list[Step]]]:
    """The time boxes that have steps, in order, with their steps."""
    for box in block.boxes:
        steps = [step for step in block.steps if step.box == box.id]
        if steps:
            yield box, steps


def step_words(step: Step) -> Runs:
    """A step as one line of text: what to do, when it is done, which message goes with it."""
    parts = ["If it applies: " if step.is_uncertain else "", step.what, f" {step.limits}" if step.limits else ""]
    decision = strong(" Decision: write it into the log.") if step.is_decision else ""
    messages = f"\nMessage: {'; '.join(step.messages)}" if step.messages else ""
    return said("".join(parts), decision, f"\nDone when: {step.done}", messages)


def _role(step: Step) -> str:
    return f"\n{step.role}" if step.person and step.person != step.role else ""


def _fill(paragraph: WordParagraph, runs: Runs, size: float | None = None) -> None:
    for run in runs:
        text = printable(plain((run,)))
        address = safe_link(run.href)
        if address:
            word.add_link(paragraph, text, address=address)
            continue
        written = paragraph.add_run(text)
        written.bold = True if run.style == "strong" else None
        written.italic = True if run.style == "emphasis" else None
        if size:
            written.font.size = Pt(size)
        if run.style == "open":
            word.highlight(written)


def _set_widths(grid: WordTable, shares: list[float]) -> None:
    unit = PAGE_WIDTH_CM / sum(shares)
    for column, share in zip(grid.columns, shares, strict=True):
        column.width = Cm(unit * share)
    for row in grid.rows:
        for cell, share in zip(row._tr.tc_lst, shares, strict=False):
            if cell.grid_span == 1:
                cell.width = Cm(unit * share)
