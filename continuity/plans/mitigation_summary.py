"""The mitigation page in one sentence and four figures: what was decided, what it costs, and what it removes at most."""

from dataclasses import dataclass

from assessments.ui import words
from continuity.plans.mitigation import FIRST_ACTIONS, Action, Board, State, range_said

OVERLAP = (
    "“Up to”, because effects overlap: two actions that guard the same sale cannot both save it. "
    "Only a new calculation with both in place says how much they do together."
)
SURER = "they make you surer of yourselves, or meet a duty"


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence with one figure to be set apart, and the small print under it."""

    before: str
    figure: str = ""
    after: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Stat:
    """A figure with what to compare it with."""

    label: str
    value: str
    note: str
    change: str = ""


def statement(board: Board) -> Statement:
    """What the accepted actions remove and cost; while none is accepted, what there is to decide."""
    accepted = board.lane(State.ACCEPTED)
    if accepted:
        return _accepted(board, accepted)
    proposed = board.lane(State.PROPOSED)
    if board.enough:
        rest = f" {_worth(len(proposed))}" if proposed else ""
        return Statement(f"{board.enough}{rest}")
    if not board.actions:
        return Statement("There is nothing to decide yet.")
    if not proposed:
        return Statement("Every action has been decided, and none is under way.")
    first = _that_show(board, proposed[:FIRST_ACTIONS])
    together = board.sum_of(first)
    count = words.plural(len(proposed), "action waits", "actions wait")
    if not together.removes_text:
        return Statement(f"{count} for your decision. None of the first shows in the loss figures: {SURER}.")
    named = "The first" if len(first) == 1 else f"The first {words.count_word(len(first))}"
    before = f"{count} for your decision. {'It' if len(proposed) == 1 else named} would remove {_up_to(first)}"
    return Statement(before, together.removes_text, f" of the {_loss(board)}.", _note(first))


def stats(board: Board) -> list[Stat]:
    """Four figures: the loss as it is, what was accepted, what that removes, and what waits."""
    accepted, done = board.lane(State.ACCEPTED), board.lane(State.IN_PLACE)
    together = board.sum_of(accepted)
    counted = sum(not action.is_proposed or action.is_own for action in done)
    late = sum(action.is_pressing for action in accepted)
    return [
        Stat("Expected loss a year", board.unit.said(board.expected), _range_note(board)),
        Stat("Accepted", str(len(accepted)), f"cost {together.cost_text} a year" if accepted else "nothing yet"),
        Stat(
            "Accepted actions remove",
            f"{'up to ' if len(accepted) > 1 else ''}{together.removes_text}" if together.removes_text else "–",
            _removed_note(accepted, together.removes_text),
        ),
        Stat(
            "In place",
            str(len(done)),
            f"{counted} counted by your answers" if done else "nothing yet",
            f"{late} overdue" if late else "",
        ),
    ]


def _that_show(board: Board, actions: tuple[Action, ...]) -> tuple[Action, ...]:
    """The leading actions without those at the end that change nothing in the sum as it is printed."""
    together = board.sum_of(actions).removes_text
    while len(actions) > 1 and together and board.sum_of(actions[:-1]).removes_text == together:
        actions = actions[:-1]
    return actions


def _range_note(board: Board) -> str:
    low, high = board.expected_range
    if board.unit.is_nothing(high):
        return "with what is in place"
    return range_said(low, high, board.unit) or "in every case looked at"


def _removed_note(accepted: tuple[Action, ...], removes_text: str) -> str:
    if not accepted:
        return "nothing yet"
    return "a year, of the expected loss" if removes_text else "nothing that the loss figures count"


def _accepted(board: Board, accepted: tuple[Action, ...]) -> Statement:
    together, is_one = board.sum_of(accepted), len(accepted) == 1
    who = "The action" if is_one else f"The {words.count_word(len(accepted))} actions"
    cost = f" {'It costs' if is_one else 'They cost'} {together.cost_text} a year." if together.cost_text else ""
    if not together.removes_text:
        surer = SURER.replace("they make", "it makes").replace("or meet", "or meets") if is_one else SURER
        return Statement(
            f"{who} you accepted {'does' if is_one else 'do'} not show in the loss figures: {surer}.{cost}"
        )
    before = f"{who} you accepted {'removes' if is_one else 'remove'} {_up_to(accepted)}"
    return Statement(before, together.removes_text, f" of the {_loss(board)}.{cost}", _note(accepted))


def _up_to(actions: tuple[Action, ...]) -> str:
    return "up to" if sum(action.removes > 0 for action in actions) > 1 else "about"


def _loss(board: Board) -> str:
    return f"expected loss of {board.unit.said(board.expected)} a year"


def _note(actions: tuple[Action, ...]) -> str:
    return OVERLAP if sum(action.removes > 0 for action in actions) > 1 else ""


def _worth(count: int) -> str:
    if count == 1:
        return "One small step is worth taking all the same."
    return f"{words.count_word(count).capitalize()} small steps are worth taking all the same."
