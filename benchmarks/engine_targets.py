"""The targets of the engine's specification, each with what is measured now and how much longer its peers take.

Run `python -m benchmarks.engine_targets`. Same work, one run, processor time; peers that are not installed are left out
(requirements/bench.lock). How exact the figures are stands in `engine_accuracy`, the published cases in `cases`.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from multiprocessing import get_context

import numpy as np

from assessments.engine.allocation import tail_shares
from assessments.engine.annual import AnnualModel, annual_loss, expected_losses
from assessments.engine.annual_rates import YearsByRate
from assessments.engine.cascade import Conditions, solve
from assessments.engine.channels import Channels
from assessments.engine.diversification import diversify, frontier
from assessments.engine.exceedance import RETURN_YEARS
from assessments.engine.graph import Graph
from assessments.engine.many_years import many_years
from assessments.engine.measures import Measures
from assessments.engine.selection_by_cuts import Risks, choose_by_shares
from assessments.engine.uncertainty import sobol_points
from benchmarks import engine_cascade as cascades
from benchmarks.engine_accuracy import scenarios_shared, summed, varied
from benchmarks.engine_choice import LEVEL, MOST, textbook, yearly_returns
from benchmarks.engine_core import SCENARIOS, YEARS_FOR_ONE_PERCENT, best, large_year, peak_mb, simulated, statistics
from benchmarks.engine_losses import by_aggregate, by_pyfair
from benchmarks.engine_whole import Large, whole

ORGANISATIONS, BLOCK = 10_000, 250
Cost = tuple[float, float]  # milliseconds and megabytes
Row = tuple[str, float, float, str]
READY: list[AnnualModel] = []  # of a process that takes a share of the organisations
SHARED_YEARS = 26_000  # of the simulation that also splits the tail among 200 functions, counted a hundredfold


def line(target: str, what: str, cost: Cost, goal: float, remark: str = "") -> None:
    """Print one target: goal and measured in milliseconds, reached or missed, peak memory in megabytes, remark."""
    verdict = "reached" if cost[0] <= goal else "MISSED"
    print(f"{target:4} {what:55} {goal:9,.2f} {cost[0]:10,.2f}  {verdict:8} {cost[1]:7,.1f}  {remark}", flush=True)


def measured(work: Callable[[], object], runs: int) -> Cost:
    """Return the least milliseconds of so many runs, and peak memory."""
    return best(work, runs), peak_mb(work)


def times(row: Row, ours: Cost, wanted: float = 0.0) -> str:
    """Return how many times as long a peer takes, how often it was to be and its memory, in words."""
    name, ratio = row[0].removeprefix("- "), row[1] / ours[0]
    goal = f" (goal {wanted:,.0f}{'' if ratio >= wanted else ', missed'})" if wanted else ""
    return f"{name} {ratio:,.0f} times as long{goal}, {row[2]:,.0f} MB"


def one_year() -> None:
    """Print T1 to T4: one organisation of 200 functions and five scenarios."""
    model = large_year()
    curves = summed(model)
    levels = np.append([0.95, 0.99], 1.0 - 1.0 / RETURN_YEARS)

    def distribution() -> None:
        fresh = replace(curves)
        loss = annual_loss(fresh)
        expected_losses(fresh)
        loss.quantile(levels)
        loss.tail_mean(0.99)

    def shared() -> None:
        fresh = replace(model)
        expected_losses(fresh)
        tail_shares(fresh, annual_loss(fresh), 0.99)

    ours, everything = measured(distribution, 60), measured(shared, 60)
    sample = measured(lambda: statistics(simulated(model, YEARS_FOR_ONE_PERCENT), levels), 3)
    peers = [times(("simulation", *sample, ""), ours, 2000)]
    truth = float(annual_loss(model, 1 << 18).quantile(0.99))
    peers += [times(row, ours, 30) for row in by_aggregate(model, truth, 13)]
    peers += [times(row, ours, 8000) for row in by_pyfair(model, truth)]
    line("T1", "year: expected loss, distribution, tail (curves given)", ours, 1.0, "; ".join(peers))
    line("T1", "  as far as it can be stretched", ours, 0.5)
    split, memory = measured(lambda: simulated_shares(model), 1)
    split *= YEARS_FOR_ONE_PERCENT / SHARED_YEARS
    line(
        "T3",
        "the same with 200 curves and their shares of the tail",
        everything,
        2.5,
        times(("simulation (scaled)", split, memory, ""), everything, 15_000),
    )
    line("T3", "  as far as it can be stretched", everything, 1.5)
    by_rate = YearsByRate(model)
    line("T4", "slider: any rates", measured(lambda: by_rate.loss(model.rate), 60), 0.1)
    line("T4", "slider: anything else", ours, 1.5)


def simulated_shares(model: AnnualModel) -> np.ndarray:
    """Return the shares of every function in the worst 1 % of simulated years, as a careful author would."""
    chance, events, total = np.random.default_rng(1), [], np.zeros(SHARED_YEARS)
    for curve, (rate, median, sigma) in zip(model.totals, SCENARIOS, strict=True):
        count = int(chance.poisson(rate * SHARED_YEARS))
        hours = np.minimum(median * np.exp(sigma * chance.standard_normal(count)), curve.knots_h[-1])
        year = chance.integers(0, SHARED_YEARS, count)
        total += np.bincount(year, np.interp(hours, curve.knots_h, curve.right), SHARED_YEARS)
        events.append((hours, year))
    tail, functions = total > np.quantile(total, 0.99), model.curves.right.shape[1]
    shares = np.zeros((2, functions))
    for row, (hours, year) in enumerate(events):
        for function in range(functions):
            lost = np.interp(hours, model.curves.knots_h[row], model.curves.right[row, function])
            shares[:, function] += lost.sum(), lost[tail[year]].sum()
    return shares


def many() -> None:
    """Print T5: ten thousand organisations of 20 functions that share five scenarios, taken 250 at a time."""
    spent, models = 0.0, list(scenarios_shared(BLOCK))
    many_years(models)
    for _ in range(ORGANISATIONS // BLOCK):
        fresh = [replace(model) for model in models]
        start = time.process_time()
        many_years(fresh)
        spent += time.process_time() - start
    ours = 1e3 * spent, peak_mb(lambda: many_years(scenarios_shared(BLOCK)))
    alone, memory = measured(lambda: statistics(simulated(models[0], YEARS_FOR_ONE_PERCENT), [0.95, 0.99]), 3)
    peer = times(("simulation", alone * ORGANISATIONS, memory, ""), ours, 6000)
    line("T5", "10 000 organisations, one process (goal 300 MB)", ours, 2500, peer)
    with get_context("spawn").Pool(2, ready) as pool:
        pool.map(blocks, [1] * 8, chunksize=1)  # both are there
        start = time.perf_counter()
        pool.map(blocks, [1] * (ORGANISATIONS // BLOCK), chunksize=1)
        wall = 1e3 * (time.perf_counter() - start)
    line("T5", "  as far as it can be stretched: two processes, wall", (wall, ours[1]), 1200)


def ready() -> None:
    """Have the organisations at hand in a process of its own."""
    READY[:] = scenarios_shared(BLOCK)


def blocks(count: int) -> None:
    """Take the organisations so many times."""
    for _ in range(count):
        many_years(replace(model) for model in READY)


def cascade() -> None:
    """Print T6: 10 000 nodes and 50 000 links with loops."""
    links = cascades.large_graph()
    graph, outage = Graph(cascades.NODES, links[0], links[1]), np.zeros(cascades.NODES)
    outage[: cascades.SOURCES] = 1.0
    hit = Conditions(outage, weight=links[2])
    static = measured(lambda: solve(graph, hit, horizon_h=24.0, opening="late"), 15)
    peers = []
    for ask, wanted in ((cascades.by_rustworkx, 40.0), (cascades.by_networkx, 200.0)):
        at_once, in_turn = ask(links, "or")
        peers += [times(at_once, static, wanted), times(in_turn, static)]
    line("T6", "cascade, who is hit", static, 5, "; ".join(peers))
    five = np.zeros((5, cascades.NODES))
    five[:, : cascades.SOURCES] = np.linspace(0.3, 0.9, 5)[:, None] > np.random.default_rng(1).random(
        (5, cascades.SOURCES)
    )
    buffered, bins = Conditions(five, weight=links[2], buffer_h=links[3]), np.geomspace(0.25, 2160.0, 63)
    line(
        "T6",
        "cascade, 64 times x 5 rows with buffers",
        measured(lambda: solve(graph, buffered, horizon_h=2161.0, extra_h=bins, opening="late"), 4),
        600,
    )


def whole_results() -> None:
    """Print T7: 200 functions and 1 000 links, end to end."""
    large = Large()
    *costs, knots = whole(large)
    memory = peak_mb(lambda: large.figures(large.curves(large.course())))
    cold, money, years = ((cost, memory) for cost in costs)
    line("T7", "200 functions, 1 000 links, cold", cold, 60, f"{knots} hours at which something changes")
    line("T7", "  money changes (curves, year, tail shares)", money, 10)
    line("T7", "  durations or rates change (year, tail shares)", years, 10)


def choices() -> None:
    """Print T8 and T9: the safest mix of 12 channels over 10 000 years; 30 measures against 200 risks."""
    returns = yearly_returns()
    channels, least = Channels(returns, most=MOST), float(np.median(returns.mean(axis=0)))
    off = abs(diversify(channels, LEVEL, least).worst_mean - textbook(returns, least))
    line(
        "T8",
        "safest mix",
        measured(lambda: diversify(channels, LEVEL, least), 60),
        8,
        f"off the whole programme by {off:.0e} (1e-07)",
    )
    line("T8", "frontier of 20 mixes", measured(lambda: frontier(channels, LEVEL), 4), 150)
    chance = np.random.Generator(np.random.PCG64(3))
    shares = chance.uniform(0.0, 0.8, (30, 200)) * (chance.random((30, 200)) < 0.25)
    risks, costs = Risks(chance.lognormal(3.0, 1.5, 200), shares), chance.uniform(1.0, 10.0, 30)
    search: Callable[[], object] = lambda: choose_by_shares(risks, Measures(costs), float(costs.sum() / 4))  # noqa: E731
    gap = choose_by_shares(risks, Measures(costs), float(costs.sum() / 4)).gap
    line("T9", "30 measures x 200 risks", measured(search, 4), 300, f"gap proven {gap:.2%} (0.50%)")


def bands() -> None:
    """Print T10: 256 points through the engine, eight inputs of one organisation of 200 functions."""
    model, points = summed(large_year()), sobol_points(256, 8, seed=4)
    work = lambda: many_years(varied(model, points), 0.99, cells=4096)  # noqa: E731
    line("T10", "256 points x the engine", measured(work, 5), 400)


def main() -> None:
    """Print the table."""
    print(f"{'':4} {'what':55} {'goal ms':>9} {'ms now':>10}  {'':8} {'peak MB':>7}")
    for part in (many, one_year, cascade, whole_results, choices, bands):
        part()
    print("T11  the same bytes on one thread and on two: tests/assessments/engine/test_purity.py")


if __name__ == "__main__":
    main()
