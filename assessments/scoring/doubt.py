"""What is not known exactly, and what that does to the yearly loss: a band, what moves the result most, the grade it earns.

Chance inside a year is the engine's business; here only inputs move. All variants are rows of one batch.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaincinv, ndtri

from assessments.engine.uncertainty import expert_values, sobol_points
from assessments.scoring.cases import Case, Variation
from assessments.scoring.events import Event
from assessments.scoring.lengths import SPREAD_OF_LENGTHS
from assessments.scoring.model import Model
from assessments.scoring.quantity import Quantity, worst_grade
from assessments.ui import words

Floats = NDArray[np.float64]
POINTS = 256
"""Points of the band: its ends are then within some 3 % of those of thousands of points, with 64 they were up to 27 % off."""
BARE_POINTS = 128
"""Points of the band without measures: a secondary figure. The first half of a Sobol net is a net itself."""
FEW_POINTS = 64
"""Points where something smooth is laid through them: the curve of an outage, the worth of knowing."""
BAND = (0.1, 0.9)
AT_ONCE = 64
"""Variants solved at a time: with many events, 512 at once take twice as long, since they outgrow the processor's cache."""
MATTERS = 0.10
"""An input that moves the result by more than this share decides its grade."""
EFFECTS = ((0.25, "high"), (0.10, "medium"), (0.0, "low"))


@dataclass(frozen=True)
class Doubt:
    """One thing not known exactly: a factor on what is used, by its quantile.

    The factor is on how often a `scenario` comes, else on what a `Variation` calls by the doubt's key.
    """

    key: str
    label: str
    grade: str
    sources: tuple[str, ...]
    is_answer: bool
    factor: Callable[[Floats], Floats]
    scenario: str = ""
    shown: Callable[[float], str] = field(default=lambda factor: f"{factor:.2f} times")


@dataclass(frozen=True)
class Swing:
    """How far one doubt moves the expected yearly loss, alone, between its 10th and 90th percentile."""

    doubt: Doubt
    low: float
    high: float
    base: float
    shown_low: str
    shown_high: str

    @property
    def width(self) -> float:
        """Distance between the two results."""
        return abs(self.high - self.low)

    @property
    def effect(self) -> str:
        """low, medium or high, by the larger of the two moves."""
        if self.base <= 0:
            return "low"
        share = max(abs(self.low - self.base), abs(self.high - self.base)) / self.base
        return next(name for edge, name in EFFECTS if share >= edge)

    @property
    def matters(self) -> bool:
        """Whether it moves the result by more than a tenth."""
        return self.base > 0 and max(abs(self.low - self.base), abs(self.high - self.base)) > MATTERS * self.base


@dataclass(frozen=True)
class Uncertainty:
    """Band of the expected yearly loss (10th to 90th percentile), as it is and without measures; the swings, widest first."""

    band: tuple[float, float]
    band_without_measures: tuple[float, float]
    swings: tuple[Swing, ...]
    grade: str

    @property
    def narrowing(self) -> tuple[Swing, ...]:
        """The three answers that would narrow the band most."""
        return tuple(swing for swing in self.swings if swing.doubt.is_answer and swing.width > 0)[:3]

    def effect_of(self, name: str) -> str:
        """The effect of an input on the yearly loss: that of the doubt it belongs to, low where it belongs to none."""
        return next(
            (swing.effect for swing in self.swings if name in swing.doubt.sources or name == swing.doubt.key), "low"
        )


def uncertainty_of(model: Model, seed: int, answer_grades: Sequence[str]) -> Uncertainty:
    """Band, swings and grade of the expected yearly loss; without losses the grade is that of the answers given."""
    doubts = doubts_of(model)
    points = sobol_points(POINTS, max(1, len(doubts)), seed)
    ends = [(doubt, float(doubt.factor(np.array([chance]))[0])) for doubt in doubts for chance in BAND]
    variations = [
        Variation(),
        *variations_at(doubts, points),
        *(variation_of([doubt], [factor]) for doubt, factor in ends),
    ]
    totals = expected_totals(model, model.events, variations)
    bare = expected_totals(model, model.without_measures().events, variations[: BARE_POINTS + 1])
    base = float(totals[0])
    moved = totals[POINTS + 1 :].reshape(-1, 2)
    swings = [
        Swing(doubt, float(pair[0]), float(pair[1]), base, doubt.shown(ends[2 * i][1]), doubt.shown(ends[2 * i + 1][1]))
        for i, (doubt, pair) in enumerate(zip(doubts, moved, strict=True))
    ]
    swings.sort(key=lambda swing: (-swing.width, swing.doubt.key))
    deciding = [swing.doubt.grade for swing in swings if swing.matters]
    grade = worst_grade(deciding) if deciding else worst_grade(answer_grades)
    return Uncertainty(_band(totals[: POINTS + 1]), _band(bare), tuple(swings), grade)


