"""The overview: what an outage would cost, the risks behind it, what to do next, how ready the organisation is."""

from dataclasses import dataclass
from datetime import date

from assessments.scoring.pages.changes import Changes, Delta, changes, delta, trend
from assessments.scoring.pages.charts import LENGTHS, Chart, exposure
from assessments.scoring.pages.links import Links
from assessments.scoring.pages.readiness import Readiness, readiness
from assessments.scoring.pages.result import Part, Result
from assessments.scoring.pages.sureness import Sureness, sureness
from assessments.scoring.pages.wording import (
    GAP_ICONS,
    GAP_TAGS,
    NOTHING,
    Figure,
    Statement,
    achievable_words,
    category_word,
    chance,
    limit_words,
    rating_word,
    yearly_chance,
)
from assessments.scoring.report.sentences import FIRST_IMPRESSION
from assessments.ui import words

TOP_RISKS = 6
NEXT_ACTIONS = 3
WORTH_SAYING = 0.01
LEAST_SAVED = 0.005
"""Share of the loss below which nothing is said to be saved."""
"""A recommendation that removes less than this share of the expected loss is argued for by its finding, not by money."""


@dataclass(frozen=True)
class Stat:
    """A figure with what to compare it with."""

    label: str
    figure: Figure
    note: str
    delta: Delta | None = None


@dataclass(frozen=True)
class Risk:
    """A scenario in the list of top risks."""

    name: str
    url: str
    chance: Figure
    rating: int
    word: str
    rating_path: str
    loss: Figure
    amount: float
    trend: tuple[str, str] | None


@dataclass(frozen=True)
class Action:
    """A recommendation in the list of next actions."""

    title: str
    url: str
    why: str
    due: str


@dataclass(frozen=True)
class Activity:
    """An activity in the short list: how long it can stop, what is in place, what a stop costs."""

    name: str
    url: str
    limit: Figure
    achievable: Figure
    status: str
    status_path: str
    tag: str
    icon: str
    loss: Figure


@dataclass(frozen=True)
class Overview:
    """Everything the overview shows of a snapshot."""

    statement: Statement
    chart: Chart
    stats: tuple[Stat, ...]
    risks: tuple[Risk, ...]
    largest: float
    actions: tuple[Action, ...]
    more_actions: int
    enough: str | None
    sure: Sureness
    readiness: Readiness | None
    changes: Changes | None
    activities: tuple[Activity, ...]
    days: int
    since: int
    """The number of the results it is compared with, 0 if there are none."""


def overview_page(result: Result, before: Result | None, links: Links, days: int) -> Overview:
    """The overview of a snapshot, beside the one before it, for an outage of so many days."""
    recommendations = result.data["recommendations"]
    return Overview(
        statement=outage_statement(result, days),
        chart=exposure(result, days),
        stats=_stats(result, before),
        risks=tuple(_risk(result, before, links, scenario) for scenario in result.scenarios[:TOP_RISKS]),
        largest=max((scenario["expected_annual_loss"] for scenario in result.scenarios), default=0.0),
        actions=tuple(_action(result, links, one) for one in recommendations[:NEXT_ACTIONS]),
        more_actions=len(recommendations) - NEXT_ACTIONS,
        enough=result.data["enough"],
        sure=sureness(result, links),
        readiness=readiness(result),
        changes=changes(result, before, links) if before is not None else None,
        activities=tuple(_activity(result, links, one, days) for one in result.functions),
        days=days,
        since=before.snapshot.number if before else 0,
    )


def outage_statement(result: Result, days: int) -> Statement:
    """What an outage of so many days costs, or how bad it gets where no money is lost."""
    key = LENGTHS[days]
    length = f"{FIRST_IMPRESSION}a {days}-day outage" if result.is_first_impression else f"A {days}-day outage"
    path = f"rating.{key}"
    if result.has_money:
        figure = Figure(result.money(result.outage_loss(float(key))), f"outage.{key}")
        consists_of = result.consists_of(key)
        says_nothing_more = result.currency == words.SHARE_OF_INCOME and consists_of == "lost income"
        stays = ", as long as nobody leaves" if result.not_counted else ""
        return Statement(
            f"{length} would cost {words.about(figure.text)}",
            figure,
            f"{'' if says_nothing_more else f' in {consists_of}'}{stays}.",
        )
    rating, category, name = result.worst_rating(key)
    if not rating:
        return Statement(
            f"{length} would have ", Figure("no effect", path), " that you rate, and cost no money.", "gain"
        )
    word = Figure(rating_word(rating).lower(), path)
    tail = f" for {words.lower_first(category_word(category))}, in “{name}”. It costs no money."
    return Statement(f"{length} would be ", word, tail)


def _stats(result: Result, before: Result | None) -> tuple[Stat, ...]:
    if not result.has_money:
        return (_enough(result), _shortest(result), _noticed(result), _share(result))
    losses = result.data["losses"]
    low, high = losses["expected_annual_range"]
    expected = Stat(
        "Expected loss a year",
        Figure(result.short(losses["expected_annual"]), "losses.expected_annual"),
        f"likely {result.short(low)} to {result.short(high)}",
        delta(result, before, "losses.expected_annual"),
    )
    return (expected, _bad_year(result, before), _share(result), _saved(result))


