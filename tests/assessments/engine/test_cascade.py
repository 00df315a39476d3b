"""The cascade against a plain second solver, a certified example, and the properties P1 to P5 of its specification."""

from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.engine import cascade_core
from assessments.engine.cascade import Conditions, Workarounds, solve
from assessments.engine.errors import InvalidInput
from assessments.engine.graph import Graph, Pool, links_of
from tests.assessments.engine import reference_cascade as reference
from tests.assessments.engine.situations import HORIZON_H, conditions, few, graphs, modest

PROBES_H = np.array([0.0, 0.26, 1.7, 6.6, 15.2, 23.9, 40.1, 71.0, 100.3, 300.0, 399.0])


def _rows(graph, given_conditions):
    """Return the rows of some conditions for the reference solver."""

    def of(workarounds, row):
        if workarounds is None:
            return []
        parts = (workarounds.effect[row], workarounds.start_h[row], workarounds.end_h[row])
        return list(zip(*(part.tolist() for part in parts), strict=True))

    c = given_conditions
    return [
        reference.Row(
            c.outage[row].tolist(),
            c.weight[row].tolist(),
            c.buffer_h[row].tolist(),
            of(c.by_link, row),
            of(c.by_node, row),
        )
        for row in range(len(c.outage))
    ]


@pytest.mark.parametrize("window", [1, 10**6])
@modest
@given(data=st.data())
def test_every_row_agrees_with_the_plain_solver(window, data):
    graph = data.draw(graphs())
    given_conditions = data.draw(conditions(graph))
    with patch.object(cascade_core, "WINDOW", window):
        course = solve(graph, given_conditions, horizon_h=HORIZON_H)
    seen = course.at(PROBES_H)
    for row, alone in enumerate(_rows(graph, given_conditions)):
        steps = reference.course(graph, alone, HORIZON_H)
        edges = np.array([t for t, _ in steps])
        for b, probe in enumerate(PROBES_H):
            if np.abs(edges - probe).min() > 1e-6:  # at an edge the two may differ by rounding of its hour
                assert seen[row, :, b] == pytest.approx(reference.at(steps, probe), abs=1e-9)


@pytest.mark.parametrize("window", [1, 40, 10**6])
@modest
@given(data=st.data())
def test_a_loop_of_no_weight_changes_nothing_whatever_the_window(window, data):
    """A link back closes a loop over the whole graph: the core is then solved window by window, else layer by layer."""
    graph = data.draw(graphs(acyclic=True, pools=False))
    c = data.draw(conditions(graph, rows=3))
    plain = solve(graph, c, horizon_h=HORIZON_H)
    ends = [(b, a) for a, b in zip(graph.sources, graph.targets, strict=True)]
    looped = Graph(
        graph.nodes, (*graph.targets, *(b for _, b in ends)), (*graph.sources, *(a for a, _ in ends)), rule=graph.rule
    )
    twice = lambda table, fill: np.concatenate([table, np.full_like(table, fill)], axis=1)  # noqa: E731
    by_link = c.by_link and Workarounds(
        twice(c.by_link.effect, 0.0), twice(c.by_link.start_h, 0.0), twice(c.by_link.end_h, 0.0)
    )
    also = Conditions(c.outage, twice(c.weight, 0.0), twice(c.buffer_h, 0.0), by_link, c.by_node)
    with patch.object(cascade_core, "WINDOW", window):
        course = solve(looped, also, horizon_h=HORIZON_H)
    hours = [h + 0.0137 for h in PROBES_H[:-1]]
    assert course.at(hours) == pytest.approx(plain.at(hours), abs=1e-12)
    assert course.hours_lost[:, :, -1] == pytest.approx(plain.hours_lost[:, :, -1], abs=1e-8)
    assert not looped.is_acyclic


def _dev_g2(rule, workaround=None):
    graph = Graph(5, *links_of([(0, 1), (0, 2), (1, 3), (2, 3), (3, 4), (4, 2)]), rule=rule)
    row = Conditions(
        [1, 0, 0, 0, 0], weight=[0.8, 0.5, 0.9, 0.4, 0.7, 0.3], buffer_h=[4, 0, 2, 0, 8, 0], by_link=workaround
    )
    return solve(graph, row, horizon_h=100.0)


