"""How bad a year could get: the chance of losing more than each amount, now and with the plan."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log10

import plotly.graph_objects as go

from assessments.ui import words
from assessments.ui.figures import layout as look
from assessments.ui.figures.layout import Json, token

LIMIT_TOP = 0.9


@dataclass(frozen=True)
class Exceedance:
    """Losses in a year, rising, and the chance of losing more than each (0 to 1)."""

    losses: Sequence[float]
    chances: Sequence[float]

    def at(self, loss: float) -> float:
        """The chance of losing more than `loss`."""
        return next((chance for other, chance in zip(self.losses, self.chances, strict=True) if other >= loss), 0.0)

    def where(self, chance: float) -> float:
        """The first loss that is passed with no more than this chance."""
        pairs = zip(self.losses, self.chances, strict=True)
        return next((loss for loss, other in pairs if other <= chance), self.losses[-1])


@dataclass(frozen=True)
class _Curve:
    curve: Exceedance
    name: str
    colour: str
    ink: str
    dash: str
    symbol: str
    tail: str
    is_upper: bool


def exceedance(
    now: Exceedance,
    *,
    currency: str | None,
    plan: Exceedance | None = None,
    bare: Exceedance | None = None,
    limit: float | None = None,
    limit_name: str = "Your limit",
) -> Json:
    """The chance of losing more than each amount in a year, read at the limit: now solid, beside it planned or bare.

    `plan` is the year with the plan, below now; `bare` the year with nothing in place, above it.
    """
    curves = [_Curve(now, "Now", "ember", "ember-ink", "solid", "circle", "now", bare is None)]
    if bare is not None:
        curves.insert(0, _Curve(bare, "Nothing in place", "c-muted", "ink-2", "2px,3px", "square", "without", True))
    if plan is not None:
        curves.append(_Curve(plan, "With the plan", "brand", "brand", "9px,4px", "diamond", "after", False))
    top = max(max(one.curve.chances) for one in curves)
    low, high = _span(now, limit)
    notes = [look.axis_title("Chance of losing more than this", 36)]
    notes += [_name(one, low, (0.62 if one.is_upper else 0.5) * top) for one in curves]
    traces = [_line(one, currency) for one in curves]
    shapes: list[Json] = []
    if limit is not None:
        text = f"{limit_name} {words.short_money(limit, currency)}"
        shapes.append(look.limit_line(limit, "upright", until=LIMIT_TOP))
        notes.append(look.note(log10(limit), LIMIT_TOP, text, yref="paper", xanchor="center", yshift=1))
        traces += [look.point(limit, one.curve.at(limit), one.symbol, one.colour) for one in curves]
        notes += [_leader(one, limit, row, is_left=limit > high / 4) for row, one in enumerate(curves)]
    layout = {
        "margin": {"l": 44, "r": 16, "t": 32, "b": 48},
        "xaxis": _loss_axis(low, high, currency),
        "yaxis": _chance_axis(top),
        "annotations": notes,
        "shapes": shapes,
    }
    return look.as_json(look.figure(traces, layout))


def _span(now: Exceedance, limit: float | None) -> tuple[float, float]:
    """The smallest and largest loss shown: from where the curve begins to fall to where it has run out."""
    high = max(now.where(0.002), (limit or 0) * 1.5)
    low = max(now.where(0.97 * now.chances[0]), high / 1000, 1.0)
    return min(low, (limit or high) / 3), high


def _line(one: _Curve, currency: str | None) -> go.Scatter:
    shown = [(loss, chance) for loss, chance in zip(one.curve.losses, one.curve.chances, strict=True) if loss > 0]
    texts = [f"{words.chance(chance)} {one.name.lower()}" for _, chance in shown]
    return go.Scatter(
        x=[loss for loss, _ in shown],
        y=[chance for _, chance in shown],
        mode="lines",
        name=one.name,
        line={"color": token(one.colour), "width": 2.5, "dash": one.dash},
        customdata=texts,
        hovertemplate="%{customdata}<extra></extra>",
    )


def _name(one: _Curve, low: float, chance: float) -> Json:
    """The curve's name beside it: right of the higher one, left below the lower one."""
    right = {"xanchor": "left", "xshift": 8, "yshift": 2}
    left = {"xanchor": "right", "yanchor": "top", "xshift": -6, "yshift": -2}
    place = max(one.curve.where(chance), low)
    return look.note(log10(place), chance, one.name, font=look.bold(one.ink), **(right if one.is_upper else left))


def _leader(one: _Curve, limit: float, row: int, *, is_left: bool) -> Json:
    """The chance at the limit, at the end of a thin line, on the side where there is room."""
    chance = one.curve.at(limit)
    text = f"{words.chance(chance)} {one.tail}"
    return look.note(
        log10(limit),
        chance,
        text,
        showarrow=True,
        ax=-28 if is_left else 24,
        ay=-62 + 24 * row,
        arrowhead=0,
        arrowwidth=1,
        arrowcolor=token(one.ink),
        standoff=6,
        xanchor="right" if is_left else "left",
        yanchor="middle",
        font=look.bold(one.ink),
    )


def _loss_axis(low: float, high: float, currency: str | None) -> Json:
    values = look.log_ticks(low, high)
    return {
        "type": "log",
        "range": [log10(low), log10(high)],
        "tickvals": values,
        "ticktext": words.short_amounts(values, currency),
        "title": {"text": "Loss in a year", "font": {"size": 12}, "standoff": 6},
        "showgrid": True,
    }


def _chance_axis(top: float) -> Json:
    shares = look.ticks(top)
    return {
        "range": [0, look.reach(top, shares)],
        "tickvals": shares,
        "ticktext": [f"{100 * share:g}%" for share in shares],
    }
