"""The runbook library: steps, scenarios, roles and messages, read from its data files and checked as a whole."""

from collections.abc import Iterator
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import Any

from pydantic import model_validator

from assessments.catalogue.files import CatalogueEntry, read_yaml
from assessments.catalogue.vocabulary import vocabulary
from continuity.plans.conditions import Condition, facts_named
from continuity.plans.library_schema import (
    PLACEHOLDER,
    Box,
    Level,
    LibraryStep,
    Party,
    Placeholder,
    Position,
    Role,
    Scenario,
    Source,
    Template,
)

DATA = Path(__file__).parent / "data"
FILES = ("library", "roles", "steps", "function_steps", "messages")
SIZES = ("p1", "p2_9", "p10_49", "p50_249", "p250")
BUILT_IN_LISTS = frozenset({"parties"})
PLAIN_FACTS = frozenset({"team", "staffed", "markets.several", "duty", "uses.any", "party.any", "tool.any"})
TOOL_KINDS = frozenset(
    {
        "scheduler",
        "analytics_tool",
        "creator_platform",
        "shop_connector",
        "ad_tool",
        "inbox_tool",
        "link_hub",
        "live_tool",
        "fulfilment",
        "agency_partner",
    }
)


class Library(CatalogueEntry):
    """Everything runbooks and messages are made from, in one version."""

    schema_version: str
    version: str
    sources: dict[str, Source]
    time_boxes: tuple[Box, ...]
    levels: tuple[Level, ...]
    scenarios: tuple[Scenario, ...]
    roles: tuple[Role, ...]
    positions: dict[str, tuple[Position, ...]]
    deputies: dict[str, int]
    falls_to: dict[str, str]
    leads: dict[str, str]
    core_steps: tuple[LibraryStep, ...]
    scenario_steps: dict[str, tuple[LibraryStep, ...]]
    function_steps: dict[str, tuple[LibraryStep, ...]]
    channels: dict[str, str]
    stages: dict[str, str]
    audiences: dict[str, str]
    principles: tuple[str, ...]
    parties: dict[str, Party]
    placeholders: dict[str, Placeholder]
    templates: tuple[Template, ...]

    @model_validator(mode="after")
    def _agrees_with_itself(self) -> "Library":
        mistakes = list(chain(_ids_twice(self), _unknown_names(self), _texts_that_do_not_fit(self)))
        if mistakes:
            raise ValueError("; ".join(mistakes))
        return self

    def steps(self) -> Iterator[LibraryStep]:
        """Every step, in the order of the files."""
        yield from self.core_steps
        yield from chain.from_iterable(self.scenario_steps.values())
        yield from chain.from_iterable(self.function_steps.values())

    def scenario(self, key: str) -> Scenario:
        """The scenario of that id."""
        return next(scenario for scenario in self.scenarios if scenario.id == key)

    def template(self, key: str) -> Template:
        """The message of that id."""
        return next(template for template in self.templates if template.id == key)


@lru_cache(maxsize=1)
def library() -> Library:
    """The library of the newest version, read once."""
    return Library.model_validate(raw())


def raw() -> dict[str, Any]:
    """The content of the data files, put together."""
    return {key: value for name in FILES for key, value in read_yaml(DATA / f"{name}.yaml").items()}


def _ids_twice(whole: Library) -> Iterator[str]:
    named = {
        "step": [step.id for step in whole.steps()],
        "role": [role.id for role in whole.roles],
        "scenario": [scenario.id for scenario in whole.scenarios],
        "message": [template.id for template in whole.templates],
        "message title": [template.title for template in whole.templates],
        "time box": [box.id for box in whole.time_boxes],
    }
    for kind, ids in named.items():
        yield from (f"the {kind} {key} stands twice" for key in sorted({key for key in ids if ids.count(key) > 1}))


