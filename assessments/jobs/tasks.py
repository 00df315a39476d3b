"""What Celery carries: run one job, sweep all jobs."""

import logging

from celery import shared_task

from assessments.jobs import actions
from assessments.jobs.models import Job
from assessments.jobs.registry import handler_of, work_on

log = logging.getLogger(__name__)


@shared_task(name="assessments.jobs.tasks.run_job", acks_late=True, ignore_result=True)
def run_job(*, job_id: int, **_later_arguments: object) -> None:
    """Nothing comes back: the job is done once, however often the message arrives."""
    kind = Job.objects.filter(pk=job_id).values_list("kind", flat=True).first()
    handler = handler_of(kind) if kind else None
    if handler is None:
        log.error("No handler for job %s of kind %s.", job_id, kind)
        if job := actions.claim(job_id=job_id):
            actions.refuse(job=job, sentence="This version of the product cannot do this kind of work.")
        return
    if job := actions.claim(job_id=job_id, lease=handler.lease):
        work_on(job, handler)


@shared_task(name="assessments.jobs.tasks.sweep_jobs", ignore_result=True)
def sweep_jobs(**_later_arguments: object) -> None:
    """Nothing comes back: jobs that waited too long or died are asked for anew."""
    actions.sweep()
