"""Which function does the work of a kind of job. Slices register theirs in tasks.py; jobs imports none of them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils.module_loading import autodiscover_modules

from assessments.jobs.models import Job

Work = Callable[[Job], dict[str, Any] | None]


@dataclass(frozen=True)
class Handler:
    """The work of one kind of job and how long it may go without a sign of life."""

    kind: str
    work: Work
    lease: timedelta


_handlers: dict[str, Handler] = {}


def handler(kind: str, *, lease: timedelta = timedelta(seconds=60)) -> Callable[[Work], Work]:
    """Decorator that makes a function the handler of a kind of job; a second one for the same kind is an error.

    `lease` is how long the work may go on without `actions.report_progress`: about twice what it takes at worst.
    """

    def register(work: Work) -> Work:
        if kind in _handlers and _handlers[kind].work is not work:
            raise ValueError(f"{kind} has a handler already: {_handlers[kind].work.__qualname__}")
        _handlers[kind] = Handler(kind, work, lease)
        return work

    return register


def handler_of(kind: str) -> Handler | None:
    """The handler of a kind of job, or None if no installed slice has one."""
    if kind not in _handlers:
        autodiscover_modules("tasks")
    return _handlers.get(kind)
