"""Seasons: factors with mean 1, start classes that keep the expected loss."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.engine.annual import AnnualModel, annual_loss, expected_losses
from assessments.engine.curves import Curve, batch_of, stacked
from assessments.engine.durations import Lognormal
from assessments.engine.errors import InvalidInput
from assessments.engine.season import Peak, factors_by_day, factors_from, season_of
from tests.assessments.engine.situations import few, loss_curves, modest

peaks = st.lists(
    st.builds(
        lambda first, length, factor: Peak(first, min(first + length, 364), factor),
        st.integers(0, 364),
        st.integers(0, 20),
        st.sampled_from([1.0, 1.5, 2.0, 3.4]),
    ),
    max_size=4,
)


@modest
@given(busy=peaks)
def test_the_factors_of_a_year_have_mean_one(busy):
    factors = factors_by_day(busy)
    assert factors.mean() == pytest.approx(1.0, abs=1e-12)
    assert (factors >= 0).all()
    for peak in busy:
        assert (factors[peak.first_day : peak.last_day + 1] >= peak.factor).all()


@modest
@given(busy=peaks, hours=st.lists(st.floats(0, 20_000), min_size=1, max_size=6))
def test_the_classes_average_to_an_ordinary_year_at_every_hour(busy, hours):
    year = season_of(busy)
    assert year.chances.sum() == pytest.approx(1.0, abs=1e-12)
    at = np.array(hours)
    assert (year.chances[:, None] * year.factor_at(at)).sum(axis=0) == pytest.approx(np.ones(len(hours)), abs=1e-12)
    assert (year.chances[:, None] * year.hours_counted(at)).sum(axis=0) == pytest.approx(at, rel=1e-10, abs=1e-9)


def test_hours_counted_is_the_integral_of_the_factor():
    year = season_of([Peak(10, 12, 4.0), Peak(200, 230, 2.0)])
    for end in (9.5, 300.25, 9001.5):
        at = np.linspace(0, end, 200_001)
        middle = year.factor_at((at[1:] + at[:-1]) / 2)
        assert year.hours_counted(end) == pytest.approx((middle * np.diff(at)).sum(axis=1), rel=1e-6)


def test_a_start_at_some_hour_of_a_single_peak_day_catches_half_of_it_in_a_day():
    """A start at an even hour of the day: in the 24 hours from it the peak day counts for one half on average."""
    year = season_of([Peak(100, 100, 5.0)])
    rest = (365 - 5) / 364
    assert year.hours_counted(24.0)[0] == pytest.approx(24 * (5.0 + rest) / 2)


@few
@given(curve=loss_curves(), busy=peaks)
def test_splitting_into_start_classes_leaves_the_expected_loss_unchanged(curve, busy):
    year, batch, duration = season_of(busy), batch_of([curve]), Lognormal.from_median(30.0, 1.4)
    classes = year.spread(batch)
    whole = expected_losses(AnnualModel(batch, [duration], [2.0])).sum()
    split = AnnualModel(stacked(classes), [duration] * len(classes), 2.0 * year.chances)
    assert expected_losses(split).sum() == pytest.approx(whole, rel=1e-11)
    for batch_of_class in classes:
        assert (np.diff(batch_of_class.curve(0).corners) >= 0).all()


def test_a_peak_makes_the_tail_heavier():
    curve, duration = Curve.from_points([(0, 0), (8760, 876_000)]), Lognormal.from_median(10.0, 1.0)
    year, batch = season_of([Peak(5, 20, 8.0)]), batch_of([curve])
    classes = year.spread(batch)
    level = annual_loss(AnnualModel(batch, [duration], [0.5]))
    peaky = annual_loss(AnnualModel(stacked(classes), [duration] * 2, 0.5 * year.chances))
    assert peaky.quantile(0.995) > 1.2 * level.quantile(0.995)
    assert peaky.mean() == pytest.approx(level.mean(), rel=1e-8)


def test_an_outage_on_a_known_day_counts_the_peak_and_ordinary_days_as_they_are():
    assert factors_from([Peak(3, 4, 3.0), Peak(4, 4, 2.0)], 2, 5).tolist() == [1, 3, 3, 1, 1]
    assert factors_from([Peak(364, 364, 3.0)], 363, 4).tolist() == [1, 3, 1, 1]


def test_the_larger_of_two_overlapping_factors_counts():
    factors = factors_by_day([Peak(0, 9, 2.0), Peak(5, 6, 3.0)])
    assert factors[4:8].tolist() == [2, 3, 3, 2]
    assert season_of([Peak(0, 9, 2.0), Peak(5, 6, 3.0)]).chances[:2].tolist() == pytest.approx([8 / 365, 2 / 365])


def test_a_year_without_peaks_is_one_class_and_leaves_curves_alone():
    year, batch = season_of([]), batch_of([Curve.from_points([(0, 0), (10, 5)])])
    assert year.peaks == (-1,)
    assert year.spread(batch) == (batch,)


@pytest.mark.parametrize(
    ("busy", "name"),
    [
        ([Peak(0, 199, 3.0)], "the income of the peaks"),
        ([Peak(0, 364, 0.5)], "the income of the peaks"),
        ([Peak(-1, 3, 2.0)], "first_day of a peak"),
        ([Peak(9, 3, 2.0)], "last_day of a peak"),
        ([Peak(9, 12, np.nan)], "factor of a peak"),
    ],
)
def test_peaks_that_cannot_be_are_refused_by_name(busy, name):
    with pytest.raises(InvalidInput) as refused:
        factors_by_day(busy)
    assert refused.value.name == name
