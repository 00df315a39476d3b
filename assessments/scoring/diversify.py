"""Diversification: where results come from today, a target within the organisation's own limit, and what that is worth.

What moves is the share of income that depends on TikTok; the engine is run again with it. Freed shares go to channels
people already use: owned ones first, then those of other owners, in proportion to the people they reach.
"""

from dataclasses import dataclass

import numpy as np

from assessments.engine.annual import annual_loss
from assessments.scoring.cases import Case, Variation
from assessments.scoring.model import Model
from assessments.scoring.scores.concentration import (
    ChannelUse,
    channels_of,
    own_cap,
    shares_by_channel,
    warm_alternatives,
)
from assessments.scoring.statement import Statement

STEPS = 9
TAIL = 0.95
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
    """Shares today and at the target, and the expected loss and tail before and after."""

    current: dict[str, float]
    target: dict[str, float]
    is_stated: bool
    expected_before: float
    expected_after: float
    tail_before: float
    tail_after: float
    frontier: tuple[tuple[float, float, float], ...]
    moves: tuple[Move, ...]


def diversification_of(model: Model) -> Diversification | None:
    """The diversification of an organisation that has channels of its own; None for others and without income at stake."""
    statement = model.statement
    channels = channels_of(statement.resolver)
    if channels is None or not statement.organisation.earns_income:
        return None
    current, is_stated = shares_by_channel(statement)
    present = current.get(_tiktok_label(channels), 0.0)
    cap, _ = own_cap(statement)
    wanted = max(min(present, cap / 100), present - MOST_MOVED / 100)
    factors = np.linspace(1.0, 0.0 if present <= 0 else min(wanted / present, 0.5), STEPS)
    points = [_point(model, float(factor)) for factor in factors]
    before, after = points[0], _point(model, 1.0 if present <= 0 else wanted / present)
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
        is_stated=is_stated,
        expected_before=before[0],
        expected_after=after[0] if moves else before[0],
        tail_before=before[1],
        tail_after=after[1] if moves else before[1],
        frontier=tuple((present * float(f), e, t) for f, (e, t) in zip(factors, points, strict=True)),
        moves=moves,
    )


def _tiktok_label(channels: tuple[ChannelUse, ...]) -> str:
    return next((use.label for use in channels if use.channel == "tiktok"), TIKTOK)


def _point(model: Model, factor: float) -> tuple[float, float]:
    """Expected loss and mean of the worst twentieth of years with TikTok's share of income scaled."""
    run = model.run([Case(model.events, Variation(direct=factor, influenced=factor))])
    loss = annual_loss(run.annual(model.season), cells=1 << 11)
    return float(run.expected_losses().sum()), float(loss.tail_mean(TAIL))


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
