"""The trace: from every figure of the results back to the answers, library entries and rules behind it."""

from collections.abc import Iterable

from assessments.scoring.evaluate import Evaluation
from assessments.scoring.impact import Impact
from assessments.scoring.quantity import Quantity
from assessments.scoring.scenario_results import ScenarioResult

Sources = tuple[str, ...]
LIBRARY = "catalogue.scenarios"
OF_THE_YEAR = ("method.horizon", "method.overlap", "method.knock_on")
READINESS = (
    "GOV-01", "GOV-02", "GOV-03", "GOV-04", "GOV-05", "GOV-06", "DET-01", "DEP-01", "DEP-02", "DEP-03", "DIV-01",
)  # fmt: skip
GRADE_OF_ALL = "answers.GOV-11"
"""The grade of every answer that has none of its own: it sets how far what was stated may be off."""


def trace_part(evaluation: Evaluation) -> dict[str, list[str]]:
    """Input paths by result path, each list without repetition, in alphabetical order."""
    found: dict[str, Sources] = {}
    found.update(_stake(evaluation))
    found.update(_scores(evaluation))
    for impact in evaluation.impacts:
        found.update(_function(evaluation, impact))
    found.update(_scenarios(evaluation))
    found.update(_losses(evaluation))
    found.update(_advice(evaluation))
    return {path: sorted(set(sources)) for path, sources in sorted(found.items()) if sources}


def _of(*quantities: Quantity | None) -> Sources:
    return tuple(source for quantity in quantities if quantity is not None for source in quantity.sources)


def income_sources(evaluation: Evaluation) -> Sources:
    """Everything that turns an hour without TikTok into money."""
    o = evaluation.statement.organisation
    margin = o.margin if o.basis == "margin" else None
    method = ("method.influenced_half_life_h", "method.recovery")
    return (*_of(o.income, o.direct, o.influenced, margin, o.recapture, o.cost_day), *o.mode_sources, *method)


def _credits(evaluation: Evaluation) -> Sources:
    return tuple(source for credit in evaluation.statement.contracts.credits for source in credit.sources)


def _targets(evaluation: Evaluation) -> Sources:
    """The times to recover, which say how fast income comes back: figures of their own."""
    return tuple(f"functions.{impact.key}.rto_h" for impact in evaluation.impacts)


def _rates(scenario: ScenarioResult) -> Sources:
    """How often, how long and what of each activity: the answers and the entry of the library behind a scenario's events."""
    stated = dict.fromkeys(source for event in scenario.events for source in event.sources)
    return (*stated, f"{LIBRARY}.{scenario.key}")


def _through_others(evaluation: Evaluation, key: str) -> Sources:
    """What says how far the activities stop that this one hangs on, and by which links."""
    statement, reached = evaluation.statement, {key}
    links = statement.dependencies.links
    for _ in links:
        reached |= {link.source for link in links if link.target in reached}
    others = [activity for activity in statement.activities if activity.key in reached - {key}]
    stops = (source for it in others for source in (*it.dependency.sources, *it.alternative.sources))
    return (*(source for link in links if link.target in reached for source in link.sources), *stops)


def _stake(evaluation: Evaluation) -> dict[str, Sources]:
    o = evaluation.statement.organisation
    commitments = tuple(source for c in evaluation.statement.timing.commitments for source in c.sources)
    found = {
        "money": _of(o.income, o.margin),
        "at_stake.direct": _of(o.income, o.direct),
        "at_stake.influenced": _of(o.income, o.influenced),
        "at_stake.independent": _of(o.income, o.direct, o.influenced),
        "at_stake.ad_spend_month": _of(o.ad_spend_month),
        "at_stake.client_media_month": _of(o.client_media_month),
        "at_stake.balance_held": _of(o.balance_held),
        "at_stake.dated_work": (
            "answers.TIM-02",
            *commitments,
            *_of(*(evaluation.statement.resolver.resolve(k) for k in ("CR-02", "FB-02"))),
        ),
    }
    for number, credit in enumerate(evaluation.statement.contracts.credits):
        found[f"credits[{number}]"] = (*credit.sources, *_of(o.income, o.direct))
    return found


