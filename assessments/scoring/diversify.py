"""Diversification: where results come from today, a target within the organisation's own limit, and what that is worth.

What moves is the share of income that depends on TikTok; the engine is run again with it. Freed shares go to channels
people already use: owned ones first, then those of other owners, in proportion to the people they reach.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assessments.engine.annual import annual_loss
from assessments.scoring.cases import Case, Variation
from assessments.scoring.model import Model
from assessments.scoring.scores.concentration import (
    ChannelUse,
    channels_of,
    shares_by_channel,
    warm_alternatives,
)
from assessments.scoring.statement import Statement, own_cap
from assessments.scoring.yearly import Yearly

STEPS = 5
"""Points of the line that is drawn from today to half of TikTok's share, or to the target where that is lower."""
TAIL = 0.95
TAIL_KEY = f"{TAIL:g}"
MOST_MOVED = 20.0
"""Points of income a year that can be moved from one platform without losing them. Working assumption."""
OWNED_WEIGHT = 2.0
"""How much more an owned channel takes than one of the same size that somebody else owns. Working assumption."""
TIKTOK = "TikTok"


@dataclass(frozen=True, slots=True)
class Move:
    """Points of results that go from TikTok to another channel."""

    to: str
    points: float
    why: str


@dataclass(frozen=True)
class Diversification:
    """Shares (0-1) today and at the target, and the expected loss and tail before and after."""

    current: dict[str, float]
    target: dict[str, float]
    expected_before: float
    expected_after: float
    tail_before: float
    tail_after: float
    frontier: tuple[tuple[float, float, float], ...]
    moves: tuple[Move, ...]


def diversification_of(model: Model, today: Yearly) -> Diversification | None:
    """The diversification of an organisation that has channels of its own; None for others."""
    statement = model.statement
    channels = channels_of(statement.resolver)
    if channels is None:
        return None
    current = shares_by_channel(statement)
    present = current.get(_tiktok_label(channels), 0.0)
    cap, _ = own_cap(statement)
    wanted = max(min(present, cap / 100), present - MOST_MOVED / 100)
    least = 0.0 if present <= 0 else min(wanted / present, 0.5)
    goal = 1.0 if present <= 0 else wanted / present
    *changed, after = _points(model, [*np.linspace(1.0, least, STEPS)[1:], goal])
    before = (1.0, today.expected, today.tail_means[TAIL_KEY])
    line = [before, *changed]
    moves = _moves(statement, channels, present - wanted)
    target = dict(current)
    target[_tiktok_label(channels)] = wanted
    for move in moves:
        target[move.to] = target.get(move.to, 0.0) + move.points / 100
    if not moves:
        target = dict(current)
    return Diversification(
        current=current,
        target=target,
        expected_before=before[1],
        expected_after=after[1] if moves else before[1],
        tail_before=before[2],
        tail_after=after[2] if moves else before[2],
        frontier=tuple((present * factor, expected, tail) for factor, expected, tail in line),
        moves=moves,
    )


def _tiktok_label(channels: tuple[ChannelUse, ...]) -> str:
    return next((use.label for use in channels if use.channel == "tiktok"), TIKTOK)


def _points(model: Model, factors: Sequence[float]) -> list[tuple[float, float, float]]:
    """Factor on TikTok's share of income, expected loss, and mean of the worst twentieth of years, for each factor."""
    variations = [Variation(direct=float(factor), influenced=float(factor)) for factor in factors]
    runs = model.run([Case(model.events, variation) for variation in variations])
    expected = runs.expected_losses().sum(axis=(1, 2))
    tails = [annual_loss(runs.case(number).annual(model.season)).tail_mean(TAIL) for number in range(len(factors))]
    return [(float(f), float(e), float(t)) for f, e, t in zip(factors, expected, tails, strict=True)]


def _moves(statement: Statement, channels: tuple[ChannelUse, ...], freed: float) -> tuple[Move, ...]:
    """Freed points by channel: owned and warm ones, in proportion to the people reached."""
    if freed <= 1e-9:
        return ()
    reached = {
        use.label: (use.audience or 0.0) * (OWNED_WEIGHT if use.owner_group == "own" else 1.0)
        for use in warm_alternatives(channels)
    }
    owners = {use.label: use.owner_group for use in channels}
    total = sum(reached.values())
    if total <= 0:
        return (Move("Own website or shop", 100 * freed, "no other channel is warm today; begin with one you own"),)
    biggest = sorted(reached.items(), key=lambda item: (-item[1], item[0]))[:4]
    kept = sum(size for _, size in biggest)
    return tuple(
        Move(label, 100 * freed * size / kept, "you own it" if owners[label] == "own" else "you already use it")
        for label, size in biggest
    )
