"""Versions of the plan: what was seen is kept word for word, by rules, and never changed afterwards."""

import hashlib
import json
import zlib
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from assessments.organisations import audit
from continuity.plans import document_json, queries
from continuity.plans.actions import contents, decisions, versions
from continuity.plans.models import Measure, PlanVersion
from tests.assessments.organisations.races import at_once
from tests.factories.assessments import make_assessment
from tests.factories.people import make_organisation
from tests.factories.plans import TODAY, draft_now, make_version, owner_of, reach, reassess

TOMORROW = TODAY + timedelta(days=1)


def approve(organisation, by, *, today=TODAY, **said):
    said = {"role": "managing director", "note": "For the board", "accepts_exceptions": True, **said}
    said.setdefault("mark", draft_now(organisation, today).mark)
    return versions.approve(organisation=organisation, by=by, today=today, **said)


def prepared_by(organisation, author):
    said = {"distribution": [], "confidentiality": "Confidential", "next_review": None}
    held = queries.details_of(organisation)
    contents.change_details(organisation=organisation, by=author, seen_version=held.version, author=author, **said)


@pytest.fixture
def ready(brand, editor):
    """The brand with everything that a plan needs to be approved; Ed Editor prepared it."""
    reach(brand, editor, "Priya Shah", "Dev Patel", "Helen Marsh", "Maya Okafor", "Ines Laurent")
    prepared_by(brand, editor)
    return brand


# --------------------------------------------------------------------------------------------------------------- drafts
def test_a_version_holds_the_plan_as_it_was_seen_and_the_assessment_it_rests_on(brand, editor):
    draft = draft_now(brand)
    version = versions.make_version(organisation=brand, by=editor, note="First", mark=draft.mark, today=TODAY)
    content = zlib.decompress(bytes(version.document))
    document = document_json.read(content)
    assert version.digest == hashlib.sha256(content).hexdigest()
    assert (version.number, version.status, version.assessment.number) == ("0.1", PlanVersion.Status.DRAFT, 1)
    assert document.sections[1:] == draft.document.sections[1:]
    assert json.loads(content)["schema"] == "ballast/plan/1"
    assert "First" in str(document.sections[0])


def test_versions_count_on_and_tell_what_changed(brand, editor):
    make_version(brand, note="First")
    second = make_version(brand, note="Second")
    assert second.number == "0.2"
    changes = queries.document_of(second).sections[0].blocks[-1]
    assert [(row[0].value, row[2].value) for row in changes.rows] == [("0.1", "First"), ("0.2", "Second")]
    assert list(audit.faults(brand)) == []


def test_a_plan_that_moved_since_it_was_read_is_not_frozen(brand, editor):
    mark = draft_now(brand).mark
    reach(brand, editor, "Helen Marsh")
    with pytest.raises(versions.DraftMoved):
        versions.make_version(organisation=brand, by=editor, note="First", mark=mark, today=TODAY)
    assert not PlanVersion.objects.exists()


def test_without_results_there_is_nothing_to_freeze(organisation, owner):
    with pytest.raises(versions.NothingToFreeze):
        versions.make_version(organisation=organisation, by=owner, note="First", mark="", today=TODAY)


def test_versions_come_to_an_end(brand, monkeypatch):
    monkeypatch.setattr(versions, "MOST_VERSIONS", 1)
    make_version(brand)
    with pytest.raises(Exception, match="as many as can be kept"):
        make_version(brand)


@pytest.mark.django_db(transaction=True)
def test_two_who_freeze_at_once_make_one_version():
    organisation = make_organisation()
    make_assessment(organisation, "cafe")
    mark, by = draft_now(organisation).mark, owner_of(organisation)
    said = {"organisation": organisation, "by": by, "note": "First", "mark": mark, "today": TODAY}
    found = at_once(*(lambda: versions.make_version(**said),) * 2)
    assert {type(one) for one in found} == {PlanVersion, versions.DraftMoved}, found


# ------------------------------------------------------------------------------------------------------------- approval
def test_an_approved_version_is_whole_signed_and_dated(ready, approver):
    version = approve(ready, approver)
    document = queries.document_of(version)
    assert (version.number, version.status, version.is_self_approved) == ("1.0", PlanVersion.Status.APPROVED, False)
    assert (document.status, document.version, document.endorsed_on) == ("approved", "1.0", TODAY)
    assert document.endorser == "April Approver, managing director"
    assert ready.audit_entries.order_by("-number").first().after["by"] == "April Approver, managing director"
    assert make_version(ready, note="After").number == "1.1"
    assert approve(ready, approver, note="Again").number == "2.0"


