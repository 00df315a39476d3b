"""What the yearly loss owes to alternatives that nobody has tried lately, and what it would be if they held only so far.

An alternative that was not shown to work within twelve months is counted again for the part of its share that its evidence
and the age of that support, by the engine's rule for controls. docs/methods/readiness-and-concentration.md.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np

from assessments.engine.readiness import Evidence, counted
from assessments.scoring.cases import Case
from assessments.scoring.evaluate import Evaluation
from assessments.scoring.events import Event, own_relief
from assessments.scoring.model import Model
from assessments.scoring.stated.activities import Alternative, StatedActivity
from assessments.scoring.statement import Statement

DAYS_A_MONTH = 365.25 / 12
IN_PLACE = ("WRK-01", "WRK-05")
"""Answers whose evidence says that the alternative is written down."""
PREPARED = 2
NOTHING = 1e-9
"""Part of a loss that is only what rounding leaves."""


@dataclass(frozen=True, slots=True)
class Grounds:
    """How an alternative is known: what counts most of what speaks for it, the part (0-1) of its share that counts, and
    when it was last tried as far as that is known.
    """

    kind: Evidence
    counts: float
    tried: date | None


def grounds_of(alternative: Alternative, as_of: date, *, is_written: bool) -> Grounds:
    """The best that speaks for an alternative: that it is stated, that it is written down, that it was tried and when.

    What is stated or written down holds on the day of the assessment, a test on its own day; so nothing that is known in
    addition, and no later test, ever lowers the part that counts. What was shown within twelve months counts in full.
    """
    tried = alternative.proven_on
    if tried is not None and tried > as_of:
        tried = None
    if _is_shown(alternative):
        return Grounds("tested", 1.0, tried)
    found = [Grounds("stated", counted(1.0, "stated", 0.0), tried)]
    if is_written and alternative.status >= PREPARED:
        found.append(Grounds("documented", counted(1.0, "documented", 0.0), tried))
    if tried is not None:
        months = (as_of - tried).days / DAYS_A_MONTH
        found.append(Grounds("tested", counted(1.0, "tested", months), tried))
    return max(found, key=lambda one: one.counts)


def unproven_of(evaluation: Evaluation) -> dict[str, Any] | None:
    """Plain data, money a year: `all` and `kept`, what all alternatives and those not shown lately keep from the loss;
    `then`, the loss if the latter hold only as far as they are known; `rows` of these, what moves the loss most first.

    None where no alternative keeps any money away. Each row is about one activity alone, so that rows need not add up.
    """
    statement, model = evaluation.statement, evaluation.model
    existing = [activity for activity in statement.activities if activity.alternative.exists]
    grounds = {activity.key: _grounds(statement, activity) for activity in existing}
    open_ones = [activity for activity in existing if not _is_shown(activity.alternative)]
    parts = {activity.key: grounds[activity.key].counts for activity in open_ones}
    asked = [dict.fromkeys(grounds, 0.0), dict.fromkeys(parts, 0.0), parts]
    asked += [{key: part} for key, counts in parts.items() for part in (0.0, counts)]
    now, bare, without, then, *each = losses_with(model, asked)
    if bare - now <= NOTHING * bare:
        return None
    rows = [
        _row(activity, grounds[activity.key], each[2 * n] - now, each[2 * n + 1])
        for n, activity in enumerate(open_ones)
    ]
    rows.sort(key=lambda row: (-row["then"], -row["keeps"], row["key"]))
    return {"all": bare - now, "kept": without - now, "then": then, "rows": rows, "shown": len(existing) - len(rows)}


def losses_with(model: Model, asked: Sequence[Mapping[str, float]]) -> list[float]:
    """Expected yearly loss as stated, then for each of these: activities with the part (0-1) of their alternative's share
    that is left. What rounding would let fall below the loss as stated is that loss.
    """
    cases = [Case(_held(model.statement, model.events, parts)) for parts in ({}, *asked)]
    found = model.run(cases).expected_losses().sum(axis=(1, 2))
    return [float(loss) for loss in np.maximum(found, found[0])]


def _held(statement: Statement, events: Sequence[Event], parts: Mapping[str, float]) -> tuple[Event, ...]:
    """The events with a part of these alternatives only, wherever it is they that take over.

    What would be tried instead is left out: in a tool's failure another way may be the next best, but it is chosen by the
    hours that it takes over, not by money, so that with less of an alternative the loss could seem to fall a little.
    """
    own = {activity.key: own_relief(statement, activity) for activity in statement.activities if activity.key in parts}
    held = {key: replace(relief, share=relief.share * parts[key]) for key, relief in own.items()}
    return tuple(
        replace(event, relief={key: held[key] if own.get(key) == it else it for key, it in event.relief.items()})
        for event in events
    )


def _grounds(statement: Statement, activity: StatedActivity) -> Grounds:
    answers = (statement.profile.answer(question, activity.key) for question in IN_PLACE)
    is_written = any(answer is not None and answer.evidence for answer in answers)
    return grounds_of(activity.alternative, statement.profile.as_of, is_written=is_written)


def _is_shown(alternative: Alternative) -> bool:
    """Whether it was used or tested within twelve months; one that carries everything already is in use every day."""
    return alternative.is_proven or alternative.is_running


def _row(activity: StatedActivity, grounds: Grounds, keeps: float, then: float) -> dict[str, Any]:
    return {
        "key": activity.key,
        "status": activity.alternative.status_code,
        "kind": grounds.kind,
        "tried": None if grounds.tried is None else grounds.tried.isoformat(),
        "counts": grounds.counts,
        "keeps": keeps,
        "then": then,
    }
