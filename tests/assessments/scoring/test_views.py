"""The result pages: what they cost, what they say with and without results, a calculation asked for, files, the preview."""

import json
import re
from dataclasses import replace

import pytest
from django.core.cache import cache
from lxml import html

from assessments.engine.errors import InvalidInput
from assessments.jobs import actions as jobs
from assessments.jobs.models import Job
from assessments.questionnaires import actions as questionnaires
from assessments.questionnaires.bank import bank
from assessments.questionnaires.profile import Answer
from assessments.questionnaires.profile_file import read_profile
from assessments.scoring import preview, views
from assessments.scoring.evaluate import evaluate
from assessments.scoring.models import Assessment
from assessments.scoring.report.results import results_bytes, results_of
from tests.factories.answers import make_sample
from tests.factories.assessments import claimed, do_job, make_assessment
from tests.factories.examples import TODAY, profile_of, results_text
from tests.factories.people import make_organisation
from tests.factories.result_pages import PAGES, address, text_of

MOST_QUERIES = 20


# ---------------------------------------------------------------------------------------------------------- the costs
QUERIES = [
    ("overview", [], 14),
    ("summary", [], 14),
    ("functions", [], 8),
    ("function", ["customer_care"], 8),
    ("scenarios", [], 8),
    ("scenario", ["market_ban"], 8),
    ("sensitivity", [], 8),
    ("method", [], 9),
    ("how", ["losses.expected_annual"], 8),
    ("figure", ["exceedance"], 5),
    ("table", ["activities"], 5),
    ("results_file", [1], 5),
    ("profile_file", [1], 5),
]


@pytest.mark.parametrize(("view", "arguments", "most"), QUERIES)
def test_the_number_of_queries_is_known(view, arguments, most, client_of, django_assert_max_num_queries, db):
    organisation = make_sample("beauty_brand")
    make_assessment(organisation, "beauty_brand")
    make_assessment(organisation, "beauty_brand")
    client = client_of(organisation)
    assert most <= MOST_QUERIES
    with django_assert_max_num_queries(most):
        client.get(address(organisation, view, *arguments))


# -------------------------------------------------------------------------------------------------------- the overview
@pytest.mark.parametrize(
    ("query", "days"), [("", 7), ("?days=1", 1), ("?days=30", 30), ("?days=5", 7), ("?days=x", 7), ("?days=", 7)]
)
def test_the_length_of_the_outage_stands_in_the_address(query, days, seen, db):
    organisation = make_sample("one_person_shop")
    make_assessment(organisation, "one_person_shop")
    tree = seen(organisation, address(organisation, "overview") + query)
    (statement,) = tree.xpath("//p[@class='statement']")
    assert statement.text_content().startswith(f"A {days}-day outage would cost about £")
    assert tree.xpath("//*[@class='seg']//a[@aria-current]/text()") == [f"{days} day{'s' if days > 1 else ''}"]


def test_the_first_results_say_that_there_is_nothing_to_compare_with(seen, db):
    organisation = make_sample("cafe")
    make_assessment(organisation)
    assert "These are the first results." in text_of(seen(organisation, address(organisation, "overview")))


def test_what_changed_is_told_with_the_answer_behind_it(seen, db):
    organisation = make_sample("one_person_shop")
    owner = organisation.memberships.get().user
    for share in (62, 70):
        profile = profile_of("one_person_shop").with_changes({"MON-01": Answer(share)})
        questionnaires.import_profile(organisation=organisation, by=owner, profile=profile)
        do_job(views.actions.request_assessment(organisation=organisation, by=owner, today=TODAY))
    said = text_of(seen(organisation, address(organisation, "overview")))
    assert "Expected loss a year ▲" in said
    assert re.search(r"What moved the expected loss a year Money at stake ▲ \+£\d+ , worse £\d+ to £\d+", said)
    split = text_of(seen(organisation, address(organisation, "how", "moved.expected")))
    assert re.search(r"Your answers that changed Money at stake: \+£\d+ .* from 62% → to 70%", split)
    assert re.search(r"paid through TikTok itself\? from 62% → to 70%", said)


def test_changed_answers_are_counted_and_a_new_calculation_is_offered_to_those_who_may(
    client_for, viewer, organisation, owner
):
    questionnaires.import_profile(organisation=organisation, by=owner, profile=profile_of("cafe"))
    make_assessment(organisation)
    changed = profile_of("cafe").with_changes({"MON-02": Answer(30)})
    questionnaires.import_profile(organisation=organisation, by=owner, profile=changed)
    pages = [client_for(user).get(address(organisation, "overview")).content.decode() for user in (owner, viewer)]
    assert all("One answer has changed since these figures were calculated." in page for page in pages)
    assert ["Calculate again" in page for page in pages] == [True, False]


# ------------------------------------------------------------------------------------------------- without any results
@pytest.mark.parametrize("page", PAGES)
def test_without_results_every_page_says_what_will_be_there(page, seen, organisation):
    said = text_of(seen(organisation, address(organisation, page)))
    assert "There are no results yet" in said
    assert "Answer the first questions" in said


