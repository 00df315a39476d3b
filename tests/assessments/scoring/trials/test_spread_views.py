"""The page on which it is said what is assumed of each channel: whole for every sample, short to pass on, nothing stored."""

import pytest
from lxml import html

from tests.factories.answers import make_sample
from tests.factories.examples import NAMES
from tests.factories.result_pages import ODD, address, text_of
from tests.factories.trials import everything_stored, make_tried

SOME = "arrives.email=90&use.snapchat=on&often.youtube=half&moved=15"


@pytest.fixture
def brand(db):
    return make_tried()


@pytest.mark.parametrize("name", NAMES)
def test_the_page_of_every_sample_is_whole(name, seen, client_of, db):
    organisation = make_tried(name)
    tree = seen(organisation, address(organisation, "spread"))
    for figure in tree.xpath("//script"):
        figure.drop_tree()
    said = text_of(tree)
    assert "Where to spread?" in said
    assert not ODD.search(said), ODD.search(said)
    for link in tree.xpath("//main//a[starts-with(@href, '/o/')]/@href"):
        assert client_of(organisation).get(link).status_code == 200, link


def test_the_number_of_queries_is_known(brand, client_of, django_assert_max_num_queries):
    client = client_of(brand)
    with django_assert_max_num_queries(11):
        assert client.get(f"{address(brand, 'spread')}?{SOME}").status_code == 200
    with django_assert_max_num_queries(8):
        assert client.get(f"{address(brand, 'spread_table')}?{SOME}").status_code == 200


def test_nothing_is_stored(brand, client_of):
    client = client_of(brand)

    before = everything_stored()
    for query in ("", SOME, "moved=x", f"{SOME}&sent=1"):
        client.get(f"{address(brand, 'spread')}?{query}", follow=True)
    assert everything_stored() == before


def test_a_value_that_cannot_be_used_stands_by_its_field_with_what_was_typed(brand, seen):
    tree = seen(brand, f"{address(brand, 'spread')}?most.email=140&arrives.email=80")
    (field,) = tree.xpath("//input[@name='most.email']")
    assert (field.get("value"), field.get("aria-invalid")) == ("140", "true")
    (error,) = tree.xpath(f"//*[@id='{field.get('aria-describedby')}']")
    assert error.text == "Enter a number from 0 to 100."
    assert tree.xpath("//input[@name='arrives.email']/@value") == ["80"]
    assert tree.xpath(f"//a[@href='#{field.get('id')}']/text()") == ["Email list: Most it can take on"]
    assert "Nothing is worked out yet" in text_of(tree)


@pytest.mark.parametrize(
    "query", ["moved=%00&fall=nan", "moved=1e309", "use.email=%F0%9F%98%80", "often.email=", "most.email=inf"]
)
def test_odd_values_are_answered_with_a_page(query, brand, client_of):
    assert client_of(brand).get(f"{address(brand, 'spread')}?{query}").status_code == 200


def test_a_form_that_is_sent_ends_at_the_shortest_address_for_it(brand, client_of):
    client = client_of(brand)
    form = form_of(client, brand)
    form.fields["arrives.email"] = "90"
    fields = [*form.form_values(), ("sent", "1")]
    response = client.get(address(brand, "spread"), fields_of(fields))
    assert response.status_code == 302
    assert response.headers["Location"] == f"{address(brand, 'spread')}?arrives.email=90"
    untouched = [*form_of(client, brand).form_values(), ("sent", "1")]
    assert client.get(address(brand, "spread"), fields_of(untouched)).headers["Location"] == address(brand, "spread")


def form_of(client, brand):
    tree = html.fromstring(client.get(address(brand, "spread")).content.decode())
    return next(one for one in tree.forms if one.get("id") == "assumed")


def fields_of(pairs):
    found = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return found


def test_a_box_that_is_not_ticked_counts_as_no(brand, seen):
    tree = seen(brand, f"{address(brand, 'spread')}?use.instagram=no&use.email=no&use.email=on")
    assert not tree.xpath("//input[@type='checkbox'][@name='use.instagram']/@checked")
    assert tree.xpath("//input[@type='checkbox'][@name='use.email']/@checked")
    assert tree.xpath("//tr[th[starts-with(., 'Instagram')]]/td[last()]/text()")[0] == "–"


def test_the_file_is_named_after_the_organisation_and_without_figures_the_page_says_why(brand, client_of, db):
    response = client_of(brand).get(address(brand, "spread_table"))
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert f"{brand.slug}-where-to-spread.csv" in response.headers["Content-Disposition"]
    software = make_tried("scheduling_software")
    response = client_of(software).get(address(software, "spread_table"))
    assert response.headers["Location"].startswith(address(software, "spread"))


def test_the_page_is_linked_where_it_has_something_to_say(brand, seen, db):
    target = address(brand, "spread")
    for view in ("summary", "what_if"):
        assert seen(brand, address(brand, view)).xpath(f"//main//a[@href='{target}']"), view
    assert seen(brand, f"/o/{brand.slug}/mitigation/").xpath(f"//main//a[@href='{target}']")
    software = make_tried("scheduling_software")
    for view in ("summary", "what_if"):
        assert not seen(software, address(software, view)).xpath(f"//main//a[@href='{address(software, 'spread')}']")


def test_the_figures_lead_to_how_they_came_about(brand, seen):
    tree = seen(brand, address(brand, "spread"))
    (link, *_) = tree.xpath("//a[starts-with(text(), 'How we got this')]/@href")
    said = text_of(seen(brand, link))
    assert "The best mix of channels" in said
    assert "docs/methods/diversification.md" in said


def test_without_results_the_page_says_what_will_be_there(seen, organisation, db):
    assert "There are no results yet" in text_of(seen(organisation, address(organisation, "spread")))
    waiting = make_sample("cafe")
    assert "Your answers are waiting to be calculated" in text_of(seen(waiting, address(waiting, "spread")))
