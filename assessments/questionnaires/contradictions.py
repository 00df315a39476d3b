"""Answers that do not fit together: shown for people to settle, never settled silently."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from assessments.questionnaires.course import Course
from assessments.questionnaires.profile_checks import answer_path

YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Answers that cannot all be right, and what is odd about them."""

    answers: tuple[str, ...]
    sentence: str


def contradictions_of(course: Course) -> list[Contradiction]:
    """Every contradiction found, in the order of the questionnaire."""
    found = [
        _alternatives(course),
        _money(course),
        _peaks(course),
        _rules(course),
        _accounts(course),
        _incidents(course),
    ]
    return [contradiction for part in (*found, _orders(course), _governance(course)) for contradiction in part]


def _alternatives(course: Course) -> Iterator[Contradiction]:
    for activity in course.profile.activities:
        key = activity.key
        status, time = course.known("WRK-01", key), course.known("WRK-02", key)
        paths = (answer_path("WRK-01", key), answer_path("WRK-02", key))
        if time == "now" and status not in (None, "s4"):
            sentence = f"{activity.label}: the alternative delivers at once, but it does not run every week. It counts as one hour."
            yield Contradiction(paths, sentence)
        proven = course.known("WRK-05", key)
        if status == "s3" and proven and course.profile.as_of - date.fromisoformat(proven) > YEAR:
            sentence = f"{activity.label}: the alternative counts as tested in the last 12 months, but the last test was on {proven}."
            yield Contradiction((paths[0], answer_path("WRK-05", key)), sentence)
        people = course.known("FUN-05", key)
        if people == 0 and status in ("s3", "s4"):
            sentence = (
                f"{activity.label}: nobody could carry it out without help, yet an alternative is tested or runs."
            )
            yield Contradiction((answer_path("FUN-05", key), paths[0]), sentence)


def _money(course: Course) -> Iterator[Contradiction]:
    income, ads = course.known("PRO-04"), course.known("MON-04")
    if income is not None and ads is not None and float(ads) > float(income) / 12 > 0:
        yield Contradiction(
            ("answers.PRO-04", "answers.MON-04"), "The monthly spend on ads is larger than the monthly income."
        )
    mode, direct = course.known("MON-09"), course.known("MON-01")
    if mode == "not_income" and direct is not None and direct >= 10:
        sentence = f"{direct:g}% of income is paid through TikTok, yet TikTok is described as reach, hardly income."
        yield Contradiction(("answers.MON-01", "answers.MON-09"), sentence)
    rows = course.known("DIV-01") or []
    stated = next((row.get("value_share") for row in rows if row["channel"] == "tiktok"), None)
    influenced = course.known("MON-02")
    if stated is not None and direct is not None and influenced is not None and abs(stated - direct - influenced) >= 30:
        sentence = f"TikTok brings {stated:g}% of results among the channels, but {direct + influenced:g}% of income."
        yield Contradiction(("answers.DIV-01", "answers.MON-01", "answers.MON-02"), sentence)
    if rows and course.profile.uses_tiktok_itself and all(row["channel"] != "tiktok" for row in rows):
        yield Contradiction(("answers.DIV-01", "answers.USE-01"), "TikTok is in use but missing among the channels.")


def _peaks(course: Course) -> Iterator[Contradiction]:
    held = 0.0
    for row in course.known("TIM-01") or []:
        factor = row.get("factor")
        if isinstance(factor, int | float):
            days = (date.fromisoformat(row["end"]) - date.fromisoformat(row["start"])).days + 1
            held += days * factor
    if held >= 365:
        sentence = "The busy periods hold more than a whole year's income; the yearly figures leave the seasons out."
        yield Contradiction(("answers.TIM-01",), sentence)


def _rules(course: Course) -> Iterator[Contradiction]:
    for number, row in enumerate(course.known("DET-04") or [], start=1):
        normal, failed, direction = row.get("normal"), row.get("failed"), row.get("direction")
        if not isinstance(normal, int | float) or not isinstance(failed, int | float):
            continue
        wrong = (direction == "above" and failed < normal) or (direction == "below" and failed > normal)
        if wrong:
            sentence = f"The rule on “{row['metric']}” alerts when the value is {direction} the threshold, but failing moves it the other way."
            yield Contradiction((f"answers.DET-04[{number}]",), sentence)


def _accounts(course: Course) -> Iterator[Contradiction]:
    protections, accounts = course.known("GOV-03"), course.known("USE-03") or []
    alone = [row["name"] for row in accounts if isinstance(row.get("admins"), int | float) and row["admins"] <= 1]
    if protections and "two_admins" in protections and alone:
        sentence = f"Every account that matters has two people with full rights, but {alone[0]} has one."
        yield Contradiction(("answers.GOV-03", "answers.USE-03"), sentence)
    personal = [row["name"] for row in accounts if row.get("registered_to") == "personal_address"]
    if protections and "company_contact" in protections and personal:
        sentence = f"Accounts are registered to the company, but {personal[0]} is registered to a person."
        yield Contradiction(("answers.GOV-03", "answers.USE-03"), sentence)


def _incidents(course: Course) -> Iterator[Contradiction]:
    recent = course.profile.as_of - YEAR
    for number, row in enumerate(course.known("RSK-01") or [], start=1):
        path = f"answers.RSK-01[{number}]"
        down, back = row.get("hours_down"), row.get("hours_to_normal")
        if isinstance(down, int | float) and isinstance(back, int | float) and back < down:
            yield Contradiction((path,), "Your work was back to normal before the service was.")
        lost = (
            row.get("kind") == "account_loss"
            and isinstance(row.get("date"), str)
            and date.fromisoformat(row["date"]) >= recent
        )
        if lost and course.known("RSK-05") == 0:
            sentence = "An account was lost in the last 12 months, but no notice, removal or restriction is counted."
            yield Contradiction((path, "answers.RSK-05"), sentence)


def _orders(course: Course) -> Iterator[Contradiction]:
    daily = course.known("EC-01")
    selling = [
        activity for activity in course.profile.activities if activity.kind in ("social_commerce", "live_selling")
    ]
    weekly = sum(_orders_in(course.known("FUN-03", activity.key)) for activity in selling)
    if daily and weekly and not 0.5 <= 7 * daily / weekly <= 2:
        sentence = f"{daily:g} orders a day are {7 * daily:g} a week, but the activities name {weekly:g}."
        yield Contradiction(("answers.EC-01", *(answer_path("FUN-03", a.key) for a in selling)), sentence)


def _orders_in(volume: Any) -> float:
    return float(volume["number"]) if volume and "order" in str(volume.get("unit", "")).lower() else 0.0


def _governance(course: Course) -> Iterator[Contradiction]:
    exercise = course.known("GOV-06")
    if course.known("GOV-01") == "exercised" and course.exists("GOV-06") and exercise is not None:
        held = exercise.get("date")
        if held is None or course.profile.as_of - date.fromisoformat(held) > YEAR:
            sentence = "The plan counts as practised in the last 12 months, but no exercise in that time is named."
            yield Contradiction(("answers.GOV-01", "answers.GOV-06"), sentence)
