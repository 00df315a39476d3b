"""What the recommendations hang on: what it would be worth to know, and how far each one's worth rests on an assumption.

The decision is which recommendations to carry out. Today's choice is each that removes more than it costs beside those
chosen before it, best first, and one of two that act on the same thing in the same way (mixes). Other options change one
thing about that choice. All are solved at the same points of what is not known exactly, so that their differences carry
no noise. docs/methods/information.md, recommendations.md.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.polynomial.legendre import legvander
from numpy.typing import NDArray

from assessments.engine.uncertainty import sobol_points
from assessments.scoring.advice.levers import Change, case_with
from assessments.scoring.advice.recommend import Recommendation
from assessments.scoring.cases import Case, Variation
from assessments.scoring.doubt import (
    BAND,
    FEW_POINTS,
    Doubt,
    doubts_of,
    expected_totals,
    scenarios_of,
    totals_by_scenario,
    variation_of,
    variations_at,
)
from assessments.scoring.evaluate import Evaluation
from assessments.scoring.mixes import are_rivals
from assessments.scoring.model import Model

Floats = NDArray[np.float64]
IN_QUESTION = 10.0
"""What removes more than so many times its cost, or costs more than so many times what it removes, is settled."""
MOST_IN_QUESTION = 6
"""Recommendations that are weighed again at every point, those nearest to break-even first."""
ASSUMED = ("output", "lengths")
"""What the worth of a recommendation may rest on beside its own effect and how often something happens."""
GRID = (np.arange(256) + 0.5) / 256
"""Chances at which what one thing alone does is looked at."""
DEGREE = 2
FOLDS = 8
SHIFT = 2
LEAST_SHARE = 0.01
"""An assumption that moves what a recommendation removes by less than this share of it is not told."""


@dataclass(frozen=True)
class Option:
    """Recommendations carried out together: the calculation with them in place, and what they cost a year."""

    keys: tuple[str, ...]
    case: Case
    cost: float

    def losses(self, model: Model, variations: Sequence[Variation]) -> Floats:
        """Expected yearly loss (V,) under each variation."""
        return expected_totals(model, self.case.events, [self.case.variation.times(one) for one in variations])

    def parts(self, model: Model, variations: Sequence[Variation]) -> Floats:
        """The same by scenario (V, S), all that is not known about rates at its mean."""
        own = self.case.variation
        often = np.array([own.rate_of(scenario) for scenario in scenarios_of(self.case.events)])
        return totals_by_scenario(model, self.case.events, [own.times(one) for one in variations]) * often

    def costs(self, variations: Sequence[Variation]) -> Floats:
        """What it costs (V,): a working day costs what a day's income says, so it moves with the income."""
        return self.cost * np.array([one.income for one in variations])


def worth_of(evaluation: Evaluation) -> dict[str, Any]:
    """What knowing each thing is worth, and what each recommendation that shows in the loss rests on, as plain data."""
    counted = [one for one in evaluation.recommendations if one.is_counted]
    return {"knowing": _knowing(evaluation, counted), "rests_on": _rests_on(evaluation, counted)}


# ------------------------------------------------------------------------------------------------------------- knowing
def _knowing(evaluation: Evaluation, counted: Sequence[Recommendation]) -> dict[str, Any]:
    """Today's choice, what is in question, and the worth of knowing everything, and of knowing each thing."""
    doubts = doubts_of(evaluation.model)
    chosen = choice_of(evaluation, counted)
    asked = in_question(counted)
    found: dict[str, Any] = {"choice": list(chosen), "in_question": [one.key for one in asked]}
    nothing = {"worth": 0.0, "low": 0.0, "high": 0.0}
    if not asked or not doubts:
        return found | {"everything": 0.0, "changes": 0.0, "each": {doubt.key: nothing for doubt in doubts}}
    options = [_together(evaluation, [one for one in counted if one.key in chosen])]
    options += [_together(evaluation, _turned(counted, chosen, one)) for one in asked]
    points = sobol_points(FEW_POINTS, len(doubts), evaluation.seed)
    weighed = _weighed(evaluation.model, options, variations_at(doubts, points))
    everything, changes = weighed.perfect()
    each = {doubt.key: weighed.rate(doubt) for doubt in doubts if doubt.scenario}
    others = [place for place, doubt in enumerate(doubts) if not doubt.scenario]
    bounds = weighed.others(points[:, others])
    each |= {doubts[place].key: bound for place, bound in zip(others, bounds, strict=True)}
    found["choice"] = list(options[weighed.today].keys)
    told = {doubt.key: _worth(*each[doubt.key]) for doubt in doubts}
    most = max(one["high"] for one in told.values())
    return found | {"everything": max(everything, most), "changes": changes, "each": told}


