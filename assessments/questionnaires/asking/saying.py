"""An answer in words, for people who compare, check or read it."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from assessments.questionnaires.asking.assumed import unit_word
from assessments.questionnaires.asking.filled import number_text
from assessments.questionnaires.bank_schema import Cell, Question
from assessments.questionnaires.profile import Answer, Profile
from assessments.questionnaires.reading.context import is_unknown
from assessments.questionnaires.reading.countries import country_names
from assessments.ui import words

UNKNOWN_SAID = "I don’t know"
NOTHING_SAID = "Not answered"
NONE_SAID = "None"


def said(question: Question, answer: Answer | None, profile: Profile) -> str:
    """The answer as a person would say it; tables and grids have a line for each row."""
    if answer is None:
        return NOTHING_SAID
    return UNKNOWN_SAID if answer.unknown else _Voice(question, profile).value(answer.value)


def said_with_notes(question: Question, answer: Answer | None, profile: Profile) -> str:
    """The same with everything that goes with the value: two texts differ exactly if the answers do."""
    lines = [said(question, answer, profile)]
    if answer is not None:
        parts = {"Grade": answer.grade, "From": answer.source, "Note": answer.note}
        lines += [f"{label}: {text}" for label, text in parts.items() if text]
        lines += [f"Evidence: {text}" for text in answer.evidence]
    return "\n".join(lines)


def cell_said(question: Question, profile: Profile, cell: Cell, row: Mapping[str, Any]) -> str:
    """One cell of a table in words; "" where it is empty."""
    return _Voice(question, profile).single(cell.type, row[cell.key], cell, cell.unit) if cell.key in row else ""


def day_said(text: str) -> str:
    """A date as 27 Nov 2026."""
    day = date.fromisoformat(text)
    return f"{day.day} {day:%b %Y}"


class _Voice:
    """Says values of one question; it knows the names of activities, parties and options."""

    def __init__(self, question: Question, profile: Profile) -> None:
        self.question, self.profile, self.bank = question, profile, profile.bank
        self.names = {activity.key: activity.label for activity in profile.activities}

    def value(self, value: Any) -> str:
        question = self.question
        match question.type:
            case "multi" if question.allow_custom:
                names = (self.names.get(entry["key"], entry.get("label", entry["key"])) for entry in value)
                text = "\n".join(f"{place}. {name}" for place, name in enumerate(names, start=1))
            case "multi":
                labels = self.bank.labels(question)
                text = "\n".join(labels.get(code, code) for code in value)
            case "person":
                text = "; ".join(self._person(value))
            case "form":
                text = "\n".join(self._cells(question.form, value)) or NONE_SAID
            case "table":
                text = self._table(value)
            case "matrix":
                text = "\n".join(self._likelihoods(value) if question.prefill else self._impacts(value))
            case _:
                text = self.single(question.type, value, question, question.unit)
        return text

    def single(self, kind: str, value: Any, item: Question | Cell, unit: str | None) -> str:
        """One value of this type, with its unit."""
        if is_unknown(value):
            return UNKNOWN_SAID
        speak: dict[str, Callable[[Any], str]] = {
            "single": lambda code: self.bank.labels(item).get(code, code),
            "percent": lambda share: f"{number_text(share)}%",
            "money": lambda amount: self._money(amount, unit),
            "number": lambda number: _with_unit(number, unit),
            "scale": number_text,
            "number_with_unit": lambda both: _with_unit(both["number"], both["unit"]),
            "duration": words.hours,
            "date": day_said,
            "country": lambda code: country_names()[code],
            "flag": lambda is_so: "yes" if is_so else "no",
            "list_of_text": "; ".join,
            "time_band": lambda band: self.bank.vocabulary.band_labels[band],
            "function_ref": lambda key: self.names.get(key, key),
            "function_refs": self._activities,
            "function_or_party_ref": self._target,
        }
        return speak[kind](value) if kind in speak else str(value)

    def _money(self, amount: str, unit: str | None) -> str:
        per = (unit or "").removeprefix("currency").strip()
        return f"{words.currency_sign(self.profile.currency)}{_grouped(amount)} {per}".strip()

    def _activities(self, keys: Any) -> str:
        if keys == "all":
            return "all activities"
        return words.listed([self.names.get(key, key) for key in keys]) or "no activity"

    def _target(self, key: str) -> str:
        return self.names.get(key) or self.bank.labels(self.bank.questions["DEP-05"]).get(key, key)

    def _person(self, person: Mapping[str, str]) -> list[str]:
        parts = [person.get("owner", "")]
        if "deputy" in person:
            parts.append(f"deputy {person['deputy']}")
        if "limit" in person:
            parts.append(f"may spend up to {self._money(person['limit'], None)}")
        return [part for part in parts if part]

    def _table(self, rows: list[Mapping[str, Any]]) -> str:
        shape = self.question.table
        assert shape is not None
        fixed = {row.code: row.label for row in shape.fixed_rows}
        lines = []
        for row in rows:
            if fixed:
                parts = [*self._cells(shape.columns, row)]
                lines.append(f"{fixed[row['code']]}: {', '.join(words.lower_first(part) for part in parts)}")
            else:
                head, others = shape.columns[0], shape.columns[1:]
                named = [self.single(head.type, row[head.key], head, head.unit)] if head.key in row else []
                lines.append("; ".join([*named, *(words.lower_first(part) for part in self._cells(others, row))]))
        return "\n".join(lines) or NONE_SAID

    def _cells(self, cells: tuple[Cell, ...], row: Mapping[str, Any]) -> list[str]:
        given = (cell for cell in cells if cell.key in row)
        return [f"{_short(cell.label)}: {self.single(cell.type, row[cell.key], cell, cell.unit)}" for cell in given]

    def _impacts(self, rows: Mapping[str, Mapping[str, Any]]) -> list[str]:
        vocabulary = self.bank.vocabulary
        lines = []
        for category, row in rows.items():
            cells = (f"{_rating(cell)} after {vocabulary.band_labels[band]}" for band, cell in row.items())
            lines.append(f"{vocabulary.categories[category]}: {', '.join(cells)}")
        return lines

    def _likelihoods(self, rows: Mapping[str, Mapping[str, Any]]) -> list[str]:
        vocabulary = self.bank.vocabulary
        level_words = {level.value: level.label for level in vocabulary.scales.likelihood}
        return [
            f"{vocabulary.scenarios[key]}: {row['likelihood']} {level_words[row['likelihood']]}"
            + (f" ({row['reason']})" if row.get("reason") else "")
            for key, row in rows.items()
        ]


def _short(label: str) -> str:
    """The label without what helps only when filling it in."""
    return re.sub(r"\s*\(.*?\)|, one per line.*", "", label)


def _grouped(amount: float | str) -> str:
    """The number with its thousands apart; pennies, if any, in two figures."""
    whole, _, part = number_text(amount).replace(",", "").partition(".")
    return f"{int(whole):,}" + (f".{part:0<2}" if part else "")


def _with_unit(number: float, unit: str | None) -> str:
    shown = f"{number:,}" if isinstance(number, int) else number_text(number)
    return shown if unit == "x" else f"{shown} {unit_word(unit, number)}".strip()


def _rating(cell: Any) -> str:
    if is_unknown(cell):
        return "not known"
    if isinstance(cell, Mapping):
        return f"{cell['rating']} ({cell['reason']})"
    return str(cell)
