"""What is set up when the app is ready."""

from django.apps import AppConfig


class QuestionnairesConfig(AppConfig):
    """The questionnaire; the audit log reads its questions and activities in words."""

    name = "assessments.questionnaires"

    def ready(self) -> None:
        """Nothing comes back: the audit log knows where to ask."""
        from assessments.organisations.queries import name_codes  # noqa: PLC0415 - models come first
        from assessments.questionnaires.naming import names_of  # noqa: PLC0415

        name_codes(names_of)
