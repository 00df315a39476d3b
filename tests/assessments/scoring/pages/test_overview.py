"""The overview: sentences that a director could repeat, for every kind of organisation."""

import pytest

from assessments.scoring.pages.charts import LENGTHS
from assessments.scoring.pages.links import Links
from assessments.scoring.pages.overview import NEXT_ACTIONS, TOP_RISKS, outage_statement, overview_page
from tests.factories.assessments import result_of
from tests.factories.examples import NAMES

LINKS = Links("northlight")


def said(statement):
    """The whole sentence."""
    return f"{statement.before}{statement.figure.text}{statement.after}"


STATEMENTS = [
    ("beauty_brand", 7, r"A 7-day outage would cost about £28,\d00 in lost margin and costs that go on\."),
    ("one_person_shop", 1, r"A 1-day outage would cost about £80 in lost income\."),
    (
        "agency",
        7,
        r"A 7-day outage would cost about €2\d,\d00 in costs that go on and credits, as long as nobody leaves\.",
    ),
    (
        "regional_broadcaster",
        7,
        r"A 7-day outage would be serious for customers and audience, in “Urgent public information”\. It costs no money\.",
    ),
]


@pytest.mark.parametrize(("name", "days", "sentence"), STATEMENTS)
def test_the_statement_says_what_an_outage_of_this_length_costs(name, days, sentence):
    import re

    assert re.fullmatch(sentence, said(outage_statement(result_of(name), days)))


def test_the_statement_of_a_week_says_the_same_amount_as_the_headline_of_the_results_file():
    for name in NAMES:
        result = result_of(name)
        if result.has_money:
            assert outage_statement(result, 7).figure.text in result.data["headline"]["sentence"]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("days", LENGTHS)
def test_every_length_has_its_loss_in_the_list_of_activities(name, days):
    result = result_of(name)
    page = overview_page(result, None, LINKS, days)
    losses = [result.short(function["loss_at_h"][LENGTHS[days]]) for function in result.functions]
    assert [activity.loss.text for activity in page.activities] == losses


def test_the_first_scenarios_of_the_ranking_are_the_top_risks():
    result = result_of("beauty_brand")
    page = overview_page(result, None, LINKS, 7)
    assert [risk.name for risk in page.risks] == [scenario["label"] for scenario in result.scenarios[:TOP_RISKS]]


def test_the_first_recommendations_are_the_next_actions_with_what_they_remove():
    result = result_of("beauty_brand")
    page = overview_page(result, None, LINKS, 7)
    assert [action.title for action in page.actions] == [
        one["title"] for one in result.data["recommendations"][:NEXT_ACTIONS]
    ]
    assert page.actions[0].why.startswith("Removes about £")
    assert page.more_actions == len(result.data["recommendations"]) - NEXT_ACTIONS


def test_a_recommendation_that_hardly_saves_money_is_argued_for_by_its_finding():
    first = {**result_of("beauty_brand").data["recommendations"][0], "removes_per_year": 2.0}
    page = overview_page(result_of("beauty_brand", recommendations=[first]), None, LINKS, 7)
    assert page.actions[0].why == first["why"]


def test_without_money_the_four_figures_speak_of_time_and_alternatives():
    labels = [stat.label for stat in overview_page(result_of("regional_broadcaster"), None, LINKS, 7).stats]
    assert labels == [
        "Alternatives that are enough",
        "Shortest stop you can bear",
        "Until somebody notices",
        "Income that depends on TikTok",
    ]


def test_what_rounding_leaves_of_nothing_is_shown_as_nothing():
    losses = {**result_of("cafe").data["losses"], "chance_over_limit": 8.9e-16}
    page = overview_page(result_of("cafe", losses=losses), None, LINKS, 7)
    assert "0% chance of passing it" in page.stats[1].note


def test_the_lowest_area_leads_the_readiness_and_the_bars_go_from_high_to_low():
    page = overview_page(result_of("beauty_brand"), None, LINKS, 7)
    assert page.readiness.sentence == "Exercising and improvement holds you back: level 0 of 5, absent."
    levels = [domain.level for domain in page.readiness.domains]
    assert levels == sorted(levels, reverse=True)


def test_the_three_answers_that_would_narrow_the_range_lead_to_their_questions():
    narrowing = overview_page(result_of("one_person_shop"), None, LINKS, 7).sure.narrowing
    assert len(narrowing) == 3
    assert all(one.url.startswith("/o/northlight/questionnaire/") for one in narrowing)


def test_from_few_answers_the_statement_is_called_a_first_impression():
    headline = {**result_of("beauty_brand").data["headline"], "confidence": "D"}
    statement = outage_statement(result_of("beauty_brand", headline=headline), 7)
    assert statement.before == "First impression: a 7-day outage would cost about "


def test_what_no_figure_counts_stands_in_the_statement_where_fees_are_taken_to_go_on():
    tails = {name: outage_statement(result_of(name), 7).after for name in ("agency", "beauty_brand")}
    assert tails["agency"].endswith(", as long as nobody leaves.")
    assert "leaves" not in tails["beauty_brand"]
    assert result_of("agency").not_counted.endswith("What you would lose if people left is in no figure.")
    assert result_of("beauty_brand").not_counted == ""


def test_an_amount_that_hardly_differs_is_not_said_to_be_saved():
    result = result_of("beauty_brand")
    bare = result.data["without_measures"]
    almost = {**bare, "expected_annual": 1.001 * result.data["losses"]["expected_annual"]}
    page = overview_page(result_of("beauty_brand", without_measures=almost), None, Links("northlight"), 7)
    assert [stat.figure.text for stat in page.stats if stat.label.startswith("Saved")] == ["£0"]


@pytest.mark.parametrize("name", NAMES)
def test_no_next_action_names_what_it_removes_and_keeps_quiet_about_what_it_costs(name):
    result = result_of(name)
    for action in overview_page(result, None, LINKS, 7).actions:
        one = next(it for it in result.data["recommendations"] if it["title"] == action.title)
        if action.why.startswith("Removes") and one["cost_year"] > 0:
            dear = one["cost_year"] >= one["removes_per_year"]
            assert action.why.endswith(f"{'; costs' if dear else ' for'} {result.money(one['cost_year'])}")
