"""Reading rounds of re-scoring: who takes part, how far it is, what did not work."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Lower

from assessments.jobs.models import Job
from assessments.organisations.models import Organisation
from assessments.scoring.models import Assessment, Operator, Rescoring, RescoringEntry

KIND = "scoring.rescore"
"""The kind of job that does a portion of a round."""
RATE_OVER = timedelta(minutes=2)
MOST_FAILURES = 100
State = RescoringEntry.State
ENDED_BADLY = (Job.State.FAILED, Job.State.CANCELLED)
UNENDED = (Job.State.QUEUED, Job.State.RUNNING)


class Phase(Enum):
    """Where a round stands."""

    RUNNING = "running"
    STANDING_STILL = "standing still"
    FINISHING = "finishing"
    FINISHED = "finished"
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class Progress:
    """How far a round is. Numbers are of organisations; `recent` ended in the last `recent_s` seconds."""

    phase: Phase
    total: int
    scored: int
    current: int
    failed: int
    stopped: int
    under_way: int
    waiting: int
    recent: int
    recent_s: float
    started_at: datetime
    ended_at: datetime | None
    trouble: str

    @property
    def done(self) -> int:
        """Those for which nothing more will be done in this round."""
        return self.scored + self.current + self.failed + self.stopped

    @property
    def left(self) -> int:
        """Those that are still to be scored, or were when the round was cancelled."""
        return self.waiting + self.under_way

    @property
    def is_under_way(self) -> bool:
        """Whether there is more to come without anybody doing anything."""
        return self.phase in (Phase.RUNNING, Phase.FINISHING)


@dataclass(frozen=True)
class Failure:
    """An organisation that could not be scored, and why, in a sentence."""

    organisation: str
    slug: str
    why: str


def assessed() -> QuerySet[Organisation]:
    """The organisations that have been assessed, whether or not it worked."""
    return Organisation.objects.filter(Exists(Assessment.objects.filter(organisation=OuterRef("pk")))).order_by("pk")


def outdated(stamp: Mapping[str, str]) -> QuerySet[Organisation]:
    """Those of them whose newest results carry other versions than these, or that have no results."""
    finished = Assessment.objects.filter(organisation=OuterRef("pk"), result__isnull=False).order_by("-number")
    newest = assessed().annotate(newest=Subquery(finished.values("pk")[:1]))
    return newest.exclude(Exists(Assessment.objects.filter(pk=OuterRef("newest"), **stamp)))


def latest_rescoring() -> Rescoring | None:
    """The round that is under way, or the last one."""
    return Rescoring.objects.select_related("started_by", "cancelled_by").order_by("-pk").first()


def next_waiting(rescoring_id: int) -> RescoringEntry | None:
    """The next organisation of a round that still hands them out."""
    waiting = RescoringEntry.objects.filter(rescoring=rescoring_id, rescoring__is_open=True, state=State.WAITING)
    return waiting.select_related("organisation").order_by("pk").first()


def portions_of(rescoring: Rescoring) -> QuerySet[Job]:
    """The jobs that do, or did, a portion of a round, newest first."""
    return Job.objects.filter(scope_id=0, kind=KIND, payload__rescoring=rescoring.pk).order_by("-pk")


def unended_jobs(rescoring: Rescoring) -> QuerySet[Job]:
    """The calculations of a round that were begun and have not ended."""
    begun = rescoring.entries.filter(state=State.BEGUN).values("assessment__job")
    return Job.objects.filter(pk__in=begun, state__in=UNENDED).order_by("pk")


def progress_of(rescoring: Rescoring, *, now: datetime) -> Progress:
    """How far the round is at a moment; three queries at most."""
    since = max(rescoring.started_at, now - RATE_OVER)
    job = "assessment__job__state"
    counts = rescoring.entries.aggregate(
        total=Count("pk"),
        waiting=Count("pk", filter=Q(state=State.WAITING)),
        current=Count("pk", filter=Q(state=State.CURRENT)),
        scored=Count("pk", filter=Q(**{job: Job.State.DONE})),
        stopped=Count("pk", filter=Q(**{job: Job.State.CANCELLED})),
        failed=Count("pk", filter=Q(state=State.REFUSED) | Q(**{job: Job.State.FAILED})),
        under_way=Count("pk", filter=Q(**{f"{job}__in": UNENDED})),
        recent=Count("pk", filter=Q(assessment__job__finished_at__gte=since)),
        last=Max("assessment__job__finished_at"),
    )
    last = counts.pop("last")
    phase, trouble = _phase(rescoring, counts["under_way"])
    ends = [moment for moment in (last, rescoring.closed_at) if moment is not None]
    return Progress(
        phase=phase,
        recent_s=max((now - since).total_seconds(), 0.0),
        started_at=rescoring.started_at,
        ended_at=max(ends) if phase in (Phase.FINISHED, Phase.CANCELLED) else None,
        trouble=trouble,
        **counts,
    )


def _phase(rescoring: Rescoring, under_way: int) -> tuple[Phase, str]:
    """Where the round stands, and what the last portion said if no portion goes on."""
    if rescoring.is_open:
        portions = portions_of(rescoring)
        if under_way or portions.filter(state__in=UNENDED).exists():
            return Phase.RUNNING, ""
        last = portions.first()
        return Phase.STANDING_STILL, last.error if last else ""
    if rescoring.is_cancelled:
        return Phase.CANCELLED, ""
    return (Phase.FINISHING if under_way else Phase.FINISHED), ""


def failures_of(rescoring: Rescoring) -> tuple[Failure, ...]:
    """The organisations that could not be scored, by name, the first hundred of them."""
    bad = rescoring.entries.filter(Q(state=State.REFUSED) | Q(assessment__job__state=Job.State.FAILED))
    rows = bad.select_related("organisation", "assessment__job").order_by(Lower("organisation__name"), "pk")
    rows = rows.defer("assessment__profile")
    return tuple(Failure(row.organisation.name, row.organisation.slug, _why(row)) for row in rows[:MOST_FAILURES])


def _why(entry: RescoringEntry) -> str:
    return entry.error if entry.assessment is None else entry.assessment.job.error


def operators() -> QuerySet[Operator]:
    """The people who look after this installation, by address."""
    return Operator.objects.select_related("user").order_by("user__email", "pk")
