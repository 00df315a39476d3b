"""The activities: how long each can stop, when it must be back, what is in place, and what a stop costs."""

from collections.abc import Iterator
from dataclasses import dataclass

from assessments.catalogue.vocabulary import vocabulary
from assessments.questionnaires.asking.saying import day_said
from assessments.scoring.pages.charts import Chart, curves
from assessments.scoring.pages.links import Links
from assessments.scoring.pages.result import UNACCEPTABLE, Part, Result
from assessments.scoring.pages.tables import Column, Table
from assessments.scoring.pages.wording import (
    GAP_ICONS,
    GAP_TAGS,
    Figure,
    Statement,
    achievable_words,
    capitalised,
    category_word,
    counted,
    limit_words,
)
from assessments.ui import words

TIERS = {"A": "within 4 hours", "B": "within a day", "C": "within a week", "D": "later"}
OPEN = ("Gap", "Nothing")
PUBLIC_LEVEL = 3
REASONS = {
    "better_evidence": "better evidence",
    "contract": "a contract",
    "regulator": "a regulator",
    "expert_judgement": "expert judgement",
    "model_limit": "a limit of the model",
}
STATES = {"active": ("In force", "info"), "expired": ("Ended", "warn"), "refused": ("Not applied", "bad")}


@dataclass(frozen=True)
class PriorityRow:
    """An activity in the priority list."""

    rank: int
    name: str
    url: str
    tier: Figure
    limit: Figure
    peak: str
    set_by: str
    target: Figure
    minimum: Figure
    achievable: Figure
    status: Figure
    tag: str
    icon: str
    sentence: str


@dataclass(frozen=True)
class Credit:
    """A payment that contracts ask for when work is late, shown apart from the losses it is part of."""

    sentence: str
    most: Figure
    may_leave: str


@dataclass(frozen=True)
class OverrideRow:
    """A result set by a person, with both values."""

    what: str
    calculated: str
    used: Figure
    by: str
    reason: str
    until: str
    state: str
    tag: str
    sentence: str


@dataclass(frozen=True)
class Functions:
    """Everything the page of all activities shows."""

    statement: Statement
    rows: tuple[PriorityRow, ...]
    peak: str
    chart: Chart
    credits: tuple[Credit, ...]


def functions_page(result: Result, links: Links) -> Functions:
    """The activities of a snapshot, most urgent first."""
    return Functions(
        statement=gap_statement(result),
        rows=tuple(priority(result, links, function) for function in result.functions),
        peak=peak_words(result),
        chart=curves(result),
        credits=tuple(_credits(result)),
    )


def gap_statement(result: Result) -> Statement:
    """How many activities could not be recovered in time."""
    count = len(result.functions)
    late = [one for one in result.functions if one["gap"]["status"] in OPEN]
    unproven = [one for one in result.functions if one["gap"]["status"] == "Unproven"]
    if late and count == 1:
        return Statement(f"“{late[0]['name']}” could ", Figure("not", "scores.gap"), " be recovered in time.")
    if late:
        all_late = len(late) == count
        of = "Not one" if all_late else capitalised(words.count_word(len(late)))
        verb = "could" if all_late else "could not"
        of = "Neither" if all_late and count == 2 else of
        figure = Figure(f"{of} of {words.count_word(count)}", "scores.gap")
        which = f": “{late[0]['name']}”" if len(late) == 1 else f". Most urgent is “{late[0]['name']}”"
        return Statement("", figure, f" activities {verb} be recovered in time{which}.")
    who = "Your activity" if count == 1 else f"{'Both' if count == 2 else f'All {words.count_word(count)}'} activities"
    could = Figure("could be recovered", "scores.gap")
    if not unproven:
        return Statement(f"{who} ", could, " in time.", "gain")
    said = (
        "its alternative has"
        if count == 1
        else f"{counted(len(unproven), 'alternative')} {'has' if len(unproven) == 1 else 'have'}"
    )
    return Statement(f"{who} ", could, f" in time, but {said} not been tried lately.", "gain")


def peak_words(result: Result) -> str:
    """Which busy period the peak figures are for."""
    peak = result.background["peak"]
    if peak is None:
        return ""
    if peak["is_example"]:
        return "an example of a busy period, twice normal"
    return f"{peak['name']}, from {day_said(peak['start'])}, {peak['factor']:g} times normal"


def priority(result: Result, links: Links, function: Part) -> PriorityRow:
    """An activity as a row of the priority list."""
    path, gap, mtpd = f"functions.{function['key']}", function["gap"], function["mtpd_h"]
    return PriorityRow(
        rank=function["rank"],
        name=function["name"],
        url=links.function(function["key"]),
        tier=Figure(function["tier"], f"{path}.tier"),
        limit=Figure(limit_words(mtpd["normal"]), f"{path}.mtpd_h"),
        peak="" if mtpd["peak"] == mtpd["normal"] else limit_words(mtpd["peak"]),
        set_by=set_by(function),
        target=Figure(words.hours(function["rto_h"]), f"{path}.rto_h"),
        minimum=Figure(f"{function['mbco_percent']:g}%", f"{path}.mbco_percent"),
        achievable=Figure(achievable_words(function["achievable_h"]), f"{path}.achievable_h"),
        status=Figure(gap["status"], f"{path}.gap"),
        tag=GAP_TAGS[gap["status"]],
        icon=GAP_ICONS[gap["status"]],
        sentence=gap["sentence"],
    )