def _bad_year(result: Result, before: Result | None) -> Stat:
    losses = result.data["losses"]
    passing = chance(losses["chance_over_limit"])
    note = f"limit {result.short(result.limit)} · {passing} chance of passing it" if result.limit >= NOTHING else ""
    if "year" in result.background:
        low, high = result.background["year"]["bad_year"]
        note = f"likely {result.short(low)} to {result.short(high)}" + (f"; {note}" if note else "")
    figure = Figure(result.short(losses["var"]["0.95"]), "losses.var")
    return Stat("1-in-20 bad year", figure, note, delta(result, before, "losses.var"))


def _share(result: Result) -> Stat:
    stake, cap = result.data["at_stake"], result.background["largest_share"]
    share = stake["direct"]["share"] + stake["influenced"]["share"]
    whose = "your limit" if cap["is_own"] else "we propose at most"
    note = f"{whose} for one platform {cap['percent']:g}%" if cap["is_own"] else f"{whose} {cap['percent']:g}%"
    return Stat("Income that depends on TikTok", Figure(words.percent(share), "at_stake.dependent"), note)


def _saved(result: Result) -> Stat:
    now, bare = result.data["losses"]["expected_annual"], result.data["without_measures"]["expected_annual"]
    saved = bare - now if bare - now >= LEAST_SAVED * bare else 0.0
    figure = Figure(result.short(saved), "measures.saved")
    return Stat(
        "Saved by what is in place", figure, f"a year; with nothing in place you would lose {result.short(bare)}"
    )


def _enough(result: Result) -> Stat:
    statuses = [function["gap"]["status"] for function in result.functions]
    good = sum(status in ("Covered", "Tight") for status in statuses)
    untried = statuses.count("Unproven")
    note = f"{words.count_word(untried)} more not tried lately" if untried else "shown within 12 months"
    return Stat("Alternatives that are enough", Figure(f"{good} of {len(statuses)}", "scores.gap"), note)


def _shortest(result: Result) -> Stat:
    first = min(result.functions, key=lambda one: one["mtpd_h"]["normal"] or float("inf"))
    figure = Figure(limit_words(first["mtpd_h"]["normal"]), f"functions.{first['key']}.mtpd_h")
    return Stat("Shortest stop you can bear", figure, first["name"])


def _noticed(result: Result) -> Stat:
    figure = Figure(words.hours(result.data["scores"]["detection"]["delay_h"]), "scores.detection.delay_h")
    shortest = min(function["rto_h"] for function in result.functions)
    return Stat("Until somebody notices", figure, f"shortest time to recover: {words.hours(shortest)}")


def _risk(result: Result, before: Result | None, links: Links, scenario: Part) -> Risk:
    path = f"scenarios.{scenario['key']}"
    return Risk(
        name=scenario["label"],
        url=links.scenario(scenario["key"]),
        chance=Figure(chance(yearly_chance(scenario["rate_per_year"])), f"{path}.rate_per_year"),
        rating=scenario["impact"],
        word=rating_word(scenario["impact"]),
        rating_path=f"{path}.impact",
        loss=Figure(result.short(scenario["expected_annual_loss"]), f"{path}.expected_annual_loss"),
        amount=scenario["expected_annual_loss"],
        trend=trend(result, before, scenario["key"]),
    )


def _action(result: Result, links: Links, recommendation: Part) -> Action:
    removes, cost = recommendation["removes_per_year"], recommendation["cost_year"]
    # A saving that hardly counts is no reason; then the finding itself is.
    least = max(NOTHING, WORTH_SAYING * result.data["losses"]["expected_annual"])
    amount = result.money(removes)
    worth = f"Removes {words.about(amount)}{amount} a year" if removes > least else ""
    # what costs more than it removes may still close a gap, but nobody should read it as a bargain
    joined = " for" if cost < removes else "; costs"
    price = f"{joined} {result.money(cost)}" if worth and cost >= NOTHING else ""
    due = recommendation["due_on"]
    return Action(
        title=recommendation["title"],
        url=links.how(f"recommendations.{recommendation['key']}"),
        why=f"{worth}{price}" if worth else recommendation["why"],
        due=f"by {short_day(date.fromisoformat(due))}" if due else "",
    )


def _activity(result: Result, links: Links, function: Part, days: int) -> Activity:
    path, status = f"functions.{function['key']}", function["gap"]["status"]
    loss = function["loss_at_h"][LENGTHS[days]]
    return Activity(
        name=function["name"],
        url=links.function(function["key"]),
        limit=Figure(limit_words(function["mtpd_h"]["normal"]), f"{path}.mtpd_h"),
        achievable=Figure(achievable_words(function["achievable_h"]), f"{path}.achievable_h"),
        status=status,
        status_path=f"{path}.gap",
        tag=GAP_TAGS[status],
        icon=GAP_ICONS[status],
        loss=Figure(result.short(loss), f"{path}.loss_at_h"),
    )


def short_day(day: date) -> str:
    """A day without its year: 6 Dec."""
    return f"{day.day} {day:%b}"
