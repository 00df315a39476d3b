"""What a score is made of: its parts as points that add up to it, as people read them and as they are printed."""

from collections.abc import Mapping, Sequence

from assessments.engine.attribution import rounded_parts
from assessments.scoring.pages.charts import Chart
from assessments.scoring.pages.result import Result
from assessments.scoring.pages.summary import SCORES
from assessments.scoring.pages.tables import Column, Table
from assessments.scoring.scores.overall import LABELS, WEIGHTS
from assessments.ui import words
from assessments.ui.cards import EmptyState
from assessments.ui.figures import bars

OVERALL = "overall"
MOST_SHOWN = 7
"""Parts that are drawn; the smaller ones beyond stand together, and one by one in the table."""


def adding_up(parts: Sequence[float], total: float) -> list[float]:
    """The parts in whole units that add up to the total in whole units: what is lost by rounding goes to the largest."""
    found = [float(part) for part in rounded_parts(parts)] if parts else []
    if found:
        largest = max(range(len(found)), key=lambda place: abs(parts[place]))
        found[largest] += round(total) - sum(found)
    return found


def points_of(result: Result, name: str) -> tuple[Mapping[str, float], float]:
    """The points of each part of a score by its label, largest first, and the score; `overall` is that of all five."""
    if name == OVERALL:
        scores = result.data["scores"]
        points = {
            f"{SCORES[key][0]}: {words.lower_first(LABELS[key])}": WEIGHTS[key] * scores[key]["score"] / 100
            for key in SCORES
        }
        total = result.data["headline"]["score"]
    else:
        points, total = result.data["scores"][name]["parts"], result.data["scores"][name]["score"]
    return dict(sorted(points.items(), key=lambda part: (-part[1], part[0]))), total


def printed_points(result: Result, name: str) -> list[tuple[str, float]]:
    """The points of each part in whole points that add up to the printed score."""
    points, total = points_of(result, name)
    return list(zip(points, adding_up(list(points.values()), total), strict=True))


def score_chart(result: Result, name: str) -> Chart:
    """The parts of a score one after the other, up to the score."""
    points, total = points_of(result, name)
    printed = printed_points(result, name)
    title = "Dependency score" if name == OVERALL else f"{SCORES[name][0]} score"
    drawn = _drawn([part for part in printed if part[1]])
    rows = tuple((label, whole, exact) for (label, whole), exact in zip(printed, points.values(), strict=True))
    return Chart(
        name=f"score-{name}",
        question="What adds up to it?",
        finding=_finding(printed, total),
        description=f"Waterfall chart of the {words.lower_first(title)}. "
        + " ".join(f"{label}: {words.plural(int(value), 'point')}." for label, value in drawn),
        table=Table(
            f"score-{name}",
            f"The parts of the {words.lower_first(title)}",
            (Column("Part"), Column("Points", "number"), Column("Before rounding", "number")),
            (*rows, (title, float(round(total)), total)),
        ),
        source="0 to 100, higher is worse. Rounded so that the parts add up to the printed score.",
        how="headline.score" if name == OVERALL else f"scores.{name}",
        draw=(lambda: bars.points(drawn, (title, float(round(total))))) if drawn else None,
        height=300 if len(drawn) > 4 else 220,
        empty=EmptyState("No part of this score adds a point, so there is nothing to draw."),
    )


def _drawn(parts: Sequence[tuple[str, float]]) -> list[tuple[str, float]]:
    if len(parts) <= MOST_SHOWN:
        return list(parts)
    rest = parts[MOST_SHOWN - 1 :]
    return [*parts[: MOST_SHOWN - 1], (f"{len(rest)} smaller parts", sum(value for _, value in rest))]


def _finding(printed: Sequence[tuple[str, float]], total: float) -> str:
    adding = [part for part in printed if part[1]]
    if not adding:
        return f"The score is {total:.0f} of 100: no part adds to it."
    label, value = adding[0]
    if len(adding) == 1:
        return (
            f"All {words.plural(int(value), 'point')} come from “{label}”."
            if value > 1
            else f"Its one point comes from “{label}”."
        )
    return f"“{label}” adds most: {value:.0f} of the {total:.0f} points."
