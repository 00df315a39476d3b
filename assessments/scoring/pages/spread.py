"""Where to spread: the best mix of channels in a sentence and a table, how sure it is, and what it rests on."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from assessments.scoring.pages.links import Links
from assessments.scoring.pages.spread_chart import spread_card
from assessments.scoring.pages.spread_form import ChannelFields, Form, form_of
from assessments.scoring.pages.spread_grounds import grounds
from assessments.scoring.pages.spread_words import counted_points, named, points, whose
from assessments.scoring.pages.trial_lines import Line, money_line, printed
from assessments.scoring.pages.what_if import Field, Told
from assessments.scoring.pages.wording import NOTHING, amount, unit_of
from assessments.scoring.trials.joint import failing
from assessments.scoring.trials.places import LEAST_POINTS, Places, places_of
from assessments.scoring.trials.present import Present
from assessments.scoring.trials.spread_settings import asked_of
from assessments.scoring.trials.spreading import LEVEL, TENTHS, TRIFLE, Spread, spread_of
from assessments.ui import words
from assessments.ui.cards import ChartCard, EmptyState
from assessments.ui.spreadsheet import as_csv

WORST = "the worst year in twenty"
ALIKE = 0.25
"""Part of what is moved that goes to one channel or to another, by the years that are drawn, where these are much alike."""
FEW = 2
"""So many channels are named in the first sentence; more follow after it."""


@dataclass(frozen=True)
class Row:
    """A channel in the mix: its points today and at best, as numbers for the bars and as they are printed."""

    name: str
    owner: str
    today: float
    best: float
    today_text: str
    best_text: str
    change: str
    redrawn: str
    worth: str


@dataclass(frozen=True)
class Answer:
    """The best mix under what is assumed."""

    told: Told
    year: str
    rows: tuple[Row, ...]
    most: float
    lines: tuple[Line, ...]
    sure: tuple[str, ...]
    trade: tuple[tuple[str, str, str], ...]
    card: ChartCard | None


@dataclass(frozen=True)
class SpreadPage:
    """Everything the page shows: an answer, or what cannot be used, or why there is nothing to work out (`empty`).

    `query` holds only what differs from how it is at first.
    """

    empty: EmptyState | None = None
    form: Form | None = None
    answer: Answer | None = None
    grounds: tuple[str, ...] = ()
    point: str = ""
    query: str = ""

    @property
    def mistakes(self) -> tuple[tuple[str, Field], ...]:
        """What cannot be used, each with the channel it was typed for."""
        return self.form.mistakes if self.form else ()

    @property
    def channels(self) -> tuple[ChannelFields, ...]:
        """The channels with what can be set for each."""
        return self.form.channels if self.form else ()


def spread_page(present: Present, links: Links, raw: Mapping[str, str]) -> SpreadPage:
    """The page for what was asked."""
    places = places_of(present.statement)
    empty = _nothing_to_spread(present, places, links)
    if places is None or empty is not None:
        return SpreadPage(empty=empty)
    asked = asked_of(places, raw)
    form = form_of(places, asked)
    point = amount(failing(present, places).unit, present.currency)
    if asked.entered.mistakes:
        return SpreadPage(form=form, point=point)
    spread = spread_of(present, places, asked.assumptions)
    query = f"?{urlencode(asked.changed)}" if asked.changed else ""
    answer = answer_of(present, spread, links.page("spread_table") + query)
    return SpreadPage(None, form, answer, tuple(grounds(present, places, asked.assumptions)), point, query)


def spread_csv(present: Present, raw: Mapping[str, str]) -> str | None:
    """The mixes of the chart as a file (RFC 4180): raw numbers, units in the headings; None where there are none."""
    places = places_of(present.statement)
    if places is None or _nothing_to_spread(present, places, Links("")) is not None:
        return None
    asked = asked_of(places, raw)
    if asked.entered.mistakes:
        return None
    spread = spread_of(present, places, asked.assumptions)
    money = unit_of(present.currency)
    headings = ["Moved (points)", f"Missing in {WORST} ({money})", f"Missing in an average year ({money})"]
    rows = [
        (spread.today[0] - mix.amounts[0], spread.missing(mix.worst_mean), spread.missing(mix.mean), *mix.amounts)
        for mix in (spread.now, *spread.steps[1:])
    ]
    return as_csv([[*headings, *(f"{place.label} (points)" for place in spread.places)], *rows])


# ------------------------------------------------------------------------------------------------ nothing to work out
def _nothing_to_spread(present: Present, places: Places | None, links: Links) -> EmptyState | None:
    """Why there is nothing to spread, with what helps instead; None where there is."""
    address = links.page if links.organisation else (lambda _name: "")
    if places is None:
        return EmptyState(
            "What depends on TikTok here comes through clients, systems or goods in your hands and through no channel of "
            "your own, so there is nothing to spread. What lowers a loss here is an alternative for each activity.",
            "See which activity lacks one",
            address("functions"),
        )
    if not present.statement.organisation.earns_income:
        return EmptyState(
            "What depends on TikTok here is no income, so there are no amounts to spread over channels. How long each "
            "activity can stop, and what carries it then, stands by activity.",
            "See the activities",
            address("functions"),
        )
    if places.tiktok.today < LEAST_POINTS:
        where = links.question("MON-02") if links.organisation else ""
        return EmptyState("By your answers TikTok carries none of your income.", "Check that answer", where)
    if float(failing(present, places).loss("tiktok", "same").tail_mean(LEVEL)) < NOTHING:
        return EmptyState(
            "With the alternatives you have, no failure of TikTok would cost you income, so spreading could not lower it.",
            "Try what would",
            address("what_if"),
        )
    return None


# --------------------------------------------------------------------------------------------------------- the answer
def answer_of(present: Present, spread: Spread, csv_url: str) -> Answer:
    """The best mix in words."""
    currency = present.currency
    now, best = spread.now, spread.best
    worst, average = (
        (spread.missing(now.worst_mean), spread.missing(best.worst_mean)),
        (spread.missing(now.mean), spread.missing(best.mean)),
    )
    return Answer(
        told=_told(present, spread),
        year=_year(present, spread),
        rows=tuple(_rows(present, spread)),
        most=float(max(spread.today.max(), best.amounts.max())),
        lines=(
            money_line("Missing in the worst year in twenty", *worst, currency),
            money_line("Missing in an average year", *average, currency),
        ),
        sure=tuple(_sure(present, spread)),
        trade=tuple(_trade(present, spread)),
        card=spread_card(present, spread, csv_url) if spread.steps else None,
    )


def _told(present: Present, spread: Spread) -> Told:
    """The answer as a sentence with one coloured amount."""
    before, after = (amount(spread.missing(mix.worst_mean), present.currency) for mix in (spread.now, spread.best))
    if spread.room < LEAST_POINTS:
        return Told(
            f"As it is set, no channel may take on anything: tick one below. As things are, {WORST} leaves ",
            before,
            " missing.",
        )
    if spread.most_moved < LEAST_POINTS:
        return Told(
            f"As it is set, nothing can be moved in a year. As things are, {WORST} leaves ", before, " missing."
        )
    if _can_move(spread) < 1 / TENTHS:
        said = "As it is set, less than 0.1 points can be moved in a year, too little to be shown here."
        return Told(f"{said} As things are, {WORST} leaves ", before, " missing.")
    if spread.moved < LEAST_POINTS or before == after:
        said = "Moving nothing is best as this is set: no other mix would bring what is missing in"
        return Told(f"{said} {WORST} below ", before, ".")
    carried = counted_points(float(spread.today[0]))
    part = "all" if points(spread.moved) == points(float(spread.today[0])) else f"{points(spread.moved)} of the"
    total = f"Moving {part} {carried} that TikTok carries"
    taking = _taking(spread)
    where = "" if len(taking) > FEW else f", {words.listed(taking)},"
    if len(taking) == 1:
        where = taking[0].removeprefix(points(spread.moved))
    return Told(f"{total}{where} could bring what is missing in {WORST} from {before} down to ", after, ".")


def _can_move(spread: Spread) -> float:
    """Points that the channels have room for within a year's limit."""
    return min(spread.room, spread.most_moved)