def set_by(function: Part) -> str:
    """What sets the longest stop: a person, a rating, what was stated, or nothing within a month."""
    by_person = _longest_stop_judged(function)
    if by_person is not None:
        return f"set by {by_person['by']}"
    key, found = function["key"], function["mtpd_set_by"]
    if found is None:
        return "nothing becomes unacceptable within a month"
    category, band = found["category"], found["band"]
    if category == "fallback":
        return "not known yet: a day is used until you settle it"
    if category == "stated":
        return _as_stated(*function["mtpd_range"])
    rating = function["impact"].get(category, {}).get(band, 0)
    if rating >= UNACCEPTABLE or (key == "public_information" and rating >= PUBLIC_LEVEL):
        effect = words.lower_first(category_word(category))
        return f"the effect on {effect} reaches {rating} of 5 within {vocabulary().band_labels[band]}"
    return f"you said so ({words.lower_first(category_word(category))})"


def says_span(function: Part) -> bool:
    """Whether `set_by` names the span itself, because somebody chose it."""
    found = function["mtpd_set_by"]
    is_stated = found is not None and found["category"] == "stated"
    return is_stated and function["mtpd_range"][1] is not None and _longest_stop_judged(function) is None


def _longest_stop_judged(function: Part) -> Part | None:
    """The judgement of a person that sets the longest stop in place of the answers."""
    path = f"functions.{function['key']}.mtpd_h.normal"
    return next((one for one in function["overrides"] if one["state"] == "active" and one["set"] == path), None)


def _as_stated(low: float, high: float | None) -> str:
    """The span that was chosen: 24 hours under "you said so" reads like a mistake to who chose 1 to 3 days."""
    if high is None:
        return "you said so"
    span = f"{words.hours(low)} to {words.hours(high)}" if low >= 1 else "within 1 hour"
    return f"you said {span}{'; the earlier counts' if low >= 1 else ''}"


def _credits(result: Result) -> Iterator[Credit]:
    for place, credit in enumerate(result.data["credits"]):
        most = Figure(result.money(max(credit["amount_at_h"].values())), f"credits[{place}]")
        leaving = credit["exit"]
        income = result.money(leaving["income_year"]) if leaving and leaving["income_year"] else ""
        yield Credit(credit["sentence"], most, f"{income} a year" if income else "")


def override_rows(result: Result, overrides: list[Part]) -> tuple[OverrideRow, ...]:
    """Overrides as rows, with the calculated and the used value."""
    return tuple(_override(result, override) for override in overrides)


def _override(result: Result, override: Part) -> OverrideRow:
    state, tag = STATES[override["state"]]
    until = override["until"]
    return OverrideRow(
        what=set_words(result, override["set"]),
        calculated=_set_value(override["set"], override["calculated"]),
        used=Figure(_set_value(override["set"], override["used"]), ".".join(override["set"].split(".")[:3])),
        by=override["by"] + (f", agreed by {override['agreed_by']}" if override["agreed_by"] else ""),
        reason=". ".join(part for part in (capitalised(REASONS.get(override["reason"], "")), override["text"]) if part),
        until=day_said(until) if until else "",
        state=state,
        tag=tag,
        sentence=override["sentence"],
    )


def set_words(result: Result, path: str) -> str:
    """What an override sets, in words."""
    scope, key, what, *rest = path.split(".")
    if scope == "scenarios":
        scenario = result.scenario(key)
        return f"{capitalised(what)} of “{scenario['label'] if scenario else key}”"
    name = f"“{result.names.get(key, key)}”"
    if what == "mtpd_h":
        return f"Longest stop of {name}" + (" in a busy period" if rest == ["peak"] else "")
    if what == "impact":
        return f"{category_word(rest[0])} of {name} within {vocabulary().band_labels[rest[1]]}"
    if what == "gap":
        scenario = result.scenario(rest[1]) if len(rest) > 1 else None
        return f"Gap of {name}" + (f" in “{scenario['label']}”" if scenario else "")
    return {"rto_h": f"Time to recover {name}", "rank": f"Rank of {name}"}[what]


def _set_value(path: str, value: float | str | None) -> str:
    if path.split(".")[2] in ("mtpd_h", "rto_h"):
        return limit_words(value if value is None else float(value))
    return str(value)


def priority_table(result: Result) -> Table:
    """The priority list, for a file."""
    columns = (
        Column("Rank", "number"),
        Column("Activity"),
        Column("Tier"),
        Column("Longest stop", "hours"),
        Column("Longest stop in a busy period", "hours"),
        Column("Chance of a longer stop a year", "chance"),
        Column("Set by"),
        Column("Time to recover", "hours"),
        Column("Minimum level", "percent"),
        Column("Alternative delivers after", "hours"),
        Column("Gap"),
        Column("Reason"),
        Column("Expected loss a year", "money"),
    )
    rows = tuple(
        (
            one["rank"],
            one["name"],
            one["tier"],
            one["mtpd_h"]["normal"],
            one["mtpd_h"]["peak"],
            result.too_long(one["key"]),
            set_by(one),
            one["rto_h"],
            one["mbco_percent"],
            one["achievable_h"],
            one["gap"]["status"],
            one["gap"]["sentence"],
            one["expected_annual_loss"],
        )
        for one in result.functions
    )
    return Table("activities", "Activities by urgency", columns, rows)
