"""Assessments: asked for once, calculated once, never changed."""

import json
from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models.functions import Now

from assessments.engine.errors import InvalidInput
from assessments.jobs import actions as jobs
from assessments.jobs.models import Job
from assessments.jobs.tasks import run_job
from assessments.organisations.models import AuditEntry, Organisation
from assessments.questionnaires import actions as questionnaires
from assessments.questionnaires.bank import bank
from assessments.questionnaires.profile import Answer
from assessments.questionnaires.profile_file import read_profile
from assessments.scoring import actions, queries
from assessments.scoring.models import Assessment, AssessmentResult
from assessments.scoring.report.results import METHOD_VERSION
from tests.assessments.organisations.races import Meeting, at_once
from tests.factories.answers import make_sample
from tests.factories.assessments import claimed, do_job, found_of
from tests.factories.examples import NAMES, TODAY, profile_of, results_text
from tests.factories.people import make_organisation

DONE, FAILED, QUEUED = Job.State.DONE, Job.State.FAILED, Job.State.QUEUED


@pytest.fixture
def cafe(db):
    """An organisation that has answered the questions of a café."""
    return make_sample("cafe")


def ask(organisation, today=TODAY):
    """An assessment asked for by the organisation's owner."""
    return actions.request_assessment(organisation=organisation, by=owner_of(organisation), today=today)


def owner_of(organisation):
    return organisation.memberships.get().user


def answer_anew(organisation, **changes):
    """The organisation states something else from now on."""
    profile = profile_of("cafe").with_changes({key.replace("_", "-"): Answer(value) for key, value in changes.items()})
    questionnaires.import_profile(organisation=organisation, by=owner_of(organisation), profile=profile)


# ------------------------------------------------------------------------------------------------------------- asking
def test_asking_makes_an_assessment_and_its_job_in_one_transaction(cafe):
    assessment = ask(cafe)
    assert (assessment.number, assessment.as_of, assessment.depth) == (1, TODAY, "quick")
    assert (assessment.job.state, assessment.job.kind, assessment.job.scope_id) == (QUEUED, actions.KIND, cafe.pk)
    entry = AuditEntry.objects.filter(organisation=cafe).order_by("-number").first()
    assert (entry.verb, entry.object_label) == ("asked for", "Assessment 1")


