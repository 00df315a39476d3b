"""Impact over time for each activity: what an outage costs, how it is rated, how long it may last, when work must resume."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from assessments.engine import ratings
from assessments.engine.cascade import Cascade
from assessments.engine.ratings import BANDS_H, Limit, SettledLimit
from assessments.engine.season import factors_from
from assessments.questionnaires.profile import Override
from assessments.scoring.model import Model, engine_peaks
from assessments.scoring.overrides import Overrides
from assessments.scoring.stated.activities import NEVER, StatedActivity
from assessments.scoring.stated.timing import Peak
from assessments.ui import words

Floats = NDArray[np.float64]
TOLERANCE = ratings.INTOLERABLE
PUBLIC_TOLERANCE = 3
PUBLIC = "public_information"
PUBLIC_CATEGORIES = ("legal", "customer")
PEAK_DAYS = 31
FALLBACK_BETWEEN_H = (24.0, 72.0)
"""Where nothing is stated and nothing can be calculated: the band that the planning value of 24 hours stands for."""
BY_A_PERSON = "override"


@dataclass(frozen=True)
class View:
    """One activity in one view, a normal week or an outage that begins in the strongest busy period."""

    losses: Floats
    grid: dict[str, dict[str, int]]
    calculated: Limit | None
    settled: SettledLimit
    mtpd_h: float | None
    set_by: tuple[str, str] | None
    between_h: tuple[float | None, float | None]


@dataclass(frozen=True)
class Impact:
    """What is known of one activity's impact."""

    stated: StatedActivity
    normal: View
    peak: View
    peak_period: Peak | None
    stated_mtpd: Limit | None
    rto_h: float
    proposed_rto_h: float
    tier: str
    money_row_stated: bool

    @property
    def key(self) -> str:
        """The activity's key."""
        return self.stated.key

    @property
    def rating_24h(self) -> int:
        """The highest rating at 24 hours."""
        return max((row["h24"] for row in self.normal.grid.values()), default=0)


def impacts_of(model: Model, overrides: Overrides) -> tuple[Impact, ...]:
    """The impact of every activity, in the user's order."""
    outage = model.whole_outage()
    timing = model.statement.timing
    strongest = timing.strongest
    factors = _peak_factors(model, strongest)
    normal = _Money(model, outage, None)
    peak = normal if factors is None else _Money(model, outage, factors)
    return tuple(
        _impact(model, overrides, position, activity, (normal, peak), strongest)
        for position, activity in enumerate(model.statement.activities)
    )


def intolerable(kind: str | None, category: str) -> int:
    """The rating from which an effect is not acceptable: 4, and 3 for Legal and for Customers in urgent public information."""
    return PUBLIC_TOLERANCE if kind == PUBLIC and category in PUBLIC_CATEGORIES else TOLERANCE


class _Money:
    """Losses and money ratings of every activity for one view."""

    def __init__(self, model: Model, outage: Cascade, factors: Floats | None) -> None:
        organisation = model.statement.organisation
        income, other = model.loss_so_far(outage, BANDS_H, factors)
        self.losses = income + other
        severe, cushion = organisation.severe_loss.number, self._cushion(model)
        rated = income * organisation.rating_factor + other
        beyond = income > cushion if cushion is not None else np.zeros_like(income, dtype=bool)
        self.is_rated = severe > 0  # without an income there is nothing to measure a loss by
        self.ratings = (
            ratings.loss_ratings(rated, severe, beyond) if self.is_rated else np.zeros(rated.shape, dtype=int)
        )

    @staticmethod
    def _cushion(model: Model) -> float | None:
        """Income that may be lost before cash runs out: the runway in weeks of all income that depends on TikTok.

        Only income lost by the hour eats it: a subscription or retainer goes on and pays the fixed costs meanwhile.
        """
        organisation = model.statement.organisation
        weeks = organisation.runway_weeks
        if weeks is None or weeks.value is None or not organisation.is_lost_by_the_hour:
            return None
        share = (organisation.direct.number + organisation.influenced.number) / 100
        week = organisation.income.number * organisation.margin_factor * share / 52
        return weeks.number * week if week > 0 else None