def expected_totals(model: Model, events: Sequence[Event], variations: Sequence[Variation]) -> Floats:
    """Expected yearly loss (V,) of each variant of these events."""
    scenarios = scenarios_of(events)
    often = np.array([[variation.rate_of(scenario) for scenario in scenarios] for variation in variations])
    return np.asarray((totals_by_scenario(model, events, variations) * often).sum(axis=1))


def scenarios_of(events: Sequence[Event]) -> list[str]:
    """The scenarios of these events, in their order."""
    return list(dict.fromkeys(event.scenario for event in events))


def totals_by_scenario(model: Model, events: Sequence[Event], variations: Sequence[Variation]) -> Floats:
    """Expected yearly loss (V, scenarios) of each variant if everything happened as often as it is thought to.

    What only changes how often something happens is a factor on what it then costs: variants alike but for their rates
    are solved once.
    """
    alike = [replace(variation, rates=()) for variation in variations]
    place = {variation: position for position, variation in enumerate(dict.fromkeys(alike))}
    cases = [Case(tuple(events), variation) for variation in place]
    parts = [model.run(cases[first : first + AT_ONCE]) for first in range(0, len(cases), AT_ONCE)]
    costs = np.concatenate([part.expected_losses().sum(axis=2) for part in parts])
    of_event = np.array([event.scenario for event in events])
    by_scenario = np.stack([costs[:, of_event == scenario].sum(axis=1) for scenario in scenarios_of(events)], axis=1)
    return np.asarray(by_scenario[[place[variation] for variation in alike]])


def _band(totals: Floats) -> tuple[float, float]:
    """The band of the varied totals, widened where needed to hold the first, which is the one that is printed."""
    low, high = (float(np.quantile(totals[1:], chance)) for chance in BAND)
    return min(low, float(totals[0])), max(high, float(totals[0]))


def variations_at(doubts: Sequence[Doubt], points: Floats) -> list[Variation]:
    """Everything not known exactly varied at once, at each of these points (N, doubts or more) of chances."""
    factors = [doubt.factor(points[:, place]).tolist() for place, doubt in enumerate(doubts)]
    return [variation_of(doubts, row) for row in zip(*factors, strict=True)] if doubts else [Variation()] * len(points)


def variation_of(doubts: Sequence[Doubt], factors: Sequence[float]) -> Variation:
    """What is stated times a factor for each of these doubts."""
    values: dict[str, float] = {}
    rates: list[tuple[str, float]] = []
    for doubt, factor in zip(doubts, factors, strict=True):
        if doubt.scenario:
            rates.append((doubt.scenario, factor))
        else:
            values[doubt.key] = factor
    return Variation(**values, rates=tuple(rates))


def doubts_of(model: Model) -> list[Doubt]:
    """Everything that is not known exactly and reaches the yearly loss."""
    statement = model.statement
    organisation = statement.organisation
    stated = [
        _stated("income", "Yearly income", organisation.income if organisation.basis != "share" else None),
        _stated("direct", "Share of income paid through TikTok", organisation.direct),
        _stated("influenced", "Share of income found through TikTok", organisation.influenced),
        _stated("margin", "Margin", organisation.margin if organisation.basis == "margin" else None),
        _stated("recapture", "Sales that are only late", organisation.recapture),
        _stated("cost", "Costs that go on", organisation.cost_day),
        _credits(model),
        _common("dependency", "Output that stops", [activity.dependency for activity in statement.activities]),
        _common("output", "What the alternatives reach", _outputs(model)),
        _switching(model),
    ]
    return [doubt for doubt in (*stated, *_rates(model), _lengths()) if doubt is not None]


def _credits(model: Model) -> Doubt | None:
    """The share of the fee that clients may claim, where it is not known; the largest of such credits decides."""
    open_ones = [credit for credit in model.statement.contracts.credits if credit.share is not None]
    largest = max(open_ones, key=lambda credit: credit.amount, default=None)
    return None if largest is None else _stated("credits", "Credits that contracts give", largest.share)


