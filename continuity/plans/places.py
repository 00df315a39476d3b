"""Where something is mended: the page behind a place as the lint and the sections name it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.urls import reverse

from assessments.questionnaires.addresses import question_address
from assessments.questionnaires.bank import bank

QUESTION: Final = re.compile(r"\b[A-Z]{2,3}-\d{2}\b")
QUOTED: Final = re.compile("“([^”]+)”")
PLAN: Final = "Plan document"
PAGES: Final = (
    (re.compile(r"Mitigation"), "plans:mitigation", "Mitigation"),
    (re.compile(r"Plan document, contacts"), "plans:contacts", "Contacts"),
    (re.compile(r"Plan document, (distribution|author)"), "plans:details", "Plan details"),
    (re.compile(r"Plan document, approval"), "plans:approve", "Approval"),
    (re.compile(r"Plan document, (runbook)"), "plans:runbooks", "Runbooks"),
    (re.compile(r"Plan document, (message)"), "plans:messages", "Messages"),
    (re.compile(r"Settings"), "organisations:settings", "Settings"),
    (re.compile(r"Questionnaire"), "questionnaires:tasks", "Questionnaire"),
)
"""Places that are pages, by how they begin: the name of the address and the words of the link."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where to go: the words of the link, and the address, empty where there is no such page."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Places:
    """The pages of one organisation; `activities` are the keys of its activities by their words."""

    organisation: str
    activities: Mapping[str, str]

    def of(self, mend: str, what: str = "") -> Place:
        """The page behind a place; `what` is the sentence about it, which may name the activity that is meant."""
        named = QUESTION.search(mend)
        if named and named.group() in bank().questions:
            return self.question(named.group(), self._activity(what))
        for start, name, label in PAGES:
            if start.match(mend):
                return Place(label, self._address(name))
        return Place(PLAN, self._address("exports:plan"))

    def question(self, question: str, function: str | None = None) -> Place:
        """The page on which a question is answered; of the first activity where it is asked of each and none is named."""
        known = bank().questions[question]
        if known.scope == "function":
            function = function or next(iter(self.activities.values()), None)
        return Place(f"Question {question}", question_address(self.organisation, question, function))

    def _activity(self, what: str) -> str | None:
        return next((self.activities[name] for name in QUOTED.findall(what) if name in self.activities), None)

    def _address(self, name: str) -> str:
        return reverse(name, args=[self.organisation])
