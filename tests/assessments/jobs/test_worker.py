"""Real workers on the broker of this run: the folder transport beside SQLite, a real Redis beside PostgreSQL."""

import os
import signal
import time
from pathlib import Path

import pytest

from assessments.jobs import actions
from assessments.jobs.models import Job
from tests.assessments.jobs.handlers import effects

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
DONE, FAILED, RUNNING = Job.State.DONE, Job.State.FAILED, Job.State.RUNNING


def _pid_in(file: Path) -> int:
    for _ in range(300):
        if file.exists() and file.read_text():
            return int(file.read_text())
        time.sleep(0.1)
    raise AssertionError("the worker did not begin the job")


def test_a_worker_does_what_was_asked_shows_each_step_and_does_it_once_however_many_messages_come(
    start_worker, wait_for
):
    jobs = [actions.enqueue(kind="test.steps", payload={"steps": 1}) for _ in range(5)]
    for job in jobs * 4:
        assert actions.ask_broker(job_id=job.pk)
    start_worker()
    last = wait_for(actions.enqueue(kind="test.steps", payload={"steps": 5}), DONE)
    assert (last.done, last.total, last.attempts, effects(last)) == (5, 5, 1, 1)
    assert last.result["by"] != os.getpid()
    for job in jobs:
        wait_for(job, DONE)
    assert [effects(job) for job in jobs] == [1] * 5


def test_a_job_is_done_once_although_its_process_was_killed(start_worker, wait_for, tmp_path):
    start_worker()
    file = tmp_path / "pid"
    job = actions.enqueue(kind="test.hangs_once", payload={"file": str(file)})
    os.kill(_pid_in(file), signal.SIGKILL)
    job = wait_for(job, DONE)
    assert (job.attempts, effects(job)) == (2, 1)


def test_a_job_is_done_once_although_the_whole_worker_was_killed(start_worker, wait_for, tmp_path):
    first = start_worker()
    file = tmp_path / "pid"
    job = actions.enqueue(kind="test.hangs_once", payload={"file": str(file)})
    _pid_in(file)
    first.kill()
    job.refresh_from_db()
    assert job.state == RUNNING
    start_worker()
    job = wait_for(job, DONE)
    assert (job.attempts, effects(job)) == (2, 1)


def test_a_job_that_kills_its_worker_is_given_up_and_those_behind_it_are_done(start_worker, wait_for):
    start_worker()
    poison = actions.enqueue(kind="test.poison")
    good = [actions.enqueue(kind="test.steps", payload={"steps": 1}) for _ in range(10)]
    poison = wait_for(poison, FAILED)
    assert poison.attempts == Job.MAX_ATTEMPTS
    assert "Lease ran out" in poison.dead_reason
    for job in good:
        wait_for(job, DONE)
        assert effects(job) == 1
