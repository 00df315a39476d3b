"""What the result pages may be asked for."""

from collections.abc import Iterable
from typing import Any

from django import forms

from assessments.scoring.models import Trial
from assessments.scoring.pages.charts import LENGTHS
from assessments.scoring.pages.downloads import USUAL_DAYS
from assessments.ui import words

MOST_COMPARED = 4


class LengthForm(forms.Form):
    """The length of outage that the overview shows."""

    days = forms.TypedChoiceField(choices=[(days, days) for days in LENGTHS], coerce=int)

    @property
    def chosen(self) -> int:
        """The length chosen; a week where none, or none that is offered, was asked for."""
        return self.cleaned_data["days"] if self.is_valid() else USUAL_DAYS


class TrialForm(forms.Form):
    """The name under which something that was tried out is kept."""

    name = forms.CharField(
        max_length=80,
        label="Name",
        help_text="For example: Second channel by March",
        error_messages={"required": "Enter a name", "max_length": "Enter a name of at most 80 characters"},
    )


class TrialsForm(forms.Form):
    """Which of the saved what-ifs stand side by side."""

    trial = forms.TypedMultipleChoiceField(coerce=int, error_messages={"required": "Tick at least one what-if"})

    def __init__(self, *args: Any, trials: Iterable[Trial], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["trial"].choices = [(trial.pk, trial.name) for trial in trials]  # type: ignore[attr-defined]

    def clean_trial(self) -> list[int]:
        """The chosen ones, no more than fit beside each other."""
        chosen: list[int] = self.cleaned_data["trial"]
        if len(chosen) > MOST_COMPARED:
            raise forms.ValidationError(f"Tick at most {words.count_word(MOST_COMPARED)}")
        return chosen


class CalculateForm(forms.Form):
    """Nothing to fill in: the answers are those of the questionnaire."""
