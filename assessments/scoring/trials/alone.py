"""What each thing would cost if it failed alone, for a day and for a week: all failures are rows of one batch.

The same failures as on the map, one by one: parts of TikTok, accounts, tools, activities from which a stop spreads. Beside
them the people who alone can do something, and all of TikTok to hold them against. docs/methods/cascade.md.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assessments.register.queries import PERSON, TIKTOK, Trial, people_alone, thing_mark, things_that_fail
from assessments.scoring.events import Event
from assessments.scoring.model import Model
from assessments.scoring.statement import Statement
from assessments.scoring.trials.failing import event_of
from assessments.scoring.trials.newest import NotCalculable
from assessments.scoring.trials.replays import HIT, alone

Floats = NDArray[np.float64]
DAY_H, WEEK_H = 24.0, 168.0
WHOLE = 1.0 - 1e-9
MORE = 1e-6
"""Share by which a pair must cost more than its two alone, so that no rounding is taken for it."""


@dataclass(frozen=True, eq=False)
class _Failure:
    """One thing that fails, with the event that this is here."""

    mark: str
    kind: str
    name: str
    event: Event


def alone_of(statement: Statement, model: Model) -> dict[str, Any] | None:
    """Plain data: `things`, the costliest first, and `whole` for all of TikTok; None where nothing costs any money.

    `pair`: the two of one kind of which a week together costs most beyond each alone, None where none costs more. Of each
    thing the money that a day and a week cost, `bare` with nothing that takes its place, the activities that it reaches
    within a week, and those that it stops altogether.
    """
    failures = _failures(statement, model)
    events, pairs = [failure.event for failure in failures], list(_pairs(statement, failures))
    together = [_together(one, other) for one, other in pairs]
    course, losses = model.losses_of([*events, *map(alone, events), *together], (DAY_H, WEEK_H))
    now, bare, both = np.split(losses.sum(axis=1), (len(events), 2 * len(events)))
    if not bare.any():
        return None
    # as on the map: whom it reaches is asked without what takes over, since it is felt before that
    first = course.first_over(HIT)[len(events) : 2 * len(events)][:, model.functions]
    found = [_figures(failure, model, now[row], bare[row], first[row] < WEEK_H) for row, failure in enumerate(failures)]
    return {
        "things": sorted(found[:-1], key=lambda one: (-one["week"], -one["day"], -one["bare_week"])),
        "whole": found[-1],
        "pair": _worst_pair(pairs, dict(zip(failures, now[:, 1].tolist(), strict=True)), both[:, 1].tolist()),
    }


def _failures(statement: Statement, model: Model) -> list[_Failure]:
    """Everything that can fail, and all of TikTok as the last."""
    course = statement.course
    found = [_failure(statement, model, trial) for trial in things_that_fail(course, WEEK_H)]
    for name, keys in people_alone(course).items():
        found.append(_Failure(f"{PERSON}{name}", "person", name, _without(statement, model, keys)))
    found.append(_failure(statement, model, Trial(TIKTOK, TIKTOK, "", "TikTok", WEEK_H, 100.0)))
    return [failure for failure in found if failure is not None]


def _failure(statement: Statement, model: Model, trial: Trial) -> _Failure | None:
    try:
        return _Failure(thing_mark(trial.id, trial.name), trial.kind, trial.name, event_of(statement, model, trial))
    except NotCalculable:
        return None


def _without(statement: Statement, model: Model, keys: Sequence[str]) -> Event:
    """A person away: what TikTok carries of these activities stops, and nobody can start what would take its place."""
    event = event_of(statement, model, Trial("", "activity", "", "", WEEK_H, 100.0))
    return alone(replace(event, route={key: 1.0 if key in keys else 0.0 for key in event.route}))


def _pairs(statement: Statement, failures: Sequence[_Failure]) -> Iterator[tuple[_Failure, _Failure]]:
    """Two accounts, or two tools, of one kind: the second may be what carried the rest when the first failed."""
    kinds = {("account", one.name): one.kind for one in statement.dependencies.accounts}
    kinds |= {("tool", one.name): one.kind for one in statement.dependencies.tools}
    rows = [it for it in failures if (it.kind, it.name) in kinds]
    for one, other in combinations(rows, 2):
        is_same_kind = kinds[one.kind, one.name] == kinds[other.kind, other.name]
        if one.kind == other.kind and is_same_kind and one.name != other.name:
            yield one, other


def _together(one: _Failure, other: _Failure) -> Event:
    """Both at once: accounts have different parts of what their kind carries, tools fail independently of each other."""
    route, relief = {}, {}
    for key, share in one.event.route.items():
        rest = other.event.route[key]
        route[key] = min(1.0, share + rest) if one.kind == "account" else 1.0 - (1.0 - share) * (1.0 - rest)
        hit = [it.event.relief[key] for it in (one, other) if it.event.route[key] > 0]
        if hit:
            relief[key] = min(hit, key=lambda it: it.share)
    return replace(one.event, route=route, relief=relief)


def _worst_pair(
    pairs: Sequence[tuple[_Failure, _Failure]], alone_cost: Mapping[_Failure, float], both: Sequence[float]
) -> dict[str, Any] | None:
    """The pair that costs most beyond its two alone."""
    costs = [(week, alone_cost[one] + alone_cost[other]) for (one, other), week in zip(pairs, both, strict=True)]
    worst = max(range(len(pairs)), key=lambda place: costs[place][0] - costs[place][1], default=None)
    if worst is None or costs[worst][0] <= costs[worst][1] * (1 + MORE):
        return None
    week, sum_of_both = costs[worst]
    return {"names": [it.name for it in pairs[worst]], "week": week, "alone": sum_of_both}


def _figures(failure: _Failure, model: Model, now: Floats, bare: Floats, reached: NDArray[np.bool_]) -> dict[str, Any]:
    """One failure as plain data."""
    route = failure.event.route
    return {
        "mark": failure.mark,
        "kind": failure.kind,
        "name": failure.name,
        "day": float(now[0]),
        "week": float(now[1]),
        "bare_day": float(bare[0]),
        "bare_week": float(bare[1]),
        "reaches": [key for key, hit in zip(model.keys, reached, strict=True) if hit],
        "stops": [key for key in model.keys if route[key] >= WHOLE],
    }