def _peak_factors(model: Model, strongest: Peak | None) -> Floats | None:
    """Day-by-day factors of an outage that starts on the first day of the strongest period."""
    if strongest is None:
        return None
    peaks = engine_peaks(model.statement.timing.peaks, model.statement)
    first = max(0, strongest.start.toordinal() - model.statement.profile.as_of.toordinal())
    return factors_from(peaks, min(first, 364), PEAK_DAYS)


def _impact(
    model: Model,
    overrides: Overrides,
    position: int,
    activity: StatedActivity,
    money: tuple[_Money, _Money],
    strongest: Peak | None,
) -> Impact:
    stated = _stated_limit(model, activity)
    views = [_view(model, overrides, position, activity, each, stated) for each in money]
    normal = _with_override(overrides, activity, views[0], "normal")
    peak = _no_longer_than(normal, _with_override(overrides, activity, views[1], "peak", normal))
    proposed = _proposed_rto(activity, normal.mtpd_h)
    rto = _rto(overrides, activity, normal.mtpd_h, proposed)
    money_row = f"functions.{activity.key}.impact.financial."
    return Impact(
        stated=activity,
        normal=normal,
        peak=peak,
        peak_period=strongest,
        stated_mtpd=stated,
        rto_h=rto,
        proposed_rto_h=proposed,
        tier=ratings.tier(rto),
        money_row_stated="financial" in activity.grid or overrides.is_active(money_row),
    )


def _stated_limit(model: Model, activity: StatedActivity) -> Limit | None:
    if activity.limit is None:
        return None
    bands = list(model.statement.course.bank.vocabulary.band_hours)
    return Limit(len(BANDS_H) if activity.limit == NEVER else bands.index(activity.limit))


def _view(
    model: Model, overrides: Overrides, position: int, activity: StatedActivity, money: _Money, stated: Limit | None
) -> View:
    bands = list(model.statement.course.bank.vocabulary.band_hours)
    losses = money.losses[position]
    grid = _grid(model, activity, money, position, overrides)
    grid = {category: _overridden(overrides, activity, category, row) for category, row in grid.items()}
    grid = {category: row for category, row in grid.items() if category in activity.grid or any(row.values())}
    categories = list(grid)
    kind = activity.activity.kind
    calculated = None
    if categories:
        table = [[grid[category][band] for band in bands] for category in categories]
        calculated = ratings.limit_of_grid(table, [intolerable(kind, category) for category in categories])
    settled = ratings.settle(calculated, stated)
    set_by = _set_by(settled, categories, bands, activity)
    between = settled.used.between_h if settled.used is not None else FALLBACK_BETWEEN_H
    return View(losses, grid, calculated, settled, settled.hours, set_by, between)


def _grid(
    model: Model, activity: StatedActivity, money: _Money, position: int, overrides: Overrides
) -> dict[str, dict[str, int]]:
    """Ratings of every category that is known: money calculated unless given, the others carried forward from shorter outages.

    A category of which only an override speaks begins at 0.
    """
    vocabulary = model.statement.course.bank.vocabulary
    grid: dict[str, dict[str, int]] = {}
    for category in vocabulary.categories:
        if category in activity.grid:
            grid[category] = _carried(activity.grid[category], list(vocabulary.band_hours))
        elif category == "financial" and money.is_rated and money.losses[position].max() > 0:
            rated = zip(vocabulary.band_hours, money.ratings[position], strict=True)
            grid[category] = {band: int(rating) for band, rating in rated}
        elif overrides.names(f"functions.{activity.key}.impact.{category}."):
            grid[category] = dict.fromkeys(vocabulary.band_hours, 0)
    return grid


