"""Real incidents, as they would go at one organisation: whether one reaches it, what it takes, what it costs hour by hour.

What the history says of an incident becomes an event of the scenario that counts it; one that no scenario counts goes by
its kind and length. A block by a state takes everything in its countries. A technical fault in some parts takes of these
what the scenario takes. Whatever was stopped on purpose is gone altogether.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from assessments.catalogue.incidents import Incident, incidents
from assessments.catalogue.scenarios import ScenarioEntry, scenario_library
from assessments.catalogue.vocabulary import vocabulary
from assessments.engine.ratings import BANDS_H
from assessments.scoring.cases import NO_RELIEF
from assessments.scoring.events import Event, Rate, event_taking
from assessments.scoring.stated.organisation import ANYWHERE
from assessments.scoring.stated.timing import Peak
from assessments.scoring.trials.present import Present
from assessments.scoring.what_if import factors_on, peak_on

Floats = NDArray[np.float64]
EUROPEAN_UNION = frozenset({
    "AT", "BE", "BG", "HR", "CY", "CZ", "DK", "EE", "FI", "FR", "DE", "GR", "HU", "IE",
    "IT", "LV", "LT", "LU", "MT", "NL", "PL", "PT", "RO", "SK", "SI", "ES", "SE",
})  # fmt: skip
MONTH_H = 720.0
EVERY_HOUR_UP_TO = 48.0
WHOLE_SERVICE = ("short_outage", "regional_outage", "market_ban")
ONLY_STORES = {"app_distribution"}
STAYED_UP = {"near_miss", "fallback_loss"}
HIT = 1e-9
NEVER_COUNTED = Rate(0.0, 1.0)
"""How often does not matter where one incident is played through."""


@dataclass(frozen=True)
class Course:
    """An incident as an event here: its scenario, what it takes of each part of TikTok, the share of markets, its length.

    `length_h` is what is used; `range_h` the span that the sources leave open; `is_assumed` says that none of them gives
    a length, `is_open` that it had not ended when they were read.
    """

    incident: Incident
    entry: ScenarioEntry
    severity: Mapping[str, float]
    part: float
    countries: tuple[str, ...]
    length_h: float
    range_h: tuple[float, float] | None
    is_assumed: bool
    is_open: bool


@dataclass(frozen=True)
class Arrival:
    """When an incident reaches an activity or a group outside, and through what: parts of TikTok, then activities."""

    key: str
    after_h: float
    parts: tuple[str, ...]
    through: tuple[str, ...]


@dataclass(frozen=True)
class Replayed:
    """What an incident would cost here by the hour, with what is in place and with nothing, and whom it reaches when.

    From the day `start`, in the busy period `peak` if it falls into one; `ordinary` is the cost in an ordinary week.
    """

    course: Course
    hours: tuple[float, ...]
    now: Floats
    bare: Floats
    total_now: float
    total_bare: float
    total_range: tuple[float, float] | None
    by_activity: Mapping[str, float]
    arrivals: tuple[Arrival, ...]
    start: date | None = None
    peak: Peak | None = None
    ordinary: float = 0.0


# -------------------------------------------------------------------------------------------------- whom it can reach
def course_of(present: Present, incident: Incident) -> Course | str:
    """The incident as an event here, or the sentence why it cannot reach this organisation."""
    entry = scenario_of(incident)
    if entry is None:
        stores = set(incident.surfaces) == ONLY_STORES
        return (
            "Nobody new could install TikTok; who had it went on using it, so nothing stopped by the hour."
            if stores
            else "TikTok itself stayed up."
        )
    entry = _through_its_surfaces(present, entry, incident)
    hit = _markets(present, incident)
    if not hit:
        return "None of your countries was hit."
    severity, part = severity_of(incident, entry), min(1.0, sum(hit.values()))
    if not _event(present, entry, severity, part).touches:
        return "It hit parts of TikTok that you do not use."
    horizon = entry.horizon_h
    length = incident.duration_hours
    return Course(
        incident=incident,
        entry=entry,
        severity=severity,
        part=part,
        countries=tuple(country for country in hit if country != ANYWHERE),
        length_h=min(horizon, length if length is not None else entry.typical_h),
        range_h=_within(incident.duration_hours_range, horizon),
        is_assumed=length is None,
        is_open=incident.right_censored,
    )


@lru_cache(maxsize=128)
def _counted_in(incident: str) -> str | None:
    """The scenario whose rate counts an incident."""
    for entry in scenario_library().scenarios:
        by_market = (key for many in entry.frequency.by_market.values() for key in many)
        if incident in {*entry.frequency.counted, *by_market}:
            return entry.id
    return None


def scenario_of(incident: Incident) -> ScenarioEntry | None:
    """The scenario an incident is a case of; None where TikTok stayed up or only its sale in the app stores stopped."""
    library = scenario_library()
    if STAYED_UP & set(incident.scope) or set(incident.surfaces) == ONLY_STORES:
        return None
    counted = _counted_in(incident.id)
    return library.scenario(counted or _by_kind(incident))


def _by_kind(incident: Incident) -> str:
    """The scenario of an incident that none counts."""
    if incident.kind in ("regulatory", "withdrawal"):
        is_short = (
            incident.duration_hours is not None and incident.duration_hours < MONTH_H and not incident.right_censored
        )
        return "regional_outage" if is_short else "market_ban"
    if incident.kind == "api_change":
        return "api_change"
    if incident.kind == "commercial":
        return "policy_change"
    return "partial_degradation" if "partial" in incident.scope else "short_outage"


def _through_its_surfaces(present: Present, entry: ScenarioEntry, incident: Incident) -> ScenarioEntry:
    """The scenario, reaching only through tools of the kinds that talk to what the incident hit; not by one we assume."""
    is_assumed = any(tool.is_assumed for tool in present.statement.dependencies.tools)
    talks_to = {} if is_assumed else vocabulary().crosswalk["tools_to_surfaces"]
    hit = {
        kind: share for kind, share in entry.tool_severity.items() if {*talks_to.get(kind, ())} & {*incident.surfaces}
    }
    return entry.model_copy(update={"tool_severity": hit})


def severity_of(incident: Incident, entry: ScenarioEntry) -> dict[str, float]:
    """Share (0-1) of each part of TikTok that is gone while it lasts."""
    is_whole = "partial" not in incident.scope
    if incident.kind == "regulatory" or (entry.id in WHOLE_SERVICE and is_whole):
        return dict.fromkeys(vocabulary().capabilities, 1.0)
    named = capabilities_of(incident)
    if incident.kind == "withdrawal" or "regulatory" in incident.scope:
        return dict.fromkeys(named, 1.0)
    return {cap: entry.severity[cap] for cap in named if cap in entry.severity}


def capabilities_of(incident: Incident) -> tuple[str, ...]:
    """The parts of TikTok that the surfaces of an incident belong to."""
    crosswalk = vocabulary().crosswalk["capabilities_to_surfaces"]
    return tuple(cap for cap, surfaces in crosswalk.items() if set(surfaces) & set(incident.surfaces))


def _markets(present: Present, incident: Incident) -> dict[str, float]:
    """The organisation's countries that it hit, with their shares; all of them where it hit the world."""
    markets = {market.country: market.share for market in present.statement.organisation.markets if market.share > 0}
    regions = {region for region in incident.regions if len(region) == 2}
    if "EU" in regions:
        regions |= EUROPEAN_UNION
    is_world = "global" in incident.scope or any(len(region) > 2 and "-" not in region for region in incident.regions)
    if is_world:
        return markets
    return {country: share for country, share in markets.items() if country in regions or country == ANYWHERE}


