"""The runbook pages."""

import gzip

import pytest
from django.urls import reverse
from lxml import html

from continuity.plans.models import StepChange
from tests.factories.plans import draft_now

MOST_BYTES, MOST_QUERIES = 15 * 1024, 20
RING = {"do": "Ring the bell.", "done": "It rang.", "role": "decision_maker", "box": "t0", "after": ""}


@pytest.fixture
def editing(client_for, editor):
    return client_for(editor)


def at(view, organisation, *arguments):
    return reverse(f"plans:{view}", args=[organisation.slug, *arguments])


def text_of(response):
    return " ".join(html.fromstring(response.content.decode()).text_content().split())


def texts(organisation):
    return [step.what for table in draft_now(organisation).document.runbooks() for step in table.steps]


def test_every_part_is_light_and_leads_to_the_others(brand, editing, django_assert_max_num_queries):
    page = html.fromstring(editing.get(at("runbooks", brand)).content.decode())
    links = page.xpath("//nav[@aria-label='Parts of the runbooks']//a/@href")
    assert len(links) > 10
    for link in links:
        with django_assert_max_num_queries(MOST_QUERIES):
            response = editing.get(at("runbooks", brand) + link)
        assert response.status_code == 200
        assert len(gzip.compress(response.content)) <= MOST_BYTES
    assert editing.get(at("runbooks", brand) + "?part=function.mining").status_code == 404


def test_without_results_there_are_no_runbooks_yet(organisation, editing):
    assert "put together from your answers" in text_of(editing.get(at("runbooks", organisation)))
    assert editing.get(at("step", organisation, "C01")).status_code == 404


def test_a_step_is_changed_marked_and_undone(brand, editing):
    response = editing.post(at("step", brand, "C01"), {**RING, "seen_version": 0})
    assert response.headers["Location"] == at("runbooks", brand) + "?part=core"
    assert "Ring the bell." in texts(brand)
    words = text_of(editing.get(at("runbooks", brand)))
    assert "Ring the bell. Changed" in words
    editing.post(at("undo_step", brand, "C01"), {"part": "core"})
    assert "Ring the bell." not in texts(brand)
    assert editing.post(at("undo_step", brand, "C01")).status_code == 404


def test_the_form_begins_with_the_step_as_it_reads(brand, editing):
    page = html.fromstring(editing.get(at("step", brand, "C01")).content.decode())
    assert page.xpath("//textarea[@name='do']")[0].text.strip() in texts(brand)
    assert page.xpath("//select[@name='box']/option[@selected]/@value") == ["t0"]
    assert editing.get(at("step", brand, "C99")).status_code == 404


def test_a_step_is_taken_out_and_put_back(brand, editing):
    first = texts(brand)[0]
    assert first in text_of(editing.get(at("remove_step", brand, "C01")))
    editing.post(at("remove_step", brand, "C01"), {"seen_version": 0})
    assert first not in texts(brand)
    words = text_of(editing.get(at("runbooks", brand)))
    assert "Taken out" in words
    assert "Put back" in words
    editing.post(at("undo_step", brand, "C01"), {"part": "core"})
    assert first in texts(brand)


def test_a_step_is_added_where_it_was_asked_for(brand, editing):
    url = at("add_step", brand) + "?part=function.paid_acquisition"
    page = html.fromstring(editing.get(url).content.decode())
    assert page.xpath("//select[@name='function']/option[@selected]/@value") == ["paid_acquisition"]
    response = editing.post(url, {**RING, "function": "paid_acquisition", "scenario": "", "is_on_card": "on"})
    assert response.headers["Location"].endswith("?part=function.paid_acquisition")
    assert "Added" in text_of(editing.get(at("runbooks", brand) + "?part=function.paid_acquisition"))
    editing.post(at("undo_step", brand, "own-1"), {"part": "function.paid_acquisition"})
    assert not StepChange.objects.exists()


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"do": " "}, "Enter what is done"),
        ({"done": ""}, "Enter how you know that it is done"),
        ({"role": "king"}, "Select a valid choice"),
        ({"box": "t99"}, "Select a valid choice"),
        ({"after": "C99"}, "Select a valid choice"),
        ({"do": "x" * 601}, "at most 600 characters"),
    ],
)
def test_a_step_that_cannot_be_taken_is_refused_by_the_field(said, sentence, brand, editing):
    assert sentence in text_of(editing.post(at("step", brand, "C01"), {**RING, "seen_version": 0, **said}))
    assert not StepChange.objects.exists()


def test_two_who_change_a_step_see_each_other(brand, editing, client_for, reviewer):
    editing.post(at("step", brand, "C01"), {**RING, "seen_version": 0})
    response = client_for(reviewer).post(at("step", brand, "C01"), {**RING, "do": "Light the lamp.", "seen_version": 0})
    assert response.status_code == 409
    assert "Ed Editor changed this step" in text_of(response)
    assert StepChange.objects.get().do == "Ring the bell."


def test_a_viewer_reads_the_runbooks_and_changes_nothing(brand, client_for, viewer):
    page = client_for(viewer).get(at("runbooks", brand)).content.decode()
    assert "Take out" not in page
    assert "Add step" not in page


def test_steps_with_odd_text_are_printed_as_text(brand, editing):
    editing.post(at("step", brand, "C01"), {**RING, "do": "<img src=x onerror=alert(1)>", "seen_version": 0})
    page = editing.get(at("runbooks", brand)).content.decode()
    assert "<img src=x" not in page
    assert "&lt;img src=x" in page
