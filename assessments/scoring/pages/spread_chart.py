"""The chart of the best mixes by how much is moved, with its table."""

from collections.abc import Iterator, Sequence

from assessments.engine.diversification import Outcome
from assessments.scoring.pages.spread_words import counted_points, points
from assessments.scoring.pages.wording import amount
from assessments.scoring.trials.places import LEAST_POINTS
from assessments.scoring.trials.present import Present
from assessments.scoring.trials.spreading import Spread
from assessments.ui import words
from assessments.ui.cards import ChartCard, Column, DataTable, LegendKey
from assessments.ui.figures.spreads import moved as moved_figure

Dot = tuple[float, float, float]
CLOSE = 0.15
"""Points that two mixes lie apart at most to be printed as one."""


def spread_card(present: Present, spread: Spread, csv_url: str) -> ChartCard:
    """The chart; its points are moved points with what is then missing in the worst years and in an average year."""
    currency = present.currency
    dots = [_dot(spread, mix) for mix in (spread.now, *spread.steps[1:])]
    today, best = dots[0], _dot(spread, spread.best)
    is_moved = spread.moved >= LEAST_POINTS
    legend = (LegendKey("Today", "k-ember", "open"), LegendKey("Best within your limits", "k-brand", "diamond"))
    last = dots[-1]
    return ChartCard(
        key="spread",
        question="What would moving more, or less, do?",
        finding=_finding(spread, dots, currency),
        description=f"Line chart of what is missing in the worst year in twenty by the points moved off TikTok. It goes from "
        f"{amount(today[1], currency)} with nothing moved to {amount(last[1], currency)} with {counted_points(last[0])} moved.",
        table=DataTable(
            "The best mix by how much is moved",
            (Column("Points moved"), Column("Worst year in twenty", True), Column("Average year", True)),
            tuple(_rows(dots, best if is_moved else None, currency)),
        ),
        source="Missing in the worst year in twenty, by the points moved off TikTok. Shaded: more than can be moved in a year.",
        figure=moved_figure(
            [dot[:2] for dot in dots],
            best=best[:2] if is_moved else None,
            most_moved=spread.most_moved,
            currency=currency,
        ),
        height=300,
        legend=legend if is_moved else legend[:1],
        csv_url=csv_url,
    )


def _dot(spread: Spread, mix: Outcome) -> Dot:
    gone = round(float(spread.today[0] - mix.amounts[0]), 6)
    return (gone, max(spread.missing(mix.worst_mean), 0.0), max(spread.missing(mix.mean), 0.0))


def _rows(dots: Sequence[Dot], best: Dot | None, currency: str | None) -> Iterator[tuple[str, str, str]]:
    """The mixes by what is moved, today's and the best by name; one next to the best is left out."""
    others = [dot for dot in dots if best is None or abs(dot[0] - best[0]) > CLOSE]
    for dot in sorted([*others, *([best] if best else [])]):
        name = points(dot[0]) + (", today" if dot[0] == 0 else ", best" if dot == best else "")
        yield (name, words.short_money(dot[1], currency), words.short_money(dot[2], currency))


def _finding(spread: Spread, dots: list[Dot], currency: str | None) -> str:
    """What half of it does, or what all of it does beyond the year's limit."""
    last = dots[-1]
    if last[0] > spread.most_moved + LEAST_POINTS:
        return (
            f"Over several years up to {points(last[0])} points could be moved; {amount(last[1], currency)} would then be missing "
            "in the worst year in twenty."
        )
    half = len(dots) // 2
    return (
        f"The first {counted_points(dots[half][0])} would bring it to {amount(dots[half][1], currency)}, all {points(last[0])} to "
        f"{amount(last[1], currency)}. {_why_no_more(spread, last[0])}"
    ).strip()


def _why_no_more(spread: Spread, moved: float) -> str:
    """Why the line ends where it does."""
    if moved >= spread.today[0] - LEAST_POINTS:
        return ""
    if moved >= spread.room - LEAST_POINTS:
        return "The channels have room for no more."
    return "More would not lower it within your limits."
