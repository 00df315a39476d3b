"""What each stage of the engine costs, beside a well-written numpy simulation of the same year in the same run.

Run `python -m benchmarks.engine_core`. Times are the best of several; ratios are what counts. Workloads:

* year: one organisation, 200 functions x 5 scenarios with lognormal durations (expected loss, distribution, tail
  shares); the simulation draws as many years as give the 99 % quantile to within 1 % (95 % confidence).
* cascade: 12 functions, 6 surfaces, 3 parties, 18 links, workarounds; one variant x 20 rows and 64 variants x 20 rows.
* result: the whole line from cascade to tail shares for 20 rows and 4 start classes.
"""

from __future__ import annotations

import importlib
import time
import tracemalloc
from collections.abc import Callable, Iterable
from types import ModuleType

import numpy as np
from numpy.typing import ArrayLike

from assessments.engine.allocation import tail_shares
from assessments.engine.annual import AnnualModel, annual_loss, certified_quantiles, expected_losses
from assessments.engine.cascade import Cascade, Conditions, Workarounds, solve
from assessments.engine.curves import CurveBatch, stacked
from assessments.engine.durations import Lognormal
from assessments.engine.graph import Graph, links_of
from assessments.engine.losses import LossTerms, Lump, event_losses, loss_so_far
from assessments.engine.season import Peak, season_of

YEARS_FOR_ONE_PERCENT = 2_600_000  # p (1 - p) 1.96^2 / (f(v) v 0.01)^2 for the 99 % quantile of this year
SIMULATED_YEARS = 260_000
BANDS_H = [1.0, 4.0, 8.0, 24.0, 72.0, 168.0, 336.0, 720.0]
SCENARIOS = ((6.0, 2.0, 1.0), (1.5, 5.0, 1.2), (0.6, 8.0, 1.3), (0.25, 24.0, 1.4), (0.08, 1080.0, 1.5))
SEVERITY = (0.35, 0.5, 0.9, 1.0, 1.0)


def best(work: Callable[[], object], runs: int = 7) -> float:
    """Return the least processor time of several runs, in milliseconds: other work on the machine hardly bends it."""
    times = []
    for _ in range(runs):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return max(1e3 * min(times), 1e-3)


def peak_mb(work: Callable[[], object]) -> float:
    """Return the most memory that a run asks Python for, in megabytes; what a solver in C asks for is not seen."""
    tracemalloc.start()
    work()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 1e6


def peer(name: str) -> ModuleType | None:
    """Return a peer's module, or nothing (and say so) if requirements/bench.lock is not installed."""
    try:
        return importlib.import_module(name)
    except ImportError:
        print(f"({name} is left out: it is not installed)")
        return None


def print_table(rows: Iterable[tuple[str, float, float, str]]) -> None:
    """Print name, milliseconds, times the row above with ratio 1 (rows that begin with a dash are peers of it), memory."""
    print(f"{'what':52} {'ms':>10} {'ratio':>9} {'peak MB':>8}  remark")
    ours = 1.0
    for name, milliseconds, peak, remark in rows:
        ours = ours if name.startswith("-") else milliseconds
        print(f"{name:52} {milliseconds:10.2f} {milliseconds / ours:9,.1f} {peak:8.1f}  {remark}", flush=True)


