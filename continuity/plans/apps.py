"""The plans slice as a Django app."""

from typing import TYPE_CHECKING

from django.apps import AppConfig

if TYPE_CHECKING:
    from datetime import date

    from assessments.organisations.models import Organisation


class PlansConfig(AppConfig):
    """What is decided about actions, and the plan document with its versions; the audit log reads its steps in words."""

    name = "continuity.plans"
    verbose_name = "Plans"

    def ready(self) -> None:
        """Nothing comes back: the audit log knows where to ask."""
        from assessments.organisations.queries import name_codes  # noqa: PLC0415 - models come first

        name_codes(_names)


def _names(organisation: "Organisation", today: "date") -> dict[str, str]:
    from continuity.plans.naming import names_of  # noqa: PLC0415 - the library is read when it is asked for

    return names_of(organisation, today)
