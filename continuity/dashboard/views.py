"""The way in: the landing page for strangers, and on to their work for everybody else."""

from allauth.account import app_settings
from allauth.account.forms import SignupForm
from allauth.utils import get_form_class
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from assessments.organisations import queries
from continuity.dashboard import sample


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """The landing page; for people who are signed in, to the organisation used last or to setting up the first one."""
    if request.user.is_authenticated:
        membership = queries.memberships_of(request.user).first()
        return redirect("front", membership.organisation.slug) if membership else redirect("organisations:create")
    form = get_form_class(app_settings.FORMS, "signup", SignupForm)()
    context = {"sign_up": form, "is_open": settings.SIGN_UP_OPEN, "sample": sample.load()}
    return render(request, "continuity/dashboard/landing.html", context)
