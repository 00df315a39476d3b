"""Whether what exists today is enough: the five statuses of an alternative, with the numbers behind each.

Statuses are ordered from Nothing to Covered; a faster, fuller, longer or proven alternative never has a worse one
(invariant V2). Rules: docs/methods/ratings-and-gaps.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Literal

from assessments.engine import checks
from assessments.engine.errors import InvalidInput
from assessments.engine.ratings import MONTH_H, tier

EASY_TIME = 0.8  # share of the target below which there is room
EASY_OUTPUT = 5.0  # points above the minimum level from which there is room
FULL_OUTPUT = 100.0
DECISION_H = 1.0  # working assumption, in watched hours

Lack = Literal["time", "output", "endurance", "improvised"]


class Status(IntEnum):
    """How an alternative stands against what is needed, worst first."""

    NOTHING = 0
    GAP = 1
    UNPROVEN = 2
    TIGHT = 3
    COVERED = 4


class Readied(IntEnum):
    """How far an alternative exists (the answers s0 to s4 to the question what could be done today)."""

    NOTHING = 0
    IMPROVISED = 1
    PREPARED = 2
    TESTED = 3
    RUNNING = 4


@dataclass(frozen=True)
class Alternative:
    """What could be done today without the platform.

    ``start_h``: hours from the decision until it delivers. ``output``: percent of normal output. ``endurance_h``:
    how long it can be kept up. ``proven``: used or tested within 12 months. ``carries_all``: it already runs and
    nobody has to switch; output and endurance not given then count as 100 % and a month.
    """

    readied: Readied
    start_h: float = 0.0
    output: float | None = None
    endurance_h: float | None = None
    proven: bool = False
    carries_all: bool = False

    def __post_init__(self) -> None:
        if self.readied not in tuple(Readied):
            raise InvalidInput("readied", self.readied, f"one of {', '.join(one.name for one in Readied)}")


@dataclass(frozen=True)
class Need:
    """What a function needs: RTO in hours, MBCO in percent of normal output, hours of a severe disruption."""

    target_h: float
    minimum: float
    severe_h: float


@dataclass(frozen=True)
class Shortfall:
    """One thing that is not enough: what is needed, what there is, and the difference (hours or points)."""

    lack: Lack
    needed: float
    available: float

    @property
    def by(self) -> float:
        """Return how much is lacking."""
        return abs(self.needed - self.available)


@dataclass(frozen=True)
class Judgement:
    """The status of an alternative, the hours after which it delivers (None without one), and what is not enough."""

    status: Status
    achievable_h: float | None
    shortfalls: tuple[Shortfall, ...] = ()


def achievable_hours(alternative: Alternative, detection_h: float, decision_h: float = DECISION_H) -> float | None:
    """Return detection + decision + start in hours; 0 if nobody has to switch, None without an alternative.

    >>> achievable_hours(Alternative(Readied.PREPARED, start_h=24.0), detection_h=6.0)
    31.0
    """
    checks.made("alternative", alternative, Alternative)
    detection = checks.alone(checks.amount, "detection_h", detection_h)
    decision = checks.alone(checks.amount, "decision_h", decision_h)
    start = checks.alone(checks.amount, "start_h", alternative.start_h)
    if alternative.readied is Readied.NOTHING:
        return None
    return 0.0 if alternative.carries_all else float(detection + decision + start)


def judge(alternative: Alternative | None, need: Need, detection_h: float, decision_h: float = DECISION_H) -> Judgement:
    """Return the status of an alternative (None: not known) against a need, and why.

    >>> slow = judge(Alternative(Readied.PREPARED, 24.0, 60.0, 168.0), Need(18.0, 50.0, 72.0), detection_h=6.0)
    >>> slow.status.name, slow.achievable_h, slow.shortfalls[0].lack, slow.shortfalls[0].by
    ('GAP', 31.0, 'time', 13.0)
    """
    checks.made("need", need, Need)
    target = checks.alone(checks.positive, "target_h", need.target_h)
    minimum = checks.alone(checks.within, "minimum", need.minimum, 0.0, 150.0, "percent between 0 and 150")
    severe = checks.alone(checks.amount, "severe_h", need.severe_h)
    achievable = None if alternative is None else achievable_hours(alternative, detection_h, decision_h)
    if alternative is None or achievable is None:
        return Judgement(Status.NOTHING, None)
    output, endurance = _carried(alternative)
    lacking = []
    if achievable > target:
        lacking.append(Shortfall("time", target, achievable))
    if output < minimum:
        lacking.append(Shortfall("output", minimum, output))
    if endurance < severe:
        lacking.append(Shortfall("endurance", severe, endurance))
    if alternative.readied is Readied.IMPROVISED and tier(target) in ("A", "B"):
        lacking.append(Shortfall("improvised", float(Readied.PREPARED), float(Readied.IMPROVISED)))
    if lacking:
        return Judgement(Status.GAP, achievable, tuple(lacking))
    if not alternative.proven:
        return Judgement(Status.UNPROVEN, achievable)
    roomy = achievable <= EASY_TIME * target and output >= minimum + EASY_OUTPUT
    return Judgement(Status.COVERED if roomy else Status.TIGHT, achievable)


def judge_by_scenario(
    alternative: Alternative | None,
    need: Need,
    severe_h: Mapping[str, float],
    detection_h: float,
    decision_h: float = DECISION_H,
) -> dict[str, Judgement]:
    """Return the judgement for each scenario, endurance measured by that scenario's own severe duration."""
    checks.made("need", need, Need)
    checks.made("severe_h", severe_h, Mapping)
    return {
        scenario: judge(alternative, Need(need.target_h, need.minimum, hours), detection_h, decision_h)
        for scenario, hours in severe_h.items()
    }


def _carried(alternative: Alternative) -> tuple[float, float]:
    """Return output (percent) and endurance (hours), with what counts where they were not given."""
    output, endurance = alternative.output, alternative.endurance_h
    if output is None and alternative.carries_all:
        output = FULL_OUTPUT
    if endurance is None and alternative.carries_all:
        endurance = MONTH_H
    if output is None or endurance is None:
        raise InvalidInput("output" if output is None else "endurance_h", None, "given, unless nobody has to switch")
    carried = checks.alone(checks.within, "output", output, 0.0, 150.0, "percent between 0 and 150")
    return carried, checks.alone(checks.hours, "endurance_h", endurance)
