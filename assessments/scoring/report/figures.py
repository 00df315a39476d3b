"""The parts of the results that are figures: money at stake, credits, scores, functions, scenarios, losses."""

from typing import Any

from assessments.engine.ratings import BANDS_H
from assessments.scoring.evaluate import Evaluation
from assessments.scoring.gap import NAMES, Gap
from assessments.scoring.impact import Impact, View
from assessments.scoring.overrides import Applied
from assessments.scoring.report.sentences import credit_sentence, scenario_reasons
from assessments.scoring.scenario_results import ScenarioResult
from assessments.scoring.scores.concentration import channels_of, hhi_of, shares_by_channel, single_points
from assessments.scoring.scores.detection import RuleVerdict, minutes
from assessments.scoring.scores.parts import Score
from assessments.scoring.yearly import Yearly

HOUR_KEYS = ("1", "4", "8", "24", "72", "168", "336", "720")
DAYS = 365


def money_part(evaluation: Evaluation) -> dict[str, Any]:
    """What amounts mean: revenue, margin or a share of yearly income."""
    organisation = evaluation.statement.organisation
    assumed = evaluation.statement.library.income_margin_for_ratings
    stated = organisation.margin
    margin = stated.number if stated is not None and stated.origin == "entered" else None
    return {
        "basis": organisation.basis,
        "margin_percent": margin,
        "rating_margin_percent": margin if margin is not None else assumed,
        "margin_assumed": margin is None,
    }


def at_stake(evaluation: Evaluation) -> dict[str, Any]:
    """Income that depends on TikTok, as income; amounts beside it that are no loss."""
    statement = evaluation.statement
    organisation = statement.organisation
    year, direct, influenced = organisation.income.number, organisation.direct.number, organisation.influenced.number
    dated = sum(c.value for c in statement.timing.commitments if c.value is not None)
    unpublished = max(
        (q.number for q in (statement.resolver.resolve(k) for k in ("CR-02", "FB-02")) if q is not None), default=0.0
    )
    independent = 100.0 - direct - influenced
    return {
        "direct": {"share": direct, "year": year * direct / 100, "day": year * direct / 100 / DAYS},
        "influenced": {"share": influenced, "year": year * influenced / 100, "day": year * influenced / 100 / DAYS},
        "independent": {"share": independent, "year": year * independent / 100},
        "ad_spend_month": _value(organisation.ad_spend_month),
        "client_media_month": _value(organisation.client_media_month),
        "balance_held": _value(organisation.balance_held),
        "dated_work": None if organisation.basis == "share" else max(dated, unpublished),
    }


def _value(quantity: Any) -> float | None:
    return None if quantity is None or quantity.value is None else quantity.number


def credits_part(evaluation: Evaluation) -> list[dict[str, Any]]:
    """The payments contracts ask for when work is late, each with what of it is inside the losses by each length."""
    contracts = evaluation.statement.contracts
    leaving = contracts.exit
    parts = []
    for credit in contracts.credits:
        leave = leaving if credit.source == "AG-04" else None
        parts.append(
            {
                "source": credit.source,
                "sentence": credit_sentence(evaluation, credit, leave),
                "after_h": credit.after_h,
                "amount_at_h": {
                    key: contracts.counted(credit, hours) for key, hours in zip(HOUR_KEYS, BANDS_H, strict=True)
                },
                "cap_month": credit.cap_month,
                "exit": None
                if leave is None
                else {"late_percent": leave.late_percent, "period": leave.period, "income_year": leave.income_year},
            }
        )
    return parts


def scores_part(evaluation: Evaluation) -> dict[str, Any]:
    """The five scores with parts and reasons, the verdict on each alert rule, and the readiness profile."""
    parts = {score.key: _score(score) for score in evaluation.scores}
    parts["detection"]["delay_h"] = evaluation.statement.noticing.delay_h.number
    parts["detection"]["rules"] = [_rule(verdict) for verdict in evaluation.verdicts]
    lowest = evaluation.readiness.lowest
    parts["readiness"] = {
        "level": None if lowest is None else lowest.level,
        "lowest": None if lowest is None else lowest.name,
        "domains": {d.name: {"level": d.level, "proof": d.proof} for d in evaluation.readiness.domains},
    }
    return parts


def _score(score: Score) -> dict[str, Any]:
    labels = {part.key: part.label for part in score.parts}
    points = {labels[key]: value for key, value in score.points.items()}
    return {"score": score.score, "band": score.band, "parts": points, "reasons": list(score.reasons)}


def _rule(verdict: RuleVerdict) -> dict[str, Any]:
    replay = verdict.replay
    return {
        "metric": verdict.rule.metric,
        "verdict": replay.verdict,
        "fires_at_min": minutes(replay.fires_at_s),
        "against_failure_min": minutes(replay.before_failure_s),
        "false_alarms": None,
        "worst_phase": {
            "fires_at_min": minutes(replay.worst_fires_at_s),
            "against_failure_min": minutes(replay.worst_before_failure_s),
        },
        "advice": list(verdict.advice),
    }


def functions_part(evaluation: Evaluation) -> list[dict[str, Any]]:
    """The activities, most urgent first."""
    expected = {
        key: sum(scenario.expected_annual[key] for scenario in evaluation.scenarios) for key in evaluation.model.keys
    }
    tail = dict(zip(evaluation.model.keys, evaluation.yearly.tail_by_function, strict=True))
    whole = sum(tail.values())
    parts = []
    for rank, (impact, gap) in enumerate(zip(evaluation.impacts, evaluation.gaps, strict=True), start=1):
        share = float(tail[impact.key]) / whole if whole > 0 else 0.0
        parts.append(_function(evaluation, impact, gap, rank, expected[impact.key], share))
    return parts


