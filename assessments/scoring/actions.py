"""What may be done with assessments and trials: ask for one, calculate it; keep, rename and delete what was tried out."""

from collections.abc import Mapping
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction

from assessments.accounts.models import User
from assessments.catalogue.scenarios import scenario_library
from assessments.engine.errors import EngineError
from assessments.jobs import actions as jobs
from assessments.jobs.models import Job
from assessments.organisations import audit
from assessments.organisations.actions import hold
from assessments.organisations.models import Organisation
from assessments.questionnaires import queries as questionnaires
from assessments.questionnaires.bank import bank
from assessments.questionnaires.profile import Profile
from assessments.questionnaires.profile_export import profile_content, profile_hash
from assessments.questionnaires.profile_file import read_profile
from assessments.scoring import queries
from assessments.scoring.background import background_of
from assessments.scoring.evaluate import evaluate, seed_of
from assessments.scoring.models import Assessment, AssessmentResult, Trial
from assessments.scoring.moved import Before, before_of
from assessments.scoring.report.results import METHOD_VERSION, results_bytes, results_of
from assessments.scoring.trials.settings import Group, read

KIND = "scoring.assess"
ENDED = (Job.State.FAILED, Job.State.CANCELLED)
MOST_TRIALS = 40


class NothingToAssess(ValidationError):
    """Without a single answer there is nothing to calculate from."""


class AnswersOutdated(ValidationError):
    """Answers that were judged once can no longer be read: the questionnaire asks otherwise now."""


class TrialRefused(ValidationError):
    """What was tried out cannot be kept under this name, or not at all; the sentence says why."""


@transaction.atomic
def request_assessment(*, organisation: Organisation, by: User | None, today: date) -> Assessment:
    """The assessment that will hold the results: a new one, or the newest if nothing has changed since.

    The newest one is tried again if its calculation failed. Two people who ask at once get the same one.
    """
    # The lock comes before the answers are read, so that a later assessment never holds earlier answers.
    hold(organisation)
    profile = questionnaires.profile_of(organisation, as_of=today)
    if not profile.answers and not profile.functions:
        raise NothingToAssess("Answer a few questions first: there is nothing to calculate from yet.")
    latest = queries.assessments_of(organisation).select_related("job").first()
    versions = _versions(profile)
    if latest is not None and all(getattr(latest, name) == value for name, value in versions.items()):
        if latest.job.state in ENDED:
            jobs.retry(job=latest.job)
        return latest
    job = jobs.enqueue(kind=KIND, scope_id=organisation.pk)
    number = latest.number + 1 if latest else 1
    return _new_assessment(organisation, profile, versions, job=job, number=number, by=by)


@transaction.atomic
def repeat_assessment(*, organisation: Organisation, today: date, lease: timedelta) -> Assessment | None:
    """An assessment of the answers of the newest one as of today, its job claimed for the caller to do at once.

    None if the newest one says that already, or will when it is done. What was answered since then is left out: whoever
    is answering decides when it counts. Raises AnswersOutdated.
    """
    hold(organisation)
    latest = queries.assessments_of(organisation).select_related("job").first()
    if latest is None:
        raise NothingToAssess("There is no assessment yet that could be calculated again.")
    content = {**latest.profile, "as_of": max(today, latest.as_of).isoformat()}
    profile, report = read_profile(content, bank(), today)
    if profile is None:
        first = report.mistakes[0]
        raise AnswersOutdated(
            f"An answer no longer fits the questionnaire and has to be given again: {first.path}. {first.sentence}"
        )
    versions = _versions(profile)
    if versions != _versions_of(latest):
        job, number = jobs.begin(kind=KIND, scope_id=organisation.pk, lease=lease), latest.number + 1
        why = "results are calculated anew for many organisations"
        return _new_assessment(organisation, profile, versions, job=job, number=number, by=None, because=why)
    if latest.job.state not in ENDED:
        return None
    jobs.retry(job=latest.job)
    claimed = jobs.claim(job_id=latest.job_id, lease=lease)
    assert claimed is not None
    latest.job = claimed
    return latest


