"""Profile files: one organisation as YAML or JSON, read into a Profile or into a list of everything that is wrong."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from assessments.questionnaires.bank import Bank
from assessments.questionnaires.profile import Answer, Profile
from assessments.questionnaires.profile_checks import check_profile
from assessments.questionnaires.reading import scalars
from assessments.questionnaires.reading.activities import activity_keys
from assessments.questionnaires.reading.answers import read_answer
from assessments.questionnaires.reading.cells import is_empty
from assessments.questionnaires.reading.context import Reading
from assessments.questionnaires.reading.countries import currency_codes
from assessments.questionnaires.reading.mistakes import Report, Unreadable, one_of, shown
from assessments.questionnaires.reading.overrides import read_overrides
from assessments.questionnaires.reading.what_ifs import read_what_ifs

SCHEMA = "ballast/profile/1"
TOP_LEVEL = ("schema", "bank", "as_of", "depth", "organisation", "answers", "functions", "overrides", "what_if")
UNNAMED = "Your organisation"
VERSION = re.compile(r"\d{4}\.\d{1,2}\.\d{1,3}")


def read_profile(content: Any, bank: Bank, today: date) -> tuple[Profile | None, Report]:
    """The profile with its warnings, or None with every mistake that was found."""
    report = Report()
    if not isinstance(content, Mapping):
        report.mistake("", "object_expected", "A profile is a set of named parts", f"Allowed: {', '.join(TOP_LEVEL)}")
        return None, report
    for key in content:
        if key not in TOP_LEVEL:
            report.mistake(str(key), "unknown_key", f"There is no part {shown(key)}", one_of(list(TOP_LEVEL), key))
    _check_head(content, bank, report)
    as_of = _as_of(content.get("as_of"), today, report)
    name, currency = _organisation(content.get("organisation"), report)
    answers = _part(content, "answers", report)
    functions = _part(content, "functions", report)
    reading = Reading(bank, as_of, currency, _keys(answers, functions, bank), report)
    profile = Profile(
        bank=bank,
        as_of=as_of,
        name=name,
        currency=currency,
        answers=read_answers(answers, reading, "answers"),
        functions=read_functions(functions, reading, "functions"),
        stated_depth=_depth(content.get("depth"), bank, report),
    )
    profile = read_overrides(content.get("overrides"), profile, reading)
    profile = read_what_ifs(content.get("what_if"), profile, reading)
    if not report.mistakes:
        check_profile(profile, report)
    return (None if report.mistakes else profile), report


def read_answers(raw: Mapping[str, Any], reading: Reading, path: str) -> dict[str, Answer]:
    """The organisation's answers by question id."""
    return _answers(raw, "organisation", reading, path)


def read_functions(raw: Mapping[str, Any], reading: Reading, path: str) -> dict[str, dict[str, Answer]]:
    """The answers of each activity by its key and question id."""
    functions: dict[str, dict[str, Answer]] = {}
    for key, given in raw.items():
        if key not in reading.functions:
            what = f"{shown(key)} is not an activity of USE-02"
            reading.report.mistake(f"{path}.{key}", "unknown_activity", what, one_of([*reading.functions], key))
        elif not isinstance(given, Mapping):
            if not is_empty(given):
                what = "An activity has answers by question"
                reading.report.mistake(f"{path}.{key}", "wrong_form", what, "Give {question: answer}")
        else:
            functions[key] = _answers(given, "function", reading, f"{path}.{key}")
    return functions


def _answers(raw: Mapping[str, Any], scope: str, reading: Reading, path: str) -> dict[str, Answer]:
    answers: dict[str, Answer] = {}
    for key, given in raw.items():
        question = reading.bank.questions.get(key)
        if question is None:
            ids = [known.id for known in reading.bank.questions.values() if known.scope == scope]
            near = one_of(ids, key) if isinstance(key, str) else ""
            hint = near if near.startswith("Did you mean") else "See the question bank for the ids"
            reading.report.mistake(
                f"{path}.{key}", "unknown_question", f"There is no question {shown(key)}", hint.split("? ")[0]
            )
        elif question.scope != scope:
            place = "answers" if question.scope == "organisation" else "functions.<activity>"
            what = f"{key} is asked {'once' if question.scope == 'organisation' else 'of each activity'}"
            reading.report.mistake(f"{path}.{key}", "wrong_place", what, f"Give it under {place}")
        else:
            answer = read_answer(question, given, reading, f"{path}.{key}")
            if answer is not None:
                answers[key] = answer
    return answers


