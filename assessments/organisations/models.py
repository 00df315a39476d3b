"""Organisations, who belongs to them in which role, and what they did there."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower, Now

from assessments.accounts.time_zones import validate_time_zone


class Organisation(models.Model):
    """A firm, club or person that depends on TikTok and plans for the day it stops."""

    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=60, unique=True)
    currency = models.CharField(max_length=3, default="GBP")
    time_zone = models.CharField(max_length=60, default="Europe/London", validators=[validate_time_zone])
    created_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return self.name


class Role(models.TextChoices):
    """What a person is to an organisation; access.py says what each may do."""

    OWNER = "owner", "Owner"
    APPROVER = "approver", "Approver"
    REVIEWER = "reviewer", "Reviewer"
    EDITOR = "editor", "Editor"
    RESPONDENT = "respondent", "Respondent"
    VIEWER = "viewer", "Viewer"
    AUDITOR = "auditor", "Auditor"


class Membership(models.Model):
    """A person's place in an organisation."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=10, choices=Role.choices)
    joined_at = models.DateTimeField(db_default=Now())
    last_used_at = models.DateTimeField(null=True, help_text="When this person last switched to the organisation.")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "user"],
                name="organisations_one_membership_each",
                violation_error_message="This person is a member already.",
            ),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="organisations_known_role"),
        ]

    def __str__(self) -> str:
        return f"{self.user} ({self.get_role_display()})"


class Invitation(models.Model):
    """An offer to one e-mail address to join one organisation in one role, good for one use until it expires."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField("e-mail address", max_length=254)
    role = models.CharField(max_length=10, choices=Role.choices)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    # The link's token is worked out from the nonce and the secret key, so a copy of the database opens no door.
    nonce = models.CharField(max_length=43)
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                "organisation",
                condition=Q(accepted_at=None, revoked_at=None),
                name="organisations_one_open_invitation",
                violation_error_message="There is an open invitation for this address. Revoke it first.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.email} to {self.organisation}"

    def is_open(self, *, now: datetime) -> bool:
        """Whether the link still works."""
        return self.accepted_at is None and self.revoked_at is None and now < self.expires_at


class AuditEntry(models.Model):
    """One change to an organisation's things: who, what, before and after, when; chained to the entry before it."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="audit_entries")
    number = models.PositiveBigIntegerField(help_text="1, 2, 3 … without a gap in each organisation.")
    at = models.DateTimeField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    actor_label = models.CharField(max_length=254)
    verb = models.CharField(max_length=60)
    object_type = models.CharField(max_length=60)
    object_id = models.CharField(max_length=60)
    object_label = models.CharField(max_length=254)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "number"], name="organisations_audit_without_doubles")
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.actor_label} {self.verb} {self.object_label}"


class AuditHead(models.Model):
    """How long an organisation's audit chain is and how it ends, kept apart so that a cut at the end is found."""

    organisation = models.OneToOneField(Organisation, on_delete=models.PROTECT, related_name="audit_head")
    number = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64)
    at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"{self.organisation}: {self.number} entries"
