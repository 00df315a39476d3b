"""What moved the loss between two assessments: the difference split exactly among what changed, grouped for people.

Only what the two figures need is calculated for each mixture of old and new answers: the expected loss a year and a
whole outage of a week, about 10 ms. All mixtures of up to eight groups are run; where more changed, those that move
least alone and last become one group, so that the split stays exact. docs/methods/attribution.md.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assessments.engine.attribution import Split, explain_change
from assessments.engine.errors import EngineError
from assessments.engine.ratings import BANDS_H
from assessments.questionnaires.profile import Answer, Profile
from assessments.questionnaires.profile_export import profile_content
from assessments.scoring.evaluate import Evaluation
from assessments.scoring.events import events_of
from assessments.scoring.impact import impacts_of
from assessments.scoring.model import Model
from assessments.scoring.overrides import Overrides
from assessments.scoring.statement import state

Floats = NDArray[np.float64]
Changed = tuple[str, str | None]
"""A question whose answer changed, and its activity where it has one."""
Places = frozenset[int]
FIGURES = ("expected", "week")
WEEK = BANDS_H.index(168)
MOST_GROUPS = 8
"""Of which all mixtures are run: 256 of them, about three seconds of a worker."""
SAME = 1e-6
"""Relative difference up to which two figures are the same but for the digits that are kept."""


@dataclass(frozen=True)
class Before:
    """The assessment before: its number, what was stated, and what was printed of it."""

    number: int
    profile: Profile
    currency: str | None
    is_share: bool
    expected: float
    week: float


@dataclass(frozen=True)
class Group:
    """What changed together: `kind` says what `key` names; answers of a section or an activity."""

    kind: str
    key: str = ""
    label: str = ""
    answers: tuple[Changed, ...] = ()


def moved(before: Before, now: Evaluation) -> dict[str, Any] | None:
    """The split of both figures by group, as plain data; None where amounts cannot be compared or calculated."""
    is_share = now.statement.organisation.basis == "share"
    if (before.currency, before.is_share) != (now.profile.currency, is_share):
        return None
    groups = groups_between(before.profile, now.profile)
    try:
        split, groups = _split(before.profile, now.profile, groups)
    except EngineError:
        return None
    printed = np.array([before.expected, before.week])
    method = split.start - printed
    if (np.abs(method) > SAME * np.maximum(np.abs(printed), 1.0)).any():
        groups = [*groups, Group("method")]
        parts = np.concatenate([split.parts, method[None]])
    else:
        printed, parts = split.start, split.parts
    figures = {
        name: {"before": printed[place], "after": split.end[place], "parts": parts[:, place].tolist()}
        for place, name in enumerate(FIGURES)
    }
    return {
        "since": before.number,
        "groups": [_plain(group) for group in groups],
        "figures": figures,
        "stated": _stated(before.profile, groups),
    }


def _stated(before: Profile, groups: Sequence[Group]) -> dict[str, Any]:
    """What was stated before where it changed, in the form of a profile file."""
    content = profile_content(before)
    stated: dict[str, Any] = {"answers": {}, "functions": {}}
    for question, function in (answer for group in groups for answer in group.answers):
        given = content["answers"] if function is None else content["functions"].get(function, {})
        kept = stated["answers"] if function is None else stated["functions"].setdefault(function, {})
        if question in given:
            kept[question] = given[question]
    return stated


def _plain(group: Group) -> dict[str, Any]:
    answers = [list(answer) for answer in group.answers]
    return {"kind": group.kind, "key": group.key, "label": group.label, "answers": answers}


# ------------------------------------------------------------------------------------------------------ what changed
def groups_between(before: Profile, now: Profile) -> list[Group]:
    """What changed, grouped: answers by section of the questionnaire or by activity, then what was set beside them."""
    found: dict[tuple[str, str], list[Changed]] = {}
    for question, function in changed_answers(before, now):
        place = ("activity", function) if function else ("section", now.bank.questions[question].section)
        found.setdefault(place, []).append((question, function))
    groups = [
        Group(kind, key, _label(kind, key, before, now), tuple(answers)) for (kind, key), answers in found.items()
    ]
    for kind, name in (("time", "as_of"), ("depth", "stated_depth"), ("overrides", "overrides")):
        if getattr(before, name) != getattr(now, name):
            groups.append(Group(kind))
    return groups


def changed_answers(before: Profile, now: Profile) -> Iterator[Changed]:
    """The questions whose answers differ, in the order of the questionnaire, those of activities after the others."""
    places = {question: place for place, question in enumerate(now.bank.questions)}
    for question in sorted({*before.answers, *now.answers}, key=places.__getitem__):
        if before.answers.get(question) != now.answers.get(question):
            yield question, None
    for function in sorted({*before.functions, *now.functions}):
        old, new = before.functions.get(function, {}), now.functions.get(function, {})
        for question in sorted({*old, *new}, key=places.__getitem__):
            if old.get(question) != new.get(question):
                yield question, function


def _label(kind: str, key: str, before: Profile, now: Profile) -> str:
    if kind == "section":
        return next(section.title for section in now.bank.sections if section.id == key)
    return next((one.label for one in (*now.activities, *before.activities) if one.key == key), key)


# ------------------------------------------------------------------------------------------------------------ the split
class _Mixtures:
    """Both figures of every mixture of old and new that was asked for, each calculated once."""

    def __init__(self, before: Profile, now: Profile, groups: Sequence[Group]) -> None:
        self.before, self.now, self.groups = before, now, groups
        self.known: dict[Places, tuple[float, float]] = {}

    def figures(self, places: Places) -> tuple[float, float]:
        """The figures with the groups at these places as they are now, the others as they were."""
        if places not in self.known:
            self.known[places] = figures_of(mixed(self.before, self.now, [self.groups[place] for place in places]))
        return self.known[places]

    def least(self, keep: int) -> Places:
        """All groups but those that move a figure most when they change first or last, as a share of the figure."""
        everything = frozenset(range(len(self.groups)))
        start, end = self.figures(frozenset()), self.figures(everything)
        scale = np.maximum(np.maximum(np.abs(start), np.abs(end)), SAME)

        def move(place: int) -> float:
            alone = np.abs(np.subtract(self.figures(frozenset({place})), start))
            last = np.abs(np.subtract(end, self.figures(everything - {place})))
            return float((np.maximum(alone, last) / scale).max())

        return frozenset(sorted(everything, key=lambda place: (-move(place), place))[keep:])


def _split(before: Profile, now: Profile, groups: Sequence[Group]) -> tuple[Split, list[Group]]:
    """The split, and the groups it is for; no group where nothing changed."""
    mixtures = _Mixtures(before, now, groups)
    kept, sets = list(groups), [frozenset({place}) for place in range(len(groups))]
    if len(groups) > MOST_GROUPS:
        rest = mixtures.least(MOST_GROUPS - 1)
        others = Group("others", answers=tuple(answer for place in sorted(rest) for answer in groups[place].answers))
        kept = [*(group for place, group in enumerate(groups) if place not in rest), others]
        sets = [*(frozenset({place}) for place in range(len(groups)) if place not in rest), rest]
    if not kept:
        state_now, none = np.array(mixtures.figures(frozenset())), np.zeros((0, len(FIGURES)))
        return Split(state_now, state_now, none, none, none, none, 1), kept

    def run(flags: NDArray[np.bool_]) -> Floats:
        rows = [frozenset().union(*(sets[place] for place in np.flatnonzero(row))) for row in flags]
        return np.array([mixtures.figures(row) for row in rows])

    return explain_change(run, len(sets)), kept


def mixed(before: Profile, now: Profile, groups: Sequence[Group]) -> Profile:
    """The profile before, with these groups as they are now."""
    answers: dict[str, Answer] = dict(before.answers)
    functions = {key: dict(given) for key, given in before.functions.items()}
    changes: dict[str, Any] = {}
    for group in groups:
        for question, function in group.answers:
            given = answers if function is None else functions.setdefault(function, {})
            _put(given, question, now.answer(question, function))
        name = {"time": "as_of", "depth": "stated_depth", "overrides": "overrides"}.get(group.kind)
        if name:
            changes[name] = getattr(now, name)
    kept = {key: given for key, given in functions.items() if given}
    return replace(before, bank=now.bank, answers=answers, functions=kept, what_ifs=(), **changes)


def _put(given: dict[str, Answer], question: str, answer: Answer | None) -> None:
    if answer is None:
        given.pop(question, None)
    else:
        given[question] = answer


def figures_of(profile: Profile) -> tuple[float, float]:
    """The expected loss a year, and what a whole outage of a week costs."""
    statement, overrides = state(profile), Overrides(profile)
    events = events_of(statement, overrides)
    impacts = impacts_of(Model(statement, events), overrides)
    run = Model(statement, events, [impact.rto_h for impact in impacts]).run()
    return float(run.expected_losses().sum()), float(sum(impact.normal.losses[WEEK] for impact in impacts))


def before_of(number: int, profile: Profile, results: Mapping[str, Any]) -> Before:
    """The assessment before, from its results file."""
    return Before(
        number=number,
        profile=profile,
        currency=results["organisation"]["currency"],
        is_share=results["money"]["basis"] == "share",
        expected=float(results["losses"]["expected_annual"]),
        week=float(sum(function["loss_at_h"]["168"] for function in results["functions"])),
    )
