"""What can be tried out on the page of the scores: what matters most to each organisation, at its present value."""

import pytest
from lxml import html

from assessments.scoring.pages.first_settings import first_settings
from assessments.scoring.trials.present import present_of
from tests.factories.answers import make_sample
from tests.factories.assessments import make_assessment, result_of
from tests.factories.examples import profile_of
from tests.factories.result_pages import address

EXPECTED = {
    "beauty_brand": ["direct", "delivers.social_commerce", "output.social_commerce", "chance.account_loss"],
    "one_person_shop": ["direct", "delivers.social_commerce", "output.social_commerce", "chance.policy_change"],
    "cafe": ["influenced", "delivers.site_traffic", "output.site_traffic"],
    "regional_broadcaster": [],
}


@pytest.mark.parametrize("name", EXPECTED)
def test_the_settings_are_those_that_matter_most_here_and_stand_at_what_is_stated(name):
    found = first_settings(result_of(name), present_of(profile_of(name)))
    assert [one.field.setting.name for one in found] == EXPECTED[name]
    assert all(one.field.text == one.field.setting.shown and not one.field.error for one in found)
    assert all(one.heading for one in found)


def test_the_form_leads_to_the_page_on_which_everything_can_be_set(client_of, db):
    organisation = make_sample("one_person_shop")
    make_assessment(organisation, "one_person_shop")
    client = client_of(organisation)
    page = html.fromstring(client.get(address(organisation, "summary")).content.decode())
    (form,) = page.xpath("//form[@data-what-if]")
    assert form.get("action") == address(organisation, "what_if")
    as_stated = {field.get("name"): field.get("value") for field in form.xpath(".//input[@name]")}
    assert len(as_stated) == 4
    nothing = client.get(form.get("action"), as_stated).content.decode()
    assert "Change something to see what it does." in nothing
    refused = client.get(form.get("action"), {**as_stated, "direct": "lots"}).content.decode()
    assert "Enter a number from 0 to 100." in refused and 'value="lots"' in refused


def test_without_results_or_money_there_is_nothing_to_try(client_of, db):
    organisation = make_sample("regional_broadcaster")
    make_assessment(organisation, "regional_broadcaster")
    assert b"data-what-if" not in client_of(organisation).get(address(organisation, "summary")).content
