"""The forms of the account pages."""

from typing import Any

from allauth.account.forms import (
    AddEmailForm,
    ChangePasswordForm,
    LoginForm,
    ReauthenticateForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
    SignupForm,
)
from django import forms
from django.http import HttpRequest

from assessments.accounts import actions
from assessments.accounts.models import User
from assessments.accounts.time_zones import time_zone_choices

_ADDRESS = {"required": "Enter your e-mail address", "invalid": "Enter an e-mail address such as name@example.com"}


_LENGTH_HINT = "At least 10 characters. A few words in a row are easy to remember."


class _OurWords(forms.Form):
    """Labels and hints as the other pages write them."""

    words = {
        "email": ("E-mail address", ""),
        "oldpassword": ("Current password", ""),
        "password1": ("New password", _LENGTH_HINT),
        "password2": ("New password, once more", ""),
    }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, (label, hint) in self.words.items():
            if name in self.fields:
                field = self.fields[name]
                field.label, field.help_text = label, hint
                field.widget.attrs.pop("placeholder", None)
        if "email" in self.fields:
            self.fields["email"].error_messages |= _ADDRESS


class NewAddressForm(_OurWords, AddEmailForm):
    """Another e-mail address."""


class NewPasswordForm(_OurWords, ChangePasswordForm):
    """The current password and another one."""


class ForgottenForm(_OurWords, ResetPasswordForm):
    """The address to which the way to a new password is sent."""


class AfterForgettingForm(_OurWords, ResetPasswordKeyForm):
    """Another password, from the link in the e-mail."""


class SignInForm(LoginForm):
    """E-mail address and password."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["login"].label = "E-mail address"
        self.fields["login"].error_messages |= _ADDRESS
        self.fields["password"].error_messages["required"] = "Enter your password"
        self.fields["password"].help_text = ""
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)

    def user_credentials(self) -> dict[str, Any]:
        """The credentials, with the address in the form under which failed tries are counted."""
        credentials: dict[str, Any] = super().user_credentials()
        return {**credentials, "login": self.cleaned_data["login"].lower()}


class ConfirmForm(ReauthenticateForm):
    """The password once more, before a change of how somebody signs in."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["password"].error_messages["required"] = "Enter your password"
        self.fields["password"].help_text = ""
        self.fields["password"].widget.attrs.pop("placeholder", None)


class SignUpForm(SignupForm):
    """Name, e-mail address and password."""

    name = forms.CharField(
        label="Your name",
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": "Enter your name"},
    )
    field_order = ["name", "email", "password1"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["email"].label = "E-mail address"
        self.fields["email"].error_messages |= _ADDRESS
        self.fields["password1"].error_messages["required"] = "Choose a password"
        self.fields["password1"].help_text = _LENGTH_HINT
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)

    def custom_signup(self, request: HttpRequest, user: User) -> None:
        """Nothing comes back: the new user's name is stored too."""
        actions.change_profile(user=user, name=self.cleaned_data["name"], time_zone=user.time_zone)


class ProfileForm(forms.ModelForm):
    """Name and time zone of a person."""

    time_zone = forms.ChoiceField(label="Your time zone", choices=time_zone_choices)

    class Meta:
        model = User
        fields = ["name", "time_zone"]
        labels = {"name": "Your name"}
        widgets = {"name": forms.TextInput(attrs={"autocomplete": "name"})}
