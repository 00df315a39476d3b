"""How much it matters that disruptions are counted as if each came by itself, as often as is thought.

Three other ways in which a year may go, each exact: how often is itself not known; all kinds come more often in the same
years; a ban of the only market ends what else would have come. docs/methods/annual.md.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import chdtrc

from assessments.catalogue.incidents import incidents
from assessments.catalogue.scenarios import ScenarioLibrary
from assessments.engine.annual import AnnualModel, annual_loss, expected_losses
from assessments.scoring.doubt import scenarios_of, shape_of
from assessments.scoring.evaluate import Evaluation
from assessments.scoring.yearly import CELLS, LEVELS

WAVES = 4.0
"""Shape of the factor common to all kinds of disruption: it varies by half from year to year. Working assumption."""
EVEN = 0.05
"""Chance below which the library's years count as more uneven than chance makes them."""
BAN = "market_ban"


def waves_of(evaluation: Evaluation) -> dict[str, Any] | None:
    """Plain data by way: `expected`, `0.95`, `0.99` and `over_limit` of the year's loss; None without a loss.

    `by_itself` is what all pages show. `counts` are the library's disruptions by full year, `uneven` whether they are
    more so than chance makes them.
    """
    year, limit = evaluation.yearly, evaluation.yearly.limit
    if year.quantiles["0.99"] <= 0:
        return None
    model = evaluation.run.annual(evaluation.model.season)
    ways = {"by_itself": _figures(model, limit)}
    ways |= {name: _figures(other, limit) for name, other in _others(evaluation, model)}
    counts = counts_by_year(evaluation.statement.library)
    return {"ways": ways, "counts": counts, "uneven": is_uneven(list(counts.values()))}


def _others(evaluation: Evaluation, model: AnnualModel) -> Iterator[tuple[str, AnnualModel]]:
    events = evaluation.run.events
    seasons = model.rate.size // len(events)
    names = scenarios_of(events)
    driver = np.tile([names.index(event.scenario) for event in events], seasons)
    by_scenario = [shape_of([event for event in events if event.scenario == name]) for name in names]
    yield "not_known", replace(model, shapes=np.array(by_scenario)[driver], drivers=driver)
    yield "in_waves", replace(model, shapes=WAVES, drivers=0)
    bans = np.tile([event.scenario == BAN and event.touches for event in events], seasons)
    served = [market for market in evaluation.statement.organisation.markets if market.share > 0]
    if bans.any() and len(served) == 1:
        yield "ban_ends", replace(model, absorbing=bans)


def _figures(model: AnnualModel, limit: float) -> dict[str, float]:
    loss = annual_loss(model, CELLS)
    found = {f"{level:g}": float(loss.quantile(level)) for level in LEVELS}
    over = float(loss.chance_over(limit)) if limit > 0 else 0.0
    return {"expected": float(expected_losses(model).sum()), **found, "over_limit": over}


def counts_by_year(library: ScenarioLibrary) -> dict[str, int]:
    """How many of the library's counted disruptions began in each full year that it watched."""
    known = incidents()
    counted = {key for entry in library.scenarios for key in entry.frequency.counted}
    counted |= {key for entry in library.scenarios for keys in entry.frequency.by_market.values() for key in keys}
    began = Counter(known[key].start[:4] for key in counted if key in known)
    full = range(library.observed.start.year + 1, library.observed.end.year)
    return {str(year): began[str(year)] for year in full}


def is_uneven(counts: list[int]) -> bool:
    """Whether yearly counts vary more than those of independent events do (index of dispersion, 5%)."""
    given: NDArray[np.float64] = np.array(counts, dtype=float)
    if len(counts) < 2 or not given.any():
        return False
    index = float(((given - given.mean()) ** 2).sum() / given.mean())
    return bool(chdtrc(len(counts) - 1, index) < EVEN)
