"""The plan on the screen says what the plan says: every section, every text, every chart with its table."""

import re
from datetime import date
from html import unescape

import pytest
from django.template.loader import render_to_string

from continuity.exports.drawing import TOKENS, picture
from continuity.exports.palette import LIGHT
from continuity.exports.screen import FIRST_PAGE, screen
from continuity.plans.basis import basis_of
from continuity.plans.blocks import plain
from continuity.plans.charts import Bar, Chart
from continuity.plans.document import prose
from continuity.plans.standing import Standing
from continuity.plans.writing import plan_of
from tests.factories.examples import NAMES, profile_of, results_of_example
from tests.factories.plan_charts import loss_curve
from tests.factories.plan_documents import beauty_plan
from tests.factories.plan_texts import HARD_TEXTS, plan_with


def plan(name):
    return plan_of(basis_of(profile_of(name), results_of_example(name), Standing(issued_on=date(2026, 11, 22))))


def drawn(page, shown):
    return render_to_string("continuity/exports/_page.html", {"page": page, "screen": shown})


def squeezed(text):
    return re.sub(r"\s+", "", text)


def words_of(markup):
    return squeezed(unescape(re.sub(r"<[^>]+>", "", markup)))


@pytest.mark.parametrize("name", NAMES)
def test_every_text_of_every_section_is_on_its_page(name):
    document = plan(name)
    shown = screen(document, mark=name)
    assert [page.entry.key for page in shown.pages] == [section.id for section in document.sections]
    for section, page in zip(document.sections, shown.pages, strict=True):
        words = words_of(drawn(page, shown)) + squeezed(unescape(drawn(page, shown)))
        for block in section.blocks:
            if type(block).__name__ in ("StepTable", "Message", "Chart", "Missing"):
                continue  # their parts are laid out anew; the tests below look at them
            for text in prose(block):
                assert squeezed(text) in words, (section.heading, text)


@pytest.mark.parametrize("name", NAMES)
def test_every_step_and_message_stands_on_its_page(name):
    document = plan(name)
    shown = screen(document, mark=name)
    everything = "".join(words_of(drawn(page, shown)) for page in shown.pages)
    for table in document.runbooks():
        for step in table.steps:
            assert squeezed(step.what) in everything
            assert squeezed(step.done) in everything
    for message in document.messages():
        assert squeezed("".join(run.text for run in message.text)) in everything


def test_the_first_page_holds_the_card_and_the_summary():
    document = beauty_plan()
    shown = screen(document, mark="first")
    words = words_of(render_to_string("continuity/exports/_first.html", {"data": shown.first}))
    assert squeezed(plain(document.statement)) in words
    for step in document.card.steps.steps:
        assert squeezed(step.what) in words
    for figure in document.figures:
        assert squeezed(figure.value) in words


def test_the_contents_lead_from_section_to_section():
    shown = screen(beauty_plan(), mark="contents")
    entries = shown.contents
    assert entries[0].key == FIRST_PAGE
    assert shown.beside(FIRST_PAGE) == (None, entries[1])
    assert shown.beside(entries[-1].key) == (entries[-2], None)
    assert shown.page("P99") is None
    for page in shown.pages:
        marks = re.findall(r'id="(part-\d+)"', drawn(page, shown))
        assert [mark for mark, _ in page.entry.headings] == [
            mark for mark in marks if mark in dict(page.entry.headings)
        ]


@pytest.mark.parametrize("text", HARD_TEXTS)
def test_any_text_is_shown_as_text(text):
    shown = screen(plan_with(text), mark=text)
    markup = "".join(drawn(page, shown) for page in shown.pages)
    assert "<script" not in markup.lower()
    assert "<img" not in markup.lower()


def test_a_link_of_another_scheme_is_no_link():
    shown = screen(beauty_plan(), mark="links")
    markup = "".join(drawn(page, shown) for page in shown.pages)
    assert all(address.startswith(("http", "mailto:", "#")) for address in re.findall(r'<a href="([^"]*)"', markup))


def test_a_chart_carries_its_words_its_picture_and_its_table():
    document = beauty_plan()
    shown = screen(document, mark="charts")
    markup = "".join(drawn(page, shown) for page in shown.pages)
    for chart in document.charts():
        assert squeezed(chart.finding) in words_of(markup)
        assert f'aria-label="{chart.alt}"' in unescape(markup)
    assert markup.count("<figure") == len(document.charts()) == markup.count("The figures as a table")


def test_a_picture_follows_the_theme_and_holds_no_colour_of_its_own():
    markup = str(picture(loss_curve()))
    assert "var(--ds-ember)" in markup
    assert not re.search(r"#[0-9a-f]{6}", markup)
    assert set(TOKENS) == set(LIGHT.values())
    assert TOKENS[LIGHT["ink"]] == "var(--ds-ink)"
    assert "style=" not in markup


def test_words_in_a_picture_are_escaped():
    bars = (Bar("<script>alert('&')</script>", 5), Bar("b", 3))
    chart = Chart("bars", "Title", "Finding", "Alt", "x", "y", bars=bars)
    markup = str(picture(chart))
    assert "<script>" not in markup
    assert "&lt;script&gt;" in markup
