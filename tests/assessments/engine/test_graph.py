"""The shape of a graph: rules, pools, what is refused. The order it is solved in: test_graph_plan.py."""

import numpy as np
import pytest

from assessments.engine.cascade import Conditions, solve
from assessments.engine.errors import InvalidInput
from assessments.engine.graph import Graph, Pool, links_of


@pytest.mark.parametrize(
    ("present", "chance"),
    [
        ((1, 0, 0), 0.4),
        ((0, 1, 0), 0.8),
        ((0, 0, 1), 0.9),
        ((0, 1, 1), 0.98),
        ((1, 0, 1), 0.94),
        ((1, 1, 1), 0.988),
    ],
)
def test_independent_causes_combine_like_the_published_fever_table(present, chance):
    """G1: noisy-or with inhibitors cold .6, flu .2, malaria .1 (Russell & Norvig, Artificial Intelligence)."""
    graph = Graph(4, targets=(3, 3, 3), sources=(0, 1, 2))
    conditions = Conditions(np.array([[*present, 0.0]]), weight=[0.4, 0.8, 0.9])
    assert solve(graph, conditions).inoperability[0, 3, 0] == pytest.approx(chance, abs=1e-12)


def test_a_pool_lacks_what_its_members_cannot_carry():
    graph = Graph(3, targets=(2,), sources=(3,), pools=(Pool((0, 1), (1.0, 0.5)),))
    lost = graph.unmet(0, np.array([[1.0, 1.0, 0.0], [0.0, 1.0, 1.0], [0.0, 0.0, 0.0]]))
    assert lost.tolist() == [0.5, 1.0, 0.0]


def test_a_graph_under_another_rule_keeps_its_plan():
    graph = Graph(3, *links_of([(0, 1), (1, 2)]))
    assert graph.ruled("max").rule == "max"
    assert graph.ruled("max").plan is graph.plan


@pytest.mark.parametrize(
    ("make", "name"),
    [
        (lambda: Graph(0), "nodes"),
        (lambda: Graph(2, targets=(1,), sources=()), "sources"),
        (lambda: Graph(2, targets=(2,), sources=(0,)), "target[0]"),
        (lambda: Graph(2, targets=(1,), sources=(2,)), "source[0]"),
        (lambda: Graph(2, targets=(1,), sources=(1,)), "link"),
        (lambda: Graph(2, rule="mean"), "rule"),
        (lambda: Pool((0, 1), (0.4, 0.5)), "the sum of capacity shares"),
        (lambda: Pool((), ()), "pool"),
        (lambda: Graph(2, pools=(Pool((5,), (1.0,)),)), "pool member[0]"),
    ],
)
def test_an_impossible_graph_is_refused_by_name(make, name):
    with pytest.raises(InvalidInput) as refused:
        make()
    assert refused.value.name == name
