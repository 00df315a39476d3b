"""Every public function of the model: whatever is handed over, a sound result or an error that names the value.

Each row is a call that works. Every argument is made wrong in every way of `bad_values`, all others staying as they are.
"""

import numpy as np
import pytest

from assessments.engine import (
    allocation,
    annual,
    annual_rates,
    cascade,
    compound,
    curves,
    duration_beliefs,
    duration_fits,
    durations,
    exceedance,
    frequency,
    graph,
    insurance,
    likelihood,
    losses,
    many_years,
    overlap,
    season,
    severity,
    single_points,
)
from tests.assessments.engine.bad_values import faults

LINE = curves.Curve.from_points([(0, 0), (4, 0), (24, 100), (24, 150), (48, 150)])
BATCH = curves.batch_of([LINE, LINE])
POINTS = [durations.Lognormal(1.0, 1.0), durations.Point(30.0)]
MODEL = annual.AnnualModel(curves.stacked([BATCH, BATCH]), POINTS, [0.5, 2.0])
YEAR = annual.annual_loss(MODEL, 256)
BELIEF = duration_beliefs.LognormalBelief.of_class(6.0)
SEEN = duration_fits.Observations([1.5, 3.0, 6.0, 14.0, 30.0], ended=[1, 1, 1, 1, 0])
LOOP = graph.Graph(5, targets=(1, 2, 3, 3, 4, 2), sources=(0, 0, 1, 2, 3, 4))
ROW = cascade.Conditions([1, 0, 0, 0, 0], weight=[0.8, 0.5, 0.9, 0.4, 0.7, 0.3], buffer_h=[4, 0, 2, 0, 8, 0])
COURSE = cascade.solve(LOOP, ROW, horizon_h=100.0)
TERMS = losses.LossTerms(10.0, 1.0, 0.3, recovery_h=8.0)
RATE = likelihood.Rate(3.0, 2.0)

HOURS = {"hours": [1.0, 2.0]}
OBSERVED = {"hours": [2.0, 3.0, 5.0], "ended": [1, 1, 0], "listed_from_h": [0.0, 0.0, 0.5], "weights": [1.0, 1.0, 0.5]}
OF_OBSERVED = {"hours": ("listed_from_h", "ended", "weights"), "weights": ("ended",)}
OF_ROWS = dict.fromkeys(("outage", "weight", "buffer_h", "horizon_h", "extra_h"), ("rows", "workaround"))
OF_RELIEF = dict.fromkeys(("effect", "start_h", "end_h"), ("rows", "workaround"))


def _solved(graph=LOOP, horizon_h=100.0, extra_h=(), opening="exact", **conditions):
    found = cascade.solve(
        graph, cascade.Conditions(**conditions), horizon_h=horizon_h, extra_h=extra_h, opening=opening
    )
    return found.knots_h, found.inoperability, found.pressure, found.hours_lost


def _relieved(by, **workarounds):
    return _solved(outage=[1.0, 0, 0, 0, 0], **{by: cascade.Workarounds(**workarounds)})


def _lost(cascade=COURSE, functions=(3, 4), factor_by_day=None, **terms):
    found = losses.event_losses(cascade, functions, losses.LossTerms(**terms), factor_by_day)
    return found.income.right, found.other.right


def _year(curves=MODEL.curves, durations=POINTS, rates=(0.5, 2.0), **ties):
    model = annual.AnnualModel(curves, durations, rates, **ties)
    return annual.annual_loss(model, 64).mass, annual.expected_losses(model)


def _believed(**parts):
    belief = duration_beliefs.LognormalBelief(**parts)
    return belief.predicted(0.5), belief.draws([[0.5, 0.5]])


def _paid(**terms):
    cover = insurance.Cover(**terms)
    return cover.paid([1.0, 100.0]), cover.paid_for(LINE).right


def _rated(**parts):
    rate = likelihood.Rate(**parts)
    return rate.mean(), rate.interval(0.9), rate.count_chance([0, 1]), rate.count_interval()


