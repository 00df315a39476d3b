"""What every page knows."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from assessments.organisations.access import POWERS
from assessments.organisations.models import Membership, Role


def product(request: HttpRequest) -> dict[str, Any]:
    """The product's name; on an organisation's pages also the organisation and what the person may do: `may.edit`."""
    membership: Membership | None = getattr(request, "membership", None)
    powers = POWERS[Role(membership.role)] if membership else frozenset()
    return {
        "product": settings.PRODUCT_NAME,
        "organisation": membership.organisation if membership else None,
        "membership": membership,
        "may": {power.name.lower(): True for power in powers},
    }
