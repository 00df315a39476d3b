"""Every public function that reads, ranks or decides: whatever is handed over, a sound result or an error that names it.

Each row is a call that works. Every argument is made wrong in every way of `bad_values`, all others staying as they are.
"""

import numpy as np
import pytest

from assessments.engine import (
    alert_rules,
    annual,
    attribution,
    cascade,
    channels,
    concentration,
    controls,
    curves,
    diversification,
    durations,
    gaps,
    information,
    joint_years,
    measures,
    ratings,
    readiness,
    ripple,
    scores,
    selection,
    selection_by_cuts,
    sensitivity,
    uncertainty,
)
from tests.assessments.engine.bad_values import faults

LINE = curves.Curve.from_points([(0, 0), (4, 0), (24, 100), (24, 150), (48, 150)])
BATCH = curves.batch_of([LINE, LINE])
POINTS = [durations.Lognormal(1.0, 1.0), durations.Point(30.0)]
MODEL = annual.AnnualModel(curves.stacked([BATCH, BATCH]), POINTS, [0.5, 2.0])
YEAR = annual.annual_loss(MODEL, 256)
RETURNS = [[10.0, 4.0], [8.0, 4.0], [0.0, 4.0], [10.0, 4.0]]
TWO = channels.Channels(RETURNS)
MIX = diversification.diversify(TWO, 0.75)
THREE = measures.Measures([5.0, 3.0, 4.0], [(0, 1)], [(1, 2)])
RISKS = selection_by_cuts.Risks([100.0, 40.0], [[0.5, 0.0], [0.2, 0.5], [0.1, 0.1]])
ECONOMY = ripple.Economy([1.0, 1.0], [[0.15, 0.5], [0.1, 0.05]])
RAMP = alert_rules.Series.ramp(85, 100, 180)
RULE = alert_rules.Rule(95.0, 30)
PREPARED = gaps.Alternative(gaps.Readied.PREPARED, 1.0, 60.0, 168.0)
NEED = gaps.Need(18.0, 50.0, 72.0)
GRID = uncertainty.sobol_points(64, 2, 1)


def _mixed(returns=RETURNS, **limits):
    return diversification.diversify(channels.Channels(returns, **limits), 0.75)


def _controlled(most_stock_h=48.0, fastest_start_h=1.0, most_effect=0.8, **effects):
    before = cascade.Conditions([1, 0], weight=0.8, by_node=cascade.Workarounds(0.5, 10.0, 100.0))
    options = {"most_stock_h": most_stock_h, "fastest_start_h": fastest_start_h, "most_effect": most_effect}
    after = controls.with_controls(before, controls.Controls(**effects), **options)
    return after.weight, after.buffer_h, after.by_node.start_h, after.by_node.effect


def _left(taken):
    return 12.0 - taken @ np.array([5.0, 3.0, 4.0])


