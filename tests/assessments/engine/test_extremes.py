"""The promises of the year and of the best mix for any input, and at the ends of what is allowed.

Beside them stand Panjer's recursion, closed forms and plain simulation.
"""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from scipy.special import ndtri

from assessments.engine.allocation import tail_shares
from assessments.engine.annual import AnnualModel, annual_loss, expected_losses
from assessments.engine.channels import Channels
from assessments.engine.curves import Curve, batch_of, stacked
from assessments.engine.diversification import diversify, frontier
from assessments.engine.duration_fits import Empirical
from assessments.engine.durations import Lognormal, Point
from assessments.engine.severity import masses
from assessments.engine.uncertainty import sobol_points
from tests.assessments.engine.situations import few, loss_curves
from tests.assessments.engine.test_diversification import full_programme

STEPS = Curve.from_points(
    [(0, 0), (0.5, 0), (0.5, 500), (24, 10e3), (24, 30e3), (48, 30e3), (100, 60e3), (8760, 300e3)]
)
OUTAGE = Lognormal.from_median(6.0, 1.2)
rates = st.floats(0.01, 5.0)


def _one(rate, curve=STEPS, duration=OUTAGE, **ties):
    return AnnualModel(batch_of([curve]), [duration], [rate], **ties)


def _recursion(single, rate, shape):
    """Return the chances of the sum by Panjer's recursion: Poisson or negative binomial counts."""
    if np.isinf(shape):
        a, b, first = 0.0, rate, np.exp(rate * (single[0] - 1.0))
    else:
        a = rate / (shape + rate)
        b, first = (shape - 1.0) * a, (1.0 + rate / shape * (1.0 - single[0])) ** -shape
    chances = np.zeros(single.size)
    chances[0] = first
    for k in range(1, single.size):
        j = np.arange(1, k + 1)
        chances[k] = ((a + b * j / k) * single[j] * chances[k - j]).sum() / (1.0 - a * single[0])
    return chances


def _single(duration, year):
    """Return the chances of the loss of one event on the grid of a year."""
    return masses(STEPS, duration, year.step, year.mass.size)


@few
@given(curve=loss_curves(), rate=rates)
def test_a_negative_binomial_with_a_large_shape_is_poisson_whatever_the_loss(curve, rate):
    plain = annual_loss(_one(rate, curve), 1024)
    nearly = annual_loss(_one(rate, curve, shapes=1e8), 1024, largest=plain.step * 1024)
    assert nearly.mass == pytest.approx(plain.mass, abs=1e-6)


@few
@given(curve=loss_curves(), rate=rates, cut=st.floats(1.0, 8000.0))
def test_a_longer_horizon_never_lowers_the_year_whatever_the_loss(curve, rate, cut):
    inside = [(0.0, 0.0), *((h, float(curve.value_at(h))) for h in curve.knots_h[1:] if h < cut)]
    shorter = Curve.from_points([*inside, (cut, max(float(curve.value_at(np.nextafter(cut, 0))), inside[-1][1]))])
    models = [_one(rate, one) for one in (shorter, curve)]
    assert expected_losses(models[0]).sum() <= expected_losses(models[1]).sum() * (1 + 1e-12)
    largest = max(annual_loss(models[1], 1024).step * 1024, 1.0)
    short, full = (annual_loss(model, 1024, largest=largest) for model in models)
    assert (short.tail_mean([0.5, 0.9, 0.99]) <= full.tail_mean([0.5, 0.9, 0.99]) + 2 * full.step).all()


@few
@given(first=rates, second=rates, level=st.floats(0.0, 0.999))
def test_scenarios_of_the_same_loss_share_every_tail_by_their_rates(first, second, level):
    lump = batch_of([Curve.from_points([(0, 0), (1, 0), (1, 64), (8760, 64)])])
    model = AnnualModel(stacked([lump, lump]), [Point(2.0), Point(5.0)], [first, second])
    shares = tail_shares(model, annual_loss(model, 4096, largest=4096.0), level).contributions[:, 0]
    assert shares / shares.sum() == pytest.approx([first / (first + second), second / (first + second)], rel=1e-6)


