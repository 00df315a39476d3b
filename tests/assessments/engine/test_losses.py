"""Event losses against plain integration, and the promises made about income (invariants V1, V4)."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.engine.cascade import Conditions, Workarounds, solve
from assessments.engine.errors import InvalidInput
from assessments.engine.graph import Graph, links_of
from assessments.engine.losses import LossTerms, Lump, event_losses, loss_so_far
from tests.assessments.engine.situations import HORIZON_H, conditions, few, graphs, modest

BANDS_H = [1.0, 4.0, 8.0, 24.0, 72.0, 168.0, 336.0]
GRID_H = np.arange(0.0, HORIZON_H, 0.05)


def _down(horizon_h=8760.0, **more):
    """Return the course of one node that is fully out."""
    return solve(Graph(1), Conditions([1], **more), horizon_h=horizon_h)


def test_recapture_is_full_on_the_first_day_a_third_to_the_third_day_and_nothing_after():
    losses = event_losses(_down(), [0], LossTerms(100.0, recapture=0.5))
    at = losses.income.value_at([10, 24, 72, 100])[0, 0]
    assert at.tolist() == pytest.approx([500, 1200, 1200 + 48 * 85, 1200 + 48 * 85 + 2800])


def test_influenced_income_fades_with_its_half_life_while_the_outage_lasts():
    """The lost share of the influenced income of hour t is 1 - 2^(-t/h)."""
    terms = LossTerms(0.0, influenced_per_h=10.0, fade_half_life_h=48.0)
    step = 1e-3
    around = loss_so_far(_down(), [0], terms, [48.0 - step, 48.0 + step, 96.0 - step, 96.0 + step])[0, 0]
    assert (around[1] - around[0]) / (2 * step) == pytest.approx(10.0 * 0.5, rel=1e-6)
    assert (around[3] - around[2]) / (2 * step) == pytest.approx(10.0 * 0.75, rel=1e-6)


def test_the_whole_event_costs_the_influenced_income_of_its_hours_exactly():
    """With ds/dt = (q - s) ln2/h and the way back at the same pace, the integral of s over all time is that of q."""
    workaround = Workarounds(0.6, 30.0, 60.0)
    course = solve(Graph(1), Conditions([0.9], by_node=workaround), horizon_h=8760.0)
    length, half_life, income = 100.0, 20.0, 7.0
    dt = 0.001
    t = np.arange(0.0, length + 40 * half_life, dt) + dt / 2
    q = np.where(t < length, np.where((t >= 30) & (t < 60), 0.36, 0.9), 0.0)
    share, faded = 0.0, 0.0
    pace = np.log(2) / half_life
    for value in q:
        share += (value - share) * pace * dt
        faded += share * dt
    losses = event_losses(course, [0], LossTerms(0.0, influenced_per_h=income, fade_half_life_h=half_life))
    whole = losses.income.value_at([length])[0, 0, 0]
    assert whole == pytest.approx(income * (70 * 0.9 + 30 * 0.36))
    assert income * faded == pytest.approx(whole, rel=1e-4)


@pytest.mark.parametrize("half_life", [1e-3, 24.0, 1e6, 1e12, 1e17])
def test_what_fades_hardly_at_all_is_exact_too_and_never_a_gain(half_life):
    """Of 10 an hour, t hours at a pace p lose 10 (t - (1 - e^(-p t))/p), which is 5 p t^2 where p t is tiny."""
    hours = np.array([0.01, 1.0, 20.0])
    terms = LossTerms(0.0, influenced_per_h=10.0, recapture=0.1, fade_half_life_h=half_life)
    x = np.log(2) / half_life * hours
    share = np.where(x > 1e-4, 1 + np.expm1(-x) / x, x / 2 - x**2 / 6)
    assert loss_so_far(_down(), [0], terms, hours)[0, 0] == pytest.approx(10 * hours * share, rel=1e-9, abs=0)


def test_loss_so_far_follows_the_relaxation_through_a_workaround():
    """Against a fine Euler integration of the same equation."""
    course = solve(Graph(1), Conditions([1.0], by_node=Workarounds(0.5, 24.0, 72.0)), horizon_h=8760.0)
    terms = LossTerms(3.0, influenced_per_h=11.0, recapture=0.4, fade_half_life_h=30.0, cost_per_h=2.0)
    dt, share, lost, expected = 0.002, 0.0, 0.0, []
    wanted = [10.0, 24.0, 50.0, 100.0]
    for k in range(int(100 / dt)):
        t = (k + 0.5) * dt
        q = 0.5 if 24 <= t < 72 else 1.0
        recaptured = 0.4 if t < 24 else 0.12 if t < 72 else 0.0
        share += (q - share) * np.log(2) / 30.0 * dt
        lost += (3.0 * q * (1 - recaptured) + 11.0 * share + 2.0) * dt
        if (k + 1) * dt >= wanted[len(expected)] - 1e-9:
            expected.append(lost)
    assert loss_so_far(course, [0], terms, wanted)[0, 0] == pytest.approx(expected, rel=2e-4)


def test_costs_follow_the_pressure_and_lumps_what_the_workaround_leaves():
    course = solve(Graph(1), Conditions([0.8], by_node=Workarounds(0.75, 10.0, np.inf)), horizon_h=8760.0)
    terms = LossTerms(0.0, cost_per_h=5.0, lumps=[Lump(0, 4.0, 100.0), Lump(0, 24.0, 1000.0)])
    other = event_losses(course, [0], terms).other.value_at([3.999, 4.0, 24.0])[0, 0]
    assert other.tolist() == pytest.approx([5 * 0.8 * 3.999, 16 + 80, 96 + 80 + 200])
    assert loss_so_far(course, [0], terms, [24.0])[0, 0, 0] == pytest.approx(other[2])


def test_direct_income_comes_back_gradually_after_the_end():
    """Recovery loss = rate x (1 - recapture) x min(RTO, d)/ln 100, 99 % back after the RTO."""
    losses = event_losses(_down(), [0], LossTerms(100.0, recapture=0.5, recovery_h=10.0))
    assert losses.income.value_at([8.0])[0, 0, 0] == pytest.approx(8 * 50 + 50 * 8 / np.log(100))
    assert losses.income.value_at([20.0])[0, 0, 0] == pytest.approx(20 * 50 + 50 * 10 / np.log(100))


def test_recovery_never_lifts_the_loss_above_the_income_of_the_outage():
    """V4: without recapture every hour's income is already lost, so that the recovery can add nothing."""
    losses = event_losses(_down(), [0], LossTerms(100.0, influenced_per_h=20.0, recovery_h=48.0))
    assert losses.income.value_at([5.0, 500.0])[0, 0].tolist() == pytest.approx([600.0, 60_000.0])


