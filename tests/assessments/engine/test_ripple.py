"""The ripple through an economy: the published cases, an independent solver, stock as a delay."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import solve_ivp

from assessments.engine.errors import InvalidInput
from assessments.engine.ripple import Economy, adaptation_rates, ripple, time_back
from tests.assessments.engine.situations import few, modest

THREE = Economy([3.0, 2.0, 1.0], [[0.0, 0.0, 0.3], [0.4, 0.0, 0.0], [0.2, 0.6, 0.0]])
LIAN = Economy([1.0, 1.0], [[0.15, 0.5], [0.1, 0.05]])


def test_l1_outputs_that_a_new_demand_needs():
    """L1: Miller & Blair 2009, tables 2.3 and 2.4."""
    flows, outputs = [[150.0, 500.0], [200.0, 100.0]], [1000.0, 2000.0]
    for economy in (Economy.of_flows(flows, outputs), Economy.of_coefficients(np.array(flows) / outputs, outputs)):
        inverse = np.stack([economy.outputs_for(unit) for unit in np.eye(2)], axis=1)
        assert inverse == pytest.approx(np.array([[1.25412541, 0.330033], [0.2640264, 1.12211221]]), abs=1e-7)
        new = economy.outputs_for([600.0, 1500.0])
        assert new == pytest.approx([1247.5, 1841.6], abs=0.05)
        assert new * [0.30, 0.25] == pytest.approx([374.25, 460.4], abs=0.05)


def test_l2_l4_where_a_lasting_shock_ends():
    """L2 and L4: Haimes & Jiang 2001, J. Infrastruct. Syst. 7(1)."""
    pair = Economy([1.0, 1.0], [[0.0, 0.8], [0.2, 0.0]])
    assert pair.settled([0.0, 0.6]) == pytest.approx([0.571, 0.714], abs=5e-4)
    assert THREE.settled([0.0, 0.0, 0.12]) == pytest.approx([0.04, 0.02, 0.14], abs=5e-3)
    assert pair.settled([0.0, 1.0]).tolist() == [0.8, 1.0]  # where the linear model gives .95 and 1.19
    assert pair.settled([[0.0, 0.6], [0.0, 1.0]])[1].tolist() == [0.8, 1.0]
    # a small sector may buy several times the output of another, as long as no circle of sectors amplifies
    assert Economy([1.0, 1.0], [[0.0, 3.0], [0.1, 0.0]]).settled([0.0, 0.1]) == pytest.approx([3 / 7, 1 / 7])


def test_l5_l9_how_fast_it_gets_there():
    """L5: Lian & Haimes 2006, Syst. Eng. 9(3); L9: Santos et al. 2014, Econ. Syst. Res. 26(1)."""
    course = ripple(LIAN, 0.2, [99.0, 1e4], demand_lost=[0.0, 0.1])
    assert course.inoperability == pytest.approx(np.array([[0.066, 0.112]] * 2), abs=5e-4)
    assert course.inoperability[1] == pytest.approx(LIAN.settled([0.0, 0.1]), abs=1e-12)
    assert float(adaptation_rates(60.0)) == pytest.approx(0.0767528, abs=5e-8)
    assert float(adaptation_rates(10.0, own=0.5, left=0.1)) == pytest.approx(np.log(10) / 5.0)


@few
@given(data=st.data())
def test_the_course_is_that_of_an_independent_solver_and_its_loss_the_area(data):
    random = np.random.Generator(np.random.PCG64(data.draw(st.integers(0, 10**6))))
    count = data.draw(st.integers(1, 5))
    economy = Economy(random.uniform(1, 9, count), random.uniform(0, 0.9 / count, (count, count)))
    rates, demand, start = random.uniform(0.05, 2.0, count), random.uniform(0, 0.1, count), random.uniform(0, 1, count)
    times = np.array([0.0, 0.7, 5.0, 40.0])
    course = ripple(economy, rates, times, demand_lost=demand, start=start)

    def motion(_, state):
        change = rates * (economy.table @ state[:count] + demand - state[:count])
        return np.concatenate([change, economy.output * state[:count]])

    found = solve_ivp(motion, (0, 40), np.append(start, np.zeros(count)), "LSODA", times, rtol=1e-10, atol=1e-12)
    assert course.inoperability == pytest.approx(found.y[:count].T, abs=1e-7)
    assert course.lost == pytest.approx(found.y[count:].T, rel=1e-6, abs=1e-6)


def test_what_a_sudden_loss_costs_until_all_is_back():
    """x . (K (I - A*))^-1 q(0), and later than each sector's own time, because they wait for one another."""
    own = np.diagonal(LIAN.table)
    rates = adaptation_rates([10.0, 20.0], own)
    start = np.array([0.3, 0.2])
    course = ripple(LIAN, rates, [0.0, 1e4], start=start)
    expected = np.linalg.solve(rates[:, None] * (np.eye(2) - LIAN.table), start)
    assert course.lost[-1] == pytest.approx(expected, rel=1e-9)
    back = time_back(LIAN, rates, start)
    assert back > 20.0
    assert ripple(LIAN, rates, [back], start=start).inoperability.max() == pytest.approx(0.003, rel=1e-6)
    assert time_back(LIAN, rates, [0.0, 0.0]) == 0.0


