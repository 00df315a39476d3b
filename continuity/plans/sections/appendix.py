"""P16 Appendix: scores, confidence, scenarios, impact ratings, overrides, incidents, sources, words that the plan uses."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from math import expm1, floor, log10
from typing import Any

import numpy as np

from assessments.catalogue.glossary import glossary
from assessments.catalogue.scenarios import scenario_library
from assessments.ui import words
from assessments.ui.words import day
from continuity.plans.basis import Basis
from continuity.plans.blocks import (
    BulletList,
    Cell,
    Column,
    Columns,
    Heading,
    Paragraph,
    Rows,
    Run,
    Runs,
    Table,
    said,
    strong,
    table,
)
from continuity.plans.charts import Chart, Point, Series, Tone, risk_matrix
from continuity.plans.document import Block, Document, Section, prose
from continuity.plans.sections.priorities import tolerance

SCORES = {
    "exposure": "Exposure",
    "gap": "Gap",
    "concentration": "Concentration",
    "detection": "Detection",
    "cascade": "Cascade",
}
CONFIDENCE = {
    "A": "A: records throughout",
    "B": "B: records and good estimates",
    "C": "C: estimates and assumptions; read the amounts as orders of magnitude",
    "D": "D: first impression; too much is not known to rely on amounts",
}
APPENDIX = "P16"
OVERRIDE_STATES = {"active": "in force", "expired": "ended", "refused": "not applied"}
MATRIX_NOTE = (
    "A matrix compresses: risks in one cell can differ widely. The ranking, not the matrix, decides the order."
)


def appendix(basis: Basis) -> Section:
    """P16: everything a reviewer needs to follow the figures."""
    blocks: list[Block] = [Heading("Scores"), *_scores(basis)]
    if basis.has_amounts:
        blocks += [Heading("What an outage costs"), *_losses(basis)]
    blocks += [Heading("Scenarios"), *_scenarios(basis)]
    grids = list(_grids(basis))
    if grids and basis.depth != "quick":
        blocks += [Heading("Impact ratings"), *grids]
    if basis.results["overrides"]:
        blocks += [Heading("Results set by a person"), _overrides(basis)]
    incidents = _incidents(basis)
    if incidents is not None:
        blocks += [Heading("Incidents of the last 24 months"), incidents]
    blocks += [Heading("Sources"), BulletList(tuple(_sources(basis)))]
    return Section(APPENDIX, "Appendix", tuple(blocks), new_page=not basis.is_brief)


def with_words(document: Document) -> Document:
    """The plan with those words of the field explained at the end of its appendix that it uses."""
    text = "\n".join(prose((document.statement, document.figures, document.card, document.sections)))
    used = tuple(said(strong(f"{it.word}: "), f"{it.means}.") for it in glossary().printed if it.is_in(text))
    if not used:
        return document
    words_used = (Heading("Words"), BulletList(used))
    sections = (
        replace(section, blocks=section.blocks + words_used) if section.id == APPENDIX else section
        for section in document.sections
    )
    return replace(document, sections=tuple(sections))


def _scores(basis: Basis) -> Iterator[Block]:
    headline = basis.results["headline"]
    rows = [
        ["Overall dependency risk", headline["score"], headline["band"], " ".join(headline["reasons"])],
        *(
            [label, it["score"], it["band"], " ".join(it["reasons"])]
            for key, label in SCORES.items()
            if (it := basis.results["scores"].get(key)) and it["score"] is not None
        ),
    ]
    rows = [[label, round(score), band, reason] for label, score, band, reason in rows]
    columns = [
        Column("Score, 0 to 100, higher is worse", share=1.4),
        Column("Score", "number", 0.5),
        Column("Band", share=0.7),
        Column("Largest reasons", share=3),
    ]
    yield table("Scores", columns, rows)
    yield Paragraph(said(strong("Confidence "), CONFIDENCE[headline["confidence"]], "."))
    readiness = basis.results["scores"]["readiness"]
    body = [[name, it["level"], it["proof"]] for name, it in readiness["domains"].items()]
    yield table(
        "Readiness, 0 to 5", [Column("Area", share=1.2), Column("Level", "number", 0.5), Column("Proof", share=3)], body
    )


def exposure_chart(basis: Basis) -> Chart:
    """What the whole service being down costs by length of outage, in a normal week and from the strongest peak."""
    series = [_curve(basis, "loss_at_h", "Normal week", "now")]
    if any(it["loss_at_h_peak"] not in (None, it["loss_at_h"]) for it in basis.functions):
        series.append(_curve(basis, "loss_at_h_peak", "In the strongest peak", "series"))
    week = next(point.y for point in series[0].points if point.x == 168)
    cost = basis.money(week)
    finding = f"A week without TikTok costs {words.about(cost)}{cost}, if nothing is done."
    limit = basis.results["losses"]["limit"]
    return Chart(
        form="curve",
        title="What does an outage cost as time passes?",
        finding=finding,
        alt=f"Line from the first hour to 30 days. {finding}",
        x_label="Length of the outage",
        y_label="Loss",
        currency=basis.currency or "",
        series=tuple(series),
        limit=limit,
        limit_label=f"Limit for one disruption: {basis.money(limit)}",
        source="Whole service down in all markets, nothing done about it.",
    )


def _curve(basis: Basis, name: str, label: str, tone: Tone) -> Series:
    hours = basis.functions[0]["loss_at_h"]
    points = [
        Point(float(hour), words.significant(sum((it[name] or it["loss_at_h"])[hour] for it in basis.functions)))
        for hour in sorted(hours, key=int)
    ]
    return Series(label, tuple(points), tone)


def exceedance_chart(basis: Basis) -> Chart | None:
    """The chance of a year at least so bad, with what is in place and without; None where nothing can be lost."""
    curve = [(loss, chance) for loss, chance in basis.results["losses"]["exceedance"] if loss > 0]
    amounts = _round_amounts(curve) if curve else []
    if len(amounts) < 2:
        return None
    now = _exceedance(basis.results["losses"], "As things are", "now", amounts)
    bare = _exceedance(basis.results["without_measures"], "Without alternatives", "series", amounts)
    losses = basis.results["losses"]
    finding = (
        f"One year in twenty costs more than {basis.money(losses['var']['0.95'])}; "
        f"the chance of passing the limit of {basis.money(losses['limit'])} is {words.chance(losses['chance_over_limit'])}."
    )
    return Chart(
        form="exceedance",
        title="How bad could a year get?",
        finding=finding,
        alt=f"Falling line: chance against loss in a year. {finding}",
        x_label="Loss in a year",
        y_label="Chance of at least this",
        currency=basis.currency or "",
        series=(now, bare),
        limit=losses["limit"],
        limit_label=f"Limit: {basis.money(losses['limit'])}",
        source="Exact yearly distribution over all scenarios; method in the project's documentation.",
    )


def _exceedance(losses: Mapping[str, Any], label: str, tone: Tone, at: Sequence[float]) -> Series:
    """The chance of a year at least so bad at round amounts, read off the exact curve."""
    known = [(log10(loss), chance) for loss, chance in losses["exceedance"] if loss > 0]
    xs, ys = zip(*known, strict=True)
    return Series(label, tuple(Point(loss, float(np.interp(log10(loss), xs, ys))) for loss in at), tone)


def _round_amounts(losses: Sequence[tuple[float, float]]) -> list[float]:
    """1, 2 and 5 of each power of ten inside the range of the losses."""
    lowest, highest = losses[0][0], losses[-1][0]
    powers = range(floor(log10(lowest)), floor(log10(highest)) + 1)
    return [step * 10.0**power for power in powers for step in (1, 2, 5) if lowest <= step * 10.0**power <= highest]


def _losses(basis: Basis) -> Iterator[Block]:
    yield exposure_chart(basis)
    yield Paragraph(said(basis.amounts), "note")
    chart = None if basis.is_brief else exceedance_chart(basis)
    if chart is not None:
        yield chart


def _scenarios(basis: Basis) -> Iterator[Block]:
    rows = [
        [
            it["label"],
            words.chance(-expm1(-it["rate_per_year"])),
            words.hours(it["typical_h"]),
            words.hours(it["severe_h"]),
            *(
                map(basis.rounded, (it["loss_typical"], it["loss_severe"], it["expected_annual_loss"]))
                if basis.has_amounts
                else ()
            ),
        ]
        for it in basis.scenarios
    ]
    amounts = [basis.amount_column(label) for label in ("Typical", "Severe", "A year")] if basis.has_amounts else []
    columns = [
        Column("Scenario, worst first", share=2.4),
        Column("Chance in a year", share=0.8),
        Column("Typical length", share=0.8),
        Column("Severe length", share=0.8),
        *amounts,
    ]
    yield table("Ranking of scenarios", columns, rows)
    reasons = [(it["label"], " ".join(it["reasons"])) for it in basis.scenarios]
    yield BulletList(tuple(said(strong(f"{label}. "), reason) for label, reason in reasons if reason))
    if basis.is_brief:
        return
    scales = basis.vocabulary.scales
    yield risk_matrix(
        "Likelihood and impact, with what is in place",
        [level.label for level in scales.likelihood],
        [rating.label for rating in scales.impact_rating if rating.value],
        [(it["label"], it["likelihood"], it["impact"]) for it in basis.scenarios],
        severity,
    )
    yield Paragraph(said(MATRIX_NOTE), "note")


def severity(likelihood: int, impact: int) -> int:
    """Shade 1-5 of a matrix cell by its product; impact 5 is never below high (domain guide, 4.5)."""
    product = likelihood * impact
    shade = 1 if product < 5 else 2 if product < 10 else 4 if product < 15 else 5
    return max(shade, 4) if impact == 5 else shade


def _grids(basis: Basis) -> Iterator[Table]:
    bands = basis.vocabulary.band_labels
    for function in basis.functions:
        rated = {key: cells for key, cells in function["impact"].items() if any(cells.values())}
        if not rated:
            continue
        rows: Rows = [
            [basis.vocabulary.categories[key], *(Cell(cells[band], min(cells[band], 5)) for band in bands)]
            for key, cells in rated.items()
        ]
        columns = [Column("Effect", share=1.8), *(Column(label, "number", 0.7) for label in bands.values())]
        yield table(f"{function['name']}: rating 0 to 5 after each length of outage", columns, rows)


def _overrides(basis: Basis) -> Table:
    rows = [
        [
            _what_was_set(basis, it["set"]),
            _plainly(it["set"], it["calculated"]),
            _plainly(it["set"], it["used"]),
            OVERRIDE_STATES[it["state"]],
            it["text"] or "–",
            it["by"],
            _date(it["until"]),
        ]
        for it in basis.results["overrides"]
    ]
    columns: Columns = [
        Column("Result", share=1.8),
        "Calculated",
        "Used",
        "State",
        Column("Reason", share=2.4),
        "By",
        Column("Until", "date"),
    ]
    return table("Overrides, both values", columns, rows)


def _what_was_set(basis: Basis, path: str) -> str:
    """The result that a person set, in words."""
    _, key, what, *rest = path.split(".")
    name = f"“{basis.name(key)}”"
    if what == "impact" and rest:
        return f"{basis.vocabulary.categories[rest[0]]}: effect on {name} after {basis.vocabulary.band_labels[rest[1]]}"
    if what == "gap" and len(rest) > 1:
        return f"Gap of {name} in “{basis.name(rest[1])}”"
    named = {"mtpd_h": "Longest stop", "rto_h": "Time to recover"}.get(what, what.capitalize())
    return f"{named} of {name}{' in a busy period' if rest == ['peak'] else ''}"


def _plainly(path: str, value: float | str | None) -> str:
    if path.split(".")[2] in ("mtpd_h", "rto_h"):
        return tolerance(value if value is None else float(value))
    return "not known" if value is None else f"{value:g}" if isinstance(value, float) else str(value)


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _incidents(basis: Basis) -> Table | None:
    rows = basis.statement.course.known("RSK-01")
    if not rows:
        return None
    kinds = {**basis.vocabulary.scenarios, "impersonation": "Impersonation"}
    body = [
        [
            _date(row["date"]) if isinstance(row.get("date"), str) else "not known",
            kinds.get(row["kind"], row["kind"]) if isinstance(row.get("kind"), str) else "not known",
            _hours(row, "hours_down"),
            _hours(row, "hours_to_normal"),
            row.get("note") or "–",
        ]
        for row in rows
    ]
    columns: Columns = [
        Column("Began", "date"),
        Column("Kind", share=1.6),
        "Service lost",
        "Back to normal",
        Column("What happened", share=2),
    ]
    return table("Incidents", columns, body)


def _hours(row: dict[str, object], key: str) -> str:
    if key == "hours_down" and row.get("ongoing"):
        return "still going on"
    value = row.get(key)
    return words.hours(float(value)) if isinstance(value, int | float) else "not known"


def _sources(basis: Basis) -> Iterator[Runs]:
    for key in () if basis.is_brief else basis.cited.sources:
        source = basis.library.sources[key]
        yield said(source.about, ". ", Run(source.url, href=source.url))
    yield said(
        f"How often and how long: scenario library {scenario_library().version}, counted from incidents since July 2020."
    )
    yield said(
        f"Figures: results of {day(basis.profile.as_of)}, {basis.results['method_version']}; every one can be traced in the product."
    )
