"""Decisions on actions: what they keep, whom they tell, what they refuse."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from assessments.organisations import audit
from continuity.plans import queries
from continuity.plans.actions import decisions
from continuity.plans.actions.refusals import Gone, Overtaken, TooMany
from continuity.plans.models import Measure
from tests.assessments.organisations.races import at_once
from tests.factories.assessments import make_assessment
from tests.factories.people import make_organisation, make_user
from tests.factories.plans import owner_of

State = Measure.State
HARDENING = "access_hardening"
ACCEPTED = {"state": State.ACCEPTED, "owner": "Dev Patel", "due_on": date(2026, 12, 6), "cost": None, "reason": ""}
REJECTED = {
    "state": State.REJECTED,
    "reason": "We sell the business in May.",
    "accepted_by": "Helen Marsh",
    "until": date(2027, 11, 22),
}


def decide(organisation, by, *, key=HARDENING, seen_version=0, **said):
    return decisions.decide(organisation=organisation, by=by, key=key, seen_version=seen_version, **said)


def entries(organisation):
    return list(organisation.audit_entries.order_by("-number"))


def test_a_decision_keeps_who_when_and_the_action_as_it_stood(brand, editor):
    measure = decide(brand, editor, **ACCEPTED)
    assert (measure.state, measure.owner, measure.due_on) == (State.ACCEPTED, "Dev Patel", date(2026, 12, 6))
    assert measure.decided_by == editor
    assert measure.seen["title"] == "Secure and share access to accounts"
    assert measure.seen["removes"] > 0
    assert measure.seen["unit"] == "GBP"


def test_each_decision_leaves_an_entry_with_what_it_said_before_and_after(brand, editor, reviewer):
    decide(brand, editor, **ACCEPTED)
    decide(brand, reviewer, seen_version=1, **REJECTED)
    last, first = entries(brand)[:2]
    assert (first.verb, first.after["owner"], first.after["due"]) == ("accepted", "Dev Patel", "6 Dec 2026")
    assert (last.verb, last.actor) == ("decided not to do", reviewer)
    assert last.before == {"state": "Accepted", "owner": "Dev Patel", "due": "6 Dec 2026"}
    assert last.after["reason"] == "We sell the business in May."
    assert last.after["risk accepted by"] == "Helen Marsh"
    assert list(audit.faults(brand)) == []


def test_a_new_decision_says_nothing_of_the_old_one(brand, editor):
    decide(brand, editor, **{**ACCEPTED, "cost": Decimal(400)})
    measure = decide(brand, editor, seen_version=1, **REJECTED)
    assert (measure.owner, measure.due_on, measure.cost, measure.currency) == ("", None, None, "")


def test_a_cost_is_kept_with_its_currency(brand, editor):
    measure = decide(brand, editor, **{**ACCEPTED, "cost": Decimal("1200.50")})
    assert (measure.cost, measure.currency) == (Decimal("1200.50"), "GBP")


def test_whoever_saw_an_older_decision_is_told_what_it_says_now_and_stores_nothing(brand, editor, reviewer):
    decide(brand, editor, **ACCEPTED)
    with pytest.raises(Overtaken, match=r"Ed Editor decided on this.*accepted; owner Dev Patel") as refusal:
        decide(brand, reviewer, **REJECTED)
    assert refusal.value.version == 1
    assert Measure.objects.get().state == State.ACCEPTED
    assert decide(brand, reviewer, seen_version=refusal.value.version, **REJECTED).state == State.REJECTED


def test_an_action_that_nothing_recommends_cannot_be_decided_on(brand, editor):
    with pytest.raises(Gone):
        decide(brand, editor, key="buy_a_radio_mast", **ACCEPTED)
    with pytest.raises(Gone):
        decide(brand, editor, seen_version=4, **ACCEPTED)
    assert not Measure.objects.exists()


def test_an_organisation_without_results_has_nothing_to_decide(organisation, editor):
    with pytest.raises(Gone):
        decide(organisation, editor, **ACCEPTED)


@pytest.mark.parametrize(
    "said",
    [
        {"state": State.ACCEPTED},
        {"state": State.REJECTED, "reason": "No."},
        {"state": State.DEFERRED, "until": date(2027, 1, 1)},
    ],
)
def test_the_database_refuses_half_a_decision(said, brand, editor):
    with pytest.raises(IntegrityError), transaction.atomic():
        decide(brand, editor, **said)


def test_a_decision_survives_a_new_assessment(brand, editor):
    decide(brand, editor, **REJECTED)
    make_assessment(brand, "beauty_brand")
    board = queries.board_of(brand, None, today=date(2026, 11, 23))
    assert [action.key for action in board.lane(State.REJECTED)] == [HARDENING]


def test_an_own_action_is_accepted_from_the_start_and_numbered(brand, editor):
    said = {"title": "Ask the bank", "why": "A credit line", "owner": "Olive", "due_on": date(2027, 1, 31)}
    first = decisions.add_own_action(
        organisation=brand, by=editor, cost=Decimal(90), functions=["live_selling"], **said
    )
    second = decisions.add_own_action(organisation=brand, by=editor, cost=None, functions=[], **said)
    assert (first.key, second.key, first.state) == ("own_1", "own_2", State.ACCEPTED)
    assert entries(brand)[1].after["activities"] == "live_selling"
    changed = decisions.change_own_action(
        organisation=brand, by=editor, key="own_2", seen_version=1, cost=None, functions=[], **{**said, "why": "Cash"}
    )
    assert (changed.why, changed.version, changed.state) == ("Cash", 2, State.ACCEPTED)
    with pytest.raises(Gone):
        decisions.change_own_action(organisation=brand, by=editor, key=HARDENING, seen_version=0, cost=None, **said)


def test_own_actions_come_to_an_end(brand, editor, monkeypatch):
    monkeypatch.setattr(decisions, "MOST_OWN_ACTIONS", 1)
    said = {"title": "A", "why": "b", "owner": "c", "due_on": date(2027, 1, 31), "cost": None, "functions": []}
    decisions.add_own_action(organisation=brand, by=editor, **said)
    with pytest.raises(TooMany):
        decisions.add_own_action(organisation=brand, by=editor, **said)


def test_decisions_of_one_organisation_are_not_those_of_another(brand, editor):
    other = make_organisation("Elsewhere Ltd", owner=make_user("Otto"))
    make_assessment(other, "beauty_brand")
    decide(brand, editor, **ACCEPTED)
    assert decide(other, owner_of(other), **ACCEPTED).organisation == other
    assert Measure.objects.filter(organisation=brand).count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_who_decide_at_once_one_is_told():
    brand = make_organisation()
    make_assessment(brand, "cafe")
    by = owner_of(brand)
    found = at_once(*(lambda said=said: decide(brand, by, **said) for said in (ACCEPTED, REJECTED)))
    assert {type(one) for one in found} == {Measure, Overtaken}, found
    assert Measure.objects.get().version == 1


def test_control_without_the_version_in_the_update_the_first_decision_would_be_gone_unseen(brand, editor, monkeypatch):
    real = decisions._next
    monkeypatch.setattr(decisions, "_next", lambda held, seen_version, values: real(held, held.version, values))
    decide(brand, editor, **ACCEPTED)
    decide(brand, editor, **REJECTED)  # saw nothing of the first one
    assert Measure.objects.get().state == State.REJECTED
