"""The ranked recommendations: each run through the engine with it in place, and the sentence when no more is needed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from assessments.engine.gaps import Need, Status, judge_by_scenario
from assessments.engine.ratings import MONTH_H
from assessments.scoring.advice import access, channels, governance
from assessments.scoring.advice.findings import Condition, Finding, Situation
from assessments.scoring.advice.levers import Change, alternative_with, case_with
from assessments.scoring.advice.library import RecommendationEntry, library
from assessments.scoring.cases import Case
from assessments.scoring.gap import LASTING, Gap
from assessments.scoring.model import Model
from assessments.ui import words

Floats = NDArray[np.float64]
WORKING_DAYS = 220
LABOUR_SHARE = 0.5
"""Part of income per head that a working day is thought to cost. Working assumption, shown."""
CREDIT_LEFT = (0.2, 0.5, 0.9)
"""What is left of credits once terms for a platform outage are agreed: low, middle, high. Working assumption."""
TIER_WEIGHTS = {"A": 4, "B": 3, "C": 2, "D": 1}
PLACE_IN_RANGE = {"p1": 0.0, "p2_9": 0.25, "p10_49": 0.5, "p50_249": 0.75, "p250": 1.0}
"""Where in a range of person-days an organisation lies: one person needs the low end, a large one the high end."""
FELT = 0.01
"""Share of what a recommendation removes from which it is said to help in a scenario."""
SMALL_EFFORT = 1.5
SMALL_TEAM = 10
ALWAYS_WORTH = frozenset({"access_hardening", "plan_write"})
SMALL_LOSS = 0.25
RARE = 0.05


@dataclass(frozen=True)
class Recommendation:
    """One recommendation with what it removes and closes."""

    finding: Finding
    entry: RecommendationEntry
    removes: float
    removes_range: tuple[float, float]
    is_counted: bool
    cost_year: float
    effort_days: float
    closes: tuple[str, ...]
    scenarios: tuple[str, ...]
    rank: int = 0

    @property
    def key(self) -> str:
        """The key of the library."""
        return self.entry.key

    @property
    def left(self) -> tuple[float, float, float]:
        """What is left of the parameter it acts on: low, middle, high."""
        return left_of(self.entry)

    @property
    def evidence_kind(self) -> str:
        """What its effect rests on."""
        basis = self.entry.basis
        if not self.is_counted or basis is None:
            return "judgement"
        return "judgement, direction supported by published cases" if basis.evidence else "judgement"


def findings_of(situation: Situation) -> list[Finding]:
    """Every recommendation whose condition is met, in the order of the library; one for no activity is for all."""
    conditions: dict[str, Condition] = {
        key: getattr(room, key) for room in (channels, access, governance) for key in library() if hasattr(room, key)
    }
    found = (conditions[key](situation) for key in library())
    everything = tuple(activity.key for activity in situation.statement.activities)
    return [replace(it, functions=it.functions or everything) for it in found if it is not None]


def recommendations_of(model: Model, situation: Situation, expected: float) -> tuple[Recommendation, ...]:
    """Ranked: first by the expected loss they remove, then by the gaps they close, then by effort."""
    findings = findings_of(situation)
    losses = _losses(model, situation, findings)
    found = [_recommendation(situation, finding, expected, losses.get(finding.key)) for finding in findings]
    tiers = {impact.key: impact.tier for impact in situation.impacts}
    found.sort(
        key=lambda it: (
            -round(it.removes, 2),
            -sum(TIER_WEIGHTS[tiers[key]] for key in it.closes),
            it.effort_days,
            it.key,
        )
    )
    return tuple(replace(it, rank=rank) for rank, it in enumerate(found, start=1))


def day_cost(situation: Situation) -> float:
    """What a working day is thought to cost: income per head and working day, times the part that is labour."""
    organisation = situation.statement.organisation
    return organisation.income.number / organisation.people / WORKING_DAYS * LABOUR_SHARE


@dataclass(frozen=True)
class _Losses:
    """The expected yearly loss with a recommendation in place (high, middle, low effect left), and what it takes off."""

    totals: Floats
    taken: dict[str, float]
    """By scenario, at the middle effect."""


def _losses(model: Model, situation: Situation, findings: Sequence[Finding]) -> dict[str, _Losses]:
    """What each recommendation does that the calculation shows, all solved in one batch with today's case."""
    cases: list[Case] = []
    keys: list[str] = []
    for finding in findings:
        entry = library()[finding.key]
        if entry.lever is None:
            continue
        three = [
            case_with(Change(situation, finding, entry, left, entry.lever), model.events) for left in left_of(entry)
        ]
        if all(case is not None for case in three):
            cases += [case for case in three if case is not None]
            keys.append(finding.key)
    if not cases:
        return {}
    today, *events = model.run([Case(model.events), *cases]).expected_losses().sum(axis=2)
    three_each = np.array(events).reshape(-1, 3, today.size)
    return {
        key: _Losses(losses.sum(axis=1), _by_scenario(model, today - losses[1]))
        for key, losses in zip(keys, three_each, strict=True)
    }


def _by_scenario(model: Model, of_events: Floats) -> dict[str, float]:
    found: dict[str, float] = {}
    for event, amount in zip(model.events, of_events, strict=True):
        found[event.scenario] = found.get(event.scenario, 0.0) + float(amount)
    return found


