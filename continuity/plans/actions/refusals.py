"""Why something cannot be done now, in sentences for the person who asked."""

from django.core.exceptions import ValidationError


class Overtaken(ValidationError):
    """Somebody else changed the thing since the page was opened: who, and what it says now. Nothing was stored.

    `version` is that of the thing as it is now; `field` names the field it belongs to, if it is one of several.
    """

    def __init__(self, sentence: str, *, version: int, field: str = "") -> None:
        full = f"{sentence} Nothing of yours was stored yet: save again to put yours in its place."
        super().__init__({field: full} if field else full)
        self.version, self.field = version, field


class Gone(ValidationError):
    """The thing is not there any more."""


class TooMany(ValidationError):
    """The organisation has as many of these as it may have."""
