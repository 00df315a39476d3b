"""The table that promises background work."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


class Job(models.Model):
    """A piece of background work that an organisation asked for and will get, whatever happens to the messages."""

    class State(models.TextChoices):
        """Where a job stands; DONE, FAILED and CANCELLED are final until someone retries."""

        QUEUED = "queued", "Waiting"
        RUNNING = "running", "Running"
        DONE = "done", "Done"
        FAILED = "failed", "Failed"
        CANCELLED = "cancelled", "Cancelled"

    MAX_ATTEMPTS = 3

    kind = models.CharField(max_length=60)
    # Jobs stand before organisations, so this is a plain number; 0 is work for the whole installation.
    scope_id = models.BigIntegerField(default=0)
    idempotency_key = models.CharField(max_length=120, blank=True)
    payload = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    result = models.JSONField(default=dict)
    attempts = models.PositiveSmallIntegerField(default=0)
    is_cancel_requested = models.BooleanField(default=False)
    error = models.TextField(blank=True, help_text="What went wrong, in a sentence for the person who asked.")
    dead_reason = models.TextField(blank=True, help_text="Why no further attempt is made, for the operator.")
    created_at = models.DateTimeField(db_default=Now())
    asked_at = models.DateTimeField(null=True, help_text="When the broker last accepted a message about this job.")
    not_before_at = models.DateTimeField(null=True)
    lease_until_at = models.DateTimeField(null=True)
    heartbeat_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["scope_id", "kind", "idempotency_key"],
                condition=~Q(idempotency_key=""),
                name="jobs_one_per_idempotency_key",
                violation_error_message="This was asked for already.",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "lease_until_at"], name="jobs_by_lease"),
            models.Index(fields=["scope_id", "kind", "-id"], name="jobs_by_scope"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
