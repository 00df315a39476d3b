"""The pages on which things are tried out: what-if, saved what-ifs, incidents replayed, where to spread, insurance. Only a name is ever stored."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_GET, require_http_methods

from assessments.engine.errors import EngineError
from assessments.organisations.access import MemberRequest, Power, member_required
from assessments.organisations.models import Organisation, Role
from assessments.questionnaires import queries as questionnaires
from assessments.questionnaires.profile_export import profile_content
from assessments.scoring import actions, queries
from assessments.scoring.forms import StartForm, TrialForm, TrialsForm
from assessments.scoring.models import Trial
from assessments.scoring.pages import files
from assessments.scoring.pages.insurance import insurance_csv, insurance_page, may_insure
from assessments.scoring.pages.links import Links
from assessments.scoring.pages.ranging import expected_range, ranging_csv, ranging_page
from assessments.scoring.pages.replay import replay_page, replays_page
from assessments.scoring.pages.result import result_of
from assessments.scoring.pages.spread import spread_csv, spread_page
from assessments.scoring.pages.standing import news_of
from assessments.scoring.pages.trials import Saved, compared, query_of
from assessments.scoring.pages.what_if import WhatIfPage, what_if_page
from assessments.scoring.trials.newest import NotCalculable, newest_present
from assessments.scoring.trials.places import places_of
from assessments.scoring.trials.present import Present
from assessments.scoring.trials.settings import YEAR, groups_of
from assessments.scoring.views import FOLDER, tabs_of
from assessments.ui import words
from assessments.ui.cards import EmptyState
from assessments.ui.dates import PARTS
from assessments.ui.submit import submit

UNSOLVED = "These answers cannot be calculated together yet, so nothing can be tried out on them."


@require_GET
@member_required(Role.VIEWER)
def what_if(request: MemberRequest, organisation: Organisation) -> HttpResponse:
    """What would come of other circumstances; for a script the answer alone."""
    try:
        present = newest_present(organisation)
        page = what_if_page(present, _asked(request.GET))
    except (NotCalculable, EngineError):
        return _nothing(request, organisation)
    if request.headers.get("HX-Request"):
        response = render(request, f"{FOLDER}/_what_if_answer.html", {"page": page})
    else:
        context = {"page": page, "saved": queries.trials_of(organisation).count(), **_around(organisation, present)}
        context["may_spread"] = places_of(present.statement) is not None
        context["may_insure"] = may_insure(present)
        response = render(request, f"{FOLDER}/what_if.html", context)
    patch_vary_headers(response, ["HX-Request"])
    return response


@require_http_methods(["GET", "POST"])
@member_required(Power.EDIT)
def keep(request: MemberRequest, organisation: Organisation) -> HttpResponse:
    """What is set in the address is kept under a name."""
    try:
        present = newest_present(organisation)
    except (NotCalculable, EngineError):
        return redirect("scoring:what_if", organisation.slug)
    groups, raw = groups_of(present), _asked(request.GET)
    form = TrialForm(request.POST or None)
    context = {"organisation": organisation, "by": request.user, "groups": groups, "raw": raw}
    kept = submit(form, actions.keep_trial, **context)
    if kept:
        messages.success(request, f"{kept.name} is saved.")
        return redirect("scoring:trials", organisation.slug)
    page = what_if_page(present, raw)
    back = f"{Links(organisation.slug).page('what_if')}?{page.query}"
    return _name(
        request, form, "Save what-if", "It is shown here beside others, from your answers of the day.", back, page
    )


@require_GET
@member_required(Role.VIEWER)
def saved(request: MemberRequest, organisation: Organisation) -> HttpResponse:
    """The saved what-ifs, and those that were ticked side by side."""
    trials = list(queries.trials_of(organisation))
    form = TrialsForm(request.GET or None, trials=trials)
    chosen = form.cleaned_data["trial"] if form.is_valid() else []
    page: Any = {"refusal": " ".join(map(str, form.errors.get("trial", ())))}
    if chosen:
        ticked = [(trial.name, trial.changes) for trial in trials if trial.pk in chosen]
        try:
            page = compared(newest_present(organisation), ticked)
        except (NotCalculable, EngineError):
            page = {"refusal": UNSOLVED}
    start = Links(organisation.slug).page("what_if")
    empty = EmptyState("What you try out can be saved under a name and set beside others here.", "Try something", start)
    rows = [_row(trial, start, is_chosen=trial.pk in chosen) for trial in trials]
    return render(request, f"{FOLDER}/trials.html", {"page": page, "rows": rows, "empty": empty})


@require_http_methods(["GET", "POST"])
@member_required(Power.EDIT)
def rename(request: MemberRequest, organisation: Organisation, trial: int) -> HttpResponse:
    """A saved what-if gets another name."""
    found = _trial(organisation, trial)
    form = TrialForm(request.POST or None, initial={"name": found.name})
    if submit(form, actions.rename_trial, trial=found, by=request.user):
        return redirect("scoring:trials", organisation.slug)
    return _name(request, form, "Rename what-if", "", Links(organisation.slug).page("trials"), None)


@require_http_methods(["GET", "POST"])
@member_required(Power.EDIT)
def delete(request: MemberRequest, organisation: Organisation, trial: int) -> HttpResponse:
    """A saved what-if is deleted once that is confirmed."""
    found = _trial(organisation, trial)
    if request.method == "POST":
        actions.delete_trial(trial=found, by=request.user)
        messages.success(request, f"{found.name} is deleted.")
        return redirect("scoring:trials", organisation.slug)
    return render(request, f"{FOLDER}/trial_delete.html", {"trial": found})


# ---------------------------------------------------------------------------------------------------------- incidents
@require_GET
@member_required(Role.VIEWER)
def replays(request: MemberRequest, organisation: Organisation) -> HttpResponse:
    """The real incidents that could reach this organisation, and why the others could not."""
    try:
        present = newest_present(organisation)
    except (NotCalculable, EngineError):
        return _nothing(request, organisation)
    page = replays_page(present, Links(organisation.slug))
    return render(request, f"{FOLDER}/replays.html", {"page": page, **_around(organisation, present)})


@require_GET
@member_required(Role.VIEWER)
def replay(request: MemberRequest, organisation: Organisation, incident: str) -> HttpResponse:
    """One real incident, as it would go here, from a day that can be chosen."""
    present, links = _present_or_404(organisation), Links(organisation.slug)
    form = _start_form(request, present)
    page = replay_page(present, links, incident, _start_in(form))
    if page is None:
        raise Http404
    return render(request, f"{FOLDER}/replay.html", {"page": page, "links": links, "form": form})


@require_GET
@member_required(Role.VIEWER)
def replay_table(request: MemberRequest, organisation: Organisation, incident: str) -> HttpResponse:
    """What a replayed incident costs, hour by hour, as a CSV file."""
    present = _present_or_404(organisation)
    page = replay_page(present, Links(organisation.slug), incident, _start_in(_start_form(request, present)))
    if page is None:
        raise Http404
    return files.csv_file(page.csv, f"{organisation.slug}-{incident}.csv")


def _start_form(request: MemberRequest, present: Present) -> StartForm:
    first = present.profile.as_of
    return StartForm(request.GET or None, first=first, last=first + YEAR)


def _start_in(form: StartForm) -> date | None:
    """The day that was chosen; None if none was, or none that can be used."""
    return form.cleaned_data.get("begins") if form.is_valid() else None


# ----------------------------------------------------------------------------------------------------- where to spread
@require_GET
@member_required(Role.VIEWER)
def spread(request: MemberRequest, organisation: Organisation) -> HttpResponse:
    """The best mix of channels under what is assumed of each; a form that was sent gets the shortest address for it."""
    links = Links(organisation.slug)
    try:
        present = newest_present(organisation)
        page = spread_page(present, links, request.GET.dict())
    except (NotCalculable, EngineError):
        return _nothing(request, organisation)
    if "sent" in request.GET and page.answer:
        return redirect(links.page("spread") + page.query)
    return render(request, f"{FOLDER}/spread.html", {"page": page, **_around(organisation, present)})


@require_GET
@member_required(Role.VIEWER)
def spread_table(request: MemberRequest, organisation: Organisation) -> HttpResponse:
    """The best mixes by how much is moved, as a CSV file; the page, where it has none and says why."""
    asked = request.GET.dict()
    return _table(request, organisation, "spread", "where-to-spread", lambda present: spread_csv(present, asked))


# ---------------------------------------------------------------------------------------------------------- insurance
@require_GET
@member_required(Role.VIEWER)
def insurance(request: MemberRequest, organisation: Organisation) -> HttpResponse:
    """What a policy would pay and leave; a form that was sent gets the shortest address for it."""
    links = Links(organisation.slug)
    try:
        present = newest_present(organisation)
        page = insurance_page(present, links, request.GET.dict())
    except (NotCalculable, EngineError):
        return _nothing(request, organisation)
    if "sent" in request.GET and page.answer:
        return redirect(links.page("insurance") + page.query)
    context = {"page": page, **_around(organisation, present)}
    return render(request, f"{FOLDER}/insurance.html", context, status=422 if page.mistakes else 200)


@require_GET
@member_required(Role.VIEWER)
def insurance_table(request: MemberRequest, organisation: Organisation) -> HttpResponse:
    """The tables of the page as a CSV file; the page, where it has none and says why."""
    asked = request.GET.dict()
    return _table(request, organisation, "insurance", "insurance", lambda present: insurance_csv(present, asked))


# ------------------------------------------------------------------------------------------- what the range is made of
@require_GET
@member_required(Role.VIEWER)
def ranging(request: MemberRequest, organisation: Organisation) -> HttpResponse:
    """What the range of the expected loss is made of; nothing can be set, nothing is stored."""
    links = Links(organisation.slug)
    try:
        present = newest_present(organisation)
        page = ranging_page(present, links)
    except (NotCalculable, EngineError):
        return _nothing(request, organisation)
    around = _around(organisation, present)
    context = {"page": page, "range": expected_range(result_of(around["snapshot"])), **around}
    return render(request, f"{FOLDER}/range.html", context)


@require_GET
@member_required(Role.VIEWER)
def ranging_table(request: MemberRequest, organisation: Organisation) -> HttpResponse:
    """What the range is made of as a CSV file; the page, where there is none and it says why."""
    return _table(request, organisation, "range", "what-the-range-is-made-of", ranging_csv)


# ------------------------------------------------------------------------------------------------------------- shared
def _table(
    request: MemberRequest,
    organisation: Organisation,
    page: str,
    name: str,
    csv_of: Callable[[Present], str | None],
) -> HttpResponse:
    """What is worked out of the present answers as a CSV file; where there is none, the page with the same query says why."""
    try:
        content = csv_of(newest_present(organisation))
    except (NotCalculable, EngineError):
        content = None
    if content is not None:
        return files.csv_file(content, f"{organisation.slug}-{name}.csv")
    query = request.GET.urlencode()
    return redirect(Links(organisation.slug).page(page) + (f"?{query}" if query else ""))


def _present_or_404(organisation: Organisation) -> Present:
    try:
        return newest_present(organisation)
    except (NotCalculable, EngineError):
        raise Http404 from None


def _asked(query: QueryDict) -> dict[str, str]:
    """What an address asks for; a first day in three fields is one text, a busy period that was chosen is that day."""
    asked = {name: value for name, value in query.items() if isinstance(value, str)}
    parts = [asked.pop(f"start-{part}", None) for part in PARTS]
    if None not in parts:
        asked["start"] = "/".join(str(part) for part in parts)
    peak = asked.pop("peak", None)
    return asked | ({"start": peak} if peak else {})


def _around(organisation: Organisation, present: Present) -> dict[str, Any]:
    """What stands around the page: the tabs, and whether answers have changed since the newest results."""
    links, standing = Links(organisation.slug), queries.standing_of(organisation)
    news = news_of(standing.snapshot, standing.waiting, profile_content(present.profile))
    return {"links": links, "tabs": tabs_of(links, "what_if"), "news": news, "snapshot": standing.snapshot}


def _nothing(request: MemberRequest, organisation: Organisation) -> HttpResponse:
    standing, links = queries.standing_of(organisation), Links(organisation.slug)
    answers = questionnaires.profile_content(organisation, as_of=timezone.localdate())
    context = {"news": news_of(standing.snapshot, standing.waiting, None), "links": links}
    context["has_answers"] = bool(answers["answers"])
    return render(request, f"{FOLDER}/nothing_yet.html", context)


def _trial(organisation: Organisation, trial: int) -> Trial:
    return get_object_or_404(queries.trials_of(organisation), pk=trial)


def _row(trial: Trial, start: str, *, is_chosen: bool) -> Saved:
    made_on = words.day(timezone.localtime(trial.made_at).date())
    url = f"{start}?{query_of(trial.changes)}"
    return Saved(trial.pk, trial.name, url, trial.made_by.display_name, made_on, is_chosen)


def _name(
    request: MemberRequest, form: TrialForm, heading: str, sub: str, back: str, page: WhatIfPage | None
) -> HttpResponse:
    context = {"form": form, "heading": heading, "sub": sub, "back": back, "answer": page.answer if page else None}
    return render(request, f"{FOLDER}/trial_name.html", context)
