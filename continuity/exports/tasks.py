"""The background work of exports: making a file, removing what is old."""

from datetime import timedelta

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from assessments.jobs.models import Job
from assessments.jobs.registry import handler
from continuity.exports import actions

LEASE = timedelta(seconds=120)


@handler(actions.KIND, lease=LEASE)
def render(job: Job) -> None:
    """Nothing comes back: the file of this job is there."""
    actions.run_export(job=job, fonts=settings.FONTS_DIR, now=timezone.now())


@shared_task(name="continuity.exports.tasks.sweep_exports", ignore_result=True)
def sweep_exports(**_later_arguments: object) -> None:
    """Nothing comes back: files whose days are over are gone."""
    actions.sweep_exports(now=timezone.now())
