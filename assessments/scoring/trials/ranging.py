"""What the range of the expected yearly loss is made of: the part of its variance that each thing not known exactly causes.

Sobol's indices. How often something happens is a factor on what it then costs, and what such factors do is worked out
exactly; all else is varied at the points of the engine. Nothing is stored. docs/methods/uncertainty.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from assessments.engine.sensitivity import indices_with_factors, sensitivity_points
from assessments.scoring.doubt import (
    BAND,
    Doubt,
    doubts_of,
    expected_totals,
    scenarios_of,
    shape_of,
    totals_by_scenario,
    variation_of,
    variations_at,
)
from assessments.scoring.evaluate import seed_of
from assessments.scoring.model import Model
from assessments.scoring.trials.present import KEPT, Present

Floats = NDArray[np.float64]
SMALL = 0.15
"""What alone moves the loss by less than this part of what moves it most is varied together with all that is as small: it
causes about a fiftieth of what that causes."""
MANY, FEW = 128, 64
MOST_RUNS = 768
MUCH = 0.05
"""Part of the variance from which what seemed small is told apart after all: some things matter only with others."""
LEAST = 1e-12
"""Variance as a part of the square of the mean that is only what rounding leaves."""


@dataclass(frozen=True)
class Cause:
    """Things not known exactly that vary together, most often one: the parts (0-1) of the variance that they cause alone,
    and alone or with others, with half of a 95% interval each; `widths`, how far each of them alone moves the loss between
    its 10th and 90th percentile, in money a year.
    """

    doubts: tuple[Doubt, ...]
    widths: tuple[float, ...]
    alone: float
    alone_error: float
    total: float
    total_error: float


@dataclass(frozen=True)
class Ranging:
    """What the range is made of, what causes most first; `settings` is how many settings were solved for it."""

    causes: tuple[Cause, ...]
    settings: int

    @property
    def together(self) -> float:
        """The part (0-1) that only several things cause together."""
        return min(1.0, max(0.0, 1.0 - sum(max(0.0, cause.alone) for cause in self.causes)))

    @property
    def widest(self) -> Doubt:
        """What alone moves the loss furthest between its 10th and 90th percentile."""
        every = [
            (width, doubt) for cause in self.causes for width, doubt in zip(cause.widths, cause.doubts, strict=True)
        ]
        return max(every, key=lambda one: one[0])[1]


@lru_cache(maxsize=KEPT * 4)
def ranging_of(present: Present) -> Ranging | None:
    """What the range is made of; None where nothing that is not known exactly moves the loss."""
    model = present.model
    doubts = doubts_of(model)
    if not doubts:
        return None
    widths = dict(zip((doubt.key for doubt in doubts), widths_of(model, doubts).tolist(), strict=True))
    found = _ranging(present, doubts, widths, SMALL * max(widths.values()))
    if found is not None and any(len(cause.doubts) > 1 and cause.total > MUCH for cause in found.causes):
        return _ranging(present, doubts, widths, 0.0)
    return found


def _ranging(present: Present, doubts: Sequence[Doubt], widths: dict[str, float], small: float) -> Ranging | None:
    """What the range is made of, with all together that alone moves the loss by less than `small`, in money a year."""
    model = present.model
    varied, groups = _grouped([doubt for doubt in doubts if not doubt.scenario], widths, small)
    scenarios = scenarios_of(model.events)
    rates = {doubt.scenario: doubt for doubt in doubts if doubt.scenario}
    count = MANY if MANY * (len(groups) + 2) <= MOST_RUNS else FEW
    numbers = [number for number, group in enumerate(groups) for _ in group]
    points = sensitivity_points(count, len(varied), seed_of(present.profile), numbers)
    parts = totals_by_scenario(model, model.events, variations_at(varied, points))
    found = indices_with_factors(parts, [_variance(model, scenario) for scenario in scenarios], len(groups))
    if not found.variance > LEAST * found.mean**2:
        return None
    members = [*groups, *((rates[scenario],) if scenario in rates else () for scenario in scenarios)]
    causes = [
        Cause(group, tuple(widths[doubt.key] for doubt in group), *map(float, figures))
        for group, *figures in zip(members, found.first, found.first_error, found.total, found.total_error, strict=True)
        if group
    ]
    return Ranging(tuple(sorted(causes, key=lambda cause: (-cause.alone, cause.doubts[0].key))), len(points))


def widths_of(model: Model, doubts: Sequence[Doubt]) -> Floats:
    """How far each thing alone moves the expected loss between its 10th and 90th percentile, as in the tornado."""
    ends = [variation_of([doubt], doubt.factor(np.array([chance])).tolist()) for doubt in doubts for chance in BAND]
    return np.asarray(np.abs(np.diff(expected_totals(model, model.events, ends).reshape(-1, 2), axis=1))[:, 0])


def _grouped(
    doubts: Sequence[Doubt], widths: dict[str, float], small: float
) -> tuple[list[Doubt], list[tuple[Doubt, ...]]]:
    """The things that are varied, what moves most first, and those that are varied together: all that is small."""
    alone = sorted((it for it in doubts if widths[it.key] >= small), key=lambda it: (-widths[it.key], it.key))
    rest = [doubt for doubt in doubts if widths[doubt.key] < small]
    groups = [*((doubt,) for doubt in alone), *([tuple(rest)] if rest else [])]
    return [*alone, *rest], groups


def _variance(model: Model, scenario: str) -> float:
    """Variance of the factor on how often a scenario happens: a Gamma distribution of mean 1 has one over its shape."""
    return 1.0 / shape_of([event for event in model.events if event.scenario == scenario and event.touches])
