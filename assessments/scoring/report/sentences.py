"""The headline and its reasons, and why each scenario ranks where it does."""

import math
from collections.abc import Sequence

from assessments.engine.gaps import Status
from assessments.engine.ratings import BANDS_H
from assessments.scoring.advice.recommend import all_have_enough
from assessments.scoring.evaluate import Evaluation
from assessments.scoring.events import own_incidents
from assessments.scoring.lengths import OwnLengths
from assessments.scoring.scenario_results import ScenarioResult
from assessments.scoring.stated.contracts import Credit, Exit
from assessments.scoring.stated.organisation import Organisation
from assessments.ui import words

WEEK = 5
"""Position of one week among the time bands."""
HARDLY = 0.05
"""Parts of a cost below this share of it are not worth a word in the headline."""
WHICH = {"account": "which account is lost", "tool": "which tool fails", "market": "where it happens"}
MOST_LENGTHS = 4
"""How many lengths are named one by one."""
FIRST_IMPRESSION = "First impression: "


def headline_sentence(evaluation: Evaluation) -> str:
    """One sentence a director could repeat: what a week costs and what could not be recovered in time."""
    week = sum(float(impact.normal.losses[WEEK]) for impact in evaluation.impacts)
    money = _week_in_money(evaluation, week)
    text = f"{money}{_recovery(evaluation, joined=bool(money))}"
    return f"{FIRST_IMPRESSION}{words.lower_first(text)}" if evaluation.uncertainty.grade == "D" else text


def _week_in_money(evaluation: Evaluation, week: float) -> str:
    if week < 1e-6:
        return ""
    parts = words.listed(components(evaluation, WEEK))
    cost = evaluation.situation.money(week)
    stays = " and nobody left" if fees_go_on(evaluation.statement.organisation) else ""
    return f"A week without TikTok would cost {words.about(cost)}{cost} in {parts} if nothing were done{stays}"


def fees_go_on(organisation: Organisation) -> bool:
    """Whether there is income that every figure takes to go on: who leaves because of an outage cannot be worked out."""
    return organisation.income_mode == "recurring" and organisation.direct.number > 0


def components(evaluation: Evaluation, band: int) -> list[str]:
    """What the cost of an outage up to a time band consists of, the largest part first, without what hardly counts."""
    organisation, contracts = evaluation.statement.organisation, evaluation.statement.contracts
    total = sum(float(impact.normal.losses[band]) for impact in evaluation.impacts)
    credits = sum(contracts.counted(credit, BANDS_H[band]) for credit in contracts.credits)
    costs = float(evaluation.model.money.cost_per_h.sum()) * BANDS_H[band]
    lost = "lost margin" if organisation.margin_factor < 1 or organisation.basis == "margin" else "lost income"
    income = lost if organisation.is_lost_by_the_hour else "fading income"
    parts = {income: total - credits - costs, "credits": credits, "costs that go on": costs}
    ordered = sorted(parts.items(), key=lambda part: -part[1])
    return [name for position, (name, part) in enumerate(ordered) if position == 0 or part >= HARDLY * total]


def _recovery(evaluation: Evaluation, *, joined: bool) -> str:
    said = _recovery_said(evaluation)
    return f", and {said}" if joined else f"{said[0].upper()}{said[1:]}"


def _recovery_said(evaluation: Evaluation) -> str:
    count = len(evaluation.gaps)
    late = sum(gap.status in (Status.GAP, Status.NOTHING) for gap in evaluation.gaps)
    if late and count == 1:
        return f"“{evaluation.impacts[0].stated.activity.label}” could not be recovered in time."
    if late == count:
        return f"not one of your {words.count_word(count)} activities could be recovered in time."
    if late:
        return f"{words.count_word(late)} of {words.count_word(count)} activities could not be recovered in time."
    return f"{all_have_enough(evaluation.gaps)}."


def headline_reasons(evaluation: Evaluation) -> list[str]:
    """The two largest reasons behind the overall score."""
    return list(evaluation.overall.reasons)


def scenario_reasons(evaluation: Evaluation, scenario: ScenarioResult) -> list[str]:
    """Two sentences: how likely, and what it does here."""
    return [_likelihood(evaluation, scenario), _effect(evaluation, scenario)]


def _likelihood(evaluation: Evaluation, scenario: ScenarioResult) -> str:
    levels = evaluation.statement.course.bank.vocabulary.scales.likelihood
    label = next(level.label for level in levels if level.value == scenario.likelihood)
    if not scenario.events:
        return "Nothing you use can fail in this way."
    chance = words.chance(-math.expm1(-scenario.rate))
    return f"{label}: a chance of {chance} in the next 12 months ({basis_of_rate(evaluation, scenario)})."


