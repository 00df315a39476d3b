"""Rows for people and organisations."""

from itertools import count

from assessments.accounts import actions as accounts
from assessments.accounts.models import User
from assessments.organisations import actions
from assessments.organisations.models import Membership, Organisation, Role

PASSWORD = "correct horse battery"
_numbers = count(1)


def make_user(name: str = "", email: str = "") -> User:
    """A stored user; the password is PASSWORD."""
    number = next(_numbers)
    name = name or f"Person {number}"
    email = email or f"{name.lower().replace(' ', '.')}.{number}@example.com"
    return accounts.open_account(email=email, password=PASSWORD, name=name)


def make_organisation(name: str = "Northlight Skincare", *, owner: User | None = None, **values) -> Organisation:
    """A stored organisation with an owner and an audit chain."""
    values = {"currency": "GBP", "time_zone": "Europe/London", **values}
    return actions.create_organisation(by=owner or make_user("Olive Owner"), name=name, **values)


def make_member(organisation: Organisation, role: Role | str, name: str = "") -> User:
    """A stored user who is a member of the organisation in the role."""
    user = make_user(name or f"{Role(role).label} Member")
    Membership.objects.create(organisation=organisation, user=user, role=role)
    return user