def test_each_pool_serves_its_own_and_leaves_others_alone():
    pools = (Pool((0, 1), (0.5, 0.5)), Pool((1, 2), (0.4, 0.6)))
    graph = Graph(6, targets=(3, 4), sources=(6, 7), pools=pools)
    later = Workarounds([0, 0, 0, 0.5, 0, 0.5], 8.0)
    course = solve(graph, Conditions([1, 1, 0, 0, 0, 0.3], by_node=later), horizon_h=10.0)
    assert course.pressure[0, :, 0] == pytest.approx([1.0, 1.0, 0.0, 1.0, 0.4, 0.3])
    assert pytest.approx(np.array([[1, 1, 0, 1, 0.4, 0.3], [1, 1, 0, 0.5, 0.4, 0.15]])) == course.at([0.0, 8.0])[0].T
    assert course.path(0, 4, 1.0) == (1, 7, 4)


def test_pools_in_a_loop_count_what_their_members_outside_it_carry():
    pools = (Pool((0, 1), (0.6, 0.5)), Pool((0, 3), (0.3, 0.8)))
    graph = Graph(4, targets=(2, 1, 3, 2), sources=(4, 2, 2, 5), pools=pools)
    later = Workarounds(np.array([[0.5, 0, 0, 0]]), np.full((1, 4), 10.0), np.full((1, 4), 60.0))
    row = Conditions(np.array([[0.5, 0.2, 0, 0.1]]), np.array([[1, 0.5, 0.4, 0.9]]), np.zeros((1, 4)), None, later)
    course, steps = solve(graph, row, horizon_h=100.0), reference.course(graph, _rows(graph, row)[0], 100.0)
    for hour in (0.0, 10.0, 60.0):
        assert course.at([hour])[0, :, 0] == pytest.approx(reference.at(steps, hour), abs=1e-9)
    assert course.at([0.0])[0, 2, 0] > course.at([10.0])[0, 2, 0] > 0.2


def test_dev_g2_with_independent_causes():
    """DEV-G2: own reference, a cascade through buffers that closes a loop."""
    course = _dev_g2("or")
    assert course.knots_h[0] == pytest.approx([0, 4, 6.5, 15.134021, 100], abs=1e-6)
    assert course.inoperability[0, :, -1] == pytest.approx([1, 0.8, 0.582450, 0.785234, 0.549664], abs=1e-6)


def test_dev_g2_with_the_worst_cause_only():
    """DEV-G2: the same under the rule "max"."""
    course = _dev_g2("max")
    assert course.knots_h[0][-2] == pytest.approx(15.805556, abs=1e-6)
    assert course.inoperability[0, :, -1] == pytest.approx([1, 0.8, 0.5, 0.72, 0.504], abs=1e-9)


def test_dev_g2_with_a_workaround_in_the_loop_comes_down_from_48_hours_on():
    workaround = Workarounds([0, 0, 0, 0, 0, 0.5], np.full(6, 48.0))
    course = _dev_g2("or", workaround)
    before, after = course.at([47.9])[0, :, 0], course.at([48.0])[0, :, 0]
    assert before == pytest.approx([1, 0.8, 0.582450, 0.785234, 0.549664], abs=1e-6)
    assert (after <= before + 1e-12).all() and after[2] < before[2]
    q = np.zeros(5)
    for _ in range(500):  # the fixed point at that time, by hand
        q = np.array([1, 0.8, 1 - 0.5 * (1 - 0.15 * q[4]), 1 - (1 - 0.9 * q[1]) * (1 - 0.4 * q[2]), 0.7 * q[3]])
    assert after == pytest.approx(q, abs=1e-12)


@modest
@given(data=st.data())
def test_p4_the_three_rules_bracket_each_other(data):
    """P4: max <= or <= sum for the same inputs, at every time."""
    graph = data.draw(graphs(rule="or"))
    given_conditions = data.draw(conditions(graph, rows=1))
    lost = {
        rule: solve(
            Graph(graph.nodes, graph.targets, graph.sources, graph.pools, rule), given_conditions, horizon_h=HORIZON_H
        ).at(PROBES_H)
        for rule in ("max", "or", "sum")
    }
    assert (lost["max"] <= lost["or"] + 1e-9).all()
    assert (lost["or"] <= lost["sum"] + 1e-9).all()


