"""How events come: closed forms of waves and endings, derivatives, and a plain simulation."""

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
    ],
)
def test_a_wrong_value_is_refused_by_name(make, name):
    with pytest.raises(InvalidInput) as refused:
        make()
    assert refused.value.name == name
