"""How long disruptions last when few were seen: what the class tells, corrected by what happened.

ln hours are normal with unknown mean and spread; the belief about both is a normal-inverse-gamma law, which complete
observations turn into another one exactly. Where an event still goes on or short ones were not listed, the belief is
evaluated on a grid. Draws come from points that are passed in, never from chance.
Sources: Gelman et al., Bayesian Data Analysis, 3.3 and 4.1; docs/methods/durations.md.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import gammaincinv, log_ndtr, ndtri, stdtrit

from assessments.engine import checks
from assessments.engine.checks import Floats
from assessments.engine.duration_fits import NARROWEST, WIDEST, Observations, climb, log_likelihood
from assessments.engine.durations import LARGEST_CENTRE, LONGEST_H, Lognormal
from assessments.engine.errors import InvalidInput

ENOUGH_EVENTS = 20.0  # from so many on the single best lognormal serves; below, the belief itself must be drawn from

RANGES = {"k": (1e-9, 1e12), "a": (0.1, 1e12), "b": (1e-18, 1e15)}  # in which every draw is a finite number
CENTRES, SPREADS = 161, 97  # of the grid
FINE = 2001  # centres where the spread is known
LEFT, RIGHT = 16.0, 8.0  # standard deviations on each side of the top; lists without short events lean to the left


@dataclass(frozen=True)
class LognormalBelief:
    """What is believed of a lognormal: sigma^2 ~ inverse gamma(``a``, ``b``), mu | sigma ~ normal(``m``, sigma^2/``k``).

    ``m`` is ln hours; ``k`` and 2 ``a`` count like events seen. ``events`` says how many were.

    >>> usual = LognormalBelief.of_class(median_h=6.0)
    >>> after = usual.after(Observations([2.0, 5.0, 9.0, 30.0]))
    >>> round(float(np.exp(usual.m)), 2), round(float(np.exp(after.m)), 2)
    (6.0, 6.95)
    """

    m: float
    k: float
    a: float
    b: float
    events: float = 0.0

    def __post_init__(self) -> None:
        allowed = f"between {-LARGEST_CENTRE:g} and {LARGEST_CENTRE:g}"
        checks.alone(checks.within, "m", self.m, -LARGEST_CENTRE, LARGEST_CENTRE, allowed)
        for name, (low, high) in RANGES.items():
            checks.alone(checks.within, name, getattr(self, name), low, high, f"between {low:g} and {high:g}")
        checks.alone(checks.amount, "events", self.events)

    @classmethod
    def of_class(cls, median_h: float, spread: float = 1.0) -> LognormalBelief:
        """Return the weak belief of a class with this median: worth one event for the centre and four for the spread."""
        variance = checks.alone(checks.within, "spread", spread, NARROWEST, WIDEST, f"above 0, at most {WIDEST:g}") ** 2
        return cls(float(np.log(checks.alone(checks.positive, "median_h", median_h))), 1.0, 2.0, variance)

    def after(self, seen: Observations) -> LognormalBelief:
        """Return the belief after complete observations: every event ended, none too short to be listed.

        Raises `InvalidInput` for incomplete ones, for which `draws_after` serves.
        """
        checks.made("seen", seen, Observations)
        hours, ended, from_h, weights = seen.columns
        checks.within("ended", ended.astype(np.float64), 1, 1, "true for every event")
        checks.within("listed_from_h", from_h, 0, 0, "0 for every event")
        n = float(weights.sum())
        if n <= 0:
            return self
        y = np.log(hours)
        mean = float((weights * y).sum()) / n
        k = self.k + n
        around = float((weights * (y - mean) ** 2).sum())
        b = self.b + around / 2 + self.k * n * (mean - self.m) ** 2 / (2 * k)
        return LognormalBelief((self.k * self.m + n * mean) / k, k, self.a + n / 2, b, self.events + n)

    @property
    def plug_in(self) -> Lognormal:
        """Return the single lognormal with the centre and the usual spread; enough from 20 events on."""
        return Lognormal(self.m, float(np.sqrt(self.b / self.a)))

    @property
    def is_enough(self) -> bool:
        """Return whether so many events were seen that the single lognormal serves."""
        return self.events >= ENOUGH_EVENTS

    def predicted(self, chance: ArrayLike) -> Floats:
        """Return the hours within which the next event ends with these chances, all uncertainty included.

        ln hours follow Student's t with 2 a degrees of freedom; the mean of the hours is infinite, which is why
        every use is capped at the horizon of the event.
        """
        t = stdtrit(2 * self.a, checks.within("chance", chance, 1e-9, 1 - 1e-9, "a chance between 0 and 1"))
        logarithm = self.m + np.sqrt(self.b * (self.k + 1) / (self.a * self.k)) * t
        return np.exp(np.minimum(logarithm, np.log(LONGEST_H)))

    def draws(self, points: ArrayLike) -> tuple[Floats, Floats]:
        """Return (mu, sigma), each (N,), at points (N, 2) between 0 and 1 (spread and centre in turn).

        A spread beyond what a `Lognormal` may have counts as the nearest that it may.
        """
        u = _points(points)
        sigma = np.clip(np.sqrt(self.b / gammaincinv(self.a, 1.0 - u[:, 0])), NARROWEST, WIDEST)
        return self.m + sigma / np.sqrt(self.k) * ndtri(u[:, 1]), sigma

    def draws_after(self, seen: Observations, points: ArrayLike) -> tuple[Floats, Floats]:
        """Return (mu, sigma), each (N,), after observations that may be incomplete.

        Complete ones are counted exactly. Else the belief is put on a grid around its top, ln spread first, then the
        centre given the spread, and read at the points; exact but for the cells, a sixth of a standard deviation
        wide. Raises `NotSettled` if there is no top. Cost 20 000 values for each unfinished or truncated event.

        >>> going_on = Observations([2.0, 5.0, 9.0, 30.0, 60.0], ended=[1, 1, 1, 1, 0])
        >>> mu, sigma = LognormalBelief.of_class(6.0).draws_after(going_on, [[0.5, 0.5]])
        >>> round(float(np.exp(mu[0])), 1)
        10.9
        """
        checks.made("seen", seen, Observations)
        _, ended, from_h, _ = seen.columns
        if ended.all() and not from_h.any():
            return self.after(seen).draws(points)
        u = _points(points)
        start = np.array([self.m, 0.5 * np.log(self.b / self.a)])
        top, _, curve = climb(lambda at: self._log_belief(seen, at), start)
        reach = np.sqrt(np.diagonal(np.linalg.inv(-curve)))
        mu = np.linspace(top[0] - LEFT * reach[0], top[0] + RIGHT * reach[0], CENTRES)
        log_sigma = np.linspace(
            max(top[1] - RIGHT * reach[1], np.log(NARROWEST)), min(top[1] + RIGHT * reach[1], np.log(WIDEST)), SPREADS
        )
        belief = self._on_grid(seen, mu[:, None], np.exp(log_sigma))
        below = np.cumsum(np.exp(belief - belief.max()), axis=0)
        drawn = np.interp(u[:, 0], *_steps(np.cumsum(below[-1]), log_sigma))
        place = (drawn - log_sigma[0]) / (log_sigma[1] - log_sigma[0])
        left = np.clip(place.astype(np.int64), 0, SPREADS - 2)
        ends = np.empty((2, u.shape[0]))
        for column in np.unique(left):
            here = left == column
            for side in (0, 1):
                ends[side, here] = np.interp(u[here, 1], *_steps(below[:, column + side], mu))
        return ends[0] + (place - left) * (ends[1] - ends[0]), np.exp(drawn)

    def _on_grid(self, seen: Observations, mu: Floats, sigma: Floats) -> Floats:
        """Return the log posterior of (mu, ln sigma), but for a constant, at centres (M, 1) and spreads (S,)."""
        hours, ended, from_h, weights = seen.columns
        known, y = weights[ended], np.log(hours[ended])
        squares = (known * y**2).sum() - 2 * mu * (known * y).sum() + mu**2 * known.sum()
        held = 2.0 * self.b + self.k * (mu - self.m) ** 2 + squares
        value = -held / (2 * sigma**2) - (2.0 * self.a + 1.0 + known.sum()) * np.log(sigma)
        late = from_h > 0
        for hour, weight in zip(
            np.append(hours[~ended], from_h[late]), np.append(weights[~ended], -weights[late]), strict=True
        ):
            value = value + weight * log_ndtr((mu - np.log(hour)) / sigma)
        return np.asarray(value)

    def _log_belief(self, seen: Observations, at: Floats) -> tuple[float, Floats, Floats]:
        """Return the log posterior of (mu, ln sigma) with its first and second derivatives."""
        value, slope, curve = log_likelihood(seen, "lognormal", at)
        off, precision = at[0] - self.m, float(np.exp(-2.0 * np.clip(at[1], -30.0, 30.0)))
        held = 2.0 * self.b + self.k * off**2
        value += -(2.0 * self.a + 1.0) * float(at[1]) - held * precision / 2
        slope = slope + np.array([-self.k * off * precision, -(2.0 * self.a + 1.0) + held * precision])
        cross = 2.0 * self.k * off * precision
        return value, slope, curve + np.array([[-self.k * precision, cross], [cross, -2.0 * held * precision]])


def centre_after(usual: Lognormal, standard_error: float, seen: Observations) -> tuple[float, float]:
    """Return mean and standard deviation of mu after what was seen, where sigma is known and mu was only known roughly.

    Before, mu ~ normal(``usual.mu``, ``standard_error``^2), which counts like (sigma/standard_error)^2 events seen; sigma is
    that of ``usual``. Complete observations are counted exactly, others on a grid. The mean never falls as an event that
    is not below its list's threshold lasts longer. Raises `InvalidInput`.

    >>> centre, error = centre_after(Lognormal.from_median(6.0, 1.2), 0.4, Observations([30.0]))  # worth 9 events before
    >>> round(float(np.exp(centre)), 2), round(error, 3)
    (7.05, 0.379)
    """
    checks.made("usual", usual, Lognormal)
    allowed = f"between {NARROWEST:g} and {WIDEST:g}"
    before = checks.alone(checks.within, "standard_error", standard_error, NARROWEST, WIDEST, allowed)
    checks.made("seen", seen, Observations)
    hours, ended, from_h, weights = seen.columns
    y, k = np.log(hours), (usual.sigma / before) ** 2
    n = float(weights.sum())
    exact = (k * usual.mu + float((weights * y).sum())) / (k + n), usual.sigma / float(np.sqrt(k + n))
    if ended.all() and not from_h.any():
        return exact
    low, high = min(usual.mu, float(y.min())) - LEFT * before, max(usual.mu, float(y.max())) + LEFT * before
    for _ in range(3):  # each time on the part of the last grid that matters
        mu = np.linspace(low, high, FINE)[:, None]
        known = np.where(ended, -((y - mu) ** 2) / (2 * usual.sigma**2), log_ndtr((mu - y) / usual.sigma))
        with np.errstate(divide="ignore"):
            listed = np.where(from_h > 0, log_ndtr((mu - np.log(from_h)) / usual.sigma), 0.0)
        value = -((mu[:, 0] - usual.mu) ** 2) / (2 * before**2) + ((known - listed) * weights).sum(axis=1)
        chance = np.exp(value - value.max())
        chance /= chance.sum()
        mean = float((chance * mu[:, 0]).sum())
        error = float(np.sqrt((chance * (mu[:, 0] - mean) ** 2).sum()))
        step = (high - low) / (FINE - 1)
        low, high = mean - LEFT * max(error, step), mean + LEFT * max(error, step)
    return mean, error


def _points(points: ArrayLike) -> Floats:
    u = checks.within("points", points, 1e-12, 1 - 1e-12, "between 0 and 1, ends excluded")
    if u.ndim != 2 or u.shape[1] != 2:
        raise InvalidInput("points", f"of shape {u.shape}", "of shape (points, 2)")
    return u


def _steps(below: Floats, values: Floats) -> tuple[Floats, Floats]:
    """Return the chances and the ends of the cells around evenly spaced values, from their cumulated weights."""
    half = (values[1] - values[0]) / 2
    return np.append(0.0, below / below[-1]), np.append(values - half, values[-1] + half)
