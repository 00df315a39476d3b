"""What may be done with files of the plan: ask for one, make it, remove what is old."""

import hashlib
import zlib
from datetime import datetime, timedelta
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, Sum

from assessments.accounts.models import User
from assessments.jobs import actions as jobs
from assessments.jobs.models import Job
from assessments.organisations import audit
from assessments.organisations.actions import hold
from assessments.organisations.models import Organisation
from continuity.exports import files
from continuity.exports.files import Published
from continuity.exports.formats import FORMATS, Exported, export
from continuity.exports.models import Export
from continuity.plans import document_json
from continuity.plans import queries as plans
from continuity.plans.document import Document, shared_copy
from continuity.plans.models import PlanVersion

KIND = "exports.render"
RENDERER = "2026.11.1"
"""Counted on when a format looks different, so that files made before are not taken for the same."""
KEPT_FOR = timedelta(days=30)
MOST_WAITING = 6
MOST_FILES = 40
MOST_BYTES = 100 * 1024 * 1024
UNFINISHED = (Job.State.QUEUED, Job.State.RUNNING)
ENDED = (Job.State.FAILED, Job.State.CANCELLED)


class TooManyWaiting(ValidationError):
    """The organisation has as many files under way as it may have."""


class UnknownFormat(ValidationError):
    """There is no such kind of file."""


def request_export(
    *,
    organisation: Organisation,
    by: User,
    document: Document,
    version: PlanVersion | None,
    format: str,
    is_shared: bool,
) -> Export:
    """The file that will hold the plan: a new one, or the one of the same document in the same format.

    The row and its job are stored together; a file that failed is tried again. Raises TooManyWaiting, UnknownFormat.
    """
    if format not in FORMATS:
        raise UnknownFormat(f"Choose one of these: {', '.join(FORMATS)}.")
    shown = shared_copy(document) if is_shared else document
    content = document_json.render(shown)
    fingerprint = _fingerprint(content, format)
    with transaction.atomic():
        hold(organisation)
        again = _again(organisation, by, fingerprint)
        if again:
            return again
        _make_room(organisation)
        made = Export.objects.create(
            organisation=organisation,
            version=version,
            label=f"Version {document.version}" if version else f"Draft {document.version}",
            format=format,
            is_shared=is_shared,
            fingerprint=fingerprint,
            document=None if version else zlib.compress(content),
            job=jobs.enqueue(kind=KIND, scope_id=organisation.pk),
            asked_by=by,
        )
        after = {"copy": "shared" if is_shared else "whole"}
        audit.record(organisation=organisation, by=by, verb="asked for a file of the plan,", of=made, after=after)
    return made


def run_export(*, job: Job, fonts: Path | None, now: datetime) -> None:
    """Nothing comes back: the file of a claimed job is there, and the job is done.

    However often it runs, one file is left: an attempt that lost its job takes its file away again.
    """
    made = Export.objects.select_related("version").get(job=job)
    _refuse_strangers(made)
    exported = export(_document(made), made.format, fonts=fonts)
    published = files.publish(exported.content, organisation=made.organisation_id, suffix=exported.suffix)
    try:
        _store(job, made, exported, published, now)
    except BaseException:
        files.remove(published.name)
        raise


def sweep_exports(*, now: datetime) -> int:
    """How many files were removed: those whose days are over, and those that belong to no row."""
    over = Q(expires_at__lte=now) | Q(job__state__in=ENDED, asked_at__lte=now - KEPT_FOR)
    old = list(Export.objects.filter(over).order_by("pk").values_list("pk", "file"))
    Export.objects.filter(pk__in=[pk for pk, _ in old]).delete()
    for _, name in old:
        if name:
            files.remove(name)
    known = frozenset(Export.objects.exclude(file="").values_list("file", flat=True))
    lost = list(files.forgotten(known, now=now))
    for name in lost:
        files.remove(name)
    return len(old) + len(lost)


def _fingerprint(content: bytes, format: str) -> str:
    return hashlib.sha256(f"{RENDERER}\n{format}\n".encode() + content).hexdigest()


def _again(organisation: Organisation, by: User, fingerprint: str) -> Export | None:
    """The export of the same document in the same format, under way again if it had failed; None if it must be made."""
    found = Export.objects.select_related("job").filter(organisation=organisation, fingerprint=fingerprint).first()
    if found is None:
        return None
    if found.job.state == Job.State.DONE and not (found.file and files.is_there(found.file)):
        found.delete()
        return None
    if found.job.state != Job.State.DONE and found.asked_by_id != by.pk:
        # Whoever waits for it now is the one whose place in the organisation it hangs on.
        Export.objects.filter(pk=found.pk).update(asked_by=by)
    if found.job.state in ENDED:
        jobs.retry(job=found.job)
    return found


def _make_room(organisation: Organisation) -> None:
    """Nothing comes back: there is room for one more file; the oldest give way, since each can be made again."""
    own = Export.objects.filter(organisation=organisation)
    if own.filter(job__state__in=UNFINISHED).count() >= MOST_WAITING:
        raise TooManyWaiting(f"{MOST_WAITING} files are being made already. Wait for one of them.")
    own.filter(job__state__in=ENDED).delete()
    finished = own.filter(job__state=Job.State.DONE).order_by("asked_at", "pk")
    used = finished.aggregate(used=Sum("size"))["used"] or 0
    spare = list(finished.values_list("pk", "file", "size"))
    while spare and (len(spare) >= MOST_FILES or used >= MOST_BYTES):
        pk, name, size = spare.pop(0)
        used -= size
        own.filter(pk=pk).delete()
        transaction.on_commit(lambda name=name: files.remove(name), robust=True)  # type: ignore[misc]


def _refuse_strangers(made: Export) -> None:
    """Nothing comes back; raises JobRefused when whoever asked does not belong to the organisation any more."""
    if not Export.objects.filter(pk=made.pk, asked_by__memberships__organisation=made.organisation_id).exists():
        raise jobs.JobRefused("Whoever asked for this file has left the organisation. Ask for it again.")


def _document(made: Export) -> Document:
    if made.version is None:
        if made.document is None:
            raise jobs.JobLost(f"{made} is finished already.")
        return document_json.read(zlib.decompress(bytes(made.document)))
    document = plans.document_of(made.version)
    return shared_copy(document) if made.is_shared else document


def _store(job: Job, made: Export, exported: Exported, published: Published, now: datetime) -> None:
    with transaction.atomic():
        _refuse_strangers(made)
        Export.objects.filter(pk=made.pk).update(
            file=published.name,
            size=published.size,
            digest=published.digest,
            notes=list(exported.notes),
            document=None,
            expires_at=now + KEPT_FOR,
        )
        jobs.finish(job=job, result={"export": made.pk})
