"""`manage.py jobs`."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from assessments.jobs.models import Job


def _said(*words: str) -> str:
    out = StringIO()
    call_command("jobs", *words, stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_it_lists_what_was_given_up_and_tries_it_again():
    job = Job.objects.create(kind="test.steps", state=Job.State.FAILED, dead_reason="Lease ran out")
    Job.objects.create(kind="test.steps", state=Job.State.FAILED, error="Choose at least one function.")
    assert _said("list").splitlines() == [f"{job.pk}\ttest.steps\torganisation 0\tLease ran out"]
    assert _said("retry", str(job.pk)) == f"Job {job.pk} waits again.\n"
    assert _said("list") == ""


@pytest.mark.django_db
def test_it_says_why_a_job_cannot_be_tried_again():
    job = Job.objects.create(kind="test.steps", state=Job.State.RUNNING)
    with pytest.raises(CommandError, match="is running"):
        _said("retry", str(job.pk))
    with pytest.raises(CommandError, match="no job 999"):
        _said("retry", "999")
