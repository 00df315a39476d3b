"""System checks for the settings on which saved answers depend."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections

SHORTEST_WAIT_S = 5


@register("ballast")
def check_database_settings(app_configs: Sequence[AppConfig] | None = None, **_: Any) -> list[CheckMessage]:
    """An error for each setting of the database with which saves could be lost or refused."""
    database = settings.DATABASES["default"]
    errors: list[CheckMessage] = []
    if database.get("ATOMIC_REQUESTS"):
        errors.append(Error("ATOMIC_REQUESTS must be off, or each page view takes the write lock.", id="ballast.E001"))
    if database["ENGINE"].endswith("sqlite3"):
        options = database.get("OPTIONS", {})
        pragmas = options.get("init_command", "").replace(" ", "").upper()
        if options.get("transaction_mode") != "IMMEDIATE":
            errors.append(Error("SQLite must begin transactions IMMEDIATE, or saves fail.", id="ballast.E002"))
        if "JOURNAL_MODE=WAL" not in pragmas:
            errors.append(Error("SQLite must keep a write-ahead log (journal_mode=WAL).", id="ballast.E003"))
        if options.get("timeout", 0) < SHORTEST_WAIT_S:
            errors.append(Error("SQLite must wait at least 5 seconds for a lock.", id="ballast.E004"))
        if "FOREIGN_KEYS=OFF" in pragmas:
            errors.append(Error("SQLite must check foreign keys.", id="ballast.E005"))
    return errors


@register("ballast", Tags.database)
def check_open_database(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """An error for each of these that the open SQLite database does not in fact do."""
    errors: list[CheckMessage] = []
    for alias in databases or []:
        connection = connections[alias]
        if connection.vendor != "sqlite":
            continue
        with connection.cursor() as cursor:
            found = {name: cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "foreign_keys")}
        if found["journal_mode"] not in {"wal", "memory"}:
            errors.append(Error(f"The database keeps its log as {found['journal_mode']}, not wal.", id="ballast.E006"))
        if not found["foreign_keys"]:
            errors.append(Error("The database does not check foreign keys.", id="ballast.E007"))
    return errors
