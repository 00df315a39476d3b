"""How much of a recommendation's worth depends on an assumption: a sentence and a small table."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from assessments.scoring.pages.result import Part, Result, result_of
from assessments.scoring.pages.swings import input_words, short_label
from assessments.scoring.queries import Snapshot
from assessments.ui import words

EFFECT = ("at its weakest", "at its strongest")


@dataclass(frozen=True)
class Assumed:
    """One assumption: its two ends in words, what the recommendation removes at each, and whether it is worth its cost there."""

    label: str
    low: str
    removes_low: str
    high: str
    removes_high: str
    flips: bool
    verdict: str


@dataclass(frozen=True)
class Reliance:
    """What a recommendation's worth depends on; `turns` says whether one of it decides if it is worth its cost."""

    sentence: str
    rows: tuple[Assumed, ...]
    turns: bool


def reliance_of(snapshot: Snapshot, key: str) -> Reliance | None:
    """What the worth of a recommendation rests on, for the page on which it is decided; None where nothing moves it by as much as we print."""
    result = result_of(snapshot)
    found = result.background.get("worth", {}).get("rests_on", {}).get(key)
    if found is None or not found["rows"]:
        return None
    rows = sorted(found["rows"], key=lambda row: -abs(row["high"] - row["low"]))
    if result.money(rows[0]["low"]) == result.money(rows[0]["high"]):
        return None
    told = tuple(_assumed(result, row, found["cost"]) for row in rows)
    return Reliance(_sentence(result, found, rows), told, any(row.flips for row in told))


def _assumed(result: Result, row: Part, cost: float) -> Assumed:
    low, high = EFFECT if row["key"] == "effect" else input_words(row, result.money)
    return Assumed(
        label=short_label(row),
        low=low,
        removes_low=result.money(row["low"]),
        high=high,
        removes_high=result.money(row["high"]),
        flips=_flips(row, cost),
        verdict="Worth it at both ends" if row["low"] > cost else "Worth it at neither end",
    )


def _flips(row: Part, cost: float) -> bool:
    """Whether it removes more than it costs at one end and not at the other."""
    return (row["low"] > cost) != (row["high"] > cost)


def _sentence(result: Result, found: Part, rows: Sequence[Part]) -> str:
    """What moves it most, and whether it stays worth its cost while each thing alone goes through its range."""
    low, high = sorted((rows[0]["low"], rows[0]["high"]))
    span = f"{result.money(low)} to {result.money(high)} a year"
    said = f"Most of it hangs on {_named(rows[0])}: over what is plausible for that alone it removes {span}."
    cost, turning = result.money(found["cost"]), [row for row in rows if _flips(row, found["cost"])]
    pays = found["removes"] > found["cost"]
    if not turning:
        stays = (
            "worth it whichever end of a range is true" if pays else "by money alone not worth it at any end of a range"
        )
        return f"{said} It costs {cost}: {stays}."
    over = f"the range of {_named(turning[0])}"
    if len(turning) > 1:
        over = f"{words.count_word(len(turning))} of these ranges"
    now = (
        "worth it today, but not over the whole of"
        if pays
        else "by money alone not worth it today, but it would be at one end of"
    )
    return f"{said} It costs {cost}: {now} {over}."


def _named(row: Part) -> str:
    return "its own effect" if row["key"] == "effect" else f"“{short_label(row)}”"


def assumed_by(snapshot: Snapshot, keys: Collection[str]) -> list[str]:
    """What the worth of several recommendations rests on, in words for a sentence, what moves it most first."""
    found = result_of(snapshot).background.get("worth", {}).get("rests_on", {})
    spread: dict[str, float] = {}
    for key in keys:
        for row in found.get(key, {"rows": ()})["rows"]:
            name = "how much each action really does" if row["key"] == "effect" else f"“{short_label(row)}”"
            spread[name] = spread.get(name, 0.0) + abs(row["high"] - row["low"])
    return sorted(spread, key=lambda name: (-spread[name], name))