def test_a_loss_that_comes_back_larger_from_others_counts_until_its_last_time():
    """A chain of equal rates hands the loss on as t^i e^-t / i!: the first is back at 1.2, the last misses twice t^5 / 5!."""
    chain = Economy(np.ones(6), np.diag([0.5, 0.5, 0.5, 0.5, 32.0], -1))
    back = time_back(chain, 1.0, [1.0, 0, 0, 0, 0, 0], left=0.3)
    assert back > 5.0
    assert 2.0 * back**5 * np.exp(-back) / 120.0 == pytest.approx(0.3, rel=1e-9)
    rises = Economy([1.0, 1.0], [[0.0, 3.0], [0.1, 0.0]])
    last = time_back(rises, 1.0, [0.0, 0.2], left=1.0)
    assert ripple(rises, 1.0, [1.0, last], start=[0.0, 0.2]).inoperability[:, 0] == pytest.approx([0.2319308, 0.2])


def test_who_may_miss_as_much_as_at_the_start_is_back_at_once():
    assert time_back(LIAN, 0.2, 0.4, left=1.0) == 0.0
    assert time_back(Economy([1.0], [[0.5]]), 2.0, [0.3]) == pytest.approx(np.log(100.0))  # rate 2 x (1 - .5)


def test_stock_delays_what_is_passed_on():
    """A chain: the second sector feels the first from the day on which the first one's stock is used up."""
    chain = Economy([1.0, 1.0], [[0.0, 0.0], [0.5, 0.0]])
    course = ripple(chain, 1e3, [1.0, 1.999, 2.1, 9.0], demand_lost=[0.5, 0.0], stock=[1.0, 0.0])
    assert course.passed_on == pytest.approx([2.001, 0.0], abs=1e-6)  # 1 / .5, and 1/1000 to get there
    assert course.inoperability[:, 1] == pytest.approx([0.0, 0.0, 0.25, 0.25], abs=1e-9)
    assert ripple(chain, 1e3, [9.0], demand_lost=[0.5, 0.0], stock=[np.inf, 0.0]).passed_on.tolist() == [np.inf, 0.0]


def test_a_stock_used_up_at_the_last_time_says_so():
    """Half of the sector is out from first to last, so a stock of 1 lasts until 2."""
    alone = Economy([4.0], [[0.0]])
    for last, used_up in ((1.9, np.inf), (2.0, 2.0), (2.1, 2.0)):
        course = ripple(alone, 1.0, [last], demand_lost=0.5, start=0.5, stock=1.0)
        assert course.passed_on == pytest.approx([used_up], abs=1e-9)
        assert course.lost[0, 0] == pytest.approx(2.0 * last)


def test_stocks_run_out_one_after_another_and_what_was_lost_before_counts():
    """Half of the first sector is out: its stock of 1 lasts 2, then a quarter of the second, whose stock lasts 4 more."""
    chain = Economy([1.0, 2.0, 4.0], [[0, 0, 0], [0.5, 0, 0], [0, 0.5, 0]])
    course = ripple(chain, 1e4, [10.0, 10.0], demand_lost=[0.5, 0.0, 0.0], stock=[1.0, 1.0, 0.0])
    assert course.passed_on == pytest.approx([2.0, 6.0, 0.0], abs=1e-3)
    assert course.lost == pytest.approx(np.array([[5.0, 4.0, 2.0]] * 2), abs=1e-2)


@modest
@given(lost=st.lists(st.floats(0, 1), min_size=3, max_size=3), more=st.floats(0, 0.3), stock=st.floats(0.0, 9.0))
def test_more_lost_or_less_stock_is_never_better(lost, more, stock):
    c = np.array(lost)
    settled = THREE.settled(c)
    assert (settled >= c - 1e-12).all()
    assert (THREE.settled(np.minimum(c + more, 1.0)) >= settled - 1e-12).all()
    assert settled == pytest.approx(np.minimum(1.0, THREE.table @ settled + c), abs=1e-12)
    with_stock, without = (ripple(THREE, 0.3, [6.0], demand_lost=c * 0.2, stock=each) for each in (stock, 0.0))
    assert (with_stock.lost <= without.lost + 1e-9).all()


@pytest.mark.parametrize(
    ("make", "name"),
    [
        (lambda: Economy([0.0], [[0.1]]), "outputs[0]"),
        (lambda: Economy([1.0, 1.0], [[0.1]]), "interdependency"),
        (lambda: Economy([1.0, 1.0], [[1.0, 0.0], [0.0, 0.1]]), "the spectral radius of interdependency"),
        (lambda: Economy.of_flows([[-1.0]], [1.0]), "flows[0, 0]"),
        (lambda: LIAN.settled([0.1]), "lost"),
        (lambda: LIAN.settled([0.1, 1.1]), "lost[1]"),
        (lambda: LIAN.outputs_for([1.0] * 3), "demand"),
        (lambda: adaptation_rates(0.0), "times"),
        (lambda: adaptation_rates(1.0, own=1.0), "own"),
        (lambda: adaptation_rates(1.0, left=0.0), "left"),
        (lambda: ripple(LIAN, 0.2, [2.0, 1.0]), "times"),
        (lambda: ripple(LIAN, 0.0, [2.0]), "rates"),
        (lambda: ripple(LIAN, 0.2, [2.0], demand_lost=1.0), "inoperability by demand_lost"),
        (lambda: ripple(LIAN, 0.2, [2.0], start=1.5), "start"),
        (lambda: ripple(LIAN, 0.2, [2.0], stock=-1.0), "stock"),
        (lambda: time_back(LIAN, 0.2, 0.5, left=0.0), "left"),
    ],
)
def test_a_wrong_value_is_refused_by_name(make, name):
    with pytest.raises(InvalidInput) as refused:
        make()
    assert refused.value.name == name
