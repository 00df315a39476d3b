"""Two saves at the same moment: one of them wins, the other is told; with the guard taken out, the test sees the loss."""

import threading
from uuid import uuid4

import pytest

from assessments.organisations import audit
from assessments.organisations.models import Organisation
from assessments.questionnaires import actions, queries, saving
from assessments.questionnaires.asking.fitting import ADDED_UP
from assessments.questionnaires.models import Answer, AnswerRevision
from assessments.questionnaires.saving import digest_of
from tests.assessments.organisations.races import Meeting, at_once
from tests.assessments.questionnaires.test_actions import save
from tests.factories.answers import TODAY

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def meet(monkeypatch):
    """From the call on, two savers wait for each other between reading and writing."""

    def begin():
        place, read = Meeting(), saving.read_fields

        def read_then_wait(*args):
            stated = read(*args)
            place.arrive()
            return stated

        monkeypatch.setattr(actions, "read_fields", read_then_wait)

    return begin


def values(organisation, question="MON-06"):
    return queries.profile_of(organisation, as_of=TODAY).value(question)


def kinds(answers):
    return sorted(type(answer).__name__ for answer in answers)


@pytest.mark.parametrize("seen", [0, 1])
def test_of_two_editors_one_saves_and_the_other_is_told(seen, organisation, owner, editor, meet):
    if seen:
        save(organisation, "MON-06", "10", by=owner)
    meet()
    answers = at_once(
        lambda: save(organisation, "MON-06", "20", seen=seen, by=owner),
        lambda: save(organisation, "MON-06", "30", seen=seen, by=editor),
    )
    assert kinds(answers) == ["AnswerChanged", "Saved"]
    winner = next(answer for answer in answers if isinstance(answer, actions.Saved))
    loser = next(answer for answer in answers if isinstance(answer, actions.AnswerChanged))
    assert values(organisation) == winner.stated.value
    assert loser.theirs == f"{winner.stated.value}%"
    assert AnswerRevision.objects.count() == seen + 1
    assert not list(audit.faults(organisation))


def test_control_without_the_version_in_the_update_one_save_overwrites_the_other(
    organisation, owner, editor, meet, monkeypatch
):
    """Shows that the test above would see the loss."""
    save(organisation, "MON-06", "10", by=owner)

    def write_whatever_was_seen(change, stated):
        values = {**saving.columns_of(stated), "changed_by": change.by, "version": change.seen_version + 1}
        Answer.objects.filter(organisation=change.organisation, question=change.question.id).update(**values)
        return Answer.objects.get(organisation=change.organisation, question=change.question.id)

    monkeypatch.setattr(saving, "_write", write_whatever_was_seen)
    monkeypatch.setattr(saving, "_tell", lambda *_: None)
    meet()
    answers = at_once(
        lambda: save(organisation, "MON-06", "20", seen=1, by=owner),
        lambda: save(organisation, "MON-06", "30", seen=1, by=editor),
    )
    assert kinds(answers) == ["Saved", "Saved"]  # both were told that their answer is kept


@pytest.mark.parametrize("seen", [0, 1])
def test_one_save_that_arrives_twice_at_once_has_one_effect_and_one_reply(seen, organisation, owner, meet):
    if seen:
        save(organisation, "MON-06", "10", by=owner)
    key = uuid4()
    twice = lambda: save(organisation, "MON-06", "20", seen=seen, by=owner, key=key)  # noqa: E731
    meet()
    first, second = at_once(twice, twice)
    assert first == second
    assert first.version == seen + 1
    assert AnswerRevision.objects.count() == seen + 1


def test_control_without_the_memory_of_keys_the_twin_meets_itself_as_a_conflict(organisation, owner, meet, monkeypatch):
    """Shows that the test above would see a reply that differs."""
    monkeypatch.setattr(saving, "replay_of", lambda *_: None)
    key = uuid4()
    twice = lambda: save(organisation, "MON-06", "20", by=owner, key=key)  # noqa: E731
    meet()
    assert kinds(at_once(twice, twice)) == ["AnswerChanged", "Saved"]


def test_one_key_for_two_answers_at_once_is_refused_and_not_an_error(organisation, owner, meet):
    key = uuid4()
    meet()
    answers = at_once(
        lambda: save(organisation, "MON-06", "20", by=owner, key=key),
        lambda: save(organisation, "DIV-07", "30", by=owner, key=key),
    )
    assert kinds(answers) == ["KeyUsedTwice", "Saved"]
    assert Answer.objects.count() == AnswerRevision.objects.count() == 1


def test_two_shares_saved_at_once_never_make_more_than_the_whole(organisation, owner, editor, meet):
    meet()
    answers = at_once(
        lambda: save(organisation, "MON-01", "70", by=owner),
        lambda: save(organisation, "MON-02", "60", by=editor),
    )
    assert kinds(answers) == ["Refused", "Saved"]


def test_control_when_sums_are_checked_before_the_lock_they_can_be_exceeded(
    organisation, owner, editor, meet, monkeypatch
):
    """Shows that the test above would see the race."""
    monkeypatch.setattr(actions, "ADDED_UP", {})
    meet()
    answers = at_once(
        lambda: save(organisation, "MON-01", "70", by=owner),
        lambda: save(organisation, "MON-02", "60", by=editor),
    )
    assert kinds(answers) == ["Saved", "Saved"]
    assert values(organisation, "MON-01") + values(organisation, "MON-02") == 130


@pytest.fixture
def crossing(organisation, owner, editor, monkeypatch):
    """What two saves at once gave: one that adds up, met after its lock, and one met after its entry in the trail began."""
    save(organisation, "DIV-07", "20", by=editor)

    def begin():
        place, read, shorten = Meeting(), saving.read_fields, audit._short
        met = threading.local()

        def read_then_wait(sheet, question, *rest):
            stated = read(sheet, question, *rest)
            met.is_over = question.id == "MON-01"
            if met.is_over:
                place.arrive()
            return stated

        def wait_then_shorten(label):
            if not met.is_over:
                met.is_over = True
                place.arrive()
            return shorten(label)

        monkeypatch.setattr(actions, "read_fields", read_then_wait)
        monkeypatch.setattr(audit, "_short", wait_then_shorten)
        return at_once(
            lambda: save(organisation, "MON-01", "70", by=owner),
            lambda: save(organisation, "DIV-07", "30", seen=1, by=editor),
        )

    return begin


def test_saves_take_their_locks_in_one_order_so_that_none_is_refused(organisation, crossing):
    assert kinds(crossing()) == ["Saved", "Saved"]
    assert not list(audit.faults(organisation))


@pytest.mark.postgres
def test_control_with_locks_in_two_orders_one_save_is_refused(organisation, crossing, monkeypatch):
    """Shows that the test above would see two saves that wait for each other."""
    adds_up = threading.local()

    def asked_first(question, *_):
        adds_up.it_does = question in ADDED_UP
        return digest_of(question, *_)

    def hold_all_of_it(organisation):
        if adds_up.it_does:
            Organisation.objects.select_for_update().get(pk=organisation.pk)

    monkeypatch.setattr(actions, "digest_of", asked_first)
    monkeypatch.setattr(actions, "hold", hold_all_of_it)
    assert kinds(crossing()) == ["OperationalError", "Saved"]
