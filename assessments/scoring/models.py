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


class Rescoring(models.Model):
    """A round in which many organisations are scored again, because Ballast judges otherwise now or somebody asked."""

    class Which(models.TextChoices):
        """Which organisations take part, of those that have been assessed."""

        OUTDATED = "outdated", "Those whose results are out of date"
        ALL = "all", "All organisations"

    which = models.CharField(max_length=10, choices=Which.choices)
    bank_version = models.CharField(max_length=60)
    catalogue_version = models.CharField(max_length=20)
    method_version = models.CharField(max_length=20)
    lanes = models.PositiveSmallIntegerField(help_text="How many portions may be under way at the same moment.")
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    started_at = models.DateTimeField(db_default=Now())
    is_open = models.BooleanField(default=True, help_text="Whether organisations are still handed out.")
    closed_at = models.DateTimeField(null=True)
    is_cancelled = models.BooleanField(default=False)
    cancelled_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["is_open"],
                condition=Q(is_open=True),
                name="scoring_one_open_rescoring",
                violation_error_message="Organisations are being re-scored already.",
            ),
            models.CheckConstraint(condition=Q(lanes__gte=1), name="scoring_rescoring_has_a_lane"),
        ]

    def __str__(self) -> str:
        return f"Rescoring {self.pk}"


class RescoringEntry(models.Model):
    """An organisation's part in a round: still to come, or what became of it; a begun one stands as its job stands."""

    class State(models.TextChoices):
        """What was done about the organisation in this round."""

        WAITING = "waiting", "Waiting"
        BEGUN = "begun", "Begun"
        CURRENT = "current", "Up to date"
        REFUSED = "refused", "Could not begin"

    rescoring = models.ForeignKey(Rescoring, on_delete=models.CASCADE, related_name="entries")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, null=True, related_name="+")
    error = models.TextField(blank=True, help_text="Why it could not begin, in a sentence.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["rescoring", "organisation"], name="scoring_one_entry_an_organisation"),
            models.CheckConstraint(
                condition=Q(state="begun", assessment__isnull=False) | (~Q(state="begun") & Q(assessment=None)),
                name="scoring_a_begun_entry_has_its_assessment",
            ),
        ]
        indexes = [models.Index(fields=["rescoring", "state", "id"], name="scoring_entries_by_state")]

    def __str__(self) -> str:
        return f"{self.organisation_id} in {self.rescoring_id}"


class Operator(models.Model):
    """A person who looks after this installation, named on its command line; no right in any organisation comes of it."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    named_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return str(self.user)
