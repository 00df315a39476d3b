"""The forms around the plan. Each carries the version that its page showed, so that nobody overwrites unseen changes."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from assessments.accounts.models import User
from assessments.organisations.access import Power, may
from assessments.organisations.models import Organisation
from assessments.ui.day_field import DayField
from continuity.plans.fields import Amount, Budget, Line, Text
from continuity.plans.library import Library
from continuity.plans.models import Measure
from continuity.plans.since_decided import Unit

YEAR = timedelta(days=366)
FIVE_YEARS = timedelta(days=5 * 366)
DAY = timedelta(days=1)
PHONE = re.compile(r"[+()\d][\d\s()/.\-]{3,38}(?:\s?(?:ext|x)\.?\s?\d{1,6})?", re.IGNORECASE)
CLASSES = ("Public", "Internal", "Confidential", "Strictly confidential")
MOST_COPIES = 40
Choices = Sequence[tuple[str, str]]


class SeenForm(forms.Form):
    """A form that knows which version of the thing was on the page."""

    seen_version = forms.IntegerField(
        min_value=0,
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(("required", "invalid", "min_value"), "Load the page again, then save"),
    )

    def show_version(self, version: int) -> None:
        """Nothing comes back: the form will be sent with this version the next time, whatever was typed stays."""
        data = cast(QueryDict, self.data).copy()
        data["seen_version"] = str(version)
        self.data = data


# ----------------------------------------------------------------------------------------------------------- decisions
class DecisionForm(SeenForm):
    """What all decisions have: the day on which they are taken and the currency of the organisation."""

    def __init__(self, *args: Any, today: date, currency: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today, self.currency = today, currency


class AcceptForm(DecisionForm):
    """Who does it, until when, and what it costs if somebody knows better."""

    owner = Line(label="Who sees to it", max_length=120, empty="Enter who sees to it")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        last = self.today + FIVE_YEARS
        self.fields["due_on"] = DayField(
            label="Done by", first=self.today, last=last, empty="Enter a day by which it is done"
        )
        self.fields["cost"] = Amount(label="What it costs a year", currency=self.currency)
        self.fields["cost"].help_text = "Only if you know it: it takes the place of our estimate"
        self.fields["reason"] = Text(label="Note", required=False, rows=2, max_length=1000)


class PutOffForm(DecisionForm):
    """Why not now, and when to decide again."""

    reason = Text(label="Why not now", max_length=1000, empty="Enter why it is put off")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        first, last = self.today + DAY, self.today + YEAR
        self.fields["until"] = DayField(
            label="Decide again on", first=first, last=last, empty="Enter when to decide again"
        )
        self.fields["until"].help_text = "Within a year"


class RejectForm(DecisionForm):
    """Why it is not done, who accepts the risk by name, and when to look at it again."""

    reason = Text(label="Why it is not done", max_length=1000, empty="Enter why it is not done")
    accepted_by = Line(label="Who accepts the risk that stays", max_length=120, empty="Enter who accepts the risk")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["reason"].help_text = "It does not come back as long as this holds"
        first, last = self.today + DAY, self.today + YEAR
        self.fields["until"] = DayField(
            label="Look at it again on", first=first, last=last, empty="Enter when to look again"
        )
        self.fields["until"].help_text = "A risk is accepted for a year at most"


class InPlaceForm(DecisionForm):
    """Where it can be seen that the action is in place."""

    evidence = Text(label="How one can see that it is in place", max_length=1000, empty="Enter how one can see it")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["evidence"].help_text = "Such as a document, a setting or a date"


class ReopenForm(DecisionForm):
    """Nothing but the wish to decide anew."""


class OwnActionForm(DecisionForm):
    """An action of the organisation's own."""

    title = Line(label="What is to be done", max_length=120, empty="Enter what is to be done")
    why = Text(label="Why", max_length=600, empty="Enter why")
    owner = Line(label="Who sees to it", max_length=120, empty="Enter who sees to it")

    def __init__(self, *args: Any, activities: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        last = self.today + FIVE_YEARS
        self.fields["due_on"] = DayField(
            label="Done by", first=self.today, last=last, empty="Enter a day by which it is done"
        )
        self.fields["cost"] = Amount(label="What it costs a year", currency=self.currency)
        self.fields["functions"] = forms.MultipleChoiceField(
            label="Activities it helps",
            choices=list(activities),
            required=False,
            widget=forms.CheckboxSelectMultiple,
            error_messages={"invalid_choice": "Select activities of this list"},
        )


class BudgetForm(forms.Form):
    """What may be spent in a year; an address asks for it and nothing keeps it."""

    def __init__(self, *args: Any, unit: Unit, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["budget"] = Budget(called="budget", currency=unit.currency or "")


MOVES: Mapping[str, tuple[type[DecisionForm], Measure.State]] = {
    "accept": (AcceptForm, Measure.State.ACCEPTED),
    "in-place": (InPlaceForm, Measure.State.IN_PLACE),
    "put-off": (PutOffForm, Measure.State.DEFERRED),
    "reject": (RejectForm, Measure.State.REJECTED),
    "reopen": (ReopenForm, Measure.State.PROPOSED),
}
"""The decisions that can be taken, by the word that stands in their address."""


# ---------------------------------------------------------------------------------------------------------- the document
class DetailsForm(SeenForm):
    """What stands on the first page: author, copies, classification, next review."""

    author = forms.ModelChoiceField(
        label="Prepared by",
        queryset=User.objects.none(),
        required=False,
        empty_label="Nobody named yet",
        help_text="Where ten people or more work, somebody else has to approve the plan",
    )
    distribution = Text(
        label="Who gets a copy",
        required=False,
        rows=4,
        max_length=4000,
        help_text="One person or place on each line, such as “Printed, in the office safe”",
    )
    confidentiality = forms.ChoiceField(label="Classification", choices=[(name, name) for name in CLASSES])

    def __init__(self, *args: Any, today: date, organisation: Organisation, **options: Any) -> None:
        super().__init__(*args, **options)
        members = organisation.memberships.select_related("user").order_by("user__name", "pk")
        able = [member.user_id for member in members if may(member.role, Power.EDIT)]
        self.fields["author"].queryset = User.objects.filter(pk__in=able).order_by("name", "email")  # type: ignore[attr-defined]
        first, last = today + DAY, today + 2 * YEAR
        self.fields["next_review"] = DayField(
            label="Next review", first=first, last=last, required=False, empty="Enter the day of the next review"
        )

    def clean_distribution(self) -> list[str]:
        """The lines that say something."""
        lines = [line.strip() for line in self.cleaned_data["distribution"].split("\n") if line.strip()]
        if len(lines) > MOST_COPIES or any(len(line) > 120 for line in lines):
            raise ValidationError(f"Enter up to {MOST_COPIES} lines of up to 120 characters each")
        return lines


class ContactForm(SeenForm):
    """How to reach somebody."""

    name = Line(label="Name", max_length=120, empty="Enter a name")
    purpose = Line(label="For what", max_length=120, required=False)
    phone = Line(label="Phone", max_length=40, required=False)
    email = forms.EmailField(
        label="E-mail address",
        max_length=254,
        required=False,
        error_messages={"invalid": "Enter an e-mail address such as name@example.com"},
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["purpose"].help_text = "Such as “decides” or “parcel carrier, night desk”"
        self.fields["phone"].widget.attrs |= {"type": "tel", "autocomplete": "off"}
        self.fields["email"].widget.attrs |= {"autocomplete": "off"}

    def clean_phone(self) -> str:
        """A number that could be dialled."""
        phone: str = self.cleaned_data["phone"]
        if phone and (not PHONE.fullmatch(phone) or sum(sign.isdigit() for sign in phone) < 3):
            raise ValidationError("Enter a phone number such as +44 7700 900101")
        return phone

    def clean(self) -> dict[str, Any]:
        """Without a number or an address nobody is reached."""
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not cleaned.get("phone") and not cleaned.get("email"):
            self.add_error("phone", "Enter a phone number or an e-mail address")
        return cleaned


class PlacesForm(forms.Form):
    """The places of the messages that can be settled before the day, each with the version that was on the page."""

    def __init__(self, *args: Any, places: Iterable[tuple[str, str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.places = []
        for place, label, hint in places:
            self.places.append(place)
            self.fields[place] = Text(label=label, required=False, rows=2, max_length=300, help_text=hint)
            self.fields[f"seen_{place}"] = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """The texts, and the versions that were seen."""
        cleaned = super().clean() or self.cleaned_data
        return {
            "texts": {place: cleaned[place] for place in self.places if place in cleaned},
            "seen_versions": {place: cleaned.get(f"seen_{place}") or 0 for place in self.places},
        }

    def show_version(self, place: str, version: int) -> None:
        """Nothing comes back: the form will be sent with this version of the place the next time."""
        data = cast(QueryDict, self.data).copy()
        data[f"seen_{place}"] = str(version)
        self.data = data


class StepForm(SeenForm):
    """A step in the organisation's own words."""

    do = Text(label="What is done", rows=3, max_length=600, empty="Enter what is done")
    done = Text(
        label="How you know that it is done", rows=2, max_length=300, empty="Enter how you know that it is done"
    )

    def __init__(self, *args: Any, library: Library, roles: Choices, neighbours: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        boxes = [(box.id, box.label) for box in library.time_boxes]
        self.fields["role"] = forms.ChoiceField(label="Who", choices=list(roles))
        self.fields["box"] = forms.ChoiceField(label="When, from the start of the fault", choices=boxes)
        self.fields["after"] = forms.ChoiceField(
            label="Comes after", required=False, choices=[("", "Where it stands now"), *neighbours]
        )
        self.fields["is_on_card"] = forms.BooleanField(label="Print it on the action card too", required=False)


class NewStepForm(StepForm):
    """A step that the library does not have."""

    def __init__(self, *args: Any, activities: Choices, scenarios: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["after"].choices[0] = ("", "At the end of its time")  # type: ignore[attr-defined]
        self.fields["function"] = forms.ChoiceField(
            label="For which activity", required=False, choices=[("", "All of them"), *activities]
        )
        self.fields["scenario"] = forms.ChoiceField(
            label="In which disruption", required=False, choices=[("", "All of them"), *scenarios]
        )


# -------------------------------------------------------------------------------------------------------------- versions
class VersionForm(forms.Form):
    """What changed since the last version; the mark says which draft was on the page."""

    note = Line(label="What changed", max_length=300, empty="Enter what changed, for the list of changes")
    mark = forms.CharField(max_length=64, widget=forms.HiddenInput)


class ApproveForm(VersionForm):
    """Who approves it, and that they know what is missing."""

    role = Line(
        label="Your role in the organisation", max_length=120, empty="Enter your role, such as managing director"
    )
    accepts_exceptions = forms.BooleanField(label="I approve the plan with these exceptions", required=False)
    field_order = ["role", "note", "accepts_exceptions", "mark"]

    def __init__(self, *args: Any, has_exceptions: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not has_exceptions:
            del self.fields["accepts_exceptions"]
