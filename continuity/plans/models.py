"""What people decide and write around the results: decisions about actions, the plan's details, and its versions.

Everything that follows from the answers is worked out again each time and stands in no table here. A version of the plan
is written once: the database itself refuses an UPDATE of it (migration 0002).
"""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from assessments.organisations.models import Organisation
from assessments.scoring.models import Assessment
from continuity.plans.facts import StepEdit


class Measure(models.Model):
    """What an organisation decided about one action: one that was recommended, or one of its own.

    An action that nobody has decided on yet has no row, unless it is the organisation's own. `seen` keeps the action as
    it stood when it was decided on, so that a later assessment can say what has changed since.
    """

    class State(models.TextChoices):
        """Where an action stands, in the order of the lanes; an action in place counts only when the answers say so."""

        PROPOSED = "proposed", "Proposed"
        ACCEPTED = "accepted", "Accepted"
        IN_PLACE = "in_place", "In place"
        DEFERRED = "deferred", "Put off"
        REJECTED = "rejected", "Not done"

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="measures")
    key = models.CharField(max_length=60, help_text="The key of the recommendation, or own_1, own_2 …")
    is_own = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)
    owner = models.CharField(max_length=120, blank=True)
    due_on = models.DateField(null=True)
    until = models.DateField(null=True)
    reason = models.TextField(blank=True)
    accepted_by = models.CharField(max_length=120, blank=True, help_text="Who carries the risk of an action not done.")
    evidence = models.TextField(blank=True)
    cost = models.DecimalField(max_digits=14, decimal_places=2, null=True, help_text="A year, if a person stated it.")
    currency = models.CharField(max_length=3, blank=True)
    title = models.CharField(max_length=120, blank=True)
    why = models.TextField(blank=True)
    functions = models.JSONField(default=list, help_text="Keys of the activities that an own action helps.")
    seen = models.JSONField(default=dict)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(db_default=Now())
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "key"],
                name="plans_one_measure_for_an_action",
                violation_error_message="Somebody else has just decided on this action.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "accepted", "in_place", "deferred", "rejected"]),
                name="plans_known_state",
            ),
            models.CheckConstraint(
                condition=~Q(state="accepted") | (~Q(owner="") & Q(due_on__isnull=False)),
                name="plans_accepted_has_owner_and_date",
                violation_error_message="An accepted action needs an owner and a date.",
            ),
            models.CheckConstraint(
                condition=~Q(state="deferred") | (~Q(reason="") & Q(until__isnull=False)),
                name="plans_put_off_has_reason_and_end",
                violation_error_message="An action that is put off needs a reason and a date.",
            ),
            models.CheckConstraint(
                condition=~Q(state="rejected") | (~Q(reason="") & ~Q(accepted_by="") & Q(until__isnull=False)),
                name="plans_not_done_has_reason_and_name",
                violation_error_message="An action that is not done needs a reason, a name and a date.",
            ),
            models.CheckConstraint(condition=Q(is_own=False) | ~Q(title=""), name="plans_own_action_has_a_title"),
        ]

    def __str__(self) -> str:
        return self.title or str(self.seen.get("title") or self.key)


class PlanDetails(models.Model):
    """What stands on the first page of an organisation's plan and is nobody's answer: author, copies, next review."""

    organisation = models.OneToOneField(Organisation, on_delete=models.CASCADE, related_name="plan_details")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    distribution = models.JSONField(default=list)
    confidentiality = models.CharField(max_length=30, default="Confidential")
    next_review = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"Plan of {self.organisation}"


class Contact(models.Model):
    """How to reach somebody without TikTok and without office systems. Personal data: a shared copy leaves it out."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="contacts")
    name = models.CharField(max_length=120)
    purpose = models.CharField(max_length=120, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(max_length=254, blank=True)
    version = models.PositiveIntegerField(default=1)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(phone="") | ~Q(email=""),
                name="plans_contact_can_be_reached",
                violation_error_message="Enter a phone number or an e-mail address",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Wording(models.Model):
    """What an organisation wrote into one place of the prepared messages, such as where it can be found now."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="wordings")
    place = models.CharField(max_length=30)
    text = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "place"], name="plans_one_wording_for_a_place"),
        ]

    def __str__(self) -> str:
        return self.place


