"""Files of the plan that people asked for."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from assessments.jobs.models import Job
from assessments.organisations.models import Organisation
from continuity.plans.models import PlanVersion


class Export(models.Model):
    """One file of one plan: which document in which format, and, once its job is done, where the file lies.

    A row without a digest has no file that anybody may have. `document` holds the plan as it read when the file was asked
    for, and is emptied once the file is there; a version of the plan keeps its own text.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="exports")
    version = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, null=True, related_name="+")
    label = models.CharField(max_length=60, help_text="What it is a file of: draft 0.2, version 1.0.")
    format = models.CharField(max_length=8)
    is_shared = models.BooleanField(default=False)
    fingerprint = models.CharField(max_length=64, help_text="SHA-256 of document, format, copy and renderer.")
    document = models.BinaryField(null=True)
    job = models.OneToOneField(Job, on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(db_default=Now())
    file = models.CharField(max_length=120, blank=True, help_text="Its name below the folder of files.")
    size = models.PositiveIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True, help_text="SHA-256 of the file.")
    notes = models.JSONField(default=list)
    expires_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "fingerprint"],
                name="exports_one_file_of_a_document",
                violation_error_message="This file was asked for already.",
            ),
            models.CheckConstraint(
                condition=(Q(file="") & Q(digest="")) | (~Q(file="") & ~Q(digest="")),
                name="exports_a_file_has_a_digest",
            ),
        ]
        indexes = [models.Index(fields=["expires_at"], name="exports_by_expiry")]

    def __str__(self) -> str:
        return f"{self.label}, {self.format}"
