"""The formulas in numbers: the terms of each figure, with its amount and where it is explained itself."""

from assessments.scoring.pages.result import Result
from assessments.scoring.pages.worked import activity, scenario, standing, year
from assessments.scoring.pages.worked.lines import Line, Work

WORK: dict[str, Work] = {**year.WORK, **standing.WORK, **activity.WORK, **scenario.WORK}


def worked(result: Result, pattern: str, key: str) -> tuple[Line, ...]:
    """The terms of the figure at a path, by the pattern of its formula and the key in it."""
    return tuple(WORK[pattern](result, key))
