"""The sample organisations."""

import io
import re

import pytest
from django.core.management import CommandError, call_command

from assessments.accounts.models import User
from assessments.organisations import audit
from assessments.organisations.models import Organisation, Role
from assessments.questionnaires.queries import profile_of
from tests.factories.answers import EXAMPLES, TODAY

pytestmark = pytest.mark.django_db


def load() -> str:
    said = io.StringIO()
    call_command("load_samples", stdout=said)
    return said.getvalue()


def test_every_profile_in_examples_becomes_an_organisation_with_people_to_sign_in_as(client):
    said = load()
    assert Organisation.objects.count() == len(EXAMPLES)
    password = re.search(r"password (\S+)", said)[1]
    signed_in = client.post("/account/sign-in/", {"login": "maya@northlight-skincare.example", "password": password})
    assert signed_in.status_code == 302
    first = Organisation.objects.order_by("pk").first()
    assert first.name == "Northlight Skincare"
    assert sorted(first.memberships.values_list("role", flat=True)) == sorted(Role.values)
    assert "Owner of Northlight Skincare" in said
    for organisation in Organisation.objects.all():
        assert organisation.memberships.filter(role=Role.OWNER).count() == 1
        assert profile_of(organisation, as_of=TODAY).answers
        assert organisation.assessments.count() == 1
        assert not list(audit.faults(organisation))


def test_a_second_start_changes_nothing_and_says_the_same():
    first = load()
    counts = User.objects.count(), Organisation.objects.count()
    entries = {organisation.pk: organisation.audit_entries.count() for organisation in Organisation.objects.all()}
    assert load() == first
    assert (User.objects.count(), Organisation.objects.count()) == counts
    assert {
        organisation.pk: organisation.audit_entries.count() for organisation in Organisation.objects.all()
    } == entries


def test_the_password_is_another_one_on_another_installation(settings):
    first = load()
    settings.SECRET_KEY = "another key, as long as a key in production has to be"
    assert load().partition("\n")[0] != first.partition("\n")[0]


def test_in_production_there_are_no_samples(settings):
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="not loaded in production"):
        load()
    assert not Organisation.objects.exists()
