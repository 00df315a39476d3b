"""Credits and penalties against sums done by hand: when they fall due, how much, and that nobody is paid twice."""

import pytest

from assessments.engine.ratings import BANDS_H
from assessments.scoring.evaluate import evaluate
from assessments.scoring.report.figures import credits_part
from assessments.scoring.stated.contracts import Contracts
from assessments.scoring.statement import state
from tests.factories.profiles import profile_with

YEAR, DIRECT = 1_200_000, 50
FEE = YEAR * DIRECT / 100
MONTH = FEE / 12
SAAS = {
    "PRO-01": "saas",
    "PRO-04": YEAR,
    "MON-01": DIRECT,
    "MON-09": "recurring",
    "MON-07": 0,
    "USE-01": ["api"],
    "DEP-01": ["none"],
}
LATE = {"credit_percent": 10, "after_hours": 24, "period": "month"}
SERVICE = {"uptime": 99.5, "upstream_excluded": "no", "credit_max": 20}


def profile(answers, functions=None):
    return profile_with(
        {**SAAS, "AG-04": {}, "SA-02": {}, **answers},
        functions or {"software_integration": {"FUN-02": 100, "WRK-01": "s0"}},
        depth="standard",
    )


def contracts(answers, functions=None) -> Contracts:
    return state(profile(answers, functions)).contracts


def due(found: Contracts) -> dict[str, list[float]]:
    return {it.source: [found.counted(it, hours) for hours in BANDS_H] for it in found.credits}


def test_late_work_owes_its_share_of_the_fee_of_the_period_once_it_is_late():
    assert due(contracts({"AG-04": LATE}))["AG-04"] == pytest.approx([0, 0, 0, *[0.1 * MONTH] * 5])


@pytest.mark.parametrize(
    ("period", "months"), [("week", 168 / 730), ("month", 1), ("quarter", 3), ("year", 12), (None, 1)]
)
def test_the_fee_is_that_of_the_period_and_of_a_month_where_none_is_given(period, months):
    given = {key: value for key, value in {**LATE, "period": period}.items() if value is not None}
    first = contracts({"AG-04": given}).credits[0]
    assert first.amount == pytest.approx(0.1 * MONTH * months)


def test_a_weekly_credit_comes_again_every_week():
    weekly = contracts({"AG-04": {**LATE, "period": "week"}}).credits[0]
    assert [weekly.due_by(hours) / weekly.amount for hours in (23, 24, 191, 192, 360)] == [0, 1, 1, 2, 3]
    assert len(weekly.dates_h) == 52


def test_a_service_level_is_broken_after_the_time_it_allows_in_a_month():
    """99.5% of 730 hours leaves 3.65 hours."""
    found = contracts({"SA-02": SERVICE}).credits[0]
    assert (found.after_h, found.amount) == pytest.approx((3.65, 0.2 * MONTH))


def test_failures_upstream_that_are_excluded_owe_nothing_and_unclear_ones_count():
    assert contracts({"SA-02": {**SERVICE, "upstream_excluded": "yes"}}).credits == ()
    assert contracts({"SA-02": {**SERVICE, "upstream_excluded": "unclear"}}).credits
    assert contracts({"SA-02": {**SERVICE, "upstream_excluded": {"unknown": True}}}).credits


def test_of_both_credits_the_larger_counts_at_any_time_and_never_both():
    """20% of a month after 3.65 h, 10% of a quarter after 24 h: from then on the second is the larger."""
    found = contracts({"SA-02": SERVICE, "AG-04": {**LATE, "period": "quarter"}})
    by_hour = due(found)
    assert by_hour["SA-02"] == pytest.approx([0, 0.2 * MONTH, 0.2 * MONTH, 0, 0, 0, 0, 0])
    assert by_hour["AG-04"] == pytest.approx([0, 0, 0, *[0.3 * MONTH] * 5])
    assert [number for step in found.fees_due()[:2] for number in step] == pytest.approx(
        [3.65, 0.2 * MONTH, 24.0, 0.1 * MONTH]
    )


def test_the_losses_hold_the_larger_credit():
    evaluation = evaluate(profile({"SA-02": SERVICE, "AG-04": {**LATE, "period": "quarter"}}))
    lost = dict(zip(BANDS_H, evaluation.impacts[0].normal.losses.tolist(), strict=True))
    assert [lost[hours] for hours in (1.0, 4.0, 24.0, 720.0)] == pytest.approx(
        [0, 0.2 * MONTH, 0.3 * MONTH, 0.3 * MONTH]
    )
    parts = credits_part(evaluation)
    for key, hours in (("1", 1.0), ("4", 4.0), ("24", 24.0), ("720", 720.0)):
        assert sum(part["amount_at_h"][key] for part in parts) == pytest.approx(lost[hours])


