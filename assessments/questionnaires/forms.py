"""The form that chooses how deep the questions go."""

from dataclasses import replace
from typing import Any

from django import forms

from assessments.questionnaires.bank_schema import Depth
from assessments.questionnaires.course import Course
from assessments.questionnaires.outline import Outline
from assessments.questionnaires.queries import Sheet
from assessments.ui import widgets, words

LABELS: dict[Depth, str] = {"quick": "Quick", "standard": "Standard", "full": "Full"}


class DepthForm(forms.Form):
    """A depth, or none: then the size of the organisation decides."""

    depth = forms.ChoiceField(
        choices=[("", ""), *LABELS.items()],
        required=False,
        error_messages={"invalid_choice": "Choose one of the depths"},
    )

    def __init__(self, sheet: Sheet, data: Any = None) -> None:
        super().__init__(data)
        self.sheet = sheet

    def control(self) -> widgets.ChoiceInput:
        """The depths to choose from, with what each of them asks of this organisation."""
        chosen = self.data.get("depth", "") if self.is_bound else self.sheet.chosen_depth or ""
        by_size = LABELS[replace(self.sheet.profile, stated_depth=None).depth]
        is_known = self.sheet.profile.value("PRO-02") is not None
        hint = f"At your size that is {by_size.lower()}" if is_known else "You tell us the size in the second question"
        choices = [widgets.Choice("", "Go by the size of the organisation", hint, is_chosen=not chosen)]
        for depth, label in LABELS.items():
            choices.append(widgets.Choice(depth, label, self._hint(depth), is_chosen=depth == chosen))
        error = str(next(iter(self.errors.get("depth", [])), "")) if self.is_bound else ""
        return widgets.ChoiceInput(name="depth", label="How much detail?", choices=tuple(choices), error=error)

    def _hint(self, depth: Depth) -> str:
        spec = self.sheet.profile.bank.head.depths[depth]
        if self.sheet.is_empty:
            further = words.plural(spec.minutes_per_further_function, "minute")
            return (
                f"About {spec.target_minutes} minutes for two activities, {further} more for each further one. "
                f"{spec.audience[:1].upper()}{spec.audience[1:]}"
            )
        outline = Outline(Course(replace(self.sheet.profile, stated_depth=depth)))
        total, done = len(outline.stops), outline.done
        left = f", {words.plural(total - done, 'question')} to go" if done < total else ", all answered"
        return f"{words.plural(total, 'question')}{left}"
