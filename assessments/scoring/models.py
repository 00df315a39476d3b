"""Assessments: what was stated on a day, and what was calculated from it. Both rows are written once and never changed.

The database itself refuses an UPDATE of either of their tables (migration 0002), so that endorsements, plans and exports can point at
an assessment and mean the same figures for ever.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower, Now

from assessments.jobs.models import Job
from assessments.organisations.models import Organisation
from assessments.questionnaires.bank_schema import Depth


class Assessment(models.Model):
    """The answers of an organisation as they stood at one moment, with the versions that are to judge them."""

    DEPTHS = [(depth, depth.capitalize()) for depth in Depth.__args__]  # type: ignore[attr-defined]

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="assessments")
    number = models.PositiveIntegerField(help_text="1, 2, 3 … in each organisation.")
    job = models.OneToOneField(Job, on_delete=models.PROTECT, related_name="+")
    as_of = models.DateField()
    depth = models.CharField(max_length=10, choices=DEPTHS)
    profile = models.JSONField(help_text="The answers as the content of a profile file.")
    input_hash = models.CharField(max_length=64)
    bank_version = models.CharField(max_length=60)
    catalogue_version = models.CharField(max_length=20)
    method_version = models.CharField(max_length=20)
    seed = models.BigIntegerField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "number"], name="scoring_one_assessment_a_number"),
            models.CheckConstraint(condition=Q(number__gte=1), name="scoring_numbers_from_one"),
        ]

    def __str__(self) -> str:
        return f"Assessment {self.number}"


class AssessmentResult(models.Model):
    """What was calculated from an assessment: the results file, byte for byte, and what the pages show beside it."""

    assessment = models.OneToOneField(Assessment, on_delete=models.PROTECT, primary_key=True, related_name="result")
    file = models.BinaryField(help_text="results.json as `results_bytes` gave it.")
    background = models.JSONField(help_text="Ranges and swings that the results file does not hold.")
    finished_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"Result of {self.assessment_id}"


class Trial(models.Model):
    """What somebody tried out and kept under a name: the settings that differed; what comes of them is worked out anew."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="trials")
    name = models.CharField(max_length=80)
    changes = models.JSONField(help_text="Values by the name of the setting, as trials.settings reads them.")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "organisation",
                Lower("name"),
                name="scoring_one_trial_a_name",
                violation_error_message="There is a saved what-if of this name. Choose another name.",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="scoring_trials_have_names"),
        ]

    def __str__(self) -> str:
        return self.name
