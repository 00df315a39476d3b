"""Reading jobs."""

from django.db.models import Q, QuerySet
from django.db.models.functions import Now

from assessments.jobs.models import Job


def dead_jobs() -> QuerySet[Job]:
    """The jobs that were given up, newest first; an operator can retry each of them."""
    return Job.objects.filter(state=Job.State.FAILED).exclude(dead_reason="").order_by("-id")


def is_another_waiting(kind: str) -> bool:
    """Whether a job of any other kind waits for a worker at this moment; what pauses after an error does not."""
    due = Q(not_before_at=None) | Q(not_before_at__lte=Now())
    return Job.objects.filter(due, state=Job.State.QUEUED).exclude(kind=kind).exists()
