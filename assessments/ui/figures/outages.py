"""Lines over the length of an outage: what it costs in all, what each function loses, how bad it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log10

import plotly.graph_objects as go

from assessments.ui import words
from assessments.ui.figures import layout as look
from assessments.ui.figures.layout import Json, token

FIRST_SHOWN_H = 4.0
FEW_POINTS = 12
# How much of the height of a plot in a chart of 300 pixels a label takes.
LABEL_SHARE = 15 / 258


@dataclass(frozen=True)
class Line:
    """A named series; `place`, the function's own, keeps its colour the same on every chart; None is for "3 others"."""

    name: str
    values: Sequence[float]
    place: int | None


@dataclass(frozen=True)
class Limit:
    """What the organisation can bear, after how many hours it is passed, if it is, and what the line is called."""

    amount: float
    passed_h: float | None = None
    label: str = "Your limit"


def exposure(
    hours: Sequence[float],
    loss: Sequence[float],
    *,
    currency: str | None,
    band: tuple[Sequence[float], Sequence[float]] | None = None,
    limit: Limit | None = None,
    chosen_h: float | None = None,
) -> Json:
    """What an outage costs by its length: the line, its 80% band (low, high), the limit, ● the chosen length.

    Hours rise; losses are in the currency's own unit. A limit far above the curve is named but not drawn.
    """
    top = max([*loss, *(band[1] if band else ())])
    axis = look.hour_axis(max(FIRST_SHOWN_H, hours[0]), hours[-1]) | {"showgrid": False}
    layout: Json = {"margin": {"l": 52, "r": 12, "t": 10, "b": 28}, "xaxis": axis, "annotations": [], "shapes": []}
    traces = [*(_band(hours, band) if band else ()), _exposure_line(hours, loss, currency)]
    if limit is not None:
        top = _add_limit(traces, layout, limit, top, currency)
    if chosen_h is not None:
        value = _between(hours, loss, chosen_h)
        traces.append(look.point(chosen_h, value, "circle", "ember"))
        side = {"xanchor": "right", "xshift": -9, "yshift": 3, "font": look.bold("ember-ink", 14)}
        layout["annotations"].append(look.note(log10(chosen_h), value, words.short_money(value, currency), **side))
    layout["yaxis"] = look.money_axis(top, currency)
    layout["margin"]["l"] = look.axis_room(top, currency)
    return look.as_json(look.figure(traces, layout), _short_ticks(hours))


def by_function(hours: Sequence[float], lines: Sequence[Line], *, currency: str | None) -> Json:
    """What each function loses as time passes, named at the end of its line; ValueError above six lines."""
    if len(lines) > look.MOST_SERIES:
        raise ValueError("At most six lines: put the rest together as others.")
    top = max(max(line.values) for line in lines)
    ends = look.apart([line.values[-1] for line in lines], LABEL_SHARE * top)
    labels = [label for line, end in zip(lines, ends, strict=True) for label in _end_label(line, end)]
    layout = {
        "margin": {
            "l": look.axis_room(top, currency),
            "r": look.label_width([line.name for line in lines]) + 12,
            "t": 12,
            "b": 28,
        },
        "xaxis": look.hour_axis(max(FIRST_SHOWN_H, hours[0]), hours[-1]) | {"showgrid": False},
        "yaxis": look.money_axis(top, currency),
        "annotations": labels,
    }
    traces = [_function_line(hours, line, currency) for line in lines]
    narrow = {"margin": {"r": 16}, "annotations": [], **_short_ticks(hours)}
    return look.as_json(look.figure(traces, layout), narrow)


def impact_steps(labels: Sequence[str], ratings: Sequence[int]) -> Json:
    """The rating, 0 to 5, after each length of time as steps."""
    colours = [token(f"sev-{rating}") if rating else token("inset") for rating in ratings]
    trace = go.Scatter(
        x=list(labels),
        y=list(ratings),
        mode="lines+markers",
        hoverinfo="skip",
        line={"shape": "hv", "color": token("ink"), "width": 2},
        marker={"size": 12, "color": colours, "line": {"color": token("ink"), "width": 1.5}},
    )
    layout = {
        "margin": {"l": 24, "r": 10, "t": 8, "b": 28},
        "xaxis": {"type": "category", "range": [-0.4, len(labels) - 0.6]},
        "yaxis": {"range": [-0.3, 5.4], "tickvals": [0, 1, 2, 3, 4, 5]},
    }
    return look.as_json(look.figure([trace], layout))


