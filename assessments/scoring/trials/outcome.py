"""What would come of other circumstances: the year, an outage and the gaps with some things set differently.

It is the pipeline of `evaluate` without what a trial does not show: no advice, no band of doubt, no bounds of the
quantiles. Every step is exact, so the difference of two outcomes carries no noise, and nothing changed gives the figures
of the results to the last digit. Nothing is stored.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date

from assessments.engine.annual import annual_loss
from assessments.questionnaires.profile import Answer, Profile, WhatIf
from assessments.scoring.advice.findings import Finding, Situation
from assessments.scoring.advice.levers import Change, alternative_with, case_with
from assessments.scoring.advice.library import RecommendationEntry, library
from assessments.scoring.advice.recommend import CREDIT_LEFT
from assessments.scoring.cases import AS_STATED, Case, Variation
from assessments.scoring.events import Event, events_of
from assessments.scoring.gap import Gap, alternative_of, gaps_of
from assessments.scoring.impact import Impact, impacts_of
from assessments.scoring.model import Model
from assessments.scoring.overrides import Overrides
from assessments.scoring.quantity import Quantity
from assessments.scoring.stated.activities import Alternative, StatedActivity
from assessments.scoring.stated.organisation import Organisation
from assessments.scoring.statement import Statement, state
from assessments.scoring.what_if import WhatIfResult, result_of
from assessments.scoring.yearly import CELLS

BAD_YEAR = 0.95
NOTHING_YET, PREPARED = "s0", "s2"
WEEK_H = 168.0
MOST_CHANCE = 99.0


@dataclass(frozen=True)
class Alternatively:
    """How an activity's alternative is set: hours until it delivers, per cent of normal output, how far it is prepared."""

    delivers_h: float | None = None
    output: float | None = None
    status: str | None = None


@dataclass(frozen=True)
class Changes:
    """What is set differently; `chances` are per cent a year by scenario, `controls` recommendations taken as in place."""

    direct: float | None = None
    influenced: float | None = None
    alternatives: Mapping[str, Alternatively] = field(default_factory=dict)
    chances: Mapping[str, float] = field(default_factory=dict)
    controls: tuple[str, ...] = ()


@dataclass(frozen=True)
class Outage:
    """The outage that is looked at: a scenario's worst event, its length, its first day."""

    scenario: str
    length_h: float
    start_on: date


@dataclass(frozen=True)
class Outcome:
    """What comes of it; activities in the user's order."""

    expected: float
    bad_year: float
    limit: float
    chance_over_limit: float
    impacts: tuple[Impact, ...]
    gaps: tuple[Gap, ...]
    outage: WhatIfResult

    @property
    def over(self) -> tuple[str, ...]:
        """The activities that the outage pushes over their limit."""
        return tuple(key for key, is_over in self.outage.over_mtpd.items() if is_over)


def outcome_of(profile: Profile, findings: Mapping[str, Finding], changes: Changes, outage: Outage) -> Outcome:
    """The outcome of a profile with changes; `findings` are the recommendations whose condition is met, by key."""
    statement = _stated(profile, changes)
    overrides = Overrides(statement.profile)
    events = _with_chances(events_of(statement, overrides), changes.chances)
    case, judged = _with_controls(statement, events, [findings[key] for key in changes.controls if key in findings])
    impacts = impacts_of(Model(statement, case.events), overrides)
    model = Model(statement, case.events, [impact.rto_h for impact in impacts])
    run = model.run((case,))
    loss = annual_loss(run.annual(model.season), CELLS)
    readied = tuple(replace(impact, stated=judged.activity(impact.key)) for impact in impacts)
    gaps = gaps_of(judged, readied, model.events, overrides)
    limit = statement.organisation.severe_loss.number
    asked = WhatIf("", outage.start_on, outage.scenario, outage.length_h)
    return Outcome(
        expected=float(run.expected_losses().sum()),
        bad_year=float(loss.quantile(BAD_YEAR)),
        limit=limit,
        chance_over_limit=float(loss.chance_over(limit)) if limit > 0 else 0.0,
        impacts=impacts,
        gaps=gaps,
        outage=result_of(model, impacts, gaps, asked, case.variation),
    )


# --------------------------------------------------------------------------------------------------------- the answers
def _stated(profile: Profile, changes: Changes) -> Statement:
    """The statement with shares and alternatives as they are set."""
    shares = {"MON-01": changes.direct, "MON-02": changes.influenced}
    answers = {question: Answer(share) for question, share in shares.items() if share is not None}
    functions = {key: {"WRK-01": Answer(status)} for key, status in _statuses(profile, changes).items()}
    statement = state(replace(profile.with_changes(answers, functions), what_ifs=()))
    return replace(
        statement,
        organisation=_with_shares(statement, changes),
        activities=tuple(
            _with_alternative(statement, activity, changes.alternatives.get(activity.key, Alternatively()))
            for activity in statement.activities
        ),
    )