def _scores(evaluation: Evaluation) -> dict[str, Sources]:
    found = {f"scores.{score.key}": score.sources for score in evaluation.scores}
    gaps = tuple(f"functions.{impact.key}.gap" for impact in evaluation.impacts)
    found["scores.readiness"] = (*(f"answers.{question}" for question in READINESS), *gaps)
    found["scores.detection"] = (*found["scores.detection"], "answers.DET-01", *_targets(evaluation))
    found["headline.score"] = tuple(source for score in evaluation.scores for source in score.sources)
    found["headline.sentence"] = (*income_sources(evaluation), *found["scores.gap"])
    found["headline.confidence"] = tuple(
        source for swing in evaluation.uncertainty.swings if swing.matters for source in swing.doubt.sources
    ) or (GRADE_OF_ALL,)
    found["scores.detection.delay_h"] = evaluation.statement.noticing.delay_h.sources
    found["scores.detection.rules"] = ("answers.DET-04",)
    return found


def _function(evaluation: Evaluation, impact: Impact) -> dict[str, Sources]:
    stated, statement = impact.stated, evaluation.statement
    path = f"functions.{impact.key}"
    links = _through_others(evaluation, impact.key)
    loss = (*income_sources(evaluation), *_of(stated.income_share, stated.dependency), *links, *_credits(evaluation))
    peaks = tuple(source for peak in statement.timing.peaks for source in peak.sources)
    rated = (*loss, *_of(statement.organisation.severe_loss, statement.organisation.runway_weeks))
    limit = (*rated, *stated.limit_sources, f"functions.{impact.key}.IMP-03")
    overrides = tuple(f"overrides.{e.override.set}" for e in evaluation.overrides.touching(f"{path}."))
    rto = (*limit, *_of(stated.catch_up_h, stated.people), *overrides)
    noticing = statement.noticing
    able = (*stated.alternative.sources, *_of(noticing.delay_h, noticing.decision_h))
    # that no tool stands behind an activity is an answer too
    hitting = [it for it in evaluation.scenarios if it.expected_annual[impact.key] > 0 or it.entry.scope == "tool"]
    rates = tuple(source for it in hitting for source in _rates(it))
    return {
        f"{path}.income_share": stated.income_share.sources,
        f"{path}.mtpd_h": (*limit, *overrides),
        f"{path}.mtpd_range": (*limit, *overrides),
        f"{path}.stated_mtpd_h": stated.limit_sources,
        f"{path}.rto_h": rto,
        f"{path}.tier": rto,
        f"{path}.rank": (*rto, "answers.USE-02", *_targets(evaluation)),
        f"{path}.mbco_percent": stated.mbco.sources,
        f"{path}.rpo_h": _of(stated.rpo_h),
        f"{path}.achievable_h": able,
        f"{path}.gap": (*able, *rto, *stated.mbco.sources, LIBRARY, f"{path}.WRK-05"),
        f"{path}.impact": (*rated, f"functions.{impact.key}.IMP-03", *overrides),
        f"{path}.loss_at_h": loss,
        f"{path}.loss_at_h_peak": (*loss, *peaks) if impact.peak_period is not None else (),
        f"{path}.expected_annual_loss": (*loss, *able, *rates, *rto),
        f"{path}.tail_share": (*loss, *able, *rates, *peaks, "losses.tvar"),
    }


def _in_an_event(evaluation: Evaluation) -> Sources:
    """What makes an event cost what it costs, however long it lasts and whatever it takes."""
    statement, links = evaluation.statement, evaluation.statement.dependencies.links
    return (
        *income_sources(evaluation),
        *_of(*(quantity for a in statement.activities for quantity in (a.dependency, a.income_share))),
        *(source for a in statement.activities for source in a.alternative.sources),
        *_of(statement.noticing.delay_h, statement.noticing.decision_h),
        *(source for link in links for source in link.sources),
        *_credits(evaluation),
        *_targets(evaluation),
    )


