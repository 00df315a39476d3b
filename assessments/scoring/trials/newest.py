"""The present answers of an organisation, to try things out on."""

from assessments.organisations.models import Organisation
from assessments.questionnaires import queries as questionnaires
from assessments.scoring import queries
from assessments.scoring.trials.present import Present, present_of


class NotCalculable(Exception):
    """There is nothing to try things out on: no results, no answers, or answers that contradict each other."""


def newest_present(organisation: Organisation) -> Present:
    """The present answers as the newest results judge them: at their date, so that nothing changed gives their figures."""
    newest = queries.finished_assessments(organisation).first()
    if newest is None:
        raise NotCalculable
    profile = questionnaires.profile_of(organisation, as_of=newest.as_of)
    if not profile.answers and not profile.functions:
        raise NotCalculable
    return present_of(profile)
