"""Impact over time against sums done by hand: the worked example of the domain guide, money by kind of income, limits, targets."""

import numpy as np
import pytest

from assessments.engine.ratings import BANDS_H
from assessments.scoring.evaluate import Evaluation, evaluate
from assessments.scoring.events import events_of
from assessments.scoring.impact import Impact, impacts_of
from assessments.scoring.model import Model
from assessments.scoring.overrides import Overrides
from assessments.scoring.statement import state
from tests.factories.profiles import profile_with

DAY = 1000.0  # income a day of the organisation below
QUIET = {"PRO-04": 365 * DAY, "MON-01": 40, "MON-02": 0, "DEP-01": ["none"], "MON-07": 0, "PRO-06": 52}


def evaluated(answers=None, function=None, key="social_commerce", **top) -> Evaluation:
    given = {"FUN-02": 100, "WRK-01": "s0", **(function or {})}
    return evaluate(profile_with({**QUIET, **(answers or {})}, {key: given}, **top))


def impacts(answers=None, functions=None, **top) -> tuple[Impact, ...]:
    """Only as much of the pipeline as impact needs."""
    profile = profile_with({**QUIET, **(answers or {})}, functions, **top)
    statement, overrides = state(profile), Overrides(profile)
    return impacts_of(Model(statement, events_of(statement, overrides)), overrides)


def impact(answers=None, function=None, key="social_commerce", **top) -> Impact:
    return impacts(answers, {key: {"FUN-02": 100, "WRK-01": "s0", **(function or {})}}, **top)[0]


def losses(answers=None, function=None, key="social_commerce", **top) -> list[float]:
    return impact(answers, function, key, **top).normal.losses.tolist()


def faded(hours: float, half_life: float = 240.0) -> float:
    """Hours' worth of influenced income that have faded: the integral of 1 - 2^(-t/h)."""
    return hours - half_life / np.log(2) * (1 - 2 ** (-hours / half_life))


# -------------------------------------------------------------------------------------------------- the worked example
def answers_that_lose(at_24h: float, at_3d: float, at_1w: float) -> dict[str, float]:
    """Direct and influenced income a day and recapture that lose these amounts: three linear equations."""
    influenced = [faded(hours) / 24 for hours in (24, 72, 168)]
    # unknowns: direct, direct x recapture, influenced; recapture counts in full on day 1 and 0.3 on days 2 and 3
    rows = [[1, -1, influenced[0]], [3, -1.6, influenced[1]], [7, -1.6, influenced[2]]]
    direct, recaptured, fading = np.linalg.solve(np.array(rows), [at_24h, at_3d, at_1w])
    income = 365 * (direct + fading)
    return {
        "PRO-04": round(income, 6),
        "MON-01": 100 * direct / (direct + fading),
        "MON-02": 100 * fading / (direct + fading),
        "MON-06": 100 * recaptured / direct,
    }


def test_the_worked_example_of_the_domain_guide():
    """Severe-loss amount 40 000; 6 000 at 24 h, 21 000 at 3 d, 60 000 at 1 w; Customers 2 at 24 h and 4 at 3 d; catch-up 6 h."""
    answers = {**answers_that_lose(6_000, 21_000, 60_000), "PRO-05": 100, "PRO-07": 40_000}
    function = {"IMP-03": {"customer": {"h24": 2, "d3": 4}}, "IMP-04": 6, "FUN-05": 1, "FUN-04": 50, "IMP-01": "d3"}
    found = impact(answers, function, depth="standard")
    by_band = dict(zip(BANDS_H, found.normal.losses.tolist(), strict=True))
    assert (by_band[24.0], by_band[72.0], by_band[168.0]) == pytest.approx((6_000, 21_000, 60_000))
    assert [found.normal.grid["financial"][band] for band in ("h24", "d3", "w1")] == [2, 3, 4]
    assert found.normal.mtpd_h == 24
    assert found.normal.set_by == ("customer", "d3")
    assert found.normal.between_h == (24, 72)
    assert (found.rto_h, found.tier) == (18, "B")


# ------------------------------------------------------------------------------------------------ money by kind of income
def test_a_sale_is_lost_by_the_hour_less_what_comes_back():
    """Recapture r counts in full for a day, 0.3 r until the third, nothing after; r = 33% where it is not asked.

    From 40% of direct income on it is asked in every depth.
    """
    lost = dict(zip(BANDS_H, losses({"MON-01": 30}), strict=True))
    direct = 0.3 * DAY
    assert lost[24.0] == pytest.approx(direct * (1 - 0.33))
    assert lost[72.0] == pytest.approx(direct * (0.67 + 2 * (1 - 0.3 * 0.33)))
    assert lost[168.0] == pytest.approx(direct * (0.67 + 2 * 0.901 + 4))
    assert lost[1.0] == pytest.approx(direct * 0.67 / 24)


