"""Two plans side by side: what differs is found, line by line, and nothing else is."""

from dataclasses import replace
from datetime import date

import pytest

from continuity.plans.basis import basis_of
from continuity.plans.blocks import Heading, Paragraph, said, table
from continuity.plans.comparing import compare
from continuity.plans.document import Document, Section
from continuity.plans.facts import StepEdit
from continuity.plans.standing import Contact, Standing
from continuity.plans.writing import plan_of
from tests.factories.examples import NAMES, profile_of, results_of_example
from tests.factories.plan_documents import beauty_plan

TODAY = date(2026, 11, 22)


def plan(name="beauty_brand", **standing):
    standing = {"issued_on": TODAY, **standing}
    return plan_of(basis_of(profile_of(name), results_of_example(name), Standing(**standing)))


def document(*sections):
    return Document("Plan", "Org", "0.1", "draft", TODAY, "Author", "Confidential", tuple(sections))


@pytest.mark.parametrize("name", NAMES)
def test_a_plan_does_not_differ_from_itself(name):
    assert compare(plan(name), plan(name)) == ()


def test_a_line_in_other_words_is_shown_before_and_after():
    before = document(Section("P2", "Scope", (Heading("What"), Paragraph(said("One.")), Paragraph(said("Two.")))))
    after = document(Section("P2", "Scope", (Heading("What"), Paragraph(said("One.")), Paragraph(said("Three.")))))
    (change,) = compare(before, after)
    assert change.heading == "2  Scope"
    assert [(it.before, it.after) for it in change.changes] == [(("Two.",), ("Three.",))]
    assert change.sentence == "2  Scope: 1 line changed"


def test_sections_that_came_and_went_are_named():
    old, new = Section("P2", "Scope", (Paragraph(said("One.")),)), Section("P3", "Start", (Paragraph(said("Two.")),))
    changes = compare(document(old), document(new))
    assert [change.sentence for change in changes] == ["3  Start: new", "2  Scope: no longer there"]


def test_a_row_of_a_table_reads_with_its_headings():
    def one(cost):
        return document(Section("P5", "Priorities", (table("Costs", ["Name", "Cost"], [["Ads", cost]]),)))

    (change,) = compare(one("£5"), one("£7"))
    assert change.changes[0].after == ("Ads: Cost £7",)


def test_another_version_number_or_date_alone_is_told_only_when_asked_for():
    now, later = plan(), plan(version="0.2", issued_on=date(2026, 12, 1), author="Ed")
    assert [change.heading for change in compare(now, later)] == ["1  Document control"]
    assert compare(now, later, with_control=False) == ()


def test_a_changed_step_and_a_new_number_are_found_where_they_stand():
    changed = plan(
        edits=(StepEdit("change", "C01", do="Ring the bell."),),
        contacts=(Contact("Helen Marsh", "", "+44 7700 900101"),),
    )
    headings = [change.heading for change in compare(plan(), changed)]
    assert {"Action card", "8  Runbooks", "Contacts"} <= set(headings)


def test_every_kind_of_block_is_compared():
    whole = beauty_plan()
    for section in whole.sections:
        for block in section.blocks:
            without = replace(
                whole,
                sections=tuple(
                    replace(it, blocks=tuple(other for other in it.blocks if other is not block))
                    if it is section
                    else it
                    for it in whole.sections
                ),
            )
            assert compare(whole, without), type(block).__name__