def test_with_answers_and_without_results_the_calculation_is_offered(seen, db):
    organisation = make_sample("cafe")
    tree = seen(organisation, address(organisation, "overview"))
    assert "Your answers are waiting to be calculated" in text_of(tree)
    assert tree.xpath("//form[contains(@action,'/scores/calculate/')]")


@pytest.mark.parametrize(
    ("view", "arguments"),
    [
        ("figure", ["exposure"]),
        ("table", ["exposure"]),
        ("results_file", [1]),
        ("profile_file", [1]),
        ("assessment", [1]),
    ],
)
def test_files_that_are_not_there_are_not_found(view, arguments, client_for, organisation, owner):
    assert client_for(owner).get(address(organisation, view, *arguments)).status_code == 404


NOT_THERE = [
    ("function", "no_such_activity"),
    ("scenario", "no_such_scenario"),
    ("how", "losses.nothing"),
    ("how", "functions.no_such_activity.mtpd_h"),
    ("figure", "nothing"),
    ("figure", "curves"),
    ("table", "nothing"),
    ("assessment", 99),
    ("results_file", 99),
]


@pytest.mark.parametrize(("view", "argument"), NOT_THERE)
def test_what_a_result_does_not_have_is_not_found(view, argument, client_for, organisation, owner):
    """The broadcaster loses no money, so its curves have no picture."""
    make_assessment(organisation, "regional_broadcaster")
    assert client_for(owner).get(address(organisation, view, argument)).status_code == 404


# --------------------------------------------------------------------------------------------------------- calculating
def test_a_calculation_is_asked_for_shown_under_way_and_then_leads_to_the_overview(client_of, db):
    organisation = make_sample("cafe")
    client = client_of(organisation)
    asked = client.post(address(organisation, "calculate"))
    progress = address(organisation, "assessment", 1)
    assert (asked.status_code, asked["Location"]) == (302, progress)
    page = client.get(progress).content.decode()
    assert "Your results are being calculated" in page
    assert f'hide-with-js" href="{progress}">Look again</a>' in page
    part = client.get(progress, headers={"HX-Request": "true"}).content.decode()
    assert "data-waiting" in part and "<html" not in part
    do_job(Assessment.objects.get())
    done = client.get(progress)
    assert (done.status_code, done["Location"]) == (302, address(organisation, "overview"))


def test_while_new_results_are_made_the_old_ones_stay_and_the_page_says_so(client_of, db):
    organisation = make_sample("cafe")
    make_assessment(organisation)
    client = client_of(organisation)
    changed = profile_of("cafe").with_changes({"MON-02": Answer(30)})
    questionnaires.import_profile(organisation=organisation, by=organisation.memberships.get().user, profile=changed)
    client.post(address(organisation, "calculate"))
    said = client.get(address(organisation, "summary")).content.decode()
    assert "New results are being calculated. Below are the last results." in said
    assert "With what is in place, TikTok trouble would cost" in said


def test_a_calculation_that_failed_says_why_keeps_the_last_results_and_offers_another_try(client_of, db):
    organisation = make_sample("cafe")
    client = client_of(organisation)
    client.post(address(organisation, "calculate"))
    assessment = Assessment.objects.get()
    jobs.refuse(job=claimed(assessment), sentence="These answers could not be calculated.")
    page = client.get(address(organisation, "assessment", 1)).content.decode()
    assert "The calculation did not work" in page
    assert "These answers could not be calculated. Your answers are safe." in page
    assert "Look again" not in page and "data-waiting" not in page
    assert "These answers could not be calculated." in client.get(address(organisation, "overview")).content.decode()
    client.post(address(organisation, "calculate"))
    assessment.job.refresh_from_db()
    assert assessment.job.state == Job.State.QUEUED


def test_without_answers_a_calculation_is_refused_with_a_sentence(client_for, organisation, owner):
    response = client_for(owner).post(address(organisation, "calculate"), follow=True)
    assert "Answer a few questions first: there is nothing to calculate from yet." in response.content.decode()
    assert not Assessment.objects.exists()


def test_asking_twice_leads_to_the_same_calculation(client_of, db):
    organisation = make_sample("cafe")
    client = client_of(organisation)
    assert {client.post(address(organisation, "calculate"))["Location"] for _ in range(2)} == {
        address(organisation, "assessment", 1)
    }


# --------------------------------------------------------------------------------------------------------------- files
def test_the_results_file_comes_byte_for_byte_and_under_a_name(client_of, db):
    organisation = make_sample("creator")
    make_assessment(organisation, "creator")
    response = client_of(organisation).get(address(organisation, "results_file", 1))
    assert response.content == results_text("creator")
    assert response["Content-Disposition"].startswith(f'attachment; filename="{organisation.slug}-1-results.json"')


