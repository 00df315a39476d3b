"""One save on its way: from the fields of a form into the next version of an answer, or the reason why not."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models.functions import Now

from assessments.accounts.models import User
from assessments.organisations import audit
from assessments.organisations.models import Organisation
from assessments.questionnaires import queries
from assessments.questionnaires.asking.fitting import misfits
from assessments.questionnaires.asking.form_fields import Fields
from assessments.questionnaires.asking.posted import Posted
from assessments.questionnaires.asking.saying import said, said_with_notes
from assessments.questionnaires.bank import bank
from assessments.questionnaires.bank_schema import Question
from assessments.questionnaires.contents import columns_of, content_of, stated_in, stated_of, with_row_ids
from assessments.questionnaires.leftovers import activity_keys_in
from assessments.questionnaires.models import Answer, AnswerRevision
from assessments.questionnaires.profile import Answer as Stated
from assessments.questionnaires.profile import Profile
from assessments.questionnaires.queries import Sheet
from assessments.questionnaires.reading.context import Reading
from assessments.ui.submit import Conflict


class Refused(ValidationError):
    """The fields cannot be taken; `errors` has a sentence for the name of each control."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__(list(errors.values()))
        self.errors = dict(errors)


class NoSuchQuestion(LookupError):
    """The bank has no such question, or the organisation no such activity."""


class KeyUsedTwice(ValidationError):
    """The key of this save belongs to another one that arrived before."""


class AnswerChanged(Conflict):
    """Somebody else changed the answer since it was read: who, when, and both texts."""

    def __init__(self, *, version: int, by: str, at: datetime, yours: str, theirs: str) -> None:
        super().__init__(f"{by} changed this answer while you were working on it.")
        self.version, self.by, self.at, self.yours, self.theirs = version, by, at, yours, theirs


@dataclass(frozen=True)
class Saved:
    """An answer as it is kept now; `at` is None while nothing was ever stored."""

    version: int
    at: datetime | None
    stated: Stated | None
    is_new: bool = False


@dataclass(frozen=True)
class Change:
    """One save on its way: who changes which answer from which version into what."""

    organisation: Organisation
    by: User | None
    question: Question
    function: str
    seen_version: int
    stated: Stated | None
    sheet: Sheet
    client_key: UUID | None = None
    digest: str = ""

    @property
    def profile(self) -> Profile:
        """The organisation's answers as they were read for this save."""
        return self.sheet.profile

    @property
    def label(self) -> str:
        """What the answer is about, in the audit trail."""
        labels = {activity.key: activity.label for activity in self.profile.activities}
        about = f" ({labels.get(self.function, self.function)})" if self.function else ""
        return f"{self.question.id}{about}: {self.question.wording(self.profile.industry)}"


def question_at(sheet: Sheet, question: str, function: str) -> Question:
    """The question, if it can be asked: once, or of one of the activities; NoSuchQuestion otherwise."""
    asked = sheet.profile.bank.questions.get(question)
    keys = {activity.key for activity in sheet.profile.activities} if asked and asked.scope == "function" else {""}
    if asked is None or function not in keys:
        raise NoSuchQuestion(f"{question} {function}".strip())
    return asked


def read_fields(sheet: Sheet, question: Question, function: str, fields: Fields) -> Stated | None:
    """The answer in its canonical form; Refused with every mistake in the fields, or if it does not fit the others."""
    profile = sheet.profile
    stored = profile.answer(question.id, function or None)
    keys = activity_keys_in(profile.bank, profile.answers, profile.functions)
    reading = Reading(profile.bank, profile.as_of, profile.currency, keys)
    posted = Posted(question, fields, reading, stored)
    stated = posted.answer()
    if reading.report.mistakes:
        raise Refused(posted.errors(reading.report.mistakes))
    if stated is not None and not stated.unknown:
        if function:
            changed = profile.with_changes(functions={function: {question.id: stated}})
        else:
            stated = queries.with_rows_set_aside(sheet, question.id, stated)
            changed = queries.with_answer(sheet, question.id, stated)
        if errors := misfits(posted, changed, function or None):
            raise Refused(errors)
    return stated


