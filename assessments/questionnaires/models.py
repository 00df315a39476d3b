"""What organisations state, question by question, and how it came to be."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from assessments.organisations.models import Organisation


class Questionnaire(models.Model):
    """An organisation's questionnaire as a whole: the depth somebody chose, and what a profile file said beside answers."""

    class Depth(models.TextChoices):
        """How deep the questions go; while none is chosen, the size of the organisation decides."""

        QUICK = "quick", "Quick"
        STANDARD = "standard", "Standard"
        FULL = "full", "Full"

    organisation = models.OneToOneField(Organisation, on_delete=models.CASCADE, related_name="questionnaire")
    depth = models.CharField(max_length=8, choices=Depth.choices, blank=True)
    # In the forms of a profile file; they are read again each time, so that a rule that changes holds for them too.
    overrides = models.JSONField(default=list)
    what_ifs = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(depth="") | Q(depth__in=["quick", "standard", "full"]),
                name="questionnaires_known_depth",
            )
        ]

    def __str__(self) -> str:
        return f"Questionnaire of {self.organisation}"


class Answer(models.Model):
    """What an organisation states about one question, once or for one of its activities.

    The value has the canonical form that `reading` gives it. An answer that was taken back stays, with no value, so
    that its version goes on counting.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="answers")
    question = models.CharField(max_length=8)
    function = models.CharField(max_length=40, blank=True, default="")
    value = models.JSONField(null=True)
    is_unknown = models.BooleanField(default=False)
    grade = models.CharField(max_length=1, blank=True)
    source = models.TextField(blank=True)
    note = models.TextField(blank=True)
    evidence = models.JSONField(default=list)
    bank = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "question", "function"],
                name="questionnaires_one_answer_each",
                violation_error_message="This question has an answer already.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.question} {self.function}".strip()


class AnswerRevision(models.Model):
    """One change of an answer: what it said before and after, who changed it and when; nothing is ever removed.

    `client_key` and `digest` recognise a save that arrives a second time, so that it gets the reply of the first.
    """

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="revisions")
    version = models.PositiveIntegerField()
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    client_key = models.UUIDField(null=True)
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["answer", "version"], name="questionnaires_versions_without_doubles"),
            models.UniqueConstraint(
                fields=["by", "client_key"],
                name="questionnaires_one_effect_for_a_key",
                violation_error_message="This save arrived before.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.answer}, version {self.version}"
