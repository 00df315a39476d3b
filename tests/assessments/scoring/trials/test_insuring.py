"""What a policy would do to an organisation's year, against its own years drawn by lot and cases that can be seen through."""

from dataclasses import replace

import numpy as np
import pytest

from assessments.scoring.trials.insuring import LENGTHS_H, Policy, insured_of, uninsured
from assessments.scoring.trials.present import present_of
from tests.factories.examples import NAMES, evaluation_of, profile_of

YEARS = 100_000


@pytest.fixture(scope="module")
def agency():
    return present_of(profile_of("agency"))


def drawn(present, policy, seed=5):
    """What so many years lose and are paid, event by event."""
    chance, bare = np.random.default_rng(seed), uninsured(present)
    lost, paid = np.zeros(YEARS), np.zeros(YEARS)
    rows = zip(bare.scenarios, bare.model.totals, bare.model.durations, bare.model.rate, strict=True)
    for scenario, curve, duration, rate in rows:
        loss = curve.value_at(duration.quantile(chance.random(chance.poisson(rate * YEARS))))
        of_year = chance.integers(0, YEARS, loss.size)
        lost += np.bincount(of_year, loss, YEARS)
        if scenario in policy.scenarios:
            after = np.maximum(loss - float(curve.value_at(policy.waiting_h)) * (policy.waiting_h > 0), 0.0)
            each = np.minimum(np.maximum(after - policy.excess, 0.0) * policy.share / 100, policy.most)
            paid += np.bincount(of_year, each, YEARS)
    return lost, np.minimum(paid, policy.most_a_year)


@pytest.mark.parametrize(
    "terms",
    [
        {"waiting_h": 24.0, "excess": 1_000.0, "most": 50_000.0, "share": 80.0},
        {"waiting_h": 8.0, "excess": 500.0, "share": 90.0, "most_a_year": 40_000.0},
        {"most_a_year": 15_000.0},
    ],
)
def test_the_year_is_that_of_years_drawn_by_lot(agency, terms):
    policy = Policy(agency.touched[1:], premium=3_000.0, **terms)
    found = insured_of(agency, policy)
    lost, paid = drawn(agency, policy)
    kept = lost - paid + policy.premium
    assert abs(found.paid - paid.mean()) < 5 * paid.std() / np.sqrt(YEARS)
    assert abs(found.after.average - kept.mean()) < 5 * kept.std() / np.sqrt(YEARS)
    assert found.pays == pytest.approx((paid > 0).mean(), abs=0.008)
    assert found.used_up == pytest.approx((paid >= policy.most_a_year * (1 - 1e-12)).mean(), abs=0.005)
    for level, loss in ((0.95, found.after.bad), (0.99, found.after.very_bad)):
        off = 5 * np.sqrt(level * (1 - level) / YEARS) + 0.02 * (1 - level)
        assert (kept > loss).mean() == pytest.approx(1 - level, abs=off)
    limit = agency.statement.organisation.severe_loss.number
    assert found.after.over_limit == pytest.approx((kept > limit).mean(), abs=0.003)
    assert found.before.over_limit == pytest.approx((lost > limit).mean(), abs=0.003)


@pytest.mark.parametrize("name", NAMES)
def test_without_the_policy_the_year_is_that_of_the_results(name):
    present, yearly = present_of(profile_of(name)), evaluation_of(name).yearly
    before = insured_of(present, Policy(present.touched)).before
    assert before.average == pytest.approx(yearly.expected)
    assert (before.bad, before.very_bad) == pytest.approx((yearly.quantiles["0.95"], yearly.quantiles["0.99"]))
    assert before.tail == pytest.approx(yearly.tail_means["0.95"])
    assert before.over_limit == pytest.approx(yearly.chance_over_limit)


@pytest.mark.parametrize("name", ["agency", "one_person_shop", "scheduling_software"])
def test_full_cover_pays_the_whole_loss_of_every_event_and_leaves_the_premium(name):
    present = present_of(profile_of(name))
    found = insured_of(present, Policy(present.touched, premium=10.0))
    assert found.paid == pytest.approx(found.before.average)
    assert [found.after.average, found.after.bad, found.after.very_bad, found.after.tail] == pytest.approx([10.0] * 4)
    for one in found.by_scenario:
        assert one.paid == pytest.approx(one.lost)
    for rows in found.by_length.values():
        assert [hours for hours, _, _ in rows] == list(LENGTHS_H)
        assert all(paid == pytest.approx(loss) for _, loss, paid in rows)


def test_what_the_kinds_of_event_are_paid_less_what_the_limit_cuts_off_is_what_is_paid(agency):
    found = insured_of(agency, Policy(agency.touched, excess=300.0, most_a_year=20_000.0))
    assert sum(one.paid for one in found.by_scenario) - found.cut_off == pytest.approx(found.paid)
    assert sum(one.lost for one in found.by_scenario) == pytest.approx(found.before.average)
    assert found.cut_off > 0


def test_only_what_is_insured_is_paid(agency):
    found = insured_of(agency, Policy(("account_loss",)))
    assert {one.key for one in found.by_scenario if one.paid > 0} == {"account_loss"}
    assert {key for key, rows in found.by_length.items() if any(paid > 0 for *_, paid in rows)} == {"account_loss"}


def test_a_premium_is_added_to_every_year_and_counts_towards_the_severe_loss(agency):
    policy = Policy(agency.touched, excess=2_000.0)
    free, dear = insured_of(agency, policy), insured_of(agency, replace(policy, premium=69_000.0))
    assert dear.after.bad - free.after.bad == pytest.approx(69_000.0)
    assert [b[2] - a[2] for a, b in zip(free.curve, dear.curve, strict=True)] == pytest.approx(
        [69_000.0] * len(free.curve)
    )
    assert dear.after.over_limit > free.after.over_limit
    assert insured_of(agency, replace(policy, premium=80_000.0)).after.over_limit == 1.0


def test_a_policy_without_a_premium_never_makes_a_year_dearer(agency):
    """A limit of the year so small that the plane of the engine rounds more than it pays."""
    found = insured_of(agency, Policy(agency.touched, most_a_year=1.0))
    assert found.after.bad <= found.before.bad
    assert found.after.tail <= found.before.tail
    assert all(with_it <= without for _, without, with_it in found.curve)
