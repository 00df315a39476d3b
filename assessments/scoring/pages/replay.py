"""Real incidents replayed: which of them could reach this organisation, and what one of them would cost it by the hour."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode, urlsplit

from assessments.catalogue.incidents import Incident, incidents
from assessments.catalogue.surfaces import surfaces
from assessments.catalogue.vocabulary import vocabulary
from assessments.questionnaires.bank import bank
from assessments.questionnaires.reading.countries import country_in_a_sentence
from assessments.scoring.pages.links import Links
from assessments.scoring.pages.scenarios import about_hours
from assessments.scoring.pages.trial_lines import printed, shown
from assessments.scoring.pages.what_if import Told
from assessments.scoring.pages.wording import NOTHING, amount, capitalised, unit_of
from assessments.scoring.phrases import as_you
from assessments.scoring.trials.present import Present
from assessments.scoring.trials.replays import Arrival, Course, Replayed, all_courses, course_of, replayed
from assessments.ui import words
from assessments.ui.cards import ChartCard, DataTable, LegendKey, Sourced
from assessments.ui.cards import Column as ShownColumn
from assessments.ui.figures.replays import course as course_figure
from assessments.ui.spreadsheet import as_csv

WIDE = 1.5
"""A span whose ends are this far apart is said with both of its losses."""
SURE = {"high": "well documented", "medium": "fairly well documented", "low": "thinly documented"}


@dataclass(frozen=True)
class IncidentRow:
    """An incident in the list."""

    name: str
    url: str
    when: str
    where: str
    length: str
    scenario: str
    loss: str


@dataclass(frozen=True)
class Other:
    """An incident that cannot reach this organisation, and why."""

    name: str
    when: str
    why: str


@dataclass(frozen=True)
class Replays:
    """Everything the list shows; the dearest incident opens it."""

    told: Told | None
    rows: tuple[IncidentRow, ...]
    others: tuple[Other, ...]
    has_money: bool


@dataclass(frozen=True)
class ArrivalRow:
    """Whom an incident reaches, when and by what way, and what it costs there."""

    name: str
    after: str
    way: str
    loss: str


@dataclass(frozen=True)
class ReplayPage:
    """Everything the page of one incident shows."""

    incident: Incident
    sources: tuple[Sourced, ...]
    told: Told
    facts: tuple[tuple[str, str], ...]
    caveats: tuple[str, ...]
    arrivals: tuple[ArrivalRow, ...]
    card: ChartCard | None
    saved: str
    csv: str
    has_money: bool
    peaks: tuple[tuple[str, str], ...]


def replays_page(present: Present, links: Links) -> Replays:
    """The list of incidents."""
    reaching, others = all_courses(present)
    played = [(course, replayed(present, course)) for course in reaching]
    dearest = max(played, key=lambda pair: pair[1].total_now, default=None)
    has_money = dearest is not None and dearest[1].total_bare >= NOTHING
    told = None
    if dearest is not None and dearest[1].total_now >= NOTHING:
        amount = words.money(dearest[1].total_now, present.currency)
        told = Told(
            f"The dearest of them, “{dearest[0].incident.name}”, would cost you {words.about(amount)}",
            amount,
            " today.",
        )
    return Replays(
        told=told,
        rows=tuple(_row(present, links, *pair) for pair in played),
        others=tuple(Other(incident.name, when_words(incident.start), why) for incident, why in others),
        has_money=has_money,
    )


def _row(present: Present, links: Links, course: Course, found: Replayed) -> IncidentRow:
    incident = course.incident
    return IncidentRow(
        name=incident.name,
        url=links.replay(incident.id),
        when=when_words(incident.start),
        where=_where(course),
        length=_length(course),
        scenario=vocabulary().scenarios[course.entry.id],
        loss=shown(found.total_now, present.currency),
    )


def replay_page(present: Present, links: Links, key: str, start: date | None = None) -> ReplayPage | None:
    """The page of an incident from a day on; None where there is none of this id or it cannot reach this organisation."""
    incident = incidents().get(key)
    course = course_of(present, incident) if incident is not None else None
    if incident is None or not isinstance(course, Course):
        return None
    found = replayed(present, course, start)
    has_money = found.total_bare >= NOTHING
    return ReplayPage(
        incident=incident,
        sources=tuple(Sourced(source.says, urlsplit(source.url).netloc, source.url) for source in incident.sources),
        told=_told(present, found),
        facts=tuple(_facts(present, course)),
        caveats=tuple(_caveats(present, found)),
        arrivals=tuple(_arrival(present, found, arrival) for arrival in found.arrivals),
        card=_card(present, links, found) if has_money else None,
        saved=_saved(present, found),
        csv=_csv(present, found),
        has_money=has_money,
        peaks=tuple(_peaks(present)),
    )


def _peaks(present: Present) -> Iterator[tuple[str, str]]:
    """The busy periods as starting days: the query of an address, and words."""
    for peak in present.statement.timing.stated_peaks:
        first = max(peak.start, present.profile.as_of)
        yield f"?{start_query(first)}", f"{peak.name}, {words.day(first)} ({peak.factor:g} times normal)"


def start_query(start: date) -> str:
    """The starting day as the three fields of the form send it."""
    return urlencode({"begins-day": start.day, "begins-month": start.month, "begins-year": start.year})


def _told(present: Present, found: Replayed) -> Told:
    loss = amount(found.total_now, present.currency)
    when = "today" if found.start is None else f"on {words.day(found.start)}{_in_peak(found)}"
    if found.total_now < NOTHING:
        return Told(f"If this happened to you {when} it would cost ", "no money", ".")
    return Told(
        f"If this happened to you {when} it would cost {words.about(loss)}", loss, ", with what you have in place."
    )


def _in_peak(found: Replayed) -> str:
    return "" if found.peak is None else f", in “{found.peak.name}”,"


def _saved(present: Present, found: Replayed) -> str:
    """What today's alternatives save."""
    saved = printed(found.total_bare, present.currency) - printed(found.total_now, present.currency)
    if found.total_bare < NOTHING:
        return ""
    bare = words.money(found.total_bare, present.currency)
    if not any(activity.alternative.exists for activity in present.statement.activities):
        return "You have no alternative yet that could take anything off it."
    if saved < NOTHING:
        return f"Your alternatives would save nothing of it: it would cost {bare} with or without them."
    return f"Without your alternatives it would cost {bare}: they save {words.money(saved, present.currency)}."