def _turned(counted: Sequence[Recommendation], chosen: Sequence[str], one: Recommendation) -> list[Recommendation]:
    """The choice with one recommendation taken out, or in, in place of what acts in the same way."""
    if one.key in chosen:
        return [it for it in counted if it.key in chosen and it.key != one.key]
    return [it for it in counted if it.key == one.key or (it.key in chosen and not are_rivals(it, one))]


def _worth(low: float, high: float) -> dict[str, float]:
    """The worth between its bounds; what saves nothing at one of them cannot be told from nothing."""
    if low <= 0:
        return {"worth": 0.0, "low": 0.0, "high": 0.0}
    return {"worth": (low + high) / 2, "low": low, "high": high}


@dataclass(frozen=True, eq=False)
class Weighed:
    """The options at the same points: loss and cost with every rate at its mean (N, D), and parts by scenario (N, S, D).

    Rates are independent of all else and a factor on what their scenario costs, so that their means are exact.
    """

    plain: Floats
    parts: Floats
    often: Floats
    scenarios: tuple[str, ...]

    @property
    def today(self) -> int:
        """The best option by what is known."""
        return int(self.plain.mean(axis=0).argmin())

    @property
    def ahead(self) -> Floats:
        """How far each option lies above that of today (N, D)."""
        return self.plain - self.plain[:, [self.today]]

    def perfect(self) -> tuple[float, float]:
        """The worth of knowing everything, and the share of points at which another option is the better one."""
        # rates do not depend on the rest, so that those of any point may go with all else of any other
        joint = np.concatenate(
            [
                self.plain + np.einsum("ns,nsd->nd", np.roll(self.often, shift, axis=0) - 1, self.parts)
                for shift in range(0, len(self.often), SHIFT)
            ]
        )
        best, mine = joint.min(axis=1), joint[:, self.today]
        return max(0.0, float((mine - best).mean())), float((best < mine).mean())

    def rate(self, doubt: Doubt) -> tuple[float, float]:
        """The worth of knowing how often a scenario happens: what lies ahead is a straight line in its factor."""
        slope = self.parts[:, self.scenarios.index(doubt.scenario)].mean(axis=0)
        factor = doubt.factor(GRID)[:, None] - 1
        saved = _saved(self.ahead.mean(axis=0) + factor * (slope - slope[self.today]))
        return saved, saved

    def others(self, points: Floats) -> list[tuple[float, float]]:
        """The worth of knowing each other thing: its main effect, fitted together with all others to all points.

        The fit promises too much; choices made by fits that leave out a part of the points save less: both bounds.
        """
        effects = _main_effects(points, self.ahead)
        blocks = np.array_split(np.arange(len(points)), FOLDS)
        left_out = [
            _main_effects(np.delete(points, block, axis=0), np.delete(self.ahead, block, axis=0)) for block in blocks
        ]
        found = []
        for place, effect in enumerate(self.ahead.mean(axis=0) + effects):
            choices = [(self.ahead.mean(axis=0) + fit[place]).argmin(axis=1) for fit in left_out]
            low = np.mean([-np.take_along_axis(effect, choice[:, None], axis=1).mean() for choice in choices])
            high = _saved(effect)
            found.append((min(float(low), high), high))
        return found


def _weighed(model: Model, options: Sequence[Option], variations: Sequence[Variation]) -> Weighed:
    scenarios = tuple(scenarios_of(model.events))
    parts = np.stack([option.parts(model, variations) for option in options], axis=2)
    costs = np.stack([option.costs(variations) for option in options], axis=1)
    often = np.array([[one.rate_of(scenario) for scenario in scenarios] for one in variations])
    return Weighed(parts.sum(axis=1) + costs, parts, often, scenarios)


def _saved(ahead: Floats) -> float:
    """What choosing by these (G, D) saves on average beside staying with today's option, whose column is 0."""
    return float(-ahead.min(axis=1).mean())


def _main_effects(points: Floats, values: Floats) -> Floats:
    """What each input alone does to the values (N, D), on the grid (inputs, G, D): Legendre polynomials of degree 2."""
    count = points.shape[1]
    columns = legvander(2 * points - 1, DEGREE)[:, :, 1:].reshape(len(points), count * DEGREE)
    fitted = np.linalg.lstsq(np.column_stack([np.ones(len(points)), columns]), values, rcond=None)[0][1:]
    on_grid = legvander(2 * GRID - 1, DEGREE)[:, 1:]
    return np.asarray(np.einsum("gk,jkd->jgd", on_grid, fitted.reshape(count, DEGREE, -1)))


