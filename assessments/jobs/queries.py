"""Reading jobs."""

from django.db.models import QuerySet

from assessments.jobs.models import Job


def dead_jobs() -> QuerySet[Job]:
    """The jobs that were given up, newest first; an operator can retry each of them."""
    return Job.objects.filter(state=Job.State.FAILED).exclude(dead_reason="").order_by("-id")