# ---------------------------------------------------------------------------------------------------------- the facts
def when_words(known: str) -> str:
    """A date as far as it is known: 2020, November 2022, 18 Jan 2025, with the time of day where there is one."""
    day, _, clock = known.partition("T")
    parts = day.split("-")
    if len(parts) == 1:
        return parts[0]
    month = words.MONTHS[int(parts[1]) - 1]
    if len(parts) == 2:
        return f"{month} {parts[0]}"
    shown = f"{int(parts[2])} {month} {parts[0]}"
    if not clock:
        return shown
    zone = clock[5:]
    return f"{shown}, {clock[:5]}" + ("" if not zone else " UTC" if zone == "+00:00" else f" (UTC{zone})")


def _span(incident: Incident) -> str:
    """From when to when; the day only once."""
    start = when_words(incident.start)
    if incident.end is None:
        return start
    end = when_words(incident.end)
    same = incident.start[:10] == incident.end[:10] and "T" in incident.end
    return f"{start} to {end.partition(', ')[2]}" if same else f"{start} to {end}"


def _where(course: Course) -> str:
    if not course.countries:
        return "your countries"
    names = [country_in_a_sentence(country) for country in course.countries]
    return words.listed(names)


def _length(course: Course) -> str:
    if course.is_assumed:
        return f"not known; {words.hours(course.length_h)} assumed"
    least = "at least " if course.is_open else ""
    return f"{least}{words.hours(course.incident.duration_hours)}"