def _check_head(content: Mapping[str, Any], bank: Bank, report: Report) -> None:
    if content.get("schema") != SCHEMA:
        given = (
            f"“{shown(content['schema'])}” is not a schema that is read"
            if "schema" in content
            else "The schema is missing"
        )
        report.mistake("schema", "schema", given, f"Write {SCHEMA}")
    raw = content.get("bank")
    if raw is None:
        return
    bank_id, _, version = str(raw).partition("@")
    if bank_id != bank.head.id:
        report.mistake("bank", "unknown_bank", f"There is no bank {shown(bank_id)}", f"Write {bank.head.id}")
    elif version in bank.earlier_versions:
        changed = ", ".join(bank.earlier_versions[version])
        sentence = f"Answered with version {version}; please look again at what has changed since: {changed}."
        report.notice("bank", "older_bank", sentence)
    elif version and version != bank.head.version:
        what = f"Version {shown(version)} of the bank is not known"
        report.mistake("bank", "unknown_bank", what, one_of([bank.head.version, *bank.earlier_versions]))


def _as_of(raw: Any, today: date, report: Report) -> date:
    if raw is None:
        return today
    with report.collecting("as_of"):
        return date.fromisoformat(scalars.read_date(raw))
    return today


def _depth(raw: Any, bank: Bank, report: Report) -> Any:
    if raw is None or raw in bank.head.depths:
        return raw
    report.mistake("depth", "invalid_choice", f"“{shown(raw)}” is not a depth", one_of(list(bank.head.depths), raw))
    return None


def _organisation(raw: Any, report: Report) -> tuple[str, str | None]:
    if raw is None:
        report.notice(
            "organisation", "missing", "The organisation is not named; amounts are printed without a currency."
        )
        return UNNAMED, None
    if not isinstance(raw, Mapping):
        report.mistake(
            "organisation", "wrong_form", "The organisation has a name and a currency", "Give {name, currency}"
        )
        return UNNAMED, None
    for key in raw:
        if key not in ("name", "currency"):
            report.mistake(
                f"organisation.{key}", "unknown_key", f"There is no part {shown(key)}", "Allowed: name, currency"
            )
    name, currency = UNNAMED, None
    with report.collecting("organisation.name"):
        if is_empty(raw.get("name")):
            report.notice("organisation.name", "missing", "The organisation is not named.")
        else:
            name = scalars.read_text(raw["name"], 120)
    with report.collecting("organisation.currency"):
        currency = _currency(raw.get("currency"), report)
    return name, currency


def _currency(raw: Any, report: Report) -> str | None:
    if is_empty(raw):
        report.notice("organisation.currency", "missing", "No currency is given; amounts are printed without one.")
        return None
    if raw not in currency_codes():
        raise Unreadable("invalid_choice", f"“{shown(raw)}” is not a currency", "Enter an ISO 4217 code, such as GBP")
    return str(raw)


def _part(content: Mapping[str, Any], key: str, report: Report) -> Mapping[str, Any]:
    raw = content.get(key)
    if raw is None:
        return {}
    if not isinstance(raw, Mapping):
        report.mistake(key, "wrong_form", f"{key} is a set of named answers", "Give {question: answer}")
        return {}
    return raw


def _keys(answers: Mapping[str, Any], functions: Mapping[str, Any], bank: Bank) -> tuple[str, ...]:
    """The activities that other answers may name: those of USE-02, or those that stand in for it."""
    named = activity_keys(answers.get("USE-02"))
    return named or tuple(key for key in functions if key in bank.vocabulary.functions)
