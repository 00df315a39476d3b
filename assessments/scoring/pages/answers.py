"""The answers of a snapshot as people read them: what was asked, and what was said."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from assessments.questionnaires.asking.saying import NONE_SAID, NOTHING_SAID, cell_said, said, said_with_notes
from assessments.questionnaires.bank import bank
from assessments.questionnaires.bank_schema import Question
from assessments.questionnaires.profile import Answer, Profile
from assessments.questionnaires.profile_file import read_profile
from assessments.ui import words

MOST_ROWS = 4
NOTHING_NAMED = "None named"
ABSENT = "not there"
"""What stands on one side of a change for a row that only the other side has."""


@dataclass(frozen=True)
class Answered:
    """An answer that is not as it was, with what was asked, both values, and where it is given."""

    text: str
    url: str
    before: str
    after: str


@dataclass(frozen=True)
class Answers:
    """What a profile file says, in words."""

    content: Mapping[str, Any]

    @cached_property
    def profile(self) -> Profile:
        """The profile; what today's question bank cannot read any more is left out."""
        as_of = date.fromisoformat(self.content["as_of"])
        profile, report = read_profile(self.content, bank(), as_of)
        if profile is None:
            readable = _without(self.content, [mistake.path for mistake in report.mistakes])
            profile, report = read_profile(readable, bank(), as_of)
        if profile is None:
            raise ValueError("; ".join(mistake.sentence for mistake in report.mistakes))
        return profile

    def label(self, question: str, function: str | None = None) -> str:
        """What was asked, with the activity it was asked about; the id of a question that is no longer asked."""
        asked = bank().questions.get(question)
        if asked is None:
            return question
        text = asked.wording(self.profile.industry)
        return f"{self._activity(function)}: {text}" if function else text

    def text(self, question: str, function: str | None = None) -> str:
        """What was said on one line, a table by the names of its rows; "Not answered" if nothing was."""
        asked, answer = bank().questions.get(question), self._answer(question, function)
        if asked is None or answer is None:
            return NOTHING_SAID
        if asked.type == "table" and not answer.unknown and answer.value:
            return self._rows(asked, answer.value)
        told = said(asked, answer, self.profile)
        return NOTHING_NAMED if told == NONE_SAID else "; ".join(told.split("\n"))

    def grade(self, question: str, function: str | None = None) -> str:
        """The grade of evidence that goes with an answer; "" if none was given."""
        answer = self._answer(question, function)
        return (answer.grade or "") if answer else ""

    def lines(self, question: str, function: str | None = None) -> list[str]:
        """Everything that was said, a line for each row, notes and evidence too."""
        asked = bank().questions.get(question)
        if asked is None:
            return [NOTHING_SAID]
        told = said_with_notes(asked, self._answer(question, function), self.profile).split("\n")
        return [NOTHING_NAMED if line == NONE_SAID else line for line in told]

    def _answer(self, question: str, function: str | None) -> Answer | None:
        answers = self.profile.functions.get(function, {}) if function else self.profile.answers
        return answers.get(question)

    def _activity(self, key: str) -> str:
        return next((activity.label for activity in self.profile.activities if activity.key == key), key)

    def _rows(self, question: Question, rows: list[Mapping[str, Any]]) -> str:
        names = [self._row(question, row) for row in rows[:MOST_ROWS]]
        more = len(rows) - len(names)
        return "; ".join([*names, f"{more} more"] if more > 0 else names)

    def _row(self, question: Question, row: Mapping[str, Any]) -> str:
        """What a row is about, with its first share."""
        shape = question.table
        assert shape is not None
        fixed = {known.code: known.label for known in shape.fixed_rows}
        told = [cell_said(question, self.profile, cell, row) for cell in shape.columns if cell.key in row]
        shares = [text for text in told if text.endswith("%")]
        name = fixed.get(row.get("code", "")) or next(iter(told), "")
        return " ".join([name, *shares[:1]])


def changed(now: Answers, before: Answers, question: str, function: str | None) -> tuple[str, str]:
    """What an answer was and what it is, without the rows that stayed as they were."""
    new, old = now.lines(question, function), before.lines(question, function)
    gone, added = [line for line in old if line not in new], [line for line in new if line not in old]
    return _clipped(gone), _clipped(added)


def _clipped(lines: list[str]) -> str:
    shown, more = lines[:MOST_ROWS], len(lines) - MOST_ROWS
    return "; ".join([*shown, words.plural(more, "more line")] if more > 0 else shown) or ABSENT


def _without(content: Mapping[str, Any], paths: list[str]) -> dict[str, Any]:
    """The content without the answers at these paths; a part that is no answer goes as a whole."""
    answers = dict(content["answers"])
    functions = {key: dict(given) for key, given in content["functions"].items()}
    dropped = set()
    for path in paths:
        part, *rest = re.split(r"[.\[]", path)
        if part == "answers" and rest:
            answers.pop(rest[0], None)
        elif part == "functions" and len(rest) > 1:
            functions[rest[0]].pop(rest[1], None)
        elif part == "functions" and rest:
            functions.pop(rest[0], None)
        else:
            dropped.add(part)
    kept = {key: value for key, value in content.items() if key not in dropped}
    return {**kept, "answers": answers, "functions": functions}
