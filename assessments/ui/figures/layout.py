"""What all figures share: colours by token, axes, notes, and the JSON that static/components/chart.js draws.

A figure is {"data": [...], "layout": {...}, "narrow": {...}}; `narrow` holds what the layout is on a phone. Colours are
names of tokens with an @ before them, so a figure has no theme and may be kept.
"""

import re
from collections.abc import Sequence
from itertools import pairwise
from math import ceil, floor, log10
from typing import Any, Literal

import plotly.graph_objects as go

from assessments.ui import words

Json = dict[str, Any]
CLEAR = "rgba(0,0,0,0)"
MOST_SERIES = 6
HOUR_TICKS = ((4, "4 h"), (24, "1 day"), (72, "3 days"), (168, "7 days"), (336, "14 days"), (720, "30 days"))
SHORT_HOUR_TICKS = ((4, "4 h"), (24, "1 d"), (72, "3 d"), (168, "7 d"), (336, "14 d"), (720, "30 d"))
# Dash and marker are the second channel beside the colour; the glyph stands before a direct label.
DASHES = ("solid", "solid", "10px,3px", "solid", "6px,3px", "2px,3px")
MARKERS = ("circle", "square", "diamond", "triangle-up", "x", "circle")
GLYPHS = ("●", "■", "◆", "▲", "✕", "●")
_NICE_STEPS = (1, 2, 2.5, 5, 10)


def token(name: str) -> str:
    """The token as Plotly's Python package takes a colour; `as_json` writes it as @name."""
    return f"var(--ds-{name})"


def series_colour(place: int) -> str:
    """The colour of the series with this place, from 0; beyond six it is grey."""
    return token(f"c{place + 1}") if place < MOST_SERIES else token("c-muted")


def figure(traces: Sequence[Any], layout: Json) -> go.Figure:
    """A figure with the look of the product; `layout` overrides it part by part."""
    made = go.Figure(data=list(traces), layout=_base())
    made.update_layout(layout)
    return made


def as_json(made: go.Figure, narrow: Json | None = None) -> Json:
    """The figure as plain values, colours as @tokens; `narrow` is laid over the layout on a phone."""
    plain = made.to_plotly_json()
    plain["layout"].pop("template", None)
    parts: Json = {"data": plain["data"], "layout": plain["layout"], "narrow": narrow or {}}
    return _with_tokens(parts)


def note(x: Any, y: Any, text: str, **options: Any) -> Json:
    """A text in the chart, without box or arrow, its lower left corner at the point."""
    base: Json = {
        "x": x,
        "y": y,
        "text": text,
        "showarrow": False,
        "font": {"size": 12, "color": token("ink")},
        "xanchor": "left",
        "yanchor": "bottom",
        "align": "left",
    }
    return base | options


def axis_title(text: str, indent: int = 44) -> Json:
    """The title of the upright axis: a text above it, never turned."""
    muted = {"size": 12, "color": token("ink-2")}
    return note(0, 1, text, xref="paper", yref="paper", xshift=-indent, yshift=11, font=muted)


def bold(colour: str, size: int = 12) -> Json:
    """The type of a highlighted text."""
    return {"size": size, "color": token(colour), "weight": 700}


def ticks(top: float, most: int = 5) -> list[float]:
    """Round values from 0 to `top` or just beyond, at most `most` steps."""
    if top <= 0:
        return [0.0, 1.0]
    unit = 10 ** floor(log10(top / most))
    step = next(nice * unit for nice in _NICE_STEPS if nice * unit * most >= top * 0.999)
    return [round(step * place, 10) for place in range(ceil(0.999 * top / step - 1e-9) + 1)]


def reach(top: float, values: Sequence[float]) -> float:
    """Where an axis with these ticks ends: on its last tick if that is near, else just above the data."""
    return values[-1] if values[-1] <= 1.12 * top else 1.04 * top


def log_ticks(low: float, high: float) -> list[float]:
    """1, 3, 10, 30 … between two positive values, thinned to whole powers of ten when there would be more than six."""
    powers = range(floor(log10(low)), ceil(log10(high)) + 1)
    fine = [factor * 10.0**power for power in powers for factor in (1, 3)]
    inside = [value for value in fine if low <= value <= high]
    return inside if len(inside) <= 6 else [10.0**power for power in powers if low <= 10.0**power <= high]


