"""The fields of a form as they were posted, plainly or by autosave: names with lists of texts."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Fields = Mapping[str, Sequence[str]]
ROW = re.compile(r"row-(\d{1,4})-.+")
YES = "yes"


@dataclass(frozen=True)
class FormFields:
    """Ways to ask a form what it says."""

    given: Fields

    def text(self, name: str) -> str:
        """The first text of a field that says something, without blanks around it; "" where there is none."""
        return next((text.strip() for text in self.given.get(name, ()) if text.strip()), "")

    def texts(self, name: str) -> list[str]:
        """All texts of a field that say something."""
        return [text.strip() for text in self.given.get(name, ()) if text.strip()]

    def is_ticked(self, name: str) -> bool:
        """Whether a box with the value "yes" is ticked."""
        return YES in self.given.get(name, ())

    def all_rows(self) -> list[int]:
        """The rows in their order on the page."""
        matches = (ROW.fullmatch(name) for name in self.given)
        return sorted({int(match[1]) for match in matches if match})

    def row_numbers(self) -> list[int]:
        """The rows in their order on the page, without those in which nothing is filled in."""
        return [number for number in self.all_rows() if self._is_filled(number)]

    def with_another_row(self) -> "FormFields":
        """The form with an empty row at the end."""
        return FormFields({**self.given, f"row-{max(self.all_rows(), default=-1) + 1}-id": [""]})

    def without_row(self, number: str) -> "FormFields":
        """The form without a row."""
        return FormFields({name: texts for name, texts in self.given.items() if not name.startswith(f"row-{number}-")})

    def _is_filled(self, number: int) -> bool:
        prefix = f"row-{number}-"
        # The id and the unit beside a number say nothing by themselves.
        names = (name for name in self.given if name.startswith(prefix) and not name.endswith(("-id", "-unit")))
        return any(self.text(name) for name in names)


def claim(posted: Sequence[str], stored: Sequence[str]) -> list[str]:
    """The stable id of each posted row: its own if it is a stored one, else the next stored one that nobody has; "" if none.

    A page that saves by itself does not learn the ids of rows it made; their order tells which they are.
    """
    own = [mark if mark in stored and mark not in posted[:place] else "" for place, mark in enumerate(posted)]
    free = iter([mark for mark in stored if mark not in own])
    return [mark or next(free, "") for mark in own]