@few
@given(seed=st.integers(0, 10_000), level=st.floats(0.5, 0.98), part=st.floats(0.0, 0.95))
def test_cuts_find_what_the_full_programme_finds_for_any_results(seed, level, part):
    years = np.random.Generator(np.random.PCG64(seed)).lognormal(0.0, 0.5, (120, 4))
    least = part * float(years.mean(axis=0).max())
    mix = diversify(Channels(years), level=level, least_mean=least)
    assert mix.worst_mean == pytest.approx(full_programme(years, level, least), abs=1e-6)
    line = frontier(Channels(years), level=level, count=6)
    slopes = np.diff(line.worst_means) / np.maximum(np.diff(line.means), 1e-12)
    assert (np.diff(slopes) <= 1e-4 * (1 + np.abs(slopes[1:]))).all()


def test_v3_the_published_portfolio_has_the_published_quantiles():
    """V3: Rockafellar & Uryasev 2000, tables 1 and 2: VaR .067847 at 90 %, .090200 at 95 % of the same portfolio."""
    mean = np.array([0.0101110, 0.0043532, 0.0137058])
    spread = np.linalg.cholesky(
        [
            [0.00324625, 0.00022983, 0.00420395],
            [0.00022983, 0.00049937, 0.00019247],
            [0.00420395, 0.00019247, 0.00764097],
        ]
    )
    lost = -(mean + ndtri(sobol_points(1 << 16, 3, seed=6)) @ spread.T) @ [0.452013, 0.115573, 0.432414]
    assert np.quantile(lost, [0.90, 0.95]) == pytest.approx([0.067847, 0.090200], rel=2e-3)
    exact = stats.norm(lost.mean(), lost.std())
    assert exact.ppf([0.90, 0.95]) == pytest.approx([0.067847, 0.090200], rel=2e-3)


@pytest.mark.parametrize(("rate", "shape"), [(1e-3, np.inf), (3.0, np.inf), (50.0, np.inf), (3.0, 0.5), (3.0, 1e-3)])
def test_the_year_is_that_of_panjers_recursion_on_the_same_grid(rate, shape):
    model = _one(rate, shapes=shape)
    year = annual_loss(model, 2048)
    assert year.mass == pytest.approx(_recursion(_single(OUTAGE, year), rate, shape), abs=1e-11)


@pytest.mark.parametrize("rate", [0.0, 1e-12, 1e4])
@pytest.mark.parametrize("median", [1 / 3600, 6.0, 87_600.0])
def test_from_never_to_every_hour_and_from_a_second_to_ten_years_the_mean_and_spread_are_exact(rate, median):
    """Campbell's theorem: the sum of a Poisson number of losses has the variance rate x E[X^2]."""
    duration = Lognormal.from_median(median, 1.2)
    model = AnnualModel(batch_of([Curve.from_points([(0, 0), (8760, 8760)])]), [duration], [rate])
    expected = rate * float(duration.limited_mean(8760.0))
    assert float(expected_losses(model).sum()) == pytest.approx(expected, rel=1e-12, abs=0)
    year = annual_loss(model, 1 << 14)
    assert year.none == pytest.approx(np.exp(-rate), rel=1e-12)
    if rate == 1e4 and median > 1.0:  # seconds beside a year are finer than the grid
        losses = duration.quantile((np.arange(1 << 20) + 0.5) / (1 << 20)).clip(max=8760.0)
        spread = np.sqrt(rate * (losses**2).mean())
        at = np.arange(year.mass.size) * year.step
        found = np.sqrt((year.mass * (at - year.mean()) ** 2).sum())
        assert spread * (1 - 1e-3) <= found <= spread * 1.06  # a grid as coarse as single losses spreads them
        assert float(year.quantile(0.99)) == pytest.approx(expected + 2.326 * spread, rel=2e-3)


