"""The yearly loss: against closed forms, a simulation, and bounds that hold."""

import numpy as np
import pytest

from assessments.engine.annual import annual_loss, certified_quantiles
from assessments.engine.overlap import drawn_years
from assessments.engine.uncertainty import sobol_points
from assessments.scoring.doubt import BAND, doubts_of, expected_totals, variations_at
from assessments.scoring.evaluate import Evaluation, evaluate
from assessments.scoring.report.notes import flags_part
from assessments.ui.words import money
from tests.factories.examples import evaluation_of
from tests.factories.profiles import EXAMPLES, profile_with


def evaluated(stem: str) -> Evaluation:
    return evaluation_of(stem)


@pytest.fixture(scope="module")
def brand() -> Evaluation:
    return evaluated("beauty_brand")


def test_the_grid_has_the_expected_loss_of_the_closed_form(brand):
    loss = annual_loss(brand.run.annual(brand.model.season))
    assert loss.mean() == pytest.approx(brand.yearly.expected, rel=1e-8)


def test_seasons_move_the_tail_and_not_the_expected_loss(brand):
    with_season, without = (annual_loss(brand.run.annual(season)) for season in (brand.model.season, None))
    assert with_season.mean() == pytest.approx(without.mean(), rel=1e-8)
    assert float(with_season.tail_mean(0.99)) > float(without.tail_mean(0.99))


@pytest.mark.parametrize("stem", ["beauty_brand", "agency", "one_person_shop"])
def test_the_bounds_on_a_short_range_hold_what_the_whole_range_encloses(stem):
    """Two independent enclosures of the same quantile overlap; the printed value lies in both but for its own grid."""
    found = evaluated(stem)
    model = found.run.annual(found.model.season)
    for level, printed in found.yearly.quantiles.items():
        low, high = certified_quantiles(model, float(level), 1 << 12, 2 * printed)
        wide_low, wide_high = certified_quantiles(model, float(level), 1 << 14)
        assert low * (1 - 5e-4) <= printed <= high * (1 + 5e-4)
        assert wide_low * (1 - 5e-4) <= printed <= wide_high * (1 + 5e-4)
        assert max(low, wide_low) <= min(high, wide_high)
        assert (high - low) / printed < 0.006
        assert found.yearly.numerical_error <= (high - low) / printed + 0.006


@pytest.mark.slow
def test_a_simulation_of_years_agrees():
    """400 000 years drawn event by event, without the grid: quantiles within what so many years can tell."""
    found = evaluated("agency")
    model, rng, years = found.run.annual(), np.random.default_rng(7), 400_000
    total = np.zeros(years)
    for curve, duration, rate in zip(model.totals, model.durations, model.rate, strict=True):
        counts = rng.poisson(rate, years)
        losses = curve.value_at(duration.quantile(rng.random(counts.sum())))
        total += np.bincount(np.repeat(np.arange(years), counts), weights=losses, minlength=years)
    grid = annual_loss(model)
    assert total.mean() == pytest.approx(found.yearly.expected, rel=0.03)
    assert np.quantile(total, [0.95, 0.99]) == pytest.approx(grid.quantile([0.95, 0.99]), rel=0.03)


def test_the_chance_over_the_limit_is_read_from_the_same_curve(brand):
    losses, chances = np.array(brand.yearly.exceedance).T
    at_limit = np.interp(brand.yearly.limit, losses, chances)
    assert brand.yearly.chance_over_limit == pytest.approx(at_limit, rel=0.05)


def test_tail_shares_add_up_to_the_mean_of_the_worst_years(brand):
    assert brand.yearly.tail_by_function.sum() == pytest.approx(brand.yearly.tail_means["0.95"], rel=1e-3)


def test_without_losses_every_figure_is_zero_and_nothing_is_in_doubt():
    found = evaluate(profile_with({"PRO-04": 0, "MON-07": 0, "DEP-01": ["none"]}))
    assert (found.yearly.expected, found.yearly.numerical_error, found.yearly.chance_over_limit) == (0, 0, 0)
    assert found.yearly.quantiles == {"0.95": 0, "0.99": 0}
    assert found.uncertainty.band == (0, 0)


def test_overlap_matters_only_where_long_events_take_much():
    """A share of the year's output, not of its hours: rules that take a third of Shop for months count a third."""
    assert evaluated("beauty_brand").yearly.overlap < 0.05
    often = {
        "RSK-03": {key: {"likelihood": 5, "reason": "three last year"} for key in ("policy_change", "account_loss")}
    }
    found = evaluate(profile_with(often))
    assert found.yearly.overlap > 0.05
    told = {flag["code"]: flag["sentence"] for flag in flags_part(found)}["overlap"]
    expected, bad = found.yearly.expected, found.yearly.quantiles["0.95"]
    assert f" instead of {money(expected, 'GBP')}, a bad year " in told
    assert told.endswith(f" instead of {money(bad, 'GBP')}.")


@pytest.mark.parametrize("stem", sorted(path.stem for path in EXAMPLES))
def test_no_more_is_counted_twice_than_is_said(stem):
    found = evaluated(stem)
    twice, error = drawn_years(found.run.annual(found.model.season), 20_000, seed=1).overstated()
    assert twice - 3 * error <= found.yearly.overlap


def test_a_range_that_says_little_is_called_rough():
    codes = {path.stem: {flag["code"] for flag in flags_part(evaluated(path.stem))} for path in EXAMPLES}
    assert {stem for stem, found in codes.items() if "wide_range" in found} == {"cafe"}


@pytest.mark.parametrize("stem", ["one_person_shop", "creator", "parcel_warehouse", "scheduling_software"])
def test_the_band_is_that_of_many_more_points(stem):
    found = evaluated(stem)
    doubts = doubts_of(found.model)
    many = variations_at(doubts, sobol_points(2048, len(doubts), seed=11))
    ends = np.quantile(expected_totals(found.model, found.model.events, many), BAND)
    assert found.uncertainty.band == pytest.approx(ends, rel=0.08)  # 64 points were off by 12 to 17 %
