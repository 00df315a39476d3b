"""The mitigation page, the page of one action, and the forms that decide on it."""

from datetime import date, timedelta
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from assessments.organisations.access import MemberRequest, Power, member_required
from assessments.organisations.drawn import drawn_once
from assessments.organisations.models import Organisation, Role
from assessments.scoring import queries as scoring
from assessments.scoring.queries import Snapshot
from assessments.scoring.reliance import reliance_of
from assessments.ui.cards import ChartCard, DataTable
from assessments.ui.spreadsheet import as_csv
from assessments.ui.submit import submit
from continuity.plans import mitigation_charts, queries
from continuity.plans import mitigation_summary as summary
from continuity.plans.actions import decisions
from continuity.plans.budget import Budget, budget_field, has_mixes
from continuity.plans.forms import MOVES, BudgetForm, OwnActionForm
from continuity.plans.mitigation import Action, Board, due_on, unit_of
from continuity.plans.mitigation_charts import Mix
from continuity.plans.mitigation_table import Filters, sorted_actions
from continuity.plans.mitigation_timeline import finding, timeline
from continuity.plans.models import Measure
from continuity.plans.spreading import spreading_of
from continuity.plans.views.seen import submit_seen

FOLDER = "continuity/plans"
A_YEAR = timedelta(days=365)
MIX, BUDGET, SPREADING = "mix", "budget", "spreading"
SAID = {
    "accept": "“{}” is accepted.",
    "in-place": "“{}” is marked as in place.",
    "put-off": "“{}” is put off.",
    "reject": "“{}” will not be done.",
    "reopen": "The decision on “{}” is taken back.",
}


@require_GET
@member_required(Role.VIEWER)
@drawn_once()
def mitigation(request: MemberRequest, organisation: Organisation) -> HttpResponse:
    """All actions: as a board, as a table with ?view=table, or by their days with ?view=timeline."""
    snapshot = scoring.latest_snapshot(organisation)
    board = queries.board_of(organisation, snapshot, today=timezone.localdate())
    filters = Filters.read(request.GET, board)
    shown = filters.narrowed(board)
    stretches = timeline(shown, today=timezone.localdate())
    context = {
        **_budget(request.GET, organisation, snapshot, board),
        "organisation": organisation,
        "board": shown,
        "statement": summary.statement(board),
        "stats": summary.stats(board) if board.as_of else [],
        "effects": mitigation_charts.effects(board),
        "mix": _mix_card(organisation, snapshot, board),
        "spreading": spreading_of(snapshot.results, snapshot.background, board.unit) if snapshot else None,
        "filters": filters,
        "stretches": stretches,
        "timeline_finding": finding(stretches),
        "actions": sorted_actions(shown.actions, request.GET.get("sort", "")),
        "sort": request.GET.get("sort", "rank"),
    }
    return render(request, f"{FOLDER}/mitigation.html", context)


@require_GET
@member_required(Role.VIEWER)
def figure(request: MemberRequest, organisation: Organisation, chart: str) -> JsonResponse:
    """The picture of how the mix of channels is to change, or of the best mixes of actions by what they cost."""
    if chart != BUDGET:
        return JsonResponse(_mix(organisation, chart).figure())
    budget = _budget_of(organisation)
    asked = BudgetForm(request.GET, unit=budget.unit)
    return JsonResponse(budget.figure(_amount(asked)))


@require_GET
@member_required(Role.VIEWER)
def table(request: MemberRequest, organisation: Organisation, chart: str) -> HttpResponse:
    """The same figures for a spreadsheet."""
    shown = _table(organisation, chart)
    content = as_csv([[column.label for column in shown.columns], *shown.rows])
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{chart}-{organisation.slug}.csv"'
    return response


@require_GET
@member_required(Role.VIEWER)
@drawn_once()
def action(request: MemberRequest, organisation: Organisation, action: str) -> HttpResponse:
    """One action: why, what it does, what was decided, and what has happened to it."""
    snapshot, today = scoring.latest_snapshot(organisation), timezone.localdate()
    board = queries.board_of(organisation, snapshot, today=today)
    found = _found(board, action)
    context = {
        "organisation": organisation,
        "action": found,
        "board": board,
        "due_on": due_on(found, board.as_of, today),
        "questions": queries.questions_of(organisation, snapshot, found),
        "history": queries.history_of(organisation, found.measure),
        "reliance": reliance_of(snapshot, action) if snapshot else None,
    }
    return render(request, f"{FOLDER}/action.html", context)


@require_http_methods(["GET", "POST"])
@member_required(Power.EDIT)
def decide(request: MemberRequest, organisation: Organisation, action: str, move: str) -> HttpResponse:
    """The form of one decision on an action, and the decision taken."""
    if move not in MOVES:
        raise Http404
    snapshot, today = scoring.latest_snapshot(organisation), timezone.localdate()
    board = queries.board_of(organisation, snapshot, today=today)
    found = _found(board, action)
    make, state = MOVES[move]
    first = _first_values(found, board, move, today)
    form = make(request.POST or None, initial=first, today=today, currency=organisation.currency)
    said = {"organisation": organisation, "by": request.user, "key": action, "state": state}
    decided, status = submit_seen(form, decisions.decide, **said)
    if decided:
        messages.success(request, SAID[move].format(decided))
        return redirect("plans:action", organisation.slug, action)
    context = {"organisation": organisation, "form": form, "action": found, "move": move, "board": board}
    context["questions"] = queries.questions_of(organisation, snapshot, found)
    return render(request, f"{FOLDER}/decide.html", context, status=status)