@pytest.mark.parametrize(
    ("answer", "recapture"), [(60, 0.6), ({"unknown": True}, 0.1), (None, 0.1), (0, 0.0), (100, 1.0)]
)
def test_recapture_is_what_was_said_and_a_tenth_where_it_is_not_known(answer, recapture):
    found = losses({"MON-06": answer}, depth="standard")
    assert found[BANDS_H.index(24.0)] == pytest.approx(400 * (1 - recapture))


@pytest.mark.parametrize("kind", ["per_sale", "per_piece"])
def test_pieces_are_lost_like_sales(kind):
    assert losses({"PRO-01": "other", "MON-09": kind}) == pytest.approx(
        losses({"PRO-01": "other", "MON-09": "per_sale"})
    )


def test_a_subscription_is_never_lost_by_the_hour_but_influenced_income_fades_over_a_month():
    found = losses({"PRO-01": "other", "MON-09": "recurring", "MON-02": 10})
    expected = [0.1 * DAY / 24 * faded(hours, 720.0) for hours in BANDS_H]
    assert found == pytest.approx(expected)
    assert losses({"PRO-01": "other", "MON-09": "recurring"}) == [0.0] * 8


def test_reach_without_income_has_no_money_row():
    found = impact({"PRO-01": "other", "MON-09": "not_income", "MON-02": 10}, {"IMP-03": {"reputational": {"d3": 3}}})
    assert found.normal.losses.tolist() == [0.0] * 8
    assert list(found.normal.grid) == ["reputational"]


def test_how_income_is_charged_counts_by_the_sale_where_it_is_not_known():
    unknown = losses({"PRO-01": "other", "MON-09": {"unknown": True}})
    assert unknown == pytest.approx(losses({"PRO-01": "other", "MON-09": "per_sale"}))


@pytest.mark.parametrize(
    ("industry", "key", "half_life"),
    [
        ("ecommerce", "social_commerce", 240),
        ("media", "social_commerce", 720),
        ("fashion_beauty", "product_launch", 120),
    ],
)
def test_influenced_income_fades_with_the_half_life_of_the_line_of_business(industry, key, half_life):
    answers = {"PRO-01": industry, "MON-01": 0, "MON-02": 30, "USE-01": ["shop", "organic", "ads", "creators"]}
    mode = {"MON-09": "per_sale"} if industry == "media" else {}
    found = losses({**answers, **mode}, key=key)
    assert found == pytest.approx([0.3 * DAY / 24 * faded(hours, half_life) for hours in BANDS_H])


def test_amounts_are_margin_where_the_margin_is_known_and_ratings_assume_35_where_it_is_not():
    revenue, margin = impact({"PRO-07": 1000}), impact({"PRO-05": 35, "PRO-07": 1000})
    assert margin.normal.losses == pytest.approx(0.35 * revenue.normal.losses)
    assert margin.normal.grid["financial"] == revenue.normal.grid["financial"]


def test_costs_go_on_beside_the_income_and_are_no_margin():
    with_costs = losses({"MON-07": 240, "PRO-05": 50})
    without = losses({"PRO-05": 50})
    assert np.subtract(with_costs, without) == pytest.approx([10.0 * hours for hours in BANDS_H])


def test_output_that_stops_in_part_costs_its_part():
    assert losses(function={"FUN-02": 25}) == pytest.approx(np.multiply(0.25, losses()))


def test_income_is_split_over_the_activities_that_bring_it_in_and_counted_once():
    functions = {
        "social_commerce": {"FUN-02": 100, "FUN-06": 70, "WRK-01": "s0"},
        "live_selling": {"FUN-02": 100, "WRK-01": "s0"},
        "customer_care": {"FUN-02": 100, "WRK-01": "s0"},
    }
    found = impacts({"USE-01": ["shop", "live", "inbox"]}, functions)
    shares = {it.key: it.stated.income_share.number for it in found}
    assert shares == {"social_commerce": 70, "live_selling": 30, "customer_care": 0}
    assert sum(it.normal.losses for it in found) == pytest.approx(losses())
    assert "financial" not in next(it for it in found if it.key == "customer_care").normal.grid


