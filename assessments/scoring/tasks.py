"""The background work of scoring: calculating an assessment, a portion of a round in which many are scored again."""

import shutil
import time

from django.conf import settings
from django.utils import timezone

from assessments.jobs.models import Job
from assessments.jobs.registry import handler
from assessments.scoring import actions
from assessments.scoring.rescoring import actions as rescoring
from assessments.scoring.rescoring.queries import KIND as PORTION

PORTION_S = 8.0
"""Short enough to end within the time that a worker gets to stop."""
SPARE_MB = 512
"""Beyond the least free space with which Ballast serves at all; every organisation adds a fifth of a megabyte."""


@handler(actions.KIND)
def assess(job: Job) -> None:
    """Nothing comes back: the assessment of this job has its results."""
    actions.run_assessment(job=job)


@handler(PORTION)
def rescore(job: Job) -> None:
    """Nothing comes back: a portion of a round is done, and the next one is asked for."""
    end = time.monotonic() + PORTION_S
    rescoring.run_portion(
        job=job, today=timezone.localdate(), is_over=lambda: time.monotonic() >= end, trouble=_too_full
    )


def _too_full() -> str:
    """A sentence if the disk is so full that results for many organisations would crowd out what people save."""
    free_mb = shutil.disk_usage(settings.VAR).free // 2**20
    if free_mb >= settings.MINIMUM_FREE_MB + SPARE_MB:
        return ""
    return f"Only {free_mb:,} MB of disk are free. Make room, then go on."
