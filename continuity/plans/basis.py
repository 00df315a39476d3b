"""What a plan is written from: the answers as read, the results of one snapshot, and how the plan stands."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from assessments.catalogue.vocabulary import Vocabulary
from assessments.questionnaires.bank_schema import Depth
from assessments.questionnaires.profile import Profile
from assessments.scoring.stated.activities import StatedActivity
from assessments.scoring.statement import Statement, state
from assessments.ui import words
from continuity.plans.blocks import Cell, Column
from continuity.plans.charts import amount_column
from continuity.plans.facts import Facts
from continuity.plans.knowing import facts_of
from continuity.plans.library import Library, library
from continuity.plans.roles import Roster, assign
from continuity.plans.runbooks import Cited, cited, scenarios_for
from continuity.plans.standing import Standing

Result = Mapping[str, Any]
AMOUNTS = {
    "margin": "Amounts are margin: income less the direct cost of the sale.",
    "revenue": "Amounts are income before costs, because the margin is not known.",
    "share": "Amounts are percentages of a year's income, because the income is not known.",
}


@dataclass(frozen=True)
class Basis:
    """One snapshot and the plan made from it; `results` is a results file (`ballast/results/1`)."""

    statement: Statement
    results: Result
    standing: Standing

    @property
    def profile(self) -> Profile:
        """The answers."""
        return self.statement.profile

    @property
    def depth(self) -> Depth:
        """The depth in which the questionnaire was answered."""
        return self.profile.depth

    @property
    def is_brief(self) -> bool:
        """Whether the plan is a short one, for those who want to be done tonight."""
        return self.depth == "quick"

    @property
    def vocabulary(self) -> Vocabulary:
        """The shared words."""
        return self.profile.bank.vocabulary

    @cached_property
    def library(self) -> Library:
        """The runbook library."""
        return library()

    @cached_property
    def facts(self) -> Facts:
        """The organisation as runbooks and messages need it."""
        return facts_of(self.statement, self.results, self.standing)

    @cached_property
    def roster(self) -> Roster:
        """Who carries which role."""
        return assign(self.library, self.facts)

    @cached_property
    def functions(self) -> Sequence[Result]:
        """Results by activity, most urgent first."""
        return list(self.results["functions"])

    @cached_property
    def scenarios(self) -> Sequence[Result]:
        """Results of the scenarios that can hit this organisation, in their rank."""
        possible = set(scenarios_for(self.library, self.facts))
        return [it for it in self.results["scenarios"] if it["key"] in possible and it["impact"]]

    @cached_property
    def scenario_keys(self) -> tuple[str, ...]:
        """Their keys, in the order of the library."""
        touched = {scenario["key"] for scenario in self.scenarios}
        return tuple(key for key in scenarios_for(self.library, self.facts) if key in touched)

    @cached_property
    def cited(self) -> Cited:
        """The messages and sources that the runbooks of this plan call for."""
        return cited(self.library, self.facts, self.scenario_keys)

    def activity(self, key: str) -> StatedActivity:
        """What was stated about an activity."""
        return self.statement.activity(key)

    def name(self, key: str) -> str:
        """The words for an activity, a party or a scenario."""
        named = {function["key"]: str(function["name"]) for function in self.functions}
        parties = {key: party.label for key, party in self.library.parties.items()}
        return named.get(key) or parties.get(key) or self.vocabulary.scenarios.get(key, key)

    def recommendations(self, *states: str) -> Iterator[Result]:
        """The recommendations in one of these states, best first."""
        for item in self.results["recommendations"]:
            if self.standing.decision(item["key"]).state in states:
                yield item

    @property
    def currency(self) -> str | None:
        """The currency of amounts, or the mark that they are a share of income."""
        if self.results["money"]["basis"] == "share":
            return words.SHARE_OF_INCOME
        return self.profile.currency

    @property
    def has_amounts(self) -> bool:
        """Whether any money is at stake at all."""
        return bool(self.results["credits"]) or any(it["loss_at_h"]["720"] > 0 for it in self.functions)

    @property
    def amounts(self) -> str:
        """What amounts of money mean in this plan; nothing where none is at stake."""
        return AMOUNTS[self.results["money"]["basis"]] if self.has_amounts else ""

    def money(self, amount: float) -> str:
        """An amount in a sentence."""
        return words.money(amount, self.currency)

    def amount_column(self, label: str, share: float = 1.0) -> Column:
        """A column of amounts; without an income they are percentages of it."""
        return amount_column(label, self.currency or "", share)

    def rounded(self, amount: float | None) -> Cell:
        """An estimate for a table: three significant figures, nothing where it rounds to less than one unit."""
        least = 0.01 if self.currency == words.SHARE_OF_INCOME else 1
        return Cell(words.significant(amount) if amount and abs(amount) >= least else None)

    def label(self, question: str, function: str | None = None) -> str:
        """The words of the option chosen in a question of one choice; nothing while it is open."""
        code = self.statement.course.known(question, function)
        labels = self.profile.bank.labels(self.profile.bank.questions[question])
        return labels.get(code, "") if isinstance(code, str) else ""

    def labels(self, question: str) -> tuple[str, ...]:
        """The words of the options ticked; none while the question is open or "none" was ticked."""
        codes = self.statement.course.known(question) or ()
        asked = self.profile.bank.questions[question]
        labels = self.profile.bank.labels(asked)
        return tuple(labels[code] for code in codes if code in labels and code not in asked.exclusive)


def basis_of(profile: Profile, results: Result, standing: Standing) -> Basis:
    """The basis of a plan for a profile and its results."""
    return Basis(state(profile), results, standing)
