"""Who looks after the installation, and the guard before the pages that are theirs."""

import functools
from collections.abc import Callable
from typing import Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils import timezone

from assessments.scoring.models import Operator

Arguments = ParamSpec("Arguments")
View = Callable[Concatenate[HttpRequest, Arguments], HttpResponseBase]


def operator_required(view: View[Arguments]) -> View[Arguments]:
    """Decorator for a page of the installation: nobody signed in goes to the sign-in page, others find nothing here."""

    @functools.wraps(view)
    def guarded(request: HttpRequest, *args: Arguments.args, **options: Arguments.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        operator = Operator.objects.select_related("user").filter(user_id=request.user.pk).first()
        if operator is None:
            raise Http404
        with timezone.override(operator.user.time_zone):
            return view(request, *args, **options)

    return guarded
