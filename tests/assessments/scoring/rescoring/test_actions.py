"""Many organisations scored again: which, on what answers, what is kept of failures and of a round that is cancelled."""

import json
from datetime import timedelta

import pytest
from django.db import OperationalError
from django.utils import timezone

from assessments.engine.errors import InvalidInput
from assessments.jobs.models import Job
from assessments.jobs.tasks import run_job
from assessments.organisations.models import AuditEntry
from assessments.scoring import actions as scoring
from assessments.scoring import tasks
from assessments.scoring.models import Assessment, Rescoring, RescoringEntry
from assessments.scoring.queries import latest_snapshot
from assessments.scoring.rescoring import actions, queries
from assessments.scoring.rescoring.queries import Phase
from tests.factories.answers import make_sample, state
from tests.factories.assessments import make_assessment
from tests.factories.examples import TODAY
from tests.factories.people import make_organisation
from tests.factories.rescoring import (
    begin,
    calculate_nothing,
    claimed_portion,
    do_portions,
    numbers,
    portion,
    progress,
)

pytestmark = pytest.mark.django_db
State = RescoringEntry.State


# ------------------------------------------------------------------------------------------------------ from end to end
def test_an_organisation_has_results_of_the_present_versions_and_of_the_answers_it_was_judged_by():
    cafe = make_sample("cafe")
    make_assessment(cafe)
    state(cafe, "MON-02", 20)  # somebody is in the middle of changing the answers
    rescoring = begin()
    do_portions(rescoring)
    newest, before = cafe.assessments.order_by("-number")[:2]
    assert progress(rescoring).phase is Phase.FINISHED
    assert {name: getattr(newest, name) for name in scoring.stamp()} == scoring.stamp()
    assert newest.profile["answers"] == before.profile["answers"]
    assert latest_snapshot(cafe).results["catalogue_version"] == scoring.stamp()["catalogue_version"]
    entry = AuditEntry.objects.filter(organisation=cafe, verb="asked for").order_by("-number").first()
    assert (entry.actor, entry.object_label) == (None, f"Assessment {newest.number}")
    assert "many organisations" in entry.after["because"]
    assert scoring.request_assessment(organisation=cafe, by=None, today=TODAY).number == newest.number + 1


def test_each_is_scored_once_and_the_round_ends(three, calculated):
    rescoring = begin()
    do_portions(rescoring)
    found = progress(rescoring)
    assert (found.phase, found.total, found.scored, found.left) == (Phase.FINISHED, 3, 3, 0)
    assert found.ended_at >= found.started_at
    assert numbers(three) == [2, 2, 2]
    assert len(calculated) == 3
    assert not Job.objects.filter(state__in=queries.UNENDED).exists()


def test_only_those_out_of_date_take_part_unless_all_are_to(three, calculated):
    never_assessed = make_organisation("Never Assessed")
    do_portions(begin())
    with pytest.raises(actions.NothingToRescore, match="All results are up to date"):
        begin()
    assert begin(Rescoring.Which.ALL).entries.count() == 3
    assert not never_assessed.assessments.exists()


def test_a_result_of_another_method_is_out_of_date(three, calculated, monkeypatch):
    do_portions(begin())
    monkeypatch.setattr(scoring, "METHOD_VERSION", "2027.1.1")
    assert queries.outdated(scoring.stamp()).count() == 3


def test_what_says_the_same_already_is_not_calculated_again(three, calculated):
    do_portions(begin())
    calculated.clear()
    rescoring = begin(Rescoring.Which.ALL)
    do_portions(rescoring)
    assert (progress(rescoring).current, calculated) == (3, [])


def test_a_later_date_never_goes_back(three, calculated, monkeypatch):
    make_assessment(three[0])
    found = scoring.repeat_assessment(
        organisation=three[0], today=TODAY - timedelta(days=9), lease=timedelta(seconds=60)
    )
    assert found.as_of == TODAY


