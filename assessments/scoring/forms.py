"""What the result pages may be asked for."""

from django import forms

from assessments.scoring.pages.charts import LENGTHS
from assessments.scoring.pages.downloads import USUAL_DAYS


class LengthForm(forms.Form):
    """The length of outage that the overview shows."""

    days = forms.TypedChoiceField(choices=[(days, days) for days in LENGTHS], coerce=int)

    @property
    def chosen(self) -> int:
        """The length chosen; a week where none, or none that is offered, was asked for."""
        return self.cleaned_data["days"] if self.is_valid() else USUAL_DAYS


class CalculateForm(forms.Form):
    """Nothing to fill in: the answers are those of the questionnaire."""
