"""The page on which an operator has many organisations scored again."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from assessments.scoring.actions import stamp
from assessments.scoring.forms import RescoringForm, RoundForm
from assessments.scoring.rescoring import actions, queries
from assessments.scoring.rescoring.access import operator_required
from assessments.scoring.rescoring.saying import say
from assessments.ui.submit import submit

FOLDER = "assessments/scoring"
PAGE = "scoring:rescoring"


@require_GET
@never_cache
@operator_required
def rescoring(request: HttpRequest) -> HttpResponse:
    """How the round goes, for a script the moving part alone; when there is none, what one could begin with."""
    found, now = queries.latest_rescoring(), timezone.localtime()
    progress = queries.progress_of(found, now=now) if found else None
    is_part = found is not None and "HX-Request" in request.headers and "ended" not in request.GET
    if is_part and found and progress and not progress.is_under_way:
        return redirect(f"{reverse(PAGE)}?ended={found.pk}")  # the script goes there: other things can be done now
    context: dict[str, Any] = {
        "round": found,
        "progress": progress,
        "said": say(progress, now=now) if progress else None,
        "failures": queries.failures_of(found) if found and progress and progress.failed else (),
    }
    if not is_part and not (progress and progress.is_under_way):
        context |= {"assessed": queries.assessed().count(), "outdated": queries.outdated(stamp()).count()}
    response = render(request, f"{FOLDER}/{'_rescoring' if is_part else 'rescoring'}.html", context)
    patch_vary_headers(response, ["HX-Request"])
    return response


@require_POST
@operator_required
def start_rescoring(request: HttpRequest) -> HttpResponse:
    """A round begins."""
    return _do(request, RescoringForm(request.POST), actions.start, by=request.user)


@require_POST
@operator_required
def go_on_rescoring(request: HttpRequest) -> HttpResponse:
    """A round that stands still goes on."""
    return _do(request, RoundForm(request.POST), actions.go_on)


@require_POST
@operator_required
def cancel_rescoring(request: HttpRequest) -> HttpResponse:
    """The round is cancelled."""
    return _do(request, RoundForm(request.POST), actions.cancel, by=request.user)


def _do(request: HttpRequest, form: Form, action: Callable[..., object], **context: Any) -> HttpResponse:
    submit(form, action, **context)
    for refusals in form.errors.values():
        messages.error(request, " ".join(map(str, refusals)))
    return redirect(PAGE)
