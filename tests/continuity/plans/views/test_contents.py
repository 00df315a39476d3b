"""The small forms behind the plan."""

import gzip
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from lxml import html

from continuity.plans import queries
from continuity.plans.models import Contact
from tests.factories.forms import sent_day
from tests.factories.plans import draft_now

MOST_BYTES, MOST_QUERIES = 15 * 1024, 20
CARLA = {"name": "Carla", "purpose": "parcel carrier", "phone": "+44 7700 900101", "email": ""}


@pytest.fixture
def editing(client_for, editor):
    return client_for(editor)


def at(view, organisation, *arguments):
    return reverse(f"plans:{view}", args=[organisation.slug, *arguments])


def text_of(response):
    return " ".join(html.fromstring(response.content.decode()).text_content().split())


@pytest.mark.parametrize("view", ["details", "contacts", "add_contact", "messages"])
def test_the_pages_are_light(view, brand, editing, django_assert_max_num_queries):
    editing.get(at(view, brand))
    with django_assert_max_num_queries(MOST_QUERIES):
        response = editing.get(at(view, brand))
    assert response.status_code == 200
    assert len(gzip.compress(response.content)) <= MOST_BYTES


@pytest.mark.parametrize("view", ["details", "contacts", "messages"])
def test_before_the_first_results_the_pages_are_there(view, organisation, editing):
    assert editing.get(at(view, organisation)).status_code == 200


def test_details_are_saved_and_stand_in_the_plan(brand, editing, editor):
    review = timezone.localdate() + timedelta(days=200)
    said = {
        "author": editor.pk, "distribution": "Printed, in the safe\n\n Helen \n", "confidentiality": "Internal",
        **sent_day("next_review", review), "seen_version": 0,
    }  # fmt: skip
    assert editing.post(at("details", brand), said).status_code == 302
    document = draft_now(brand).document
    assert (document.author, document.confidentiality, document.next_review) == ("Ed Editor", "Internal", review)
    assert queries.details_of(brand).distribution == ["Printed, in the safe", "Helen"]


def test_only_members_who_may_edit_can_be_named_as_author(brand, editing, outsider, viewer):
    for stranger in (outsider, viewer):
        said = {"author": stranger.pk, "distribution": "", "confidentiality": "Internal", "seen_version": 0}
        assert "Select a valid choice" in text_of(editing.post(at("details", brand), said))
    assert queries.details_of(brand).version == 0


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"confidentiality": "Top secret"}, "Select a valid choice"),
        ({"distribution": "\n".join(["a"] * 41)}, "Enter up to 40 lines"),
        ({"distribution": "x" * 121}, "up to 120 characters each"),
        (sent_day("next_review", ("1", "1", "2001")), "Choose a day from"),
    ],
)
def test_details_that_cannot_be_taken_are_refused_by_the_field(said, sentence, brand, editing):
    full = {"author": "", "distribution": "", "confidentiality": "Internal", "seen_version": 0}
    assert sentence in text_of(editing.post(at("details", brand), {**full, **said}))
    assert queries.details_of(brand).version == 0


def test_people_named_in_the_plan_are_offered_with_their_purpose(brand, editing):
    words = text_of(editing.get(at("contacts", brand)))
    assert "Named in the plan, not to be reached yet" in words
    assert "Helen Marsh" in words
    page = html.fromstring(editing.get(at("add_contact", brand) + "?name=Helen+Marsh&purpose=decides").content.decode())
    assert page.xpath("//input[@name='name']/@value") == ["Helen Marsh"]


def test_a_contact_is_added_changed_and_removed(brand, editing):
    assert editing.post(at("add_contact", brand), CARLA).status_code == 302
    contact = Contact.objects.get()
    changed = {**CARLA, "email": "carla@carrier.example", "seen_version": contact.version}
    assert editing.post(at("change_contact", brand, contact.pk), changed).status_code == 302
    assert "carla@carrier.example" in text_of(editing.get(at("contacts", brand)))
    assert "erased here" in text_of(editing.get(at("remove_contact", brand, contact.pk)))
    assert editing.post(at("remove_contact", brand, contact.pk)).status_code == 302
    assert not Contact.objects.exists()


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"name": ""}, "Enter a name"),
        ({"phone": ""}, "Enter a phone number or an e-mail address"),
        ({"phone": "call me"}, "Enter a phone number such as"),
        ({"phone": "--"}, "Enter a phone number such as"),
        ({"phone": "javascript:alert(1)"}, "Enter a phone number such as"),
        ({"email": "nobody"}, "Enter an e-mail address such as"),
        ({"name": "x" * 121}, "at most 120 characters"),
    ],
)
def test_a_contact_that_cannot_be_reached_is_refused(said, sentence, brand, editing):
    assert sentence in text_of(editing.post(at("add_contact", brand), {**CARLA, **said}))
    assert not Contact.objects.exists()


def test_words_for_the_messages_are_saved_and_shown_in_them(brand, editing):
    page = html.fromstring(editing.get(at("messages", brand)).content.decode())
    fields = dict.fromkeys(page.xpath("//form//textarea/@name"), "")
    seen = {name: "0" for name in page.xpath("//form//input[@type='hidden']/@name") if name.startswith("seen_")}
    assert {"contact", "where", "makegood", "pay_rule"} <= set(fields)
    said = {**fields, **seen, "where": "northlight.example"}
    assert editing.post(at("messages", brand), said, follow=True).redirect_chain
    words = text_of(editing.get(at("messages", brand)))
    assert "You can reach and buy from us here: northlight.example." in words


def test_words_that_somebody_else_wrote_meanwhile_are_shown_beside_ones_own(brand, editing, client_for, reviewer):
    said = {"where": "our site", "seen_where": "0"}
    editing.post(at("messages", brand), said)
    slow = client_for(reviewer)
    response = slow.post(at("messages", brand), {**said, "where": "the shop door"})
    assert response.status_code == 409
    assert "Ed Editor wrote “our site” here." in text_of(response)
    page = html.fromstring(response.content.decode())
    assert page.xpath("//input[@name='seen_where']/@value") == ["1"]
    assert page.xpath("//textarea[@name='where']")[0].text.strip() == "the shop door"
