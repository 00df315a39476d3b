"""The pages of an organisation's people, settings and audit log."""

import csv
from typing import cast
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assessments.accounts.access import let_sign_up
from assessments.accounts.models import User
from assessments.organisations import actions, mail, queries
from assessments.organisations.access import MemberRequest, Power, may, member_required
from assessments.organisations.forms import AuditFilterForm, InviteForm, OrganisationForm, RoleForm
from assessments.organisations.models import Membership, Organisation, Role
from assessments.organisations.table import audit_rows
from assessments.organisations.told import Reader
from assessments.ui.submit import submit

FOLDER = "assessments/organisations"


@require_GET
@login_required
def index(request: HttpRequest) -> HttpResponse:
    """The organisations of the person, to switch between them."""
    memberships = queries.memberships_of(cast(User, request.user))
    return render(request, f"{FOLDER}/index.html", {"memberships": memberships})


@require_http_methods(["GET", "POST"])
@login_required
def create(request: HttpRequest) -> HttpResponse:
    """A new organisation, with the person as its owner."""
    user = cast(User, request.user)
    form = OrganisationForm(request.POST or None, initial={"time_zone": user.time_zone})
    organisation = submit(form, actions.create_organisation, by=user)
    if organisation:
        messages.success(request, f"{organisation.name} is set up.")
        return redirect("front", organisation.slug)
    return render(request, f"{FOLDER}/create.html", {"form": form})


@require_POST
@member_required(Role.VIEWER)
def switch(request: MemberRequest, organisation: Organisation) -> HttpResponse:
    """To the organisation's first page, and there again at the next sign-in."""
    actions.switch(membership=request.membership)
    return redirect("front", organisation.slug)


@require_http_methods(["GET", "POST"])
@member_required(Power.MANAGE)
def settings(request: MemberRequest, organisation: Organisation) -> HttpResponse:
    """Name, currency and time zone."""
    form = OrganisationForm(request.POST or None, instance=Organisation.objects.get(pk=organisation.pk))
    saved = submit(form, actions.change_settings, organisation=organisation, by=request.user)
    if saved:
        messages.success(request, "The settings are saved.")
        return redirect("organisations:settings", organisation.slug)
    return render(request, f"{FOLDER}/settings.html", {"form": form, "organisation": organisation})


@require_GET
@member_required(Role.VIEWER)
def people(request: MemberRequest, organisation: Organisation) -> HttpResponse:
    """Who belongs to the organisation, in which role, and who is invited."""
    may_invite = may(request.membership.role, Power.INVITE)
    context = {
        "organisation": organisation,
        "members": queries.member_rows(organisation, for_member=request.membership),
        "invitations": queries.open_invitations(organisation) if may_invite else [],
        "may_invite": may_invite,
        "now": timezone.now(),
    }
    return render(request, f"{FOLDER}/people.html", context)


@require_http_methods(["GET", "POST"])
@member_required(Power.INVITE)
def invite(request: MemberRequest, organisation: Organisation) -> HttpResponse:
    """An invitation by e-mail; the link is shown as well, for those whose mail does not arrive."""
    form = InviteForm(request.POST or None, inviter=request.membership)
    origin = request.build_absolute_uri("/").rstrip("/")
    invitation = submit(
        form, actions.invite, organisation=organisation, by=request.user, now=timezone.now(), origin=origin
    )
    if invitation:
        link = mail.invitation_link(invitation, origin=origin)
        messages.success(request, f"An e-mail is on its way to {invitation.email}. You can also send this link: {link}")
        return redirect("organisations:people", organisation.slug)
    context = {"form": form, "organisation": organisation, "roles": queries.role_rows(request.membership)}
    return render(request, f"{FOLDER}/invite.html", context)


@require_POST
@member_required(Power.INVITE)
def revoke(request: MemberRequest, organisation: Organisation, invitation_id: int) -> HttpResponse:
    """The invitation's link stops working."""
    invitation = get_object_or_404(organisation.invitations, pk=invitation_id)
    try:
        actions.revoke_invitation(invitation=invitation, by=request.user, now=timezone.now())
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, f"The invitation of {invitation.email} is revoked.")
    return redirect("organisations:people", organisation.slug)


