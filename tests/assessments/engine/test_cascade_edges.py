"""The cascade where it is easily off by one: at the horizon, at hours known beforehand, at the edges of windows and bins,
and in loops that an extrapolation could leave too high."""

from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.engine import cascade_core
from assessments.engine.cascade import Conditions, Workarounds, solve
from assessments.engine.errors import NotSettled
from assessments.engine.graph import Graph, Pool, links_of
from tests.assessments.engine.situations import modest

whatever_the_window = pytest.mark.parametrize("window", [1, 20, 10**6])


def looped(pairs):
    """Return the links of a chain, and the same with links back, which make a core of it; those must weigh nothing."""
    return pairs, [*pairs, *((b, a) for a, b in pairs)]


def filled(values, pairs):
    return [*values, *[0.0] * (len(pairs) - len(values))]


@whatever_the_window
@pytest.mark.parametrize("opening", ["exact", "late"])
@pytest.mark.parametrize("buffer_h", [[100.0, 0.0], [40.0, 60.0], [4.0, 96.0]])
def test_a_buffer_used_up_at_the_horizon_is_open_there_in_a_loop_as_outside_one(window, opening, buffer_h):
    """By the definition, [integral of q to t >= buffer], what a buffer held back arrives at that very hour."""
    for pairs in looped([(0, 1), (1, 2)]):
        row = Conditions([1, 0, 0], filled([1.0, 1.0], pairs), filled(buffer_h, pairs))
        with patch.object(cascade_core, "WINDOW", window):
            course = solve(Graph(3, *links_of(pairs)), row, horizon_h=100.0, extra_h=[4.0, 40.0], opening=opening)
        assert course.opened_h[0, :2].max() == 100.0
        assert course.at([100.0])[0, :, 0].tolist() == [1, 1, 1]
        assert course.path(0, 2, 100.0) == (0, 1, 2)
        assert course.knots_h.tolist() == [[0, 4, 40, 100]]


@whatever_the_window
@pytest.mark.parametrize(("opening", "hours"), [("exact", (8, 10)), ("late", (8, 10)), ("early", (7, 9))])
def test_rounding_of_sums_does_not_make_a_buffer_last(window, opening, hours):
    """A tenth of an outage over ten hours adds up to 0.9999999999999999 hours, over eight to 0.7999999999999999."""
    for pairs in looped([(0, 1), (0, 2)]):
        row = Conditions([0.1, 0, 0], filled([1.0, 1.0], pairs), filled([0.8, 1.0], pairs))
        with patch.object(cascade_core, "WINDOW", window):
            course = solve(Graph(3, *links_of(pairs)), row, horizon_h=10.0, extra_h=np.arange(10.0), opening=opening)
        assert tuple(course.opened_h[0, :2]) == hours
        assert course.knots_h.tolist() == [list(range(11))]


@whatever_the_window
@modest
@given(seed=st.integers(0, 10**6), opening=st.sampled_from(["exact", "early", "late"]))
def test_in_tenths_each_buffer_runs_out_at_the_same_hour_in_a_loop_as_outside_one(window, seed, opening):
    """Tenths of outages, weights and buffers make many run out at hours known beforehand, the horizon among them."""
    random = np.random.Generator(np.random.PCG64(seed))
    pairs = [(a, b) for a in range(4) for b in range(a + 1, 4) if b == a + 1 or random.random() < 0.5]
    outage, weight, buffer_h = (
        random.choice(values, (2, columns)) / 10
        for values, columns in (([0, 1, 3, 7, 10], 4), ([1, 3, 5, 10], len(pairs)), ([0, 3, 6, 8, 10, 30], len(pairs)))
    )
    hours, losses = [], []
    for links in looped(pairs):
        row = Conditions(outage, *(np.array([filled(each, links) for each in table]) for table in (weight, buffer_h)))
        with patch.object(cascade_core, "WINDOW", window):
            course = solve(Graph(4, *links_of(links)), row, horizon_h=10.0, extra_h=np.arange(10.0), opening=opening)
        hours.append(course.opened_h[:, : len(pairs)])
        losses.append(course.at([10.0]))
    assert hours[1] == pytest.approx(hours[0], abs=1e-9)
    assert losses[1] == pytest.approx(losses[0], abs=1e-6)


