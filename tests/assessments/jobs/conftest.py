"""A real Celery worker as a process of its own, on the broker and the database of this run."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from assessments.jobs import actions
from assessments.jobs.models import Job
from tests.assessments.jobs import handlers  # noqa: F401 - registers the kinds of work in this process too

ROOT = Path(__file__).resolve().parents[3]
LONG_ENOUGH_S = 60


def _environment() -> dict[str, str]:
    name = connection.settings_dict["NAME"]
    on_sqlite = connection.vendor == "sqlite"
    address = f"sqlite:///{name}" if on_sqlite else os.environ["DATABASE_URL"].replace("/postgres?", f"/{name}?")
    return {**os.environ, "DATABASE_URL": address, "C_FORCE_ROOT": "1", "PYTHONPATH": str(ROOT)}


class Worker:
    """A running worker; `process` leads a process group of its own."""

    def __init__(self) -> None:
        self.log = Path(settings.VAR) / "worker.log"
        command = ["-m", "celery", "-A", "continuity.celery", "worker", "-I", "tests.assessments.jobs.handlers"]
        options = ["--concurrency", "2", "--without-gossip", "--without-mingle", "--loglevel", "WARNING"]
        with self.log.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, *command, *options],
                cwd=ROOT,
                env=_environment(),
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def kill(self) -> None:
        """Nothing comes back: the worker and its pool are gone at once, as in a power cut."""
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            return
        self.process.wait(10)


@pytest.fixture
def start_worker(transactional_db) -> Iterator[Callable[[], Worker]]:
    """A function that starts a worker; all that are left run no longer than the test."""
    started: list[Worker] = []

    def start() -> Worker:
        started.append(Worker())
        return started[-1]

    yield start
    for worker in started:
        worker.kill()
    _empty_broker()


@pytest.fixture
def wait_for() -> Callable[..., Job]:
    """A function that waits until a job is in a state, sweeping meanwhile as the scheduler would."""

    def wait(job: Job, *states: str) -> Job:
        end = time.monotonic() + LONG_ENOUGH_S
        while time.monotonic() < end:
            actions.sweep()
            job.refresh_from_db()
            if job.state in states:
                return job
            time.sleep(0.2)
        worker_log = Path(settings.VAR) / "worker.log"
        words = worker_log.read_text()[-3000:] if worker_log.exists() else "no worker was started"
        raise AssertionError(f"{job} is {job.state} after {LONG_ENOUGH_S} s; the worker said:\n{words}")

    return wait


def _empty_broker() -> None:
    from continuity.celery import app

    with app.connection_for_write() as carrier:
        app.control.purge(connection=carrier)