def choice_of(evaluation: Evaluation, counted: Sequence[Recommendation]) -> tuple[str, ...]:
    """The recommendations worth their cost by what is known today, each beside those chosen before it."""
    chosen: list[Recommendation] = []
    loss = evaluation.yearly.expected
    for one in sorted(counted, key=lambda it: (it.cost_year - it.removes, it.key)):
        if one.removes <= one.cost_year:
            break
        if any(are_rivals(one, other) for other in chosen):
            continue
        beside = _together(evaluation, [*chosen, one]).case
        left = float(expected_totals(evaluation.model, beside.events, [beside.variation])[0])
        if loss - left > one.cost_year:
            chosen.append(one)
            loss = left
    return tuple(one.key for one in chosen)


def in_question(counted: Sequence[Recommendation]) -> list[Recommendation]:
    """Those whose worth lies near enough to their cost that knowing more could turn the decision, nearest first."""
    near = [one for one in counted if one.removes > 0 and one.cost_year > 0]
    distance = {one.key: abs(np.log(one.removes / one.cost_year)) for one in near}
    kept = [one for one in near if distance[one.key] <= np.log(IN_QUESTION)]
    return sorted(kept, key=lambda one: (distance[one.key], one.key))[:MOST_IN_QUESTION]


def _together(evaluation: Evaluation, chosen: Sequence[Recommendation]) -> Option:
    """The option of carrying these out: each acts on what the one before has left."""
    case = Case(evaluation.model.events)
    for one in chosen:
        lever = one.entry.lever
        assert lever is not None
        after = case_with(Change(evaluation.situation, one.finding, one.entry, one.left[1], lever), case.events)
        assert after is not None
        case = Case(after.events, case.variation.times(after.variation))
    return Option(tuple(one.key for one in chosen), case, sum(one.cost_year for one in chosen))


# ------------------------------------------------------------------------------------------------------------ rests on
def _rests_on(evaluation: Evaluation, counted: Sequence[Recommendation]) -> dict[str, Any]:
    """By recommendation what it removes at both ends of its own effect, and of what else is assumed."""
    doubts = [doubt for doubt in doubts_of(evaluation.model) if doubt.key in ASSUMED or doubt.scenario]
    ends = [(doubt, float(doubt.factor(np.array([chance]))[0])) for doubt in doubts for chance in BAND]
    variations = [variation_of([doubt], [factor]) for doubt, factor in ends]
    bare = expected_totals(evaluation.model, evaluation.model.events, variations) if ends else np.zeros(0)
    found = {}
    for one in counted:
        if one.removes_range[1] <= 0:
            continue
        with_it = _together(evaluation, [one])
        removes = np.maximum(bare - with_it.losses(evaluation.model, variations), 0.0) if ends else bare
        found[one.key] = {
            "removes": one.removes,
            "cost": one.cost_year,
            "rows": [*_effect(one), *_rows(one, ends, removes)],
        }
    return found


def _effect(one: Recommendation) -> Iterator[dict[str, Any]]:
    low, high = one.removes_range
    if high - low > LEAST_SHARE * one.removes:
        yield _row("effect", "Its own effect", one.removes_range)


def _rows(one: Recommendation, ends: Sequence[tuple[Doubt, float]], removes: Floats) -> Iterator[dict[str, Any]]:
    """What it removes at both ends of each assumption that moves it; of how often things happen, the one that moves most."""
    pairs = removes.reshape(-1, 2)
    spread = np.abs(pairs[:, 1] - pairs[:, 0])
    doubts = [doubt for doubt, _ in ends[::2]]
    rates = [place for place, doubt in enumerate(doubts) if doubt.scenario]
    told = {max(rates, key=lambda place: (spread[place], -place))} if rates else set()
    told |= {place for place, doubt in enumerate(doubts) if doubt.key in ASSUMED}
    for place in sorted(told, key=lambda place: (-spread[place], place)):
        if spread[place] > LEAST_SHARE * one.removes:
            doubt, shown = doubts[place], [doubts[place].shown(ends[2 * place + end][1]) for end in (0, 1)]
            yield _row(doubt.key, doubt.label, pairs[place].tolist(), shown)


def _row(key: str, label: str, ends: Sequence[float], shown: Sequence[str] = ("", "")) -> dict[str, Any]:
    return {
        "key": key,
        "label": label,
        "low": ends[0],
        "high": ends[1],
        "shown_low": shown[0],
        "shown_high": shown[1],
    }
