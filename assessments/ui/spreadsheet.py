"""Text and tables on their way into a spreadsheet."""

import csv
import io
from collections.abc import Iterable

# A cell that begins like this would be run as a formula by a spreadsheet; full-width forms count too.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def harmless(text: str) -> str:
    """The text with a leading apostrophe if a spreadsheet would otherwise run it as a formula."""
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA_STARTS) else text


def as_csv(rows: Iterable[Iterable[str | float | None]]) -> str:
    """The rows as a CSV file (RFC 4180): numbers raw, nothing empty for None, no text that a spreadsheet would run."""
    file = io.StringIO(newline="")
    csv.writer(file, lineterminator="\r\n").writerows([_cell(value) for value in row] for row in rows)
    return file.getvalue()


def _cell(value: str | float | None) -> str:
    if value is None:
        return ""
    return harmless(value) if isinstance(value, str) else f"{value:.9g}"