@require_http_methods(["GET", "POST"])
@member_required(Power.EDIT)
def add_action(request: MemberRequest, organisation: Organisation) -> HttpResponse:
    """An action of the organisation's own."""
    form = _own_form(request, organisation)
    measure = submit(form, decisions.add_own_action, organisation=organisation, by=request.user)
    if measure:
        messages.success(request, f"“{measure}” is added.")
        return redirect("plans:mitigation", organisation.slug)
    return render(request, f"{FOLDER}/own_action.html", {"organisation": organisation, "form": form})


@require_http_methods(["GET", "POST"])
@member_required(Power.EDIT)
def change_action(request: MemberRequest, organisation: Organisation, action: str) -> HttpResponse:
    """The organisation's own action in other words."""
    measure = Measure.objects.filter(organisation=organisation, key=action, is_own=True).first()
    if measure is None:
        raise Http404
    form = _own_form(request, organisation, measure)
    said = {"organisation": organisation, "by": request.user, "key": action}
    changed, status = submit_seen(form, decisions.change_own_action, **said)
    if changed:
        messages.success(request, f"“{changed}” is changed.")
        return redirect("plans:action", organisation.slug, action)
    context = {"organisation": organisation, "form": form, "measure": measure}
    return render(request, f"{FOLDER}/own_action.html", context, status=status)


def _budget(query: QueryDict, organisation: Organisation, snapshot: Snapshot | None, board: Board) -> dict[str, object]:
    """What a budget buys, with its field as it was typed; nothing where there is nothing to choose between."""
    if snapshot is None or not has_mixes(snapshot, board):
        return {}
    budget, asked = Budget(snapshot, board), BudgetForm(query or None, unit=board.unit)
    amount, refusal = _amount(asked), " ".join(map(str, asked.errors.get(BUDGET, ())))
    figure_url, csv_url = (reverse(f"plans:{name}", args=[organisation.slug, BUDGET]) for name in ("figure", "table"))
    how_url = reverse("scoring:how", args=[organisation.slug, "mixes"])
    if amount is not None:
        figure_url += f"?{urlencode({BUDGET: amount})}"
    return {
        "budget_card": budget.card(figure_url=figure_url, csv_url=csv_url, how_url=how_url),
        "budget_field": budget_field(query.get(BUDGET, ""), refusal, board.unit),
        "errors": [(f"id_{BUDGET}", refusal)] if refusal else [],
        "spent": None if refusal else budget.spent(amount),
        "how_url": how_url,
    }


def _table(organisation: Organisation, chart: str) -> DataTable:
    if chart == BUDGET:
        return _budget_of(organisation).table()
    if chart != SPREADING:
        return _mix(organisation, chart).table
    snapshot = scoring.latest_snapshot(organisation)
    found = spreading_of(snapshot.results, snapshot.background, unit_of(snapshot.results)) if snapshot else None
    if found is None:
        raise Http404
    return found.table


def _budget_of(organisation: Organisation) -> Budget:
    snapshot = scoring.latest_snapshot(organisation)
    board = queries.board_of(organisation, snapshot, today=timezone.localdate())
    if snapshot is None or not has_mixes(snapshot, board):
        raise Http404
    return Budget(snapshot, board)


def _amount(asked: BudgetForm) -> float | None:
    """The budget that was asked for; None if none was, or none that can be used."""
    found = asked.cleaned_data.get(BUDGET) if asked.is_valid() else None
    return None if found is None else float(found)


def _mix(organisation: Organisation, chart: str) -> Mix:
    snapshot = scoring.latest_snapshot(organisation) if chart == MIX else None
    mix = mitigation_charts.mix_of(snapshot.results if snapshot else None)
    if mix is None:
        raise Http404
    return mix


def _mix_card(organisation: Organisation, snapshot: Snapshot | None, board: Board) -> ChartCard | None:
    mix = mitigation_charts.mix_of(snapshot.results if snapshot else None)
    if mix is None:
        return None
    figure_url, csv_url = (reverse(f"plans:{name}", args=[organisation.slug, MIX]) for name in ("figure", "table"))
    return mitigation_charts.mix_card(mix, board, figure_url=figure_url, csv_url=csv_url)


def _found(board: Board, key: str) -> Action:
    action = board.action(key)
    if action is None:
        raise Http404
    return action


def _first_values(action: Action, board: Board, move: str, today: date) -> dict[str, object]:
    """What stands in the form at first: what was decided, else what we propose."""
    measure = action.measure
    first: dict[str, object] = {"seen_version": measure.version if measure else 0}
    if measure:
        names = ("reason", "accepted_by", "evidence", "cost", "due_on", "until")
        first |= {name: getattr(measure, name) for name in names if getattr(measure, name)}
    if move == "accept":
        first["owner"] = action.owner
        first.setdefault("due_on", due_on(action, board.as_of, today))
    elif move == "reject":
        first.setdefault("until", today + A_YEAR)
    return first


def _own_form(request: MemberRequest, organisation: Organisation, measure: Measure | None = None) -> OwnActionForm:
    first = {}
    if measure:
        names = ("title", "why", "owner", "due_on", "cost", "functions")
        first = {name: getattr(measure, name) for name in names} | {"seen_version": measure.version}
    form = OwnActionForm(
        request.POST or None,
        initial=first,
        today=timezone.localdate(),
        currency=organisation.currency,
        activities=queries.activity_choices(scoring.latest_snapshot(organisation)),
    )
    if measure is None:
        del form.fields["seen_version"]
    return form