def _function(
    evaluation: Evaluation, impact: Impact, gap: Gap, rank: int, expected: float, tail: float
) -> dict[str, Any]:
    stated = impact.stated
    part: dict[str, Any] = {
        "key": impact.key,
        "name": stated.activity.label,
        "own": stated.activity.is_own,
        "rank": rank,
        "tier": impact.tier,
        "income_share": stated.income_share.number,
        "mtpd_h": {"normal": impact.normal.mtpd_h, "peak": impact.peak.mtpd_h},
        "mtpd_set_by": _set_by(impact.normal),
        "mtpd_range": list(impact.normal.between_h),
        "rto_h": impact.rto_h,
        "mbco_percent": stated.mbco.number,
        "rpo_h": None if stated.rpo_h is None or stated.rpo_h.value is None else stated.rpo_h.number,
        "achievable_h": gap.achievable_h,
        "gap": {
            "status": NAMES[gap.status],
            "sentence": gap.sentence,
            "by_scenario": {scenario: NAMES[status] for scenario, status in gap.by_scenario.items()},
        },
        "impact": impact.normal.grid,
        "loss_at_h": _by_hour(impact.normal),
        "loss_at_h_peak": None if impact.peak_period is None else _by_hour(impact.peak),
        "expected_annual_loss": expected,
        "tail_share": tail,
        "overrides": [override_part(entry) for entry in evaluation.overrides.touching(f"functions.{impact.key}.")],
    }
    if impact.stated_mtpd is not None:
        part["stated_mtpd_h"] = impact.stated_mtpd.hours
    return part


def _by_hour(view: View) -> dict[str, float]:
    return {key: float(loss) for key, loss in zip(HOUR_KEYS, view.losses, strict=True)}


def _set_by(view: View) -> dict[str, Any] | None:
    return None if view.set_by is None else {"category": view.set_by[0], "band": view.set_by[1]}


def scenarios_part(evaluation: Evaluation) -> list[dict[str, Any]]:
    """The nine scenarios, ranked."""
    return [_scenario(evaluation, scenario) for scenario in evaluation.scenarios]


def _scenario(evaluation: Evaluation, scenario: ScenarioResult) -> dict[str, Any]:
    functions = {
        name: {"first_hit_h": hours, "loss_severe": scenario.losses_severe.get(name, 0.0)}
        for name, hours in scenario.first_hit_h.items()
    }
    return {
        "key": scenario.key,
        "label": scenario.label,
        "rank": scenario.rank,
        "reasons": scenario_reasons(evaluation, scenario),
        "rate_per_year": scenario.rate,
        "rate_range": list(scenario.rate_range),
        "likelihood": scenario.likelihood,
        "impact": scenario.impact,
        "cell": scenario.cell,
        "band": scenario.band,
        "typical_h": scenario.entry.typical_h,
        "severe_h": scenario.entry.severe_h,
        "loss_typical": scenario.loss_typical,
        "loss_severe": scenario.loss_severe,
        "expected_annual_loss": scenario.expected_annual_loss,
        "over_mtpd": list(scenario.over_mtpd),
        "functions": functions,
    }


def losses_part(yearly: Yearly, band: tuple[float, float]) -> dict[str, Any]:
    """The yearly loss; the range is the band of the expected loss from what is not known exactly."""
    return {
        "expected_annual": yearly.expected,
        "expected_annual_range": list(band),
        "var": yearly.quantiles,
        "tvar": yearly.tail_means,
        "limit": yearly.limit,
        "chance_over_limit": yearly.chance_over_limit,
        "exceedance": [list(point) for point in yearly.exceedance],
        "numerical_error": yearly.numerical_error,
    }


def concentration_part(evaluation: Evaluation) -> dict[str, Any]:
    """Concentration by channel, owner and risk, with the single points of failure."""
    shares = shares_by_channel(evaluation.statement)
    hhi, effective = hhi_of(list(shares.values()))
    channels = channels_of(evaluation.statement.resolver) or ()
    owners = {use.label: use.owner_group for use in channels}
    groups: dict[str, float] = {}
    for label, share in shares.items():
        group = owners.get(label, "tiktok" if label == "TikTok" else "others")
        groups[group] = groups.get(group, 0.0) + share
    risk, _ = hhi_of([float(x) for x in evaluation.yearly.tail_by_function])
    ordered = sorted(groups.items(), key=lambda item: (-item[1], item[0]))
    return {
        "platform_hhi": hhi,
        "effective_channels": effective,
        "owner_groups": [{"group": group, "share": share} for group, share in ordered],
        "risk_hhi": risk,
        "single_points": [{"kind": p.kind, "name": p.name, "why": p.why} for p in single_points(evaluation.statement)],
    }


def override_part(entry: Applied) -> dict[str, Any]:
    """One override with both values and what became of it."""
    override = entry.override
    return {
        "set": override.set,
        "calculated": entry.calculated,
        "used": entry.used,
        "reason": override.reason,
        "text": override.text,
        "by": override.by,
        "agreed_by": override.agreed_by,
        "until": override.until.isoformat() if override.until else None,
        "state": entry.state,
        "sentence": entry.sentence,
    }
