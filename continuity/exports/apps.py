"""The exports slice as a Django app."""

from django.apps import AppConfig


class ExportsConfig(AppConfig):
    """The plan on the screen and in files."""

    name = "continuity.exports"
    verbose_name = "Exports"
