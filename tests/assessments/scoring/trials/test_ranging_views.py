"""The page on what the range is made of: whole for every sample, from the page on sensitivity, nothing stored."""

import pytest

from tests.factories.answers import make_sample
from tests.factories.examples import NAMES
from tests.factories.result_pages import ODD, address, text_of
from tests.factories.trials import everything_stored, make_tried


@pytest.fixture
def agency(db):
    return make_tried("agency")


@pytest.mark.parametrize("name", NAMES)
def test_the_page_of_every_sample_is_whole(name, seen, client_of, db):
    organisation = make_tried(name)
    tree = seen(organisation, address(organisation, "range"))
    said = text_of(tree)
    assert "What is the range made of?" in said
    assert not ODD.search(said), ODD.search(said)
    for link in set(tree.xpath("//main//a[starts-with(@href, '/o/')]/@href")):
        assert client_of(organisation).get(link, follow=True).status_code == 200, link


def test_the_page_on_sensitivity_leads_there_and_the_page_back(agency, seen):
    target = address(agency, "range")
    assert seen(agency, address(agency, "sensitivity")).xpath(f"//main//a[@href='{target}']/text()") == [
        "What is the range made of?"
    ]
    assert seen(agency, target).xpath(f"//main//a[@href='{address(agency, 'sensitivity')}']")


def test_where_nothing_is_lost_there_is_no_way_there_and_no_word_of_a_range(seen, db):
    broadcaster = make_tried("regional_broadcaster")
    target = address(broadcaster, "range")
    assert not seen(broadcaster, address(broadcaster, "sensitivity")).xpath(f"//main//a[@href='{target}']")
    said = text_of(seen(broadcaster, target))
    assert "an average year would cost no money." in said.replace(" .", ".")
    assert "80% of outcomes" not in said


def test_the_number_of_queries_is_known(agency, client_of, django_assert_max_num_queries):
    client = client_of(agency)
    with django_assert_max_num_queries(11):
        assert client.get(address(agency, "range")).status_code == 200
    with django_assert_max_num_queries(8):
        assert client.get(address(agency, "range_table")).status_code == 200


def test_nothing_is_stored(agency, client_of):
    client = client_of(agency)

    before = everything_stored()
    client.get(address(agency, "range"))
    assert everything_stored() == before


def test_the_file_is_named_after_the_organisation_and_without_a_range_the_page_says_why(agency, client_of, db):
    response = client_of(agency).get(address(agency, "range_table"))
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert f"{agency.slug}-what-the-range-is-made-of.csv" in response.headers["Content-Disposition"]
    broadcaster = make_tried("regional_broadcaster")
    response = client_of(broadcaster).get(address(broadcaster, "range_table"))
    assert response.headers["Location"] == address(broadcaster, "range")


def test_without_results_the_page_says_what_will_be_there(seen, organisation, db):
    assert "There are no results yet" in text_of(seen(organisation, address(organisation, "range")))
    waiting = make_sample("cafe")
    assert "Your answers are waiting to be calculated" in text_of(seen(waiting, address(waiting, "range")))
