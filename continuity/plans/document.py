"""The continuity plan as one neutral tree, from which every format is made."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from typing import Any, Literal

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
    Runs,
    StepTable,
    Table,
)
from continuity.plans.charts import Chart

Block = (
    Heading
    | Paragraph
    | BulletList
    | NumberedList
    | Table
    | KeyValues
    | Callout
    | Missing
    | StepTable
    | Message
    | Chart
)

NOT_PROSE = frozenset({"id", "kind", "style", "form", "tone", "box", "href", "currency", "language", "status"})
"""Fields that hold codes for the renderers, never words for the reader."""
SHARED_NOTICE = "Shared copy: the pages with personal contact details are left out."
REACH_LEFT_OUT = "see the contact pages"


@dataclass(frozen=True, slots=True)
class Figure:
    """One of the few figures of the summary: a label, the value in words, and what to compare it with."""

    label: str
    value: str
    comparison: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A numbered part of the plan (P1 to P16); `personal` marks pages that a shared copy leaves out."""

    id: str
    title: str
    blocks: tuple[Block, ...]
    personal: bool = False
    new_page: bool = False

    @property
    def heading(self) -> str:
        """Number and title as printed."""
        number = self.id.removeprefix("P")
        return f"{number}  {self.title}" if number.isdigit() else self.title


@dataclass(frozen=True, slots=True)
class Register:
    """A sheet of the workbook: a typed table, or what is missing for it."""

    name: str
    content: Table | Missing
    personal: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """A continuity plan of one organisation in one version; a `brief` one is printed without a page of contents."""

    title: str
    organisation: str
    version: str
    status: Literal["draft", "approved"]
    issued_on: date
    author: str
    confidentiality: str
    sections: tuple[Section, ...]
    card: ActionCard | None = None
    language: str = "en-GB"
    currency: str = ""
    amounts: str = ""
    endorser: str = ""
    endorsed_on: date | None = None
    next_review: date | None = None
    scope: str = ""
    notice: str = ""
    brief: bool = False
    statement: Runs = ()
    figures: tuple[Figure, ...] = ()
    registers: tuple[Register, ...] = ()

    def register(self, name: str) -> Register | None:
        """The register of that name, if the plan has it."""
        return next((register for register in self.registers if register.name == name), None)

    def blocks(self) -> Iterator[tuple[Section, Block]]:
        """Every block with the section it stands in, in the order of the document."""
        for section in self.sections:
            for block in section.blocks:
                yield section, block

    def charts(self) -> list[Chart]:
        """The charts, in order."""
        return [block for _, block in self.blocks() if isinstance(block, Chart)]

    def messages(self) -> list[Message]:
        """The messages, in order."""
        return [block for _, block in self.blocks() if isinstance(block, Message)]

    def runbooks(self) -> list[StepTable]:
        """The runbooks, in order."""
        return [block for _, block in self.blocks() if isinstance(block, StepTable)]


def shared_copy(document: Document) -> Document:
    """The plan without its pages of personal contact details, and saying so."""
    card = document.card
    if card:
        hidden = (
            replace(decider, reach=REACH_LEFT_OUT if decider.reach else "", deputy_reach="")
            for decider in card.deciders
        )
        card = replace(card, deciders=tuple(hidden))
    return replace(
        document,
        card=card,
        notice=f"{document.notice} {SHARED_NOTICE}".strip(),
        sections=tuple(section for section in document.sections if not section.personal),
        registers=tuple(register for register in document.registers if not register.personal),
    )


def prose(node: Any) -> Iterator[str]:
    """Every piece of text a reader sees in a block, a section or a whole document."""
    if isinstance(node, str):
        if node:
            yield node
    elif isinstance(node, tuple):
        for part in node:
            yield from prose(part)
    elif is_dataclass(node):
        for field in fields(node):
            if field.name not in NOT_PROSE:
                yield from prose(getattr(node, field.name))
