"""Reading the register: the same answers as the questionnaire's, seen by activity, tool, account and channel."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from assessments.organisations.models import Organisation
from assessments.questionnaires import queries as questionnaires
from assessments.questionnaires.course import Course
from assessments.questionnaires.queries import Sheet
from assessments.register.stated import Facts, row_id

TIKTOK = "tiktok"
KINDS = {"s": "part", "a": "account", "t": "tool", "f": "activity"}
"""What can fail, by the letter with which its node begins."""
ONE_PERSON = "p1"
"""The answer to PRO-02 that leaves nobody else who could do the work."""
PERSON = "p-"
"""What the id of a person begins with, who is no node of the map."""
BY_NAME = ("a-", "t-")


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


@dataclass(frozen=True)
class Cost:
    """What the failure of one thing alone would cost, by the newest results.

    `amount` of a week in what the results count, 0 for none; `week` says it in a sentence, the short ones in a table.
    """

    mark: str
    name: str
    amount: float
    week: str
    day_short: str
    week_short: str
    stops: str
    instead: str


@dataclass(frozen=True)
class Costs:
    """What everything that can fail would cost alone, the worst first, and what goes with it in sentences."""

    rows: tuple[Cost, ...]
    whole: str
    both: str
    basis: str
    since: str
    how_url: str

    def of(self, node: str, name: str) -> Cost | None:
        """The cost of one thing, None where it is not known or none."""
        mark = thing_mark(node, name)
        return next((row for row in self.rows if row.mark == mark and row.amount > 0), None)


def thing_mark(node: str, name: str) -> str:
    """What tells one thing from all others in results: rows have no id in them, so that accounts and tools go by name."""
    return f"{node[:2]}{name}" if node[:2] in BY_NAME else node


NO_COSTS = Costs((), "", "", "", "", "")
CostsOf = Callable[[Organisation], Costs]
_costs_of: list[CostsOf] = []
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


def things_that_fail(course: Course, hours: float) -> Iterator[Trial]:
    """Everything on the map that may fail and take other things with it, each whole and for so many hours.

    Of the activities those from which a stop spreads: the others take nothing but themselves with them.
    """
    facts = Facts(course)
    labels, spreading = facts.profile.bank.vocabulary.capabilities, {link.source for link in facts.links()}
    things = [("s", cap, labels[cap]) for cap in facts.parts]
    things += [("a", row_id(row), str(row["name"])) for row in facts.rows("USE-03")]
    things += [("t", row_id(row), str(row["name"])) for row in facts.rows("DEP-02")]
    things += [("f", one.key, one.label) for one in facts.activities if one.key in spreading]
    for kind, key, name in things:
        yield Trial(f"{kind}-{key}", KINDS[kind], key, name, hours, 100.0)


def people_alone(course: Course) -> dict[str, tuple[str, ...]]:
    """Activities that one person alone could carry out, by the name of that person; none in a firm of one person."""
    found: dict[str, tuple[str, ...]] = {}
    facts = Facts(course)
    for activity in facts.activities if course.known("PRO-02") != ONE_PERSON else ():
        name = facts.owner(activity.key)
        if name and course.known("FUN-05", activity.key) == 1:
            found[name] = (*found.get(name, ()), activity.key)
    return found


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


def show_costs(costs_of: CostsOf) -> None:
    """Nothing comes back: the register asks this from now on what things would cost. As with `show_failures`."""
    _costs_of[:] = [costs_of]


def costs(organisation: Organisation) -> Costs:
    """What each thing would cost if it failed alone, by the newest results; nothing while they do not say so."""
    return _costs_of[0](organisation) if _costs_of else NO_COSTS
