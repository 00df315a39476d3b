"""How long a portfolio takes to be scored again by two workers, and how that grows with the number of organisations.

Run `python -m benchmarks.rescoring [SECONDS]`. Each size is an installation of its own in a temporary folder: organisations
in the shapes of the eight examples with other figures, each with results of an older method, one real worker with two
processes. A size that is not done after SECONDS (60) is cancelled; its line then says how many were scored and in what
time, and nothing is reckoned on from there. 10,000 organisations take 2 GB of temporary disk. On a machine that is busy
with other things, look at the processor time each and at the share of the cores that the workers had. Meanwhile somebody
presses "calculate" three times, and the time until those results are there is measured too. At the end every organisation
is counted: none may have been scored twice.
"""

from __future__ import annotations

import copy
import importlib
import os
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import django
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import Count
from django.utils import timezone

from continuity.shell.supervisor import worker
from tests.realservers import Postgres

ROOT = Path(__file__).resolve().parent.parent
SIZES = (100, 1_000, 10_000)
WORKERS = 2
BUDGET_S = 60.0
ROWS_AT_ONCE = 100
CLICKS = (0.2, 0.4, 0.6)
"""When somebody presses "calculate", as parts of the budget."""
TICKS = os.sysconf("SC_CLK_TCK")
WARM_UP_S = 8.0


def main(seconds: float = BUDGET_S) -> None:
    """Print one line for each size on SQLite, and one for the middle size on PostgreSQL."""
    print(f"{os.cpu_count()} cores, {WORKERS} worker processes, at most {seconds:g} s for each size")
    for size in SIZES:
        print(f"SQLite      {_installation(size, seconds, None)}", flush=True)
    postgres = Postgres()
    try:
        print(f"PostgreSQL  {_installation(SIZES[1], seconds, postgres.url)}", flush=True)
    finally:
        postgres.stop()


def _installation(size: int, seconds: float, database: str | None) -> str:
    """What one installation of this size measured, from a process and a folder of its own."""
    with tempfile.TemporaryDirectory(prefix="ballast-bench-") as folder:
        environment = {**os.environ, "BALLAST_VAR": folder, "LOG_LEVEL": "ERROR", "C_FORCE_ROOT": "1"}
        environment |= {"DJANGO_SETTINGS_MODULE": "continuity.settings", "DATABASE_POOL_SIZE": "0"}
        environment.pop("DATABASE_URL", None)
        if database:
            environment["DATABASE_URL"] = database
        command = [sys.executable, "-m", "benchmarks.rescoring", "measure", str(size), str(seconds)]
        run = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        return run.stdout.strip() if run.returncode == 0 else f"{size}: failed\n{run.stderr[-2000:]}"


# ------------------------------------------------------------------------------------------- inside one installation
def named(module: str) -> Any:
    """The module, which can only be imported once Django is set up."""
    return importlib.import_module(module)


def measure(size: int, seconds: float) -> str:
    """The line of one size; the environment names the folder and the database."""
    django.setup()
    call_command("migrate", verbosity=0)
    actions = named("assessments.scoring.rescoring.actions")
    make_portfolio(size)
    person = named("tests.factories.answers").make_sample("cafe")
    before = _database_mb()
    process = subprocess.Popen(worker(processes=WORKERS), start_new_session=True, stdout=subprocess.DEVNULL)
    try:
        time.sleep(WARM_UP_S)
        busy = _cpu_s(process.pid)
        start = time.perf_counter()
        rescoring = actions.start(which="outdated", by=None, lanes=WORKERS)
        started = time.perf_counter() - start
        seen = _watch(rescoring, person, start, seconds)
        busy = _cpu_s(process.pid) - busy
        memory = _memory_mb(process.pid)
    finally:
        _stop(process)
    grown = 1e3 * (_database_mb() - before) / max(seen["scored"], 1)
    return _line(size, started, busy, memory, grown, seen)


def make_portfolio(size: int) -> None:
    """Nothing comes back: so many organisations, each assessed once by an older method."""
    models, audit = named("assessments.scoring.models"), named("assessments.organisations.audit")
    organisation_of, job_of = models.Organisation, models.Job
    examples, found_of = named("tests.factories.examples"), named("tests.factories.assessments").found_of
    profile_content = named("assessments.questionnaires.profile_export").profile_content
    shapes = [(profile_content(examples.profile_of(name)), *found_of(name)) for name in examples.NAMES]
    for first in range(0, size, ROWS_AT_ONCE):
        numbers = range(first, min(first + ROWS_AT_ONCE, size))
        with transaction.atomic():
            rows = [organisation_of(name=f"Client {number:05}", slug=f"client-{number:05}") for number in numbers]
            organisations = organisation_of.objects.bulk_create(rows)
            jobs = job_of.objects.bulk_create(job_of(kind="scoring.assess", state="done") for _ in numbers)
            made = []
            for number, organisation, job in zip(numbers, organisations, jobs, strict=True):
                audit.open_chain(organisation=organisation)
                profile = _with_other_figures(shapes[number % len(shapes)][0], organisation.name, number)
                stated = {"profile": profile, "depth": profile["depth"], "as_of": examples.TODAY, "seed": number}
                versions = {"bank_version": "old", "catalogue_version": "old", "method_version": "old"}
                made.append(models.Assessment(organisation=organisation, job=job, number=1, **stated, **versions))
            stored = models.Assessment.objects.bulk_create(made)
            models.AssessmentResult.objects.bulk_create(
                models.AssessmentResult(assessment=one, file=shapes[number % len(shapes)][1], background={})
                for number, one in zip(numbers, stored, strict=True)
            )


