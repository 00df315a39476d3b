"""Organisations on whose answers things can be tried out, and what they kept."""

from typing import Any

from django.apps import apps

from assessments.organisations.models import Organisation
from assessments.questionnaires import actions as questionnaires
from assessments.scoring.models import Trial
from tests.factories.answers import make_sample
from tests.factories.assessments import QUICKEST, make_assessment
from tests.factories.examples import profile_of
from tests.factories.plans import owner_of


def make_tried(name: str = "beauty_brand") -> Organisation:
    """An organisation with the answers and the results of an example."""
    organisation = make_sample(name)
    make_assessment(organisation, name)
    return organisation


def has_answers_and_results(organisation: Organisation, name: str = QUICKEST) -> Organisation:
    """The organisation, with the answers and the results of an example unless it has results already."""
    if not organisation.assessments.exists():
        profile = profile_of(name)
        questionnaires.import_profile(organisation=organisation, by=owner_of(organisation), profile=profile)
        make_assessment(organisation, name)
    return organisation


def everything_stored() -> dict[str, list[dict[str, Any]]]:
    """Every row of every table but the sessions, by table."""
    return {
        model._meta.label: list(model._default_manager.order_by("pk").values())
        for model in apps.get_models()
        if model._meta.label != "sessions.Session"
    }


def make_trial(organisation: Organisation, name: str = "Faster", **changes: object) -> Trial:
    """A what-if that the organisation's owner kept; made once for a name."""
    found = organisation.trials.filter(name=name).first()
    kept = {name.replace("__", "."): value for name, value in changes.items()} or {"length": 24.0}
    return found or Trial.objects.create(
        organisation=organisation, name=name, changes=kept, made_by=owner_of(organisation)
    )
