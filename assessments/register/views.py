"""The pages of the register: activities, tools, accounts and channels, and the map of how they hang together."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assessments.organisations.access import MemberRequest, member_required
from assessments.organisations.drawn import drawn_once
from assessments.organisations.models import Organisation, Role
from assessments.questionnaires.actions import Refused, Saved
from assessments.questionnaires.asking.form_fields import FormFields
from assessments.questionnaires.requests import posted_fields
from assessments.register import actions, pages, queries
from assessments.register.actions import AlreadyThere, RowChanged
from assessments.register.alone import priced, ranking_of
from assessments.register.dependency_map import DependencyMap
from assessments.register.pages import Kind, RowPage
from assessments.register.queries import Register
from assessments.register.single_points import headline, single_points
from assessments.register.trying import asking_of
from assessments.ui import words

FOLDER = "assessments/register"
OWN = "own"


@require_GET
@member_required(Role.VIEWER)
@drawn_once()
def functions(request: MemberRequest, organisation: Organisation) -> HttpResponse:
    """The activities that depend on TikTok."""
    register, costs = _register(organisation), queries.costs(organisation)
    name, rest = headline(register.facts, single_points(register.facts, costs), costs)
    context = {
        "rows": pages.function_rows(organisation.slug, register.facts),
        "is_standing_in": register.sheet.profile.value("USE-02") is None,
        "point": name,
        "sentence": rest,
        "tabs": pages.tabs(organisation.slug, "functions"),
    }
    return render(request, f"{FOLDER}/functions.html", context)


@require_GET
@member_required(Role.VIEWER)
@drawn_once()
def function(request: MemberRequest, organisation: Organisation, function: str) -> HttpResponse:
    """Everything stated about one activity."""
    register = _register(organisation)
    page = _found(lambda: pages.function_page(organisation.slug, register.sheet, register.facts, function))
    return render(request, f"{FOLDER}/function.html", {"page": page})


@require_http_methods(["GET", "POST"])
@member_required(Role.EDITOR)
def add_function(request: MemberRequest, organisation: Organisation) -> HttpResponse:
    """One more activity: one of the catalogue, or one of the organisation's own."""
    register = _register(organisation)
    errors: dict[str, str] = {}
    form = FormFields(posted_fields(request))
    chosen = form.text("key")
    if request.method == "POST":
        try:
            if not chosen:
                raise Refused({"key": "Choose an activity"})
            key = "" if chosen == OWN else chosen
            actions.add_function(
                organisation=organisation, by=request.user, key=key, fields=form.given, today=timezone.localdate()
            )
        except Refused as refused:
            errors = refused.errors
        except AlreadyThere as there:
            errors = {"key": " ".join(there.messages)}
        else:
            messages.success(request, "The activity is in your list. Answer what we ask about it next.")
            return redirect("register:functions", organisation.slug)
    own = pages.own_function_page(register.facts, register.sheet, "", form if form.given else None, errors)
    context = {"own": own, "errors": own.faults, "chosen": chosen}
    context["choice"] = pages.catalogue_choice(register.facts, chosen, errors.get("key") or errors.get("value", ""))
    return render(request, f"{FOLDER}/add_function.html", context, status=422 if errors else 200)


@require_http_methods(["GET", "POST"])
@member_required(Role.EDITOR)
def edit_function(request: MemberRequest, organisation: Organisation, function: str) -> HttpResponse:
    """Another name for an activity; for one of the organisation's own also what it uses and is like."""
    form = FormFields(posted_fields(request)) if request.method == "POST" else None
    errors: dict[str, str] = {}
    changed_by = ""
    if form:
        try:
            seen = request.POST.get("seen", "")
            _act(actions.edit_function, request, organisation, key=function, fields=form.given, seen=seen)
        except Refused as refused:
            errors = refused.errors
        except RowChanged as changed:
            changed_by = changed.by
        else:
            messages.success(request, "The activity is changed.")
            return redirect("register:function", organisation.slug, function)
    register = _register(organisation)
    page = _found(lambda: pages.function_page(organisation.slug, register.sheet, register.facts, function))
    is_own = page.activity.is_own
    context = {
        "page": page,
        "own": pages.own_function_page(register.facts, register.sheet, function, form, errors) if is_own else None,
        "name": pages.name_input(page, form, errors),
        "errors": [("id_label", text) for text in errors.values()],
        "changed_by": changed_by,
        "stored": (("Name", page.activity.label), ("Uses", words.listed(list(page.parts)))),
    }
    return render(request, f"{FOLDER}/edit_function.html", context, status=_status(errors, changed_by))


@require_POST
@member_required(Role.EDITOR)
def move_function(request: MemberRequest, organisation: Organisation, function: str) -> HttpResponse:
    """An activity a place higher or lower."""
    _act(actions.move_function, request, organisation, key=function, up=request.POST.get("to") == "up")
    return redirect(f"{reverse('register:functions', args=[organisation.slug])}#f-{function}")


@require_http_methods(["GET", "POST"])
@member_required(Role.EDITOR)
def remove_function(request: MemberRequest, organisation: Organisation, function: str) -> HttpResponse:
    """An activity is taken out, after a page that says what this means."""
    register = _register(organisation)
    page = _found(lambda: pages.function_page(organisation.slug, register.sheet, register.facts, function))
    refusal = ""
    if request.method == "POST":
        try:
            _act(actions.remove_function, request, organisation, key=function, seen=request.POST.get("seen", page.seen))
        except Refused as refused:
            refusal = " ".join(refused.messages)
        else:
            messages.success(
                request, f"“{page.activity.label}” is no longer in your list. What you said about it is kept."
            )
            return redirect("register:functions", organisation.slug)
    context = {"page": page, "refusal": refusal}
    return render(request, f"{FOLDER}/remove_function.html", context, status=422 if refusal else 200)


