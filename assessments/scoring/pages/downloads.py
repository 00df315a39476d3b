"""The charts and tables of a snapshot by name: what a picture or a CSV file is asked for by."""

from collections.abc import Callable

from assessments.scoring.pages.charts import Chart, curves, exceedance, exposure, function_loss
from assessments.scoring.pages.function import impact_table
from assessments.scoring.pages.functions import priority_table
from assessments.scoring.pages.knowing import knowing_table
from assessments.scoring.pages.links import Links
from assessments.scoring.pages.matrix import heat, matrix
from assessments.scoring.pages.method import assumptions_table
from assessments.scoring.pages.moved import moved_chart
from assessments.scoring.pages.parts import OVERALL, score_chart
from assessments.scoring.pages.result import Result
from assessments.scoring.pages.ripple import ripple_table
from assessments.scoring.pages.scenarios import hits_table
from assessments.scoring.pages.summary import SCORES, comparison_table, readiness_table, rules_table, scores_table
from assessments.scoring.pages.swings import tornado
from assessments.scoring.pages.tables import Table
from assessments.scoring.pages.unproven import unproven_table
from assessments.scoring.pages.waves import waves_table

USUAL_DAYS = 7
CHARTS: dict[str, Callable[[Result], Chart]] = {"curves": curves, "exceedance": exceedance, "tornado": tornado}
TABLES: dict[str, Callable[[Result, Links], Table]] = {
    "matrix": lambda result, links: matrix(result, links).table,
    "scenarios": lambda result, links: heat(result, links).table,
    "activities": lambda result, _: priority_table(result),
    "measures": lambda result, _: comparison_table(result),
    "scores": lambda result, _: scores_table(result),
    "readiness": lambda result, _: readiness_table(result),
    "rules": lambda result, _: rules_table(result),
    "assumptions": lambda result, _: assumptions_table(result),
    "knowing": lambda result, _: knowing_table(result),
    "ripple": lambda result, _: ripple_table(result),
    "waves": lambda result, _: waves_table(result),
    "unproven": lambda result, _: unproven_table(result),
}


def chart_named(result: Result, name: str, days: int = USUAL_DAYS) -> Chart | None:
    """The chart of a name; None if there is none. `days` is the length marked in the chart of an outage."""
    if name == "exposure":
        return exposure(result, days)
    if name in CHARTS:
        return CHARTS[name](result)
    kind, _, key = name.partition("-")
    if kind == "score" and (key == OVERALL or key in SCORES):
        return score_chart(result, key)
    if kind == "moved":
        return moved_chart(result, key)
    function = result.function(key)
    return function_loss(result, function) if kind == "loss" and function is not None else None


def table_named(result: Result, links: Links, name: str) -> Table | None:
    """The table of a name; None if there is none."""
    chart = chart_named(result, name)
    if chart is not None:
        return chart.table
    if name in TABLES:
        return TABLES[name](result, links)
    kind, _, key = name.partition("-")
    function, scenario = result.function(key), result.scenario(key)
    if kind == "impact" and function is not None:
        return impact_table(function)
    return hits_table(result, scenario) if kind == "scenario" and scenario is not None else None
