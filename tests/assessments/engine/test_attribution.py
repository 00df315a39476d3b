"""What a change is due to: published games, parts that add up to the last bit, scores taken apart."""

from itertools import permutations
from math import fsum

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.engine.attribution import explain_change, explain_score, rounded_parts, score_points
from assessments.engine.errors import InvalidInput
from tests.assessments.engine.situations import modest

money = st.floats(-1e7, 1e7).map(lambda value: round(value, 2))


def game(values):
    """Return the callback of a game given by its values (2^G,), group g being bit g."""
    table = np.asarray(values)
    return lambda new: table[new @ (1 << np.arange(new.shape[1]))]


@pytest.mark.parametrize(
    ("costs", "published"),
    [((8.0, 11.0, 13.0, 18.0), (2.0, 3.0, 4.0, 9.0)), ((1500.0, 2200.0, 3000.0), (500.0, 850.0, 1650.0))],
)
def test_s1_s2_the_airport_game_is_split_as_published(costs, published):
    """S1: Littlechild & Owen 1973, Manag. Sci. 20; S2: the same game on a worked page."""
    split = explain_change(lambda new: (new * np.array(costs)).max(axis=1), len(costs))
    assert split.parts == pytest.approx(published, abs=1e-9)
    assert split.runs == 2 ** len(costs)


@modest
@given(values=st.lists(money, min_size=16, max_size=16))
def test_the_parts_are_the_mean_over_all_orders_and_add_up_to_the_last_bit(values):
    split = explain_change(game(values), 4)
    mean = np.zeros(4)
    for order in permutations(range(4)):
        state = 0
        for group in order:
            mean[group] += (values[state | 1 << group] - values[state]) / 24
            state |= 1 << group
    assert split.parts == pytest.approx(mean, abs=1e-6)
    last_digit = np.spacing(np.abs(split.parts[split.parts != 0]).min(initial=np.inf))
    if (split.parts >= 0).all() or (split.parts <= 0).all():
        assert fsum(split.parts) == values[15] - values[0]
    assert fsum(split.parts) == values[15] - values[0] or abs(fsum(split.parts) - values[15] + values[0]) <= last_digit
    assert split.first.tolist() == [values[1 << group] - values[0] for group in range(4)]
    assert split.last.tolist() == [values[15] - values[15 ^ 1 << group] for group in range(4)]


def test_several_results_are_split_at_once_and_what_has_no_effect_gets_nothing():
    def evaluate(new):
        return np.stack([3.0 * new[:, 0] * new[:, 1], new[:, 2] * 1.0], axis=1)

    assert explain_change(evaluate, 4).parts.tolist() == [[1.5, 0], [1.5, 0], [0, 1.0], [0, 0]]


def test_beyond_twelve_groups_the_parts_still_add_up_and_the_stated_error_is_honest():
    """Worths that multiply in pairs: each of a pair is due half of what it adds alone and beside the other."""
    alone = np.linspace(1.0, 16.0, 16)

    def evaluate(new):
        return new @ alone + 50.0 * (new[:, ::2] & new[:, 1::2]).sum(axis=1) * new[:, 0]

    exact = alone + np.array([25.0 + 350.0 / 3, 25.0, *[50.0 / 3] * 14])
    split = explain_change(evaluate, 16, seed=3)
    assert fsum(split.parts) == float(split.end - split.start)
    assert split.runs <= 2 + 64 * 15 + 32
    assert (np.abs(split.parts - exact) <= 4 * split.error + 1e-9).all()
    assert 0 < split.error.max() < 0.1 * exact.max()
    assert np.array_equal(split.parts, explain_change(evaluate, 16, seed=3).parts)
    assert not np.array_equal(split.parts, explain_change(evaluate, 16, seed=4).parts)


parts_of_a_score = st.dictionaries(
    st.sampled_from("abcde"), st.tuples(st.floats(0.1, 9.0), st.floats(0.0, 1.0)), min_size=1
)


@modest
@given(before=parts_of_a_score, after=parts_of_a_score)
def test_the_moves_of_a_score_add_up_to_its_difference(before, after):
    scores = [score_points(*zip(*state.values(), strict=True)).sum() for state in (before, after)]
    moves = explain_score(before, after)
    assert sum(move.points for move in moves.values()) == pytest.approx(scores[1] - scores[0], abs=1e-9)
    for key in set(before) & set(after):
        if before[key][1] == after[key][1]:
            assert moves[key].by_level == 0.0


def test_a_part_at_the_mean_moves_nothing_when_it_comes_or_weighs_more():
    before = {"a": (1.0, 0.2), "b": (1.0, 0.6)}
    came = explain_score(before, before | {"c": (2.0, 0.4)})
    assert [move.points for move in came.values()] == pytest.approx([5.0, -5.0, 0.0], abs=1e-9)


@modest
@given(parts=st.lists(st.floats(-1e4, 1e4), min_size=1, max_size=9), unit=st.sampled_from([1.0, 10.0, 0.5]))
def test_rounded_parts_add_up_to_the_rounded_sum_and_none_is_off_by_a_unit(parts, unit):
    rounded = rounded_parts(parts, unit)
    assert np.abs(rounded - parts).max() <= unit * (1 + 1e-9)
    assert abs(rounded.sum() - fsum(parts)) <= unit / 2 * (1 + 1e-9)
    assert np.abs(rounded / unit - np.round(rounded / unit)).max() < 1e-6


@pytest.mark.parametrize(
    ("make", "name"),
    [
        (lambda: explain_change(lambda new: new[:, 0], 0), "groups"),
        (lambda: explain_change(lambda new: new[:, 0], 63), "groups"),
        (lambda: explain_change(lambda new: new[:, 0], 13, pairs=1), "pairs"),
        (lambda: explain_change(lambda new: np.ones(3), 3), "results"),
        (lambda: explain_change(lambda new: np.full(len(new), np.nan), 3), "results[0]"),
        (lambda: score_points([0.0, 0.0], [1.0, 1.0]), "weights"),
        (lambda: score_points([1.0], [1.5]), "levels[0]"),
        (lambda: explain_score({}, {"a": (1, 0.5)}), "weights"),
        (lambda: rounded_parts([1.0], 0.0), "unit"),
    ],
)
def test_a_wrong_value_is_refused_by_name(make, name):
    with pytest.raises(InvalidInput) as refused:
        make()
    assert refused.value.name == name