def _outputs(model: Model) -> list[Quantity]:
    alternatives = (activity.alternative for activity in model.statement.activities)
    return [alternative.output for alternative in alternatives if alternative.exists and alternative.output is not None]


def _stated(attribute: str, label: str, quantity: Quantity | None) -> Doubt | None:
    # a margin below zero counts as none at all, whatever its range
    if quantity is None or quantity.low is None or quantity.high is None or quantity.number <= 0:
        return None
    if quantity.high <= quantity.low:
        return None
    value = quantity.number
    low, high = min(quantity.low, value) / value, max(quantity.high, value) / value
    mode = 1.0 if quantity.origin == "entered" else (low + high) / 2
    weight = 2.0 if quantity.grade == "D" else 4.0

    def factor(chances: Floats) -> Floats:
        return expert_values([low], [min(max(mode, low), high)], [high], chances[:, None], weight)[:, 0]

    def shown(by: float) -> str:
        unit = "%" if quantity.unit.startswith("%") else ""
        return f"{value * by:,.3g}{unit}" if unit else f"{value * by:,.0f}"

    return Doubt(attribute, label, quantity.grade, quantity.sources, True, factor, shown=shown)


def _common(attribute: str, label: str, quantities: Sequence[Quantity]) -> Doubt | None:
    """One doubt for a figure stated of each activity: their relative ranges, averaged, move together."""
    ranged = [q for q in quantities if q.value and q.low is not None and q.high is not None]
    if not ranged:
        return None
    lows = [min(q.low or 0.0, q.number) / q.number for q in ranged]
    highs = [max(q.high or 0.0, q.number) / q.number for q in ranged]
    merged = Quantity(
        name=attribute,
        value=1.0,
        unit="",
        grade=worst_grade(q.grade for q in ranged),
        origin="entered" if all(q.origin == "entered" for q in ranged) else "derived",
        sources=tuple(source for q in ranged for source in q.sources),
        low=float(np.mean(lows)),
        high=float(np.mean(highs)),
    )
    doubt = _stated(attribute, label, merged)
    return None if doubt is None else replace(doubt, shown=lambda by: f"{100 * by:.0f}% of what you said")


def _switching(model: Model) -> Doubt | None:
    """Time until the alternatives deliver: between half and twice what was stated, where anybody has to switch."""
    waiting = [a for a in model.statement.activities if a.alternative.exists and not a.alternative.is_running]
    if not waiting:
        return None
    grades = [model.statement.noticing.delay_h.grade, "C"]
    sources = (*model.statement.noticing.delay_h.sources, *(f"functions.{a.key}.WRK-02" for a in waiting))

    def factor(chances: Floats) -> Floats:
        return np.exp2(2 * chances - 1)

    return Doubt("switching", "Time until alternatives deliver", worst_grade(grades), sources, True, factor)


def _rates(model: Model) -> list[Doubt]:
    doubts = []
    labels = model.statement.course.bank.vocabulary.scenarios
    for key, label in labels.items():
        events = [event for event in model.events if event.scenario == key and event.touches]
        mean = sum(event.rate.mean for event in events)
        if mean <= 0:
            continue
        doubts.append(_rate(key, label, shape_of(events), mean))
    return doubts


def shape_of(events: Sequence[Event]) -> float:
    """Shape of the Gamma distribution of the rates of these events together, infinite where none of them ever comes."""
    mean = sum(event.rate.mean for event in events)
    return mean**2 / sum(event.rate.mean**2 / event.rate.events for event in events) if mean > 0 else float("inf")


def _rate(key: str, label: str, shape: float, mean: float) -> Doubt:
    def factor(chances: Floats) -> Floats:
        return np.asarray(gammaincinv(shape, chances) / shape)

    sources = (f"catalogue.scenarios.{key}",)
    title = f"How often: {words.lower_first(label)}"
    return Doubt(f"rate.{key}", title, "C", sources, False, factor, key, lambda by: f"{mean * by:.2g} a year")


def _lengths() -> Doubt:
    def factor(chances: Floats) -> Floats:
        return np.asarray(np.exp(SPREAD_OF_LENGTHS * ndtri(chances)))

    return Doubt("lengths", "How long events last", "C", ("catalogue.durations",), False, factor)