@require_GET
@member_required(Role.VIEWER)
@drawn_once()
def things(request: MemberRequest, organisation: Organisation, kind: Kind) -> HttpResponse:
    """The tools, accounts or channels."""
    register = _register(organisation)
    page = pages.things_page(organisation.slug, register.facts, kind)
    costs = queries.costs(organisation)
    rows = priced(costs, kind, page.rows)
    context = {
        "page": page,
        "rows": rows,
        "since": costs.since,
        "has_weeks": any(one.week for one in rows),
        "tabs": pages.tabs(organisation.slug, kind.key),
    }
    return render(request, f"{FOLDER}/things.html", context)


@require_http_methods(["GET", "POST"])
@member_required(Role.EDITOR)
def edit_row(request: MemberRequest, organisation: Organisation, kind: Kind, row: str) -> HttpResponse:
    """One tool, account or channel: added or changed."""
    form = FormFields(posted_fields(request)) if request.method == "POST" else None
    errors: dict[str, str] = {}
    changed_by = ""
    if form:
        try:
            values = {"question": kind.question, "row": row, "seen": request.POST.get("seen", "")}
            _act(actions.save_row, request, organisation, fields=form.given, **values)
        except Refused as refused:
            errors = refused.errors
        except RowChanged as changed:
            changed_by = changed.by
        else:
            messages.success(request, f"The {kind.item} is saved.")
            return redirect(f"register:{kind.key}", organisation.slug)
    facts = _register(organisation).facts
    page: RowPage = _found(lambda: pages.row_page(facts, kind, row, form, errors))
    context = {"page": page, "kind": kind, "row": row, "errors": page.faults, **_around(organisation, kind)}
    context |= {"changed_by": changed_by, "stored": page.stored}
    return render(request, f"{FOLDER}/row.html", context, status=_status(errors, changed_by))


@require_http_methods(["GET", "POST"])
@member_required(Role.EDITOR)
def remove_row(request: MemberRequest, organisation: Organisation, kind: Kind, row: str) -> HttpResponse:
    """A tool, account or channel is taken out, after a page that names it."""
    register = _register(organisation)
    page: RowPage = _found(lambda: pages.row_page(register.facts, kind, row, None, {}))
    refusal = ""
    if request.method == "POST":
        try:
            seen = request.POST.get("seen", page.seen)
            _act(actions.remove_row, request, organisation, question=kind.question, row=row, seen=seen)
        except Refused as refused:
            refusal = " ".join(refused.messages)
        else:
            messages.success(request, f"{page.title} is no longer listed.")
            return redirect(f"register:{kind.key}", organisation.slug)
    context = {"page": page, "kind": kind, "row": row, "refusal": refusal, **_around(organisation, kind)}
    return render(request, f"{FOLDER}/remove_row.html", context, status=422 if refusal else 200)


@require_GET
@member_required(Role.VIEWER)
@drawn_once()
def dependency_map(request: MemberRequest, organisation: Organisation) -> HttpResponse:
    """How activities, parts of TikTok, accounts, tools and other channels hang together; the same as a table."""
    register = _register(organisation)
    urls = {key: reverse(f"register:{key}", args=[organisation.slug]) for key in ("functions", *pages.KINDS)}
    urls["surfaces"] = reverse("questionnaires:question", args=[organisation.slug, "USE-01"])
    asking = asking_of(request.GET, DependencyMap(register.facts, urls).nodes)
    tried = queries.tried(organisation, asking.trial) if asking.trial else None
    failures = queries.failures(organisation)
    failure = next((one for one in failures if one.key == request.GET.get("scenario")), next(iter(failures), None))
    failure = tried.failure if tried else failure
    costs = queries.costs(organisation)
    points = single_points(register.facts, costs)
    name, rest = headline(register.facts, points, costs)
    shown = DependencyMap(register.facts, urls, failure)
    context: dict[str, Any] = {
        "map": shown,
        "costs": costs,
        "ranking": ranking_of(costs, shown.nodes, points),
        "failures": [
            {"label": one.label, "url": f"?scenario={one.key}", "is_current": one == failure} for one in failures
        ],
        "failing": failure.label if failure else "",
        "asking": asking,
        "tried": tried,
        "errors": [(f"id_{name}", said) for name, said in asking.mistakes.items()],
        "point": name,
        "sentence": rest,
        "worst": points[0].node if points else "",
        "as_table": request.GET.get("as") == "table",
    }
    return render(request, f"{FOLDER}/map.html", context)


# ------------------------------------------------------------------------------------------------- what they have in common
def _register(organisation: Organisation) -> Register:
    return queries.register_of(organisation, as_of=timezone.localdate())


def _found(make: Callable[[], Any]) -> Any:
    """What `make` gives, 404 if the thing it is about is not there."""
    try:
        return make()
    except KeyError:
        raise Http404 from None


def _act(action: Callable[..., Saved], request: MemberRequest, organisation: Organisation, **values: Any) -> Saved:
    """What the action gives back, 404 if the thing it is about is not there (any more)."""
    try:
        return action(organisation=organisation, by=request.user, today=timezone.localdate(), **values)
    except actions.Gone:
        raise Http404 from None


def _status(errors: Mapping[str, str], changed_by: str) -> int:
    """The status of a form that is shown (again)."""
    return 409 if changed_by else 422 if errors else 200


def _around(organisation: Organisation, kind: Kind) -> dict[str, str]:
    return {"list_url": reverse(f"register:{kind.key}", args=[organisation.slug])}