def test_dev_g2_says_when_each_buffer_was_used_up():
    """DEV-G2: hours of the own reference, two of them inside the loop."""
    graph = Graph(5, *links_of([(0, 1), (0, 2), (1, 3), (2, 3), (3, 4), (4, 2)]))
    row = Conditions([1, 0, 0, 0, 0], weight=[0.8, 0.5, 0.9, 0.4, 0.7, 0.3], buffer_h=[4, 0, 2, 0, 8, 1000])
    course = solve(graph, row, horizon_h=100.0)
    assert course.opened_h[0] == pytest.approx([4, 0, 6.5, 0, 15.134021, np.inf], abs=1e-6)
    assert course.cause(0, 4, 15.0) is None and course.cause(0, 4, 16.0) == 4


@whatever_the_window
def test_a_loop_without_loss_waits_for_what_comes_later(window):
    """At 10 hours a buffer in the loop runs out; what reaches the loop at 50 hours must not be felt before."""
    graph = Graph(5, *links_of([(0, 1), (3, 1), (1, 2), (2, 1), (1, 4), (4, 1)]), rule="max")
    row = Conditions([0.3, 0, 0, 1, 0], 1.0, [0, 50, 0, 0, 3, 0])
    with patch.object(cascade_core, "WINDOW", window):
        course = solve(graph, row, horizon_h=100.0)
    assert course.at([9.0, 10.0, 49.0, 50.0])[0, [1, 2, 4]] == pytest.approx(
        np.array([[0.3, 0.3, 0.3, 1], [0.3, 0.3, 0.3, 1], [0, 0.3, 0.3, 1]])
    )


def test_under_the_worst_cause_a_leap_leaves_no_loop_too_high():
    """Losses of 0.05, 0.2 and 0.5 reach the pair 1, 4 pass after pass, as if they grew for ever; 0.5 is the worst way."""
    pairs = [(3, 2), (2, 0), (0, 4), (2, 1), (4, 1), (1, 4), (4, 3)]
    course = solve(Graph(5, *links_of(pairs), rule="max"), Conditions([0, 0, 0, 0.5, 0], [1, 1, 1, 0.1, 1, 1, 0]))
    assert course.inoperability[0, :, 0].tolist() == [0.5] * 5


def test_beside_a_pool_a_leap_leaves_no_loop_too_high():
    """The three amplify to 0.574; only from 0.7 on would the pool fail node 3, which would then keep it failed."""
    trio = [(a, b) for a in range(3) for b in range(3) if a != b]
    alone = solve(Graph(3, *links_of(trio)), Conditions([0.02, 0, 0], 0.6), horizon_h=10.0)
    graph = Graph(4, *links_of([*trio, (4, 3), (4, 3)]), pools=(Pool((0, 3), (0.5, 2.0)),))
    course = solve(graph, Conditions([0.02, 0, 0, 0.575], [0.6] * 6 + [1, 1]), horizon_h=10.0)
    assert course.inoperability[0, :, 0] == pytest.approx([*alone.inoperability[0, :, 0], 0.575], abs=1e-9)
    assert alone.inoperability[0, 0, 0] < 0.6


def test_a_loop_that_grows_geometrically_is_at_its_end_after_one_leap():
    """Each pass adds 0.8 of what the last one did: 130 passes without leaps, and Aitken's leap is exact."""
    graph = Graph(2, *links_of([(0, 1), (1, 0)]))
    with patch.object(cascade_core, "MOST_PASSES", 10):
        course = solve(graph, Conditions([0.01, 0], 0.9), horizon_h=10.0)
    assert course.inoperability[0, 0, 0] == pytest.approx(0.01 / (1 - 0.99 * 0.81), rel=1e-12)


