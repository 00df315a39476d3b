"""The pages of the results."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.cache import cache
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from assessments.engine.errors import EngineError
from assessments.organisations.access import MemberRequest, Power, member_required
from assessments.organisations.drawn import drawn_once
from assessments.organisations.models import Organisation, Role
from assessments.questionnaires import queries as questionnaires
from assessments.questionnaires.profile_export import profile_hash
from assessments.scoring import actions, queries
from assessments.scoring.forms import CalculateForm, LengthForm
from assessments.scoring.pages import downloads, files
from assessments.scoring.pages.charts import LENGTHS
from assessments.scoring.pages.first_settings import FirstSetting, first_settings
from assessments.scoring.pages.function import function_page
from assessments.scoring.pages.functions import functions_page
from assessments.scoring.pages.how import how_page
from assessments.scoring.pages.links import Links
from assessments.scoring.pages.method import method_page, sensitivity_page
from assessments.scoring.pages.overview import overview_page
from assessments.scoring.pages.result import Result, result_of
from assessments.scoring.pages.scenarios import scenario_page, scenarios_page
from assessments.scoring.pages.so_far import so_far_page, too_early
from assessments.scoring.pages.standing import news_of, when_words
from assessments.scoring.pages.summary import summary_page
from assessments.scoring.preview import extract_of
from assessments.scoring.report.results import METHOD_VERSION
from assessments.scoring.trials.newest import NotCalculable, newest_present
from assessments.ui.submit import submit

FOLDER = "assessments/scoring"
TABS = {
    "summary": "Summary",
    "functions": "By activity",
    "scenarios": "By scenario",
    "sensitivity": "Sensitivity",
    "what_if": "What-if",
    "method": "Method and assumptions",
}
A_YEAR = 365 * 24 * 3600
PREVIEW_KEPT_S = 24 * 3600
Build = Callable[[Result, Links], Any]


@require_GET
@member_required(Role.VIEWER)
@drawn_once(also=queries.newest_calculation)
def overview(request: MemberRequest, organisation: Organisation) -> HttpResponse:
    """What an outage would cost, the risks behind it, what to do next."""
    days = LengthForm(request.GET).chosen

    def build(result: Result, links: Links) -> Any:
        earlier = queries.snapshot_before(organisation, result.snapshot.number)
        return overview_page(result, result_of(earlier) if earlier else None, links, days)

    lengths = [
        {"label": f"{length} day{'s' if length > 1 else ''}", "url": f"?days={length}", "is_current": length == days}
        for length in LENGTHS
    ]
    return _page(request, organisation, "overview", build, looks_at_answers=True, lengths=lengths, days=days)


@require_GET
@member_required(Role.VIEWER)
@drawn_once(also=queries.newest_calculation)
def summary(request: MemberRequest, organisation: Organisation) -> HttpResponse:
    """The year against the limit, the matrix, the five scores."""

    def build(result: Result, links: Links) -> Any:
        return summary_page(result, links, _tries(result, organisation))

    return _page(request, organisation, "summary", build, looks_at_answers=True)


def _tries(result: Result, organisation: Organisation) -> tuple[FirstSetting, ...]:
    """What can be tried out on the page itself; nothing while today's answers cannot be calculated together."""
    try:
        return first_settings(result, newest_present(organisation))
    except (NotCalculable, EngineError):
        return ()


@require_GET
@member_required(Role.VIEWER)
@drawn_once(also=queries.newest_calculation)
def functions(request: MemberRequest, organisation: Organisation) -> HttpResponse:
    """The activities, most urgent first."""
    return _page(request, organisation, "functions", functions_page)


@require_GET
@member_required(Role.VIEWER)
@drawn_once(also=queries.newest_calculation)
def function(request: MemberRequest, organisation: Organisation, function: str) -> HttpResponse:
    """One activity."""

    def build(result: Result, links: Links) -> Any:
        found = result.function(function)
        return None if found is None else function_page(result, links, found)

    return _page(request, organisation, "function", build, tab="functions")


