"""Freezing the plan as a version, and approving it: what was seen is what is kept, word for word."""

import hashlib
import zlib
from dataclasses import replace
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from assessments.accounts.models import User
from assessments.organisations import audit
from assessments.organisations.actions import hold
from assessments.organisations.models import Organisation
from assessments.scoring import queries as scoring
from assessments.scoring.models import Assessment
from continuity.plans import document_json, queries
from continuity.plans.document import Document
from continuity.plans.models import PlanVersion
from continuity.plans.queries import Draft
from continuity.plans.standing import Change, Standing

MOST_VERSIONS = 300
MOST_TOLD = 3
SELF_APPROVED = "self-approved"


class NothingToFreeze(ValidationError):
    """Without results there is no plan."""


class DraftMoved(ValidationError):
    """The plan reads differently from the one that was on the page."""


class NotReady(ValidationError):
    """Something is missing that a plan may not be approved without."""


class OwnWork(ValidationError):
    """In an organisation of ten or more, nobody approves what they prepared themselves."""


class ExceptionsNotNamed(ValidationError):
    """Something else is missing, and nobody has said that the plan is approved all the same."""


def make_version(*, organisation: Organisation, by: User, note: str, mark: str, today: date) -> PlanVersion:
    """The next draft version, frozen; `mark` is that of the draft on the page. Raises NothingToFreeze, DraftMoved."""
    draft = _draft(organisation, mark, today)
    number = draft.document.version
    standing = draft.basis.standing
    change = Change(number, today, note, by.display_name)
    document = _document(organisation, draft, replace(standing, changes=(*standing.changes, change)))
    return _keep(organisation, by, draft, document, "made", note=note, status=PlanVersion.Status.DRAFT)


def approve(
    *, organisation: Organisation, by: User, role: str, note: str, mark: str, accepts_exceptions: bool, today: date
) -> PlanVersion:
    """The next whole version, approved by a person in their role. Raises NotReady, OwnWork, ExceptionsNotNamed, DraftMoved.

    What is missing without blocking the approval is printed in the plan as a named exception.
    """
    draft = _draft(organisation, mark, today)
    exceptions = _exceptions(draft, accepts_exceptions)
    is_own = _is_own_work(organisation, by, draft)
    signed = f"{by.display_name}, {role}" + (f" ({SELF_APPROVED})" if is_own else "")
    major, minor = queries.next_whole_number(list(queries.versions_of(organisation)))
    standing = replace(
        draft.basis.standing,
        version=f"{major}.{minor}",
        status="approved",
        endorser=signed,
        endorsed_on=today,
        exceptions=exceptions,
        changes=(*draft.basis.standing.changes, Change(f"{major}.{minor}", today, note, by.display_name)),
    )
    return _keep(
        organisation,
        by,
        draft,
        _document(organisation, draft, standing),
        "approved",
        note=note,
        status=PlanVersion.Status.APPROVED,
        approved_as=signed,
        is_self_approved=is_own,
        exceptions=list(exceptions),
    )


def _draft(organisation: Organisation, mark: str, today: date) -> Draft:
    """The draft that was on the page."""
    draft = queries.draft_of(organisation, today=today)
    if draft is None:
        raise NothingToFreeze("There is no plan yet: run the assessment first.")
    if draft.mark != mark:
        raise DraftMoved("The plan has changed since you opened this page. Read it again before you go on.")
    return draft


def _exceptions(draft: Draft, are_accepted: bool) -> tuple[str, ...]:
    """What the plan is approved without; everything else that is missing is refused."""
    missing = draft.obstacles
    blocking = [it.what for it in missing if it.is_blocking]
    if blocking:
        raise NotReady(f"The plan cannot be approved yet. {' '.join(blocking[:MOST_TOLD])}")
    if missing and not are_accepted:
        raise ExceptionsNotNamed({"accepts_exceptions": "Tick the box to approve the plan with these exceptions"})
    return tuple(it.what for it in missing)


def _is_own_work(organisation: Organisation, by: User, draft: Draft) -> bool:
    author = queries.details_of(organisation).author
    if author is None:
        raise NotReady("Say who prepared the plan (under Details) before it is approved.")
    if author != by:
        return False
    if draft.basis.facts.is_staffed:
        raise OwnWork("You prepared this plan, so somebody else has to approve it: you are ten people or more.")
    return True


def _document(organisation: Organisation, draft: Draft, standing: Standing) -> Document:
    snapshot = scoring.snapshot_of(organisation, draft.assessment)
    assert snapshot is not None, "the draft was written from it a moment ago"
    return queries.written(snapshot, standing, list(queries.measures_of(organisation))).document


def _keep(
    organisation: Organisation, by: User, draft: Draft, document: Document, verb: str, **values: Any
) -> PlanVersion:
    """The stored version. Its text was written before the transaction began; the mark says that it still holds."""
    content = document_json.render(document)
    compressed = zlib.compress(content, 9)
    major, _, minor = document.version.partition(".")
    with transaction.atomic():
        hold(organisation)
        _draft(organisation, draft.mark, document.issued_on)
        if PlanVersion.objects.filter(organisation=organisation).count() >= MOST_VERSIONS:
            raise ValidationError(f"There are {MOST_VERSIONS} versions of this plan, as many as can be kept.")
        version = PlanVersion.objects.create(
            organisation=organisation,
            assessment=Assessment.objects.get(organisation=organisation, number=draft.assessment),
            major=int(major),
            minor=int(minor),
            document=compressed,
            digest=hashlib.sha256(content).hexdigest(),
            author_name=document.author,
            made_by=by,
            made_on=document.issued_on,
            **values,
        )
        after = {"rests on": f"assessment {draft.assessment}", "note": version.note, "by": version.approved_as}
        after["exceptions"] = "; ".join(version.exceptions)
        told = {name: value for name, value in after.items() if value}
        audit.record(
            organisation=organisation, by=by, verb=verb, of=version, label=f"{version} of the plan", after=told
        )
    return version