def test_loops_at_the_brink_of_amplifying_settle_by_leap_after_leap():
    """Growth there is slower than geometric: 650 passes without leaps, and hardly fewer with one alone."""
    trio = [(a, b) for a in range(3) for b in range(3) if a != b]
    with patch.object(cascade_core, "MOST_PASSES", 250):
        course = solve(Graph(3, *links_of(trio)), Conditions([0.001, 0, 0], 0.5), horizon_h=10.0)
    q, other, _ = course.inoperability[0, :, 0]
    assert q == pytest.approx(1 - 0.999 * (1 - other / 2) ** 2, abs=1e-12)
    assert other == pytest.approx(1 - (1 - q / 2) * (1 - other / 2), abs=1e-12)
    assert q > 0.03


def test_a_loop_that_does_not_settle_is_said_not_guessed():
    graph = Graph(2, *links_of([(0, 1), (1, 0)]))
    with patch.object(cascade_core, "MOST_PASSES", 3), pytest.raises(NotSettled, match="almost without loss"):
        solve(graph, Conditions([0.1, 0], 0.9), horizon_h=10.0)


def test_a_row_without_a_buffer_beside_one_that_has_it_is_open_from_the_first_hour():
    """The source of the second link is whole until 10: nothing is used up before, and without a buffer nothing need be."""
    course = solve(Graph(3, *links_of([(0, 1), (1, 2)])), Conditions([1, 0, 0], buffer_h=[[10, 0], [10, 4]]))
    assert course.opened_h.tolist() == [[10, 0], [10, 14]]
    assert course.at([9.0, 10.0, 14.0])[:, 2].tolist() == [[0, 1, 1], [0, 0, 1]]


@pytest.mark.parametrize("opening", ["early", "late"])
def test_without_buffers_a_loop_ends_where_it_does_exactly(opening):
    """Three that nearly amplify grow by little in each pass, from 0.001 to 0.036 in all."""
    trio = [(a, b) for a in range(3) for b in range(3) if a != b]
    exact, binned = (
        solve(Graph(3, *links_of(trio)), Conditions([0.001, 0, 0], 0.5), horizon_h=10.0, opening=each).inoperability
        for each in ("exact", opening)
    )
    assert binned == pytest.approx(exact, abs=1e-5)
    assert exact[0, 0, 0] == pytest.approx(0.0363, abs=1e-4)


def test_in_a_loop_the_pressure_is_what_arrives_before_the_own_workaround():
    graph = Graph(2, *links_of([(0, 1), (1, 0)]))
    course = solve(graph, Conditions([0.5, 0], [0.8, 0.5], by_node=Workarounds([0, 0.5], 0.0)), horizon_h=10.0)
    whole = 0.5 / (1 - 0.5 * 0.5 * 0.4)  # q0 = 1 - 0.5 (1 - 0.5 q1), q1 = 0.5 x 0.8 q0
    assert course.pressure[0, :, 0] == pytest.approx([whole, 0.8 * whole])
    assert course.inoperability[0, :, 0] == pytest.approx([whole, 0.4 * whole])


def test_a_pool_in_a_loop_that_could_carry_more_than_all_takes_no_loss_away():
    graph = Graph(2, targets=(1,), sources=(2,), pools=(Pool((0, 1), (1.0, 0.6)),))
    course = solve(graph, Conditions([[0.2, 0.3], [0.7, 0.3]]), horizon_h=10.0)
    tight = 0.3 + 0.7 * 0.1  # 1 - 0.3 - 0.6 (1 - q) of a loss q, which or-ed with 0.3 gives q = 0.3 + 0.7 (0.1 + 0.6 q)
    assert course.inoperability[:, 1, 0] == pytest.approx([0.3, tight / (1 - 0.42)])
