"""Whether an alert speaks in time: a rule replayed, second by second, against a change from normal to failed.

All times are whole seconds: with fractions of minutes, rounding can delay an alert by a full check interval. At each
check the value, its mean over a trailing window or its rise within a window is compared with a threshold (equality
counts). Beyond it a rule is pending; it fires at the first check at which it has been pending for the time it must
last; a check inside the limit resets it. Before the series begins the value is taken as constant. This is how common
tools behave: docs/methods/alert-rules.md.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from typing import Literal, get_args

import numpy as np

from assessments.engine import checks
from assessments.engine.checks import Flags, Floats, Integers
from assessments.engine.errors import InvalidInput

Measure = Literal["value", "mean", "rise"]
Verdict = Literal["in_time", "late", "never", "not_checked"]
Advice = Literal["shorten_interval", "lower_threshold", "use_rate_rule", "pair_windows"]

WEEK_S = 7 * 24 * 3600
LONGEST_S = 10 * WEEK_S
CLOSE = 1e-9  # share of the scale within which a comparison in floats is repeated in exact fractions


@dataclass(frozen=True)
class Series:
    """A measured value over time: straight lines between ``points`` (whole second, value), constant before and after.

    >>> Series.ramp(85, 100, 180).points
    ((0, 85.0), (180, 100.0))
    """

    points: tuple[tuple[int, float], ...]

    def __post_init__(self) -> None:
        table = checks.finite("points", self.points)
        if table.ndim != 2 or table.shape[1] != 2 or not len(table):
            raise InvalidInput("points", f"of shape {table.shape}", "a list of (second, value), at least one")
        seconds = [second for second, _ in self.points]
        if any(not isinstance(s, int) or s < 0 for s in seconds) or any(np.diff(seconds) <= 0):
            raise InvalidInput("points", seconds[:6], "in ascending order of whole seconds from 0")
        checks.within("second", seconds, 0, LONGEST_S, f"at most {LONGEST_S} (ten weeks)")

    @classmethod
    def ramp(cls, normal: float, failed: float, seconds: int) -> Series:
        """Return the change from normal to failed in a straight line of so many seconds, beginning at 0."""
        end = checks.whole("seconds", seconds, 1, LONGEST_S, f"between 1 and {LONGEST_S}")
        first, last = (checks.alone(checks.finite, name, one) for name, one in (("normal", normal), ("failed", failed)))
        return cls(((0, first), (end, last)))

    @property
    def seconds(self) -> int:
        """Return the last second at which the value changes."""
        return self.points[-1][0]

    def mirrored(self) -> Series:
        """Return the series with the sign of its values changed."""
        return Series(tuple((second, -value) for second, value in self.points))


def _whole_seconds(name: str, value: object, least: int, most: int = LONGEST_S) -> None:
    if isinstance(value, bool) or not isinstance(value, (int, np.integer)) or not least <= value <= most:
        raise InvalidInput(name, value, f"whole seconds between {least} and {most}")


@dataclass(frozen=True)
class Rule:
    """An alert rule; times in whole seconds.

    ``measure``: the value itself, its mean over the last ``window_s``, or its rise within the last ``window_s``.
    ``below``: alert when the value is below (or falls by) the threshold. ``lasts_s``: how long it must last.
    ``phase_s``: second of the first check.
    """

    threshold: float
    every_s: int
    lasts_s: int = 0
    measure: Measure = "value"
    window_s: int = 0
    below: bool = False
    phase_s: int = 0

    def __post_init__(self) -> None:
        checks.alone(checks.finite, "threshold", self.threshold)
        checks.one_of("measure", self.measure, get_args(Measure))
        checks.made("below", self.below, bool)
        _whole_seconds("every_s", self.every_s, 1)
        _whole_seconds("lasts_s", self.lasts_s, 0)
        _whole_seconds("phase_s", self.phase_s, 0, self.every_s - 1)
        _whole_seconds("window_s", self.window_s, 0 if self.measure == "value" else 1)

    @property
    def checks_needed(self) -> int:
        """Return how many checks in a row must find the value beyond the threshold."""
        return -(-self.lasts_s // self.every_s) + 1


@dataclass(frozen=True)
class Replay:
    """When a rule fires (seconds from the start of the change, None for never) and its verdict against the failure.

    ``before_failure_s``: seconds before (+) or after (-) the failure. ``worst_fires_at_s``: with the least
    favourable phase of the checks, None if it may then never fire.
    """

    verdict: Verdict
    fires_at_s: int | None
    before_failure_s: int | None
    worst_fires_at_s: int | None
    worst_before_failure_s: int | None


def replay(rule: Rule | None, change: Series | None, react_s: int = 0) -> Replay:
    """Return when a rule fires on a change and whether that is in time; the failure is the end of the change.

    In time: at least ``react_s`` before the failure. Late: it fires, but not in time. None for a rule or a change
    of which a value is not known: not checked (to be counted as late). Cost one pass over the seconds of the
    change.

    >>> seed = Series.ramp(85, 100, 180)
    >>> replay(Rule(95, every_s=300), seed)
    Replay(verdict='late', fires_at_s=300, before_failure_s=-120, worst_fires_at_s=419, worst_before_failure_s=-239)
    """
    _whole_seconds("react_s", react_s, 0)
    for name, given, kind in (("rule", rule, Rule), ("change", change, Series)):
        if given is not None:
            checks.made(name, given, kind)
    if rule is None or change is None:
        return Replay("not_checked", None, None, None, None)
    # long enough for every phase: afterwards the value is constant and all windows have passed
    last = change.seconds + rule.window_s + rule.every_s * (rule.checks_needed + 1)
    by_phase = _first_firings(beyond(rule, change, last), rule)
    fires, worst = int(by_phase[rule.phase_s]), int(by_phase.max())
    known = [None if at > last else at for at in (fires, worst)]
    before = [None if at is None else change.seconds - at for at in known]
    verdict: Verdict = "never" if before[0] is None else "in_time" if before[0] >= react_s else "late"
    return Replay(verdict, known[0], before[0], known[1], before[1])


def beyond(rule: Rule, series: Series, last_s: int) -> Flags:
    """Return for every whole second 0..last_s whether the rule's measure is beyond its threshold, equality included."""
    checks.made("rule", rule, Rule)
    checks.made("series", series, Series)
    _whole_seconds("last_s", last_s, 0, 10 * LONGEST_S)
    if rule.below:
        series, rule = series.mirrored(), replace(rule, below=False, threshold=_mirrored_threshold(rule))
    seconds = np.arange(last_s + 1)
    measured, still = _measure(rule, series, seconds)
    scale = 1.0 + max(abs(value) for _, value in series.points) + abs(rule.threshold)
    result: Flags = measured >= rule.threshold
    close = np.flatnonzero((np.abs(measured - rule.threshold) <= CLOSE * scale) & ~still)
    for run in _monotone_runs(rule, series, close):
        result[run] = _exactly_beyond(rule, series, run)
    return result


