"""What an outage here would take from other industries: in words, as an order of magnitude, with its table."""

from dataclasses import dataclass
from math import floor, log10

from assessments.scoring.pages.result import Part, Result
from assessments.scoring.pages.tables import Column, Table
from assessments.scoring.pages.wording import NOTHING, Figure
from assessments.scoring.sectors import ADAPTS_IN_D
from assessments.ui import words
from assessments.ui.cards import DataTable

MOST_NAMED = 3
WEEK_D = 7
PATH = "ripple"


@dataclass(frozen=True)
class RippleCard:
    """The order of magnitude in a sentence, what it rests on, and by industry."""

    before: str
    figure: Figure
    after: str
    rests_on: str
    table: DataTable


def ripple_card(result: Result) -> RippleCard | None:
    """The ripple of a week without income through TikTok; None where that income or the sectors are not known."""
    found, lost = ripple_of(result), week_of_income(result)
    if found is None or lost < NOTHING:
        return None
    named = words.listed([f"“{name}”" for name, _ in found["each"][:MOST_NAMED]])
    return RippleCard(
        before=f"If the income of a week through TikTok ({result.money(lost)}) never came, other firms would make in the order of ",
        figure=Figure(result.money(magnitude(found["all"] * lost)), PATH),
        after=f" less in the end, first of all in {named}.",
        rests_on=_rests_on(found),
        table=ripple_table(result).shown(result),
    )


def ripple_of(result: Result) -> Part | None:
    """The ripple of the organisation's line of business, as it was calculated with the results."""
    found: Part | None = result.background.get("ripple")
    return found


def week_of_income(result: Result) -> float:
    """Income paid through TikTok in a week; 0 where it is not known."""
    direct = result.data["at_stake"]["direct"]
    return float(direct["day"]) * WEEK_D if isinstance(direct, dict) and "day" in direct else 0.0


def magnitude(amount: float) -> float:
    """The amount to one significant figure: an order of magnitude is no more than that."""
    return 0.0 if amount <= 0 else round(amount, -floor(log10(amount)))


def _rests_on(found: Part) -> str:
    """What the figure rests on, and why it is an order of magnitude and no more."""
    span = f"{100 * found['low']:.0f} to {100 * found['high']:.0f}"
    if f"{100 * found['low']:.0f}" == f"{100 * found['high']:.0f}":
        span = f"{100 * found['all']:.0f}"
    return (
        f"For each 100 that firms in your line of business do not sell, others make {span} less, by the statistics of the "
        f"United States for 2023 ({words.listed(found['sectors'])}). In that calculation prices stay and nobody finds other "
        f"customers, so it is an upper bound. About {words.percent(100 * found['in_a_week'])} of it would show in the week "
        f"itself, and all would be back about {round(found['back_d'])} days later, if an industry needs {ADAPTS_IN_D:.0f} days to adapt. "
        "It is no loss of yours and is part of no other figure."
    )


def ripple_table(result: Result) -> Table:
    """By industry what a week takes, for the page and for a file."""
    found, lost = ripple_of(result), week_of_income(result)
    rows = () if found is None else tuple((name, 100 * each, magnitude(each * lost)) for name, each in found["each"])
    columns = (
        Column("Industry"),
        Column("Less made for each 100 not sold", "number"),
        Column("In the end, order of magnitude", "money"),
    )
    return Table("ripple", "What other industries would not make", columns, rows)