def test_what_is_still_missing_is_named_in_the_plan(ready, approver):
    version = approve(ready, approver)
    assert version.exceptions
    page = str(queries.document_of(version).sections[0])
    assert "Approved with these exceptions" in page
    assert all(exception in page for exception in version.exceptions)


def test_exceptions_have_to_be_accepted_by_name(ready, approver):
    with pytest.raises(versions.ExceptionsNotNamed) as refusal:
        approve(ready, approver, accepts_exceptions=False)
    assert "accepts_exceptions" in refusal.value.message_dict


def test_a_plan_that_names_people_nobody_can_reach_is_not_approved(brand, editor, approver):
    prepared_by(brand, editor)
    with pytest.raises(versions.NotReady, match="no phone number or e-mail address for Priya Shah"):
        approve(brand, approver)
    assert not PlanVersion.objects.exists()


def test_nobody_approves_their_own_work_where_ten_or_more_work(ready, approver):
    prepared_by(ready, approver)
    with pytest.raises(versions.OwnWork):
        approve(ready, approver)


def test_a_small_firm_approves_its_own_plan_and_says_so(organisation, owner):
    make_assessment(organisation, "one_person_shop")
    first = "own_contact_list"
    said = {"state": Measure.State.ACCEPTED, "owner": "Olive", "due_on": date(2027, 1, 1)}
    decisions.decide(organisation=organisation, by=owner, key=first, seen_version=0, **said)
    prepared_by(organisation, owner)
    version = approve(organisation, owner, role="owner")
    assert version.is_self_approved
    assert queries.document_of(version).endorser == "Olive Owner, owner (self-approved)"


def test_somebody_has_to_have_prepared_it(brand, editor, approver):
    reach(brand, editor, "Priya Shah", "Dev Patel")
    with pytest.raises(versions.NotReady, match="Say who prepared the plan"):
        approve(brand, approver)


def test_a_plan_that_moved_since_it_was_read_is_not_approved(ready, approver, editor):
    mark = draft_now(ready).mark
    contents.fill_places(organisation=ready, by=editor, texts={"where": "our site"}, seen_versions={})
    with pytest.raises(versions.DraftMoved):
        approve(ready, approver, mark=mark)


# --------------------------------------------------------------------------------------------------- frozen, out of date
def test_the_database_refuses_to_change_a_version(brand):
    make_version(brand)
    for change in ("note = 'x'", "document = document", "status = 'approved'"):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE plans_planversion SET {change}")
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        PlanVersion.objects.update(note="x")


def test_an_approved_plan_is_up_to_date_until_something_moves(ready, approver, editor):
    version = approve(ready, approver)
    assert queries.moved_since(version, draft_now(ready)) == ()
    assert queries.moved_since(version, draft_now(ready, TOMORROW)) == ()
    contents.fill_places(organisation=ready, by=editor, texts={"where": "our site"}, seen_versions={})
    moved = queries.moved_since(version, draft_now(ready))
    assert "9  Communications" in [change.heading for change in moved]
    assert all(change.count for change in moved)


def test_new_results_mark_the_approved_plan_and_leave_its_text(ready, approver):
    version = approve(ready, approver)
    before = queries.document_of(version)
    losses = draft_now(ready).basis.results["losses"]
    reassess(ready, "beauty_brand", losses={**losses, "expected_annual": 91_000.0})
    situation = queries.situation_of(ready, today=TODAY)
    assert situation.approved == version
    assert [change.heading for change in situation.moved][:1] == ["Summary"]
    assert "£91,000" in str(situation.moved[0].changes)
    assert queries.document_of(queries.version_of(ready, "1.0")) == before


def test_versions_of_another_organisation_are_not_found(brand, outsider):
    make_version(brand)
    elsewhere = outsider.memberships.get().organisation
    assert queries.version_of(elsewhere, "0.1") is None
    assert list(queries.versions_of(elsewhere)) == []


@pytest.mark.parametrize("number", ["", "1", "one.two", "1.2.3", "-1.0", "9999999.1", "1.²"])
def test_a_number_that_is_none_finds_no_version(number, brand):
    assert queries.version_of(brand, number) is None


def test_the_control_section_alone_never_makes_a_plan_out_of_date(ready, approver):
    version = approve(ready, approver)
    document = queries.document_of(version)
    assert document.sections[0] != draft_now(ready).document.sections[0]
    assert queries.moved_since(version, replace(draft_now(ready), mark="another")) == ()
