"""What may be done with assessments: ask for one, calculate it."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from assessments.accounts.models import User
from assessments.catalogue.scenarios import scenario_library
from assessments.engine.errors import EngineError
from assessments.jobs import actions as jobs
from assessments.jobs.models import Job
from assessments.organisations import audit
from assessments.organisations.models import Organisation
from assessments.questionnaires import queries as questionnaires
from assessments.questionnaires.bank import bank
from assessments.questionnaires.profile import Profile
from assessments.questionnaires.profile_export import profile_content, profile_hash
from assessments.questionnaires.profile_file import read_profile
from assessments.scoring import queries
from assessments.scoring.background import background_of
from assessments.scoring.evaluate import evaluate, seed_of
from assessments.scoring.models import Assessment, AssessmentResult
from assessments.scoring.report.results import METHOD_VERSION, results_bytes, results_of

KIND = "scoring.assess"
ENDED = (Job.State.FAILED, Job.State.CANCELLED)


class NothingToAssess(ValidationError):
    """Without a single answer there is nothing to calculate from."""


@transaction.atomic
def request_assessment(*, organisation: Organisation, by: User | None, today: date) -> Assessment:
    """The assessment that will hold the results: a new one, or the newest if nothing has changed since.

    The newest one is tried again if its calculation failed. Two people who ask at once get the same one.
    """
    # The lock comes before the answers are read, so that a later assessment never holds earlier answers.
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    profile = questionnaires.profile_of(organisation, as_of=today)
    if not profile.answers and not profile.functions:
        raise NothingToAssess("Answer a few questions first: there is nothing to calculate from yet.")
    latest = queries.assessments_of(organisation).select_related("job").first()
    versions = _versions(profile)
    if latest is not None and all(getattr(latest, name) == value for name, value in versions.items()):
        if latest.job.state in ENDED:
            jobs.retry(job=latest.job)
        return latest
    assessment = Assessment.objects.create(
        organisation=organisation,
        number=latest.number + 1 if latest else 1,
        job=jobs.enqueue(kind=KIND, scope_id=organisation.pk),
        as_of=profile.as_of,
        depth=profile.depth,
        profile=profile_content(profile),
        asked_by=by,
        **versions,
    )
    after = {"as_of": assessment.as_of.isoformat(), "method": METHOD_VERSION}
    audit.record(organisation=organisation, by=by, verb="asked for", of=assessment, after=after)
    return assessment


def run_assessment(*, job: Job) -> None:
    """Nothing comes back: the assessment of a claimed job has its results, and the job is done.

    However often it runs, the results are stored once: an attempt that lost its job rolls back.
    """
    assessment = Assessment.objects.select_related("organisation").get(job=job)
    profile, report = read_profile(assessment.profile, bank(), assessment.as_of)
    if profile is None or _versions(profile, assessment.input_hash) != _versions_of(assessment):
        raise jobs.JobRefused("Ballast was updated while this calculation waited. Ask for it again.")
    try:
        evaluation = evaluate(profile)
        file = results_bytes(results_of(evaluation, report.notices))
        background = background_of(evaluation)
    except EngineError as error:
        raise jobs.JobRefused(f"These answers could not be calculated. {error}") from error
    with transaction.atomic():
        AssessmentResult.objects.create(assessment=assessment, file=file, background=background)
        audit.record(organisation=assessment.organisation, by=None, verb="calculated", of=assessment)
        jobs.finish(job=job, result={"number": assessment.number})


def _versions(profile: Profile, input_hash: str = "") -> dict[str, object]:
    """Everything on which the results depend; the same values give the same bytes."""
    return {
        "input_hash": input_hash or profile_hash(profile),
        "bank_version": profile.bank.name,
        "catalogue_version": scenario_library().version,
        "method_version": METHOD_VERSION,
        "seed": seed_of(profile),
    }


def _versions_of(assessment: Assessment) -> dict[str, object]:
    names = ("input_hash", "bank_version", "catalogue_version", "method_version", "seed")
    return {name: getattr(assessment, name) for name in names}
