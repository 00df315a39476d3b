"""Diversification: where results come from, a target inside the organisation's own limit, and what that is worth."""

import pytest

from assessments.scoring.diversify import Diversification
from assessments.scoring.evaluate import evaluate
from tests.factories.examples import evaluation_of
from tests.factories.profiles import EXAMPLES, profile_with

ROWS = [
    {"channel": "tiktok", "audience": 10_000, "last_used": "this_week", "value_share": 60},
    {"channel": "email", "audience": 1_000, "last_used": "this_week", "value_share": 25},
    {"channel": "youtube", "audience": 2_000, "last_used": "this_month", "value_share": 10},
    {"channel": "pinterest", "audience": 9_000, "last_used": "this_year", "value_share": 5},
]


def diversified(answers=None, functions=None, **top) -> Diversification | None:
    return evaluate(
        profile_with({"DIV-01": ROWS, "DIV-07": 50, "DEP-01": ["none"], **(answers or {})}, functions, **top)
    ).diversification


def test_what_is_freed_goes_to_warm_channels_and_first_to_those_you_own():
    """Ten points: email counts double for its 1 000 people, YouTube has 2 000, Pinterest is cold."""
    found = diversified()
    assert found.target["TikTok"] == pytest.approx(0.5)
    assert {move.to: move.points for move in found.moves} == pytest.approx({"Email list": 5, "YouTube": 5})
    assert sum(found.target.values()) == pytest.approx(1)
    assert sum(found.current.values()) == pytest.approx(1)


def test_no_more_than_twenty_points_are_moved_in_a_year():
    assert diversified({"DIV-07": 10}).target["TikTok"] == pytest.approx(0.4)


def test_inside_the_limit_nothing_has_to_move():
    found = diversified({"DIV-07": 70})
    assert found.moves == ()
    assert found.target == found.current
    assert (found.expected_after, found.tail_after) == (found.expected_before, found.tail_before)


def test_less_income_on_one_platform_means_a_smaller_loss_in_proportion():
    """All of the loss is income here, so five sixths of the income is five sixths of the loss."""
    found = diversified({"MON-07": 0})
    assert found.expected_after == pytest.approx(found.expected_before * 5 / 6, rel=1e-6)
    assert found.tail_after == pytest.approx(found.tail_before * 5 / 6, rel=1e-3)
    shares, losses, tails = zip(*found.frontier, strict=True)
    assert list(shares) == sorted(shares, reverse=True)
    assert list(losses) == sorted(losses, reverse=True)
    assert list(tails) == sorted(tails, reverse=True)


def test_the_figures_of_today_are_those_of_the_yearly_loss():
    for path in EXAMPLES:
        found = evaluation_of(path.stem)
        if found.diversification is not None:
            assert found.diversification.expected_before == found.yearly.expected
            assert found.diversification.tail_before == found.yearly.tail_means["0.95"]


def test_there_is_none_where_the_organisation_has_no_channels_of_its_own():
    warehouse = {"PRO-01": "logistics", "USE-01": ["none_direct"], "DIV-01": None}
    assert diversified(warehouse, {"order_fulfilment": {"FUN-02": 20}}) is None


def test_reach_without_income_has_its_shares_and_no_amounts():
    reach = {"PRO-01": "media", "MON-09": "not_income", "MON-01": 0, "MON-02": 0, "USE-01": ["organic"], "MON-07": 0}
    found = diversified(reach, {"audience_reach": {"FUN-02": 20}})
    assert found.current["TikTok"] == pytest.approx(0.6)
    assert found.expected_before == found.expected_after == 0
