"""The private folder of finished files: written aside, given their name at once and whole, removed again."""

import hashlib
import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.core.files.storage import default_storage

FOLDER = "exports"
ASIDE = ".writing-"
FORGOTTEN_AFTER = timedelta(hours=6)
"""How long a file that belongs to nobody is left alone: the work that wrote it may still be about to say so."""


@dataclass(frozen=True, slots=True)
class Published:
    """A finished file: its name below the folder of files, how long it is, and its SHA-256."""

    name: str
    size: int
    digest: str


def publish(content: bytes, *, organisation: int, suffix: str) -> Published:
    """The file, whole under a name that nobody can guess; OSError leaves nothing behind.

    It is written and forced to the disk under another name first, so that no reader ever sees half of it.
    """
    name = f"{FOLDER}/{organisation}/{secrets.token_hex(16)}.{suffix}"
    target = Path(default_storage.path(name))
    target.parent.mkdir(parents=True, exist_ok=True)
    aside = target.with_name(f"{ASIDE}{target.name}")
    try:
        with aside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(target)
    except OSError:
        aside.unlink(missing_ok=True)
        raise
    return Published(name, len(content), hashlib.sha256(content).hexdigest())


def whole(name: str, digest: str) -> bytes | None:
    """The file; None if it is not there any more or is not what was written."""
    try:
        content = Path(default_storage.path(name)).read_bytes()
    except FileNotFoundError:
        return None
    return content if hashlib.sha256(content).hexdigest() == digest else None


def is_there(name: str) -> bool:
    """Whether the file is still there."""
    return Path(default_storage.path(name)).is_file()


def remove(name: str) -> None:
    """Nothing comes back: the file is gone."""
    Path(default_storage.path(name)).unlink(missing_ok=True)


def forgotten(known: frozenset[str], *, now: datetime) -> Iterator[str]:
    """The names of files that no row knows and that are old enough for nobody to be writing them still."""
    root = Path(default_storage.path(FOLDER))
    before = (now - FORGOTTEN_AFTER).timestamp()
    for path in sorted(root.glob("*/*")):
        name = f"{FOLDER}/{path.parent.name}/{path.name}"
        if name not in known and path.is_file() and path.stat().st_mtime < before:
            yield name