@require_GET
@member_required(Role.VIEWER)
@drawn_once(also=queries.newest_calculation)
def scenarios(request: MemberRequest, organisation: Organisation) -> HttpResponse:
    """The scenarios, ranked, and what each costs where."""
    return _page(request, organisation, "scenarios", scenarios_page)


@require_GET
@member_required(Role.VIEWER)
@drawn_once(also=queries.newest_calculation)
def scenario(request: MemberRequest, organisation: Organisation, scenario: str) -> HttpResponse:
    """One scenario."""

    def build(result: Result, links: Links) -> Any:
        found = result.scenario(scenario)
        return None if found is None else scenario_page(result, links, found)

    return _page(request, organisation, "scenario", build, tab="scenarios")


@require_GET
@member_required(Role.VIEWER)
@drawn_once(also=queries.newest_calculation)
def sensitivity(request: MemberRequest, organisation: Organisation) -> HttpResponse:
    """How sure the results are, and what moves them."""
    return _page(request, organisation, "sensitivity", sensitivity_page)


@require_GET
@member_required(Role.VIEWER)
@drawn_once(also=queries.newest_calculation)
def method(request: MemberRequest, organisation: Organisation) -> HttpResponse:
    """Versions, assumptions, contradictions, downloads."""
    earlier = queries.finished_assessments(organisation)[: queries.MANY]
    return _page(request, organisation, "method", method_page, earlier=earlier)


@require_GET
@member_required(Role.VIEWER)
@drawn_once(also=queries.newest_calculation)
def how(request: MemberRequest, organisation: Organisation, result_path: str) -> HttpResponse:
    """How a figure came about."""
    return _page(request, organisation, "how", lambda result, links: how_page(result, links, result_path), tab="method")


@require_GET
@member_required(Role.VIEWER)
def figure(request: MemberRequest, organisation: Organisation, chart: str) -> HttpResponse:
    """The picture of a chart, for the script that draws it; its address names the assessment, so it may be kept."""
    result, _ = _latest(organisation)
    found = downloads.chart_named(result, chart, LengthForm(request.GET).chosen)
    if found is None or found.draw is None:
        raise Http404
    response = JsonResponse(found.draw())
    is_of_address = request.GET.get("v") == files.version_of(result)
    patch_cache_control(response, private=True, max_age=A_YEAR if is_of_address else 0)
    return response


@require_GET
@member_required(Role.VIEWER)
def table(request: MemberRequest, organisation: Organisation, table: str) -> HttpResponse:
    """The table of a chart as a CSV file."""
    result, links = _latest(organisation)
    found = downloads.table_named(result, links, table)
    if found is None:
        raise Http404
    return files.csv_file(found.csv(result), f"{organisation.slug}-{found.name}.csv")


@require_GET
@member_required(Role.VIEWER)
def so_far(request: MemberRequest, organisation: Organisation) -> HttpResponse:
    """What the answers so far would say: as a part of a page for a script, else as a page."""
    links = Links(organisation.slug)
    profile = questionnaires.profile_of(organisation, as_of=timezone.localdate())
    said = too_early(sum(1 for _ in profile.stated()))
    if said is None:
        key = f"so-far-{METHOD_VERSION}-{profile_hash(profile)}"
        found = cache.get(key)
        if found is None:
            found = extract_of(profile)
            cache.set(key, found, PREVIEW_KEPT_S)
        said = so_far_page(found, links)
    template = "_so_far" if request.headers.get("HX-Request") else "so_far"
    return render(request, f"{FOLDER}/{template}.html", {"said": said, "links": links})