CASES = {
    # what people read
    "loss_ratings": (
        ratings.loss_ratings,
        {"losses": [0.0, 3999.0], "severe_loss": 40_000.0, "beyond_means": [0, 1]},
        {"losses": ("beyond_means",)},
    ),
    "limit_of_grid": (
        ratings.limit_of_grid,
        {"ratings": [[0, 0, 0, 2, 3, 4, 4, 4], [0, 0, 1, 2, 4, 4, 4, 4]], "thresholds": [4, 4]},
        {"ratings": ("thresholds",)},
    ),
    "Limit": (lambda band: ratings.Limit(band).between_h[0], {"band": 4}),
    "settle": (ratings.settle, {"calculated": ratings.Limit(4), "stated": ratings.Limit(5)}),
    "proposed_target": (ratings.proposed_target, {"limit_h": 24.0, "catch_up_work_h": 6.0, "people": 1.0}),
    "tier": (ratings.tier, {"target_h": 3.0}),
    "ranking": (
        lambda **a: ratings.ranking([ratings.Standing(**a), ratings.Standing(1.0, 2.0, 2, 5.0, 2)]),
        {"target_h": 18.0, "limit_h": 24.0, "rating_24h": 2, "loss_24h": 600.0, "own_rank": 1},
    ),
    "judge": (
        gaps.judge,
        {"alternative": PREPARED, "need": NEED, "detection_h": 6.0, "decision_h": 1.0},
    ),
    "Alternative": (
        lambda **a: gaps.judge(gaps.Alternative(**a), NEED, 6.0),
        {"readied": gaps.Readied.PREPARED, "start_h": 24.0, "output": 60.0, "endurance_h": 168.0},
        {},
        True,
    ),
    "Need": (
        lambda **a: gaps.judge(PREPARED, gaps.Need(**a), 6.0),
        {"target_h": 18.0, "minimum": 50.0, "severe_h": 72.0},
    ),
    "judge_by_scenario": (
        lambda severe_h: gaps.judge_by_scenario(PREPARED, NEED, severe_h, 6.0),
        {"severe_h": {"a": 3.0}},
    ),
    "replay": (alert_rules.replay, {"rule": RULE, "change": RAMP, "react_s": 0}),
    "Series": (
        lambda points: alert_rules.Series(points).seconds,
        {"points": ((0, 85.0), (180, 100.0))},
        {"points": ("second",)},
    ),
    "Rule": (
        lambda **a: alert_rules.replay(alert_rules.Rule(**a), RAMP),
        {"threshold": 95.0, "every_s": 30, "lasts_s": 10, "measure": "mean", "window_s": 60, "phase_s": 3},
        {"every_s": ("phase_s",)},
    ),
    "Rule.below": (lambda below: alert_rules.Rule(95.0, 30, below=below), {"below": False}),
    "beyond": (alert_rules.beyond, {"rule": RULE, "series": RAMP, "last_s": 200}),
    "proposals": (
        alert_rules.proposals,
        {"rule": RULE, "change": RAMP, "react_s": 60, "normal": RAMP},
    ),
    "concentration": (concentration.concentration, {"amounts": [30.0, 30.0, 20.0, 20.0]}),
    "by_owner": (
        concentration.by_owner,
        {"amounts": {"a": 1.0}, "owners": {"a": "b"}},
        {"amounts": ("amount of",)},
    ),
    "effective_channels": (
        concentration.effective_channels,
        {"amounts": [40.0, 60.0], "together": [[1.0, 0.0], [0.0, 1.0]]},
        {"amounts": ("together",)},
    ),
    "influence": (concentration.influence, {"weights": [[0.0, 0.0], [1.0, 0.0]], "own": 0.5}),
    "supported_level": (readiness.supported_level, {"claimed": 4, "report_months": 3.0, "review_months": 3.0}),
    "overall": (readiness.overall, {"levels": {"a": 3}}),
    "maturity": (readiness.maturity, {"answers": [4.0, 2.0], "weights": [1.0, 3.0]}, {"answers": ("weights",)}),
    "control_effect": (
        readiness.control_effect,
        {"ceiling": 0.8, "mature": 0.5, "evidence": "stated", "age_months": 18.0},
    ),
    "readiness_index": (
        readiness.readiness_index,
        {"parts": [1.0, 0.2], "worths": [9.0, 1.0]},
        {"parts": ("worths",)},
    ),
    "joint_effect": (readiness.joint_effect, {"by_family": {"a": [0.5]}}, {"by_family": ("effects of",)}),
    "sooner": (readiness.sooner, {"slow_h": 10.0, "fast_h": 1.0, "effect": 0.5}),
    "with_controls": (
        _controlled,
        {"channel": 0.5, "stock": 0.25, "runbook": [0.3, 0.2], "fastest_start_h": [1.0, 1.0]},
        {"runbook": ("fastest_start_h",)},
    ),
    "rates_with_controls": (
        lambda rates, own_cause: controls.rates_with_controls(rates, controls.Controls(own_cause=own_cause)),
        {"rates": [1.0, 2.0], "own_cause": [0.5, 0.5]},
        {"rates": ("own_cause",)},
    ),
    "effect": (controls.Controls().effect, {"family": "channel"}),
    "risk_score": (scores.risk_score, {"loss": [1.0, 100.0], "margin": 1000.0}),
    "loss_at_score": (scores.loss_at_score, {"score": [1.0, 100.0], "margin": 1000.0}),
    "RiskMatrix": (
        lambda **a: scores.consistency(scores.RiskMatrix(**a)).is_weak,
        {"rates": [0.1, 1.0], "losses": [1.0, 10.0], "bands": [[0, 0, 1], [0, 1, 2], [1, 2, 2]]},
        {"rates": ("bands",), "losses": ("bands",)},
    ),
    "band": (scores.REFERENCE_MATRIX.band, {"rates": [0.1, 1.0], "losses": [0.1, 0.2]}, {"rates": ("losses",)}),
    # what is not known, what to do
    "sobol_points": (uncertainty.sobol_points, {"count": 16, "dimensions": 3, "seed": 1}),
    "expert_values": (
        uncertainty.expert_values,
        {"low": [1.0, 5.0], "mode": [2.0, 5.0], "high": [6.0, 5.0], "chances": [[0.5, 0.5]], "weight": [4.0, 4.0]},
        {"low": ("mode",), "high": ("mode",), "mode": ("low", "high")},
    ),
    "moving_together": (
        uncertainty.moving_together,
        {"points": [[0.5, 0.5], [0.9, 0.5]], "correlation": [[1.0, 0.5], [0.5, 1.0]]},
        {"points": ("correlation",)},
    ),
    "bands": (uncertainty.bands, {"values": [1.0, 2.0, 3.0], "levels": [0.5, 0.9]}),
    "one_at_a_time": (
        uncertainty.one_at_a_time,
        {"low": [1.0, 5.0], "mode": [2.0, 6.0], "high": [6.0, 7.0], "weight": 4.0},
        {"low": ("mode",), "high": ("mode",), "mode": ("low", "high")},
    ),
    "swings": (uncertainty.swings, {"results": [10.0, 9.0, 11.0, 4.0, 18.0]}),
    "sensitivity_points": (sensitivity.sensitivity_points, {"count": 64, "inputs": 3, "seed": 1}),
    "sobol_indices": (
        sensitivity.sobol_indices,
        {"results": np.arange(320.0), "inputs": 3},
        {"inputs": ("results",)},
    ),
    "indices_with_factors": (
        sensitivity.indices_with_factors,
        {"parts": np.arange(640.0).reshape(320, 2), "variances": [1.0, 0.5], "inputs": 3},
        {"inputs": ("parts",)},
    ),
    "explain_change": (
        lambda **a: attribution.explain_change(lambda new: new.sum(axis=1) * 1.0, **a),
        {"groups": 3, "seed": 1, "pairs": 4},
    ),
    "score_points": (
        attribution.score_points,
        {"weights": [30.0, 10.0], "levels": [0.5, 1.0]},
        {"levels": ("weights",)},
    ),
    "explain_score": (
        attribution.explain_score,
        {"before": {"a": (1, 0.2)}, "after": {"a": (1, 0.6)}},
        {"before": ("weights", "levels", "part"), "after": ("weights", "levels", "part")},
    ),
    "rounded_parts": (attribution.rounded_parts, {"parts": [33.4, 33.4, 33.2], "unit": 1.0}),
    "normal_information": (
        information.normal_information,
        {"gain": [0.0, 1.0], "spread": [1.0, 1.0]},
        {"gain": ("spread",)},
    ),
    "value_of_knowing": (
        information.value_of_knowing,
        {"points": GRID, "losses": np.stack([np.zeros(64), GRID[:, 0] - 0.5], axis=1), "groups": [[0], [1]]},
        {"points": ("losses", "groups")},
    ),
    "value_by_runs": (
        lambda **a: information.value_by_runs(lambda u: np.stack([np.zeros(len(u)), u[:, 0] - 0.5], axis=1), **a),
        {"inputs": 2, "groups": [[0], [1]], "outer": 8, "inner": 8, "seed": 1},
        {"inputs": ("groups",)},
    ),
    "Channels": (
        _mixed,
        {
            "returns": RETURNS,
            "budget": 1.0,
            "least": [0.0, 0.0],
            "most": [1.0, 1.0],
            "today": [0.5, 0.5],
            "cost_in": [0.1, 0.1],
            "cost_out": [0.1, 0.1],
            "most_moved": 0.5,
        },
        {"returns": ("least",)},
    ),
    "Response": (
        lambda **a: _mixed(response=channels.Response(**a)),
        {"width": [[0.5, 0.5], [0.5, 0.5]], "slope": [[1.0, 0.5], [1.0, 0.5]]},
        {"width": ("slope",), "slope": ("width",)},
    ),
    "outcome_of": (diversification.outcome_of, {"channels": TWO, "amounts": [0.5, 0.5], "level": 0.75}),
    "worst_years": (diversification.worst_years, {"outcomes": [5.0, -1.0, 3.0, 0.0], "level": 0.625}),
    "diversify": (
        diversification.diversify,
        {"channels": TWO, "level": 0.75, "least_mean": 5.5, "tolerance": 1e-8},
    ),
    "frontier": (
        diversification.frontier,
        {"channels": TWO, "level": 0.75, "count": 4, "tolerance": 1e-8},
    ),
    "stability": (
        diversification.stability,
        {"channels": TWO, "mix": MIX, "seed": 1, "level": 0.75, "resamples": 2},
    ),
    "shares_lost": (
        lambda **a: joint_years.shares_lost([YEAR, YEAR], **a),
        {"at_stake": [100.0, 200.0], "years": 64, "seed": 1},
    ),
    "failing_together": (
        joint_years.failing_together,
        {"returns": [1.0, 0.8], "owners": ["a", "b"], "lost": {"a": [0.0, 0.25]}, "common": [0.0, 0.1]},
        {"returns": ("owners",), "common": ("lost",)},
    ),
    "Measures": (
        lambda **a: measures.Measures(**a).with_needs,
        {"costs": [5.0, 3.0, 4.0], "needs": [(0, 1)], "excludes": [(1, 2)]},
        {"costs": ("excludes",)},
    ),
    "choose": (
        lambda **a: selection.choose(_left, THREE, **a),
        {"budget": 8.0, "gap": 0.0, "most_runs": 100, "starts": [[0], [1]]},
    ),
    "choose_for": (lambda budgets: selection.choose_for(_left, THREE, budgets), {"budgets": [4.0, 8.0]}),
    "Risks": (
        lambda **a: selection_by_cuts.choose_by_shares(selection_by_cuts.Risks(**a), THREE, 8.0),
        {"amounts": [100.0, 40.0], "shares": [[0.5, 0.0], [0.2, 0.5], [0.1, 0.1]]},
        {"amounts": ("shares",)},
    ),
    "Risks.left": (RISKS.left, {"taken": [[0.0, 0.0, 1.0]]}),
    "choose_by_shares": (
        selection_by_cuts.choose_by_shares,
        {"risks": RISKS, "measures": THREE, "budget": 8.0, "gap": 0.005, "most_nodes": 100},
    ),
    # how far it travels
    "Economy": (
        lambda **a: ripple.Economy(**a).settled([0.0, 0.1]),
        {"outputs": [1.0, 1.0], "interdependency": [[0.15, 0.5], [0.1, 0.05]]},
        {"outputs": ("interdependency",)},
    ),
    "of_flows": (
        lambda **a: ripple.Economy.of_flows(**a).table,
        {"flows": [[0.1, 0.2], [0.1, 0.1]], "outputs": [1.0, 1.0]},
        {"flows": ("outputs", "interdependency"), "outputs": ("interdependency",)},
    ),
    "outputs_for": (ECONOMY.outputs_for, {"demand": [1.0, 2.0]}),
    "settled": (ECONOMY.settled, {"lost": [0.0, 0.1]}),
    "adaptation_rates": (
        ripple.adaptation_rates,
        {"times": [60.0, 30.0], "own": [0.0, 0.1], "left": [0.01, 0.02]},
        {"times": ("own",)},
    ),
    "ripple": (
        lambda **a: ripple.ripple(ECONOMY, **a),
        {"rates": [0.2, 0.2], "times": [1.0, 9.0], "demand_lost": [0, 0.1], "start": [0, 0.1], "stock": [1.0, 0.0]},
        {},
        True,
    ),
    "time_back": (
        ripple.time_back,
        {"economy": ECONOMY, "rates": [0.2, 0.2], "start": [0.0, 0.1], "left": 0.01},
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_wrong_value_gives_a_sound_result_or_an_error_that_names_it(name):
    call, arguments, *rest = CASES[name]
    found = faults(call, arguments, *rest)
    assert not found, "\n".join(found)
