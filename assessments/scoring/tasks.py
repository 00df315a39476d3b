"""The background work of scoring: calculating an assessment."""

from assessments.jobs.models import Job
from assessments.jobs.registry import handler
from assessments.scoring import actions


@handler(actions.KIND)
def assess(job: Job) -> None:
    """Nothing comes back: the assessment of this job has its results."""
    actions.run_assessment(job=job)
