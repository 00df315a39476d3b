"""Which actions are shown and in which order; all of it stands in the address."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from continuity.plans.mitigation import Action, Board

BOARD, TABLE, TIMELINE = "board", "table", "timeline"
EVERYBODY = "Anyone"
EVERYTHING = "All"
LAST = float("inf")
ORDERS: Mapping[str, Callable[[Action], float | str]] = {
    "rank": lambda action: action.rank or LAST,
    "title": lambda action: action.title.lower(),
    "removes": lambda action: action.removes,
    "cost": lambda action: action.cost.amount if action.cost else 0.0,
    "effort": lambda action: action.effort_days or 0.0,
    "due": lambda action: action.due_on.toordinal() if action.due_on else LAST,
}


@dataclass(frozen=True, slots=True)
class Option:
    """A way to see the actions, with its address."""

    label: str
    url: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Filters:
    """The view, and the activity and owner to which the actions are narrowed; empty for all of them."""

    view: str = BOARD
    activity: str = ""
    owner: str = ""
    activities: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()

    @classmethod
    def read(cls, query: Mapping[str, str], board: Board) -> "Filters":
        """What an address asks for; anything that does not exist counts as not asked for."""
        activities = tuple(dict.fromkeys(name for action in board.actions for name in action.functions))
        owners = tuple(sorted({action.owner for action in board.actions if action.owner}))
        activity, owner = query.get("activity", ""), query.get("owner", "")
        return cls(
            view=query["view"] if query.get("view") in (TABLE, TIMELINE) else BOARD,
            activity=activity if activity in activities else "",
            owner=owner if owner in owners else "",
            activities=activities,
            owners=owners,
        )

    def narrowed(self, board: Board) -> Board:
        """The board with the actions that fit."""
        kept = tuple(
            action
            for action in board.actions
            if (not self.activity or self.activity in action.functions)
            and (not self.owner or self.owner == action.owner)
        )
        return replace(board, actions=kept)

    @property
    def views(self) -> list[Option]:
        """The ways to see the actions."""
        ways = ((BOARD, "Board"), (TABLE, "Table"), (TIMELINE, "Timeline"))
        return [Option(label, self._with(view=view), self.view == view) for view, label in ways]

    @property
    def activity_options(self) -> list[Option]:
        """The activities to narrow the actions to."""
        found = [(EVERYTHING, ""), *((name, name) for name in self.activities)]
        return [Option(label, self._with(activity=value), self.activity == value) for label, value in found]

    @property
    def owner_options(self) -> list[Option]:
        """The owners to narrow the actions to."""
        found = [(EVERYBODY, ""), *((name, name) for name in self.owners)]
        return [Option(label, self._with(owner=value), self.owner == value) for label, value in found]

    def _with(self, **changes: str) -> str:
        asked = {"view": self.view, "activity": self.activity, "owner": self.owner, **changes}
        kept = {name: value for name, value in asked.items() if value and (name, value) != ("view", BOARD)}
        return f"?{urlencode(kept)}"


def sorted_actions(actions: Sequence[Action], order: str) -> list[Action]:
    """The actions by a column of the table, from high to low with a minus before it; by rank for any other word."""
    name = order.removeprefix("-")
    if name not in ORDERS:
        return list(actions)
    return sorted(actions, key=ORDERS[name], reverse=order.startswith("-"))
