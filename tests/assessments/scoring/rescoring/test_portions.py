"""Portions: two workers take each organisation once, a restart loses and doubles nothing, nobody is kept waiting."""

from datetime import timedelta

import pytest
from django.db.models.functions import Now

from assessments.jobs import actions as jobs
from assessments.jobs.models import Job
from assessments.jobs.queries import is_another_waiting
from assessments.jobs.tasks import run_job
from assessments.organisations.models import AuditEntry
from assessments.scoring import actions as scoring
from assessments.scoring.models import Assessment, RescoringEntry
from assessments.scoring.rescoring import actions, queries
from assessments.scoring.rescoring.queries import Phase
from tests.assessments.organisations.races import Meeting, at_once
from tests.factories.answers import make_sample
from tests.factories.assessments import do_job, make_assessment
from tests.factories.examples import TODAY
from tests.factories.rescoring import (
    begin,
    calculate_nothing,
    claimed_portion,
    do_portions,
    make_outdated,
    numbers,
    portion,
    progress,
)

pytestmark = pytest.mark.django_db
State = RescoringEntry.State


# ------------------------------------------------------------------------------------------------- two workers, one once
def _meet_at_the_next_one(monkeypatch):
    """Both workers see the same organisation waiting before either takes it."""
    real, meeting, seen = queries.next_waiting, Meeting(), []

    def next_waiting(rescoring_id):
        found = real(rescoring_id)
        if len(seen) < 2:
            seen.append(found.pk)
            meeting.arrive()
        return found

    monkeypatch.setattr(queries, "next_waiting", next_waiting)
    return seen


def _taken_by_two(monkeypatch) -> tuple[list[int], list[str], list[object]]:
    """Which entries two workers saw first, what was asked to be scored, and what the workers raised."""
    make_outdated("Alder")
    calculated, real, taken = calculate_nothing(monkeypatch), scoring.repeat_assessment, []
    rescoring = begin()
    actions._ask_for_portions(rescoring, 1)
    both = [claimed_portion(rescoring), claimed_portion(rescoring)]
    monkeypatch.setattr(scoring, "repeat_assessment", lambda **what: taken.append("taken") or real(**what))
    seen = _meet_at_the_next_one(monkeypatch)
    raised = at_once(*[lambda job=job: portion(job) for job in both])
    assert len(calculated) == 1
    return seen, taken, raised


@pytest.mark.django_db(transaction=True)
def test_of_two_workers_that_see_the_same_organisation_one_takes_it(monkeypatch):
    seen, taken, raised = _taken_by_two(monkeypatch)
    assert (len(set(seen)), taken, raised) == (1, ["taken"], [None, None])
    assert Assessment.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_control_without_the_condition_both_workers_would_take_it(monkeypatch):
    def careless(entry, *, today, handler):
        assessment = scoring.repeat_assessment(organisation=entry.organisation, today=today, lease=handler.lease)
        values = {"state": State.BEGUN, "assessment": assessment} if assessment else {}
        RescoringEntry.objects.filter(pk=entry.pk).update(**values or {"error": ""})
        return True, assessment.job if assessment else None

    monkeypatch.setattr(actions, "_begin", careless)
    assert _taken_by_two(monkeypatch)[1] == ["taken", "taken"]


# -------------------------------------------------------------------------------------------------------------- restart
def test_after_a_restart_it_goes_on_where_it_was(three, calculated, monkeypatch):
    """The worker dies within the second organisation: its portion and its calculation are taken up, nothing is doubled."""
    rescoring = begin()
    work_on, begun = actions.work_on, []

    def die_in_the_second(job, handler):
        begun.append(job)
        if len(begun) == 2:
            raise KeyboardInterrupt  # nothing catches this: as if the power went
        work_on(job, handler)

    monkeypatch.setattr(actions, "work_on", die_in_the_second)
    with pytest.raises(KeyboardInterrupt):
        run_job(job_id=queries.portions_of(rescoring).get().pk)
    monkeypatch.undo()
    calculate_nothing(monkeypatch)
    assert (progress(rescoring).scored, progress(rescoring).under_way, progress(rescoring).waiting) == (1, 1, 1)

    Job.objects.filter(state=Job.State.RUNNING).update(lease_until_at=Now() - timedelta(seconds=1))
    jobs.sweep()
    run_job(job_id=begun[1].pk)
    do_portions(rescoring)
    assert (progress(rescoring).phase, numbers(three)) == (Phase.FINISHED, [2, 2, 2])
    assert AuditEntry.objects.filter(verb="calculated").count() == 3


def test_a_worker_that_wakes_up_late_asks_for_no_second_portion(three, calculated):
    rescoring = begin()
    asleep = claimed_portion(rescoring)
    Job.objects.filter(pk=asleep.pk).update(attempts=2)
    with pytest.raises(jobs.JobLost):
        portion(asleep)
    assert (queries.portions_of(rescoring).count(), calculated) == (1, [])


def test_a_worker_that_loses_its_portion_at_the_very_end_asks_for_no_second_one_either(three, calculated):
    rescoring = begin()
    mine = claimed_portion(rescoring)

    def lose_it() -> bool:
        return bool(Job.objects.filter(pk=mine.pk).update(attempts=2))

    with pytest.raises(jobs.JobLost):
        portion(mine, is_over=lose_it)
    assert (queries.portions_of(rescoring).count(), len(calculated)) == (1, 1)


# ------------------------------------------------------------------------------------------------------------- fairness
@pytest.mark.parametrize(("somebody_asks", "scored"), [(True, 1), (False, 3)])
def test_a_portion_makes_way_when_somebody_asked_for_something(three, calculated, somebody_asks, scored):
    rescoring = begin(lanes=2)  # the other lane's portion waits too, and is nobody to make way for
    mine = claimed_portion(rescoring)
    if somebody_asks:
        jobs.enqueue(kind=scoring.KIND, scope_id=three[2].pk)
    portion(mine)
    assert len(calculated) == scored
    assert queries.portions_of(rescoring).filter(state=Job.State.QUEUED).count() == (2 if somebody_asks else 1)


def test_a_portion_ends_when_its_time_is_over_and_the_next_one_goes_on(three, calculated):
    rescoring = begin()
    portion(claimed_portion(rescoring), is_over=lambda: len(calculated) == 2)
    assert len(calculated) == 2
    portion(claimed_portion(rescoring))
    assert (progress(rescoring).phase, len(calculated)) == (Phase.FINISHED, 3)


def test_somebody_who_calculates_meanwhile_is_not_overtaken(calculated):
    cafe = make_sample("cafe")
    make_assessment(cafe)
    rescoring = begin()
    mine = do_job(scoring.request_assessment(organisation=cafe, by=None, today=TODAY))
    assert mine.state == Job.State.DONE
    portion(claimed_portion(rescoring))
    assert (progress(rescoring).current, cafe.assessments.count(), len(calculated)) == (1, 2, 1)


def test_what_pauses_after_an_error_does_not_wait_for_a_worker(monkeypatch):
    monkeypatch.setattr(scoring, "evaluate", lambda _: 1 / 0)
    make_outdated("Alder")
    portion(claimed_portion(begin()))
    assert Job.objects.filter(kind=scoring.KIND, state=Job.State.QUEUED).count() == 1
    assert not is_another_waiting(queries.KIND)
    Job.objects.update(not_before_at=None)
    assert is_another_waiting(queries.KIND)
