"""The one row the shell keeps."""

from django.db import models


class Pulse(models.Model):
    """The row that /readyz writes, to know that the database takes writes."""

    at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"written {self.at}"