def _scenarios(evaluation: Evaluation) -> dict[str, Sources]:
    found: dict[str, Sources] = {}
    graded = tuple(f"functions.{impact.key}.impact" for impact in evaluation.impacts)
    least = _of(*(activity.mbco for activity in evaluation.statement.activities))
    severe = _of(evaluation.statement.organisation.severe_loss)
    for scenario in evaluation.scenarios:
        path = f"scenarios.{scenario.key}"
        rate = _rates(scenario)
        loss = (*rate, *_in_an_event(evaluation))
        limits = tuple(f"functions.{key}.mtpd_h" for key in scenario.over_mtpd)
        found[f"{path}.rate_per_year"] = found[f"{path}.rate_range"] = found[f"{path}.likelihood"] = rate
        found[f"{path}.typical_h"] = found[f"{path}.severe_h"] = (f"{LIBRARY}.{scenario.key}",)
        found[f"{path}.loss_typical"] = found[f"{path}.loss_severe"] = found[f"{path}.expected_annual_loss"] = loss
        found[f"{path}.impact"] = found[f"{path}.cell"] = found[f"{path}.band"] = (*loss, *severe, *graded)
        found[f"{path}.over_mtpd"] = (*loss, *limits, *least)
        found[f"{path}.rank"] = (*found[f"{path}.over_mtpd"], *graded, "losses.expected_annual")
        found[f"{path}.functions"] = loss
    return found


def _losses(evaluation: Evaluation) -> dict[str, Sources]:
    functions = [f"functions.{key}.expected_annual_loss" for key in evaluation.model.keys]
    everything = OF_THE_YEAR + _flat(
        _function(evaluation, impact)[f"functions.{impact.key}.expected_annual_loss"] for impact in evaluation.impacts
    )
    peaks = tuple(source for peak in evaluation.statement.timing.peaks for source in peak.sources)
    whole = evaluation.statement.organisation
    limit = _of(whole.severe_loss)
    doubts = tuple(source for swing in evaluation.uncertainty.swings for source in swing.doubt.sources)
    without = tuple(source for source in everything if ".WRK-" not in source)
    return {
        "losses.expected_annual": (*everything, *functions),
        "losses.expected_annual_range": (*everything, *doubts, GRADE_OF_ALL),
        "losses.var": (*everything, *peaks),
        "losses.tvar": (*everything, *peaks),
        "losses.limit": limit,
        "losses.chance_over_limit": (*everything, *peaks, *limit),
        "losses.exceedance": (*everything, *peaks),
        "losses.numerical_error": ("method.certified_bracket",),
        "without_measures": (*without, *peaks, *limit, *doubts, GRADE_OF_ALL),
        "concentration.risk_hhi": ("losses.tvar",),
        "concentration": ("answers.DIV-01", *_of(whole.direct, whole.influenced), "answers.USE-03", "answers.DEP-02"),
    }


def _advice(evaluation: Evaluation) -> dict[str, Sources]:
    found: dict[str, Sources] = {}
    for recommendation in evaluation.recommendations:
        control = recommendation.entry.control
        basis = (f"catalogue.controls.{control}",) if control else ()
        path = f"recommendations.{recommendation.key}"
        found[path] = (*recommendation.finding.sources, *basis)
        found[f"{path}.cost_year"] = (
            *basis,
            "method.day_cost",
            *_of(evaluation.statement.organisation.income),
            "answers.PRO-02",
        )
        removes = (*recommendation.finding.sources, *basis, "losses.expected_annual")
        found[f"{path}.removes_per_year"] = found[f"{path}.removes_range"] = removes
    if evaluation.diversification is not None:
        o = evaluation.statement.organisation
        found["diversification"] = (
            "answers.DIV-01",
            "answers.DIV-07",
            *_of(o.direct, o.influenced),
            "losses.expected_annual",
            "losses.tvar",
        )
    for number, _ in enumerate(evaluation.what_ifs):
        asked = (f"what_if[{number + 1}]", "answers.TIM-01", "answers.TIM-02")
        found[f"what_if[{number}]"] = (*asked, *_in_an_event(evaluation))
    return found


def _flat(parts: Iterable[Sources]) -> Sources:
    return tuple(source for part in parts for source in part)
