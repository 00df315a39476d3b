"""What may be done with a job. Every change of state is one conditional UPDATE, so two callers cannot both win."""

import logging
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import DateTimeField, DurationField, ExpressionWrapper, F, Q, QuerySet, Value
from django.db.models.functions import Now
from django.utils.module_loading import import_string

from assessments.jobs.models import Job

log = logging.getLogger(__name__)

ASK_AGAIN_AFTER = timedelta(minutes=5)
PAUSE_AFTER_ERROR = timedelta(seconds=5)
SWEEP_AT_MOST = 500


class JobLost(Exception):
    """This attempt no longer owns its job: the lease ran out, or the job was cancelled or finished elsewhere."""


class JobCancelled(JobLost):
    """Someone asked for this job to stop."""


class JobRefused(ValidationError):
    """The work cannot be done as asked; the sentence is for the person who asked, and no retry would help."""


class JobNotRetryable(ValidationError):
    """Only a job that failed or was cancelled can be tried again."""


def enqueue(
    *, kind: str, scope_id: int = 0, payload: dict[str, Any] | None = None, idempotency_key: str = "", total: int = 0
) -> Job:
    """The job that will do the work: a new one, or the one that has this key already.

    The row is written in the caller's transaction; the broker is asked when that commits. A broker that is down
    never fails the caller: the sweeper asks again.
    """
    values = {"payload": payload or {}, "total": total}
    if idempotency_key:
        job, is_new = Job.objects.get_or_create(
            kind=kind, scope_id=scope_id, idempotency_key=idempotency_key, defaults=values
        )
    else:
        job, is_new = Job.objects.create(kind=kind, scope_id=scope_id, **values), True
    if is_new:
        transaction.on_commit(lambda: ask_broker(job_id=job.pk), robust=True)
    return job


def ask_broker(*, job_id: int) -> bool:
    """Whether the broker accepted a message about this job; False is no failure, the sweeper asks again."""
    try:
        carrier = import_string(settings.JOBS_CARRIER)
        carrier.send_task("assessments.jobs.tasks.run_job", kwargs={"job_id": job_id}, retry=False)
    except Exception:
        log.warning("The broker did not take job %s; the sweeper will ask again.", job_id, exc_info=True)
        return False
    Job.objects.filter(pk=job_id).update(asked_at=Now())
    return True


def claim(*, job_id: int, lease: timedelta = timedelta(seconds=60)) -> Job | None:
    """The job, now RUNNING for this caller alone, or None if it is not waiting (any more)."""
    claimed = (
        Job.objects.filter(pk=job_id, state=Job.State.QUEUED, attempts__lt=Job.MAX_ATTEMPTS)
        .filter(Q(not_before_at=None) | Q(not_before_at__lte=Now()))
        .update(
            state=Job.State.RUNNING,
            attempts=F("attempts") + 1,
            lease_until_at=_later(lease),
            heartbeat_at=Now(),
            not_before_at=None,
        )
    )
    return Job.objects.get(pk=job_id) if claimed else None


def begin(*, kind: str, scope_id: int = 0, lease: timedelta = timedelta(seconds=60)) -> Job:
    """A new job that the caller does itself, RUNNING from the start.

    No message is sent: should the caller die, the lease runs out and the sweeper has a worker do it.
    """
    begun = claim(job_id=Job.objects.create(kind=kind, scope_id=scope_id).pk, lease=lease)
    assert begun is not None
    return begun


def report_progress(*, job: Job, done: int, total: int | None = None, lease: timedelta = timedelta(seconds=60)) -> None:
    """Nothing comes back: the progress is shown and the lease runs anew; raises JobLost when the work is to stop."""
    values = {"done": done, "lease_until_at": _later(lease), "heartbeat_at": Now()}
    if total is not None:
        values["total"] = total
    if not _own(job).filter(is_cancel_requested=False).update(**values):
        if _own(job).update(state=Job.State.CANCELLED, finished_at=Now(), lease_until_at=None):
            raise JobCancelled(f"{job} was cancelled.")
        raise JobLost(f"{job} is not owned by this attempt any more.")


def finish(*, job: Job, result: dict[str, Any] | None = None) -> None:
    """Nothing comes back: the job is DONE; raises JobLost when another attempt owns it.

    Called inside the transaction that stores the work's effect, it makes running twice have one effect: the attempt
    that lost its lease rolls back.
    """
    changed = _own(job).update(
        state=Job.State.DONE, result=result or {}, finished_at=Now(), lease_until_at=None, error="", dead_reason=""
    )
    if not changed:
        raise JobLost(f"{job} is not owned by this attempt any more.")


