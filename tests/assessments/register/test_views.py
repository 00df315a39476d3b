"""The pages of the register, as the server gives them."""

import pytest
from lxml import html

from assessments.organisations.models import Role
from assessments.questionnaires.models import Answer
from assessments.register.dependency_map import Node
from tests.factories.answers import EXAMPLES, example_profile, make_sample, state
from tests.factories.assessments import make_assessment
from tests.factories.pages import LARGEST_PAGE, MOST_ELEMENTS, MOST_QUERIES, profile, words_of
from tests.factories.people import make_member

LISTS = ("functions/", "tools/", "accounts/", "channels/", "map/", "map/?as=table")


@pytest.fixture
def brand(owner):
    return make_sample("beauty_brand", owner=owner)


@pytest.mark.parametrize("name", [path.stem for path in EXAMPLES])
def test_the_pages_of_every_sample_hold(name, owner, client_for, django_assert_max_num_queries):
    import gzip

    organisation, client = make_sample(name, owner=owner), client_for(owner)
    whole = profile(organisation)
    paths = [
        *LISTS,
        *(f"functions/{one.key}/{rest}" for one in whole.activities[:2] for rest in ("", "edit/", "remove/")),
    ]
    for kind, question in (("tools", "DEP-02"), ("accounts", "USE-03"), ("channels", "DIV-01")):
        paths += [f"{kind}/{row['_row']}/" for row in (whole.value(question) or ())[:1]]
    for path in paths:
        with django_assert_max_num_queries(MOST_QUERIES):
            response = client.get(f"/o/{organisation.slug}/{path}")
        assert response.status_code == 200, path
        assert len(gzip.compress(response.content)) <= LARGEST_PAGE, path
        assert not {"None", "nan", "{{", "{%"} & set(words_of(response).split()), path


def test_a_function_of_the_catalogue_is_renamed_and_one_of_ones_own_is_edited(brand, owner, client_for):
    client = client_for(owner)
    at = f"/o/{brand.slug}/functions"
    page = client.get(f"{at}/social_commerce/edit/")
    fields = {"label": "Shop orders", "seen": page.context["page"].seen}
    assert client.post(f"{at}/social_commerce/edit/", fields).status_code == 302
    assert profile(brand).activities[0].label == "Shop orders"
    own = {"key": "own", "row-0-label": "Styling clips", "row-0-caps": ["organic"], "row-0-like": "social_publishing"}
    assert client.post(f"{at}/add/", own).status_code == 302
    added = profile(brand).activities[-1]
    assert (added.label, added.is_own) == ("Styling clips", True)
    page = client.get(f"{at}/{added.key}/edit/")
    fields = {**own, "row-0-label": "Clips", "seen": page.context["page"].seen}
    assert client.post(f"{at}/{added.key}/edit/", fields).status_code == 302
    assert profile(brand).activities[-1].label == "Clips"
    assert client.get(f"{at}/nothing_like_it/edit/").status_code == 404


def test_whoever_was_slower_sees_what_the_other_saved_and_loses_nothing(brand, owner, client_for):
    client = client_for(owner)
    address = f"/o/{brand.slug}/tools/1-3/"
    seen = client.get(address).context["page"].seen
    other = {"row-0-name": "Postplan 2", "row-0-kind": "scheduler", "row-0-commitment": "no_contract"}
    assert client.post(address, {**other, "seen": seen}).status_code == 302
    late = client.post(address, {**other, "row-0-name": "Postplan 3", "seen": seen})
    assert late.status_code == 409
    text = words_of(late)
    assert "changed this while you were working on it" in text
    assert "Postplan 2" in text
    assert 'value="Postplan 3"' in late.content.decode()
    assert profile(brand).value("DEP-02")[2]["name"] == "Postplan 2"


def test_removing_needs_a_page_that_names_the_thing_and_the_last_function_stays(organisation, owner, client_for):
    state(organisation, "USE-02", ["social_commerce"])
    client = client_for(owner)
    address = f"/o/{organisation.slug}/functions/social_commerce/remove/"
    assert "Remove “Selling through TikTok Shop”?" in words_of(client.get(address))
    refused = client.post(address)
    assert refused.status_code == 422
    assert "This is your only activity." in words_of(refused)
    assert len(profile(organisation).activities) == 1


def test_a_list_that_an_earlier_answer_decides_on_says_so_until_it_is_given(organisation, owner, client_for):
    client, address = client_for(owner), f"/o/{organisation.slug}/tools/"
    page = client.get(address)
    assert "an earlier answer decides" in words_of(page)
    assert f'href="/o/{organisation.slug}/questionnaire/DEP-01/"' in page.content.decode()
    state(organisation, "DEP-01", ["none"])
    assert "Your other answers make this list unnecessary" in words_of(client.get(address))


def test_a_viewer_reads_the_register_and_finds_no_way_to_change_it(brand, client_for):
    client = client_for(make_member(brand, Role.VIEWER))
    for path in LISTS:
        text = client.get(f"/o/{brand.slug}/{path}").content.decode()
        assert "/add/" not in text, path
        assert "/edit/" not in text, path
    before = Answer.objects.filter(organisation=brand).count()
    assert client.post(f"/o/{brand.slug}/tools/add/", {"row-0-name": "x"}).status_code == 403
    assert Answer.objects.filter(organisation=brand).count() == before


