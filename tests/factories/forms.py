"""What a browser sends for a question that a page shows: the fields of its inputs, as they are filled in."""

from collections.abc import Iterator
from datetime import date

from assessments.questionnaires.asking.filled import fields_of
from assessments.questionnaires.asking.form_fields import FormFields
from assessments.questionnaires.asking.inputs import Asked, answer_inputs
from assessments.questionnaires.bank import bank
from assessments.questionnaires.bank_schema import Question
from assessments.questionnaires.course import Course
from assessments.questionnaires.profile import Answer, Profile
from assessments.ui import widgets as w
from assessments.ui.dates import PARTS

Pairs = Iterator[tuple[str, str]]


def sent_day(name: str, day: date | tuple[str, str, str]) -> dict[str, str]:
    """The three fields of a date, of a day or of whatever was typed into them."""
    parts = day if isinstance(day, tuple) else (str(day.day), str(day.month), str(day.year))
    return dict(zip((f"{name}-{part}" for part in PARTS), parts, strict=True))


def sent_for(question: Question, answer: Answer | None, profile: Profile, function: str | None = None) -> dict:
    """The fields that are sent when the page of this answer is saved without a change."""
    form = FormFields(fields_of(question, answer, bank()))
    return sent_by(answer_inputs(Asked(Course(profile), question, form, function)))


def sent_by(answer: w.Answer) -> dict[str, list[str]]:
    """The fields of the inputs, each with its texts in the order of the page."""
    fields: dict[str, list[str]] = {}
    for name, text in _whole(answer):
        fields.setdefault(name, []).append(text)
    return fields


def _whole(answer: w.Answer) -> Pairs:
    yield from _control(answer.input)
    if answer.may_be_unknown and answer.is_unknown:
        yield "unknown", "yes"
    if evidence := answer.evidence:
        yield from (("grade", grade.value) for grade in evidence.grades if grade.is_chosen)
        if evidence.has_source:
            yield "source", evidence.source
        if evidence.has_note:
            yield "note", evidence.note
        if evidence.has_proof:
            yield "evidence", evidence.proof


def _control(shown: w.Input) -> Pairs:
    match shown:
        case w.TextInput():
            # A line of text cannot hold a break.
            yield shown.name, shown.value if shown.rows > 1 else shown.value.replace("\n", "")
        case w.QuantityInput():
            yield shown.name, shown.value
            yield shown.unit_name, shown.unit
        case w.DateInput():
            yield from ((name, value) for name, _, value in shown.fields)
        case w.ChoiceInput(layout="select"):
            yield shown.name, next((choice.value for choice in shown.choices if choice.is_chosen), "")
        case w.ChoiceInput():
            yield from ((shown.name, choice.value) for choice in shown.choices if choice.is_chosen)
        case w.GroupInput():
            for part in shown.parts:
                yield from _control(part)
            yield from ((f"{name}-unknown", "yes") for name in shown.unknown)
        case w.RowsInput():
            for row in shown.rows:
                yield from _row(row)
        case w.RankedInput():
            yield from _ranked(shown)
        case w.ImpactGrid():
            for group in shown.groups:
                yield from _group(group)
        case w.LikelihoodGrid():
            for line in shown.rows:
                if line.value is not None:
                    yield f"cell-{line.key}-likelihood", str(line.value)
                yield f"cell-{line.key}-reason", line.reason


def _row(row: w.Row) -> Pairs:
    yield f"row-{row.number}-id", row.id
    for cell in row.cells:
        yield from _control(cell.input)
        if cell.may_be_unknown and cell.is_unknown:
            yield f"{cell.input.name}-unknown", "yes"


def _ranked(shown: w.RankedInput) -> Pairs:
    for choice in shown.choices:
        if choice.place is not None:
            yield "value", choice.value
        yield f"place-{choice.value}", "" if choice.place is None else str(choice.place)
        yield f"label-{choice.value}", choice.renamed
    if shown.own:
        yield from _control(shown.own)


def _group(group: w.GridGroup) -> Pairs:
    for cell in group.cells:
        name = f"cell-{group.key}-{cell.column}"
        empty = "unknown" if cell.is_unknown else ""
        yield name, empty if cell.value is None else str(cell.value)
        if cell.needs_reason:
            yield f"{name}-reason", cell.reason
