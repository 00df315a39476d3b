"""The audit trail as people read it: words in place of keys and codes. What is stored stays as it was written."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from assessments.organisations import queries
from assessments.organisations.models import AuditEntry, Organisation
from assessments.ui import words

Facts = tuple[tuple[str, str], ...]
"""What one side of a change said: a label and a text for each field."""
FIELDS = {
    "after": "comes after",
    "as_of": "answers as of",
    "because": "because",
    "box": "when",
    "changed": "answers changed",
    "chance": "chance of it in a year, %",
    "control": "put in place",
    "delivers": "hours until it delivers",
    "direct": "income that comes through TikTok, %",
    "do": "what is done",
    "done": "how you know that it is done",
    "function": "activity",
    "influenced": "income that TikTok leads to elsewhere, %",
    "is_on_card": "on the action card",
    "length": "hours it lasts",
    "output": "output it reaches, %",
    "scenario": "disruption",
    "start": "first day",
    "workaround": "what you could do instead",
}
"""Fields whose stored name does not say enough; a name with a dot is about the thing after it."""
CODED = {"activities", "after", "box", "depth", "function", "role", "scenario"}
"""Fields whose value is a code, or several with commas between them."""
DATED = {"as_of", "expires", "start"}
PLACE = re.compile(r"([A-Z]{2,3}-\d{2})(?: (?![A-Z]{2,3}-\d{2}\b)(\S+))?")
"""A question, and the activity it is asked about, as an import lists them."""
QUESTION = re.compile(r"[A-Z]{2,3}-\d{2}(?: \((?P<about>.*?)\))?: (?P<wording>.*)", re.DOTALL)
"""The label of an answer."""
LETTERS = 90
FEW = 4


@dataclass(frozen=True)
class Told:
    """An entry as people read it: the thing it is about, and what it said before and after."""

    entry: AuditEntry
    thing: str
    before: Facts
    after: Facts


class Reader:
    """Reads the entries of an organisation with the words that its things have today."""

    def __init__(self, organisation: Organisation, *, today: date, is_whole: bool = False) -> None:
        """`is_whole` tells long lists to their end."""
        self.organisation, self.today, self.is_whole = organisation, today, is_whole

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Words by code; asked for only when an entry has codes."""
        return queries.names_of_codes(self.organisation, today=self.today)

    def told(self, entry: AuditEntry) -> Told:
        """The entry with words for its codes."""
        before, after = (self._facts(side, entry.object_type) for side in (entry.before, entry.after))
        return Told(entry, self._thing(entry), before, after)

    def _thing(self, entry: AuditEntry) -> str:
        label = entry.object_label
        if entry.object_type == "answer" and (found := QUESTION.fullmatch(label)):
            about = f" ({found['about']})" if found["about"] else ""
            return f"“{_short(found['wording'])}”{about}"
        if entry.object_type == "wording":
            return f"({self._place(label)})"
        if entry.object_type == "step change":
            step = self.names.get(label) or entry.after.get("do") or entry.before.get("do") or label
            return f"“{_short(step)}”"
        return label

    def _facts(self, values: Mapping[str, Any], of: str = "") -> Facts:
        label = self._place if of == "wording" else self._label
        return tuple((label(name), self._text(name, value)) for name, value in values.items())

    def _label(self, name: str) -> str:
        field, _, thing = name.partition(".")
        if field in FIELDS:
            return f"{FIELDS[field]} ({self.names.get(name) or self._name(thing)})" if thing else FIELDS[field]
        return self._name(name) if "_" in name else name

    def _text(self, name: str, value: Any) -> str:
        field = name.partition(".")[0]
        if isinstance(value, Mapping):
            return "; ".join(f"{label}: {text}" for label, text in self._facts(value)) or "nothing"
        if value is None or isinstance(value, bool):
            return {None: "empty", True: "yes", False: "no"}[value]
        text = str(value)
        if field == "changed":
            return self._questions(text)
        if field in DATED:
            return _day(text)
        if field in CODED or field == "workaround":
            return ", ".join(self.names.get(code, code) for code in text.split(", "))
        return {"True": "yes", "False": "no"}.get(text, text)

    def _questions(self, text: str) -> str:
        places: dict[str, list[str]] = {}
        for question, function in PLACE.findall(text):
            places.setdefault(question, []).append(self._name(function))
        if not places:
            return text
        told = list(places) if self.is_whole else list(places)[:FEW]
        said = [self._question(question, [name for name in places[question] if name]) for question in told]
        rest = sum(map(len, places.values())) - sum(len(places[question]) for question in told)
        return "; ".join([*said, f"and {rest} more"] if rest else said)

    def _question(self, question: str, activities: list[str]) -> str:
        about = f" ({', '.join(activities)})" if activities else ""
        return f"“{_short(self.names.get(question, question))}”{about}"

    def _place(self, code: str) -> str:
        return self.names.get(f"wording.{code}") or self._name(code)

    def _name(self, code: str) -> str:
        return code and (self.names.get(code) or code.replace("_", " "))


def _short(text: str) -> str:
    """The text, cut at a word where it is long."""
    return text if len(text) <= LETTERS else f"{text[:LETTERS].rsplit(' ', 1)[0].rstrip(',;:')} …"


def _day(text: str) -> str:
    try:
        return words.day(date.fromisoformat(text[:10]))
    except ValueError:
        return text
