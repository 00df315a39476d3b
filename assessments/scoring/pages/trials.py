"""Saved what-ifs: their list, and some of them side by side with what there is now."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from assessments.scoring.pages.trial_lines import Line, money_lines, over_line
from assessments.scoring.pages.what_if import Standing, changed_words, outage_words, standing_of
from assessments.scoring.trials.outcome import Changes, Outage, Outcome
from assessments.scoring.trials.present import Present
from assessments.scoring.trials.settings import Group, Value, changes_in, groups_of, outage_in, read, written
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
    """Trials by name and changes, each worked out anew on what is stated now and in the outage it was saved with.

    Where they share one outage, what there is now meets it too; otherwise it meets the usual one, a week from today.
    """
    groups = groups_of(present)
    found = [_values(groups, changes) for _, changes in trials]
    outages = [outage_in(groups, values) for values, _ in found]
    here = outages[0] if len(set(outages)) == 1 else outage_in(groups, {})
    now = present.outcome(Changes(), here)
    outcomes = [
        present.outcome(changes_in(groups, values), outage) for (values, _), outage in zip(found, outages, strict=True)
    ]
    met = [outage_words(present, *pair) for pair in zip((here, *outages), (now, *outcomes), strict=True)]
    lines = [(*money_lines(present, now, then), over_line(now, then)) for then in outcomes]
    labels = {activity.key: activity.activity.label for activity in present.statement.activities}
    return Compared(
        basis=_basis(here, met),
        columns=("Now", *(name for name, _ in trials)),
        rows=(*([("The outage", tuple(map(Cell, met)))] if len(set(met)) > 1 else ()), *_rows(lines)),
        gaps=tuple(_gaps(labels, (now, *outcomes))),
        changed=tuple(
            (*changed_words(groups, values), *_lost(lost)) or ("nothing but the outage",) for values, lost in found
        ),
    )


def _basis(here: Outage, met: Sequence[str]) -> str:
    """What the figures stand on: the answers of today, and one outage for all or each with its own."""
    said = "Worked out today from your present answers, each beside how things are now."
    if len(set(met)) > 1:
        return f"{said} Each meets the outage that it was saved with."
    day = words.day(here.start_on)
    return f"{said} The outage is the same for all: {met[0] if day in met[0] else f'{met[0]}, from {day}'}."


def _gaps(labels: Mapping[str, str], outcomes: Sequence[Outcome]) -> Iterator[tuple[str, tuple[Standing, ...]]]:
    for gaps in zip(*(outcome.gaps for outcome in outcomes), strict=True):
        yield labels[gaps[0].key], tuple(standing_of(gap.status.name) for gap in gaps)


def _values(groups: tuple[Group, ...], changes: dict[str, Value]) -> tuple[dict[str, Value], list[str]]:
    """The changes that can still be made, and the names of those that cannot."""
    kept = {name: written(value) for name, value in changes.items()}
    entered = read(groups, kept)
    known = {setting.name for group in groups for setting in group.settings}
    return dict(entered.values), [name for name in kept if name not in known or name in entered.mistakes]


def _lost(names: Sequence[str]) -> Iterator[str]:
    if names:
        count = words.count_word(len(names))
        yield f"Left out, because it can no longer be set: {count} of what was saved"


def _rows(lines: Sequence[tuple[Line, ...]]) -> Iterator[tuple[str, tuple[Cell, ...]]]:
    """The figures row by row; a figure that some trial does not have is none of theirs."""
    for label in dict.fromkeys(line.label for found in lines for line in found):
        found = [next((line for line in one if line.label == label), None) for one in lines]
        now = next(line.now for line in found if line is not None)
        cells = (
            Cell(line.then, line.difference if line.turn else "", line.turn) if line else Cell(now) for line in found
        )
        yield label, (Cell(now), *cells)
