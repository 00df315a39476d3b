"""The plan as plain data for the page template: every figure printed, every text made printable and breakable."""

import re
from collections.abc import Callable, Iterable
from typing import Any, Final

from assessments.ui.words import day
from continuity.exports.palette import LIGHT
from continuity.exports.svg import svg
from continuity.plans.blocks import (
    ActionCard,
    BulletList,
    Callout,
    Cell,
    Column,
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
    plain,
)
from continuity.plans.characters import printable
from continuity.plans.charts import Chart, chart_table
from continuity.plans.document import Document, Section
from continuity.plans.links import safe_link
from continuity.plans.printed import printed

Words = Callable[[str], str]
Payload = dict[str, Any]
LONG_WORD: Final = re.compile(r"\S{24,}")
PIECE: Final = 12
BREAK: Final = "\u200b"
LONG_TEXT: Final = 900
"""Characters from which a table cell may run over the end of a page."""
NUMERIC: Final = frozenset({"number", "money", "percent"})
RUNNING_HEAD: Final = 60
MOST_CONTENTS: Final = 45
"""Entries of the contents that fit on one page."""
CHART_TABLES: Final = "Figures behind the charts"
STATUS: Final = {"draft": "Draft, not approved", "approved": "Approved"}
CARD_HEADING: Final = "If TikTok fails: action card"
CONTENTS_HEADING: Final = "Contents"


def breakable(text: str) -> str:
    """The text with places to break inside words too long for a line, such as addresses.

    >>> breakable("a" * 30).count(BREAK)
    2
    """
    return LONG_WORD.sub(lambda word: _pieces(word.group()), printable(text))


def _pieces(word: str) -> str:
    return BREAK.join(word[start : start + PIECE] for start in range(0, len(word), PIECE))


def payload(document: Document, words: Words = breakable) -> Payload:
    """Everything the template needs; `words` is applied to each piece of text on its way."""
    sections = [*document.sections, *_chart_section(document)]
    return {
        "title": words(document.title),
        "organisation": words(document.organisation),
        "running": {"organisation": words(_short(document.organisation)), "title": words(_short(document.title))},
        "author": words(document.author),
        "keywords": [],
        "year": document.issued_on.year,
        "month": document.issued_on.month,
        "day": document.issued_on.day,
        "lang": document.language.partition("-")[0],
        "region": document.language.partition("-")[2] or None,
        "edition": words(
            f"Version {_short(document.version)} · {document.status.capitalize()} · {day(document.issued_on)}"
        ),
        "confidentiality": words(_short(document.confidentiality)),
        "draft": document.status == "draft",
        "statement": _line(document.statement, words),
        "figures": [
            {"label": words(figure.label), "value": words(figure.value), "comparison": words(figure.comparison)}
            for figure in document.figures
        ],
        "cover": [{"name": name, "runs": [_run(text, words)]} for name, text in cover(document)],
        "notice": words(document.notice),
        "amounts": words(document.amounts),
        "card": _card(document.card, words) if document.card else None,
        "sections": [
            _section(section, words, follows_personal=before is not None and before.personal)
            for before, section in zip([None, *sections], sections, strict=False)
        ],
        "brief": document.brief,
        "long_contents": _headings(sections) > MOST_CONTENTS,
        "palette": LIGHT,
        "heads": {"card": CARD_HEADING, "contents": CONTENTS_HEADING},
    }


def _short(text: str) -> str:
    """The text as far as it fits into the head of a page."""
    return text if len(text) <= RUNNING_HEAD else text[: RUNNING_HEAD - 1].rstrip() + "…"


def cover(document: Document) -> list[tuple[str, str]]:
    """The facts of the first page that are known, with their names."""
    endorsed = f" on {day(document.endorsed_on)}" if document.endorsed_on else ""
    facts = [
        ("Version", document.version),
        ("Status", STATUS[document.status]),
        ("Date", day(document.issued_on)),
        ("Scope", document.scope),
        ("Prepared by", document.author),
        ("Approved by", document.endorser + endorsed if document.endorser else ""),
        ("Next review", day(document.next_review) if document.next_review else ""),
        ("Classification", document.confidentiality),
    ]
    return [(name, text) for name, text in facts if text]


def _headings(sections: Iterable[Section]) -> int:
    return sum(
        1 + sum(isinstance(block, Heading) and block.level == 2 for block in section.blocks) for section in sections
    )


def _chart_section(document: Document) -> Iterable[Section]:
    tables = tuple(chart_table(chart) for chart in document.charts())
    if tables:
        yield Section("charts", CHART_TABLES, tables, new_page=True)


def _section(section: Section, words: Words, *, follows_personal: bool) -> Payload:
    """A section; pages that a shared copy leaves out hold nothing else."""
    blocks = []
    heading = section.title
    for block in section.blocks:
        data = BLOCKS[type(block)](block, words)
        if isinstance(block, Heading):
            heading = block.text
        elif isinstance(block, StepTable) and block.caption == heading:
            data["caption"] = ""
        blocks.append(data)
    return {
        "heading": words(section.heading),
        "new_page": section.new_page or section.personal or follows_personal,
        "blocks": blocks,
    }


