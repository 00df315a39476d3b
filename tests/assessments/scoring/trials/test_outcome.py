"""What comes of changes: nothing changed gives the results, more at stake never costs less, and sums done by hand."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessments.scoring.report.results import rounded
from assessments.scoring.trials.outcome import Alternatively, Changes, Outage
from assessments.scoring.trials.present import Present, present_of
from tests.factories.examples import NAMES, TODAY, profile_of, results_of_example
from tests.factories.profiles import profile_with

WEEK = Outage("short_outage", 168.0, TODAY)
QUIET = settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
SHOP = {
    "PRO-03": [{"country": "GB", "share": 100}],
    "USE-01": ["shop"],
    "USE-02": ["social_commerce"],
    "PRO-04": 365_000,
    "MON-01": 40,
    "MON-02": 0,
    "MON-06": 0,
    "MON-07": 0,
    "DET-02": 5,
    "DEP-01": ["none"],
}
NO_ALTERNATIVE = {"social_commerce": {"FUN-02": 100, "FUN-06": 100, "IMP-04": 0, "FUN-05": 1, "WRK-01": "s0"}}
LN_100 = 4.605170186
OUT_20_H = Outage("short_outage", 20.0, date(2027, 3, 1))


@pytest.fixture(scope="module")
def brand() -> Present:
    return present_of(profile_of("beauty_brand"))


@pytest.fixture(scope="module")
def shop() -> Present:
    return present_of(profile_with(SHOP, NO_ALTERNATIVE))


@pytest.mark.parametrize("name", NAMES)
def test_changing_nothing_gives_the_results_to_the_last_digit(name):
    found, results = present_of(profile_of(name)).outcome(Changes(), WEEK), results_of_example(name)
    losses = results["losses"]
    assert rounded(found.expected) == losses["expected_annual"]
    assert rounded(found.bad_year) == losses["var"]["0.95"]
    assert rounded(found.chance_over_limit) == losses["chance_over_limit"]
    stored = {function["key"]: function["gap"]["status"] for function in results["functions"]}
    assert {gap.key: gap.status.name.capitalize() for gap in found.gaps} == stored


def test_a_change_to_the_stated_value_is_no_change(brand):
    organisation, now = brand.statement.organisation, brand.outcome(Changes(), WEEK)
    same = brand.outcome(Changes(direct=organisation.direct.number, influenced=organisation.influenced.number), WEEK)
    assert (same.expected, same.bad_year, same.outage.losses) == (now.expected, now.bad_year, now.outage.losses)


@QUIET
@given(shares=st.lists(st.floats(0, 80), min_size=2, max_size=2))
def test_raising_a_share_never_lowers_the_loss(brand, shares):
    less, more = (brand.outcome(Changes(direct=share), WEEK) for share in sorted(shares))
    assert less.expected <= more.expected * (1 + 1e-9)
    assert less.outage.loss <= more.outage.loss * (1 + 1e-9)


@QUIET
@given(hours=st.lists(st.floats(6, 400), min_size=2, max_size=2), output=st.floats(1, 100))
def test_an_alternative_that_delivers_sooner_never_costs_more(brand, hours, output):
    sooner, later = (
        brand.outcome(Changes(alternatives={"social_commerce": Alternatively(delivers_h=one, output=output)}), WEEK)
        for one in sorted(hours)
    )
    assert sooner.expected <= later.expected * (1 + 1e-9)
    assert sooner.outage.loss <= later.outage.loss * (1 + 1e-9)


def test_an_alternative_tried_where_there_is_none_takes_over_from_its_hour(shop):
    """40% of 1000 a day: 20 hours of it, which is all there is to lose; else 8 whole hours, 12 half ones and the way back."""
    before = shop.outcome(Changes(), OUT_20_H)
    tried = Changes(alternatives={"social_commerce": Alternatively(delivers_h=8.0, output=50.0)})
    after = shop.outcome(tried, OUT_20_H)
    hour = 400 / 24
    assert before.outage.loss == pytest.approx(20 * hour)
    assert after.outage.loss == pytest.approx((8 + 12 / 2 + 20 / LN_100 / 2) * hour)
    assert [gap.status.name for gap in before.gaps] == ["NOTHING"]
    assert after.gaps[0].status.name != "NOTHING"


def test_the_yearly_loss_follows_the_chance(shop):
    only = dict.fromkeys(shop.touched, 0.0)
    rare, often = (shop.outcome(Changes(chances={**only, "short_outage": chance}), WEEK) for chance in (10.0, 40.0))
    assert shop.outcome(Changes(chances=only), WEEK).expected == 0
    # ln(1 - 0.4) / ln(1 - 0.1): chances become rates, and expected losses go with rates
    assert often.expected / rare.expected == pytest.approx(4.8483, rel=1e-4)


def test_a_recommendation_in_place_removes_what_the_results_say_and_two_remove_no_less(brand):
    now = brand.outcome(Changes(), WEEK).expected
    listed = {one["key"]: one for one in results_of_example("beauty_brand")["recommendations"]}
    for key in ("second_channel_live", "access_hardening", "redirect_kit"):
        removed = now - brand.outcome(Changes(controls=(key,)), WEEK).expected
        assert removed == pytest.approx(listed[key]["removes_per_year"], rel=1e-6), key
    both = now - brand.outcome(Changes(controls=("second_channel_live", "access_hardening")), WEEK).expected
    assert both >= listed["second_channel_live"]["removes_per_year"]
    assert brand.outcome(Changes(controls=("no_such_one",)), WEEK).expected == now


def test_faster_noticing_and_deciding_shorten_the_way_to_the_alternative(brand):
    found = brand.outcome(Changes(controls=("status_watch", "alerting_rules", "oncall_cover")), WEEK)
    now = brand.outcome(Changes(), WEEK)
    before, after = (one.gaps[0].achievable_h for one in (now, found))
    assert after < before
    assert found.expected < now.expected


def test_a_creators_shares_can_be_set_though_they_are_sums_of_a_table():
    present = present_of(profile_of("creator"))
    now, more = present.outcome(Changes(), WEEK), present.outcome(Changes(direct=90.0, influenced=5.0), WEEK)
    assert more.expected > now.expected


def test_the_profile_is_left_as_it_was(brand):
    before = replace(brand.profile)
    brand.outcome(Changes(direct=90.0, alternatives={"live_selling": Alternatively(status="s0")}), WEEK)
    assert brand.profile == before
    assert brand.outcome(Changes(), WEEK).expected == pytest.approx(
        results_of_example("beauty_brand")["losses"]["expected_annual"], rel=1e-8
    )
