"""Writing what the plan needs beside the answers: details, contacts, and words for the messages."""

from collections.abc import Mapping
from typing import Any

from django.db import models, transaction
from django.db.models import F
from django.db.models.functions import Now

from assessments.accounts.models import User
from assessments.organisations import audit
from assessments.organisations.actions import hold
from assessments.organisations.models import Organisation
from assessments.ui.words import day
from continuity.plans import queries
from continuity.plans.actions.refusals import Gone, Overtaken, TooMany
from continuity.plans.models import Contact, PlanDetails, Wording

MOST_CONTACTS = 200
REACH = ("phone", "email")


@transaction.atomic
def change_details(*, organisation: Organisation, by: User, seen_version: int, **said: Any) -> PlanDetails:
    """The details of the plan: author, distribution, confidentiality, next review. Raises Overtaken."""
    hold(organisation)
    held = queries.details_of(organisation)
    before = _details_told(held)
    values = {**said, "changed_by": by, "changed_at": Now()}
    if held.version != seen_version:
        says = "; ".join(f"{name} {value}" for name, value in before.items())
        raise Overtaken(f"{_who(held.changed_by)} changed the details: {says}.", version=held.version)
    if not held.version:
        PlanDetails.objects.create(organisation=organisation, **values)
    else:
        PlanDetails.objects.filter(pk=held.pk).update(**values, version=F("version") + 1)
    details = queries.details_of(organisation)
    _record(organisation, by, "changed the details of", details, before, _details_told(details))
    return details


def _details_told(details: PlanDetails) -> dict[str, str]:
    if not details.version:
        return {}
    told = {
        "prepared by": details.author.display_name if details.author else "",
        "goes to": "; ".join(details.distribution),
        "classification": details.confidentiality,
        "next review": day(details.next_review) if details.next_review else "",
    }
    return {name: value for name, value in told.items() if value}


@transaction.atomic
def fill_places(
    *, organisation: Organisation, by: User, texts: Mapping[str, str], seen_versions: Mapping[str, int]
) -> int:
    """How many places of the messages say something else now. Raises Overtaken for the first that somebody else filled.

    A place whose text was not changed on the page is left alone, whatever somebody else wrote into it meanwhile.
    """
    hold(organisation)
    held = queries.wordings_of(organisation)
    changed = 0
    for place, text in texts.items():
        row = held.get(place)
        if text == (row.text if row else ""):
            continue
        if (row.version if row else 0) != seen_versions.get(place, 0):
            says = f"“{row.text}”" if row and row.text else "nothing"
            who = _who(row.changed_by if row else None)
            raise Overtaken(f"{who} wrote {says} here.", version=row.version if row else 0, field=place)
        _fill(organisation, by, place, text, row)
        changed += 1
    return changed


def _fill(organisation: Organisation, by: User, place: str, text: str, row: Wording | None) -> None:
    before = {place: row.text} if row else {}
    if row is None:
        row = Wording.objects.create(organisation=organisation, place=place, text=text, changed_by=by)
    else:
        values = {"text": text, "changed_by": by, "changed_at": Now()}
        Wording.objects.filter(pk=row.pk).update(**values, version=F("version") + 1)
    _record(organisation, by, "wrote into the messages", row, before, {place: text})


@transaction.atomic
def add_contact(*, organisation: Organisation, by: User, **said: str) -> Contact:
    """The new contact; raises TooMany beyond MOST_CONTACTS. The trail says that there is one, never the number."""
    hold(organisation)
    if Contact.objects.filter(organisation=organisation).count() >= MOST_CONTACTS:
        raise TooMany(f"There are {MOST_CONTACTS} contacts already. Remove those nobody needs on the day.")
    contact = Contact.objects.create(organisation=organisation, changed_by=by, **said)
    _record(organisation, by, "added the contact", contact, {}, _contact_told(contact, {}))
    return contact


@transaction.atomic
def change_contact(*, contact: Contact, by: User, seen_version: int, **said: str) -> Contact:
    """The contact with what it says now. Raises Overtaken, or Gone if somebody removed it."""
    held = Contact.objects.select_related("organisation", "changed_by").filter(pk=contact.pk).first()
    if held is None:
        raise Gone("Somebody removed this contact. Add it again if it is still needed.")
    values: dict[str, Any] = {**said, "changed_by": by, "changed_at": Now()}
    changed = Contact.objects.filter(pk=held.pk, version=seen_version).update(**values, version=F("version") + 1)
    now = Contact.objects.select_related("changed_by").get(pk=held.pk)
    if not changed:
        says = ", ".join(part for part in (now.name, now.purpose, now.phone, now.email) if part)
        raise Overtaken(f"{_who(now.changed_by)} changed this contact: {says}.", version=now.version)
    old = {name: getattr(held, name) for name in said}
    before = {name: value for name, value in old.items() if name not in REACH and value}
    _record(held.organisation, by, "changed the contact", now, before, _contact_told(now, old))
    return now


@transaction.atomic
def remove_contact(*, contact: Contact, by: User) -> None:
    """Nothing comes back: the contact is gone; versions of the plan that were made keep what they said."""
    deleted, _ = Contact.objects.filter(pk=contact.pk).delete()
    if deleted:
        audit.record(organisation=contact.organisation, by=by, verb="removed the contact", of=contact)


def _contact_told(contact: Contact, before: Mapping[str, str]) -> dict[str, str]:
    """A contact for the audit trail, which nobody can erase: of a number or address only that it is there or changed."""
    told = {"name": contact.name, "purpose": contact.purpose}
    for name in REACH:
        value = getattr(contact, name)
        if value != before.get(name, ""):
            told[name] = "removed" if not value else "changed" if before.get(name) else "given"
    return {name: value for name, value in told.items() if value}


def _record(
    organisation: Organisation,
    by: User,
    verb: str,
    of: models.Model,
    before: Mapping[str, str],
    after: Mapping[str, str],
) -> None:
    differing = audit.changes(before, after)
    audit.record(organisation=organisation, by=by, verb=verb, of=of, before=differing[0], after=differing[1])


def _who(user: User | None) -> str:
    return user.display_name if user else "Somebody"