# ------------------------------------------------------------------------------------------------------- what it costs
def replayed(present: Present, course: Course, start: date | None = None) -> Replayed:
    """The incident played through on what is stated: from a day on, each day with its own factor, or in an ordinary week."""
    model, event = present.model, _event(present, course.entry, course.severity, course.part)
    last = max(course.length_h, *(course.range_h or (0.0,))) + 1.0
    now, bare = model.course_of(event, last), model.course_of(alone(event), last)
    factors = None if start is None else factors_on(model, start, last)
    hours = _hours(course.length_h)
    losses = np.add(*model.event_loss(now, course.length_h, factors))
    ends = [float(np.add(*model.event_loss(now, end, factors)).sum()) for end in course.range_h or ()]
    return Replayed(
        course=course,
        hours=tuple(hours),
        now=np.add(*model.loss_so_far(now, hours, factors)).sum(axis=0),
        bare=np.add(*model.loss_so_far(bare, hours, factors)).sum(axis=0),
        total_now=float(losses.sum()),
        total_bare=float(np.add(*model.event_loss(bare, course.length_h, factors)).sum()),
        total_range=(ends[0], ends[1]) if ends else None,
        by_activity=dict(zip(model.keys, losses.tolist(), strict=True)),
        arrivals=tuple(arrivals_of(present, event, course.length_h, course.severity)),
        start=start,
        peak=None if start is None else peak_on(model, start, course.length_h),
        ordinary=float(np.add(*model.event_loss(now, course.length_h)).sum()),
    )