def large_year(functions: int = 200, seed: int = 7) -> AnnualModel:
    """Return one organisation of many functions: buffers, escalation, a late workaround, some penalties."""
    chance = np.random.Generator(np.random.PCG64(seed))
    margin = chance.lognormal(0, 1.2, functions)
    margin *= 17.5e6 / margin.sum()
    at_stake = margin / 8760.0 * chance.beta(2, 2, functions)
    buffer_h = chance.choice([0, 0.5, 1, 2, 4, 8, 24, 72], functions)
    worse_h = buffer_h + chance.choice([12, 24, 48, 96], functions)
    better_h = worse_h + chance.choice([72, 168, 336, 720], functions)
    effect = chance.uniform(0.2, 0.9, functions)
    penalty = np.where(chance.random(functions) < 0.3, margin * chance.uniform(0.002, 0.02, functions), 0.0)
    knots = np.unique(np.concatenate([[0.0, 8760.0], buffer_h, worse_h, worse_h + 2, better_h]))
    rows = []
    for number, severity in enumerate(SEVERITY):
        rate = at_stake * severity * (chance.random(functions) < 0.5 + 0.1 * number)
        start, more, less = (edge[:, None] <= knots[None, :-1] for edge in (buffer_h, worse_h, better_h))
        slope = rate[:, None] * start * np.where(more, 1.6, 1.0) * np.where(less, 1 - effect[:, None], 1.0)
        slope += (penalty * (rate > 0) / 2)[:, None] * (more & (knots[None, :-1] < worse_h[:, None] + 2))
        loss = np.concatenate([np.zeros((functions, 1)), np.cumsum(slope * np.diff(knots), axis=1)], axis=1)
        rows.append(CurveBatch(knots[None], loss[None], loss[None]))
    durations = [Lognormal.from_median(median, sigma) for _, median, sigma in SCENARIOS]
    return AnnualModel(stacked(rows), durations, [rate for rate, _, _ in SCENARIOS])


def simulated(model: AnnualModel, years: int, seed: int = 1) -> np.ndarray:
    """Return so many years' losses: all events of a scenario at once on the summed curve, as a careful author would."""
    chance = np.random.Generator(np.random.PCG64(seed))
    total = np.zeros(years)
    for curve, (rate, median, sigma) in zip(model.totals, SCENARIOS, strict=True):
        count = int(chance.poisson(rate * years))
        hours = np.minimum(median * np.exp(sigma * chance.standard_normal(count)), curve.knots_h[-1])
        total += np.bincount(chance.integers(0, years, count), np.interp(hours, curve.knots_h, curve.right), years)
    return total


def statistics(years: np.ndarray, levels: ArrayLike) -> tuple[float, np.ndarray, float]:
    """Return the mean, the quantiles at these levels and the mean of the worst 1 % of simulated years."""
    worst = np.quantile(years, 0.99)
    return float(years.mean()), np.quantile(years, levels), float(years[years > worst].mean())


def organisation(rows: int, loop: bool, seed: int = 0) -> tuple[Graph, Conditions]:
    """Return 6 surfaces, 12 functions, 3 parties: 18 links, row-specific outages, weights and workarounds."""
    chance = np.random.Generator(np.random.PCG64(seed))
    pairs = [(int(chance.integers(0, 6)), 6 + f) for f in range(12)]
    pairs += [(6 + f, 10 + f) for f in range(3)] + [(6 + 2 * p, 18 + p) for p in range(3)]
    pairs += [(18, 6)] if loop else []
    graph = Graph(21, *links_of(pairs))
    outage = np.zeros((rows, 21))
    outage[:, :6] = chance.choice([0.0, 0.35, 0.5, 0.9, 1.0], (rows, 6))
    weight = chance.uniform(0.2, 1.0, (rows, graph.links))
    start, effect, end = np.full((rows, 21), np.inf), np.zeros((rows, 21)), np.full((rows, 21), np.inf)
    start[:, 6:18] = chance.choice([1, 4, 8, 24, 72, 168.0], 12) + chance.uniform(1, 3, (rows, 1))
    effect[:, 6:18] = chance.uniform(0.2, 0.9, 12)
    end[:, 6:18] = start[:, 6:18] + chance.choice([72, 168, 336.0], 12)
    buffer_h = chance.choice([0, 0, 1, 4, 24, 72.0], graph.links)
    return graph, Conditions(outage, weight, buffer_h, by_node=Workarounds(effect, start, end))


def earnings(seed: int = 1) -> LossTerms:
    """Return what twelve functions earn and owe."""
    chance = np.random.Generator(np.random.PCG64(seed))
    return LossTerms(
        direct_per_h=chance.uniform(1, 50, 12),
        influenced_per_h=chance.uniform(0, 20, 12),
        recapture=0.33,
        cost_per_h=chance.uniform(0, 5, 12),
        recovery_h=chance.choice([4, 8, 24, 48.0], 12),
        lumps=[Lump(0, 24.0, 1000.0), Lump(3, 72.0, 500.0)],
    )


FUNCTIONS = range(6, 18)


