"""The sample on the landing page: one organisation of `examples/`, drawn from its results as any other.

`data/sample.json` is the part of its results file that is drawn here; a test holds it against a new calculation.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import log10
from pathlib import Path
from typing import Any

from assessments.ui import words
from assessments.ui.cards import ChartCard, Column, DataTable
from assessments.ui.figures import outages

RESULTS = Path(__file__).parent / "data" / "sample.json"
HOURS = (4, 8, 24, 72, 168, 336, 720)
WEEK_H = 168
OF_WHAT = {"margin": " of margin.", "revenue": " of revenue."}


@dataclass(frozen=True)
class Sample:
    """A statement with its curve: `before`, `figure` and `after` make the sentence."""

    before: str
    figure: str
    after: str
    card: ChartCard


@cache
def load() -> Sample:
    """The sample as it stands beside this module."""
    return from_results(json.loads(RESULTS.read_text()))


def part_of(results: Mapping[str, Any]) -> dict[str, Any]:
    """What of a results file (interfaces.md §3) the sample needs."""
    return {
        "organisation": {key: results["organisation"][key] for key in ("name", "currency")},
        "money": {"basis": results["money"]["basis"]},
        "losses": {"limit": results["losses"]["limit"]},
        "functions": [{"loss_at_h": function["loss_at_h"]} for function in results["functions"]],
    }


def from_results(results: Mapping[str, Any]) -> Sample:
    """The sample of one organisation: what each length of outage costs it, all functions together."""
    currency, name = results["organisation"]["currency"], results["organisation"]["name"]
    loss = [sum(function["loss_at_h"][str(hours)] for function in results["functions"]) for hours in HOURS]
    amount = results["losses"]["limit"]
    limit = None if amount is None else outages.Limit(amount, _passed(loss, amount), "Its limit")
    week = loss[HOURS.index(WEEK_H)]
    rows = tuple((words.hours(hours), words.money(value, currency)) for hours, value in zip(HOURS, loss, strict=True))
    card = ChartCard(
        key="sample",
        question=f"What would an outage cost {name}?",
        finding=_finding(limit, currency),
        description=f"Line chart. Loss grows to {words.money(week, currency)} after 7 days.",
        table=DataTable("Loss by length of outage", (Column("Length"), Column("Loss", is_number=True)), rows),
        source="A made-up organisation, worked out as yours would be; time on a log scale",
        figure=outages.exposure(HOURS, loss, currency=currency, limit=limit, chosen_h=WEEK_H),
        height=260,
    )
    before = f"A week without TikTok would cost {name} about"
    return Sample(before, words.money(week, currency), OF_WHAT[results["money"]["basis"]], card)


def _finding(limit: outages.Limit | None, currency: str) -> str:
    if limit is None:
        return "No limit has been set yet."
    amount = words.money(limit.amount, currency)
    if limit.passed_h is None:
        return f"It stays within its limit of {amount} for a month."
    return f"It passes its limit of {amount} after {words.hours(limit.passed_h)}."


def _passed(loss: list[float], limit: float) -> float | None:
    """The hours after which the limit is passed, straight between two points on the log scale of the chart."""
    for (before_h, before), (after_h, after) in pairwise(zip(HOURS, loss, strict=True)):
        if before < limit <= after:
            share = (limit - before) / (after - before)
            return float(10 ** (log10(before_h) + share * log10(after_h / before_h)))
    return None