@require_http_methods(["GET", "POST"])
@member_required(Power.MANAGE)
def change_role(request: MemberRequest, organisation: Organisation, membership_id: int) -> HttpResponse:
    """Another role for a member."""
    membership = _member(organisation, membership_id)
    form = RoleForm(request.POST or None, initial={"role": membership.role, "seen_role": membership.role})
    if submit(form, actions.change_role, membership=membership, by=request.user):
        messages.success(request, f"{membership.user.display_name} is now {membership.get_role_display()}.")
        return redirect("organisations:people", organisation.slug)
    context = {
        "form": form,
        "organisation": organisation,
        "member": membership,
        "roles": queries.role_rows(request.membership),
    }
    return render(request, f"{FOLDER}/change_role.html", context)


@require_http_methods(["GET", "POST"])
@member_required(Power.MANAGE)
def remove(request: MemberRequest, organisation: Organisation, membership_id: int) -> HttpResponse:
    """A member is removed, after a page that says what this means."""
    membership = _member(organisation, membership_id)
    return _confirm_removal(request, organisation, membership, "organisations:people")


@require_http_methods(["GET", "POST"])
@member_required(Role.VIEWER)
def leave(request: MemberRequest, organisation: Organisation) -> HttpResponse:
    """The person leaves the organisation, after a page that says what this means."""
    return _confirm_removal(request, organisation, request.membership, "organisations:index")


@require_GET
@member_required(Power.READ_AUDIT)
def audit_log(request: MemberRequest, organisation: Organisation) -> HttpResponse:
    """Who changed what, newest first."""
    form = AuditFilterForm(request.GET or None)
    narrowed = form.cleaned_data if form.is_valid() else {}
    pages = Paginator(queries.audit_entries(organisation, **narrowed), 50)
    query = request.GET.copy()
    query.pop("page", None)
    page = pages.get_page(request.GET.get("page"))
    reader = Reader(organisation, today=timezone.localdate())
    context = {
        "organisation": organisation,
        "form": form,
        "page": page,
        "rows": [reader.told(entry) for entry in page],
        "query": query.urlencode(),
    }
    return render(request, f"{FOLDER}/audit_log.html", context)


@require_GET
@member_required(Power.READ_AUDIT)
def audit_csv(request: MemberRequest, organisation: Organisation) -> StreamingHttpResponse:
    """The same entries as a table for a spreadsheet."""
    form = AuditFilterForm(request.GET or None)
    entries = queries.audit_entries(organisation, **(form.cleaned_data if form.is_valid() else {}))
    writer = csv.writer(_Echo())
    # The rows are made while they are sent, when the guard's time zone no longer holds.
    zone = ZoneInfo(organisation.time_zone)
    reader = Reader(organisation, today=timezone.localdate(), is_whole=True)
    told = audit_rows(entries.iterator(chunk_size=500), reader=reader, zone=zone)
    rows = (writer.writerow(row) for row in told)
    response = StreamingHttpResponse(rows, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="audit-log-{organisation.slug}.csv"'
    return response


@never_cache
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """What somebody with an invitation's link sees: whom it is from and for, and the button to join."""
    found = queries.invitation_by_token(actions.hash_token(token), now=timezone.now())
    if found is None:
        return render(request, f"{FOLDER}/invitation_closed.html", status=410)
    if not request.user.is_authenticated:
        let_sign_up(request)
    elif request.method == "POST":
        try:
            actions.accept_invitation(invitation=found, by=request.user, now=timezone.now())
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            messages.success(request, f"You are now {found.get_role_display()} in {found.organisation.name}.")
            return redirect("front", found.organisation.slug)
    return render(request, f"{FOLDER}/invitation.html", {"invitation": found})


class _Echo:
    """A file that gives back what is written to it, line by line."""

    def write(self, text: str) -> str:
        return text


def _member(organisation: Organisation, membership_id: int) -> Membership:
    return get_object_or_404(organisation.memberships.select_related("user", "organisation"), pk=membership_id)


def _confirm_removal(
    request: MemberRequest, organisation: Organisation, membership: Membership, after: str
) -> HttpResponse:
    refusal = ""
    if request.method == "POST":
        try:
            actions.remove_member(membership=membership, by=request.user)
        except ValidationError as refused:
            refusal = " ".join(refused.messages)
        else:
            gone = "You have left" if membership.user_id == request.user.pk else f"{membership.user} is no longer in"
            messages.success(request, f"{gone} {organisation.name}.")
            return redirect(after, *([organisation.slug] if after.endswith("people") else []))
    is_you = membership.user_id == request.user.pk
    context = {"organisation": organisation, "member": membership, "refusal": refusal, "is_you": is_you}
    return render(request, f"{FOLDER}/remove.html", context, status=422 if refusal else 200)