# ------------------------------------------------------------------------------------------------------------- refusals
def test_there_is_one_round_at_a_time(three):
    begin()
    with pytest.raises(actions.RescoringRefused, match="being re-scored already"):
        begin(Rescoring.Which.ALL)
    assert Rescoring.objects.count() == 1


@pytest.mark.parametrize(("lanes", "said"), [(0, "Between 1 and 64"), (65, "Between 1 and 64"), (1, "No organisation")])
def test_what_cannot_begin_is_refused_and_leaves_nothing(lanes, said):
    with pytest.raises(actions.RescoringRefused, match=said):
        begin(Rescoring.Which.ALL, lanes=lanes)
    assert not Rescoring.objects.exists()
    assert not Job.objects.exists()


def test_nothing_is_cancelled_or_taken_up_where_nothing_is_under_way(three, calculated):
    rescoring = begin()
    with pytest.raises(actions.RescoringRefused, match="does not stand still"):
        actions.go_on(rescoring=rescoring)
    do_portions(rescoring)
    with pytest.raises(actions.RescoringRefused, match="nothing to cancel"):
        actions.cancel(rescoring=rescoring, by=None)
    with pytest.raises(actions.RescoringRefused):
        actions.go_on(rescoring=rescoring)
    assert progress(rescoring).phase is Phase.FINISHED


# --------------------------------------------------------------------------------------------------------------- cancel
def test_cancelling_stops_after_the_organisation_under_way_and_keeps_what_is_done(three, calculated, monkeypatch):
    rescoring = begin(lanes=2)
    portions = queries.portions_of(rescoring)
    monkeypatch.setattr(scoring, "evaluate", lambda _: actions.cancel(rescoring=rescoring, by=None))
    run_job(job_id=portions.last().pk)
    found = progress(rescoring)
    assert (found.phase, found.scored, found.waiting, found.under_way) == (Phase.CANCELLED, 1, 2, 0)
    assert numbers(three) == [2, 1, 1]
    run_job(job_id=portions.first().pk)
    assert numbers(three) == [2, 1, 1]
    assert not portions.filter(state__in=queries.UNENDED).exists()
    calculate_nothing(monkeypatch)
    do_portions(begin())  # and whoever is left can be scored in another round
    assert numbers(three) == [2, 2, 2]


def test_cancelling_also_ends_what_waits_to_be_tried_again(three, monkeypatch):
    monkeypatch.setattr(scoring, "evaluate", lambda _: 1 / 0)
    rescoring = begin()
    portion(claimed_portion(rescoring), is_over=lambda: True)
    assert progress(rescoring).under_way == 1
    actions.cancel(rescoring=rescoring, by=None)
    found = progress(rescoring)
    assert (found.phase, found.stopped, found.under_way, found.waiting) == (Phase.CANCELLED, 1, 0, 2)


# -------------------------------------------------------------------------------------------------------------- failure
def test_what_cannot_be_scored_says_why_and_stops_nobody_else(three, monkeypatch):
    birch = three[1].assessments.get()
    values = {"method_version": "old", "profile": {**birch.profile, "answers": {"MON-99": 1}}}
    again = Assessment(
        **{name: getattr(birch, name) for name in ("organisation", "as_of", "depth", "input_hash", "seed")}
    )
    again.number, again.job = 2, Job.objects.create(kind=scoring.KIND, state=Job.State.DONE)
    for name, value in values.items():
        setattr(again, name, value)
    again.save()
    calls = []

    def refuse_the_first(profile):
        calls.append(profile)
        if len(calls) == 1:
            raise InvalidInput("weight", 1.4, "a share between 0 and 1")
        return object()

    calculate_nothing(monkeypatch)
    monkeypatch.setattr(scoring, "evaluate", refuse_the_first)
    rescoring = begin()
    do_portions(rescoring)
    found = progress(rescoring)
    assert (found.phase, found.failed, found.scored) == (Phase.FINISHED, 2, 1)
    alder, birch = queries.failures_of(rescoring)
    assert alder.why.startswith("These answers could not be calculated. weight is 1.4")
    assert birch.why.startswith("An answer no longer fits the questionnaire and has to be given again: answers.MON-99.")
    assert (alder.organisation, birch.organisation) == ("Alder", "Birch")
    again = begin()  # whoever failed is tried again: as the same assessment where nothing else has changed
    do_portions(again)
    assert (progress(again).scored, progress(again).failed) == (1, 1)
    assert [organisation.assessments.count() for organisation in three] == [2, 2, 2]


