"""The events that the nine scenarios stand for at one organisation: how often, how long, and what of TikTok they take.

A scenario is one event, or one for each market, tool or account; their rates add up, and the scenario is judged by the
event that takes most.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from assessments.catalogue.scenarios import ScenarioEntry, ScenarioLibrary
from assessments.scoring.lengths import OwnLengths, duration_of, own_lengths
from assessments.scoring.overrides import Overrides
from assessments.scoring.stated.activities import StatedActivity
from assessments.scoring.stated.dependencies import Account, Tool
from assessments.scoring.stated.organisation import ANYWHERE, Market
from assessments.scoring.statement import Statement

OWN_HISTORY_YEARS = 2.0
"""Years that RSK-01 asks about; an answer without incidents counts as having watched them."""
HOURS_A_DAY = 24.0


@dataclass(frozen=True, slots=True)
class Rate:
    """A Gamma distribution of a yearly rate: events over years, multiplied by a factor."""

    events: float
    years: float
    factor: float = 1.0

    @property
    def mean(self) -> float:
        """Expected events a year."""
        return self.factor * self.events / self.years


@dataclass(frozen=True, slots=True)
class Relief:
    """What takes over during an event: share of what stops, from which hour, and for how many hours."""

    share: float
    start_h: float
    lasts_h: float


@dataclass(frozen=True)
class Event:
    """One event: `route` is the share (0-1) of each activity's way to TikTok that is gone while it lasts.

    `length` is a factor on the median length of the library.
    """

    scenario: str
    subject: str
    rate: Rate
    entry: ScenarioEntry
    route: Mapping[str, float]
    relief: Mapping[str, Relief]
    sources: tuple[str, ...]
    length: float = 1.0

    @property
    def touches(self) -> bool:
        """Whether any activity is touched at all."""
        return any(share > 0 for share in self.route.values())


def events_of(statement: Statement, overrides: Overrides) -> tuple[Event, ...]:
    """All events of all scenarios, scenario by scenario in the order of the catalogue, at the likelihood that counts."""
    found: list[Event] = []
    for entry in statement.library.scenarios:
        events = _at_stated_likelihood(statement, entry, _events(statement, entry))
        own = lengths_here(statement, entry)
        events = [replace(event, length=own.factor) for event in events] if own else events
        found += _at_set_likelihood(statement, entry, events, overrides)
    return tuple(found)


def likelihood_level(rate: float) -> int:
    """Level 1-5 of a yearly rate by its yearly chance 1 - e^-rate: 2, 10, 40 and 90%."""
    chance = 1.0 - math.exp(-rate)
    return 1 + sum(chance >= threshold for threshold in (0.02, 0.10, 0.40, 0.90))


def _at_stated_likelihood(statement: Statement, entry: ScenarioEntry, events: list[Event]) -> list[Event]:
    """The events at the level a person set (RSK-03); one set without a reason counts only if it is the higher."""
    stated = (statement.course.known("RSK-03") or {}).get(entry.id)
    total = sum(event.rate.mean for event in events)
    if stated is None or total <= 0:
        return events
    level, current = stated["likelihood"], likelihood_level(total)
    if level == current or (level < current and not stated.get("reason")):
        return events
    return _at_level(statement, events, level, "answers.RSK-03")


def _at_set_likelihood(
    statement: Statement, entry: ScenarioEntry, events: list[Event], overrides: Overrides
) -> list[Event]:
    """The events at the level an override sets, so that everything that follows from it is calculated anew."""
    path = f"scenarios.{entry.id}.likelihood"
    total = sum(event.rate.mean for event in events)
    calculated = likelihood_level(total)
    level = overrides.value(path, calculated)
    if total <= 0 or level == calculated:
        return events
    return _at_level(statement, events, level, f"overrides.{path}")


def _at_level(statement: Statement, events: list[Event], level: int, source: str) -> list[Event]:
    """The events with their rates multiplied so that together they have the rate of a level."""
    factor = statement.library.likelihood_rates[level] / sum(event.rate.mean for event in events)
    return [
        replace(
            event,
            rate=replace(event.rate, factor=event.rate.factor * factor),
            sources=(*event.sources, source),
        )
        for event in events
    ]


def route_share(activity: StatedActivity, severity: Mapping[str, float]) -> float:
    """Share of an activity's way to TikTok that is gone: the mean over its capabilities, which carry equal parts of it."""
    caps = activity.activity.caps
    return sum(severity.get(cap, 0.0) for cap in caps) / len(caps) if caps else max(severity.values(), default=0.0)


