"""The mitigation pages: what they show, what their forms keep and refuse, how heavy they are."""

import gzip
import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from lxml import html

from assessments.ui.dates import PARTS
from continuity.plans.models import Measure
from tests.factories.assessments import make_assessment
from tests.factories.examples import NAMES, results_of_example
from tests.factories.forms import sent_day
from tests.factories.people import make_organisation
from tests.factories.plans import owner_of, reassess

MOST_BYTES, MOST_QUERIES = 15 * 1024, 20
ODD = re.compile(r"\bNone\b(?!,? [a-z])|\bnan\b|\{\{|\{%|undefined")
KEY = "access_hardening"
NEXT_MONTH = timezone.localdate() + timedelta(days=30)


@pytest.fixture
def editing(client_for, editor):
    return client_for(editor)


def at(view, organisation, *arguments):
    return reverse(f"plans:{view}", args=[organisation.slug, *arguments])


def accept(client, organisation, key=KEY, **said):
    said = {"owner": "Dev Patel", **sent_day("due_on", NEXT_MONTH), "seen_version": 0, **said}
    return client.post(at("decide", organisation, key, "accept"), said)


def text_of(response):
    return " ".join(html.fromstring(response.content.decode()).text_content().split())


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("query", ["", "?view=table&sort=-cost", "?view=timeline"])
def test_the_board_and_the_table_of_every_example_are_light_and_whole(
    name, query, db, client_for, django_assert_max_num_queries
):
    organisation = make_organisation(name, currency=results_of_example(name)["organisation"]["currency"] or "GBP")
    make_assessment(organisation, name)
    client = client_for(owner_of(organisation))
    client.get(at("mitigation", organisation))
    with django_assert_max_num_queries(MOST_QUERIES):
        response = client.get(at("mitigation", organisation) + query)
    assert len(gzip.compress(response.content)) <= MOST_BYTES
    words = text_of(response)
    assert not ODD.search(words)
    shown = results_of_example(name)["recommendations"]
    assert all(it["title"] in words for it in (shown if query else shown[:6]))


def test_before_the_first_results_the_page_says_what_will_stand_here(organisation, client_for, viewer):
    words = text_of(client_for(viewer).get(at("mitigation", organisation)))
    assert "Actions are proposed once there are results." in words


def test_a_viewer_sees_the_board_and_no_way_to_move_anything(brand, client_for, viewer):
    page = client_for(viewer).get(at("mitigation", brand)).content.decode()
    assert "/accept/" not in page
    assert "Add action" not in page


def test_every_move_stands_on_the_card_as_a_link(brand, editing):
    page = html.fromstring(editing.get(at("mitigation", brand)).content.decode())
    links = page.xpath("//article[1]//details//a/@href")
    ends = [link.rstrip("/").rpartition("/")[2] for link in links]
    assert ends == ["accept", "in-place", "put-off", "reject"]


def test_the_page_of_an_action_says_why_what_exists_and_what_would_make_it_count(brand, editing):
    words = text_of(editing.get(at("action", brand, KEY)))
    item = next(it for it in results_of_example("beauty_brand")["recommendations"] if it["key"] == KEY)
    assert item["why"] in words
    assert item["already"] in words
    assert "When does it count?" in words
    assert "/questionnaire/GOV-03/" in editing.get(at("action", brand, KEY)).content.decode()


def test_accepting_stores_owner_and_date_and_leads_back_to_the_action(brand, editing):
    response = accept(editing, brand, cost="1,200")
    assert response.headers["Location"] == at("action", brand, KEY)
    measure = Measure.objects.get()
    assert (measure.owner, measure.due_on, measure.cost) == ("Dev Patel", NEXT_MONTH, 1200)
    words = text_of(editing.get(at("action", brand, KEY)))
    assert "Ed Editor accepted it" in words
    assert "£1,200" in words


def test_a_form_is_sent_to_the_address_it_stands_at(brand, editing):
    """What the page calls `action` is the thing decided on, and never the address of the form."""
    accept(editing, brand)
    moves = [at("decide", brand, KEY, move) for move in ("accept", "put-off", "reject", "in-place", "reopen")]
    for address in [*moves, at("add_action", brand)]:
        page = html.fromstring(editing.get(address).content.decode())
        assert page.xpath("//main//form[@class='form']/@action") == [], address
        assert page.xpath("//main//form[@class='form'][@method='post']"), address


def test_the_form_proposes_owner_and_date(brand, editing):
    page = html.fromstring(editing.get(at("decide", brand, KEY, "accept")).content.decode())
    assert page.xpath("//input[@name='owner']/@value") == ["Helen Marsh"]
    year, month, day = (int(page.xpath(f"//input[@name='due_on-{part}']/@value")[0]) for part in reversed(PARTS))
    assert date(year, month, day) > timezone.localdate()


