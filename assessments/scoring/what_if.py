"""What-if: one event under changed circumstances, held against the same event in a normal week. Nothing is stored."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from assessments.engine.season import factors_from
from assessments.questionnaires.profile import Profile, WhatIf
from assessments.scoring.cases import AS_STATED, Variation
from assessments.scoring.events import Event, events_of, route_share
from assessments.scoring.gap import Gap, gaps_of
from assessments.scoring.impact import Impact, impacts_of
from assessments.scoring.model import YEAR_DAYS, Model, engine_peaks
from assessments.scoring.overrides import Overrides
from assessments.scoring.scenario_results import unmet_hours
from assessments.scoring.stated.activities import StatedActivity
from assessments.scoring.stated.organisation import ANYWHERE
from assessments.scoring.stated.timing import Commitment, Peak
from assessments.scoring.statement import state

Floats = NDArray[np.float64]
HOURS_A_DAY = 24.0


@dataclass(frozen=True)
class WhatIfResult:
    """What one what-if would cost, with the peak it falls into and the commitments it hits."""

    asked: WhatIf
    duration_h: float
    peak: Peak | None
    losses: dict[str, float]
    loss_normal_week: float
    commitments: tuple[Commitment, ...]
    over_mtpd: dict[str, bool]
    gap_status: dict[str, str]

    @property
    def loss(self) -> float:
        """Loss of all activities."""
        return sum(self.losses.values())


def what_if_of(profile: Profile, asked: WhatIf) -> WhatIfResult:
    """The result of a what-if on a profile; the profile itself is not changed."""
    changed = replace(profile.with_changes(asked.answers, asked.functions), what_ifs=())
    statement = state(changed)
    overrides = Overrides(changed)
    events = events_of(statement, overrides)
    impacts = impacts_of(Model(statement, events), overrides)
    model = Model(statement, events, [impact.rto_h for impact in impacts])
    gaps = gaps_of(statement, impacts, model.events, overrides)
    return result_of(model, impacts, gaps, asked)


def result_of(
    model: Model, impacts: Sequence[Impact], gaps: Sequence[Gap], asked: WhatIf, variation: Variation = AS_STATED
) -> WhatIfResult:
    """The result of the event that is asked about on a model as it stands; impacts in the model's order of activities."""
    statement = model.statement
    duration = asked.duration_h if asked.duration_h is not None else statement.library.scenario(asked.scenario).severe_h
    event = _event(model, asked, duration)
    course = model.course_of(event, max(duration, 1.0) + 1.0)
    factors = factors_on(model, asked.start_on, duration)
    income, other = model.event_loss(course, duration, factors, variation)
    calm_income, calm_other = model.event_loss(course, duration, variation=variation)
    return WhatIfResult(
        asked=asked,
        duration_h=duration,
        peak=peak_on(model, asked.start_on, duration),
        losses={key: float(income[i] + other[i]) for i, key in enumerate(model.keys)},
        loss_normal_week=float((calm_income + calm_other).sum()),
        commitments=_commitments(statement.timing.commitments, event, asked.start_on, duration),
        over_mtpd=_over(model, impacts, event, duration, asked.start_on),
        gap_status={gap.key: gap.by_scenario.get(asked.scenario, gap.status).name.capitalize() for gap in gaps},
    )


def _event(model: Model, asked: WhatIf, duration_h: float) -> Event:
    """The scenario's worst event at this length, cut to the markets and capabilities that were named."""
    worst = _worst(model, asked.scenario, duration_h)
    if asked.markets is None and asked.capabilities is None:
        return worst
    part = _part(model, asked, worst)
    return replace(worst, route={a.key: part * _share(a, asked, worst) for a in model.statement.activities})


def _worst(model: Model, scenario: str, duration_h: float) -> Event:
    """The event of a scenario that costs most, as in its severe case; one that hits nothing where it has none."""
    events = [event for event in model.events if event.scenario == scenario]
    if not events:
        entry, nowhere = model.statement.library.scenario(scenario), dict.fromkeys(model.keys, 0.0)
        return replace(model.events[0], scenario=entry.id, subject="", entry=entry, route=nowhere)
    if len(events) == 1:
        return events[0]
    _, losses = model.losses_of(events, [duration_h])
    costs = losses[..., 0].sum(axis=1).tolist()
    return max(zip(costs, events, strict=True), key=lambda one: (one[0], sum(one[1].route.values())))[1]


def _part(model: Model, asked: WhatIf, worst: Event) -> float:
    """Share (0-1) of the markets that is hit: those named, else all, or the one of an event that hits one market."""
    shares = {market.country: market.share for market in model.statement.organisation.markets}
    if asked.markets is not None:
        return min(1.0, sum(shares.get(country, 0.0) for country in asked.markets))
    return shares.get(worst.subject or ANYWHERE, 1.0) if worst.entry.scope == "market" else 1.0


def _share(activity: StatedActivity, asked: WhatIf, worst: Event) -> float:
    """Share of an activity's way to TikTok that is gone where the event hits.

    A part of TikTok that is named is out altogether; what is not named keeps working. A tool takes what rests on it.
    """
    named = None if asked.capabilities is None else route_share(activity, dict.fromkeys(asked.capabilities, 1.0))
    if worst.entry.scope == "tool":
        return worst.route[activity.key] * (1.0 if named is None else named)
    if named is not None:
        return named
    if worst.entry.scope == "market":
        return route_share(activity, worst.entry.severity)
    return worst.route[activity.key]


def factors_on(model: Model, start: date, duration_h: float) -> Floats | None:
    """Day-by-day factors from the start date; None where no busy period is known."""
    peaks = engine_peaks(model.statement.timing.stated_peaks, model.statement)
    first = start.toordinal() - model.statement.profile.as_of.toordinal()
    if not peaks or not 0 <= first < YEAR_DAYS:
        return None
    return factors_from(peaks, first, int(duration_h // HOURS_A_DAY) + 2)


def peak_on(model: Model, start: date, duration_h: float) -> Peak | None:
    """The strongest stated period that the event falls into."""
    end = start + timedelta(hours=max(duration_h - 1e-6, 0.0))
    inside = [peak for peak in model.statement.timing.stated_peaks if peak.start <= end and start <= peak.end]
    return max(inside, key=lambda peak: peak.factor, default=None)


def _commitments(
    commitments: Sequence[Commitment], event: Event, start: date, duration_h: float
) -> tuple[Commitment, ...]:
    """Dated work that falls into the event and cannot move past its end."""
    hit = []
    for commitment in commitments:
        begins = (commitment.on - start).days * HOURS_A_DAY
        if (
            0 <= begins < duration_h
            and begins + commitment.can_move_h < duration_h
            and event.route.get(commitment.function, 0) > 0
        ):
            hit.append(commitment)
    return tuple(hit)


def _over(model: Model, impacts: Sequence[Impact], event: Event, duration_h: float, start: date) -> dict[str, bool]:
    """Whether each activity is pushed over its limit; inside a busy period the shorter limit of the period counts."""
    in_peak = peak_on(model, start, duration_h) is not None
    course = model.course_of(event, max(duration_h, 1.0) + 1.0)
    unmet = unmet_hours(model, course, 0, impacts, event, duration_h)
    over = {}
    for impact, hours in zip(impacts, unmet.tolist(), strict=True):
        limit = impact.peak.mtpd_h if in_peak else impact.normal.mtpd_h
        over[impact.key] = limit is not None and hours > limit * (1 + 1e-9)
    return over
