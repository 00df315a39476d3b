"""What is set up when the app is ready."""

from typing import TYPE_CHECKING

from django.apps import AppConfig

if TYPE_CHECKING:
    from assessments.organisations.models import Organisation
    from assessments.register.queries import Trial, Tried


class ScoringConfig(AppConfig):
    """The results; the dependency map plays the failures that they tell of."""

    name = "assessments.scoring"

    def ready(self) -> None:
        """Nothing comes back: the register knows where to ask."""
        from assessments.register.queries import answer_trials, show_failures  # noqa: PLC0415 - models come first
        from assessments.scoring.queries import failures_of  # noqa: PLC0415

        show_failures(failures_of)
        answer_trials(_try_failure)


def _try_failure(organisation: "Organisation", trial: "Trial") -> "Tried | None":
    from assessments.scoring.trials.failing import try_failure  # noqa: PLC0415 - the engine is loaded when it is asked

    return try_failure(organisation, trial)
