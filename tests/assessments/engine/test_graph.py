"""The shape of a graph: layers, loops, rules, pools."""

import numpy as np
import pytest

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
    arriving = np.array([0.4, 0.8, 0.9]) * present
    assert graph.combine(graph.layers[1], np.zeros(1), arriving)[0] == pytest.approx(chance, abs=1e-12)


def test_layers_follow_the_longest_way():
    graph = Graph(4, *links_of([(0, 1), (1, 2), (0, 2), (2, 3)]))
    assert [layer.nodes.tolist() for layer in graph.layers] == [[0], [1], [2], [3]]
    assert graph.is_acyclic


def test_a_loop_is_found_and_still_layered():
    graph = Graph(4, *links_of([(0, 1), (1, 2), (2, 1), (2, 3)]))
    assert not graph.is_acyclic
    assert sorted(node for layer in graph.layers for node in layer.nodes.tolist()) == [0, 1, 2, 3]
    assert sorted(link for layer in graph.layers for link in layer.links.tolist()) == [0, 1, 2, 3]


def test_a_pool_stands_after_its_members_and_before_who_needs_it():
    graph = Graph(3, targets=(2,), sources=(3,), pools=(Pool((0, 1), (1.0, 0.5)),))
    assert [layer.pools for layer in graph.layers] == [(), (0,), ()]
    lost = graph.unmet(0, np.array([[1.0, 1.0, 0.0], [0.0, 1.0, 1.0], [0.0, 0.0, 0.0]]))
    assert lost.tolist() == [0.5, 1.0, 0.0]


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