def whole_result(graph: Graph, conditions: Conditions, durations: list[Lognormal]) -> None:
    """Run the line from the cascade to tail shares, as one snapshot needs it."""
    terms, rows = earnings(), len(durations)
    course = solve(graph, conditions, extra_h=BANDS_H)
    losses = event_losses(course, FUNCTIONS, terms)
    loss_so_far(course, FUNCTIONS, terms, BANDS_H)
    year = season_of([Peak(5, 8, 3.4), Peak(20, 30, 2.0), Peak(200, 210, 1.5)])
    classes = year.spread(losses.income)
    other = losses.other.on_knots(classes[0].knots_h)
    curves = stacked([income.plus(other) for income in classes])
    model = AnnualModel(curves, durations * len(classes), np.repeat(year.chances, rows) * 0.5)
    expected_losses(model)
    tail_shares(model, annual_loss(model), 0.95)


def year_table() -> list[tuple[str, float, str]]:
    """Return the rows about one year: name, milliseconds, remark."""
    model = large_year()
    exact = annual_loss(model, 1 << 18)
    loss = annual_loss(model)
    reference = float(exact.quantile(0.99))
    distribution, shares = best(lambda: annual_loss(model)), best(lambda: tail_shares(model, loss, 0.99))
    expected = best(lambda: expected_losses(model))
    needed = best(lambda: statistics(simulated(model, YEARS_FOR_ONE_PERCENT), [0.95, 0.99]), runs=2)
    error = float(loss.quantile(0.99)) / reference - 1
    low, high = certified_quantiles(model, 0.99, 1 << 16)
    together = expected + distribution + shares
    return [
        ("year: expected loss, 5 x 200", expected, "closed form"),
        (
            "year: distribution, n = 2^12",
            distribution,
            f"99 % quantile off by {error:+.1e}, {needed / distribution:,.0f} x faster",
        ),
        (
            "year: tail shares of 200 functions",
            shares,
            f"all three: {together:.1f} ms, {needed / together:,.0f} x faster",
        ),
        (
            "year: certified bounds, n = 2^16",
            best(lambda: certified_quantiles(model, 0.99), 3),
            f"width {(high - low) / reference:.2%}",
        ),
        ("year: numpy simulation, 2.6 million years", needed, "99 % quantile to 1 %; without tail shares"),
    ]


def batch_table(rows: int, name: str, durations: list[Lognormal]) -> list[tuple[str, float, str]]:
    """Return the rows about the cascade of so many rows and what follows from it."""
    graph, conditions = organisation(rows, loop=False)
    looped, with_loop = organisation(rows, loop=True)
    course: Cascade = solve(graph, conditions, extra_h=BANDS_H)
    losses = event_losses(course, FUNCTIONS, earnings())
    model = AnnualModel(losses.combined(), durations, 0.5)
    return [
        (f"cascade: {name}", best(lambda: solve(graph, conditions, extra_h=BANDS_H)), "no loop"),
        (f"cascade: {name}", best(lambda: solve(looped, with_loop, extra_h=BANDS_H)), "with a loop"),
        (f"loss curves: {name}", best(lambda: event_losses(course, FUNCTIONS, earnings())), "income and other"),
        (f"expected loss only: {name}", best(lambda: expected_losses(model)), "closed form"),
    ]


def cascade_table() -> list[tuple[str, float, str]]:
    """Return the rows about one variant, 64 variants and a whole result."""
    medians = np.random.Generator(np.random.PCG64(3)).uniform(1, 40, 1280)
    durations = [Lognormal.from_median(median, 1.2) for median in medians]
    graph, conditions = organisation(20, loop=False)
    whole = best(lambda: whole_result(graph, conditions, durations[:20]))
    return [
        *batch_table(20, "1 variant x 20 rows", durations[:20]),
        *batch_table(1280, "64 variants x 20 rows", durations),
        ("result: 20 rows x 4 start classes", whole, "cascade to tail shares"),
    ]


def main() -> None:
    """Print the table."""
    print(f"{'what':46} {'ms':>10}  remark")
    for name, milliseconds, remark in [*year_table(), *cascade_table()]:
        print(f"{name:46} {milliseconds:10.2f}  {remark}")


if __name__ == "__main__":
    main()
