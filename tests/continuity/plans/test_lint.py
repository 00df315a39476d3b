"""The lint finds what is missing, open or garbled, and says where to mend it."""

from dataclasses import replace
from datetime import date

import pytest

from continuity.plans.blocks import Message, Missing, Opening, Paragraph, Run, Table, plain, said, table
from continuity.plans.document import Document, Register, Section
from continuity.plans.lint import OPEN_SECTION, lint, with_open_places
from tests.factories.plan_documents import beauty_plan


def plan(*blocks, **changes):
    sections = (Section("P5", "Priorities", blocks),)
    made = Document("Plan", "Example Ltd", "1.0", "draft", date(2026, 11, 22), "Maya", "Internal", sections)
    return replace(made, **changes)


def kinds(document):
    return [finding.kind for finding in lint(document)]


def test_a_plan_without_gaps_has_no_finding():
    assert lint(plan(Paragraph(said("All of it stands."), "body"))) == ()


def test_a_missing_part_is_found_with_its_reason_and_place():
    found = lint(plan(Missing("a recovery time for Orders", "Nobody knows when to switch.", "Questionnaire, FUN-04")))
    assert [(f.kind, f.section, f.what, f.mend) for f in found] == [
        (
            "missing",
            "5  Priorities",
            "a recovery time for Orders. Nobody knows when to switch.",
            "Questionnaire, FUN-04",
        )
    ]


def test_a_section_without_content_is_found():
    assert kinds(plan()) == ["empty"]


@pytest.mark.parametrize(
    "text", ["None", "nan", "£None", "loss of nan a day", "None hours", "Hello {org}", "NaN%", "RTO: None"]
)
def test_a_value_that_did_not_arrive_is_found(text):
    found = lint(plan(table("Times", ["A", "B"], [["row", text]])))
    assert [finding.kind for finding in found] == ["text"]
    assert "table “Times”" in found[0].mend


@pytest.mark.parametrize("text", ["None of these", "nobody", "nanny state", "Nan Goldin", "none", "a {b c} d"])
def test_plain_english_is_left_alone(text):
    assert kinds(plan(Paragraph(said(text)))) == []


def test_a_character_that_cannot_be_printed_is_found():
    assert kinds(plan(Paragraph(said("a\x07b")))) == ["character"]


def test_an_open_place_in_the_text_is_found():
    assert kinds(plan(Paragraph((Run("Name of the approver", "open"),)))) == ["open"]


def test_a_message_is_judged_by_what_could_be_settled_now_and_by_its_length():
    message = Message(
        "m",
        "Customers: first",
        "All",
        "First",
        ("text message",),
        said("x" * 30),
        20,
        (Opening("Contact", "Contacts"), Opening("Since")),
    )
    found = lint(plan(message))
    assert [(finding.kind, finding.mend) for finding in found] == [
        ("open", "Contacts"),
        ("text", "Plan document, message “Customers: first”"),
    ]
    assert "10 characters too long" in found[1].what


def test_sheets_and_first_page_are_looked_at_too():
    document = plan(
        Paragraph(said("fine")),
        scope="None",
        registers=(Register("Actions", Missing("actions", "None is set.", "Mitigation")),),
    )
    assert {(finding.kind, finding.section) for finding in lint(document)} == {
        ("text", "First page"),
        ("missing", "Sheet Actions"),
    }


def test_the_sample_plan_has_exactly_the_gaps_put_into_it():
    assert [(finding.kind, finding.section) for finding in lint(beauty_plan())] == [
        ("missing", "1  Document control"),
        ("missing", "8  Runbooks"),
        ("open", "9  Messages"),
        ("open", "9  Messages"),
        ("missing", "14  Exercises"),
        ("missing", "Sheet Scenarios"),
    ]


def test_open_places_are_listed_at_the_end_once_and_with_their_messages():
    listed = beauty_plan().sections[-1]
    assert listed.id == OPEN_SECTION
    rows = [[cell.value for cell in row] for block in listed.blocks if isinstance(block, Table) for row in block.rows]
    assert rows[0] == ["What we offer in return", "Customers: service is back", "Now"]
    assert {row[2] for row in rows} == {"Now", "On the day"}
    assert len({row[0] for row in rows}) == len(rows)


def test_listing_open_places_twice_changes_nothing():
    assert with_open_places(beauty_plan()) == beauty_plan()


def test_a_plan_without_open_places_gets_no_list():
    document = plan(Paragraph(said("fine")))
    assert with_open_places(document) == document
    assert plain(said("fine")) == "fine"
