"""The page about insurance: whole for every sample, short to pass on, wrong values by their fields, nothing stored."""

import pytest
from lxml import html

from tests.factories.answers import make_sample
from tests.factories.examples import NAMES
from tests.factories.result_pages import ODD, address, text_of
from tests.factories.trials import everything_stored, make_tried

SOME = "waiting=24&excess=5000&year=60000&premium=6000&pays.market_ban=no"


@pytest.fixture
def agency(db):
    return make_tried("agency")


@pytest.mark.parametrize("name", NAMES)
def test_the_page_of_every_sample_is_whole(name, seen, client_of, db):
    organisation = make_tried(name)
    tree = seen(organisation, address(organisation, "insurance"))
    for figure in tree.xpath("//script"):
        figure.drop_tree()
    said = text_of(tree)
    assert "Would insurance help?" in said
    assert not ODD.search(said), ODD.search(said)
    for link in tree.xpath("//main//a[starts-with(@href, '/o/')]/@href"):
        assert client_of(organisation).get(link).status_code == 200, link


def test_the_number_of_queries_is_known(agency, client_of, django_assert_max_num_queries):
    client = client_of(agency)
    with django_assert_max_num_queries(11):
        assert client.get(f"{address(agency, 'insurance')}?{SOME}").status_code == 200
    with django_assert_max_num_queries(8):
        assert client.get(f"{address(agency, 'insurance_table')}?{SOME}").status_code == 200


def test_nothing_is_stored(agency, client_of):
    client = client_of(agency)

    before = everything_stored()
    for query in ("", SOME, "waiting=x", f"{SOME}&sent=1"):
        client.get(f"{address(agency, 'insurance')}?{query}", follow=True)
    assert everything_stored() == before


def test_a_value_that_cannot_be_used_stands_by_its_field_with_what_was_typed(agency, client_of):
    response = client_of(agency).get(f"{address(agency, 'insurance')}?excess=-3&waiting=12&pays.market_ban=no")
    assert response.status_code == 422
    tree = html.fromstring(response.content.decode())
    (field,) = tree.xpath("//input[@name='excess']")
    assert (field.get("value"), field.get("aria-invalid")) == ("-3", "true")
    (error,) = tree.xpath(f"//*[@id='{field.get('aria-describedby').split()[0]}']")
    assert error.text == "Enter an amount from 0 to 1,000,000,000,000."
    assert tree.xpath("//input[@name='waiting']/@value") == ["12"]
    assert not tree.xpath("//input[@type='checkbox'][@name='pays.market_ban']/@checked")
    assert tree.xpath(f"//a[@href='#{field.get('id')}']/text()") == ["Excess you bear yourself"]
    assert "Nothing is worked out yet" in text_of(tree)


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("waiting=%00&excess=nan", 422),
        ("premium=1e309", 422),
        ("look=%F0%9F%98%80", 422),
        ("pays.market_ban=%F0%9F%98%80", 200),
        ("most=&year=&share=", 200),
        ("look=market_ban&most=0&year=0&share=0&premium=0", 200),
        ("waiting=8760&premium=999999999999", 200),
    ],
)
def test_odd_values_are_answered_with_a_page(query, status, agency, client_of):
    assert client_of(agency).get(f"{address(agency, 'insurance')}?{query}").status_code == status


def test_a_form_that_is_sent_ends_at_the_shortest_address_for_it(agency, client_of):
    client, page = client_of(agency), address(agency, "insurance")
    form = form_of(client, page)
    form.fields["excess"] = "2500"
    sent = client.get(page, fields_of([*form.form_values(), ("sent", "1")]))
    assert (sent.status_code, sent.headers["Location"]) == (302, f"{page}?excess=2500")
    untouched = fields_of([*form_of(client, page).form_values(), ("sent", "1")])
    assert client.get(page, untouched).headers["Location"] == page
    fields = fields_of([*form_of(client, page).form_values(), ("sent", "1")])
    fields["pays.market_ban"] = ["no"]
    assert client.get(page, fields).headers["Location"] == f"{page}?pays.market_ban=no"


def form_of(client, page):
    tree = html.fromstring(client.get(page).content.decode())
    return next(one for one in tree.forms if one.get("id") == "policy")


def fields_of(pairs):
    found = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return found


def test_what_is_not_insured_is_said_so_in_the_table(agency, seen):
    tree = seen(agency, f"{address(agency, 'insurance')}?{SOME}")
    (cell,) = tree.xpath("//tr[th[starts-with(., 'Banned')]]/td[last()]")
    assert cell.text_content().split() == ["Paid", "not", "insured"]
    assert tree.xpath("//a[contains(@href, 'insurance.csv?')]")


def test_the_file_is_named_after_the_organisation_and_without_figures_the_page_says_why(agency, client_of, db):
    response = client_of(agency).get(address(agency, "insurance_table"))
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert f"{agency.slug}-insurance.csv" in response.headers["Content-Disposition"]
    cafe = make_tried("cafe")
    response = client_of(cafe).get(address(cafe, "insurance_table"))
    assert response.headers["Location"].startswith(address(cafe, "insurance"))


def test_the_page_is_linked_where_it_has_something_to_say(agency, seen, db):
    assert seen(agency, address(agency, "what_if")).xpath(f"//main//a[@href='{address(agency, 'insurance')}']")
    cafe = make_tried("cafe")
    assert not seen(cafe, address(cafe, "what_if")).xpath(f"//main//a[@href='{address(cafe, 'insurance')}']")


def test_without_results_the_page_says_what_will_be_there(seen, organisation, db):
    assert "There are no results yet" in text_of(seen(organisation, address(organisation, "insurance")))
    waiting = make_sample("cafe")
    assert "Your answers are waiting to be calculated" in text_of(seen(waiting, address(waiting, "insurance")))
