"""A whole result of one large organisation: 200 functions, 1 000 links, five scenarios, from the cascade to tail shares.

Run `python -m benchmarks.engine_whole`. Cold: nothing is known but the numbers. Money changes: the course of the disruptions
is known. Durations or rates change: the loss curves are known too. What it costs goes with the hours at which something
changes, that is with the number of buffers: a quarter of the links has one, or more than half.
"""

from __future__ import annotations

import numpy as np

from assessments.engine.allocation import tail_shares
from assessments.engine.annual import AnnualModel, annual_loss, expected_losses
from assessments.engine.cascade import Cascade, Conditions, Workarounds, solve
from assessments.engine.curves import CurveBatch
from assessments.engine.durations import Lognormal
from assessments.engine.exceedance import exceedance_curve
from assessments.engine.graph import Graph
from assessments.engine.losses import LossTerms, Lump, event_losses
from benchmarks.engine_core import SCENARIOS, best, peak_mb, print_table

SOURCES, FUNCTIONS, LINKS = 12, 200, 1000
BUFFERS_H = [1, 4, 8, 24, 72.0]


class Large:
    """One organisation: surfaces and suppliers feed functions, functions feed functions, some of them in loops."""

    def __init__(self, buffered: float = 0.25, seed: int = 9) -> None:
        chance = np.random.Generator(np.random.PCG64(seed))
        self.nodes = SOURCES + FUNCTIONS
        target = chance.integers(SOURCES, self.nodes, LINKS)
        source = (target * chance.random(LINKS) ** 2).astype(np.int64)
        loops = chance.random(LINKS) < 0.02
        source[loops] = chance.integers(SOURCES, self.nodes, int(loops.sum()))
        source = np.where(source == target, 0, source)
        self.target, self.source = target, source
        outage = np.zeros((len(SCENARIOS), self.nodes))
        outage[:, :SOURCES] = chance.choice([0.0, 0.35, 0.5, 0.9, 1.0], (len(SCENARIOS), SOURCES))
        late = np.where(chance.random(self.nodes) < 0.3, chance.choice([24, 72, 168.0], self.nodes), np.inf)
        relief = Workarounds(chance.uniform(0.2, 0.9, self.nodes), late)
        weight = chance.beta(2, 3, LINKS)
        buffer_h = np.where(chance.random(LINKS) < buffered, chance.choice(BUFFERS_H, LINKS), 0.0)
        self.conditions = Conditions(outage, weight, buffer_h, by_node=relief)
        margin = chance.lognormal(0, 1.2, FUNCTIONS)
        margin *= 17.5e6 / 8760 / margin.sum()
        lumps = [Lump(int(f), 24.0, float(margin[f]) * 20) for f in chance.choice(FUNCTIONS, 40, replace=False)]
        recovery = chance.choice([4, 8, 24.0], FUNCTIONS)
        self.terms = LossTerms(margin, 0.2 * margin, 0.33, cost_per_h=0.1 * margin, recovery_h=recovery, lumps=lumps)
        self.durations = [Lognormal.from_median(median, sigma) for _, median, sigma in SCENARIOS]
        self.rates = [rate for rate, _, _ in SCENARIOS]

    def course(self) -> Cascade:
        """Return who is hit when, from nothing but the numbers."""
        return solve(Graph(self.nodes, self.target, self.source), self.conditions)

    def curves(self, course: Cascade) -> CurveBatch:
        """Return what each function loses by the length of a disruption."""
        return event_losses(course, range(SOURCES, self.nodes), self.terms).combined()

    def figures(self, curves: CurveBatch) -> None:
        """Find everything that a result holds about the year."""
        model = AnnualModel(curves, self.durations, self.rates)
        loss = annual_loss(model)
        expected_losses(model)
        loss.quantile([0.5, 0.75, 0.9, 0.95, 0.99, 0.995])
        loss.tail_mean([0.95, 0.99])
        exceedance_curve(model, loss)
        tail_shares(model, loss, 0.95)


def whole(large: Large) -> tuple[float, float, float, int]:
    """Return milliseconds cold, from the course on, from the curves on, and the number of knots."""
    course = large.course()
    curves = large.curves(course)
    cold = best(lambda: large.figures(large.curves(large.course())))
    return (
        cold,
        best(lambda: large.figures(large.curves(course))),
        best(lambda: large.figures(curves)),
        curves.knots_h.shape[1],
    )


def main() -> None:
    """Print the table."""
    for buffered in (0.25, 0.625):
        large = Large(buffered)
        cold, money, years, knots = whole(large)
        peak = peak_mb(lambda all_=large: all_.figures(all_.curves(all_.course())))
        print(f"{buffered:.0%} of the links with a buffer, {knots} hours at which something changes")
        print_table(
            [
                ("cold: plan, cascade, curves, year, tail shares", cold, peak, ""),
                ("money changes: curves, year, tail shares", money, 0.0, ""),
                ("durations or rates change: year, tail shares", years, 0.0, ""),
            ]
        )


if __name__ == "__main__":
    main()
