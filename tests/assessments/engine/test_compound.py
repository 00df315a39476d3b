"""Sums of events on a grid: published compound distributions, Panjer's recursion, waves and endings."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import erfc

from assessments.engine.compound import compound, compound_counts
from assessments.engine.errors import InvalidInput
from tests.assessments.engine.situations import modest


def _moments(mass, unit=1.0):
    value = np.arange(mass.size) * unit
    mean = (mass * value).sum()
    return mean, (mass * value**2).sum() - mean**2


@pytest.mark.parametrize(
    ("tilt", "published"),
    [
        (0, (2.064e-4, 2.380e-4, 1.321e-3, 2.134e-4)),
        (1, (7.346e-5, 1.067e-4, 1.215e-3, 2.056e-4)),
        (5, (1.560e-6, 3.562e-5, 1.157e-3, 2.013e-4)),
        (25, (2.462e-7, 3.432e-5, 1.156e-3, 2.012e-4)),
    ],
)
def test_c1_tilting_removes_the_wrap_around_of_a_heavy_tail(tilt, published):
    """C1: Poisson(20), Levy severity, n = 1024; Gruebel & Hermesmeier 1999, ASTIN 29(2), table 1 (4 digits)."""
    below = erfc(np.sqrt(0.5 / (np.arange(1024) + 0.5)))
    mass = compound([np.diff(below, prepend=0.0)], [20.0], tilt=tilt)
    assert mass[[1, 10, 100, 1000]] == pytest.approx(published, rel=6e-4)


def test_c3_poisson_sum_of_small_claims():
    """C3: Poisson(12) claims of 1, 2, 3 with chances 1/2, 1/3, 1/6 have variance 40 (Loss Data Analytics, 5.3.1)."""
    mass = compound([np.array([0, 1 / 2, 1 / 3, 1 / 6] + [0] * 124)], [12.0])
    assert _moments(mass) == pytest.approx((20.0, 40.0), rel=1e-9)


def test_c3_budget_of_one_or_two_claims():
    """C3: one claim (.8) or two (.2) of 0, 100, 1000; mean plus standard deviation 517.60 (ex. 5.3.2)."""
    single = np.zeros(64)
    single[[0, 1, 10]] = [0.2, 0.7, 0.1]
    mean, variance = _moments(compound_counts(single, [0.0, 0.8, 0.2]), 100.0)
    assert mean + np.sqrt(variance) == pytest.approx(517.60, abs=5e-3)


def test_c3_negative_binomial_claims_with_inflation_and_deductible():
    """C3: mean 300, variance 800; claims 1.5 x (40, 80, 120, 200) over 100 (Loss Data Analytics, ex. 5.5.5-6)."""
    shape = 300.0**2 / (800.0 - 300.0)
    single = np.zeros(8192)
    single[[0, 1, 4, 10]] = 0.25  # 0, 20, 80, 200 in units of 20
    assert _moments(compound([single], [300.0], shape), 20.0) == pytest.approx((22_500.0, 6_322_500.0), rel=1e-8)


def test_c4_dental_claims():
    """C4: the dental example (Klugman, Panjer & Willmot, ex. 9.5), values recomputed by convolution, unit 25."""
    counts = [0.05, 0.1, 0.15, 0.2, 0.25, 0.15, 0.06, 0.03, 0.01]
    single = np.zeros(128)
    single[1:11] = [0.15, 0.2, 0.25, 0.125, 0.075, 0.05, 0.05, 0.05, 0.025, 0.025]
    mass = compound_counts(single, counts)
    published = [0.05, 0.015, 0.02338, 0.03468, 0.03258, 0.03579, 0.03981, 0.04356, 0.04752, 0.04903, 0.0519]
    assert mass[:11] == pytest.approx(published, abs=5e-6)
    assert _moments(mass, 25.0)[0] == pytest.approx(314.50, rel=1e-9)


def test_c5_two_compound_poisson_sums_and_one_of_hundreds():
    """C5: Klugman, Panjer & Willmot, examples 9.9-9.10 and exercise 9.34."""
    small, large, hundreds = np.zeros(64), np.zeros(64), np.zeros(128)
    small[[1, 2]], large[[1, 3]], hundreds[[1, 5, 10]] = (0.6, 0.4), (0.7, 0.3), (0.8, 0.16, 0.04)
    chance = compound([small, large], [2.0, 1.0])[2]
    assert (chance, chance * np.exp(3)) == pytest.approx((0.129695, 2.605), abs=5e-5)
    assert compound([hundreds], [5.0])[6] == pytest.approx(0.059893, abs=5e-7)


@modest
@given(rate=st.floats(0.05, 8.0), weights=st.lists(st.floats(0.01, 1.0), min_size=1, max_size=6))
def test_the_transform_agrees_with_panjers_recursion(rate, weights):
    """Panjer 1981, ASTIN 12: g_s = rate/s sum j f_j g_(s-j)."""
    single = np.zeros(512)
    single[1 : len(weights) + 1] = np.array(weights) / sum(weights)
    recursion = np.zeros(512)
    recursion[0] = np.exp(-rate)
    for s in range(1, 512):
        j = np.arange(1, min(s, len(weights)) + 1)
        recursion[s] = rate / s * (j * single[j] * recursion[s - j]).sum()
    assert np.abs(compound([single], [rate]) - recursion).max() < 1e-12


def test_a_common_wave_is_the_mixture_of_poisson_years():
    """Given the wave both rows are Poisson: mixed over 400 000 equally likely waves, the same distribution."""
    small, large = np.zeros(64), np.zeros(64)
    small[1], large[3] = 1.0, 1.0
    mass = compound([small, large], [1.0, 0.5], 2.0, drivers=4)
    wave = np.random.Generator(np.random.PCG64(2)).gamma(2.0, 0.5, 400_000)
    none = np.exp(-1.5 * wave)
    expected = [
        none.mean(),
        (none * wave).mean(),
        (none * wave**2 / 2).mean(),
        (none * (wave**3 / 6 + wave / 2)).mean(),
    ]
    assert mass[:4] == pytest.approx(expected, abs=2e-3)
    assert compound([small, large], [1.0, 0.5], 2.0)[0] == pytest.approx((1.5 * 1.25) ** -2.0)


def test_after_an_ending_nothing_more_counts():
    """A year of losses of 1 at rate 2 until an ending of 10 at rate .5: no loss e^-2.5, an ending first .1 (1 - e^-2.5)."""
    one, ten = np.zeros(64), np.zeros(64)
    one[1], ten[10] = 1.0, 1.0
    mass = compound([one, ten], [2.0, 0.5], absorbing=[False, True])
    assert mass[0] == pytest.approx(np.exp(-2.5))
    assert mass[10] == pytest.approx(0.2 * (1 - np.exp(-2.5)) + np.exp(-2.5) * 2.0**10 / 3628800, rel=1e-6)
    assert mass.sum() == pytest.approx(1.0)


def test_chances_that_stop_short_of_one_have_lost_the_rest_beyond_the_grid():
    half = np.zeros(16)
    half[1] = 0.5
    assert compound([half], [1.0])[0] == pytest.approx(np.exp(-1.0))


@pytest.mark.parametrize(
    ("make", "name"),
    [
        (lambda: compound([np.ones(4) / 4], [1.0], tilt=99), "tilt"),
        (lambda: compound([np.ones(4) / 4], [1.0], tilt=[]), "tilt"),
        (lambda: compound([[1.5, -0.5]], [1.0]), "chances[0][0]"),
        (lambda: compound([[0.7, 0.7]], [1.0]), "the sum of chances[0]"),
        (lambda: compound([[0.5, 0.5], [1.0]], [1.0, 1.0]), "chances"),
        (lambda: compound([], []), "chances"),
        (lambda: compound_counts([1.5, -0.5], [1.0]), "single[0]"),
        (lambda: compound_counts([0.7, 0.7], [1.0]), "the sum of single"),
        (lambda: compound([np.ones(4) / 4], [-1.0]), "rates[0]"),
        (lambda: compound([np.full(4, np.nan)], [1.0]), "chances[0][0]"),
        (lambda: compound_counts(np.ones(4) / 4, [0.5]), "the sum of counts"),
        (lambda: compound_counts(np.ones(4) / 4, [1.5]), "counts[0]"),
    ],
)
def test_a_wrong_value_is_refused_by_name(make, name):
    with pytest.raises(InvalidInput) as refused:
        make()
    assert refused.value.name == name
