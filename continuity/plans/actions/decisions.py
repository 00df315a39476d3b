"""Deciding on actions: accept, put off, do not do, mark as in place, take a decision back; and actions of one's own."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.db.models.functions import Now

from assessments.accounts.models import User
from assessments.organisations import audit
from assessments.organisations.actions import hold
from assessments.organisations.models import Organisation
from assessments.scoring import queries as scoring
from assessments.ui.words import day
from continuity.plans import mitigation
from continuity.plans.actions.refusals import Gone, Overtaken, TooMany
from continuity.plans.models import Measure

State = Measure.State
MOST_OWN_ACTIONS = 50
VERBS = {
    State.PROPOSED: "took back the decision on",
    State.ACCEPTED: "accepted",
    State.IN_PLACE: "marked as in place",
    State.DEFERRED: "put off",
    State.REJECTED: "decided not to do",
}
NOTHING: dict[str, Any] = {
    "owner": "",
    "due_on": None,
    "until": None,
    "reason": "",
    "accepted_by": "",
    "evidence": "",
    "cost": None,
    "currency": "",
}
"""A decision that says nothing; whatever is decided replaces all of the decision before it."""


@transaction.atomic
def decide(
    *, organisation: Organisation, by: User, key: str, state: Measure.State, seen_version: int, **said: Any
) -> Measure:
    """The action with the decision on it; `said` is what that decision asks for, of the names in NOTHING.

    Raises Overtaken if somebody decided meanwhile, Gone if there is nothing (any more) to decide on.
    """
    values = {**NOTHING, **said, "state": state}
    if values["cost"] is not None:
        values["currency"] = organisation.currency
    return _store(organisation, by, key, seen_version, values, VERBS[state])


@transaction.atomic
def add_own_action(
    *,
    organisation: Organisation,
    by: User,
    title: str,
    why: str,
    owner: str,
    due_on: date,
    cost: Decimal | None,
    functions: list[str],
) -> Measure:
    """The organisation's own action, accepted from the start; raises TooMany beyond MOST_OWN_ACTIONS."""
    hold(organisation)
    taken = list(Measure.objects.filter(organisation=organisation, is_own=True).values_list("key", flat=True))
    if len(taken) >= MOST_OWN_ACTIONS:
        raise TooMany(f"There are {MOST_OWN_ACTIONS} actions of your own already. Use one of them in other words.")
    number = 1 + max((int(key.removeprefix("own_")) for key in taken), default=0)
    measure = Measure.objects.create(
        organisation=organisation,
        key=f"own_{number}",
        is_own=True,
        state=State.ACCEPTED,
        title=title,
        why=why,
        owner=owner,
        due_on=due_on,
        cost=cost,
        currency=organisation.currency if cost is not None else "",
        functions=functions,
        decided_by=by,
    )
    audit.record(organisation=organisation, by=by, verb="added", of=measure, after=_told(measure))
    return measure


@transaction.atomic
def change_own_action(*, organisation: Organisation, by: User, key: str, seen_version: int, **said: Any) -> Measure:
    """The organisation's own action with other words, owner, date, cost or activities; its state stays."""
    if not Measure.objects.filter(organisation=organisation, key=key, is_own=True).exists():
        raise Gone("This action is not there any more.")
    values = {name: said[name] for name in ("title", "why", "owner", "due_on", "cost", "functions")}
    values["currency"] = organisation.currency if said["cost"] is not None else ""
    return _store(organisation, by, key, seen_version, values, "changed")


def _store(
    organisation: Organisation, by: User, key: str, seen_version: int, values: dict[str, Any], verb: str
) -> Measure:
    snapshot = scoring.latest_snapshot(organisation)
    found = [it for it in snapshot.results["recommendations"] if it["key"] == key] if snapshot else []
    values |= {"decided_by": by, "decided_at": Now()}
    if found and snapshot:
        values["seen"] = mitigation.seen_of(found[0], snapshot.results)
    held = Measure.objects.filter(organisation=organisation, key=key).first()
    before = _told(held) if held else {}
    if held:
        measure = _next(held, seen_version, values)
    elif found and not seen_version:
        measure = _first(organisation, key, values)
    else:
        raise Gone("This action is not there any more. Load the page again.")
    differing = audit.changes(before, _told(measure))
    audit.record(organisation=organisation, by=by, verb=verb, of=measure, before=differing[0], after=differing[1])
    return measure


def _first(organisation: Organisation, key: str, values: Mapping[str, Any]) -> Measure:
    try:
        with transaction.atomic():
            made = Measure.objects.create(organisation=organisation, key=key, **values)
    except IntegrityError:
        theirs = Measure.objects.select_related("decided_by").filter(organisation=organisation, key=key).first()
        if theirs is None:
            raise
        raise _overtaken(theirs) from None
    return Measure.objects.get(pk=made.pk)


def _next(held: Measure, seen_version: int, values: Mapping[str, Any]) -> Measure:
    """One conditional UPDATE, so that whoever saw an older decision is told and never overwrites a newer one."""
    changed = Measure.objects.filter(pk=held.pk, version=seen_version).update(**values, version=F("version") + 1)
    measure = Measure.objects.select_related("decided_by").get(pk=held.pk)
    if not changed:
        raise _overtaken(measure)
    return measure


def _overtaken(theirs: Measure) -> Overtaken:
    who = theirs.decided_by.display_name if theirs.decided_by else "Somebody"
    parts = [f"{name} {value}" for name, value in _told(theirs).items() if name not in ("title", "why", "state")]
    says = "; ".join([str(State(theirs.state).label).lower(), *parts])
    return Overtaken(f"{who} decided on this while you had the page open: {says}.", version=theirs.version)


def _told(measure: Measure) -> dict[str, str]:
    """What a decision says, for the audit trail and for people."""
    told = {
        "state": str(State(measure.state).label),
        "title": measure.title,
        "why": measure.why,
        "owner": measure.owner,
        "due": day(measure.due_on) if measure.due_on else "",
        "until": day(measure.until) if measure.until else "",
        "reason": measure.reason,
        "risk accepted by": measure.accepted_by,
        "evidence": measure.evidence,
        "cost a year": f"{measure.cost} {measure.currency}" if measure.cost is not None else "",
        "activities": ", ".join(measure.functions),
    }
    return {name: value for name, value in told.items() if value}
