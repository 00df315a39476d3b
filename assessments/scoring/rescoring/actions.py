"""What may be done with rounds of re-scoring: begin one, go on with it, cancel it, do a portion of it.

A round is a row for every organisation that takes part, and as many portions under way as it has lanes. A portion is a
job of some seconds: it scores one organisation after the other and then asks for the next portion, behind whatever other
work was asked for meanwhile. It ends early when somebody else's work waits, so that nobody waits for longer than one
organisation takes. Each organisation's calculation is a job of its own: what a worker that died had begun is taken up by
the sweeper.
"""

import logging
import uuid
from collections.abc import Callable
from datetime import date

from django.core.exceptions import ValidationError
from django.db import IntegrityError, InterfaceError, OperationalError, transaction
from django.db.models.functions import Now

from assessments.accounts.models import User
from assessments.jobs import actions as jobs
from assessments.jobs.models import Job
from assessments.jobs.queries import is_another_waiting
from assessments.jobs.registry import Handler, handler_of, work_on
from assessments.scoring import actions as scoring
from assessments.scoring.models import Operator, Rescoring, RescoringEntry
from assessments.scoring.rescoring import queries

log = logging.getLogger(__name__)

LANES = 2
MOST_LANES = 64
ROWS_AT_ONCE = 500
State = RescoringEntry.State


class RescoringRefused(ValidationError):
    """The round cannot begin, go on or be cancelled as things stand; the sentence says why."""


class NothingToRescore(RescoringRefused):
    """Nobody would take part."""


@transaction.atomic
def start(*, which: str, by: User | None, lanes: int = LANES) -> Rescoring:
    """The round that began, with its first portions asked for. Raises RescoringRefused."""
    if not 1 <= lanes <= MOST_LANES:
        raise RescoringRefused(f"Between 1 and {MOST_LANES} portions can be under way at once.")
    stamp, everybody = scoring.stamp(), which == Rescoring.Which.ALL
    ids = list((queries.assessed() if everybody else queries.outdated(stamp)).values_list("pk", flat=True))
    if not ids:
        found = "No organisation has been assessed yet" if everybody else "All results are up to date"
        raise NothingToRescore(f"{found}, so there is nothing to re-score.")
    try:
        with transaction.atomic():
            rescoring = Rescoring.objects.create(which=which, lanes=lanes, started_by=by, **stamp)
    except IntegrityError as error:
        raise RescoringRefused(
            "Organisations are being re-scored already. Cancel that first, or wait for it."
        ) from error
    entries = (RescoringEntry(rescoring=rescoring, organisation_id=pk) for pk in ids)
    RescoringEntry.objects.bulk_create(entries, batch_size=ROWS_AT_ONCE)
    _ask_for_portions(rescoring, min(lanes, len(ids)))
    rescoring.refresh_from_db()
    return rescoring


@transaction.atomic
def go_on(*, rescoring: Rescoring) -> None:
    """Nothing comes back: a round whose portions were given up has portions again. Raises RescoringRefused."""
    held = Rescoring.objects.select_for_update().get(pk=rescoring.pk)
    under_way = queries.portions_of(held).filter(state__in=queries.UNENDED).count()
    if not held.is_open or under_way:
        raise RescoringRefused("The re-scoring does not stand still, so there is nothing to take up again.")
    _ask_for_portions(held, held.lanes)


@transaction.atomic
def cancel(*, rescoring: Rescoring, by: User | None) -> None:
    """Nothing comes back: no other organisation is begun; what is done stays, what is under way is finished.

    Raises RescoringRefused if there is nothing left to cancel.
    """
    closed = {"is_open": False, "is_cancelled": True, "cancelled_by": by, "closed_at": Now()}
    if not Rescoring.objects.filter(pk=rescoring.pk, is_open=True).update(**closed):
        raise RescoringRefused("No re-scoring is under way, so there is nothing to cancel.")
    for job in (*queries.portions_of(rescoring).filter(state__in=queries.UNENDED), *queries.unended_jobs(rescoring)):
        jobs.cancel(job=job)


