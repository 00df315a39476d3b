"""The Word file: native styles, repeated heads, page numbers, contents; and it can be edited."""

import io
from dataclasses import replace

import docx
import pytest
from docx.oxml.ns import qn

from continuity.exports import docx as word
from continuity.plans.blocks import Paragraph, Run, said
from continuity.plans.document import shared_copy
from tests.factories.plan_documents import beauty_plan
from tests.factories.plan_texts import plan_with


@pytest.fixture(scope="module")
def content():
    return word.render(beauty_plan())


@pytest.fixture(scope="module")
def opened(content):
    return docx.Document(io.BytesIO(content))


def texts(file):
    cells = [cell.text for table in file.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in file.paragraphs] + cells)


def test_the_parts_stand_in_native_styles(opened):
    styles = {paragraph.style.name for paragraph in opened.paragraphs}
    assert {"Title", "Heading 1", "Heading 2", "Heading 3", "List Bullet", "toc 1", "toc 2"} <= styles


def test_every_section_is_a_heading_and_an_entry_of_the_contents(opened):
    heads = [paragraph.text for paragraph in opened.paragraphs if paragraph.style.name == "Heading 1"]
    assert heads == ["If TikTok fails: action card", *(" ".join(s.heading.split()) for s in beauty_plan().sections)]
    entries = [paragraph.text for paragraph in opened.paragraphs if paragraph.style.name == "toc 1"]
    assert entries == heads


def test_the_contents_are_a_field_that_word_fills_and_each_entry_leads_to_its_heading(opened):
    body = opened.element.body
    codes = [code.text for code in body.iter(qn("w:instrText"))]
    assert 'TOC \\o "1-2" \\h \\z \\u' in codes
    kinds = [mark.get(qn("w:fldCharType")) for mark in body.iter(qn("w:fldChar"))]
    assert kinds == ["begin", "separate", "end"]
    anchors = {link.get(qn("w:anchor")) for link in body.iter(qn("w:hyperlink"))} - {None}
    names = {mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))}
    assert anchors == names


def test_table_heads_repeat_on_every_page(opened):
    planned = [table for table in opened.tables if table.style and table.style.name == "Plan Table"]
    assert len(planned) > 15
    for table in planned:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None


def test_tables_have_a_caption_for_screen_readers(opened):
    captions = {mark.get(qn("w:val")) for mark in opened.element.body.iter(qn("w:tblCaption"))}
    assert "Activities in the order in which they come back" in captions


def test_head_and_foot_carry_the_plan_and_the_page_number(opened):
    section = opened.sections[0]
    assert (
        "Northlight Skincare · Continuity plan for the loss of TikTok · Version 1.2 · Draft"
        in section.header.paragraphs[0].text
    )
    foot = section.footer.paragraphs[0]
    assert foot.text.startswith("Internal · Printed copies may be out of date · Page ")
    codes = [code.text for code in foot._p.iter(qn("w:instrText"))]
    assert codes == ["PAGE", "NUMPAGES"]


def test_a_draft_has_its_watermark_and_an_approved_plan_has_none(opened):
    shapes = opened.sections[0].header._element.xpath(".//*[local-name()='textpath']/@string")
    assert shapes == ["DRAFT"]
    approved = docx.Document(io.BytesIO(word.render(replace(beauty_plan(), status="approved"))))
    assert not approved.sections[0].header._element.xpath(".//*[local-name()='textpath']")


def test_a_chart_is_its_finding_and_its_table(opened):
    words = texts(opened)
    assert "The plan cuts the chance of passing the limit of £400,000 from 10% to 3%." in words
    assert "£307,000" in words


def test_the_file_has_title_author_language_and_the_date_of_the_plan(opened):
    core = opened.core_properties
    assert (core.title, core.author) == ("Continuity plan for the loss of TikTok", "Maya Lind, marketing lead")
    assert (core.created.date(), core.modified.date()) == (beauty_plan().issued_on, beauty_plan().issued_on)
    assert opened.styles["Normal"].element.rPr.find(qn("w:lang")).get(qn("w:val")) == "en-GB"


def test_every_step_has_a_box_to_tick_and_its_test_of_completion(opened):
    steps = [step for book in beauty_plan().runbooks() for step in book.steps]
    words = texts(opened)
    assert words.count("☐") == len(steps) + len(beauty_plan().card.steps.steps)
    assert all(f"Done when: {step.done}" in words for step in steps)


def test_open_places_are_marked(opened):
    marked = [
        run for table in opened.tables for p in table._tbl.iter(qn("w:shd")) for run in [p.getparent().getparent()]
    ]
    words = {"".join(text.text for text in run.iter(qn("w:t"))) for run in marked}
    assert "[Since when, with time zone]" in words


def test_only_safe_addresses_become_links():
    runs = (Run("good", href="https://example.org/a"), Run("bad", href="javascript:alert(1)"))
    file = docx.Document(io.BytesIO(word.render(plan_with("Plan", (Paragraph(runs),)))))
    targets = [relation.target_ref for relation in file.part.rels.values() if relation.is_external]
    assert targets == ["https://example.org/a"]
    assert "bad" in texts(file)


def test_a_title_longer_than_a_property_is_cut_there_and_whole_on_the_page():
    file = docx.Document(io.BytesIO(word.render(plan_with("T" * 400, (Paragraph(said("x")),)))))
    assert file.core_properties.title == "T" * 254 + "…"
    assert "T" * 400 in texts(file)


def test_the_shared_copy_has_no_contact_details():
    words = texts(docx.Document(io.BytesIO(word.render(shared_copy(beauty_plan())))))
    assert "+44 7700" not in words
    assert "ruth@" not in words


def test_the_same_plan_gives_the_same_bytes(content):
    assert word.render(beauty_plan()) == content
