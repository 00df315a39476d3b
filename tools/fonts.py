"""Makes the typefaces of printed plans: static TTF files from the web fonts that npm installed.

    python tools/fonts.py node_modules var/fonts

The PDF compiler wants one file for each weight and cannot read the compressed web format. Each subset (Latin, Cyrillic)
becomes a family of its own, so that one falls back to the next; any other font file laid beside them serves as a last
fallback, for scripts that these do not cover.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

SANS = "@fontsource-variable/public-sans/files/public-sans-{subset}-wght-{style}.woff2"
SERIF = "@fontsource/source-serif-4/files/source-serif-4-{subset}-{weight}-normal.woff2"
STYLE_NAMES = {400: "Regular", 600: "SemiBold", 700: "Bold"}
FAMILY_NAME, STYLE_NAME, UNIQUE_NAME, FULL_NAME, POSTSCRIPT_NAME = 1, 2, 3, 4, 6
DROPPED_NAMES = (16, 17, 21, 22, 25)


@dataclass(frozen=True)
class Face:
    """One file to make: where it comes from, which family and weight it becomes."""

    source: str
    family: str
    weight: int
    is_italic: bool = False
    is_variable: bool = False

    @property
    def file_name(self) -> str:
        """The name of the file made."""
        slope = "-Italic" if self.is_italic else ""
        return f"{self.family.replace(' ', '')}-{STYLE_NAMES[self.weight]}{slope}.ttf"


def faces() -> Iterator[Face]:
    """The files a plan is set in: Public Sans for text, Source Serif 4 for statements and for other alphabets."""
    for subset, suffix in (("latin", ""), ("latin-ext", " Ext"), ("vietnamese", " Vietnamese")):
        for weight in (400, 600, 700):
            source = SANS.format(subset=subset, style="normal")
            yield Face(source, f"Public Sans{suffix}", weight, is_variable=True)
        yield Face(SANS.format(subset=subset, style="italic"), f"Public Sans{suffix}", 400, True, True)
        yield Face(SERIF.format(subset=subset, weight=600), f"Source Serif 4{suffix}", 600)
    for subset in ("cyrillic", "cyrillic-ext", "greek"):
        for weight in (400, 600):
            family = f"Source Serif 4 {subset.title().replace('-', ' ')}"
            yield Face(SERIF.format(subset=subset, weight=weight), family, weight)


def make_fonts(node_modules: Path, target: Path) -> list[Path]:
    """The font files of a plan, made in `target` where they are missing; FileNotFoundError names a source not found."""
    target.mkdir(parents=True, exist_ok=True)
    made = []
    for face in faces():
        path = target / face.file_name
        if not path.exists():
            draft = path.with_suffix(".part")
            _static(node_modules / face.source, face).save(draft)
            draft.replace(path)
        made.append(path)
    return made


def _static(source: Path, face: Face) -> TTFont:
    font = TTFont(source, recalcTimestamp=False)
    font.flavor = None
    if face.is_variable:
        font = instancer.instantiateVariableFont(font, {"wght": face.weight}, inplace=True)
    _rename(font, face)
    font["OS/2"].usWeightClass = face.weight
    return font


def _rename(font: TTFont, face: Face) -> None:
    names = font["name"]
    for name_id in DROPPED_NAMES:
        names.removeNames(nameID=name_id)
    style = STYLE_NAMES[face.weight] + (" Italic" if face.is_italic else "")
    full = f"{face.family} {style}"
    for name_id, text in (
        (FAMILY_NAME, face.family),
        (STYLE_NAME, style),
        (UNIQUE_NAME, full),
        (FULL_NAME, full),
        (POSTSCRIPT_NAME, full.replace(" ", "-")),
    ):
        names.setName(text, name_id, 3, 1, 0x409)
        names.removeNames(nameID=name_id, platformID=1)


if __name__ == "__main__":
    files = make_fonts(Path(sys.argv[1]), Path(sys.argv[2]))
    print(f"{len(files)} font files in {sys.argv[2]}")
