"""Reading the files that were asked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from assessments.jobs.models import Job
from assessments.organisations.models import Organisation
from continuity.exports.formats import FORMATS
from continuity.exports.models import Export

MOST_SHOWN = 30
COPIES = {False: "whole", True: "shared, without contact details"}


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file as its page shows it; `state` is waiting, ready, failed or gone."""

    id: int
    what: str
    format: str
    copy: str
    state: str
    sentence: str
    size: int
    asked_by: str
    asked_at: datetime
    expires_at: datetime | None
    notes: tuple[str, ...]


def exports_of(organisation: Organisation) -> QuerySet[Export]:
    """The files asked for, newest first, without the texts they are made of."""
    return (
        Export.objects.filter(organisation=organisation)
        .select_related("job", "asked_by")
        .defer("document")
        .order_by("-asked_at", "-pk")
    )


def file_rows(organisation: Organisation, *, now: datetime) -> Sequence[FileRow]:
    """The files as their page shows them."""
    return [_row(export, now) for export in exports_of(organisation)[:MOST_SHOWN]]


def ready_export(organisation: Organisation, export_id: int, *, now: datetime) -> Export | None:
    """The export with this id if its file may be had now; None if it is another organisation's, not ready, or expired."""
    found = exports_of(organisation).filter(pk=export_id, job__state=Job.State.DONE, expires_at__gt=now)
    return found.exclude(digest="").select_related("version").first()


def _row(export: Export, now: datetime) -> FileRow:
    state, sentence = _state(export, now)
    return FileRow(
        id=export.pk,
        what=export.label,
        format=FORMATS[export.format].label if export.format in FORMATS else export.format,
        copy=COPIES[export.is_shared],
        state=state,
        sentence=sentence,
        size=export.size,
        asked_by=export.asked_by.display_name,
        asked_at=export.asked_at,
        expires_at=export.expires_at,
        notes=tuple(export.notes),
    )


def _state(export: Export, now: datetime) -> tuple[str, str]:
    job = export.job
    if job.state == Job.State.DONE:
        is_there = bool(export.digest) and export.expires_at is not None and export.expires_at > now
        return ("ready", "Ready") if is_there else ("gone", "Removed after 30 days")
    if job.state in (Job.State.FAILED, Job.State.CANCELLED):
        return "failed", job.error or "This file was not made."
    return "waiting", "Being made" if job.state == Job.State.RUNNING else "Waiting for its turn"
