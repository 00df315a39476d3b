"""Saved what-ifs: their list, and some of them side by side with what there is now."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from assessments.scoring.pages.what_if import (
    Line,
    Standing,
    answer_of,
    changed_words,
    standing_of,
)
from assessments.scoring.trials.outcome import Changes
from assessments.scoring.trials.present import Present
from assessments.scoring.trials.settings import (
    OUTAGE,
    Group,
    Value,
    groups_of,
    outage_in,
    read,
    written,
)
from assessments.ui import words


@dataclass(frozen=True)
class Saved:
    """A trial as the list shows it."""

    pk: int
    name: str
    url: str
    made_by: str
    made_on: str
    is_chosen: bool


@dataclass(frozen=True)
class Cell:
    """A figure of one trial, with how it differs from now."""

    text: str
    difference: str = ""
    turn: str = ""


@dataclass(frozen=True)
class Compared:
    """Trials side by side; `rows` and `gaps` have a cell for now and for each trial."""

    basis: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Cell, ...]], ...]
    gaps: tuple[tuple[str, tuple[Standing, ...]], ...]
    changed: tuple[tuple[str, ...], ...]


def query_of(changes: dict[str, Value]) -> str:
    """The changes of a trial as the query of the page on which they are set."""
    return urlencode({name: written(value) for name, value in changes.items()})


def compared(present: Present, trials: Sequence[tuple[str, dict[str, Value]]]) -> Compared:
    """Trials by name and changes, each worked out anew on what is stated now; all meet the same outage."""
    groups = groups_of(present)
    outage = outage_in(groups, {})
    found = [_values(groups, changes) for _, changes in trials]
    answers = [answer_of(present, groups, values) for values, _ in found]
    names = tuple(name for name, _ in trials)
    now = present.outcome(Changes(), outage)
    labels = {activity.key: activity.activity.label for activity in present.statement.activities}
    return Compared(
        basis=f"Worked out today from your present answers, each beside how things are now. The outage is the same for all: "
        f"a week without TikTok from {words.day(outage.start_on)}.",
        columns=("Now", *names),
        rows=tuple(_rows([answer.lines for answer in answers])),
        gaps=tuple(
            (labels[gap.key], (standing_of(gap.status.name), *(answer.gaps[place].then for answer in answers)))
            for place, gap in enumerate(now.gaps)
        ),
        changed=tuple((*changed_words(groups, values), *_lost(lost)) for values, lost in found),
    )


def _values(groups: tuple[Group, ...], changes: dict[str, Value]) -> tuple[dict[str, Value], list[str]]:
    """The changes that can still be made, without the outage, and the names of those that cannot."""
    kept = {name: written(value) for name, value in changes.items() if name not in OUTAGE}
    entered = read(groups, kept)
    known = {setting.name for group in groups for setting in group.settings}
    return dict(entered.values), [name for name in kept if name not in known or name in entered.mistakes]


def _lost(names: Sequence[str]) -> Iterator[str]:
    if names:
        count = words.count_word(len(names))
        yield f"Left out, because your answers have changed since: {count} of what was saved"


def _rows(lines: Sequence[tuple[Line, ...]]) -> Iterator[tuple[str, tuple[Cell, ...]]]:
    """The figures row by row; a figure that some trial does not have is none of theirs."""
    for label in dict.fromkeys(line.label for found in lines for line in found):
        found = [next((line for line in one if line.label == label), None) for one in lines]
        now = next(line.now for line in found if line is not None)
        cells = (
            Cell(line.then, line.difference if line.turn else "", line.turn) if line else Cell(now) for line in found
        )
        yield label, (Cell(now), *cells)