def _events(statement: Statement, entry: ScenarioEntry) -> list[Event]:
    if entry.scope == "world":
        return [event_taking(statement, entry, "", _world_rate(statement, entry), entry.severity)]
    if entry.scope == "market":
        markets = statement.organisation.markets
        return [_market_event(statement, entry, market) for market in markets if market.share > 0]
    if entry.scope == "tool":
        return [_tool_event(statement, entry, tool) for tool in statement.dependencies.tools]
    kinds = _account_kinds(statement.dependencies.accounts)
    return [_account_event(statement, entry, kind, group, len(kinds)) for kind, group in kinds]


def event_taking(
    statement: Statement,
    entry: ScenarioEntry,
    subject: str,
    rate: Rate,
    severity: Mapping[str, float],
    part: float = 1.0,
) -> Event:
    """An event that takes so much (0-1) of each part of TikTok in `part` (0-1) of the markets, with today's alternatives."""
    route = {activity.key: part * route_share(activity, severity) for activity in statement.activities}
    if entry.tool_severity:
        route = {key: max(share, _through_tools(statement, entry, key)) for key, share in route.items()}
    relief = {activity.key: own_relief(statement, activity) for activity in statement.activities}
    sources = (f"catalogue.scenarios.{entry.id}", "answers.USE-01", "answers.USE-02", "answers.RSK-01")
    by_tools: tuple[str, ...] = ()
    if entry.tool_severity:
        by_tools = ("answers.DEP-01", *(source for tool in statement.dependencies.tools for source in tool.sources))
    return Event(entry.id, subject, rate, entry, route, relief, (*sources, *by_tools))


def own_relief(statement: Statement, activity: StatedActivity) -> Relief:
    """The activity's own alternative: from the time at which it can deliver, for as long as it can be kept going."""
    alternative = activity.alternative
    if not alternative.exists:
        return Relief(0.0, float("inf"), float("inf"))
    start = achievable_h(statement, activity)
    assert start is not None
    lasts = float("inf") if alternative.endurance_is_open else alternative.endurance_h
    return Relief(alternative.share, start, lasts)


def achievable_h(statement: Statement, activity: StatedActivity) -> float | None:
    """Hours until today's alternative delivers: noticing, deciding, switching; 0 if it already runs; None without one."""
    alternative = activity.alternative
    if not alternative.exists:
        return None
    if alternative.is_running:
        return 0.0
    noticing = statement.noticing
    return noticing.delay_h.number + noticing.decision_h.number + alternative.operate_h


def _world_rate(statement: Statement, entry: ScenarioEntry) -> Rate:
    frequency = entry.frequency
    years = frequency.prior_years + statement.library.observed.years
    return _with_history(statement, entry, Rate(frequency.prior_events + len(frequency.counted), years), None)


def market_rate(library: ScenarioLibrary, entry: ScenarioEntry, country: str) -> Rate:
    """The library's rate of a scenario in one country; the highest of all where the country is not known."""
    frequency = entry.frequency
    if country == ANYWHERE:
        rates = [market_rate(library, entry, named) for named in frequency.by_market]
        return max(rates, key=lambda rate: rate.mean, default=Rate(frequency.prior_events, frequency.prior_years))
    counted = frequency.by_market.get(country)
    watched = 1.0 if counted is not None else frequency.watched
    return Rate(frequency.prior_events + len(counted or ()), frequency.prior_years + watched * library.observed.years)


