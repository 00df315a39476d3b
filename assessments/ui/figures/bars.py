"""Bars, always from zero: what moves the answer most, how ready each area is, what is largest, from before to after."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from assessments.ui import words
from assessments.ui.figures import layout as look
from assessments.ui.figures.layout import Json, token

MOST_BARS = 8
# Pixels from top to bottom of the plot in a chart of 300 pixels.
PLOT_PX = 266
ROOM_FOR_A_NUMBER = 1.16


@dataclass(frozen=True)
class Swing:
    """One input: its values at both ends of its range as text, and the result with each of them."""

    name: str
    low_input: str
    high_input: str
    low_result: float
    high_result: float

    @property
    def ends(self) -> tuple[tuple[float, str], tuple[float, str]]:
        """The smaller result with its input, then the larger one."""
        pair = sorted([(self.low_result, self.low_input), (self.high_result, self.high_input)], key=lambda end: end[0])
        return pair[0], pair[1]

    @property
    def width(self) -> float:
        """How far the input moves the result."""
        return abs(self.high_result - self.low_result)


@dataclass(frozen=True)
class _Part:
    name: str
    floor: float
    length: float
    shown: float
    is_end: bool = False

    @property
    def colour(self) -> str:
        """Grey for the figure itself, petrol for what lowers it, ember for what raises it."""
        return "c-muted" if self.is_end else "brand" if self.shown < 0 else "ember"


def tornado(swings: Sequence[Swing], base: float, *, currency: str | None) -> Json:
    """How far each input moves the result, the widest on top, at most eight; below `base` in petrol, above it in ember.

    A bar runs from one end of the result to the other and to nowhere else: if both lie on one side of `base` it does not
    touch it, so that what is written at the nearer end stands beside the bar.
    """
    shown = sorted(swings, key=lambda swing: -swing.width)[:MOST_BARS][::-1]
    names = [look.plain(swing.name) for swing in shown]
    lows, highs = [swing.ends[0][0] for swing in shown], [swing.ends[1][0] for swing in shown]
    least, most = min([*lows, base]), max([*highs, base])
    room = 0.24 * (most - least)
    below = [max(min(base, high) - low, 0) for low, high in zip(lows, highs, strict=True)]
    risen = [max(base, low) for low in lows]
    above = [max(high - start, 0) for start, high in zip(risen, highs, strict=True)]
    traces = [_bar(names, below, "brand", start=lows), _bar(names, above, "ember", start=risen)]
    notes = [note for name, swing in zip(names, shown, strict=True) for note in _ends(name, swing)]
    span = [least - room, most + room]
    line = {"color": token("ink"), "width": 1.25}
    layout = {
        **_level_layout(names, _money_ticks(span, base, currency)),
        "barmode": "overlay",
        "annotations": notes,
        "shapes": [{"type": "line", "x0": base, "x1": base, "yref": "paper", "y0": 0, "y1": 1, "line": line}],
    }
    narrow = _names_above(names, notes, bottom=0.66)
    # The texts at the ends stay as wide on a phone, so that they need a larger part of it.
    narrow["xaxis"] = {"range": [span[0] - room, span[1] + room]}
    return look.as_json(look.figure(traces, layout), narrow)


def readiness(areas: Sequence[tuple[str, float]], target: float) -> Json:
    """How ready each area is, 0 to 100, the best on top, with an upright mark at the target."""
    shown = sorted(areas, key=lambda area: area[1])
    names = [look.plain(name) for name, _ in shown]
    side = {"xref": "paper", "xanchor": "right", "xshift": 28, "yanchor": "middle"}
    notes = [look.note(1, name, f"{value:.0f}", **side) for name, (_, value) in zip(names, shown, strict=True)]
    axis = {"range": [0, 100], "tickvals": [0, 25, 50, 75, 100]}
    mark = {"type": "line", "x0": target, "x1": target, "yref": "paper", "y0": 0, "y1": 1}
    line = {"color": token("ink"), "width": 1.25, "dash": "5px,4px"}
    layout = {**_level_layout(names, axis), "annotations": notes, "shapes": [mark | {"line": line}]}
    traces = [_bar(names, [value for _, value in shown], "brand")]
    return look.as_json(look.figure(traces, layout), _names_above(names, notes))


def largest(parts: Sequence[tuple[str, float]], *, currency: str | None, colour: str = "ember") -> Json:
    """Amounts as bars, the largest on top, each with its number at the end."""
    shown = sorted(parts, key=lambda part: part[1])
    names = [look.plain(name) for name, _ in shown]
    numbers = [words.short_money(value, currency) for _, value in shown]
    notes = [_number(name, part[1], text) for name, part, text in zip(names, shown, numbers, strict=True)]
    top = max(value for _, value in shown)
    layout = {**_level_layout(names, look.money_axis(top * ROOM_FOR_A_NUMBER, currency)), "annotations": notes}
    traces = [_bar(names, [value for _, value in shown], colour)]
    return look.as_json(look.figure(traces, layout), _names_above(names, notes))


def waterfall(start: tuple[str, float], steps: Sequence[tuple[str, float]], end: str, *, currency: str | None) -> Json:
    """From an amount, on top, to what is left of it: a step in petrol when it removes, in ember when it adds."""
    parts, level = [_Part(start[0], 0.0, start[1], start[1], is_end=True)], start[1]
    for name, change in steps:
        parts.append(_Part(name, min(level, level + change), abs(change), change))
        level += change
    top = max(part.floor + part.length for part in parts)
    axis = look.money_axis((top or 1.0) * ROOM_FOR_A_NUMBER, currency)
    return _falling(
        [*parts, _Part(end, 0.0, level, level, is_end=True)], lambda shown: words.short_money(shown, currency), axis
    )


def points(parts: Sequence[tuple[str, float]], end: tuple[str, float]) -> Json:
    """The points of a score, 0 to 100, one part after the other, and the score they add up to at the bottom."""
    level, steps = 0.0, []
    for name, value in parts:
        steps.append(_Part(name, level, value, value))
        level += value
    axis = {"range": [0, 100 * ROOM_FOR_A_NUMBER], "tickvals": [0, 25, 50, 75, 100]}
    return _falling([*steps, _Part(end[0], 0.0, end[1], end[1], is_end=True)], lambda shown: f"{shown:.0f}", axis)


def _falling(parts: Sequence[_Part], written: Callable[[float], str], axis: Json) -> Json:
    """The parts from top to bottom, each with its number at the end of its bar."""
    shown = parts[::-1]
    names = [look.plain(part.name) for part in shown]
    bar = _bar(names, [part.length for part in shown], "ember", start=[part.floor for part in shown])
    bar.marker.color = [token(part.colour) for part in shown]
    notes = [
        _number(name, part.floor + part.length, written(part.shown)) for name, part in zip(names, shown, strict=True)
    ]
    layout = {**_level_layout(names, axis), "annotations": notes}
    return look.as_json(look.figure([bar], layout), _names_above(names, notes))


def _bar(names: Sequence[str], values: Sequence[float], colour: str, start: Sequence[float] | None = None) -> go.Bar:
    options = {} if start is None else {"base": list(start)}
    return go.Bar(
        orientation="h", y=list(names), x=list(values), marker={"color": token(colour)}, hoverinfo="skip", **options
    )


def _level_layout(names: Sequence[str], axis: Json) -> Json:
    """The layout of lying bars: names at the left, the scale on top."""
    return {
        "hovermode": False,
        "bargap": 0.38,
        "margin": {"l": look.label_width(names), "r": 32, "t": 26, "b": 8, "pad": 2},
        "xaxis": {**axis, "side": "top", "showline": False, "ticks": "", "showgrid": True},
        "yaxis": look.name_axis(names),
    }


def _names_above(names: Sequence[str], notes: Sequence[Json], bottom: float = 0.6) -> Json:
    """On a phone each name stands above its bar."""
    half_a_bar = round(PLOT_PX / len(names) * (1 - bottom) / 2)
    side = {"xref": "paper", "xshift": 1, "yshift": half_a_bar, "bgcolor": token("surface"), "borderpad": 1}
    above = [look.note(0, name, name, **side) for name in names]
    return {
        "margin": {"l": 12, "r": 32},
        "bargap": bottom,
        "yaxis": {"showticklabels": False},
        "annotations": [*notes, *above],
    }


def _number(name: str, value: float, text: str) -> Json:
    return look.note(value, name, text, yanchor="middle", xshift=5)


def _ends(name: str, swing: Swing) -> list[Json]:
    (low, low_input), (high, high_input) = swing.ends
    muted = {"size": 12, "color": token("ink-2")}
    return [
        look.note(low, name, look.plain(low_input), xanchor="right", yanchor="middle", xshift=-5, font=muted),
        look.note(high, name, look.plain(high_input), yanchor="middle", xshift=5, font=muted),
    ]


def _money_ticks(span: Sequence[float], base: float, currency: str | None) -> Json:
    """A scale that names the base value and round values not too near it."""
    step = look.ticks(span[1] - span[0], 5)[1]
    rounds = [step * place for place in range(int(span[0] // step), int(span[1] // step) + 1)]
    values = sorted([base, *(value for value in rounds if span[0] <= value and abs(value - base) > 0.45 * step)])
    return {
        "range": list(span),
        "tickvals": values,
        "ticktext": words.short_amounts(values, currency),
    }
