"""Reading the register: the same answers as the questionnaire's, seen by activity, tool, account and channel."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from assessments.organisations.models import Organisation
from assessments.questionnaires import queries as questionnaires
from assessments.questionnaires.queries import Sheet
from assessments.register.stated import Facts


@dataclass(frozen=True)
class Failure:
    """A scenario that the map can play: the hours at which it reaches each activity that it reaches, by its key."""

    key: str
    label: str
    first_hit_h: Mapping[str, float]


FailuresOf = Callable[[Organisation], tuple[Failure, ...]]
_failures_of: list[FailuresOf] = []


@dataclass(frozen=True)
class Register:
    """An organisation's register at a date."""

    sheet: Sheet
    facts: Facts


def register_of(organisation: Organisation, *, as_of: date) -> Register:
    """The register; two queries."""
    sheet = questionnaires.sheet_of(organisation, as_of=as_of)
    return Register(sheet, Facts(sheet.course))


def show_failures(failures_of: FailuresOf) -> None:
    """Nothing comes back: the map asks this from now on for the failures it can play.

    Results stand after the register in the order of the slices, so they hand their figures down when the app is ready.
    """
    _failures_of[:] = [failures_of]


def failures(organisation: Organisation) -> tuple[Failure, ...]:
    """The failures that the map can play, the most pressing first; none while there are no results."""
    return _failures_of[0](organisation) if _failures_of else ()
