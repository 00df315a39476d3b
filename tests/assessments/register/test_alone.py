"""What would cost most if it failed alone: the map and the lists name it, and the try-out says the same."""

import re

import pytest
from lxml import html

from assessments.questionnaires.course import Course
from assessments.register.alone import ranking_of
from assessments.register.dependency_map import Node
from assessments.register.queries import Cost, Costs, people_alone
from assessments.register.single_points import headline, single_points
from assessments.register.stated import Facts
from tests.factories.answers import make_sample, state
from tests.factories.assessments import make_assessment
from tests.factories.pages import words_of
from tests.factories.profiles import profile_with

ALONE = {"FUN-05": 1, "FUN-01": {"owner": "Ana Ruiz"}}


@pytest.fixture
def brand(owner):
    made = make_sample("beauty_brand", owner=owner)
    make_assessment(made, "beauty_brand")
    return made


def facts_with(size="p2_9", **answers):
    functions = {"social_commerce": {**ALONE}, "social_publishing": {"FUN-05": 3}}
    return Facts(Course(profile_with({"PRO-02": size, "USE-01": ["shop", "organic"], **answers}, functions)))


def cost(mark, amount, name=""):
    return Cost(mark, name or mark[2:], amount, f"about £{amount:g}", "", "", "", "")


def costs(*rows):
    return Costs(rows, "", "", "", "", "")


def links_in(page):
    """The addresses of the things in the ranking by their names."""
    found = html.document_fromstring(page.content).get_element_by_id("alone").xpath(".//th//a")
    return {link.text_content(): link.get("href") for link in found}


def test_every_row_leads_to_a_try_out_that_says_the_same_amount(brand, owner, client_for):
    client, at = client_for(owner), f"/o/{brand.slug}/map/"
    page = client.get(f"{at}?as=table")
    ranking = page.context["ranking"]
    links = links_in(page)
    assert len(ranking.rows) == 17
    for one in ranking.rows:
        address = links[one.cost.name]
        assert address.startswith("?as=table&fails=")
        assert address.endswith("&hours=168#try")
        tried = words_of(client.get(f"{at}{address.partition('#')[0]}"))
        assert f"If “{one.cost.name}” fails for 7 days, it costs {one.cost.week} until" in tried


def test_the_map_names_the_five_worst_and_the_table_all(brand, owner, client_for):
    client = client_for(owner)
    text = words_of(client.get(f"/o/{brand.slug}/map/"))
    assert "What would cost most if it failed alone" in text
    assert "@northlight (account): £12.8k a week, £1.97k a day; stops" in text
    assert "StockBridge (" not in text
    assert "All 19 as a table" in text
    table = words_of(client.get(f"/o/{brand.slug}/map/?as=table"))
    assert re.search(r"Northlight Ads Single point\s+Account; one person alone has full rights", table)
    assert "A week without “TikTok statistics, pixel or event data” or “Comments" in table


def test_the_headline_says_the_money_of_the_worst_single_point(brand, owner, client_for):
    client = client_for(owner)
    said = (
        "Northlight Ads is your single point of failure: two of six activities hang on it, one person alone has full "
        "rights, and a week of it gone would cost about £7,710."
    )
    for page in ("map/", "functions/"):
        assert said in words_of(client.get(f"/o/{brand.slug}/{page}"))


def test_the_lists_say_what_a_week_without_each_costs_and_lead_to_the_map(brand, owner, client_for):
    client = client_for(owner)
    page = client.get(f"/o/{brand.slug}/accounts/")
    assert "A week without it £7.71k" in words_of(page)
    assert f'href="/o/{brand.slug}/map/?fails=a-1-3&amp;hours=168#try"' in page.content.decode()
    assert "A week without it £10.3k" in words_of(client.get(f"/o/{brand.slug}/tools/"))
    assert "A week without it" not in words_of(client.get(f"/o/{brand.slug}/channels/"))


@pytest.mark.parametrize("name", ["regional_broadcaster", "beauty_brand"])
def test_without_money_or_without_results_the_pages_stay_as_they_were(name, owner, client_for):
    made, client = make_sample(name, owner=owner), client_for(owner)
    if name == "regional_broadcaster":
        make_assessment(made, name)
    for page in ("map/", "map/?as=table", "accounts/", "tools/"):
        text = words_of(client.get(f"/o/{made.slug}/{page}"))
        assert "failed alone" not in text
        assert "A week without it" not in text
        assert "would cost" not in text


def test_a_thing_taken_off_since_the_results_is_not_ranked(brand, owner, client_for):
    state(brand, "USE-03", [{"name": "@northlight", "kind": "profile", "admins": 2}])
    page = client_for(owner).get(f"/o/{brand.slug}/map/?as=table")
    marks = {one.cost.mark for one in page.context["ranking"].rows}
    assert "a-@northlight" in marks
    assert not {"a-Northlight Ads", "a-Northlight UK Shop"} & marks


def test_money_ranks_single_points_before_the_number_of_activities():
    rows = [
        {"name": "@many", "kind": "profile", "admins": 1},
        {"name": "Costly Shop", "kind": "shop", "admins": 1},
    ]
    facts = facts_with(**{"USE-03": rows, "USE-02": ["social_commerce", "social_publishing", "product_launch"]})
    known = costs(cost("a-Costly Shop", 900.0), cost("a-@many", 10.0))
    assert single_points(facts)[0].name == "@many"
    assert [point.name for point in single_points(facts, known)][:2] == ["Costly Shop", "@many"]
    assert single_points(facts, costs(cost("a-@many", 10.0)))[0].name == "@many"


def test_a_person_is_called_them_and_has_an_amount_where_it_is_known():
    facts = facts_with()
    name, rest = headline(facts, single_points(facts))
    assert (name, rest) == (
        "Ana Ruiz",
        " is your single point of failure: one of two activities hangs on them, and nobody else could do the work.",
    )
    known = costs(cost("p-Ana Ruiz", 900.0))
    assert headline(facts, single_points(facts, known), known)[1] == (
        " is your single point of failure: one of two activities hangs on them, nobody else could do the work, "
        "and a week without them would cost about £900."
    )


def test_in_a_firm_of_one_nobody_is_named_as_the_only_one_who_could():
    assert people_alone(facts_with("p1").course) == {}
    assert people_alone(facts_with().course) == {"Ana Ruiz": ("social_commerce",)}


def test_a_person_is_ranked_without_a_link_and_what_is_not_on_the_map_is_left_out():
    facts = facts_with()
    nodes = [Node("s-shop", "TikTok Shop selling", "", "Part of TikTok", "")]
    known = costs(cost("s-shop", 5.0), cost("p-Ana Ruiz", 4.0), cost("t-Gone", 3.0), cost("p-Left", 2.0))
    found = ranking_of(known, nodes, single_points(facts, known))
    assert [(one.cost.mark, one.kind, one.try_query) for one in found.rows] == [
        ("s-shop", "Part of TikTok", "fails=s-shop&hours=168"),
        ("p-Ana Ruiz", "Person", ""),
    ]
    assert found.rows[1].reason == "nobody else could do the work"
