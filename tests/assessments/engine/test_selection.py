"""Which measures to take, each set weighed by the engine: against every set, with rules, with an honest gap."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.engine.errors import InvalidInput
from assessments.engine.measures import Measures
from assessments.engine.selection import choose, choose_for
from tests.assessments.engine.situations import few


def every_set(count):
    return (np.arange(1 << count)[:, None] >> np.arange(count) & 1).astype(bool)


def best_of_all(evaluate, measures, budget):
    sets = every_set(measures.count)
    allowed = [measures.allows(number, budget) for number in range(len(sets))]
    return float(np.asarray(evaluate(sets))[allowed].min())


def interplay(seed, count, risks=6):
    """Return losses that multiply over measures, plus what only a pair of them takes together: no simple sum."""
    random = np.random.Generator(np.random.PCG64(seed))
    amounts, left = random.lognormal(2.0, 1.0, risks), 1 - random.uniform(0, 0.6, (count, risks))

    def evaluate(taken):
        single = (np.where(taken[:, :, None], left, 1.0).prod(axis=1) * amounts).sum(axis=1)
        return single + 5.0 * (1 - (taken[:, 0] & taken[:, 1]))

    return evaluate, random.integers(1, 9, count).astype(float)


def test_k1_the_published_knapsack():
    """K1: P01 of ten objects, capacity 165, best profit 309 (Burkardt, knapsack data)."""
    weights = [23, 31, 29, 44, 53, 38, 63, 85, 89, 82]
    profit = np.array([92, 57, 49, 68, 60, 43, 67, 84, 87, 72])
    for diminishing in (False, True):
        best = choose(lambda taken: profit.sum() - taken @ profit, Measures(weights), 165, diminishing=diminishing)
        assert (best.nothing - best.loss, best.cost, best.gap) == (309.0, 165.0, 0.0)


@few
@given(seed=st.integers(0, 10**6), budget=st.integers(0, 40), rules=st.booleans())
def test_the_choice_is_the_best_of_all_sets(seed, budget, rules):
    evaluate, costs = interplay(seed, 9)
    measures = Measures(costs, needs=[(0, 3), (3, 5)] if rules else (), excludes=[(1, 2)] if rules else ())
    found = choose(evaluate, measures, budget)
    assert found.loss == pytest.approx(best_of_all(evaluate, measures, budget), rel=1e-9)
    assert measures.allows(sum(1 << m for m in found.taken), budget)
    assert (found.gap, found.runs <= 512) == (0.0, True)
    assert found.bound == pytest.approx(found.loss, rel=1e-8)


def test_stopped_early_the_stated_gap_holds():
    evaluate, costs = interplay(5, 12)
    measures, budget = Measures(costs), float(costs.sum() / 3)
    truth = best_of_all(evaluate, measures, budget)
    for most_runs in (1, 60, 400):
        found = choose(evaluate, measures, budget, most_runs=most_runs)
        assert found.bound <= truth * (1 + 1e-9) <= found.loss * (1 + 2e-9)
    assert choose(evaluate, measures, budget, gap=0.1).loss <= truth * 1.1 + 1e-9


def test_more_budget_never_leaves_more_and_no_set_is_run_twice():
    evaluate, costs = interplay(9, 8)
    seen = []

    def counted(taken):
        seen.extend(map(tuple, taken))
        return evaluate(taken)

    choices = choose_for(counted, Measures(costs), [20.0, 5.0, 10.0], starts=[[1, 0]])
    assert len(seen) == len(set(seen)) == choices[0].runs
    losses = [choice.loss for choice in (choices[1], choices[2], choices[0])]
    assert all(more <= less for less, more in pairwise(losses))
    assert [choice.cost <= budget for choice, budget in zip(choices, (20, 5, 10), strict=True)] == [True] * 3


def test_measures_that_take_nothing_are_left_out():
    found = choose(lambda taken: 10.0 - 4.0 * taken[:, 0], Measures([1.0, 1.0, 0.0]), budget=3.0)
    assert found.taken == (0,)


def together(taken):
    """Return losses of measures that take the more, the more of them are in place."""
    return 50.0 - (taken @ np.arange(1.0, 6.0)) ** 2 / 6


@pytest.mark.parametrize(
    ("make", "name"),
    [
        (lambda: choose(lambda taken: 1.0 * taken[:, 0], Measures([1.0, 1.0]), 1.0), "loss with measure 0"),
        (lambda: choose(lambda taken: np.ones(3), Measures([1.0, 1.0]), 1.0), "losses"),
        (lambda: choose(lambda taken: np.full(len(taken), np.inf), Measures([1.0]), 1.0), "losses[0]"),
        (lambda: choose(lambda taken: np.ones(len(taken)), Measures([1.0]), -1.0), "budget"),
        (lambda: choose(lambda taken: np.ones(len(taken)), Measures([1.0]), 1.0, gap=2.0), "gap"),
        (lambda: choose(lambda taken: np.ones(len(taken)), Measures([1.0]), 1.0, most_runs=0), "most_runs"),
        (lambda: choose(lambda taken: np.ones(len(taken)), Measures([1.0]), 1.0, starts=[[1]]), "starts[0][0]"),
        (lambda: choose(together, Measures([5.0, 4.0, 3.0, 2.0, 1.0]), 8.0, diminishing=True), "diminishing"),
    ],
)
def test_a_wrong_value_is_refused_by_name(make, name):
    with pytest.raises(InvalidInput) as refused:
        make()
    assert refused.value.name == name