def _monotone_runs(rule: Rule, series: Series, close: Integers) -> list[Integers]:
    """Return the seconds cut into runs without gaps in which the measure only rises or only falls."""
    if not close.size:
        return []
    times, values = np.array(series.points).T
    bends = np.unique(np.concatenate([times, times + rule.window_s]))
    if rule.measure == "mean":
        # a mean turns where the value that enters the window equals the one that leaves it
        drift = np.interp(bends, times, values) - np.interp(bends - rule.window_s, times, values)
        turns = np.flatnonzero(drift[1:] * drift[:-1] < 0)
        at = bends[turns] + np.diff(bends)[turns] * drift[turns] / (drift[turns] - drift[turns + 1])
        bends = np.unique(np.concatenate([bends, np.floor(at), np.ceil(at)]))
    piece = np.searchsorted(bends, close, side="right")
    cuts = np.flatnonzero((np.diff(close) > 1) | (np.diff(piece) > 0)) + 1
    return np.split(close, cuts)


def _exactly_beyond(rule: Rule, series: Series, run: Integers) -> Flags:
    """Return which seconds of a monotone run are beyond the threshold, by exact values at as few of them as needed."""

    def beyond_at(place: int) -> bool:
        return _exact(rule, series, int(run[place])) >= Fraction(rule.threshold)

    low, high = 0, run.size - 1
    first, last = beyond_at(low), beyond_at(high)
    if first == last:
        return np.full(run.size, first)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if beyond_at(middle) == first else (low, middle)
    return np.where(np.arange(run.size) <= low, first, last)


