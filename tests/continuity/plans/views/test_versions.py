"""The pages on which the plan is frozen, approved and compared."""

import gzip

import pytest
from django.urls import reverse
from lxml import html

from continuity.plans.actions import contents
from continuity.plans.models import PlanVersion
from tests.factories.plans import make_version, reach

MOST_BYTES, MOST_QUERIES = 15 * 1024, 20


@pytest.fixture
def editing(client_for, editor):
    return client_for(editor)


@pytest.fixture
def approving(client_for, approver):
    return client_for(approver)


def at(view, organisation, *arguments):
    return reverse(f"plans:{view}", args=[organisation.slug, *arguments])


def text_of(response):
    return " ".join(html.fromstring(response.content.decode()).text_content().split())


def mark_on(response):
    return html.fromstring(response.content.decode()).xpath("//input[@name='mark']/@value")[0]


def make_ready(brand, editor):
    reach(brand, editor, "Priya Shah", "Dev Patel")
    said = {"distribution": [], "confidentiality": "Confidential", "next_review": None}
    contents.change_details(organisation=brand, by=editor, seen_version=0, author=editor, **said)


@pytest.mark.parametrize("view", ["versions", "make_version", "changes", "approve"])
def test_the_pages_are_light(view, brand, approving, django_assert_max_num_queries):
    make_version(brand)
    approving.get(at(view, brand))
    with django_assert_max_num_queries(MOST_QUERIES):
        response = approving.get(at(view, brand))
    assert response.status_code == 200
    assert len(gzip.compress(response.content)) <= MOST_BYTES


@pytest.mark.parametrize("view", ["versions", "make_version", "changes", "approve"])
def test_before_the_first_results_the_pages_are_there(view, organisation, approving):
    assert approving.get(at(view, organisation)).status_code == 200


def test_a_version_is_made_of_the_draft_on_the_page(brand, editing):
    mark = mark_on(editing.get(at("make_version", brand)))
    assert "Enter what changed" in text_of(editing.post(at("make_version", brand), {"note": " ", "mark": mark}))
    editing.post(at("make_version", brand), {"note": "First", "mark": mark})
    words = text_of(editing.get(at("versions", brand)))
    assert "Version 0.1" in words
    assert "Make version 0.2" in words


def test_a_draft_that_moved_is_not_frozen_and_the_note_stays(brand, editing, editor):
    mark = mark_on(editing.get(at("make_version", brand)))
    reach(brand, editor, "Helen Marsh")
    response = editing.post(at("make_version", brand), {"note": "First", "mark": mark})
    assert "The plan has changed since you opened this page" in text_of(response)
    assert not PlanVersion.objects.exists()


def test_what_blocks_the_approval_is_listed_with_the_way_to_mend_it(brand, approving):
    response = approving.get(at("approve", brand))
    words = text_of(response)
    assert "Needed first" in words
    assert "Priya Shah" in words
    assert at("contacts", brand) in response.content.decode()
    assert "Approve plan" not in words


def test_an_approver_approves_with_named_exceptions(brand, approving, editor):
    make_ready(brand, editor)
    mark = mark_on(approving.get(at("approve", brand)))
    said = {"role": "Managing director", "note": "For the board", "mark": mark}
    assert "Tick the box to approve the plan with these exceptions" in text_of(
        approving.post(at("approve", brand), said)
    )
    assert approving.post(at("approve", brand), {**said, "accepts_exceptions": "on"}).status_code == 302
    words = text_of(approving.get(at("versions", brand)))
    assert "Version 1.0 Approved" in words
    assert "as April Approver, Managing director" in words


def test_an_editor_may_look_at_versions_and_not_approve(brand, editing):
    assert editing.get(at("approve", brand)).status_code == 403
    assert "Approver" in editing.get(at("approve", brand)).content.decode()


def test_two_versions_are_compared_line_by_line(brand, editing, editor):
    make_version(brand)
    contents.fill_places(organisation=brand, by=editor, texts={"where": "our <b>site</b>"}, seen_versions={})
    response = editing.get(at("changes", brand))
    page = html.fromstring(response.content.decode())
    assert page.xpath("//ins")
    assert "our <b>site</b>" in text_of(response)
    assert "<b>site</b>" not in response.content.decode()
    assert "Both read the same." in text_of(editing.get(at("changes", brand) + "?from=0.1&to=0.1"))


@pytest.mark.parametrize("query", ["?from=9.9&to=draft", "?from=0.1&to=x", "?from=../etc&to=draft"])
def test_versions_that_do_not_exist_are_not_compared(query, brand, editing):
    make_version(brand)
    assert editing.get(at("changes", brand) + query).status_code == 404
