"""What the plan knows about an organisation: the facts that runbooks, roles and messages are fitted to."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Literal

Size = Literal["p1", "p2_9", "p10_49", "p50_249", "p250"]
STAFFED = frozenset({"p10_49", "p50_249", "p250"})
"""Sizes from ten people on, where deputies and a board can be expected."""


@dataclass(frozen=True, slots=True)
class Person:
    """Someone named for a role: deputies in their order, and what they may decide or spend."""

    name: str
    deputies: tuple[str, ...] = ()
    authority: str = ""
    reach: str = ""
    deputy_reach: str = ""


@dataclass(frozen=True, slots=True)
class FunctionFacts:
    """One activity as the runbooks need it: its words, its limits in words, and what can be done without TikTok.

    `like` is the catalogue activity whose steps it takes: its own key if it is one, None if it resembles none.
    """

    key: str
    label: str
    like: str | None
    owner: Person | None = None
    rto: str = ""
    mtpd: str = ""
    mtpd_peak: str = ""
    workaround: str = ""
    contacts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StepEdit:
    """A change a person made to the runbooks, kept by step id when the library is updated.

    `remove` takes a step out; `change` gives it other words, role or time box; `add` makes a step of the organisation's
    own for the scenarios and functions named (all if none); `after` moves a step behind another in its time box.
    """

    kind: Literal["remove", "change", "add"]
    step: str
    do: str = ""
    done: str = ""
    role: str = ""
    box: str = ""
    after: str = ""
    scenarios: tuple[str, ...] = ()
    functions: tuple[str, ...] = ()
    on_card: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """The organisation as its plan needs it. A set that is None is not known; an empty set means that there is none."""

    organisation: str
    size: Size
    industry: str = ""
    capabilities: frozenset[str] | None = None
    tools: frozenset[str] | None = None
    parties: frozenset[str] | None = None
    markets: tuple[str, ...] | None = None
    has_duty: bool | None = None
    functions: tuple[FunctionFacts, ...] = ()
    people: Mapping[str, Person] = field(default_factory=dict)
    filled: Mapping[str, str] = field(default_factory=dict)
    edits: tuple[StepEdit, ...] = ()

    @property
    def is_staffed(self) -> bool:
        """Whether ten or more people work here."""
        return self.size in STAFFED

    def holds(self, fact: str) -> bool | None:
        """Whether a fact of the condition language is true; None while it is not known."""
        subject, _, code = fact.partition(".")
        sets: dict[str, Collection[str] | None] = {
            "uses": self.capabilities,
            "tool": self.tools,
            "party": self.parties,
            "function": {function.like or function.key for function in self.functions},
            "industry": {self.industry},
            "size": {self.size},
        }
        if subject in sets:
            known = sets[subject]
            return (None if known is None else bool(known)) if code == "any" else _among(code, known)
        return {
            "team": self.size != "p1",
            "staffed": self.is_staffed,
            "markets": None if self.markets is None else len(self.markets) > 1,
            "duty": self.has_duty,
        }[subject]


def _among(code: str, known: Collection[str] | None) -> bool | None:
    return None if known is None else code in known