def test_the_map_plays_the_failures_of_the_newest_results(brand, owner, client_for):
    client = client_for(owner)
    assert not client.get(f"/o/{brand.slug}/map/").context["failures"]
    make_assessment(brand, "beauty_brand")
    page = client.get(f"/o/{brand.slug}/map/?scenario=short_outage")
    nodes = {node.id: node for node in page.context["map"].nodes}
    assert [one["url"] for one in page.context["failures"] if one["is_current"]] == ["?scenario=short_outage"]
    assert nodes["s-shop"].state == "Stops at once"
    assert nodes["f-social_commerce"].hit_h == 0
    assert (nodes["a-1-1"].state, nodes["a-1-1"].meta) == ("Working", "2 people with full rights")
    assert client.get(f"/o/{brand.slug}/map/?scenario=made_up").status_code == 200


def test_a_failure_of_one_market_of_several_reduces_and_does_not_stop(brand, owner, client_for):
    make_assessment(brand, "beauty_brand")
    page = client_for(owner).get(f"/o/{brand.slug}/map/?scenario=regional_outage")
    assert len(example_profile("beauty_brand").value("PRO-03")) > 1
    states = {node.state for node in page.context["map"].nodes if node.id.startswith("s-")}
    assert states == {"Reduced at once"}


def test_the_map_shows_what_comes_of_anything_that_fails_and_stores_nothing(brand, owner, client_for):
    client, at = client_for(owner), f"/o/{brand.slug}/map/"
    assert "cannot be worked out yet" in words_of(client.get(f"{at}?fails=tiktok"))
    make_assessment(brand, "beauty_brand")
    before = list(Answer.objects.order_by("pk").values_list("pk", "version"))
    for view in ("", "&as=table"):
        page = client.get(f"{at}?fails=s-shop&hours=48&share=100{view}")
        nodes = {node.id: node for node in page.context["map"].nodes}
        assert (nodes["s-shop"].state, nodes["f-social_commerce"].state) == ("Stops at once", "Stops at once")
        assert nodes["f-paid_acquisition"].state == "Working"
        assert "If “TikTok Shop selling” fails for 2 days, it costs about" in words_of(page)
        assert 'scenario=partial_degradation&amp;length=48"' in page.content.decode()
    everything = client.get(f"{at}?fails=tiktok&hours=24&share=50")
    assert "If 50% of TikTok fails for 24 hours, it costs about" in words_of(everything)
    assert sum(1 for _ in html.document_fromstring(everything.content).iter("*")) <= MOST_ELEMENTS
    tool = next(node for node in page.context["map"].nodes if node.name == "Redwood Media")
    page = client.get(at, {"fails": tool.id, "hours": "72"})
    nodes = {node.id: node for node in page.context["map"].nodes}
    assert (nodes[tool.id].state, nodes["s-ads"].state) == ("Stops at once", "Reduced at once")
    assert nodes["s-shop"].state == "Working"
    assert nodes["f-social_commerce"].hit_h > 24
    assert list(Answer.objects.order_by("pk").values_list("pk", "version")) == before


@pytest.mark.parametrize(
    ("query", "field", "sentence"),
    [
        ({"fails": "t-nothing"}, "fails", "Choose something that is on the map."),
        ({"fails": "tiktok", "hours": "1,000"}, "hours", "Enter hours from 1 to 720."),
        ({"fails": "tiktok", "hours": "1_0"}, "hours", "Enter hours from 1 to 720."),
        ({"fails": "tiktok", "hours": "nan"}, "hours", "Enter hours from 1 to 720."),
        ({"fails": "tiktok", "hours": "9" * 400}, "hours", "Enter hours from 1 to 720."),
        ({"fails": "tiktok", "share": "-3"}, "share", "Enter per cent from 1 to 100."),
    ],
)
def test_what_cannot_be_tried_is_said_by_its_field_and_what_was_typed_stays(
    query, field, sentence, brand, owner, client_for
):
    page = client_for(owner).get(f"/o/{brand.slug}/map/", query).content.decode()
    assert f'id="id_{field}_error"><span class="visually-hidden">Error:</span> {sentence}</p>' in page
    assert "There is a problem" in page
    assert field == "fails" or f'value="{query[field]}"' in page


def test_the_map_does_not_ask_those_to_tick_parts_of_tiktok_who_said_that_they_use_none(
    organisation, owner, client_for
):
    page = f"/o/{organisation.slug}/map/"
    state(organisation, "USE-02", [{"key": "order_fulfilment"}])
    state(organisation, "USE-01", ["none_direct"])
    shown = words_of(client_for(owner).get(page))
    assert "You use no part of TikTok yourselves." in shown
    assert "ticked yet" not in shown


@pytest.mark.parametrize(
    ("hours", "said"),
    [
        (0.0, "Reduced at once"),
        (0.3, "Reduced after 18 minutes"),
        (30.0, "Reduced after 30 hours"),
        (72.0, "Reduced after 3 days"),
        (2276.0, "Reduced after 3.1 months"),
    ],
)
def test_when_a_failure_is_felt_is_said_in_the_unit_that_reads_best(hours, said):
    assert Node("f-it", "It", "", "Activity", "", hit_h=hours).state == said
