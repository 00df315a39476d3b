"""What if this fails: one thing on the dependency map is out for some hours, and what comes of it. Nothing is stored.

It is the model of the results with one event of its own; every step is exact, so that two trials differ by what was
changed and by nothing else.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final
from urllib.parse import urlencode

import numpy as np
from django.urls import reverse

from assessments.catalogue.vocabulary import vocabulary
from assessments.engine.errors import EngineError
from assessments.organisations.models import Organisation
from assessments.questionnaires.bank import bank
from assessments.register.queries import Failure, Reached, Trial, Tried
from assessments.scoring.events import Event, event_taking
from assessments.scoring.model import Model
from assessments.scoring.pages.scenarios import about_hours
from assessments.scoring.pages.wording import NOTHING
from assessments.scoring.phrases import as_you
from assessments.scoring.statement import Statement
from assessments.scoring.trials.newest import NotCalculable, newest_present
from assessments.scoring.trials.present import Present
from assessments.scoring.trials.replays import NEVER_COUNTED, Arrival, alone, arrivals_of
from assessments.ui import words

LEAST: Final = 0.5
"""Money below which a loss is none; a share of income is judged by `NOTHING`, since half a per cent of a year is much."""
AS_BEFORE: Final = "everything runs as before"
"""How far losses are counted, as on the page of a replay; the overview counts to the end of the outage."""
GOES_AS: Final = {
    "tiktok": "short_outage",
    "part": "partial_degradation",
    "account": "account_loss",
    "tool": "third_party_failure",
    "activity": "partial_degradation",
}
"""The scenario whose alternatives and rules count for what fails."""


def try_failure(organisation: Organisation, trial: Trial) -> Tried | None:
    """What comes of it, for the map; None while there is nothing to try it out on."""
    try:
        present = newest_present(organisation)
        return tried(present, organisation.slug, trial)
    except (NotCalculable, EngineError):
        return None


def tried(present: Present, slug: str, trial: Trial) -> Tried:
    """What comes of a failure on the present answers."""
    severity = severity_of(present.statement, trial)
    event = event_of(present.statement, present.model, trial)
    arrivals = tuple(arrivals_of(present, event, trial.hours, severity))
    losses = _losses(present, event, trial.hours)
    total, bare = sum(losses.values()), sum(_losses(present, alone(event), trial.hours).values())
    reached = {one.key: one.after_h for one in arrivals}
    return Tried(
        failure=Failure(
            key=trial.id,
            label=trial.name,
            first_hit_h={key: after for key, after in reached.items() if key in present.model.keys},
            parts=severity if trial.share >= 100 else dict.fromkeys(severity, trial.share / 100),
            things=frozenset({trial.id}),
            stopped=frozenset(key for key, share in event.route.items() if share >= 1 - 1e-9),
        ),
        finding=_finding(present, trial, total, bare),
        rows=tuple(_row(present, trial, one, losses) for one in arrivals),
        what_if_url=_what_if(present, slug, trial),
    )


# ----------------------------------------------------------------------------------------------------------- the event
def severity_of(statement: Statement, trial: Trial) -> dict[str, float]:
    """The parts of TikTok that are gone with it, each altogether; none where it is a tool or an activity."""
    if trial.kind == "tiktok":
        return dict.fromkeys(vocabulary().capabilities, 1.0)
    if trial.kind == "part":
        return {trial.key: 1.0}
    if trial.kind == "account":
        named = (it.capabilities for it in statement.dependencies.accounts if it.name == trial.name)
        return dict.fromkeys(next(named, ()), 1.0)
    return {}


def event_of(statement: Statement, model: Model, trial: Trial) -> Event:
    """What fails as an event here: how much of each activity's way to TikTok it takes, with today's alternatives.

    Raises `NotCalculable` for a tool that the model does not know.
    """
    part = trial.share / 100
    if trial.kind == "tool":
        return _tool_event(statement, model, trial, part)
    entry = statement.library.scenario(GOES_AS[trial.kind])
    if trial.kind == "account":
        accounts = statement.dependencies.accounts
        kind = next((it.kind for it in accounts if it.name == trial.name), "")
        part /= max(1, sum(it.kind == kind for it in accounts))
    event = event_taking(statement, entry, "", NEVER_COUNTED, severity_of(statement, trial), part)
    if trial.kind == "activity":
        return replace(event, route={key: part if key == trial.key else 0.0 for key in event.route})
    return event


def _tool_event(statement: Statement, model: Model, trial: Trial, part: float) -> Event:
    """The failure of a tool as the results count it, in so much of what it carries."""
    labels = {it.label for it in statement.dependencies.tools if it.name == trial.name}
    events = (it for it in model.events if it.scenario == GOES_AS["tool"] and it.subject in labels)
    found = next(events, None)
    if found is None:
        raise NotCalculable
    return replace(found, route={key: part * share for key, share in found.route.items()})


def _losses(present: Present, event: Event, hours: float) -> dict[str, float]:
    """Money that each activity loses, with the way back."""
    model = present.model
    return dict(
        zip(model.keys, np.add(*model.event_loss(model.course_of(event, hours + 1.0), hours)).tolist(), strict=True)
    )


# ----------------------------------------------------------------------------------------------------------- the words
def _finding(present: Present, trial: Trial, total: float, bare: float) -> str:
    """What it costs, and what today's alternatives take off it."""
    now, without = (words.money(amount, present.currency) for amount in (total, bare))
    least, about_now = least_of(present.currency), f"{words.about(now)}{now}"
    how_much = "" if trial.share >= 100 else f"{trial.share:.4g}% of "
    said = f"If {how_much}{_quoted(trial)} fails for {words.hours(trial.hours)}, it costs"
    if bare < least:
        return f"{said} no money."
    if bare - total < least or now == without:
        return f"{said} {about_now} until {AS_BEFORE}; no alternative takes anything off it."
    if total < least:
        return f"{said} no money. Without your alternatives it would be {without}."
    return f"{said} {about_now} until {AS_BEFORE}. Without your alternatives it would be {without}."


def least_of(currency: str | None) -> float:
    """The amount below which a loss counts as none, in what amounts are printed in."""
    return NOTHING if currency == words.SHARE_OF_INCOME else LEAST


def _quoted(trial: Trial) -> str:
    return trial.name if trial.kind == "tiktok" else f"“{trial.name}”"


def _row(present: Present, trial: Trial, arrival: Arrival, losses: Mapping[str, float]) -> Reached:
    loss = losses.get(arrival.key)
    is_itself = trial.kind == "activity" and arrival.key == trial.key
    way = () if is_itself else tuple(_name(present, key) for key in arrival.through)
    return Reached(
        name=_name(present, arrival.key),
        after="at once" if arrival.after_h <= 0 else f"after {about_hours(arrival.after_h)}",
        way=" → ".join([trial.name, *(name for name in way if name != trial.name)]),
        loss="–"
        if loss is None
        else words.short_money(loss if loss >= least_of(present.currency) else 0.0, present.currency),
    )


def _name(present: Present, key: str) -> str:
    names = {activity.key: activity.activity.label for activity in present.statement.activities}
    parties = bank().labels(bank().questions["DEP-05"])
    return names.get(key) or as_you(parties.get(key, key))


def _what_if(present: Present, slug: str, trial: Trial) -> str:
    """The what-if page with the same scenario and length; nothing where it does not know such a failure."""
    scenario = GOES_AS[trial.kind]
    if trial.kind == "activity" or scenario not in present.touched:
        return ""
    return (
        f"{reverse('scoring:what_if', args=[slug])}?{urlencode({'scenario': scenario, 'length': f'{trial.hours:g}'})}"
    )
