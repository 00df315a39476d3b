"""The open actions by the day they are due: what is late, what comes within a month, and so on to what lies further off."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from continuity.plans.mitigation import Action, Board, State, due_on

LATE, LATER, UNDATED = "Past its day", "Later than a year", "Without a day"
LAST = 10_000
"""Beyond every rank: an organisation's own actions have none."""
STRETCHES = ((30, "Within 30 days"), (90, "Within 90 days"), (180, "Within 180 days"), (365, "Within a year"))


@dataclass(frozen=True, slots=True)
class Entry:
    """An open action on the day it is to be done or looked at again; `note` says what the day is where it is no promise."""

    action: Action
    on: date | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Stretch:
    """The entries of one stretch of time, earliest first."""

    label: str
    entries: tuple[Entry, ...]


def timeline(board: Board, *, today: date) -> tuple[Stretch, ...]:
    """The stretches in which something is due, the late ones first; what is done or was decided against is in none."""
    entries = sorted(_entries(board, today), key=lambda entry: (entry.on or date.max, entry.action.rank or LAST))
    labels = [LATE, *(label for _, label in STRETCHES), LATER, UNDATED]
    found = {label: tuple(entry for entry in entries if _label(entry.on, today) == label) for label in labels}
    return tuple(Stretch(label, held) for label, held in found.items() if held)


def _entries(board: Board, today: date) -> Iterator[Entry]:
    for action in board.actions:
        if action.state == State.ACCEPTED:
            yield Entry(action, action.due_on)
        elif action.state == State.PROPOSED:
            yield Entry(action, due_on(action, board.as_of, today), "proposed")
        elif action.state == State.DEFERRED:
            yield Entry(action, action.measure.until if action.measure else None, "look at it again")


def _label(on: date | None, today: date) -> str:
    if on is None:
        return UNDATED
    if on < today:
        return LATE
    return next((label for days, label in STRETCHES if on <= today + timedelta(days=days)), LATER)


def finding(stretches: Sequence[Stretch]) -> str:
    """What stands out, in a sentence."""
    late = next((len(it.entries) for it in stretches if it.label == LATE), 0)
    if late:
        return f"{late} {'action is' if late == 1 else 'actions are'} past the day that was set."
    if not stretches:
        return "Nothing is open."
    first = stretches[0]
    return f"{first.label}: {len(first.entries)} of {sum(len(it.entries) for it in stretches)} open actions. Nothing is late."
