"""What may be done with organisations and the people in them. Every action leaves an audit entry."""

import base64
import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models.functions import Now
from django.utils.crypto import salted_hmac
from django.utils.text import slugify

from assessments.accounts.models import User
from assessments.jobs import actions as jobs
from assessments.organisations import audit
from assessments.organisations.access import Power, may
from assessments.organisations.models import Invitation, Membership, Organisation, Role
from assessments.ui.submit import Conflict

INVITATION_LASTS = timedelta(days=7)
MOST_OPEN_INVITATIONS = 100


class LastOwner(ValidationError):
    """An organisation keeps at least one owner."""


class NotAllowed(ValidationError):
    """The person's role does not cover this for this other person."""


class InvitationClosed(ValidationError):
    """The invitation was used, revoked or has expired, or it is for somebody else."""


@transaction.atomic
def create_organisation(*, by: User, name: str, currency: str, time_zone: str) -> Organisation:
    """The new organisation, with its maker as owner."""
    organisation = _with_free_slug(name, currency=currency, time_zone=time_zone)
    audit.open_chain(organisation=organisation)
    Membership.objects.create(organisation=organisation, user=by, role=Role.OWNER, last_used_at=Now())
    after = {"name": name, "currency": currency, "time zone": time_zone}
    audit.record(organisation=organisation, by=by, verb="created", of=organisation, after=after)
    return organisation


@transaction.atomic
def change_settings(*, organisation: Organisation, by: User, name: str, currency: str, time_zone: str) -> Organisation:
    """The organisation with its new name, currency and time zone; its address stays."""
    held = hold(organisation)
    before = {"name": held.name, "currency": held.currency, "time zone": held.time_zone}
    after = {"name": name, "currency": currency, "time zone": time_zone}
    before, after = audit.changes(before, after)
    if after:
        held.name, held.currency, held.time_zone = name, currency, time_zone
        held.save(update_fields=["name", "currency", "time_zone"])
        audit.record(organisation=held, by=by, verb="changed settings of", of=held, before=before, after=after)
    return held


def switch(*, membership: Membership) -> None:
    """Nothing comes back: this is now the organisation the person used last."""
    Membership.objects.filter(pk=membership.pk).update(last_used_at=Now())


@transaction.atomic
def invite(*, organisation: Organisation, by: User, email: str, role: str, now: datetime, origin: str) -> Invitation:
    """The invitation, with its mail under way; `origin` is the address of this site, for the link in the mail."""
    hold(organisation)
    own = _membership(organisation, by)
    if not (may(own.role, Power.INVITE) and may(own.role, Role(role))):
        raise NotAllowed({"role": "You can only invite people to roles that can do no more than yours."})
    if organisation.memberships.filter(user__email__iexact=email).exists():
        raise ValidationError({"email": "This person is a member already."})
    open_ones = organisation.invitations.filter(email__iexact=email, accepted_at=None, revoked_at=None)
    if open_ones.filter(expires_at__gt=now).exists():
        raise ValidationError({"email": "There is an open invitation for this address. Revoke it first."})
    open_ones.update(revoked_at=now)
    waiting = organisation.invitations.filter(accepted_at=None, revoked_at=None, expires_at__gt=now)
    if waiting.count() >= MOST_OPEN_INVITATIONS:
        raise ValidationError(f"There are {MOST_OPEN_INVITATIONS} open invitations already. Revoke some of them first.")
    nonce = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        organisation=organisation,
        email=email.lower(),
        role=role,
        invited_by=by,
        nonce=nonce,
        token_hash=hash_token(_token(nonce)),
        expires_at=now + INVITATION_LASTS,
    )
    after = {"role": Role(role).label, "expires": invitation.expires_at.date().isoformat()}
    audit.record(organisation=organisation, by=by, verb="invited", of=invitation, label=email, after=after)
    payload = {"invitation": invitation.pk, "origin": origin}
    jobs.enqueue(kind="organisations.invitation_mail", scope_id=organisation.pk, payload=payload)
    return invitation


@transaction.atomic
def revoke_invitation(*, invitation: Invitation, by: User, now: datetime) -> None:
    """Nothing comes back: the link no longer works."""
    own = _membership(invitation.organisation, by)
    if not may(own.role, Role(invitation.role)):
        raise NotAllowed("You can only revoke invitations to roles that can do no more than yours.")
    changed = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, revoked_at=None).update(revoked_at=now)
    if not changed:
        raise InvitationClosed("This invitation was used or revoked already.")
    audit.record(
        organisation=invitation.organisation, by=by, verb="revoked invitation of", of=invitation, label=invitation.email
    )