def _facts(present: Present, course: Course) -> Iterator[tuple[str, str]]:
    incident = course.incident
    yield "When", _span(incident)
    yield "How long", _length(course)
    yield "What was seen", incident.impact
    yield "Cause", incident.primary_cause
    if incident.contributing:
        yield "What added to it", "; ".join(incident.contributing)
    yield "How it was noticed", incident.detection
    yield "Goes here as", f"“{vocabulary().scenarios[course.entry.id]}”"
    yield "Takes from you", _takes(present, course)
    where = f"{_where(course)}, {words.percent(100 * course.part)} of what TikTok brings you"
    yield "Where", where[0].upper() + where[1:]
    yield "How sure", f"{SURE[incident.confidence].capitalize()}. Length: {incident.duration_basis}"


def _takes(present: Present, course: Course) -> str:
    """The parts of TikTok in use that it takes, and how much of them."""
    if set(course.severity) == set(vocabulary().capabilities) and min(course.severity.values()) >= 1:
        return "The whole service"
    used = {cap for activity in present.statement.activities for cap in activity.activity.caps}
    said = [
        _part(cap) + ("" if share >= 1 else f" (about {words.percent(100 * share)} of it)")
        for cap, share in course.severity.items()
        if cap in used
    ]
    return "; ".join(said) if said else "What your tools do through TikTok's interface"


def _part(cap: str) -> str:
    return as_you(vocabulary().capabilities[cap])


def _caveats(present: Present, found: Replayed) -> Iterator[str]:
    """What is not known, and what that does to the amount."""
    course, money = found.course, (lambda amount: words.money(amount, present.currency))
    horizon = course.entry.horizon_h
    if course.is_assumed:
        usual = words.hours(course.length_h)
        why = (
            "It had not ended when the sources were last read" if course.is_open else "How long it lasted is not known"
        )
        yield f"{why}. The usual length of such an event, {usual}, stands for it."
    elif course.is_open:
        yield "It had not ended when the sources were last read, so the length is the least it can have been."
    if course.incident.duration_hours is not None and course.incident.duration_hours > horizon:
        yield f"Only the first {words.hours(horizon)} are counted; by then work has gone elsewhere or has ended."
    if course.range_h is not None and found.total_range is not None:
        low, high = course.range_h
        said = f"The sources leave its length open between {words.hours(low)} and {words.hours(high)}"
        is_wide = high > WIDE * low and money(found.total_range[0]) != money(found.total_range[1])
        yield f"{said}: {money(found.total_range[0])} to {money(found.total_range[1])}." if is_wide else f"{said}."
    yield from _interfaces(present, course)
    if not course.countries and present.statement.organisation.markets[0].country == "*":
        yield "You have not said where your viewers are, so it counts as if it hit all of them."
    yield _begun(present, found)


def _interfaces(present: Present, course: Course) -> Iterator[str]:
    """That it hit some of TikTok's interfaces only, where own software uses them: nobody is asked which."""
    of_api = vocabulary().crosswalk["capabilities_to_surfaces"]["api"]
    hit = [surfaces()[surface].name for surface in of_api if surface in course.incident.surfaces]
    uses = any("api" in activity.activity.caps for activity in present.statement.activities)
    if uses and hit and len(hit) < len(of_api):
        said = words.listed(hit)
        yield f"Of TikTok's interfaces it hit only {said}. All your software that uses any of them is taken to be hit."


def _begun(present: Present, found: Replayed) -> str:
    """When it is taken to begin, and what an ordinary week would make of it."""
    if found.start is None:
        return "Played through as if it began today in an ordinary week."
    said = f"Played through as if it began on {words.day(found.start)}"
    if found.peak is None:
        return f"{said}, which is in no busy period that you named, so an ordinary week counts."
    money = amount(found.ordinary, present.currency)
    return (
        f"{said}: “{found.peak.name}”, {found.peak.factor:g} times normal. In an ordinary week it would cost {money}."
    )


