"""The table of the further activities in quick depth: what the first one said stands in it already, people correct it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from assessments.questionnaires.asking.controls import Controls
from assessments.questionnaires.asking.filled import Filled, fields_of
from assessments.questionnaires.asking.form_fields import Fields, FormFields
from assessments.questionnaires.bank_schema import Question
from assessments.questionnaires.course import Course
from assessments.ui import widgets

LABELS = {
    "FUN-02": "Output that would not happen on a day without TikTok",
    "IMP-01": "The effect stops being acceptable",
    "WRK-01": "What you could do today without TikTok",
    "WRK-02": "Until that delivers, it takes",
}
"""Short names of the questions, which a table has no room for in full."""
NEEDS_ALTERNATIVE = "WRK-02"
ALTERNATIVES = ("s1", "s2", "s3", "s4")


@dataclass(frozen=True)
class OtherCell:
    """One answer in the table: whose, to which question, as the form fills it, and whether somebody changed what we filled in."""

    activity: str
    question: Question
    name: str
    fields: Fields
    is_as_proposed: bool


def asked_of_others(course: Course) -> list[Question]:
    """The questions of the table: those that even the quick depth asks of each activity."""
    return [question for question in course.bank.of_scope("function") if question.tier == 1]


def filled_table(course: Course) -> Filled:
    """The fields of the table: what is stated, else what the first activity says."""
    first, *others = course.profile.activities
    fields: Filled = {}
    for number, activity in enumerate(others):
        fields[f"row-{number}-id"] = [activity.key]
        for question in asked_of_others(course):
            stated = course.profile.answer(question.id, activity.key) or course.profile.answer(question.id, first.key)
            single = fields_of(question, stated, course.bank)
            fields |= _in_row(f"row-{number}-{question.id}", single)
    return fields


def cells_of(course: Course, form: FormFields) -> Iterator[OtherCell]:
    """The answers that a posted table gives; time to switch is left out where there is nothing to switch to."""
    keys = {activity.key for activity in course.profile.activities[1:]}
    proposed = FormFields(filled_table(course))
    rows = {proposed.text(f"row-{number}-id"): number for number in proposed.all_rows()}
    for number in form.all_rows():
        key = form.text(f"row-{number}-id")
        if key not in keys:
            continue
        for question in asked_of_others(course):
            if question.id == NEEDS_ALTERNATIVE and form.text(f"row-{number}-WRK-01") not in ALTERNATIVES:
                continue
            name = f"row-{number}-{question.id}"
            fields, before = _of_cell(form, name), _of_cell(proposed, f"row-{rows[key]}-{question.id}")
            yield OtherCell(key, question, name, fields, fields == before)


def table_input(course: Course, form: FormFields, errors: Mapping[str, str]) -> widgets.RowsInput:
    """The table as inputs, a row for each further activity."""
    controls = Controls(course.profile, form, errors)
    labels = {activity.key: activity.label for activity in course.profile.activities}
    rows = []
    for number in form.all_rows():
        key = form.text(f"row-{number}-id")
        if key not in labels:
            continue
        cells = tuple(
            _cell(controls, form, question, f"row-{number}-{question.id}") for question in asked_of_others(course)
        )
        rows.append(widgets.Row(number, key, cells, title=labels[key], is_fixed=True))
    return widgets.RowsInput(item="activity", rows=tuple(rows), labelled_by="q-title", hint_id="q-hint")


def _cell(controls: Controls, form: FormFields, question: Question, name: str) -> widgets.Cell:
    control = controls.of(question, name, {"label": LABELS[question.id]}, in_row=True)
    return widgets.Cell(control, may_be_unknown=question.unknown, is_unknown=form.is_ticked(f"{name}-unknown"))


def _in_row(name: str, single: Filled) -> Filled:
    """The fields of a single answer under their names in the table; notes stay with the answer they belong to."""
    names = {"value": name, "unknown": f"{name}-unknown"}
    return {names[key]: texts for key, texts in single.items() if key in names}


def _of_cell(form: FormFields, name: str) -> Filled:
    """The fields of a cell under the names that a question's own form has."""
    found = {"value": form.texts(name), "unknown": ["yes"] if form.is_ticked(f"{name}-unknown") else []}
    return {key: texts for key, texts in found.items() if texts}
