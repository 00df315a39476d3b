"""Words for the codes that the plan stores: steps, roles, times, and places in messages."""

import re
from datetime import date

from assessments.organisations.models import Organisation
from continuity.plans.library import library

FILLED = re.compile(r"\{[^}]*\}")
"""What a step says of the organisation itself."""


def names_of(organisation: Organisation, today: date) -> dict[str, str]:
    """Words by code, the same for every organisation."""
    known = library()
    return {
        **{step.id: FILLED.sub("…", step.do) for step in known.steps()},
        **{role.id: role.label for role in known.roles},
        **{box.id: box.label for box in known.time_boxes},
        **{f"wording.{key}": place.label for key, place in known.placeholders.items()},
    }
