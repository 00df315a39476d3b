"""How much it matters how disruptions come: each by itself, as all pages count them, or in other ways."""

from dataclasses import dataclass

from assessments.scoring.pages.result import Part, Result
from assessments.scoring.pages.tables import Column, Table
from assessments.scoring.pages.wording import NOTHING, Figure, capitalised, chance
from assessments.ui import words

USED = "by_itself"
PATH = "waves"
WAYS = {
    USED: ("Each by itself, as often as is thought", "Counted so on every page."),
    "not_known": (
        "How often is not known exactly",
        "Each kind may be rarer or likelier than is thought, as far as so few incidents can tell.",
    ),
    "in_waves": (
        "All kinds in the same years",
        "In one year out of ten all of them come at least 1.7 times as often, in one out of ten less than half as often.",
    ),
    "ban_ends": (
        "A ban ends the rest of the year",
        "Once TikTok is banned in your market, nothing else can fail in that year.",
    ),
}
UNEVEN = ("not_known", "in_waves")
"""The ways in which as much comes as by itself, but more of it in the same years."""
LEVELS = (("0.95", "bad year", "1 in 20"), ("0.99", "very bad year", "1 in 100"))


@dataclass(frozen=True)
class Way:
    """One way in which disruptions may come: an average, a bad and a very bad year, the chance of passing the limit."""

    name: str
    about: str
    expected: Figure
    bad: Figure
    very_bad: Figure
    over_limit: Figure | None


@dataclass(frozen=True)
class Waves:
    """How much it matters how disruptions come: the sentence, the ways, and what the library's years show."""

    sentence: str
    ways: tuple[Way, ...]
    seen: str


def waves(result: Result) -> Waves | None:
    """How much it matters how disruptions come; None without a loss, or for results made before it was worked out."""
    found = result.background.get("waves")
    if not found:
        return None
    ways = tuple(_way(result, name, found["ways"][name]) for name in WAYS if name in found["ways"])
    return Waves(_sentence(result, found["ways"]) + _calmer(result, found["ways"]), ways, _seen(found))


def _way(result: Result, name: str, found: Part) -> Way:
    title, about = WAYS[name]
    expected, bad, very_bad = (Figure(result.money(found[key]), PATH) for key in ("expected", "0.95", "0.99"))
    over = Figure(chance(found["over_limit"]), PATH) if result.limit >= NOTHING else None
    return Way(title, about, expected, bad, very_bad, over)


def _sentence(result: Result, ways: dict[str, Part]) -> str:
    level, year, _ = next((one for one in LEVELS if ways[USED][one[0]] >= NOTHING), LEVELS[-1])
    shown = ways[USED][level]
    low, high = (end(found[level] for found in ways.values()) for end in (min, max))
    if shown < NOTHING or result.money(low) == result.money(high):
        return f"However they come, a {year} costs the same."
    more = round(100 * (high / shown - 1))
    said = f"at most {more}% more than each by itself" if more else "next to no difference"
    return f"However they come, a {year} costs {result.money_range(low, high)}: {said}."


def _calmer(result: Result, ways: dict[str, Part]) -> str:
    """Why the chance of passing the limit falls where it does although as much comes: it leaves more years alone."""
    shown = ways[USED]["over_limit"]
    rarer = [way for way in (ways.get(name) for name in UNEVEN) if way and way["over_limit"] < shown]
    if result.limit < NOTHING or all(chance(way["over_limit"]) == chance(shown) for way in rarer):
        return ""
    return " Where disruptions come together, more years pass without any, so a limit that a single one passes is passed less often."


def _seen(found: Part) -> str:
    """What the years of the library say about waves."""
    years, counts = list(found["counts"]), [str(count) for count in found["counts"].values()]
    listed = words.listed(counts)
    saw = f"The library counts {listed} disruptions in the years {years[0]} to {years[-1]}"
    if found["uneven"]:
        return f"{saw}, more unevenly than chance makes them: waves are likely."
    return f"{saw}, no more unevenly than chance makes them: waves are a test here, not what is to be expected."


def waves_table(result: Result) -> Table:
    """The ways in which disruptions may come, for a file."""
    found = result.background.get("waves") or {"ways": {}}
    columns = (
        Column("How disruptions come"),
        Column("Average year", "money"),
        *(Column(f"{capitalised(year)}, {often}", "money") for _, year, often in LEVELS),
        Column("Chance of passing the limit", "chance"),
    )
    rows = [
        (WAYS[name][0], one["expected"], one["0.95"], one["0.99"], one["over_limit"])
        for name, one in found["ways"].items()
    ]
    return Table(PATH, "The year's loss by how disruptions come", columns, tuple(rows))
