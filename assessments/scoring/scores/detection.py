"""Detection: how late and how doubtful the warning is. Higher is worse. Includes the verdict on every alert rule."""

import math
from dataclasses import dataclass, replace

from assessments.engine import alert_rules
from assessments.engine.alert_rules import Proposal, Replay, Rule, Series
from assessments.scoring.phrases import hedged
from assessments.scoring.scores.parts import Part, Score, clamped, make_score
from assessments.scoring.stated.noticing import AlertRule
from assessments.scoring.statement import Statement
from assessments.ui import words

SHARE_OF_TARGET = 0.5
"""Noticing that takes this share of the shortest recovery target fills its part."""
UNWATCHED = {"always": 0.0, "peaks": 0.0, "extended": 0.5, "office": 1.0, "nobody": 1.0}
DOUBT = {"written": 0.0, "expert": 0.4, "compare": 0.8, "none": 1.0}
MINUTE = 60
SHORTEST_S = 60
"""People who look at their own figures, and most tools that do it for them, do so once a minute at most."""
LONGEST_MIN = 10080
STEPS_S = ((10, 1), (60, 5), (600, 60), (7200, 300))
"""Below so many seconds, people set and say times in steps of so many; beyond, in whole hours."""
HOUR_S = 3600
ADVICE = {
    "shorten_interval": "Check every {every} instead of every {was}.",
    "lower_threshold": "Set the threshold to {threshold:g}.",
    "use_rate_rule": "Alert when the value moves by {threshold:g} within {window}, instead of waiting.",
    "pair_windows": "Keep this rule and add one that speaks at once, checked every {every}.",
}


@dataclass(frozen=True)
class RuleVerdict:
    """One alert rule with what the replay says: minutes from the start of the change."""

    rule: AlertRule
    replay: Replay
    advice: tuple[str, ...]

    @property
    def is_in_time(self) -> bool:
        """Whether it speaks in time; a rule that could not be checked does not count as such."""
        return self.replay.verdict == "in_time"


def rule_verdicts(statement: Statement) -> tuple[RuleVerdict, ...]:
    """Every alert rule replayed against the fastest change seen."""
    return tuple(_verdict(rule) for rule in statement.noticing.rules)


def minutes(seconds: int | None) -> float | None:
    """Seconds as minutes, None kept."""
    return None if seconds is None else seconds / MINUTE


def _verdict(stated: AlertRule) -> RuleVerdict:
    rule, change = _rule(stated), _change(stated)
    react = round(stated.react_min * MINUTE)
    outcome = alert_rules.replay(rule, change, react)
    if rule is None or change is None:
        return RuleVerdict(stated, outcome, ())
    found = (_rounded(it, change, react) for it in alert_rules.proposals(rule, change, react))
    better = [it for it in found if _is_earlier(it.replay, outcome)]
    return RuleVerdict(stated, outcome, tuple(_advice(rule, found) for found in better))


def _is_earlier(one: Replay, today: Replay) -> bool:
    """Whether a changed rule speaks earlier than the rule does today, by as much as people would notice in print."""
    if one.fires_at_s is None or today.fires_at_s is None:
        return one.fires_at_s is not None
    return _up(one.fires_at_s) < today.fires_at_s


def _rounded(found: Proposal, change: Series, react_s: int) -> Proposal:
    """The proposal in figures that people would set, each rounded to the side on which the rule speaks no later."""
    first, normal = found.rules[0], change.points[0][1]
    if found.advice == "lower_threshold":
        room = first.threshold - normal
        first = replace(first, threshold=normal + math.copysign(_two_figures(abs(room)), room))
    else:
        first = replace(first, every_s=max(SHORTEST_S, _down(first.every_s)))
    if found.advice == "use_rate_rule":
        first = replace(first, threshold=_two_figures(first.threshold), window_s=_up(first.window_s))
    return replace(found, rules=(first, *found.rules[1:]), replay=alert_rules.replay(first, change, react_s))


