"""Details, contacts and words for the messages: kept, told, never overwritten unseen, and private where they are personal."""

from datetime import date

import pytest

from assessments.organisations import audit
from continuity.plans import queries
from continuity.plans.actions import contents
from continuity.plans.actions.refusals import Gone, Overtaken, TooMany
from continuity.plans.models import Contact

DETAILS = {"distribution": ["Printed, in the safe"], "confidentiality": "Confidential", "next_review": date(2027, 5, 1)}
CARLA = {"name": "Carla", "purpose": "parcel carrier", "phone": "+44 7700 900101", "email": "carla@carrier.example"}


def change(organisation, by, *, seen_version=0, author=None, **said):
    said = {**DETAILS, "author": author or by, **said}
    return contents.change_details(organisation=organisation, by=by, seen_version=seen_version, **said)


def fill(organisation, by, texts, seen=None):
    return contents.fill_places(organisation=organisation, by=by, texts=texts, seen_versions=seen or {})


def last_entry(organisation):
    return organisation.audit_entries.order_by("-number").first()


def test_details_begin_empty_and_are_kept_from_the_first_change_on(organisation, editor):
    assert queries.details_of(organisation).version == 0
    details = change(organisation, editor)
    assert (details.version, details.author, details.distribution) == (1, editor, ["Printed, in the safe"])
    assert last_entry(organisation).after == {
        "prepared by": "Ed Editor",
        "goes to": "Printed, in the safe",
        "classification": "Confidential",
        "next review": "1 May 2027",
    }


def test_details_changed_by_somebody_else_are_shown_and_not_overwritten(organisation, editor, reviewer):
    change(organisation, reviewer, confidentiality="Internal")
    with pytest.raises(Overtaken, match=r"Ravi Reviewer changed the details.*Internal"):
        change(organisation, editor)
    assert queries.details_of(organisation).confidentiality == "Internal"
    assert change(organisation, editor, seen_version=1).version == 2


def test_the_trail_holds_that_there_is_a_number_and_never_the_number(organisation, editor):
    contact = contents.add_contact(organisation=organisation, by=editor, **CARLA)
    contents.change_contact(contact=contact, by=editor, seen_version=1, **{**CARLA, "phone": "+44 7700 900999"})
    contents.remove_contact(contact=contact, by=editor)
    told = [(entry.verb, entry.before, entry.after) for entry in organisation.audit_entries.order_by("-number")[:3]]
    assert [verb for verb, _, _ in told] == ["removed the contact", "changed the contact", "added the contact"]
    assert told[1][2] == {"phone": "changed"}
    assert told[2][2] == {"name": "Carla", "purpose": "parcel carrier", "phone": "given", "email": "given"}
    assert "7700" not in str(told)
    assert "carrier.example" not in str(told)
    assert list(audit.faults(organisation)) == []


def test_a_removed_contact_is_gone_from_the_database(organisation, editor):
    contact = contents.add_contact(organisation=organisation, by=editor, **CARLA)
    contents.remove_contact(contact=contact, by=editor)
    contents.remove_contact(contact=contact, by=editor)
    assert not Contact.objects.exists()
    with pytest.raises(Gone):
        contents.change_contact(contact=contact, by=editor, seen_version=1, **CARLA)


def test_two_who_change_a_contact_see_each_other(organisation, editor, reviewer):
    contact = contents.add_contact(organisation=organisation, by=editor, **CARLA)
    contents.change_contact(contact=contact, by=reviewer, seen_version=1, **{**CARLA, "purpose": "night desk"})
    with pytest.raises(Overtaken, match="Ravi Reviewer changed this contact: Carla, night desk"):
        contents.change_contact(contact=contact, by=editor, seen_version=1, **CARLA)
    assert Contact.objects.get().purpose == "night desk"


def test_contacts_come_to_an_end(organisation, editor, monkeypatch):
    monkeypatch.setattr(contents, "MOST_CONTACTS", 1)
    contents.add_contact(organisation=organisation, by=editor, **CARLA)
    with pytest.raises(TooMany):
        contents.add_contact(organisation=organisation, by=editor, **CARLA)


def test_only_places_that_changed_are_stored(organisation, editor):
    assert fill(organisation, editor, {"where": "our site", "contact": ""}) == 1
    assert fill(organisation, editor, {"where": "our site", "contact": ""}, {"where": 1}) == 0
    wordings = queries.wordings_of(organisation)
    assert {place: (row.text, row.version) for place, row in wordings.items()} == {"where": ("our site", 1)}
    assert last_entry(organisation).after == {"where": "our site"}


def test_two_may_fill_different_places_at_once(organisation, editor, reviewer):
    fill(organisation, editor, {"where": "our site", "contact": ""})
    assert fill(organisation, reviewer, {"where": "our site", "contact": "a desk"}, {"where": 0, "contact": 0}) == 1


def test_a_place_that_somebody_else_filled_is_shown_at_its_field(organisation, editor, reviewer):
    fill(organisation, editor, {"where": "our site"})
    with pytest.raises(Overtaken) as refusal:
        fill(organisation, reviewer, {"where": "the door of the shop"}, {"where": 0})
    assert (refusal.value.field, refusal.value.version) == ("where", 1)
    assert "Ed Editor wrote “our site” here." in refusal.value.message_dict["where"][0]
    assert queries.wordings_of(organisation)["where"].text == "our site"
    fill(organisation, reviewer, {"where": "the door of the shop"}, {"where": 1})
    assert queries.wordings_of(organisation)["where"].text == "the door of the shop"
