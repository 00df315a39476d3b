"""What conditions of recommendations look at, made from a profile without the dear parts of an evaluation."""

from assessments.questionnaires.profile import Profile
from assessments.scoring.advice.findings import Situation
from assessments.scoring.events import events_of
from assessments.scoring.gap import gaps_of
from assessments.scoring.impact import impacts_of
from assessments.scoring.model import Model
from assessments.scoring.overrides import Overrides
from assessments.scoring.ranking import ranked_impacts
from assessments.scoring.scenario_results import scenarios_of
from assessments.scoring.scores.detection import rule_verdicts
from assessments.scoring.statement import state


def situation_of(profile: Profile) -> Situation:
    """The situation of a profile."""
    statement, overrides = state(profile), Overrides(profile)
    events = events_of(statement, overrides)
    impacts = impacts_of(Model(statement, events), overrides)
    model = Model(statement, events, [impact.rto_h for impact in impacts])
    gaps = gaps_of(statement, impacts, events, overrides)
    scenarios = scenarios_of(model, model.run(), impacts, overrides)
    impacts, gaps = ranked_impacts(impacts, gaps, overrides)
    verdicts = rule_verdicts(statement)
    return Situation(statement, impacts, gaps, scenarios, verdicts, {impact.key: impact for impact in impacts})
