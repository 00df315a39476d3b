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
from assessments.engine import allocation, annual, cascade, graph, losses, season, uncertainty
from tests.assessments.engine.reference_models import dev_1

shape = graph.Graph(8, *graph.links_of([(0, 1), (0, 2), (1, 3), (2, 3), (3, 4), (4, 2), (0, 5), (5, 6), (6, 7)]))
outage = np.tile([1.0, *[0.0] * 7], (256, 1)) * uncertainty.sobol_points(256, 1, seed=4)
rows = cascade.Conditions(outage, weight=0.8, buffer_h=[0, 4, 2, 0, 8, 0, 1, 0, 0])
course = cascade.solve(shape, rows)
event = losses.event_losses(course, range(1, 8), losses.LossTerms(12.0, 3.0, 0.33, recovery_h=8.0))
classes = season.season_of([season.Peak(5, 8, 3.4)]).spread(event.income)
year = annual.annual_loss(dev_1(2.5))
shares = allocation.tail_shares(dev_1(2.5), year, 0.99)
whole = hashlib.sha256()
for part in (course.knots_h, course.inoperability, classes[0].right, year.mass, shares.contributions):
    whole.update(np.ascontiguousarray(part).tobytes())
assert "scipy.stats" not in sys.modules, "slow to import and not needed"
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


def test_every_stage_has_its_page():
    stages = {"durations", "cascade", "losses", "season", "annual", "likelihood", "ratings-and-gaps", "alert-rules"}
    assert stages <= {page.stem for page in METHODS}


def test_every_module_has_its_tests():
    """The parts of one piece of work are tested through it: the solvers through the cascade."""
    through_others = {"cascade_core": "cascade", "cascade_solver": "cascade", "errors": "checks"}
    tests = {path.stem.removeprefix("test_") for path in Path(__file__).parent.glob("test_*.py")}
    assert {through_others.get(module, module) for module in MODULES} <= tests
