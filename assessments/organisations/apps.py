"""The organisations slice as a Django app."""

from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    """Who belongs to which organisation and what was changed there; it hears when somebody gets another name."""

    name = "assessments.organisations"
    verbose_name = "Organisations"

    def ready(self) -> None:
        """Nothing comes back: the audit trails hear of new names."""
        from assessments.accounts.actions import renamed  # noqa: PLC0415 - models come first
        from assessments.organisations.actions import note_name  # noqa: PLC0415

        renamed.connect(note_name)