def _market_event(statement: Statement, entry: ScenarioEntry, market: Market) -> Event:
    rate = market_rate(statement.library, entry, market.country)
    if not entry.recurs:
        rate = replace(rate, events=max(0.1, rate.events + _legal_signal(statement)))
    subject = "" if market.country == ANYWHERE else market.country
    event = event_taking(
        statement, entry, subject, _with_history(statement, entry, rate, market.country), entry.severity, market.share
    )
    return replace(event, sources=(*event.sources, *statement.organisation.market_sources, "answers.RSK-04"))


def _legal_signal(statement: Statement) -> float:
    """Pseudo-events that legal developments (RSK-04) add to the prior of a ban; the strongest one counts."""
    ticked = statement.course.known("RSK-04")
    if not ticked:
        return 0.0
    return max(statement.library.legal_signals[code] for code in ticked)


def _tool_event(statement: Statement, entry: ScenarioEntry, tool: Tool) -> Event:
    base = Rate(entry.frequency.prior_events, entry.frequency.prior_years)
    rate = _with_history(statement, entry, base, None, part=1 / len(statement.dependencies.tools))
    route = {activity.key: tool.share if activity.key in tool.functions else 0.0 for activity in statement.activities}
    relief = {activity.key: _tool_relief(statement, entry, activity, tool) for activity in statement.activities}
    known = (*tool.sources, "answers.DEP-01", "answers.RSK-01")
    sources = (f"catalogue.scenarios.{entry.id}", *known, *statement.dependencies.fallback_sources)
    return Event(entry.id, tool.label, rate, entry, route, relief, sources)


def _tool_relief(statement: Statement, entry: ScenarioEntry, activity: StatedActivity, tool: Tool) -> Relief:
    """What replaces a failed tool: working directly in TikTok, the activity's alternative, or in the end another tool.

    Whichever takes over most of what stops while such failures last: a way with a larger share may come too late, or end.
    """
    noticing = statement.noticing
    fallback = statement.library.direct_fallback.get(statement.dependencies.direct_fallback or "cannot")
    assert fallback is not None
    known_h = noticing.delay_h.number + noticing.decision_h.number
    direct = Relief(fallback.share, known_h + fallback.after_h, float("inf"))
    replacement = Relief(1.0, known_h + tool.days_to_replace * HOURS_A_DAY, float("inf"))
    own = own_relief(statement, activity)
    return max((direct, own, replacement), key=lambda way: _taken_over_h(entry, way))


def _taken_over_h(entry: ScenarioEntry, way: Relief) -> float:
    """Hours of a whole stop that a way takes over on average while an event lasts."""
    ends = np.minimum([way.start_h, way.start_h + way.lasts_h], entry.horizon_h)
    begin, end = duration_of(entry.duration.parts).limited_mean(ends)
    return way.share * float(end - begin)


def _through_tools(statement: Statement, entry: ScenarioEntry, key: str) -> float:
    """Share of an activity that a change of TikTok's technical rules takes through the tools it uses."""
    shares = (
        entry.tool_severity.get(tool.kind, 0.0) * tool.share
        for tool in statement.dependencies.tools
        if key in tool.functions
    )
    return max(shares, default=0.0)


def _account_kinds(accounts: tuple[Account, ...]) -> list[tuple[str, list[Account]]]:
    kinds = dict.fromkeys(account.kind for account in accounts)
    return [(kind, [account for account in accounts if account.kind == kind]) for kind in kinds]


