"""What happens around every request: a reference for the log, and the page for a conflict."""

import uuid
from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponse

from assessments.ui.submit import Conflict
from continuity.shell import pages

GetResponse = Callable[[HttpRequest], HttpResponse]


def request_reference(get_response: GetResponse) -> GetResponse:
    """Middleware that gives each request a reference, found in every log line and on the error page."""

    def middleware(request: HttpRequest) -> HttpResponse:
        reference = uuid.uuid4().hex[:10]
        request.reference = reference  # type: ignore[attr-defined]
        with structlog.contextvars.bound_contextvars(reference=reference):
            response = get_response(request)
        response["X-Request-Reference"] = reference
        return response

    return middleware


class ConflictPages:
    """Middleware that turns a Conflict raised by an action into a page with status 409."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The page for a conflict, nothing for any other exception."""
        return pages.conflict(request, str(exception)) if isinstance(exception, Conflict) else None