def test_a_smaller_credit_that_never_counts_is_left_out():
    found = contracts({"SA-02": {**SERVICE, "credit_max": 50}, "AG-04": LATE})
    assert [it.source for it in found.credits] == ["SA-02"]


def test_a_right_to_leave_is_shown_and_in_no_loss():
    evaluation = evaluate(profile({"AG-04": {"exit_late_percent": 20, "period": "month"}}))
    part = credits_part(evaluation)[0]
    assert part["exit"] == {"late_percent": 20, "period": "month", "income_year": FEE}
    assert set(part["amount_at_h"].values()) == {0.0}
    assert evaluation.impacts[0].normal.losses.tolist() == [0.0] * 8
    assert part["sentence"].startswith("A client may leave when more than 20% of a month's work is late or missing")


def test_a_credit_that_is_not_known_counts_at_its_cautious_end_and_widens_the_range():
    unknown = contracts({"AG-04": {"credit_percent": {"unknown": True}, "after_hours": {"unknown": True}}}).credits[0]
    assert (unknown.amount, unknown.after_h) == pytest.approx((0.25 * MONTH, 4))
    nothing_said = contracts({"AG-04": {"unknown": True}}).credits[0]
    assert nothing_said.amount == pytest.approx(0.25 * MONTH * 168 / 730)
    evaluation = evaluate(profile({"AG-04": {"credit_percent": {"unknown": True}, "after_hours": 4}}))
    swing = next(it for it in evaluation.uncertainty.swings if it.doubt.key == "credits")
    assert swing.matters
    assert evaluation.uncertainty.grade == "D"


def test_credits_follow_what_clients_pay():
    """Half the direct income means half the fee, so half the credit."""
    evaluation = evaluate(profile({"AG-04": {**LATE, "after_hours": 1}, "MON-02": 0}))
    swing = next(it for it in evaluation.uncertainty.swings if it.doubt.key == "direct")
    assert swing.low < evaluation.yearly.expected < swing.high


# --------------------------------------------------------------------------------------------------------- late orders
SHOP = {
    "PRO-01": "ecommerce",
    "USE-01": ["shop"],
    "PRO-04": YEAR,
    "MON-01": 50,
    "AG-04": None,
    "SA-02": None,
    "MON-09": None,
}


def penalty(answers, functions):
    found = contracts({**SHOP, **answers}, functions).credits
    return found[0] if found else None


def test_every_order_open_when_the_outage_began_costs_its_penalty():
    """130 orders a day, 48 hours to hand over, 3 each: 780 after 48 hours, once."""
    found = penalty({"EC-01": 130, "EC-02": {"hours": 48, "penalty": 3}}, {"social_commerce": {}})
    assert (found.after_h, found.amount, found.due_by(5000)) == (48, 780, 780)


def test_orders_come_from_the_weekly_volume_where_they_are_not_asked():
    functions = {
        "social_commerce": {"FUN-03": "700 orders"},
        "order_fulfilment": {"FUN-03": "700 orders"},
        "live_selling": {"FUN-03": "2 shows"},
    }
    assert penalty({"EC-02": {"hours": 24, "penalty": 3}}, functions).amount == 300  # the same orders are counted once


def test_a_warehouse_pays_for_the_parcels_that_begin_on_tiktok():
    answers = {
        "PRO-01": "logistics",
        "USE-01": ["none_direct"],
        "LG-01": 26,
        "EC-02": {"hours": 24, "penalty": 1.5},
        "AG-04": {},
    }
    functions = {"order_fulfilment": {"FUN-03": "61 000 parcels"}, "returns_desk": {"FUN-03": "4 800 returns"}}
    keys = ["order_fulfilment", {"key": "returns_desk", "label": "Returns", "like": "order_fulfilment"}]
    found = penalty({**answers, "USE-02": keys}, functions)
    assert found.amount == pytest.approx(1.5 * 0.26 * 61_000 / 7)


def test_a_penalty_that_is_not_known_is_left_out_and_said():
    statement = state(
        profile({**SHOP, "EC-01": 130, "EC-02": {"hours": 48, "penalty": {"unknown": True}}}, {"social_commerce": {}})
    )
    assert statement.contracts.credits == ()
    assert (
        statement.quantities["pack.dispatch_penalty"].sentence
        == "The cost of a late order is not known; it is left out of the sums."
    )
