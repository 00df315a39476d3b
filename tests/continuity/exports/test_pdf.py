"""The printed plan: tagged, titled, bookmarked, the card first, and nothing a person wrote is ever read as markup."""

import collections
import io
import itertools
from dataclasses import replace

import pikepdf
import pytest
import typst
from pypdf import PdfReader

from assessments.catalogue.vocabulary import vocabulary
from continuity.exports import pdf
from continuity.plans import runbooks
from continuity.plans.blocks import ActionCard, Paragraph, Run, said
from continuity.plans.document import shared_copy
from continuity.plans.facts import FunctionFacts
from continuity.plans.library import library
from tests.factories.plan_documents import beauty_plan
from tests.factories.plan_facts import beauty_brand
from tests.factories.plan_texts import plan_with

UA_PART = "{http://www.aiim.org/pdfua/ns/id/}part"


@pytest.fixture(scope="module")
def printed(fonts):
    return pdf.compiled(beauty_plan(), fonts=fonts)


@pytest.fixture(scope="module")
def sheets(printed):
    """The words of each page."""
    return pages(printed.content)


@pytest.fixture
def opened(printed):
    with pikepdf.open(io.BytesIO(printed.content)) as file:
        yield file


def pages(content):
    return [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]


def flat(text):
    return " ".join(text.replace("\u200b", "").split())


def tags(file):
    """Every structure element of the file."""
    waiting = [file.Root.StructTreeRoot]
    while waiting:
        node = waiting.pop()
        if isinstance(node, pikepdf.Array):
            waiting.extend(node)
        elif isinstance(node, pikepdf.Dictionary):
            if "/S" in node:
                yield node
            if "/K" in node:
                waiting.append(node.K)


def test_the_file_claims_pdf_ua_and_has_title_language_and_author(printed, opened):
    assert printed.is_ua
    assert printed.notes == ()
    assert opened.Root.Lang == "en-GB"
    assert opened.Root.MarkInfo.Marked
    assert opened.Root.ViewerPreferences.DisplayDocTitle
    assert opened.docinfo.Title == "Continuity plan for the loss of TikTok"
    assert opened.docinfo.Author == "Maya Lind, marketing lead"
    with opened.open_metadata() as metadata:
        assert metadata[UA_PART] == "1"


def test_headings_lists_and_table_heads_are_tagged(opened):
    found = collections.Counter(str(node.S) for node in tags(opened))
    assert found["/H1"] >= len(beauty_plan().sections)
    assert found["/TH"] > 100
    assert found["/Table"] > 20
    assert found["/L"]
    assert found["/Link"]
    scopes = [str(node.A) for node in tags(opened) if node.S == "/TH"]
    assert all("/Column" in scope for scope in scopes)


def test_every_chart_has_its_text_alternative(opened):
    alternatives = {str(node.Alt) for node in tags(opened) if node.S == "/Figure"}
    assert alternatives == {chart.alt for chart in beauty_plan().charts()}


def test_the_bookmarks_are_the_sections(opened):
    with opened.open_outline() as outline:
        titles = [str(item.title) for item in outline.root]
    assert titles[0] == "If TikTok fails: action card"
    assert [flat(section.heading) for section in beauty_plan().sections] == [flat(t) for t in titles[2:-1]]
    assert titles[-1] == "Figures behind the charts"


def test_the_first_page_is_the_action_card_whole(sheets):
    first, second, *_ = sheets
    assert first.count("Decision: write it into the log") == 2
    for words in ("If TikTok fails: action card", "+44 7700 900101", "Level 3", "Where to speak"):
        assert words in flat(first)
    assert "Level 3" not in second
    assert "A week without TikTok" in flat(second)


def test_every_page_says_whose_plan_it_is_which_version_and_that_print_may_be_old(sheets):
    for number, text in enumerate(sheets, 1):
        words = flat(text)
        assert "Northlight Skincare" in words
        assert "Version 1.2 · Draft · 22 Nov 2026" in words
        assert "Internal · Printed copies may be out of date" in words
        assert f"Page {number} of {len(sheets)}" in words


def test_a_draft_has_its_watermark_and_an_approved_plan_has_none(sheets, fonts):
    assert all("DRAFT" in text for text in sheets)
    approved = pages(pdf.render(replace(plan_with("Plan"), status="approved"), fonts=fonts))
    assert not any("DRAFT" in text for text in approved)
    assert "Version 1.0 · Approved" in flat(approved[0])


def test_personal_pages_stand_alone_and_leave_with_the_shared_copy(sheets, fonts):
    texts = [flat(text) for text in sheets]
    contact_pages = [text for text in texts if "ruth@northlight.example" in text]
    assert len(contact_pages) == 1
    assert "Activities in the order" not in contact_pages[0]
    assert "Who does what" not in contact_pages[0]
    shared = " ".join(flat(text) for text in pages(pdf.render(shared_copy(beauty_plan()), fonts=fonts)))
    assert "ruth@northlight.example" not in shared
    assert "+44 7700" not in shared
    assert "Shared copy" in shared