def run_portion(*, job: Job, today: date, is_over: Callable[[], bool], trouble: Callable[[], str]) -> None:
    """Nothing comes back: some organisations are scored, and the next portion is asked for if any are left.

    `is_over` says when this portion has had its time; `trouble` gives a sentence if it is better not to go on. At least
    one organisation is scored, so that a round goes forward however much other work there is.
    """
    rescoring_id: int = job.payload["rescoring"]
    done, total = 0, 0
    while (entry := queries.next_waiting(rescoring_id)) is not None:
        if sentence := trouble():
            raise jobs.JobRefused(sentence)
        total += 1
        jobs.report_progress(job=job, done=done, total=total)
        done += _score(entry, today=today)
        if is_over() or is_another_waiting(queries.KIND):
            break
    with transaction.atomic():
        # The round's row before the job's, as in `cancel`: two that take their locks in one order never wait in a circle.
        is_last = queries.next_waiting(rescoring_id) is None
        if is_last:
            Rescoring.objects.filter(pk=rescoring_id, is_open=True).update(is_open=False, closed_at=Now())
        jobs.finish(job=job, result={"organisations": done})
        if not is_last:
            jobs.enqueue(kind=queries.KIND, payload=job.payload)


def name_operator(*, email: str) -> Operator:
    """The person with this account, who may see the pages of the installation from now on. Raises RescoringRefused."""
    user = User.objects.filter(email=email.lower()).first()
    if user is None:
        raise RescoringRefused(f"There is no account with the address {email}. It has to be opened first.")
    return Operator.objects.get_or_create(user=user)[0]


def dismiss_operator(*, email: str) -> None:
    """Nothing comes back: the person may no longer see those pages. Raises RescoringRefused."""
    if not Operator.objects.filter(user__email=email.lower()).delete()[0]:
        raise RescoringRefused(f"{email} is not an operator.")


def _ask_for_portions(rescoring: Rescoring, number: int) -> None:
    for _ in range(number):
        jobs.enqueue(kind=queries.KIND, payload={"rescoring": rescoring.pk})


def _score(entry: RescoringEntry, *, today: date) -> bool:
    """Whether the organisation was this portion's; what goes wrong with it is kept and stops nobody else."""
    calculation = handler_of(scoring.KIND)
    assert calculation is not None
    try:
        is_ours, job = _begin(entry, today=today, handler=calculation)
    except ValidationError as refusal:
        return _refuse(entry, " ".join(refusal.messages))
    except (OperationalError, InterfaceError):  # the database is away: the portion is tried again, not the others
        raise
    except Exception:
        reference = uuid.uuid4().hex[:8]
        log.exception("Organisation %s could not be re-scored, reference %s.", entry.organisation_id, reference)
        return _refuse(entry, f"This did not work, and the fault is ours. The reference for support is {reference}.")
    if job is not None:
        work_on(job, calculation)
    return is_ours


@transaction.atomic
def _begin(entry: RescoringEntry, *, today: date, handler: Handler) -> tuple[bool, Job | None]:
    """Whether this portion was the first to take the organisation, and the calculation to be done, if there is one."""
    waiting = RescoringEntry.objects.filter(pk=entry.pk, state=State.WAITING, rescoring__is_open=True)
    if not waiting.update(state=State.CURRENT):
        return False, None
    assessment = scoring.repeat_assessment(organisation=entry.organisation, today=today, lease=handler.lease)
    if assessment is None:
        return True, None
    RescoringEntry.objects.filter(pk=entry.pk).update(state=State.BEGUN, assessment=assessment)
    return True, assessment.job


def _refuse(entry: RescoringEntry, sentence: str) -> bool:
    waiting = RescoringEntry.objects.filter(pk=entry.pk, state=State.WAITING)
    return bool(waiting.update(state=State.REFUSED, error=sentence))
