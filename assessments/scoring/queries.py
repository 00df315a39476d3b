"""Reading assessments."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property, lru_cache
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Lower

from assessments.jobs.models import Job
from assessments.organisations.models import Organisation
from assessments.register.queries import Failure
from assessments.scoring.models import Assessment, Trial

MANY = 20
ASKED_BY = ("asked_by__name", "asked_by__email")
MOST_SNAPSHOTS = 12
"""How many results a process remembers; they take 0.4 MB for a café and 5.5 for the largest example."""


@dataclass(frozen=True, eq=False)
class Snapshot:
    """A finished assessment: what was stated, by whom it was asked for, and what was found. Pages share it."""

    number: int
    as_of: date
    depth: str
    asked_by: str
    finished_at: datetime
    input_hash: str
    profile: Mapping[str, Any]
    background: Mapping[str, Any]
    file: bytes

    @cached_property
    def results(self) -> Mapping[str, Any]:
        """The results file as plain data; nobody may change it."""
        data: Mapping[str, Any] = json.loads(self.file)
        return data


@dataclass(frozen=True)
class Waiting:
    """An assessment that is not finished: waiting, running, or failed with a sentence."""

    number: int
    asked_at: datetime
    is_failed: bool
    error: str


@dataclass(frozen=True)
class Standing:
    """Where an organisation's results stand: the last ones, and what was asked for since."""

    snapshot: Snapshot | None
    waiting: Waiting | None


def standing_of(organisation: Organisation) -> Standing:
    """The newest results, and the newest assessment if it has none (yet); two queries."""
    newest = assessments_of(organisation).select_related("job").defer("profile").first()
    if newest is None:
        return Standing(None, None)
    waiting = None if newest.job.state == Job.State.DONE else waiting_of(newest)
    return Standing(latest_snapshot(organisation), waiting)


def newest_calculation(organisation: Organisation) -> tuple[int, str, str] | None:
    """Number, state and fault of what was asked for last: no entry in the audit trail says that a calculation failed."""
    return assessments_of(organisation).values_list("number", "job__state", "job__error").first()


def waiting_of(assessment: Assessment) -> Waiting:
    """How the calculation of an assessment goes; its job comes with it."""
    job = assessment.job
    is_failed = job.state in (Job.State.FAILED, Job.State.CANCELLED)
    return Waiting(assessment.number, assessment.asked_at, is_failed, job.error if is_failed else "")


def assessments_of(organisation: Organisation) -> QuerySet[Assessment]:
    """The assessments of an organisation, newest first."""
    return Assessment.objects.filter(organisation=organisation).order_by("-number", "-pk")


def finished_assessments(organisation: Organisation) -> QuerySet[Assessment]:
    """Those with results, newest first, with who asked for them and without the bulk of what was calculated."""
    return (
        assessments_of(organisation)
        .filter(result__isnull=False)
        .select_related("asked_by", "result")
        .defer("profile", "result__file", "result__background")
    )


def latest_snapshot(organisation: Organisation) -> Snapshot | None:
    """The results of the newest finished assessment."""
    return _first(assessments_of(organisation))


def failures_of(organisation: Organisation) -> tuple[Failure, ...]:
    """The scenarios of the newest results that reach an activity, in their order, for the dependency map."""
    snapshot = latest_snapshot(organisation)
    if snapshot is None:
        return ()
    hits = [
        Failure(one["key"], one["label"], {key: hit["first_hit_h"] for key, hit in one["functions"].items()})
        for one in snapshot.results["scenarios"]
    ]
    return tuple(failure for failure in hits if failure.first_hit_h)


def snapshot_of(organisation: Organisation, number: int) -> Snapshot | None:
    """The results of the assessment with this number, None if there is none or it has no results."""
    return _first(assessments_of(organisation).filter(number=number))


def snapshot_before(organisation: Organisation, number: int) -> Snapshot | None:
    """The results that were the newest ones before this number."""
    return _first(assessments_of(organisation).filter(number__lt=number))


def trials_of(organisation: Organisation) -> QuerySet[Trial]:
    """What was tried out and kept, by name, with who kept it."""
    return Trial.objects.filter(organisation=organisation).select_related("made_by").order_by(Lower("name"), "pk")


def _first(assessments: QuerySet[Assessment]) -> Snapshot | None:
    with_results = assessments.filter(result__isnull=False)
    found = with_results.values_list("pk", "result__finished_at", *ASKED_BY).first()
    return _read(*found) if found else None


@lru_cache(maxsize=MOST_SNAPSHOTS)
def _read(pk: int, _finished_at: datetime, name: str | None, email: str | None) -> Snapshot:
    """The snapshot, read once: neither of its rows ever changes. One query where it was not read yet."""
    found = Assessment.objects.select_related("result").get(pk=pk)
    return Snapshot(
        number=found.number,
        as_of=found.as_of,
        depth=found.depth,
        asked_by=name or email or "",
        finished_at=found.result.finished_at,
        input_hash=found.input_hash,
        profile=found.profile,
        background=found.result.background,
        file=bytes(found.result.file),
    )
