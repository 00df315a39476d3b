"""The plan as a tagged PDF, set by Typst from a template; what people wrote reaches it only as data."""

import json
import re
import tempfile
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import typst

from continuity.exports.payload import Words, breakable, payload
from continuity.plans.document import Document

TEMPLATE: Final = Path(__file__).with_name("plan.typ")
SANS: Final = "Public Sans"
SERIF: Final = "Source Serif 4"
STANDARD: Final = "ua-1"
PICTOGRAPH: Final = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf\u2b00-\u2bff\u231a-\u23ff\U0001f1e6-\U0001f1ff]")
INVISIBLE_PARTS: Final = re.compile("[\ufe0e\ufe0f\u200d\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]")
NO_FONTS: Final = "The house typefaces were not found, so the plan is set in a substitute."
NAMED_PICTURES: Final = "The typefaces have no pictures for emoji, so these are printed as their names in brackets."
MISSING_LETTERS: Final = (
    "Some letters are missing from the typefaces and print as empty boxes; the text can still be copied and searched. "
    "The file is tagged, but does not claim PDF/UA."
)


@dataclass(frozen=True, slots=True)
class Pdf:
    """A finished file; `notes` tell the reader what could not be printed as written."""

    content: bytes
    is_ua: bool
    notes: tuple[str, ...]


def render(document: Document, *, fonts: Path | None = None) -> bytes:
    """The plan as PDF; `fonts` is a folder of font files."""
    return compiled(document, fonts=fonts).content


def compiled(document: Document, *, fonts: Path | None = None) -> Pdf:
    """The plan as PDF/UA-1; where letters are missing, as tagged PDF without that claim, with a note saying so."""
    families = _families(fonts)
    notes = () if SANS in families else (NO_FONTS,)
    try:
        return Pdf(_compile(document, breakable, families, fonts, STANDARD), True, notes)
    except typst.TypstError as refusal:
        if not _is_about_letters(refusal):
            raise
    try:
        content = _compile(document, with_names_for_pictures, families, fonts, STANDARD)
        return Pdf(content, True, (*notes, NAMED_PICTURES))
    except typst.TypstError as refusal:
        if not _is_about_letters(refusal):
            raise
    content = _compile(document, with_names_for_pictures, families, fonts, None)
    return Pdf(content, False, (*notes, MISSING_LETTERS))


def with_names_for_pictures(text: str) -> str:
    """The text with emoji replaced by their names.

    >>> with_names_for_pictures("Launch \\U0001f680")
    'Launch [rocket]'
    """
    if not PICTOGRAPH.search(text):
        return breakable(text)
    return breakable(PICTOGRAPH.sub(_name, INVISIBLE_PARTS.sub("", text)))


def _name(picture: re.Match[str]) -> str:
    return f"[{unicodedata.name(picture.group(), 'symbol').lower()}]"


def _is_about_letters(refusal: typst.TypstError) -> bool:
    return "could not be displayed" in refusal.message or "disallowed codepoint" in refusal.message


def _compile(document: Document, words: Words, families: tuple[str, ...], fonts: Path | None, standard: Any) -> bytes:
    data = payload(document, words)
    fallback = [family for family in families if family.startswith((SANS + " ", SERIF + " "))]
    data["fonts"] = {
        "sans": [family for family in (SANS, *fallback) if family in families] or ["Libertinus Serif"],
        "serif": [family for family in (SERIF, *fallback) if family in families] or ["Libertinus Serif"],
    }
    issued = document.issued_on
    with tempfile.TemporaryDirectory() as empty:
        content: Any = typst.compile(  # type: ignore[misc]  # its stubs leave the kind of font path open
            TEMPLATE.read_bytes(),
            root=empty,
            sys_inputs={"data": json.dumps(data)},
            font_paths=[str(fonts)] if fonts else [],
            ignore_system_fonts=True,
            pdf_standards=[standard] if standard else [],
            timestamp=datetime(issued.year, issued.month, issued.day, tzinfo=UTC),
        )
    return bytes(content)


@lru_cache(maxsize=8)
def _families(fonts: Path | None) -> tuple[str, ...]:
    """The font families at hand, those of the folder and those inside the compiler."""
    found = typst.Fonts(include_system_fonts=False, font_paths=[str(fonts)] if fonts else [])
    return tuple(found.families())
