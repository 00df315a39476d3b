"""The pages for what went wrong. Those for faults of ours use no database, session or user: these may be the fault."""

import sys

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.template.loader import render_to_string

RETRY_AFTER_S = 5


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the request cannot be read."""
    return HttpResponse(render_to_string("errors/400.html", _plain(request)), status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: the role is too low; the sentence says whom to ask for which role."""
    sentence = str(exception) if exception and exception.args else "You are not allowed to see this page."
    return render(request, "errors/403.html", {"sentence": sentence}, status=403)


def csrf_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form did not come from a page of ours, or the page was open for too long."""
    return render(request, "errors/csrf.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: no such page, or none this person may know of."""
    return render(request, "errors/404.html", status=404)


def conflict(request: HttpRequest, sentence: str) -> HttpResponse:
    """409: somebody else changed the thing first."""
    return render(request, "errors/409.html", {"sentence": sentence}, status=409)


def server_error(request: HttpRequest) -> HttpResponse:
    """503 when the database is away or full, else 500; both with the reference that stands in the log."""
    error = sys.exc_info()[1]
    if isinstance(error, (OperationalError, InterfaceError)):
        is_full = "full" in str(error).lower() or "no space" in str(error).lower()
        page = render_to_string("errors/503.html", {**_plain(request), "is_full": is_full})
        return HttpResponse(page, status=503, headers={"Retry-After": str(RETRY_AFTER_S)})
    return HttpResponseServerError(render_to_string("errors/500.html", _plain(request)))


def _plain(request: HttpRequest) -> dict[str, str]:
    return {"product": settings.PRODUCT_NAME, "reference": getattr(request, "reference", "")}