CASES = {
    # how long
    "Lognormal": (lambda **a: durations.Lognormal(**a).limited_mean(3.0), {"mu": 1.0, "sigma": 1.0}),
    "from_median": (lambda **a: durations.Lognormal.from_median(**a).cdf(3.0), {"median_h": 6.0, "sigma": 1.2}),
    "from_quantiles": (
        lambda **a: durations.Lognormal.from_quantiles(**a).cdf(3.0),
        {"low_h": 1.0, "high_h": 9.0, "p_low": 0.1, "p_high": 0.9},
        {"low_h": ("high_h",), "p_low": ("p_high", "high_h"), "p_high": ("high_h",)},
    ),
    "Weibull": (lambda **a: durations.Weibull(**a).limited_mean(3.0), {"shape": 1.0, "scale_h": 8.0}),
    "Pert": (
        lambda **a: durations.Pert(**a).limited_mean(3.0),
        {"low_h": 1.0, "mode_h": 2.0, "high_h": 5.0, "weight": 4.0},
        {"low_h": ("high_h", "mode_h"), "high_h": ("mode_h",)},
    ),
    "Pert.quantile": (lambda chance: durations.Pert(1.0, 2.0, 5.0).quantile(chance), {"chance": [0.1, 0.9]}),
    "Point": (lambda at_h: durations.Point(at_h).limited_mean(3.0), {"at_h": 2.0}),
    "Mixture": (
        lambda **a: durations.Mixture(**a).quantile(0.5),
        {"weights": (0.5, 0.5), "parts": (durations.Point(1.0), durations.Lognormal(1.0, 1.0))},
        {"parts": ("weights",)},
    ),
    "Capped": (lambda **a: durations.Capped(**a).limited_mean(3.0), {"inner": POINTS[0], "horizon_h": 4.0}),
    **{
        f"Capped.{question}": (lambda hours, q=question: getattr(durations.Capped(POINTS[0], 4.0), q)(hours), HOURS)
        for question in ("cdf", "reaches", "limited_mean")
    },
    "Empirical": (
        lambda **a: duration_fits.Empirical(**a).limited_mean(3.0),
        {"hours": (1.0, 2.0), "chances": (0.5, 0.5)},
        {"chances": ("hours",)},
    ),
    "Empirical.of": (lambda hours: duration_fits.Empirical.of(hours).quantile(0.5), HOURS),
    "survival": (lambda **a: duration_fits.survival(duration_fits.Observations(**a)), OBSERVED, OF_OBSERVED),
    "fit": (lambda **a: duration_fits.fit(duration_fits.Observations(**a)), OBSERVED, OF_OBSERVED),
    "fit.family": (duration_fits.fit, {"seen": SEEN, "family": "weibull"}),
    "fitted": (duration_fits.fitted, {"seen": SEEN}),
    "quantile_interval": (duration_fits.fit(SEEN).quantile_interval, {"chance": 0.5, "level": 0.9}),
    "LognormalBelief": (
        _believed,
        {"m": 1.0, "k": 1.0, "a": 2.0, "b": 1.0, "events": 0.0},
    ),
    "of_class": (
        lambda **a: duration_beliefs.LognormalBelief.of_class(**a).plug_in,
        {"median_h": 6.0, "spread": 1.0},
    ),
    "after": (BELIEF.after, {"seen": duration_fits.Observations([2.0, 5.0])}),
    "predicted": (BELIEF.predicted, {"chance": [0.1, 0.9]}),
    "draws": (BELIEF.draws, {"points": [[0.5, 0.5], [0.1, 0.9]]}),
    "draws_after": (BELIEF.draws_after, {"seen": SEEN, "points": [[0.5, 0.5], [0.1, 0.9]]}),
    "draws_after seen": (
        lambda **a: BELIEF.draws_after(duration_fits.Observations(**a), [[0.5, 0.5]]),
        OBSERVED,
        OF_OBSERVED,
    ),
    # who is hit
    "Pool": (
        graph.Pool,
        {"members": (0, 1), "shares": (0.5, 0.6)},
        {"members": ("pool",), "shares": ("pool", "capacity")},
    ),
    "Graph": (
        lambda **a: graph.Graph(**a).plan.order,
        {"nodes": 4, "targets": [1, 2, 3], "sources": [0, 1, 2], "rule": "or"},
        {"nodes": ("target", "source"), "targets": ("target", "source", "link"), "sources": ("source", "link")},
    ),
    "links_of": (graph.links_of, {"pairs": [[0, 1], [1, 2]]}),
    "solve": (
        _solved,
        {
            "outage": [1.0, 0.0, 0.0, 0.0, 0.0],
            "weight": [0.8, 0.5, 0.9, 0.4, 0.7, 0.3],
            "buffer_h": [4.0, 0.0, 2.0, 0.0, 8.0, 0.0],
            "horizon_h": 100.0,
            "extra_h": [5.0, 50.0],
            "opening": "exact",
            "graph": LOOP,
        },
        OF_ROWS,
    ),
    "solve rows": (
        _solved,
        {"outage": [[1.0, 0, 0, 0, 0], [0.5, 0, 0, 0, 0]], "horizon_h": [100.0, 50.0], "extra_h": [[5.0], [50.0]]},
        OF_ROWS,
    ),
    "by_link": (
        lambda **a: _relieved("by_link", **a),
        {"effect": [0.5] * 6, "start_h": [3.0] * 6, "end_h": [30.0] * 6},
        OF_RELIEF,
    ),
    "by_node": (
        lambda **a: _relieved("by_node", **a),
        {"effect": [0.5] * 5, "start_h": [3.0] * 5, "end_h": [30.0] * 5},
        OF_RELIEF,
    ),
    "Cascade.at": (COURSE.at, {"hours": [1.0, 50.0]}),
    "first_over": (COURSE.first_over, {"tolerance": [0.1, 0.1, 0.1, 0.2, 0.2]}, {}, True),
    "cause": (COURSE.cause, {"row": 0, "node": 3, "at_h": 20.0}),
    "path": (COURSE.path, {"row": 0, "node": 3, "at_h": 20.0}),
    "double_failures": (
        lambda **a: single_points.double_failures(LOOP, cascade.Conditions(0.0), **a),
        {"worth_per_h": [0.0, 1.0, 2.0, 3.0, 4.0], "duration_h": 2.0, "candidates": [0, 1, 2], "most_pairs": 20},
    ),
    # what it costs
    "event_losses": (
        _lost,
        {
            "functions": [3, 4],
            "direct_per_h": [10.0, 20.0],
            "influenced_per_h": [1.0, 2.0],
            "recapture": [0.3, 0.3],
            "fade_half_life_h": [240.0, 240.0],
            "cost_per_h": [1.0, 1.0],
            "recovery_h": [8.0, 8.0],
            "factor_by_day": [1.0, 2.0, 1.0],
        },
        {"functions": ("direct_per_h",)},
    ),
    "event_losses of": (
        lambda **a: losses.event_losses(functions=[3], **a).raised,
        {"cascade": COURSE, "terms": TERMS},
    ),
    "Lump": (
        lambda **a: _lost(direct_per_h=10.0, lumps=[losses.Lump(**a)]),
        {"function": 0, "after_h": 5.0, "amount": 10.0},
        {"amount": ("lump",)},
    ),
    "outgoings": (
        lambda **a: losses.outgoings(**a).right,
        {"cascade": COURSE, "functions": [3, 4], "terms": TERMS},
    ),
    "loss_so_far": (
        lambda **a: losses.loss_so_far(COURSE, terms=TERMS, **a),
        {"functions": [3, 4], "hours": [1.0, 50.0], "factor_by_day": [1.0, 2.0]},
    ),
    "season_of": (
        lambda **a: season.season_of([season.Peak(**a)]),
        {"first_day": 5, "last_day": 8, "factor": 3.4},
        {"first_day": ("last_day",), "last_day": ("peaks",), "factor": ("peaks",)},
    ),
    "factors_from": (
        lambda **a: season.factors_from([season.Peak(5, 8, 3.0)], **a),
        {"first_day": 3, "days": 10},
    ),
    "hours_counted": (season.season_of([season.Peak(5, 8, 3.4)]).hours_counted, HOURS),
    "Curve": (
        lambda **a: curves.Curve(**a).value_at(3.0),
        {"knots_h": [0.0, 4.0, 9.0], "left": [0.0, 1.0, 5.0], "right": [0.0, 2.0, 5.0]},
        {"knots_h": ("left", "right"), "left": ("loss",), "right": ("loss",)},
    ),
    "from_points": (
        lambda points: curves.Curve.from_points(points).right,
        {"points": [[0.0, 0.0], [4.0, 0.0], [24.0, 100.0]]},
        {"points": ("loss", "knots_h", "left", "right")},
    ),
    "Curve.value_at": (LINE.value_at, HOURS),
    "Curve.reach": (lambda losses: LINE.reach(losses).hours, {"losses": [1.0, 100.0]}),
    "Curve.plus": (lambda other: LINE.plus(other).right, {"other": LINE}),
    "Curve.capped": (lambda limit: LINE.capped(limit).right, {"limit": 50.0}),
    "CurveBatch.curve": (lambda **a: BATCH.curve(**a).right, {"row": 0, "function": 1}),
    "CurveBatch.value_at": (BATCH.value_at, HOURS),
    "CurveBatch.with_knots": (lambda hours: BATCH.with_knots(hours).right, {"hours": [[3.0, 5.0]]}),
    "CurveBatch.scaled": (lambda factor: BATCH.scaled(factor).right, {"factor": 2.0}),
    "batch_of": (lambda **a: curves.batch_of(**a).right, {"curves": [LINE, LINE]}),
    "stacked": (lambda batches: curves.stacked(batches).right, {"batches": [BATCH, BATCH]}),
    "masses": (
        severity.masses,
        {"curve": LINE, "duration": POINTS[0], "step": 1.0, "cells": 256, "kind": "mean"},
    ),
    "limited_loss": (severity.limited_loss, {"curve": LINE, "duration": POINTS[0], "losses": [1.0, 100.0]}),
    "chance_above": (severity.chance_above, {"curve": LINE, "duration": POINTS[0], "losses": [1.0, 100.0]}),
    # what a year costs
    "AnnualModel": (_year, {"rates": [0.5, 2.0], "shapes": [2.0, 2.0], "drivers": [0, 0], "absorbing": [0, 1]}),
    "AnnualModel of": (_year, {"curves": MODEL.curves, "durations": POINTS}),
    "annual_loss": (
        lambda **a: annual.annual_loss(**a).mass,
        {"model": MODEL, "cells": 256, "kind": "mean", "largest": 3000.0, "tilt": 0.0},
    ),
    "expected_losses": (annual.expected_losses, {"model": MODEL}),
    "occurrence_chance": (annual.occurrence_chance, {"model": MODEL, "losses": [1.0, 100.0]}),
    "breach_chances": (annual.breach_chances, {"model": MODEL, "hours": [[1.0, 5.0], [2.0, 9.0]]}),
    "overlap_share": (annual.overlap_share, {"model": MODEL}),
    "loss_range": (annual.loss_range, {"model": MODEL, "wrapped": 1e-9}),
    "certified_quantiles": (
        annual.certified_quantiles,
        {"model": MODEL, "levels": [0.5, 0.9], "cells": 256, "largest": 3000.0},
    ),
    "AnnualLoss.quantile": (YEAR.quantile, {"level": [0.5, 0.9]}),
    "AnnualLoss.tail_mean": (YEAR.tail_mean, {"level": [0.5, 0.9]}),
    "AnnualLoss.chance_over": (YEAR.chance_over, {"loss": [1.0, 100.0]}),
    "many_years": (many_years.many_years, {"models": [MODEL], "levels": [0.5, 0.9], "cells": 256}),
    "Frequency.of": (
        lambda **a: frequency.Frequency.of(**a).counted,
        {"rows": 2, "rates": [0.5, 1.0], "shapes": [2.0, 2.0], "drivers": [0, 0], "absorbing": [False, True]},
        {"rows": ("rates", "shapes", "drivers", "absorbing")},
    ),
    "chance_of_none": (
        lambda chances: frequency.Frequency.of(2, [1.0, 2.0]).chance_of_none(chances),
        {"chances": np.array([1.0, 0.5])},
    ),
    "compound": (
        compound.compound,
        {
            "chances": [[0.0, 0.5, 0.5, 0.0, 0.0, 0.0, 0.0, 0.0]],
            "rates": [1.0],
            "shapes": [2.0],
            "tilt": 0.0,
            "drivers": [-1],
            "absorbing": [False],
        },
    ),
    "compound_counts": (
        compound.compound_counts,
        {"single": [0.0, 1.0, 0.0, 0.0], "counts": [0.5, 0.25, 0.25]},
    ),
    "YearsByRate": (
        lambda **a: annual_rates.YearsByRate(**a).loss([0.5, 1.0]).mass,
        {"model": MODEL, "cells": 256, "most": 2.0},
    ),
    "YearsByRate.loss": (lambda rates: annual_rates.YearsByRate(MODEL, 256).loss(rates).mass, {"rates": [0.5, 2.0]}),
    "exceedance_curve": (exceedance.exceedance_curve, {"model": MODEL, "loss": YEAR, "years": [2.0, 10.0]}),
    "occurrence_quantile": (exceedance.occurrence_quantile, {"model": MODEL, "chances": [0.5, 0.1]}),
    "tail_shares": (allocation.tail_shares, {"model": MODEL, "loss": YEAR, "level": 0.9}),
    "drawn_years": (
        overlap.drawn_years,
        {"model": MODEL, "years": 50, "seed": 1, "most_a_year": [100.0, 200.0]},
    ),
    "corrected": (
        overlap.drawn_years(MODEL, 100, 1).corrected,
        {"level": [0.5, 0.9], "exact": [10.0, 20.0]},
        {"level": ("exact",)},
    ),
    "Cover": (
        _paid,
        {"deductible": 10.0, "limit": 50.0, "share": 0.9, "waiting_h": 2.0},
    ),
    "InsuredYear": (
        lambda loss, cover, level: insurance.InsuredYear(loss, cover).tail_mean(level),
        {"loss": YEAR, "cover": insurance.Cover(10.0), "level": 0.9},
    ),
    # how often
    "Rate": (
        _rated,
        {"shape": 3.0, "years": 2.0},
        {"shape": ("mean rate",), "years": ("mean rate",)},
    ),
    "interval": (RATE.interval, {"level": 0.9}, {}, True),
    "count_chance": (RATE.count_chance, {"events": [0, 1]}),
    "count_interval": (RATE.count_interval, {"level": 0.9}),
    "leans_on": (RATE.leans_on, {"prior": RATE}),
    "class_prior": (likelihood.class_prior, {"rate_per_year": 1.0}),
    "pooled_prior": (
        likelihood.pooled_prior,
        {"events": [2.0, 3.0, 2.0], "years": [4.0, 6.0, 4.0]},
        {"years": ("events",)},
    ),
    "judged_rate": (
        likelihood.judged_rate,
        {"low": 0.02, "likely": 0.05, "high": 0.2, "quiet_years": 8.0},
        {"low": ("high", "likely"), "high": ("likely",)},
    ),
    "faded": (likelihood.faded, {"ages": [0.0, 5.0], "years": 10.0, "half_life": 5.0}, {"years": ("ages",)}),
    "rate_from": (likelihood.rate_from, {"events": 3.0, "years": 1.75, "prior": RATE}),
    "poisson_interval": (likelihood.poisson_interval, {"events": 3.0, "years": 1.75, "level": 0.95}, {}, True),
    "never_seen_bound": (likelihood.never_seen_bound, {"years": 3.0, "level": 0.95}),
}


@pytest.mark.parametrize("name", CASES)
def test_a_wrong_value_gives_a_sound_result_or_an_error_that_names_it(name):
    call, arguments, *rest = CASES[name]
    found = faults(call, arguments, *rest)
    assert not found, "\n".join(found)