def test_a_missing_part_is_one_line_that_says_where_to_enter_it(sheets):
    words = flat(" ".join(sheets))
    assert (
        "Missing: a date for the first exercise. A plan nobody has tried works half as often. Enter it in: Exercises."
        in words
    )


def test_the_same_plan_gives_the_same_bytes(printed, fonts):
    assert pdf.render(beauty_plan(), fonts=fonts) == printed.content


@pytest.mark.parametrize(
    "text", ['#read("/etc/passwd")', '#import "@preview/x:1.0.0"', "#panic()", "$ x^2 $ *b* _i_ = h"]
)
def test_what_a_person_wrote_is_shown_and_never_run(text, fonts):
    content = pdf.render(plan_with(text, (Paragraph(said(text)),)), fonts=fonts)
    assert text in flat(" ".join(pages(content)))


def test_the_compiler_would_run_it_if_it_stood_in_the_template(tmp_path):
    """The control of the test above: the same words as markup do reach for a file, and find an empty folder."""
    with pytest.raises(typst.TypstError, match="not found"):
        typst.compile(b'#read("/etc/passwd")', root=str(tmp_path))


def test_only_web_and_mail_addresses_become_links(fonts):
    runs = (
        Run("good", href="https://example.org/a"),
        Run("bad", href="javascript:alert(1)"),
        Run("file", href="file:///etc"),
    )
    with pikepdf.open(io.BytesIO(pdf.render(plan_with("Plan", (Paragraph(runs),)), fonts=fonts))) as file:
        found = {
            str(note.A.URI)
            for page in file.pages
            for note in page.get("/Annots", [])
            if "/A" in note and "/URI" in note.A
        }
    assert found == {"https://example.org/a"}


def test_emoji_are_printed_as_their_names_and_the_note_says_so(fonts):
    made = pdf.compiled(plan_with("Launch 🚀", (Paragraph(said("Launch 🚀 now")),)), fonts=fonts)
    assert made.is_ua
    assert made.notes == (pdf.NAMED_PICTURES,)
    assert "Launch [rocket] now" in flat(" ".join(pages(made.content)))


def test_letters_without_a_typeface_cost_the_claim_but_not_the_tags_and_are_reported(fonts):
    made = pdf.compiled(plan_with("漢字", (Paragraph(said("漢字")),)), fonts=fonts)
    assert not made.is_ua
    assert made.notes == (pdf.MISSING_LETTERS,)
    with pikepdf.open(io.BytesIO(made.content)) as file:
        assert file.Root.MarkInfo.Marked


def test_other_alphabets_of_the_typefaces_print_without_loss(fonts):
    text = "Žofie Łukasz Nguyễn Привет Ελληνικά שלום"
    assert pdf.compiled(plan_with("Plan", (Paragraph(said(text)),)), fonts=fonts).is_ua


def test_without_the_house_typefaces_a_plan_still_prints_and_says_so(tmp_path):
    made = pdf.compiled(plan_with("Plan"), fonts=tmp_path)
    assert made.is_ua
    assert made.notes == (pdf.NO_FONTS,)


def test_a_fault_of_our_own_template_is_not_hidden(fonts, monkeypatch, tmp_path):
    broken = tmp_path / "plan.typ"
    broken.write_text("#nonsense()")
    monkeypatch.setattr(pdf, "TEMPLATE", broken)
    with pytest.raises(typst.TypstError, match="unknown variable"):
        pdf.render(plan_with("Plan"), fonts=fonts)


@pytest.mark.parametrize("scenario", list(vocabulary().scenarios))
def test_the_card_of_any_activity_fits_on_one_page(scenario, fonts):
    """The longest card of each scenario, with every capability, party and tool in use."""
    facts = replace(
        beauty_brand(),
        capabilities=frozenset(vocabulary().capabilities),
        parties=frozenset(library().parties),
        tools=frozenset({"scheduler"}),
    )
    functions = [FunctionFacts(key, key, key) for key in vocabulary().functions]
    books = [runbooks.assemble(library(), facts, scenario=scenario, function=function) for function in functions]
    cards = [runbooks.card_steps(book) for book in books]
    longest = max(cards, key=lambda card: sum(len(step.what) for step in card.steps))
    base = beauty_plan().card
    document = replace(
        plan_with("Plan", (Paragraph(said("x")),)),
        card=ActionCard("T", base.deciders, base.levels, longest, base.speak),
    )
    first, second = itertools.islice(pages(pdf.render(document, fonts=fonts)), 2)
    assert "Where to speak" in first
    assert "action card" not in second
