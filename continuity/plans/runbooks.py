"""Runbooks: steps picked from the library for one scenario and one activity, fitted to the organisation."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from assessments.ui import words
from continuity.plans.blocks import (
    Column,
    KeyValues,
    Missing,
    Paragraph,
    Step,
    StepTable,
    Table,
    TimeBox,
    said,
    strong,
    table,
)
from continuity.plans.conditions import holds
from continuity.plans.document import Block
from continuity.plans.facts import Facts, FunctionFacts, StepEdit
from continuity.plans.fitting import lines_that_hold, ticked_parties, with_lists
from continuity.plans.library import Library
from continuity.plans.library_schema import LibraryStep, Scenario
from continuity.plans.roles import Roster, assign

CARD_LINES = 16


@dataclass(frozen=True, slots=True)
class Runbook:
    """The steps of one activity in one scenario, with what starts and ends the response.

    Without a function it holds what all activities share; without a scenario, what one activity adds in any of them.
    """

    title: str
    scenario: str
    function: FunctionFacts | None
    steps: tuple[Step, ...]
    boxes: tuple[TimeBox, ...]
    looks_like: str = ""
    starts_when: tuple[str, ...] = ()
    ends_when: tuple[str, ...] = ()
    leave_alone: tuple[str, ...] = ()
    turns_into: str = ""
    templates: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Picked:
    """A step on its way into a runbook: whether the organisation wrote it, and the scenarios it is limited to."""

    step: LibraryStep
    is_own: bool = False
    function_only: bool = False
    limits: str = ""


def scenarios_for(library: Library, facts: Facts) -> tuple[str, ...]:
    """The scenarios that can hit this organisation, in the order of the library."""
    return tuple(item.id for item in library.scenarios if holds(item.only_if, facts.holds) is not False)


def assemble(library: Library, facts: Facts, *, scenario: str, function: FunctionFacts | None) -> Runbook:
    """The runbook of one activity in one scenario, by the rules at the head of `data/library.yaml`.

    Without a function: the steps that every activity shares in that scenario.
    """
    kind = library.scenario(scenario)
    picked = _ordered(library, facts, list(_picked(library, facts, scenario, function)))
    turn = kind.escalate_to
    return Runbook(
        title=f"{function.label}: {kind.name[0].lower()}{kind.name[1:]}" if function else kind.name,
        scenario=scenario,
        function=function,
        steps=_numbered(library, facts, picked),
        boxes=time_boxes(library),
        looks_like=kind.looks_like,
        starts_when=lines_that_hold(kind.activate_when, facts),
        ends_when=lines_that_hold(kind.exit_when, facts),
        leave_alone=lines_that_hold(kind.do_not, facts),
        turns_into=f"{library.scenario(turn.scenario).name}, when {turn.when}" if turn else "",
        templates=_templates_used(library, facts, picked),
        sources=tuple(dict.fromkeys(_sources(kind, picked))),
    )


def assemble_core(library: Library, facts: Facts, *, scenarios: Sequence[str]) -> Runbook:
    """The steps of every disruption, over the scenarios of a plan; a step that fits only some of them says so."""
    core = {step.id for step in library.core_steps}
    found = _over(library, facts, scenarios, None, lambda picked: picked.step.id in core or picked.is_own)
    return _runbook_over(library, facts, "In every disruption", None, found)


def assemble_scenario(library: Library, facts: Facts, *, scenario: str) -> Runbook:
    """What a scenario adds to the steps of every disruption, and how it begins and ends; it may add no step."""
    whole = assemble(library, facts, scenario=scenario, function=None)
    adds = {step.id for step in library.scenario_steps[scenario]}
    steps = tuple(step for step in whole.steps if step.id in adds)
    return replace(whole, steps=tuple(replace(step, number=number) for number, step in enumerate(steps, 1)))


def assemble_own(
    library: Library, facts: Facts, *, function: FunctionFacts, scenarios: Sequence[str]
) -> Runbook | None:
    """The steps that one activity adds to those shared by all, over several scenarios; None if it adds none.

    With one runbook for every disruption, one for each scenario and one of these for each activity, a plan carries
    every step once.
    """
    shared = {step.id for step in _shared_steps(library, scenarios)}
    found = _over(
        library,
        facts,
        scenarios,
        function,
        lambda picked: picked.step.id not in shared and (picked.function_only or not picked.is_own),
    )
    return _runbook_over(library, facts, function.label, function, found) if found else None


def _over(
    library: Library,
    facts: Facts,
    scenarios: Sequence[str],
    function: FunctionFacts | None,
    belongs: Callable[[Picked], bool],
) -> list[Picked]:
    """The steps that belong, each once over all the scenarios; one that fits only some of them names them."""
    found: dict[str, Picked] = {}
    fits: dict[str, list[str]] = {}
    for scenario in scenarios:
        for picked in _picked(library, facts, scenario, function):
            if belongs(picked):
                found.setdefault(picked.step.id, picked)
                fits.setdefault(picked.step.id, []).append(library.scenario(scenario).name)
    names = [library.scenario(scenario).name for scenario in scenarios]
    return [replace(picked, limits=_limits(fits[key], names)) for key, picked in found.items()]


def _runbook_over(
    library: Library, facts: Facts, title: str, function: FunctionFacts | None, found: list[Picked]
) -> Runbook:
    ordered = _ordered(library, facts, found)
    return Runbook(
        title=title,
        scenario="",
        function=function,
        steps=_numbered(library, facts, ordered),
        boxes=time_boxes(library),
        templates=_templates_used(library, facts, ordered),
        sources=tuple(dict.fromkeys(picked.step.source for picked in ordered if picked.step.source)),
    )


@dataclass(frozen=True, slots=True)
class Cited:
    """What the runbooks of a plan call for beside their steps, each once in the order of first use."""

    templates: tuple[str, ...]
    sources: tuple[str, ...]


def cited(library: Library, facts: Facts, scenarios: Sequence[str]) -> Cited:
    """The messages and sources of every runbook over these scenarios, without fitting a single step."""
    templates: dict[str, None] = {}
    sources: dict[str, None] = {}
    for scenario in scenarios:
        for function in (None, *facts.functions):
            picked = _ordered(library, facts, list(_picked(library, facts, scenario, function)))
            templates.update(dict.fromkeys(_templates_used(library, facts, picked)))
            sources.update(dict.fromkeys(_sources(library.scenario(scenario), picked)))
    return Cited(tuple(templates), tuple(sources))


def card_steps(runbook: Runbook) -> StepTable:
    """The steps of the action card: those marked for it, at most sixteen, numbered anew."""
    steps = [step for step in runbook.steps if step.on_card][:CARD_LINES]
    return _as_table(runbook, tuple(replace(step, number=number) for number, step in enumerate(steps, 1)))


def runbook_blocks(runbook: Runbook) -> tuple[Block, ...]:
    """The runbook as it stands in section P8, under a heading that the caller sets."""
    blocks: list[Block] = list(_head(runbook))
    if runbook.function and not runbook.function.workaround:
        blocks.append(
            Missing(
                f"what to do without TikTok for “{runbook.function.label}”",
                "The steps keep order; only an alternative keeps the work going.",
                "Questionnaire, WRK-01 and the note beside it",
            )
        )
    if runbook.leave_alone:
        blocks.append(Paragraph(said(strong("Do not: "), "; ".join(runbook.leave_alone), ".")))
    if runbook.steps:
        blocks.append(_as_table(runbook, runbook.steps))
    if runbook.ends_when:
        blocks.append(Paragraph(said(strong("Over when: "), "; ".join(runbook.ends_when), ".")))
    if runbook.turns_into:
        blocks.append(Paragraph(said(strong("May turn into: "), runbook.turns_into, ".")))
    return tuple(blocks)


def level_table(library: Library, facts: Facts) -> Table:
    """The levels of response: when, who declares them, how often people are updated."""
    roster = assign(library, facts)
    rows = [
        [
            level.label,
            next((case.text for case in level.instead if holds(case.only_if, facts.holds) is True), level.when),
            _seen(roster, level.who),
            ", ".join([level.update_every, *lines_that_hold(level.also, facts)]),
        ]
        for level in library.levels
    ]
    narrow, wide = Column("Level", share=0.6), Column("When", share=2.4)
    return table("Levels of response", [narrow, wide, "Who declares it", "Update every"], rows)


def time_boxes(library: Library) -> tuple[TimeBox, ...]:
    """The stretches of time of a response, in order, in words."""
    return tuple(TimeBox(box.id, box.label, box.aim) for box in library.time_boxes)


def templates_of(library: Library, facts: Facts, step: LibraryStep) -> tuple[str, ...]:
    """The messages a step sends to this organisation's readers."""
    keys = [step.template] if step.template else []
    if step.stage:
        of_parties = chain.from_iterable(party.templates for party in ticked_parties(library, facts))
        keys += [key for key in of_parties if library.template(key).stage == step.stage]
    fitting = (key for key in keys if holds(library.template(key).only_if, facts.holds) is not False)
    return tuple(dict.fromkeys(fitting))


