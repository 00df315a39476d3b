"""What each scenario means here: how likely, how long, what it costs, how bad, whom it pushes over a limit."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaincinv

from assessments.catalogue.scenarios import ScenarioEntry
from assessments.engine import ratings
from assessments.engine.cascade import Cascade
from assessments.engine.ratings import BANDS_H
from assessments.scoring.events import Event, likelihood_level
from assessments.scoring.impact import Impact
from assessments.scoring.model import Model, Run
from assessments.scoring.overrides import Overrides
from assessments.scoring.ranking import move

Floats = NDArray[np.float64]
CREDIBLE = (0.05, 0.95)
HIT = 1e-9
BANDS = ("low", "moderate", "high", "severe")


@dataclass(frozen=True)
class ScenarioResult:
    """One scenario at this organisation; `event` is the one of its events that takes most."""

    key: str
    label: str
    entry: ScenarioEntry
    events: tuple[Event, ...]
    event: Event | None
    rate: float
    rate_range: tuple[float, float]
    likelihood: int
    impact: int
    impact_typical: int
    impact_severe: int
    worst_function: str | None
    worst_category: str | None
    losses_typical: dict[str, float]
    losses_severe: dict[str, float]
    first_hit_h: dict[str, float]
    expected_annual: dict[str, float]
    over_mtpd: tuple[str, ...]
    rank: int = 0

    @property
    def loss_typical(self) -> float:
        """Loss at the typical length."""
        return sum(self.losses_typical.values())

    @property
    def loss_severe(self) -> float:
        """Loss at the severe length."""
        return sum(self.losses_severe.values())

    @property
    def expected_annual_loss(self) -> float:
        """Expected loss a year over all its events."""
        return sum(self.expected_annual.values())

    @property
    def cell(self) -> int:
        """Likelihood times impact."""
        return self.likelihood * self.impact

    @property
    def band(self) -> str:
        """Band of the matrix cell; impact 5 is never below high."""
        position = sum(self.cell >= edge for edge in (5, 10, 15))
        return BANDS[max(position, 2) if self.impact == ratings.HIGHEST_RATING else position]

    @property
    def touches(self) -> bool:
        """Whether it reaches anything the organisation uses."""
        return self.event is not None and self.event.touches


def scenarios_of(model: Model, run: Run, impacts: Sequence[Impact], overrides: Overrides) -> tuple[ScenarioResult, ...]:
    """All nine scenarios, ranked."""
    expected = run.expected_losses()[0]
    labels = model.statement.course.bank.vocabulary.scenarios
    found = [
        _scenario(model, run, impacts, overrides, entry, labels[entry.id], expected)
        for entry in model.statement.library.scenarios
    ]
    return _ranked(found, overrides)


def _ranked(found: list[ScenarioResult], overrides: Overrides) -> tuple[ScenarioResult, ...]:
    """First what is likely enough and breaks a limit, then by expected yearly loss, then by worst rating, then by the catalogue."""
    order = sorted(
        found,
        key=lambda it: (
            not (it.likelihood >= 3 and it.over_mtpd),
            -it.expected_annual_loss,
            -it.impact,
            -it.likelihood,
        ),
    )
    wanted = {it.key: overrides.value(f"scenarios.{it.key}.rank", place) for place, it in enumerate(order, start=1)}
    moved = {key for key in wanted if overrides.is_active(f"scenarios.{key}.rank")}
    return tuple(replace(it, rank=place) for place, it in enumerate(move(order, wanted, moved), start=1))


def _scenario(
    model: Model,
    run: Run,
    impacts: Sequence[Impact],
    overrides: Overrides,
    entry: ScenarioEntry,
    label: str,
    expected: Floats,
) -> ScenarioResult:
    rows = [row for row, event in enumerate(run.events) if event.scenario == entry.id]
    events = tuple(run.events[row] for row in rows)
    rate = sum(event.rate.mean for event in events)
    typical, severe = (run.losses.value_at([hours])[..., 0] for hours in (entry.typical_h, entry.severe_h))
    worst = max(rows, key=lambda row: (severe[row].sum(), sum(run.events[row].route.values())), default=None)
    touching = [row for row in rows if run.events[row].touches]
    impact = [_impact_at(model, run, impacts, touching, hours) for hours in (entry.typical_h, entry.severe_h)]
    top = max(impact, key=lambda found: found[0])
    return ScenarioResult(
        key=entry.id,
        label=label,
        entry=entry,
        events=events,
        event=None if worst is None else run.events[worst],
        rate=rate,
        rate_range=_rate_range(events),
        likelihood=overrides.value(f"scenarios.{entry.id}.likelihood", likelihood_level(rate) if rows else 1),
        impact=overrides.value(f"scenarios.{entry.id}.impact", top[0]),
        impact_typical=impact[0][0],
        impact_severe=impact[1][0],
        worst_function=top[1],
        worst_category=top[2],
        losses_typical=_by_key(model, typical, worst),
        losses_severe=_by_key(model, severe, worst),
        first_hit_h=_first_hits(model, run, touching),
        expected_annual={key: float(expected[rows, position].sum()) for position, key in enumerate(model.keys)},
        over_mtpd=_over_mtpd(model, run, impacts, touching, entry.severe_h),
    )


def _by_key(model: Model, losses: Floats, row: int | None) -> dict[str, float]:
    return {key: 0.0 if row is None else float(losses[row, position]) for position, key in enumerate(model.keys)}


def _rate_range(events: Sequence[Event]) -> tuple[float, float]:
    """5th and 95th percentile of the summed rate; each event's rate is a Gamma, the sum is matched by mean and variance."""
    mean = sum(event.rate.mean for event in events)
    variance = sum(event.rate.mean**2 / event.rate.events for event in events)
    if mean <= 0 or variance <= 0:
        return 0.0, 0.0
    shape = mean**2 / variance
    low, high = (float(gammaincinv(shape, chance)) * mean / shape for chance in CREDIBLE)
    return low, high