def test_income_factors_count_day_by_day():
    terms = LossTerms(10.0, influenced_per_h=5.0, fade_half_life_h=1e-3)
    losses = event_losses(_down(), [0], terms, factor_by_day=[3.0, 2.0, 1.0])
    expected = [15 * 3 * 12, 15 * (72 + 24), 15 * (72 + 48 + 2 * 24)]
    assert losses.income.value_at([12.0, 36.0, 96.0])[0, 0].tolist() == pytest.approx(expected)
    assert loss_so_far(_down(), [0], terms, [96.0], [3.0, 2.0, 1.0])[0, 0, 0] == pytest.approx(expected[2], rel=1e-4)


def _drawn(data, rows=1):
    graph = data.draw(graphs())
    course = solve(graph, data.draw(conditions(graph, rows=rows)), horizon_h=HORIZON_H)
    money = st.sampled_from([0.0, 1.0, 40.0])
    functions = list(range(graph.nodes))
    terms = {
        "direct_per_h": [data.draw(money) for _ in functions],
        "influenced_per_h": [data.draw(money) for _ in functions],
        "recapture": data.draw(st.sampled_from([0.0, 0.1, 0.33, 0.9])),
        "recovery_h": [data.draw(st.sampled_from([0.0, 4.0, 48.0, 300.0])) for _ in functions],
        "cost_per_h": data.draw(money),
    }
    lumps = [Lump(functions[-1], data.draw(st.sampled_from([0.0, 5.0, 24.0, 90.0])), 500.0)]
    return course, functions, terms, lumps


@modest
@given(data=st.data())
def test_income_curves_are_the_running_maximum_of_the_capped_formula(data):
    """The curve of every function against the formula evaluated on a grid of 3 minutes."""
    course, functions, terms, lumps = _drawn(data)
    curves = event_losses(course, functions, LossTerms(**terms, lumps=lumps)).income
    q = course.at(GRID_H)[0]
    fading = np.select([GRID_H < 24, GRID_H < 72], [1.0, 0.3], 0.0)
    kept = 1 - terms["recapture"] * fading
    for f in functions:
        direct, influenced, recovery = (terms[k][f] for k in ("direct_per_h", "influenced_per_h", "recovery_h"))
        gone = (direct * kept + influenced) * q[f]
        lost = np.concatenate([[0.0], np.cumsum(gone[:-1] * 0.05)])
        formula = lost + direct * kept * q[f] * np.minimum(recovery, GRID_H) / np.log(100)
        capped = np.minimum(formula, (direct + influenced) * GRID_H)
        slack = 0.05 * (direct + influenced) * 8 + 1e-9  # a grid step at each of a few edges
        seen = curves.value_at(GRID_H)[0, f]
        assert (np.maximum.accumulate(capped) <= seen + slack).all()
        assert (seen <= np.maximum.accumulate(capped) + slack).all()


