"""The operator's page: what can begin, how it goes, what did not work."""

import re

import pytest
from django.urls import reverse
from lxml import html

from assessments.jobs.models import Job
from assessments.scoring.models import Rescoring
from assessments.scoring.rescoring import queries
from tests.factories.people import make_user
from tests.factories.rescoring import begin, calculate_nothing, do_portions, make_outdated
from tests.factories.result_pages import ODD, text_of

pytestmark = pytest.mark.once
PAGE = "/installation/rescoring/"


@pytest.fixture
def client(client_for, operator):
    return client_for(operator)


def seen(client, path=PAGE):
    response = client.get(path)
    assert response.status_code == 200
    assert not ODD.search(text_of(html.fromstring(response.content.decode())))
    return text_of(html.fromstring(response.content.decode()))


def fail_one(rescoring):
    entry = rescoring.entries.order_by("pk").first()
    queries.RescoringEntry.objects.filter(pk=entry.pk).update(state="refused", error="It did not fit.")


def test_it_says_what_could_be_re_scored_and_begins_it(client):
    assert "No organisation has been assessed yet" in seen(client)
    assert client.get(PAGE, headers={"hx-request": "true"}).status_code == 200  # there is no moving part yet
    make_outdated("Alder", "Birch")
    assert "out of date: 2 All that have been assessed: 2" in seen(client)
    response = client.post(f"{PAGE}start/", {"which": "outdated"}, follow=True)
    assert response.status_code == 200
    rescoring = Rescoring.objects.get()
    assert rescoring.started_by.name == "Oona Operator"
    text = seen(client)
    assert "Re-scoring is under way 0 of 2 organisations are done. 2 left." in text
    assert "by Oona Operator" in text
    assert "Start re-scoring" not in text


@pytest.mark.parametrize(
    ("address", "posted", "said"),
    [
        ("start", {}, "Choose which organisations to re-score"),
        ("start", {"which": "some"}, "is not one of the available choices"),
        ("start", {"which": "all"}, "No organisation has been assessed yet"),
        ("cancel", {"rescoring": "77"}, "There is no such re-scoring any more"),
        ("go-on", {}, "This field is required"),
    ],
)
def test_a_refusal_is_said_on_the_page_and_nothing_is_stored(client, address, posted, said):
    response = client.post(f"{PAGE}{address}/", posted, follow=True)
    assert said in response.content.decode()
    assert not Rescoring.objects.exists()


def test_a_script_gets_the_moving_part_and_is_sent_to_the_whole_page_at_the_end(client, monkeypatch):
    make_outdated("Alder", "Birch")
    calculate_nothing(monkeypatch)
    rescoring = begin()
    response = client.get(PAGE, headers={"hx-request": "true"})
    assert b"data-waiting" in response.content
    assert b"<html" not in response.content
    assert response["Vary"].count("HX-Request") == 1
    fail_one(rescoring)
    do_portions(rescoring)
    response = client.get(PAGE, headers={"hx-request": "true"})
    assert (response.status_code, response["Location"]) == (302, f"{PAGE}?ended={rescoring.pk}")
    response = client.get(response["Location"], headers={"hx-request": "true"})
    text = text_of(html.fromstring(response.content.decode()))
    assert "Re-scoring is done 2 of 2 organisations are done: 1 scored again, 1 failed." in text
    assert "What did not work" in text
    assert "Alder It did not fit." in text
    assert b"data-waiting" not in response.content


def test_cancelling_and_going_on_are_offered_where_they_can_be_done(client):
    make_outdated("Alder")
    rescoring = begin()
    assert "Go on with it" not in seen(client)
    queries.portions_of(rescoring).update(state=Job.State.FAILED, error="Only 20 MB of disk are free.")
    assert "Only 20 MB of disk are free. What is done stays done." in seen(client)
    client.post(f"{PAGE}go-on/", {"rescoring": rescoring.pk})
    assert queries.portions_of(rescoring).filter(state=Job.State.QUEUED).count() == 1
    client.post(f"{PAGE}cancel/", {"rescoring": rescoring.pk})
    text = seen(client)
    assert "Re-scoring was cancelled" in text
    assert re.search(r"Cancelled .+ by Oona Operator\.", text)
    assert "Cancel the re-scoring" not in text
    assert "Start re-scoring" in text


def test_an_open_page_does_not_cancel_a_later_round(client):
    make_outdated("Alder")
    first = begin()
    client.post(f"{PAGE}cancel/", {"rescoring": first.pk})
    second = begin()
    response = client.post(f"{PAGE}cancel/", {"rescoring": first.pk}, follow=True)
    assert "nothing to cancel" in response.content.decode()
    second.refresh_from_db()
    assert second.is_open


def test_looking_changes_nothing_and_costs_a_fixed_number_of_queries(client, django_assert_max_num_queries):
    make_outdated("Alder", "Birch", "Cedar")
    fail_one(begin())
    before = list(Rescoring.objects.values())
    with django_assert_max_num_queries(10):
        client.get(PAGE)
    assert list(Rescoring.objects.values()) == before


def test_being_an_operator_opens_no_organisation(client):
    (organisation,) = make_outdated("Alder")
    assert client.get(reverse("scoring:overview", args=[organisation.slug])).status_code == 404


def test_who_is_dismissed_finds_nothing_there_any_more(client, client_for):
    assert client_for(make_user("Somebody")).get(PAGE).status_code == 404
    queries.operators().delete()
    assert client.get(PAGE).status_code == 404


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_page_moves_by_itself_and_axe_finds_nothing(phone_page, sign_in, axe, operator, monkeypatch):
    page = phone_page
    make_outdated("Alder", "Birch")
    calculate_nothing(monkeypatch)
    rescoring = begin()
    sign_in(page, operator)
    page.goto(PAGE)
    axe(page)
    fail_one(rescoring)
    page.get_by_text("It did not fit.").wait_for()
    do_portions(rescoring)
    page.get_by_role("button", name="Start re-scoring").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    axe(page)
