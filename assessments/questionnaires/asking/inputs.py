"""A question as the inputs of a page: filled from its fields, with the sentence beside each that is wrong."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from assessments.catalogue.presets import usual_activities
from assessments.questionnaires.asking.assumed import assumed
from assessments.questionnaires.asking.controls import Controls, cell_label
from assessments.questionnaires.asking.form_fields import FormFields
from assessments.questionnaires.asking.grids import impact_grid, likelihood_grid
from assessments.questionnaires.bank_schema import Cell, Question
from assessments.questionnaires.course import Course
from assessments.ui import widgets, words
from assessments.ui.dates import is_count

TITLE: dict[str, Any] = {"labelled_by": "q-title", "hint_id": "q-hint"}
"""The heading names the input, the help under it describes it."""
GRADES = (
    ("A", "From records", "Accounts, payment reports, contracts"),
    ("B", "Measured", "Analytics, tracked links, logs"),
    ("C", "From people who know", "A survey, or colleagues who do the work"),
    ("D", "An estimate", ""),
)
NOT_GRADED = frozenset({"PRO-01", "PRO-02", "USE-01", "USE-02", "MON-03", "GOV-11"})
"""Questions about who one is, or about how sure one is: a grade would say nothing."""
PERSON_LABELS = {"owner": "Name or role", "deputy": "Who stands in", "limit": "Spending limit"}
LIBRARY_HOLDS = "I would change none of them"
"""What "I don't know" means where every line is filled in from the library."""
MORE_OWN = 4
"""Activities of one's own that may be added at once."""


@dataclass(frozen=True)
class Asked:
    """A question about to be shown, of one activity where it is asked for each."""

    course: Course
    question: Question
    form: FormFields
    function: str | None = None
    errors: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def controls(self) -> Controls:
        """What makes the controls of this form."""
        return Controls(self.course.profile, self.form, self.errors)


def answer_inputs(asked: Asked) -> widgets.Answer:
    """The inputs of the whole answer."""
    label = {"unknown_label": LIBRARY_HOLDS} if asked.question.prefill else {}
    return widgets.Answer(
        input=_input(asked),
        may_be_unknown=asked.question.unknown,
        **label,
        is_unknown=asked.form.is_ticked("unknown"),
        assumed=assumed(asked.course, asked.question, asked.function),
        evidence=_evidence(asked),
    )


def faults_in(shown: widgets.Input) -> Iterator[tuple[str, str]]:
    """The id of the control and the sentence for everything that is wrong, from top to bottom."""
    if isinstance(shown, widgets.ImpactGrid):
        cells = [(group, cell) for group in shown.groups for cell in group.cells if cell.error]
        yield from ((f"id_cell-{group.key}-{cell.column}_0", cell.error) for group, cell in cells)
        if cells:
            return
    if shown.error:
        yield shown.id, shown.error
    if isinstance(shown, widgets.GroupInput):
        for part in shown.parts:
            yield from faults_in(part)
    elif isinstance(shown, widgets.RowsInput):
        for row in shown.rows:
            for cell in row.cells:
                yield from faults_in(cell.input)
    elif isinstance(shown, widgets.RankedInput) and shown.own:
        yield from faults_in(shown.own)
    elif isinstance(shown, widgets.LikelihoodGrid):
        yield from ((f"id_cell-{row.key}-likelihood_0", row.error) for row in shown.rows if row.error)


def needs_countries(question: Question) -> bool:
    """Whether the page must offer the list of countries."""
    columns = question.table.columns if question.table else ()
    return any(cell.type == "country" for cell in columns)


def _input(asked: Asked) -> widgets.Input:
    question = asked.question
    if question.allow_custom:
        return _ranking(asked)
    if question.type == "matrix":
        if question.prefill:
            return likelihood_grid(asked.course, asked.form, asked.errors, TITLE)
        assert asked.function is not None
        return impact_grid(asked.course, asked.function, asked.form, asked.errors, TITLE)
    if question.type in ("form", "person"):
        return _group(asked)
    if question.type == "table":
        return _rows(asked)
    return asked.controls.of(question, "value", TITLE)


def _group(asked: Asked) -> widgets.GroupInput:
    question, controls = asked.question, asked.controls
    cells = question.form or tuple(_person_cell(key, need) for key, need in question.person_fields.items())
    parts = tuple(controls.of(cell, f"part-{cell.key}", {"label": cell_label(cell)}) for cell in cells)
    names = tuple(f"part-{cell.key}" for cell in cells if cell.unknown)
    ticked = tuple(name for name in names if asked.form.is_ticked(f"{name}-unknown"))
    error = asked.errors.get("value", "")
    return widgets.GroupInput(parts=parts, may_be_unknown=names, unknown=ticked, error=error, **TITLE)


def _person_cell(key: str, need: str) -> Cell:
    kind = "money" if key == "limit" else "text"
    return Cell(key=key, label=PERSON_LABELS[key], type=kind, required=need == "required", max_length=120)


def _rows(asked: Asked) -> widgets.RowsInput:
    question = asked.question
    shape = question.table
    assert shape is not None
    numbers = asked.form.all_rows()
    if shape.fixed_rows:
        rows = tuple(_fixed_row(asked, number) for number in range(len(shape.fixed_rows)))
        return widgets.RowsInput(item=shape.item, rows=rows, error=asked.errors.get("value", ""), **TITLE)
    if not numbers and shape.min_rows:
        numbers = [0]  # the first row is there from the start, so that nobody has to look for it
    return widgets.RowsInput(
        item=shape.item,
        rows=tuple(table_row(asked, number) for number in numbers),
        blank=table_row(asked, widgets.RowsInput.BLANK_ROW),
        max_rows=shape.max_rows,
        error=asked.errors.get("value", ""),
        **TITLE,
    )


