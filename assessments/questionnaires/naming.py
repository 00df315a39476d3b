"""Words for the codes that the questionnaire stores: its questions, and the activities of an organisation."""

from datetime import date

from assessments.organisations.models import Organisation
from assessments.questionnaires import queries
from assessments.questionnaires.bank import bank
from assessments.questionnaires.forms import LABELS


def names_of(organisation: Organisation, today: date) -> dict[str, str]:
    """Words by code, an activity by the name that the organisation gives it today."""
    known, profile = bank(), queries.profile_of(organisation, as_of=today)
    return {
        "": "by the size of the organisation",
        **{str(depth): label for depth, label in LABELS.items()},
        **known.labels(known.questions["WRK-01"]),
        **known.vocabulary.scenarios,
        **{kind.id: kind.label for kind in known.vocabulary.catalogue.functions},
        **{question.id: question.wording(profile.industry) for question in known.questions.values()},
        **{activity.key: activity.label for activity in profile.activities},
    }