@transaction.atomic
def accept_invitation(*, invitation: Invitation, by: User, now: datetime) -> Membership:
    """The new place of the person in the organisation; the invitation is used up."""
    if by.email.lower() != invitation.email.lower():
        raise InvitationClosed(f"This invitation is for {invitation.email}. You are signed in as {by.email}.")
    if not _is_vouched_for(invitation):
        raise InvitationClosed("The person who sent this invitation can no longer invite you. Ask for a new one.")
    still_open = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, revoked_at=None, expires_at__gt=now)
    if not still_open.update(accepted_at=now):
        raise InvitationClosed("This invitation was used, was revoked or has expired. Ask for a new one.")
    membership, is_new = Membership.objects.get_or_create(
        organisation=invitation.organisation,
        user=by,
        defaults={"role": invitation.role, "last_used_at": Now()},
    )
    if is_new:
        after = {"role": membership.get_role_display()}
        audit.record(organisation=invitation.organisation, by=by, verb="joined as", of=membership, after=after)
    return membership


@transaction.atomic
def change_role(*, membership: Membership, by: User, role: str, seen_role: str) -> Membership:
    """The member in the new role; raises Conflict if the role is not the one the page showed (any more)."""
    organisation = hold(membership.organisation)
    _must_manage(organisation, by)
    if seen_role == Role.OWNER and role != Role.OWNER:
        _another_owner(organisation, membership)
    current = organisation.memberships.filter(pk=membership.pk)
    if not current.filter(role=seen_role).update(role=role):
        now_role = current.values_list("role", flat=True).first()
        if now_role is None:
            raise Conflict(f"{membership.user.display_name} has left {organisation.name} meanwhile.")
        raise Conflict(f"Somebody else made {membership.user.display_name} {Role(now_role).label} meanwhile.")
    membership.refresh_from_db()
    if role != seen_role:
        audit.record(
            organisation=organisation,
            by=by,
            verb="changed role of",
            of=membership,
            label=membership.user.display_name,
            before={"role": Role(seen_role).label},
            after={"role": Role(role).label},
        )
    return membership


@transaction.atomic
def remove_member(*, membership: Membership, by: User) -> None:
    """Nothing comes back: the person is no member any more, from their next request on. Leaving is removing oneself."""
    organisation = hold(membership.organisation)
    if membership.user_id != by.pk:
        _must_manage(organisation, by)
    current = organisation.memberships.filter(pk=membership.pk).first()
    if current is None:
        return
    if current.role == Role.OWNER:
        _another_owner(organisation, current)
    before = {"role": current.get_role_display()}
    verb = "left" if current.user_id == by.pk else "removed"
    label = organisation.name if verb == "left" else current.user.display_name
    audit.record(organisation=organisation, by=by, verb=verb, of=current, label=label, before=before)
    current.delete()


@transaction.atomic
def note_name(*, user: User, before: str, after: str, **_: Any) -> None:
    """Nothing comes back: the trail of each organisation of a person tells of the new name; receiver of `renamed`."""
    for membership in user.memberships.select_related("organisation").order_by("organisation"):
        audit.record(
            organisation=hold(membership.organisation),
            by=user,
            verb="took the name",
            of=membership,
            label=after,
            before={"name": before},
            after={"name": after},
        )


def token_of(invitation: Invitation) -> str:
    """The secret in the invitation's link, worked out anew from its nonce and the secret key."""
    return _token(invitation.nonce)


def hash_token(token: str) -> str:
    """What is stored of a token, and looked up by."""
    return hashlib.sha256(token.encode()).hexdigest()


def _token(nonce: str) -> str:
    digest = salted_hmac("ballast.invitation", nonce, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def hold(organisation: Organisation) -> Organisation:
    """The organisation, locked until the transaction ends: its changes queue up (on SQLite all changes do).

    Comes first in a change of several rows, so that all take their locks in one order. NO KEY: rows that only point to the
    organisation can still be written; with a full lock two changes of which one does not hold wait for each other.
    """
    return Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)


def _membership(organisation: Organisation, user: User) -> Membership:
    membership = organisation.memberships.filter(user=user).first()
    if membership is None:
        raise NotAllowed(f"You are not a member of {organisation.name} any more.")
    return membership


def _is_vouched_for(invitation: Invitation) -> bool:
    """Whether who sent the invitation could send it today: somebody who was removed brings nobody in."""
    sender = invitation.organisation.memberships.filter(user=invitation.invited_by_id).first()
    return sender is not None and may(sender.role, Power.INVITE) and may(sender.role, Role(invitation.role))


def _must_manage(organisation: Organisation, by: User) -> None:
    if not may(_membership(organisation, by).role, Power.MANAGE):
        raise NotAllowed("Only an owner can change roles and remove people.")


def _another_owner(organisation: Organisation, leaving: Membership) -> None:
    if not organisation.memberships.filter(role=Role.OWNER).exclude(pk=leaving.pk).exists():
        raise LastOwner(f"{organisation.name} needs an owner. Make somebody else owner first.")


def _with_free_slug(name: str, **values: str) -> Organisation:
    stem = slugify(name)[:50].strip("-") or "organisation"
    for number in range(1, 1000):
        slug = stem if number == 1 else f"{stem}-{number}"
        if Organisation.objects.filter(slug=slug).exists():
            continue
        try:
            with transaction.atomic():
                return Organisation.objects.create(name=name, slug=slug, **values)
        except IntegrityError:  # somebody took the address between the two lines
            continue
    raise ValidationError("There are too many organisations with this name. Choose another one.")
