"""The pages: what they show, what saving does, and where it leads."""

import gzip
import json
import re
from uuid import uuid4

import pytest

from assessments.questionnaires import actions
from assessments.questionnaires.addresses import question_address
from assessments.questionnaires.models import Answer, AnswerRevision
from tests.factories.answers import EXAMPLES, make_sample, state
from tests.factories.pages import LARGEST_PAGE, MOST_QUERIES, profile, sheet, words_of


# ------------------------------------------------------------------------------------------------------- the first page
def test_the_first_question_is_two_clicks_away(organisation, owner, client_for):
    client = client_for(owner)
    page = client.get(f"/o/{organisation.slug}/questionnaire/")
    for words in (
        "What you get",
        "About 18 minutes for two activities, 1 minute more for each further one",
        "Nothing is sent to TikTok",
        "Start with the first question",
    ):
        assert words in words_of(page)
    response = client.post(f"/o/{organisation.slug}/questionnaire/depth/", {"depth": "", "return": "start"})
    assert response.headers["Location"] == question_address(organisation.slug, "PRO-01")


def test_the_task_list_says_how_far_each_section_is(
    organisation, owner, viewer, client_for, django_assert_max_num_queries
):
    state(organisation, "PRO-01", "creator")
    client = client_for(owner)
    with django_assert_max_num_queries(MOST_QUERIES):
        response = client.get(f"/o/{organisation.slug}/questionnaire/")
    text = words_of(response)
    assert "1 of 23 answered" in text
    assert "In progress 1 of 5 · 3 min" in text
    assert "Say first which activities would feel it" in text
    assert "Cannot start yet" in text
    assert "Continue" in text
    assert "Continue" not in words_of(client_for(viewer).get(f"/o/{organisation.slug}/questionnaire/"))


def test_another_depth_says_what_it_adds(owner, client_for):
    organisation = make_sample("cafe", owner=owner)
    client = client_for(owner)
    text = words_of(client.get(f"/o/{organisation.slug}/questionnaire/depth/"))
    assert "25 questions, all answered" in text
    assert re.search(r"Standard \d+ questions, \d+ questions to go", text)
    response = client.post(f"/o/{organisation.slug}/questionnaire/depth/", {"depth": "full"}, follow=True)
    assert "The questions are changed." in words_of(response)
    assert profile(organisation).depth == "full"
    assert client.post(f"/o/{organisation.slug}/questionnaire/depth/", {"depth": "deep"}).status_code == 422


# ------------------------------------------------------------------------------------------------------------ one page
def test_an_agency_is_not_told_to_count_gifts_and_shop_orders(organisation, owner, client_for):
    state(organisation, "PRO-01", "agency")
    page = words_of(client_for(owner).get(question_address(organisation.slug, "MON-01")))
    assert "what percentage of your fees was for work on TikTok?" in page
    assert "Everything you bill for TikTok" in page
    assert "LIVE gifts" not in page


def test_a_page_says_why_what_it_changes_and_what_not_knowing_means(organisation, owner, client_for):
    state(organisation, "PRO-01", "logistics")
    text = words_of(client_for(owner).get(question_address(organisation.slug, "MON-01")))
    assert (
        "what percentage of your income came from handling orders placed on TikTok?" in text
    )  # wording of the industry
    assert "Money at stake · question 1 of" in text
    assert "This income stops the moment the service stops." in text
    assert "How hard TikTok is to replace" in text
    assert "We then use 20%, the cautious end of 2% to 20%." in text


def test_bad_input_stays_on_the_page_with_a_sentence_and_nothing_is_stored(organisation, owner, client_for):
    address = question_address(organisation.slug, "PRO-03")
    fields = {"version": "0", "row-0-country": "Untied Kingdom", "row-0-share": "80", "row-1-country": "<b>IE</b>"}
    response = client_for(owner).post(address, fields)
    page = response.content.decode()
    assert response.status_code == 422
    assert "<title>Error: " in page
    assert 'href="#id_row-0-country">“Untied Kingdom” is not a country we know. Did you mean United Kingdom?' in page
    assert 'aria-describedby="id_row-0-country_error" aria-invalid="true"' in page
    assert 'value="Untied Kingdom"' in page
    assert "&lt;b&gt;IE&lt;/b&gt;" in page
    assert not Answer.objects.exists()