def basis_of_rate(evaluation: Evaluation, scenario: ScenarioResult) -> str:
    """Where the likelihood comes from: a person's judgement, or the library with the organisation's own history."""
    path = f"scenarios.{scenario.key}.likelihood"
    setter = next((it.override.by for it in evaluation.overrides.touching(path) if it.state == "active"), None)
    if setter is not None:
        return f"set by {setter}"
    if any("answers.RSK-03" in event.sources for event in scenario.events):
        reason = (evaluation.statement.course.known("RSK-03") or {})[scenario.key].get("reason")
        return f"as you judged it: {words.lower_first(reason)}" if reason else "as you judged it"
    library = words.lower_first(scenario.entry.frequency.basis)
    own = own_incidents(evaluation.statement, scenario.entry)
    if own is None:
        return library
    said = f"{words.count_word(own)} of your own" if own else "nothing of the kind here"
    return f"{library}; {said} in the last 24 months"


def said_of_lengths(own: OwnLengths, median_h: float) -> str:
    """What own disruptions make of the usual length, beside what the library says."""
    lasted, lasting = _lengths(own.ended), f"gone on for {_lengths(own.going_on)} so far"
    if own.ended and own.going_on:
        has = "has" if len(own.going_on) == 1 else "have"
        ended, going_on = words.count_word(len(own.ended)), words.count_word(len(own.going_on))
        yours = f": {ended} lasted {lasted}, {going_on} {has} {lasting}"
    elif own.ended:
        yours = f", which lasted {lasted}"
    else:
        yours = f", which {'has' if own.count == 1 else 'have'} {lasting}"
    return (
        f"half of them are taken to be over within {words.hours(median_h * own.factor)}. "
        f"You had {words.count_word(own.count)}{yours}; "
        f"the {words.hours(median_h)} of the library count like {words.count_word(round(own.counts_like))} more."
    )


def _lengths(hours: Sequence[float]) -> str:
    """Lengths one by one; the same ones said once, and many by the shortest and the longest."""
    said = [words.hours(length) for length in hours]
    if len(said) > 1 and len(set(said)) == 1:
        return f"{said[0]} each"
    if len(said) > MOST_LENGTHS:
        return f"{words.hours(min(hours))} to {words.hours(max(hours))}"
    return words.listed(said)


def _effect(evaluation: Evaluation, scenario: ScenarioResult) -> str:
    situation = evaluation.situation
    if not scenario.touches:
        return "It touches nothing you use." if scenario.events else "So it costs nothing here."
    severe = f"A severe case of {words.hours(scenario.entry.severe_h)}"
    if scenario.over_mtpd:
        names = [situation.labels((key,)) for key in scenario.over_mtpd[:2]]
        more = len(scenario.over_mtpd) - 2
        named = words.listed([*names, f"{words.count_word(more)} more"] if more > 0 else names)
        return f"{_depending(scenario, severe)} stops {named} for longer than can be borne."
    if scenario.loss_severe >= 1e-6:
        cost = situation.money(scenario.loss_severe)
        return f"{severe} would cost {cost} with what is in place, and no activity would pass its limit."
    if scenario.worst_function is not None and scenario.worst_category is not None:
        category = evaluation.statement.course.bank.vocabulary.categories[scenario.worst_category]
        return f"{situation.labels((scenario.worst_function,))} would feel it most ({words.lower_first(category)})."
    return "What is in place carries it."


def _depending(scenario: ScenarioResult, severe: str) -> str:
    """The severe case as the subject of a sentence; which of its events it is, where the dearest alone does not stop all."""
    event = scenario.event
    if event is None or all(event.route[key] > 0 for key in scenario.over_mtpd):
        return severe
    return f"Depending on {WHICH[scenario.entry.scope]}, {words.lower_first(severe)}"


def credit_sentence(evaluation: Evaluation, credit: Credit, leave: Exit | None) -> str:
    """When a contract makes the organisation pay, how much, and when a client may go."""
    said = []
    rivals = [it for it in evaluation.statement.contracts.credits if it.is_fee and it.amount > 0]
    if credit.amount > 0:
        who = {
            "SA-02": "your availability promise makes",
            "AG-04": "your contracts make",
            "EC-02": "dispatch rules make",
        }
        amount = evaluation.situation.money(credit.amount)
        said.append(f"After {words.hours(credit.after_h)} {who[credit.source]} you owe {amount}.")
        if credit.is_fee and len(rivals) > 1:
            said.append("Of the two credits only the larger counts at any time.")
    if leave is not None:
        period = "an" if leave.period[0] in "aeiou" else "a"
        late = f"more than {leave.late_percent:g}% of {period} {leave.period}'s work is late or missing"
        said.append(f"A client may leave when {late}; that income is shown, not counted as lost.")
    return " ".join(said)