@few
@given(data=st.data())
def test_buffers_that_run_out_at_the_edges_of_bins_enclose_the_exact_course(data):
    graph = data.draw(graphs())
    given_conditions = data.draw(conditions(graph))
    if given_conditions.by_link or given_conditions.by_node:
        given_conditions = Conditions(given_conditions.outage, given_conditions.weight, given_conditions.buffer_h)
    bins = np.geomspace(0.5, HORIZON_H, 24)
    early, exact, late = (
        solve(graph, given_conditions, horizon_h=HORIZON_H, extra_h=bins, opening=opening).hours_lost[:, :, -1]
        for opening in ("early", "exact", "late")
    )
    assert (late <= exact + 1e-4).all()
    assert (exact <= early + 1e-4).all()


def _raised(table, by):
    return np.minimum(1.0, np.asarray(table) + by)


@modest
@given(data=st.data(), by=st.sampled_from([0.05, 0.3]))
def test_p2_worse_conditions_never_lower_any_loss(data, by):
    """P2: non-decreasing in outage, weight and start, non-increasing in buffer, effect and end of a workaround."""
    graph = data.draw(graphs())
    c = data.draw(conditions(graph, rows=1))
    start, effect = np.full((1, graph.nodes), 24.0), np.full((1, graph.nodes), 0.4)
    by_node = Workarounds(effect, start, start + 48.0)
    base = Conditions(c.outage, c.weight, c.buffer_h, c.by_link, by_node)
    worse = [
        Conditions(_raised(c.outage, by), c.weight, c.buffer_h, c.by_link, by_node),
        Conditions(c.outage, _raised(c.weight, by) * 0.99 + 0.01 * c.weight, c.buffer_h, c.by_link, by_node),
        Conditions(c.outage, c.weight, np.maximum(0.0, np.asarray(c.buffer_h) - 10 * by), c.by_link, by_node),
        Conditions(c.outage, c.weight, c.buffer_h, c.by_link, Workarounds(effect - by, start, start + 48.0)),
        Conditions(c.outage, c.weight, c.buffer_h, c.by_link, Workarounds(effect, start + 20 * by, start + 48.0)),
        Conditions(c.outage, c.weight, c.buffer_h, c.by_link, Workarounds(effect, start, start + 48.0 - 20 * by)),
    ]
    hours = solve(graph, base, horizon_h=HORIZON_H).hours_lost[:, :, -1]
    for changed in worse:
        assert (solve(graph, changed, horizon_h=HORIZON_H).hours_lost[:, :, -1] >= hours - 1e-7).all()


@few
@given(data=st.data())
def test_renumbering_the_nodes_changes_nothing(data):
    graph = data.draw(graphs(pools=False))
    c = data.draw(conditions(graph))
    order = np.array(data.draw(st.permutations(range(graph.nodes))))
    place = np.argsort(order)
    renamed = Graph(
        graph.nodes,
        tuple(int(place[t]) for t in graph.targets),
        tuple(int(place[s]) for s in graph.sources),
        rule=graph.rule,
    )
    by_node = c.by_node and Workarounds(
        *(part[:, order] for part in (c.by_node.effect, c.by_node.start_h, c.by_node.end_h))
    )
    moved = Conditions(c.outage[:, order], c.weight, c.buffer_h, c.by_link, by_node)
    here = solve(graph, c, horizon_h=HORIZON_H).hours_lost[:, :, -1]
    there = solve(renamed, moved, horizon_h=HORIZON_H).hours_lost[:, :, -1]
    assert there == pytest.approx(here[:, order], abs=1e-7)


@pytest.mark.parametrize("rule", ["or", "max", "sum"])
def test_p3_two_nodes_that_only_need_each_other_stay_whole(rule):
    """P3: with no outage any q1 = q2 is a fixed point of the 2-cycle; only the least, nothing lost, is causal."""
    graph = Graph(3, *links_of([(0, 1), (1, 0)]), rule=rule)
    course = solve(graph, Conditions([[0, 0, 1]], weight=1.0), horizon_h=100.0)
    assert course.inoperability[0, :2].max() == 0.0