def test_saving_nothing_asks_for_an_answer_where_one_is_needed_and_goes_on_where_not(organisation, owner, client_for):
    client = client_for(owner)
    response = client.post(question_address(organisation.slug, "PRO-04"), {"version": "0", "value": ""})
    assert response.status_code == 422
    assert "Enter an amount, or tick “I don’t know”" in words_of(response)
    response = client.post(question_address(organisation.slug, "TIM-01"), {"version": "0"})
    assert response.status_code == 302
    assert profile(organisation).value("TIM-01") == []


def test_a_save_without_a_script_that_meets_another_shows_both_and_keeps_what_was_typed(
    organisation, owner, editor, client_for
):
    state(organisation, "MON-01", 38, by=editor)
    address = question_address(organisation.slug, "MON-01")
    fields = {"version": "0", "value": "45", "note": "the new shop"}
    response = client_for(owner).post(address, fields)
    text = words_of(response)
    assert response.status_code == 409
    assert re.search(r"Ed Editor changed this at \d\d:\d\d\. Keep yours or theirs\?", text)
    assert "45% Note: the new shop" in text
    assert "38%" in text
    assert 'value="45"' in response.content.decode()
    assert profile(organisation).value("MON-01") == 38
    kept = client_for(owner).post(address, {**fields, "version": "1"})  # “Keep yours” sends the same form again
    assert kept.status_code == 302
    assert profile(organisation).value("MON-01") == 45


def test_rows_are_added_and_removed_without_a_script_and_nothing_is_stored(organisation, owner, client_for):
    address = question_address(organisation.slug, "PRO-03")
    fields = {"version": "0", "row-0-id": "", "row-0-country": "Ireland"}
    page = client_for(owner).post(address, {**fields, "add-row": "1"}).content.decode()
    assert 'name="row-1-country"' in page
    assert 'value="Ireland"' in page
    fields |= {"row-1-country": "France"}
    page = client_for(owner).post(address, {**fields, "remove-row": "0"}).content.decode()
    assert 'value="Ireland"' not in page.partition("<template")[0]
    assert 'value="France"' in page
    assert not Answer.objects.exists()


def test_an_answer_that_changes_what_is_asked_says_so(organisation, owner, client_for):
    client = client_for(owner)
    state(organisation, "PRO-01", "creator")

    def answered(question, value):
        """The page after the answer, which the page had saved by itself before "Save and continue"."""
        address = question_address(organisation.slug, question)
        asked = re.search(r'name="asked" value="(\w+ \d+)"', client.get(address).content.decode())[1]
        state(organisation, question, value)
        fields = {"version": "1", "asked": asked, "value": value}
        return words_of(client.post(address, fields, follow=True))

    assert "At this size we ask the full set of questions." in answered("PRO-02", "p250")
    assert re.search(r"That answer (adds|spares you) \d+ questions?\.", answered("USE-01", ["organic", "shop"]))
    assert "That answer" not in answered("PRO-06", 9)
    odd = {"version": "0", "asked": "full ٣", "value": "12"}
    assert client.post(question_address(organisation.slug, "PRO-07"), odd).status_code == 302


def test_a_hidden_answer_can_be_seen_and_says_why_it_does_not_count(organisation, owner, client_for):
    state(organisation, "PRO-01", "creator")
    state(organisation, "CR-02", 5000)
    state(organisation, "PRO-01", "agency")
    text = words_of(client_for(owner).get(question_address(organisation.slug, "CR-02")))
    assert "Your other answers make this question unnecessary." in text
    check = words_of(client_for(owner).get(f"/o/{organisation.slug}/questionnaire/check/"))
    assert "Kept and not used" in check
    assert "What is the total fee for brand work" in check


def test_an_answer_beyond_the_depth_is_used(organisation, owner, client_for):
    state(organisation, "DET-02", "6 h")
    text = words_of(client_for(owner).get(question_address(organisation.slug, "DET-02")))
    assert "Your depth does not ask this. What you say here is used all the same." in text


@pytest.mark.parametrize("address", ["NO-99/", "PRO-01/social_commerce/", "FUN-02/no_such/"])
def test_a_question_that_is_not_asked_is_not_there(address, organisation, owner, client_for):
    assert client_for(owner).get(f"/o/{organisation.slug}/questionnaire/{address}").status_code == 404
    assert (
        client_for(owner).post(f"/o/{organisation.slug}/questionnaire/{address}", {"version": "0"}).status_code == 404
    )


