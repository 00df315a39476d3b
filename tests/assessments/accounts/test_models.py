"""What the database lets in."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from assessments.accounts.models import User
from assessments.accounts.time_zones import time_zone_choices, validate_time_zone


def test_an_address_is_kept_in_small_letters_and_once(db):
    assert User.objects.create_user("Nora@Example.COM").email == "nora@example.com"
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create_user("nora@example.com")
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(email="Nora2@example.com")


def test_a_person_without_a_name_is_called_by_their_address(db):
    user = User.objects.create_user("nora@example.com")
    assert str(user) == user.get_full_name() == "nora@example.com"
    assert User.objects.get_by_natural_key("NORA@example.com") == user


def test_a_time_zone_must_exist():
    assert ("Europe/London", "Europe/London") in time_zone_choices()
    validate_time_zone("UTC")
    with pytest.raises(ValidationError, match="Select a time zone"):
        validate_time_zone("Mars/Olympus")