def _new_assessment(
    organisation: Organisation,
    profile: Profile,
    versions: Mapping[str, object],
    *,
    job: Job,
    number: int,
    by: User | None,
    **why: str,
) -> Assessment:
    assessment = Assessment.objects.create(
        organisation=organisation,
        number=number,
        job=job,
        as_of=profile.as_of,
        depth=profile.depth,
        profile=profile_content(profile),
        asked_by=by,
        **versions,
    )
    after = {"as_of": assessment.as_of.isoformat(), "method": METHOD_VERSION, **why}
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
        background = background_of(evaluation, _before(assessment))
    except EngineError as error:
        raise jobs.JobRefused(f"These answers could not be calculated. {error}") from error
    with transaction.atomic():
        AssessmentResult.objects.create(assessment=assessment, file=file, background=background)
        audit.record(organisation=assessment.organisation, by=None, verb="calculated", of=assessment)
        jobs.finish(job=job, result={"number": assessment.number})


def _before(assessment: Assessment) -> Before | None:
    """The results before these, to say what moved; None if there are none or their answers can no longer be read."""
    snapshot = queries.snapshot_before(assessment.organisation, assessment.number)
    if snapshot is None:
        return None
    profile, _ = read_profile(snapshot.profile, bank(), snapshot.as_of)
    return None if profile is None else before_of(snapshot.number, profile, snapshot.results)


def _versions(profile: Profile, input_hash: str = "") -> dict[str, object]:
    """Everything on which the results depend; the same values give the same bytes."""
    return {"input_hash": input_hash or profile_hash(profile), "seed": seed_of(profile), **stamp()}


def stamp() -> dict[str, str]:
    """The versions that judge answers at present; results that carry others are out of date."""
    return {
        "bank_version": bank().name,
        "catalogue_version": scenario_library().version,
        "method_version": METHOD_VERSION,
    }


def _versions_of(assessment: Assessment) -> dict[str, object]:
    names = ("input_hash", "bank_version", "catalogue_version", "method_version", "seed")
    return {name: getattr(assessment, name) for name in names}


@transaction.atomic
def keep_trial(
    *, organisation: Organisation, by: User, name: str, groups: tuple[Group, ...], raw: Mapping[str, str]
) -> Trial:
    """The stored trial: of the values typed, those that differ from what is stated. Raises TrialRefused."""
    hold(organisation)
    entered = read(groups, raw)
    if entered.mistakes:
        raise TrialRefused("Some values cannot be used. Go back and mend them first.")
    if not entered.values:
        raise TrialRefused("Nothing is changed yet, so there is nothing to save.")
    if organisation.trials.count() >= MOST_TRIALS:
        raise TrialRefused(f"{MOST_TRIALS} what-ifs are saved already. Delete one you no longer need first.")
    trial = Trial(organisation=organisation, name=name, changes=dict(entered.values), made_by=by)
    _check_name(trial)
    trial.save(force_insert=True)
    audit.record(organisation=organisation, by=by, verb="saved", of=trial, after={"changes": trial.changes})
    return trial


@transaction.atomic
def rename_trial(*, trial: Trial, by: User, name: str) -> Trial:
    """The trial under its new name. Raises TrialRefused."""
    hold(trial.organisation)
    before, trial.name = trial.name, name
    if name != before:
        _check_name(trial)
        Trial.objects.filter(pk=trial.pk).update(name=name)
        told, after = {"name": before}, {"name": name}
        audit.record(organisation=trial.organisation, by=by, verb="renamed", of=trial, before=told, after=after)
    return trial


@transaction.atomic
def delete_trial(*, trial: Trial, by: User) -> None:
    """Nothing comes back: the trial is gone, and the audit trail says what it was."""
    hold(trial.organisation)
    before = {"name": trial.name, "changes": trial.changes}
    audit.record(organisation=trial.organisation, by=by, verb="deleted", of=trial, before=before)
    Trial.objects.filter(pk=trial.pk).delete()


def _check_name(trial: Trial) -> None:
    try:
        trial.validate_constraints()
    except ValidationError as refusal:
        raise TrialRefused(refusal.messages) from refusal
