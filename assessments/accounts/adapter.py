"""Where allauth and axes ask how this product wants things done."""

import logging
from datetime import timedelta
from smtplib import SMTPException
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal.httpkit import get_client_ip
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from assessments.accounts.access import may_sign_up
from assessments.accounts.turns import turn_of

log = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):
    """Our words, and mail that cannot fail a page."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": "This account has been closed.",
        "email_password_mismatch": "The e-mail address or the password is not right.",
        "email_taken": "There is an account with this e-mail address. Sign in, or reset your password.",
        "incorrect_password": "This is not your password.",
        "enter_current_password": "Enter your current password.",
        "incorrect_code": "This code is not right. Enter the newest one.",
        "too_many_login_attempts": "Too many tries. Wait 15 minutes, then try again.",
        "rate_limited": "Too many tries. Wait a few minutes, then try again.",
        "same_as_current": "Enter an address that differs from the one you have.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Whether strangers may open an account; people with an invitation always may."""
        return may_sign_up(request)

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """The person whose password this is, or None; tries for one account are checked one after the other."""
        with turn_of(str(credentials.get("email", ""))):
            user: AbstractBaseUser | None = super().authenticate(request, **credentials)
        return user

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Nothing comes back: the mail is sent, or the person is told that it could not be."""
        try:
            super().send_mail(template_prefix, email, context)
        except (OSError, SMTPException):
            log.exception("The mail %s could not be sent.", template_prefix)
            messages.error(self.request, "We could not send you an e-mail. Try again in a few minutes.")


class SecondFactorAdapter(DefaultMFAAdapter):
    """Our words for the second factor."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "This code is not right. Enter the newest one.",
    }


def client_address(request: HttpRequest) -> str | None:
    """The address of the browser, through as many proxies as the settings trust and no more; None if unknown."""
    address: str | None = get_client_ip(request)
    return address


def locked_out(request: HttpRequest, *_: Any) -> HttpResponse:
    """The page for someone who tried too many passwords, with how long to wait."""
    wait: timedelta = settings.AXES_COOLOFF_TIME
    page = render(
        request, "assessments/accounts/locked_out.html", {"minutes": int(wait.total_seconds() // 60)}, status=429
    )
    page["Retry-After"] = str(int(wait.total_seconds()))
    return page
