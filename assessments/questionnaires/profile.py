"""The profile: everything one organisation has stated, typed and frozen. Results are pure functions of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

from assessments.questionnaires.bank import DEPTH_BY_SIZE, Bank
from assessments.questionnaires.bank_schema import Depth

UNKNOWN_CELL = {"unknown": True}


@dataclass(frozen=True, slots=True)
class Answer:
    """What was stated about one question: a value in its canonical form, or "I don't know"."""

    value: Any = None
    unknown: bool = False
    grade: str | None = None
    source: str | None = None
    note: str | None = None
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Activity:
    """One activity that would feel TikTok's absence, in the user's order of importance."""

    key: str
    label: str
    caps: tuple[str, ...]
    like: str | None
    is_own: bool

    @property
    def kind(self) -> str | None:
        """The catalogue function whose steps, links and money rule it follows."""
        return self.like if self.is_own else self.key


@dataclass(frozen=True, slots=True)
class Override:
    """A result set by a person, with the reason."""

    set: str
    to: Any
    by: str
    reason: str | None = None
    text: str | None = None
    until: date | None = None
    agreed_by: str | None = None
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WhatIf:
    """A question about changed circumstances; it changes no other result."""

    name: str
    start_on: date
    scenario: str = "short_outage"
    duration_h: float | None = None
    markets: tuple[str, ...] | None = None
    capabilities: tuple[str, ...] | None = None
    answers: Mapping[str, Answer] = field(default_factory=dict)
    functions: Mapping[str, Mapping[str, Answer]] = field(default_factory=dict)


@dataclass(frozen=True)
class Profile:
    """One organisation's answers at one date, from rows or from a file."""

    bank: Bank
    as_of: date
    name: str
    currency: str | None
    answers: Mapping[str, Answer]
    functions: Mapping[str, Mapping[str, Answer]]
    stated_depth: Depth | None = None
    overrides: tuple[Override, ...] = ()
    what_ifs: tuple[WhatIf, ...] = ()

    def answer(self, question: str, function: str | None = None) -> Answer | None:
        """The answer to a question, of one activity where the question is asked for each."""
        if function is None:
            return self.answers.get(question)
        return self.functions.get(function, {}).get(question)

    def value(self, question: str, function: str | None = None) -> Any:
        """The value of an answer; None while it is missing or "I don't know"."""
        answer = self.answer(question, function)
        return None if answer is None or answer.unknown else answer.value

    @cached_property
    def depth(self) -> Depth:
        """The depth chosen, else the one that fits the size of the organisation."""
        return self.stated_depth or DEPTH_BY_SIZE[self.size]

    @property
    def industry(self) -> str:
        """The line of business; its stand-in while it is not given."""
        return str(self.value("PRO-01") or self.bank.identity["PRO-01"].stand_in)

    @property
    def size(self) -> str:
        """The size band; its stand-in while it is not given."""
        return str(self.value("PRO-02") or self.bank.identity["PRO-02"].stand_in)

    @cached_property
    def activities(self) -> tuple[Activity, ...]:
        """The activities of USE-02 in the user's order, or their stand-in while none is named."""
        entries = self.value("USE-02") or [{"key": key} for key in self._activities_standing_in()]
        return tuple(self._activity(entry) for entry in entries)

    @cached_property
    def capabilities(self) -> frozenset[str]:
        """The parts of TikTok in use: those ticked, else those of the activities named; empty for indirect use."""
        ticked = self.value("USE-01")
        if ticked is not None:
            return frozenset(ticked) - {"none_direct"}
        named = self.value("USE-02") or [{"key": key} for key in self.functions]
        kinds = self.bank.vocabulary.functions
        return frozenset(
            cap for entry in named for cap in entry.get("caps") or getattr(kinds.get(_kind(entry)), "caps", ())
        )

    @property
    def uses_tiktok_itself(self) -> bool:
        """False when only customers or partners use TikTok."""
        return "none_direct" not in (self.value("USE-01") or ())

    def activity(self, key: str) -> Activity:
        """The activity of a key; KeyError if there is none."""
        return next(activity for activity in self.activities if activity.key == key)

    def with_changes(
        self, answers: Mapping[str, Answer] | None = None, functions: Mapping[str, Mapping[str, Answer]] | None = None
    ) -> "Profile":
        """The same profile with some answers changed; the original is untouched."""
        changed = {key: dict(self.functions.get(key, {})) for key in {*self.functions, *(functions or {})}}
        for key, values in (functions or {}).items():
            changed[key].update(values)
        return replace(self, answers={**self.answers, **(answers or {})}, functions=changed)

    def stated(self) -> Iterator[tuple[str, str | None, Answer]]:
        """Every answer with its question and, where it belongs to one, its activity."""
        for question, answer in sorted(self.answers.items()):
            yield question, None, answer
        for function in sorted(self.functions):
            for question, answer in sorted(self.functions[function].items()):
                yield question, function, answer

    def _activity(self, entry: Mapping[str, Any]) -> Activity:
        kinds = self.bank.vocabulary.functions
        known = kinds.get(entry["key"])
        base = known or kinds.get(entry.get("like") or "")
        used = self.capabilities if self.value("USE-01") is not None else None
        caps = tuple(entry.get("caps") or (base.caps if base else sorted(used or ())))
        if used and not entry.get("caps"):
            # What an activity could use counts only where it is in use; one that matches nothing uses what there is.
            caps = tuple(cap for cap in caps if cap in used) or tuple(sorted(used))
        label = entry.get("label") or (known.label if known else entry["key"])
        return Activity(entry["key"], label, caps, entry.get("like"), is_own=known is None)

    def _activities_standing_in(self) -> list[str]:
        kinds = self.bank.vocabulary.functions
        if with_answers := [key for key in kinds if key in self.functions]:
            return with_answers
        ticked = frozenset(self.value("USE-01") or ()) - {"none_direct"}
        return [key for key, kind in kinds.items() if ticked.issuperset(kind.caps)][:3] or list(kinds)[:3]


def _kind(entry: Mapping[str, Any]) -> str:
    return str(entry.get("like") or entry["key"])
