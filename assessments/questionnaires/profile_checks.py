"""Checks across answers: shares that cannot add up, what is missing, what is hidden, dates outside their window."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import combinations
from typing import Any

from assessments.questionnaires.bank_schema import Cell, Question
from assessments.questionnaires.course import Course
from assessments.questionnaires.profile import Profile
from assessments.questionnaires.reading.mistakes import Mistake, Notice, Report

PEAK_WINDOW = timedelta(days=366)
COMMITMENT_WINDOW = timedelta(days=183)
MOST_QUICK_ACTIVITIES = 3


def check_profile(profile: Profile, report: Report) -> None:
    """Add what only shows across answers to the report."""
    report.mistakes.extend(cross_mistakes(profile))
    if report.mistakes:
        return
    course = Course(profile)
    report.notices.extend(missing_answers(course))
    report.notices.extend(_hidden(course))
    report.notices.extend(_timing(profile))
    report.notices.extend(_reasons(profile))
    count = len(profile.activities)
    if profile.depth == "quick" and count > MOST_QUICK_ACTIVITIES:
        sentence = (
            f"{count} activities are named; the quick depth is made for up to {MOST_QUICK_ACTIVITIES}. All are used."
        )
        report.notices.append(Notice("answers.USE-02", "many_activities", sentence))


def cross_mistakes(profile: Profile) -> Iterator[Mistake]:
    """Answers that cannot be true together."""
    yield from _totals(profile)
    yield from _order_of_dates(profile)
    for number, row in enumerate(_rows(profile, "DEP-06"), start=1):
        if row.get("from") is not None and row.get("from") == row.get("to"):
            path = f"answers.DEP-06[{number}]"
            yield Mistake(path, "self_link", f"{row['from']} leads to itself", "Name another activity or party")
    form = profile.value("GOV-06") or {}
    opened, overdue = form.get("actions_open"), form.get("actions_overdue")
    if isinstance(opened, int | float) and isinstance(overdue, int | float) and overdue > opened:
        what = f"{overdue:g} actions are overdue but only {opened:g} are open"
        yield Mistake("answers.GOV-06.actions_overdue", "out_of_range", what, "Enter no more than are open")


def missing_answers(course: Course) -> Iterator[Notice]:
    """Required questions and cells that the depth asks and that have no answer: they count as "I don't know"."""
    for step in course.steps():
        question, path = step.question, answer_path(step.question.id, step.function)
        answer = course.profile.answer(question.id, step.function)
        if answer is None:
            if question.required:
                yield Notice(path, "missing", _missing_sentence(course, question))
        elif not answer.unknown:
            yield from _missing_cells(question, answer.value, path)


def answer_path(question: str, function: str | None = None) -> str:
    """Where an answer stands in a profile file."""
    return f"answers.{question}" if function is None else f"functions.{function}.{question}"


def _missing_sentence(course: Course, question: Question) -> str:
    stand_in = course.bank.identity.get(question.id)
    if stand_in is not None:
        return f"{question.id} is not answered. {stand_in.show}."
    return f"{question.id} is not answered; it counts as “I don't know”."


def _missing_cells(question: Question, value: Any, path: str) -> Iterator[Notice]:
    if question.table is not None:
        for number, row in enumerate(value, start=1):
            yield from _empty_cells(question.table.columns, row, f"{path}[{number}]")
    elif question.form:
        yield from _empty_cells(question.form, value, path)
    elif question.person_fields:
        for key, need in question.person_fields.items():
            if need == "required" and key not in value:
                yield Notice(f"{path}.{key}", "missing", f"The {key} is not named; it counts as to be named.")


def _empty_cells(cells: tuple[Cell, ...], row: dict[str, Any], path: str) -> Iterator[Notice]:
    for cell in cells:
        if cell.required and cell.key not in row and not _stands_for_itself(cell, row):
            yield Notice(f"{path}.{cell.key}", "missing", f"{cell.label} is not given; it counts as “I don't know”.")


def _stands_for_itself(cell: Cell, row: dict[str, Any]) -> bool:
    """An incident that goes on has no end yet: its hours may be left out."""
    return cell.key in ("hours_down", "hours_to_normal") and row.get("ongoing") is True


def _hidden(course: Course) -> Iterator[Notice]:
    for question, function in course.hidden_answers():
        sentence = f"{question} is not asked of this organisation; the answer is kept and not used."
        yield Notice(answer_path(question, function), "hidden", sentence)


def _totals(profile: Profile) -> Iterator[Mistake]:
    yield from _table_total(profile, "CR-01", "share", 1)
    yield from _table_total(profile, "PRO-03", "share", 1)
    yield from _table_total(profile, "DIV-01", "value_share", 5)
    direct, influenced = profile.value("MON-01"), profile.value("MON-02")
    if direct is not None and influenced is not None and direct + influenced > 100:
        what = f"MON-01 and MON-02 together are {direct + influenced:g}%"
        yield Mistake("answers.MON-02", "total", what, "Together they are at most 100%")
    shares = [profile.value("FUN-06", activity.key) or 0 for activity in profile.activities]
    if sum(shares) > 100:
        what = f"The activities carry {sum(shares):g}% of the income together"
        yield Mistake("functions", "total", what, "Count each sale once: FUN-06 adds up to at most 100%")


def _table_total(profile: Profile, question: str, column: str, tolerance: float) -> Iterator[Mistake]:
    rows = _rows(profile, question)
    given = [row[column] for row in rows if isinstance(row.get(column), int | float)]
    if not given:
        return
    total, is_whole = sum(given), len(given) == len(rows)
    if total > 100 + tolerance or (is_whole and total < 100 - tolerance):
        what = f"The shares add up to {total:g}%"
        yield Mistake(f"answers.{question}", "total", what, f"They add up to 100%, give or take {tolerance:g}")


def _order_of_dates(profile: Profile) -> Iterator[Mistake]:
    for number, row in enumerate(_rows(profile, "TIM-01"), start=1):
        start, end = row.get("start"), row.get("end")
        if start and end and end < start:
            path = f"answers.TIM-01[{number}].end"
            yield Mistake(
                path, "end_before_start", f"The period ends on {end}, before it starts", f"Enter {start} or later"
            )


def _timing(profile: Profile) -> Iterator[Notice]:
    peaks = _rows(profile, "TIM-01")
    for number, row in enumerate(peaks, start=1):
        if row["end"] < profile.as_of.isoformat() or row["start"] > (profile.as_of + PEAK_WINDOW).isoformat():
            sentence = "The period lies outside the next 12 months; it is kept and not used."
            yield Notice(f"answers.TIM-01[{number}]", "outside_window", sentence)
    for (first, one), (second, other) in combinations(enumerate(peaks, start=1), 2):
        if one["start"] <= other["end"] and other["start"] <= one["end"]:
            sentence = f"The periods in rows {first} and {second} overlap; on those days the larger factor counts."
            yield Notice("answers.TIM-01", "overlap", sentence)
    for number, row in enumerate(_rows(profile, "TIM-02"), start=1):
        if not profile.as_of <= date.fromisoformat(row["date"]) <= profile.as_of + COMMITMENT_WINDOW:
            sentence = "The date lies outside the next 6 months; it is kept and not used."
            yield Notice(f"answers.TIM-02[{number}]", "outside_window", sentence)
    oldest = (profile.as_of - timedelta(days=731)).isoformat()
    for number, row in enumerate(_rows(profile, "RSK-01"), start=1):
        if isinstance(row.get("date"), str) and row["date"] < oldest:
            sentence = "The incident is older than 24 months; it is kept in the log and not counted."
            yield Notice(f"answers.RSK-01[{number}]", "outside_window", sentence)


def _reasons(profile: Profile) -> Iterator[Notice]:
    bands = list(profile.bank.vocabulary.band_hours)
    for activity in profile.activities:
        for category, row in (profile.value("IMP-03", activity.key) or {}).items():
            highest = 0
            for band in bands:
                cell = row.get(band)
                if cell is None or cell == {"unknown": True}:
                    continue
                rating = cell["rating"] if isinstance(cell, dict) else cell
                if rating < highest and not (isinstance(cell, dict) and cell.get("reason")):
                    path = f"functions.{activity.key}.IMP-03.{category}.{band}"
                    yield Notice(
                        path, "reason_missing", f"The rating falls to {rating} without a reason; {highest} counts."
                    )
                else:
                    highest = rating


def _rows(profile: Profile, question: str) -> list[dict[str, Any]]:
    return profile.value(question) or []
