"""Pages that are given again as they were drawn, until something changes that they show."""

import functools
import hashlib
import re
from collections.abc import Callable, Hashable
from http import HTTPStatus

from django.contrib.messages import get_messages
from django.core.cache import caches
from django.http import HttpResponse, HttpResponseBase
from django.middleware.csrf import get_token
from django.utils import timezone

from assessments.organisations import audit
from assessments.organisations.access import Arguments, MemberRequest, View
from assessments.organisations.models import Organisation

KEPT_S = 24 * 3600
HTML = {"Content-Type": "text/html; charset=utf-8"}
TOKEN = re.compile(rb'(name="(?:csrfmiddlewaretoken" value|csrf-token" content)=")\w{64}(?=")')
PLACE = b"\0csrf\0"
"""Stands where a page has its token against forged forms; every visit has a token of its own."""
State = Callable[[Organisation], Hashable]


def drawn_once(*, also: State = lambda _: None) -> Callable[[View[Arguments]], View[Arguments]]:
    """Decorator below `member_required`, for a view whose page follows from what the audit trail tells of.

    The page is drawn once for each address, person, role, end of the trail and day, and given again from the memory of
    the process while all of these stay. `also` gives what the page shows beside: something that comes with no entry in
    the trail. A page that shows the hour, or that has to be another one at every visit, must not have this decorator.
    """

    def keep(view: View[Arguments]) -> View[Arguments]:
        @functools.wraps(view)
        def kept(
            request: MemberRequest, organisation: Organisation, *args: Arguments.args, **options: Arguments.kwargs
        ) -> HttpResponseBase:
            if request.method != "GET" or len(get_messages(request)):
                return view(request, organisation, *args, **options)
            pages, key = caches["pages"], _key(request, organisation, also(organisation))
            if found := pages.get(key):
                return HttpResponse(found.replace(PLACE, get_token(request).encode()))
            response = view(request, organisation, *args, **options)
            is_page = response.status_code == HTTPStatus.OK and response.headers == HTML
            if is_page and isinstance(response, HttpResponse):
                pages.set(key, TOKEN.sub(rb"\1" + PLACE, response.content), KEPT_S)
            return response

        return kept

    return keep


def _key(request: MemberRequest, organisation: Organisation, state: Hashable) -> str:
    person, day = request.user, timezone.localdate()
    shown = (person.pk, person.name, person.email, request.membership.role, organisation.pk, request.get_full_path())
    told = repr((*shown, audit.position(organisation), day, "HX-Request" in request.headers, state))
    return hashlib.sha256(told.encode()).hexdigest()
