"""What a recommendation does to the calculation: the events and factors with it in place, and each activity's alternative.

A control acts on a parameter, never on a loss: the multiplier is what remains of the parameter (catalogue/data/controls.yaml).
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

from assessments.engine.gaps import Alternative, Readied
from assessments.scoring.advice.access import missing_protections
from assessments.scoring.advice.findings import Finding, Situation
from assessments.scoring.advice.library import RecommendationEntry
from assessments.scoring.cases import NO_RELIEF, Case, Variation
from assessments.scoring.events import Event, Relief
from assessments.scoring.gap import LASTING, alternative_of
from assessments.scoring.money import volume_shortfall
from assessments.scoring.statement import Statement

SWITCH_H = 24.0
"""Hours from the decision until a channel that is kept warm delivers. Working assumption."""
QUEUE_H = 24.0
"""How long queued jobs are a delay and not a loss. Working assumption."""
BETTER_FALLBACK = {"cannot": "part", "slow": "part", "part": "full"}
MONTH_H = 720.0


@dataclass(frozen=True)
class Change:
    """A recommendation in place: one parameter, and how much of it is left."""

    situation: Situation
    finding: Finding
    entry: RecommendationEntry
    multiplier: float
    lever: str

    def left_of(self, key: str) -> float:
        """What is left of an activity's parameter: a control on some parts of TikTok acts on their part of it only."""
        caps = self.statement.activity(key).activity.caps
        if not self.entry.capabilities or not caps:
            return self.multiplier
        part = len(set(caps) & set(self.entry.capabilities)) / len(caps)
        return 1 - (1 - self.multiplier) * part

    @property
    def statement(self) -> Statement:
        """The statement it changes."""
        return self.situation.statement

    @property
    def known_h(self) -> float:
        """Hours until somebody has noticed and decided."""
        noticing = self.statement.noticing
        return noticing.delay_h.number + noticing.decision_h.number


def case_with(change: Change, events: tuple[Event, ...]) -> Case | None:
    """The calculation with the recommendation in place; None where no money figure is claimed."""
    if change.lever == "credits" and not change.statement.contracts.fees_due():
        return None
    if change.lever in _FACTORS:
        return Case(events, _FACTORS[change.lever](change))
    if change.lever == "alternative" or change.lever in _RELIEFS:
        return Case(tuple(_relieved(change, event) for event in events))
    return None


def alternative_with(change: Change, key: str) -> Alternative | None:
    """An activity's alternative with the recommendation in place; how fast people notice and decide is not part of it."""
    stated = change.statement.activity(key)
    present = alternative_of(stated)
    if change.lever not in ("alternative", "start", "queue") or key not in change.finding.functions:
        return present
    if (present is not None and present.carries_all) or change.left_of(key) >= 1:
        return present
    before = _relief_of(stated.alternative.share, present, change)
    after = _with(change, before, change.left_of(key), 0.0)
    if after.share <= 0:
        return present
    lasts_h = min(after.lasts_h, before.lasts_h) if before.share > 0 else after.lasts_h
    return Alternative(
        readied=max(present.readied if present else Readied.NOTHING, Readied.PREPARED),
        start_h=max(0.0, after.start_h - change.known_h),
        output=max(100 * after.share, (present.output or 0.0) if present else 0.0),
        endurance_h=min(MONTH_H, lasts_h),
        proven=present.proven if present else False,
    )


def _relief_of(share: float, present: Alternative | None, change: Change) -> Relief:
    if present is None:
        return NO_RELIEF
    return Relief(share, change.known_h + present.start_h, present.endurance_h or math.inf)


def _relieved(change: Change, event: Event) -> Event:
    if not _concerns(change, event):
        return event
    everywhere = change.lever in ("notice", "notice_api", "notice_ban", "decision")
    keys = event.route if everywhere else change.finding.functions
    relief = dict(event.relief)
    for key in keys:
        # nothing changes for an activity that uses none of the parts of TikTok the control makes up for
        if event.route.get(key, 0.0) > 0 and change.left_of(key) < 1:
            before = event.relief.get(key, NO_RELIEF)
            relief[key] = _with(change, before, change.left_of(key), event.entry.severe_h)
    return replace(event, relief=relief)


