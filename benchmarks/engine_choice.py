"""Choosing beside its peers: the safest mix of 12 channels over 10 000 years, and 30 measures against 200 risks.

Run `python -m benchmarks.engine_choice`. The peers: PyPortfolioOpt's efficient CVaR (the same limits), and the textbook
linear programme (Rockafellar & Uryasev 2000) in scipy's HiGHS; for measures, the usual knapsack of single effects.
"""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp
from scipy.optimize import linprog

from assessments.engine.channels import Channels
from assessments.engine.diversification import diversify, frontier
from assessments.engine.measures import Measures
from assessments.engine.selection import choose
from assessments.engine.selection_by_cuts import Risks, choose_by_shares
from benchmarks.engine_core import best, peak_mb, peer, print_table

YEARS, CHANNELS, LEVEL, MOST = 10_000, 12, 0.95, 0.35
Row = tuple[str, float, float, str]


def yearly_returns(seed: int = 2) -> np.ndarray:
    """Return what a unit in each channel brings: common swings, outages of four that belong together, a rare ban."""
    chance = np.random.default_rng(seed)
    usual = np.linspace(0.9, 0.25, CHANNELS) + chance.standard_normal((YEARS, 3)) @ chance.normal(
        0, 0.12, (3, CHANNELS)
    )
    noisy = usual + chance.standard_normal((YEARS, CHANNELS)) * 0.1
    hit = np.array([1.0, 0.9, 0.8, 0.7] + [0.1] * (CHANNELS - 4))
    outage = chance.poisson(0.3, YEARS)[:, None] * chance.lognormal(-1.5, 1.0, (YEARS, 1)) * hit
    ban = (chance.random((YEARS, 1)) < 0.04) * (hit > 0.5) * chance.uniform(0.6, 1, (YEARS, 1))
    return np.asarray(noisy * np.clip(1 - outage, 0, 1) * (1 - ban))


def textbook(returns: np.ndarray, least_mean: float) -> float:
    """Return the worst mean by the whole linear programme."""
    weight = 1 / ((1 - LEVEL) * YEARS)
    rows = sp.hstack([sp.csr_matrix(-returns), sp.csr_matrix(-np.ones((YEARS, 1))), -sp.identity(YEARS)], format="csr")
    rows = sp.vstack([rows, sp.csr_matrix(np.append(-returns.mean(axis=0), np.zeros(YEARS + 1)))])
    found = linprog(
        np.concatenate([np.zeros(CHANNELS), [1], np.full(YEARS, weight)]),
        A_ub=rows,
        b_ub=np.append(np.zeros(YEARS), -least_mean),
        A_eq=sp.csr_matrix(np.append(np.ones(CHANNELS), np.zeros(YEARS + 1))),
        b_eq=[1.0],
        bounds=[(0, MOST)] * CHANNELS + [(None, None)] + [(0, None)] * YEARS,
    )
    return -float(found.fun)


def mixes() -> list[Row]:
    """Return the rows of mixes."""
    returns = yearly_returns()
    channels, least_mean = Channels(returns, most=MOST), float(np.median(returns.mean(axis=0)))
    mix = diversify(channels, LEVEL, least_mean)
    exact = textbook(returns, least_mean)

    def one() -> object:
        return diversify(channels, LEVEL, least_mean)

    gap = f"from the whole programme {abs(mix.worst_mean - exact):.0e}, proven to {mix.proven - mix.worst_mean:.0e}"
    rows = [
        (
            "frontier of 20 mixes",
            best(lambda: frontier(channels, LEVEL), 2),
            peak_mb(lambda: frontier(channels, LEVEL)),
            "",
        ),
        ("safest of 12 channels, 10 000 years", best(one), peak_mb(one), gap),
        ("- the whole programme in scipy", best(lambda: textbook(returns, least_mean), 1), 0.0, ""),
    ]
    module = peer("pypfopt.efficient_frontier")
    if module is None:
        return rows

    def theirs() -> float:
        solver = module.EfficientCVaR(returns.mean(axis=0), returns, beta=LEVEL, weight_bounds=(0, MOST))
        solver.efficient_return(least_mean)
        return float(solver.portfolio_performance()[1])

    off = f"from the whole programme {abs(-theirs() - exact):.0e}"
    return [*rows, ("- PyPortfolioOpt", best(theirs, 1), peak_mb(theirs), off)]


def selections() -> list[Row]:
    """Return the rows of measures; the usual knapsack promises the sum of single effects."""
    chance = np.random.Generator(np.random.PCG64(3))
    shares = chance.uniform(0.0, 0.8, (30, 200)) * (chance.random((30, 200)) < 0.25)
    risks, costs = Risks(chance.lognormal(3.0, 1.5, 200), shares), chance.uniform(1.0, 10.0, 30)
    measures, budget = Measures(costs), float(costs.sum() / 4)
    found = choose_by_shares(risks, measures, budget)

    def knapsack() -> tuple[float, float]:
        worth, order = shares @ risks.loss, np.argsort(-(shares @ risks.loss) / costs)
        taken = order[np.cumsum(costs[order]) <= budget]
        really = float(risks.loss.sum() - risks.left(np.isin(np.arange(30), taken))[0])
        return float(worth[taken].sum()), really

    promised, really = knapsack()
    twelve = Measures(costs[:12])
    by_engine = Risks(risks.amounts, shares[:12])

    def exact() -> object:
        return choose(by_engine.left, twelve, float(costs[:12].sum() / 3))

    saved = f"saves {found.nothing - found.loss:,.0f}, gap {found.gap:.2%}"
    return [
        ("30 measures x 200 risks, proven", best(lambda: choose_by_shares(risks, measures, budget), 3), 0.0, saved),
        ("- best value for cost, effects added", best(knapsack), 0.0, f"saves {really:,.0f}, promises {promised:,.0f}"),
        ("12 measures by a callback, proven", best(exact, 3), 0.0, ""),
    ]


def main() -> None:
    """Print the table."""
    print_table([*mixes(), *selections()])


if __name__ == "__main__":
    main()