@require_POST
@member_required(Power.EDIT)
def calculate(request: MemberRequest, organisation: Organisation) -> HttpResponse:
    """A calculation is asked for; its page shows how it goes."""
    form = CalculateForm(request.POST)
    context = {"organisation": organisation, "by": request.user, "today": timezone.localdate()}
    asked = submit(form, actions.request_assessment, **context)
    if asked is None:
        messages.error(request, " ".join(map(str, form.non_field_errors())))
        return redirect("scoring:overview", organisation.slug)
    return redirect("scoring:assessment", organisation.slug, asked.number)


@require_GET
@never_cache
@member_required(Role.VIEWER)
def assessment(request: MemberRequest, organisation: Organisation, assessment: int) -> HttpResponse:
    """How a calculation goes; to the overview as soon as it is done."""
    asked = get_object_or_404(queries.assessments_of(organisation).select_related("job"), number=assessment)
    if asked.job.state == asked.job.State.DONE:
        return redirect("scoring:overview", organisation.slug)
    context = {
        "waiting": queries.waiting_of(asked),
        "answers": sum(1 for _ in asked.profile["answers"]) + sum(map(len, asked.profile["functions"].values())),
        "has_results": queries.latest_snapshot(organisation) is not None,
    }
    template = "_progress" if request.headers.get("HX-Request") else "progress"
    return render(request, f"{FOLDER}/{template}.html", context)


@require_GET
@member_required(Role.VIEWER)
def results_file(request: MemberRequest, organisation: Organisation, assessment: int) -> HttpResponse:
    """results.json of an assessment, byte for byte."""
    return _file(organisation, assessment, "results.json", lambda snapshot: snapshot.file)


@require_GET
@member_required(Role.VIEWER)
def profile_file(request: MemberRequest, organisation: Organisation, assessment: int) -> HttpResponse:
    """The answers of an assessment as a profile file, to be read again."""
    return _file(organisation, assessment, "profile.json", lambda snapshot: files.profile_bytes(snapshot.profile))


def tabs_of(links: Links, current: str) -> list[dict[str, Any]]:
    """The pages of the scores, the current one marked."""
    return [{"label": label, "url": links.page(name), "is_current": name == current} for name, label in TABS.items()]


def _file(
    organisation: Organisation, number: int, name: str, content: Callable[[queries.Snapshot], bytes]
) -> HttpResponse:
    snapshot = queries.snapshot_of(organisation, number)
    if snapshot is None:
        raise Http404
    response = HttpResponse(content(snapshot), content_type="application/json")
    response["Content-Disposition"] = files.attachment(f"{organisation.slug}-{number}-{name}")
    return response


def _latest(organisation: Organisation) -> tuple[Result, Links]:
    snapshot = queries.latest_snapshot(organisation)
    if snapshot is None:
        raise Http404
    return result_of(snapshot), Links(organisation.slug)


def _page(
    request: MemberRequest,
    organisation: Organisation,
    template: str,
    build: Build,
    *,
    tab: str = "",
    looks_at_answers: bool = False,
    **context: Any,
) -> HttpResponse:
    """A page of the newest results; a page that says what will be here while there are none."""
    standing = queries.standing_of(organisation)
    snapshot, links = standing.snapshot, Links(organisation.slug)
    answers = None
    if snapshot is None or looks_at_answers:
        as_of = snapshot.as_of if snapshot else timezone.localdate()
        answers = questionnaires.profile_content(organisation, as_of=as_of)
    context |= {"news": news_of(snapshot, standing.waiting, answers), "links": links}
    if snapshot is None:
        context["has_answers"] = bool(answers and answers["answers"])
        return render(request, f"{FOLDER}/nothing_yet.html", context)
    result = result_of(snapshot)
    page = build(result, links)
    if page is None:
        raise Http404
    current = tab or template
    context |= {
        "page": page,
        "result": result,
        "number": snapshot.number,
        "when": when_words(timezone.localtime(snapshot.finished_at), timezone.localtime()),
        "tabs": tabs_of(links, current),
    }
    return render(request, f"{FOLDER}/{template}.html", context)