# --------------------------------------------------------------------------------------------------- whom it reaches
def _arrival(present: Present, found: Replayed, arrival: Arrival) -> ArrivalRow:
    loss = found.by_activity.get(arrival.key)
    return ArrivalRow(
        name=_name(present, arrival.key),
        after="at once" if arrival.after_h <= 0 else f"after {about_hours(arrival.after_h)}",
        way=_way(present, arrival),
        loss="–" if loss is None else shown(loss, present.currency),
    )


def _way(present: Present, arrival: Arrival) -> str:
    """The way by which it arrives: parts of TikTok, then each activity, to the one that is reached."""
    start = words.listed([_part(part) for part in arrival.parts]) if arrival.parts else "Your tools on TikTok"
    return " → ".join([start, *(_name(present, key) for key in arrival.through)])


def _name(present: Present, key: str) -> str:
    names = {activity.key: activity.activity.label for activity in present.statement.activities}
    parties = bank().labels(bank().questions["DEP-05"])
    return names.get(key) or as_you(parties.get(key, key))


# ----------------------------------------------------------------------------------------------------- hour by hour
def _card(present: Present, links: Links, found: Replayed) -> ChartCard:
    """The loss so far by the hour, as a chart with its table."""
    money, last = (lambda amount: words.money(amount, present.currency)), len(found.hours) - 1
    differs = money(found.total_now) != money(found.total_bare)
    legend = (LegendKey("With your alternatives", "k-ember"), LegendKey("With nothing in place", "k-mute", "dash"))
    rows = tuple(
        (words.hours(hour), money(float(now)), money(float(bare)))
        for hour, now, bare in zip(found.hours, found.now, found.bare, strict=True)
    )
    return ChartCard(
        key="course",
        question="What would it cost, hour by hour?",
        finding=_finding(present, found),
        description=f"Line chart of the loss so far. It grows to {money(float(found.now[last]))} after "
        f"{words.hours(found.hours[last])}; with nothing in place to {money(float(found.bare[last]))}.",
        table=DataTable(
            "Loss so far, hour by hour",
            (ShownColumn("After"), ShownColumn("Loss so far", True), ShownColumn("With nothing in place", True)),
            rows,
        ),
        source=f"Loss so far while it lasts{', in an ordinary week' if found.peak is None else f', in “{found.peak.name}”'}",
        figure=course_figure(
            found.hours, found.now.tolist(), found.bare.tolist() if differs else None, currency=present.currency
        ),
        height=300,
        legend=legend if differs else (),
        csv_url=links.replay_table(found.course.incident.id) + (f"?{start_query(found.start)}" if found.start else ""),
    )


def _finding(present: Present, found: Replayed) -> str:
    """What it costs while it lasts, and what the way back adds."""
    while_it_lasts = float(found.now[-1])
    after = found.total_now - while_it_lasts
    said = f"{capitalised(words.money(while_it_lasts, present.currency))} while it lasts"
    if after < NOTHING:
        return f"{said}. Nothing is lost afterwards."
    # what is printed adds up to the total, unless that is too coarse to show anything of what comes afterwards
    added = printed(found.total_now, present.currency) - printed(while_it_lasts, present.currency)
    more = words.money(added if added >= 1 else after, present.currency)
    return f"{said}, and {more} more until everything runs as before."


def _csv(present: Present, found: Replayed) -> str:
    """The table of hours as a file (RFC 4180): raw numbers, units in the headings."""
    unit = unit_of(present.currency)
    headings = ("After (hours)", f"Loss so far ({unit})", f"Loss so far with nothing in place ({unit})")
    return as_csv([headings, *zip(found.hours, found.now, found.bare, strict=True)])
