"""What the engine promises as a whole: nothing but numbers, the same bytes every time, documents that hold."""

import doctest
import hashlib
import importlib
import os
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

import assessments.engine

ROOT = Path(__file__).resolve().parents[3]
MODULES = sorted(module.name for module in pkgutil.iter_modules(assessments.engine.__path__))
METHODS = sorted((ROOT / "docs" / "methods").glob("*.md"))

WHOLE_RUN = """
import hashlib, sys
import numpy as np
from assessments.engine import allocation, annual, cascade, channels, diversification, graph, losses, measures
from assessments.engine import many_years, overlap, ripple, season, selection_by_cuts, sensitivity, uncertainty
from tests.assessments.engine.reference_models import dev_1

shape = graph.Graph(8, *graph.links_of([(0, 1), (0, 2), (1, 3), (2, 3), (3, 4), (4, 2), (0, 5), (5, 6), (6, 7)]))
outage = np.tile([1.0, *[0.0] * 7], (256, 1)) * uncertainty.sobol_points(256, 1, seed=4)
rows = cascade.Conditions(outage, weight=0.8, buffer_h=[0, 4, 2, 0, 8, 0, 1, 0, 0])
course = cascade.solve(shape, rows)
event = losses.event_losses(course, range(1, 8), losses.LossTerms(12.0, 3.0, 0.33, recovery_h=8.0))
classes = season.season_of([season.Peak(5, 8, 3.4)]).spread(event.income)
year = annual.annual_loss(dev_1(2.5))
shares = allocation.tail_shares(dev_1(2.5), year, 0.99)
many = many_years.many_years([dev_1(2.5), dev_1()] * 20)
points = sensitivity.sensitivity_points(512, 20, seed=2)
indices = sensitivity.sobol_indices((points**2).sum(axis=1), 20)
mix = diversification.diversify(channels.Channels(1.0 + points[:4096] * np.arange(1.0, 21.0)))
risks = selection_by_cuts.Risks(np.arange(1.0, 151.0), points[:150, :20].T * 0.8)
chosen = selection_by_cuts.choose_by_shares(risks, measures.Measures(np.arange(1.0, 21.0)), 60.0)
economy = ripple.Economy(np.ones(80), points[:80, :1] * np.full((80, 80), 0.01))
spread = ripple.ripple(economy, 0.1, [5.0, 50.0], start=points[0, :1])
drawn = overlap.drawn_years(dev_1(2.5), 500, seed=3)
whole = hashlib.sha256(repr((chosen.taken, chosen.bound, mix.worst_mean, mix.proven)).encode())
parts = (course.knots_h, course.inoperability, classes[0].right, year.mass, shares.contributions, indices.total)
for part in (*parts, mix.amounts, spread.lost, drawn.once, many.quantiles, many.tail_means):
    whole.update(np.ascontiguousarray(part).tobytes())
assert not {"scipy.stats", "scipy.fft"} & set(sys.modules), "slow to import and not needed"
assert "django" not in sys.modules
print(whole.hexdigest())
"""


def _digest(threads):
    limits = {name: str(threads) for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")}
    done = subprocess.run(
        [sys.executable, "-c", WHOLE_RUN],
        cwd=ROOT,
        env={**os.environ, **limits, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": str(threads)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.slow
def test_the_same_inputs_give_the_same_bytes_on_one_thread_and_on_two():
    first, second = _digest(1), _digest(2)
    assert first == second
    assert len(first.strip()) == hashlib.sha256().digest_size * 2


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_in_the_docstrings_hold(name):
    outcome = doctest.testmod(importlib.import_module(f"assessments.engine.{name}"))
    assert outcome.failed == 0


@pytest.mark.parametrize("document", METHODS, ids=lambda document: document.stem)
def test_the_worked_examples_of_the_method_pages_hold(document):
    outcome = doctest.testfile(str(document), module_relative=False, encoding="utf-8")
    assert outcome.failed == 0
    assert outcome.attempted > 0


def test_every_module_stands_on_a_page():
    """The parts that only serve others (checks, errors, time lines) need none."""
    told = " ".join(document.read_text(encoding="utf-8").split("\n\n")[1] for document in METHODS)
    serving = {"checks", "errors", "timelines", "curves"}
    assert {name for name in MODULES if f"`{name}`" not in told and f".{name}`" not in told} <= serving


def test_every_module_has_its_tests():
    """The parts of one piece of work are tested through it: the solvers through the cascade."""
    through_others = {"cascade_core": "cascade", "cascade_solver": "cascade", "errors": "checks"}
    tests = {path.stem.removeprefix("test_") for path in Path(__file__).parent.glob("test_*.py")}
    assert {through_others.get(module, module) for module in MODULES} <= tests
