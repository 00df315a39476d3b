"""Risk on one scale: a score that can be turned back into money, a matrix that does not contradict it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.engine.errors import InvalidInput
from assessments.engine.scores import (
    REFERENCE_MATRIX,
    RiskMatrix,
    consistency,
    loss_at_score,
    misordered,
    risk_score,
)
from tests.assessments.engine.situations import modest


@modest
@given(score=st.floats(0.0, 100.0), margin=st.floats(1.0, 1e9))
def test_a_score_turns_back_into_its_loss_and_ten_times_the_loss_is_25_points(score, margin):
    loss = float(loss_at_score(score, margin))
    assert float(risk_score(loss, margin)) == pytest.approx(score, abs=1e-9)
    if score <= 75:
        assert float(risk_score(10 * loss, margin)) == pytest.approx(score + 25, abs=1e-9)


def test_scores_end_at_0_and_100():
    assert risk_score([0.0, 100.0, 1e6, 1e9], 1e6).tolist() == [0.0, 0.0, 100.0, 100.0]


def test_the_reference_matrix_rates_by_the_sum_of_levels():
    """Low up to a sum of 4, moderate 5 and 6, high 7 and 8, critical from 9 on."""
    sums = np.add.outer(np.arange(1, 6), np.arange(1, 6))
    assert np.array_equal(REFERENCE_MATRIX.table, np.select([sums <= 4, sums <= 6, sums <= 8], [0, 1, 2], 3))
    assert REFERENCE_MATRIX.band([0.01, 0.0316228, 5.0], [0.9, 0.0, 0.05]).tolist() == [1, 0, 3]


@modest
@given(risks=st.lists(st.tuples(st.floats(1e-4, 50.0), st.floats(1e-5, 1.0)), min_size=2, max_size=30))
def test_no_risk_in_the_highest_band_is_smaller_than_one_in_the_lowest(risks):
    """Weak consistency (Cox 2008) with the bounds of the specification, in terms of the yearly margin."""
    rates, losses = np.array(risks).T
    band, worth = REFERENCE_MATRIX.band(rates, losses), rates * losses
    low = (band == 0) & (rates < 1.0) & (losses < 10**-1.3)  # where both levels have an end
    assert (worth[low] < 10**-3.3 * (1 + 1e-9)).all()
    assert (worth[band >= 2] >= 10**-2.8 * (1 - 1e-9)).all()
    assert (worth[band == 3] >= 10**-1.8 * (1 - 1e-9)).all()


def test_consistency_finds_the_faults_of_a_bad_matrix():
    steep = RiskMatrix([0.1], [0.1], [[0, 1], [2, 0]])  # rare and small, but also frequent and large, is lowest
    found = consistency(steep)
    assert (found.is_weak, found.is_between) == (False, False)
    assert consistency(RiskMatrix([1.0], [1.0], [[0, 0], [0, 0]])).is_weak
    assert consistency(REFERENCE_MATRIX).overlaps == ((1, 3),)  # only by the levels that have no end


def test_misordered_counts_pairs_by_money():
    flat = RiskMatrix([1.0], [1.0], [[1, 0], [1, 0]])  # large losses rated lower
    assert misordered(flat, [0.5, 0.5], [0.5, 2.0]) == (1, 0, 1)
    assert misordered(flat, [0.5, 2.0], [0.5, 0.5]) == (0, 1, 1)
    assert misordered(flat, [1.0, 1.0], [0.5, 0.5]) == (0, 0, 0)


@pytest.mark.parametrize(
    ("make", "name"),
    [
        (lambda: risk_score(-1.0, 1.0), "loss"),
        (lambda: risk_score(1.0, 0.0), "margin"),
        (lambda: loss_at_score(101.0, 1.0), "score"),
        (lambda: RiskMatrix([0.2, 0.1], [1.0], [[0, 0]] * 3), "rates"),
        (lambda: RiskMatrix([0.2], [0.0], [[0, 0]] * 2), "losses[0]"),
        (lambda: RiskMatrix([0.2], [1.0], [[0, 0]]), "bands"),
        (lambda: RiskMatrix([0.2], [1.0], [[0, 0.5]] * 2), "bands"),
        (lambda: misordered(REFERENCE_MATRIX, [1.0], [1.0, 2.0]), "losses"),
    ],
)
def test_a_wrong_value_is_refused_by_name(make, name):
    with pytest.raises(InvalidInput) as refused:
        make()
    assert refused.value.name == name