def _taking(spread: Spread) -> list[str]:
    """What goes where, the most first: 7 to “Email list”."""
    gained = [float(more) for more in spread.best.amounts - spread.today]
    order = sorted(range(1, len(gained)), key=lambda n: -gained[n])
    return [f"{points(gained[n])} to {named(spread.places[n])}" for n in order if gained[n] >= LEAST_POINTS]


def _year(present: Present, spread: Spread) -> str:
    """Where the points go, if that is too long for the first sentence, and what they do to an average year."""
    if spread.moved < LEAST_POINTS:
        return ""
    taking = _taking(spread)
    where = f"Of these, {words.listed(taking)}. " if len(taking) > FEW else ""
    return f"{where}{_average(present, spread)} Both count on as much arriving there as is set below."


def _average(present: Present, spread: Spread) -> str:
    """What becomes of an average year, from the amounts as they are printed."""
    before, after = (printed(spread.missing(mix.mean), present.currency) for mix in (spread.now, spread.best))
    if abs(before - after) < NOTHING:
        return "An average year would bring the same."
    change = amount(abs(before - after), present.currency)
    return f"An average year would bring {words.about(change)}{change} {'more' if after < before else 'less'}."


def _rows(present: Present, spread: Spread) -> Iterator[Row]:
    is_left = spread.best.amounts[0] >= LEAST_POINTS
    open_to = {n for n, most in enumerate(spread.most) if n and is_left and most > spread.today[n] + 1e-9}
    for n, place in enumerate(spread.places):
        today, best = float(spread.today[n]), float(spread.best.amounts[n])
        worth = _signed(spread.worth(n), present.currency) if n in open_to else "–"
        yield Row(
            name=place.label,
            owner=whose(place),
            today=today,
            best=best,
            today_text=points(today) if place.is_stated else "0, not stated" if place.is_used else "0, not used",
            best_text=points(best),
            change=_change(best - today),
            redrawn=_between(*(float(end) for end in (spread.drawings[:, n].min(), spread.drawings[:, n].max()))),
            worth=worth,
        )


