"""What the recommendations remove together: the loss that every mix of them leaves, weighed by the engine once for all budgets.

Effects of several do not add up, so every allowed mix is run. What only changes how often something happens is a factor on
what it costs and needs no run of its own. Of two that act on the same thing in the same way only one counts, since the
catalogue's effect is that of both; what another needs first is in every mix with it. The small ones are left out, and a
bound says how much they could take at most.
docs/methods/measures.md.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assessments.engine.measures import Measures
from assessments.scoring.advice.levers import Change, case_with
from assessments.scoring.advice.recommend import Recommendation
from assessments.scoring.cases import Case
from assessments.scoring.doubt import scenarios_of
from assessments.scoring.evaluate import Evaluation

Floats = NDArray[np.float64]
MOST_RUNS = 128
"""Mixes that are run with the engine; the actions that remove least are left out until no more are needed."""
SMALL = 0.005
"""What removes less than this share of the expected loss is small."""
MIDDLE = 1
FIRST = ("alternative", "direct_work", "replacement", "queue", "lasting_start", "start")
"""What brings an alternative stands before what makes one faster: the order in which a mix is put in place."""
RATES = ("account_rate", "account_notices")
FAMILIES = {"replacement": "direct_work", "notice_api": "notice", "notice_ban": "notice", "lasting_start": "start"}
ONE_CLOCK = ("notice", "decision")
"""Two that take hours off the same clock could together take more off it than it has."""


def mixes_of(evaluation: Evaluation) -> dict[str, Any] | None:
    """The mixes as plain data: `measures` by bit, and for every allowed set what is `left`; None where nothing removes anything."""
    expected = evaluation.yearly.expected
    counted = [one for one in evaluation.recommendations if one.is_counted and one.removes > 0]
    weighed, small = _weighed(counted, evaluation.recommendations, SMALL * expected)
    if not weighed:
        return None
    table = _Table(evaluation, weighed)
    sets = table.sets
    left = table.left(sets)
    found = {
        "measures": [one.key for one in weighed],
        "small": [one.key for one in small],
        "rivals": [[weighed[a].key, weighed[b].key] for a, b in table.rules.excludes],
        "sets": sets,
        "left": left.tolist(),
        "floor": (table.left(sets, beside=small) if small else left).tolist(),
    }
    return found | {"ranges": _ranges(table, weighed, sets, left)}


def are_rivals(one: Recommendation, other: Recommendation) -> bool:
    """Whether two recommendations act on the same thing in the same way, so that the second adds nothing that is known."""
    family, second = (FAMILIES.get(it.entry.lever or "", it.entry.lever) for it in (one, other))
    return family is not None and family == second and (family in ONE_CLOCK or one.entry.control == other.entry.control)


def _weighed(
    counted: Sequence[Recommendation], found: Sequence[Recommendation], least: float
) -> tuple[tuple[Recommendation, ...], tuple[Recommendation, ...]]:
    """The recommendations that are weighed together with what they need, in the order in which they act; the small ones."""
    kept: list[Recommendation] = []
    for one in sorted(counted, key=lambda it: (-it.removes, it.key)):
        if one.removes >= least and _runs([*kept, one]) <= MOST_RUNS:
            kept.append(one)
    needed = {key for one in kept for key in one.entry.needs}
    kept += [one for one in found if one.key in needed and one not in kept]
    return _in_order(kept), _in_order([one for one in counted if one not in kept])


def _is_run(one: Recommendation) -> bool:
    """Whether a run of the engine is needed to know what it does: not for a factor on a rate, or for what only others need."""
    return one.is_counted and one.entry.lever not in RATES


def _runs(measures: Sequence[Recommendation]) -> int:
    """How many sets of these have to be run: those of what is more than a factor on a rate."""
    return len(_allowed(tuple(one for one in measures if _is_run(one))))


def _in_order(measures: Sequence[Recommendation]) -> tuple[Recommendation, ...]:
    places = {lever: place for place, lever in enumerate(FIRST)}
    return tuple(sorted(measures, key=lambda it: (places.get(it.entry.lever or "", len(FIRST)), it.key)))


def _rules(measures: Sequence[Recommendation]) -> Measures:
    places = {one.key: place for place, one in enumerate(measures)}
    pairs = combinations(range(len(measures)), 2)
    return Measures(
        [one.cost_year for one in measures],
        needs=[(place, places[key]) for place, one in enumerate(measures) for key in one.entry.needs if key in places],
        excludes=[(a, b) for a, b in pairs if are_rivals(measures[a], measures[b])],
    )


def _allowed(measures: tuple[Recommendation, ...]) -> list[int]:
    """The sets without rivals in which nothing is missing that another needs."""
    if not measures:
        return [0]
    rules = _rules(measures)
    sets = [0]
    for m in range(len(measures)):
        sets += [taken | 1 << m for taken in sets if not taken & rules.rivals[m]]
    return [taken for taken in sets if rules.allows(taken, math.inf)]


@dataclass(frozen=True)
class _Table:
    """The mixes of these recommendations, and what each leaves."""

    evaluation: Evaluation
    measures: tuple[Recommendation, ...]

    @property
    def rules(self) -> Measures:
        """What excludes what."""
        return _rules(self.measures)

    @property
    def sets(self) -> list[int]:
        """Every allowed set, as bits."""
        return _allowed(self.measures)

    def left(self, sets: Sequence[int], *, beside: Sequence[Recommendation] = (), effect: int = MIDDLE) -> Floats:
        """Expected yearly loss (S,) that each set leaves, with all of `beside` in place too; `effect` low, middle or high."""
        runs = sum(1 << m for m, one in enumerate(self.measures) if _is_run(one))
        places = {taken: place for place, taken in enumerate(dict.fromkeys(taken & runs for taken in sets))}
        cases: dict[int, Case] = {0: Case(self.evaluation.model.events)}
        for taken in places:
            self._case(taken, cases, effect)
        costs = self._costs([self._with(cases[taken], beside, effect) for taken in places])
        often = self._often(sets, beside, effect)
        return np.asarray((costs[[places[taken & runs] for taken in sets]] * often).sum(axis=1))

    def _case(self, taken: int, cases: dict[int, Case], effect: int) -> Case:
        """The case of a set: its last measure put in place where the others are."""
        if taken not in cases:
            last = taken.bit_length() - 1
            before = self._case(taken & ~(1 << last), cases, effect)
            cases[taken] = self._with(before, [self.measures[last]], effect)
        return cases[taken]

    def _with(self, case: Case, added: Sequence[Recommendation], effect: int) -> Case:
        for one in added:
            found = self._change(one, case, effect)
            case = Case(found.events, case.variation.times(replace(found.variation, rates=())))
        return case

    def _change(self, one: Recommendation, case: Case, effect: int) -> Case:
        lever = one.entry.lever
        assert lever is not None
        situation = self.evaluation.situation
        found = case_with(Change(situation, one.finding, one.entry, one.left[effect], lever), case.events)
        assert found is not None
        return found

    def _costs(self, cases: Sequence[Case]) -> Floats:
        """Expected yearly loss (cases, scenarios) with every rate as it is thought to be."""
        events = self.evaluation.model.events
        costs = self.evaluation.model.run(cases).expected_losses().sum(axis=2)
        of_event = np.array([event.scenario for event in events])
        parts = [costs[:, of_event == scenario].sum(axis=1) for scenario in scenarios_of(events)]
        return np.stack(parts, axis=1)

    def _often(self, sets: Sequence[int], beside: Sequence[Recommendation], effect: int) -> Floats:
        """The factor (S, scenarios) of each set on how often each scenario happens."""
        bare = Case(self.evaluation.model.events)

        def factors(one: Recommendation) -> Floats:
            found = self._change(one, bare, effect).variation
            return np.array([found.rate_of(scenario) for scenario in scenarios_of(bare.events)])

        often = np.ones((len(sets), len(scenarios_of(bare.events))))
        for one in beside:
            often *= factors(one) if one.entry.lever in RATES else 1.0
        for m, one in enumerate(self.measures):
            if one.entry.lever in RATES:
                often[[bool(taken >> m & 1) for taken in sets]] *= factors(one)
        return often


def _ranges(
    table: _Table, measures: Sequence[Recommendation], sets: Sequence[int], left: Floats
) -> dict[str, list[float]]:
    """By set what it removes at the weakest and at the strongest of its effects, for the mixes that no cheaper one beats."""
    costs = [table.rules.cost_of(taken) for taken in sets]
    best, chosen = np.inf, []
    for place in sorted(range(len(sets)), key=lambda it: (costs[it], left[it])):
        if left[place] < best and sets[place]:
            best = float(left[place])
            chosen.append(sets[place])
    ends = [left[sets.index(0)] - table.left(chosen, effect=effect) for effect in (0, 2)]
    return {str(taken): sorted(max(0.0, float(end[place])) for end in ends) for place, taken in enumerate(chosen)}
