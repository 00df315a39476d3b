"""The organisations of examples/, read and assessed once a run."""

import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from assessments.questionnaires.bank import bank
from assessments.questionnaires.file_text import read_file
from assessments.questionnaires.profile import Profile
from assessments.questionnaires.profile_file import read_profile
from assessments.scoring.evaluate import Evaluation, evaluate
from assessments.scoring.report.results import results_bytes, results_of

EXAMPLES = Path(__file__).resolve().parent.parent.parent / "examples"
NAMES = tuple(sorted(path.stem for path in EXAMPLES.glob("*.yaml")))
TODAY = date(2026, 11, 22)


@cache
def profile_of(name: str) -> Profile:
    """The profile of an example."""
    profile, report = read_profile(read_file(EXAMPLES / f"{name}.yaml"), bank(), TODAY)
    assert profile is not None, report.mistakes
    return profile


@cache
def evaluation_of(name: str) -> Evaluation:
    """The evaluation of an example; nobody may change it."""
    return evaluate(profile_of(name))


@cache
def results_text(name: str) -> bytes:
    """The results file of an example."""
    _, report = read_profile(read_file(EXAMPLES / f"{name}.yaml"), bank(), TODAY)
    return results_bytes(results_of(evaluation_of(name), report.notices))


def results_of_example(name: str) -> dict[str, Any]:
    """The results of an example, as read from its file."""
    return json.loads(results_text(name))
