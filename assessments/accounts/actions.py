"""What a person may change about their own account."""

from allauth.account.models import EmailAddress
from django.db import transaction

from assessments.accounts.models import User


@transaction.atomic
def open_account(*, email: str, password: str, name: str) -> User:
    """The new user, who can sign in at once: the address counts as confirmed. For samples and operators."""
    user = User.objects.create_user(email, password, name=name)
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    return user


def change_profile(*, user: User, name: str, time_zone: str) -> User:
    """The user with the new name and time zone, stored."""
    User.objects.filter(pk=user.pk).update(name=name, time_zone=time_zone)
    user.refresh_from_db(fields=["name", "time_zone"])
    return user
