"""The plans slice as a Django app."""

from django.apps import AppConfig


class PlansConfig(AppConfig):
    """What is decided about actions, and the plan document with its versions."""

    name = "continuity.plans"
    verbose_name = "Plans"
