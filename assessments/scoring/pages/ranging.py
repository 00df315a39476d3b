"""What the range of the expected yearly loss is made of, in a sentence and as a table with bars."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from assessments.scoring.cases import Variation
from assessments.scoring.doubt import Doubt, expected_totals
from assessments.scoring.pages.links import Links
from assessments.scoring.pages.result import Result
from assessments.scoring.pages.sureness import question_of
from assessments.scoring.pages.wording import NOTHING, capitalised, unit_of
from assessments.scoring.trials.present import Present
from assessments.scoring.trials.ranging import Cause, Ranging, ranging_of
from assessments.ui import words
from assessments.ui.cards import EmptyState
from assessments.ui.spreadsheet import as_csv

LEAST = 0.01
"""What causes less than this part, alone and with others, is shown together."""
MOST_NAMED = 3
ENOUGH = 2 / 3
"""Once what is named causes so much of the range, no more is named in the sentence."""
WORTH_NAMING = 0.1
NOT_KNOWING = {
    "income": "what your yearly income is",
    "direct": "how much of your income is paid through TikTok",
    "influenced": "how much of your income is found through TikTok",
    "margin": "what your margin is",
    "recapture": "how many sales are only late",
    "cost": "which costs go on",
    "credits": "what contracts make you pay",
    "dependency": "how much of your output stops",
    "output": "how much your alternatives reach",
    "switching": "how soon your alternatives deliver",
    "lengths": "how long events last",
    "rate.short_outage": "how often all of TikTok is down for hours",
    "rate.regional_outage": "how often TikTok is down in one country",
    "rate.partial_degradation": "how often parts of TikTok break",
    "rate.cascading_outage": "how often a chain of failures lasts for days",
    "rate.third_party_failure": "how often a tool between you and TikTok fails",
    "rate.api_change": "how often TikTok changes technical rules",
    "rate.account_loss": "how often an account is lost",
    "rate.policy_change": "how often TikTok changes its rules",
    "rate.market_ban": "how often TikTok is banned in a market",
}
"""What is not known exactly, as it follows on "not knowing"."""
FRACTIONS = (
    (0.1, "a tenth", "comes"),
    (0.2, "a fifth", "comes"),
    (0.25, "a quarter", "comes"),
    (1 / 3, "a third", "comes"),
    (0.4, "two fifths", "come"),
    (0.5, "half", "comes"),
    (0.6, "three fifths", "come"),
    (2 / 3, "two thirds", "come"),
    (0.75, "three quarters", "come"),
    (0.8, "four fifths", "come"),
    (0.9, "nine tenths", "come"),
)
NEARLY_ALL = 0.95


@dataclass(frozen=True)
class Row:
    """One thing, or several taken together: the part of the range it causes, alone (0-1 as a bar) and with others."""

    label: str
    url: str
    about: str
    alone: float
    alone_text: str
    error_text: str
    total_text: str


@dataclass(frozen=True)
class RangingPage:
    """What the range is made of; `empty` says why there is none."""

    empty: EmptyState | None = None
    sentence: str = ""
    rows: tuple[Row, ...] = ()
    rest: tuple[str, ...] = ()
    made: tuple[str, ...] = ()

    @property
    def has_answers(self) -> bool:
        """Whether any of it is an answer of theirs."""
        return any(row.url for row in self.rows)


def ranging_page(present: Present, links: Links) -> RangingPage:
    """What the range of the present answers is made of."""
    found = ranging_of(present)
    if found is None:
        return RangingPage(empty=_no_range(present, links))
    shown, rest = _split(found)
    return RangingPage(
        sentence=_sentence(found.causes),
        rows=tuple(_rows(found, shown, rest, links)),
        rest=tuple(doubt.label for cause in rest for doubt in cause.doubts),
        made=tuple(_made(found)),
    )


def expected_range(result: Result) -> str:
    """The range of an average year in the results that are shown everywhere."""
    low, high = result.data["losses"]["expected_annual_range"]
    if high < NOTHING:
        return "no money"
    return words.money_range(low if low >= NOTHING else 0.0, high, result.currency)


def ranging_csv(present: Present) -> str | None:
    """Every part as a file (RFC 4180), shares from 0 to 1; None where there is no range."""
    found = ranging_of(present)
    if found is None:
        return None
    headings = [
        "What is not known exactly",
        "Part of the range alone (0 to 1)",
        "Give or take (0 to 1)",
        "Part alone or with others (0 to 1)",
        "Give or take (0 to 1)",
        f"Alone it moves the loss a year by ({unit_of(present.currency)})",
    ]
    rows = [
        [
            "; ".join(doubt.label for doubt in cause.doubts),
            cause.alone,
            cause.alone_error,
            cause.total,
            cause.total_error,
            cause.widths[0] if len(cause.widths) == 1 else "",
        ]
        for cause in found.causes
    ]
    return as_csv([headings, *rows])


def _no_range(present: Present, links: Links) -> EmptyState:
    if not present.statement.organisation.earns_income:
        return EmptyState(
            "What depends on TikTok here is no income, so there is no loss in money and no range of it.",
            "See how long each activity can stop",
            links.page("functions"),
        )
    loss = float(expected_totals(present.model, present.model.events, [Variation()])[0])
    if loss < NOTHING:
        return EmptyState(
            "Whatever is not known exactly, an average year would cost no money with what you have in place: there is no "
            "range to take apart."
        )
    return EmptyState("Everything that moves the expected loss is known exactly, so there is no range.")


# ---------------------------------------------------------------------------------------------------------- the sentence
def _sentence(causes: Sequence[Cause]) -> str:
    """What most of the range comes from."""
    named: list[Cause] = []
    for cause in causes:
        if len(cause.doubts) > 1 or (named and cause.alone < WORTH_NAMING):
            continue
        # what is no smaller than the last one named, as far as the settings can tell, is named with it
        is_apart = named and cause.alone + cause.alone_error < named[-1].alone
        if len(named) == MOST_NAMED or (is_apart and sum(it.alone for it in named) >= ENOUGH):
            break
        named.append(cause)
    first, *others = named
    share, verb = fraction(first.alone)
    said = f"{capitalised(_about(share))} of the range {verb} from not knowing {not_knowing(first.doubts[0])}"
    more = [f"{_about(fraction(cause.alone)[0])} from {not_knowing(cause.doubts[0])}" for cause in others]
    return f"{', '.join([said, *more[:-1]])}{f' and {more[-1]}' if more else ''}."


def not_knowing(doubt: Doubt) -> str:
    """What is not known, as it follows on "not knowing"."""
    return NOT_KNOWING.get(doubt.key) or words.lower_first(doubt.label)


def fraction(share: float) -> tuple[str, str]:
    """A part (0-1) as a simple fraction, and the verb that goes with it: two thirds, come."""
    if share >= NEARLY_ALL:
        return "nearly all", "comes"
    if share < FRACTIONS[0][0] / 2:
        return "less than a tenth", "comes"
    _, said, verb = min(FRACTIONS, key=lambda one: abs(one[0] - share))
    return said, verb


def _about(said: str) -> str:
    return said if said.startswith(("nearly", "less")) else f"about {said}"


# -------------------------------------------------------------------------------------------------------------- the rows
def _split(found: Ranging) -> tuple[list[Cause], list[Cause]]:
    """What is shown by itself, and what is shown together."""
    shown = [cause for cause in found.causes if len(cause.doubts) == 1 and max(cause.alone, cause.total) >= LEAST]
    return shown, [cause for cause in found.causes if cause not in shown]


def _rows(found: Ranging, shown: Sequence[Cause], rest: Sequence[Cause], links: Links) -> Iterator[Row]:
    for cause in shown:
        doubt = cause.doubts[0]
        url = question_of(doubt.sources, links) if doubt.is_answer else ""
        yield _row(doubt.label, url, "", cause.alone, cause.alone_error, cause.total)
    if rest:
        alone, error, total = (
            sum(part) for part in zip(*((max(0.0, it.alone), it.alone_error, it.total) for it in rest), strict=True)
        )
        yield _row("Everything else", "", "", alone, error, total)
    together = Row(
        "Several of them together", "", "What comes only from more than one thing at once",
        found.together, percent(found.together), "–", "–",
    )  # fmt: skip
    if found.together >= LEAST:
        yield together


def _row(label: str, url: str, about: str, alone: float, error: float, total: float) -> Row:
    low = max(0.0, alone)
    # what is caused alone is a part of what is caused at all; where the two are estimated apart, the larger is shown
    return Row(label, url, about, low, percent(low), points(error), percent(max(low, total)))


def percent(share: float) -> str:
    """A part in whole per cent."""
    return "under 1%" if share < LEAST else words.percent(100 * min(1.0, share))


def points(error: float) -> str:
    """Half an interval in points of a percentage."""
    return "under 1" if error < LEAST else f"{100 * error:.0f}"


# ----------------------------------------------------------------------------------------------------------- how it is made
def _made(found: Ranging) -> Iterator[str]:
    """How the figures are made, and how they stand to the chart on the page before."""
    yield (
        f"The expected loss of a year is calculated at {found.settings:,} settings of what is not known exactly. How much "
        "comes from how often things happen is then worked out exactly."
    )
    yield "Alone: by so much the variance, a usual measure of how wide a range is, would shrink if this one thing were known."
    yield (
        "With others: what it causes alone and what it causes only together with other things. These parts add up to more "
        "than all."
    )
    yield "Give or take: in 19 of 20 cases, other settings would move the part caused alone by no more points than that."
    yield _beside_the_chart(found)


def _beside_the_chart(found: Ranging) -> str:
    """Whether the chart on the page before puts the same thing first, and if not, why."""
    first, widest = found.causes[0], found.widest
    if widest in first.doubts:
        return f"The chart on the page Sensitivity puts the same first: “{widest.label}”."
    second = next(cause for cause in found.causes if widest in cause.doubts)
    said = f"The chart on the page Sensitivity puts “{widest.label}” first"
    if first.alone - second.alone <= float(np.hypot(first.alone_error, second.alone_error)) and len(second.doubts) == 1:
        return f"{said}; here it is so near to “{first.doubts[0].label}” that the settings cannot tell which is larger."
    return (
        f"{said}. It moves one thing at a time, from a rather low to a rather high value, while all else stays as stated. Here "
        "all vary at once, rare extremes count too, and so does what matters only once something else is worse."
    )