def _mirrored_threshold(rule: Rule) -> float:
    # a fall by 4 is a rise by 4 of the mirrored value; a value below 20 is one above -20
    return rule.threshold if rule.measure == "rise" else -rule.threshold


def _measure(rule: Rule, series: Series, seconds: Integers) -> tuple[Floats, Flags]:
    """Return the measure at each second, and where the value stood still in its window: no rounding there."""
    times, values = np.array(series.points).T
    now, window = np.interp(seconds, times, values), max(rule.window_s, 1)
    moved = np.concatenate([[0.0], np.cumsum(np.abs(np.diff(values)))])
    still: Flags = np.interp(seconds, times, moved) == np.interp(seconds - window, times, moved)
    if rule.measure == "value":
        return now, still
    if rule.measure == "rise":
        return np.asarray(now - np.interp(seconds - rule.window_s, times, values)), still
    ends = np.concatenate([[times[0] - rule.window_s - 1], times, [max(times[-1], seconds[-1]) + 1]])
    held = np.concatenate([[values[0]], values, [values[-1]]])
    area = np.concatenate([[0.0], np.cumsum(np.diff(ends) * (held[1:] + held[:-1]) / 2)])
    mean = (_area(seconds, ends, held, area) - _area(seconds - rule.window_s, ends, held, area)) / rule.window_s
    return np.where(still, now, mean), still


def _area(at: Integers, ends: Floats, held: Floats, area: Floats) -> Floats:
    k = np.clip(np.searchsorted(ends, at, side="right") - 1, 0, ends.size - 2)
    since = at - ends[k]
    slope = (held[k + 1] - held[k]) / (ends[k + 1] - ends[k])
    return np.asarray(area[k] + since * (held[k] + slope * since / 2))


def _exact(rule: Rule, series: Series, second: int) -> Fraction:
    """Return the measure at a second as an exact fraction of the values as given."""
    if rule.measure == "value":
        return _value(series, second)
    if rule.measure == "rise":
        return _value(series, second) - _value(series, second - rule.window_s)
    start = second - rule.window_s
    begin, end = (bisect_left(series.points, edge, key=lambda point: point[0]) for edge in (start, second))
    cuts = sorted({start, second} | {s for s, _ in series.points[begin:end]})
    area = sum((_value(series, a) + _value(series, b)) * (b - a) / 2 for a, b in pairwise(cuts))
    return Fraction(area) / rule.window_s


def _value(series: Series, at: int) -> Fraction:
    points = series.points
    after = bisect_right(points, at, key=lambda point: point[0])
    if after in (0, len(points)):
        return Fraction(points[max(after - 1, 0)][1])
    (t0, v0), (t1, v1) = points[after - 1], points[after]
    return Fraction(v0) + (Fraction(v1) - Fraction(v0)) * Fraction(at - t0, t1 - t0)


def _first_firings(flags: Flags, rule: Rule) -> Integers:
    """Return the second of the first firing for every phase; one beyond the last second if there is none."""
    fired = _firings(flags, rule)
    rows = np.where(fired.any(axis=0), fired.argmax(axis=0), fired.shape[0])
    phases = np.arange(rule.every_s)
    return np.where(rows < fired.shape[0], rows * rule.every_s + phases, flags.size).astype(np.int64)