def _overridden(overrides: Overrides, activity: StatedActivity, category: str, row: dict[str, int]) -> dict[str, int]:
    """A row with the ratings that a person set; where nothing else speaks of the category they are carried forward."""
    path = f"functions.{activity.key}.impact.{category}"
    used = {band: overrides.value(f"{path}.{band}", rating) for band, rating in row.items()}
    if category in activity.grid or any(row.values()):
        return used
    return _carried({band: rating for band, rating in used.items() if overrides.is_active(f"{path}.{band}")}, list(row))


def _carried(given: dict[str, int], bands: list[str]) -> dict[str, int]:
    row, current = {}, 0
    for band in bands:
        current = given.get(band, current)
        row[band] = current
    return row


def _set_by(
    settled: SettledLimit, categories: list[str], bands: list[str], activity: StatedActivity
) -> tuple[str, str] | None:
    """The category and the band that set the limit: a cell of the grid, or what was stated."""
    if settled.used is None:
        return ("fallback", "d3")
    if settled.used.band >= len(bands):
        return None
    band = bands[settled.used.band]
    calculated = settled.calculated
    if calculated is not None and calculated.band == settled.used.band and calculated.category is not None:
        return categories[calculated.category], band
    return activity.limit_reason or "stated", band


def _with_override(
    overrides: Overrides, activity: StatedActivity, view: View, name: str, normal: View | None = None
) -> View:
    def rule(override: Override, calculated: float | None) -> str | None:
        longer = override.to is None or (calculated is not None and override.to > calculated)
        if longer and calculated is not None and not override.evidence:
            return "a limit longer than the calculated one needs evidence"
        if normal is not None and _is_longer(override.to, normal.mtpd_h):
            return "in a busy period the limit cannot be longer than in a normal week"
        return "the limit must be longer than 0 hours" if override.to == 0 else None

    path = f"functions.{activity.key}.mtpd_h.{name}"
    used = overrides.value(path, view.mtpd_h, rule)
    if not overrides.is_active(path):
        return view
    bands = overrides.profile.bank.vocabulary.band_hours
    first_over = next((band for band, edge in bands.items() if _is_longer(edge, used)), None)
    set_by = None if first_over is None else (BY_A_PERSON, first_over)
    return replace(
        view, mtpd_h=used, set_by=set_by, between_h=(ratings.MONTH_H, None) if used is None else (used, used)
    )


def _is_longer(one: float | None, other: float | None) -> bool:
    """Whether a limit is longer than another; None is longer than a month."""
    return other is not None and (one is None or one > other)


def _no_longer_than(normal: View, peak: View) -> View:
    """In a busy period a limit is never longer than in a normal week, whoever set the latter."""
    if not _is_longer(peak.mtpd_h, normal.mtpd_h):
        return peak
    return replace(peak, mtpd_h=normal.mtpd_h, set_by=normal.set_by, between_h=normal.between_h)


def _proposed_rto(activity: StatedActivity, mtpd_h: float | None) -> float:
    """The recovery target: the limit less the time to catch up with the days of outage, shared by the people available."""
    days = (ratings.MONTH_H if mtpd_h is None else mtpd_h) / 24
    people = activity.people.number if activity.people is not None and activity.people.value else 1.0
    return ratings.proposed_target(mtpd_h, activity.catch_up_h.number * days, max(1.0, people))


def _rto(overrides: Overrides, activity: StatedActivity, mtpd_h: float | None, proposed: float) -> float:
    most = ratings.MONTH_H if mtpd_h is None else mtpd_h
    path = f"functions.{activity.key}.rto_h"

    def rule(override: Override, _calculated: float) -> str | None:
        if override.to > most:
            return f"the target may not exceed the limit of {words.hours(most)}"
        return "the target must be longer than 0 hours" if override.to <= 0 else None

    return float(min(most, overrides.value(path, proposed, rule, lambda override: override.to > proposed)))
