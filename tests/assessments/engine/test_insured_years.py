"""What is kept of a year under a policy: as a plain simulation has it, and as the terms of a policy promise."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.engine.annual import AnnualModel, annual_loss, expected_losses
from assessments.engine.curves import Curve, batch_of
from assessments.engine.durations import Point
from assessments.engine.errors import InvalidInput
from assessments.engine.insurance import Cover
from assessments.engine.insured_years import InsuredYears
from tests.assessments.engine.reference_models import dev_1, dev_2
from tests.assessments.engine.situations import few

YEARS = 200_000
TERMS = st.builds(
    Cover,
    deductible=st.sampled_from([0.0, 500.0, 20_000.0]),
    limit=st.sampled_from([np.inf, 1_000.0, 60_000.0]),
    share=st.sampled_from([1.0, 0.5, 0.0]),
    waiting_h=st.sampled_from([0.0, 8.0, 100.0]),
)
MOST = st.sampled_from([np.inf, 0.0, 3_000.0, 50_000.0, 1e9])


def simulated(year, seed=7):
    """Return so many years' losses and payments, event by event, with each year's payments cut off at its limit."""
    chance = np.random.default_rng(seed)
    lost, paid = np.zeros(YEARS), np.zeros(YEARS)
    for row, (curve, duration, rate) in enumerate(
        zip(year.model.totals, year.model.durations, year.model.rate, strict=True)
    ):
        hours = duration.quantile(chance.random(chance.poisson(rate * YEARS)))
        of_year = chance.integers(0, YEARS, hours.size)
        loss = curve.value_at(hours)
        lost += np.bincount(of_year, loss, YEARS)
        if np.broadcast_to(year.insured, len(year.model.durations))[row]:
            first = curve.value_at(year.cover.waiting_h) if year.cover.waiting_h else 0.0
            paid += np.bincount(of_year, year.cover.paid(np.maximum(loss - first, 0.0)), YEARS)
    return lost, np.minimum(paid, year.most_a_year)


@pytest.mark.parametrize(
    ("cover", "insured", "most"),
    [
        (Cover(deductible=5_000.0, limit=80_000.0, share=0.9, waiting_h=8.0), [True, True, False], np.inf),
        (Cover(deductible=5_000.0, limit=80_000.0, share=0.9, waiting_h=8.0), [True, True, False], 60_000.0),
        (Cover(), True, 40_000.0),
        (Cover(deductible=2_000.0), [False, True, True], 25_000.0),
        (Cover(waiting_h=24.0), True, 150_000.0),
    ],
)
def test_what_is_paid_and_kept_is_what_a_simulation_gives(cover, insured, most):
    year = InsuredYears(dev_1(), cover, insured, most)
    lost, paid = simulated(year)
    kept = lost - paid
    assert abs(year.paid_on_average() - paid.mean()) < 5 * paid.std() / np.sqrt(YEARS)
    assert abs(year.kept.mean() - kept.mean()) < 5 * kept.std() / np.sqrt(YEARS)
    assert year.chance_of_payment() == pytest.approx((paid > 0).mean(), abs=0.005)
    assert year.chance_of_limit() == pytest.approx((paid >= most * (1 - 1e-12)).mean(), abs=0.005)
    assert year.kept.none == pytest.approx((kept < 1e-6).mean(), abs=0.006)
    for level in (0.8, 0.95, 0.99):
        above = (kept > float(year.kept.quantile(level))).mean()
        assert above == pytest.approx(1 - level, abs=5 * np.sqrt(level * (1 - level) / YEARS) + 0.01 * (1 - level))
    worst = np.sort(kept)[-YEARS // 20 :]
    assert (
        abs(float(year.kept.tail_mean(0.95)) - worst.mean())
        < 5 * worst.std() / np.sqrt(worst.size) + 0.005 * worst.mean()
    )


@pytest.mark.parametrize("ties", [{"shapes": 2.5}, {"absorbing": [False, False, True]}])
def test_a_yearly_factor_or_an_event_that_ends_the_year_is_counted_as_the_annual_engine_counts_it(ties):
    model = replace(dev_1(), **ties)
    year = InsuredYears(model, Cover(deductible=1_000.0), True, 30_000.0)
    assert year.kept.mean() + year.paid_on_average() == pytest.approx(expected_losses(model).sum(), rel=1e-3)
    next_to_nothing = InsuredYears(model, Cover(), True, 1.0)
    assert next_to_nothing.is_limited
    assert next_to_nothing.kept.quantile([0.9, 0.99]) == pytest.approx(
        annual_loss(model).quantile([0.9, 0.99]), rel=0.01
    )


@few
@given(cover=TERMS, most=MOST, insured=st.lists(st.booleans(), min_size=3, max_size=3))
def test_paid_and_kept_make_up_the_loss(cover, most, insured):
    model = dev_1()
    year = InsuredYears(model, cover, insured, most)
    assert year.kept.mean() + year.paid_on_average() == pytest.approx(expected_losses(model).sum(), rel=1e-4)
    assert year.kept.mass.sum() == pytest.approx(1.0, abs=1e-6)
    assert year.paid_on_average() <= min(most, year.paid_by_row().sum()) * (1 + 1e-9)
    assert (year.paid_by_row()[~np.array(insured)] == 0).all()


@few
@given(cover=TERMS, most=MOST)
def test_harder_terms_never_pay_more(cover, most):
    model = dev_1()

    def paid(**terms):
        return InsuredYears(model, replace(cover, **terms), True, most).paid_on_average()

    now = paid() * (1 + 1e-6) + 1e-6
    assert paid(waiting_h=cover.waiting_h + 5.0) <= now
    assert paid(deductible=cover.deductible + 700.0) <= now
    assert paid(limit=min(cover.limit, 800.0)) <= now
    assert paid(share=cover.share / 2) <= now


def test_the_share_scales_what_is_paid():
    whole, part = (InsuredYears(dev_1(), Cover(3_000.0, share=share, waiting_h=4.0), True) for share in (1.0, 0.3))
    assert part.paid_by_row() == pytest.approx(0.3 * whole.paid_by_row())


@pytest.mark.parametrize("most", [np.inf, 1e12])
def test_full_cover_keeps_nothing(most):
    year = InsuredYears(dev_1(), Cover(), True, most)
    assert year.kept.quantile([0.5, 0.999]).tolist() == [0.0, 0.0]
    assert year.kept.none == 1.0
    assert year.paid_on_average() == pytest.approx(expected_losses(dev_1()).sum())


@pytest.mark.parametrize(
    ("cover", "most"),
    [(Cover(limit=0.0), np.inf), (Cover(share=0.0), 5.0), (Cover(), 0.0), (Cover(waiting_h=1e4), np.inf)],
)
def test_terms_that_pay_nothing_keep_the_year_as_it_is(cover, most):
    year, alone = InsuredYears(dev_1(), cover, True, most), annual_loss(dev_1())
    assert (year.paid_on_average(), year.chance_of_payment(), year.chance_of_limit()) == (0.0, 0.0, 0.0)
    assert year.kept.quantile([0.3, 0.95]) == pytest.approx(alone.quantile([0.3, 0.95]), rel=1e-6)


def test_with_full_cover_the_year_is_kept_above_its_limit_only():
    model = dev_2()
    year, alone = InsuredYears(model, Cover(), True, 50_000.0), annual_loss(model, 1 << 14)
    levels = [0.5, 0.95, 0.99, 0.999]
    assert year.kept.quantile(levels) == pytest.approx(np.maximum(alone.quantile(levels) - 50_000.0, 0.0), abs=400.0)


def test_a_limit_that_two_of_many_equal_events_use_up_is_met_to_the_penny():
    model = AnnualModel(batch_of([Curve.from_points([(0, 0), (1, 100)])]), [Point(5.0)], [3.0])
    year = InsuredYears(model, Cover(), True, 200.0)
    none, one = np.exp(-3.0), 3 * np.exp(-3.0)
    assert year.paid_on_average() == pytest.approx(100 * one + 200 * (1 - none - one), abs=0.1)
    assert year.kept.none == pytest.approx(none * (1 + 3 + 4.5), abs=1e-3)


def test_an_alternative_that_takes_over_within_the_waiting_time_leaves_nothing_to_pay():
    """What is lost before the alternative delivers lies in the waiting time, however long the event then lasts."""
    flat_after_a_day = batch_of([Curve.from_points([(0, 0), (24, 2_400), (500, 2_400)])])
    paid, kept = Cover(waiting_h=24.0).divided(flat_after_a_day)
    assert paid.value_at([12.0, 24.0, 400.0]).ravel().tolist() == [0.0, 0.0, 0.0]
    assert kept.value_at([12.0, 400.0]).ravel().tolist() == [1_200.0, 2_400.0]


@pytest.mark.parametrize(
    ("make", "name"),
    [
        (lambda: InsuredYears(dev_1(), Cover(), True, -1.0), "most_a_year"),
        (lambda: InsuredYears(dev_1(), Cover(), [True, False], 1.0), "insured"),
        (lambda: InsuredYears(dev_1(), Cover(), 0.5), "insured"),
        (lambda: InsuredYears(dev_1(), "all", True), "cover"),
        (lambda: InsuredYears("year", Cover(), True), "model"),
        (lambda: Cover().divided(dev_1().curves), "curves"),
    ],
)
def test_a_wrong_value_is_refused_by_name(make, name):
    with pytest.raises(InvalidInput) as refused:
        make()
    assert refused.value.name.startswith(name)
