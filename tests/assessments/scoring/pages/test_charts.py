"""Charts: a finding that the numbers bear out, a picture of bounded size, a table with the same figures."""

import json
from dataclasses import replace
from functools import partial

import pytest

from assessments.scoring.pages.charts import LENGTHS, curves, exceedance, exposure, function_loss
from assessments.scoring.pages.result import Result
from assessments.scoring.pages.swings import SHORT, input_words, tornado
from assessments.ui.words import money
from tests.factories.assessments import result_of
from tests.factories.examples import NAMES

MOST_BYTES, MOST_POINTS = 30_000, 200


def charts_of(name):
    """Every chart of an example."""
    result = result_of(name)
    made = [exposure(result, days) for days in LENGTHS] + [curves(result), exceedance(result), tornado(result)]
    return [*made, *(function_loss(result, function) for function in result.functions)]


@pytest.mark.parametrize("name", NAMES)
def test_every_chart_has_a_question_a_finding_a_description_and_a_small_picture(name):
    for chart in charts_of(name):
        assert chart.question.strip() and chart.finding.endswith("."), chart.name
        assert chart.description.strip() and chart.source and chart.how, chart.name
        if chart.draw is None:
            assert chart.empty is not None, chart.name
            continue
        figure = chart.draw()
        assert len(json.dumps(figure)) <= MOST_BYTES, chart.name
        assert all(len(trace.get("x", ())) <= MOST_POINTS for trace in figure["data"]), chart.name
        assert "rgb(" not in json.dumps(figure) and "#" not in json.dumps(figure["layout"]), chart.name


def test_the_limit_is_said_to_be_passed_where_the_curve_passes_it():
    result = result_of("one_person_shop")
    hours = result.limit_passed_h
    curve = list(zip(result.background["outage"]["hours"], result.background["outage"]["loss"], strict=True))
    assert (
        max(loss for at, loss in curve if at <= hours) <= result.limit <= min(loss for at, loss in curve if at >= hours)
    )
    assert exposure(result, 7).finding.endswith("You pass the limit we propose (£1,210) after 12 days.")


def test_a_limit_beyond_a_month_is_said_to_hold():
    result = result_of("creator")
    assert result.limit_passed_h is None
    assert exposure(result, 7).finding.endswith("A month of it stays below your limit of US$12,000.")


def test_where_no_income_is_lost_the_ratings_take_the_place_of_the_money():
    result = result_of("regional_broadcaster")
    chart = exposure(result, 7)
    assert chart.finding.startswith("No income is lost")
    assert chart.how == "rating.168"
    assert [row[1] for row in chart.table.rows] == [
        result.worst_rating(key)[0] for key in ("1", "4", "8", "24", "72", "168", "336", "720")
    ]


def test_the_curve_of_the_year_is_read_at_the_limit_exactly():
    result = result_of("beauty_brand")
    passing = result.data["losses"]["chance_over_limit"]
    now = exceedance(result).draw()["data"]
    xs, ys = next((trace["x"], trace["y"]) for trace in now if trace.get("name") == "Now")
    assert ys[xs.index(result.limit)] == passing


def test_the_largest_single_event_stands_beside_the_sum_of_the_year_and_is_never_more():
    result = result_of("beauty_brand")
    chart = exceedance(result)
    assert chart.finding.endswith(" One event alone passes it with a chance of 4%.")
    labels = [column.label for column in chart.table.columns]
    both = [(row[labels.index("Loss now")], row[labels.index("Largest single event")]) for row in chart.table.rows]
    assert all(0 < largest <= loss * 1.001 for loss, largest in both)
    assert exceedance(result_of("parcel_warehouse")).finding.endswith(" It is nearly always one event that does it.")


def test_two_chances_that_are_both_next_to_nothing_are_not_taken_for_the_same():
    result = result_of("beauty_brand")
    results = {**result.data, "losses": {**result.data["losses"], "chance_over_limit": 0.009}}
    background = {**result.background, "single": {**result.single, "over_limit": 0.0001}}
    rare = replace(result.snapshot, file=json.dumps(results).encode(), background=background)
    assert exceedance(Result(rare)).finding.endswith(" One event alone passes it with a chance of under 1%.")


def test_a_year_without_measures_that_is_nearly_the_same_is_not_drawn_beside_now():
    names = {trace.get("name") for trace in exceedance(result_of("one_person_shop")).draw()["data"]}
    assert "Nothing in place" not in names
    assert "Nothing in place" in {trace.get("name") for trace in exceedance(result_of("beauty_brand")).draw()["data"]}


def test_of_many_activities_five_are_named_and_the_others_are_added_up():
    base = result_of("beauty_brand")
    loss = {key: value + 1 for key, value in base.functions[1]["loss_at_h"].items()}
    made = [{**base.functions[1], "key": f"f{n}", "name": f"Activity {n}", "loss_at_h": loss} for n in range(9)]
    figure = curves(result_of("beauty_brand", functions=made)).draw()
    assert [trace["name"] for trace in figure["data"]] == [*(f"Activity {n}" for n in range(5)), "4 others"]
    assert figure["data"][-1]["y"][-1] == pytest.approx(4 * loss["720"])


def test_a_function_keeps_its_own_name_even_where_it_looks_like_markup():
    base = result_of("beauty_brand")
    made = [{**function, "name": "<b>%{x}</b>"} for function in base.functions]
    assert "<b>" not in json.dumps(curves(result_of("beauty_brand", functions=made)).draw())


RANGES = [
    ("rate.market_ban", "0.042 a year", "1 in 24 years"),
    ("rate.account_loss", "1.7 a year", "1.7 a year"),
    ("lengths", "0.64 times", "36% shorter"),
    ("switching", "1.74 times", "74% later"),
    ("output", "104% of what you said", "4% more"),
    ("dependency", "100% of what you said", "as it is"),
    ("direct", "14.8%", "14.8%"),
    ("income", "206,103", "£206,000 a year"),
    ("cost", "52", "£52 a day"),
]


@pytest.mark.parametrize(("key", "shown", "said"), RANGES)
def test_the_ends_of_a_range_are_said_as_people_say_them(key, shown, said):
    pounds = partial(money, currency="GBP")
    assert input_words({"key": key, "shown_low": shown, "shown_high": shown}, pounds) == (said, said)


@pytest.mark.parametrize("name", NAMES)
def test_everything_that_moves_a_result_has_a_name_that_fits_beside_a_bar(name):
    for swing in result_of(name).background["swings"]:
        assert len(SHORT[swing["key"]]) <= 30


def test_a_chance_is_told_with_its_range_unless_all_of_it_is_next_to_nothing():
    assert "is 6% (likely 2% to 15%); with nothing in place" in exceedance(result_of("beauty_brand")).finding
    assert "is 0%; with nothing in place" in exceedance(result_of("cafe")).finding


def test_ends_that_read_the_same_are_told_apart_in_words():
    """As a share of a year's income what goes on costing a day is nothing in digits at either end."""
    swing = {"key": "cost", "shown_low": "0", "shown_high": "0", "low": 1.6, "high": 1.9}
    assert input_words(swing, lambda amount: f"£{amount:.0f}") == ("rather low", "rather high")
    swing = {"key": "rate.market_ban", "shown_low": "0.02 a year", "shown_high": "0.1 a year"}
    assert input_words(swing, str) == ("1 in 50 years", "1 in 10 years")
