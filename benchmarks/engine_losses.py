"""One organisation's year beside its peers: the same 200 functions x 5 scenarios, in one run.

Run `python -m benchmarks.engine_losses`. The peers: `aggregate` (the same severities as a discrete histogram, the state of
the art of compound distributions), a numpy simulation as a careful author would write it, and pyfair with the true
number and loss of events as raw input (its risk is one loss times the number of events, not their sum). Simulations are
run with 260 000 years and counted for the 2.6 million that give the 99 % quantile to within 1 %.
"""

from __future__ import annotations

import contextlib
import io

import numpy as np

from assessments.engine.allocation import tail_shares
from assessments.engine.annual import AnnualModel, annual_loss, certified_quantiles, expected_losses
from assessments.engine.annual_rates import YearsByRate
from assessments.engine.overlap import drawn_years
from benchmarks.engine_core import (
    SCENARIOS,
    SIMULATED_YEARS,
    YEARS_FOR_ONE_PERCENT,
    best,
    large_year,
    peak_mb,
    peer,
    print_table,
    simulated,
    statistics,
)

SCALED = YEARS_FOR_ONE_PERCENT / SIMULATED_YEARS
Row = tuple[str, float, float, str]


def off(found: float, truth: float) -> str:
    """Return the relative error of the 99 % quantile in words."""
    return f"99 % quantile off by {found / truth - 1:+.1e}"


def ours(model: AnnualModel, truth: float) -> list[Row]:
    """Return the rows of the engine."""
    loss, by_rate = annual_loss(model), YearsByRate(model)

    def everything() -> None:
        expected_losses(model)
        tail_shares(model, annual_loss(model), 0.99)

    def distribution() -> object:
        fresh = AnnualModel(model.curves, model.durations, model.rates)
        return annual_loss(fresh).quantile([0.95, 0.99])

    low, high = certified_quantiles(model, 0.99)
    return [
        (
            "any other rates (slider)",
            best(lambda: by_rate.loss(model.rate)),
            peak_mb(lambda: by_rate.loss(model.rate)),
            "",
        ),
        (
            "certified bounds of the 99 % quantile",
            best(lambda: certified_quantiles(model, 0.99), 3),
            0.0,
            f"{high / low - 1:.2%} apart",
        ),
        ("expected loss, distribution, shares of 200 functions", best(everything), peak_mb(everything), ""),
        (
            "drawn years on a time line, 10 000 years",
            best(lambda: drawn_years(model, 10_000, 1), 2),
            0.0,
            "each function by itself",
        ),
        ("distribution, n = 2^12", best(distribution), peak_mb(distribution), off(float(loss.quantile(0.99)), truth)),
    ]


def by_aggregate(model: AnnualModel, truth: float, log2: int) -> list[Row]:
    """Return the row of `aggregate` on a grid of 2^log2 cells: severities on 1024 equally likely durations each."""
    module = peer("aggregate")
    if module is None:
        return []
    chances = (np.arange(1024) + 0.5) / 1024
    losses = [curve.value_at(d.quantile(chances)) for curve, d in zip(model.totals, model.durations, strict=True)]
    weights = np.repeat(model.rate / 1024, 1024)

    def run() -> float:
        value, place = np.unique(np.round(np.concatenate(losses), 2), return_inverse=True)
        expected = np.bincount(place, weights)
        total = expected.sum()
        year = module.Aggregate(
            "year", exp_en=total, sev_name="dhistogram", sev_xs=value, sev_ps=expected / total, freq_name="poisson"
        )
        year.update(log2=log2, bs=26e6 / 2**log2)
        return float(year.q(0.99))

    with contextlib.redirect_stdout(io.StringIO()):
        found = run()
    return [(f"- aggregate, log2 = {log2}", best(run, 5), peak_mb(run), off(found, truth))]


def by_pyfair(model: AnnualModel, truth: float) -> list[Row]:
    """Return the row of pyfair, fed with the true events."""
    module = peer("pyfair")
    if module is None:
        return []

    def run() -> float:
        chance = np.random.Generator(np.random.PCG64(1))
        models = []
        for number, (curve, (rate, median, sigma)) in enumerate(zip(model.totals, SCENARIOS, strict=True)):
            one = module.FairModel(name=f"s{number}", n_simulations=SIMULATED_YEARS)
            one.input_raw_data("Loss Event Frequency", chance.poisson(rate, SIMULATED_YEARS).astype(float).tolist())
            hours = np.minimum(median * np.exp(sigma * chance.standard_normal(SIMULATED_YEARS)), curve.knots_h[-1])
            one.input_raw_data("Loss Magnitude", curve.value_at(hours).tolist())
            models.append(one)
        whole = module.FairMetaModel(name="all", models=models).calculate_all()
        return float(np.quantile(whole.export_results()["Risk"].to_numpy(), 0.99))

    return [("- pyfair, raw inputs", best(run, 1) * SCALED, peak_mb(run), off(run(), truth) + ", scaled")]


def main() -> None:
    """Print the table."""
    model = large_year()
    truth = float(annual_loss(model, 1 << 18).quantile(0.99))

    def simulate() -> float:
        return float(statistics(simulated(model, YEARS_FOR_ONE_PERCENT), [0.95, 0.99])[1][1])

    print_table(
        [
            *ours(model, truth),
            *by_aggregate(model, truth, 13),
            *by_aggregate(model, truth, 16),
            ("- numpy simulation", best(simulate, 2), peak_mb(simulate), off(simulate(), truth)),
            *by_pyfair(model, truth),
        ]
    )


if __name__ == "__main__":
    main()
