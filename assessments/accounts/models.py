"""People who sign in."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower, Now

from assessments.accounts.time_zones import validate_time_zone


class UserManager(BaseUserManager["User"]):
    """Makes users by e-mail address."""

    def create_user(self, email: str, password: str | None = None, **values: Any) -> "User":
        """The stored user; without a password the account cannot be signed in to until one is set."""
        user = self.model(email=self.normalize_email(email).lower(), **values)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        """The user with this e-mail address, in whatever letters it is written."""
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """A person with an account; what they may see and do hangs on their memberships."""

    email = models.EmailField(
        "e-mail address",
        max_length=254,
        unique=True,
        error_messages={"unique": "There is an account with this e-mail address."},
    )
    name = models.CharField(max_length=120, blank=True)
    time_zone = models.CharField(max_length=60, default="Europe/London", validators=[validate_time_zone])
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(db_default=Now())

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = UserManager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(email=Lower("email")), name="accounts_address_in_small_letters"),
        ]

    def __str__(self) -> str:
        return self.display_name

    @property
    def display_name(self) -> str:
        """The name, or the e-mail address of someone who gave none."""
        return self.name or self.email

    def get_full_name(self) -> str:
        """The name to greet with; asked for by Django's and allauth's mails."""
        return self.display_name
