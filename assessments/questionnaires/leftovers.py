"""What is stated about activities that are no longer in the list: kept, set aside, and named so that it can be shown."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from assessments.questionnaires.bank import Bank
from assessments.questionnaires.bank_schema import Question
from assessments.questionnaires.profile import Answer

ABOUT_ACTIVITIES = ("function_ref", "function_refs", "function_or_party_ref")


@dataclass(frozen=True, slots=True)
class Leftover:
    """An answer, or a row of one, about an activity that is not in the list any more; it comes back with the activity."""

    question: str
    function: str
    rows: int = 0


Functions = Mapping[str, Mapping[str, Answer]]


def activity_keys_in(bank: Bank, answers: Mapping[str, Answer], named: Iterable[str]) -> tuple[str, ...]:
    """The activities that answers may be about: those of USE-02, or, while it is open, the catalogue's that have answers."""
    chosen = answers.get("USE-02")
    if chosen is not None and chosen.value:
        return tuple(entry["key"] for entry in chosen.value)
    return tuple(key for key in named if key in bank.vocabulary.functions)


def set_aside(
    bank: Bank, answers: Mapping[str, Answer], functions: Functions
) -> tuple[dict[str, Answer], dict[str, Mapping[str, Answer]], tuple[Leftover, ...]]:
    """The answers that can be used, and what was set aside because its activity is gone."""
    keys = activity_keys_in(bank, answers, functions)
    found: list[Leftover] = []
    used = dict(answers)
    for question in bank.of_scope("organisation"):
        answer = answers.get(question.id)
        if answer is None or not answer.value or not _columns(question):
            continue
        rows, gone = _rows(bank, question, answer.value, keys)
        if gone:
            used[question.id] = Answer(
                rows, grade=answer.grade, source=answer.source, note=answer.note, evidence=answer.evidence
            )
            found += [Leftover(question.id, key, rows=count) for key, count in gone.items()]
    for key in sorted(set(functions) - set(keys)):
        found += [Leftover(question, key) for question in sorted(functions[key])]
    return used, {key: functions[key] for key in functions if key in keys}, tuple(found)


def _columns(question: Question) -> dict[str, tuple[str, bool]]:
    """The columns that name activities: their type, and whether a row says nothing without them."""
    columns = question.table.columns if question.table else ()
    return {cell.key: (cell.type, cell.identifies) for cell in columns if cell.type in ABOUT_ACTIVITIES}


def _rows(
    bank: Bank, question: Question, rows: list[dict[str, Any]], keys: tuple[str, ...]
) -> tuple[list[dict[str, Any]], dict[str, int]]:
    columns, kept, gone = _columns(question), [], dict[str, int]()
    parties = {option.code for option in bank.options(bank.questions["DEP-05"])}
    for row in rows:
        missing = list(_missing(row, columns, {*keys, *parties}, set(keys)))
        for _, key in missing:
            gone[key] = gone.get(key, 0) + 1
        if any(columns[column][1] for column, _ in missing):
            continue
        kept.append(_without(row, missing) if missing else row)
    return kept, gone


def _missing(
    row: Mapping[str, Any], columns: Mapping[str, tuple[str, bool]], targets: set[str], keys: set[str]
) -> Iterator[tuple[str, str]]:
    """The cells that name an activity which is gone, with its key."""
    for column, (kind, _) in columns.items():
        named = row.get(column)
        if kind == "function_refs" and isinstance(named, list):
            yield from ((column, key) for key in named if key not in keys)
        elif kind != "function_refs" and isinstance(named, str):
            known = targets if kind == "function_or_party_ref" else keys
            if named not in known:
                yield column, named


def _without(row: Mapping[str, Any], missing: list[tuple[str, str]]) -> dict[str, Any]:
    gone = {column: {key for other, key in missing if other == column} for column, _ in missing}
    changed = dict(row)
    for column, keys in gone.items():
        if isinstance(row[column], list):
            changed[column] = [key for key in row[column] if key not in keys]
        else:
            del changed[column]
    return changed
