"""The summary of the scores says the same as the other pages, or why it says something else."""

import pytest

from assessments.scoring.pages.links import Links
from assessments.scoring.pages.summary import concentration, summary_page, year_statement
from tests.factories.assessments import result_of


def test_two_shares_of_tiktok_are_told_apart_where_they_differ():
    said = "TikTok carried 71% of your results in the last 30 days, by the shares you gave; 84% of a year's income"
    assert concentration(result_of("creator")).sentence.startswith(said)
    assert concentration(result_of("one_person_shop")).sentence.startswith("TikTok carries 74% of your results.")


@pytest.mark.parametrize(("rating", "is_told"), [(1, True), (3, False)])
def test_a_dependency_that_does_no_harm_is_not_said_to_hurt_badly(rating, is_told):
    harmless = [
        {**one, "impact": {row: dict.fromkeys(ratings, rating) for row, ratings in one["impact"].items()}}
        for one in result_of("regional_broadcaster").functions
    ]
    headline = {**result_of("regional_broadcaster").data["headline"], "band": "High"}
    result = result_of("regional_broadcaster", functions=harmless, headline=headline)
    sentence = summary_page(result, Links("northlight")).overall.sentence
    assert sentence.startswith("Much of it would stop; by what you answered") is is_told
    assert ("hurt badly" in sentence) is not is_told


def test_a_limit_that_nobody_gave_is_not_called_the_organisations_own():
    assert year_statement(result_of("one_person_shop")).after == ". The limit we propose is £1,210."
    assert year_statement(result_of("beauty_brand")).after == ". Your limit is £160,000."
