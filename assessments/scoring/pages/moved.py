"""What moved a figure since the results before, group by group, in amounts that add up to the difference as printed."""

from dataclasses import dataclass

from assessments.scoring.pages.answers import Answered, Answers, changed
from assessments.scoring.pages.charts import Chart
from assessments.scoring.pages.links import Links
from assessments.scoring.pages.parts import adding_up
from assessments.scoring.pages.result import SHARE_DIGITS, Part, Result
from assessments.scoring.pages.tables import Column, Table
from assessments.scoring.pages.wording import counted
from assessments.ui import words
from assessments.ui.cards import EmptyState, LegendKey
from assessments.ui.figures import bars

FIGURES = {"expected": "the expected loss a year", "week": "the cost of a 7-day outage"}
PATHS = {"expected": "losses.expected_annual", "week": "outage.168"}
KINDS = {
    "time": "The time that has passed",
    "depth": "The depth of the questionnaire",
    "overrides": "Results set by a person",
    "method": "The method and the library",
    "others": "Everything else that changed",
}
TOP = 3


@dataclass(frozen=True)
class Step:
    """How far one group of changes moved a figure: exactly, as printed, and the answers in it."""

    label: str
    exact: float
    printed: float
    text: str
    answers: tuple[tuple[str, str | None], ...]

    @property
    def is_worse(self) -> bool:
        """Whether it raised the loss."""
        return self.exact > 0


@dataclass(frozen=True)
class Move:
    """The way of a figure from what it was to what it is; steps from the largest rise to the largest fall."""

    figure: str
    since: int
    before: float
    after: float
    before_text: str
    after_text: str
    steps: tuple[Step, ...]
    still: tuple[Step, ...]

    @property
    def name(self) -> str:
        """What the figure is called."""
        return FIGURES[self.figure]

    @property
    def path(self) -> str:
        """The path at which the whole split is explained."""
        return f"moved.{self.figure}"

    @property
    def top(self) -> tuple[Step, ...]:
        """The steps that move most, whichever way."""
        return tuple(sorted(self.steps, key=lambda step: -abs(step.exact))[:TOP])


@dataclass(frozen=True)
class Behind:
    """A group of changes with its answers as they were and as they are."""

    step: Step
    answers: tuple[Answered, ...]


def moves_of(result: Result) -> tuple[Move, ...]:
    """The figures that changed answers or versions moved since the results before; none without a comparison."""
    found = (move_of(result, figure) for figure in FIGURES)
    return tuple(move for move in found if move is not None and move.steps)


def move_of(result: Result, figure: str) -> Move | None:
    """The way of one figure; None without a comparison."""
    moved = result.background.get("moved")
    if moved is None or figure not in moved["figures"]:
        return None
    found = moved["figures"][figure]
    fine = fine_of(result)
    before, after = round(found["before"] * fine), round(found["after"] * fine)
    printed = adding_up([part * fine for part in found["parts"]], after - before)
    steps = [
        Step(
            label=_label(group),
            exact=exact,
            printed=whole / fine,
            text=_signed(result, exact, whole / fine),
            answers=tuple((question, function) for question, function in group["answers"]),
        )
        for group, exact, whole in zip(moved["groups"], found["parts"], printed, strict=True)
    ]
    least = _least(found)
    moving = [step for step in steps if abs(step.exact) > least or step.printed]
    return Move(
        figure=figure,
        since=moved["since"],
        before=before / fine,
        after=after / fine,
        before_text=result.exactly(before / fine),
        after_text=result.exactly(after / fine),
        steps=tuple(sorted(moving, key=lambda step: -step.exact)),
        still=tuple(step for step in steps if step not in moving),
    )


def fine_of(result: Result) -> int:
    """How many steps a unit of amounts is printed in."""
    return 10**SHARE_DIGITS if result.currency == words.SHARE_OF_INCOME else 1


def _least(found: Part) -> float:
    """What is rounding of the calculation and no move."""
    return float(1e-9 * max(abs(found["before"]), abs(found["after"]), 1e-6))


