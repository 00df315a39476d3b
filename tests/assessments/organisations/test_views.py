"""The pages of people, settings, invitations and the audit log."""

import csv
from datetime import date
from io import StringIO

import pytest
from django.core import mail
from django.utils import timezone

from assessments.jobs import tasks
from assessments.jobs.models import Job
from assessments.organisations import actions
from assessments.organisations.models import Membership, Organisation, Role
from tests.factories.forms import sent_day
from tests.factories.people import make_user

NEW = {"name": "Harbour Books", "currency": "EUR", "time_zone": "Europe/Dublin"}


@pytest.fixture
def at(organisation):
    """A function that gives an address below the organisation's."""
    return lambda path="": f"/o/{organisation.slug}/settings/{path}"


def invite(organisation, by, email="new@example.com", role=Role.EDITOR):
    options = {"now": timezone.now(), "origin": "http://testserver"}
    return actions.invite(organisation=organisation, by=by, email=email, role=role, **options)


def test_somebody_new_sets_up_an_organisation_and_lands_in_it(client_for, db):
    user = make_user("Nora New")
    response = client_for(user).post("/organisations/new/", NEW)
    organisation = Organisation.objects.get()
    assert response.headers["Location"] == "/o/harbour-books/"
    assert (organisation.name, organisation.currency, organisation.time_zone) == tuple(NEW.values())
    assert user.memberships.get().role == Role.OWNER


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("name", "   ", "Enter the name of the organisation"),
        ("currency", "XXX", "Select a valid choice"),
        ("time_zone", "Mars/Olympus", "Select a valid choice"),
        ("name", "a\x00b", "Null characters are not allowed."),
        ("name", "x" * 121, "at most 120 characters"),
    ],
)
def test_a_mistake_is_named_and_nothing_is_stored(field, value, sentence, client_for, db):
    response = client_for(make_user()).post("/organisations/new/", {**NEW, field: value})
    page = response.content.decode()
    assert response.status_code == 200
    assert sentence in page
    assert "<title>Error: " in page
    assert "Europe/Dublin" in page
    assert not Organisation.objects.exists()


def test_settings_are_saved_and_shown(client_for, owner, organisation, at):
    client = client_for(owner)
    response = client.post(at(), {**NEW, "name": "Northlight Ltd"}, follow=True)
    assert "The settings are saved." in response.content.decode()
    organisation.refresh_from_db()
    assert organisation.name == "Northlight Ltd"


def test_the_list_offers_each_organisation_and_switching_makes_it_the_first(client_for, outsider, organisation):
    Membership.objects.create(user=outsider, organisation=organisation, role=Role.VIEWER)
    client = client_for(outsider)
    assert client.get("/").headers["Location"] == "/o/elsewhere-ltd/"
    assert "Northlight Skincare" in client.get("/organisations/").content.decode()
    client.post(f"/o/{organisation.slug}/switch/")
    assert client.get("/").headers["Location"] == f"/o/{organisation.slug}/"


def test_the_people_page_shows_members_by_role_and_offers_only_what_one_may_do(
    client_for, owner, viewer, reviewer, organisation, at, django_assert_max_num_queries
):
    client = client_for(owner)
    with django_assert_max_num_queries(6):
        page = client.get(at("people/")).content.decode()
    assert page.index("Olive Owner") < page.index("Ravi Reviewer") < page.index("Vic Viewer")
    assert page.count("Change role") == 3
    page = client_for(viewer).get(at("people/")).content.decode()
    assert "Change role" not in page
    assert "Invite somebody" not in page
    assert "Leave" in page


def test_an_invitation_is_sent_by_mail_and_its_link_leads_in(client_for, owner, organisation, at):
    page = (
        client_for(owner)
        .post(at("people/invite/"), {"email": "new@example.com", "role": "editor"}, follow=True)
        .content.decode()
    )
    tasks.run_job(job_id=Job.objects.get(kind="organisations.invitation_mail").pk)
    (message,) = mail.outbox
    link = next(line for line in message.body.splitlines() if line.startswith("http://testserver/invitations/"))
    assert message.to == ["new@example.com"]
    assert message.subject == "Olive Owner invites you to Northlight Skincare"
    assert link in page
    guest = make_user("Guest", email="new@example.com")
    client = client_for(guest)
    assert "You would join as Editor" in client.get(link).content.decode()
    assert client.post(link).headers["Location"] == f"/o/{organisation.slug}/"
    assert guest.memberships.get().role == Role.EDITOR
    assert client.get(link).status_code == 410


def test_a_mail_whose_invitation_was_revoked_meanwhile_is_not_sent(owner, organisation):
    invitation = invite(organisation, owner)
    actions.revoke_invitation(invitation=invitation, by=owner, now=timezone.now())
    tasks.run_job(job_id=Job.objects.get().pk)
    assert mail.outbox == []
    assert Job.objects.get().state == Job.State.DONE


def test_a_name_with_a_line_break_does_not_break_the_mail(organisation):
    owner = make_user("Eve\r\nBcc: all@example.com")
    Membership.objects.create(user=owner, organisation=organisation, role=Role.OWNER)
    invite(organisation, owner)
    tasks.run_job(job_id=Job.objects.get().pk)
    (message,) = mail.outbox
    assert message.subject == "Eve Bcc: all@example.com invites you to Northlight Skincare"
    assert message.recipients() == ["new@example.com"]