def refuse(*, job: Job, sentence: str) -> None:
    """Nothing comes back: the job FAILED for a reason that the person who asked can mend."""
    _own(job).update(state=Job.State.FAILED, error=sentence, finished_at=Now(), lease_until_at=None)


def fail(*, job: Job, reference: str, cause: str) -> None:
    """Nothing comes back: the job waits for its next attempt, or FAILED for good after the last one."""
    error = f"This did not work, and the fault is ours. The reference for support is {reference}."
    if job.attempts < Job.MAX_ATTEMPTS:
        _own(job).update(
            state=Job.State.QUEUED,
            error=error,
            lease_until_at=None,
            asked_at=None,
            not_before_at=_later(PAUSE_AFTER_ERROR * job.attempts),
        )
        return
    _own(job).update(state=Job.State.FAILED, error=error, dead_reason=cause, finished_at=Now(), lease_until_at=None)


def cancel(*, job: Job) -> None:
    """Nothing comes back: a waiting job is cancelled at once, a running one is asked to stop at its next step."""
    waiting = Job.objects.filter(pk=job.pk, state=Job.State.QUEUED)
    if not waiting.update(state=Job.State.CANCELLED, finished_at=Now()):
        Job.objects.filter(pk=job.pk, state=Job.State.RUNNING).update(is_cancel_requested=True)


def retry(*, job: Job) -> None:
    """Nothing comes back: the job waits again with all its attempts; raises JobNotRetryable if it is not at an end."""
    ended = Job.objects.filter(pk=job.pk, state__in=[Job.State.FAILED, Job.State.CANCELLED])
    with transaction.atomic():
        changed = ended.update(
            state=Job.State.QUEUED,
            attempts=0,
            done=0,
            error="",
            dead_reason="",
            is_cancel_requested=False,
            asked_at=None,
            not_before_at=None,
            lease_until_at=None,
            finished_at=None,
        )
        if not changed:
            raise JobNotRetryable(f"Job {job.pk} is {job.get_state_display().lower()}, so there is nothing to retry.")
        transaction.on_commit(lambda: ask_broker(job_id=job.pk), robust=True)


def sweep() -> int:
    """How many jobs were asked for anew: those that died by lease, and those whose message was lost or never sent."""
    overdue = Job.objects.filter(state=Job.State.RUNNING, lease_until_at__lt=Now())
    overdue.filter(is_cancel_requested=True).update(state=Job.State.CANCELLED, finished_at=Now(), lease_until_at=None)
    given_up = overdue.filter(attempts__gte=Job.MAX_ATTEMPTS).update(
        state=Job.State.FAILED,
        error="This could not be finished: the work stopped three times without a word. Nothing was changed.",
        dead_reason=f"Lease ran out on attempt {Job.MAX_ATTEMPTS}: the worker died, or the work outlasted its lease.",
        finished_at=Now(),
        lease_until_at=None,
    )
    if given_up:
        log.error("%s job(s) were given up; see `manage.py jobs list`.", given_up)
    overdue.update(state=Job.State.QUEUED, lease_until_at=None, asked_at=None)
    asked = 0
    for job_id in _unasked().values_list("pk", flat=True)[:SWEEP_AT_MOST]:
        if not ask_broker(job_id=job_id):
            break  # the broker is away: the rest would wait for the same error
        asked += 1
    return asked


def _unasked() -> QuerySet[Job]:
    waiting = Job.objects.filter(state=Job.State.QUEUED).filter(Q(not_before_at=None) | Q(not_before_at__lte=Now()))
    return waiting.filter(Q(asked_at=None) | Q(asked_at__lt=_later(-ASK_AGAIN_AFTER))).order_by("pk")


def _own(job: Job) -> QuerySet[Job]:
    """The row, as long as this attempt owns it: the attempt number is the fence against a worker that woke up late."""
    return Job.objects.filter(pk=job.pk, state=Job.State.RUNNING, attempts=job.attempts)


def _later(by: timedelta) -> ExpressionWrapper:
    """A moment by the database's clock, so that workers need not agree on the time."""
    return ExpressionWrapper(Now() + Value(by, output_field=DurationField()), output_field=DateTimeField())
