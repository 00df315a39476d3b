"""How cost grows: with nodes, with functions, with organisations. Prints a table and draws it.

Run `python -m benchmarks.engine_scale [file.svg]`; without a file nothing is drawn. docs/methods/growth.svg is a run of it.
Every point is measured, none is continued from others.
"""

from __future__ import annotations

import os
import platform
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from assessments.engine.annual import annual_loss, expected_losses
from assessments.engine.cascade import Conditions, solve
from assessments.engine.graph import Graph
from assessments.engine.many_years import many_years
from benchmarks.engine_accuracy import scenarios_shared
from benchmarks.engine_cascade import SOURCES, large_graph
from benchmarks.engine_core import best, large_year

WIDTH, HEIGHT, LEFT, TOP, PLOT_W, PLOT_H = 760, 450, 80, 30, 420, 330
COLOURS = ("#0b6e8a", "#b4540a", "#5b3fa0", "#3d7a2a", "#a1275b")
Line = tuple[str, list[int], list[float]]


def by_nodes(loops: bool) -> Line:
    """Return milliseconds by the number of nodes, with five links to each node and five rows of one disruption."""
    counts, times = [100, 300, 1000, 3000, 5000, 10_000], []
    for nodes in counts:
        target, source, weight, _ = large_graph(nodes, 5 * nodes)
        kept = np.ones(target.size, dtype=bool) if loops else source < target
        graph = Graph(nodes, target[kept], source[kept])
        outage = np.zeros((5, nodes))
        outage[:, :SOURCES] = np.linspace(0.2, 1.0, 5)[:, None]
        conditions = Conditions(outage, weight=weight[kept])
        assert len(graph.plan.order) == graph.links
        times.append(best(lambda g=graph, c=conditions: solve(g, c, horizon_h=24.0, opening="late"), 3))
    return f"cascade, 5 rows, by nodes of 5 links{', with loops' if loops else ''}", counts, times


def by_functions() -> Line:
    """Return milliseconds by the number of functions: expected losses and the distribution of the year."""
    counts, times = [20, 50, 100, 200, 500], []
    for functions in counts:
        model = large_year(functions)
        times.append(best(lambda m=model: (expected_losses(fresh := replace(m)), annual_loss(fresh)), 20))
    return "year of 5 scenarios, by functions", counts, times


def by_organisations() -> Line:
    """Return milliseconds by the number of organisations of 20 functions, one after another."""
    counts, times = [1, 10, 100, 1000], []
    annual_loss(large_year(20))  # the first run of all fetches the libraries
    for organisations in counts:
        models = list(scenarios_shared(organisations))
        times.append(best(lambda all_=models: [annual_loss(m).quantile([0.95, 0.99]) for m in all_], 2))
    return "years, by organisations of 20 functions", counts, times


def by_organisations_at_once() -> Line:
    """Return milliseconds by the number of organisations, all at once; they come 250 at a time, to save memory."""
    counts, times = [1, 10, 100, 1000, 10_000], []
    some = list(scenarios_shared(250))
    many_years(some)
    for organisations in counts:
        spent = 0.0
        for first in range(0, organisations, len(some)):
            models = [replace(model) for model in some[: organisations - first]]
            start = time.process_time()
            many_years(models)
            spent += time.process_time() - start
        times.append(1e3 * spent)
    return "years at once, by organisations", counts, times


def machine() -> str:
    """Return the date of this run and what it ran on, in words."""
    model = ""
    if Path("/proc/cpuinfo").exists():
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        model = next((text.split(":")[1].strip() for text in lines if text.startswith("model name")), "")
    parts = [model or platform.machine(), f"{os.cpu_count()} cores", platform.system()]
    versions = f"Python {platform.python_version()}, numpy {np.__version__}"
    return f"{datetime.now(UTC).date().isoformat()}; {', '.join(parts)}; {versions}; processor time of one process"


def drawn(lines: list[Line]) -> str:
    """Return the lines as a picture with logarithmic axes."""
    every_x = [x for _, xs, _ in lines for x in xs]
    every_y = [y for _, _, ys in lines for y in ys]
    low, high = np.floor(np.log10([min(every_x), min(every_y)])), np.ceil(np.log10([max(every_x), max(every_y)]))

    def place(x: float, y: float) -> tuple[float, float]:
        across, up = (np.log10([x, y]) - low) / (high - low)
        return round(LEFT + PLOT_W * across, 1), round(TOP + PLOT_H * (1 - up), 1)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="12">',
        "<title>How the time of the engine grows</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
    ]
    for power in np.arange(low[0], high[0] + 1):
        x, y = place(10**power, 10 ** low[1])
        parts.append(
            f'<path d="M{x} {TOP}V{y}" stroke="#dddddd"/><text x="{x}" y="{y + 18}" text-anchor="middle">{10**power:,.0f}</text>'
        )
    for power in np.arange(low[1], high[1] + 1):
        x, y = place(10 ** low[0], 10**power)
        parts.append(
            f'<path d="M{x} {y}H{LEFT + PLOT_W}" stroke="#dddddd"/><text x="{x - 8}" y="{y + 4}" text-anchor="end">{10**power:,g} ms</text>'
        )
    for number, ((name, xs, ys), colour) in enumerate(zip(lines, COLOURS, strict=True)):
        points = " ".join(f"{x},{y}" for x, y in map(place, xs, ys))
        parts.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"/>')
        y = TOP + 20 + 44 * number
        words = name.split(", by ")
        parts.append(f'<text x="{LEFT + PLOT_W + 16}" y="{y}" fill="{colour}">{words[0]},</text>')
        parts.append(f'<text x="{LEFT + PLOT_W + 16}" y="{y + 16}" fill="{colour}">by {words[1]}</text>')
    parts.append(f'<text x="{LEFT}" y="{HEIGHT - 12}" font-size="11" fill="#444444">{machine()}</text>')
    return "\n".join([*parts, "</svg>", ""])


def main() -> None:
    """Print the table, and draw it if a file is named."""
    lines = [by_nodes(False), by_nodes(True), by_functions(), by_organisations(), by_organisations_at_once()]
    print(machine())
    for name, counts, times in lines:
        print(f"{name:44}", "  ".join(f"{count:,}: {ms:,.1f} ms" for count, ms in zip(counts, times, strict=True)))
    pictures = [argument for argument in sys.argv[1:] if argument.endswith(".svg")]
    if pictures:
        Path(pictures[0]).write_text(drawn(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
