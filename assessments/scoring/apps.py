"""What is set up when the app is ready."""

from typing import TYPE_CHECKING

from django.apps import AppConfig

if TYPE_CHECKING:
    from datetime import date

    from assessments.organisations.models import Organisation
    from assessments.register.queries import Costs, Trial, Tried


class ScoringConfig(AppConfig):
    """The results; the dependency map plays the failures that they tell of."""

    name = "assessments.scoring"

    def ready(self) -> None:
        """Nothing comes back: the register and the audit log know where to ask."""
        from assessments.organisations.queries import name_codes  # noqa: PLC0415 - models come first
        from assessments.register.queries import answer_trials, show_costs, show_failures  # noqa: PLC0415
        from assessments.scoring.queries import failures_of  # noqa: PLC0415

        show_failures(failures_of)
        answer_trials(_try_failure)
        show_costs(_costs_of)
        name_codes(_titles)


def _titles(organisation: "Organisation", today: "date") -> dict[str, str]:
    from assessments.scoring.advice.library import library  # noqa: PLC0415 - read when it is asked for

    return {f"control.{key}": entry.title for key, entry in library().items()}


def _try_failure(organisation: "Organisation", trial: "Trial") -> "Tried | None":
    from assessments.scoring.trials.failing import try_failure  # noqa: PLC0415 - the engine is loaded when it is asked

    return try_failure(organisation, trial)


def _costs_of(organisation: "Organisation") -> "Costs":
    from assessments.register.queries import NO_COSTS  # noqa: PLC0415 - read when it is asked for
    from assessments.scoring.pages.alone import costs_page  # noqa: PLC0415
    from assessments.scoring.pages.links import Links  # noqa: PLC0415
    from assessments.scoring.pages.result import result_of  # noqa: PLC0415
    from assessments.scoring.queries import latest_snapshot  # noqa: PLC0415

    snapshot = latest_snapshot(organisation)
    return NO_COSTS if snapshot is None else costs_page(result_of(snapshot), Links(organisation.slug))
