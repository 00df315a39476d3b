"""The pages of a person's own account that allauth does not have."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from assessments.accounts import actions
from assessments.accounts.forms import ProfileForm
from assessments.accounts.models import User
from assessments.ui.submit import submit


@require_http_methods(["GET", "POST"])
@login_required
def profile(request: HttpRequest) -> HttpResponse:
    """Name and time zone of the person, with the ways to the other account pages."""
    user = cast(User, request.user)
    form = ProfileForm(request.POST or None, instance=User.objects.get(pk=user.pk))
    saved = submit(form, actions.change_profile, user=user)
    if saved:
        messages.success(request, "Your details are saved.")
        return redirect("profile")
    return render(request, "assessments/accounts/profile.html", {"form": form})
