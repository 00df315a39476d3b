"""What is said about a round: how far it is, and no more about the time left than can be known."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from assessments.scoring.rescoring.queries import Phase, Progress
from assessments.scoring.rescoring.saying import length_words, say, time_left_s

NOW = datetime(2026, 11, 22, 14, 30, tzinfo=UTC)
HALF_WAY = Progress(
    phase=Phase.RUNNING,
    total=10_000,
    scored=4_950,
    current=40,
    failed=10,
    stopped=0,
    under_way=2,
    waiting=4_998,
    recent=500,
    recent_s=120.0,
    started_at=NOW - timedelta(minutes=20),
    ended_at=None,
    trouble="",
)
FAR = "5,000 of 10,000 organisations are done: 4,950 scored again, 40 up to date already, 10 failed. 5,000 left."


def said(**changes) -> str:
    return str(say(replace(HALF_WAY, **changes), now=NOW))


def test_it_says_how_far_it_is_how_quickly_it_goes_and_how_long_that_would_take():
    assert said() == f"{FAR} 250 a minute at present; at that rate about 20 minutes to go."
    assert time_left_s(HALF_WAY) == pytest.approx(5_000 / (500 / 120))


@pytest.mark.parametrize("changes", [{"recent": 4}, {"recent_s": 19.0}, {"recent": 0, "recent_s": 60.0}])
def test_it_promises_nothing_that_was_not_seen(changes):
    assert said(**changes) == f"{FAR} It is too early to say how long this will take."


def test_it_says_so_when_nothing_moves():
    assert said(recent=0).endswith("None was finished in the last two minutes. Is a background worker running?")


def test_one_organisation_reads_well():
    one = {"total": 1, "scored": 1, "current": 0, "failed": 0, "under_way": 0, "waiting": 0, "phase": Phase.FINISHED}
    assert said(**one, ended_at=NOW) == (
        "1 of 1 organisation is done. Finished today at 14:30 UTC after about 20 minutes."
    )


def test_the_end_says_what_became_of_the_others():
    assert said(phase=Phase.CANCELLED, ended_at=NOW, stopped=1).endswith(
        "10 failed, 1 stopped. 5,000 left. Cancelled today at 14:30 UTC. What is done stays; "
        "the others keep the results they had."
    )
    still = said(phase=Phase.STANDING_STILL, trouble="Only 20 MB of disk are free. Make room, then go on.")
    assert still.endswith("Make room, then go on. What is done stays done.")
    assert "after three tries" in said(phase=Phase.STANDING_STILL)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "less than a minute"),
        (60, "less than a minute"),
        (61, "about 2 minutes"),
        (20 * 60, "about 20 minutes"),
        (20 * 60 + 1, "about 25 minutes"),
        (90 * 60, "about 90 minutes"),
        (91 * 60, "about 2 hours"),
        (2.1 * 3600, "about 2.5 hours"),
        (47 * 3600, "about 47 hours"),
        (50 * 3600, "about 3 days"),
    ],
)
def test_a_length_of_time_is_rounded_up(seconds, words):
    assert length_words(seconds) == words