# ------------------------------------------------------------------------------------------------------ money as a rating
def test_the_severe_loss_amount_is_a_quarter_of_a_months_income_where_it_is_not_asked():
    severe = evaluated().statement.organisation.severe_loss
    assert severe.number == pytest.approx(0.25 * 365 * DAY / 12)
    assert (severe.origin, severe.grade) == ("default", "C")
    assert evaluated(depth="standard").statement.organisation.severe_loss.number == pytest.approx(0.15 * 365 * DAY / 12)


def test_income_lost_beyond_the_cash_runway_is_critical():
    """One week of runway is 7 x 400 of income: passed between one and two weeks, whatever the severe-loss amount."""
    found = impact({"PRO-06": 1, "PRO-07": 10_000_000}).normal.grid["financial"]
    assert (found["w1"], found["w2"], found["m1"]) == (1, 5, 5)
    going_on = impact({"PRO-06": 1, "PRO-07": 10_000_000, "PRO-01": "other", "MON-09": "recurring", "MON-02": 50})
    assert going_on.normal.grid["financial"]["m1"] < 5


def test_without_an_income_money_is_not_rated():
    found = evaluated({"PRO-04": 0, "MON-07": 50})
    assert "financial" not in found.impacts[0].normal.grid
    assert found.impacts[0].normal.mtpd_h == 24  # nothing stated, nothing calculated: to be settled
    assert found.impacts[0].normal.settled.to_be_settled


# ------------------------------------------------------------------------------------------------------------ limits
def limit_of(stated=None, grid=None, **more) -> Impact:
    function = {"IMP-01": stated, "IMP-03": grid, "IMP-04": 0, "FUN-05": 1, **more}
    return impact({"PRO-07": 10_000_000}, {k: v for k, v in function.items() if v is not None}, depth="standard")


@pytest.mark.parametrize(
    ("grid", "hours", "between"),
    [
        ({"legal": {"h1": 4}}, 0.5, (0, 1)),
        ({"legal": {"h4": 4}}, 1, (1, 4)),
        ({"legal": {"h24": 3, "d3": 5}}, 24, (24, 72)),
        ({"legal": {"m1": 4}}, 336, (336, 720)),
        ({"legal": {"m1": 3}}, None, (720, None)),
    ],
)
def test_the_limit_is_the_upper_edge_of_the_band_before_the_first_that_is_not_acceptable(grid, hours, between):
    found = limit_of({"unknown": True}, grid)
    assert found.normal.mtpd_h == hours
    assert found.normal.between_h == between


@pytest.mark.parametrize(
    ("code", "hours"),
    [("h1", 0.5), ("h4", 1), ("h8", 4), ("h24", 8), ("d3", 24), ("w1", 72), ("w2", 168), ("m1", 336), ("never", None)],
)
def test_the_stated_limit_names_the_first_band_that_is_not_acceptable(code, hours):
    found = limit_of(code)
    assert found.stated_mtpd.hours == hours
    assert found.normal.mtpd_h == hours
    assert found.normal.set_by == (None if hours is None else ("stated", code))


@pytest.mark.parametrize(
    ("stated", "calculated", "hours", "open_question"),
    [
        ("d3", "d3", 24, False),
        ("w1", "d3", 24, False),
        ("d3", "w1", 24, False),
        ("w2", "d3", 24, True),
        ("h24", "w1", 8, True),
    ],
)
def test_the_shorter_of_both_limits_counts_and_two_bands_apart_are_to_be_settled(
    stated, calculated, hours, open_question
):
    found = limit_of(stated, {"people": {calculated: 4}})
    assert found.normal.mtpd_h == hours
    assert found.normal.settled.to_be_settled is open_question


def test_with_nothing_known_a_day_is_planned_and_is_to_be_settled():
    nothing = {"PRO-01": "other", "MON-09": "not_income", "USE-01": ["organic"]}
    found = impact(
        nothing, {"IMP-01": {"unknown": True}, "IMP-03": {"unknown": True}}, key="audience_reach", depth="standard"
    )
    assert (found.normal.mtpd_h, found.normal.set_by, found.normal.between_h) == (24, ("fallback", "d3"), (24, 72))
    assert found.normal.settled.to_be_settled


def test_what_people_named_as_the_first_effect_is_named_with_the_stated_limit():
    assert limit_of("d3", **{"IMP-02": "legal"}).normal.set_by == ("legal", "d3")


def test_in_urgent_public_information_a_rating_of_3_is_too_much_for_legal_and_customers_only():
    for category, hours in (("legal", 4), ("customer", 4), ("reputational", None)):
        function = {"IMP-01": {"unknown": True}, "IMP-03": {category: {"h8": 3}}, "IMP-04": 0, "FUN-05": 1}
        answers = {"PRO-01": "public_nonprofit", "MON-09": "not_income", "USE-01": ["organic"]}
        assert impact(answers, function, key="public_information", depth="standard").normal.mtpd_h == hours
        assert impact(answers, function, key="audience_reach", depth="standard").normal.mtpd_h is None


