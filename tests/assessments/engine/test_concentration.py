"""Concentration: a published case, bounds, owners."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.engine.concentration import Concentration, by_owner, concentration, effective_channels, influence
from assessments.engine.errors import InvalidInput
from tests.assessments.engine.situations import modest


def test_h1_shares_of_30_30_20_20():
    """H1: shares of 30, 30, 20 and 20 % give 2 600 (US Department of Justice)."""
    assert concentration([30, 30, 20, 20]).index == 2600
    assert concentration([30, 30, 20, 20]).effective == pytest.approx(1 / 0.26)

    assert concentration([30, 30, 20, 20]).normalised == pytest.approx((0.26 - 0.25) / 0.75)


def test_the_edges_of_the_bands_are_moderate():
    """Above 1 800 is high, below 1 000 low (US Department of Justice 2023)."""
    bands = [Concentration(index, 0.0, 1.0).band for index in (999.9, 1000.0, 1800.0, 1800.1)]
    assert bands == ["low", "moderate", "moderate", "high"]


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


def test_channels_that_fail_together_count_as_fewer():
    assert effective_channels([40, 30, 30], np.eye(3)) == pytest.approx(concentration([40, 30, 30]).effective)
    assert effective_channels([40, 30, 30], np.ones((3, 3))) == pytest.approx(1.0)
    halfway = np.array([[1.0, 0.5], [0.5, 1.0]])
    assert effective_channels([1, 1], halfway) == pytest.approx(1 / 0.75)


def test_a_hub_keeps_shocks_from_averaging_out():
    """Acemoglu et al. 2012, Econometrica 80(5): v = own/n (I - (1 - own) W')^-1 1; a ring treats all alike."""
    ring = influence(np.roll(np.eye(4), 1, axis=1))
    assert (ring.shares.tolist(), ring.amplification) == (pytest.approx([0.25] * 4), pytest.approx(1.0))
    star = np.zeros((4, 4))
    star[1:, 0] = 1.0
    assert influence(star, own=1.0).shares == pytest.approx([0.25] * 4)  # nobody takes anything from another
    hub = influence(star, own=0.25)
    by_series = sum(0.25 / 4 * np.linalg.matrix_power(0.75 * star.T, k) @ np.ones(4) for k in range(9))
    assert hub.shares == pytest.approx(by_series / by_series.sum())
    assert hub.amplification == pytest.approx(2 * np.linalg.norm(hub.shares))


@pytest.mark.parametrize(
    ("make", "name"),
    [
        (lambda: effective_channels([0.0], [[1.0]]), "amounts"),
        (lambda: effective_channels([1.0, 1.0], [[1.0, 0.2], [0.3, 1.0]]), "together"),
        (lambda: influence([[0.5, 0.6], [0, 0]]), "sums of weights[0]"),
        (lambda: influence([[0.5, 0.5]]), "weights"),
        (lambda: influence([[0.5]], own=0.0), "own"),
    ],
)
def test_a_wrong_value_is_refused_by_name(make, name):
    with pytest.raises(InvalidInput) as refused:
        make()
    assert refused.value.name == name


@pytest.mark.parametrize(
    "make", [lambda: concentration([0, 0]), lambda: by_owner({"a": 0}, {}), lambda: concentration([])]
)
def test_nothing_at_all_is_refused(make):
    with pytest.raises(InvalidInput, match="above 0"):
        make()
