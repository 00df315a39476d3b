"""What an insurance pays: curve by curve as the formula says, and of the year as simulated."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.engine.annual import AnnualModel, annual_loss, expected_losses
from assessments.engine.curves import batch_of
from assessments.engine.errors import InvalidInput
from assessments.engine.insurance import Cover, InsuredYear
from tests.assessments.engine.reference_models import dev_1, dev_2, simulated_years
from tests.assessments.engine.situations import loss_curves, modest


@modest
@given(
    curve=loss_curves(),
    deductible=st.sampled_from([0.0, 7.0, 300.0, 9e9]),
    limit=st.sampled_from([np.inf, 0.0, 500.0]),
    waiting_h=st.sampled_from([0.0, 0.5, 72.0, 9000.0]),
)
def test_a_cover_per_event_pays_by_its_formula_at_every_length(curve, deductible, limit, waiting_h):
    cover = Cover(deductible, limit, 0.8, waiting_h)
    hours = np.unique(np.concatenate([np.linspace(0, 8760, 97), curve.knots_h, [min(waiting_h, 8760)]]))
    first = curve.value_at(waiting_h) if waiting_h else 0.0  # what is lost in the first hours is not paid later
    paid = cover.paid_for(curve)
    insured = np.maximum(curve.value_at(hours) - first, 0.0)
    assert paid.value_at(hours) == pytest.approx(cover.paid(insured), rel=1e-9, abs=1e-6)
    assert paid.knots_h[-1] <= max(curve.knots_h[-1], 0.0)


def test_a_cover_without_terms_pays_everything():
    assert Cover().paid([0.5, 10.0]).tolist() == [0.5, 10.0]


def test_what_an_event_cover_pays_on_average_is_closed_form():
    model, cover = dev_2(), Cover(deductible=5_000.0, limit=40_000.0, waiting_h=8.0)
    paid = AnnualModel(batch_of([cover.paid_for(model.totals[0])]), model.durations, model.rates)
    hours = model.durations[0].quantile((np.arange(200_000) + 0.5) / 200_000)
    insured = np.maximum(model.totals[0].value_at(hours) - model.totals[0].value_at(8.0), 0.0)
    assert expected_losses(paid).sum() == pytest.approx(3.0 * cover.paid(insured).mean(), rel=1e-4)


def test_a_cover_of_the_year_leaves_what_a_simulation_leaves():
    model, cover = dev_1(), Cover(deductible=50_000.0, limit=400_000.0, share=0.9)
    insured, years = InsuredYear(annual_loss(model, 1 << 14), cover), simulated_years(model, 200_000, seed=11)
    kept = years - cover.paid(years)
    error = kept.std() / np.sqrt(years.size)
    assert abs(insured.paid() - cover.paid(years).mean()) < 5 * error
    assert insured.quantile([0.5, 0.95]) == pytest.approx(np.quantile(kept, [0.5, 0.95]), rel=0.02)
    worst = np.sort(kept)[-10_000:]
    assert insured.tail_mean(0.95) == pytest.approx(worst.mean(), abs=5 * worst.std() / 100)
    assert insured.tail_mean(0.0) + insured.paid() == pytest.approx(annual_loss(model, 1 << 14).mean(), rel=1e-9)


@pytest.mark.parametrize(
    ("make", "name"),
    [
        (lambda: Cover(deductible=-1.0), "deductible"),
        (lambda: Cover(limit=np.nan), "limit"),
        (lambda: Cover(share=1.2), "share"),
        (lambda: Cover(waiting_h=np.inf), "waiting_h"),
        (lambda: Cover().paid([-1.0]), "losses[0]"),
        (lambda: InsuredYear(annual_loss(dev_2()), Cover()).tail_mean(1.0), "level"),
    ],
)
def test_a_wrong_value_is_refused_by_name(make, name):
    with pytest.raises(InvalidInput) as refused:
        make()
    assert refused.value.name == name
