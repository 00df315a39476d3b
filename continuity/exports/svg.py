"""Charts as SVG for documents: lines with a band and a limit, exceedance curves, and bars; drawn from plain numbers."""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

from assessments.ui.words import hours, percent, short_amounts, short_money
from continuity.exports.palette import BAND, BAND_PLAN, LIGHT, SERIES
from continuity.plans.blocks import Kind
from continuity.plans.characters import printable
from continuity.plans.charts import Chart, Series
from continuity.plans.printed import printed

WIDTH, HEIGHT = 640.0, 250.0
LEFT, RIGHT, TOP, BOTTOM = 56.0, 132.0, 26.0, 36.0
BAR_HEIGHT, BAR_GAP, LABEL_WIDTH, VALUE_WIDTH = 18.0, 10.0, 200.0, 76.0
LABEL_LETTERS = 34
HOUR_TICKS = (1.0, 4.0, 8.0, 24.0, 72.0, 168.0, 336.0, 720.0, 2160.0, 8760.0)
STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
DASHES = ("", "", "9 4", "", "4 3", "1 4")
LINE_GAP = 13.0
MOST_SERIES = len(SERIES)
MOST_MARKERS = 12
FIRST_UNLIKE = 2
NEXT_TO_NOTHING = 1e-9


@dataclass(frozen=True, slots=True)
class Frame:
    """The plot area with its two scales."""

    x: Callable[[float], float]
    y: Callable[[float], float]
    x_ticks: tuple[float, ...]
    y_ticks: tuple[float, ...]


def svg(chart: Chart) -> str:
    """The chart as an SVG picture 640 units wide; the text alternative travels beside it, not inside."""
    parts, height = (_bars(chart), _bars_height(chart)) if chart.form == "bars" else (_lines(chart), HEIGHT)
    body = "".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_n(WIDTH)} {_n(height)}" '
        f'font-family="Public Sans" font-size="11" fill="{LIGHT["ink-2"]}">{body}</svg>'
    )


def _lines(chart: Chart) -> Iterator[str]:
    frame = _frame(chart)
    yield from _axes(chart, frame)
    shown, rest = chart.series[:MOST_SERIES], chart.series[MOST_SERIES:]
    for series in shown:
        yield from _band(series, frame)
    for series in rest:
        yield _path(_way(series, frame), LIGHT["c-muted"], 1.5)
    for index, series in _placed(shown):
        yield from _line(series, index, frame)
    yield from _limit(chart, frame)
    yield from _labels(shown, frame, len(rest))


def _frame(chart: Chart) -> Frame:
    points = [point for series in chart.series for point in series.points]
    xs = [point.x for point in points if point.x > 0]
    ys = [value for point in points for value in (point.y, point.high) if value is not None]
    if chart.form == "exceedance":
        xs += [chart.limit] if chart.limit and chart.limit > 0 else []
    else:
        ys += [chart.limit] if chart.limit else []
    y_ticks = _round_ticks(max([*ys, 0.0]))
    low, high = (min(xs), max(xs)) if xs else (1.0, 10.0)
    if low == high:
        low, high = low / 2, high * 2
    x_ticks = _money_ticks(low, high) if chart.form == "exceedance" else _hour_ticks(low, high)
    span = math.log(high / low)
    return Frame(
        x=lambda value: LEFT + (WIDTH - LEFT - RIGHT) * math.log(max(value, low) / low) / span,
        y=lambda value: HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * value / y_ticks[-1],
        x_ticks=x_ticks,
        y_ticks=y_ticks,
    )


def _round_ticks(top: float) -> tuple[float, ...]:
    """Four to six round ticks from zero to at least `top`.

    >>> _round_ticks(83_000)
    (0.0, 20000.0, 40000.0, 60000.0, 80000.0, 100000.0)
    """
    if top < NEXT_TO_NOTHING:
        return (0.0, 1.0)
    size = 10.0 ** math.floor(math.log10(top / 4))
    step = next(size * factor for factor in STEPS if size * factor * 5 >= top)
    return tuple(step * count for count in range(math.ceil(top / step - 1e-9) + 1))


def _hour_ticks(low: float, high: float) -> tuple[float, ...]:
    return tuple(tick for tick in HOUR_TICKS if low * 0.999 <= tick <= high * 1.001) or (low, high)


