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
    """A failure that the map can play: the hours at which it reaches each activity that it reaches, by its key.

    What it takes of the parts of TikTok is what its scenario says, unless `parts` are given; `things` are nodes that are
    out themselves, `stopped` activities that stop altogether.
    """

    key: str
    label: str
    first_hit_h: Mapping[str, float]
    parts: Mapping[str, float] | None = None
    things: frozenset[str] = frozenset()
    stopped: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Trial:
    """One thing on the map that is to fail: its node, how long, and how much of it in per cent."""

    id: str
    kind: str
    key: str
    name: str
    hours: float
    share: float


@dataclass(frozen=True)
class Reached:
    """An activity or a group outside that a failure reaches: when, by which way, and what it loses."""

    name: str
    after: str
    way: str
    loss: str


@dataclass(frozen=True)
class Tried:
    """What comes of a failure: how it runs through the map, in a sentence and by activity, and where to try more."""

    failure: Failure
    finding: str
    rows: tuple[Reached, ...]
    what_if_url: str


TryFailure = Callable[[Organisation, Trial], Tried | None]
_try_failure: list[TryFailure] = []
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


def answer_trials(try_failure: TryFailure) -> None:
    """Nothing comes back: the map asks this from now on what would come of a failure. As with `show_failures`."""
    _try_failure[:] = [try_failure]


def tried(organisation: Organisation, trial: Trial) -> Tried | None:
    """What would come of a failure; None while nothing can be calculated."""
    return _try_failure[0](organisation, trial) if _try_failure else None
