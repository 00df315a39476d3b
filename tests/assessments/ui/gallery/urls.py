"""The addresses of the product and, for tests only, a gallery of its components in the real frame."""

import json
from pathlib import Path

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import engines
from django.urls import path

from assessments.organisations.access import member_required
from assessments.organisations.models import Role
from assessments.ui.cards import EmptyState
from continuity import urls as product
from tests.assessments.ui.gallery import questions, samples

HERE = Path(__file__).parent
ADDRESSES = ["overview", "functions", "map", "questionnaire", "scores", "mitigation", "plan", "help"]
SAVES: list[dict] = []
"""What autosave sent to `take`, in order; ANSWERS says how `take` answers, one entry a request, then 200."""
ANSWERS: list[tuple[int, dict]] = []


def _page(request: HttpRequest, name: str, context: dict) -> HttpResponse:
    template = engines["django"].from_string((HERE / f"{name}.html").read_text())
    counts = {"questionnaire": "18/31", "functions": "7", "mitigation": "10"}
    return HttpResponse(template.render({"nav_counts": counts, **context}, request))


@member_required(Role.VIEWER)
def components(request, organisation):
    stats = [
        {
            "label": "Expected loss a year",
            "value": "£164k",
            "note": "since 1 Sep",
            "change": "▲ £12k",
            "is_worse": True,
        },
        {"label": "1-in-20 bad year", "value": "£680k", "note": "limit £400k · 10% chance of passing it"},
        {"label": "Sales through TikTok", "value": "38%", "note": "target 24% by Sep 2027"},
        {"label": "Loss the plan removes", "value": "£93k", "note": "a year, for £35k of cost"},
    ]
    context = {
        "stats": stats,
        "explanation": samples.EXPLANATION,
        "empty": EmptyState(
            "What you decide to do stands here, with its cost and what it removes.", "Add an action", "#"
        ),
        "feed": [
            {"text": "Ads Manager slowed down", "when": "Today 09:12", "kind": "warn"},
            {"text": "Priya Shah approved “Access and accounts”", "when": "16 Sep", "kind": "good"},
            {"text": "Catalogue: reach drops now assumed in 35% of years", "when": "15 Sep"},
            {"text": "Paid budget can move to Reels", "when": "3 days, next", "kind": "next"},
        ],
        "lengths": [
            {"label": label, "url": "#", "is_current": label == "7 days"} for label in ("1 day", "3 days", "7 days")
        ],
        "comment": {"name": "Priya Shah", "role": "reviewer", "when": "yesterday", "text": "What backs up “Severe”?"},
        "ready": [("People and roles", 82), ("Access and accounts", 71), ("Exercises", 48)],
        "errors": [("id_anything", "Select how bad it is after 7 days"), ("", "Low must be less than high")],
        "table": samples.exposure().table,
    }
    return _page(request, "components", context)


@member_required(Role.VIEWER)
def charts(request, organisation):
    return _page(request, "charts", {"cards": [make() for make in samples.CARDS], "small": samples.others()})


@member_required(Role.VIEWER)
def broken_chart(request, organisation):
    return _page(request, "charts", {"cards": [samples.broken()], "small": []})


@member_required(Role.VIEWER)
def question(request, organisation, kind):
    text, answer = questions.QUESTIONS[kind]
    errors = [(answer.input.id, answer.input.error)] if answer.input.error else []
    context = {
        "text": text,
        "asked": answer,
        "errors": errors,
        "kind": kind,
        "url": request.path,
        "posted": request.POST,
    }
    return _page(request, "question", context)


def take(request: HttpRequest) -> JsonResponse:
    """What an autosave address answers: as told in ANSWERS, else that it is saved."""
    sent = json.loads(request.body)
    SAVES.append(sent)
    status, told = ANSWERS.pop(0) if ANSWERS else (200, {})
    if status == 200:
        told = {"version": sent["version"] + 1, "saved_at": "10:42", **told}
    return JsonResponse(told, status=status)


urlpatterns = [
    *product.urlpatterns,
    *[path(f"o/<slug:organisation>/{address}/", components, name=f"gallery-{address}") for address in ADDRESSES],
    path("o/<slug:organisation>/gallery/charts/", charts),
    path("o/<slug:organisation>/gallery/broken/", broken_chart),
    path("o/<slug:organisation>/questionnaire/<str:kind>/", question),
    path("gallery/take/", take),
]
handler400, handler403 = product.handler400, product.handler403
handler404, handler500 = product.handler404, product.handler500
