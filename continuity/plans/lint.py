"""What still stands between a draft plan and its approval, in words for the person who can mend it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final, Literal

from continuity.plans.blocks import Column, Message, Missing, Paragraph, Run, StepTable, Table, said, table
from continuity.plans.characters import has_unprintable
from continuity.plans.document import Block, Document, Section, prose

BROKEN: Final = re.compile(
    r"\bnan\b|\bNaN\b|\bNone\b(?! [a-z])|\bNone (?:minutes?|hours?|days?|weeks?|months?|years?|per)\b|\{[a-z_]+\}"
)
"""Marks of a value that did not arrive. "None of them" is English and passes."""
PLAN_PAGE: Final = "Plan document"
OPEN_SECTION: Final = "open"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to mend: what, in which section, and where to do it."""

    kind: Literal["missing", "empty", "open", "text", "character"]
    section: str
    what: str
    mend: str


def lint(document: Document) -> tuple[Finding, ...]:
    """Everything that is missing, left open or garbled, in the order of the document; empty when it may be approved."""
    found: list[Finding] = []
    for heading, node in _parts(document):
        found.extend(_garbled(heading, node))
    for section in document.sections:
        if not section.blocks:
            found.append(Finding("empty", section.heading, "This section has no content.", PLAN_PAGE))
        for block in section.blocks:
            found.extend(_missing_or_open(section, block))
    found.extend(
        _missing(f"Sheet {register.name}", register.content)
        for register in document.registers
        if isinstance(register.content, Missing)
    )
    kept: dict[Finding, Finding] = {}
    for finding in found:
        kept.setdefault(_once(finding), finding)
    return tuple(kept.values())


def _once(finding: Finding) -> Finding:
    """A place left open in several sections is one thing to do."""
    return replace(finding, section="") if finding.kind == "open" else finding


def with_open_places(document: Document) -> Document:
    """The document with a last section that lists every place still to fill in; unchanged when there is none."""
    now: dict[str, list[str]] = {}
    later: dict[str, list[str]] = {}
    for message in document.messages():
        for opening in message.openings:
            (now if opening.where else later).setdefault(opening.label, []).append(message.title)
    sections = tuple(section for section in document.sections if section.id != OPEN_SECTION)
    if not now and not later:
        return replace(document, sections=sections)
    rows = [
        [label, "; ".join(used), when]
        for when, labels in (("Now", now), ("On the day", later))
        for label, used in labels.items()
    ]
    columns = [Column("What to fill in", share=1.3), Column("Messages", share=2.6), Column("When", share=0.7)]
    blocks: tuple[Block, ...] = (
        Paragraph(said("Each of these is marked in the messages. Fill in what you can before the plan is approved.")),
        table("Places left open in the messages", columns, rows),
    )
    return replace(document, sections=(*sections, Section(OPEN_SECTION, "Still to fill in", blocks)))


def _parts(document: Document) -> Iterator[tuple[str, object]]:
    """What a reader sees, piece by piece, with the name of its place."""
    yield "First page", (document.title, document.organisation, document.author, document.endorser, document.scope)
    yield "Summary", (document.statement, document.figures, document.amounts)
    if document.card:
        yield "Action card", document.card
    for section in document.sections:
        yield section.heading, section.title
        for block in section.blocks:
            yield section.heading, block
    for register in document.registers:
        yield f"Sheet {register.name}", register.content


def _garbled(heading: str, node: object) -> Iterator[Finding]:
    for text in prose(node):
        mark = BROKEN.search(text)
        if mark:
            yield Finding("text", heading, f"“{_around(text, mark)}” holds “{mark.group()}”.", _mend(node))
        if has_unprintable(text):
            yield Finding("character", heading, f"“{text[:40]}” holds a character that cannot be printed.", _mend(node))


def _around(text: str, mark: re.Match[str]) -> str:
    return " ".join(text[max(0, mark.start() - 30) : mark.end() + 30].split())


def _mend(node: object) -> str:
    if isinstance(node, Table):
        return f"{PLAN_PAGE}, table “{node.caption}”"
    if isinstance(node, StepTable):
        return f"{PLAN_PAGE}, runbook “{node.caption}”"
    if isinstance(node, Message):
        return f"{PLAN_PAGE}, message “{node.title}”"
    return PLAN_PAGE


def _missing(heading: str, gap: Missing) -> Finding:
    return Finding("missing", heading, f"{gap.what}. {gap.why}", gap.where)


def _missing_or_open(section: Section, block: Block) -> Iterator[Finding]:
    if isinstance(block, Missing):
        yield _missing(section.heading, block)
    elif isinstance(block, Message):
        for opening in block.openings:
            if opening.where:
                yield Finding("open", section.heading, f"{opening.label} is left open.", opening.where)
        if block.max_chars and block.characters > block.max_chars:
            what = f"The message “{block.title}” is {block.characters - block.max_chars} characters too long."
            yield Finding("text", section.heading, what, _mend(block))
    elif not isinstance(block, StepTable):
        for label in _open_runs(block):
            yield Finding("open", section.heading, f"{label} is left open.", _mend(block))


def _open_runs(node: object) -> Iterator[str]:
    if isinstance(node, Run):
        if node.style == "open":
            yield node.text
    elif isinstance(node, tuple):
        for part in node:
            yield from _open_runs(part)
    elif hasattr(node, "__dataclass_fields__"):
        for name in node.__dataclass_fields__:
            yield from _open_runs(getattr(node, name))
