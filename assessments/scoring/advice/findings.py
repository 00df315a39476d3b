"""A finding: one recommendation whose condition is met at this organisation, in its own facts."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from assessments.questionnaires.course import Course
from assessments.scoring.gap import Gap
from assessments.scoring.impact import Impact
from assessments.scoring.phrases import as_you, hedged
from assessments.scoring.scenario_results import ScenarioResult
from assessments.scoring.scores.detection import RuleVerdict
from assessments.scoring.stated.activities import StatedActivity
from assessments.scoring.statement import Statement
from assessments.ui import words

SHARE_BASIS = words.SHARE_OF_INCOME


@dataclass(frozen=True)
class Finding:
    """Why a recommendation applies, what exists already, and which activities and scenarios it concerns."""

    key: str
    why: str
    already: str
    functions: tuple[str, ...] = ()
    scenarios: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    title: str | None = None
    """The library's title in other words, where what exists already makes it read wrong."""
    before: date | None = None
    """The day before which it has to be done to be of use, if there is one."""


@dataclass(frozen=True)
class Situation:
    """Everything a condition may look at."""

    statement: Statement
    impacts: tuple[Impact, ...]
    gaps: tuple[Gap, ...]
    scenarios: tuple[ScenarioResult, ...]
    verdicts: tuple[RuleVerdict, ...]
    by_key: dict[str, Impact] = field(default_factory=dict)

    @property
    def course(self) -> Course:
        """What is asked and known."""
        return self.statement.course

    @property
    def currency(self) -> str | None:
        """What amounts are printed in: the currency, or a share of income where income is not known."""
        return SHARE_BASIS if self.statement.organisation.basis == "share" else self.statement.profile.currency

    @property
    def shortest_rto_h(self) -> float:
        """The shortest recovery target."""
        return min(impact.rto_h for impact in self.impacts)

    @property
    def shortest_mtpd_h(self) -> float:
        """The shortest limit; a month where none is known to be shorter."""
        return min((i.normal.mtpd_h for i in self.impacts if i.normal.mtpd_h is not None), default=720.0)

    def ticked(self, question: str) -> set[str] | None:
        """The codes ticked in a question; empty for "I don't know", None while it was not asked or not answered."""
        answer = self.course.used(question)
        if answer is None:
            question_asked = self.course.asks(self.course.bank.questions[question])
            return set() if question_asked else None
        return set() if answer.unknown else set(answer.value)

    def single(self, question: str) -> str | None:
        """The code chosen, the cautious one for "I don't know", None while it was not asked."""
        quantity = self.statement.resolver.resolve(question)
        return None if quantity is None or quantity.value is None else str(quantity.value)

    def number(self, question: str) -> float | None:
        """The number given, the cautious one for "I don't know", None while it was not asked."""
        quantity = self.statement.resolver.resolve(question)
        return None if quantity is None or quantity.value is None else quantity.number

    def uses(self, *capabilities: str) -> bool:
        """Whether any of these parts of TikTok is in use by the organisation itself."""
        return self.statement.profile.uses_tiktok_itself and bool(
            set(capabilities) & self.statement.profile.capabilities
        )

    def activities_with(self, *capabilities: str) -> tuple[StatedActivity, ...]:
        """The activities that use any of these parts of TikTok."""
        return tuple(a for a in self.statement.activities if set(a.activity.caps) & set(capabilities))

    def labels(self, keys: tuple[str, ...]) -> str:
        """The activities' names in a sentence, each in quotation marks."""
        names = {activity.key: activity.activity.label for activity in self.statement.activities}
        return words.listed([f"“{names[key]}”" for key in keys])

    def options(self, question: str, codes: set[str]) -> str:
        """The words of some options in a sentence, said to the organisation, in the order of the question."""
        labels = self.course.bank.labels(self.course.bank.questions[question])
        said = [as_you(words.lower_first(label)) for code, label in labels.items() if code in codes]
        if any("," in item or " and " in item for item in said):
            return "; ".join(said)
        return words.listed(said)

    def hedged(self, question: str, sentence: str) -> str:
        """The sentence as it is where its figure was stated, marked as an assumption where it was not."""
        return hedged(self.statement.resolver.resolve(question), sentence)

    def stated_money(self, question: str) -> str:
        """An amount as it was given, in the currency; one that stands in for it as a share where income is not known."""
        quantity = self.statement.resolver.resolve(question)
        assert quantity is not None
        entered = quantity.origin == "entered"
        return words.money(quantity.number, self.statement.profile.currency if entered else self.currency)

    def money(self, amount: float) -> str:
        """An amount in a sentence."""
        return words.money(amount, self.currency)


Condition = Callable[[Situation], Finding | None]
