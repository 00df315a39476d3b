"""Which function does the work of a kind of job. Slices register theirs in tasks.py; jobs imports none of them."""

import logging
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.module_loading import autodiscover_modules

from assessments.jobs import actions
from assessments.jobs.models import Job

log = logging.getLogger(__name__)
Work = Callable[[Job], dict[str, Any] | None]


@dataclass(frozen=True)
class Handler:
    """The work of one kind of job and how long it may go without a sign of life."""

    kind: str
    work: Work
    lease: timedelta


_handlers: dict[str, Handler] = {}


def handler(kind: str, *, lease: timedelta = timedelta(seconds=60)) -> Callable[[Work], Work]:
    """Decorator that makes a function the handler of a kind of job; a second one for the same kind is an error.

    `lease` is how long the work may go on without `actions.report_progress`: about twice what it takes at worst.
    """

    def register(work: Work) -> Work:
        if kind in _handlers and _handlers[kind].work is not work:
            raise ValueError(f"{kind} has a handler already: {_handlers[kind].work.__qualname__}")
        _handlers[kind] = Handler(kind, work, lease)
        return work

    return register


def handler_of(kind: str) -> Handler | None:
    """The handler of a kind of job, or None if no installed slice has one."""
    if kind not in _handlers:
        autodiscover_modules("tasks")
    return _handlers.get(kind)


def work_on(job: Job, handler: Handler) -> None:
    """Nothing comes back: the work of a claimed job was tried once, and the job says what became of it."""
    try:
        result = handler.work(job)
        if not Job.objects.filter(pk=job.pk, state=Job.State.DONE, attempts=job.attempts).exists():
            actions.finish(job=job, result=result)
    except actions.JobLost as lost:
        log.info("%s", lost)
    except ValidationError as refusal:
        actions.refuse(job=job, sentence=" ".join(refusal.messages))
    except Exception as error:
        reference = uuid.uuid4().hex[:8]
        log.exception("Job %s (%s) failed, reference %s.", job.pk, job.kind, reference)
        actions.fail(job=job, reference=reference, cause=f"{type(error).__name__}, reference {reference}")
