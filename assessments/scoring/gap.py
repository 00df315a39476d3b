"""Whether what exists today is enough, for each activity and each scenario, in a sentence."""

from collections.abc import Sequence
from dataclasses import dataclass

from assessments.engine import gaps
from assessments.engine.gaps import Alternative, Judgement, Need, Readied, Shortfall, Status
from assessments.engine.ratings import MONTH_H
from assessments.scoring.events import Event, achievable_h
from assessments.scoring.impact import Impact
from assessments.scoring.overrides import Overrides
from assessments.scoring.stated.activities import StatedActivity
from assessments.scoring.statement import Statement
from assessments.ui import words

LASTING = frozenset({"api_change", "account_loss", "policy_change", "market_ban"})
"""Scenarios that are not sat out: the service comes back late, elsewhere or never."""
WORDS = {
    Status.COVERED: "You can do this today and have shown it.",
    Status.TIGHT: "It fits, with little room.",
    Status.UNPROVEN: "It should work. Nobody has tried it lately.",
}
NAMES = {status: status.name.capitalize() for status in Status}
BY_NAME = {name: status for status, name in NAMES.items()}


@dataclass(frozen=True)
class Gap:
    """The verdict on one activity's alternative."""

    key: str
    status: Status
    sentence: str
    by_scenario: dict[str, Status]
    achievable_h: float | None
    shortfalls: tuple[Shortfall, ...]

    @property
    def is_open(self) -> bool:
        """Whether something has to be done."""
        return self.status in (Status.NOTHING, Status.GAP)


def gaps_of(
    statement: Statement, impacts: Sequence[Impact], events: Sequence[Event], overrides: Overrides
) -> tuple[Gap, ...]:
    """The gap of every activity, in the user's order."""
    return tuple(_gap(statement, impact, events, overrides) for impact in impacts)


def alternative_of(activity: StatedActivity) -> Alternative | None:
    """The engine's view of what exists today; None while that is not known to be anything."""
    stated = activity.alternative
    if not stated.exists:
        return None
    return Alternative(
        readied=Readied(stated.status),
        start_h=stated.operate_h,
        output=stated.output.number if stated.output is not None else None,
        endurance_h=stated.endurance_h,
        proven=stated.is_proven,
        carries_all=stated.is_running,
    )


def _gap(statement: Statement, impact: Impact, events: Sequence[Event], overrides: Overrides) -> Gap:
    key = impact.key
    touching = {event.scenario: event.entry.severe_h for event in events if event.route.get(key, 0.0) > 0}
    # The impact grid ends at a month: who can keep going for a month or longer is not asked for more.
    severe = {scenario: min(hours, MONTH_H) for scenario, hours in touching.items()}
    need = Need(impact.rto_h, impact.stated.mbco.number, 0.0)
    noticing = statement.noticing
    judged = gaps.judge_by_scenario(
        alternative_of(impact.stated), need, severe, noticing.delay_h.number, noticing.decision_h.number
    )
    by_scenario = {
        scenario: BY_NAME[overrides.value(f"functions.{key}.gap.by_scenario.{scenario}", NAMES[verdict.status])]
        for scenario, verdict in judged.items()
    }
    sat_out = [scenario for scenario in judged if scenario not in LASTING] or list(judged)
    worst = min(sat_out, key=lambda scenario: by_scenario[scenario], default=None)
    verdict = Judgement(Status.NOTHING, None) if worst is None else judged[worst]
    calculated = Status.NOTHING if worst is None else by_scenario[worst]
    status = BY_NAME[overrides.value(f"functions.{key}.gap.status", NAMES[calculated])]
    is_set = status is not verdict.status or overrides.is_active(f"functions.{key}.gap.status")
    said = _set_sentence(status, verdict.status) if is_set else _sentence(impact, verdict, judged)
    return Gap(key, status, said, by_scenario, achievable_h(statement, impact.stated), verdict.shortfalls)


def _set_sentence(status: Status, calculated: Status) -> str:
    return f"Set to {NAMES[status]} by a person; calculated: {NAMES[calculated]}."


def _sentence(impact: Impact, worst: Judgement, judged: dict[str, Judgement]) -> str:
    if worst.status is Status.NOTHING:
        known = impact.stated.alternative.is_known
        return "There is no alternative today." if known else "No alternative is known today."
    if worst.status is Status.GAP:
        return " ".join(shortfall_sentence(shortfall) for shortfall in worst.shortfalls)
    lasting = [verdict for scenario, verdict in judged.items() if scenario in LASTING and verdict.status is Status.GAP]
    short = next((s for verdict in lasting for s in verdict.shortfalls if s.lack == "endurance"), None)
    if short is None:
        return WORDS[worst.status]
    return (
        f"{WORDS[worst.status]} It lasts {words.hours(short.available)}: "
        "too short if the account, the market or the rules are lost for longer."
    )


def shortfall_sentence(shortfall: Shortfall) -> str:
    """What is needed and what there is, in one sentence."""
    needed, available = shortfall.needed, shortfall.available
    if shortfall.lack == "time":
        return "You need {}; today it takes {}.".format(*_told_apart(needed, available))
    if shortfall.lack == "output":
        return f"You need {needed:g}% of normal output; the alternative reaches {available:g}%."
    if shortfall.lack == "endurance":
        return f"It must last {words.hours(needed)}; the alternative lasts {words.hours(available)}."
    return "It would be improvised; nothing is prepared."


def _told_apart(needed: float, available: float) -> tuple[str, str]:
    """Two lengths of time as they stand elsewhere, in hours where days would read the same: 23 hours and 7.2 days."""
    needs, takes = words.hours(needed), words.hours(available)
    return (needs, takes) if needs != takes else (f"{needed:.4g} hours", f"{available:.4g} hours")