def _change(change: float) -> str:
    said = points(abs(change))
    return "–" if said == "0" else f"{'+' if change > 0 else '−'}{said}"


def _between(low: float, high: float) -> str:
    first, last = points(low), points(high)
    return first if first == last else f"{first} to {last}"


def _signed(more: float, currency: str | None) -> str:
    """What a point more changes in the worst years."""
    if abs(more) < NOTHING:
        return "nothing"
    said = words.short_money(abs(more), currency)
    return f"{said} {'less' if more > 0 else 'more'}"


def _sure(present: Present, spread: Spread) -> Iterator[str]:
    """How far the answer can be trusted: what is proven, and what changes when the years are drawn again."""
    if _can_move(spread) < LEAST_POINTS:
        yield "There is no other mix within these limits."
        return
    gap = amount(spread.gap, present.currency).removeprefix("under ")
    by = f" by more than {gap}" if spread.gap >= NOTHING else ""
    yield f"No other mix within your limits is better in {WORST}{by}. That is proven, not tried out."
    if spread.moved < LEAST_POINTS:
        return
    moved = spread.today[0] - spread.drawings[:, 0]
    behind = float(spread.behind.max())
    held = f"within {amount(behind, present.currency).removeprefix('under ')} of" if behind >= NOTHING else "as good as"
    yield (
        f"It is worked out on 4,096 years. With the years drawn again five times, the best mix moves "
        f"{_between(float(moved.min()), float(moved.max()))} points, and the one found first is {held} it each time."
    )
    if _is_open(spread):
        yield (
            "Some channels could take each other’s part at next to no difference: choose among them by what you can do best."
        )


def _is_open(spread: Spread) -> bool:
    """Whether it hardly matters which of several channels the points go to."""
    spans = spread.drawings[:, 1:].max(axis=0) - spread.drawings[:, 1:].min(axis=0)
    gain = spread.best.worst_mean - spread.now.worst_mean
    return bool((spans >= ALIKE * spread.moved).sum() > 1 and spread.behind.max() <= TRIFLE * gain)


def _trade(present: Present, spread: Spread) -> Iterator[tuple[str, str, str]]:
    """Mixes from the safest to the one of the best average year, where these differ in what is printed."""
    rows = [
        (
            points(float(spread.today[0] - mix.amounts[0])),
            words.short_money(max(spread.missing(mix.worst_mean), 0.0), present.currency),
            words.short_money(max(spread.missing(mix.mean), 0.0), present.currency),
        )
        for mix in spread.trade
    ]
    distinct = list(dict.fromkeys(rows))
    if len({row[2] for row in distinct}) > 1 and len({row[1] for row in distinct}) > 1:
        yield from distinct
