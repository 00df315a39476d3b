"""Two saves at the same moment: one of them wins, the other is told; with the guard taken out, the test sees the loss."""

from uuid import uuid4

import pytest

from assessments.organisations import audit
from assessments.questionnaires import actions, queries, saving
from assessments.questionnaires.models import Answer, AnswerRevision
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
