"""Explanations: what moved a figure, what a score is made of, what knowing is worth, what an action's worth rests on."""

import re
from dataclasses import replace

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from assessments.questionnaires.profile import Answer
from assessments.questionnaires.profile_export import profile_content
from assessments.scoring.background import background_of
from assessments.scoring.evaluate import evaluate
from assessments.scoring.models import AssessmentResult
from assessments.scoring.moved import before_of
from assessments.scoring.queries import snapshot_of
from assessments.scoring.report.results import results_bytes, results_of
from tests.factories.answers import make_sample
from tests.factories.assessments import make_assessment
from tests.factories.examples import profile_of
from tests.factories.result_pages import address

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
NAME = "beauty_brand"


@pytest.fixture
def brand():
    """Northlight Skincare with the results of half a year ago, when less was in place, and those of today."""
    organisation = make_sample(NAME)
    now = profile_of(NAME)
    old = replace(
        now.with_changes({"MON-01": Answer(30), "DEP-01": Answer(unknown=True), "GOV-09": Answer("never")}),
        functions={key: {} if key == "paid_acquisition" else given for key, given in now.functions.items()},
    )
    first, second = make_assessment(organisation, NAME), make_assessment(organisation, NAME)
    AssessmentResult.objects.filter(assessment__organisation=organisation).delete()
    first.profile = profile_content(old)
    evaluation = evaluate(old)
    file = results_bytes(results_of(evaluation, []))
    AssessmentResult.objects.create(assessment=first, file=file, background=background_of(evaluation))
    before = before_of(1, old, snapshot_of(organisation, 1).results)
    evaluation = evaluate(now)
    file = results_bytes(results_of(evaluation, []))
    AssessmentResult.objects.create(assessment=second, file=file, background=background_of(evaluation, before))
    return organisation


@pytest.fixture
def pages(brand):
    """The pages that explain."""
    return [
        address(brand, "overview"),
        address(brand, "how", "moved.expected"),
        address(brand, "how", "scores.gap"),
        address(brand, "how", "headline.score"),
        address(brand, "sensitivity"),
        address(brand, "how", "knowing.dependency"),
        reverse("plans:action", args=[brand.slug, "ad_switch_plan"]),
    ]


def test_every_explanation_is_drawn_and_axe_finds_nothing_in_either_theme_or_size(
    page_in_each_size, sign_in, brand, pages, axe
):
    page = page_in_each_size
    sign_in(page, brand.memberships.first().user)
    for path in pages:
        page.goto(path)
        for chart in page.locator("[data-chart]").all():
            chart.scroll_into_view_if_needed()
            expect(chart).to_have_attribute("data-ready", re.compile(".*"))
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, path


def test_an_answer_behind_a_figure_stands_on_its_own_line_beside_a_long_question(page_in_each_size, sign_in, brand):
    page = page_in_each_size
    sign_in(page, brand.memberships.first().user)
    page.goto(address(brand, "overview"))
    page.locator("details.how summary").first.click()
    answers = page.locator("details.how[open] dd").filter(has_text=re.compile(r"^\d+%$"))
    expect(answers.first).to_be_visible()
    lines = "found => found.map(one => { const text = new Range(); text.selectNodeContents(one); return text.getClientRects().length })"
    assert set(answers.evaluate_all(lines)) == {1}
