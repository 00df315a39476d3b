"""The plans slice as a Django app."""

from django.apps import AppConfig


class PlansConfig(AppConfig):
    """What is decided about actions, and the plan document with its versions."""

    name = "continuity.plans"
    verbose_name = "Plans"

    def ready(self) -> None:
        """Nothing comes back: the audit log knows where to ask for the words of codes."""
        from assessments.organisations.queries import name_codes  # noqa: PLC0415 - models come first
        from continuity.plans.naming import names_of  # noqa: PLC0415

        name_codes(names_of)
