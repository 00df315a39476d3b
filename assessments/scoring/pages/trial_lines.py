"""The figures of a what-if, line by line: now, with the changes, and the difference of what is printed."""

from collections.abc import Iterator
from dataclasses import dataclass

from assessments.scoring.pages.wording import NOTHING, chance
from assessments.scoring.trials.outcome import Outcome
from assessments.scoring.trials.present import Present
from assessments.ui import words

NEVER, HARDLY_EVER = chance(0.0), chance(0.001)


@dataclass(frozen=True)
class Line:
    """One figure now and with the changes; `turn` is better, worse or nothing."""

    label: str
    now: str
    then: str
    difference: str
    turn: str = ""


def money_lines(present: Present, now: Outcome, then: Outcome) -> Iterator[Line]:
    """The figures in money and the chance; those of nobody who earns nothing through TikTok are left out."""
    pairs = (
        ("This outage", now.outage.loss, then.outage.loss),
        ("Loss to expect a year", now.expected, then.expected),
        ("A bad year, 1 in 20", now.bad_year, then.bad_year),
    )
    if all(amount < NOTHING for _, *both in pairs for amount in both):
        return
    for label, before, after in pairs:
        yield money_line(label, before, after, present.currency)
    if now.limit >= NOTHING:
        yield _chance_line(now, then, present.currency)


def money_line(label: str, before: float, after: float, currency: str | None) -> Line:
    """An amount now and then; the difference is that of the printed amounts, so that it adds up."""
    first, second = printed(before, currency), printed(after, currency)
    moved = second - first
    turn = "" if abs(moved) < NOTHING else "worse" if moved > 0 else "better"
    difference = "no change" if not turn else f"{'+' if moved > 0 else ''}{words.short_money(moved, currency)}"
    return Line(label, shown(before, currency), shown(after, currency), difference, turn)


def printed(amount: float, currency: str | None) -> float:
    """The amount as far as its digits are printed: three figures and no pence, of a share of income two figures."""
    if amount < NOTHING:
        return 0.0
    if currency == words.SHARE_OF_INCOME:
        return words.significant(amount, 2)
    rounded = words.significant(amount)
    return float(round(rounded)) if rounded >= 1 else 0.0


def shown(amount: float, currency: str | None) -> str:
    """An amount in a table; one below a whole pound, dollar or euro as the sentence above the table says it."""
    kept = amount if amount >= NOTHING else 0.0
    said = words.money(kept, currency)
    is_small = said.startswith("under ") and currency != words.SHARE_OF_INCOME
    return said if is_small else words.short_money(kept, currency)


def _chance_line(now: Outcome, then: Outcome, currency: str | None) -> Line:
    label = f"Chance of passing the limit of {words.short_money(now.limit, currency)} in a year"
    return chance_line(label, now.chance_over_limit, then.chance_over_limit)


def chance_line(label: str, before: float, after: float) -> Line:
    """A chance now and then, 0 to 1; the difference is that of the printed percentages, so that it adds up."""
    texts = chance(before), chance(after)
    first, second = round(100 * before), round(100 * after)
    if texts[0] == texts[1]:
        return Line(label, *texts, "no change")
    turn = "worse" if after > before else "better"
    if set(texts) == {NEVER, HARDLY_EVER} or first == second:
        return Line(label, *texts, "under 1 point", turn)
    return Line(label, *texts, f"{'+' if second > first else '−'}{words.plural(abs(second - first), 'point')}", turn)


def over_line(now: Outcome, then: Outcome) -> Line:
    """How many activities the outage stops for too long."""
    counts = [len(outcome.over) for outcome in (now, then)]
    moved = counts[1] - counts[0]
    turn = "" if not moved else "worse" if moved > 0 else "better"
    shown = "no change" if not moved else f"{moved:+d}".replace("-", "−")
    label = "Activities it stops for longer than they can bear"
    return Line(label, str(counts[0] or "none"), str(counts[1] or "none"), shown, turn)
