"""How a plan stands: its version and approval, what was decided, who can be reached, what people changed by hand."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from continuity.plans.facts import StepEdit

State = Literal["proposed", "accepted", "in_place", "deferred", "rejected"]


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided about one recommendation; a reason stands with everything that is not simply accepted."""

    state: State
    reason: str = ""
    by: str = ""
    on: date | None = None
    owner: str = ""
    due_on: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the change list."""

    version: str
    on: date
    what: str
    by: str


@dataclass(frozen=True, slots=True)
class Contact:
    """How to reach somebody without TikTok."""

    name: str
    purpose: str = ""
    phone: str = ""
    email: str = ""

    @property
    def reach(self) -> str:
        """Phone and e-mail in one line."""
        return " · ".join(part for part in (self.phone, self.email) if part)


@dataclass(frozen=True, slots=True)
class Standing:
    """Everything about a plan that does not follow from the answers.

    `exceptions` are what was still missing when the plan was approved, each named by whoever approved it.
    """

    issued_on: date
    version: str = "0.1"
    status: Literal["draft", "approved"] = "draft"
    author: str = ""
    endorser: str = ""
    endorsed_on: date | None = None
    next_review: date | None = None
    confidentiality: str = "Confidential"
    distribution: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    decisions: Mapping[str, Decision] = field(default_factory=dict)
    contacts: tuple[Contact, ...] = ()
    edits: tuple[StepEdit, ...] = ()
    filled: Mapping[str, str] = field(default_factory=dict)
    exceptions: tuple[str, ...] = ()

    def decision(self, recommendation: str) -> Decision:
        """What was decided about a recommendation; it is proposed while nothing was."""
        return self.decisions.get(recommendation, Decision("proposed"))

    def reach(self, name: str) -> str:
        """How to reach a person, whose post may follow the name after a comma; nothing while that was not entered."""
        known_as = name.partition(",")[0].strip()
        return next(
            (contact.reach for contact in self.contacts if contact.name.partition(",")[0].strip() == known_as), ""
        )
