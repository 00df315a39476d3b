"""Organisations with results: those of examples/, each evaluated once a run."""

import json
from datetime import UTC, datetime
from functools import cache
from typing import Any

from assessments.accounts.models import User
from assessments.jobs import actions as jobs
from assessments.jobs.models import Job
from assessments.organisations.models import Membership, Organisation
from assessments.questionnaires.profile_export import profile_content, profile_hash
from assessments.scoring import actions
from assessments.scoring.background import background_of
from assessments.scoring.evaluate import seed_of
from assessments.scoring.models import Assessment, AssessmentResult
from assessments.scoring.pages.result import Result
from assessments.scoring.queries import Snapshot
from assessments.scoring.report.results import METHOD_VERSION, results_bytes, results_of
from tests.factories.examples import evaluation_of, profile_of

QUICKEST = "cafe"


@cache
def found_of(name: str) -> tuple[bytes, dict[str, Any]]:
    """The results file and the background of an example."""
    evaluation = evaluation_of(name)
    return results_bytes(results_of(evaluation, [])), background_of(evaluation)


def result_of(name: str, *, number: int = 1, **results: Any) -> Result:
    """The result of an example as the pages read it, without a row; `results` replace parts of its results file."""
    file, background = found_of(name)
    profile = profile_of(name)
    snapshot = Snapshot(
        number=number,
        as_of=profile.as_of,
        depth=profile.depth,
        asked_by="Maya Okafor",
        finished_at=datetime(2026, 11, 22, 9, 20, tzinfo=UTC),
        input_hash=profile_hash(profile),
        profile=json.loads(json.dumps(profile_content(profile))),
        background=json.loads(json.dumps(background)),
        file=json.dumps({**json.loads(file), **results}).encode(),
    )
    return Result(snapshot)


def make_assessment(organisation: Organisation, name: str = QUICKEST, *, by: User | None = None) -> Assessment:
    """A finished assessment of the organisation with the answers and the results of an example."""
    profile, (file, background) = profile_of(name), found_of(name)
    last = organisation.assessments.order_by("-number").first()
    assessment = Assessment.objects.create(
        organisation=organisation,
        number=last.number + 1 if last else 1,
        job=Job.objects.create(kind=actions.KIND, scope_id=organisation.pk, state=Job.State.DONE),
        as_of=profile.as_of,
        depth=profile.depth,
        profile=profile_content(profile),
        asked_by=by or Membership.objects.filter(organisation=organisation).order_by("pk").first().user,
        input_hash=profile_hash(profile),
        bank_version=profile.bank.name,
        catalogue_version="",
        method_version=METHOD_VERSION,
        seed=seed_of(profile),
    )
    AssessmentResult.objects.create(assessment=assessment, file=file, background=background)
    return assessment


def do_job(assessment: Assessment) -> Job:
    """The job of an assessment after a worker did it."""
    from assessments.jobs.tasks import run_job

    run_job(job_id=assessment.job_id)
    assessment.job.refresh_from_db()
    return assessment.job


def claimed(assessment: Assessment) -> Job:
    """The job of an assessment, claimed as a worker claims it."""
    job = jobs.claim(job_id=assessment.job_id)
    assert job is not None
    return job
