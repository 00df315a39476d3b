"""The runbooks step by step: change, take out, add, undo."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assessments.organisations.access import MemberRequest, Power, member_required
from assessments.organisations.drawn import drawn_once
from assessments.organisations.models import Organisation, Role
from assessments.ui.submit import submit
from continuity.plans import queries, runbook_parts
from continuity.plans.actions import steps
from continuity.plans.basis import Basis
from continuity.plans.forms import NewStepForm, SeenForm, StepForm
from continuity.plans.models import StepChange
from continuity.plans.runbook_parts import OpenPart
from continuity.plans.views.seen import submit_seen

FOLDER = "continuity/plans"


@require_GET
@member_required(Role.VIEWER)
@drawn_once()
def runbooks(request: MemberRequest, organisation: Organisation) -> HttpResponse:
    """One part of the runbooks, ?part= says which, with every step and what was changed in it."""
    draft = queries.draft_of(organisation, today=timezone.localdate())
    if draft is None:
        return render(request, f"{FOLDER}/no_results.html", {"organisation": organisation, "what": "runbooks"})
    changes = list(queries.step_changes_of(organisation))
    key = request.GET.get("part", runbook_parts.CORE)
    shown = runbook_parts.open_part(draft.basis, key, changes)
    if shown is None:
        raise Http404
    context = {"organisation": organisation, "parts": runbook_parts.parts(draft.basis), "shown": shown}
    return render(request, f"{FOLDER}/runbooks.html", context)


@require_http_methods(["GET", "POST"])
@member_required(Power.EDIT)
def step(request: MemberRequest, organisation: Organisation, step: str) -> HttpResponse:
    """A step in other words, with another role, at another time, or behind another step."""
    basis = _basis(organisation)
    shown, first, found = _step(basis, organisation, step)
    if first is None or shown is None:
        raise Http404
    form = StepForm(
        request.POST or None,
        initial=first,
        library=basis.library,
        roles=runbook_parts.role_choices(basis),
        neighbours=runbook_parts.neighbours(shown, step),
    )
    said = {"organisation": organisation, "by": request.user, "step": step}
    saved, status = submit_seen(form, steps.change_step, **said)
    back = _part_url(organisation, shown.part.key)
    if saved:
        messages.success(request, "The step is changed.")
        return redirect(back)
    context = {"organisation": organisation, "form": form, "shown": shown, "change": found, "step": step, "back": back}
    return render(request, f"{FOLDER}/step.html", context, status=status)


@require_http_methods(["GET", "POST"])
@member_required(Power.EDIT)
def add_step(request: MemberRequest, organisation: Organisation) -> HttpResponse:
    """A step that the library does not have; ?part= says where it was asked for."""
    draft = queries.draft_of(organisation, today=timezone.localdate())
    if draft is None:
        return render(request, f"{FOLDER}/no_results.html", {"organisation": organisation, "what": "runbooks"})
    basis = draft.basis
    key = request.GET.get("part", runbook_parts.CORE)
    shown = runbook_parts.open_part(basis, key, list(queries.step_changes_of(organisation)))
    if shown is None:
        raise Http404
    kind, _, name = key.partition(".")
    first = {"function": name if kind == "function" else "", "scenario": name if kind == "scenario" else ""}
    form = NewStepForm(
        request.POST or None,
        initial=first,
        library=basis.library,
        roles=runbook_parts.role_choices(basis),
        neighbours=runbook_parts.neighbours(shown, ""),
        activities=[(function.key, function.label) for function in basis.facts.functions],
        scenarios=[(scenario, basis.library.scenario(scenario).name) for scenario in basis.scenario_keys],
    )
    del form.fields["seen_version"]
    back = _part_url(organisation, key)
    if submit(form, steps.add_step, organisation=organisation, by=request.user):
        messages.success(request, "The step is added.")
        return redirect(back)
    context = {"organisation": organisation, "form": form, "shown": shown, "back": back}
    return render(request, f"{FOLDER}/step.html", context)


@require_http_methods(["GET", "POST"])
@member_required(Power.EDIT)
def remove_step(request: MemberRequest, organisation: Organisation, step: str) -> HttpResponse:
    """A step of the library is taken out, after a page that says what this means."""
    basis = _basis(organisation)
    shown, first, _ = _step(basis, organisation, step)
    if first is None or shown is None or step.startswith(steps.OWN):
        raise Http404
    form = SeenForm(request.POST or None, initial=first)
    said = {"organisation": organisation, "by": request.user, "step": step}
    removed, status = submit_seen(form, steps.remove_step, **said)
    back = _part_url(organisation, shown.part.key)
    if removed:
        messages.success(request, "The step is taken out. Put it back whenever you want.")
        return redirect(back)
    context = {"organisation": organisation, "form": form, "shown": shown, "first": first, "back": back}
    return render(request, f"{FOLDER}/remove_step.html", context, status=status)


@require_POST
@member_required(Power.EDIT)
def undo_step(request: MemberRequest, organisation: Organisation, step: str) -> HttpResponse:
    """The step reads again as the library has it; one of the organisation's own is gone."""
    if not StepChange.objects.filter(organisation=organisation, step=step).exists():
        raise Http404
    part = runbook_parts.part_of(_basis(organisation), step)
    steps.undo_step(organisation=organisation, by=request.user, step=step)
    messages.success(request, "The change is undone.")
    return redirect(_part_url(organisation, request.POST.get("part") or part))


def _basis(organisation: Organisation) -> Basis:
    draft = queries.draft_of(organisation, today=timezone.localdate())
    if draft is None:
        raise Http404
    return draft.basis


def _step(
    basis: Basis, organisation: Organisation, step: str
) -> tuple[OpenPart | None, dict[str, Any] | None, StepChange | None]:
    """The part in which a step stands, what its form begins with, and the change made to it; all None if there is none."""
    changes = list(queries.step_changes_of(organisation))
    shown = runbook_parts.open_part(basis, runbook_parts.part_of(basis, step), changes)
    found = next((it for it in shown.steps if it.step.id == step), None) if shown else None
    if found is None:
        return None, None, None
    change, library = found.change, runbook_parts.library_step(basis, step)
    first = {
        "seen_version": change.version if change else 0,
        "do": found.step.what,
        "done": found.step.done,
        "role": (change.role if change else "") or (library.role if library else ""),
        "box": found.step.box,
        "after": change.after if change else "",
        "is_on_card": found.step.on_card,
        "number": found.step.number,
    }
    return shown, first, change


def _part_url(organisation: Organisation, part: str) -> str:
    return f"{reverse('plans:runbooks', args=[organisation.slug])}?part={part}"
