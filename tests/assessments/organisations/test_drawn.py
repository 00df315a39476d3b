"""Pages that are drawn once: given again while nothing changed, drawn anew as soon as anything did."""

import re
from datetime import timedelta

import pytest
from django.core.cache import caches
from django.utils import timezone

from assessments.accounts import actions as accounts
from assessments.jobs.models import Job
from assessments.organisations import actions, audit, drawn
from assessments.organisations.models import Membership, Role
from assessments.questionnaires import queries
from assessments.questionnaires.models import Answer
from tests.factories.answers import make_sample
from tests.factories.assessments import make_assessment
from tests.factories.people import make_member

TOKEN = re.compile(r'name="csrf-token" content="(\w+)"')


@pytest.fixture
def kept_pages(settings):
    """The memory as it is outside of the tests."""
    memory = {**settings.CACHES["pages"], "BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    settings.CACHES = {**settings.CACHES, "pages": memory}
    caches["pages"].clear()
    yield caches["pages"]
    caches["pages"].clear()


@pytest.fixture
def counted(monkeypatch):
    """Which pages were put into the memory, in order."""
    keys = []
    real = drawn._key
    monkeypatch.setattr(drawn, "_key", lambda *about: keys.append(real(*about)) or keys[-1])
    return keys


@pytest.fixture
def shop(owner):
    made = make_sample("one_person_shop")
    Membership.objects.create(organisation=made, user=owner, role=Role.OWNER)
    return made


def plain(response) -> str:
    return TOKEN.sub("", re.sub(r'(csrfmiddlewaretoken" value=")\w+', "", response.content.decode()))


def test_a_page_is_given_again_with_a_token_of_its_own(kept_pages, shop, owner, client_for, django_assert_num_queries):
    client = client_for(owner, enforce_csrf_checks=True)
    address = f"/o/{shop.slug}/questionnaire/"
    first = client.get(address)
    with django_assert_num_queries(4):  # session, person, membership, end of the trail
        second = client.get(address)
    assert plain(first) == plain(second)
    tokens = [TOKEN.search(it.content.decode()).group(1) for it in (first, second)]
    assert tokens[0] != tokens[1]
    for token in tokens:
        assert drawn.PLACE.decode() not in token
        assert client.post("/account/", {"name": "Olive Owner", "csrfmiddlewaretoken": token}).status_code == 200
    assert client.post("/account/", {"name": "Olive Owner", "csrfmiddlewaretoken": "x" * 64}).status_code == 403


def test_every_form_of_a_kept_page_can_be_sent(kept_pages, shop, owner, client_for):
    client = client_for(owner, enforce_csrf_checks=True)
    address = f"/o/{shop.slug}/questionnaire/PRO-03/"
    client.get(address)
    page = client.get(address).content.decode()
    tokens = re.findall(r'csrfmiddlewaretoken" value="([^"]*)"', page)
    assert len(tokens) >= 2  # the question, and signing out
    for token in tokens:
        assert client.post("/account/", {"name": "Olive Owner", "csrfmiddlewaretoken": token}).status_code == 200


def test_what_is_shown_is_part_of_what_a_page_is_known_by(counted, shop, owner, client_for, monkeypatch):
    viewer = make_member(shop, Role.VIEWER, "Vic Viewer")
    client, address = client_for(owner), f"/o/{shop.slug}/questionnaire/"

    def seen() -> str:
        client.get(address)
        return counted[-1]

    first = seen()
    assert seen() == first
    client_for(viewer).get(address)
    assert counted[-1] != first
    client.get(address, {"x": "1"})
    assert counted[-1] != first
    client.get(address, headers={"HX-Request": "true"})
    assert counted[-1] != first
    audit.record(organisation=shop, by=owner, verb="changed", of=shop)
    second = seen()
    assert second != first
    day = timezone.localdate() + timedelta(days=1)
    monkeypatch.setattr(drawn.timezone, "localdate", lambda: day)
    third = seen()
    assert third not in {first, second}
    member = shop.memberships.get(user=owner)
    make_member(shop, Role.OWNER, "Una Other")
    actions.change_role(membership=member, by=owner, role=Role.EDITOR, seen_role=Role.OWNER)
    assert seen() not in {first, second, third}


def test_another_name_of_anybody_is_seen(counted, shop, owner, client_for):
    viewer = make_member(shop, Role.VIEWER, "Vic Viewer")
    client = client_for(owner)
    client.get(f"/o/{shop.slug}/questionnaire/")
    accounts.change_profile(user=viewer, name="Victor Viewer", time_zone="Europe/London")
    client.get(f"/o/{shop.slug}/questionnaire/")
    assert counted[0] != counted[1]
    told = shop.audit_entries.order_by("-number").first()
    assert (told.verb, told.object_label, told.before, told.after) == (
        "took the name",
        "Victor Viewer",
        {"name": "Vic Viewer"},
        {"name": "Victor Viewer"},
    )
    accounts.change_profile(user=viewer, name="Victor Viewer", time_zone="Europe/Berlin")
    assert shop.audit_entries.order_by("-number").first() == told


def test_a_calculation_that_failed_is_seen_at_once(kept_pages, shop, owner, client_for):
    assessment = make_assessment(shop, "one_person_shop")
    client, address = client_for(owner), f"/o/{shop.slug}/overview/"
    assert "cannot do this" not in client.get(address).content.decode()
    Job.objects.filter(pk=assessment.job_id).update(state=Job.State.FAILED, error="The worker cannot do this.")
    assert "cannot do this" in client.get(address).content.decode()


def test_a_message_is_shown_once_and_never_kept(kept_pages, shop, owner, client_for):
    client, address = client_for(owner), f"/o/{shop.slug}/questionnaire/"
    client.get(address)
    client.post(f"/o/{shop.slug}/questionnaire/depth/", {"depth": "quick"})
    said = "The questions are changed."
    assert said in client.get(address).content.decode()
    assert said not in client.get(address).content.decode()


@pytest.mark.parametrize("status", [404, 302])
def test_only_pages_that_were_found_are_kept(status, kept_pages, shop, owner, client_for):
    paths = {404: "questionnaire/NOT-01/", 302: "questionnaire/FUN-02/"}
    client = client_for(owner)
    assert [client.get(f"/o/{shop.slug}/{paths[status]}").status_code for _ in range(2)] == [status, status]
    assert not kept_pages._cache


def test_the_comparison_finds_a_change_that_the_trail_does_not_tell_of(shop, owner, client_for):
    client, address = client_for(owner), f"/o/{shop.slug}/questionnaire/PRO-03/"
    assert client.get(address).status_code == 200
    Answer.objects.filter(organisation=shop, question="PRO-03").update(version=99)
    end = audit.position(shop)
    queries._sheet_at.cache_clear()
    with pytest.raises(AssertionError, match="would have been given as it was"):
        client.get(address)
    assert audit.position(shop) == end
