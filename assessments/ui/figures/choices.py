"""What could be done: how much risk each pound removes, and how the mix of channels changes."""

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from assessments.ui import words
from assessments.ui.figures import layout as look
from assessments.ui.figures.layout import Json, token

MOST_OTHER_MIXES = 150
Point = tuple[float, float]


@dataclass(frozen=True)
class Mixes:
    """Costs a year with the expected loss each leaves: the best at each cost, today's, the plan's, and others tried."""

    best: Sequence[Point]
    today: Point
    plan: Point | None = None
    others: Sequence[Point] = ()
    budget: float | None = None
    plan_name: str = "Your plan"


def frontier(mixes: Mixes, *, currency: str | None) -> Json:
    """The expected loss left against the cost of the plan: ○ today, ◆ the plan, what lies over the budget shaded."""
    everything = [*mixes.best, *mixes.others, mixes.today, *([mixes.plan] if mixes.plan else [])]
    most = max(cost for cost, _ in everything)
    top = max(left for _, left in everything)
    traces = [_others(mixes.others[:MOST_OTHER_MIXES]), _best(mixes.best, currency), _today(mixes.today)]
    today = f"Today {words.short_money(mixes.today[1], currency)}"
    notes = [
        look.axis_title("Expected loss left a year"),
        look.note(*mixes.today, today, xshift=8, yshift=5, font=look.bold("ember-ink")),
    ]
    layout: Json = {
        "hovermode": "closest",
        "margin": {"l": 52, "r": 16, "t": 32, "b": 46},
        "xaxis": {
            **look.money_axis(most, currency),
            "range": [-0.03 * most, most * 1.04],
            "title": {"text": "Cost of the plan a year", "font": {"size": 12}, "standoff": 8},
        },
        "yaxis": look.money_axis(top * 1.05, currency),
    }
    if mixes.budget is not None and mixes.budget < most:
        area = {"type": "rect", "x0": mixes.budget, "x1": most * 1.04, "yref": "paper", "y0": 0, "y1": 1}
        layout["shapes"] = [area | {"fillcolor": token("inset"), "line": {"width": 0}, "layer": "below"}]
        notes.append(_budget_note(mixes.budget, most, currency))
    narrow_notes = list(notes)
    if mixes.plan:
        traces.append(_plan(mixes.plan))
        cost, left = (words.short_money(value, currency) for value in mixes.plan)
        notes.append(_plan_note(mixes.plan, most, f"{mixes.plan_name}: {left} left for {cost}"))
        narrow_notes.append(_plan_note(mixes.plan, most, f"{mixes.plan_name} {left}"))
    made = look.figure(traces, {**layout, "annotations": notes})
    return look.as_json(made, {"annotations": narrow_notes})


def mix(channels: Sequence[tuple[str, float, float]]) -> Json:
    """Each channel's share of sales in per cent, ○ today and ● target, the largest change on top."""
    shown = sorted(channels, key=lambda channel: abs(channel[2] - channel[1]))
    names = [look.plain(name) for name, *_ in shown]
    top = max(max(today, target) for _, today, target in shown)
    values = look.ticks(top)
    ring = {"size": 11, "color": token("surface"), "line": {"color": token("ember"), "width": 2.25}}
    dots = {"y": names, "mode": "markers", "hoverinfo": "skip"}
    layout = {
        "hovermode": False,
        "margin": {"l": look.label_width(names), "r": 24, "t": 26, "b": 8, "pad": 2},
        "xaxis": {
            "range": [-0.12 * top, 1.15 * top],
            "tickvals": values,
            "ticktext": [f"{value:g}%" for value in values],
            "side": "top",
            "showline": False,
            "ticks": "",
            "showgrid": True,
        },
        "yaxis": {**look.name_axis(names), "range": [-0.6, len(names) - 0.4]},
        "shapes": [_change(row, today, target) for row, (_, today, target) in enumerate(shown)],
        "annotations": [note for row, (_, today, target) in enumerate(shown) for note in _shares(row, today, target)],
    }
    traces = [
        go.Scatter(x=[today for _, today, _ in shown], marker=ring, **dots),
        go.Scatter(x=[target for *_, target in shown], marker={"size": 11, "color": token("brand")}, **dots),
    ]
    return look.as_json(look.figure(traces, layout))


def _others(points: Sequence[Point]) -> go.Scatter:
    marker = {"size": 5, "color": token("c-muted"), "opacity": 0.45}
    costs, left = [cost for cost, _ in points], [rest for _, rest in points]
    return go.Scatter(x=costs, y=left, mode="markers", marker=marker, hoverinfo="skip")


def _best(points: Sequence[Point], currency: str | None) -> go.Scatter:
    ordered = sorted(points)
    return go.Scatter(
        x=[cost for cost, _ in ordered],
        y=[left for _, left in ordered],
        mode="lines+markers",
        line={"color": token("brand"), "width": 2, "shape": "hv"},
        marker={"size": 5, "color": token("brand")},
        customdata=[[words.short_money(value, currency) for value in point] for point in ordered],
        hovertemplate="%{customdata[0]} a year leaves %{customdata[1]}<extra></extra>",
    )


def _today(point: Point) -> go.Scatter:
    marker = {"size": 11, "color": token("surface"), "line": {"color": token("ember"), "width": 2.5}}
    return go.Scatter(x=[point[0]], y=[point[1]], mode="markers", marker=marker, hoverinfo="skip")


def _plan(point: Point) -> go.Scatter:
    line = {"color": token("surface"), "width": 2}
    marker = {"size": 13, "symbol": "diamond", "color": token("brand"), "line": line}
    return go.Scatter(x=[point[0]], y=[point[1]], mode="markers", marker=marker, hoverinfo="skip")


def _plan_note(point: Point, most: float, text: str) -> Json:
    """The plan's name under the line of the best mixes, where there is room: from the left edge, or up to the plan."""
    is_far = point[0] > 0.5 * most
    place, side = (point[0], {"xanchor": "right", "xshift": -4}) if is_far else (0.0, {"xshift": 6})
    # near the left edge the line goes on falling under the name
    below = -9 if is_far else -24
    return look.note(place, point[1], text, **side, yanchor="top", yshift=below, font=look.bold("brand"))


def _budget_note(budget: float, most: float, currency: str | None) -> Json:
    """What lies over the budget, at its edge or, where today's name stands in the way, at the far end."""
    text = f"Over your {words.short_money(budget, currency)} budget"
    muted = {"size": 12, "color": token("ink-2")}
    is_far = budget > 0.5 * most
    place, side = (
        (budget, {"xanchor": "left", "xshift": 6}) if is_far else (1.04 * most, {"xanchor": "right", "xshift": -6})
    )
    return look.note(place, 1, text, yref="paper", **side, yanchor="top", font=muted)


def _change(row: int, today: float, target: float) -> Json:
    line = {"color": token("brand" if target > today else "c-muted"), "width": 3}
    return {"type": "line", "x0": today, "x1": target, "y0": row, "y1": row, "layer": "below", "line": line}


def _shares(row: int, today: float, target: float) -> list[Json]:
    is_up = target >= today
    left: Json = {"xanchor": "right", "xshift": -10, "yanchor": "middle"}
    right: Json = {"xanchor": "left", "xshift": 10, "yanchor": "middle"}
    muted = {"size": 12, "color": token("ink-2")}
    notes = [look.note(today, row, f"{today:.0f}%", font=muted, **(left if is_up else right))]
    if today != target:
        notes.append(look.note(target, row, f"{target:.0f}%", font=look.bold("ink"), **(right if is_up else left)))
    return notes
