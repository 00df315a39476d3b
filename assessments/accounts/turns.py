"""One try at a time for each account, so that many guesses sent at once cannot all pass before the first one counts."""

import fcntl
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

LOCK_FILES = 64


@contextmanager
def turn_of(name: str) -> Iterator[None]:
    """Nothing comes back: no other web process is inside with this name.

    PostgreSQL keeps the lock for all machines. SQLite means one machine, so a file does, and no save has to wait.
    """
    number = int.from_bytes(hashlib.sha256(name.lower().encode()).digest()[:8], signed=True)
    if connection.vendor == "postgresql":
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])
            yield
        return
    folder = Path(settings.VAR) / "turns"
    folder.mkdir(exist_ok=True)
    with (folder / str(number % LOCK_FILES)).open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)  # until the file is closed
        yield