def _firings(flags: Flags, rule: Rule) -> Flags:
    """Return the checks (checks, phases) at which the rule fires: the first in each run that is long enough."""
    count = -(-flags.size // rule.every_s)
    table = np.zeros((count, rule.every_s), dtype=np.bool_)
    table.ravel()[: flags.size] = flags
    total: Integers = np.cumsum(table, axis=0, dtype=np.int64)
    # checks in a row: all so far, less those up to the last check inside the limit
    run: Integers = total - np.maximum.accumulate(np.where(table, 0, total), axis=0)
    return np.asarray(table & (run == rule.checks_needed))


def firings_per_week(rule: Rule, normal: Series) -> float:
    """Return how often a rule would have fired a week on a series of normal values: the price of speaking early.

    >>> busy = Series(((0, 10.0), (3600, 10.0), (3660, 96.0), (3720, 10.0), (7 * 24 * 3600, 10.0)))
    >>> firings_per_week(Rule(95, every_s=10), busy), firings_per_week(Rule(95, every_s=10, lasts_s=300), busy)
    (1.0, 0.0)
    """
    checks.made("normal", normal, Series)
    if normal.seconds < 1:
        raise InvalidInput("normal", "a single point", "a series of at least 1 second")
    fired = _firings(beyond(rule, normal, normal.seconds), rule)[:, rule.phase_s]
    return float(fired.sum() * WEEK_S / normal.seconds)


@dataclass(frozen=True)
class Proposal:
    """A changed rule, what it would do, and its false alarms a week on normal data (None without such data)."""

    advice: Advice
    rules: tuple[Rule, ...]
    replay: Replay
    false_alarms: float | None


def proposals(rule: Rule, change: Series, react_s: int = 0, normal: Series | None = None) -> list[Proposal]:
    """Return ways to speak earlier, in the order in which they are advised; none if the rule is in time in every phase.

    Shorten the interval (to a tenth of the change, not above half the present one); lower the threshold (to half
    way between normal and the present one); replace long waiting by a rate rule (a quarter of the change within its
    length); pair a fast window without waiting with the present one. One that would not fire earlier is left out.
    """
    checks.made("rule", rule, Rule)
    checks.made("change", change, Series)
    now = replay(rule, change, react_s)
    if now.verdict == "in_time" and now.worst_before_failure_s is not None and now.worst_before_failure_s >= react_s:
        return []
    normal_value, failed = change.points[0][1], change.points[-1][1]
    quick = max(1, min(rule.every_s // 2, change.seconds // 10))
    # Rounded up: within a shorter span the value does not rise by a whole quarter, and the rule would never speak.
    span, quarter = max(1, -(-change.seconds // 4)), abs(failed - normal_value) / 4
    at_once = replace(rule, lasts_s=0, every_s=quick, phase_s=0, measure="value", window_s=0)
    rise = replace(at_once, measure="rise", window_s=span, threshold=quarter, every_s=min(quick, span))
    candidates: list[tuple[Advice, tuple[Rule, ...]]] = [
        ("shorten_interval", (replace(rule, every_s=quick, phase_s=0),)),
        ("lower_threshold", (replace(rule, threshold=(normal_value + rule.threshold) / 2),)),
        ("use_rate_rule", (rise,)),
        ("pair_windows", (at_once, rule)),
    ]
    if rule.measure == "rise":
        candidates = [candidates[0], ("lower_threshold", (replace(rule, threshold=rule.threshold / 2),))]
    found = []
    for advice, rules in candidates:
        then = replay(rules[0], change, react_s)
        if _earlier(then, now):
            price = None if normal is None else sum(firings_per_week(one, normal) for one in rules)
            found.append(Proposal(advice, rules, then, price))
    return found


def _earlier(then: Replay, now: Replay) -> bool:
    def worst(outcome: Replay) -> Sequence[float]:
        return [np.inf if at is None else at for at in (outcome.worst_fires_at_s, outcome.fires_at_s)]

    return list(worst(then)) < list(worst(now))
