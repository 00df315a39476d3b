"""How events come: closed forms of waves and endings, derivatives, and a plain simulation."""

import tracemalloc

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.engine.errors import InvalidInput
from assessments.engine.frequency import Frequency
from tests.assessments.engine.situations import modest

chances = st.floats(0.0, 1.0)


def test_rows_of_one_driver_share_their_wave_and_others_have_their_own():
    every = np.ones(3)
    shared = Frequency.of(3, [2.0, 1.0, 0.5], shapes=2.0, drivers=[0, 0, -1])
    assert shared.chance_of_none(every) == pytest.approx((1 + 3 / 2) ** -2 * (1 + 0.5 / 2) ** -2)
    own = Frequency.of(3, [2.0, 1.0, 0.5], shapes=[2.0, np.inf, 2.0])
    assert own.chance_of_none(every) == pytest.approx((1 + 2 / 2) ** -2 * np.exp(-1.0) * (1 + 0.5 / 2) ** -2)


@modest
@given(rates=st.tuples(*[st.floats(0.01, 6.0)] * 3), hit=st.tuples(*[chances] * 3))
def test_an_ending_among_poisson_events_has_its_closed_form(rates, hit):
    """phi = e^(Psi - b) + b^ (e^(Psi - b) - 1)/(Psi - b), Psi = sum rate (p^ - 1), b the rate of the ending."""
    psi = sum(rate * -share for rate, share in zip(rates[:2], hit[:2], strict=True)) - rates[2]
    expected = np.exp(psi) + rates[2] * (1 - hit[2]) * np.expm1(psi) / psi
    frequency = Frequency.of(3, rates, absorbing=[False, False, True])
    assert frequency.chance_of_none(np.array(hit)) == pytest.approx(expected, rel=1e-10)


def _transforms(frequency):
    """Return what `generating` and `met` are given for single losses of 3, of 1 or 2, and of 7 cells."""
    turn = np.exp(1j * np.linspace(0.0, np.pi, 65))
    single = np.stack([turn**3, 0.3 * turn + 0.7 * turn**2, turn**7, turn])[: frequency.rates.size]
    absorbs = frequency.absorbing[:, None]
    return frequency.summed(single * ~absorbs - 1.0), frequency.summed(single * absorbs)


@pytest.mark.parametrize("often", [0.01, 3.0, 2000.0])
@pytest.mark.parametrize("ending", [1e-9, 0.3, 30.0])
def test_the_closed_form_of_an_ending_is_what_the_sum_over_its_start_gives(often, ending):
    """A row that never comes but has a yearly factor makes the model go through the sum."""
    closed = Frequency.of(3, [often, often / 3, ending], absorbing=[0, 0, 1])
    summed = Frequency.of(4, [often, often / 3, ending, 0.0], [np.inf] * 3 + [2.0], absorbing=[0, 0, 1, 0])
    assert closed.generating(*_transforms(closed)) == pytest.approx(summed.generating(*_transforms(summed)), abs=1e-13)
    for one, other in zip(closed.met(*_transforms(closed)), summed.met(*_transforms(summed)), strict=True):
        assert one[0] == pytest.approx(other[0], abs=1e-13)
    assert closed.counted == pytest.approx(summed.counted[:3], rel=1e-13)
    assert closed.counted[2] == pytest.approx(-np.expm1(-ending), rel=1e-14)


@pytest.mark.parametrize("shape", [1e-6, 1e-3, 0.5, 100.0])
@pytest.mark.parametrize("ending", [0.1, 10.0, 3000.0])
def test_an_ending_with_a_yearly_factor_comes_as_often_as_its_closed_form_says(shape, ending):
    counted = Frequency.of(2, [2.0, ending], shape, [0, 0], [False, True]).counted
    comes = -np.expm1(-shape * np.log1p(ending / shape))
    assert counted == pytest.approx([2.0 / ending * comes, comes], rel=1e-11)


