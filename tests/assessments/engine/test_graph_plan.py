"""The order in which a graph is solved: every node once, every link once, each after what feeds it."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from assessments.engine.graph import Graph, Pool, links_of
from assessments.engine.graph_plan import LAYERED_LOOPS, MOST_RANKS, intake_of
from tests.assessments.engine.situations import graphs, modest


def test_layers_follow_the_longest_way():
    plan = Graph(4, *links_of([(0, 1), (1, 2), (0, 2), (2, 3)])).plan
    assert [layer.intake.nodes.tolist() for layer in plan.before] == [[0], [1], [2], [3]]
    assert plan.core is None
    assert plan.after == ()


def test_a_loop_is_the_core_and_what_it_feeds_comes_after():
    graph = Graph(4, *links_of([(0, 1), (1, 2), (2, 1), (2, 3)]))
    assert not graph.is_acyclic
    assert [layer.intake.nodes.tolist() for layer in graph.plan.before] == [[0]]
    assert graph.plan.core.members.tolist() == [1, 2]
    assert [layer.intake.nodes.tolist() for layer in graph.plan.after] == [[3]]


def test_what_stands_between_two_loops_belongs_to_the_core():
    graph = Graph(5, *links_of([(0, 1), (1, 0), (1, 2), (2, 3), (3, 4), (4, 3)]))
    assert sorted(graph.plan.core.members.tolist()) == [0, 1, 2, 3, 4]


def test_a_pool_stands_after_its_members_and_before_who_needs_it():
    graph = Graph(3, targets=(2,), sources=(3,), pools=(Pool((0, 1), (1.0, 0.5)),))
    assert [(sorted(layer.intake.nodes.tolist()), layer.pools) for layer in graph.plan.before] == [
        ([0, 1], ()),
        ([], (0,)),
        ([2], ()),
    ]


@modest
@given(graph=graphs())
def test_every_node_and_every_link_stands_in_the_plan_once(graph):
    plan = graph.plan
    inside = [] if plan.core is None else plan.core.members.tolist()
    outside = [node for layer in plan.before + plan.after for node in layer.intake.nodes.tolist()]
    pools = [graph.nodes + pool for layer in plan.before + plan.after for pool in layer.pools]
    assert sorted(outside + pools + inside) == list(range(graph.nodes + len(graph.pools)))
    assert sorted(plan.order.tolist()) == list(range(graph.links))


@modest
@given(graph=graphs())
def test_whatever_feeds_a_layer_is_solved_before_it(graph):
    solved = set()
    plan = graph.plan
    core = () if plan.core is None else (plan.core,)
    for part in (*plan.before, *core, *plan.after):
        intake = getattr(part, "outer", None) or part.intake
        assert set(intake.sources.tolist()) <= solved
        solved |= set(intake.nodes.tolist()) | {graph.nodes + pool for pool in part.pools}
        solved |= set(getattr(part, "members", np.empty(0)).tolist())


@modest
@given(degrees=st.lists(st.sampled_from([0, 1, 2, 3, MOST_RANKS + 1, 3 * MOST_RANKS]), min_size=1, max_size=6))
def test_links_combine_the_same_however_many_a_node_has(degrees):
    random = np.random.default_rng(len(degrees))
    targets = random.permutation(np.repeat(np.arange(len(degrees)), degrees))
    arriving, outage = random.random(targets.size), random.random(len(degrees)) * 0.5
    intake, order = intake_of(np.arange(len(degrees)), np.zeros_like(targets), targets, 0)
    for rule, plain in (
        ("or", lambda own, given: 1 - (1 - own) * np.prod(1 - given)),
        ("max", lambda own, given: max([own, *given])),
        ("sum", lambda own, given: min(1.0, own + given.sum())),
    ):
        combined = intake.combined(rule, outage[intake.nodes], arriving[order].copy())
        expected = [plain(outage[node], arriving[targets == node]) for node in intake.nodes]
        assert np.abs(combined - expected).max() < 1e-12


def test_a_large_loop_is_swept_in_one_pass_and_a_small_one_in_turn():
    def ring(nodes):
        return Graph(nodes, *links_of([(node, (node + 1) % nodes) for node in range(nodes)]))

    assert len(ring(LAYERED_LOOPS).plan.core.passes) == LAYERED_LOOPS
    assert len(ring(LAYERED_LOOPS + 1).plan.core.passes) == 1
