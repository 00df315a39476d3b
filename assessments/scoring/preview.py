"""A result that is not kept: what the answers so far would say."""

from typing import Any

from assessments.engine.errors import EngineError
from assessments.questionnaires.profile import Profile
from assessments.scoring.background import swings_of
from assessments.scoring.evaluate import evaluate
from assessments.scoring.report.results import rounded
from assessments.scoring.report.sentences import headline_sentence
from assessments.ui import words


def extract_of(profile: Profile) -> dict[str, Any]:
    """The headline, its confidence and the answers that would narrow it most, as plain data that can be kept in a cache.

    Nothing at all where these answers cannot be calculated together.
    """
    try:
        evaluation = evaluate(profile)
    except EngineError:
        return {}
    found = rounded(swings_of(evaluation))
    swings = {swing["key"]: swing for swing in found["swings"]}
    is_share = evaluation.statement.organisation.basis == "share"
    return {
        "sentence": headline_sentence(evaluation),
        "grade": evaluation.uncertainty.grade,
        "currency": words.SHARE_OF_INCOME if is_share else profile.currency,
        "narrowing": [swings[key] for key in found["narrowing"]],
    }
