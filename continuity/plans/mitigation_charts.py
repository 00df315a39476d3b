"""The two pictures of the mitigation page: which actions remove most, and how the mix of channels is to change."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from assessments.ui import words
from assessments.ui.cards import ChartCard, Column, DataTable, LegendKey
from assessments.ui.figures import choices
from assessments.ui.figures.layout import Json
from continuity.plans.mitigation import Action, Board, State

MOST_BARS = 7
A_POINT = 0.5
"""Shares that differ by less than half a point read alike."""
TIKTOK = "TikTok"
MIX_LEGEND = (LegendKey("Today", "k-open", "open"), LegendKey("Target", "k-brand", "point"))


@dataclass(frozen=True, slots=True)
class Effects:
    """The actions that remove most, longest bar first, with the sentence they prove."""

    finding: str
    actions: tuple[Action, ...]
    most: float
    sign: str


def effects(board: Board) -> Effects | None:
    """Which of the actions not yet in place remove most; None where fewer than two remove anything."""
    wanted = (*board.lane(State.PROPOSED), *board.lane(State.ACCEPTED))
    counted = sorted((it for it in wanted if not board.unit.is_nothing(it.removes)), key=lambda it: -it.removes)
    if len(counted) < 2:
        return None
    first = counted[0]
    cost = f" for {first.cost.text}" if first.cost and first.cost.amount else ""
    finding = f"“{first.title}” removes most: {first.removes_text} a year{cost}."
    sign = "" if board.unit.is_share else words.currency_sign(board.unit.currency).strip()
    return Effects(finding, tuple(counted[:MOST_BARS]), first.removes, sign)


@dataclass(frozen=True, slots=True)
class Mix:
    """The shares of income by channel in per cent: name, today, target."""

    rows: tuple[tuple[str, float, float], ...]
    before: float
    after: float

    def figure(self) -> Json:
        """The picture, drawn when it is asked for."""
        return choices.mix(self.rows)

    @property
    def table(self) -> DataTable:
        """The same shares as a table."""
        columns = (Column("Channel"), Column("Today", True), Column("Target", True))
        lines = tuple((name, words.percent(today), words.percent(target)) for name, today, target in self.rows)
        return DataTable("Share of income by channel", columns, lines)


def mix_of(results: Mapping[str, Any] | None) -> Mix | None:
    """How the shares of the channels are to change; None where nothing is to change."""
    spread = results["diversification"] if results else None
    if not spread:
        return None
    rows = tuple(
        (name, 100 * spread["current"].get(name, 0.0), 100 * share) for name, share in spread["target"].items()
    )
    if all(abs(target - today) < A_POINT for _, today, target in rows):
        return None
    return Mix(rows, spread["expected_annual_loss_before"], spread["expected_annual_loss_after"])


def mix_card(mix: Mix, board: Board, *, figure_url: str, csv_url: str) -> ChartCard:
    """The mix as a card: the finding in words, the picture fetched from its address."""
    today, target = next((today, target) for name, today, target in mix.rows if name == TIKTOK)
    finding = f"TikTok falls from {words.percent(today)} to {words.percent(target)} of income."
    if not board.unit.is_nothing(mix.before - mix.after):
        before, after = board.unit.said(mix.before), board.unit.said(mix.after)
        finding += f" That alone would bring the expected loss from {before} to {after} a year."
    return ChartCard(
        key="mix",
        question="Where is income to come from?",
        finding=finding,
        description=f"Shares of income by channel, today and target. {finding}",
        table=mix.table,
        source="Your shares; the target keeps to your limit for one platform and to channels you know.",
        data_url=figure_url,
        csv_url=csv_url,
        legend=MIX_LEGEND,
    )
