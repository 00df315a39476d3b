"""Everything an organisation states, resolved: the whole of what a calculation starts from."""

from dataclasses import dataclass

from assessments.catalogue.scenarios import ScenarioLibrary, scenario_library
from assessments.questionnaires.course import Course
from assessments.questionnaires.profile import Profile
from assessments.scoring.quantity import Quantity
from assessments.scoring.resolver import Resolver
from assessments.scoring.stated.activities import StatedActivity, state_activities
from assessments.scoring.stated.contracts import Contracts, state_contracts
from assessments.scoring.stated.dependencies import Dependencies, state_dependencies
from assessments.scoring.stated.noticing import Noticing, state_noticing
from assessments.scoring.stated.organisation import Organisation, state_organisation
from assessments.scoring.stated.timing import Timing, state_timing

PROPOSED_CAP = 40.0
"""Per cent of income that one platform may carry where the organisation names no limit; our proposal."""


@dataclass(frozen=True)
class Statement:
    """The resolved profile; `quantities` holds every number with its history, by name."""

    profile: Profile
    course: Course
    library: ScenarioLibrary
    organisation: Organisation
    activities: tuple[StatedActivity, ...]
    dependencies: Dependencies
    timing: Timing
    noticing: Noticing
    contracts: Contracts
    quantities: dict[str, Quantity]
    resolver: Resolver

    def activity(self, key: str) -> StatedActivity:
        """The activity of a key."""
        return next(activity for activity in self.activities if activity.key == key)


def state(profile: Profile) -> Statement:
    """The profile with every question resolved to what it stands for."""
    course = Course(profile)
    resolver = Resolver(course)
    library = scenario_library()
    organisation = state_organisation(resolver, library)
    activities = state_activities(resolver, organisation.earns_income)
    dependencies = state_dependencies(resolver, library)
    timing = state_timing(resolver)
    noticing = state_noticing(resolver, library)
    contracts = state_contracts(resolver, organisation, activities)
    return Statement(
        profile=profile,
        course=course,
        library=library,
        organisation=organisation,
        activities=activities,
        dependencies=dependencies,
        timing=timing,
        noticing=noticing,
        contracts=contracts,
        quantities=resolver.made,
        resolver=resolver,
    )


def own_cap(statement: Statement) -> tuple[float, bool]:
    """The largest share any platform should carry, and whether the organisation set it itself."""
    cap = statement.resolver.resolve("DIV-07")
    if cap is None or cap.value is None:
        return PROPOSED_CAP, False
    return cap.number, True
