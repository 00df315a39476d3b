"""What a page says above its figures, and when they were made."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from assessments.scoring.pages.standing import news_of, when_words
from assessments.scoring.queries import Waiting
from tests.factories.assessments import result_of

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
SNAPSHOT = result_of("cafe").snapshot
RUNNING = Waiting(2, NOW, is_failed=False, error="")
FAILED = Waiting(2, NOW, is_failed=True, error="These answers could not be calculated.")


def changed(**answers):
    """The answers of the snapshot with some of them changed."""
    return {**SNAPSHOT.profile, "answers": {**SNAPSHOT.profile["answers"], **answers}}


def test_fresh_figures_need_no_words():
    assert news_of(SNAPSHOT, None, SNAPSHOT.profile).text == ""
    assert news_of(SNAPSHOT, None, None).text == ""


@pytest.mark.parametrize(
    ("answers", "text"),
    [
        ({"MON-02": 30}, "One answer has changed since these figures were calculated."),
        ({"MON-02": 30, "PRO-04": 5}, "Two answers have changed since these figures were calculated."),
    ],
)
def test_changed_answers_are_counted_and_a_new_calculation_is_offered(answers, text):
    news = news_of(SNAPSHOT, None, changed(**answers))
    assert (news.text, news.offers_calculation, news.kind) == (text, True, "info")


def test_a_calculation_on_its_way_is_said_and_leads_to_its_page():
    news = news_of(SNAPSHOT, RUNNING, changed(PRO_04=5))
    assert (news.text, news.waiting_for) == ("New results are being calculated. Below are the last results.", 2)
    assert news_of(None, RUNNING, None).text == "New results are being calculated."


def test_a_calculation_that_failed_says_why_and_that_the_old_results_are_still_there():
    news = news_of(SNAPSHOT, FAILED, None)
    assert news.text == "These answers could not be calculated. Below are the last results."
    assert (news.kind, news.offers_calculation) == ("bad", True)


LONDON, OSLO = ZoneInfo("Europe/London"), ZoneInfo("Europe/Oslo")
MOMENTS = [
    (datetime(2026, 11, 22, 9, 12, tzinfo=UTC), LONDON, "today at 09:12 GMT"),
    (datetime(2026, 11, 22, 9, 12, tzinfo=UTC), OSLO, "today at 10:12 CET"),
    (datetime(2026, 11, 21, 23, 30, tzinfo=UTC), LONDON, "yesterday at 23:30 GMT"),
    (datetime(2026, 11, 21, 23, 30, tzinfo=UTC), OSLO, "today at 00:30 CET"),
    (datetime(2026, 9, 18, 8, 12, tzinfo=UTC), LONDON, "on 18 Sep 2026 at 09:12 BST"),
]


@pytest.mark.parametrize(("at", "zone", "words"), MOMENTS)
def test_a_moment_is_told_in_the_time_zone_of_the_organisation(at, zone, words):
    assert when_words(at.astimezone(zone), NOW.astimezone(zone)) == words
