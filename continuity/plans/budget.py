"""The best mix of actions for a yearly budget: the sentence, the actions in it, what it rests on, and the line of best mixes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assessments.scoring.budgets import Mix, Mixes
from assessments.scoring.queries import Snapshot
from assessments.scoring.reliance import assumed_by
from assessments.ui import words
from assessments.ui.cards import ChartCard, Column, DataTable, Explanation, LegendKey
from assessments.ui.figures import choices
from assessments.ui.figures.layout import Json
from assessments.ui.widgets import TextInput
from continuity.plans.mitigation import Action, Board, State, on_a_card
from continuity.plans.since_decided import Unit

LEGEND = (LegendKey("Best mix at each cost", "k-brand"), LegendKey("Other mixes", "k-mute", "point"))
FORMULA = (
    "Every mix of these actions is put into the whole calculation at once; effects overlap and are not added up. "
    "Of two that act on the same thing in the same way, a mix has one."
)
JUDGED = "judgement, direction supported by published cases"
MOST_NAMED = 2


@dataclass(frozen=True, slots=True)
class Part:
    """One action of a mix: its cost, and what it takes off after those before it."""

    key: str
    title: str
    cost: str
    takes: str


@dataclass(frozen=True, slots=True)
class Spent:
    """What a budget buys: the sentence with its figure set apart, the actions, what follows, and what it rests on."""

    before: str
    figure: str
    after: str
    parts: tuple[Part, ...]
    notes: tuple[str, ...]
    rests_on: str


class Budget:
    """The mixes of an organisation's newest results at today's costs and decisions."""

    def __init__(self, snapshot: Snapshot, board: Board) -> None:
        """Take results that hold mixes (`has_mixes`) and the board on which they were decided."""
        stored = snapshot.background["mixes"]
        self.snapshot, self.board, self.unit = snapshot, board, board.unit
        self.actions = {key: action for key in stored["measures"] if (action := board.action(key))}
        done = [key for key, action in self.actions.items() if action.state == State.IN_PLACE]
        refused = [key for key, action in self.actions.items() if action.state in (State.DEFERRED, State.REJECTED)]
        self.has_small = bool(stored["small"])
        self.costs = _costs(snapshot.results, self.actions.values(), board)
        self.mixes = Mixes(stored, self.costs, done=done, refused=refused)
        self.refused = len(refused)

    @property
    def accepted(self) -> Mix | None:
        """What was accepted, as far as it was weighed."""
        return self.mixes.of([key for key, action in self.actions.items() if action.state == State.ACCEPTED])

    def spent(self, budget: float | None) -> Spent:
        """What a yearly budget buys; without one, the mix that is worth its money."""
        mix = self.mixes.turn if budget is None else self.mixes.best(budget)
        if not mix.keys:
            before = self._nothing_pays() if budget is None else self._nothing_bought(budget)
            return Spent(before, "", "", (), tuple(self._counted()), "")
        cost = self.unit.said(mix.cost)
        count = words.count_word(len(mix.keys))
        named, removes = (f"{count} actions", "remove") if len(mix.keys) > 1 else ("one action", "removes")
        start = f"{named.capitalize()}" if budget is None else f"With {self.unit.said(budget)} a year, {named}"
        return Spent(
            before=f"{start} for {cost} a year {removes}" if budget is None else f"{start} for {cost} {removes}",
            figure=self.unit.said(self.mixes.today.left - mix.left),
            after=f" of the {self.unit.said(self.mixes.today.left)} expected a year.",
            parts=tuple(self._parts(mix)),
            notes=(*self._enough(mix), *self._proof(mix), *self._counted()),
            rests_on=self._rests_on(mix),
        )

    # ------------------------------------------------------------------------------------------------------ sentences
    def _nothing_pays(self) -> str:
        cheapest = self.mixes.line[1:2]
        if not cheapest:
            return "Nothing that is open removes any of the expected loss."
        cost, removes = self.unit.said(cheapest[0].cost), self.unit.said(self.mixes.today.left - cheapest[0].left)
        return f"By the expected loss alone no mix is worth its cost: the cheapest costs {cost} a year and removes {removes}."

    def _nothing_bought(self, budget: float) -> str:
        cheapest = self.mixes.line[1:2]
        if not cheapest:
            return "Nothing that is open removes any of the expected loss."
        return f"{self.unit.said(budget)} a year buys none of these. The cheapest mix costs {self.unit.said(cheapest[0].cost)}."

    def _enough(self, mix: Mix) -> Sequence[str]:
        """Whether more money would remove anything worth it, and whether this much is worth it."""
        turn, after = self.mixes.turn, self.mixes.next_after(mix)
        if mix == turn:
            if after is None:
                return ("For the expected loss you need no more than this: no mix leaves less.",)
            more, removes = after.cost - mix.cost, mix.left - after.left
            return (
                f"For the expected loss you need no more than this. The next better mix costs {self.unit.said(more)} more a year and removes "
                f"{self.unit.said(removes)} more.",
            )
        if mix.cost > turn.cost:
            if not turn.keys:
                return (
                    "By the expected loss alone it is not worth its cost. A limit that must hold can still ask for it.",
                )
            other, little = self.unit.said(mix.cost - turn.cost), self.unit.said(turn.left - mix.left)
            return (
                f"For the expected loss you need no more than {self.unit.said(turn.cost)}: the other {other} would remove {little} only.",
            )
        further, gain = self.unit.said(turn.cost - mix.cost), self.unit.said(mix.left - turn.left)
        return (f"Another {further} a year would remove {gain} more.",)

    def _proof(self, mix: Mix) -> Sequence[str]:
        short = self.mixes.short_of_best(mix)
        if self.unit.is_nothing(short) or not self.has_small:
            return ("Every mix was weighed: for this money none removes more.",)
        return (
            f"Every mix was weighed: even with the small actions, none for this money removes over {self.unit.said(short)} more.",
        )

    def _counted(self) -> Sequence[str]:
        said = []
        if self.mixes.counted:
            named = words.listed([f"“{self.actions[key].title}”" for key in self.mixes.counted])
            said.append(f"Marked as in place, and so counted already: {named}.")
        if self.refused:
            was = (
                "1 action that you put off or decided against"
                if self.refused == 1
                else (f"{self.refused} actions that you put off or decided against")
            )
            said.append(f"Without {was}.")
        return tuple(said)

    def _rests_on(self, mix: Mix) -> str:
        """What the mix rests on: how strong its effects are and where they come from, and what moves it most."""
        said = []
        if mix.removes_range and self.unit.said(mix.removes_range[0]) != self.unit.said(mix.removes_range[1]):
            ends = words.money_range(*mix.removes_range, self.unit.currency)
            said.append(f"With every effect at its weakest or at its strongest it removes {ends} a year.")
        assumed = assumed_by(self.snapshot, mix.keys)[:MOST_NAMED]
        if assumed:
            said.append(f"It rests most on {words.listed(assumed)}.")
        backed = sum(item["evidence_kind"] == JUDGED for item in self._items(mix))
        said.append(f"The effects are our judgement{_backed(backed, len(mix.keys))}.")
        return " ".join(said)

    def _parts(self, mix: Mix) -> Sequence[Part]:
        parts = []
        for step in self.mixes.steps(mix):
            takes = "–" if self.unit.is_nothing(step.takes) else on_a_card(step.takes, self.unit.currency)
            cost = on_a_card(self.costs[step.key], self.unit.currency)
            parts.append(Part(step.key, self._title(step.key), cost, takes))
        return parts

    def _items(self, mix: Mix) -> list[Mapping[str, Any]]:
        return [item for item in self.snapshot.results["recommendations"] if item["key"] in mix.keys]

    def _title(self, key: str) -> str:
        return self.actions[key].title

    # ------------------------------------------------------------------------------------------------------- the line
    def table(self) -> DataTable:
        """The best mix at each cost, cheapest first."""
        columns = (Column("Cost a year", True), Column("Loss left", True), Column("Removes", True), Column("Actions"))
        today = self.mixes.today.left
        rows = tuple(
            (
                self._short(mix.cost),
                self._short(mix.left),
                self._short(today - mix.left),
                "; ".join(map(self._title, mix.keys)) or "As it is today",
            )
            for mix in self.mixes.line
        )
        return DataTable("The mix that leaves least, by what it costs a year", columns, rows)

    def figure(self, budget: float | None) -> Json:
        """The picture, drawn when it is asked for."""
        shown = self.accepted or (self.mixes.turn if budget is None else self.mixes.best(budget))
        best = [(mix.cost, mix.left) for mix in self.mixes.line]
        drawn = choices.Mixes(
            best=best,
            today=(self.mixes.today.cost, self.mixes.today.left),
            plan=(shown.cost, shown.left) if shown.keys else None,
            others=[(mix.cost, mix.left) for mix in self.mixes.all if mix.cost <= best[-1][0]],
            budget=budget,
            plan_name="Your plan" if self.accepted else "Worth it" if budget is None else "Best mix",
        )
        return choices.frontier(drawn, currency=self.unit.currency)

    def card(self, *, figure_url: str, csv_url: str, how_url: str) -> ChartCard:
        """The line of best mixes as a card; the picture is fetched from its address."""
        finding = self._finding()
        return ChartCard(
            key="budget",
            question="How much risk can money remove?",
            finding=finding,
            description=f"Line of the expected loss left against the yearly cost of the best mix. {finding}",
            table=self.table(),
            source="Expected loss a year, all scenarios together",
            data_url=figure_url,
            height=380,
            csv_url=csv_url,
            legend=LEGEND,
            explanation=Explanation(formula=FORMULA, method_url=how_url),
        )

    def _finding(self) -> str:
        turn, last = self.mixes.turn, self.mixes.line[-1]
        plan = self.accepted
        if plan:
            best = self.mixes.best(plan.cost)
            saved = plan.left - best.left
            if self.unit.is_nothing(saved) or saved < 0.01 * plan.left:
                return "What you accepted is on the best line: no mix costs less and leaves less."
            return (
                f"What you accepted leaves {self.unit.said(plan.left)} for {self.unit.said(plan.cost)} a year; the best mix "
                f"for that money would leave {self.unit.said(best.left)}."
            )
        if not turn.keys:
            return "From the first step on, each mix costs more than it removes."
        if turn == last:
            return (
                f"The best mix of all costs {self.unit.said(turn.cost)} a year and leaves {self.unit.said(turn.left)}."
            )
        return f"Beyond {self.unit.said(turn.cost)} a year, more money removes less than it costs."

    def _short(self, amount: float) -> str:
        return words.short_money(amount, self.unit.currency)


def has_mixes(snapshot: Snapshot | None, board: Board) -> bool:
    """Whether there is anything to choose between: results that hold mixes, of an organisation that needs something."""
    return bool(snapshot and not board.enough and snapshot.background.get("mixes"))


def _costs(results: Mapping[str, Any], actions: Sequence[Action] | Any, board: Board) -> dict[str, float]:
    """What each action costs a year: as somebody stated it in the unit of the results, else as calculated."""
    costs = {item["key"]: float(item["cost_year"]) for item in results["recommendations"]}
    for action in actions:
        measure = action.measure
        if action.cost and (not action.cost.is_stated or (measure and measure.currency == board.unit.currency)):
            costs[action.key] = action.cost.amount
    return costs


def _backed(backed: int, count: int) -> str:
    if not backed:
        return "; no figures were published"
    number, of = words.count_word(backed), words.count_word(count)
    whom = "" if count == 1 else "for all of them, " if backed == count else f"for {number} of the {of}, "
    return f"; {whom}published cases point the same way"


def budget_field(typed: str, error: str, unit: Unit) -> TextInput:
    """The field of the budget, as it was typed and with what is wrong with it."""
    sign = "" if unit.is_share else words.currency_sign(unit.currency).strip()
    return TextInput(
        name="budget",
        label="What may be spent in a year",
        hint="Per cent of a year's income" if unit.is_share else "Such as 5,000 or 5k",
        value=typed,
        error=error,
        input_mode="decimal",
        prefix=sign,
        suffix="%" if unit.is_share else "",
        max_length=40,
    )
