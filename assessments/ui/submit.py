"""How a view hands a form to an action, and what it answers when the world has changed meanwhile."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.forms import BaseForm

Outcome = TypeVar("Outcome")


class Conflict(Exception):
    """Somebody else changed the thing first; the sentence says what it is now. Shown as a page with status 409."""


def submit(form: BaseForm, action: Callable[..., Outcome], **context: Any) -> Outcome | None:
    """What the action returns for a valid form, or None with the refusal put on the form.

    A refusal that names a field of the form stands beside that field, any other one above the form.
    """
    if not form.is_valid():
        return None
    try:
        return action(**form.cleaned_data, **context)
    except ValidationError as refusal:
        if hasattr(refusal, "error_dict") and set(refusal.error_dict) <= set(form.fields):
            form.add_error(None, refusal)
        else:
            form.add_error(None, ValidationError(refusal.messages))
        return None