@few
@given(hours=st.lists(st.floats(0.01, 8000.0), min_size=1, max_size=5), rate=rates)
def test_the_grid_adds_no_more_to_the_variance_than_the_page_says(hours, rate):
    """docs/methods/annual.md: expected loss x step, and events x step^2/4; exact by Campbell's theorem."""
    model = _one(rate, Curve.from_points([(0, 0), (8760, 8760)]), Empirical.of(hours))
    year = annual_loss(model, 512)
    at = np.arange(year.mass.size) * year.step
    added = (year.mass * (at - year.mean()) ** 2).sum() - rate * np.mean(np.square(hours))
    rounding = 1e-6 * (year.step * year.mass.size) ** 2
    assert -rounding <= added <= min(rate * np.mean(hours) * year.step, rate * year.step**2 / 4) + rounding


def test_a_ban_ten_times_a_year_leaves_a_tenth_of_the_year_to_all_else():
    """Of 3 outages a year those before the first ban count, 3 (1 - e^-10)/10; checked by plain simulation as well."""
    ban = Curve.from_points([(0, 0), (1, 1e6), (17520, 2e6)])
    lasting = Lognormal.from_median(4000.0, 1.0)
    model = AnnualModel(
        stacked([batch_of([STEPS]), batch_of([ban])]), [OUTAGE, lasting], [3.0, 10.0], absorbing=[False, True]
    )
    counted = [0.3 * -np.expm1(-10.0), -np.expm1(-10.0)]
    alone = [expected_losses(_one(1.0, *pair)).sum() for pair in ((STEPS, OUTAGE), (ban, lasting))]
    assert expected_losses(model)[:, 0] == pytest.approx(np.array(counted) * alone, rel=1e-10)
    chance = np.random.Generator(np.random.PCG64(2))
    start = chance.exponential(0.1, 200_000)
    drawn = np.where(start < 1, ban.value_at(lasting.quantile(chance.random(start.size))), 0.0)
    events = chance.poisson(3.0 * np.minimum(start, 1.0))
    hours = OUTAGE.quantile(chance.random(events.sum()))
    drawn += np.bincount(np.repeat(np.arange(start.size), events), STEPS.value_at(hours), start.size)
    year = annual_loss(model, 1 << 14)
    for level in (0.1, 0.5, 0.9):
        low, high = np.quantile(drawn, level + np.array([-4, 4]) * np.sqrt(level * (1 - level) / drawn.size))
        assert low - year.step <= float(year.quantile(level)) <= high + year.step


def test_a_thousand_scenarios_are_the_year_of_their_mixture():
    """Poisson sums add up: one scenario at all their rates whose duration is any of theirs."""
    chance = np.random.Generator(np.random.PCG64(5))
    made = [Lognormal.from_median(*pair) for pair in chance.uniform([0.5, 0.3], [50.0, 2.0], (1000, 2))]
    often = chance.gamma(0.5, 0.02, 1000)
    model = AnnualModel(stacked([batch_of([STEPS])] * 1000), made, often)
    year = annual_loss(model, 2048)
    single = sum(rate * _single(duration, year) for rate, duration in zip(often[::50], made[::50], strict=True))
    part = AnnualModel(stacked([batch_of([STEPS])] * 20), made[::50], often[::50])
    twenty = annual_loss(part, 2048, largest=year.step * 2048)
    assert twenty.mass == pytest.approx(_recursion(single / often[::50].sum(), often[::50].sum(), np.inf), abs=1e-11)
    reach = [sum(r * float(d.reaches(h)) for r, d in zip(often, made, strict=True)) for h in STEPS.knots_h]
    assert year.none == pytest.approx(np.exp(-reach[1]), rel=1e-9)
    assert year.mean() == pytest.approx(expected_losses(model).sum(), rel=1e-8)
