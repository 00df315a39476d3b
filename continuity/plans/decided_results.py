"""Results as people decided on them: their dates and costs in place of ours, their own actions behind the recommended ones."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from continuity.plans.models import Measure

DUE_DAYS = 90
"""An own action without a date stands in the roadmap as one to be done within this many days."""
LONGEST_DAYS = 365
"""The roadmap looks one year ahead; what is due later stands at its end."""


def with_decisions(results: Mapping[str, Any], measures: Iterable[Measure]) -> Mapping[str, Any]:
    """The results with what was decided about their actions, and with own actions; figures of losses stay as they are."""
    rows = list(measures)
    if not rows:
        return results
    decided = {row.key: row for row in rows}
    found = [_as_decided(item, decided.get(item["key"]), results) for item in results["recommendations"]]
    own = [_as_decided(_own(row), row, results) for row in rows if row.is_own]
    return {**results, "recommendations": [*found, *own]}


def _as_decided(item: Mapping[str, Any], row: Measure | None, results: Mapping[str, Any]) -> Mapping[str, Any]:
    if row is None:
        return item
    changed = dict(item)
    if row.due_on and row.state == Measure.State.ACCEPTED:
        days = (row.due_on - date.fromisoformat(results["as_of"])).days
        changed["due_days"] = min(max(1, days), LONGEST_DAYS)
    is_same_unit = row.currency == results["organisation"]["currency"] and results["money"]["basis"] != "share"
    if row.cost is not None and is_same_unit:
        changed["cost_year"] = float(row.cost)
    return changed


def _own(row: Measure) -> dict[str, Any]:
    return {
        "key": row.key,
        "rank": None,
        "title": row.title,
        "why": row.why,
        "already": "",
        "removes_per_year": 0.0,
        "removes_range": [0.0, 0.0],
        "cost_year": 0.0,
        "effort_days": None,
        "closes": [],
        "scenarios": [],
        "functions": list(row.functions),
        "option": "own",
        "phase": "before",
        "owner_role": "decision_maker",
        "due_days": DUE_DAYS,
        "evidence_kind": "own",
    }
