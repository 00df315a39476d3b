"""The plan as an editable Word file with native styles, contents, repeated table heads and page numbers."""

import io
from datetime import datetime
from typing import Final

import docx
from docx.shared import Cm, Pt
from docx.text.paragraph import Paragraph as WordParagraph

from assessments.ui.words import day
from continuity.exports import word
from continuity.exports.archive import with_fixed_dates
from continuity.exports.payload import CARD_HEADING, CONTENTS_HEADING, cover
from continuity.exports.word_blocks import Body
from continuity.plans.blocks import ActionCard, KeyValues, said, strong, table
from continuity.plans.characters import printable
from continuity.plans.document import Document

LONGEST_PROPERTY: Final = 255


def render(document: Document) -> bytes:
    """The plan as a DOCX file."""
    return with_fixed_dates(_Writer(document).written())


class _Writer:
    """Writes one plan into one Word file: action card, first page, contents, sections."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.word = docx.Document()
        self.body = Body(self.word)

    def written(self) -> bytes:
        """The finished file."""
        word.set_styles(self.word, self.document.language)
        self._properties()
        self._page()
        if self.document.card:
            self._card(self.document.card)
        self._cover()
        after_contents = None if self.document.brief else self._contents_head()
        breaks = after_contents is not None
        for section in self.document.sections:
            heading = self.body.headed(section.heading, 1)
            self.body.last_heading = section.title
            heading.paragraph_format.page_break_before = breaks or section.new_page or section.personal
            breaks = section.personal
            for block in section.blocks:
                self.body.write(block)
        if after_contents is not None:
            self._contents(after_contents)
        target = io.BytesIO()
        self.word.save(target)
        return target.getvalue()

    def _properties(self) -> None:
        issued = self.document.issued_on
        moment = datetime(issued.year, issued.month, issued.day)  # noqa: DTZ001 - the format has no zone
        core = self.word.core_properties
        core.title, core.author = _cut(self.document.title), _cut(self.document.author)
        core.subject, core.language = _cut(self.document.organisation), self.document.language
        core.last_modified_by, core.comments, core.revision = "", "", 1
        core.created = core.modified = moment

    def _page(self) -> None:
        page = self.word.sections[0]
        page.page_width, page.page_height = Cm(21), Cm(29.7)
        page.left_margin, page.right_margin, page.top_margin, page.bottom_margin = Cm(1.8), Cm(1.6), Cm(2.2), Cm(2)
        plan = self.document
        edition = f"Version {plan.version} · {plan.status.capitalize()} · {day(plan.issued_on)}"
        head = page.header.paragraphs[0]
        head.text = printable(f"{plan.organisation} · {plan.title} · {edition}")
        foot = page.footer.paragraphs[0]
        foot.text = printable(f"{plan.confidentiality} · Printed copies may be out of date · Page ")
        word.add_field(foot, "PAGE", "1")
        foot.add_run(" of ")
        word.add_field(foot, "NUMPAGES", "1")
        for line in (head, foot):
            for run in line.runs:
                run.font.size, run.font.color.rgb = Pt(8), word.colour("ink-3")
        if plan.status == "draft":
            word.add_watermark(head, "DRAFT")

    def _cover(self) -> None:
        plan = self.document
        first = self.body.line(said(strong(plan.organisation)))
        first.paragraph_format.page_break_before = plan.card is not None
        self.word.add_paragraph(printable(plan.title), style="Title")
        if plan.statement:
            self.body.statement(plan.statement)
        if plan.figures:
            rows = [[figure.label, figure.value, figure.comparison or None] for figure in plan.figures]
            self.body.table(table("The plan in figures", ["Figure", "Value", "Compared with"], rows))
        self.body.pairs(KeyValues(tuple((name, said(text)) for name, text in cover(plan))))
        for text in (plan.notice, plan.amounts):
            if text:
                self.body.note(text)

    def _contents_head(self) -> WordParagraph:
        """The paragraph that the contents are written before, once the headings are known."""
        contents = self.word.add_paragraph(CONTENTS_HEADING)
        contents.runs[0].font.size, contents.runs[0].font.bold = Pt(word.HEADING_SIZES["Heading 1"]), True
        contents.paragraph_format.page_break_before = True
        return self.word.add_paragraph()

    def _contents(self, paragraph: WordParagraph) -> None:
        """The contents, filled with the headings; Word adds the page numbers."""
        entries = self.body.headings or [(1, self.document.title, "")]
        for number, (level, text, bookmark) in enumerate(entries):
            line = paragraph.insert_paragraph_before(style=f"{word.CONTENTS_STYLE} {level}")
            if number == 0:
                word.open_contents(line)
            word.add_link(line, text, bookmark=bookmark)
            if number == len(entries) - 1:
                word.close_contents(line)

    def _card(self, card: ActionCard) -> None:
        heading = self.body.headed(CARD_HEADING, 1)
        heading.paragraph_format.space_before = Pt(0)
        self.body.line(said(card.title))
        if card.deciders:
            rows = [
                [d.role, d.person, d.reach, ", ".join(part for part in (d.deputy, d.deputy_reach) if part)]
                for d in card.deciders
            ]
            self.body.table(table("Who decides", ["Role", "Person", "Reach", "Stands in"], rows))
        self.body.card_steps(card.steps)
        self.body.table(card.levels)
        if card.speak:
            self.body.bullets(card.speak)
        for note in card.notes:
            self.body.note(note)


def _cut(text: str) -> str:
    """The text as long as a file property may be."""
    shown = " ".join(printable(text).split())
    return shown if len(shown) <= LONGEST_PROPERTY else shown[: LONGEST_PROPERTY - 1] + "…"