def test_a_viewer_reads_and_a_respondent_answers(organisation, viewer, respondent, client_for):
    state(organisation, "MON-01", {"value": 38, "note": "from the survey"})
    address = question_address(organisation.slug, "MON-01")
    page = client_for(viewer).get(address)
    assert "38% Note: from the survey" in words_of(page)
    assert b"<form id=" not in page.content
    assert client_for(viewer).post(address, {"version": "1", "value": "40"}).status_code == 403
    assert client_for(respondent).post(address, {"version": "1", "value": "40"}).status_code == 302
    assert profile(organisation).value("MON-01") == 40


def test_a_change_from_the_check_page_leads_back_there(organisation, owner, client_for):
    address = question_address(organisation.slug, "MON-01")
    page = client_for(owner).get(f"{address}?return=check")
    assert 'name="return" value="check"' in page.content.decode()
    response = client_for(owner).post(address, {"version": "0", "value": "38", "return": "check"})
    assert response.headers["Location"] == f"/o/{organisation.slug}/questionnaire/check/"
    evil = client_for(owner).post(address, {"version": "1", "value": "39", "return": "//evil.example"})
    assert evil.headers["Location"] == question_address(organisation.slug, "MON-02")


def test_what_other_answers_suggest_is_proposed_and_counts_once_it_is_saved(organisation, owner, client_for):
    state(organisation, "PRO-04", "2.4m")
    page = client_for(owner).get(question_address(organisation.slug, "PRO-07"))
    assert 'value="50,000"' in page.content.decode()
    assert "We propose a quarter of a month’s income." in words_of(page)
    assert profile(organisation).answer("PRO-07") is None


def test_an_answer_can_be_taken_over_from_another_activity(organisation, owner, client_for):
    state(organisation, "USE-02", ["social_commerce", "live_selling"])
    state(organisation, "FUN-02", 80, function="social_commerce")
    address = question_address(organisation.slug, "FUN-02", "live_selling")
    page = client_for(owner).get(address)
    assert "Take the answer from “Selling through TikTok Shop”" in words_of(page)
    assert 'value="80"' in client_for(owner).get(f"{address}?copy=social_commerce").content.decode()
    assert client_for(owner).get(f"{address}?copy=no_such").status_code == 200
    assert profile(organisation).answer("FUN-02", "live_selling") is None


def test_a_question_of_each_activity_begins_with_the_first(organisation, owner, client_for):
    state(organisation, "USE-02", ["live_selling"])
    response = client_for(owner).get(f"/o/{organisation.slug}/questionnaire/FUN-02/")
    assert response.headers["Location"] == question_address(organisation.slug, "FUN-02", "live_selling")


# -------------------------------------------------------------------------------------------------------- check answers
def test_the_check_page_shows_what_does_not_fit_what_is_open_and_what_is_assumed(
    organisation, owner, client_for, django_assert_max_num_queries
):
    for question, raw in {
        "PRO-01": "ecommerce",
        "PRO-02": "p1",
        "PRO-03": [{"country": "GB"}],
        "PRO-04": 12000,
        "USE-01": ["organic", "shop", "ads"],
        "USE-02": ["social_commerce"],
        "MON-04": 5000,
        "MON-01": {"unknown": True},
        "DIV-01": [{"channel": "instagram"}],
    }.items():
        state(organisation, question, raw)
    client = client_for(owner)
    with django_assert_max_num_queries(MOST_QUERIES):
        response = client.get(f"/o/{organisation.slug}/questionnaire/check/")
    text = words_of(response)
    assert "The monthly spend on ads is larger than the monthly income." in text
    assert "TikTok is in use but missing among the channels." in text
    assert "1 of them with “I don’t know”" in text
    assert "Not known yet These bear on most of the result." in text
    assert "Audience is not given; it counts as “I don't know”." in text
    assert "A third of the first day's income is taken to be only late." in text
    assert "To confirm" in text
    assert "Not provided" in text
    assert "?return=check" in response.content.decode()


@pytest.mark.parametrize("name", [path.stem for path in EXAMPLES])
def test_the_pages_of_every_sample_hold(name, owner, client_for, django_assert_max_num_queries):
    organisation = make_sample(name, owner=owner)
    client = client_for(owner)
    for page in ("", "check/", "depth/", "others/"):
        with django_assert_max_num_queries(MOST_QUERIES):
            response = client.get(f"/o/{organisation.slug}/questionnaire/{page}")
        assert response.status_code in (200, 302)
        assert len(gzip.compress(response.content)) <= LARGEST_PAGE
        assert not re.search(r"\bnan\b|\{\{|\{%", words_of(response))


