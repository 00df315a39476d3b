"""The activities: what sets the longest stop, in order of time and of urgency, and what people set themselves."""

from dataclasses import replace

import pytest

from assessments.catalogue.vocabulary import vocabulary
from assessments.scoring.pages.charts import exceedance
from assessments.scoring.pages.function import function_page, graded, impact_table
from assessments.scoring.pages.functions import functions_page, gap_statement, override_rows, set_by
from assessments.scoring.pages.links import Links
from assessments.scoring.pages.result import Result
from assessments.scoring.pages.wording import limit_words
from tests.factories.assessments import result_of
from tests.factories.examples import NAMES, profile_of

LINKS = Links("northlight")


def said(statement):
    """The whole sentence."""
    return f"{statement.before}{statement.figure.text}{statement.after}"


@pytest.mark.parametrize("name", NAMES)
def test_ratings_stand_in_the_order_of_time_and_categories_in_the_order_of_the_scale(name):
    """A results file has its keys sorted by name: d3 before h1, customer before financial."""
    for function in result_of(name).functions:
        rows = list(graded(function))
        assert [category for category, _ in rows] == [c for c in vocabulary().categories if c in function["impact"]]
        for category, ratings in rows:
            bands = list(vocabulary().band_hours)
            assert list(ratings) == [function["impact"][category][band] for band in bands]


def test_a_rating_that_was_given_for_three_days_stands_under_three_days():
    function = result_of("beauty_brand").function("customer_care")
    table = impact_table(function)
    row = next(row for row in table.rows if row[0] == "Customers and audience")
    assert profile_of("beauty_brand").value("IMP-03", "customer_care")["customer"] == {"h24": 2, "d3": 3, "w1": 4}
    assert row[1:] == (0, 0, 0, 2, 3, 4, 4, 4)
    assert [column.label for column in table.columns[1:6]] == ["1 hour", "4 hours", "8 hours", "24 hours", "3 days"]


SET_BY = [
    ("agency", "client_services", "the effect on customers and audience reaches 4 of 5 within 3 days"),
    ("beauty_brand", "social_commerce", "you said so (money)"),
    ("beauty_brand", "influencer_partnerships", "set by Maya Okafor"),
    ("one_person_shop", "social_commerce", "you said 3 days to 7 days; the earlier counts"),
    ("cafe", "site_traffic", "nothing becomes unacceptable within a month"),
]


@pytest.mark.parametrize(("name", "key", "words"), SET_BY)
def test_what_sets_the_longest_stop_is_named(name, key, words):
    assert set_by(result_of(name).function(key)) == words


@pytest.mark.parametrize(("span", "words"), [([0.5, 1], "you said within 1 hour"), ([720, None], "you said so")])
def test_the_ends_of_what_can_be_chosen_are_named_as_they_were(span, words):
    function = {**result_of("one_person_shop").functions[0], "mtpd_range": span}
    assert set_by(function) == words


def test_an_alternative_that_is_in_time_and_not_enough_is_not_said_to_bring_everything_back():
    result = result_of("agency")
    pages = {key: function_page(result, LINKS, result.function(key)) for key in ("measurement", "paid_acquisition")}
    lines = {key: said(page.statement) for key, page in pages.items()}
    assert lines["measurement"].endswith("can stop for 7 days; today only part of it would be back after 3.2 days.")
    assert lines["paid_acquisition"].endswith("can stop for 24 hours; today it would be back after 29 hours.")


def test_a_limit_that_nobody_gave_and_nothing_sets_is_named_as_open():
    function = {**result_of("cafe").functions[0], "mtpd_set_by": {"category": "fallback", "band": "d3"}}
    assert set_by(function) == "not known yet: a day is used until you settle it"


STATEMENTS = [
    (
        "beauty_brand",
        "Five of six activities could not be recovered in time. Most urgent is “Selling through TikTok Shop”.",
    ),
    ("creator", "Not one of three activities could be recovered in time. Most urgent is “Brand deals”."),
    ("one_person_shop", "“Selling through TikTok Shop” could not be recovered in time."),
    ("cafe", "Your activity could be recovered in time."),
    (
        "scheduling_software",
        "Both activities could be recovered in time, but one alternative has not been tried lately.",
    ),
]


@pytest.mark.parametrize(("name", "sentence"), STATEMENTS)
def test_the_statement_counts_what_could_not_be_recovered(name, sentence):
    assert said(gap_statement(result_of(name))) == sentence


