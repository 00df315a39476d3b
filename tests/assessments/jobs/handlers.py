"""Work for the tests of jobs: each kind leaves one user behind as its effect, so that effects can be counted."""

import os
import signal
import time
from datetime import timedelta
from pathlib import Path

from django.db import transaction

from assessments.accounts.models import User
from assessments.jobs import actions
from assessments.jobs.models import Job
from assessments.jobs.registry import handler
from tests.factories.people import make_user

SHORT = timedelta(seconds=1)


def effects(job: Job) -> int:
    """How often the job's work took effect."""
    return User.objects.filter(name=f"effect of job {job.pk}").count()


def _take_effect(job: Job) -> None:
    with transaction.atomic():
        make_user(f"effect of job {job.pk}")
        actions.finish(job=job, result={"by": os.getpid()})


@handler("test.steps")
def steps(job: Job) -> None:
    """Reports each step, then takes effect."""
    for done in range(1, job.payload["steps"] + 1):
        actions.report_progress(job=job, done=done, total=job.payload["steps"])
        time.sleep(job.payload.get("pause_s", 0))
    _take_effect(job)


@handler("test.hangs_once", lease=SHORT)
def hangs_once(job: Job) -> None:
    """Hangs in its first attempt, after saying which process it is; takes effect in the second."""
    if job.attempts == 1:
        Path(job.payload["file"]).write_text(str(os.getpid()))
        time.sleep(60)
    _take_effect(job)


@handler("test.poison", lease=SHORT)
def poison(job: Job) -> None:
    """Kills the process it runs in."""
    os.kill(os.getpid(), signal.SIGKILL)


@handler("test.error")
def error(job: Job) -> None:
    """Fails each time."""
    raise RuntimeError("this handler always fails")


@handler("test.refusal")
def refusal(job: Job) -> None:
    """Cannot be done as asked."""
    raise actions.JobRefused("Choose at least one function.")
