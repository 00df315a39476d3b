"""Changing runbooks: a step in other words, taken out, moved, or added; and undone again. Kept by the id of the step."""

from typing import Any

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now

from assessments.accounts.models import User
from assessments.organisations import audit
from assessments.organisations.actions import hold
from assessments.organisations.models import Organisation
from continuity.plans.actions.refusals import Gone, Overtaken, TooMany
from continuity.plans.models import StepChange

MOST_CHANGES = 300
OWN = "own-"
SAID = ("do", "done", "role", "box", "after", "is_on_card", "function", "scenario")


@transaction.atomic
def change_step(*, organisation: Organisation, by: User, step: str, seen_version: int, **said: Any) -> StepChange:
    """The change of a step of the library, or of an own one in its new words. Raises Overtaken."""
    kind = StepChange.Kind.ADD if step.startswith(OWN) else StepChange.Kind.CHANGE
    return _store(organisation, by, step, seen_version, {**said, "kind": kind}, "changed the step")


@transaction.atomic
def remove_step(*, organisation: Organisation, by: User, step: str, seen_version: int) -> StepChange:
    """The step of the library, taken out of every runbook; it can be put back by undoing. Raises Overtaken."""
    if step.startswith(OWN):
        raise Gone("A step of your own is removed by undoing it.")
    return _store(organisation, by, step, seen_version, {"kind": StepChange.Kind.REMOVE}, "took out the step")


@transaction.atomic
def add_step(*, organisation: Organisation, by: User, **said: Any) -> StepChange:
    """The organisation's own step; raises TooMany beyond MOST_CHANGES."""
    hold(organisation)
    _room(organisation)
    own = StepChange.objects.filter(organisation=organisation, kind=StepChange.Kind.ADD).values_list("step", flat=True)
    number = 1 + max((int(step.removeprefix(OWN)) for step in own), default=0)
    made = StepChange.objects.create(
        organisation=organisation, step=f"{OWN}{number}", kind=StepChange.Kind.ADD, changed_by=by, **said
    )
    audit.record(organisation=organisation, by=by, verb="added the step", of=made, after=_told(made))
    return made


@transaction.atomic
def undo_step(*, organisation: Organisation, by: User, step: str) -> None:
    """Nothing comes back: the step reads again as the library has it; an own one is gone. Undoing twice is harmless."""
    held = StepChange.objects.filter(organisation=organisation, step=step).first()
    if held is None:
        return
    before, pk = _told(held), held.pk
    held.delete()
    held.pk = pk
    audit.record(organisation=organisation, by=by, verb="undid the change of the step", of=held, before=before)


def _store(
    organisation: Organisation, by: User, step: str, seen_version: int, values: dict[str, Any], verb: str
) -> StepChange:
    hold(organisation)
    held = StepChange.objects.select_related("changed_by").filter(organisation=organisation, step=step).first()
    if (held.version if held else 0) != seen_version:
        if held is None:
            raise Overtaken("Somebody undid the change of this step.", version=0)
        who = held.changed_by.display_name if held.changed_by else "Somebody"
        says = "; ".join(f"{name} {value}" for name, value in _told(held).items())
        raise Overtaken(f"{who} changed this step: {says}.", version=held.version)
    values = {**values, "changed_by": by, "changed_at": Now()}
    before = _told(held) if held else {}
    if held is None:
        _room(organisation)
        StepChange.objects.create(organisation=organisation, step=step, **values)
    else:
        StepChange.objects.filter(pk=held.pk).update(**values, version=F("version") + 1)
    now = StepChange.objects.get(organisation=organisation, step=step)
    differing = audit.changes(before, _told(now))
    audit.record(organisation=organisation, by=by, verb=verb, of=now, before=differing[0], after=differing[1])
    return now


def _room(organisation: Organisation) -> None:
    """Nothing comes back: there is room for one more change."""
    if StepChange.objects.filter(organisation=organisation).count() >= MOST_CHANGES:
        raise TooMany(f"There are {MOST_CHANGES} changes of steps already. Undo those nobody needs.")


def _told(change: StepChange) -> dict[str, str]:
    told = {"change": str(StepChange.Kind(change.kind).label).lower()}
    told |= {name: str(getattr(change, name)) for name in SAID if getattr(change, name)}
    return told