def _with_other_figures(content: dict[str, Any], name: str, number: int) -> dict[str, Any]:
    """The shape with another name, income and direct share."""
    rng, changed = random.Random(number), copy.deepcopy(content)
    changed["organisation"]["name"] = name
    for question, low, high in (("PRO-04", 0.3, 3.0), ("MON-01", 0.5, 1.0)):
        stated = changed["answers"].get(question)
        factor = rng.uniform(low, high)
        if isinstance(stated, int | float):
            changed["answers"][question] = round(stated * factor)
        elif isinstance(stated, dict) and isinstance(stated.get("value"), int | float):
            stated["value"] = round(stated["value"] * factor)
    return changed


def _watch(rescoring: Any, person: Any, start: float, seconds: float) -> dict[str, Any]:
    """What was seen until the end, or until the time was over and the round cancelled."""
    actions, queries = (named(f"assessments.scoring.rescoring.{name}") for name in ("actions", "queries"))
    clicks, waited, looks, cancelled = list(CLICKS), [], [], None
    while True:
        rescoring.refresh_from_db()
        look = time.perf_counter()
        progress = queries.progress_of(rescoring, now=timezone.now())
        looks.append(1e3 * (time.perf_counter() - look))
        passed = time.perf_counter() - start
        if not progress.is_under_way:
            break
        if passed > seconds and cancelled is None:
            actions.cancel(rescoring=rescoring)
            cancelled = time.perf_counter()
            while queries.unended_jobs(rescoring).exists():
                time.sleep(0.02)
            cancelled = time.perf_counter() - cancelled
            continue
        if clicks and passed > clicks[0] * seconds:
            clicks.pop(0)
            waited.append(_click(person, len(clicks)))
        time.sleep(0.5)
    doubled = _doubled(rescoring)
    ended = (progress.ended_at - progress.started_at).total_seconds()
    seen = {name: getattr(progress, name) for name in ("scored", "failed", "left")}
    return seen | {
        "seconds": ended,
        "cancel": cancelled,
        "waited": waited,
        "look": statistics.median(looks),
        "doubled": doubled,
    }


def _click(person: Any, number: int) -> float:
    """Seconds from asking for one's own results until they are there; another day, so that they are new ones."""
    ask, today = named("assessments.scoring.actions").request_assessment, named("tests.factories.examples").TODAY
    start = time.perf_counter()
    asked = ask(organisation=person, by=None, today=today + timedelta(days=number))
    while asked.job.state not in ("done", "failed"):
        time.sleep(0.02)
        asked.job.refresh_from_db()
    return time.perf_counter() - start


def _doubled(rescoring: Any) -> int:
    """How many organisations have another number of new results than they should: one each if begun, else none."""
    new = named("assessments.scoring.models").Assessment.objects.filter(
        number__gt=1, result__isnull=False, organisation__slug__startswith="client-"
    )
    counts = dict(new.values_list("organisation").annotate(Count("pk")).order_by())
    begun = set(rescoring.entries.filter(assessment__job__state="done").values_list("organisation_id", flat=True))
    return sum(number != 1 for number in counts.values()) + len(begun ^ set(counts))


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(10)


def _processes(leader: int) -> Iterator[Path]:
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if int(folder.joinpath("stat").read_text().rpartition(")")[2].split()[2]) == leader:
                yield folder
        except (FileNotFoundError, ProcessLookupError):
            continue


def _cpu_s(leader: int) -> float:
    """Processor seconds of the worker and its children so far."""
    fields = [folder.joinpath("stat").read_text().rpartition(")")[2].split() for folder in _processes(leader)]
    return sum(int(field[11]) + int(field[12]) for field in fields) / TICKS


def _memory_mb(leader: int) -> float:
    """The most memory that one process of the worker ever had."""
    texts = [folder.joinpath("status").read_text() for folder in _processes(leader)]
    peaks = [line.split()[1] for text in texts for line in text.splitlines() if line.startswith("VmHWM")]
    return max(map(int, peaks)) / 1024


def _database_mb() -> float:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            cursor.execute("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()")
        else:
            cursor.execute("SELECT pg_database_size(current_database())")
        return float(cursor.fetchone()[0]) / 1e6


def _line(size: int, started: float, busy: float, memory: float, grown: float, seen: dict[str, Any]) -> str:
    scored, seconds = seen["scored"], seen["seconds"]
    ended = "all done" if seen["cancel"] is None else f"cancelled, in {seen['cancel']:.1f} s"
    clicks = ", ".join(f"{waited:.1f}" for waited in seen["waited"]) or "–"
    each, share = busy / max(scored, 1), 100 * busy / seconds / WORKERS
    return (
        f"{size:6,}  start {started:5.2f} s  scored {scored:6,} in {seconds:6.1f} s ({ended})  "
        f"{60 * scored / seconds:5.0f}/min  cpu {each:.2f} s each, {share:.0f}% of {WORKERS} cores  worker {memory:.0f} MB  "
        f"database +{grown:.0f} KB each  look {seen['look']:.0f} ms  own results after {clicks} s  "
        f"failed {seen['failed']}  left {seen['left']:,}  not exactly once {seen['doubled']}"
    )


if __name__ == "__main__":
    if sys.argv[1:2] == ["measure"]:
        print(measure(int(sys.argv[2]), float(sys.argv[3])))
    else:
        main(*map(float, sys.argv[1:2]))
