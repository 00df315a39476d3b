"""What may be done with organisations and their people."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from assessments.jobs.models import Job
from assessments.organisations import actions, audit
from assessments.organisations.models import AuditEntry, Invitation, Organisation, Role
from assessments.ui.submit import Conflict
from tests.assessments.organisations.races import Meeting, at_once
from tests.factories.people import make_member, make_organisation, make_user

NOW = timezone.now()
HERE = "http://testserver"


def invite(organisation, by, email="new@example.com", role=Role.VIEWER, now=NOW):
    return actions.invite(organisation=organisation, by=by, email=email, role=role, now=now, origin=HERE)


def last_entry(organisation) -> AuditEntry:
    return organisation.audit_entries.order_by("-number").first()


# -------------------------------------------------------------------------------------------------------- organisations
def test_who_makes_an_organisation_owns_it(owner, organisation):
    assert organisation.memberships.get().role == Role.OWNER
    assert organisation.memberships.get().user == owner
    assert last_entry(organisation).after == {
        "name": organisation.name,
        "currency": "GBP",
        "time zone": "Europe/London",
    }


def test_organisations_of_the_same_name_get_addresses_of_their_own(db):
    slugs = [make_organisation("Northlight Skincare").slug for _ in range(3)]
    assert slugs == ["northlight-skincare", "northlight-skincare-2", "northlight-skincare-3"]
    assert make_organisation("北極光").slug == "organisation"


def test_settings_keep_the_address_and_tell_only_what_changed(owner, organisation):
    slug = organisation.slug
    changed = actions.change_settings(
        organisation=organisation, by=owner, name="Northlight", currency="GBP", time_zone="Europe/Paris"
    )
    assert (changed.slug, changed.name, changed.time_zone) == (slug, "Northlight", "Europe/Paris")
    entry = last_entry(organisation)
    assert entry.before == {"name": "Northlight Skincare", "time zone": "Europe/London"}
    assert entry.after == {"name": "Northlight", "time zone": "Europe/Paris"}


def test_settings_saved_without_a_change_leave_no_trace(owner, organisation):
    before = organisation.audit_entries.count()
    actions.change_settings(
        organisation=organisation, by=owner, name=organisation.name, currency="GBP", time_zone="Europe/London"
    )
    assert organisation.audit_entries.count() == before


# ---------------------------------------------------------------------------------------------------------- invitations
def test_an_invitation_brings_its_person_in_once(owner, organisation):
    invitation = invite(organisation, owner, role=Role.EDITOR)
    guest = make_user("Guest", email="new@example.com")
    membership = actions.accept_invitation(invitation=invitation, by=guest, now=NOW)
    assert (membership.role, membership.organisation) == (Role.EDITOR, organisation)
    with pytest.raises(actions.InvitationClosed):
        actions.accept_invitation(invitation=invitation, by=guest, now=NOW)


def test_an_invitation_is_for_one_address_only(owner, organisation):
    invitation = invite(organisation, owner)
    with pytest.raises(actions.InvitationClosed, match="This invitation is for new"):
        actions.accept_invitation(invitation=invitation, by=make_user("Other"), now=NOW)


def test_an_invitation_expires(owner, organisation):
    invitation = invite(organisation, owner)
    guest = make_user("Guest", email="new@example.com")
    with pytest.raises(actions.InvitationClosed):
        actions.accept_invitation(invitation=invitation, by=guest, now=NOW + actions.INVITATION_LASTS)
    assert invite(organisation, owner, now=NOW + timedelta(days=8)).pk != invitation.pk


def test_a_revoked_invitation_opens_nothing(owner, organisation):
    invitation = invite(organisation, owner)
    actions.revoke_invitation(invitation=invitation, by=owner, now=NOW)
    with pytest.raises(actions.InvitationClosed):
        actions.accept_invitation(invitation=invitation, by=make_user("Guest", email="new@example.com"), now=NOW)
    with pytest.raises(actions.InvitationClosed):
        actions.revoke_invitation(invitation=invitation, by=owner, now=NOW)


def test_somebody_who_was_removed_brings_nobody_in(owner, editor, organisation):
    invitation = invite(organisation, editor)
    actions.remove_member(membership=editor.memberships.get(), by=owner)
    with pytest.raises(actions.InvitationClosed, match="can no longer invite you"):
        actions.accept_invitation(invitation=invitation, by=make_user("Guest", email="new@example.com"), now=NOW)


def test_there_is_an_end_to_open_invitations(owner, organisation, monkeypatch):
    monkeypatch.setattr(actions, "MOST_OPEN_INVITATIONS", 2)
    for number in range(2):
        invite(organisation, owner, email=f"new{number}@example.com")
    with pytest.raises(ValidationError, match="Revoke some of them first"):
        invite(organisation, owner)


def test_there_is_one_open_invitation_for_an_address(owner, organisation):
    invite(organisation, owner)
    with pytest.raises(ValidationError, match="open invitation"):
        invite(organisation, owner, email="NEW@example.com")


def test_a_member_is_not_invited_again(owner, editor, organisation):
    with pytest.raises(ValidationError, match="a member already"):
        invite(organisation, owner, email=editor.email.upper())


@pytest.mark.parametrize("inviter", list(Role))
@pytest.mark.parametrize("offered", list(Role))
def test_nobody_invites_above_their_own_role(inviter, offered, organisation):
    by = make_member(organisation, inviter)
    order = [Role.VIEWER, Role.RESPONDENT, Role.EDITOR, Role.REVIEWER, Role.APPROVER, Role.OWNER]
    can_read_audit = inviter in {Role.REVIEWER, Role.APPROVER, Role.OWNER}
    fits = (
        can_read_audit if offered == Role.AUDITOR else inviter in order and order.index(offered) <= order.index(inviter)
    )
    if fits and inviter in order[2:]:
        assert invite(organisation, by, role=offered).role == offered
    else:
        with pytest.raises(actions.NotAllowed):
            invite(organisation, by, role=offered)


def test_an_editor_cannot_revoke_the_invitation_of_an_owner(owner, editor, organisation):
    invitation = invite(organisation, owner, role=Role.OWNER)
    with pytest.raises(actions.NotAllowed):
        actions.revoke_invitation(invitation=invitation, by=editor, now=NOW)


def test_a_copy_of_the_database_does_not_hold_the_links_secret(owner, organisation, settings):
    invitation = invite(organisation, owner)
    token = actions.token_of(invitation)
    stored = [str(value) for row in Invitation.objects.values() for value in row.values()]
    stored += [str(value) for row in AuditEntry.objects.values() for value in row.values()]
    stored += [str(value) for row in Job.objects.values() for value in row.values()]
    assert not [value for value in stored if token in value]
    assert actions.hash_token(token) == invitation.token_hash
    settings.SECRET_KEY = "another key, with which the nonce gives another token"
    assert actions.token_of(invitation) != token


@pytest.mark.django_db(transaction=True)
def test_one_invitation_taken_up_twice_at_once_gives_one_membership(owner, organisation):
    invitation = invite(organisation, owner)
    guest = make_user("Guest", email="new@example.com")
    accept = lambda: actions.accept_invitation(invitation=invitation, by=guest, now=NOW)  # noqa: E731
    answers = at_once(accept, accept)
    assert sum(isinstance(answer, actions.InvitationClosed) for answer in answers) == 1
    assert organisation.memberships.filter(user=guest).count() == 1


# ---------------------------------------------------------------------------------------------------------------- roles
def change(membership, by, role, seen=None):
    return actions.change_role(membership=membership, by=by, role=role, seen_role=seen or membership.role)


def test_an_owner_changes_a_role_and_the_log_tells_it(owner, editor, organisation):
    changed = change(editor.memberships.get(), owner, Role.REVIEWER)
    assert changed.role == Role.REVIEWER
    entry = last_entry(organisation)
    assert (entry.verb, entry.before, entry.after) == ("changed role of", {"role": "Editor"}, {"role": "Reviewer"})


@pytest.mark.parametrize("actor", [role for role in Role if role != Role.OWNER])
def test_nobody_but_an_owner_changes_roles_or_removes_people(actor, viewer, organisation):
    by = make_member(organisation, actor)
    with pytest.raises(actions.NotAllowed):
        change(viewer.memberships.get(), by, Role.OWNER)
    with pytest.raises(actions.NotAllowed):
        actions.remove_member(membership=viewer.memberships.get(), by=by)


def test_an_owner_of_another_organisation_has_no_say_here(outsider, viewer):
    with pytest.raises(actions.NotAllowed):
        change(viewer.memberships.get(), outsider, Role.EDITOR)


def test_a_change_on_an_old_page_is_refused_with_what_is_true_now(owner, viewer):
    membership = viewer.memberships.get()
    change(membership, owner, Role.EDITOR)
    with pytest.raises(Conflict, match="made Vic Viewer Editor meanwhile"):
        change(membership, owner, Role.APPROVER, seen=Role.VIEWER)
    assert viewer.memberships.get().role == Role.EDITOR


def test_the_last_owner_can_neither_leave_nor_step_down(owner, organisation):
    with pytest.raises(actions.LastOwner):
        actions.remove_member(membership=owner.memberships.get(), by=owner)
    with pytest.raises(actions.LastOwner):
        change(owner.memberships.get(), owner, Role.VIEWER)
    assert owner.memberships.get().role == Role.OWNER


def test_anybody_may_leave(viewer, organisation):
    actions.remove_member(membership=viewer.memberships.get(), by=viewer)
    assert not viewer.memberships.exists()
    assert last_entry(organisation).verb == "left"


# ---------------------------------------------------------------------------------------------------------------- races
def _two_owners_leave(organisation, action) -> list[object]:
    owners = list(organisation.memberships.filter(role=Role.OWNER).select_related("user", "organisation"))
    assert len(owners) == 2
    return at_once(*[lambda one=one: action(membership=one, by=one.user) for one in owners])


@pytest.fixture
def two_owners(owner, organisation, monkeypatch) -> Organisation:
    """An organisation with two owners, who meet between looking for another owner and leaving."""
    make_member(organisation, Role.OWNER, "Oscar Owner")
    meeting, look = Meeting(), actions._another_owner

    def look_then_wait(*args):
        look(*args)
        meeting.arrive()

    monkeypatch.setattr(actions, "_another_owner", look_then_wait)
    return organisation


@pytest.mark.django_db(transaction=True)
def test_two_owners_who_leave_at_once_leave_one_behind(two_owners):
    answers = _two_owners_leave(two_owners, actions.remove_member)
    assert sum(isinstance(answer, actions.LastOwner) for answer in answers) == 1
    assert two_owners.memberships.filter(role=Role.OWNER).count() == 1
    assert not list(audit.faults(two_owners))


@pytest.mark.django_db(transaction=True)
def test_control_without_lock_and_transaction_both_owners_leave(two_owners, monkeypatch):
    """Shows that the test above would see the race."""
    monkeypatch.setattr(actions, "hold", lambda organisation: organisation)
    _two_owners_leave(two_owners, actions.remove_member.__wrapped__)
    assert two_owners.memberships.filter(role=Role.OWNER).count() == 0