def _exposure_line(hours: Sequence[float], loss: Sequence[float], currency: str | None) -> go.Scatter:
    line = {"color": token("ember"), "width": 2.5}
    if len(hours) <= FEW_POINTS:
        line |= {"shape": "spline", "smoothing": 0.4}
    return go.Scatter(
        x=list(hours),
        y=list(loss),
        mode="lines",
        line=line,
        customdata=[words.money(value, currency) for value in loss],
        hovertemplate="about %{customdata}<extra></extra>",
    )


def _add_limit(traces: list[go.Scatter], layout: Json, limit: Limit, top: float, currency: str | None) -> float:
    """The top of the chart once the limit is drawn in it, or named at its upper edge when it is too far above."""
    text = f"{limit.label} {words.short_money(limit.amount, currency)}"
    if limit.amount > 1.6 * top:
        note = look.note(0, 1, f"{text} is above this chart", xref="paper", yref="paper", xshift=6, yanchor="top")
        layout["annotations"].append(note)
        return top
    layout["shapes"].append(look.limit_line(limit.amount, "across"))
    layout["annotations"].append(look.note(0, limit.amount, text, xref="paper", xshift=6, yshift=1))
    if limit.passed_h is not None:
        traces.append(look.point(limit.passed_h, limit.amount, "diamond", "ink"))
    return max(top, 1.1 * limit.amount)


def _band(hours: Sequence[float], band: tuple[Sequence[float], Sequence[float]]) -> list[go.Scatter]:
    low, high = band
    edge = {"x": list(hours), "mode": "lines", "line": {"width": 0, "color": look.CLEAR}, "hoverinfo": "skip"}
    return [
        go.Scatter(y=list(high), **edge),
        go.Scatter(y=list(low), fill="tonexty", fillcolor=token("band"), **edge),
    ]


def _function_line(hours: Sequence[float], line: Line, currency: str | None) -> go.Scatter:
    colour, style = _style(line)
    return go.Scatter(
        x=list(hours),
        y=list(line.values),
        mode="lines+markers",
        name=look.plain(line.name),
        line={"color": colour, "width": 2.25, "dash": look.DASHES[style]},
        marker={"size": 6, "symbol": look.MARKERS[style], "color": colour},
        customdata=[words.short_money(value, currency) for value in line.values],
        hovertemplate="%{customdata} " + look.plain(line.name) + "<extra></extra>",
    )


def _end_label(line: Line, end: float) -> list[Json]:
    colour, style = _style(line)
    side = {"xref": "paper", "yanchor": "middle"}
    name_font = {"size": 12, "color": token("ink"), "weight": 600}
    return [
        look.note(1, end, look.GLYPHS[style], xshift=7, font={"size": 11, "color": colour}, **side),
        look.note(1, end, look.plain(line.name), xshift=22, font=name_font, **side),
    ]


def _style(line: Line) -> tuple[str, int]:
    if line.place is None:
        return token("c-muted"), look.MOST_SERIES - 1
    return look.series_colour(line.place), min(line.place, look.MOST_SERIES - 1)


def _short_ticks(hours: Sequence[float]) -> Json:
    axis = look.hour_axis(max(FIRST_SHOWN_H, hours[0]), hours[-1], is_short=True)
    return {"xaxis": {"ticktext": axis["ticktext"]}}


def _between(xs: Sequence[float], ys: Sequence[float], x: float) -> float:
    """The value at x, straight between two points on the log scale on which the line is drawn."""
    for (x0, y0), (x1, y1) in pairwise(zip(xs, ys, strict=True)):
        if x0 <= x <= x1:
            return y0 + (y1 - y0) * log10(x / x0) / log10(x1 / x0)
    return ys[-1] if x > xs[-1] else ys[0]