def test_the_answers_can_be_taken_away_as_a_profile_file(owner, client_for):
    organisation = make_sample("agency", owner=owner)
    response = client_for(owner).get(f"/o/{organisation.slug}/questionnaire/profile.json")
    assert response.headers["Content-Disposition"] == 'attachment; filename="profile-fieldnote-social.json"'
    assert response.json()["answers"]["PRO-01"] == "agency"


# --------------------------------------------------------------------------------------------------- further activities
@pytest.fixture
def two_activities(organisation):
    state(organisation, "PRO-02", "p1")
    state(organisation, "USE-02", ["social_commerce", "live_selling"])
    for question, value in {"FUN-02": 90, "IMP-01": "d3", "WRK-01": "s1", "WRK-02": "w1"}.items():
        state(organisation, question, value, function="social_commerce")
    return organisation


def table_fields(**changed):
    fields = {"row-0-id": "live_selling", "row-0-FUN-02": "90", "row-0-IMP-01": "d3", "row-0-WRK-01": "s1"}
    return {**fields, "row-0-WRK-02": "w1", "version": "0", **changed}


def test_the_table_starts_with_what_the_first_activity_says(two_activities, owner, viewer, client_for):
    address = f"/o/{two_activities.slug}/questionnaire/others/"
    page = client_for(owner).get(address)
    assert 'name="row-0-FUN-02" value="90"' in page.content.decode()
    assert "We filled in what you said about “Selling through TikTok Shop”." in words_of(page)
    assert "Not answered" in words_of(client_for(viewer).get(address))
    assert client_for(viewer).post(address, table_fields()).status_code == 403
    assert client_for(owner).post(address, table_fields()).status_code == 302
    assert profile(two_activities).value("IMP-01", "live_selling") == "d3"


def test_the_table_keeps_what_was_typed_when_something_is_wrong_or_was_changed(
    two_activities, owner, editor, client_for
):
    address = f"/o/{two_activities.slug}/questionnaire/others/"
    wrong = client_for(owner).post(address, table_fields(**{"row-0-FUN-02": "much"}))
    assert wrong.status_code == 422
    assert 'href="#id_row-0-FUN-02"' in wrong.content.decode()
    assert 'value="much"' in wrong.content.decode()
    state(two_activities, "FUN-02", 10, function="live_selling", by=editor)
    met = client_for(owner).post(address, table_fields(**{"row-0-FUN-02": "55"}))
    assert met.status_code == 409
    assert "Ed Editor changed this" in words_of(met)
    assert 'value="55"' in met.content.decode()
    assert 'name="version" value="1"' in met.content.decode()


def test_the_table_saves_by_itself_only_what_somebody_changed(two_activities, owner, client_for):
    fields = {name: [text] for name, text in table_fields(**{"row-0-FUN-02": "55"}).items()}
    body = {"key": str(uuid4()), "version": 0, "fields": fields}
    address = f"/o/{two_activities.slug}/questionnaire/save/others/"
    response = client_for(owner).post(address, json.dumps(body), content_type="application/json")
    assert response.json()["version"] == 1
    assert set(profile(two_activities).functions["live_selling"]) == {"FUN-02"}
    assert client_for(owner).post(address, b"{", content_type="application/json").status_code == 400


def test_the_impact_grid_tells_what_follows_from_it(organisation, owner, client_for):
    state(organisation, "USE-02", ["social_commerce"])
    fields = {"cell-customer-h24": ["2"], "cell-customer-d3": ["4"]}
    body = {"key": str(uuid4()), "version": 0, "fields": fields}
    address = question_address(organisation.slug, "IMP-03", "social_commerce", saves=True)
    told = client_for(owner).post(address, json.dumps(body), content_type="application/json").json()
    assert (
        told["preview"]
        == "Customers and audience becomes Severe after 3 days, so the longest this can stop is 24 hours."
    )


def test_saving_writes_no_more_than_it_must(organisation, owner, client_for, django_assert_num_queries):
    client = client_for(owner)
    client.get(f"/o/{organisation.slug}/questionnaire/")
    body = {"key": str(uuid4()), "version": 0, "fields": {"value": ["38"]}}
    address = question_address(organisation.slug, "MON-06", saves=True)
    with django_assert_num_queries(15):
        client.post(address, json.dumps(body), content_type="application/json")
    assert AnswerRevision.objects.count() == 1
    assert actions.others_version(sheet(organisation)) == 0