class StepChange(models.Model):
    """What an organisation changed in its runbooks: a step in its own words, taken out, or added."""

    class Kind(models.TextChoices):
        """What happened to the step."""

        CHANGE = "change", "Changed"
        REMOVE = "remove", "Taken out"
        ADD = "add", "Added"

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="step_changes")
    step = models.CharField(max_length=30, help_text="The id of the library's step, or own-1, own-2 …")
    kind = models.CharField(max_length=6, choices=Kind.choices)
    do = models.TextField(blank=True)
    done = models.TextField(blank=True)
    role = models.CharField(max_length=30, blank=True)
    box = models.CharField(max_length=10, blank=True)
    after = models.CharField(max_length=30, blank=True)
    function = models.CharField(max_length=40, blank=True, help_text="The activity of an added step; all, if empty.")
    scenario = models.CharField(max_length=40, blank=True, help_text="The scenario of an added step; all, if empty.")
    is_on_card = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "step"],
                name="plans_one_change_for_a_step",
                violation_error_message="Somebody else has just changed this step.",
            ),
            models.CheckConstraint(condition=Q(kind__in=["change", "remove", "add"]), name="plans_known_step_change"),
        ]

    def __str__(self) -> str:
        return self.step

    @property
    def edit(self) -> StepEdit:
        """The change as the runbooks take it."""
        kinds: dict[str, Any] = {"kind": self.kind}
        return StepEdit(
            **kinds,
            step=self.step,
            do=self.do,
            done=self.done,
            role=self.role,
            box=self.box,
            after=self.after,
            scenarios=(self.scenario,) if self.scenario else (),
            functions=(self.function,) if self.function else (),
            on_card=self.is_on_card,
        )


class PlanVersion(models.Model):
    """The plan as it stood on a day, word for word, with the assessment it rests on; drafts are 0.1, approved ones 1.0."""

    class Status(models.TextChoices):
        """Whether somebody with the power to do so has approved it."""

        DRAFT = "draft", "Draft"
        APPROVED = "approved", "Approved"

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="plan_versions")
    major = models.PositiveIntegerField()
    minor = models.PositiveIntegerField()
    status = models.CharField(max_length=8, choices=Status.choices)
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="+")
    document = models.BinaryField(help_text="`document_json.render` of the plan, compressed by zlib.")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the document before it was compressed.")
    note = models.TextField(blank=True)
    author_name = models.CharField(max_length=120, blank=True)
    approved_as = models.CharField(max_length=260, blank=True, help_text="Name and role as printed.")
    is_self_approved = models.BooleanField(default=False)
    exceptions = models.JSONField(default=list, help_text="What was still missing and named when it was approved.")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_on = models.DateField()
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "major", "minor"],
                name="plans_one_version_a_number",
                violation_error_message="Somebody else has just made this version.",
            ),
            models.CheckConstraint(
                condition=~Q(status="approved") | (Q(minor=0) & Q(major__gte=1) & ~Q(approved_as="")),
                name="plans_approved_versions_are_whole_and_signed",
            ),
            models.CheckConstraint(
                condition=~Q(status="draft") | Q(minor__gte=1), name="plans_drafts_count_behind_the_point"
            ),
        ]

    def __str__(self) -> str:
        return f"Version {self.number}"

    @property
    def number(self) -> str:
        """The version as printed: 0.2, 1.0."""
        return f"{self.major}.{self.minor}"

    @property
    def is_approved(self) -> bool:
        """Whether it was approved when it was made."""
        return self.status == self.Status.APPROVED
