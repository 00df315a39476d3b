"""A profile as the content of a profile file: what is written here is read back unchanged."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from assessments.questionnaires.profile import Answer, Override, Profile, WhatIf
from assessments.questionnaires.profile_file import SCHEMA
from assessments.questionnaires.reading.tables import ROW_ID


def profile_content(profile: Profile) -> dict[str, Any]:
    """The profile in the forms of a profile file, ready for JSON or YAML."""
    content: dict[str, Any] = {
        "schema": SCHEMA,
        "bank": profile.bank.name,
        "as_of": profile.as_of.isoformat(),
        "depth": profile.depth,
        "organisation": _without_nothing({"name": profile.name, "currency": profile.currency}),
        "answers": _answers(profile.answers),
        "functions": {key: _answers(answers) for key, answers in sorted(profile.functions.items()) if answers},
    }
    if profile.overrides:
        content["overrides"] = [_override(override) for override in profile.overrides]
    if profile.what_ifs:
        content["what_if"] = [_what_if(asked) for asked in profile.what_ifs]
    return content


def profile_hash(profile: Profile) -> str:
    """SHA-256 of the profile's content: the same answers at the same date give the same hash."""
    canonical = json.dumps(profile_content(profile), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def answer_content(answer: Answer) -> Any:
    """One answer in its short form, or in its long form where more than the value was given."""
    notes = _without_nothing(
        {"grade": answer.grade, "source": answer.source, "note": answer.note, "evidence": list(answer.evidence) or None}
    )
    if answer.unknown:
        return {"unknown": True, **notes}
    value = _plain(answer.value)
    return {"value": value, **notes} if notes else value


def _answers(answers: Mapping[str, Answer]) -> dict[str, Any]:
    return {question: answer_content(answer) for question, answer in sorted(answers.items())}


def _plain(value: Any) -> Any:
    """The value without the ids that rows carry in the database."""
    if isinstance(value, Mapping):
        return {key: _plain(part) for key, part in value.items() if key != ROW_ID}
    return [_plain(part) for part in value] if isinstance(value, list | tuple) else value


def _override(override: Override) -> dict[str, Any]:
    content = _without_nothing(
        {
            "set": override.set,
            "by": override.by,
            "reason": override.reason,
            "text": override.text,
            "until": override.until.isoformat() if override.until else None,
            "agreed_by": override.agreed_by,
            "evidence": list(override.evidence) or None,
        }
    )
    return {**content, "to": override.to}


def _what_if(asked: WhatIf) -> dict[str, Any]:
    return _without_nothing(
        {
            "name": asked.name,
            "start_on": asked.start_on.isoformat(),
            "scenario": asked.scenario,
            "duration_h": asked.duration_h,
            "markets": list(asked.markets) if asked.markets is not None else None,
            "capabilities": list(asked.capabilities) if asked.capabilities is not None else None,
            "answers": _answers(asked.answers) or None,
            "functions": {key: _answers(answers) for key, answers in sorted(asked.functions.items())} or None,
        }
    )


def _without_nothing(content: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in content.items() if value is not None}
