"""Uncertainty beside its peers: sensitivity indices with SALib, the split of a change with a plain Shapley.

Run `python -m benchmarks.engine_uncertainty`. Same function, same number of runs of it.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import permutations

import numpy as np

from assessments.engine.annual import AnnualModel, annual_loss
from assessments.engine.attribution import explain_change
from assessments.engine.information import value_of_knowing
from assessments.engine.sensitivity import sensitivity_points, sobol_indices
from assessments.engine.uncertainty import bands, expert_values, sobol_points
from benchmarks.engine_core import best, large_year, peak_mb, peer, print_table

COUNT = 1024
Row = tuple[str, float, float, str]
TRUTH = np.array([0.3139, 0.4424, 0.0])


def ishigami(chances: np.ndarray) -> np.ndarray:
    """Return the published test function on the unit cube."""
    x = np.pi * (2 * chances - 1)
    return np.asarray(np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0]))


def indices() -> list[Row]:
    """Return the rows of sensitivity indices."""

    def ours(seed: int = 1) -> np.ndarray:
        return sobol_indices(ishigami(sensitivity_points(COUNT, 3, seed)), 3).first

    rows = [("Sobol indices of 3 inputs, 5 120 runs", best(ours), peak_mb(ours), usual_error(ours))]
    sample, analyse = peer("SALib.sample.sobol"), peer("SALib.analyze.sobol")
    if sample is None or analyse is None:
        return rows
    problem = {"num_vars": 3, "names": ["a", "b", "c"], "bounds": [[0, 1]] * 3}

    def theirs(seed: int = 1) -> np.ndarray:
        points = sample.sample(problem, COUNT, calc_second_order=False, seed=seed)
        return np.asarray(analyse.analyze(problem, ishigami(points), calc_second_order=False, seed=seed)["S1"])

    return [*rows, ("- SALib", best(theirs, 3), peak_mb(theirs), usual_error(theirs))]


def usual_error(find: Callable[[int], np.ndarray]) -> str:
    """Return the root mean square error of the first-order indices over eight seeds, in words."""
    off = np.array([find(seed) - TRUTH for seed in range(8)])
    return f"first order usually off by {np.sqrt((off**2).mean()):.4f}"


def split(groups: int = 8) -> list[Row]:
    """Return the rows of the split of a change; evaluations cost next to nothing, so what is left is the method."""
    table = np.random.default_rng(3).lognormal(3.0, 1.0, 1 << groups)

    def evaluate(new: np.ndarray) -> np.ndarray:
        return np.asarray(table[new @ (1 << np.arange(groups))])

    def plain() -> np.ndarray:
        parts, count = np.zeros(groups), 0
        for order in permutations(range(groups)):
            state, count = 0, count + 1
            for group in order:
                parts[group] += table[state | 1 << group] - table[state]
                state |= 1 << group
        return parts / count

    def ours() -> np.ndarray:
        return explain_change(evaluate, groups).parts

    return [
        (
            f"split among {groups} groups, exact",
            best(ours),
            peak_mb(ours),
            f"differs by {np.abs(ours() - plain()).max():.0e}",
        ),
        ("- every order in plain Python", best(plain, 1), 0.0, "40 320 orders"),
    ]


def outer_loop() -> list[Row]:
    """Return the row of 256 points through the whole annual engine, and of what the answers are worth."""
    model = large_year(20)
    points = sobol_points(256, 3, seed=4)
    factors = expert_values([0.5, 0.7, 0.6], [1.0, 1.0, 1.0], [2.0, 1.5, 2.5], points)

    def run() -> np.ndarray:
        found = []
        for rate, money, length in factors:
            durations = [type(d)(d.mu + np.log(length), d.sigma) for d in model.durations]
            year = annual_loss(AnnualModel(model.curves.scaled(money), durations, model.rate * rate))
            found.append(year.quantile([0.95, 0.99]))
        return bands(np.array(found))

    losses = np.stack([factors.prod(axis=1), 1.1 + 0.3 * factors[:, 0]], axis=1)
    return [
        ("256 points x the whole year, bands", best(run, 2), peak_mb(run), "20 functions x 5 scenarios"),
        (
            "value of knowing each of 3 inputs",
            best(lambda: value_of_knowing(points, losses)),
            0.0,
            "from the same points",
        ),
    ]


def main() -> None:
    """Print the table."""
    print_table([*indices(), *split(), *outer_loop()])


if __name__ == "__main__":
    main()