def _event(present: Present, entry: ScenarioEntry, severity: Mapping[str, float], part: float) -> Event:
    """What takes so much of each part of TikTok in `part` of the markets, with today's alternatives."""
    return event_taking(present.statement, entry, "", NEVER_COUNTED, severity, part)


def alone(event: Event) -> Event:
    """The event with nothing that takes over."""
    return replace(event, relief=dict.fromkeys(event.relief, NO_RELIEF))


def _within(span: tuple[float, float] | None, horizon_h: float) -> tuple[float, float] | None:
    return None if span is None else (min(span[0], horizon_h), min(span[1], horizon_h))


def _hours(length_h: float) -> list[float]:
    """The hours of the table: each of the first two days, then six-hourly, daily and at the time bands, and the end."""
    hourly = np.arange(1.0, min(length_h, EVERY_HOUR_UP_TO) + 1e-9)
    later = [
        hours for hours in (*np.arange(54.0, 168.1, 6.0), *np.arange(192.0, MONTH_H + 1, 24.0)) if hours < length_h
    ]
    months = np.arange(2 * MONTH_H, length_h, MONTH_H)
    bands = [hours for hours in BANDS_H if hours < length_h]
    return sorted({0.0, *map(float, hourly), *map(float, later), *map(float, months), *bands, length_h})


def arrivals_of(present: Present, event: Event, length_h: float, severity: Mapping[str, float]) -> Iterator[Arrival]:
    """Whom an event reaches while it lasts, the first first: an activity through the parts it uses or what it depends on."""
    # who takes over what stops is left out: the question is when it would be felt, and from where
    model = present.model
    played = model.course_of(alone(event), length_h + 1.0)
    first = played.first_over(HIT)[0]
    names = (*model.keys, *model.parties)
    by_node = {model.node(name): name for name in names}
    found = []
    for name in names:
        after = float(first[model.node(name)])
        if not after < length_h:
            continue
        way = [by_node[node] for node in played.path(0, model.node(name), after) if node in by_node]
        source = way[0]
        uses = present.statement.activity(source).activity.caps if source in model.keys else ()
        parts = tuple(cap for cap in uses if severity.get(cap, 0.0) > 0)
        found.append(Arrival(name, after, parts, tuple(way)))
    yield from sorted(found, key=lambda arrival: (arrival.after_h, names.index(arrival.key)))


def all_courses(present: Present) -> tuple[tuple[Course, ...], tuple[tuple[Incident, str], ...]]:
    """The incidents that can reach this organisation, newest first, and the others with the reason why not."""
    reaching, others = [], []
    for incident in sorted(incidents().values(), key=lambda one: (one.start, one.id), reverse=True):
        found = course_of(present, incident)
        if isinstance(found, Course):
            reaching.append(found)
        else:
            others.append((incident, found))
    return tuple(reaching), tuple(others)
