"""Overrides: results set by a person. One that breaks a rule is not applied, one past its end falls back; both stay visible."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Literal

from assessments.questionnaires.profile import Override, Profile
from assessments.questionnaires.reading.mistakes import Notice

LONGEST = timedelta(days=366)
SHORTEST_TEXT = 30
State = Literal["active", "expired", "refused"]
Rule = Callable[[Override, Any], str | None]
"""Says why an override of a calculated value may not apply, or None."""


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
    applied: list[Applied] = field(default_factory=list)

    def value(self, path: str, calculated: Any, rule: Rule | None = None, *, needs_reason: bool = True) -> Any:
        """The value that counts at a result path: the last active override, else the calculated one."""
        used = calculated
        for override in self.profile.overrides:
            if override.set == path:
                used = self._apply(override, calculated, used, rule, needs_reason=needs_reason)
        return used

    def is_set(self, path: str) -> bool:
        """Whether an override is active at a path."""
        return any(entry.override.set == path and entry.state == "active" for entry in self.applied)

    def touching(self, prefix: str) -> list[Applied]:
        """The overrides whose path begins with a prefix, in the order of the profile."""
        return [entry for entry in self.in_order if entry.override.set.startswith(prefix)]

    @property
    def in_order(self) -> list[Applied]:
        """All overrides that were met, in the order of the profile."""
        return sorted(self.applied, key=lambda entry: self.profile.overrides.index(entry.override))

    def notices(self) -> list[Notice]:
        """Warnings for those that did not apply."""
        return [
            Notice(
                f"overrides[{self.profile.overrides.index(entry.override) + 1}]",
                f"override_{entry.state}",
                entry.sentence,
            )
            for entry in self.in_order
            if entry.state != "active"
        ]

    def _apply(self, override: Override, calculated: Any, used: Any, rule: Rule | None, *, needs_reason: bool) -> Any:
        refusal = rule(override, calculated) if rule is not None else None
        if refusal is None and needs_reason:
            refusal = self._formal_refusal(override)
        if refusal is not None:
            self.applied.append(Applied(override, calculated, used, "refused", f"Not applied: {refusal}."))
            return used
        if override.until is not None and override.until < self.profile.as_of:
            sentence = f"Ended on {override.until}: the calculated value counts again."
            self.applied.append(Applied(override, calculated, used, "expired", sentence))
            return used
        sentence = f"Set by {override.by}" + (f" until {override.until}." if override.until else ".")
        self.applied.append(Applied(override, calculated, override.to, "active", sentence))
        return override.to

    def _formal_refusal(self, override: Override) -> str | None:
        if override.reason is None:
            return "it gives no reason"
        if override.text is None or len(override.text) < SHORTEST_TEXT:
            return f"its text has fewer than {SHORTEST_TEXT} characters"
        if override.until is None:
            return "it has no end date"
        if override.until > self.profile.as_of + LONGEST:
            return "it ends more than 12 months after the assessment"
        return None
