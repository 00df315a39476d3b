"""The plan on the screen, page by page; and its files: asked for, watched, downloaded."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods

from assessments.organisations.access import MemberRequest, member_required
from assessments.organisations.drawn import drawn_once
from assessments.organisations.models import Organisation, Role
from assessments.scoring import queries as scoring
from assessments.ui.submit import submit
from continuity.exports import actions, files, queries, registers
from continuity.exports.formats import FORMATS
from continuity.exports.forms import DRAFT, SHARED, ExportForm
from continuity.exports.models import Export
from continuity.exports.screen import FIRST_PAGE, Screen, screen
from continuity.plans import queries as plans
from continuity.plans.characters import UNPRINTABLE, printable
from continuity.plans.document import Document
from continuity.plans.models import PlanVersion
from continuity.plans.queries import Draft

FOLDER = "continuity/exports"


@require_GET
@member_required(Role.VIEWER)
@drawn_once()
def plan(request: MemberRequest, organisation: Organisation, section: str = FIRST_PAGE) -> HttpResponse:
    """The plan as it reads today: its first page, or one of its sections."""
    situation = plans.situation_of(organisation, today=timezone.localdate())
    if situation.draft is None:
        return render(request, f"{FOLDER}/no_plan.html", {"organisation": organisation})
    shown = screen(situation.draft.document, mark=situation.draft.mark)
    context = _reading(organisation, shown, section) | {"situation": situation, "document": situation.draft.document}
    return render(request, f"{FOLDER}/plan.html", context)


@require_GET
@member_required(Role.VIEWER)
@drawn_once()
def whole(request: MemberRequest, organisation: Organisation) -> HttpResponse:
    """The plan as it reads today on one page, to search in and to print."""
    draft = plans.draft_of(organisation, today=timezone.localdate())
    if draft is None:
        return render(request, f"{FOLDER}/no_plan.html", {"organisation": organisation})
    context = {"organisation": organisation, "document": draft.document}
    context["screen"] = screen(draft.document, mark=draft.mark)
    return render(request, f"{FOLDER}/whole.html", context)


@require_GET
@member_required(Role.VIEWER)
@drawn_once()
def version(request: MemberRequest, organisation: Organisation, number: str, section: str = FIRST_PAGE) -> HttpResponse:
    """A version of the plan as it was frozen: its first page, or one of its sections."""
    found = plans.version_of(organisation, number)
    if found is None:
        raise Http404
    document = plans.document_of(found)
    shown = screen(document, mark=found.digest)
    context = _reading(organisation, shown, section) | {"version": found, "document": document}
    return render(request, f"{FOLDER}/version.html", context)


@require_http_methods(["GET", "POST"])
@member_required(Role.VIEWER)
def export(request: MemberRequest, organisation: Organisation) -> HttpResponse:
    """The form that asks for a file, and the files that were asked for."""
    snapshot, today = scoring.latest_snapshot(organisation), timezone.localdate()
    draft = plans.draft_from(organisation, snapshot, today=today) if snapshot else None
    versions = list(plans.versions_of(organisation))
    form = ExportForm(request.POST or None, documents=_documents(draft, versions), initial=_asked(request))

    def ask(*, document: str, copy: str, format: str) -> Export:
        text, version = _chosen(organisation, draft, document)
        return actions.request_export(
            organisation=organisation,
            by=request.user,
            document=text,
            version=version,
            format=format,
            is_shared=copy == SHARED,
        )

    asked = submit(form, ask)
    if asked:
        messages.success(request, f"{asked.label} is on its way. It stands below as soon as it is ready.")
        return redirect("exports:export", organisation.slug)
    context = {
        "organisation": organisation,
        "form": form,
        "draft": draft,
        "snapshot": snapshot,
        "registers": [(registers.key_of(it), it.name) for it in draft.document.registers] if draft else [],
        "files": queries.file_rows(organisation, now=timezone.now()),
    }
    return render(request, f"{FOLDER}/export.html", context)


@require_GET
@member_required(Role.VIEWER)
def file_list(request: MemberRequest, organisation: Organisation) -> HttpResponse:
    """How the files stand, for the page that waits for them."""
    context = {"organisation": organisation, "files": queries.file_rows(organisation, now=timezone.now())}
    return render(request, f"{FOLDER}/_files.html", context)


@require_GET
@member_required(Role.VIEWER)
def download(request: MemberRequest, organisation: Organisation, export_id: int) -> HttpResponse:
    """A finished file. Whoever asks for it has to belong to the organisation at this moment."""
    found = queries.ready_export(organisation, export_id, now=timezone.now())
    content = files.whole(found.file, found.digest) if found else None
    if found is None or content is None:
        raise Http404
    response = HttpResponse(content, content_type=FORMATS[found.format].media_type)
    return _as_file(response, _file_name(organisation, found))


@require_GET
@member_required(Role.VIEWER)
def register(request: MemberRequest, organisation: Organisation, register: str) -> HttpResponse:
    """A register of the plan as it reads today, as CSV."""
    draft = plans.draft_of(organisation, today=timezone.localdate())
    found = registers.register_with(draft.document, register) if draft else None
    if found is None:
        raise Http404
    response = HttpResponse(registers.as_csv(found), content_type="text/csv; charset=utf-8")
    return _as_file(response, f"{organisation.name} {found.name.lower()}.csv")


def _reading(organisation: Organisation, shown: Screen, section: str) -> dict[str, object]:
    """What the pages share on which a plan is read."""
    page = shown.page(section)
    if page is None and section != FIRST_PAGE:
        raise Http404
    before, after = shown.beside(section)
    return {
        "organisation": organisation,
        "screen": shown,
        "page": page,
        "current": section,
        "before": before,
        "after": after,
    }


def _documents(draft: Draft | None, versions: Sequence[PlanVersion]) -> list[tuple[str, str]]:
    """The plans a file can be made of, the draft first."""
    found = [(DRAFT, f"Draft {draft.document.version}, as it reads today")] if draft else []
    return [*found, *((it.number, f"{it}, {it.get_status_display().lower()}") for it in versions)]


def _chosen(organisation: Organisation, draft: Draft | None, document: str) -> tuple[Document, PlanVersion | None]:
    if document == DRAFT and draft:
        return draft.document, None
    found = plans.version_of(organisation, document)
    if found is None:
        raise Http404
    return plans.document_of(found), found


def _asked(request: MemberRequest) -> dict[str, str]:
    """What a link to the form asks for already: ?document=1.0."""
    return {"document": request.GET["document"]} if "document" in request.GET else {}


def _file_name(organisation: Organisation, found: Export) -> str:
    copy = " (shared copy)" if found.is_shared else ""
    return f"{organisation.name} continuity plan {found.label.lower()}{copy}.{FORMATS[found.format].suffix}"


def _as_file(response: HttpResponse, name: str) -> HttpResponse:
    """The response as a download that no browser opens by itself, keeps, or takes for a page of ours."""
    plain = UNPRINTABLE.sub("", printable(name)).replace("/", "-").replace("\\", "-").replace("\n", " ")
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=plain)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox"
    response["Cache-Control"] = "private, no-store"
    return response
