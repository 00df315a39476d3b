"""The headline and its reasons, and why each scenario ranks where it does."""

from assessments.engine.gaps import Status
from assessments.scoring.evaluate import Evaluation
from assessments.scoring.scenario_results import ScenarioResult
from assessments.ui import words

WEEK = 5
"""Position of one week among the time bands."""
FIRST_IMPRESSION = "First impression: "


def headline_sentence(evaluation: Evaluation) -> str:
    """One sentence a director could repeat: what a week costs and what could not be recovered in time."""
    week = sum(float(impact.normal.losses[WEEK]) for impact in evaluation.impacts)
    money = _week_in_money(evaluation, week)
    text = f"{money}{_recovery(evaluation, joined=bool(money))}"
    return f"{FIRST_IMPRESSION}{words.lower_first(text)}" if evaluation.uncertainty.grade == "D" else text


def _week_in_money(evaluation: Evaluation, week: float) -> str:
    organisation = evaluation.statement.organisation
    if week < 1e-6:
        return ""
    what = {"margin": "margin", "revenue": "income", "share": ""}[organisation.basis]
    amount = evaluation.situation.money(week)
    if not organisation.is_lost_by_the_hour:
        return f"A week without TikTok would cost about {amount} in credits, costs and fading income"
    return f"A week without TikTok would cost about {amount}{' of ' + what if what else ''}"


def _recovery(evaluation: Evaluation, *, joined: bool) -> str:
    said = _recovery_said(evaluation)
    return f", and {said}" if joined else f"{said[0].upper()}{said[1:]}"


def _recovery_said(evaluation: Evaluation) -> str:
    count = len(evaluation.gaps)
    late = sum(gap.status in (Status.GAP, Status.NOTHING) for gap in evaluation.gaps)
    if late and count == 1:
        return f"“{evaluation.impacts[0].stated.activity.label}” could not be recovered in time."
    if late == count:
        return f"none of your {words.count_word(count)} activities could be recovered in time."
    if late:
        return f"{words.count_word(late)} of {words.count_word(count)} activities could not be recovered in time."
    subject = {1: "your activity has", 2: "both activities have"}.get(
        count, f"all {words.count_word(count)} activities have"
    )
    unproven = sum(gap.status is Status.UNPROVEN for gap in evaluation.gaps)
    tail = "" if not unproven else ", untested" if count == 1 else f", {words.count_word(unproven)} of them untested"
    return f"{subject} an alternative that is enough{tail}."


def headline_reasons(evaluation: Evaluation) -> list[str]:
    """The two largest reasons behind the overall score."""
    return list(evaluation.overall.reasons)


def scenario_reasons(evaluation: Evaluation, scenario: ScenarioResult) -> list[str]:
    """Two sentences: how likely, and what it does here."""
    return [_likelihood(evaluation, scenario), _effect(evaluation, scenario)]


def _likelihood(evaluation: Evaluation, scenario: ScenarioResult) -> str:
    label = next(
        level.label
        for level in evaluation.statement.course.bank.vocabulary.scales.likelihood
        if level.value == scenario.likelihood
    )
    if not scenario.events:
        return "Nothing you use can fail in this way."
    chance = words.chance(1 - 2.718281828459045**-scenario.rate)
    return f"{label}: a chance of {chance} in the next 12 months ({scenario.entry.frequency.basis[0].lower()}{scenario.entry.frequency.basis[1:]})."


def _effect(evaluation: Evaluation, scenario: ScenarioResult) -> str:
    if not scenario.touches:
        return "It touches nothing you use."
    if scenario.over_mtpd:
        names = evaluation.situation.labels(scenario.over_mtpd[:2])
        more = len(scenario.over_mtpd) - 2
        tail = f" and {words.count_word(more)} more" if more > 0 else ""
        return (
            f"After {words.hours(scenario.entry.severe_h)} it pushes {names}{tail} over the longest time you can stop."
        )
    if scenario.loss_severe >= 1e-6:
        cost = evaluation.situation.money(scenario.loss_severe)
        return f"A severe case of {words.hours(scenario.entry.severe_h)} would cost {cost} with what is in place."
    if scenario.worst_function is not None and scenario.worst_category is not None:
        category = evaluation.statement.course.bank.vocabulary.categories[scenario.worst_category]
        return f"{evaluation.situation.labels((scenario.worst_function,))} would feel it most ({category[0].lower()}{category[1:]})."
    return "What is in place carries it."
