"""The plan as Markdown with tables in the way of GitHub, readable as it stands."""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

from continuity.exports.payload import CARD_HEADING, cover
from continuity.plans.blocks import (
    ActionCard,
    BulletList,
    Callout,
    Heading,
    KeyValues,
    Message,
    Missing,
    NumberedList,
    Paragraph,
    Run,
    Runs,
    Step,
    StepTable,
    Table,
    said,
    strong,
    table,
)
from continuity.plans.characters import printable
from continuity.plans.charts import Chart, chart_table
from continuity.plans.document import Document
from continuity.plans.links import safe_link
from continuity.plans.printed import printed

SPECIAL: Final = re.compile(r"([\\`*_\[\]<>|~&$])")
LINE_START: Final = re.compile(r"^(\s*)(?:(#{1,6}|[+\-]|[\-=]+)(?=\s|$)|(\d{1,9})([.)])(?=\s|$))", re.MULTILINE)
NUMERIC: Final = frozenset({"number", "money", "percent"})
EDGE_SPACE: Final = re.compile(r"^(\s*)(.*?)(\s*)$", re.DOTALL)
UNSAFE_IN_ADDRESS: Final = {"<": "%3C", ">": "%3E", "\\": "%5C", "|": "%7C"}
TICK_BOX: Final = "☐"


def render(document: Document) -> bytes:
    """The plan as UTF-8 text."""
    return ("\n\n".join(part for part in _parts(document) if part) + "\n").encode()


def escaped(text: str) -> str:
    """The text so that a reader of Markdown shows it as it was written.

    >>> escaped("- 5 * 3 < [x]")
    '\\\\- 5 \\\\* 3 \\\\< \\\\[x\\\\]'
    """
    text = SPECIAL.sub(r"\\\1", printable(text))
    return LINE_START.sub(lambda m: f"{m[1]}\\{m[2]}" if m[2] else f"{m[1]}{m[3]}\\{m[4]}", text)


def _parts(document: Document) -> Iterator[str]:
    if document.card:
        yield from _card(document.card)
    yield f"# {_one_line(document.title)}"
    yield f"**{_one_line(document.organisation)}**"
    if document.statement:
        yield f"> {_line(document.statement)}"
    if document.figures:
        rows = [[figure.label, figure.value, figure.comparison] for figure in document.figures]
        yield _table(table("The plan in figures", ["Figure", "Value", "Compared with"], rows))
    yield _pairs(KeyValues(tuple((name, said(text)) for name, text in cover(document))))
    for text in (document.notice, document.amounts):
        yield _line(said(text))
    yield "Printed copies may be out of date."
    for section in document.sections:
        yield f"## {_one_line(section.heading)}"
        for block in section.blocks:
            yield WRITERS[type(block)](block)


def _card(card: ActionCard) -> Iterator[str]:
    yield f"# {_one_line(CARD_HEADING)}"
    yield _line(said(card.title))
    if card.deciders:
        rows = [
            [d.role, d.person, d.reach, ", ".join(part for part in (d.deputy, d.deputy_reach) if part)]
            for d in card.deciders
        ]
        yield _table(table("Who decides", ["Role", "Person", "Reach", "Stands in"], rows))
    yield _steps(card.steps)
    yield _table(card.levels)
    if card.speak:
        yield _bullets(BulletList(card.speak))
    yield from (_line(said(note)) for note in card.notes)
    yield "---"


def _heading(block: Heading) -> str:
    return f"{'#' * (block.level + 1)} {_one_line(block.text)}"


def _paragraph(block: Paragraph) -> str:
    return f"> {_line(block.runs)}" if block.tone == "statement" else _line(block.runs)


def _bullets(block: BulletList) -> str:
    return "\n".join(f"- {_indented(_line(item))}" for item in block.items)


def _numbers(block: NumberedList) -> str:
    return "\n".join(f"{number}. {_indented(_line(item))}" for number, item in enumerate(block.items, 1))


def _pairs(block: KeyValues) -> str:
    title = f"**{_one_line(block.title)}**\n\n" if block.title else ""
    return title + "\n".join(f"- **{_one_line(name)}:** {_indented(_line(runs))}" for name, runs in block.items)


def _callout(block: Callout) -> str:
    title = block.title or {"info": "Note", "warn": "Take care"}[block.kind]
    return "> " + _line((strong(f"{title}:"), Run(" "), *block.runs)).replace("\n", "\n> ")