def _heading(block: Heading, words: Words) -> Payload:
    return {"type": "heading", "level": block.level, "text": words(block.text)}


def _paragraph(block: Paragraph, words: Words) -> Payload:
    return {"type": "paragraph", "tone": block.tone, "runs": _line(block.runs, words)}


def _bullets(block: BulletList, words: Words) -> Payload:
    return {"type": "bullets", "items": [_line(item, words) for item in block.items]}


def _numbers(block: NumberedList, words: Words) -> Payload:
    return {"type": "numbers", "items": [_line(item, words) for item in block.items]}


def _table(block: Table, words: Words) -> Payload:
    return {
        "type": "table",
        "caption": words(block.caption),
        "columns": [
            {
                "label": words(column.label),
                "numeric": column.kind in NUMERIC,
                "share": column.share,
            }
            for column in block.columns
        ],
        "groups": [{"label": words(group.label), "span": group.span} for group in block.groups],
        "rows": [
            {"cells": cells, "long": any(len(cell["text"]) > LONG_TEXT for cell in cells)}
            for cells in (
                [_cell(cell, column, words) for cell, column in zip(row, block.columns, strict=True)]
                for row in block.rows
            )
        ],
        "row_headers": block.row_headers,
        "notes": [words(note) for note in block.notes],
    }


def _cell(cell: Cell, column: Column, words: Words) -> Payload:
    text = printed(cell.value, column.kind, column.currency)
    return {"text": words(text), "severity": cell.severity, "numeric": column.kind in NUMERIC}


def _pairs(block: KeyValues, words: Words) -> Payload:
    items = [{"name": words(name), "runs": _line(runs, words)} for name, runs in block.items]
    return {"type": "pairs", "title": words(block.title), "items": items}


def _callout(block: Callout, words: Words) -> Payload:
    return {"type": "callout", "kind": block.kind, "title": words(block.title), "runs": _line(block.runs, words)}


def _missing(block: Missing, words: Words) -> Payload:
    return {"type": "missing", "what": words(block.what), "why": words(block.why), "where": words(block.where)}


def _steps(block: StepTable, words: Words) -> Payload:
    return {"type": "steps", "caption": words(block.caption), "groups": _groups(block, words)}


def _groups(block: StepTable, words: Words) -> list[Payload]:
    groups = []
    for box in block.boxes:
        steps = [_step(step, words) for step in block.steps if step.box == box.id]
        if steps:
            groups.append({"label": words(box.label), "aim": words(box.aim), "steps": steps})
    return groups


def _step(step: Step, words: Words) -> Payload:
    return {
        "number": step.number,
        "what": words(step.what),
        "done": words(step.done),
        "person": words(step.person or step.role),
        "role": words(step.role if step.person and step.person != step.role else ""),
        "messages": words("; ".join(step.messages)),
        "limits": words(step.limits),
        "is_decision": step.is_decision,
        "is_uncertain": step.is_uncertain,
        "long": len(step.what) + len(step.done) > LONG_TEXT,
    }


def _message(block: Message, words: Words) -> Payload:
    return {
        "type": "message",
        "title": words(block.title),
        "audience": words(block.audience),
        "stage": words(block.stage),
        "channels": words(", ".join(block.channels)),
        "max_chars": block.max_chars,
        "runs": _line(block.text, words),
        "long": len(plain(block.text)) > LONG_TEXT,
        "note": words(block.note),
    }


def _chart(block: Chart, words: Words) -> Payload:
    return {
        "type": "chart",
        "title": words(block.title),
        "finding": words(block.finding),
        "alt": printable(block.alt),
        "svg": svg(block),
        "source": words(block.source),
        "long": len(block.title) + len(block.finding) > LONG_TEXT,
    }


def _card(card: ActionCard, words: Words) -> Payload:
    return {
        "title": words(card.title),
        "deciders": [
            {
                "role": words(decider.role),
                "person": words(decider.person),
                "reach": words(decider.reach),
                "deputy": words(", ".join(part for part in (decider.deputy, decider.deputy_reach) if part)),
            }
            for decider in card.deciders
        ],
        "levels": _table(card.levels, words),
        "groups": _groups(card.steps, words),
        "speak": [_line(runs, words) for runs in card.speak],
        "notes": [words(note) for note in card.notes],
    }


def _line(runs: Runs, words: Words) -> list[Payload]:
    return [{"text": words(run.text), "style": run.style, "href": safe_link(run.href)} for run in runs]


def _run(text: str, words: Words) -> Payload:
    return {"text": words(text), "style": "plain", "href": ""}


BLOCKS: Final[dict[type, Callable[[Any, Words], Payload]]] = {
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
