"""What the main job costs: a profile file to its results, beside starting the same libraries and doing nothing.

Run `python -m benchmarks.assess`. The whole process is counted in processor seconds of its own (user and system), which a
busy machine disturbs least, and as a ratio to a process that only imports numpy and scipy and sets Django up. The engine
part is one organisation of 12 activities in one market: all events of the nine scenarios from cascade to tail shares.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from assessments.scoring.evaluate import evaluate
from assessments.scoring.report.results import results_bytes, results_of
from assessments.scoring.yearly import yearly_of
from tests.factories.profiles import example, profile_with

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "examples" / "beauty_brand.yaml"
PEER = "import numpy, scipy.special, scipy.fft, django; django.setup()"
BARE = "import numpy, django"
TWELVE = (
    "social_publishing", "paid_acquisition", "social_commerce", "live_selling", "influencer_partnerships", "product_launch",
    "customer_care", "consumer_insight", "site_traffic", "order_fulfilment", "client_services", "audience_reach",
)  # fmt: skip


def processor_seconds(arguments: list[str], runs: int = 5) -> float:
    """Return the least processor time of several runs of a Python process."""
    times = []
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "continuity.settings"}
    for _ in range(runs):
        before = os.times()
        subprocess.run([sys.executable, *arguments], cwd=ROOT, env=environment, check=True, capture_output=True)
        after = os.times()
        times.append(after.children_user + after.children_system - before.children_user - before.children_system)
    return min(times)


def best(work: Callable[[], object], runs: int = 7) -> float:
    """Return the least processor time of several runs in this process, in milliseconds."""
    times = []
    for _ in range(runs):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return 1e3 * min(times)


def process_lines() -> list[str]:
    """Return the lines about the whole process."""
    with tempfile.TemporaryDirectory() as folder:
        target = str(Path(folder) / "results.json")
        whole = processor_seconds(["manage.py", "assess", str(EXAMPLE), "--json", target])
    bare, peer = processor_seconds(["-c", BARE]), processor_seconds(["-c", PEER])
    return [
        f"{'whole process: profile file to results':46} {1e3 * whole:8.0f} ms",
        f"{'  only import numpy and django':46} {1e3 * bare:8.0f} ms  ratio {whole / bare:.1f}",
        f"{'  only import numpy, scipy and set Django up':46} {1e3 * peer:8.0f} ms  ratio {whole / peer:.2f}",
    ]


def evaluation_lines() -> list[str]:
    """Return the lines about an evaluation and its engine part, in this process, with everything imported."""
    profile, notices = example(EXAMPLE)
    found = evaluate(profile)
    functions = {key: {"FUN-02": 90, "WRK-01": "s2", "WRK-02": "d3"} for key in TWELVE}
    large = evaluate(profile_with({"USE-01": ["organic", "ads", "shop", "live"], "DEP-01": ["scheduler"]}, functions))
    limit = large.statement.organisation.severe_loss.number
    events = len(large.model.events)
    return [
        f"{'evaluation of the example':46} {best(lambda: evaluate(profile)):8.0f} ms  "
        f"{len(found.impacts)} activities, {len(found.model.events)} events",
        f"{'  results file from it':46} {best(lambda: results_bytes(results_of(found, notices))):8.1f} ms",
        f"{'engine: cascade and loss curves':46} {best(large.model.run):8.1f} ms  12 activities, {events} events",
        f"{'engine: year with tail shares and bounds':46} "
        f"{best(lambda: yearly_of(large.run, large.model.season, limit)):8.1f} ms",
    ]


def run() -> list[str]:
    """Return the table, line by line."""
    return [*process_lines(), *evaluation_lines()]


def main() -> None:
    """Print the table."""
    print("\n".join(run()))


if __name__ == "__main__":
    main()
