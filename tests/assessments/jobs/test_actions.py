"""The promise of the jobs table, without a worker."""

import threading
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import connection, transaction

from assessments.jobs import actions, tasks
from assessments.jobs.models import Job
from tests.assessments.jobs.handlers import effects
from tests.factories.people import make_user

AT_ONCE = timedelta(seconds=-1)


def enqueue(kind="test.steps", **values) -> Job:
    return actions.enqueue(kind=kind, payload={"steps": 2}, **values)


def together(*calls):
    """What each call gave back, all begun at the same moment in threads of their own."""
    gate, answers = threading.Barrier(len(calls)), [None] * len(calls)

    def run(place, call):
        try:
            gate.wait(10)
            answers[place] = call()
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return answers


class BrokerDown:
    def send_task(self, *_, **__):
        raise ConnectionError("the broker is away")


@pytest.fixture
def broker_down(settings, monkeypatch):
    monkeypatch.setattr(actions, "import_string", lambda _: BrokerDown())


@pytest.fixture
def sent(monkeypatch):
    """The messages that would go out."""
    messages = []
    carrier = SimpleNamespace(send_task=lambda name, kwargs, **_: messages.append(kwargs["job_id"]))
    monkeypatch.setattr(actions, "import_string", lambda _: carrier)
    return messages


@pytest.mark.django_db(transaction=True)
def test_the_broker_is_asked_only_when_the_row_is_committed(sent):
    with transaction.atomic():
        job = enqueue()
        assert sent == []
    assert sent == [job.pk]


@pytest.mark.django_db(transaction=True)
def test_nothing_is_sent_when_the_transaction_is_rolled_back(sent):
    with pytest.raises(RuntimeError), transaction.atomic():
        enqueue()
        raise RuntimeError
    assert sent == []
    assert not Job.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_broker_that_is_down_does_not_fail_the_caller(broker_down):
    job = enqueue()
    job.refresh_from_db()
    assert (job.state, job.asked_at) == (Job.State.QUEUED, None)


@pytest.mark.django_db(transaction=True)
def test_the_sweeper_asks_again_for_what_the_broker_did_not_take(broker_down, monkeypatch, request):
    job = enqueue()
    messages = request.getfixturevalue("sent")
    assert actions.sweep() == 1
    assert messages == [job.pk]
    assert actions.sweep() == 0  # it is asked for now


@pytest.mark.django_db
def test_the_same_key_in_the_same_organisation_gives_the_same_job(sent):
    first = enqueue(scope_id=1, idempotency_key="export-7")
    assert enqueue(scope_id=1, idempotency_key="export-7").pk == first.pk
    assert enqueue(scope_id=2, idempotency_key="export-7").pk != first.pk
    assert enqueue(scope_id=1).pk != enqueue(scope_id=1).pk


@pytest.mark.django_db(transaction=True)
def test_the_same_key_asked_for_at_the_same_moment_gives_one_job(sent):
    answers = together(*[lambda: enqueue(scope_id=1, idempotency_key="once").pk] * 4)
    assert len(set(answers)) == 1
    assert Job.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_only_one_of_several_claims_wins(sent):
    job = enqueue()
    answers = together(*[lambda: actions.claim(job_id=job.pk)] * 4)
    assert sum(answer is not None for answer in answers) == 1


@pytest.mark.django_db(transaction=True)
def test_control_without_the_condition_several_claims_win(sent):
    """Shows that the test above would see a race: the condition in the UPDATE is what makes one win."""
    job, both_have_read = enqueue(), threading.Barrier(2)

    def careless_claim():
        seen = Job.objects.get(pk=job.pk)
        both_have_read.wait(10)
        if seen.state == Job.State.QUEUED:
            return Job.objects.filter(pk=job.pk).update(state=Job.State.RUNNING)
        return 0

    assert together(careless_claim, careless_claim) == [1, 1]


@pytest.mark.django_db
def test_a_message_that_comes_twice_has_one_effect(sent):
    job = enqueue()
    tasks.run_job(job_id=job.pk)
    tasks.run_job(job_id=job.pk)
    job.refresh_from_db()
    assert (job.state, job.done, job.total, effects(job)) == (Job.State.DONE, 2, 2, 1)


@pytest.mark.django_db
def test_control_without_the_claim_a_message_that_comes_twice_has_two_effects(sent, monkeypatch):
    def careless_claim(*, job_id, lease=None):
        Job.objects.filter(pk=job_id).update(state=Job.State.RUNNING)
        return Job.objects.get(pk=job_id)

    monkeypatch.setattr(actions, "claim", careless_claim)
    job = enqueue()
    tasks.run_job(job_id=job.pk)
    tasks.run_job(job_id=job.pk)
    assert effects(job) == 2