def _two_figures(number: float) -> float:
    """The number cut to two significant figures; 0 stays."""
    if number == 0:
        return number
    unit = 10.0 ** (math.floor(math.log10(number)) - 1)
    return words.significant(math.floor(number / unit + 1e-9) * unit, 2)


def _step(seconds: int) -> int:
    return next((step for below, step in STEPS_S if seconds < below), HOUR_S)


def _down(seconds: int) -> int:
    step = _step(seconds)
    return seconds // step * step


def _up(seconds: int) -> int:
    step = _step(seconds)
    return -(-seconds // step) * step


def _rule(stated: AlertRule) -> Rule | None:
    if None in (stated.threshold, stated.every_min, stated.lasts_min, stated.direction):
        return None
    assert stated.threshold is not None and stated.every_min is not None and stated.lasts_min is not None
    window = round(stated.average_min * MINUTE)
    return Rule(
        threshold=stated.threshold,
        every_s=max(1, round(stated.every_min * MINUTE)),
        lasts_s=round(stated.lasts_min * MINUTE),
        measure="mean" if window else "value",
        window_s=window,
        below=stated.direction == "below",
    )


def _change(stated: AlertRule) -> Series | None:
    if stated.normal is None or stated.failed is None or stated.fastest_min is None or stated.normal == stated.failed:
        return None
    return Series.ramp(stated.normal, stated.failed, max(1, round(stated.fastest_min * MINUTE)))


def _advice(rule: Rule, found: Proposal) -> str:
    first = found.rules[0]
    sentence = ADVICE[found.advice].format(
        every=words.seconds(first.every_s).removeprefix("1 "),
        was=words.seconds(rule.every_s).removeprefix("1 "),
        threshold=first.threshold,
        window=words.seconds(first.window_s),
    )
    fires = found.replay.fires_at_s
    return sentence if fires is None else f"{sentence} It would then speak within {words.seconds(_up(fires))}."


def detection_score(statement: Statement, shortest_rto_h: float, verdicts: tuple[RuleVerdict, ...]) -> Score:
    """The detection score of the parts that were asked."""
    return make_score(
        "detection", [_delay(statement, shortest_rto_h), _cover(statement), _rules(verdicts), _triage(statement)]
    )


def _delay(statement: Statement, shortest_rto_h: float) -> Part:
    delay = statement.noticing.delay_h
    level = clamped(delay.number / (SHARE_OF_TARGET * shortest_rto_h))
    reason = (
        f"Noticing takes {words.hours(delay.number)}; the shortest time to recover is {words.hours(shortest_rto_h)}."
    )
    return Part("delay", "Time until you know", 50, level, hedged(delay, reason), delay.sources)


def _cover(statement: Statement) -> Part | None:
    cover = statement.noticing.cover
    if cover is None:
        return None
    level = UNWATCHED[cover]
    reason = (
        "Busy periods include hours in which nobody watches."
        if statement.timing.stated_peaks
        else "There are hours in which nobody watches."
    )
    return Part("cover", "Hours nobody watches", 20, level, reason, ("answers.DET-03", "answers.TIM-01"))


def _rules(verdicts: tuple[RuleVerdict, ...]) -> Part | None:
    if not verdicts:
        return None
    failing = [verdict for verdict in verdicts if not verdict.is_in_time]
    which = (
        "Your alert rule"
        if len(verdicts) == 1
        else f"{words.count_word(len(failing)).capitalize()} of {len(verdicts)} alert rules"
    )
    reason = f"{which} would speak too late or could not be checked."
    return Part(
        "rules", "Alert rules that speak too late", 15, len(failing) / len(verdicts), reason, ("answers.DET-04",)
    )


def _triage(statement: Statement) -> Part | None:
    triage = statement.noticing.triage
    if triage is None:
        return None
    reason = "There is no written check that tells a platform fault from a penalty or a fault of your own."
    return Part("triage", "Telling the cause", 15, DOUBT[triage], reason, ("answers.DET-05",))
