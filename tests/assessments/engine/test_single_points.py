"""Which failure brings down most, and the bracket of the three rules."""

from itertools import combinations
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.engine import single_points
from assessments.engine.cascade import Conditions, Workarounds, solve
from assessments.engine.errors import InvalidInput
from assessments.engine.graph import Graph, Pool, links_of
from assessments.engine.single_points import by_rule, double_failures, single_failures
from tests.assessments.engine.situations import few, graphs

SPARE = Graph(4, targets=(3, 3), sources=(4, 2), pools=(Pool((0, 1), (1.0, 1.0)),))


@few
@given(graph=graphs(), buffer_h=st.sampled_from([0.0, 3.0]))
def test_each_failure_costs_what_its_own_cascade_says(graph, buffer_h):
    conditions = Conditions(0.0, weight=0.6, buffer_h=buffer_h, by_node=Workarounds(0.5, 6.0))
    worth = np.arange(1.0, graph.nodes + 1)

    def alone(nodes):
        row = Conditions([float(n in nodes) for n in range(graph.nodes)], 0.6, buffer_h, None, conditions.by_node)
        return float(solve(graph, row, horizon_h=24.0).hours_lost[0, :, -1] @ worth)

    with patch.object(single_points, "BATCH", 4):
        single, double = (find(graph, conditions, worth, 24.0) for find in (single_failures, double_failures))
    assert single.loss == pytest.approx([alone(nodes) for nodes in single.nodes])
    assert double.loss == pytest.approx([alone(nodes) for nodes in double.nodes])
    by_node = {node: lost for (node,), lost in zip(single.nodes, single.loss, strict=True)}
    apart = [by_node[one] + by_node[other] for one, other in double.nodes]
    assert double.together == pytest.approx(double.loss - np.array(apart))
    assert sorted(double.nodes) == list(combinations(range(graph.nodes), 2))
    assert double.complete
    assert (np.diff(single.loss) <= 1e-9).all()
    assert (np.diff(double.loss) <= 1e-9).all()


def test_a_pair_that_empties_a_pool_is_found_although_neither_matters_alone():
    single = single_failures(SPARE, Conditions(0.0), [0, 0, 0, 10], 1.0, candidates=[0, 1, 2])
    assert (single.nodes[0], single.loss.tolist()) == ((2,), [10.0, 0.0, 0.0])
    double = double_failures(SPARE, Conditions(0.0), [0, 0, 0, 10], 1.0, candidates=[0, 1, 2], most_pairs=1)
    assert (double.nodes, double.together.tolist(), double.complete) == (((0, 1),), [10.0], False)


def test_a_pool_with_a_member_that_is_no_candidate_makes_no_pair():
    double = double_failures(SPARE, Conditions(0.0), [0, 0, 0, 10], 1.0, candidates=[0, 2, 0], most_pairs=1)
    assert (double.nodes, double.loss.tolist(), double.complete) == (((0, 2),), [10.0], True)


def test_of_many_pairs_those_within_the_worst_singles_are_tried():
    double = double_failures(Graph(4), Conditions(0.0), [1, 2, 8, 4], 1.0, most_pairs=3)
    assert (double.nodes, double.loss.tolist()) == (((2, 3), (1, 2), (1, 3)), [12.0, 10.0, 6.0])


def test_the_rules_enclose_the_truth():
    graph = Graph(4, *links_of([(0, 3), (1, 3), (2, 3)]))
    courses = by_rule(graph, Conditions([0.5, 0.5, 0.5, 0.0]), horizon_h=10.0)
    assert {rule: course.inoperability[0, 3, 0] for rule, course in courses.items()} == {
        "max": 0.5,
        "or": 0.875,
        "sum": 1.0,
    }
    assert {course.knots_h[0, -1] for course in courses.values()} == {10.0}


@pytest.mark.parametrize(
    ("make", "name"),
    [
        (lambda: single_failures(SPARE, Conditions(0.0), 1.0, 1.0, [4]), "candidates[0]"),
        (lambda: single_failures(SPARE, Conditions(0.0), [1.0] * 3, 1.0), "worth_per_h"),
        (lambda: single_failures(SPARE, Conditions(0.0), 1.0, 0.0), "duration_h"),
        (lambda: single_failures(SPARE, Conditions(np.zeros((2, 4))), 1.0, 1.0), "conditions"),
        (lambda: double_failures(SPARE, Conditions(0.0), 1.0, 1.0, most_pairs=0), "most_pairs"),
    ],
)
def test_a_wrong_value_is_refused_by_name(make, name):
    with pytest.raises(InvalidInput) as refused:
        make()
    assert refused.value.name == name
