"""What channels bring and how they may be mixed: results year by year, limits, owners, the cost of moving.

Amounts are in any unit you like (points of income, money, hours of work): ``budget`` units are shared out over K
channels. Results are what a unit brings in each of N equally likely years (`joint_years`). What is checked here is
trusted by `diversification`.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from assessments.engine import checks
from assessments.engine.checks import Floats
from assessments.engine.errors import InvalidInput


@dataclass(frozen=True, eq=False)
class Response:
    """How results grow with the amount in a channel: segments of ``width`` (K, S) units, each unit worth ``slope``.

    Slopes (K, S), times the channel's return, may not rise from one segment to the next: a channel is asked for more,
    and each further unit brings less. A width of 0 is no segment; a channel holds no more than its widths.
    """

    width: ArrayLike
    slope: ArrayLike


@dataclass(frozen=True, eq=False)
class Channels:
    """K channels: what a unit in each brings, ``returns`` (N, K), in N equally likely years, and the limits of a mix.

    ``least``, ``most``: units of each channel, (K,) or a number. ``owners`` (K,) and ``owner_most``: units that the
    channels of an owner may carry together. ``today`` (K,): units at present; each unit moved into a channel costs
    ``cost_in``, out of it ``cost_out``, and at most ``most_moved`` units go in. Raises `InvalidInput`. Amounts that its methods are asked about
    are trusted: `diversification.outcome_of` checks them.
    """

    returns: ArrayLike
    budget: float = 1.0
    least: ArrayLike = 0.0
    most: ArrayLike = np.inf
    owners: Sequence[Hashable] = ()
    owner_most: Mapping[Hashable, float] = field(default_factory=dict)
    today: ArrayLike | None = None
    cost_in: ArrayLike = 0.0
    cost_out: ArrayLike = 0.0
    most_moved: float = np.inf
    response: Response | None = None

    def __post_init__(self) -> None:
        table = checks.finite("returns", self.returns)
        if table.ndim != 2 or not table.size:
            raise InvalidInput("returns", f"of shape {table.shape}", "years x channels, at least one of each")
        checks.alone(checks.positive, "budget", self.budget)
        checks.alone(checks.within, "most_moved", self.most_moved, 0.0, np.inf, "0 or more (infinity for no limit)")
        for name in ("least", "cost_in", "cost_out"):
            checks.shaped(name, checks.amount(name, getattr(self, name)), (self.count,))
        most = checks.within("most", self.most, 0.0, np.inf, "0 or more (infinity for no limit)")
        checks.shaped("most", most, (self.count,))
        self._check_moves()
        self._check_owners()
        if self.response is not None:
            checks.made("response", self.response, Response)
            self._check_response(table)

    def _check_moves(self) -> None:
        if self.today is not None:
            checks.shaped("today", checks.amount("today", self.today), (self.count,))
        elif np.isfinite(self.most_moved) or np.any(self.cost_in) or np.any(self.cost_out):
            raise InvalidInput("today", "missing", "given where moving is limited or costs something")

    def _check_owners(self) -> None:
        checks.made("owners", self.owners, Sequence)
        checks.made("owner_most", self.owner_most, Mapping)
        for place, name in enumerate(self.owners):
            checks.made(f"owners[{place}]", name, Hashable)
        if (self.owner_most or len(self.owners)) and len(self.owners) != self.count:
            raise InvalidInput("owners", f"{len(self.owners)} for {self.count} channels", "one for each channel")
        for owner, most in self.owner_most.items():
            checks.alone(checks.amount, f"owner_most of {owner}", most)
            if owner not in self.owners:
                raise InvalidInput("owner_most", f"given for {owner}", "given for owners of channels only")

    def _check_response(self, table: Floats) -> None:
        widths, slopes = self.segments
        rising = (np.diff(slopes, axis=1) > 0) & (widths[:, 1:] > 0)
        if rising.any():
            channel = int(np.argwhere(rising)[0, 0])
            raise InvalidInput(f"slope of response[{channel}]", slopes[channel].tolist(), "never rising")
        if table.min() < 0:
            raise InvalidInput("returns", float(table.min()), "0 or more where a response is given")

    @property
    def count(self) -> int:
        """Return the number of channels K."""
        return int(np.shape(self.returns)[1])

    @cached_property
    def table(self) -> Floats:
        """Return the returns (N, K)."""
        return np.ascontiguousarray(self.returns, dtype=np.float64)

    @cached_property
    def by_channel(self) -> Floats:
        """Return the returns (K, N), the order in which outcomes are summed fastest."""
        return np.ascontiguousarray(self.table.T)

    @cached_property
    def usual(self) -> Floats:
        """Return the mean return of a unit in each channel (K,)."""
        return self.by_channel.mean(axis=1)

    @cached_property
    def segments(self) -> tuple[Floats, Floats]:
        """Return widths and slopes (K, S); without a response one segment of slope 1."""
        if self.response is None:
            return np.full((self.count, 1), float(self.budget)), np.ones((self.count, 1))
        widths, slopes = (
            np.atleast_2d(checks.amount(f"{name} of response", getattr(self.response, name)))
            for name in ("width", "slope")
        )
        shape = (self.count, max(widths.shape[1], slopes.shape[1]))
        return (
            np.array(checks.shaped("width of response", widths, shape)),
            np.array(checks.shaped("slope of response", slopes, shape)),
        )

    def of_each(self, name: str) -> Floats:
        """Return a limit or cost by name, spread to all channels (K,)."""
        return np.array(np.broadcast_to(getattr(self, name), (self.count,)), dtype=np.float64)

    def exposure(self, amounts: Floats) -> Floats:
        """Return the units (K,) of full return that the amounts (K,) bring: segments filled from the first on."""
        widths, slopes = self.segments
        if self.response is None:
            return amounts
        start = np.cumsum(widths, axis=1) - widths
        return np.asarray((np.clip(amounts[:, None] - start, 0.0, widths) * slopes).sum(axis=1))

    def next_slope(self, amounts: Floats) -> Floats:
        """Return what one more unit of each channel (K,) would bring of its return; 0 where no segment is left."""
        widths, slopes = self.segments
        if self.response is None:
            return np.ones(self.count)
        segment = (amounts[:, None] >= np.cumsum(widths, axis=1) * (1 - 1e-9)).sum(axis=1)
        padded = np.append(slopes, np.zeros((self.count, 1)), axis=1)
        return np.take_along_axis(padded, segment[:, None], axis=1)[:, 0]

    def moving_cost(self, amounts: Floats) -> float:
        """Return what it costs to get from today to the amounts (K,)."""
        if self.today is None:
            return 0.0
        change = amounts - self.of_each("today")
        paid = np.maximum(change, 0.0) * self.of_each("cost_in") + np.maximum(-change, 0.0) * self.of_each("cost_out")
        return float(paid.sum())