def test_a_falling_rating_without_a_reason_is_carried_forward():
    rows = {"customer": {"h24": 3, "w1": 1}, "legal": {"h24": 3, "w1": {"rating": 1, "reason": "the duty ends"}}}
    grid = limit_of("m1", rows).normal.grid
    assert [grid["customer"][band] for band in ("h8", "h24", "d3", "w1", "m1")] == [0, 3, 3, 3, 3]
    assert [grid["legal"][band] for band in ("h24", "d3", "w1", "m1")] == [3, 3, 1, 1]


# ------------------------------------------------------------------------------------------------------------ targets
@pytest.mark.parametrize(
    ("limit", "catch_up", "people", "target", "tier"),
    [
        ("d3", 6, 1, 18, "B"),
        ("d3", 6, 2, 21, "B"),
        ("d3", 0, 1, 24, "B"),
        ("h1", 0, 1, 0.5, "A"),
        ("h4", 6, 1, 0.75, "A"),  # 1 h less a quarter of an hour
        ("h8", 2, 1, 3, "A"),  # 4 h less 20 minutes, down to a whole hour
        ("w2", 6, 1, 120, "C"),  # 7 days less 42 h is 126 h, down to whole days
        ("w1", 40, 1, 0.25, "A"),  # 72 h less 120 h of work: not below 15 minutes
        ("never", 10, 1, 408, "D"),  # 720 h less 300 h is 420 h, down to whole days
    ],
)
def test_the_target_is_the_limit_less_the_time_to_catch_up_rounded_down(limit, catch_up, people, target, tier):
    found = limit_of(limit, {"people": {"h1": 0}}, **{"IMP-04": catch_up, "FUN-05": people})
    assert (found.rto_h, found.tier) == (target, tier)


# -------------------------------------------------------------------------------------------------------------- peaks
def test_peak_figures_are_for_an_outage_that_starts_on_the_first_day_of_the_strongest_period():
    """Two days of 3 times normal, then normal days: 24 h cost 3, 72 h cost 3 + 3 + 1 days of income less recapture."""
    periods = [
        {"name": "Long and mild", "start": "2026-12-01", "end": "2026-12-31", "factor": 1.5},
        {"name": "Short and strong", "start": "2027-02-10", "end": "2027-02-11", "factor": 3},
    ]
    found = impact({"TIM-01": periods, "MON-06": 20}, depth="standard")
    assert found.peak_period.name == "Short and strong"
    by_band = dict(zip(BANDS_H, found.peak.losses.tolist(), strict=True))
    assert by_band[24.0] == pytest.approx(400 * 3 * 0.8)
    assert by_band[72.0] == pytest.approx(400 * (3 * 0.8 + 3 * 0.94 + 1 * 0.94))
    assert by_band[168.0] == pytest.approx(by_band[72.0] + 400 * 4)
    assert (found.normal.losses <= found.peak.losses).all()


def test_a_peak_can_shorten_the_limit_and_never_lengthens_it():
    answers = {
        "PRO-07": 2_000,
        "PRO-05": 100,
        "MON-06": 0,
        "TIM-01": [{"name": "P", "start": "2027-01-01", "end": "2027-01-31", "factor": 8}],
    }
    found = impact(
        answers, {"IMP-01": "never", "IMP-03": {"unknown": True}, "IMP-04": 0, "FUN-05": 1}, depth="standard"
    )
    assert (found.normal.mtpd_h, found.peak.mtpd_h) == (72, 8)  # 400 a day against 2 000; 3 200 a day in the peak
    assert found.rto_h == 72


def test_periods_that_overlap_count_with_the_larger_factor_and_unknown_ones_as_twice_normal_for_an_example():
    periods = [
        {"name": "A", "start": "2026-12-01", "end": "2026-12-02", "factor": 2},
        {"name": "B", "start": "2026-12-01", "end": "2026-12-01", "factor": 4},
    ]
    found = impact({"TIM-01": periods, "MON-06": 0}, depth="standard")
    assert found.peak.losses[BANDS_H.index(72.0)] == pytest.approx(400 * (4 + 2 + 1))
    example = evaluated({"TIM-01": {"unknown": True}, "MON-06": 0}, depth="standard")
    assert example.impacts[0].peak.losses == pytest.approx(2 * example.impacts[0].normal.losses)
    assert example.statement.timing.stated_peaks == ()
    assert example.model.season is None
