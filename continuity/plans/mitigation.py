"""The actions of an organisation as its people judge them: what was recommended, what was decided, what has changed since."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Any, Final

from assessments.ui import words
from continuity.plans.models import Measure
from continuity.plans.since_decided import Notice, Unit, notices, passed_dates

State = Measure.State
Result = Mapping[str, Any]
LANES: Final = (State.PROPOSED, State.ACCEPTED, State.IN_PLACE, State.DEFERRED, State.REJECTED)
OPTIONS: Final = {"reduce": "Needs TikTok less", "own": "Own arrangement", "supplier": "From the supplier"}
SHORT_OPTIONS: Final = {"reduce": "Reduce", "own": "Own", "supplier": "Supplier"}
PHASES: Final = {"before": "Before an outage", "during": "During an outage", "after": "After an outage"}
EVIDENCE: Final = {
    "judgement": "Our judgement; no figures were published",
    "judgement, direction supported by published cases": "Our judgement; published cases point the same way",
    "own": "Your own action; its effect is not calculated",
}
FIRST_ACTIONS: Final = 3
SHORTENED_FROM: Final = 100_000


@dataclass(frozen=True, slots=True)
class Cost:
    """What an action costs a year: as calculated from its days of work, or as somebody stated it in a currency."""

    amount: float
    is_stated: bool
    text: str
    short: str


@dataclass(frozen=True, slots=True)
class Action:
    """One action with everything a person needs to decide on it."""

    key: str
    title: str
    why: str
    already: str
    state: State
    removes: float
    removes_range: tuple[float, float]
    removes_text: str
    range_text: str
    removes_short: str
    cost: Cost | None
    effort_days: float | None
    option: str
    tag: str
    phase: str
    evidence_kind: str
    owner: str
    due_on: date | None
    due_days: int
    scenarios: tuple[str, ...]
    functions: tuple[str, ...]
    measure: Measure | None = None
    is_own: bool = False
    is_proposed: bool = True
    notices: tuple[Notice, ...] = ()
    rank: int = 0
    questions: tuple[tuple[str, str | None], ...] = ()

    @property
    def is_counted(self) -> bool:
        """Whether its effect stands in the loss figures."""
        return bool(self.removes_text)

    @property
    def effort_text(self) -> str:
        """How much work it is, as exactly as an estimate deserves."""
        return "" if self.effort_days is None else words.work(self.effort_days)

    @property
    def per_unit(self) -> float | None:
        """What it removes for each unit of money it costs; None where either is next to nothing or not known."""
        cost = self.cost.amount if self.cost and not (self.cost.is_stated and self.is_own) else 0.0
        return self.removes / cost if self.removes_text and cost else None

    @property
    def state_label(self) -> str:
        """The name of its lane."""
        return str(self.state.label)

    @property
    def is_pressing(self) -> bool:
        """Whether a date has passed."""
        return any(notice.is_pressing for notice in self.notices)


@dataclass(frozen=True, slots=True)
class Lane:
    """The actions in one state."""

    state: State
    actions: tuple[Action, ...]

    @property
    def label(self) -> str:
        """Its name."""
        return str(self.state.label)


@dataclass(frozen=True, slots=True)
class Sum:
    """What several actions cost and remove together; effects overlap, so `removes` is a bound and never a promise."""

    count: int
    removes: float
    largest: float
    removes_text: str
    largest_text: str
    cost_text: str


@dataclass(frozen=True)
class Board:
    """All actions of an organisation, with the losses they are measured against; losses are 0 without an assessment."""

    actions: tuple[Action, ...]
    unit: Unit
    expected: float = 0.0
    expected_range: tuple[float, float] = (0.0, 0.0)
    enough: str = ""
    as_of: date | None = None

    @cached_property
    def lanes(self) -> tuple[Lane, ...]:
        """The actions by state, in the order of the lanes."""
        return tuple(Lane(state, tuple(it for it in self.actions if it.state == state)) for state in LANES)

    def lane(self, state: str) -> tuple[Action, ...]:
        """The actions in a state."""
        return next(lane.actions for lane in self.lanes if lane.state == state)

    def action(self, key: str) -> Action | None:
        """The action with this key."""
        return next((action for action in self.actions if action.key == key), None)

    def sum_of(self, actions: Sequence[Action]) -> Sum:
        """What these actions cost and remove; never more than the expected loss itself."""
        removes = min(sum(action.removes for action in actions), self.expected)
        largest = max((action.removes for action in actions), default=0.0)
        return Sum(
            count=len(actions),
            removes=removes,
            largest=largest,
            removes_text="" if self.unit.is_nothing(removes) else self.unit.said(removes),
            largest_text=self.unit.said(largest),
            cost_text=cost_of(actions, self.unit),
        )


@dataclass(frozen=True)
class Around:
    """What the board takes from the organisation: words by key, who holds a role, which questions are asked of it."""

    today: date
    labels: Mapping[str, str] = field(default_factory=dict)
    holders: Mapping[str, str] = field(default_factory=dict)
    is_asked: Callable[[str, str | None], bool] = lambda _question, _function: True


def board(results: Result | None, measures: Iterable[Measure], around: Around) -> Board:
    """The board of an organisation: recommendations in their rank with what was decided, then its own actions."""
    rows = {measure.key: measure for measure in measures}
    unit = unit_of(results)
    found = []
    if results:
        items = results["recommendations"]
        found = [_recommended(item, rows.pop(item["key"], None), results, around, unit) for item in items]
    for measure in rows.values():
        make = _own if measure.is_own else _gone
        if measure.is_own or measure.state != State.PROPOSED:
            found.append(make(measure, around, unit))
    if not results:
        return Board(tuple(found), unit)
    losses = results["losses"]
    low, high = losses["expected_annual_range"]
    as_of = date.fromisoformat(results["as_of"])
    return Board(
        tuple(found), unit, losses["expected_annual"], (low, high), str(results["enough"] or ""), as_of
    )  # fmt: skip


def unit_of(results: Result | None) -> Unit:
    """How amounts of these results are written."""
    if results is None:
        return Unit(None)
    is_share = results["money"]["basis"] == "share"
    return Unit(words.SHARE_OF_INCOME if is_share else results["organisation"]["currency"])


def seen_of(item: Result, results: Result) -> dict[str, Any]:
    """A recommendation as it stands when somebody decides on it, for their row."""
    return {
        "title": item["title"],
        "why": item["why"],
        "removes": item["removes_per_year"],
        "unit": unit_of(results).currency,
        "as_of": results["as_of"],
    }


def cost_of(actions: Sequence[Action], unit: Unit) -> str:
    """The yearly cost of actions in a sentence; amounts that somebody stated in another unit stand beside it."""
    calculated, others = 0.0, []
    for action in actions:
        if action.cost is None:
            continue
        is_same = not action.cost.is_stated or (action.measure and action.measure.currency == unit.currency)
        if is_same:
            calculated += action.cost.amount
        else:
            others.append(action.cost.text)
    parts = ([unit.said(calculated)] if calculated or not others else []) + others
    return words.listed(parts)


def _recommended(item: Result, measure: Measure | None, results: Result, around: Around, unit: Unit) -> Action:
    low, high = item["removes_range"]
    removes = item["removes_per_year"]
    is_told = not (unit.is_nothing(removes) and unit.is_nothing(high))
    state = State(measure.state) if measure else State.PROPOSED
    return Action(
        key=item["key"],
        rank=item["rank"],
        title=item["title"],
        why=item["why"],
        already=item["already"],
        state=state,
        removes=removes,
        removes_range=(low, high),
        removes_text=unit.said(removes) if is_told else "",
        range_text=range_said(low, high, unit) if is_told else "",
        removes_short=on_a_card(removes, unit.currency) if is_told else "",
        cost=_cost(measure, item["cost_year"], unit),
        effort_days=item["effort_days"],
        option=OPTIONS[item["option"]],
        tag=SHORT_OPTIONS[item["option"]],
        phase=PHASES[item["phase"]],
        evidence_kind=EVIDENCE[item["evidence_kind"]],
        owner=(measure.owner if measure else "") or around.holders.get(item["owner_role"], ""),
        due_on=measure.due_on if measure else None,
        due_days=item["due_days"],
        scenarios=tuple(around.labels.get(key, key) for key in item["scenarios"]),
        functions=tuple(around.labels.get(key, key) for key in item["functions"]),
        measure=measure,
        notices=tuple(notices(measure, item, unit, around.today)) if measure else (),
        questions=tuple(it for it in questions_behind(results, item["key"]) if around.is_asked(*it)),
    )


def _own(measure: Measure, around: Around, unit: Unit) -> Action:
    return _without_results(measure, around, unit, tuple(passed_dates(measure, around.today)), is_own=True)


def _gone(measure: Measure, around: Around, unit: Unit) -> Action:
    """An action that was decided on and that the newest assessment no longer proposes."""
    gone = Notice(
        "Counts: the newest results no longer miss it."
        if measure.state == State.IN_PLACE
        else "The newest results no longer propose it: your answers say that it is there, or it no longer fits."
    )
    return _without_results(measure, around, unit, (gone, *passed_dates(measure, around.today)), is_own=False)


def _without_results(
    measure: Measure, around: Around, unit: Unit, notices: tuple[Notice, ...], *, is_own: bool
) -> Action:
    return Action(
        key=measure.key,
        title=str(measure),
        why=measure.why if is_own else str(measure.seen.get("why", "")),
        already="",
        state=State(measure.state),
        removes=0.0,
        removes_range=(0.0, 0.0),
        removes_text="",
        range_text="",
        removes_short="",
        cost=_cost(measure, None, unit),
        effort_days=None,
        option="Your own" if is_own else "",
        tag="Your own" if is_own else "",
        phase="",
        evidence_kind=EVIDENCE["own"] if is_own else "",
        owner=measure.owner,
        due_on=measure.due_on,
        due_days=0,
        scenarios=(),
        functions=tuple(around.labels.get(key, key) for key in measure.functions),
        measure=measure,
        is_own=is_own,
        is_proposed=is_own,
        notices=notices,
    )


def _cost(measure: Measure | None, calculated: float | None, unit: Unit) -> Cost | None:
    if measure and measure.cost is not None:
        amount = float(measure.cost)
        exact, short = words.money(amount, measure.currency, exact=True), on_a_card(amount, measure.currency)
        return Cost(amount, True, exact, short)
    if calculated is None:
        return None
    return Cost(calculated, False, unit.said(calculated), on_a_card(calculated, unit.currency))


def on_a_card(amount: float, currency: str | None) -> str:
    """An amount where there is little room: £2,450 and £23,200, but £212k."""
    is_short = currency == words.SHARE_OF_INCOME or abs(amount) >= SHORTENED_FROM
    return words.short_money(amount, currency) if is_short else words.money(amount, currency)


def range_said(low: float, high: float, unit: Unit) -> str:
    """The range in words; nothing where both ends read alike."""
    ends = unit.said(low), unit.said(high)
    if ends[0] == ends[1]:
        return ""
    return f"up to {ends[1]}" if unit.is_nothing(low) else f"{ends[0]} to {ends[1]}"


def questions_behind(results: Result, key: str) -> tuple[tuple[str, str | None], ...]:
    """The questions, each with its activity where it has one, whose answers brought a recommendation about."""
    found: dict[tuple[str, str | None], None] = {}
    for source in results.get("trace", {}).get(f"recommendations.{key}", ()):
        start, _, rest = source.partition(".")
        if start == "answers":
            found[rest, None] = None
        elif start == "functions" and "-" in rest:
            function, _, question = rest.rpartition(".")
            found[question, function] = None
    return tuple(found)


def due_on(item: Action, as_of: date | None, today: date) -> date:
    """The date proposed for an action: its days counted from the answers, or from today once that has passed."""
    proposed = (as_of or today) + timedelta(days=item.due_days)
    return proposed if proposed > today else today + timedelta(days=item.due_days or 30)
