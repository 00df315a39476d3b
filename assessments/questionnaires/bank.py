"""The question bank, loaded from its data files and checked; everything that asks or reads answers goes through it."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Literal

from pydantic import TypeAdapter

from assessments.catalogue.files import read_yaml
from assessments.catalogue.vocabulary import Vocabulary, vocabulary
from assessments.questionnaires.bank_schema import (
    BankHead,
    Base,
    Cell,
    Default,
    Depth,
    Derived,
    ModelInput,
    Option,
    Question,
    Section,
    StandIn,
)
from assessments.questionnaires.conditions import questions_named

DATA = Path(__file__).parent / "data"
IDENTITY = ("PRO-01", "PRO-02", "PRO-03", "USE-01", "USE-02")
DEPTH_BY_SIZE: dict[str, Depth] = {
    "p1": "quick",
    "p2_9": "quick",
    "p10_49": "standard",
    "p50_249": "standard",
    "p250": "full",
}
OUTPUT_KINDS = {"score": "scores", "plan": "plan", "rec": "recommendations"}


@dataclass(frozen=True)
class Bank:
    """The whole bank of one version; questions stand in the order in which they are asked."""

    head: BankHead
    questions: dict[str, Question]
    sections: tuple[Section, ...]
    inputs: dict[str, ModelInput]
    defaults: dict[str, Default]
    derived: tuple[Derived, ...]
    identity: dict[str, StandIn]
    bases: dict[str, Base]
    earlier_versions: dict[str, tuple[str, ...]]
    vocabulary: Vocabulary

    @property
    def name(self) -> str:
        """Id and version, as profile files write them."""
        return f"{self.head.id}@{self.head.version}"

    def of_scope(self, scope: Literal["organisation", "function"]) -> Iterator[Question]:
        """The questions asked once, or once for each activity, in order."""
        return (question for question in self.questions.values() if question.scope == scope)

    def options(self, item: Question | Cell) -> tuple[Option, ...]:
        """The options of a question or cell, with those that come from a list or another question."""
        if item.options_from is None:
            return item.options
        return (*self._borrowed(item.options_from), *item.options, *item.options_extra)

    def labels(self, item: Question | Cell) -> dict[str, str]:
        """Words by code of an item's options."""
        return {option.code: option.label for option in self.options(item)}

    def option_value(self, question_id: str, code: str) -> float | None:
        """The place of an option on its question's level scale."""
        return next(option.value for option in self.options(self.questions[question_id]) if option.code == code)

    def feeding(self, input_name: str) -> tuple[str, ...]:
        """The questions that feed an input of the model."""
        return tuple(question.id for question in self.questions.values() if input_name in question.feeds)

    @cached_property
    def mapping(self) -> dict[str, dict[str, list[str]]]:
        """For each question the inputs it feeds and the scores, plan sections and recommendations they reach."""
        return {question.id: self._reach(question) for question in self.questions.values()}

    def _reach(self, question: Question) -> dict[str, list[str]]:
        reach: dict[str, list[str]] = {"inputs": list(question.feeds), "scores": [], "plan": [], "recommendations": []}
        for name in question.feeds:
            for target in self.inputs[name].to:
                kind, _, key = target.partition(".")
                if key not in reach[OUTPUT_KINDS[kind]]:
                    reach[OUTPUT_KINDS[kind]].append(key)
        return reach

    def _borrowed(self, source: str) -> tuple[Option, ...]:
        if source in self.questions:
            question = self.questions[source]
            return tuple(option for option in self.options(question) if option.code not in question.exclusive)
        words = self.vocabulary
        if source == "scales.time_bands":
            return tuple(Option(code=band.id, label=band.label, hours=band.hours) for band in words.scales.time_bands)
        lists: dict[str, Any] = {
            "scales.impact_categories": words.scales.impact_categories,
            "catalogue.capabilities": words.catalogue.capabilities,
            "catalogue.functions": words.catalogue.functions,
            "catalogue.scenarios": words.catalogue.scenarios,
            "catalogue.channels": words.catalogue.channels,
        }
        return tuple(Option(code=entry.id, label=entry.label) for entry in lists[source])


@lru_cache(maxsize=1)
def bank() -> Bank:
    """The newest bank, read once; ValueError if its parts do not fit together."""
    raw = read_yaml(DATA / "bank.yaml")
    listed = [entry for path in sorted((DATA / "questions").glob("*.yaml")) for entry in read_yaml(path)]
    questions = {question.id: question for question in TypeAdapter(list[Question]).validate_python(listed)}
    loaded = Bank(
        head=BankHead.model_validate(raw["bank"]),
        questions=questions,
        sections=tuple(TypeAdapter(list[Section]).validate_python(raw["sections"])),
        inputs=TypeAdapter(dict[str, ModelInput]).validate_python(raw["inputs"]),
        defaults=TypeAdapter(dict[str, Default]).validate_python(raw["defaults"]),
        derived=tuple(TypeAdapter(list[Derived]).validate_python(raw["derived"])),
        identity=TypeAdapter(dict[str, StandIn]).validate_python(raw["identity"]),
        bases=TypeAdapter(dict[str, Base]).validate_python(raw["bases"]),
        earlier_versions={version: tuple(changed) for version, changed in raw["earlier_versions"].items()},
        vocabulary=vocabulary(),
    )
    _check(loaded, listed_count=len(listed))
    return loaded


def _check(loaded: Bank, listed_count: int) -> None:
    """Hold the parts against each other: what a schema of single entries cannot see."""
    if listed_count != len(loaded.questions):
        raise ValueError("two questions of the bank have the same id")
    seen: set[str] = set()
    sections = {section.id for section in loaded.sections}
    for question in loaded.questions.values():
        if question.section not in sections:
            raise ValueError(f"{question.id}: there is no section {question.section}")
        for name in question.feeds:
            if name not in loaded.inputs:
                raise ValueError(f"{question.id} feeds {name}, which is not an input of the model")
        for condition in (question.show_if, question.escalate_if):
            for named in questions_named(condition):
                if named not in seen:
                    raise ValueError(f"{question.id} looks at {named}, which is not asked before it")
        if question.required and question.id not in IDENTITY and question.unknown_range is None:
            raise ValueError(f"{question.id} is required and has no range for an unknown answer")
        loaded.options(question)
        seen.add(question.id)
