"""What "I don't know" stands for, in a sentence beside the tick; the ranges are those of the bank."""

from assessments.questionnaires.asking.filled import number_text
from assessments.questionnaires.bank_schema import Question, UnknownRange
from assessments.questionnaires.course import Course
from assessments.ui import words

OF_BASE = {
    "revenue_month": "a month’s income",
    "tiktok_income_day": "a day’s income that depends on TikTok",
    "tiktok_audience": "your TikTok audience",
}
"""What a range given as a part of something is a part of, in words."""


def assumed(course: Course, question: Question, function: str | None = None) -> str:
    """The sentence that says what counts while the answer is not known; "" where the question has no such rule."""
    source = question.unknown_range
    if source is None or not question.unknown:
        return ""
    if source.words is not None:
        return source.words
    low, high = _ends(course, source, function)
    used = low if source.use == "low" else high
    if low is None or high is None or used is None:
        return "We then use the cautious end of what is plausible."
    if isinstance(used, str):
        labels = course.bank.labels(question)
        return f"We then take “{labels.get(used, used)}”, to be on the safe side."
    span = f"{_number(question, source, float(low))} to {_number(question, source, float(high))}"
    return f"We then use {_amount(question, source, float(used))}, the cautious end of {span}."


def _ends(course: Course, source: UnknownRange, function: str | None) -> tuple[float | str | None, float | str | None]:
    if source.by is None or source.values is None:
        return source.low, source.high
    chosen = course.known(source.by, function)
    return source.values.get(str(chosen), (None, None))


def _number(question: Question, source: UnknownRange, number: float) -> str:
    """The number as it stands in a span: with its sign, without its unit."""
    if source.of is not None:
        return f"{number_text(round(number * 100, 6))}%"
    if question.type == "duration":
        return words.hours(number)
    return f"{number_text(number)}%" if question.type == "percent" else number_text(number)


def _amount(question: Question, source: UnknownRange, number: float) -> str:
    shown = _number(question, source, number)
    if source.of is not None:
        return f"{shown} of {OF_BASE[source.of]}"
    return (
        shown
        if question.type in ("percent", "duration", "scale")
        else f"{shown} {unit_word(question.unit, number)}".strip()
    )


def unit_word(unit: str | None, number: float) -> str:
    """The unit in the form that goes with the number: 1 person, 2 people, 1 hour per week."""
    if unit is None or number != 1:
        return unit or ""
    counted, per, rest = unit.partition(" per ")
    if " " in counted:
        return unit
    return f"{'person' if counted == 'people' else counted.removesuffix('s')}{per}{rest}"