@pytest.mark.parametrize("rule", ["or", "sum"])
@pytest.mark.parametrize("outage", [1e-6, 0.01, 0.3])
def test_a_loop_without_loss_amplifies_any_outage_to_all_of_it_and_settles(rule, outage):
    """q1 = outage + (1 - outage) q2 with q2 = q1 gives 1, which plain iteration reaches only after 1/outage steps."""
    graph = Graph(2, *links_of([(0, 1), (1, 0)]), rule=rule)
    course = solve(graph, Conditions([outage, 0], weight=1.0), horizon_h=100.0)
    assert course.inoperability[0, :, 0] == pytest.approx([1, 1], abs=1e-9)


@pytest.mark.parametrize("rule", ["or", "max", "sum"])
def test_a_loop_recovers_once_a_workaround_takes_its_only_cause_away(rule):
    """The least solution is reached only from below: from the last state the loop would keep itself down for ever."""
    graph = Graph(3, *links_of([(0, 1), (1, 2), (2, 1)]), rule=rule)
    workaround = Workarounds([1.0, 0.0, 0.0], 10.0)
    for where, first in (("by_link", 1.0), ("by_node", 0.0)):
        with patch.object(
            cascade_core, "WINDOW", 1
        ):  # so that the hours after the workaround are a window of their own
            course = solve(graph, Conditions([1, 0, 0], **{where: workaround}), horizon_h=100.0)
        assert course.at([9.0])[0, :, 0].tolist() == [1, 1, 1]
        assert course.at([10.0])[0, :, 0].tolist() == [first, 0, 0]


def test_a_buffer_that_lasts_says_never():
    graph = Graph(3, *links_of([(0, 1), (0, 2)]))
    course = solve(graph, Conditions([0.5, 0, 0], buffer_h=[20.0, 80.0]), horizon_h=100.0)
    assert course.opened_h.tolist() == [[40.0, np.inf]]


def test_p3_the_worst_path_rule_equals_the_best_product_of_weights():
    """Under "max" the loss is the largest product of weights along any way from the outage, loops or not."""
    pairs = [(0, 1), (1, 2), (0, 2), (2, 1), (2, 3), (3, 0)]
    graph = Graph(4, *links_of(pairs), rule="max")
    course = solve(graph, Conditions([1, 0, 0, 0], weight=[0.5, 0.9, 0.6, 0.7, 0.8, 0.9]), horizon_h=100.0)
    assert course.inoperability[0, :, 0] == pytest.approx([1, 0.5, 0.6, 0.48])


def test_a_workaround_ends_after_its_endurance():
    graph = Graph(2, *links_of([(0, 1)]))
    by_node = Workarounds([0, 0.6], [np.inf, 24.0], [np.inf, 72.0])
    course = solve(graph, Conditions([1, 0], by_node=by_node), horizon_h=100.0)
    assert course.at([23.9, 24, 71.9, 72])[0, 1].tolist() == pytest.approx([1, 0.4, 0.4, 1])
    assert course.pressure[0, 1].tolist() == [1, 1, 1, 1]
    assert course.hours_lost[0, 1, -1] == pytest.approx(24 + 48 * 0.4 + 28)


def test_a_pool_spares_what_its_working_members_can_carry():
    graph = Graph(3, targets=(2,), sources=(3,), pools=(Pool((0, 1), (1.0, 0.7)),))
    rows = Conditions([[1, 0, 0], [0, 1, 0], [1, 1, 0]])
    assert solve(graph, rows, horizon_h=10.0).at([1.0])[:, 2, 0] == pytest.approx([0.3, 0.0, 1.0])


def test_each_row_may_have_its_own_horizon():
    graph = Graph(1)
    course = solve(graph, Conditions([1]), horizon_h=[8760.0, 17520.0], extra_h=[24.0])
    assert course.knots_h.tolist() == [[0, 24, 8760], [0, 24, 17520]]
    assert course.hours_lost[:, 0, -1].tolist() == [8760, 17520]
    with pytest.raises(InvalidInput, match="within the horizon"):
        course.at([9000.0])


