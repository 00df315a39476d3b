"""From the fields of a form to the forms of a profile file, so that `reading` judges both alike (names: ui/widgets.py)."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from assessments.questionnaires.asking.activities import AT_CONTROL, posted_activities
from assessments.questionnaires.asking.form_fields import Fields, FormFields, claim
from assessments.questionnaires.asking.singles import raw_single
from assessments.questionnaires.asking.typed_numbers import typed_number
from assessments.questionnaires.bank_schema import Cell, Question
from assessments.questionnaires.profile import Answer
from assessments.questionnaires.reading.answers import read_answer
from assessments.questionnaires.reading.context import UNKNOWN, Reading
from assessments.questionnaires.reading.mistakes import Mistake, Unreadable
from assessments.questionnaires.reading.tables import ROW_ID

WHOLE = "value"
"""The name that stands for the answer as a whole."""
NOTES = ("grade", "source", "note")
PATH = re.compile(r"(?:\[(?P<row>\d+)\])?(?:\.(?P<one>\w+))?(?:\.(?P<two>\w+))?")
GIVEN_TWICE = ("wrong_form", "There is both a value and a tick at “I don’t know”", "Keep one of the two")


@dataclass
class Posted:
    """One form about one question; `stored` is the answer it would change."""

    question: Question
    fields: Fields
    reading: Reading
    stored: Answer | None = None
    controls: list[str] = field(default_factory=list)
    form: FormFields = field(init=False)

    def __post_init__(self) -> None:
        self.form = FormFields(self.fields)

    @property
    def path(self) -> str:
        """Where the reading of this answer begins."""
        return self.question.id

    def answer(self) -> Answer | None:
        """The answer in its canonical form; None when nothing was given, or when the report has a mistake."""
        raw = self._raw()
        answer = None if raw is None else read_answer(self.question, raw, self.reading, self.path)
        return None if self.reading.report.mistakes else answer

    def errors(self, mistakes: Sequence[Mistake]) -> dict[str, str]:
        """The sentence for each control; what belongs to no control stands with the answer as a whole."""
        found: dict[str, str] = {}
        for mistake in mistakes:
            control = self.control_of(mistake.path)
            found.setdefault(WHOLE if control.endswith("-") else control, mistake.sentence)
        return found

    def cells(self, cells: Sequence[Cell], prefix: str, path: str) -> dict[str, Any]:
        """What stands in the cells of a row or the fields of a form; empty ones are left out."""
        found: dict[str, Any] = {}
        for cell in cells:
            name = f"{prefix}{cell.key}"
            with self.reading.report.collecting(f"{path}.{cell.key}"):
                raw = raw_single(cell.type, self.form, name, month_ok=cell.month_ok)
                if self.form.is_ticked(f"{name}-unknown"):
                    if raw is not None:
                        raise Unreadable(*GIVEN_TWICE)
                    raw = dict(UNKNOWN)
                if raw is not None:
                    found[cell.key] = raw
        return found

    def _raw(self) -> Any:
        """The long form if anything goes with the value, else the short one; None if nothing was given."""
        with self.reading.report.collecting(self.path):
            value = self._value()
            notes: dict[str, Any] = {name: self.form.text(name) for name in NOTES if self.form.text(name)}
            if proofs := [line for line in self.form.text("evidence").splitlines() if line.strip()]:
                notes["evidence"] = proofs
            if self.form.is_ticked("unknown"):
                if value:
                    raise Unreadable(*GIVEN_TWICE)
                return {"unknown": True, **notes}
            if value is None and notes:
                raise Unreadable("required", "There is a note but no answer", "Answer the question, or clear the note")
            return {"value": value, **notes} if notes else value
        return None

    def _value(self) -> Any:
        question = self.question
        if question.allow_custom:
            kinds = self.reading.bank.vocabulary.functions
            stored = self._stored_rows()
            entries, self.controls = posted_activities(self.form, kinds, stored, self.reading.report)
            return entries or None
        special: dict[str, Callable[[], Any]] = {
            "multi": lambda: self.form.texts(WHOLE) or None,
            "form": lambda: self.cells(question.form, "part-", self.path) or None,
            "person": self._person,
            "table": self._table,
            "matrix": self._likelihoods if question.prefill else self._impacts,
        }
        read = special.get(question.type)
        return read() if read else raw_single(question.type, self.form, WHOLE, month_ok=question.month_ok)

    def _stored_rows(self) -> list[dict[str, Any]]:
        return list(self.stored.value or ()) if self.stored else []

    def _person(self) -> dict[str, str] | None:
        given = {key: self.form.text(f"part-{key}") for key in self.question.person_fields}
        if limit := given.get("limit"):
            with self.reading.report.collecting(f"{self.path}.limit"):
                given["limit"] = typed_number(limit)
        return {key: text for key, text in given.items() if text} or None

    def _table(self) -> list[dict[str, Any]] | None:
        shape = self.question.table
        assert shape is not None
        numbers = self.form.row_numbers()
        marks = [self.form.text(f"row-{number}-id") for number in numbers]
        if not shape.fixed_rows:
            marks = claim(marks, [str(row.get(ROW_ID, "")) for row in self._stored_rows()])
        rows: list[dict[str, Any]] = []
        for number, mark in zip(numbers, marks, strict=True):
            self.controls.append(f"row-{number}-")
            row = self.cells(shape.columns, f"row-{number}-", f"{self.path}[{len(rows) + 1}]")
            rows.append({("code" if shape.fixed_rows else ROW_ID): mark, **row} if mark else row)
        may_be_none = shape.min_rows == 0 and not shape.fixed_rows and not self.form.is_ticked("unknown")
        return rows if rows or may_be_none else None

    def _impacts(self) -> dict[str, Any] | None:
        words = self.reading.bank.vocabulary
        rows: dict[str, Any] = {}
        for category in words.categories:
            row: dict[str, Any] = {}
            for band in words.band_hours:
                name = f"cell-{category}-{band}"
                rating, reason = self.form.text(name), self.form.text(f"{name}-reason")
                if rating == "unknown":
                    row[band] = dict(UNKNOWN)
                elif rating:
                    row[band] = {"rating": rating, "reason": reason} if reason else rating
            if row:
                rows[category] = row
        return rows or None

    def _likelihoods(self) -> dict[str, Any] | None:
        rows: dict[str, Any] = {}
        for scenario in self.reading.bank.vocabulary.scenarios:
            level, reason = (self.form.text(f"cell-{scenario}-{part}") for part in ("likelihood", "reason"))
            with self.reading.report.collecting(f"{self.path}.{scenario}"):
                if reason and not level:
                    raise Unreadable("required", "There is a reason but no value", "Choose how likely it is")
                if level:
                    rows[scenario] = {"likelihood": level, **({"reason": reason} if reason else {})}
        return rows or None

    def control_of(self, path: str) -> str:
        """The name of the control that a path of the reading belongs to; a row as a whole ends with a dash."""
        if path.startswith(AT_CONTROL):
            return path.removeprefix(AT_CONTROL)
        match = PATH.fullmatch(path.removeprefix(self.path))
        if match is None:
            return WHOLE
        row, one, two = match["row"], match["one"], match["two"]
        if row is not None:
            start = self.controls[int(row) - 1]
            return f"{start}{one or ''}" if start.endswith("-") else start
        if self.question.type == "matrix" and one:
            return f"cell-{one}-{two or 'likelihood'}"
        return f"part-{one}" if one else WHOLE