def _account_event(statement: Statement, entry: ScenarioEntry, kind: str, accounts: list[Account], kinds: int) -> Event:
    """The loss of one account of a kind: with several of a kind it happens more often and takes less.

    RSK-01 does not say which kind an own incident hit, so each kind has its part of it.
    """
    count = len(accounts)
    base = Rate(entry.frequency.prior_events, entry.frequency.prior_years, count * _account_factor(statement))
    severity = {cap: entry.severity[cap] for cap in accounts[0].capabilities}
    rate = _with_history(statement, entry, base, None, part=1 / kinds)
    event = event_taking(statement, entry, kind, rate, severity, 1 / count)
    sources = tuple(source for account in accounts for source in account.sources)
    more = (*sources, "answers.RSK-05", "answers.RSK-06", "answers.GOV-03")
    return replace(event, sources=(*event.sources, *more))


def _account_factor(statement: Statement) -> float:
    """What notices, restricted categories and protections make of the yearly rate of losing an account."""
    table = statement.library.account_rate
    notices = statement.resolver.resolve("RSK-05")
    factor = 1.0
    if notices is not None and notices.value is not None:
        factor *= table.warnings[max(level for level in table.warnings if level <= notices.number)]
    categories = statement.course.used("RSK-06")
    if categories is not None and (categories.unknown or categories.value != ["none"]):
        factor *= table.restricted_category
    protections = statement.course.known("GOV-03") or ["none"]
    factor *= table.protections["none"]
    if protections != ["none"]:
        factor *= table.protections["each"] ** len(protections)
    return factor


def _with_history(
    statement: Statement, entry: ScenarioEntry, rate: Rate, country: str | None, part: float = 1.0
) -> Rate:
    """The rate with the organisation's own incidents of the last two years added; "none" counts as two years watched.

    `part` of each incident counts, where an incident may have been any of several events.
    """
    answer = statement.course.used("RSK-01")
    if answer is None or answer.unknown:
        return rate
    counted = _counted(statement, entry, answer.value, country)
    factor = rate.factor
    return Rate(rate.events + part * counted / factor, rate.years + OWN_HISTORY_YEARS, factor)


def own_incidents(statement: Statement, entry: ScenarioEntry) -> int | None:
    """How many own incidents count for a scenario; None where the history is not known."""
    answer = statement.course.used("RSK-01")
    if answer is None or answer.unknown:
        return None
    served = [market.country for market in statement.organisation.markets if market.share > 0]
    places = served if entry.scope == "market" else [None]
    return sum(_counted(statement, entry, answer.value, country) for country in places)


def lengths_here(statement: Statement, entry: ScenarioEntry) -> OwnLengths | None:
    """What own disruptions say of how long those of a scenario last, in whichever country; None where nothing is known."""
    rows = statement.course.known("RSK-01") or []
    counted = [row for row in rows if _counts(row, entry.id, None, _oldest(statement), is_largest=True)]
    return own_lengths(entry, counted, statement.profile.as_of)


def _counted(
    statement: Statement, entry: ScenarioEntry, rows: Sequence[Mapping[str, object]], country: str | None
) -> int:
    is_largest = country == statement.organisation.markets[0].country
    return sum(_counts(row, entry.id, country, _oldest(statement), is_largest=is_largest) for row in rows)


def _oldest(statement: Statement) -> int:
    """The first day whose incidents count."""
    return statement.profile.as_of.toordinal() - round(OWN_HISTORY_YEARS * 365.25)


def _counts(row: Mapping[str, object], scenario: str, country: str | None, oldest: int, *, is_largest: bool) -> bool:
    """Whether an own incident counts for a scenario; one that hit every market counts once, in the largest.

    Where the organisation has not said which its countries are, an incident of any country counts.
    """
    kind = row.get("kind")
    kind = kind if isinstance(kind, str) else "partial_degradation"
    if kind != scenario:
        return False
    market = row.get("market")
    if country not in (None, ANYWHERE, market) and (isinstance(market, str) or not is_largest):
        return False
    began = row.get("date")
    return not isinstance(began, str) or date.fromisoformat(began).toordinal() >= oldest
