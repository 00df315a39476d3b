"""The audit log as rows for a spreadsheet."""

import json
from collections.abc import Iterable, Iterator
from zoneinfo import ZoneInfo

from assessments.organisations.models import AuditEntry
from assessments.ui.spreadsheet import harmless

HEADINGS = ["Number", "When", "Who", "Did", "Kind of thing", "Thing", "Before", "After", "Fingerprint"]


def audit_rows(entries: Iterable[AuditEntry], *, zone: ZoneInfo) -> Iterator[list[str]]:
    """A row of headings, then one row for each entry, with the time in the zone."""
    yield HEADINGS
    for entry in entries:
        texts = [entry.actor_label, entry.verb, entry.object_type, entry.object_label]
        values = [
            json.dumps(side, ensure_ascii=False, sort_keys=True) if side else "" for side in (entry.before, entry.after)
        ]
        when = entry.at.astimezone(zone).isoformat(timespec="seconds")
        yield [str(entry.number), when, *(harmless(text) for text in texts + values), entry.hash]