def _missing(block: Missing) -> str:
    return f"**Missing:** {escaped(block.sentence.removeprefix('Missing: '))}"


def _table(block: Table) -> str:
    groups = [group.label for group in block.groups for _ in range(group.span)] or [""] * len(block.columns)
    labels = [
        f"{group}: {column.label}" if group else column.label
        for group, column in zip(groups, block.columns, strict=True)
    ]
    rules = ["---:" if column.kind in NUMERIC else "---" for column in block.columns]
    rows = [
        [
            _in_cell(said(printed(cell.value, column.kind, column.currency)))
            for cell, column in zip(row, block.columns, strict=True)
        ]
        for row in block.rows
    ]
    lines = [_row([_in_cell(said(label)) for label in labels]), _row(rules), *(_row(row) for row in rows)]
    notes = "".join(f"\n\n{_line(said(note))}" for note in block.notes)
    return f"**{_one_line(block.caption)}**\n\n" + "\n".join(lines) + notes


def _steps(block: StepTable) -> str:
    heads = ("Tick", "No.", "When", "Step", "Who", "Time done")
    lines = [_row(heads), _row(["---:" if head == "No." else "---" for head in heads])]
    boxes = {box.id: box.label for box in block.boxes}
    for step in block.steps:
        who = step.person if step.person == step.role or not step.role else f"{step.person}\n{step.role}".strip()
        start = [_in_cell(said(text)) for text in (TICK_BOX, str(step.number), boxes[step.box])]
        lines.append(_row([*start, _in_cell(_step_words(step)), _in_cell(said(who)), ""]))
    return f"**{_one_line(block.caption)}**\n\n" + "\n".join(lines)


def _step_words(step: Step) -> Runs:
    parts = ["If it applies: " if step.is_uncertain else "", step.what, f" {step.limits}" if step.limits else ""]
    decision = (Run(" "), strong("Decision: write it into the log.")) if step.is_decision else ()
    messages = said(f"\nMessage: {'; '.join(step.messages)}") if step.messages else ()
    return (*said("".join(parts)), *decision, *said(f"\nDone when: {step.done}"), *messages)


def _message(block: Message) -> str:
    limit = f"At most {block.max_chars} characters"
    head = f"To: {block.audience} · When: {block.stage} · By: {', '.join(block.channels)} · {limit}"
    text = "> " + _line(block.text).replace("\n", "\n> ")
    note = f"\n\n{_line(said(block.note))}" if block.note else ""
    return f"#### {_one_line(block.title)}\n\n{escaped(head)}\n\n{text}{note}"


def _chart(block: Chart) -> str:
    return f"#### {_one_line(block.title)}\n\n{_line(said(block.finding))}\n\n{_table(chart_table(block))}"


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _line(runs: Runs) -> str:
    """Inline text; a line break inside it stays one."""
    text = "".join(_run(run) for run in runs)
    return "\\\n".join(line.strip() for line in text.strip().split("\n"))


def _in_cell(runs: Runs) -> str:
    return "<br>".join(line.strip() for line in "".join(_run(run) for run in runs).split("\n"))


def _one_line(text: str) -> str:
    return " ".join(escaped(text).split())


def _indented(text: str) -> str:
    return text.replace("\n", "\n  ")


def _run(run: Run) -> str:
    if run.style == "open":
        return f"**\\[{escaped(run.text)}\\]**"
    text = escaped(run.text)
    mark = {"strong": "**", "emphasis": "*"}.get(run.style, "")
    if mark and text.strip():
        before, inside, after = EDGE_SPACE.match(text).groups()  # type: ignore[union-attr]  # the pattern fits any text
        text = f"{before}{mark}{inside}{mark}{after}"
    address = safe_link(run.href)
    if address:
        for character, code in UNSAFE_IN_ADDRESS.items():
            address = address.replace(character, code)
        return f"[{text}](<{address}>)"
    return text


WRITERS: Final[dict[type, Callable[[Any], str]]] = {
    Heading: _heading,
    Paragraph: _paragraph,
    BulletList: _bullets,
    NumberedList: _numbers,
    Table: _table,
    KeyValues: _pairs,
    Callout: _callout,
    Missing: _missing,
    StepTable: _steps,
    Message: _message,
    Chart: _chart,
}