def _money_ticks(low: float, high: float) -> tuple[float, ...]:
    decades = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    for factors in ((1, 3), (1,), (1, 2, 5)):
        ticks = tuple(f * 10.0**d for d in decades for f in factors if low * 0.999 <= f * 10.0**d <= high * 1.001)
        if 3 <= len(ticks) <= 7:
            return ticks
    return (low, high)


def _axes(chart: Chart, frame: Frame) -> Iterator[str]:
    bottom = HEIGHT - BOTTOM
    kind: Kind = "percent" if chart.form == "exceedance" else chart.kind
    scale = 100 if chart.form == "exceedance" else 1
    yield _text(0, 12, chart.y_label, fill=LIGHT["ink-2"])
    labels = _ticks([tick * scale for tick in frame.y_ticks], kind, chart.currency)
    for tick, said in zip(frame.y_ticks, labels, strict=True):
        y = frame.y(tick)
        yield _path(f"M{_n(LEFT)} {_n(y)}H{_n(WIDTH - RIGHT)}", LIGHT["grid"], 1)
        yield _text(LEFT - 7, y + 4, said, anchor="end")
    last_label_end = -math.inf
    lengths = [hours(tick) for tick in frame.x_ticks]
    labels = short_amounts(frame.x_ticks, chart.currency) if chart.form == "exceedance" else lengths
    for tick, label in zip(frame.x_ticks, labels, strict=True):
        x = frame.x(tick)
        half = len(label) * 3.1
        yield _path(f"M{_n(x)} {_n(TOP)}V{_n(bottom)}", LIGHT["grid"], 1)
        if x - half > last_label_end + 4:
            yield _text(x, bottom + 15, label, anchor="middle")
            last_label_end = x + half
    yield _path(f"M{_n(LEFT)} {_n(bottom)}H{_n(WIDTH - RIGHT)}", LIGHT["axis"], 1)
    yield _text(LEFT, bottom + 31, f"{chart.x_label} (log scale)", fill=LIGHT["ink-3"])


def _ticks(values: Sequence[float], kind: Kind, currency: str) -> list[str]:
    if kind == "money":
        return short_amounts(values, currency)
    if kind == "percent":
        return [f"{value:g}%" if value < 1 else percent(value) for value in values]
    return [printed(value, kind) for value in values]


def _band(series: Series, frame: Frame) -> Iterator[str]:
    edged = [(p.x, p.low, p.high) for p in series.points if p.low is not None and p.high is not None]
    if len(edged) > 1:
        upper = [f"{_n(frame.x(x))} {_n(frame.y(high))}" for x, _, high in edged]
        lower = [f"{_n(frame.x(x))} {_n(frame.y(low))}" for x, low, _ in reversed(edged)]
        colour, opacity = BAND_PLAN if series.tone == "plan" else BAND
        yield f'<path d="M{"L".join([*upper, *lower])}Z" fill="{colour}" fill-opacity="{opacity}"/>'


def _line(series: Series, index: int, frame: Frame) -> Iterator[str]:
    colour, dash = _look(series, index)
    yield _path(_way(series, frame), colour, 2.25, dash)
    if len(series.points) <= MOST_MARKERS:
        yield from (_marker(frame.x(point.x), frame.y(point.y), index, colour) for point in series.points)


def _way(series: Series, frame: Frame) -> str:
    return "M" + "L".join(f"{_n(frame.x(point.x))} {_n(frame.y(point.y))}" for point in series.points)


def _placed(shown: Sequence[Series]) -> list[tuple[int, Series]]:
    """Each line with its place in the order of colours; beside "now" or "plan" the first two are left out, being alike."""
    if all(series.tone == "series" for series in shown):
        return list(enumerate(shown))
    places = iter(range(FIRST_UNLIKE, FIRST_UNLIKE + len(shown)))
    return [(0 if series.tone != "series" else next(places) % MOST_SERIES, series) for series in shown]


def _look(series: Series, index: int) -> tuple[str, str]:
    if series.tone == "now":
        return LIGHT["ember"], ""
    if series.tone == "plan":
        return LIGHT["brand"], "6 4"
    return SERIES[index], DASHES[index]


def _marker(x: float, y: float, index: int, colour: str) -> str:
    shape = index % 4
    if shape == 0:
        return f'<circle cx="{_n(x)}" cy="{_n(y)}" r="3" fill="{colour}"/>'
    outline = {
        1: ((-3, -3), (3, -3), (3, 3), (-3, 3)),
        2: ((0, -4), (4, 0), (0, 4), (-4, 0)),
        3: ((0, -4), (4, 3), (-4, 3)),
    }[shape]
    return f'<path d="M{"L".join(f"{_n(x + dx)} {_n(y + dy)}" for dx, dy in outline)}Z" fill="{colour}"/>'


