"""From answers to quantities: what was entered, what "I don't know" stands for, what a shallower depth leaves to a default.

The rules are those of the question bank (`unknown_range`, `defaults`, `identity`, `bases`); nothing here knows a question by name.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from assessments.questionnaires.bank_schema import Cell, Question, UnknownRange
from assessments.questionnaires.course import Course
from assessments.questionnaires.profile import Answer, Profile
from assessments.questionnaires.profile_checks import answer_path
from assessments.scoring.phrases import measured
from assessments.scoring.quantity import Origin, Quantity, plausible
from assessments.ui.words import lower_first

SURENESS = {5: "A", 4: "B", 3: "C", 2: "D", 1: "D"}
"""Grade of an answer without one of its own, by how sure the respondent is of the answers (GOV-11)."""
NOT_SAID = {"unknown": "You do not know this yet", "missing": "This is not answered"}
NAMING = ("name", "what", "metric", "channel", "from")
"""Cells that say which thing a row is about, for a sentence."""
BaseAmount = Callable[[str], float | None]


@dataclass
class Resolver:
    """Resolves questions of one profile; keeps every quantity it made, for the assumptions and the trace.

    Amounts nobody knows are `base_amount` times a share; sentences print them in `money_in`.
    """

    course: Course
    made: dict[str, Quantity] = field(default_factory=dict)
    base_amount: BaseAmount = lambda _name: None
    money_in: str | None = None

    @property
    def profile(self) -> Profile:
        """The profile that is resolved."""
        return self.course.profile

    def keep(self, quantity: Quantity) -> Quantity:
        """Register a quantity and return it."""
        self.made[quantity.name] = quantity
        return quantity

    def resolve(self, question_id: str, function: str | None = None, name: str | None = None) -> Quantity | None:
        """The quantity a question stands for; None where it does not exist or nothing stands in for it."""
        question = self.course.bank.questions[question_id]
        if not self.course.exists(question_id, function):
            return None
        name = name or self.name_of(question, function)
        answer = self.profile.answer(question_id, function)
        if answer is not None and not answer.unknown:
            return self.keep(self._entered(question, function, name, answer))
        asked = self.course.asks(question, function)
        if answer is not None or (asked and question.required):
            return self._unknown(question, function, name, "unknown" if answer is not None else "missing")
        return self._default(question, function, name)

    def name_of(self, question: Question, function: str | None) -> str:
        """The input's name in the assumptions: that of the bank, with the activity where it belongs to one."""
        name = question.feeds[0]
        return name if function is None else f"functions.{function}.{name.partition('.')[2]}"

    def grade_of(self, answer: Answer | None) -> str:
        """The grade of an answer: its own, else how sure the respondent is overall."""
        if answer is not None and answer.grade:
            return answer.grade
        return SURENESS[int(self.profile.value("GOV-11") or 1)]

    def path(self, question_id: str, function: str | None = None) -> str:
        """Where the answer stands, as the trace names it."""
        return answer_path(question_id, function)

    def unknown_number(
        self, source: UnknownRange, question: str, function: str | None
    ) -> tuple[Any, float | None, float | None]:
        """What an unknown range stands for: the value used and the two ends, amounts already multiplied by their base."""
        low, high, likely = source.low, source.high, source.likely
        if source.by is not None and source.values is not None:
            chosen = self.course.known(source.by, function) or self._stand_in(source.by)
            low, high = source.values.get(str(chosen), next(iter(source.values.values())))
        used = {"low": low, "high": high, "likely": likely}[source.use or "low"]
        if source.of is not None:
            base = self.base_amount(source.of)
            if base is None:
                return None, None, None
            low, high, used = (None if end is None else float(end) * base for end in (low, high, used))
        ends = [end if isinstance(end, int | float) else self._hours(end) for end in (low, high)]
        return used, ends[0], ends[1]

    def cell(self, row: dict[str, Any], cell: Cell, path: str) -> tuple[Any, Origin]:
        """The value of a table cell or form field and how it came about; (None, ...) where no range makes sense."""
        raw = row.get(cell.key)
        if raw is not None and raw != {"unknown": True}:
            return raw, "entered"
        if raw is None and not cell.required:
            return None, "entered"
        origin: Origin = "unknown" if raw is not None else "missing"
        if cell.unknown_range is None or cell.unknown_range.none:
            return None, origin
        value, low, high = self.unknown_number(cell.unknown_range, path, None)
        label = f"{path}.{cell.key}"
        about = next((f"“{self._row_name(row[key])}”, " for key in NAMING if isinstance(row.get(key), str)), "")
        name = f"{about}{lower_first(cell.label)}" if about else cell.label
        sentence = f"{name}: not known, so {self._in_words(cell, value)} is used."
        self.keep(Quantity(label, value, cell.unit or "", "D", origin, (label,), low, high, sentence))
        return value, origin

    def _stand_in(self, question_id: str) -> Any:
        stand_in = self.course.bank.identity.get(question_id)
        return stand_in.stand_in if stand_in else None

    def _hours(self, end: Any) -> float | None:
        return None if end is None else self.course.bank.vocabulary.band_hours.get(str(end))

    def _entered(self, question: Question, function: str | None, name: str, answer: Answer) -> Quantity:
        grade = self.grade_of(answer)
        sources = (self.path(question.id, function),)
        unit = question.unit or ""
        value = answer.value
        if question.type in ("percent", "number", "money", "duration"):
            value = float(value)
            top = 100.0 if question.type == "percent" else None
            low, high = plausible(value, grade, min(0.0, value), max(value, top) if top is not None else None)
            return Quantity(name, value, unit, grade, "entered", sources, low, high)
        return Quantity(name, value, unit, grade, "entered", sources)

    def _unknown(self, question: Question, function: str | None, name: str, origin: Origin) -> Quantity | None:
        path = self.path(question.id, function)
        stand_in = self.course.bank.identity.get(question.id)
        if stand_in is not None:
            return self.keep(Quantity(name, stand_in.stand_in, "", "D", origin, (path,), sentence=f"{stand_in.show}."))
        source = question.unknown_range
        if source is None:
            return None
        said = f"{self._about(function)}“{question.wording(self.profile.industry)}” {NOT_SAID[origin]}"
        if source.none is not None:
            sentence = f"{said}: {source.none}."
            return self.keep(Quantity(name, None, question.unit or "", "D", origin, (path,), sentence=sentence))
        value, low, high = self.unknown_number(source, question.id, function)
        if value is None:
            sentence = f"{said}, and nothing can stand for it, so it is left out."
        elif source.use == "likely":
            sentence = f"{said}: {source.note}."
        else:
            sentence = f"{said}: {self._in_words(question, value)} is used, the cautious end of what is plausible."
        return self.keep(Quantity(name, value, question.unit or "", "D", origin, (path,), low, high, sentence))

    def _default(self, question: Question, function: str | None, name: str) -> Quantity | None:
        default = self.course.bank.defaults.get(question.feeds[0])
        if default is None:
            return None
        value, show = default.value, f"{default.show}."
        if default.if_now is not None and self._runs_already(function):
            value = default.if_now
            show = f"The alternative already carries everything, so {self._in_words(question, value)} is assumed."
        elif default.by is not None:
            value = self._default_by(default.by, default.map or {}, function)
        if value is None:
            return None
        low = high = None
        if (source := question.unknown_range) is not None and source.none is None and isinstance(value, int | float):
            _, low, high = self.unknown_number(source, question.id, function)
            low, high = min(filter_none(low, value)), max(filter_none(high, value))
        path = self.path(question.id, function)
        sentence = show if function is None else f"{self._about(function)}{lower_first(show)}"
        return self.keep(
            Quantity(
                name,
                value,
                question.unit or "",
                "C",
                "default",
                (f"bank.defaults.{question.feeds[0]}", path),
                low,
                high,
                sentence,
            )
        )

    def _default_by(self, source: str, mapped: dict[Any, Any], function: str | None) -> Any:
        """The default that goes with the level of another answer."""
        asked = self.course.bank.feeding(source)[0]
        question = self.course.bank.questions[asked]
        answer = self.course.known(asked, function)
        if answer is None and question.unknown_range is not None:
            answer = self.unknown_number(question.unknown_range, asked, function)[0]
        if isinstance(answer, list):
            return min(mapped[code] for code in answer)
        value = None if answer is None else self.course.bank.option_value(asked, answer)
        return None if value is None else mapped.get(int(value))

    def _runs_already(self, function: str | None) -> bool:
        """Whether the alternative already carries everything, so that nobody has to switch."""
        return self.course.known("WRK-01", function) == "s4" and self.course.known("WRK-02", function) == "now"

    def _about(self, function: str | None) -> str:
        return "" if function is None else f"{self.profile.activity(function).label}: "

    def _row_name(self, text: str) -> str:
        return next((activity.label for activity in self.profile.activities if activity.key == text), text)

    def _in_words(self, item: Question | Cell, value: str | float) -> str:
        if not isinstance(value, str):
            return measured(value, item.unit or "", self.money_in)
        if item.type == "time_band":
            return self.course.bank.vocabulary.band_labels[value]
        return f"“{lower_first(self.course.bank.labels(item).get(value, value))}”"


def filter_none(*values: float | None) -> list[float]:
    """The numbers among the values."""
    return [value for value in values if value is not None]


def as_date(text: str | None) -> date | None:
    """The date a canonical text stands for."""
    return None if text is None else date.fromisoformat(text)
