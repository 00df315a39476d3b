"""What is set up when the app is ready."""

from typing import TYPE_CHECKING

from django.apps import AppConfig

if TYPE_CHECKING:
    from datetime import date

    from assessments.organisations.models import Organisation


class QuestionnairesConfig(AppConfig):
    """The questionnaire; the audit log reads its questions and activities in words."""

    name = "assessments.questionnaires"

    def ready(self) -> None:
        """Nothing comes back: the audit log knows where to ask."""
        from assessments.organisations.queries import name_codes  # noqa: PLC0415 - models come first

        name_codes(_names)


def _names(organisation: "Organisation", today: "date") -> dict[str, str]:
    from assessments.questionnaires.naming import names_of  # noqa: PLC0415 - the bank is read when it is asked for

    return names_of(organisation, today)