def table_row(asked: Asked, number: int) -> widgets.Row:
    """A row of the question's table as its form fills it."""
    shape = asked.question.table
    assert shape is not None
    cells = tuple(asked.controls.cell(cell, f"row-{number}-{cell.key}") for cell in shape.columns)
    return widgets.Row(number, asked.form.text(f"row-{number}-id"), cells)


def _fixed_row(asked: Asked, number: int) -> widgets.Row:
    shape = asked.question.table
    assert shape is not None
    fixed = shape.fixed_rows[number]
    columns = (cell for cell in shape.columns if not cell.only_rows or fixed.code in cell.only_rows)
    cells = tuple(asked.controls.cell(cell, f"row-{number}-{cell.key}") for cell in columns)
    return widgets.Row(number, fixed.code, cells, title=fixed.label, is_fixed=True)


def _ranking(asked: Asked) -> widgets.RankedInput:
    bank, form = asked.course.bank, asked.form
    ticked = form.texts("value")
    choices = []
    for key in _activity_order(asked.course):
        kind = bank.vocabulary.functions[key]
        needs = words.listed([words.lower_first(bank.vocabulary.capabilities[cap]) for cap in kind.caps])
        place = int(form.text(f"place-{key}")) if is_count(form.text(f"place-{key}")) else 0
        choices.append(
            widgets.RankedChoice(
                value=key,
                label=kind.label,
                hint=f"Uses {needs}",
                place=(place or len(ticked)) if key in ticked else None,
                renamed=form.text(f"label-{key}"),
            )
        )
    validation = asked.question.validation
    most = validation.max_quick if asked.course.profile.depth == "quick" else validation.max
    own = _own_activities(asked)
    error = asked.errors.get("value", "") or next(
        (sentence for name, sentence in asked.errors.items() if name.startswith(("label-", "place-"))), ""
    )
    return widgets.RankedInput(choices=tuple(choices), most=int(most or 0), own=own, error=error, **TITLE)


def _own_activities(asked: Asked) -> widgets.RowsInput:
    numbers = asked.form.all_rows()
    return widgets.RowsInput(
        name="own",
        label="",
        labelled_by="own-h",
        item="activity of your own",
        rows=tuple(own_activity_row(asked, number) for number in numbers),
        blank=own_activity_row(asked, widgets.RowsInput.BLANK_ROW),
        max_rows=len(numbers) + MORE_OWN,
    )


def own_activity_row(asked: Asked, number: int) -> widgets.Row:
    """The row of an activity of the organisation's own: name, what it uses, what it is like, and its place."""
    bank, form, prefix = asked.course.bank, asked.form, f"row-{number}-"
    used = asked.course.known("USE-01") or list(bank.vocabulary.capabilities)
    caps = tuple(
        widgets.Choice(code, label, is_chosen=code in form.texts(f"{prefix}caps"))
        for code, label in bank.vocabulary.capabilities.items()
        if code in used or code in form.texts(f"{prefix}caps")
    )
    like = tuple(
        widgets.Choice(key, kind.label, is_chosen=key == form.text(f"{prefix}like"))
        for key, kind in bank.vocabulary.functions.items()
    )
    inputs: tuple[widgets.Input, ...] = (
        widgets.TextInput(
            name=f"{prefix}label",
            label="What people call it",
            value=form.text(f"{prefix}label"),
            max_length=80,
            error=asked.errors.get(f"{prefix}label", ""),
        ),
        widgets.ChoiceInput(name=f"{prefix}caps", label="What it uses", choices=caps, is_multiple=True),
        widgets.ChoiceInput(
            name=f"{prefix}like", label="What it is most like (optional)", choices=like, layout="select"
        ),
        widgets.TextInput(
            name=f"{prefix}place",
            label="Its place in the list",
            value=form.text(f"{prefix}place"),
            error=asked.errors.get(f"{prefix}place", ""),
            input_mode="numeric",
            width="short",
        ),
    )
    cells = tuple(widgets.Cell(one) for one in inputs)
    return widgets.Row(number, form.text(f"{prefix}id"), cells)


def _activity_order(course: Course) -> list[str]:
    """The catalogue's activities: first those that use what is in use, then the usual ones of the industry, then the rest."""
    used = set(course.known("USE-01") or ())
    usual = usual_activities().get(course.profile.industry, ())
    kinds = course.bank.vocabulary.functions
    places = {key: place for place, key in enumerate(usual)}
    return sorted(kinds, key=lambda key: (used.isdisjoint(kinds[key].caps), places.get(key, len(kinds))))


def _evidence(asked: Asked) -> widgets.Evidence | None:
    question, form = asked.question, asked.form
    if question.id in NOT_GRADED:
        if question.note_field is None:
            return None
        return widgets.Evidence(note=form.text("note"), has_source=False, summary="Add a note for whoever reads this")
    grades = tuple(widgets.Choice(code, label, hint, form.text("grade") == code) for code, label, hint in GRADES)
    return widgets.Evidence(
        grades=grades,
        source=form.text("source"),
        note=form.text("note"),
        proof=form.text("evidence"),
        has_proof=question.evidence,
    )