@pytest.mark.parametrize(
    ("move", "said", "sentence"),
    [
        ("accept", {"owner": " "}, "Enter who sees to it"),
        ("accept", {"owner": "x" * 121}, "at most 120 characters"),
        ("accept", sent_day("due_on", ("30", "2", "2026")), "There is no 30 February 2026"),
        ("accept", sent_day("due_on", ("1", "1", "0001")), "The year 0001 is too far away"),
        ("accept", {"cost": "NaN"}, "is not a number"),
        ("accept", {"cost": "1e30"}, "is not a number"),
        ("accept", {"cost": "1_000"}, "is not a number"),
        ("accept", {"owner": "a\x00b"}, "null character"),
        ("put-off", {"reason": ""}, "Enter why it is put off"),
        ("put-off", sent_day("until", ("31", "12", "2099")), "Choose a day from"),
        ("reject", {"accepted_by": ""}, "Enter who accepts the risk"),
        ("reject", {"reason": "x" * 1001}, "at most 1000 characters"),
        ("in-place", {"evidence": "  "}, "Enter how one can see it"),
    ],
)
def test_what_cannot_be_taken_is_said_by_the_field_and_what_was_typed_stays(move, said, sentence, brand, editing):
    until = timezone.localdate() + timedelta(days=90)
    full = {
        "owner": "Dev & Söhne", **sent_day("due_on", NEXT_MONTH), "reason": "<b>Because</b>", "accepted_by": "Helen",
        **sent_day("until", until), "evidence": "The safe", "seen_version": 0,
    }  # fmt: skip
    response = editing.post(at("decide", brand, KEY, move), {**full, **said})
    assert response.status_code == 200
    words = text_of(response)
    assert "There is a problem" in words
    assert sentence in words
    assert not Measure.objects.exists()
    if move in ("put-off", "reject") and "reason" not in said:
        assert "&lt;b&gt;Because&lt;/b&gt;" in response.content.decode()


def test_whoever_was_slower_sees_what_the_other_decided_and_may_then_replace_it(brand, editing, client_for, reviewer):
    accept(editing, brand)
    slow = client_for(reviewer)
    response = accept(slow, brand, owner="Priya Shah")
    assert response.status_code == 409
    assert "Ed Editor decided on this while you had the page open: accepted; owner Dev Patel" in text_of(response)
    page = html.fromstring(response.content.decode())
    assert page.xpath("//input[@name='owner']/@value") == ["Priya Shah"]
    (version,) = page.xpath("//input[@name='seen_version']/@value")
    assert Measure.objects.get().owner == "Dev Patel"
    assert accept(slow, brand, owner="Priya Shah", seen_version=version).status_code == 302
    assert Measure.objects.get().owner == "Priya Shah"


def test_a_decision_that_the_new_results_have_overtaken_says_so_on_its_card(brand, editing):
    accept(editing, brand)
    items = results_of_example("beauty_brand")["recommendations"]
    halved = [{**it, "removes_per_year": it["removes_per_year"] / 2} if it["key"] == KEY else it for it in items]
    reassess(brand, "beauty_brand", recommendations=halved)
    assert "Its effect has changed: it removed £" in text_of(editing.get(at("mitigation", brand)))
    reassess(brand, "beauty_brand", recommendations=[it for it in items if it["key"] != KEY])
    words = text_of(editing.get(at("mitigation", brand)))
    assert "The newest results no longer propose it" in words


def test_what_is_in_place_counts_only_when_the_answers_say_so(brand, editing):
    page = editing.get(at("decide", brand, KEY, "in-place"))
    assert "So that it counts, change your answers and calculate again" in text_of(page)
    editing.post(at("decide", brand, KEY, "in-place"), {"evidence": "Screenshot in the safe", "seen_version": 0})
    assert "Does not count yet" in text_of(editing.get(at("mitigation", brand)))


def test_moves_and_actions_that_do_not_exist_are_not_there(brand, editing):
    assert editing.get(at("decide", brand, KEY, "destroy")).status_code == 404
    assert editing.get(at("decide", brand, "no_such_action", "accept")).status_code == 404
    assert editing.get(at("change_action", brand, KEY)).status_code == 404
    assert editing.get(at("figure", brand, "other")).status_code == 404


