"""What rests on alternatives that nobody has tried lately: in a sentence, one by one, and beside what was shown to work."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from assessments.scoring.pages.links import Links
from assessments.scoring.pages.result import Part, Result
from assessments.scoring.pages.tables import Column, Table
from assessments.scoring.pages.trial_lines import printed
from assessments.scoring.pages.wording import NOTHING, Figure, counted
from assessments.ui import words

PATH = "unproven"
KNOWN = {
    "s1": "Improvised: nothing is prepared",
    "s2": "Prepared, not tested in the last 12 months",
    "s3": "Tested lately by your answer, but when is not known",
    "s4": "Runs every week by your answer, but when it was last used is not known",
}
KINDS = {"stated": "stated", "documented": "written down", "tested": "tested"}
SAID_TO_RUN, SAID_TO_BE_TESTED = "s4", "s3"


@dataclass(frozen=True)
class Untried:
    """One alternative: how it is known, the part of it that is counted, what it keeps away, the loss if only that holds."""

    label: str
    url: str
    known: str
    counts: str
    keeps: Figure
    then: Figure


@dataclass(frozen=True)
class Unproven:
    """What rests on what nobody has tried: the sentence, how much was shown, each alternative."""

    sentence: str
    shown: str
    rows: tuple[Untried, ...]
    path: str = PATH


def unproven(result: Result, links: Links) -> Unproven | None:
    """What rests on what nobody has tried; None where no alternative keeps money away, or for results from before."""
    found = result.background.get("unproven")
    if not found or found["all"] < NOTHING:
        return None
    rows = rows_of(found)
    return Unproven(
        _sentence(result, found, rows), _shown(result, found, rows), tuple(_row(result, links, row) for row in rows)
    )


def rows_of(found: Part) -> list[Part]:
    """The alternatives not shown lately that keep any money away."""
    return [row for row in found["rows"] if row["keeps"] >= NOTHING]


def known_words(row: Part) -> str:
    """How an alternative is known."""
    said = KNOWN[row["status"]]
    if row["tried"] is not None:
        said = f"Last used or tested on {words.day(date.fromisoformat(row['tried']))}"
    return f"{said}; written down" if row["kind"] == "documented" else said


def counted_words(row: Part) -> str:
    """The part of an alternative that is counted."""
    return words.percent(100 * row["counts"])


def _is_to_be_dated(row: Part) -> bool:
    """Whether a date is what is missing: who says that it was tested, or runs, needs no advice to test."""
    return row["status"] == SAID_TO_RUN or (row["status"] == SAID_TO_BE_TESTED and row["tried"] is None)


def _row(result: Result, links: Links, row: Part) -> Untried:
    key = row["key"]
    return Untried(
        label=result.names[key],
        url=links.question("WRK-05", key) if _is_to_be_dated(row) else links.function(key),
        known=known_words(row),
        counts=counted_words(row),
        keeps=Figure(result.short(row["keeps"]), PATH),
        then=Figure(result.short(row["then"]), PATH),
    )


def _sentence(result: Result, found: Part, rows: Sequence[Part]) -> str:
    if not rows:
        return _all_shown(result, found)
    one = len(rows) == 1
    lately = "without a recent date of use" if all(map(_is_to_be_dated, rows)) else "that nobody has tried lately"
    who, them = f"{counted(len(rows), 'alternative')} {lately}", "it" if one else "them"
    now, then = result.data["losses"]["expected_annual"], found["then"]
    said = f"Your figures count on {who}: without {them} an average year would cost {result.money(found['kept'])} more."
    if_so = f"If {'it holds' if one else 'they hold'} only as well as such evidence usually does,"
    before, after = (_loss(result, loss) for loss in (now, then))
    if before == after:
        return f"{said} {if_so} the expected loss stays at {before}."
    return f"{said} {if_so} the expected loss is {after} instead of {before}: {_what_would_tell(rows)}."


def _all_shown(result: Result, found: Part) -> str:
    """Where nothing rests on what nobody has tried."""
    if found["rows"]:
        return "Alternatives that nobody has tried lately keep no money away in your figures, so no loss rests on them."
    one = found["shown"] == 1
    which, were = ("alternative", "it was") if one else ("alternatives", "all of them were")
    return (
        f"Without your {which} an average year would cost {result.money(found['all'])} more, and {were} used or tested in "
        "the last 12 months: no loss here rests on what nobody has tried."
    )


def _loss(result: Result, loss: float) -> str:
    return result.money(loss) if loss >= NOTHING else "nothing"


def _what_would_tell(rows: Sequence[Part]) -> str:
    """What would show how well they hold: a test, or the date of one that is said to have been."""
    dated = sum(map(_is_to_be_dated, rows))
    them, were = ("it", "it was") if len(rows) == 1 else ("them", "they were")
    if not dated:
        return f"trying {them} would tell"
    if dated == len(rows):
        return f"saying when {were} last used would tell"
    return "trying them, or saying when they were last used, would tell"


def _shown(result: Result, found: Part, rows: Sequence[Part]) -> str:
    """How much of what the alternatives keep away is kept by what was shown to work."""
    if not rows:
        return ""
    if not found["shown"]:
        return "No alternative of yours was used or tested in the last 12 months, as far as you have said."
    # of what is printed, so that the two parts add up to the whole
    whole = printed(found["all"], result.currency)
    shown = max(0.0, whole - printed(found["kept"], result.currency))
    part = f"{words.percent(100 * shown / whole)} of that, {result.money(shown)},"
    amount = part if shown >= NOTHING else "Nothing of that"
    return (
        f"Without any alternative it would cost {result.money(found['all'])} more. "
        f"{amount} is kept away by what was used or tested in the last 12 months."
    )


def unproven_table(result: Result) -> Table:
    """The alternatives not shown lately, for a file."""
    found = result.background.get("unproven") or {"rows": []}
    columns = (
        Column("Alternative for"),
        Column("How it is known"),
        Column("Counts as"),
        Column("Last used or tested"),
        Column("Part that is counted", "chance"),
        Column("Keeps away a year as stated", "money"),
        Column("Loss a year if only that part holds", "money"),
    )
    rows = (
        (
            result.names[row["key"]],
            known_words(row),
            KINDS[row["kind"]],
            row["tried"] or "",
            row["counts"],
            row["keeps"],
            row["then"],
        )
        for row in found["rows"]
    )
    return Table(PATH, "What rests on alternatives that nobody has tried lately", columns, tuple(rows))
