"""The plan for the screen: the same tree and the same printed figures as on paper, with pictures that follow the theme."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from continuity.exports.drawing import picture
from continuity.exports.payload import CARD_HEADING, Payload, payload
from continuity.plans.blocks import Heading, Missing, Table
from continuity.plans.characters import printable
from continuity.plans.charts import Chart
from continuity.plans.document import Document, Section
from continuity.plans.lint import OPEN_SECTION

FIRST_PAGE = "first"
LONG_CELL = 40
"""Characters from which a column of a table needs room of its own."""
MANY_COLUMNS = 6
MANY_WIDE = 3
"""So many columns, or so many with long texts, are set closer."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the contents: its key in addresses, its words, and the headings inside it with their marks."""

    key: str
    label: str
    headings: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """A section as its page shows it: the data of its blocks, ready for the templates."""

    entry: Entry
    blocks: tuple[Payload, ...]
    is_personal: bool = False


@dataclass(frozen=True, slots=True)
class Screen:
    """A plan for the screen: what stands on its first page, and every section."""

    first: Payload
    pages: tuple[Page, ...]

    @property
    def contents(self) -> tuple[Entry, ...]:
        """The contents, the first page included."""
        return (Entry(FIRST_PAGE, CARD_HEADING if self.first["card"] else "Summary"), *(it.entry for it in self.pages))

    def page(self, key: str) -> Page | None:
        """The section with this key."""
        return next((page for page in self.pages if page.entry.key == key), None)

    def beside(self, key: str) -> tuple[Entry | None, Entry | None]:
        """The entries before and after one."""
        entries = self.contents
        at = next((place for place, entry in enumerate(entries) if entry.key == key), 0)
        return entries[at - 1] if at else None, entries[at + 1] if at + 1 < len(entries) else None


@dataclass(frozen=True, slots=True)
class _Marked:
    """A plan under a mark that no other plan has."""

    mark: str
    document: Document = field(compare=False)


def screen(document: Document, *, mark: str) -> Screen:
    """The plan for the screen; kept under its mark, because one plan is read page by page."""
    return _screen(_Marked(mark, document))


@lru_cache(maxsize=8)
def _screen(marked: _Marked) -> Screen:
    document = marked.document
    data = payload(document, printable)
    tables = iter(data["sections"][-1]["blocks"] if document.charts() else ())
    pages = tuple(
        _page(section, shown["blocks"], tables)
        for section, shown in zip(document.sections, data["sections"], strict=False)
    )
    return Screen(data, pages)


def _page(section: Section, shown: Sequence[Payload], tables: Iterator[Payload]) -> Page:
    headings = []
    blocks = []
    for number, (block, data) in enumerate(zip(section.blocks, shown, strict=True)):
        extra: dict[str, Any] = {"template": f"continuity/exports/blocks/{data['type']}.html"}
        if isinstance(block, Heading):
            extra["mark"] = f"part-{number}"
            if block.level == 2:
                headings.append((extra["mark"], block.text))
        elif isinstance(block, Chart):
            table = next(tables)
            extra |= {"picture": picture(block), "table": table | _with_widths(table)}
        elif isinstance(block, Missing):
            extra["sentence"] = f"{block.what}. {block.why}"
        elif isinstance(block, Table):
            extra |= _with_widths(data)
        blocks.append({**data, **extra})
    label = section.heading if section.id != OPEN_SECTION else section.title
    return Page(Entry(section.id, label, tuple(headings)), tuple(blocks), section.personal)


def _with_widths(table: Payload) -> Payload:
    """The columns of a table, those with long texts marked as wide; and whether they are too many for wide margins."""
    longest = [
        max((len(row["cells"][place]["text"]) for row in table["rows"]), default=0)
        for place in range(len(table["columns"]))
    ]
    columns = [
        {**column, "wide": not column["numeric"] and length > LONG_CELL}
        for column, length in zip(table["columns"], longest, strict=True)
    ]
    is_dense = len(columns) >= MANY_COLUMNS or sum(column["wide"] for column in columns) >= MANY_WIDE
    return {"columns": columns, "is_dense": is_dense}