def test_a_stranger_with_a_link_is_asked_to_sign_up_and_comes_back(client, owner, organisation):
    path = f"/invitations/{actions.token_of(invite(organisation, owner))}/"
    page = client.get(path).content.decode()
    assert f"/account/sign-up/?next={path}" in page
    assert client.post(path).status_code == 200
    assert organisation.memberships.count() == 1


def test_a_link_opened_by_somebody_else_says_whom_it_is_for(client_for, owner, outsider, organisation):
    path = f"/invitations/{actions.token_of(invite(organisation, owner))}/"
    page = client_for(outsider).post(path).content.decode()
    assert "This invitation is for new@example.com." in page
    assert not organisation.memberships.filter(user=outsider).exists()


def test_a_wrong_link_says_that_it_is_closed(client, db):
    response = client.get("/invitations/no-such-token/")
    assert response.status_code == 410
    assert "used, was revoked or has expired" in response.content.decode()


def test_an_invitation_can_be_revoked_on_the_page(client_for, owner, organisation, at):
    invitation = invite(organisation, owner)
    client = client_for(owner)
    assert "new@example.com" in client.get(at("people/")).content.decode()
    page = client.post(at(f"invitations/{invitation.pk}/revoke/"), follow=True).content.decode()
    assert "The invitation of new@example.com is revoked." in page
    page = client.post(at(f"invitations/{invitation.pk}/revoke/"), follow=True).content.decode()
    assert "used or revoked already" in page


def test_what_was_typed_stays_when_an_invitation_is_refused(client_for, owner, editor, organisation, at):
    page = client_for(owner).post(at("people/invite/"), {"email": editor.email, "role": "viewer"}).content.decode()
    assert "This person is a member already." in page
    assert editor.email in page


def test_a_role_is_changed_on_the_page(client_for, owner, viewer, organisation, at):
    place = viewer.memberships.get()
    page = (
        client_for(owner)
        .post(at(f"people/{place.pk}/role/"), {"role": "reviewer", "seen_role": "viewer"}, follow=True)
        .content.decode()
    )
    assert "Vic Viewer is now Reviewer." in page


def test_a_role_changed_meanwhile_answers_with_a_page_that_says_so(client_for, owner, editor, organisation, at):
    place = editor.memberships.get()
    response = client_for(owner).post(at(f"people/{place.pk}/role/"), {"role": "viewer", "seen_role": "reviewer"})
    assert response.status_code == 409
    assert "Somebody else made Ed Editor Editor meanwhile." in response.content.decode()


def test_the_last_owner_reads_why_they_cannot_go(client_for, owner, organisation):
    client = client_for(owner)
    assert "Leave Northlight Skincare?" in client.get(f"/o/{organisation.slug}/leave/").content.decode()
    response = client.post(f"/o/{organisation.slug}/leave/")
    assert response.status_code == 422
    assert "Make somebody else owner first." in response.content.decode()


def test_a_member_is_removed_after_a_question(client_for, owner, viewer, organisation, at):
    place, client = viewer.memberships.get(), client_for(owner)
    assert (
        "Remove Vic Viewer from Northlight Skincare?" in client.get(at(f"people/{place.pk}/remove/")).content.decode()
    )
    page = client.post(at(f"people/{place.pk}/remove/"), follow=True).content.decode()
    assert "Vic Viewer is no longer in Northlight Skincare." in page
    assert not viewer.memberships.exists()


def test_the_audit_log_tells_who_did_what_and_can_be_narrowed(
    client_for, owner, auditor, viewer, organisation, at, django_assert_max_num_queries
):
    actions.change_role(membership=viewer.memberships.get(), by=owner, role=Role.EDITOR, seen_role=Role.VIEWER)
    client = client_for(auditor)
    with django_assert_max_num_queries(8):
        response = client.get(at("audit/"))
    page, newest = response.content.decode(), response.context["page"].object_list[0]
    assert "changed role of Vic Viewer" in page
    assert (newest.before, newest.after) == ({"role": "Viewer"}, {"role": "Editor"})
    assert "Editor" in page
    page = client.get(at("audit/?text=created")).content.decode()
    assert "changed role of" not in page
    assert "created Northlight Skincare" in page
    assert (
        "No change fits this filter." in client.get(at("audit/"), sent_day("since", date(2099, 1, 1))).content.decode()
    )
    ends = sent_day("since", date(2026, 2, 1)) | sent_day("until", date(2026, 1, 1))
    assert "The last day must not be before the first one" in client.get(at("audit/"), ends).content.decode()
    for never, sentence in (
        (("30", "2", "2026"), "There is no 30 February 2026"),
        (("31", "12", "9999"), "too far away"),
    ):
        page = client.get(at("audit/"), {**sent_day("until", never), "page": "x"}).content.decode()
        assert sentence in page
        assert f'value="{never[2]}"' in page


def test_the_audit_log_as_a_table_runs_no_formula(client_for, owner, organisation, at):
    actions.change_settings(
        organisation=organisation, by=owner, name="=cmd|' /C calc'!A0", currency="GBP", time_zone="Europe/London"
    )
    response = client_for(owner).get(at("audit.csv"))
    rows = list(csv.reader(StringIO(b"".join(response.streaming_content).decode())))
    assert response.headers["Content-Disposition"] == 'attachment; filename="audit-log-northlight-skincare.csv"'
    assert rows[0][:4] == ["Number", "When", "Who", "Did"]
    assert rows[1][5] == "'=cmd|' /C calc'!A0"
    assert len(rows) == 1 + organisation.audit_entries.count()
    assert rows[1][1].endswith(("+00:00", "+01:00"))