def _unknown_names(whole: Library) -> Iterator[str]:
    words = vocabulary()
    roles = {role.id for role in whole.roles}
    templates = {template.id for template in whole.templates}
    scenarios = set(words.scenarios)
    used = [
        ("role", roles, _roles_used(whole)),
        ("scenario", scenarios, _scenarios_used(whole)),
        ("function", set(words.functions), {*whole.function_steps, *whole.leads}),
        ("time box", {box.id for box in whole.time_boxes}, {step.t for step in whole.steps()}),
        ("source", set(whole.sources), _sources_used(whole)),
        (
            "stage",
            set(whole.stages),
            {*(t.stage for t in whole.templates), *(s.stage for s in whole.steps() if s.stage)},
        ),
        ("channel", set(whole.channels), set(chain.from_iterable(t.channels for t in whole.templates))),
        ("audience", set(whole.audiences), {template.audience for template in whole.templates}),
        ("placeholder", set(whole.placeholders), set(chain.from_iterable(_places(t) for t in whole.templates))),
        ("message", templates, {s.template for s in whole.steps() if s.template}),
        ("message", templates, set(chain.from_iterable(party.templates for party in whole.parties.values()))),
        ("size", set(SIZES), {*whole.positions, *whole.deputies}),
    ]
    for kind, known, named in used:
        yield from (f"the {kind} {key} does not exist" for key in sorted(named - known))
    yield from (f"the scenario {key} has no steps" for key in sorted(scenarios - set(whole.scenario_steps)))
    yield from (f"the fact {fact} does not exist" for fact in sorted(set(_facts(whole)) - _all_facts(whole)))


def _roles_used(whole: Library) -> set[str]:
    folded = chain.from_iterable(
        position.holds for positions in whole.positions.values() for position in positions if position.holds != "all"
    )
    return {
        *(step.role for step in whole.steps()),
        *(level.who for level in whole.levels),
        *folded,
        *whole.falls_to,
        *whole.falls_to.values(),
        *whole.leads.values(),
    }


def _sources_used(whole: Library) -> set[str]:
    cited = [*(step.source for step in whole.steps()), *(scenario.source for scenario in whole.scenarios)]
    also = chain.from_iterable(scenario.also_sources for scenario in whole.scenarios)
    return {source for source in (*cited, *also) if source}


def _scenarios_used(whole: Library) -> set[str]:
    filters = chain.from_iterable(
        (*(step.scenarios if step.scenarios != "all" else ()), *step.except_) for step in whole.steps()
    )
    turns = (scenario.escalate_to.scenario for scenario in whole.scenarios if scenario.escalate_to)
    return {*filters, *turns, *whole.scenario_steps, *(scenario.id for scenario in whole.scenarios)}


def _conditions(node: Any) -> Iterator[Condition | None]:
    if isinstance(node, CatalogueEntry):
        yield getattr(node, "only_if", None)
        for name in type(node).model_fields:
            yield from _conditions(getattr(node, name))
    elif isinstance(node, tuple):
        for part in node:
            yield from _conditions(part)
    elif isinstance(node, dict):
        for part in node.values():
            yield from _conditions(part)


def _facts(whole: Library) -> Iterator[str]:
    return chain.from_iterable(facts_named(condition) for condition in _conditions(whole))


def _all_facts(whole: Library) -> set[str]:
    words = vocabulary()
    return {
        *PLAIN_FACTS,
        *(f"uses.{key}" for key in words.capabilities),
        *(f"function.{key}" for key in words.functions),
        *(f"party.{key}" for key in whole.parties),
        *(f"tool.{key}" for key in TOOL_KINDS),
        *(f"size.{key}" for key in SIZES),
        *(fact for fact in _facts(whole) if fact.startswith("industry.")),
    }


def _places(template: Template) -> set[str]:
    return set(PLACEHOLDER.findall(" ".join(template.texts))) - set(template.lists)


def _texts_that_do_not_fit(whole: Library) -> Iterator[str]:
    for step in whole.steps():
        texts = [step.do, step.done, *(case.do + case.done for case in step.instead)]
        unknown = set(PLACEHOLDER.findall(" ".join(texts))) - set(step.lists) - BUILT_IN_LISTS
        yield from (f"the step {step.id} names the list {name}, which it does not have" for name in sorted(unknown))
    lists = [*((step.id, step.lists) for step in whole.steps()), *((item.id, item.lists) for item in whole.templates)]
    for owner, named in lists:
        empty = (name for name, lines in named.items() if all(line.only_if for line in lines))
        yield from (f"the list {name} of {owner} can be empty" for name in empty)
    for template in whole.templates:
        longest = max(len(PLACEHOLDER.sub("", text)) for text in template.texts)
        if longest > template.max_chars:
            yield f"the message {template.id} is {longest - template.max_chars} characters too long"
