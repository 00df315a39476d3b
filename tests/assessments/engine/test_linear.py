"""Linear programmes solved again and again: optimum, proven bound, rows that come and go."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linprog

from assessments.engine.linear import LinearProgramme
from tests.assessments.engine.situations import modest


def programme(seed, rows=6, columns=5):
    """Return a feasible programme, and the same for the peer."""
    chance = np.random.Generator(np.random.PCG64(seed))
    cost, table = chance.normal(size=columns), chance.normal(size=(rows, columns))
    inside = chance.random(columns)
    upper = table @ inside + chance.random(rows)
    low, high = np.full(columns, -0.5), np.full(columns, 1.5)
    mine = LinearProgramme(cost, low, high)
    for row, limit in zip(table, upper, strict=True):
        mine.add(row[None], -np.inf, float(limit))
    return mine, {"c": cost, "A_ub": table, "b_ub": upper, "bounds": [(-0.5, 1.5)] * columns}


@modest
@given(seed=st.integers(0, 10_000))
def test_it_finds_what_an_independent_solver_finds_and_proves_it(seed):
    mine, peer = programme(seed)
    solved, other = mine.solve(), linprog(**peer)
    assert solved.value == pytest.approx(other.fun, abs=1e-9)
    assert mine.bound(solved.duals) == pytest.approx(other.fun, abs=1e-9)
    assert mine.bound(solved.duals) <= other.fun + 1e-12


@modest
@given(seed=st.integers(0, 10_000), noise=st.floats(0.01, 10))
def test_wrong_duals_prove_less_but_never_too_much(seed, noise):
    mine, peer = programme(seed)
    solved = mine.solve()
    spoilt = solved.duals + noise * np.random.Generator(np.random.PCG64(seed + 1)).normal(size=solved.duals.size)
    assert mine.bound(spoilt) <= linprog(**peer).fun + 1e-12


def test_rows_can_be_added_moved_and_removed_between_solves():
    shop = LinearProgramme(np.array([-3.0, -2.0]), np.zeros(2), np.array([4.0, 5.0]))
    assert shop.solve().value == -22.0
    shop.add(np.array([[1.0, 1.0], [1.0, 0.0]]), -np.inf, 6.0)
    first = shop.solve()
    assert (first.value, first.x.tolist()) == (-16.0, [4.0, 2.0])
    shop.limit_row(1, -np.inf, 1.0)
    assert shop.solve().value == -13.0
    shop.limit_columns(np.zeros(2), np.array([4.0, 2.0]))
    assert shop.solve().value == -7.0
    shop.remove(np.array([False, True]))
    assert (shop.rows, shop.solve().value) == (1, -16.0)
    shop.aim(np.array([1.0, -1.0]))
    assert shop.solve().value == -2.0


def test_duals_from_before_a_row_was_added_still_prove_a_bound():
    shop = LinearProgramme(np.array([-1.0]), np.zeros(1), np.array([4.0]))
    duals = shop.solve().duals
    shop.add(np.array([[1.0]]), -np.inf, 3.0)
    assert shop.bound(duals) == pytest.approx(-4.0)
    assert shop.bound(shop.solve().duals) == pytest.approx(-3.0)


def test_what_cannot_be_met_is_nothing():
    shop = LinearProgramme(np.ones(2), np.zeros(2), np.ones(2))
    shop.add(np.array([[1.0, 1.0]]), 3.0, np.inf)
    assert shop.solve() is None
