"""The Markdown file reads as plain text and shows what was written, never what it might mean as markup."""

import pytest
from markdown_it import MarkdownIt

from continuity.exports import markdown
from continuity.plans.blocks import Paragraph, Run, said
from continuity.plans.document import shared_copy
from tests.factories.plan_documents import beauty_plan
from tests.factories.plan_texts import plan_with


@pytest.fixture(scope="module")
def text():
    return markdown.render(beauty_plan()).decode()


@pytest.fixture(scope="module")
def html(text):
    return MarkdownIt("commonmark").enable("table").render(text)


def test_headings_tables_lists_and_links_are_those_of_the_plan(html):
    assert html.count("<h1>") == 2
    assert html.count("<h2>") == len(beauty_plan().sections)
    assert html.count("<table>") > 20
    assert '<a href="https://status.example.org/tiktok">the public status page</a>' in html
    assert "<strong>six activities</strong>" in html
    assert "<em>(working assumption)</em>" in html


def test_it_reads_as_plain_text(text):
    assert "- **Version:** 1.2" in text
    assert "| TikTok Shop orders | B | 24 hours | 12 hours | 18 hours | 50% | £412,000 | Gap |" in text
    assert "**Missing:** a date for the first exercise." in text


def test_numbers_stand_at_the_right(text):
    assert "| Activity | Tier | Longest stop (MTPD): Normal |" in text
    assert "| --- | --- | --- | --- | --- | ---: | ---: | --- |" in text


def test_steps_have_a_box_a_test_and_a_mark_for_decisions(text):
    assert "| ☐ | 1 | First 15 minutes | Open the incident log." in text
    assert "**Decision: write it into the log.**<br>Done when: One decision per activity in the log" in text


def test_open_places_stand_in_bold_brackets(text):
    assert r"**\[Since when, with time zone\]**" in text


@pytest.mark.parametrize(
    "nasty",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "![x](http://example.org/a.png)",
        "| a | b |",
        "# head",
        "```\ncode",
    ],
)
def test_markup_in_a_text_is_shown_and_not_obeyed(nasty):
    html = (
        MarkdownIt("commonmark")
        .enable("table")
        .render(markdown.render(plan_with("Plan", (Paragraph(said(nasty)),))).decode())
    )
    body = html.partition("<h2>")[2].partition("</h2>")[2]
    for tag in ("<script", "<a ", "<img", "<table", "<h", "<code"):
        assert tag not in body


def test_only_safe_addresses_become_links():
    runs = (Run("good", href="https://example.org/a|b<c>"), Run(" bad", href="javascript:alert(1)"))
    text = markdown.render(plan_with("Plan", (Paragraph(runs),))).decode()
    assert "[good](<https://example.org/a%7Cb%3Cc%3E>) bad" in text
    assert "javascript" not in text


def test_the_shared_copy_has_no_contact_details():
    text = markdown.render(shared_copy(beauty_plan())).decode()
    assert "+44 7700" not in text
    assert "ruth@" not in text
