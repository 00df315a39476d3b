"""What if this fails: the figures are those of the model of the results, and a larger failure never costs less."""

import pytest

from assessments.register.queries import Trial
from assessments.scoring.events import event_taking
from assessments.scoring.trials.failing import tried
from assessments.scoring.trials.outcome import Changes, Outage
from assessments.scoring.trials.present import present_of
from assessments.scoring.trials.replays import NEVER_COUNTED
from assessments.ui import words
from tests.factories.examples import TODAY, profile_of
from tests.factories.profiles import profile_with


@pytest.fixture(scope="module")
def brand():
    return present_of(profile_of("beauty_brand"))


def trial(kind, key="", name="TikTok", hours=72.0, share=100.0):
    return Trial(f"{kind[0]}-{key}" if key else kind, kind, key, name, hours, share)


def test_a_whole_outage_is_the_one_of_the_what_if_page(brand):
    found = tried(brand, "northlight", trial("tiktok"))
    same = brand.outcome(Changes(), Outage("short_outage", 72.0, TODAY)).outage
    assert f"it costs about {words.money(same.loss_normal_week, 'GBP')} until" in found.finding
    assert found.what_if_url == "/o/northlight/scores/what-if/?scenario=short_outage&length=72"
    assert set(found.failure.first_hit_h) == set(brand.model.keys)


def test_a_failure_runs_from_the_tool_to_those_who_depend_on_those_it_stops(brand):
    tool = next(it for it in brand.statement.dependencies.tools if it.name == "Redwood Media")
    found = tried(brand, "northlight", trial("tool", "1-1", tool.name))
    first = {row.name: row for row in found.rows}
    assert first["Winning customers with ads"].after == "at once"
    assert first["Selling through TikTok Shop"].way == (
        "Redwood Media → Winning customers with ads → Selling through TikTok Shop"
    )
    assert found.failure.first_hit_h["social_commerce"] > 24
    assert found.failure.parts == {}


def test_an_account_takes_its_parts_and_an_activity_only_itself_and_what_hangs_on_it(brand):
    account = tried(brand, "northlight", trial("account", "1", "Northlight Ads"))
    assert set(account.failure.parts) >= {"ads"}
    activity = tried(brand, "northlight", trial("activity", "live_selling", "Thursday LIVE shows"))
    assert [row.name for row in activity.rows][:1] == ["Thursday LIVE shows"]
    assert activity.rows[0].way == "Thursday LIVE shows"
    assert activity.what_if_url == ""


def test_a_share_is_said_as_it_was_typed(brand):
    assert tried(brand, "northlight", trial("tiktok", share=12.5)).finding.startswith("If 12.5% of TikTok fails")


def test_longer_and_more_of_it_never_costs_less(brand):
    statement = brand.statement
    entry = statement.library.scenario("short_outage")

    def loss(hours, share):
        event = event_taking(statement, entry, "", NEVER_COUNTED, {"shop": 1.0}, share)
        return float(sum(part.sum() for part in brand.model.event_loss(brand.model.course_of(event, hours + 1), hours)))

    said = tried(brand, "northlight", trial("part", "shop", "TikTok Shop selling", 72.0, 50.0))
    assert words.money(loss(72.0, 0.5), "GBP") in said.finding
    assert said.finding.startswith("If 50% of “TikTok Shop selling” fails for 3 days, it costs about")
    assert said.failure.parts == {"shop": 0.5}
    assert said.failure.stopped == frozenset()
    assert loss(24.0, 0.5) < loss(72.0, 0.5) < loss(72.0, 1.0)


def test_a_part_of_a_per_cent_of_a_years_income_is_no_nothing():
    """Where income is not known, a day is at most a 365th of it: a quarter of a per cent."""
    present = present_of(profile_with({"PRO-04": None, "MON-06": 0}))
    found = tried(present, "it", trial("part", "shop", "TikTok Shop selling", 24.0))
    assert found.finding == (
        "If “TikTok Shop selling” fails for 24 hours, it costs about 0.11% of a year's income until everything runs as "
        "before; no alternative takes anything off it."
    )
    assert [row.loss for row in found.rows if row.name != "buyers"][:1] == ["0.11%"]


def test_less_than_one_is_said_without_about():
    found = tried(present_of(profile_with({"PRO-04": 600, "MON-06": 0})), "it", trial("tiktok", hours=24.0))
    assert "it costs under £1 until" in found.finding