@pytest.mark.django_db
def test_a_worker_that_wakes_up_after_its_lease_leaves_no_effect(sent):
    job = enqueue()
    first = actions.claim(job_id=job.pk, lease=AT_ONCE)
    actions.sweep()
    second = actions.claim(job_id=job.pk)
    assert second is not None
    with pytest.raises(actions.JobLost), transaction.atomic():
        make_user(f"effect of job {job.pk}")
        actions.finish(job=first)
    assert effects(job) == 0
    actions.finish(job=second, result={"by": "the second"})
    job.refresh_from_db()
    assert (job.state, job.result) == (Job.State.DONE, {"by": "the second"})


@pytest.mark.django_db
def test_a_job_whose_worker_dies_three_times_is_given_up_with_a_reason(sent):
    job = enqueue()
    for _ in range(Job.MAX_ATTEMPTS):
        assert actions.claim(job_id=job.pk, lease=AT_ONCE)
        actions.sweep()
    job.refresh_from_db()
    assert (job.state, job.attempts) == (Job.State.FAILED, Job.MAX_ATTEMPTS)
    assert "Lease ran out" in job.dead_reason
    assert actions.claim(job_id=job.pk) is None


@pytest.mark.django_db
def test_a_job_with_a_lease_that_holds_is_left_alone(sent):
    job = enqueue()
    actions.claim(job_id=job.pk)
    actions.sweep()
    job.refresh_from_db()
    assert job.state == Job.State.RUNNING


@pytest.mark.django_db
def test_an_error_waits_for_the_next_attempt_and_ends_after_the_third(sent):
    job = enqueue("test.error")
    for attempt in range(1, Job.MAX_ATTEMPTS + 1):
        Job.objects.update(not_before_at=None)
        tasks.run_job(job_id=job.pk)
        job.refresh_from_db()
        assert job.attempts == attempt
        if attempt < Job.MAX_ATTEMPTS:
            assert (job.state, job.dead_reason) == (Job.State.QUEUED, "")
            assert actions.claim(job_id=job.pk) is None  # it is to pause first
    assert job.state == Job.State.FAILED
    assert job.dead_reason.startswith("RuntimeError, reference ")
    assert "RuntimeError" not in job.error
    assert "reference" in job.error


@pytest.mark.django_db
def test_a_refusal_is_told_to_the_person_and_not_tried_again(sent):
    job = enqueue("test.refusal")
    tasks.run_job(job_id=job.pk)
    job.refresh_from_db()
    assert (job.state, job.error, job.attempts) == (Job.State.FAILED, "Choose at least one function.", 1)


@pytest.mark.django_db
def test_a_kind_that_nobody_handles_fails_with_a_sentence(sent):
    job = enqueue("test.nobody")
    tasks.run_job(job_id=job.pk)
    job.refresh_from_db()
    assert job.state == Job.State.FAILED
    assert "cannot do this kind of work" in job.error


@pytest.mark.django_db
def test_a_waiting_job_is_cancelled_at_once(sent):
    job = enqueue()
    actions.cancel(job=job)
    tasks.run_job(job_id=job.pk)
    job.refresh_from_db()
    assert (job.state, effects(job)) == (Job.State.CANCELLED, 0)


@pytest.mark.django_db
def test_a_running_job_stops_at_its_next_step(sent):
    job = enqueue()
    claimed = actions.claim(job_id=job.pk)
    actions.cancel(job=job)
    with pytest.raises(actions.JobCancelled):
        actions.report_progress(job=claimed, done=1)
    job.refresh_from_db()
    assert job.state == Job.State.CANCELLED


@pytest.mark.django_db
def test_a_job_that_was_to_stop_and_whose_worker_died_is_cancelled(sent):
    job = enqueue()
    actions.claim(job_id=job.pk, lease=AT_ONCE)
    actions.cancel(job=job)
    actions.sweep()
    job.refresh_from_db()
    assert job.state == Job.State.CANCELLED


@pytest.mark.django_db(transaction=True)
def test_a_failed_job_can_be_tried_again_and_a_finished_one_cannot(sent):
    job = enqueue("test.refusal")
    tasks.run_job(job_id=job.pk)
    sent.clear()
    actions.retry(job=job)
    job.refresh_from_db()
    assert (job.state, job.attempts, job.error, sent) == (Job.State.QUEUED, 0, "", [job.pk])
    done = enqueue()
    tasks.run_job(job_id=done.pk)
    done.refresh_from_db()
    with pytest.raises(actions.JobNotRetryable, match="is done"):
        actions.retry(job=done)