def left_of(entry: RecommendationEntry) -> tuple[float, float, float]:
    """What a recommendation leaves of the parameter it acts on: low, middle, high."""
    if entry.lever == "credits":
        return CREDIT_LEFT
    return entry.left.low, entry.left.mode, entry.left.high


def _recommendation(situation: Situation, finding: Finding, expected: float, losses: _Losses | None) -> Recommendation:
    entry = library()[finding.key]
    removed = [0.0, 0.0, 0.0] if losses is None else [max(0.0, expected - float(total)) for total in losses.totals]
    taken = {} if losses is None else losses.taken
    felt = {key for key, amount in taken.items() if removed[1] > 0 and amount > FELT * removed[1]}
    effort, upkeep = (_days(situation, span) for span in (entry.effort, entry.upkeep))
    return Recommendation(
        finding=finding,
        entry=entry,
        removes=removed[1],
        removes_range=(min(removed), max(removed)),
        is_counted=losses is not None,
        cost_year=day_cost(situation) * (effort + upkeep),
        effort_days=effort,
        closes=_closes(situation, finding, entry),
        scenarios=tuple(sorted(felt | set(finding.scenarios or _scenarios(situation, finding, entry)))),
    )


def _days(situation: Situation, span: tuple[float, float]) -> float:
    low, high = span
    return low + (high - low) * PLACE_IN_RANGE[situation.statement.organisation.size]


def _closes(situation: Situation, finding: Finding, entry: RecommendationEntry) -> tuple[str, ...]:
    """Activities whose gap it closes, judged again with the alternative it brings."""
    if entry.lever is None:
        return ()
    change = Change(situation, finding, entry, entry.left.mode, entry.lever)
    statement = situation.statement
    closed = []
    for impact, gap in zip(situation.impacts, situation.gaps, strict=True):
        if not gap.is_open:
            continue
        severe = {
            event.key: min(event.entry.severe_h, MONTH_H)
            for event in situation.scenarios
            if event.key in gap.by_scenario and event.key not in LASTING
        }
        noticing = statement.noticing
        judged = judge_by_scenario(
            alternative_with(change, impact.key),
            Need(impact.rto_h, impact.stated.mbco.number, 0.0),
            severe,
            noticing.delay_h.number * (entry.left.mode if entry.lever == "notice" else 1.0),
            noticing.decision_h.number * (entry.left.mode if entry.lever == "decision" else 1.0),
        )
        if judged and min(verdict.status for verdict in judged.values()) > Status.GAP:
            closed.append(impact.key)
    return tuple(closed)


def _scenarios(situation: Situation, finding: Finding, entry: RecommendationEntry) -> tuple[str, ...]:
    """The scenarios it helps in: those its control acts in that touch the activities concerned."""
    touching = [scenario.key for scenario in situation.scenarios if scenario.touches]
    if entry.basis is None:
        return tuple(sorted(touching))
    crosswalk = situation.course.bank.vocabulary.crosswalk["scenarios_to_mitigation_scenarios"]
    helped = set(entry.basis.scenarios)
    return tuple(sorted(key for key in touching if helped & set(crosswalk[key]))) or tuple(sorted(touching))


def why_enough(situation: Situation, chance_over_limit: float, expected: float) -> str | None:
    """The sentence that no more is needed, and why; None while something is."""
    if any(gap.is_open for gap in situation.gaps):
        return None
    if any(scenario.likelihood >= 3 and scenario.over_mtpd for scenario in situation.scenarios):
        return None
    severe = situation.statement.organisation.severe_loss.number
    if chance_over_limit > RARE or (severe > 0 and expected > SMALL_LOSS * severe):
        return None
    what = all_have_enough(situation.gaps)
    money = (
        f", and the expected loss of {situation.money(expected)} a year is small against the limit"
        if expected >= 1
        else ""
    )
    return f"You need no more than this. {what[0].upper()}{what[1:]}{money}."


def all_have_enough(gaps: Sequence[Gap]) -> str:
    """Words for a sentence: every activity has an alternative that is enough, and how many of them nobody has tried."""
    count, untested = len(gaps), sum(gap.status is Status.UNPROVEN for gap in gaps)
    subject = {1: "your activity has", 2: "both activities have"}.get(
        count, f"all {words.count_word(count)} activities have"
    )
    tail = "" if not untested else ", untested" if count == 1 else f", {words.count_word(untested)} of them untested"
    return f"{subject} an alternative that is enough{tail}"


def worth_doing(situation: Situation, found: Sequence[Recommendation], is_enough: bool) -> tuple[Recommendation, ...]:
    """What is shown: everything, or where no more is needed only the basics, and small steps for a larger organisation."""
    if not is_enough:
        return tuple(found)
    is_larger = situation.statement.organisation.people >= SMALL_TEAM
    kept = [it for it in found if it.key in ALWAYS_WORTH or (is_larger and it.effort_days <= SMALL_EFFORT)]
    return tuple(replace(it, rank=rank) for rank, it in enumerate(kept, start=1))


def due(as_of: date, finding: Finding, entry: RecommendationEntry) -> tuple[int, str]:
    """In how many days a recommendation is due, at least one, and that day, ISO; the day before what it prepares for."""
    left = entry.due_days if finding.before is None else (finding.before - as_of).days - 1
    days = max(1, min(entry.due_days, left))
    return days, (as_of + timedelta(days=days)).isoformat()
