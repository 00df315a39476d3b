"""How things are before anything is tried: the present outcome, and which recommendations could be tried."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from assessments.questionnaires.profile import Profile
from assessments.questionnaires.profile_export import profile_hash
from assessments.scoring.advice.findings import Finding
from assessments.scoring.advice.recommend import findings_of
from assessments.scoring.evaluate import situation_of
from assessments.scoring.model import Model
from assessments.scoring.overrides import Overrides
from assessments.scoring.statement import Statement, state
from assessments.scoring.trials.outcome import Changes, Outage, Outcome, counted, outcome_of
from assessments.ui.words import SHARE_OF_INCOME

KEPT = 16


@dataclass(frozen=True, eq=False)
class Present:
    """One profile as it stands, worked out once for all trials on it."""

    profile: Profile
    statement: Statement
    model: Model
    findings: Mapping[str, Finding]

    @cached_property
    def touched(self) -> tuple[str, ...]:
        """The scenarios that reach anything here and happen at all, in the order of the catalogue."""
        met = {event.scenario for event in self.model.events if event.touches and event.rate.mean > 0}
        return tuple(entry.id for entry in self.statement.library.scenarios if entry.id in met)

    @cached_property
    def known_h(self) -> float:
        """Hours until somebody has noticed and decided."""
        return self.statement.noticing.delay_h.number + self.statement.noticing.decision_h.number

    def rate(self, scenario: str) -> float:
        """Events a year of a scenario."""
        return sum(event.rate.mean for event in self.model.events if event.scenario == scenario)

    @property
    def currency(self) -> str | None:
        """What amounts are printed in: the currency, or a share of income where income is not known."""
        return SHARE_OF_INCOME if self.statement.organisation.basis == "share" else self.profile.currency

    def outcome(self, changes: Changes, outage: Outage) -> Outcome:
        """What would come of changes; those of nothing are what there is now."""
        if changes == Changes():
            return _now(self, outage)
        return outcome_of(self.profile, self.findings, changes, outage)


@dataclass(frozen=True)
class _Asked:
    """A profile by its hash."""

    hash: str
    profile: Profile = field(compare=False)


def present_of(profile: Profile) -> Present:
    """The present of a profile; the last few are kept, since a page asks for the same one at every move of a slider."""
    return _present(_Asked(profile_hash(profile), profile))


@lru_cache(maxsize=KEPT)
def _present(asked: _Asked) -> Present:
    statement = state(asked.profile)
    model, _, situation = situation_of(statement, Overrides(asked.profile))
    found = {finding.key: finding for finding in findings_of(situation) if counted(situation, finding, model.events)}
    return Present(asked.profile, statement, model, found)


@lru_cache(maxsize=KEPT * 4)
def _now(present: Present, outage: Outage) -> Outcome:
    return outcome_of(present.profile, present.findings, Changes(), outage)
