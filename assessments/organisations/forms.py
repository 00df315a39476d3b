"""The forms of the organisation pages."""

from typing import Any

from django import forms

from assessments.accounts.time_zones import time_zone_choices
from assessments.organisations.access import grantable_roles
from assessments.organisations.currencies import currency_choices
from assessments.organisations.models import Membership, Organisation, Role
from assessments.ui.day_field import DayField


class OrganisationForm(forms.ModelForm):
    """Name, currency and time zone of an organisation."""

    currency = forms.ChoiceField(label="Currency", choices=currency_choices)
    time_zone = forms.ChoiceField(label="Time zone", choices=time_zone_choices)

    class Meta:
        model = Organisation
        fields = ["name", "currency", "time_zone"]
        labels = {"name": "Name of the organisation"}
        widgets = {"name": forms.TextInput(attrs={"autocomplete": "organization"})}
        error_messages = {"name": {"required": "Enter the name of the organisation"}}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["currency"].help_text = "All amounts are entered and shown in this currency"
        self.fields["time_zone"].help_text = "Times on pages and in the plan are shown in this zone"


class InviteForm(forms.Form):
    """Whom to invite, and to which role."""

    email = forms.EmailField(
        label="E-mail address",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": "Enter an e-mail address",
            "invalid": "Enter an e-mail address such as name@example.com",
        },
    )

    def __init__(self, *args: Any, inviter: Membership, **options: Any) -> None:
        super().__init__(*args, **options)
        roles = [(role.value, role.label) for role in grantable_roles(inviter.role)]
        self.fields["role"] = forms.ChoiceField(
            label="Role", choices=roles, widget=forms.RadioSelect, error_messages={"required": "Select a role"}
        )


class RoleForm(forms.Form):
    """The new role of a member, with the one the page showed."""

    role = forms.ChoiceField(label="Role", choices=Role.choices, widget=forms.RadioSelect)
    seen_role = forms.ChoiceField(choices=Role.choices, widget=forms.HiddenInput)


class AuditFilterForm(forms.Form):
    """Which part of the audit log to show."""

    text = forms.CharField(label="Who or what", required=False, max_length=100)
    since = DayField(label="From", required=False)
    until = DayField(label="To", required=False)

    def clean(self) -> dict[str, Any]:
        """The days in the right order."""
        cleaned = super().clean() or self.cleaned_data
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", "The last day must not be before the first one")
        return cleaned
