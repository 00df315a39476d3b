"""Whatever text was stored, every format comes out, and the words are in it."""

import io
import re
import zipfile
from dataclasses import replace
from xml.etree import ElementTree

import docx
import openpyxl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from pypdf import PdfReader

from continuity.exports import docx as word
from continuity.exports import markdown, pdf, xlsx
from continuity.plans import document_json
from continuity.plans.blocks import (
    BulletList,
    Callout,
    KeyValues,
    Message,
    Paragraph,
    Step,
    StepTable,
    TimeBox,
    said,
    table,
)
from continuity.plans.characters import printable
from continuity.plans.document import Register
from tests.factories.plan_texts import HARD_TEXTS, LONG_TEXTS, plan_with

SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
ANY_CHARACTER = st.characters(exclude_categories=())
ANY_TEXT = st.text(ANY_CHARACTER, max_size=60) | st.sampled_from(HARD_TEXTS)
QUICKLY = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
SLOWLY = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def only(text):
    """A plan with the text in one paragraph and one sheet."""
    document = plan_with("Plan", (Paragraph(said(text)),) if text else ())
    return document, Register("Activities", table("Activities", ["Name", "Text"], [["row", text]]))


@QUICKLY
@given(ANY_TEXT)
def test_json_carries_any_text_unchanged(text):
    document = plan_with(text)
    assert document_json.read(document_json.render(document)) == document


@pytest.mark.slow
@QUICKLY
@given(st.text(ANY_CHARACTER, min_size=1, max_size=200))
def test_word_carries_every_character_that_can_be_printed(text):
    document, _ = only(text)
    opened = docx.Document(io.BytesIO(word.render(document)))
    assert printable(text) in [paragraph.text for paragraph in opened.paragraphs]


@QUICKLY
@given(st.text(ANY_CHARACTER, min_size=1, max_size=200) | st.sampled_from(HARD_TEXTS))
@example("_x000B_ x005F_ _x005F_")
def test_a_sheet_carries_every_character_that_can_be_printed(text):
    document, register = only(text)
    assert printable(text) in strings_of(xlsx.render(replace(document, registers=(register,))))


@pytest.mark.parametrize("text", LONG_TEXTS, ids=["words", "one word", "emoji"])
def test_a_text_too_long_for_a_cell_stands_whole_on_a_sheet_of_its_own(text):
    document, register = only(text)
    book = openpyxl.load_workbook(io.BytesIO(xlsx.render(replace(document, registers=(register,)))))
    assert book["Activities"]["B2"].value.endswith("… (continues on the sheet “Long texts”, text 1)")
    rows = list(book["Long texts"].iter_rows(min_row=2, values_only=True))
    assert "".join(words for *_, words in rows) == text
    assert {place for _, _, place, _ in rows} == {"Activities, row 2, Text"}
    assert all(len(words.encode("utf-16-le")) / 2 <= xlsx.CELL_LIMIT for *_, words in rows)


@pytest.mark.parametrize("text", LONG_TEXTS, ids=["words", "one word", "emoji"])
def test_a_long_text_stands_whole_in_the_other_formats(text):
    document = plan_with("Plan", (Paragraph(said(text)), table("Long", ["Name", "Text"], [["row", text]])))
    opened = docx.Document(io.BytesIO(word.render(document)))
    assert text in [paragraph.text for paragraph in opened.paragraphs]
    assert markdown.render(document).decode().count(text.strip()) == 2
    assert document_json.read(document_json.render(document)) == document


@pytest.mark.slow
@pytest.mark.parametrize("text", LONG_TEXTS[:2], ids=["words", "one word"])
def test_a_long_text_runs_over_as_many_pages_as_it_needs_and_never_off_the_paper(text, fonts):
    """A page of this size holds some five thousand letters; a row that could not break would put all on one."""
    text = text[:20_000]
    step = Step("s", 1, "t0", "Lead", "Maya", text, "Done")
    blocks = (
        Paragraph(said(text)),
        table("Long", ["Name", "Text"], [["row", text]]),
        KeyValues((("Name", said(text)),)),
        StepTable("Steps", (TimeBox("t0", "Now", "Act"),), (step,)),
        Message("m", "Title", "All", "First", ("email",), said(text), 100),
        Callout("info", "", said(text)),
        BulletList((said(text),)),
    )
    pages = [
        page.extract_text() for page in PdfReader(io.BytesIO(pdf.render(plan_with("Plan", blocks), fonts=fonts))).pages
    ]
    letters = [len("".join(page.split())) for page in pages]
    assert max(letters) < 9000
    assert sum(letters) > len(blocks) * len("".join(text.split()))


@QUICKLY
@given(st.text(ANY_CHARACTER, max_size=200) | st.sampled_from(HARD_TEXTS))
@example("*a* _b_ `c` ~~d~~ <br> &amp; | x")
@example("1. a\n2) b\n- c\n+ d\n# e\n===\n---")
def test_markdown_shows_what_was_written(text):
    document, _ = only(text)
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(markdown.render(document).decode())
    shown = " ".join(_shown(token) for token in tokens if token.type == "inline")
    assert " ".join(printable(text).split()) in " ".join(shown.split())


@pytest.mark.slow
@SLOWLY
@given(ANY_TEXT)
def test_every_office_format_is_made_of_any_text_in_any_place(text):
    document = plan_with(text)
    for content in (word.render(document), xlsx.render(document)):
        assert zipfile.ZipFile(io.BytesIO(content)).testzip() is None
    assert markdown.render(document).decode()


@pytest.mark.slow
@SLOWLY
@given(text=st.text(ANY_CHARACTER, max_size=40))
def test_a_pdf_is_made_of_any_text_in_any_place(text, fonts):
    assert pdf.render(plan_with(text), fonts=fonts).startswith(b"%PDF")


@pytest.mark.parametrize("text", HARD_TEXTS, ids=lambda text: ascii(text[:20]))
def test_a_pdf_is_made_of_texts_that_break_programs(text, fonts):
    assert pdf.render(plan_with(text), fonts=fonts).startswith(b"%PDF")


def strings_of(workbook):
    """Every text of a workbook as an office program reads it; openpyxl takes `x005F_` out of words."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as parts:
        entries = ElementTree.fromstring(parts.read("xl/sharedStrings.xml")).iter(f"{SHEET}si")
        texts = ["".join(text.text or "" for text in entry.iter(f"{SHEET}t")) for entry in entries]
    return {re.sub("_x([0-9A-F]{4})_", lambda code: chr(int(code[1], 16)), text) for text in texts}


def _shown(token):
    parts = []
    for child in token.children or []:
        if child.type in {"softbreak", "hardbreak"}:
            parts.append("\n")
        elif child.type == "html_inline":
            assert child.content == "<br>"
            parts.append("\n")
        else:
            parts.append(child.content)
    return "".join(parts)