def test_the_profile_file_can_be_assessed_again_with_the_same_results(client_of, db):
    organisation = make_sample("beauty_brand")
    make_assessment(organisation, "beauty_brand")
    response = client_of(organisation).get(address(organisation, "profile_file", 1))
    profile, report = read_profile(json.loads(response.content), bank(), TODAY)
    assert results_bytes(results_of(evaluate(profile), report.notices)) == results_text("beauty_brand")


def test_an_earlier_assessment_keeps_its_files(client_of, db):
    organisation = make_sample("cafe")
    make_assessment(organisation, "cafe")
    make_assessment(organisation, "creator")
    client = client_of(organisation)
    assert client.get(address(organisation, "results_file", 1)).content == results_text("cafe")
    assert client.get(address(organisation, "results_file", 2)).content == results_text("creator")


def test_a_picture_may_be_kept_only_under_the_address_that_names_its_assessment(client_for, organisation, owner):
    make_assessment(organisation, "creator")
    client = client_for(owner)
    assert "max-age=0" in client.get(address(organisation, "figure", "exposure"))["Cache-Control"]
    assert "max-age=0" in client.get(address(organisation, "figure", "exposure") + "?v=1-old")["Cache-Control"]


def test_a_length_is_marked_in_the_picture_it_is_asked_for(client_for, organisation, owner):
    make_assessment(organisation, "creator")
    client, path = client_for(owner), address(organisation, "figure", "exposure")
    assert client.get(f"{path}?days=30").json() != client.get(f"{path}?days=1").json()


# -------------------------------------------------------------------------------------------------------------- so far
def test_before_the_sixth_answer_the_preview_says_how_many_are_missing(client_for, organisation, owner):
    few = dict(list(profile_of("cafe").answers.items())[:4])
    partial = replace(profile_of("cafe"), answers=few, functions={})
    questionnaires.import_profile(organisation=organisation, by=owner, profile=partial)
    said = client_for(owner).get(address(organisation, "so_far")).content.decode()
    assert "After 2 more answers a first result stands here." in said


def test_from_the_sixth_answer_on_the_preview_has_headline_confidence_and_what_would_narrow_it(
    client_for, organisation, owner
):
    asked = ("PRO-01", "PRO-02", "PRO-03", "PRO-04", "USE-01", "USE-02", "MON-01")
    profile = profile_of("one_person_shop")
    some = {key: profile.answers[key] for key in asked}
    partial = replace(profile, answers=some, functions={}, what_ifs=())
    questionnaires.import_profile(organisation=organisation, by=owner, profile=partial)
    tree = html.fromstring(client_for(owner).get(address(organisation, "so_far")).content.decode())
    said = text_of(tree)
    assert said.count("First impression: ") == 1 and "Confidence D: a first impression." in said
    assert len(tree.xpath("//ol[@class='narrow-list']/li")) == 3
    assert tree.xpath("//ol[@class='narrow-list']//a/@href")[0].startswith(f"/o/{organisation.slug}/questionnaire/")
    assert not Assessment.objects.exists()


def test_the_preview_is_a_part_of_a_page_for_a_script_and_is_worked_out_once(client_of, db, monkeypatch):
    organisation, calls, real = make_sample("cafe"), [], views.extract_of
    monkeypatch.setattr(views, "extract_of", lambda profile: calls.append(profile) or real(profile))
    cache.clear()
    client = client_of(organisation)
    parts = [client.get(address(organisation, "so_far"), headers={"HX-Request": "true"}) for _ in range(2)]
    assert all("<html" not in part.content.decode() and "Confidence C" in part.content.decode() for part in parts)
    assert len(calls) == 1


def test_answers_that_cannot_be_calculated_leave_the_preview_with_a_sentence(client_of, db, monkeypatch):
    def refuse(profile):
        raise InvalidInput("weight", 2, "a share between 0 and 1")

    monkeypatch.setattr(preview, "evaluate", refuse)
    organisation = make_sample("cafe")
    page = client_of(organisation).get(address(organisation, "so_far"))
    assert page.status_code == 200
    assert "These answers cannot be calculated together yet." in page.content.decode()


def test_text_that_looks_like_markup_is_shown_as_text(client_for, db):
    organisation = make_organisation("<script>alert(1)</script>")
    owner = organisation.memberships.get().user
    label = "<img src=x onerror=alert(1)>"
    profile = profile_of("one_person_shop").with_changes(
        {"USE-02": Answer([{"key": "social_commerce", "label": label}])}
    )
    questionnaires.import_profile(organisation=organisation, by=owner, profile=profile)
    do_job(views.actions.request_assessment(organisation=organisation, by=owner, today=TODAY))
    client = client_for(owner)
    for view in (*PAGES, "function"):
        page = client.get(
            address(organisation, view, *(["social_commerce"] if view == "function" else []))
        ).content.decode()
        assert label not in page and "<script>alert" not in page, view
    assert "&lt;img src=x" in page