def test_an_error_while_asking_leaves_neither_assessment_nor_job_behind(cafe, monkeypatch):
    monkeypatch.setattr(actions.audit, "record", lambda **_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        ask(cafe)
    assert not Assessment.objects.exists()
    assert not Job.objects.filter(kind=actions.KIND).exists()


def test_the_same_answers_on_the_same_day_give_the_same_assessment(cafe):
    first = ask(cafe)
    do_job(first)
    again = ask(cafe)
    assert again == first
    assert Job.objects.filter(kind=actions.KIND).count() == 1


def test_another_answer_another_day_and_another_method_each_make_a_new_assessment(cafe, monkeypatch):
    numbers = [ask(cafe).number, ask(cafe, TODAY + timedelta(days=1)).number]
    answer_anew(cafe, MON_02=20)
    numbers.append(ask(cafe, TODAY + timedelta(days=1)).number)
    monkeypatch.setattr(actions, "METHOD_VERSION", "2027.1.1")
    numbers.append(ask(cafe, TODAY + timedelta(days=1)).number)
    assert numbers == [1, 2, 3, 4]


def test_numbers_count_in_each_organisation_by_itself(cafe):
    other = make_sample("one_person_shop")
    assert [ask(cafe).number, ask(other).number] == [1, 1]


def test_without_an_answer_there_is_nothing_to_calculate(db):
    with pytest.raises(actions.NothingToAssess, match="Answer a few questions first"):
        ask(make_organisation())
    assert not Assessment.objects.exists()


def test_an_assessment_that_failed_is_tried_again_when_it_is_asked_for_again(cafe):
    assessment = ask(cafe)
    jobs.refuse(job=claimed(assessment), sentence="It did not work.")
    assert ask(cafe) == assessment
    assessment.job.refresh_from_db()
    assert assessment.job.state == QUEUED
    assert do_job(assessment).state == DONE


@pytest.mark.django_db(transaction=True)
def test_two_who_ask_at_once_get_the_same_assessment():
    cafe = make_sample("cafe")
    found = at_once(lambda: ask(cafe), lambda: ask(cafe))
    assert [type(one) for one in found] == [Assessment, Assessment], found
    assert found[0] == found[1]
    assert Assessment.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_control_without_transaction_and_lock_the_second_of_two_would_have_failed(monkeypatch):
    cafe, meeting, real = make_sample("cafe"), Meeting(), actions._versions

    def meet(profile):
        meeting.arrive()  # both have looked for the newest assessment by now
        return real(profile)

    monkeypatch.setattr(actions, "_versions", meet)
    monkeypatch.setattr(Organisation.objects, "select_for_update", lambda **_: Organisation.objects.all())
    bare = {"organisation": cafe, "by": owner_of(cafe), "today": TODAY}
    found = at_once(*[lambda: actions.request_assessment.__wrapped__(**bare)] * 2)
    assert {type(one) for one in found} == {Assessment, IntegrityError}, found


# --------------------------------------------------------------------------------------------------------- calculating
ON_BOTH_DATABASES = ("beauty_brand", "cafe")  # the one with the longest results, and the shortest
EACH = [pytest.param(name, marks=[] if name in ON_BOTH_DATABASES else pytest.mark.once) for name in NAMES]


@pytest.mark.slow
@pytest.mark.parametrize("name", EACH)
def test_every_example_goes_from_answers_through_the_job_to_the_bytes_of_its_results_file(name, db):
    organisation = make_sample(name)
    assessment = ask(organisation)
    job = do_job(assessment)
    assert (job.state, job.result) == (DONE, {"number": 1})
    snapshot = queries.latest_snapshot(organisation)
    assert snapshot.file == results_text(name)
    assert snapshot.results["input_hash"] == assessment.input_hash
    assert snapshot.background == found_of(name)[1]


@pytest.mark.parametrize("name", NAMES)
def test_the_kept_answers_can_be_read_again_and_are_the_same(name, db):
    assessment = ask(make_sample(name))
    assessment.refresh_from_db()
    profile, report = read_profile(assessment.profile, bank(), assessment.as_of)
    assert report.mistakes == []
    assert actions.profile_hash(profile) == assessment.input_hash


def test_the_assessment_names_every_version_that_made_it(cafe):
    assessment = ask(cafe)
    do_job(assessment)
    results = queries.latest_snapshot(cafe).results
    assert assessment.bank_version == results["bank_version"]
    assert assessment.catalogue_version == results["catalogue_version"]
    assert assessment.method_version == results["method_version"] == METHOD_VERSION
    assert assessment.seed == results["seed"]


def test_a_message_that_comes_three_times_has_one_effect(cafe):
    assessment = ask(cafe)
    for _ in range(3):
        run_job(job_id=assessment.job_id)
    assert AssessmentResult.objects.count() == 1
    assert AuditEntry.objects.filter(organisation=cafe, verb="calculated").count() == 1


def test_an_attempt_that_lost_its_job_to_another_one_changes_nothing(cafe):
    """The first worker sleeps past its lease, the second one finishes; then the first one wakes up."""
    assessment = ask(cafe)
    asleep = claimed(assessment)
    Job.objects.filter(pk=asleep.pk).update(lease_until_at=Now() - timedelta(seconds=1))
    jobs.sweep()
    assert do_job(assessment).state == DONE
    before = AssessmentResult.objects.get().finished_at
    with pytest.raises((jobs.JobLost, DatabaseError)), transaction.atomic():
        actions.run_assessment(job=asleep)
    assert AssessmentResult.objects.get().finished_at == before
    assert AuditEntry.objects.filter(organisation=cafe, verb="calculated").count() == 1


def test_an_attempt_that_lost_its_job_before_anybody_finished_it_leaves_no_result_behind(cafe):
    assessment = ask(cafe)
    asleep = claimed(assessment)
    Job.objects.filter(pk=asleep.pk).update(attempts=2)
    with pytest.raises(jobs.JobLost):
        actions.run_assessment(job=asleep)
    assert not AssessmentResult.objects.exists()


def test_control_without_the_fence_the_late_attempt_would_have_stored_its_result(cafe, monkeypatch):
    assessment = ask(cafe)
    asleep = claimed(assessment)
    Job.objects.filter(pk=asleep.pk).update(attempts=2)
    monkeypatch.setattr(actions.jobs, "finish", lambda **_: None)
    actions.run_assessment(job=asleep)
    assert AssessmentResult.objects.count() == 1


def test_the_calculation_runs_outside_any_transaction(cafe, monkeypatch):
    depths = []
    real = actions.evaluate
    outside = len(connection.savepoint_ids)
    monkeypatch.setattr(
        actions, "evaluate", lambda profile: depths.append(len(connection.savepoint_ids)) or real(profile)
    )
    assessment = ask(cafe)
    do_job(assessment)
    assert depths == [outside]


def test_later_results_are_the_newest_although_earlier_ones_finish_after_them(cafe):
    first = ask(cafe)
    answer_anew(cafe, MON_02=20)
    second = ask(cafe)
    do_job(second)
    assert queries.latest_snapshot(cafe).number == 2
    do_job(first)
    assert queries.latest_snapshot(cafe).number == 2
    assert queries.snapshot_before(cafe, 2).number == 1


def test_a_number_that_cannot_be_calculated_is_a_plain_refusal(cafe, monkeypatch):
    def refuse(_profile):
        raise InvalidInput("weight", 1.4, "a share between 0 and 1")

    monkeypatch.setattr(actions, "evaluate", refuse)
    job = do_job(ask(cafe))
    assert job.state == FAILED
    assert job.error == "These answers could not be calculated. weight is 1.4: it must be a share between 0 and 1."
    assert not AssessmentResult.objects.exists()


def test_an_assessment_that_waited_through_an_update_is_refused_with_a_sentence(cafe, monkeypatch):
    assessment = ask(cafe)
    monkeypatch.setattr(actions, "METHOD_VERSION", "2027.1.1")
    job = do_job(assessment)
    assert (job.state, job.error) == (FAILED, "Ballast was updated while this calculation waited. Ask for it again.")


def test_a_fault_of_ours_is_tried_again_and_then_said_plainly(cafe, monkeypatch):
    monkeypatch.setattr(actions, "evaluate", lambda profile: 1 / 0)
    assessment = ask(cafe)
    job = do_job(assessment)
    assert (job.state, job.attempts) == (QUEUED, 1)
    assert "the fault is ours" in job.error


# -------------------------------------------------------------------------------------------------------------- frozen
CHANGES = [
    ("scoring_assessment", "number = 7"),
    ("scoring_assessment", "input_hash = 'x'"),
    ("scoring_assessmentresult", "file = file"),
]


@pytest.mark.parametrize(("table", "change"), CHANGES)
def test_the_database_refuses_to_change_an_assessment(table, change, cafe):
    do_job(ask(cafe))
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET {change}")


def test_the_orm_cannot_change_one_either(cafe):
    assessment = ask(cafe)
    do_job(assessment)
    assessment.depth = "full"
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        assessment.save()
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        AssessmentResult.objects.update(background={})


def test_the_stored_bytes_stay_the_same_after_answers_and_names_change(cafe):
    do_job(ask(cafe))
    before = queries.snapshot_of(cafe, 1)
    answer_anew(cafe, MON_02=20, PRO_04=900_000)
    cafe.name = "Another name"
    cafe.save()
    after = queries.snapshot_of(cafe, 1)
    assert (after.file, after.profile) == (before.file, before.profile)
    assert json.loads(after.file)["organisation"]["name"] == "Copper Kettle Café"
