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
    moved = {key for key in wanted if overrides.is_set(f"scenarios.{key}.rank")}
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
    touched = None if worst is None or not run.events[worst].touches else worst
    impact = (
        [_impact_at(model, run, impacts, touched, hours) for hours in (entry.typical_h, entry.severe_h)]
        if touched is not None
        else []
    )
    top = max(impact, key=lambda found: found[0], default=(0, None, None))
    likelihood = likelihood_level(rate) if rows else 1
    return ScenarioResult(
        key=entry.id,
        label=label,
        entry=entry,
        events=events,
        event=None if worst is None else run.events[worst],
        rate=rate,
        rate_range=_rate_range(events),
        likelihood=overrides.value(f"scenarios.{entry.id}.likelihood", likelihood),
        impact=overrides.value(f"scenarios.{entry.id}.impact", top[0]),
        impact_typical=impact[0][0] if impact else 0,
        impact_severe=impact[1][0] if impact else 0,
        worst_function=top[1],
        worst_category=top[2],
        losses_typical=_by_key(model, typical, worst),
        losses_severe=_by_key(model, severe, worst),
        first_hit_h={} if touched is None else _first_hits(model, run, touched),
        expected_annual={key: float(expected[rows, position].sum()) for position, key in enumerate(model.keys)},
        over_mtpd=() if touched is None else _over_mtpd(model, run, impacts, touched, entry.severe_h),
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


def _first_hits(model: Model, run: Run, row: int) -> dict[str, float]:
    first = run.cascade.first_over(HIT)[row]
    names = {**{key: model.node(key) for key in model.keys}, **{party: model.node(party) for party in model.parties}}
    return {name: float(first[node]) for name, node in names.items() if np.isfinite(first[node])}


def equivalent_hours(model: Model, run: Run, row: int, hours: float) -> Floats:
    """Hours of full outage (F,) that an event of so many hours equals: an activity half stopped for a day has lost half a day."""
    cascade = run.cascade
    nodes = model.functions
    lost = cascade.hours_lost[row, nodes]
    knots = cascade.knots_h[row]
    upto = np.array([np.interp(min(hours, knots[-1]), knots, lost[f]) for f in range(len(nodes))])
    full = np.array([activity.dependency.number / 100 for activity in model.statement.activities])
    return np.asarray(np.divide(upto, full, out=np.zeros_like(upto), where=full > 0))


def _impact_at(
    model: Model, run: Run, impacts: Sequence[Impact], row: int | None, hours: float
) -> tuple[int, str | None, str | None]:
    """The highest rating an event reaches at a length, with the activity and the category that reach it."""
    assert row is not None
    organisation = model.statement.organisation
    income = run.income.value_at([hours])[row, :, 0]
    other = run.other.value_at([hours])[row, :, 0]
    severe = organisation.severe_loss.number
    rated = income * organisation.rating_factor + other
    money = ratings.loss_ratings(rated, severe) if severe > 0 else np.where(rated > 0, 5, 0)
    lost = equivalent_hours(model, run, row, hours)
    best: tuple[int, str | None, str | None] = (1, None, None)
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


def _over_mtpd(model: Model, run: Run, impacts: Sequence[Impact], row: int | None, severe_h: float) -> tuple[str, ...]:
    """Activities that the severe case pushes over their limit, most urgent first.

    The clock of an activity runs in hours of full outage and stands still while its alternative delivers the minimum level.
    """
    assert row is not None
    event = run.events[row]
    over = []
    for position, impact in enumerate(impacts):
        limit = impact.normal.mtpd_h
        if limit is None or event.route[impact.key] <= 0:
            continue
        unmet = unmet_hours(run.cascade, row, model.functions[position], impact, event, severe_h)
        if unmet > limit * (1 + 1e-9):
            over.append(impact)
    return tuple(impact.key for impact in sorted(over, key=lambda it: (it.normal.mtpd_h or 0.0, it.stated.rank)))


def unmet_hours(course: Cascade, row: int, node: int, impact: Impact, event: Event, hours: float) -> float:
    """Hours of full outage that count against an activity's limit in an event of so many hours.

    The clock stands still while the activity's alternative delivers its minimum level.
    """
    knots = np.minimum(course.knots_h[row], hours)
    q = course.inoperability[row, node]
    full = impact.stated.dependency.number / 100
    if full <= 0:
        return 0.0
    relief = event.relief.get(impact.key)
    minimum = impact.stated.mbco.number / 100
    delivers = np.zeros(q.size, dtype=bool)
    if relief is not None and relief.share >= minimum:
        started = course.knots_h[row]
        delivers = (started >= relief.start_h) & (started < relief.start_h + relief.lasts_h)
    pace = np.where(delivers, 0.0, q / full)
    return float((pace[:-1] * np.diff(knots)).sum())
