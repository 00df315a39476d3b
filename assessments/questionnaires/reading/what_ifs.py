"""Reading of what-ifs: questions about changed circumstances that change no other result."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from assessments.questionnaires.profile import Profile, WhatIf
from assessments.questionnaires.reading import scalars
from assessments.questionnaires.reading.answers import read_answer
from assessments.questionnaires.reading.cells import is_empty
from assessments.questionnaires.reading.context import Reading
from assessments.questionnaires.reading.mistakes import Unreadable, one_of, shown

PARTS = ("name", "start_on", "scenario", "duration_h", "markets", "capabilities", "answers", "functions")
MOST = 10
LONGEST = 17_520


def read_what_ifs(raw: Any, profile: Profile, reading: Reading) -> Profile:
    """The profile with its what-ifs: one mapping or a list of at most ten."""
    if raw is None:
        return profile
    given = raw if isinstance(raw, list) else [raw]
    if len(given) > MOST:
        reading.report.mistake("what_if", "too_many_rows", f"{len(given)} what-ifs are too many", f"At most {MOST}")
        return profile
    found = []
    for number, entry in enumerate(given, start=1):
        path = f"what_if[{number}]" if isinstance(raw, list) else "what_if"
        with reading.report.collecting(path):
            found.append(read_what_if(entry, number, profile, reading, path))
    return replace(profile, what_ifs=tuple(found))


def read_what_if(raw: Any, number: int, profile: Profile, reading: Reading, path: str) -> WhatIf:
    """One what-if in its canonical form; Unreadable says what is wrong with it."""
    if not isinstance(raw, Mapping):
        raise Unreadable("wrong_form", "A what-if has named parts", f"Allowed: {', '.join(PARTS)}")
    for key in raw:
        if key not in PARTS:
            raise Unreadable("unknown_key", f"A what-if has no part {shown(key)}", one_of(list(PARTS), key))
    scenario = raw.get("scenario", "short_outage")
    scenarios = list(reading.bank.vocabulary.scenarios)
    if scenario not in scenarios:
        raise Unreadable("invalid_choice", f"“{shown(scenario)}” is not a scenario", one_of(scenarios, scenario))
    start = raw.get("start_on")
    duration = raw.get("duration_h")
    return WhatIf(
        name=f"What if {number}" if is_empty(raw.get("name")) else scalars.read_text(raw["name"], 120),
        start_on=profile.as_of if is_empty(start) else date.fromisoformat(scalars.read_date(start)),
        scenario=scenario,
        duration_h=None
        if is_empty(duration)
        else float(scalars.within(scalars.read_duration(duration), 0, LONGEST, "hours")),
        markets=_codes(raw.get("markets"), scalars.read_country),
        capabilities=_codes(raw.get("capabilities"), lambda code: _capability(code, reading)),
        answers=_changes(raw.get("answers"), "organisation", reading, f"{path}.answers"),
        functions=_function_changes(raw.get("functions"), reading, f"{path}.functions"),
    )


def _codes(raw: Any, read: Any) -> tuple[str, ...] | None:
    if is_empty(raw):
        return None
    return tuple(dict.fromkeys(read(code) for code in (raw if isinstance(raw, list) else [raw])))


def _capability(code: Any, reading: Reading) -> str:
    known = list(reading.bank.vocabulary.capabilities)
    if code not in known:
        raise Unreadable("invalid_choice", f"“{shown(code)}” is not a part of TikTok", one_of(known, code))
    return str(code)


def _changes(raw: Any, scope: str, reading: Reading, path: str) -> dict[str, Any]:
    if raw is None:
        return {}
    if not isinstance(raw, Mapping):
        raise Unreadable("wrong_form", "Changed answers have their questions", "Give {question: answer}")
    changes: dict[str, Any] = {}
    for key, given in raw.items():
        question = reading.bank.questions.get(key)
        if question is None or question.scope != scope:
            reading.report.mistake(
                f"{path}.{key}", "unknown_question", f"{shown(key)} cannot be changed here", "See the question bank"
            )
            continue
        answer = read_answer(question, given, reading, f"{path}.{key}")
        if answer is not None:
            changes[key] = answer
    return changes


def _function_changes(raw: Any, reading: Reading, path: str) -> dict[str, Any]:
    if raw is None:
        return {}
    if not isinstance(raw, Mapping):
        raise Unreadable("wrong_form", "Changed answers have their activities", "Give {activity: {question: answer}}")
    for key in raw:
        if key not in reading.functions:
            raise Unreadable(
                "unknown_activity", f"There is no activity {shown(key)}", one_of([*reading.functions], key)
            )
    return {key: _changes(given, "function", reading, f"{path}.{key}") for key, given in raw.items()}
