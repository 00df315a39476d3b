"""What the data files of the runbook library may hold."""

import re
from typing import Any, Literal

from pydantic import Field, field_validator

from assessments.catalogue.files import CatalogueEntry
from continuity.plans.conditions import Condition

PLACEHOLDER = re.compile(r"\{(\w+)\}")


class Line(CatalogueEntry):
    """A line that is printed only for organisations it fits."""

    text: str
    only_if: Condition | None = None


def _as_lines(value: Any) -> Any:
    return [{"text": line} if isinstance(line, str) else line for line in value]


class Lines(CatalogueEntry):
    """An entry with lists of lines, in which a plain text is a line without a condition."""

    @field_validator("*", mode="before")
    @classmethod
    def _plain_text_is_a_line(cls, value: Any, info: Any) -> Any:
        if info.field_name in {"activate_when", "exit_when", "do_not", "also"}:
            return _as_lines(value)
        if info.field_name == "lists":
            return {name: _as_lines(lines) for name, lines in value.items()}
        return value


class Source(CatalogueEntry):
    """Where a fact in a step comes from."""

    about: str
    url: str


class Box(CatalogueEntry):
    """A stretch of time of the response."""

    id: str
    label: str
    aim: str


class OtherText(CatalogueEntry):
    """Another text where a condition holds."""

    only_if: Condition
    text: str


class Level(Lines):
    """A level of response, who declares it and how often people are updated."""

    id: str
    label: str
    when: str
    who: str
    update_every: str
    also: tuple[Line, ...] = ()
    instead: tuple[OtherText, ...] = ()


class Escalation(CatalogueEntry):
    """The scenario a disruption turns into, and when."""

    scenario: str
    when: str


class Scenario(Lines):
    """A kind of disruption: how it looks, when it starts and ends for us, what to leave alone."""

    id: str
    name: str
    only_if: Condition | None = None
    typical: str
    severe: str
    source: str | None
    also_sources: tuple[str, ...] = ()
    looks_like: str
    activate_when: tuple[Line, ...]
    exit_when: tuple[Line, ...]
    escalate_to: Escalation | None
    do_not: tuple[Line, ...]


class Case(CatalogueEntry):
    """Other words for a step where a condition holds."""

    only_if: Condition
    do: str = ""
    done: str = ""


class LibraryStep(Lines):
    """A step as the library holds it, before it is fitted to an organisation."""

    id: str
    t: str
    role: str
    scenarios: Literal["all"] | tuple[str, ...] = "all"
    except_: tuple[str, ...] = Field(default=(), alias="except")
    only_if: Condition | None = None
    card: bool = False
    decision: bool = False
    do: str
    done: str
    template: str | None = None
    stage: str | None = None
    source: str | None = None
    lists: dict[str, tuple[Line, ...]] = Field(default_factory=dict)
    also: tuple[Line, ...] = ()
    instead: tuple[Case, ...] = ()

    def fits(self, scenario: str) -> bool:
        """Whether the step belongs to a scenario."""
        return (self.scenarios == "all" or scenario in self.scenarios) and scenario not in self.except_


class Role(CatalogueEntry):
    """A part somebody plays in the response."""

    id: str
    only_if: Condition | None = None
    label: str
    does: str


class Position(CatalogueEntry):
    """The roles one person puts together in a small organisation, under one name."""

    label: str
    holds: Literal["all"] | tuple[str, ...]


class Party(CatalogueEntry):
    """A group of people hit next, and the messages prepared for it; `ready` is the answer of GOV-05 that says so."""

    label: str
    ready: str
    templates: tuple[str, ...]


class Placeholder(CatalogueEntry):
    """A place in a message: what belongs there, and whether it can be settled before an incident."""

    label: str
    when: Literal["now", "on_the_day"]
    enter: str = ""
    required: bool


class Template(Lines):
    """A message with places to fill in."""

    id: str
    title: str
    only_if: Condition | None = None
    audience: str
    stage: str
    channels: tuple[str, ...]
    max_chars: int
    text: str
    note: str = ""
    lists: dict[str, tuple[Line, ...]] = Field(default_factory=dict)
    instead: tuple[OtherText, ...] = ()

    @property
    def texts(self) -> tuple[str, ...]:
        """Every wording of the message."""
        return (self.text, *(case.text for case in self.instead))