def money_axis(top: float, currency: str | None) -> Json:
    """An upright money axis from nothing to just above `top`."""
    values = ticks(top)
    labels = words.short_amounts(values, currency)
    return {"range": [0, reach(top, values)], "tickvals": values, "ticktext": labels}


def axis_room(top: float, currency: str | None) -> int:
    """The margin in pixels that holds the labels of a money axis: more where the currency has a long sign."""
    longest = max(map(len, words.short_amounts(ticks(top), currency)))
    return max(52, 12 + round(7.2 * longest))


def hour_axis(first_h: float, last_h: float, *, is_short: bool = False) -> Json:
    """A level axis of hours on a log scale, with the lengths of time people think in."""
    shown = [tick for tick in (SHORT_HOUR_TICKS if is_short else HOUR_TICKS) if first_h <= tick[0] <= last_h * 1.01]
    return {
        "type": "log",
        "range": [log10(first_h) - 0.06, log10(last_h) + 0.04],
        "tickvals": [hours for hours, _ in shown],
        "ticktext": [label for _, label in shown],
        "showgrid": True,
    }


def name_axis(names: Sequence[str]) -> Json:
    """An upright axis of names, every one of them printed."""
    font = {"size": 13, "color": token("ink")}
    places = list(range(len(names)))
    order = {"type": "category", "categoryorder": "array", "categoryarray": list(names)}
    return {**order, "showgrid": False, "tickfont": font, "tickvals": places, "ticktext": list(names), "nticks": None}


def label_width(labels: Sequence[str]) -> int:
    """The margin in pixels that holds the longest label beside the chart."""
    return min(230, 18 + round(6.9 * max((len(label) for label in labels), default=0)))


def apart(values: Sequence[float], gap: float) -> list[float]:
    """The values moved so that neighbours are at least `gap` apart and none is below 0; which is above which stays."""
    order = sorted(range(len(values)), key=lambda place: -values[place])
    moved = list(values)
    for above, below in pairwise(order):
        moved[below] = min(moved[below], moved[above] - gap)
    lowest = 0.0
    for place in reversed(order):
        moved[place] = max(moved[place], lowest)
        lowest = moved[place] + gap
    return moved


def limit_line(at: float, direction: Literal["across", "upright"], until: float = 1.0) -> Json:
    """A dashed line for a limit, across the chart or upright."""
    line = {"color": token("ink"), "width": 1.25, "dash": "5px,4px"}
    if direction == "across":
        return {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": at, "y1": at, "line": line}
    return {"type": "line", "yref": "paper", "x0": at, "x1": at, "y0": 0, "y1": until, "line": line}


def point(x: float, y: float, symbol: str, colour: str) -> go.Scatter:
    """A highlighted point with a rim in the colour of the card."""
    marker = {"size": 9, "symbol": symbol, "color": token(colour), "line": {"color": token("surface"), "width": 2}}
    return go.Scatter(x=[x], y=[y], mode="markers", hoverinfo="skip", marker=marker)


def plain(name: str) -> str:
    """A name that Plotly cannot take for markup: the content policy blocks what HTML in a label would set."""
    return name.replace("<", "‹").replace(">", "›").replace("%{", "% {")


def _base() -> Json:
    axis = {"color": token("ink-2"), "fixedrange": True, "zeroline": False, "gridcolor": token("grid"), "tickangle": 0}
    return {
        "template": go.layout.Template(),
        "font": {"family": "@font-ui", "size": 12, "color": token("ink-2")},
        "paper_bgcolor": CLEAR,
        "plot_bgcolor": CLEAR,
        "margin": {"l": 52, "r": 16, "t": 12, "b": 36, "pad": 0},
        "showlegend": False,
        "hovermode": "x unified",
        "dragmode": False,
        "hoverlabel": {
            "bgcolor": token("surface"),
            "bordercolor": token("line"),
            "font": {"size": 12, "color": token("ink")},
        },
        "xaxis": {
            **axis,
            "showgrid": False,
            "showline": True,
            "linecolor": token("axis"),
            "showspikes": False,
            "ticks": "outside",
            "ticklen": 5,
            "tickcolor": token("axis"),
        },
        "yaxis": {**axis, "showline": False, "nticks": 5, "ticklabelstandoff": 6},
    }


def _with_tokens(value: Any) -> Any:
    if isinstance(value, str):
        return re.sub(r"^var\(--ds-([\w-]+)\)$", r"@\1", value)
    if isinstance(value, dict):
        return {key: _with_tokens(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_with_tokens(one) for one in value]
    return value
