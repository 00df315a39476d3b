"""By which way a scenario reaches whom it does not hit itself: the activities that hand the stop on, the first first."""

import numpy as np

from assessments.scoring.evaluate import Evaluation
from assessments.scoring.scenario_results import HIT


def ways_of(evaluation: Evaluation) -> dict[str, dict[str, list[str]]]:
    """By scenario, and by key of the activity or group that is reached through others, the keys on the way."""
    return {scenario.key: _ways(evaluation, scenario.key) for scenario in evaluation.scenarios}


def _ways(evaluation: Evaluation, scenario: str) -> dict[str, list[str]]:
    model, run = evaluation.model, evaluation.run
    rows = [row for row, event in enumerate(run.events) if event.scenario == scenario and event.touches]
    if not rows:
        return {}
    first = run.cascade.first_over(HIT)[rows]
    by_node = {model.node(name): name for name in (*model.keys, *model.parties)}
    found = {}
    for node, name in by_node.items():
        earliest = int(first[:, node].argmin())
        if np.isfinite(first[earliest, node]):
            path = run.cascade.path(rows[earliest], node, float(first[earliest, node]))
            way = [by_node[one] for one in path[:-1] if one in by_node]
            if way:
                found[name] = way
    return found
