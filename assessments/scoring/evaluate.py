"""The pipeline: from a profile to everything that is known about it. Pure; the same profile gives the same evaluation."""

import zlib
from dataclasses import dataclass

from assessments.questionnaires.contradictions import Contradiction, contradictions_of
from assessments.questionnaires.profile import Profile
from assessments.scoring.advice.findings import Situation
from assessments.scoring.advice.recommend import Recommendation, enough, recommendations_of, worth_doing
from assessments.scoring.diversify import Diversification, diversification_of
from assessments.scoring.doubt import Uncertainty, uncertainty_of
from assessments.scoring.events import events_of
from assessments.scoring.gap import Gap, gaps_of
from assessments.scoring.impact import Impact, impacts_of
from assessments.scoring.model import Model, Run
from assessments.scoring.overrides import Overrides
from assessments.scoring.ranking import ranked_impacts
from assessments.scoring.scenario_results import ScenarioResult, scenarios_of
from assessments.scoring.scores.cascade import cascade_score
from assessments.scoring.scores.concentration import concentration_score
from assessments.scoring.scores.detection import RuleVerdict, detection_score, rule_verdicts
from assessments.scoring.scores.exposure import exposure_score
from assessments.scoring.scores.overall import gap_score, overall_score
from assessments.scoring.scores.parts import Score
from assessments.scoring.scores.readiness import Readiness, readiness_of
from assessments.scoring.statement import Statement, state
from assessments.scoring.what_if import WhatIfResult, what_if_of
from assessments.scoring.yearly import Yearly, yearly_of


@dataclass(frozen=True)
class Evaluation:
    """Everything calculated for one profile; `impacts` and `gaps` stand in the order of urgency."""

    statement: Statement
    model: Model
    run: Run
    overrides: Overrides
    impacts: tuple[Impact, ...]
    gaps: tuple[Gap, ...]
    scenarios: tuple[ScenarioResult, ...]
    verdicts: tuple[RuleVerdict, ...]
    yearly: Yearly
    without_measures: Yearly
    uncertainty: Uncertainty
    scores: tuple[Score, ...]
    overall: Score
    readiness: Readiness
    recommendations: tuple[Recommendation, ...]
    enough: str | None
    diversification: Diversification | None
    what_ifs: tuple[WhatIfResult, ...]
    contradictions: tuple[Contradiction, ...]
    situation: Situation
    seed: int

    @property
    def profile(self) -> Profile:
        """The profile that was evaluated."""
        return self.statement.profile


def seed_of(profile: Profile) -> int:
    """The seed of an organisation's uncertainty band: fixed by its name, so that comparisons carry no noise."""
    return zlib.crc32(profile.name.encode())


def evaluate(profile: Profile) -> Evaluation:
    """The evaluation of a profile."""
    statement = state(profile)
    overrides = Overrides(profile)
    model, run, situation = situation_of(statement, overrides)
    limit = statement.organisation.severe_loss.number
    yearly = yearly_of(run, model.season, limit)
    bare = yearly_of(model.run((model.without_measures(),)), model.season, limit, with_tail=False)
    seed = seed_of(profile)
    grades = [statement.resolver.grade_of(answer) for _, _, answer in profile.stated() if not answer.unknown]
    scores = _scores(situation)
    no_more = enough(situation, yearly.chance_over_limit, yearly.expected)
    found = recommendations_of(model, situation, yearly.expected)
    return Evaluation(
        statement=statement,
        model=model,
        run=run,
        overrides=overrides,
        impacts=situation.impacts,
        gaps=situation.gaps,
        scenarios=situation.scenarios,
        verdicts=situation.verdicts,
        yearly=yearly,
        without_measures=bare,
        uncertainty=uncertainty_of(model, seed, grades),
        scores=scores,
        overall=overall_score(scores),
        readiness=readiness_of(statement, situation.impacts, situation.gaps, situation.verdicts),
        recommendations=worth_doing(situation, found, no_more is not None),
        enough=no_more,
        diversification=diversification_of(model, yearly),
        what_ifs=tuple(what_if_of(profile, asked) for asked in profile.what_ifs),
        contradictions=tuple(contradictions_of(statement.course)),
        situation=situation,
        seed=seed,
    )


def situation_of(statement: Statement, overrides: Overrides) -> tuple[Model, Run, Situation]:
    """The model, solved, and what it means for every activity and scenario."""
    events = events_of(statement, overrides)
    impacts = impacts_of(Model(statement, events), overrides)
    model = Model(statement, events, [impact.rto_h for impact in impacts])
    run = model.run()
    gaps = gaps_of(statement, impacts, model.events, overrides)
    scenarios = scenarios_of(model, run, impacts, overrides)
    impacts, gaps = ranked_impacts(impacts, gaps, overrides)
    verdicts = rule_verdicts(statement)
    by_key = {impact.key: impact for impact in impacts}
    return model, run, Situation(statement, impacts, gaps, scenarios, verdicts, by_key)


def _scores(situation: Situation) -> tuple[Score, ...]:
    """The five scores that make up the overall one."""
    statement = situation.statement
    return (
        exposure_score(statement),
        concentration_score(statement),
        detection_score(statement, situation.shortest_rto_h, situation.verdicts),
        cascade_score(statement),
        gap_score(situation.impacts, situation.gaps),
    )