def _with(change: Change, before: Relief, left: float, severe_h: float) -> Relief:
    """An activity's relief with the recommendation in place, in an event whose severe case lasts so long."""
    if change.lever == "alternative":
        return _alternative(change, before, left, severe_h)
    return _RELIEFS[change.lever](change, before, left)


def _concerns(change: Change, event: Event) -> bool:
    """Whether the lever acts in an event: most act in all of them."""
    only = {
        "lasting_start": LASTING - {"api_change"},
        "direct_work": {"third_party_failure"},
        "replacement": {"third_party_failure"},
        "notice_api": {"api_change"},
        "notice_ban": {"market_ban"},
    }.get(change.lever)
    if only is not None:
        return event.scenario in only
    return change.lever in ("notice", "decision", "start") or event.scenario != "third_party_failure"


def _alternative(change: Change, before: Relief, left: float, severe_h: float) -> Relief:
    """What comes beside today's alternative: both together while that lasts, the new one alone for the rest of the event.

    One share and one start stand for both: their means over what each carries.
    """
    own = Relief(1 - left, change.known_h + SWITCH_H, math.inf)
    if before.share <= 0:
        return own
    both = 1 - (1 - before.share) * left
    start = (before.share * before.start_h + (both - before.share) * own.start_h) / both
    together = 1.0 if severe_h <= before.lasts_h else before.lasts_h / severe_h
    return Relief(own.share + (both - own.share) * together, start, math.inf)


def _faster(_change: Change, before: Relief, left: float) -> Relief:
    return before if before.share <= 0 else replace(before, start_h=before.start_h * left)


def _sooner(hours: Callable[[Change], float]) -> Callable[[Change, Relief, float], Relief]:
    def relief(change: Change, before: Relief, left: float) -> Relief:
        if before.share <= 0 or before.start_h <= 0:
            return before
        return replace(before, start_h=max(0.0, before.start_h - (1 - left) * hours(change)))

    return relief


def _direct_work(change: Change, before: Relief, _left: float) -> Relief:
    present = change.statement.dependencies.direct_fallback or "cannot"
    better = change.statement.library.direct_fallback[BETTER_FALLBACK.get(present, "full")]
    after = Relief(better.share, change.known_h + better.after_h, math.inf)
    return max(before, after, key=lambda relief: (relief.share, -relief.start_h))


def _replacement(change: Change, before: Relief, left: float) -> Relief:
    share = 1 - (1 - before.share) * left
    return replace(before, share=share, start_h=min(before.start_h, change.known_h + MONTH_H))


def _queue(_change: Change, before: Relief, left: float) -> Relief:
    if before.share > 0:
        return replace(before, start_h=before.start_h * left)
    return Relief(1 - left, 0.0, QUEUE_H)


_RELIEFS: dict[str, Callable[[Change, Relief, float], Relief]] = {
    "start": _faster,
    "lasting_start": _faster,
    "notice": _sooner(lambda change: change.statement.noticing.delay_h.number),
    "notice_api": _sooner(lambda change: change.statement.noticing.delay_h.number),
    "notice_ban": _sooner(lambda change: change.known_h),
    "decision": _sooner(lambda change: change.statement.noticing.decision_h.number),
    "direct_work": _direct_work,
    "replacement": _replacement,
    "queue": _queue,
}


def _account_rate(change: Change) -> Variation:
    missing = len(missing_protections(change.situation, change.situation.ticked("GOV-03") or set()))
    each = change.statement.library.account_rate.protections["each"]
    return Variation(rates=(("account_loss", each**missing),))


def _account_notices(change: Change) -> Variation:
    table = change.statement.library.account_rate.warnings
    notices = change.situation.number("RSK-05") or 0.0

    def level(count: float) -> float:
        return table[max(edge for edge in table if edge <= count)]

    return Variation(rates=(("account_loss", level(notices / 2) / level(notices)),))


def _cost(change: Change) -> Variation:
    owed, _ = volume_shortfall(change.statement)
    day = change.statement.organisation.cost_day
    total = owed + (day.number / 24 if day is not None else 0.0)
    return Variation(cost=1 - (1 - change.multiplier) * owed / total if total > 0 else 1.0)


_FACTORS: dict[str, Callable[[Change], Variation]] = {
    "recapture": lambda change: Variation(unrecaptured=change.multiplier),
    "account_rate": _account_rate,
    "account_notices": _account_notices,
    "cost": _cost,
    "credits": lambda change: Variation(credits=change.multiplier),
}