@pytest.mark.parametrize("shapes", [np.inf, [2.0, np.inf], [1e-3, 5.0]])
def test_thousands_of_events_beside_an_ending_need_little_memory(shapes):
    frequency = Frequency.of(2, [2000.0, 0.1], shapes, absorbing=[False, True])
    tracemalloc.start()
    frequency.generating(*_transforms(frequency))
    assert tracemalloc.get_traced_memory()[1] < 4e6
    tracemalloc.stop()


@modest
@given(rate=st.floats(0.01, 6.0), shape=st.floats(0.3, 50.0), ending=st.floats(0.01, 3.0))
def test_what_an_event_meets_is_the_derivative_by_how_often_it_comes(rate, shape, ending):
    frequency = Frequency.of(2, [rate, ending], shapes=[shape, np.inf], absorbing=[False, True])
    own, stops = np.array([-0.3 * ending, 0.4 * -rate]), np.array([0.7 * ending, 0.3 * ending])
    ordinary, absorbing = frequency.met(own, stops)
    for group in (0, 1):
        step = 1e-6 * (np.arange(2) == group)
        slope = (frequency.generating(own + step, stops) - frequency.generating(own - step, stops)) / 2e-6
        assert ordinary[group] == pytest.approx(slope, rel=1e-6, abs=1e-9)
        slope = (frequency.generating(own, stops + step) - frequency.generating(own, stops - step)) / 2e-6
        assert absorbing[group] == pytest.approx(slope, rel=1e-6, abs=1e-9)


@modest
@given(rates=st.tuples(*[st.floats(0.01, 6.0)] * 2), shape=st.floats(1e3, 1e6), hit=st.tuples(*[chances] * 2))
def test_weak_waves_are_poisson(rates, shape, hit):
    waves, plain = (Frequency.of(2, rates, shapes, [0, 0]) for shapes in (shape, np.inf))
    assert waves.chance_of_none(np.array(hit)) == pytest.approx(plain.chance_of_none(np.array(hit)), rel=100 / shape)


def test_a_plain_simulation_counts_the_same_events():
    years, chance = 200_000, np.random.default_rng(8)
    frequency = Frequency.of(3, [2.0, 0.8, 0.4], shapes=[1.5, 1.5, np.inf], drivers=[3, 3, -1], absorbing=[0, 0, 1])
    wave = chance.gamma(1.5, 1 / 1.5, years)
    end = np.minimum(chance.exponential(1 / 0.4, years), 1.0)
    seen = [chance.poisson(rate * wave * end).mean() for rate in (2.0, 0.8)] + [(end < 1.0).mean()]
    assert frequency.counted == pytest.approx(seen, rel=0.015)
    quiet = ((chance.poisson(2.8 * wave * end) == 0) & (end == 1.0)).mean()
    assert frequency.chance_of_none(np.ones(3)) == pytest.approx(quiet, abs=4e-3)


@pytest.mark.parametrize(
    ("make", "name"),
    [
        (lambda: Frequency.of(1, [-1.0]), "rates[0]"),
        (lambda: Frequency.of(2, [1.0] * 3), "rates"),
        (lambda: Frequency.of(1, 1.0, 0.0), "shapes"),
        (lambda: Frequency.of(1, 1.0, 2.0, 0.5), "drivers"),
        (lambda: Frequency.of(1, 1.0, 2.0, -2), "drivers"),
        (lambda: Frequency.of(2, 1.0, [2.0, 3.0], 0), "shapes"),
        (lambda: Frequency.of(1, 1.0, absorbing=2), "absorbing"),
        (lambda: Frequency.of(2, 1.0, absorbing=[0, 0.5]), "absorbing"),
        (lambda: Frequency.of([2], 1.0), "rows"),
        (lambda: Frequency.of(2, [1.0, 2.0]).chance_of_none(np.ones(3)), "chances"),
        (lambda: Frequency.of(2, [1e7, 1.0], 2.0, absorbing=[0, 1]).counted, "the sum of rates"),
    ],
)
def test_a_wrong_value_is_refused_by_name(make, name):
    with pytest.raises(InvalidInput) as refused:
        make()
    assert refused.value.name == name
