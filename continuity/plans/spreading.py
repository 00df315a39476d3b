"""What spreading over channels would do to the worst years: step by step, where it would go, and what could be begun with."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assessments.ui import words
from assessments.ui.cards import Column, DataTable
from continuity.plans.since_decided import Unit

RESTS_ON = (
    "It rests on your shares by channel and on the calculation being run again with less of your income on TikTok. What has moved "
    "is taken to be out of TikTok's reach; the other channels fail too, so that the true gain is a little smaller."
)
OWNED = "you own it"


@dataclass(frozen=True, slots=True)
class Step:
    """One share of TikTok: the expected loss a year then, and the mean of the worst year in twenty, in words and as a number."""

    share: str
    expected: str
    worst: str
    size: float


@dataclass(frozen=True, slots=True)
class Fitting:
    """A channel to begin with: its name, and what beginning there takes and brings."""

    label: str
    about: str


@dataclass(frozen=True, slots=True)
class Spreading:
    """What less of TikTok would do to the worst years."""

    finding: str
    steps: tuple[Step, ...]
    moves: str
    fitting: tuple[Fitting, ...]
    rests_on: str = RESTS_ON

    @property
    def table(self) -> DataTable:
        """The steps as a table."""
        columns = (
            Column("TikTok's share of income"),
            Column("Expected loss a year", True),
            Column("Worst years", True),
        )
        rows = tuple((step.share, step.expected, step.worst) for step in self.steps)
        return DataTable("Loss by TikTok's share of income", columns, rows)

    @property
    def most(self) -> float:
        """The longest bar."""
        return max(step.size for step in self.steps)


def spreading_of(results: Mapping[str, Any] | None, background: Mapping[str, Any], unit: Unit) -> Spreading | None:
    """What spreading would do; None where nothing is to move, or where no loss hangs on what moves."""
    spread = results["diversification"] if results else None
    if not spread or not spread["moves"] or unit.is_nothing(spread["tail_before"] - spread["tail_after"]):
        return None
    return Spreading(
        finding=_finding(spread, unit),
        steps=tuple(_steps(spread, unit)),
        moves=_moves(spread),
        fitting=tuple(_fitting(one) for one in background.get("fitting_channels") or ()),
    )


def _steps(spread: Mapping[str, Any], unit: Unit) -> Iterator[Step]:
    """Today, the target, and the steps between and beyond them, each share once."""
    target = spread["target"]["TikTok"]
    points = {
        words.percent(100 * point["tiktok_share"]): (
            point["tiktok_share"],
            point["expected_annual_loss"],
            point["tail"],
        )
        for point in spread["frontier"]
    }
    points[words.percent(100 * target)] = (target, spread["expected_annual_loss_after"], spread["tail_after"])
    for place, (share, (_, expected, tail)) in enumerate(sorted(points.items(), key=lambda it: -it[1][0])):
        name = (
            f"{share}, today"
            if place == 0
            else f"{share}, the target"
            if share == words.percent(100 * target)
            else share
        )
        yield Step(name, words.short_money(expected, unit.currency), words.short_money(tail, unit.currency), tail)


def _finding(spread: Mapping[str, Any], unit: Unit) -> str:
    today, target = (100 * spread[when]["TikTok"] for when in ("current", "target"))
    before, after = unit.said(spread["tail_before"]), unit.said(spread["tail_after"])
    points = words.plural(round(today - target), "point")
    return (
        f"With {points} of your income moved off TikTok, the worst year in twenty would cost {after} on average "
        f"in place of {before}."
    )


def _moves(spread: Mapping[str, Any]) -> str:
    said = [f"{words.percent(move['points'])} to {_named(move)}" for move in spread["moves"]]
    owner = (
        "channels you use already"
        if all(move["why"] != OWNED for move in spread["moves"])
        else ("channels you use already, those you own first")
    )
    return (
        f"Of your income, {words.listed(said)}: {owner}."
        if _are_used(spread["moves"])
        else f"Of your income, {words.listed(said)}."
    )


def _are_used(moves: Sequence[Mapping[str, Any]]) -> bool:
    return all(move["why"] in (OWNED, "you already use it") for move in moves)


def _named(move: Mapping[str, Any]) -> str:
    return f"“{move['to']}”"


def _fitting(channel: Mapping[str, Any]) -> Fitting:
    """What the catalogue says of a channel, in a sentence."""
    low, high = (f"{weeks:g}" for weeks in channel["ramp_weeks"])
    said = (
        f"about {words.percent(100 * channel['portability'])} of your videos can be used there with light edits; "
        f"it carries after {low} to {high} weeks"
    )
    if channel["fails_with"]:
        said += f"; it has failed together with {words.listed(channel['fails_with'])}, so it counts as the same way out"
    if channel["is_used"]:
        said += "; you have it, and hardly use it"
    return Fitting(channel["label"], f"{said}.")
