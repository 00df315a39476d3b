"""What a year costs without and with an insurance, by how rarely it is that bad."""

from collections.abc import Sequence
from math import log10

import plotly.graph_objects as go

from assessments.ui import words
from assessments.ui.figures import layout as look
from assessments.ui.figures.layout import Json, token

YEARS = (2, 5, 10, 20, 50, 100, 200)


def insured(
    years: Sequence[float], without: Sequence[float], insured: Sequence[float], *, currency: str | None
) -> Json:
    """The loss by return period, from 2 to 200 years: without insurance solid, with it, premium included, dashed."""
    top = max(*without, *insured)
    title = look.axis_title("Loss in a year", indent=look.axis_room(top, currency) - 8)
    traces = [
        _line(years, without, "without", "ember", "solid", currency),
        _line(years, insured, "with the policy", "brand", "9px,4px", currency),
    ]
    layout: Json = {
        "margin": {"l": look.axis_room(top, currency), "r": 18, "t": 32, "b": 46},
        "xaxis": {
            "type": "log",
            "range": [log10(years[0]) - 0.03, log10(years[-1]) + 0.03],
            "tickvals": list(YEARS),
            "ticktext": [str(number) for number in YEARS],
            "title": {"text": "One year in so many is worse", "font": {"size": 12}, "standoff": 8},
        },
        "yaxis": look.money_axis(top * 1.05, currency),
        "annotations": [title],
    }
    return look.as_json(look.figure(traces, layout))


def _line(
    years: Sequence[float], losses: Sequence[float], name: str, colour: str, dash: str, currency: str | None
) -> go.Scatter:
    return go.Scatter(
        x=list(years),
        y=list(losses),
        mode="lines",
        name=name,
        line={"color": token(colour), "width": 2.5, "dash": dash},
        customdata=[f"{words.short_money(loss, currency)} {name}" for loss in losses],
        hovertemplate="%{customdata}<extra></extra>",
    )
