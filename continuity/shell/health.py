"""Whether this process can serve, each question answered within a second even when something hangs."""

import os
import shutil
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as TookTooLong
from dataclasses import dataclass

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models.functions import Now
from django.utils.module_loading import import_string

from continuity.env import ROOT
from continuity.shell.models import Pulse

LIMIT_S = 0.8


@dataclass(frozen=True)
class Finding:
    """The answer to one question: whether it is well, and a word on it."""

    is_well: bool
    word: str


class _Question:
    """A question asked in a thread of its own; while one answer is still out, the next one is "no" at once."""

    def __init__(self, ask: Callable[[], Finding]) -> None:
        self._ask = ask
        self._pid = 0
        self._answer: Future[Finding] | None = None

    def begin(self) -> None:
        if self._pid != os.getpid():  # threads do not survive a fork
            self._pid, self._answer = os.getpid(), None
            self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="health")
        if self._answer is None or self._answer.done():
            self._answer = self._pool.submit(self._ask)

    def answer(self, limit_s: float) -> Finding:
        assert self._answer is not None
        try:
            return self._answer.result(timeout=limit_s)
        except TookTooLong:
            return Finding(False, "no answer in time")


def _database() -> Finding:
    try:
        Pulse.objects.update_or_create(pk=1, defaults={"at": Now()})
        if not _migrated:
            executor = MigrationExecutor(connection)
            if executor.migration_plan(executor.loader.graph.leaf_nodes()):
                return Finding(False, "migrations are missing")
            _migrated.append(True)
    except DatabaseError as error:
        return Finding(False, type(error).__name__)
    finally:
        connection.close()
    return Finding(True, "takes writes")


def _broker() -> Finding:
    try:
        with import_string(settings.JOBS_CARRIER).connection_for_write() as carrier:
            carrier.ensure_connection(max_retries=1, interval_start=0, interval_step=0, timeout=LIMIT_S)
    except Exception as error:  # noqa: BLE001 - each transport has errors of its own, and all mean the same here
        return Finding(False, type(error).__name__)
    return Finding(True, "takes messages")


_migrated: list[bool] = []  # once all migrations have run they stay so while this process lives
_QUESTIONS = {"database": _Question(_database), "broker": _Question(_broker)}


def readiness(*, minimum_free_mb: int) -> tuple[str, dict[str, Finding]]:
    """`ready`, `degraded` (work waits, nothing is lost) or `not ready`, and the finding on each part."""
    import_string(settings.JOBS_CARRIER)  # loading Celery for the first time must not count as a slow broker
    for question in _QUESTIONS.values():
        question.begin()
    deadline = time.monotonic() + LIMIT_S
    findings = {name: question.answer(max(0.0, deadline - time.monotonic())) for name, question in _QUESTIONS.items()}
    free_mb = shutil.disk_usage(settings.VAR if settings.VAR.exists() else ROOT).free // 2**20
    findings["disk"] = Finding(free_mb >= minimum_free_mb, f"{free_mb} MB free")
    if not (findings["database"].is_well and findings["disk"].is_well):
        return "not ready", findings
    return ("ready" if findings["broker"].is_well else "degraded"), findings
