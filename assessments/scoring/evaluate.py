"""The pipeline: from a profile to everything that is known about it. Pure; the same profile gives the same evaluation."""

import zlib
from dataclasses import dataclass
from functools import cached_property

from assessments.questionnaires.contradictions import Contradiction, contradictions_of
from assessments.questionnaires.profile import Profile
from assessments.scoring.advice.findings import Situation
from assessments.scoring.advice.recommend import Recommendation, recommendations_of, why_enough, worth_doing
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
    """Everything calculated for one profile; `impacts` and `gaps` stand in the order of urgency.

    What takes the engine many more runs is worked out when it is first asked for: who compares two limits needs no range.
    """

    statement: Statement
    model: Model
    run: Run
    overrides: Overrides
    impacts: tuple[Impact, ...]
    gaps: tuple[Gap, ...]
    scenarios: tuple[ScenarioResult, ...]
    verdicts: tuple[RuleVerdict, ...]
    yearly: Yearly
    scores: tuple[Score, ...]
    overall: Score
    readiness: Readiness
    contradictions: tuple[Contradiction, ...]
    situation: Situation
    seed: int

    @property
    def profile(self) -> Profile:
        """The profile that was evaluated."""
        return self.statement.profile

    @cached_property
    def without_measures(self) -> Yearly:
        """The year if nothing took over what stops."""
        model = self.model
        return yearly_of(model.run((model.without_measures(),)), model.season, self.yearly.limit, with_tail=False)

    @cached_property
    def uncertainty(self) -> Uncertainty:
        """How sure the yearly loss is, and what moves it."""
        stated = self.profile.stated()
        grades = [self.statement.resolver.grade_of(answer) for _, _, answer in stated if not answer.unknown]
        return uncertainty_of(self.model, self.seed, grades)

    @cached_property
    def enough(self) -> str | None:
        """Why nothing more is recommended for money's sake; None where something is."""
        return why_enough(self.situation, self.yearly.chance_over_limit, self.yearly.expected)

    @cached_property
    def recommendations(self) -> tuple[Recommendation, ...]:
        """What to do, the most worthwhile first."""
        found = recommendations_of(self.model, self.situation, self.yearly.expected)
        return worth_doing(self.situation, found, self.enough is not None)

    @cached_property
    def diversification(self) -> Diversification | None:
        """What another mix of channels is worth; None where none is proposed."""
        return diversification_of(self.model, self.yearly)

    @cached_property
    def what_ifs(self) -> tuple[WhatIfResult, ...]:
        """What the profile asks about."""
        return tuple(what_if_of(self.profile, asked) for asked in self.profile.what_ifs)


def seed_of(profile: Profile) -> int:
    """The seed of an organisation's uncertainty band: fixed by its name, so that comparisons carry no noise."""
    return zlib.crc32(profile.name.encode())


def evaluate(profile: Profile) -> Evaluation:
    """The evaluation of a profile."""
    statement = state(profile)
    overrides = Overrides(profile)
    model, run, situation = situation_of(statement, overrides)
    scores = _scores(situation)
    return Evaluation(
        statement=statement,
        model=model,
        run=run,
        overrides=overrides,
        impacts=situation.impacts,
        gaps=situation.gaps,
        scenarios=situation.scenarios,
        verdicts=situation.verdicts,
        yearly=yearly_of(run, model.season, statement.organisation.severe_loss.number),
        scores=scores,
        overall=overall_score(scores),
        readiness=readiness_of(statement, situation.impacts, situation.gaps, situation.verdicts),
        contradictions=tuple(contradictions_of(statement.course)),
        situation=situation,
        seed=seed_of(profile),
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