def test_an_own_action_is_added_changed_and_escaped(brand, editing):
    said = {"title": "<script>alert(1)</script>", "why": "Cash", "owner": "Olive", **sent_day("due_on", NEXT_MONTH)}
    assert editing.post(at("add_action", brand), {**said, "functions": ["live_selling"]}).status_code == 302
    page = editing.get(at("mitigation", brand)).content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;" in page
    change = {**said, "title": "Ask the bank", "seen_version": 1}
    assert editing.post(at("change_action", brand, "own_1"), change).status_code == 302
    assert Measure.objects.get().title == "Ask the bank"
    refused = editing.post(at("add_action", brand), {**said, "functions": ["mining"]})
    assert "Select activities of this list" in text_of(refused)


def test_fields_that_the_form_does_not_name_change_nothing(brand, editing, outsider):
    elsewhere = outsider.memberships.get().organisation
    more = {"organisation": elsewhere.pk, "state": "rejected", "version": 9, "is_own": "1", "decided_by": outsider.pk}
    said = {"owner": "Dev Patel", **sent_day("due_on", NEXT_MONTH), "seen_version": 0}
    editing.post(at("decide", brand, KEY, "accept"), said | more)
    measure = Measure.objects.get()
    assert (measure.organisation, measure.state, measure.version, measure.is_own) == (brand, "accepted", 1, False)


def test_the_mix_can_be_had_as_picture_and_table(brand, editing):
    assert editing.get(at("figure", brand, "mix")).json()["data"]
    response = editing.get(at("table", brand, "mix"))
    assert response.headers["Content-Type"].startswith("text/csv")
    assert response.content.decode().splitlines()[0] == "Channel,Today,Target"


def test_an_action_says_what_its_worth_rests_on_and_links_to_how_it_was_worked_out(organisation, client_for, viewer):
    make_assessment(organisation, "beauty_brand")
    client = client_for(viewer)
    page = html.fromstring(client.get(at("action", organisation, "ad_switch_plan")).content.decode())
    (card,) = page.xpath("//section[@aria-labelledby='rests-h']")
    assert "worth it today, but not over the whole of the range of its own effect" in " ".join(
        card.text_content().split()
    )
    assert len(card.xpath(".//tbody/tr")) == 4
    assert card.xpath(".//span[contains(@class,'tag')]")[0].text_content() == "Worth it at one end"
    (how,) = card.xpath(".//a/@href")
    assert client.get(how).status_code == 200
    without = client.get(at("action", organisation, "plan_write"))
    assert "rests-h" not in without.content.decode()


def test_checking_the_insurance_leads_to_what_a_policy_would_pay(organisation, client_for, viewer):
    make_assessment(organisation, "scheduling_software")
    client = client_for(viewer)
    page = html.fromstring(client.get(at("action", organisation, "insurance_review")).content.decode())
    (link,) = page.xpath("//a[text()='See what a policy would pay']/@href")
    assert client.get(link).status_code == 200
    other = client.get(at("action", organisation, "plan_write")).content.decode()
    assert "what a policy would pay" not in other


def test_a_budget_is_answered_on_the_page_and_refused_by_its_field(brand, editing):
    words = text_of(editing.get(at("mitigation", brand) + "?budget=2.5k&view=table"))
    assert "With £2,500 a year, three actions for £2,110 remove £12,800 of the £52,400 expected a year." in words
    assert "It rests most on" in words
    for typed, sentence in (
        ("lots", "“lots” is not a number"),
        ("-5", "Enter a budget of 0 or more."),
        ("9" * 30, "too large"),
    ):
        response = editing.get(at("mitigation", brand), {"budget": typed})
        page = html.fromstring(response.content.decode())
        (field,) = page.xpath("//input[@name='budget']")
        assert field.get("value") == typed
        assert field.get("aria-invalid") == "true"
        assert sentence in page.get_element_by_id("id_budget_error").text_content()
        assert "There is a problem" in text_of(response)
        assert "remove £" not in page.get_element_by_id("spent-h").getparent().getparent().text_content()
    assert not Measure.objects.exists()


def test_the_line_of_best_mixes_has_a_picture_and_a_file(brand, editing):
    drawn = editing.get(at("figure", brand, "budget"), {"budget": "5000"}).json()
    assert drawn["layout"]["shapes"]
    lines = editing.get(at("table", brand, "budget")).content.decode().splitlines()
    assert lines[0] == "Cost a year,Loss left,Removes,Actions"
    assert lines[1] == "£0,£52.4k,£0,As it is today"
    assert editing.get(reverse("scoring:how", args=[brand.slug, "mixes"])).status_code == 200


def test_who_works_alone_is_suggested_a_day_in_a_whole_sentence(db, client_for):
    organisation = make_organisation("Sam's Totes")
    make_assessment(organisation, "one_person_shop")
    page = text_of(client_for(owner_of(organisation)).get(at("action", organisation, "alt_checkout")))
    assert re.search(r"We suggest having it done by \d+ \w+ \d{4}; owner: You\.", page)
