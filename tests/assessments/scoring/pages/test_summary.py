"""The summary of the scores says the same as the other pages, or why it says something else."""

from assessments.scoring.pages.summary import concentration
from tests.factories.assessments import result_of


def test_two_shares_of_tiktok_are_told_apart_where_they_differ():
    said = "TikTok carried 71% of your results in the last 30 days, by the shares you gave; 84% of a year's income"
    assert concentration(result_of("creator")).sentence.startswith(said)
    assert concentration(result_of("one_person_shop")).sentence.startswith("TikTok carries 74% of your results.")
