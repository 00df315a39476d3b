"""What plans need beside an assessment: people who can be reached, results that are not the first ones."""

import json
from datetime import date
from typing import Any

from assessments.accounts.models import User
from assessments.jobs.tasks import run_job
from assessments.organisations.models import Organisation, Role
from assessments.scoring.models import Assessment, AssessmentResult
from continuity.exports import actions as exports
from continuity.exports.models import Export
from continuity.plans import queries
from continuity.plans.actions import contents, versions
from continuity.plans.models import PlanVersion
from continuity.plans.queries import Draft
from tests.factories.assessments import make_assessment
from tests.factories.examples import results_of_example

TODAY = date(2026, 11, 22)


def reassess(organisation: Organisation, name: str, **changes: Any) -> Assessment:
    """A newer assessment of the organisation whose results differ in these parts from those of the example."""
    made = make_assessment(organisation, name)
    file = json.dumps({**results_of_example(name), **changes}).encode()
    # the mixes were weighed for the recommendations of the example, and would not fit others
    background = made.result.background | ({"mixes": None} if "recommendations" in changes else {})
    made.result.delete()
    AssessmentResult.objects.create(assessment=made, file=file, background=background)
    return Assessment.objects.get(pk=made.pk)


def reach(organisation: Organisation, by: User, *names: str) -> None:
    """Nothing comes back: each of these people can be reached by phone."""
    for number, name in enumerate(names):
        said = {"name": name, "purpose": "named in the plan", "phone": f"+44 7700 900{number:03d}", "email": ""}
        contents.add_contact(organisation=organisation, by=by, **said)


def has_results(organisation: Organisation, name: str = "cafe") -> Organisation:
    """The organisation, with the results of an example if it had none."""
    if not organisation.assessments.exists():
        make_assessment(organisation, name)
    return organisation


def owner_of(organisation: Organisation) -> User:
    """Its first owner."""
    return organisation.memberships.filter(role=Role.OWNER).order_by("pk").first().user


def draft_now(organisation: Organisation, today: date = TODAY) -> Draft:
    """The plan of the organisation as it reads on a day."""
    draft = queries.draft_of(organisation, today=today)
    assert draft is not None
    return draft


def make_version(organisation: Organisation, *, note: str = "First version", today: date = TODAY) -> PlanVersion:
    """A draft version of the plan."""
    by, mark = owner_of(has_results(organisation)), draft_now(organisation, today).mark
    return versions.make_version(organisation=organisation, by=by, note=note, mark=mark, today=today)


def ask_for(organisation: Organisation, *, format: str = "md", by: User | None = None, shared: bool = False) -> Export:
    """An export of the draft, still to be made."""
    document = draft_now(has_results(organisation)).document
    options = {"by": by or owner_of(organisation), "version": None, "format": format, "is_shared": shared}
    return exports.request_export(organisation=organisation, document=document, **options)


def make_export(organisation: Organisation, **options: Any) -> Export:
    """An export of the draft whose file is ready."""
    export = ask_for(organisation, **options)
    run_job(job_id=export.job_id)
    return Export.objects.select_related("job").get(pk=export.pk)
