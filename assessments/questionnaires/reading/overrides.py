"""Reading of overrides: results set by a person. Only their form is checked here; whether one applies is for scoring."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from assessments.questionnaires.profile import Override, Profile
from assessments.questionnaires.reading import scalars
from assessments.questionnaires.reading.cells import is_empty
from assessments.questionnaires.reading.context import Reading
from assessments.questionnaires.reading.mistakes import Unreadable, one_of, shown

PARTS = ("set", "to", "by", "reason", "text", "until", "agreed_by", "evidence")
REASONS = ("better_evidence", "contract", "regulator", "expert_judgement", "model_limit")
STATUSES = ("Covered", "Tight", "Unproven", "Gap", "Nothing")
LONGEST = 17_520.0


@dataclass(frozen=True, slots=True)
class Target:
    """What an override sets: the kind of result and the keys in its path."""

    kind: str
    function: str | None = None
    scenario: str | None = None
    category: str | None = None
    band: str | None = None


def read_overrides(raw: Any, profile: Profile, reading: Reading) -> Profile:
    """The profile with its overrides."""
    if raw is None:
        return profile
    if not isinstance(raw, list):
        reading.report.mistake("overrides", "wrong_form", "Overrides are a list", "Give a list of {set, to, by, ...}")
        return profile
    keys = tuple(activity.key for activity in profile.activities)
    found = []
    for number, given in enumerate(raw, start=1):
        with reading.report.collecting(f"overrides[{number}]"):
            found.append(read_override(given, keys, reading))
    return replace(profile, overrides=tuple(found))


def read_override(given: Any, functions: tuple[str, ...], reading: Reading) -> Override:
    """One override in its canonical form; Unreadable says what is wrong with it."""
    if not isinstance(given, Mapping):
        raise Unreadable("wrong_form", "An override has named parts", f"Allowed: {', '.join(PARTS)}")
    for key in given:
        if key not in PARTS:
            raise Unreadable("unknown_key", f"An override has no part {shown(key)}", one_of(list(PARTS), key))
    for key in ("set", "by"):
        if is_empty(given.get(key)):
            raise Unreadable("required", f"{key} is missing", "An override needs set, to and by")
    if "to" not in given:
        raise Unreadable("required", "to is missing", "An override needs set, to and by")
    target = read_target(str(given["set"]), functions, reading)
    reason = given.get("reason")
    if reason is not None and reason not in REASONS:
        raise Unreadable("invalid_choice", f"“{shown(reason)}” is not a reason", one_of(list(REASONS), reason))
    evidence = given.get("evidence")
    listed = evidence if isinstance(evidence, list) else ([] if is_empty(evidence) else [evidence])
    return Override(
        set=str(given["set"]),
        to=_value(target, given["to"]),
        by=scalars.read_text(given["by"], 120),
        reason=reason,
        text=None if is_empty(given.get("text")) else scalars.read_text(given["text"], 1000),
        until=None if is_empty(given.get("until")) else date.fromisoformat(scalars.read_date(given["until"])),
        agreed_by=None if is_empty(given.get("agreed_by")) else scalars.read_text(given["agreed_by"], 120),
        evidence=tuple(scalars.read_text(entry) for entry in listed),
    )


def read_target(path: str, functions: tuple[str, ...], reading: Reading) -> Target:
    """What a path such as functions.live_selling.rto_h sets; Unreadable if nothing can be set there."""
    words = reading.bank.vocabulary
    parts = path.split(".")
    match parts:
        case ["functions", key, "mtpd_h", ("normal" | "peak") as view]:
            target = Target(f"mtpd_h.{view}", function=key)
        case ["functions", key, ("rto_h" | "rank") as kind]:
            target = Target(kind, function=key)
        case ["functions", key, "impact", category, band] if category in words.categories and band in words.band_hours:
            target = Target("impact", function=key, category=category, band=band)
        case ["functions", key, "gap", "status"]:
            target = Target("gap", function=key)
        case ["functions", key, "gap", "by_scenario", scenario] if scenario in words.scenarios:
            target = Target("gap", function=key, scenario=scenario)
        case ["scenarios", scenario, ("rank" | "likelihood" | "impact") as kind] if scenario in words.scenarios:
            target = Target(f"scenario_{kind}", scenario=scenario)
        case _:
            raise Unreadable(
                "unknown_path", f"“{shown(path)}” cannot be set", "See the table of overrides for the paths"
            )
    if target.function is not None and target.function not in functions:
        raise Unreadable("unknown_activity", f"There is no activity {shown(target.function)}", one_of(list(functions)))
    return target


def _value(target: Target, raw: Any) -> Any:
    if target.kind in ("mtpd_h.normal", "mtpd_h.peak"):
        return None if raw is None else float(scalars.within(scalars.read_duration(raw), 0, LONGEST, "hours"))
    if target.kind == "rto_h":
        return float(scalars.within(scalars.read_duration(raw), 0, LONGEST, "hours"))
    if target.kind == "gap":
        if raw not in STATUSES:
            raise Unreadable("invalid_choice", f"“{shown(raw)}” is not a status", one_of(list(STATUSES), raw))
        return raw
    low, high = {"impact": (0, 5), "scenario_likelihood": (1, 5), "scenario_impact": (1, 5)}.get(target.kind, (1, 99))
    return int(scalars.within(scalars.read_number(raw), low, high, whole=True))
