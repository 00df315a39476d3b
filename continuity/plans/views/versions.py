"""Freezing the plan, approving it, and comparing two versions."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from assessments.organisations.access import MemberRequest, Power, member_required
from assessments.organisations.drawn import drawn_once
from assessments.organisations.models import Organisation, Role
from assessments.scoring import queries as scoring
from assessments.ui.submit import submit
from continuity.plans import queries
from continuity.plans.actions import versions
from continuity.plans.comparing import compare
from continuity.plans.document import Document
from continuity.plans.forms import ApproveForm, VersionForm

FOLDER = "continuity/plans"
DRAFT = "draft"


@require_GET
@member_required(Role.VIEWER)
@drawn_once()
def index(request: MemberRequest, organisation: Organisation) -> HttpResponse:
    """Every version of the plan, newest first."""
    draft = queries.draft_of(organisation, today=timezone.localdate())
    context = {
        "organisation": organisation,
        "draft": draft,
        "versions": list(queries.versions_of(organisation)),
    }
    return render(request, f"{FOLDER}/versions.html", context)


@require_http_methods(["GET", "POST"])
@member_required(Power.EDIT)
def make(request: MemberRequest, organisation: Organisation) -> HttpResponse:
    """A frozen copy of the draft, with a line for the list of changes."""
    today = timezone.localdate()
    draft = queries.draft_of(organisation, today=today)
    form = VersionForm(request.POST or None, initial={"mark": draft.mark if draft else ""})
    made = submit(form, versions.make_version, organisation=organisation, by=request.user, today=today)
    if made:
        messages.success(request, f"{made} is made.")
        return redirect("plans:versions", organisation.slug)
    return render(request, f"{FOLDER}/make_version.html", {"organisation": organisation, "form": form, "draft": draft})


@require_http_methods(["GET", "POST"])
@member_required(Power.APPROVE)
def approve(request: MemberRequest, organisation: Organisation) -> HttpResponse:
    """What stands between the draft and its approval; and, once nothing blocks it, the approval."""
    snapshot, today = scoring.latest_snapshot(organisation), timezone.localdate()
    draft = queries.draft_from(organisation, snapshot, today=today) if snapshot else None
    missing = draft.obstacles if draft else ()
    places = queries.places_of(organisation, snapshot)
    exceptions = [it for it in missing if not it.is_blocking]
    first = {"mark": draft.mark if draft else ""}
    form = ApproveForm(request.POST or None, initial=first, has_exceptions=bool(exceptions))
    said = {"organisation": organisation, "by": request.user, "today": today}
    if not exceptions:
        said["accepts_exceptions"] = False
    approved = submit(form, versions.approve, **said)
    if approved:
        messages.success(request, f"{approved} of the plan is approved.")
        return redirect("plans:versions", organisation.slug)
    context = {
        "organisation": organisation,
        "form": form,
        "draft": draft,
        "blocking": [(it, places.of(it.mend, it.what)) for it in missing if it.is_blocking],
        "exceptions": [(it, places.of(it.mend, it.what)) for it in exceptions],
        "details": queries.details_of(organisation),
    }
    return render(request, f"{FOLDER}/approve.html", context)


@require_GET
@member_required(Role.VIEWER)
@drawn_once()
def changes(request: MemberRequest, organisation: Organisation) -> HttpResponse:
    """What differs between two versions: ?from= and ?to= are numbers, or “draft” for the plan as it reads today."""
    numbers = [version.number for version in queries.versions_of(organisation)]
    choices = [DRAFT, *numbers]
    later = request.GET.get("to") or DRAFT
    earlier = request.GET.get("from") or next((number for number in numbers if number != later), "")
    context = {"organisation": organisation, "choices": choices, "earlier": earlier, "later": later}
    if not numbers:
        return render(request, f"{FOLDER}/changes.html", context)
    if earlier not in choices or later not in choices:
        raise Http404
    before, after = (_document(organisation, number) for number in (earlier, later))
    if before is None or after is None:
        raise Http404
    context["sections"] = compare(before, after)
    return render(request, f"{FOLDER}/changes.html", context)


def _document(organisation: Organisation, number: str) -> Document | None:
    if number == DRAFT:
        draft = queries.draft_of(organisation, today=timezone.localdate())
        return draft.document if draft else None
    version = queries.version_of(organisation, number)
    return queries.document_of(version) if version else None
