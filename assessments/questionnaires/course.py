"""The course of the questionnaire: which questions exist for a profile, which its depth asks, and what is left to do."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from assessments.questionnaires.bank import Bank
from assessments.questionnaires.bank_schema import Question
from assessments.questionnaires.conditions import holds, questions_named
from assessments.questionnaires.profile import Answer, Profile

SECONDS_BY_TYPE = {
    "single": 20, "multi": 25, "scale": 15, "percent": 30, "number": 30, "money": 30, "number_with_unit": 30,
    "duration": 25, "date": 20, "person": 25, "text": 30, "form": 75, "table": 90, "matrix": 150,
}  # fmt: skip
"""Seconds a person is thought to need for a question; guesses, to be replaced by measured medians."""


@dataclass(frozen=True)
class Step:
    """One question to be asked, of one activity where it is asked for each."""

    question: Question
    function: str | None = None

    @property
    def seconds(self) -> int:
        """How long it is thought to take."""
        return SECONDS_BY_TYPE[self.question.type]


@dataclass(frozen=True)
class Course:
    """What the bank asks of a profile, decided in one pass because conditions only look back."""

    profile: Profile

    @property
    def bank(self) -> Bank:
        """The bank that asks."""
        return self.profile.bank

    @cached_property
    def visible(self) -> frozenset[str]:
        """Ids of the organisation's questions that exist for this profile, whatever the depth."""
        return frozenset(self._pass_over("organisation", None))

    @cached_property
    def visible_by_function(self) -> dict[str, frozenset[str]]:
        """Ids of the questions that exist for each activity."""
        return {
            activity.key: frozenset(self._pass_over("function", activity.key)) for activity in self.profile.activities
        }

    def exists(self, question: str, function: str | None = None) -> bool:
        """Whether the question exists for this profile; hidden answers are kept and not used."""
        return question in (self.visible if function is None else self.visible_by_function.get(function, frozenset()))

    def waits_for(self, question: Question) -> str:
        """The question whose answer decides whether this one exists, while it has none; "" where that is decided."""
        if self.exists(question.id):
            return ""
        return next((one for one in questions_named(question.show_if) if self.profile.answer(one) is None), "")

    def asks(self, question: Question, function: str | None = None) -> bool:
        """Whether the question exists and the depth asks it."""
        if not self.exists(question.id, function):
            return False
        if question.tier in self.bank.head.depths[self.profile.depth].tiers:
            return True
        escalates = self.profile.depth == "quick" and question.tier == 2 and question.escalate_if is not None
        return escalates and holds(question.escalate_if, lambda name: self.known(name, function))

    def known(self, question: str, function: str | None = None) -> Any:
        """The value a condition sees: none while the question is hidden, unanswered or not known."""
        if self.bank.questions[question].scope == "organisation":
            return self.profile.value(question) if question in self.visible else None
        return self.profile.value(question, function) if self.exists(question, function) else None

    def used(self, question: str, function: str | None = None) -> Answer | None:
        """The answer that counts: the one given, unless its question is hidden."""
        return self.profile.answer(question, function) if self.exists(question, function) else None

    def steps(self) -> Iterator[Step]:
        """Every question that is asked, section by section; those of an activity stand together."""
        for section in self.bank.sections:
            questions = [question for question in self.bank.questions.values() if question.section == section.id]
            for question in questions:
                if question.scope == "organisation" and self.asks(question):
                    yield Step(question)
            for activity in self.profile.activities:
                for question in questions:
                    if question.scope == "function" and self.asks(question, activity.key):
                        yield Step(question, activity.key)

    def is_done(self, step: Step) -> bool:
        """Whether the step has an answer, "I don't know" included."""
        return self.profile.answer(step.question.id, step.function) is not None

    def minutes_left(self) -> int:
        """Whole minutes for what is asked and not yet answered; 0 only when nothing is left."""
        seconds = sum(step.seconds for step in self.steps() if not self.is_done(step))
        return -(-seconds // 60)

    def hidden_answers(self) -> Iterator[tuple[str, str | None]]:
        """Answers that are kept and not used, because their question does not exist for this profile."""
        for question, function, _ in self.profile.stated():
            if not self.exists(question, function):
                yield question, function

    def _pass_over(self, scope: str, function: str | None) -> Iterator[str]:
        seen: set[str] = set()

        def lookup(name: str) -> Any:
            if scope == "function" and self.bank.questions[name].scope == "organisation":
                return self.profile.value(name) if name in self.visible else None
            return self.profile.value(name, function) if name in seen else None

        for question in self.bank.questions.values():
            if question.scope == scope and holds(question.show_if, lookup):
                seen.add(question.id)
                yield question.id