def test_a_fault_of_ours_is_tried_three_times_and_the_round_is_not_done_before(three, calculated, monkeypatch):
    real = scoring.evaluate
    monkeypatch.setattr(scoring, "evaluate", lambda profile: real(profile) if calculated else 1 / 0)
    rescoring = begin()
    calculated.clear()
    portion(claimed_portion(rescoring), is_over=lambda: True)
    calculated.append("from now on it works")
    do_portions(rescoring)
    found = progress(rescoring)
    assert (found.phase, found.scored, found.under_way) == (Phase.FINISHING, 2, 1)
    Rescoring.objects.update(is_open=True)
    assert progress(rescoring).phase is Phase.RUNNING  # as long as a calculation is under way, it moves by itself
    Rescoring.objects.update(is_open=False)
    waiting = queries.unended_jobs(rescoring).get()
    monkeypatch.setattr(scoring, "evaluate", lambda _: 1 / 0)
    for _ in range(2):
        Job.objects.filter(pk=waiting.pk).update(not_before_at=None)
        run_job(job_id=waiting.pk)
    found = progress(rescoring)
    assert (found.phase, found.scored, found.failed) == (Phase.FINISHED, 2, 1)
    assert "the fault is ours" in queries.failures_of(rescoring)[0].why


def test_an_error_before_the_calculation_is_kept_and_a_database_that_is_away_is_not_blamed_on_anybody(
    three, monkeypatch
):
    rescoring = begin()
    monkeypatch.setattr(scoring, "repeat_assessment", lambda **_: 1 / 0)
    portion(claimed_portion(rescoring), is_over=lambda: True)
    assert "the fault is ours" in queries.failures_of(rescoring)[0].why

    def away(**_):
        raise OperationalError("the database is away")

    monkeypatch.setattr(scoring, "repeat_assessment", away)
    with pytest.raises(OperationalError):
        portion(claimed_portion(rescoring))
    assert (progress(rescoring).failed, progress(rescoring).waiting) == (1, 2)


def test_a_full_disk_stops_the_round_and_it_goes_on_when_there_is_room(three, calculated, monkeypatch):
    rescoring = begin()
    monkeypatch.setattr(tasks, "SPARE_MB", 10**12)
    do_portions(rescoring)
    found = progress(rescoring)
    assert (found.phase, found.waiting) == (Phase.STANDING_STILL, 3)
    assert "MB of disk are free" in found.trouble
    monkeypatch.setattr(tasks, "SPARE_MB", 0)
    actions.go_on(rescoring=rescoring)
    do_portions(rescoring)
    assert (progress(rescoring).phase, numbers(three)) == (Phase.FINISHED, [2, 2, 2])


def test_how_far_it_is_costs_a_fixed_number_of_queries(three, calculated, django_assert_num_queries):
    rescoring = begin()
    portion(claimed_portion(rescoring), is_over=lambda: True)
    with django_assert_num_queries(2):
        found = queries.progress_of(rescoring, now=timezone.now())
    assert (found.recent, found.done, found.left, found.phase) == (1, 1, 2, Phase.RUNNING)


def test_the_profile_of_a_repeated_assessment_reads_back_as_itself(three, calculated):
    portion(claimed_portion(begin()))
    first, second = three[0].assessments.order_by("number")
    assert json.dumps(first.profile, sort_keys=True) == json.dumps(second.profile, sort_keys=True)
    assert first.input_hash == second.input_hash