def _picked(library: Library, facts: Facts, scenario: str, function: FunctionFacts | None) -> Iterator[Picked]:
    """Core, scenario and function steps that fit, then the organisation's own."""
    edits = {edit.step: edit for edit in facts.edits if edit.kind != "add"}
    of_function = library.function_steps.get((function.like or "") if function else "", ())
    for step in (*_shared_steps(library, [scenario]), *of_function):
        edit = edits.get(step.id)
        if not step.fits(scenario) or (edit and edit.kind == "remove") or holds(step.only_if, facts.holds) is False:
            continue
        yield Picked(_changed(step, edit), is_own=True, function_only=step in of_function) if edit else Picked(step)
    for edit in facts.edits:
        here = function and function.key in edit.functions
        if edit.kind == "add" and (not edit.scenarios or scenario in edit.scenarios) and (here or not edit.functions):
            own = LibraryStep(id=edit.step, t=edit.box, role=edit.role, do=edit.do, done=edit.done)
            yield Picked(_changed(own, edit), is_own=True, function_only=bool(here))


def _shared_steps(library: Library, scenarios: Iterable[str]) -> tuple[LibraryStep, ...]:
    of_scenarios = chain.from_iterable(library.scenario_steps[scenario] for scenario in scenarios)
    return (*library.core_steps, *of_scenarios)


