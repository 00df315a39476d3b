"""What the result pages may be asked for."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from assessments.scoring.models import Rescoring, Trial
from assessments.scoring.pages.charts import LENGTHS
from assessments.scoring.pages.downloads import USUAL_DAYS
from assessments.ui import words
from assessments.ui.day_field import DayField

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


GONE = "One that you ticked has been deleted. Tick again which you want side by side"


class TrialsForm(forms.Form):
    """Which of the saved what-ifs stand side by side."""

    trial = forms.TypedMultipleChoiceField(
        coerce=int, error_messages={"required": "Tick at least one what-if", "invalid_choice": GONE}
    )

    def __init__(self, *args: Any, trials: Iterable[Trial], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["trial"].choices = [(trial.pk, trial.name) for trial in trials]  # type: ignore[attr-defined]

    def clean_trial(self) -> list[int]:
        """The chosen ones, no more than fit beside each other."""
        chosen: list[int] = self.cleaned_data["trial"]
        if len(chosen) > MOST_COMPARED:
            raise forms.ValidationError(f"Tick at most {words.count_word(MOST_COMPARED)}")
        return chosen


class StartForm(forms.Form):
    """The day on which something that is played through begins; an address asks for it and nothing keeps it."""

    def __init__(self, *args: Any, first: date, last: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["begins"] = DayField(label="When would it begin?", first=first, last=last, required=False)
        self.fields["begins"].help_text = "Left empty, it begins today in an ordinary week"


class CalculateForm(forms.Form):
    """Nothing to fill in: the answers are those of the questionnaire."""


class RescoringForm(forms.Form):
    """Which organisations are to be scored again."""

    which = forms.ChoiceField(
        choices=Rescoring.Which.choices, error_messages={"required": "Choose which organisations to re-score"}
    )


class RoundForm(forms.Form):
    """The round that the page showed, so that a page left open does not cancel a later one."""

    rescoring = forms.ModelChoiceField(
        Rescoring.objects.all(), error_messages={"invalid_choice": "There is no such re-scoring any more"}
    )
