"""Forms that carry the version their page showed: handing them to an action, and showing them again when it was late."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.forms import BaseForm

from assessments.ui.submit import submit
from continuity.plans.actions.refusals import Overtaken
from continuity.plans.forms import PlacesForm, SeenForm

Outcome = TypeVar("Outcome")
CONFLICT = 409


def submit_seen(form: BaseForm, action: Callable[..., Outcome], **context: Any) -> tuple[Outcome | None, int]:
    """What the action returns, or None, and the status of the page that shows the form again.

    When somebody else was quicker the form says so, keeps what was typed, and takes on the version that stands now: saving
    once more then means to put one's own words in the place of theirs.
    """
    late: list[Overtaken] = []

    def watched(**said: Any) -> Outcome:
        try:
            return action(**said)
        except Overtaken as refusal:
            late.append(refusal)
            raise

    outcome = submit(form, watched, **context)
    for refusal in late:
        if isinstance(form, PlacesForm):
            form.show_version(refusal.field, refusal.version)
        elif isinstance(form, SeenForm):
            form.show_version(refusal.version)
    return outcome, CONFLICT if late else 200
