"""The audit trail: who changed what, before and after, each entry chained to the one before it."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from django.db import models, transaction
from django.db.models.functions import Now

from assessments.accounts.models import User
from assessments.organisations.models import AuditEntry, AuditHead, Organisation

Position = tuple[int, datetime]
"""The number of the last entry, and when it was made by the clock of the database."""
MASK = "•••"
_SECRET_WORDS = ("password", "token", "secret", "nonce", "hash", "recovery_code", "private_key")


def open_chain(*, organisation: Organisation) -> None:
    """Nothing comes back: the organisation can keep an audit trail from now on."""
    AuditHead.objects.create(organisation=organisation, hash=_first_hash(organisation.pk))


def record(
    *,
    organisation: Organisation,
    by: User | None,
    verb: str,
    of: models.Model,
    label: str = "",
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> AuditEntry:
    """The stored entry. Called inside the transaction of the change it tells of, so both are kept or neither is.

    Only the fields that differ need to be in `before` and `after`. `by` is None for the product itself.
    """
    with transaction.atomic(savepoint=False):
        # The lock makes writers queue (on SQLite every transaction does); the time is the database's for everybody.
        heads = AuditHead.objects.select_for_update(no_key=True).annotate(now=Now())
        head = heads.filter(organisation=organisation).order_by("pk").first()
        if head is None:
            raise AuditHead.DoesNotExist(f"{organisation} has no audit chain; organisations are made by their action.")
        entry = AuditEntry(
            organisation=organisation,
            number=head.number + 1,
            at=head.now,
            actor=by,
            actor_label=_short(by.display_name) if by else "Ballast",
            verb=verb,
            object_type=str(of._meta.verbose_name),
            object_id=str(of.pk),
            object_label=_short(label or str(of)),
            before=_masked(before or {}),
            after=_masked(after or {}),
            previous_hash=head.hash,
        )
        entry.hash = _hash(entry)
        entry.save(force_insert=True)
        AuditHead.objects.filter(pk=head.pk).update(number=entry.number, at=entry.at, hash=entry.hash)
    return entry


def position(organisation: Organisation) -> Position:
    """Where the organisation's trail ends; another position means that something was changed."""
    return AuditHead.objects.values_list("number", "at").get(organisation=organisation)


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The two mappings with only the keys whose values differ, for `record`."""
    keys = [key for key in {**before, **after} if before.get(key) != after.get(key)]
    return {key: before[key] for key in keys if key in before}, {key: after[key] for key in keys if key in after}


def faults(organisation: Organisation) -> Iterator[str]:
    """A plain sentence for each place where the chain does not hold; nothing if it is whole."""
    expected, previous, shown = 1, _first_hash(organisation.pk), False
    for entry in organisation.audit_entries.order_by("number").iterator(chunk_size=500):
        if entry.number != expected:
            yield _gap(expected, entry.number - 1)
            shown = True
        elif entry.previous_hash != previous:
            yield f"Entry {entry.number} does not follow from the entry before it: one of the two was exchanged."
        if entry.hash != _hash(entry):
            yield f"Entry {entry.number} was changed after it was written."
        expected, previous = entry.number + 1, entry.hash
    head = AuditHead.objects.filter(organisation=organisation).first()
    if head is None:
        yield "The record of how the chain ends is missing."
    elif head.number >= expected:
        yield _gap(expected, head.number)
    elif head.number < expected - 1 or (head.hash != previous and not shown):
        yield "The record of how the chain ends does not match the last entry."


def _gap(first: int, last: int) -> str:
    return f"Entry {first} is missing." if first == last else f"Entries {first} to {last} are missing."


def _first_hash(organisation_id: int) -> str:
    return hashlib.sha256(f"ballast/audit/1/{organisation_id}".encode()).hexdigest()


def _hash(entry: AuditEntry) -> str:
    told = {
        "organisation": entry.organisation_id,
        "number": entry.number,
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor": entry.actor_id,
        "actor_label": entry.actor_label,
        "verb": entry.verb,
        "object": [entry.object_type, entry.object_id, entry.object_label],
        "before": entry.before,
        "after": entry.after,
    }
    canonical = json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256((entry.previous_hash + canonical).encode()).hexdigest()


def _masked(value: Any, name: str = "") -> Any:
    """The value with secrets hidden, in forms that both databases give back exactly as stored."""
    if any(word in name.lower() for word in _SECRET_WORDS) and value not in (None, ""):
        return MASK
    if isinstance(value, Mapping):
        return {str(key): _masked(item, str(key)) for key, item in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_masked(item) for item in value]
    if value is None or isinstance(value, (bool, int)):
        return value
    # Fractions become text: a database may write 1e16 in another way, which would break the chain.
    return str(value).replace("\x00", "").encode("utf-8", "replace").decode()


def _short(label: str) -> str:
    return label if len(label) <= 254 else f"{label[:253]}…"
