"""Reading organisations, their people and their audit trail."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Lower

from assessments.accounts.models import User
from assessments.organisations.access import POWERS, Power, grantable_roles, may
from assessments.organisations.models import AuditEntry, Invitation, Membership, Organisation, Role

NamesOf = Callable[[Organisation, date], Mapping[str, str]]
_names_of: list[NamesOf] = []


@dataclass(frozen=True)
class MemberRow:
    """A member as the people page shows them."""

    membership: Membership
    may_be_changed: bool
    is_you: bool


@dataclass(frozen=True)
class RoleRow:
    """A role with what people in it may do."""

    role: Role
    may: list[str]


def memberships_of(user: User) -> QuerySet[Membership]:
    """The places a person has, the organisation they used last first."""
    return (
        Membership.objects.filter(user=user)
        .select_related("organisation")
        .order_by(F("last_used_at").desc(nulls_last=True), Lower("organisation__name"), "pk")
    )


def member_rows(organisation: Organisation, *, for_member: Membership) -> list[MemberRow]:
    """The members of an organisation, highest role first, then by name."""
    order = {role: place for place, role in enumerate(Role)}
    members = organisation.memberships.select_related("user").order_by("pk")
    rows = [
        MemberRow(member, may(for_member.role, Power.MANAGE), is_you=member.pk == for_member.pk) for member in members
    ]
    return sorted(rows, key=lambda row: (order[Role(row.membership.role)], row.membership.user.display_name.lower()))


def open_invitations(organisation: Organisation) -> QuerySet[Invitation]:
    """The invitations that were neither accepted nor revoked, newest first."""
    return (
        organisation.invitations.filter(accepted_at=None, revoked_at=None)
        .select_related("invited_by")
        .order_by("-created_at", "-pk")
    )


def role_rows(for_member: Membership) -> list[RoleRow]:
    """The roles that this member may offer, with what each of them may do, in words."""
    return [
        RoleRow(role, [power.value for power in Power if power in POWERS[role]])
        for role in grantable_roles(for_member.role)
    ]


def audit_entries(
    organisation: Organisation, *, text: str = "", since: date | None = None, until: date | None = None
) -> QuerySet[AuditEntry]:
    """The audit trail, newest first, narrowed to a word in who or what and to days in the organisation's time zone."""
    zone = ZoneInfo(organisation.time_zone)
    entries = organisation.audit_entries.order_by("-number")
    if text:
        entries = entries.filter(
            Q(actor_label__icontains=text)
            | Q(verb__icontains=text)
            | Q(object_label__icontains=text)
            | Q(object_type__icontains=text)
        )
    if since:
        entries = entries.filter(at__gte=datetime.combine(since, time.min, zone))
    if until:
        entries = entries.filter(at__lt=datetime.combine(until + timedelta(days=1), time.min, zone))
    return entries


def name_codes(names_of: NamesOf) -> None:
    """Nothing comes back: the audit log asks this from now on for the words of codes.

    Slices that store codes stand after this one, so they hand the words down when the app is ready.
    """
    if names_of not in _names_of:
        _names_of.append(names_of)


def names_of_codes(organisation: Organisation, *, today: date) -> dict[str, str]:
    """Words by code: questions, activities, steps and what else the trail names by a code."""
    return {code: name for names_of in _names_of for code, name in names_of(organisation, today).items()}


def invitation_by_token(token_hash: str, *, now: datetime) -> Invitation | None:
    """The open invitation behind a link, or None if there is none (any more)."""
    invitation = Invitation.objects.select_related("organisation", "invited_by").filter(token_hash=token_hash).first()
    return invitation if invitation and invitation.is_open(now=now) else None
