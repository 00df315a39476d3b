"""What a person may change about their own account."""

from allauth.account.models import EmailAddress
from django.db import transaction
from django.dispatch import Signal

from assessments.accounts.models import User

renamed = Signal()
"""Sent with `user`, `before` and `after`, in the transaction in which somebody gets another name."""


@transaction.atomic
def open_account(*, email: str, password: str, name: str) -> User:
    """The new user, who can sign in at once: the address counts as confirmed. For samples and operators."""
    user = User.objects.create_user(email, password, name=name)
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    return user


@transaction.atomic
def change_profile(*, user: User, name: str, time_zone: str) -> User:
    """The user with the new name and time zone, stored."""
    before = User.objects.select_for_update(no_key=True).get(pk=user.pk).display_name
    User.objects.filter(pk=user.pk).update(name=name, time_zone=time_zone)
    user.refresh_from_db(fields=["name", "time_zone"])
    if user.display_name != before:
        renamed.send(User, user=user, before=before, after=user.display_name)
    return user