def _limit(chart: Chart, frame: Frame) -> Iterator[str]:
    if chart.limit is None:
        return
    if chart.form == "exceedance":
        x = frame.x(chart.limit)
        yield _path(f"M{_n(x)} {_n(TOP - 6)}V{_n(HEIGHT - BOTTOM)}", LIGHT["ink"], 1.2, "4 3")
        yield _text(x + 5, TOP + 2, chart.limit_label, fill=LIGHT["ink"])
    else:
        y = frame.y(chart.limit)
        yield _path(f"M{_n(LEFT)} {_n(y)}H{_n(WIDTH - RIGHT)}", LIGHT["ink"], 1.2, "4 3")
        yield _text(LEFT + 4, y - 5, chart.limit_label, fill=LIGHT["ink"])


def _labels(shown: Sequence[Series], frame: Frame, others: int) -> Iterator[str]:
    """Names at the ends of the lines, moved apart so that none covers another."""
    ends = sorted(
        (frame.y(series.points[-1].y), frame.x(series.points[-1].x), index, series) for index, series in _placed(shown)
    )
    at = [y for y, *_ in ends]
    for _ in range(len(at)):
        for upper, lower in pairwise(range(len(at))):
            at[lower] = max(at[lower], at[upper] + LINE_GAP)
    overflow = max(0.0, at[-1] - (HEIGHT - BOTTOM)) if at else 0.0
    for y, (_, x, index, series) in zip(at, ends, strict=True):
        colour, _ = _look(series, index)
        yield _text(x + 8, y + 4 - overflow, _short(series.label, 21), fill=colour, weight=600)
    if others:
        yield _text(WIDTH - RIGHT + 8, TOP - 8, f"and {others} others, in grey", fill=LIGHT["ink-3"])


def _bars_height(chart: Chart) -> float:
    return TOP + len(chart.bars) * (BAR_HEIGHT + BAR_GAP)


def _bars(chart: Chart) -> Iterator[str]:
    top = max([bar.value for bar in chart.bars] + [bar.target or 0.0 for bar in chart.bars] + [0.0]) or 1.0
    room = WIDTH - LABEL_WIDTH - VALUE_WIDTH
    yield _text(0, 12, chart.y_label)
    for row, bar in enumerate(chart.bars):
        y = TOP + row * (BAR_HEIGHT + BAR_GAP)
        width = max(0.0, bar.value) / top * room
        yield _text(LABEL_WIDTH - 10, y + 13, _short(bar.label, LABEL_LETTERS), anchor="end", fill=LIGHT["ink"])
        yield _rect(LABEL_WIDTH, y, room, LIGHT["inset"])
        yield _rect(LABEL_WIDTH, y, width, LIGHT["ember"])
        value = short_money(bar.value, chart.currency) if chart.kind == "money" else printed(bar.value, chart.kind)
        yield _text(LABEL_WIDTH + room + 8, y + 13, value, fill=LIGHT["ink"], weight=600)
        if bar.target is not None:
            x = LABEL_WIDTH + bar.target / top * room
            yield _path(f"M{_n(x)} {_n(y - 3)}V{_n(y + BAR_HEIGHT + 3)}", LIGHT["brand"], 2.5)


def _rect(x: float, y: float, width: float, fill: str) -> str:
    return f'<rect x="{_n(x)}" y="{_n(y)}" width="{_n(width)}" height="{_n(BAR_HEIGHT)}" rx="2" fill="{fill}"/>'


def _path(way: str, stroke: str, width: float, dash: str = "") -> str:
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return f'<path d="{way}" fill="none" stroke="{stroke}" stroke-width="{width}" stroke-linejoin="round"{dashed}/>'


def _text(x: float, y: float, text: str, *, anchor: str = "start", fill: str = "", weight: int = 400) -> str:
    colour = f' fill="{fill}"' if fill else ""
    bold = f' font-weight="{weight}"' if weight != 400 else ""
    words = escape(" ".join(printable(text).split()))
    return f'<text x="{_n(x)}" y="{_n(y)}" text-anchor="{anchor}"{colour}{bold}>{words}</text>'


def _short(text: str, letters: int) -> str:
    """The text, cut with an ellipsis where the room ends; the table beside the chart has it in full."""
    return text if len(text) <= letters else text[: letters - 1].rstrip() + "…"


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
