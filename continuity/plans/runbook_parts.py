"""The runbooks of an organisation part by part, as the page shows them that changes their steps."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from continuity.plans import runbooks
from continuity.plans.basis import Basis
from continuity.plans.blocks import Step, TimeBox
from continuity.plans.conditions import holds
from continuity.plans.library_schema import LibraryStep
from continuity.plans.models import StepChange
from continuity.plans.roles import ALONE, FINAL_ROLE
from continuity.plans.runbooks import Runbook

CORE = "core"
SHORT = 70


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the runbooks: the steps of every disruption, those of one scenario, or those of one activity."""

    key: str
    kind: str
    title: str
    count: int


@dataclass(frozen=True, slots=True)
class ChangedStep:
    """A step as it reads now, with what was changed in it, if anything was."""

    step: Step
    change: StepChange | None = None


@dataclass(frozen=True, slots=True)
class RemovedStep:
    """A step of the library that the organisation took out."""

    id: str
    what: str
    change: StepChange


@dataclass(frozen=True, slots=True)
class Stretch:
    """The steps of one stretch of time."""

    box: TimeBox
    steps: tuple[ChangedStep, ...]


@dataclass(frozen=True, slots=True)
class OpenPart:
    """The part that is shown: its steps by time, and those that were taken out of it."""

    part: Part
    stretches: tuple[Stretch, ...]
    removed: tuple[RemovedStep, ...]

    @property
    def steps(self) -> Iterator[ChangedStep]:
        """Its steps in order."""
        for stretch in self.stretches:
            yield from stretch.steps


def parts(basis: Basis) -> tuple[Part, ...]:
    """The parts of an organisation's runbooks, in the order of the plan."""
    found = []
    for key, kind, runbook in _runbooks(basis):
        found.append(Part(key, kind, runbook.title if runbook else basis.name(key.partition(".")[2]), _count(runbook)))
    return tuple(found)


def open_part(basis: Basis, key: str, changes: Sequence[StepChange]) -> OpenPart | None:
    """The part with this key; None if there is none."""
    by_step = {change.step: change for change in changes}
    for found, kind, runbook in _runbooks(basis):
        if found == key:
            title = runbook.title if runbook else basis.name(key.partition(".")[2])
            part = Part(key, kind, title, _count(runbook))
            removed = tuple(_removed(basis, key, by_step))
            return OpenPart(part, tuple(_stretches(runbook, by_step)) if runbook else (), removed)
    return None


def part_of(basis: Basis, step: str) -> str:
    """The key of the first part in which a step stands; that of every disruption where it stands in none."""
    for key, _, runbook in _runbooks(basis):
        if runbook and any(it.id == step for it in runbook.steps):
            return key
    return CORE


def library_step(basis: Basis, step: str) -> LibraryStep | None:
    """The step of the library with this id."""
    return next((it for it in basis.library.steps() if it.id == step), None)


def role_choices(basis: Basis) -> list[tuple[str, str]]:
    """The roles that this organisation has, each with whoever holds it; one person holds them all."""
    if basis.facts.size == ALONE:
        return [(FINAL_ROLE, basis.roster.holders[0].title)]
    found = []
    for role in basis.library.roles:
        if holds(role.only_if, basis.facts.holds) is not False:
            name = basis.roster.holder(role.id).name
            found.append((role.id, f"{role.label} – {name}" if name and name != role.label else role.label))
    return found


def neighbours(shown: OpenPart, step: str) -> list[tuple[str, str]]:
    """The other steps of a part, to say which of them a step comes after."""
    return [
        (it.step.id, f"{it.step.number}. {_short(it.step.what)}") for it in shown.steps if it.step.id != step
    ]  # fmt: skip


def _runbooks(basis: Basis) -> Iterator[tuple[str, str, Runbook | None]]:
    library, facts, scenarios = basis.library, basis.facts, basis.scenario_keys
    yield CORE, "Every disruption", runbooks.assemble_core(library, facts, scenarios=scenarios)
    for scenario in scenarios:
        yield (
            f"scenario.{scenario}",
            "By disruption",
            runbooks.assemble_scenario(library, facts, scenario=scenario),
        )
    for function in facts.functions:
        own = runbooks.assemble_own(library, facts, function=function, scenarios=scenarios)
        yield f"function.{function.key}", "By activity", own


def _count(runbook: Runbook | None) -> int:
    return len(runbook.steps) if runbook else 0


def _stretches(runbook: Runbook, changes: dict[str, StepChange]) -> Iterator[Stretch]:
    for box in runbook.boxes:
        steps = tuple(ChangedStep(step, changes.get(step.id)) for step in runbook.steps if step.box == box.id)
        if steps:
            yield Stretch(box, steps)


def _removed(basis: Basis, key: str, changes: dict[str, StepChange]) -> Iterator[RemovedStep]:
    kind, _, name = key.partition(".")
    if kind == "scenario":
        steps = basis.library.scenario_steps[name]
    elif kind == "function":
        like = next(it.like for it in basis.facts.functions if it.key == name)
        steps = basis.library.function_steps.get(like or "", ())
    else:
        steps = basis.library.core_steps
    for step in steps:
        change = changes.get(step.id)
        if change and change.kind == StepChange.Kind.REMOVE:
            yield RemovedStep(step.id, step.do, change)


def _short(text: str) -> str:
    return text if len(text) <= SHORT else f"{text[: SHORT - 1].rstrip()}…"