def test_first_over_names_the_hour_and_path_names_the_way():
    graph = Graph(4, *links_of([(0, 1), (1, 2), (3, 2)]))
    course = solve(graph, Conditions([1, 0, 0, 0.1], weight=[0.8, 0.9, 1.0], buffer_h=[4, 2, 0]), horizon_h=100.0)
    assert course.first_over(0.5)[0].tolist() == [0, 4, 6.5, np.inf]
    assert course.first_over(1.0)[0].tolist() == [np.inf] * 4  # as much as is tolerated is not more
    assert course.path(0, 2, 1.0) == (3, 2)
    assert course.path(0, 2, 6.5) == (0, 1, 2)
    assert course.cause(0, 2, 6.5) == 1
    assert course.cause(0, 0, 6.5) is None
    assert course.path(0, 3, 6.5) == (3,)


def test_what_begins_at_the_horizon_is_never_over():
    graph = Graph(2, *links_of([(0, 1)]))
    course = solve(graph, Conditions([1, 0], buffer_h=[[100.0], [4.0]]), horizon_h=100.0)
    assert course.first_over(0.5).tolist() == [[0, np.inf], [0, 4]]


def test_a_path_leads_through_a_pool_to_the_member_that_costs_most():
    graph = Graph(3, targets=(2,), sources=(3,), pools=(Pool((0, 1), (0.9, 0.4)),))
    course = solve(graph, Conditions([0.5, 1, 0]), horizon_h=10.0)
    assert course.path(0, 2, 1.0) == (0, 3, 2)


def test_each_row_has_its_own_causes():
    graph = Graph(3, *links_of([(0, 2), (1, 2), (0, 1)]))
    rows = Conditions(
        [[1, 1, 0], [1, 1, 0.5], [1, 0, 0]],
        weight=[[0.4, 0.9, 1], [0.5, 0.3, 1], [0.4, 0.9, 1]],
        buffer_h=[[0, 2, 0], [0, 0, 0], [0, 0, 4]],
        by_link=Workarounds([[0, 1, 0], [0, 0, 0], [0, 0, 0]], 10.0, 20.0),
    )
    course = solve(graph, rows, horizon_h=[100.0, 100.0, 50.0])
    assert [course.cause(0, 2, at_h) for at_h in (1.0, 2.0, 10.0, 20.0)] == [0, 1, 0, 1]
    assert course.cause(1, 2, 9.0) is None  # its own outage is as large
    assert [course.cause(2, 2, at_h) for at_h in (3.0, 4.0, 12.0)] == [0, 1, 1]
    with pytest.raises(InvalidInput, match="within the horizon"):
        course.cause(2, 2, 60.0)


def test_a_loop_in_the_path_ends_where_it_began():
    graph = Graph(4, *links_of([(0, 1), (1, 2), (2, 1), (2, 3)]))
    course = solve(graph, Conditions([0.2, 0, 0, 0], weight=[0.5, 1.0, 0.95, 1.0]), horizon_h=10.0)
    assert (course.path(0, 2, 1.0), course.path(0, 3, 1.0)) == ((1, 2), (1, 2, 3))


@pytest.mark.parametrize(
    ("changed", "name"),
    [
        ({"outage": [1.2, 0]}, "outage[0]"),
        ({"outage": [np.nan, 0]}, "outage[0]"),
        ({"weight": [1.5]}, "weight[0]"),
        ({"buffer_h": [-1.0]}, "buffer_h[0]"),
        ({"outage": [1, 0, 0]}, "outage"),
        ({"by_node": Workarounds([0.5, 2.0], 1.0)}, "effect of node workaround[1]"),
        ({"by_link": Workarounds([0.5], [-1.0])}, "start_h of link workaround[0]"),
        ({"outage": [[1, 0]] * 3, "weight": [[0.5]] * 2}, "rows"),
    ],
)
def test_a_wrong_condition_is_refused_by_name(changed, name):
    graph = Graph(2, *links_of([(0, 1)]))
    with pytest.raises(InvalidInput) as refused:
        solve(graph, Conditions(**{"outage": [1, 0], **changed}))
    assert refused.value.name == name
