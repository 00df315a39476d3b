"""Rounds of re-scoring: organisations with old results, portions done as a worker does them."""

from typing import Any

import pytest
from django.utils import timezone

from assessments.jobs import actions as jobs
from assessments.jobs.models import Job
from assessments.jobs.tasks import run_job
from assessments.organisations.models import Organisation
from assessments.scoring import actions as scoring
from assessments.scoring.models import Rescoring
from assessments.scoring.rescoring import actions, queries
from tests.factories.assessments import make_assessment
from tests.factories.examples import TODAY
from tests.factories.people import make_organisation, make_user


def make_outdated(*names: str) -> list[Organisation]:
    """Organisations whose results carry a catalogue version that is not the present one."""
    owner = make_user("Agnes Agency")
    found = [make_organisation(name, owner=owner) for name in names]
    for organisation in found:
        make_assessment(organisation)
    return found


def begin(which: str = Rescoring.Which.OUTDATED, *, lanes: int = 1) -> Rescoring:
    """A round that has begun."""
    return actions.start(which=which, by=None, lanes=lanes)


def do_portions(rescoring: Rescoring, *, at_most: int = 50) -> None:
    """Nothing comes back: workers did what portions there were, and those asked for after them."""
    for _ in range(at_most):
        portion = queries.portions_of(rescoring).filter(state=Job.State.QUEUED).last()
        if portion is None:
            return
        run_job(job_id=portion.pk)


def calculate_nothing(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the organisations as they are calculated from now on; the results say nothing and cost nothing."""
    calculated: list[str] = []

    def evaluate(profile: Any) -> object:
        calculated.append(profile.name)
        return object()

    monkeypatch.setattr(scoring, "evaluate", evaluate)
    monkeypatch.setattr(scoring, "results_of", lambda *_: {})
    monkeypatch.setattr(scoring, "background_of", lambda *_: {})
    return calculated


def claimed_portion(rescoring: Rescoring) -> Job:
    """A waiting portion of the round, claimed as a worker claims it."""
    job = jobs.claim(job_id=queries.portions_of(rescoring).filter(state=Job.State.QUEUED).first().pk)
    assert job is not None
    return job


def portion(job: Job, **options: Any) -> None:
    """Nothing comes back: the claimed portion was done, with all the time and the room in the world unless said otherwise."""
    options = {"is_over": lambda: False, "trouble": lambda: "", **options}
    actions.run_portion(job=job, today=TODAY, **options)


def progress(rescoring: Rescoring) -> queries.Progress:
    """How far the round is now."""
    rescoring.refresh_from_db()
    return queries.progress_of(rescoring, now=timezone.now())


def numbers(organisations: list[Organisation]) -> list[int]:
    """How many results each organisation has."""
    return [organisation.assessments.filter(result__isnull=False).count() for organisation in organisations]
