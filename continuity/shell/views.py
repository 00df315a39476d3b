"""The pages that belong to no slice: an organisation's first page, and the two for machines."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_safe

from assessments.organisations.access import MemberRequest, member_required
from assessments.organisations.models import Organisation, Role
from continuity.shell import health


@require_GET
@member_required(Role.VIEWER)
def front(request: MemberRequest, organisation: Organisation) -> HttpResponse:
    """To the first page of an organisation."""
    return redirect("scoring:overview", organisation.slug)


@require_safe
@never_cache
def livez(request: HttpRequest) -> JsonResponse:
    """That the process answers; nothing else is touched."""
    return JsonResponse({"status": "alive"})


@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """Whether requests should be sent here: 200 when ready or degraded, 503 when not."""
    status, findings = health.readiness(minimum_free_mb=settings.MINIMUM_FREE_MB)
    parts = {name: {"ok": finding.is_well, "detail": finding.word} for name, finding in findings.items()}
    return JsonResponse({"status": status, "parts": parts}, status=503 if status == "not ready" else 200)
