"""What each thing would cost if it failed alone, in words: for the map, the lists of the register and the summary."""

from collections.abc import Iterator, Sequence

from assessments.questionnaires.asking.saying import day_said
from assessments.register.queries import NO_COSTS, PERSON, Cost, Costs
from assessments.scoring.pages.links import Links
from assessments.scoring.pages.result import Part, Result
from assessments.scoring.trials.failing import least_of
from assessments.ui import words

PATH = "alone"
MOST_NAMED = 3
UNTIL = (
    "A loss counts until everything runs as before, so a week can cost more here than on the Overview, where it counts until "
    "the outage ends."
)
NOTHING_LOST = "no money"
CLEARLY = 1.1
"""How many times its cost alone something must cost without what takes its place before it is worth a sentence."""


def costs_page(result: Result, links: Links) -> Costs:
    """What everything would cost alone; nothing where no money is lost, or for results made before it was worked out."""
    found = result.background.get(PATH)
    if not found:
        return NO_COSTS
    has_people = any(one["kind"] == "person" for one in found["things"])
    of_people = " Without a person, what they alone can do stops, and so does what would take its place."
    snapshot = result.snapshot
    return Costs(
        rows=tuple(_cost(result, one) for one in found["things"]),
        whole=f"All of TikTok gone for a week would cost {_about(result, found['whole']['week'])}.",
        both=" ".join(filter(None, (_pair(result, found["pair"]), _both(result, found["things"])))),
        basis=f"{result.basis}. {UNTIL}{of_people if has_people else ''}",
        since=f"By the results as of {day_said(result.data['as_of'])} (assessment {snapshot.number}).",
        how_url=links.how(PATH),
    )


def week_of(result: Result, mark: str) -> float:
    """What a week without a thing costs, 0 where it is none or not known."""
    found = result.background.get(PATH)
    things = (*found["things"], found["whole"]) if found else ()
    week = next((float(one["week"]) for one in things if one["mark"] == mark), 0.0)
    return week if week >= least_of(result.currency) else 0.0


def worked_lines(result: Result) -> Iterator[tuple[str, str]]:
    """Name and amounts of each thing, and of all of TikTok."""
    found = result.background.get(PATH)
    if found:
        for one in (*found["things"], found["whole"]):
            name = "All of TikTok" if one is found["whole"] else one["name"]
            yield name, f"a day {_money(result, one['day'])}, a week {_money(result, one['week'])}"


def _cost(result: Result, one: Part) -> Cost:
    week = one["week"] if one["week"] >= least_of(result.currency) else 0.0
    return Cost(
        mark=one["mark"],
        name=one["name"],
        amount=week,
        week=_about(result, week),
        day_short=_short(result, one["day"]),
        week_short=_short(result, one["week"]),
        stops=_stops(result, one),
        instead=_taken_over(result, one),
    )


def _money(result: Result, amount: float) -> str:
    return result.money(amount) if amount >= least_of(result.currency) else NOTHING_LOST


def _about(result: Result, amount: float) -> str:
    said = _money(result, amount)
    return said if said == NOTHING_LOST else f"{words.about(said)}{said}"


def _short(result: Result, amount: float) -> str:
    return result.short(amount if amount >= least_of(result.currency) else 0.0)


def _stops(result: Result, one: Part) -> str:
    """The activities that stop with it, and those that it only slows."""
    stopped = [key for key in one["reaches"] if key in one["stops"]]
    slowed = [key for key in one["reaches"] if key not in one["stops"]]
    said = [f"{verb} {_named(result, keys)}" for verb, keys in (("stops", stopped), ("slows", slowed)) if keys]
    return "; ".join(said)


def _named(result: Result, keys: Sequence[str]) -> str:
    total = len(result.names)
    if len(keys) == total:
        return {1: "your activity", 2: "both activities"}.get(total, f"all {words.count_word(total)} activities")
    if len(keys) > MOST_NAMED:
        return f"{words.count_word(len(keys))} of {words.count_word(total)} activities"
    return words.listed([f"“{result.names[key]}”" for key in keys])


def _taken_over(result: Result, one: Part) -> str:
    """How much of a week's loss what is in place takes over."""
    bare, least = one["bare_week"], least_of(result.currency)
    if one["mark"].startswith(PERSON) or bare - one["week"] < least:
        return "nothing"
    return words.percent(100 * (1 - one["week"] / bare))


def _pair(result: Result, pair: Part | None) -> str:
    """What a week costs if two of a kind fail together, where that is clearly more than the two alone."""
    if pair is None or pair["week"] < max(CLEARLY * pair["alone"], least_of(result.currency)):
        return ""
    names = words.listed([f"“{name}”" for name in pair["names"]])
    return (
        f"If {names} fail together, a week would cost {_about(result, pair['week'])}; each alone, "
        f"the two come to {_money(result, pair['alone'])}."
    )


def _both(result: Result, things: Sequence[Part]) -> str:
    """What a week costs if the thing and what takes its place fail together, where that adds most; "" if it adds little."""
    worst = max(things, key=lambda one: one["bare_week"] - one["week"], default=None)
    if worst is None or worst["bare_week"] < max(CLEARLY * worst["week"], least_of(result.currency)):
        return ""
    alone = _money(result, worst["week"])
    return (
        f"If “{worst['name']}” and what takes its place fail together, a week would cost "
        f"{_about(result, worst['bare_week'])} instead of {alone}."
    )