def _first_hits(model: Model, run: Run, rows: Sequence[int]) -> dict[str, float]:
    """The earliest hour at which any of these events reaches an activity or a party; what none reaches is left out."""
    first = run.cascade.first_over(HIT)[list(rows)].min(axis=0, initial=np.inf)
    hits = {name: float(first[model.node(name)]) for name in (*model.keys, *model.parties)}
    return {name: hour for name, hour in hits.items() if np.isfinite(hour)}


def paces_of(model: Model, course: Cascade, row: int) -> Floats:
    """How fast the clock of each activity runs on each interval (F, K): 1 while its way to TikTok is gone altogether.

    What the route takes counts in full, whatever share of the output depends on it; what other activities take comes on
    top. So an activity half stopped for a day has lost half a day.
    """
    count = model.count
    dependency = np.array([[activity.dependency.number / 100] for activity in model.statement.activities])
    route, stopped = (course.inoperability[row, first : first + count] for first in (count, 2 * count))
    left = 1 - dependency * route
    others = np.divide(1 - stopped, left, out=np.zeros_like(left), where=left > HIT)
    return np.where(dependency > 0, np.clip(1 - (1 - route) * others, 0.0, 1.0), stopped)


def equivalent_hours(model: Model, course: Cascade, row: int, hours: float) -> Floats:
    """Hours of full outage (F,) that an event of so many hours equals."""
    spans = np.diff(np.minimum(course.knots_h[row], hours))
    return np.asarray((paces_of(model, course, row)[:, :-1] * spans).sum(axis=1))


def _impact_at(
    model: Model, run: Run, impacts: Sequence[Impact], rows: Sequence[int], hours: float
) -> tuple[int, str | None, str | None]:
    """The highest rating that any of these events reaches at a length, with the activity and the category that reach it."""
    organisation = model.statement.organisation
    income, other = (losses.value_at([hours])[..., 0] for losses in (run.income, run.other))
    severe = organisation.severe_loss.number
    best: tuple[int, str | None, str | None] = (1 if rows else 0, None, None)
    for row in rows:
        rated = income[row] * organisation.rating_factor + other[row]
        money = ratings.loss_ratings(rated, severe) if severe > 0 else np.zeros(len(impacts), dtype=int)
        lost = equivalent_hours(model, run.cascade, row, hours)
        for position, impact in enumerate(impacts):
            ratings_here = _ratings_at(impact, float(lost[position]), int(money[position]))
            for category, rating in ratings_here.items():
                if rating > best[0] or (rating == best[0] and best[1] is None):
                    best = (rating, impact.key, category)
    return best


def _ratings_at(impact: Impact, lost_h: float, money: int) -> dict[str, int]:
    """Ratings of one activity after so many hours of full outage: money as calculated for the event, the rest from its grid."""
    found: dict[str, int] = {}
    band = next((i for i, edge in enumerate(BANDS_H) if lost_h <= edge * (1 + 1e-9)), len(BANDS_H) - 1)
    for category, row in impact.normal.grid.items():
        if category == "financial" and not impact.money_row_stated:
            found[category] = money
        else:
            found[category] = list(row.values())[band] if lost_h > HIT else 0
    return found


def _over_mtpd(
    model: Model, run: Run, impacts: Sequence[Impact], rows: Sequence[int], severe_h: float
) -> tuple[str, ...]:
    """Activities that the severe case of any of these events pushes over their limit, most urgent first."""
    limits = np.array([np.inf if it.normal.mtpd_h is None else it.normal.mtpd_h for it in impacts])
    over = np.zeros(len(impacts), dtype=bool)
    for row in rows:
        event = run.events[row]
        reached = np.array([event.route[impact.key] > 0 for impact in impacts])
        over |= reached & (unmet_hours(model, run.cascade, row, impacts, event, severe_h) > limits * (1 + 1e-9))
    found = [impact for impact, is_over in zip(impacts, over, strict=True) if is_over]
    return tuple(impact.key for impact in sorted(found, key=lambda it: (it.normal.mtpd_h or 0.0, it.stated.rank)))


def unmet_hours(
    model: Model, course: Cascade, row: int, impacts: Sequence[Impact], event: Event, hours: float
) -> Floats:
    """Hours of full outage (F,) that count against each activity's limit in an event of so many hours.

    The clock stands still while the activity's alternative delivers its minimum level.
    """
    knots = np.minimum(course.knots_h[row], hours)
    counted = np.tile(np.diff(knots), (len(impacts), 1))
    for position, impact in enumerate(impacts):
        relief = event.relief.get(impact.key)
        if relief is not None and relief.share >= impact.stated.mbco.number / 100:
            # an alternative that changes nothing leaves no knot where it starts or ends, so intervals are cut here
            start, end = (min(hour, hours) for hour in (relief.start_h, relief.start_h + relief.lasts_h))
            counted[position] -= np.diff(np.clip(knots, start, end))
    return np.asarray((paces_of(model, course, row)[:, :-1] * counted).sum(axis=1))