def _label(group: Part) -> str:
    return KINDS.get(group["kind"]) or str(group["label"])


def _signed(result: Result, exact: float, printed: float) -> str:
    if abs(exact) == 0:
        return "no effect"
    if not printed:
        return result.money(0.1 / fine_of(result))
    return f"{'+' if exact > 0 else '−'}{result.exactly(abs(printed))}"


# ------------------------------------------------------------------------------------------------------------ a chart
def moved_chart(result: Result, figure: str) -> Chart | None:
    """The way of a figure as a waterfall; None without a comparison."""
    move = move_of(result, figure)
    if move is None:
        return None
    name = FIGURES[figure]
    start, end = "Before", "Now"
    drawn = [(step.label, step.printed) for step in move.steps if step.printed]
    return Chart(
        name=f"moved-{figure}",
        question="What moved it since the results before?",
        finding=_finding(move, name),
        description=f"Waterfall chart of {name}: {move.before_text} before, {move.after_text} now. "
        + " ".join(f"{step.label}: {step.text}." for step in move.top),
        table=Table(
            f"moved-{figure}",
            f"What moved {name}",
            (Column("What changed"), Column("Amount", "exact")),
            ((start, move.before), *((step.label, step.printed) for step in move.steps), (end, move.after)),
        ),
        source=f"{result.basis}. Rounded so that the parts add up to the difference as printed.",
        how=PATHS[figure],
        draw=(lambda: bars.waterfall((start, move.before), drawn, end, currency=result.currency)) if drawn else None,
        height=380 if len(drawn) > 5 else 300,
        legend=(
            LegendKey("The figure", "k-mute", "block"),
            LegendKey("Raises it", "k-ember", "block"),
            LegendKey("Lowers it", "k-brand", "block"),
        ),
        empty=EmptyState("Nothing that changed moved this figure by as much as we print."),
    )


def _finding(move: Move, name: str) -> str:
    if not move.steps:
        return f"Nothing that changed moved {name}: it was {move.before_text} and still is."
    first = move.top[0]
    more = f" {_still(move)}" if move.still else ""
    way = "rose" if move.after > move.before else "fell" if move.after < move.before else "stayed"
    said = (
        f"It {way} from {move.before_text} to {move.after_text}"
        if way != "stayed"
        else f"It stayed at {move.after_text}"
    )
    return f"{said}; “{first.label}” moved it most: {first.text}.{more}"


def _still(move: Move) -> str:
    number = len(move.still)
    have = "has" if number == 1 else "have"
    return f"{counted(number, 'other change').capitalize()} {have} no effect on it."


def answers_behind(result: Result, links: Links, figure: str) -> tuple[Behind, ...]:
    """The answers that changed, by the groups in which they count, those that move the figure most first."""
    move = move_of(result, figure)
    if move is None:
        return ()
    before = Answers(_content_before(result))
    steps = sorted((*move.steps, *move.still), key=lambda step: -abs(step.exact))
    groups = (Behind(step, tuple(_answered(result, links, before, *pair) for pair in step.answers)) for step in steps)
    return tuple(group for group in groups if group.answers)


def _answered(result: Result, links: Links, before: Answers, question: str, function: str | None) -> Answered:
    is_known = function is None or function in result.names
    known = result.answers if is_known else before
    old, new = changed(result.answers, before, question, function)
    url = links.question(question, function) if is_known else ""
    return Answered(known.label(question, function), url, old, new)


def _content_before(result: Result) -> Part:
    """The answers as they were, as a profile file: those of now with what changed put back."""
    now, moved = result.snapshot.profile, result.background["moved"]
    answers, functions = dict(now["answers"]), {key: dict(given) for key, given in now["functions"].items()}
    for question, function in (pair for group in moved["groups"] for pair in group["answers"]):
        (answers if function is None else functions.setdefault(function, {})).pop(question, None)
    answers |= moved["stated"]["answers"]
    for function, given in moved["stated"]["functions"].items():
        functions.setdefault(function, {}).update(given)
    return {**now, "answers": answers, "functions": {key: given for key, given in functions.items() if given}}
