"""Two plans side by side: the sections that differ, and in each the lines that went and came."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from assessments.ui import words
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
    StepTable,
    Table,
    plain,
)
from continuity.plans.charts import Chart, chart_table
from continuity.plans.document import Block, Document
from continuity.plans.printed import printed

SUMMARY: Final = "Summary"
CARD: Final = "Action card"
CONTROL: Final = "P1"
"""Section P1 tells of versions and dates, so it differs between any two versions."""


@dataclass(frozen=True, slots=True)
class LineChange:
    """A place where lines differ: those that were there before, those that are there now; either may be none."""

    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SectionChange:
    """A section that differs: `is_new` and `is_gone` where only one of the plans has it."""

    heading: str
    changes: tuple[LineChange, ...]
    is_new: bool = False
    is_gone: bool = False

    @property
    def count(self) -> int:
        """How many lines differ; a line in other words counts once."""
        return sum(max(len(change.before), len(change.after)) for change in self.changes)

    @property
    def sentence(self) -> str:
        """What happened to the section, in a few words."""
        if self.is_new:
            return f"{self.heading}: new"
        if self.is_gone:
            return f"{self.heading}: no longer there"
        return f"{self.heading}: {words.plural(self.count, 'line')} changed"


def compare(before: Document, after: Document, *, with_control: bool = True) -> tuple[SectionChange, ...]:
    """What differs from one plan to the next, in the order of the later one; nothing when they read the same.

    `with_control=False` leaves out what changes with every version: number, status, dates, approval, list of changes.
    """
    old, new = _parts(before, with_control), _parts(after, with_control)
    keys = [*new, *(key for key in old if key not in new)]
    found = []
    for key in keys:
        heading = (new.get(key) or old[key])[0]
        was, now = (parts[key][1] if key in parts else [] for parts in (old, new))
        if was != now:
            found.append(SectionChange(heading, tuple(_changes(was, now)), key not in old, key not in new))
    return tuple(found)


def _parts(document: Document, with_control: bool) -> dict[str, tuple[str, list[str]]]:
    """Heading and lines by part, in the order of reading."""
    parts = {"summary": (SUMMARY, list(_summary(document)))}
    if document.card:
        parts["card"] = (CARD, list(_card(document.card)))
    for section in document.sections:
        if with_control or section.id != CONTROL:
            parts[section.id] = (section.heading, [line for block in section.blocks for line in _lines(block)])
    return parts


def _changes(before: list[str], after: list[str]) -> Iterator[LineChange]:
    for kind, start, end, new_start, new_end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind != "equal":
            yield LineChange(tuple(before[start:end]), tuple(after[new_start:new_end]))


def _summary(document: Document) -> Iterator[str]:
    yield plain(document.statement)
    for figure in document.figures:
        yield f"{figure.label}: {figure.value}; {figure.comparison}"
    yield document.scope
    yield document.amounts
    yield document.confidentiality


def _card(card: ActionCard) -> Iterator[str]:
    yield card.title
    for decider in card.deciders:
        parts = (decider.person, decider.reach, decider.deputy, decider.deputy_reach)
        yield f"{decider.role}: {'; '.join(part for part in parts if part)}"
    yield from _lines(card.levels)
    yield from _lines(card.steps)
    yield from (plain(runs) for runs in card.speak)
    yield from card.notes


def _lines(block: Block) -> Iterator[str]:
    """A block as lines that a person could compare."""
    if isinstance(block, Heading):
        yield block.text
    elif isinstance(block, Paragraph | Callout):
        yield plain(block.runs)
    elif isinstance(block, BulletList | NumberedList):
        yield from (plain(item) for item in block.items)
    elif isinstance(block, KeyValues):
        yield from (f"{name}: {plain(runs)}" for name, runs in block.items)
    elif isinstance(block, Missing):
        yield block.sentence
    elif isinstance(block, Table):
        yield from _rows(block)
    elif isinstance(block, StepTable):
        yield from _steps(block)
    elif isinstance(block, Message):
        yield f"{block.title}: {plain(block.text)}"
    elif isinstance(block, Chart):
        yield f"{block.title} {block.finding}"
        yield from _rows(chart_table(block))


def _rows(block: Table) -> Iterator[str]:
    labels = [column.label for column in block.columns]
    for row in block.rows:
        cells = [
            printed(cell.value, column.kind, column.currency)
            for cell, column in zip(row, block.columns, strict=True)
        ]  # fmt: skip
        rest = (f"{label} {text}" for label, text in zip(labels[1:], cells[1:], strict=True))
        yield f"{cells[0]}: {'; '.join(rest)}"
    yield from block.notes


def _steps(block: StepTable) -> Iterable[str]:
    boxes = {box.id: box.label for box in block.boxes}
    for step in block.steps:
        who = step.person or step.role
        yield f"{boxes[step.box]}, {who}: {step.what} Done when: {step.done} {step.limits}".strip()
