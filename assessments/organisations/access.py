"""Who may do what: one table of powers, and the one guard that every page of an organisation stands behind."""

import functools
from collections.abc import Callable
from enum import Enum
from typing import Concatenate, ParamSpec, cast

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone

from assessments.accounts.models import User
from assessments.organisations.models import Membership, Organisation, Role

Arguments = ParamSpec("Arguments")


class Power(Enum):
    """Something a person may do in an organisation; the value completes the sentence "You may …"."""

    VIEW = "see the activities, scores and plan"
    ANSWER = "answer the questions you were asked"
    EDIT = "change answers, activities, tools and actions, and run an assessment"
    INVITE = "invite people, to roles that can do no more than yours"
    READ_AUDIT = "read the audit log"
    REVIEW = "challenge, override and reopen answers"
    APPROVE = "endorse assessments and approve plans and limits"
    MANAGE = "change roles, remove people and change the settings"


_VIEWER = {Power.VIEW}
_RESPONDENT = _VIEWER | {Power.ANSWER}
_EDITOR = _RESPONDENT | {Power.EDIT, Power.INVITE}
_REVIEWER = _EDITOR | {Power.REVIEW, Power.READ_AUDIT}
_APPROVER = _REVIEWER | {Power.APPROVE}
# The table. "At least an editor" means: has every power an editor has.
POWERS: dict[Role, frozenset[Power]] = {
    Role.OWNER: frozenset(_APPROVER | {Power.MANAGE}),
    Role.APPROVER: frozenset(_APPROVER),
    Role.REVIEWER: frozenset(_REVIEWER),
    Role.EDITOR: frozenset(_EDITOR),
    Role.RESPONDENT: frozenset(_RESPONDENT),
    Role.AUDITOR: frozenset(_VIEWER | {Power.READ_AUDIT}),
    Role.VIEWER: frozenset(_VIEWER),
}


class MemberRequest(HttpRequest):
    """A request that passed the guard: it knows the person, the organisation and the person's place in it."""

    user: User
    organisation: Organisation
    membership: Membership


View = Callable[Concatenate[MemberRequest, Organisation, Arguments], HttpResponseBase]
GuardedView = Callable[Concatenate[HttpRequest, str, Arguments], HttpResponseBase]


def may(role: Role | str, needed: Role | Power) -> bool:
    """Whether someone in `role` has the power, or all the powers of the role, that is needed."""
    powers = POWERS[Role(role)]
    return needed in powers if isinstance(needed, Power) else POWERS[needed] <= powers


def grantable_roles(role: Role | str) -> list[Role]:
    """The roles that someone in `role` may offer to others: those with no power beyond their own, highest first."""
    return [other for other in Role if may(role, other)]


def member_required(needed: Role | Power) -> Callable[[View[Arguments]], GuardedView[Arguments]]:
    """Decorator for a view below `/o/<slug:organisation>/`: the view gets the Organisation in place of its slug.

    Nobody signed in: to the sign-in page, or a plain 401 for a script, so that a page keeps what was typed. Not a
    member, or no such organisation: 404, so that nobody learns which organisations there are. Too low a role: 403.
    """

    def guard(view: View[Arguments]) -> GuardedView[Arguments]:
        @functools.wraps(view)
        def guarded(
            request: HttpRequest, organisation: str, *args: Arguments.args, **options: Arguments.kwargs
        ) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return _to_sign_in(request)
            membership = (
                Membership.objects.select_related("organisation", "user")
                .filter(organisation__slug=organisation, user_id=request.user.pk)
                .first()
            )
            if membership is None:
                raise Http404
            member_request = cast(MemberRequest, request)
            member_request.membership = membership
            member_request.organisation = membership.organisation
            if not may(membership.role, needed):
                raise PermissionDenied(refusal(membership, needed))
            with timezone.override(membership.organisation.time_zone):
                return view(member_request, membership.organisation, *args, **options)

        return guarded

    return guard


def refusal(membership: Membership, needed: Role | Power) -> str:
    """The sentence for someone whose role is too low: what they may do, and whom to ask for which role."""
    owner = (
        Membership.objects.filter(organisation=membership.organisation_id, role=Role.OWNER)
        .select_related("user")
        .order_by("pk")
        .first()
    )
    enough = [role for role in Role if may(role, needed) and may(role, Role(membership.role))]
    wanted = min(enough, key=lambda role: len(POWERS[role]))
    whom = owner.user.display_name if owner else "an owner"
    if POWERS[Role(membership.role)] == POWERS[Role.VIEWER]:
        can = "You can view this organisation but not change it."
    else:
        can = f"Your role here, {membership.get_role_display()}, does not cover this."
    return f"{can} Ask {whom} for the {wanted.label} role."


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    if request.headers.get("HX-Request") or "application/json" in request.headers.get("Accept", ""):
        return HttpResponse("You are signed out. Sign in again; what you typed is still on this page.", status=401)
    return redirect_to_login(request.get_full_path())
