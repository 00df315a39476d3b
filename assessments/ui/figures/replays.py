"""A line over the hours of one incident: what it has cost so far."""

from collections.abc import Sequence

import plotly.graph_objects as go

from assessments.ui import words
from assessments.ui.figures import layout as look
from assessments.ui.figures.layout import Json, token

STEPS_H = (1, 2, 6, 12, 24, 48, 72, 168, 336, 720, 1440, 2160, 4380, 8760)
MOST_TICKS = 6


def course(
    hours: Sequence[float], loss: Sequence[float], bare: Sequence[float] | None = None, *, currency: str | None
) -> Json:
    """What an incident has cost after each hour: with what is in place, and, dashed, with nothing (`bare`).

    Hours rise from 0; losses are in the currency's own unit.
    """
    top = max([*loss, *(bare or ())])
    traces = [_line(hours, loss, currency, "", "ember", "solid")]
    if bare is not None:
        traces.insert(0, _line(hours, bare, currency, " with nothing in place", "ink-3", "6px,3px"))
    layout = {
        "margin": {"l": look.axis_room(top, currency), "r": 16, "t": 10, "b": 28},
        "xaxis": _hour_axis(hours[-1]),
        "yaxis": look.money_axis(top, currency),
    }
    return look.as_json(look.figure(traces, layout))


def _line(
    hours: Sequence[float], loss: Sequence[float], currency: str | None, note: str, colour: str, dash: str
) -> go.Scatter:
    return go.Scatter(
        x=list(hours),
        y=list(loss),
        mode="lines",
        line={"color": token(colour), "width": 2.5, "dash": dash},
        customdata=[f"{words.money(value, currency)}{note}" for value in loss],
        hovertemplate="%{customdata}<extra></extra>",
    )


def _hour_axis(last_h: float) -> Json:
    """A level axis from the first hour to the last, with at most six ticks people think in."""
    step = next((step for step in STEPS_H if last_h / step <= MOST_TICKS - 1), STEPS_H[-1])
    places = [step * place for place in range(int(last_h // step) + 1)]
    return {"range": [0, last_h * 1.02], "tickvals": places, "ticktext": [_tick(place) for place in places]}


def _tick(hours: int) -> str:
    if not hours:
        return "0"
    if (hours % 720 == 0 and hours >= 1440) or hours >= 4380:
        return words.plural(round(hours / 730), "month")
    return f"{hours} h" if hours % 24 else words.plural(hours // 24, "day")
