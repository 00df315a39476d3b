"""The audit log as rows for a spreadsheet."""

from collections.abc import Iterable, Iterator
from zoneinfo import ZoneInfo

from assessments.organisations.models import AuditEntry
from assessments.organisations.told import Facts, Reader
from assessments.ui.spreadsheet import harmless

HEADINGS = ["Number", "When", "Who", "Did", "Kind of thing", "Thing", "Before", "After", "Fingerprint"]


def audit_rows(entries: Iterable[AuditEntry], *, reader: Reader, zone: ZoneInfo) -> Iterator[list[str]]:
    """A row of headings, then one row for each entry, with the time in the zone."""
    yield HEADINGS
    for entry in entries:
        told = reader.told(entry)
        texts = [entry.actor_label, entry.verb, entry.object_type, told.thing, _said(told.before), _said(told.after)]
        when = entry.at.astimezone(zone).isoformat(timespec="seconds")
        yield [str(entry.number), when, *map(harmless, texts), entry.hash]


def _said(facts: Facts) -> str:
    return "; ".join(f"{label}: {text}" for label, text in facts)
