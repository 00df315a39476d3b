"""Overrides: results set by a person. One that breaks a rule is not applied, one past its end falls back; both stay visible."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from assessments.questionnaires.profile import Override, Profile
from assessments.questionnaires.reading.mistakes import Notice
from assessments.ui import words

SHORTEST_TEXT = 30
State = Literal["active", "expired", "refused"]
Rule = Callable[[Override, Any], str | None]
"""Says why an override of a calculated value may not apply, or None."""
Need = Callable[[Override], bool]
"""Says whether an override has to give reason, text and end date."""


@dataclass(frozen=True, slots=True)
class Applied:
    """One override with what became of it."""

    override: Override
    calculated: Any
    used: Any
    state: State
    sentence: str


@dataclass
class Overrides:
    """The overrides of a profile, applied as the results they set are calculated."""

    profile: Profile
    met: dict[int, Applied] = field(default_factory=dict)
    """What became of each, by its place in the profile; a result that is calculated twice keeps the first record."""

    def value(
        self, path: str, calculated: Any, rule: Rule | None = None, needs_reason: Need = lambda _override: True
    ) -> Any:
        """The value that counts at a result path: the last active override, else the calculated one."""
        used = calculated
        for place, override in enumerate(self.profile.overrides):
            if override.set == path:
                applied = self._applied(override, calculated, used, rule, needs_reason(override))
                self.met.setdefault(place, applied)
                used = applied.used
        return used

    def is_active(self, prefix: str) -> bool:
        """Whether an override is active at a path that begins so."""
        return any(entry.override.set.startswith(prefix) and entry.state == "active" for entry in self.met.values())

    def names(self, prefix: str) -> bool:
        """Whether any override, whatever becomes of it, is meant for a path that begins so."""
        return any(override.set.startswith(prefix) for override in self.profile.overrides)

    def touching(self, prefix: str) -> list[Applied]:
        """The overrides whose path begins with a prefix, in the order of the profile."""
        return [entry for entry in self.in_order if entry.override.set.startswith(prefix)]

    @property
    def in_order(self) -> list[Applied]:
        """All overrides in the order of the profile; one whose result does not exist here counts as refused."""
        return [self.met.get(place) or self._homeless(it) for place, it in enumerate(self.profile.overrides)]

    def notices(self) -> list[Notice]:
        """Warnings for those that did not apply."""
        return [
            Notice(f"overrides[{place}]", f"override_{entry.state}", entry.sentence)
            for place, entry in enumerate(self.in_order, start=1)
            if entry.state != "active"
        ]

    def _homeless(self, override: Override) -> Applied:
        return Applied(override, None, None, "refused", "Not applied: your results have no such figure.")

    def _applied(
        self, override: Override, calculated: Any, used: Any, rule: Rule | None, needs_reason: bool
    ) -> Applied:
        refusal = rule(override, calculated) if rule is not None else None
        if refusal is None and needs_reason:
            refusal = self._formal_refusal(override)
        if refusal is not None:
            return Applied(override, calculated, used, "refused", f"Not applied: {refusal}.")
        if override.until is not None and override.until < self.profile.as_of:
            sentence = f"Ended on {words.day(override.until)}: the calculated value counts again."
            return Applied(override, calculated, used, "expired", sentence)
        sentence = f"Set by {override.by}" + (f" until {words.day(override.until)}." if override.until else ".")
        return Applied(override, calculated, override.to, "active", sentence)

    def _formal_refusal(self, override: Override) -> str | None:
        if override.reason is None:
            return "it gives no reason"
        if override.text is None or len(override.text) < SHORTEST_TEXT:
            return f"its text has fewer than {SHORTEST_TEXT} characters"
        if override.until is None:
            return "it has no end date"
        if override.until > a_year_after(self.profile.as_of):
            return "it ends more than 12 months after the assessment"
        return None


def a_year_after(day: date) -> date:
    """The same day of the next year; the last of February where there is no such day."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)
