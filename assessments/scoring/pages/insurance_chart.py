"""The chart of a year's loss without and with an insurance, with its table; and the tables as a file."""

from collections.abc import Iterator, Sequence

from assessments.scoring.pages.trial_lines import shown
from assessments.scoring.pages.wording import NOTHING, amount, unit_of
from assessments.scoring.trials.insuring import ROUND_YEARS, Insured
from assessments.ui.cards import ChartCard, Column, DataTable, LegendKey
from assessments.ui.figures.insured import insured as insured_figure
from assessments.ui.spreadsheet import as_csv

CLEARLY = 0.01
"""The part of a year's loss by which it must be smaller with the policy before that is said."""


def insurance_card(insured: Insured, currency: str | None, csv_url: str) -> ChartCard:
    """The chart; its points are return periods with the loss without and with the policy."""
    years, without, with_it = (list(column) for column in zip(*insured.curve, strict=True))
    rows = [(f"1 in {n:.0f}", shown(a, currency), shown(b, currency)) for n, a, b in insured.curve if n in ROUND_YEARS]
    return ChartCard(
        key="insurance",
        question="What would bad years cost, with it and without?",
        finding=_finding(insured),
        description="Line chart of a year’s loss by how rarely a year is worse. At 1 year in 100 it is "
        f"{amount(insured.before.very_bad, currency)} without the policy and {amount(insured.after.very_bad, currency)} with it.",
        table=DataTable(
            "A year’s loss without and with the policy",
            (Column("A year worse than this"), Column("Without", True), Column("With the policy", True)),
            tuple(rows),
        ),
        source="Loss of a whole year, the premium included where one is set. Log scale from left to right.",
        figure=insured_figure(years, without, with_it, currency=currency),
        height=380,
        legend=(LegendKey("Without", "k-ember"), LegendKey("With the policy", "k-brand", "dash")),
        csv_url=csv_url,
    )


def _finding(insured: Insured) -> str:
    """Which years cost less with it, by how rare they are, on the points of the curve."""
    cheaper = [a - b >= max(NOTHING, CLEARLY * a) for _, a, b in insured.curve]
    if not any(cheaper):
        return "None of these years costs clearly less with it."
    first, last = cheaper.index(True), len(cheaper) - 1 - cheaper[::-1].index(True)
    start, end = insured.curve[first][0], insured.curve[last][0]
    if last < len(cheaper) - 1:
        return f"Years as bad as about 1 in {start:.0f} to 1 in {end:.0f} cost less with it; worse ones hardly do."
    never_more = "" if insured.policy.premium >= NOTHING else " With no premium set, no year costs more."
    if not first:
        return f"The worse half of years cost less with it.{never_more}"
    return f"Years as bad as about 1 in {start:.0f}, or worse, cost less with it.{never_more}"


def insurance_rows(insured: Insured, labels: dict[str, str], look: str, currency: str | None) -> str:
    """The tables of the page as a file (RFC 4180): raw numbers, units in the headings, an empty line between tables."""
    return as_csv(list(_lines(insured, labels, look, unit_of(currency))))


def _lines(insured: Insured, labels: dict[str, str], look: str, money: str) -> Iterator[Sequence[str | float | None]]:
    before, after = insured.before, insured.after
    yield ["A year", f"Without ({money})", f"With the policy, premium included ({money})"]
    yield ["An average year", before.average, after.average]
    yield ["A bad year, 1 in 20", before.bad, after.bad]
    yield ["A very bad year, 1 in 100", before.very_bad, after.very_bad]
    yield ["The worst 5% of years, on average", before.tail, after.tail]
    yield []
    yield ["Kind of event", "Insured", f"Lost in an average year ({money})", f"Paid in an average year ({money})"]
    for one in insured.by_scenario:
        yield [labels[one.key], "yes" if one.is_insured else "no", one.lost, one.paid]
    yield ["Cut off by the most paid in a year", "", "", -insured.cut_off]
    yield []
    yield [f"{labels[look]}, length (hours)", f"Loss ({money})", f"Paid ({money})"]
    yield from ([hours, loss, paid] for hours, loss, paid in insured.by_length[look])
    yield []
    yield ["A year worse than this comes once in (years)", f"Without ({money})", f"With the policy ({money})"]
    yield from ([years, without, with_it] for years, without, with_it in insured.curve)
