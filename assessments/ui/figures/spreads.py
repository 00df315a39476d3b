"""What moving income to other channels does to the worst years."""

from collections.abc import Sequence

import plotly.graph_objects as go

from assessments.ui import words
from assessments.ui.figures import layout as look
from assessments.ui.figures.layout import Json, token

Point = tuple[float, float]


def moved(points: Sequence[Point], *, best: Point | None, most_moved: float, currency: str | None) -> Json:
    """What is missing in the worst years by points moved, from none on: ○ today, ◆ the best, what is over the limit shaded."""
    last = max(points[-1][0], best[0] if best else 0.0)
    top = max(missing for _, missing in points)
    today = points[0]
    first = f"Today {words.short_money(today[1], currency)}"
    title = look.axis_title("Missing in the worst year in twenty", indent=look.axis_room(top, currency) - 8)
    notes = [title, look.note(*today, first, xshift=9, yshift=4, font=look.bold("ember-ink"))]
    traces = [_line(points, currency), _ring(today)]
    if best is not None:
        traces.append(_diamond(best))
        notes.append(_best_note(best, last, currency))
    values = look.ticks(last)
    layout: Json = {
        "hovermode": "closest",
        "margin": {"l": look.axis_room(top, currency), "r": 18, "t": 32, "b": 46},
        "xaxis": {
            "range": [-0.03 * last, look.reach(last, values)],
            "tickvals": values,
            "ticktext": [f"{value:g}" for value in values],
            "title": {"text": "Points of income moved off TikTok", "font": {"size": 12}, "standoff": 8},
        },
        "yaxis": look.money_axis(top * 1.05, currency),
        "annotations": notes,
    }
    if most_moved < last - 1e-6:
        area = {"type": "rect", "x0": most_moved, "x1": look.reach(last, values), "yref": "paper", "y0": 0, "y1": 1}
        layout["shapes"] = [area | {"fillcolor": token("inset"), "line": {"width": 0}, "layer": "below"}]
    return look.as_json(look.figure(traces, layout))


def _line(points: Sequence[Point], currency: str | None) -> go.Scatter:
    return go.Scatter(
        x=[moved for moved, _ in points],
        y=[missing for _, missing in points],
        mode="lines+markers",
        line={"color": token("brand"), "width": 2},
        marker={"size": 5, "color": token("brand")},
        customdata=[[f"{moved:.3g}", words.short_money(missing, currency)] for moved, missing in points],
        hovertemplate="%{customdata[0]} points moved: %{customdata[1]} missing<extra></extra>",
    )


def _ring(point: Point) -> go.Scatter:
    marker = {"size": 11, "color": token("surface"), "line": {"color": token("ember"), "width": 2.5}}
    return go.Scatter(x=[point[0]], y=[point[1]], mode="markers", marker=marker, hoverinfo="skip")


def _diamond(point: Point) -> go.Scatter:
    line = {"color": token("surface"), "width": 2}
    marker = {"size": 13, "symbol": "diamond", "color": token("brand"), "line": line}
    return go.Scatter(x=[point[0]], y=[point[1]], mode="markers", marker=marker, hoverinfo="skip")


def _best_note(best: Point, last: float, currency: str | None) -> Json:
    """The best mix by name, below the line on its left, or above on its right where there is room."""
    text = f"Best {words.short_money(best[1], currency)}"
    if best[0] > 0.6 * last:
        return look.note(*best, text, xanchor="right", xshift=-9, yanchor="top", yshift=-6, font=look.bold("brand"))
    return look.note(*best, text, xshift=10, yshift=4, font=look.bold("brand"))
