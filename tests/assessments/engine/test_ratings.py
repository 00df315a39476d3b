"""Ratings, limits, targets, tiers and ranks by the published rules."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.engine.errors import InvalidInput
from assessments.engine.ratings import (
    BANDS_H,
    Limit,
    Standing,
    limit_of_grid,
    loss_ratings,
    proposed_target,
    ranking,
    settle,
    tier,
)
from tests.assessments.engine.situations import modest

SEVERE = 40_000.0


def test_the_worked_example_of_the_method_page():
    """Severe loss 40 000; loss 6 000 at 24 h, 21 000 at 3 d, 60 000 at 1 w; customers 2 then 4; catch-up 6 h."""
    money = loss_ratings([0, 0, 0, 6_000, 21_000, 60_000, 60_000, 60_000], SEVERE)
    assert money[3:6].tolist() == [2, 3, 4]
    customers = [0, 0, 0, 2, 4, 4, 4, 4]
    limit = limit_of_grid([money, customers])
    assert (limit.hours, limit.category, BANDS_H[limit.band], limit.between_h) == (24.0, 1, 72.0, (24.0, 72.0))
    target = proposed_target(limit.hours, catch_up_work_h=6.0, people=1.0)
    assert (target, tier(target)) == (18.0, "B")


@pytest.mark.parametrize(
    ("loss", "rating"),
    [(0, 0), (1, 1), (3_999.99, 1), (4_000, 2), (11_999, 2), (12_000, 3), (39_999, 3), (40_000, 4), (120_000, 5)],
)
def test_ratings_change_at_10_30_100_and_300_percent(loss, rating):
    assert loss_ratings(loss, SEVERE) == rating


def test_a_loss_beyond_the_cash_at_hand_is_critical_whatever_its_size():
    assert loss_ratings([0, 10, 50_000], SEVERE, [True, False, False]).tolist() == [5, 1, 4]


@modest
@given(losses=st.lists(st.floats(0, 1e9), min_size=1, max_size=8), thousands=st.sampled_from([1e-3, 1e3, 0.92, 7.4473]))
def test_v5_currency_and_thousands_change_no_rating(losses, thousands):
    ratios = np.array(losses) / SEVERE
    far = np.abs(ratios[:, None] - [0.1, 0.3, 1.0, 3.0]).min(axis=1) > 1e-9
    scaled = loss_ratings(np.array(losses) * thousands, SEVERE * thousands)
    assert (scaled[far] == loss_ratings(losses, SEVERE)[far]).all()


def test_the_first_band_intolerable_is_planned_as_half_an_hour_and_none_as_longer_than_a_month():
    assert limit_of_grid([[4, 4, 4, 4, 4, 4, 4, 4]]) == Limit(0, 0)
    assert limit_of_grid([[4] * 8]).hours == 0.5
    assert limit_of_grid([[3] * 8]).hours is None
    assert limit_of_grid([[3] * 8]).between_h == (720.0, None)


def test_a_category_may_be_stricter():
    grid = [[0, 0, 1, 2, 3, 3, 3, 3], [0, 0, 3, 3, 3, 3, 3, 3]]
    assert limit_of_grid(grid).hours is None
    assert limit_of_grid(grid, [4, 3]) == Limit(2, 1)
    assert limit_of_grid(grid, [4, 3]).hours == 4.0


@modest
@given(grid=st.lists(st.lists(st.integers(0, 5), min_size=8, max_size=8), min_size=1, max_size=6))
def test_a_worse_rating_never_lengthens_the_limit(grid):
    worse = np.minimum(np.array(grid) + 1, 5)
    assert limit_of_grid(worse).band <= limit_of_grid(grid).band


@pytest.mark.parametrize(
    ("calculated", "stated", "hours", "open_question"),
    [
        (Limit(4), Limit(4), 24.0, False),
        (Limit(4), Limit(5), 24.0, False),
        (Limit(5), Limit(4), 24.0, False),
        (Limit(6), Limit(4), 24.0, True),
        (Limit(2), Limit(8), 4.0, True),
        (Limit(8), Limit(8), None, False),
        (None, Limit(3), 8.0, False),
        (Limit(3), None, 8.0, False),
        (Limit(8), None, None, False),
        (None, None, 24.0, True),
    ],
)
def test_the_shorter_of_stated_and_calculated_counts_and_two_bands_apart_is_asked_about(
    calculated, stated, hours, open_question
):
    settled = settle(calculated, stated)
    assert (settled.hours, settled.to_be_settled) == (hours, open_question)


@pytest.mark.parametrize(
    ("limit_h", "work_h", "people", "target_h"),
    [
        (24.0, 6.0, 1.0, 18.0),
        (24.0, 6.0, 4.0, 22.0),
        (24.0, 0.0, 1.0, 24.0),
        (4.0, 3.4, 1.0, 0.5),
        (4.0, 3.9, 1.0, 0.25),
        (4.0, 40.0, 1.0, 0.25),
        (0.5, 0.0, 1.0, 0.5),
        (168.0, 30.0, 1.0, 120.0),
        (168.0, 96.0, 1.0, 72.0),
        (None, 0.0, 1.0, 720.0),
        (None, 24.0, 1.0, 696.0),
        (0.1, 0.0, 1.0, 0.1),
    ],
)
def test_the_proposed_target_leaves_time_to_catch_up_and_is_rounded_down(limit_h, work_h, people, target_h):
    assert proposed_target(limit_h, work_h, people) == pytest.approx(target_h)


@modest
@given(limit_h=st.sampled_from([0.5, 1.0, 4.0, 8.0, 24.0, 72.0, 168.0, 336.0]), work_h=st.floats(0, 500))
def test_v6_a_target_never_exceeds_its_limit(limit_h, work_h):
    assert 0.25 <= proposed_target(limit_h, work_h) <= limit_h


def test_tiers_end_at_4_hours_a_day_and_a_week():
    assert [tier(h) for h in (0.25, 4.0, 4.01, 24.0, 25.0, 168.0, 168.1, 720.0)] == list("AABBCCDD")


def test_ranking_follows_tier_limit_public_duty_rating_loss_and_own_rank():
    functions = [
        Standing(120.0, 168.0, 5, 9e9, 1),
        Standing(18.0, 24.0, 2, 100.0, 6),
        Standing(18.0, 24.0, 3, 100.0, 5),
        Standing(18.0, 24.0, 2, 500.0, 4),
        Standing(18.0, 24.0, 0, 0.0, 7, informs_public=True),
        Standing(6.0, 8.0, 0, 0.0, 8),
        Standing(18.0, 24.0, 2, 500.0, 3),
        Standing(720.0, None, 5, 9e9, 2),
    ]
    assert ranking(functions) == [5, 4, 2, 6, 3, 1, 0, 7]


@modest
@given(order=st.permutations(range(5)))
def test_v10_ranking_does_not_depend_on_the_order_of_rows(order):
    functions = [Standing(4.0 * k + 1, 24.0, k % 3, 10.0 * k, k) for k in range(5)]
    shuffled = [functions[k] for k in order]
    assert [shuffled[k] for k in ranking(shuffled)] == [functions[k] for k in ranking(functions)]


@pytest.mark.parametrize(
    ("make", "name"),
    [
        (lambda: loss_ratings([1.0], 0.0), "severe_loss"),
        (lambda: loss_ratings([-1.0], 5.0), "losses[0]"),
        (lambda: limit_of_grid([[0] * 7]), "ratings"),
        (lambda: limit_of_grid([[0] * 7 + [6]]), "ratings[0, 7]"),
        (lambda: proposed_target(0.0), "limit_h"),
        (lambda: proposed_target(4.0, 1.0, 0.0), "people"),
    ],
)
def test_a_wrong_value_is_refused_by_name(make, name):
    with pytest.raises(InvalidInput) as refused:
        make()
    assert refused.value.name == name