@modest
@given(data=st.data())
def test_v4_income_loss_never_exceeds_the_income_of_the_hours(data):
    course, functions, terms, lumps = _drawn(data, rows=2)
    losses = event_losses(course, functions, LossTerms(**terms, lumps=lumps))
    rate = np.add(terms["direct_per_h"], terms["influenced_per_h"])
    hours = np.array([0.5, *BANDS_H, HORIZON_H])
    assert (losses.income.value_at(hours) <= rate[:, None] * hours * (1 + 1e-12) + 1e-9).all()
    for row in range(2):
        for f in functions:
            assert (np.diff(losses.income.curve(row, f).corners) >= 0).all()
            assert (np.diff(losses.other.curve(row, f).corners) >= 0).all()
    both = losses.combined().value_at(hours)
    assert both == pytest.approx(losses.income.value_at(hours) + losses.other.value_at(hours))


@modest
@given(
    data=st.data(), which=st.sampled_from(["direct_per_h", "influenced_per_h", "recovery_h", "cost_per_h", "recapture"])
)
def test_v1_more_at_stake_never_lowers_a_loss(data, which):
    course, functions, terms, lumps = _drawn(data)
    worse = {**terms, which: terms[which] * 0.5 if which == "recapture" else np.add(terms[which], 7.0)}
    base = event_losses(course, functions, LossTerms(**terms, lumps=lumps)).combined().value_at(BANDS_H)
    more = event_losses(course, functions, LossTerms(**worse, lumps=lumps)).combined().value_at(BANDS_H)
    assert (more >= base - 1e-6).all()
    so_far = loss_so_far(course, functions, LossTerms(**terms, lumps=lumps), BANDS_H)
    assert (loss_so_far(course, functions, LossTerms(**worse, lumps=lumps), BANDS_H) >= so_far - 1e-6).all()
    assert (np.diff(so_far, axis=2) >= -1e-9).all()


@few
@given(data=st.data())
def test_v5_money_in_thousands_gives_the_same_curves(data):
    course, functions, terms, lumps = _drawn(data)
    small = {k: v if k in ("recapture", "recovery_h") else np.multiply(v, 1e-3) for k, v in terms.items()}
    base = event_losses(course, functions, LossTerms(**terms, lumps=lumps)).combined().value_at(BANDS_H)
    few_lumps = [Lump(lump.function, lump.after_h, lump.amount * 1e-3) for lump in lumps]
    less = event_losses(course, functions, LossTerms(**small, lumps=few_lumps)).combined().value_at(BANDS_H)
    assert less * 1e3 == pytest.approx(base, rel=1e-9, abs=1e-9)


def test_rows_may_differ_in_money_as_in_course():
    graph = Graph(2, *links_of([(0, 1)]))
    course = solve(graph, Conditions([[1, 0], [0.5, 0]]), horizon_h=100.0)
    losses = event_losses(course, [1], LossTerms([[10.0], [40.0]]))
    assert losses.income.value_at([10.0])[:, 0, 0].tolist() == [100.0, 200.0]


@pytest.mark.parametrize(
    ("terms", "name"),
    [
        ({"direct_per_h": -1.0}, "direct_per_h"),
        ({"direct_per_h": 1.0, "recapture": 1.1}, "recapture"),
        ({"direct_per_h": 1.0, "fade_half_life_h": 0.0}, "fade_half_life_h"),
        ({"direct_per_h": [1.0, 2.0]}, "direct_per_h"),
        ({"direct_per_h": 1.0, "lumps": [Lump(3, 1.0, 1.0)]}, "function of a lump"),
        ({"direct_per_h": 1.0, "lumps": [Lump(0, -1.0, 1.0)]}, "after_h of a lump"),
        ({"direct_per_h": 1.0, "lumps": [Lump(0, 1.0, -1.0)]}, "amount of a lump"),
    ],
)
def test_a_wrong_term_is_refused_by_name(terms, name):
    with pytest.raises(InvalidInput) as refused:
        event_losses(_down(), [0], LossTerms(**terms))
    assert refused.value.name == name
