"""What it would be worth to know: for each thing not known exactly, what choosing better with it could save a year."""

from collections.abc import Sequence
from dataclasses import dataclass

from assessments.scoring.pages.links import Links
from assessments.scoring.pages.result import Part, Result
from assessments.scoring.pages.sureness import question_of
from assessments.scoring.pages.swings import short_label
from assessments.scoring.pages.tables import Column, Table
from assessments.scoring.pages.wording import NOTHING, Figure, capitalised, counted
from assessments.ui import words

MOST_NAMED = 4
LEAST = 1.0
"""A worth below one unit of money is none: it is less than the question costs to read."""


@dataclass(frozen=True)
class Known:
    """One thing not known exactly: the loss at the ends of its range, and what knowing it is worth."""

    label: str
    url: str
    worth: float
    text: Figure
    span: Figure

    @property
    def changes_nothing(self) -> bool:
        """Whether knowing it would not change what to do."""
        return not self.worth


@dataclass(frozen=True)
class Knowing:
    """What knowing would be worth: the sentence, the choice it is about, and each thing, the most worthwhile first."""

    sentence: str
    choice: str
    rows: tuple[Known, ...]

    @property
    def useful(self) -> tuple[Known, ...]:
        """Those that could change what to do."""
        return tuple(one for one in self.rows if not one.changes_nothing)

    @property
    def others(self) -> tuple[Known, ...]:
        """Those that would not."""
        return tuple(one for one in self.rows if one.changes_nothing)


def knowing(result: Result, links: Links) -> Knowing | None:
    """What knowing would be worth; None for results that were calculated before it was worked out, or without a loss."""
    worth = result.background.get("worth")
    swings = [swing for swing in result.background["swings"] if abs(swing["high"] - swing["low"]) >= NOTHING]
    if worth is None or not swings:
        return None
    rows = sorted((_known(result, links, swing) for swing in swings), key=lambda one: -one.worth)
    return Knowing(_sentence(rows), _choice(result), tuple(rows))


def worth_of_knowing(result: Result, key: str) -> float:
    """What knowing one thing is worth a year; 0 where it would not change what to do."""
    found = float(result.background["worth"]["knowing"]["each"].get(key, {"worth": 0.0})["worth"])
    least = LEAST / 100 if result.currency == words.SHARE_OF_INCOME else LEAST
    return found if found >= least else 0.0


def _known(result: Result, links: Links, swing: Part) -> Known:
    worth = worth_of_knowing(result, swing["key"])
    low, *_, high = sorted((swing["low"], swing["base"], swing["high"]))
    path = f"knowing.{swing['key']}"
    return Known(
        label=short_label(swing),
        url=question_of(swing["sources"], links) if swing["is_answer"] else "",
        worth=worth,
        text=Figure(f"up to about {amount(result, worth)} a year" if worth else "nothing", path),
        span=Figure(f"{result.short(low)} to {result.short(high)}", f"sensitivity.{swing['key']}"),
    )


def amount(result: Result, worth: float) -> str:
    """What knowing is worth, as coarsely as an estimate deserves."""
    return result.money(words.significant(worth, 2))


def _sentence(rows: Sequence[Known]) -> str:
    """What is most worth finding out; where that is no answer of the organisation, the answer that is worth most too."""
    useful = [one for one in rows if one.worth]
    if not useful:
        return "Knowing any of this exactly would not change what to do, so it would save no money."
    first = useful[0]
    said = f"Knowing “{first.label}” exactly could save {first.text.text} by choosing better"
    answers = [one for one in useful if one.url]
    if first.url:
        return f"{said}; nothing else you could find out is worth more."
    if not answers:
        return f"{said}. None of your own answers, known exactly, would change what to do."
    return f"{said}. Of your own answers, “{answers[0].label}” is worth most: {answers[0].text.text}."


def _choice(result: Result) -> str:
    """The choice that knowing would improve, and how much of it is open."""
    titles = {one["key"]: one["title"] for one in result.data["recommendations"]}
    found = result.background["worth"]["knowing"]
    chosen = [f"“{titles[key]}”" for key in found["choice"] if key in titles]
    if len(chosen) > MOST_NAMED:
        chosen = [*chosen[: MOST_NAMED - 1], counted(len(chosen) - MOST_NAMED + 1, "other")]
    said = "By what is known today, no recommendation removes more in an average year than it costs; in money alone, none has to be done."
    if chosen:
        is_one = len(chosen) == 1
        worth = "this one is worth its cost" if is_one else "these are worth their cost"
        said = f"By what is known today, {worth}: {words.listed(chosen)}."
    close = len(found["in_question"])
    if not close:
        return f"{said} Nothing that is recommended is so near to its cost that this could turn."
    return f"{said} {capitalised(counted(close, 'recommendation'))} could go either way."


def knowing_table(result: Result) -> Table:
    """What knowing each thing is worth, for a file."""
    columns = (
        Column("What is not known exactly"),
        Column("Worth of knowing it, a year", "money"),
        Column("At least", "money"),
        Column("At most", "money"),
    )
    each = result.background["worth"]["knowing"]["each"] if "worth" in result.background else {}
    labels = {swing["key"]: swing["label"] for swing in result.background["swings"]}
    rows = [(labels[key], found["worth"], found["low"], found["high"]) for key, found in each.items() if key in labels]
    rows.sort(key=lambda row: -row[1])
    return Table("knowing", "What it would be worth to know, in money a year", columns, tuple(rows))
