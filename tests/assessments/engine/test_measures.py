"""Which measures may be taken together."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.engine.errors import InvalidInput
from assessments.engine.measures import Measures
from tests.assessments.engine.situations import modest

pairs = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)).filter(lambda pair: pair[0] != pair[1]), max_size=4)


@modest
@given(
    needs=pairs, excludes=pairs, costs=st.lists(st.integers(0, 5), min_size=5, max_size=5), budget=st.integers(0, 20)
)
def test_a_set_is_allowed_if_it_is_paid_for_complete_and_peaceful(needs, excludes, costs, budget):
    measures = Measures(costs, needs, excludes)
    for flags in product([0, 1], repeat=5):
        taken = sum(flag << m for m, flag in enumerate(flags))
        paid = sum(cost for cost, flag in zip(costs, flags, strict=True) if flag) <= budget
        complete = all(flags[b] for a, b in needs if flags[a])
        peaceful = not any(flags[a] and flags[b] for a, b in excludes)
        assert measures.allows(taken, budget) == (paid and complete and peaceful)
        assert measures.flags([taken])[0].tolist() == [bool(flag) for flag in flags]
        assert list(measures.members(taken)) == [m for m in range(5) if flags[m]]


def test_what_is_needed_by_what_is_needed_comes_along():
    chain = Measures([1.0] * 4, needs=[(0, 1), (1, 2), (2, 0), (3, 2)])
    assert chain.with_needs == (0b0111, 0b0111, 0b0111, 0b1111)
    assert chain.with_needing == (0b1111, 0b1111, 0b1111, 0b1000)
    assert Measures([1.0] * 3, excludes=[(0, 2)]).rivals == (0b100, 0, 0b001)


@pytest.mark.parametrize(
    ("make", "name"),
    [
        (lambda: Measures([]), "costs"),
        (lambda: Measures([-1.0]), "costs[0]"),
        (lambda: Measures([1.0, 1.0], needs=[(0, 0)]), "needs"),
        (lambda: Measures([1.0, 1.0], excludes=[(0, 2)]), "excludes"),
    ],
)
def test_a_wrong_value_is_refused_by_name(make, name):
    with pytest.raises(InvalidInput) as refused:
        make()
    assert refused.value.name == name
