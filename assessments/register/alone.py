"""What would cost most if it failed alone: what the results say of each thing, beside the things as they are today."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from assessments.register.dependency_map import Node
from assessments.register.pages import Kind, ThingRow
from assessments.register.queries import Cost, Costs, thing_mark
from assessments.register.single_points import SinglePoint
from assessments.ui import words

MOST_BESIDE = 5
WEEK_H = 168
NODES = {"accounts": "a-", "tools": "t-"}
"""What the nodes of the map begin with that are rows of a table and can fail."""


@dataclass(frozen=True)
class Ranked:
    """One thing with its cost: where it can be tried out, "" for a person, and why it is a single point, "" if it is none."""

    cost: Cost
    kind: str
    try_query: str
    reason: str

    @property
    def kind_said(self) -> str:
        """What it is, within a sentence."""
        return words.lower_first(self.kind)


@dataclass(frozen=True)
class Ranking:
    """The things that cost anything, the worst first, and the names of those that cost nothing in money."""

    rows: tuple[Ranked, ...]
    without: tuple[str, ...]

    @property
    def count(self) -> int:
        """How many things the table shows or names."""
        return len(self.rows) + len(self.without)

    @property
    def first(self) -> tuple[Ranked, ...]:
        """The worst, for a short list beside the map."""
        return self.rows[:MOST_BESIDE]

    @property
    def none(self) -> str:
        """What costs nothing, in a sentence."""
        named = words.listed([f"“{name}”" for name in self.without], "or")
        return f"A week without {named} would cost no money." if self.without else ""


def ranking_of(costs: Costs, nodes: Iterable[Node], points: Iterable[SinglePoint]) -> Ranking:
    """The ranking of what is on the map today; what was taken off it since the results is left out."""
    here: dict[str, tuple[str, str]] = {}
    for node in nodes:
        here.setdefault(thing_mark(node.id, node.name), (node.id, node.kind))
    reasons = {thing_mark(point.node, point.name): point.reason for point in points}
    known = {**dict.fromkeys(reasons, ("", "Person")), **here}
    rows = [row for row in costs.rows if row.mark in known]
    found = [
        Ranked(row, kind, try_query(node), reasons.get(row.mark, ""))
        for row, (node, kind) in ((row, known[row.mark]) for row in rows)
        if row.amount > 0
    ]
    return Ranking(tuple(found), tuple(row.name for row in rows if row.amount <= 0))


@dataclass(frozen=True)
class Priced:
    """A row of a list with what a week without it costs, "" where that is none or not known, and how to try that."""

    row: ThingRow
    week: str = ""
    try_query: str = ""


def priced(costs: Costs, kind: Kind, rows: Sequence[ThingRow]) -> tuple[Priced, ...]:
    """The rows of a list with their costs."""
    found = []
    for row in rows:
        node = f"{NODES[kind.key]}{row.id}" if kind.key in NODES else ""
        cost = costs.of(node, row.name)
        found.append(Priced(row, cost.week_short, try_query(node)) if cost else Priced(row))
    return tuple(found)


def try_query(node: str) -> str:
    """What an address of the map asks to try a week without a thing; "" for what is no thing on it."""
    return urlencode({"fails": node, "hours": WEEK_H}) if node else ""
