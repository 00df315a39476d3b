"""What is set up when the app is ready."""

from django.apps import AppConfig


class ScoringConfig(AppConfig):
    """The results; the dependency map plays the failures that they tell of."""

    name = "assessments.scoring"

    def ready(self) -> None:
        """Nothing comes back: the register knows where to ask."""
        from assessments.register.queries import show_failures  # noqa: PLC0415 - models come first
        from assessments.scoring.queries import failures_of  # noqa: PLC0415

        show_failures(failures_of)