def _with_shares(statement: Statement, changes: Changes) -> Organisation:
    """The organisation; that of a creator with its shares set, since they are sums of a table and no answers."""
    organisation = statement.organisation
    if not statement.course.exists("CR-01"):
        return organisation
    named = {"direct": changes.direct, "influenced": changes.influenced}
    shares = {name: replace(getattr(organisation, name), value=to) for name, to in named.items() if to is not None}
    return replace(organisation, **shares)


def _statuses(profile: Profile, changes: Changes) -> dict[str, str]:
    """How far the alternatives are prepared, where that changes: one that reaches any output is at least prepared."""
    found = {}
    for key, asked in changes.alternatives.items():
        present = profile.value("WRK-01", key) or NOTHING_YET
        status = asked.status or present
        found[key] = PREPARED if status == NOTHING_YET and asked.status is None and asked.output else status
    return {key: status for key, status in found.items() if status != profile.value("WRK-01", key)}


def _with_alternative(statement: Statement, activity: StatedActivity, asked: Alternatively) -> StatedActivity:
    present = activity.alternative
    if not present.exists:
        return activity
    if asked.output is not None:
        output = Quantity("workaround.output", asked.output, "% of output", "A", "entered", present.sources)
        present = replace(present, output=output)
    if asked.delivers_h is not None:
        noticing = statement.noticing
        known_h = noticing.delay_h.number + noticing.decision_h.number
        is_at_once = asked.delivers_h <= 0
        present = replace(present, is_running=is_at_once, operate_h=max(0.0, asked.delivers_h - known_h))
    return replace(activity, alternative=present)


def _with_chances(events: Sequence[Event], chances: Mapping[str, float]) -> tuple[Event, ...]:
    """The events at the yearly chances that are set, each scenario's events in their old proportion."""
    factors = {}
    for scenario, chance in chances.items():
        total = sum(event.rate.mean for event in events if event.scenario == scenario)
        factors[scenario] = -math.log1p(-min(chance, MOST_CHANCE) / 100) / total if total > 0 else 1.0
    return tuple(
        replace(event, rate=replace(event.rate, factor=event.rate.factor * factors[event.scenario]))
        if event.scenario in factors
        else event
        for event in events
    )


# ------------------------------------------------------------------------------------------------- the recommendations
def counted(situation: Situation, finding: Finding, events: tuple[Event, ...]) -> bool:
    """Whether a recommendation changes anything that is calculated here."""
    entry = library()[finding.key]
    if entry.lever is None:
        return False
    change = _change(situation, finding, entry)
    # one that makes up for parts of TikTok none of these activities uses would be a box that never does anything
    acts = not entry.capabilities or any(change.left_of(key) < 1 for key in finding.functions)
    return acts and case_with(change, events) is not None


def _change(situation: Situation, finding: Finding, entry: RecommendationEntry) -> Change:
    assert entry.lever is not None
    left = CREDIT_LEFT[1] if entry.lever == "credits" else entry.left.mode
    return Change(situation, finding, entry, left, entry.lever)


def _with_controls(
    statement: Statement, events: tuple[Event, ...], findings: Sequence[Finding]
) -> tuple[Case, Statement]:
    """The case with the recommendations in place one after the other, and the statement on which gaps are judged."""
    case, judged = Case(events), statement
    for finding in findings:
        entry = library()[finding.key]
        change = _change(_situation(statement), finding, entry)
        found = case_with(change, case.events)
        if found is not None:
            case = Case(found.events, _both(case.variation, found.variation))
        judged = _judged(judged, _change(_situation(judged), finding, entry))
    return case, judged


def _situation(statement: Statement) -> Situation:
    return Situation(statement, (), (), (), ())


def _both(one: Variation, other: Variation) -> Variation:
    """Two variations at once: factors multiply."""
    names = [part.name for part in fields(Variation) if part.name != "rates"]
    factors = {name: getattr(one, name) * getattr(other, name) for name in names}
    return replace(AS_STATED, **factors, rates=(*one.rates, *other.rates))


def _judged(statement: Statement, change: Change) -> Statement:
    """The statement as the gap analysis is to see it with a recommendation in place."""
    noticing = statement.noticing
    if change.lever == "notice":
        return replace(
            statement, noticing=replace(noticing, delay_h=noticing.delay_h.times(change.multiplier, "hours"))
        )
    if change.lever == "decision":
        faster = noticing.decision_h.times(change.multiplier, "hours")
        return replace(statement, noticing=replace(noticing, decision_h=faster))
    return replace(statement, activities=tuple(_readied(change, activity) for activity in statement.activities))


def _readied(change: Change, activity: StatedActivity) -> StatedActivity:
    found, present = alternative_with(change, activity.key), alternative_of(activity)
    if found is None or found == present:
        return activity
    output = Quantity("workaround.output", found.output, "% of output", "C", "derived", activity.alternative.sources)
    better: Alternative = replace(
        activity.alternative,
        status=int(found.readied),
        is_known=True,
        is_running=found.carries_all,
        operate_h=found.start_h,
        output=output,
        endurance_h=found.endurance_h or 0.0,
        is_proven=found.proven,
    )
    return replace(activity, alternative=better)
