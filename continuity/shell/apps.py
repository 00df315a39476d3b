"""The project's shell as a Django app."""

from django.apps import AppConfig


class ShellConfig(AppConfig):
    """Registers the system checks."""

    name = "continuity.shell"
    verbose_name = "Shell"

    def ready(self) -> None:
        """Nothing comes back: the checks are known to `manage.py check`."""
        from continuity.shell import checks  # noqa: F401, PLC0415