def _changed(step: LibraryStep, edit: StepEdit) -> LibraryStep:
    """The step with the words of the organisation; its conditional variants give way to them."""
    words = {"do": edit.do, "done": edit.done, "role": edit.role, "t": edit.box}
    changes: dict[str, object] = {name: value for name, value in words.items() if value}
    changes["card"] = step.card or edit.on_card
    if edit.do:
        changes |= {"also": (), "instead": ()}
    return step.model_copy(update=changes)


def _ordered(library: Library, facts: Facts, picked: list[Picked]) -> list[Picked]:
    """By time box, then by the order of the files; a step the organisation moved stands behind the one it named."""
    order = [box.id for box in library.time_boxes]
    for edit in facts.edits:
        ids = [entry.step.id for entry in picked]
        if edit.after in ids and edit.step in ids and edit.after != edit.step:
            moved = picked.pop(ids.index(edit.step))
            picked.insert([entry.step.id for entry in picked].index(edit.after) + 1, moved)
    return sorted(picked, key=lambda entry: order.index(entry.step.t))


def _numbered(library: Library, facts: Facts, picked: Sequence[Picked]) -> tuple[Step, ...]:
    roster = assign(library, facts)
    return tuple(_fitted(library, facts, roster, entry, number) for number, entry in enumerate(picked, 1))


def _templates_used(library: Library, facts: Facts, picked: Iterable[Picked]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key for entry in picked for key in templates_of(library, facts, entry.step)))


def _as_table(runbook: Runbook, steps: tuple[Step, ...]) -> StepTable:
    return StepTable(
        caption=runbook.title,
        boxes=runbook.boxes,
        steps=steps,
        scenario=runbook.scenario,
        function=runbook.function.key if runbook.function else "",
    )


def _fitted(library: Library, facts: Facts, roster: Roster, picked: Picked, number: int) -> Step:
    step = picked.step
    holder = roster.holder(step.role)
    case = next((case for case in step.instead if holds(case.only_if, facts.holds) is True), None)
    built_in = {"parties": _parties(library, facts)}
    do = with_lists((case.do if case else "") or step.do, step.lists, facts, built_in)
    return Step(
        id=step.id,
        number=number,
        box=step.t,
        role=holder.title,
        person=holder.name,
        what=" ".join([do, *lines_that_hold(step.also, facts)]),
        done=with_lists((case.done if case else "") or step.done, step.lists, facts, built_in),
        is_decision=step.decision,
        is_uncertain=holds(step.only_if, facts.holds) is None,
        is_own=picked.is_own,
        on_card=step.card,
        messages=tuple(library.template(key).title for key in templates_of(library, facts, step)),
        limits=picked.limits,
    )


def _parties(library: Library, facts: Facts) -> str:
    labels = [party.label for party in ticked_parties(library, facts)]
    return words.listed(labels) if labels else "those affected"


def _limits(fits: Sequence[str], scenarios: Sequence[str]) -> str:
    """The scenarios a step is for, or those it is not for, whichever is shorter to read."""
    others = [name for name in scenarios if name not in fits]
    if not others:
        return ""
    return f"Not for: {'; '.join(others)}." if len(others) < len(fits) else f"Only for: {'; '.join(fits)}."


def _sources(kind: Scenario, picked: Iterable[Picked]) -> Iterator[str]:
    if kind.source:
        yield kind.source
    yield from kind.also_sources
    yield from (entry.step.source for entry in picked if entry.step.source)


def _seen(roster: Roster, role: str) -> str:
    holder = roster.holder(role)
    return holder.name if holder.person and holder.name else holder.title


def _head(runbook: Runbook) -> Iterator[KeyValues]:
    """What a reader needs before the first step: how it looks, who owns the activity, how long there is."""
    items = [("How it looks", said(runbook.looks_like)), ("Starts when", said("; ".join(runbook.starts_when)))]
    function = runbook.function
    if function:
        owner, deputies = (function.owner.name, function.owner.deputies) if function.owner else ("", ())
        peak = f"; in a peak {function.mtpd_peak}" if function.mtpd and function.mtpd_peak else ""
        items += [
            ("Owner", said(owner + (f"; stands in: {', '.join(deputies)}" if owner and deputies else ""))),
            ("Time to recover (RTO)", said(function.rto)),
            ("Longest you can stop (MTPD)", said(function.mtpd + peak)),
            ("Without TikTok", said(function.workaround)),
            ("Contacts", said("; ".join(function.contacts))),
        ]
    known = tuple((name, runs) for name, runs in items if runs)
    if known:
        yield KeyValues(known)