def store(change: Change) -> Saved:
    """The answer as it is kept now. One conditional write decides who was first, on every database."""
    kept = change.sheet.kept.get((change.question.id, change.function))
    before = kept.stated if kept else None
    stated = with_row_ids(change.stated, change.seen_version + 1)
    if (kept.version if kept else 0) == change.seen_version:
        if stated == before:
            return Saved(change.seen_version, kept.at if kept else None, stated)
        if row := _write(change, stated):
            _tell(change, row, before, stated)
            return Saved(row.version, row.changed_at, stated, is_new=True)
    return _overtaken(change, stated)


def _write(change: Change, stated: Stated | None) -> Answer | None:
    """The row with the new version; None if the version that was seen is no longer the one that is kept."""
    place = {"organisation": change.organisation, "question": change.question.id, "function": change.function}
    values = {**columns_of(stated), "bank": bank().name, "changed_by": change.by, "version": change.seen_version + 1}
    if change.seen_version == 0:
        try:
            with transaction.atomic():
                return Answer.objects.create(**place, **values)
        except IntegrityError:
            return None
    seen = Answer.objects.filter(**place, version=change.seen_version)
    if not seen.update(**values, changed_at=Now()):
        return None
    return Answer.objects.get(**place)


def _tell(change: Change, row: Answer, before: Stated | None, after: Stated | None) -> None:
    """Nothing comes back: the revision and the audit trail tell of the change, in its own transaction."""
    AnswerRevision.objects.create(
        answer=row,
        version=row.version,
        before=content_of(before),
        after=content_of(after),
        by=change.by,
        at=row.changed_at,
        client_key=change.client_key,
        digest=change.digest,
    )
    verb = "answered" if before is None else "took back the answer to" if after is None else "changed the answer to"
    told = [_told(change, stated) for stated in (before, after)]
    differing = audit.changes(*told)
    audit.record(
        organisation=change.organisation,
        by=change.by,
        verb=verb,
        of=row,
        label=change.label,
        before=differing[0],
        after=differing[1],
    )


def _overtaken(change: Change, stated: Stated | None) -> Saved:
    """The reply to a save whose version is gone: that of its twin, or of what it left as it was; else AnswerChanged."""
    if replay := replay_of(change.by, change.client_key, change.digest):
        return replay
    place = {"organisation": change.organisation, "question": change.question.id, "function": change.function}
    row = Answer.objects.select_related("changed_by").filter(**place).first()
    if row is None:
        raise Refused({"value": "This answer is not there any more. Load the page again."})
    seen = AnswerRevision.objects.filter(answer=row, version=change.seen_version).first()
    if (seen.after if seen else None) == content_of(stated) and (seen or change.seen_version == 0):
        # Nothing was changed on the page, so there is nothing to lose: what somebody else did meanwhile stays.
        return Saved(change.seen_version, seen.at if seen else None, stated)
    theirs = stated_in(row)
    raise AnswerChanged(
        version=row.version,
        by=row.changed_by.display_name if row.changed_by else "Ballast",
        at=row.changed_at,
        yours=said_with_notes(change.question, stated, change.profile),
        theirs=said_with_notes(change.question, theirs, change.profile),
    )


def replay_of(by: User | None, client_key: UUID | None, digest: str) -> Saved | None:
    """The reply that a save with this key had; KeyUsedTwice if that one said something else."""
    if client_key is None or by is None:
        return None
    revision = AnswerRevision.objects.filter(by=by, client_key=client_key).first()
    if revision is None:
        return None
    if revision.digest != digest:
        raise KeyUsedTwice("This save carries the key of another one. Load the page again.")
    return Saved(revision.version, revision.at, stated_of(revision.after), is_new=True)


def digest_of(question: str, function: str, fields: Fields) -> str:
    said_now = json.dumps([question, function, {name: list(texts) for name, texts in fields.items()}], sort_keys=True)
    return hashlib.sha256(said_now.encode("utf-8", "surrogatepass")).hexdigest()


def _told(change: Change, stated: Stated | None) -> dict[str, str]:
    if stated is None:
        return {}
    parts = {"answer": said(change.question, stated, change.profile), "how sure": stated.grade, "from": stated.source}
    parts |= {"note": stated.note, "evidence": "; ".join(stated.evidence)}
    return {name: text for name, text in parts.items() if text}
