"""The best mix for a budget: as good as a proven search, at today's costs, and true to what was decided."""

import pytest

from assessments.engine.measures import Measures
from assessments.engine.selection import choose
from assessments.scoring.budgets import CLOSE, Mixes
from tests.factories.assessments import found_of, result_of

# Two that overlap (a, b), one that rivals the second (c): of 100, a takes 40, b 30, both 60; c takes 35, with a 65.
SMALL_WORLD = {
    "measures": ["a", "b", "c"],
    "small": ["d"],
    "rivals": [["b", "c"]],
    "sets": [0b000, 0b001, 0b010, 0b011, 0b100, 0b101],
    "left": [100.0, 60.0, 70.0, 40.0, 65.0, 35.0],
    "floor": [98.0, 58.0, 68.0, 38.0, 63.0, 33.0],
    "ranges": {"1": [20.0, 50.0]},
}
COSTS = {"a": 10.0, "b": 10.0, "c": 40.0}


def world(done=(), refused=(), **costs):
    return Mixes(SMALL_WORLD, COSTS | costs, done=done, refused=refused)


def test_a_budget_buys_the_mix_that_leaves_least_and_no_cent_more_is_spent():
    mixes = world()
    bought = {budget: mixes.best(budget) for budget in (0, 9.99, 10, 25, 50, 1e9)}
    assert [mix.keys for mix in bought.values()] == [(), (), ("a",), ("a", "b"), ("a", "c"), ("a", "c")]
    assert [mix.cost for mix in bought.values()] == [0, 0, 10, 20, 50, 50]
    assert bought[10].removes_range == (20.0, 50.0)


def test_the_turn_is_where_more_money_removes_less_than_it_costs():
    mixes = world()
    assert mixes.turn.keys == ("a", "b")
    assert mixes.next_after(mixes.turn).keys == ("a", "c")
    assert mixes.next_after(mixes.best(50)) is None
    assert world(a=70.0, b=40.0, c=50.0).turn == world().today


def test_what_is_in_place_costs_nothing_more_and_what_was_refused_is_in_no_mix():
    done = world(done=["b"])
    assert (done.today.left, done.today.cost, done.counted) == (70.0, 0.0, ("b",))
    assert [mix.keys for mix in done.line] == [(), ("a",)]
    assert done.best(10).left == 40.0
    assert [mix.keys for mix in world(refused=["a"]).line] == [(), ("b",), ("c",)]


def test_of_two_rivals_that_were_accepted_the_stronger_counts():
    assert world().of(["b", "c"]).keys == ("c",)
    assert world().of(["a", "b", "elsewhere"]).keys == ("a", "b")
    assert world().of(["elsewhere"]) is None


def test_the_steps_of_a_mix_add_up_to_what_it_removes():
    mixes = world()
    steps = list(mixes.steps(mixes.best(50)))
    assert [(step.key, step.takes) for step in steps] == [("a", 40.0), ("c", 25.0)]
    assert steps[-1].left == mixes.best(50).left


def test_what_was_left_out_as_small_bounds_what_any_mix_for_the_money_could_take():
    mixes = world()
    assert [mixes.short_of_best(mixes.best(budget)) for budget in (10, 20, 50)] == [2.0, 2.0, 2.0]
    assert world(b=5.0).short_of_best(world().best(10)) == 2.0


@pytest.mark.parametrize("name", ["agency", "beauty_brand"])
def test_no_proven_search_finds_a_better_mix(name):
    """The engine's branch and bound over the same losses, with its own proof, for a small and a middling budget."""
    stored, advice = found_of(name)[1]["mixes"], result_of(name).data["recommendations"]
    costs = {one["key"]: one["cost_year"] for one in advice}
    keys = stored["measures"]
    left = dict(zip(stored["sets"], stored["left"], strict=True))
    rules = Measures(
        [costs[key] for key in keys],
        needs=[(keys.index("exercise_programme"), keys.index("plan_write"))],
        excludes=[(keys.index(a), keys.index(b)) for a, b in stored["rivals"]],
    )

    def losses(taken):
        sets = [sum(1 << m for m, is_in in enumerate(row) if is_in) for row in taken]
        return [_left(left, bits, rules) for bits in sets]

    mixes = Mixes(stored, costs, done=(), refused=())
    for budget in (2500.0, 7000.0):
        proven = choose(losses, rules, budget)
        assert proven.gap == 0
        assert proven.loss <= mixes.best(budget).left <= proven.loss + CLOSE * left[0]


def _left(left, bits, rules):
    """What a set leaves; for one that is not allowed, which only bounds others, the least of what lies inside it."""
    if bits in left:
        return left[bits]
    inside = [loss for taken, loss in left.items() if taken & ~bits == 0]
    return min(inside)