@pytest.mark.parametrize("name", NAMES)
def test_the_statement_agrees_with_the_headline_of_the_results_file(name):
    result = result_of(name)
    headline = result.data["headline"]["sentence"]
    are_enough = said(gap_statement(result)).startswith(("Your", "Both", "All"))
    assert are_enough == ("an alternative that is enough" in headline)


@pytest.mark.parametrize("name", NAMES)
def test_activities_stand_most_urgent_first_with_credits_apart(name):
    result = result_of(name)
    page = functions_page(result, LINKS)
    assert [row.rank for row in page.rows] == list(range(1, len(page.rows) + 1))
    assert len(page.credits) == len(result.data["credits"])


def test_an_override_is_shown_with_both_values_reason_and_end():
    result = result_of("beauty_brand")
    (row,) = override_rows(result, result.data["overrides"])
    assert (row.what, row.calculated, row.used.text) == (
        "Longest stop of “Creator and affiliate partnerships”",
        "7 days",
        "3 days",
    )
    assert (row.by, row.until, row.state) == ("Maya Okafor, agreed by Helen Marsh", "31 May 2027", "In force")
    assert row.used.path == "functions.influencer_partnerships.mtpd_h"


SETS = [
    (
        "functions.live_selling.mtpd_h.peak",
        None,
        "Longest stop of “Thursday LIVE shows” in a busy period",
        "over 1 month",
    ),
    ("functions.live_selling.rto_h", 12, "Time to recover “Thursday LIVE shows”", "12 hours"),
    ("functions.live_selling.rank", 1, "Rank of “Thursday LIVE shows”", "1"),
    ("functions.live_selling.impact.legal.d3", 2, "Legal and contracts of “Thursday LIVE shows” within 3 days", "2"),
    ("functions.live_selling.gap.status", "Gap", "Gap of “Thursday LIVE shows”", "Gap"),
    (
        "functions.live_selling.gap.by_scenario.market_ban",
        "Gap",
        "Gap of “Thursday LIVE shows” in “Banned or withdrawn in a market”",
        "Gap",
    ),
    ("scenarios.market_ban.likelihood", 3, "Likelihood of “Banned or withdrawn in a market”", "3"),
    ("scenarios.market_ban.impact", 3, "Impact of “Banned or withdrawn in a market”", "3"),
    ("scenarios.market_ban.rank", 1, "Rank of “Banned or withdrawn in a market”", "1"),
]


@pytest.mark.parametrize(("path", "to", "what", "used"), SETS)
def test_every_kind_of_override_has_words(path, to, what, used):
    result = result_of("beauty_brand")
    override = {**result.data["overrides"][0], "set": path, "used": to, "calculated": to}
    (row,) = override_rows(result, [override])
    assert (row.what, row.used.text) == (what, used)


@pytest.mark.parametrize("name", NAMES)
def test_every_activity_has_a_page_with_its_gap_in_each_scenario_that_touches_it(name):
    result = result_of(name)
    for function in result.functions:
        page = function_page(result, LINKS, function)
        assert len(page.gaps) == len(function["gap"]["by_scenario"])
        assert said(page.statement).endswith(".")


def test_a_limit_below_an_hour_and_one_beyond_a_month_have_words():
    assert (limit_words(0.5), limit_words(None)) == ("under 1 hour", "over 1 month")


def test_how_likely_a_stop_that_is_too_long_is_stands_beside_the_limit():
    result = result_of("beauty_brand")
    page = function_page(result, LINKS, result.function("social_commerce"))
    (limit, _, _), (label, figure, note) = page.facts[:2]
    assert (limit, label) == ("Longest it can stop (MTPD)", "Chance of a longer stop")
    assert (figure.text, note) == ("56%", "in the next 12 months, with what is in place")
    assert figure.path == "functions.social_commerce.too_long"
    unlimited = result_of("cafe")
    shown = [label for label, _, _ in function_page(unlimited, LINKS, unlimited.functions[0]).facts]
    assert "Chance of a longer stop" not in shown


def test_results_from_before_single_events_were_calculated_still_have_their_page():
    new = result_of("beauty_brand")
    background = {key: value for key, value in new.background.items() if key != "single"}
    old = Result(replace(new.snapshot, background=background))
    shown = [label for label, _, _ in function_page(old, LINKS, old.functions[0]).facts]
    assert "Chance of a longer stop" not in shown
    assert "Largest single event" not in [column.label for column in exceedance(old).table.columns]
    assert "event" not in exceedance(old).finding
