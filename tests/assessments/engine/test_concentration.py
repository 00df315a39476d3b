"""Concentration: a published case, bounds, owners."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.engine.concentration import by_owner, concentration
from assessments.engine.errors import InvalidInput
from tests.assessments.engine.situations import modest


def test_h1_shares_of_30_30_20_20():
    """H1: 2 600 (US Department of Justice)."""
    assert concentration([30, 30, 20, 20]).index == 2600
    assert concentration([30, 30, 20, 20]).effective == pytest.approx(1 / 0.26)


def test_one_channel_is_everything_and_equal_ones_nothing():
    assert concentration([7.0]).normalised == 1.0
    assert concentration([1, 1, 1, 1]).normalised == pytest.approx(0.0)
    assert concentration([1, 1, 1, 1]).effective == pytest.approx(4.0)


@modest
@given(amounts=st.lists(st.floats(0.01, 1e6), min_size=1, max_size=8), order=st.randoms())
def test_neither_order_nor_absent_channels_change_it(amounts, order):
    shuffled = [*amounts, 0.0]
    order.shuffle(shuffled)
    here, there = concentration(amounts), concentration(shuffled)
    assert here == there
    assert 1 <= here.effective <= len(amounts) + 1e-9


def test_channels_of_one_owner_count_as_one():
    shares = by_owner({"instagram": 25, "facebook": 20, "tiktok": 55}, {"instagram": "meta", "facebook": "meta"})
    assert list(shares) == ["tiktok", "meta"]
    assert shares == pytest.approx({"tiktok": 0.55, "meta": 0.45})


@pytest.mark.parametrize(
    "make", [lambda: concentration([0, 0]), lambda: by_owner({"a": 0}, {}), lambda: concentration([])]
)
def test_nothing_at_all_is_refused(make):
    with pytest.raises(InvalidInput, match="above 0"):
        make()
