"""What can be tried out on the page of the scores: what matters most to each organisation, at its present value."""

import gzip

import pytest
from lxml import html

from assessments.questionnaires import actions as questionnaires
from assessments.questionnaires.profile import Answer
from assessments.scoring.pages.first_settings import first_settings
from assessments.scoring.trials.outcome import Changes
from assessments.scoring.trials.present import present_of
from assessments.scoring.trials.settings import changes_in, groups_of, outage_in
from tests.factories.answers import make_sample
from tests.factories.assessments import make_assessment, result_of
from tests.factories.examples import NAMES, profile_of
from tests.factories.pages import LARGEST_PAGE, MOST_ELEMENTS
from tests.factories.plans import owner_of
from tests.factories.result_pages import address

EXPECTED = {
    "beauty_brand": ["direct", "delivers.social_commerce", "output.social_commerce", "chance.account_loss"],
    "one_person_shop": ["direct", "delivers.social_commerce", "output.social_commerce", "chance.policy_change"],
    "cafe": ["delivers.site_traffic", "output.site_traffic"],
    "regional_broadcaster": [],
}


@pytest.mark.parametrize("name", EXPECTED)
def test_the_settings_are_those_that_matter_most_here_and_stand_at_what_is_stated(name):
    found = first_settings(result_of(name), present_of(profile_of(name)))
    assert [one.field.setting.name for one in found] == EXPECTED[name]
    assert all(one.field.text == one.field.setting.shown and not one.field.error for one in found)
    assert all(one.heading for one in found)


def test_without_an_alternative_one_is_chosen_since_its_hours_alone_would_change_nothing():
    bare = profile_of("one_person_shop").with_changes({}, {"social_commerce": {"WRK-01": Answer("s0")}})
    found = first_settings(result_of("one_person_shop"), present_of(bare))
    names = ["direct", "workaround.social_commerce", "output.social_commerce", "chance.policy_change"]
    assert [one.field.setting.name for one in found] == names


MOVED = {"workaround": "s4", "chance": 80.0, "delivers": 300.0}


@pytest.mark.parametrize("name", [*EXPECTED, "agency", "scheduling_software", "without_alternative"])
def test_each_of_them_by_itself_moves_what_a_year_costs(name):
    sample, changed = (name, {}) if name in NAMES else ("agency", {"WRK-01": Answer("s0")})
    present = present_of(profile_of(sample).with_changes({}, dict.fromkeys(profile_of(sample).functions, changed)))
    groups = groups_of(present)
    outage = outage_in(groups, {})
    now = present.outcome(Changes(), outage).expected
    for one in first_settings(result_of(sample), present):
        setting = one.field.setting
        other = MOVED.get(setting.name.partition(".")[0], 5.0)
        then = present.outcome(changes_in(groups, {setting.name: other}), outage).expected
        assert abs(then - now) >= 1, setting.name


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


def test_after_answers_have_changed_the_settings_stand_at_those_of_today(client_of, db):
    organisation = make_sample("one_person_shop")
    make_assessment(organisation, "one_person_shop")
    client, direct = client_of(organisation), "//input[@name='direct']/@value"
    page = html.fromstring(client.get(address(organisation, "summary")).content.decode())
    assert page.xpath(direct) == ["62"]
    changed = profile_of("one_person_shop").with_changes({"MON-01": Answer(70)})
    questionnaires.import_profile(organisation=organisation, by=owner_of(organisation), profile=changed)
    page = html.fromstring(client.get(address(organisation, "summary")).content.decode())
    assert page.xpath(direct) == ["70"]
    assert "One answer has changed since these figures were calculated." in page.text_content()


@pytest.mark.parametrize("name", ["beauty_brand", "parcel_warehouse"])
def test_with_them_the_page_of_the_scores_stays_light(name, client_of, db):
    organisation = make_sample(name)
    make_assessment(organisation, name)
    content = client_of(organisation).get(address(organisation, "summary")).content
    page = html.fromstring(content.decode())
    assert page.xpath("//form[@data-what-if]")
    assert sum(1 for _ in page.iter("*")) <= MOST_ELEMENTS
    assert len(gzip.compress(content)) <= LARGEST_PAGE
