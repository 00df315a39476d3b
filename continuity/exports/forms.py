"""Which file of which plan."""

from collections.abc import Sequence
from typing import Any

from django import forms

from continuity.exports.formats import FORMATS

DRAFT = "draft"
SHARED = "shared"
COPIES = (
    ("whole", "Whole, with the pages of contacts"),
    (SHARED, "Shared copy, without contact details"),
)


class ExportForm(forms.Form):
    """Document, copy and format."""

    document = forms.ChoiceField(label="Which plan")
    copy = forms.ChoiceField(label="Which copy", choices=COPIES, widget=forms.RadioSelect, initial="whole")
    format = forms.ChoiceField(
        label="Which format",
        choices=[(key, kind.label) for key, kind in FORMATS.items()],
        widget=forms.RadioSelect,
        initial="pdf",
        error_messages={"required": "Select a format", "invalid_choice": "Select a format of this list"},
    )

    def __init__(self, *args: Any, documents: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["document"].choices = list(documents)  # type: ignore[attr-defined]
