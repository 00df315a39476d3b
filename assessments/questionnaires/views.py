"""The pages of the questionnaire."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assessments.organisations.access import MemberRequest, Power, may, member_required, refusal
from assessments.organisations.drawn import drawn_once
from assessments.organisations.models import Organisation, Role
from assessments.questionnaires import actions, addresses, queries
from assessments.questionnaires.asking.form_fields import Fields, FormFields
from assessments.questionnaires.asking.grids import preview_sentence
from assessments.questionnaires.asking.others import filled_table
from assessments.questionnaires.bank import bank
from assessments.questionnaires.checking import check_page
from assessments.questionnaires.forms import DepthForm
from assessments.questionnaires.outline import Outline, Stop
from assessments.questionnaires.pages import (
    OthersPage,
    QuestionPage,
    chapter_rows,
    conflict_of,
    moment,
    progress_of,
    question_page,
)
from assessments.questionnaires.queries import Sheet
from assessments.questionnaires.requests import MalformedRequest, posted_fields, posted_version, read_save
from assessments.ui import words
from assessments.ui.submit import submit

FOLDER = "assessments/questionnaires"
IMPACT = "IMP-03"
REFUSALS = (MalformedRequest, ValidationError, actions.AnswerChanged, actions.NoSuchQuestion)


@require_GET
@member_required(Role.VIEWER)
@drawn_once()
def tasks(request: MemberRequest, organisation: Organisation) -> HttpResponse:
    """The sections with how far each is; the welcome while nothing is answered."""
    sheet = _sheet(organisation)
    outline = Outline(sheet.course)
    is_new = sheet.is_empty and may(request.membership.role, Power.ANSWER)
    context = {
        "rows": chapter_rows(organisation.slug, outline, with_parts=True),
        "next_stop": outline.next_open(),
        "next_url": _next_url(organisation, outline),
        "check_url": addresses.check_address(organisation.slug),
        "form": DepthForm(sheet),
        **_frame(sheet, outline),
    }
    return render(request, f"{FOLDER}/{'start' if is_new else 'tasks'}.html", context)


@require_http_methods(["GET", "POST"])
@member_required(Role.EDITOR)
def depth(request: MemberRequest, organisation: Organisation) -> HttpResponse:
    """How deep the questions go."""
    sheet = _sheet(organisation)
    form = DepthForm(sheet, request.POST or None)
    if submit(form, actions.choose_depth, organisation=organisation, by=request.user):
        outline = Outline(_sheet(organisation).course)
        if request.POST.get("return") == "start":
            return redirect(_next_url(organisation, outline))
        messages.success(request, f"The questions are changed. {progress_of(outline).left}")
        return redirect("questionnaires:tasks", organisation.slug)
    context = {"form": form, **_frame(sheet, Outline(sheet.course))}
    return render(request, f"{FOLDER}/depth.html", context, status=422 if form.errors else 200)


@require_GET
@member_required(Role.VIEWER)
@drawn_once()
def check(request: MemberRequest, organisation: Organisation) -> HttpResponse:
    """All answers on one page, with what does not fit, what is not known and what is assumed instead."""
    sheet = _sheet(organisation)
    outline = Outline(sheet.course)
    context = {"page": check_page(organisation.slug, sheet, outline), **_frame(sheet, outline)}
    return render(request, f"{FOLDER}/check.html", context)


@require_GET
@member_required(Role.VIEWER)
def profile_file(request: MemberRequest, organisation: Organisation) -> JsonResponse:
    """The answers as a profile file, to keep, to give to `manage.py assess`, or to read in again."""
    content = queries.profile_content(organisation, as_of=timezone.localdate())
    response = JsonResponse(content, json_dumps_params={"indent": 1, "ensure_ascii": False})
    response["Content-Disposition"] = f'attachment; filename="profile-{organisation.slug}.json"'
    return response


@require_http_methods(["GET", "POST"])
@member_required(Role.VIEWER)
@drawn_once()
def question(request: MemberRequest, organisation: Organisation, question: str, function: str = "") -> HttpResponse:
    """One question: asked, saved and left for the next one; whoever may not answer reads it."""
    sheet = _sheet(organisation)
    if not function and (first := _first_activity(sheet, question)):
        return redirect("questionnaires:question_of", organisation.slug, question, first)
    if request.method == "GET":
        return _shown(request, _page(sheet, organisation, question, function, copy=request.GET.get("copy", "")))
    _must_answer(request)
    form, version = FormFields(posted_fields(request)), posted_version(request)
    if changed := _with_other_rows(request, form):
        return _shown(request, _page(sheet, organisation, question, function, form=changed, version=version))
    try:
        saved = actions.save_answer(
            organisation=organisation,
            by=request.user,
            question=question,
            function=function,
            fields=form.given,
            seen_version=version,
            today=sheet.profile.as_of,
            may_be_empty=not _is_required(sheet, question),
        )
    except actions.NoSuchQuestion:
        raise Http404 from None
    except actions.Refused as refused:
        page = _page(sheet, organisation, question, function, form=form, version=version, errors=refused.errors)
        return _shown(request, page, status=422)
    except actions.AnswerChanged as changed_first:
        conflict = conflict_of(changed_first, sheet.profile.as_of)
        page = _page(
            sheet, organisation, question, function, form=form, version=changed_first.version, conflict=conflict
        )
        return _shown(request, page, status=409)
    return _onward(request, organisation, sheet, saved.is_new, question, function)


@require_POST
@member_required(Power.ANSWER)
def save(request: MemberRequest, organisation: Organisation, question: str, function: str = "") -> JsonResponse:
    """What a page that saves by itself is told (protocol: static/components/autosave.js)."""
    try:
        asked = read_save(request)
        saved = actions.save_answer(
            organisation=organisation,
            by=request.user,
            question=question,
            function=function,
            fields=asked.fields,
            seen_version=asked.version,
            client_key=asked.key,
            today=timezone.localdate(),
        )
    except REFUSALS as problem:
        return _told(problem)
    preview = _preview(question, function, asked.fields)
    return JsonResponse({**_kept(saved), **({"preview": preview} if preview else {})})


@require_http_methods(["GET", "POST"])
@member_required(Role.VIEWER)
@drawn_once()
def others(request: MemberRequest, organisation: Organisation) -> HttpResponse:
    """The table of the further activities, which the quick depth asks in place of their questions."""
    sheet = _sheet(organisation)
    outline = Outline(sheet.course)
    stop = outline.table()
    if stop is None:
        return redirect("questionnaires:tasks", organisation.slug)
    page = OthersPage(organisation.slug, sheet, outline, stop, FormFields(filled_table(sheet.course)))
    if request.method == "GET":
        return _shown_table(request, page)
    _must_answer(request)
    page = replace(page, form=FormFields(posted_fields(request)), version=posted_version(request))
    try:
        actions.save_others(
            organisation=organisation,
            by=request.user,
            fields=page.form.given,
            seen_version=page.version,
            today=sheet.profile.as_of,
            is_confirmed=True,
        )
    except actions.Refused as refused:
        return _shown_table(request, replace(page, errors=refused.errors), status=422)
    except actions.AnswerChanged as changed:
        conflict = conflict_of(changed, sheet.profile.as_of)
        return _shown_table(request, replace(page, conflict=conflict, version=changed.version), status=409)
    return _after(request, organisation, outline, stop)


@require_POST
@member_required(Power.ANSWER)
def save_others(request: MemberRequest, organisation: Organisation) -> JsonResponse:
    """What the table that saves by itself is told; what we filled in is not stated before somebody confirms it."""
    try:
        asked = read_save(request)
        saved = actions.save_others(
            organisation=organisation,
            by=request.user,
            fields=asked.fields,
            seen_version=asked.version,
            client_key=asked.key,
            today=timezone.localdate(),
            is_confirmed=False,
        )
    except REFUSALS as problem:
        return _told(problem)
    return JsonResponse(_kept(saved))


# ------------------------------------------------------------------------------------------------- what they have in common
def _sheet(organisation: Organisation) -> Sheet:
    return queries.sheet_of(organisation, as_of=timezone.localdate())


def _frame(sheet: Sheet, outline: Outline) -> dict[str, Any]:
    """What every page of the questionnaire shows around its own content."""
    progress = progress_of(outline)
    return {"sheet": sheet, "progress": progress, "nav_counts": {"questionnaire": f"{progress.done}/{progress.total}"}}


def _first_activity(sheet: Sheet, question: str) -> str:
    """The activity to begin with where a question is asked of each; "" where it is asked once."""
    asked = sheet.profile.bank.questions.get(question)
    return sheet.profile.activities[0].key if asked and asked.scope == "function" else ""


def _must_answer(request: MemberRequest) -> None:
    if not may(request.membership.role, Power.ANSWER):
        raise PermissionDenied(refusal(request.membership, Power.ANSWER))


def _page(sheet: Sheet, organisation: Organisation, question: str, function: str, **posted: Any) -> QuestionPage:
    """The page of a question, 404 if the bank or the organisation does not have it."""
    try:
        asked = actions.question_at(sheet, question, function)
    except actions.NoSuchQuestion:
        raise Http404 from None
    return question_page(organisation.slug, sheet, asked, function or None, **posted)


def _shown(request: MemberRequest, page: QuestionPage, status: int = 200) -> HttpResponse:
    context = {
        "page": page,
        "errors": page.faults,
        "returns_to": _returns_to(request),
        **_frame(page.sheet, page.outline),
    }
    return render(request, f"{FOLDER}/question.html", context, status=status)


def _shown_table(request: MemberRequest, page: OthersPage, status: int = 200) -> HttpResponse:
    context = {
        "page": page,
        "errors": page.faults,
        "returns_to": _returns_to(request),
        **_frame(page.sheet, page.outline),
    }
    return render(request, f"{FOLDER}/others.html", context, status=status)


def _with_other_rows(request: MemberRequest, form: FormFields) -> FormFields | None:
    """The form with a row more or less, if that was asked for; nothing is saved then."""
    if "add-row" in request.POST:
        return form.with_another_row()
    return form.without_row(request.POST["remove-row"]) if "remove-row" in request.POST else None


def _is_required(sheet: Sheet, question: str) -> bool:
    asked = sheet.profile.bank.questions.get(question)
    return asked is not None and asked.required


def _returns_to(request: MemberRequest) -> str:
    """Where saving leads, if not to the next question: to the page that one came from."""
    wanted = request.POST.get("return") or request.GET.get("return")
    return wanted if wanted in ("check", "function") else ""


def _onward(
    request: MemberRequest, organisation: Organisation, before: Sheet, is_new: bool, question: str, function: str
) -> HttpResponse:
    """To the next question, saying so if the answer changed what is asked."""
    sheet = _sheet(organisation) if is_new else before
    outline = Outline(sheet.course)
    _say_what_changed(request, sheet, outline)
    if function and _returns_to(request) == "function":
        return redirect(addresses.function_address(organisation.slug, function))
    return _after(request, organisation, outline, outline.find(question, function or None))


def _after(request: MemberRequest, organisation: Organisation, outline: Outline, stop: Stop | None) -> HttpResponse:
    if _returns_to(request) or stop is None:
        return redirect(addresses.check_address(organisation.slug))
    following = outline.after(stop)
    return redirect(
        addresses.stop_address(organisation.slug, following)
        if following
        else addresses.check_address(organisation.slug)
    )


def _say_what_changed(request: MemberRequest, after: Sheet, outline: Outline) -> None:
    """Nothing comes back: what is asked now is compared with what was asked when the page was opened.

    The page may have saved by itself meanwhile, so that the answers before this request would not tell.
    """
    depth, _, count = request.POST.get("asked", "").partition(" ")
    if not (count.isascii() and count.isdigit()):
        return
    if depth != after.profile.depth:
        depth = after.profile.depth
        messages.info(
            request, f"At this size we ask the {depth} set of questions. You can change that in the task list."
        )
        return
    difference = len(outline.stops) - int(count[:6])
    if difference:
        more = "adds" if difference > 0 else "spares you"
        messages.info(request, f"That answer {more} {words.plural(abs(difference), 'question')}.")


def _next_url(organisation: Organisation, outline: Outline) -> str:
    stop = outline.next_open()
    return addresses.stop_address(organisation.slug, stop) if stop else addresses.check_address(organisation.slug)


def _kept(saved: actions.Saved) -> dict[str, Any]:
    at = saved.at or timezone.now()
    return {"version": saved.version, "saved_at": f"{timezone.localtime(at):%H:%M}"}


def _told(problem: Exception) -> JsonResponse:
    """The reply to a save that was not taken."""
    if isinstance(problem, MalformedRequest):
        return JsonResponse({"sentence": problem.sentence}, status=problem.status)
    if isinstance(problem, actions.NoSuchQuestion):
        return JsonResponse({"sentence": "This question is not asked here any more."}, status=404)
    if isinstance(problem, actions.AnswerChanged):
        told = {"version": problem.version, "by": problem.by, "at": moment(problem.at, timezone.localdate())}
        return JsonResponse({**told, "yours": problem.yours, "theirs": problem.theirs}, status=409)
    assert isinstance(problem, ValidationError)
    return JsonResponse({"sentence": " ".join(problem.messages)}, status=422)


def _preview(question: str, function: str, fields: Fields) -> str:
    """The sentence under the impact grid, "" for any other question."""
    if question != IMPACT:
        return ""
    return preview_sentence(bank().vocabulary, function, FormFields(fields))
